"""The pieces that a notebook cell or a terminal shows: escaped HTML, Markdown, aligned text.

The HTML has no script and no colours of its own for text or ground, so that it reads
in light and dark themes alike; a verdict is told by its word and shape, never by
colour alone.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from targetwatch.verdicts import VERDICT_SHAPES, VERDICT_WORDS, word

_LINE: Final = "1px solid rgba(128,128,128,.45)"
_CELL: Final = (
    f"text-align:left;vertical-align:top;padding:.25em .7em;border-bottom:{_LINE};white-space:pre-line"
)
_NUMBER: Final = _CELL + ";text-align:right;font-variant-numeric:tabular-nums"
#: Tones in the middle of the scale: at least 3 to 1 on white and on a dark ground.
_TONES: Final = {
    "exceeded": "#1b8a5a",
    "met": "#1b8a5a",
    "ahead": "#1b8a5a",
    "on_pace": "#1b8a5a",
    "nearly_met": "#b07500",
    "behind": "#b07500",
    "missed": "#d9363e",
}


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


class VerdictWord(str):
    """Shape and word of a verdict, as text that knows its verdict.

    >>> VerdictWord("missed", "zh")
    '■ 未完成'
    """

    verdict: str

    def __new__(cls, verdict: str, lang: str) -> VerdictWord:
        """The word of a verdict code in ``lang``."""
        shape = VERDICT_SHAPES.get(verdict, "")
        made = super().__new__(cls, f"{shape} {word(VERDICT_WORDS, verdict, lang)}".strip())
        made.verdict = verdict
        return made


def escaped(text: object) -> Html:
    """Any value as HTML; ``Html`` passes as it is.

    >>> escaped("<b> & 甲市")
    '&lt;b&gt; &amp; 甲市'
    """
    if isinstance(text, Html):
        return text
    plain = html.escape(str(text))
    if isinstance(text, VerdictWord):
        shape, _, words = plain.partition(" ")
        tone = _TONES.get(text.verdict, "#7a7a7a")
        return Html(f'<span style="color:{tone}" aria-hidden="true">{shape}</span>&nbsp;{words}')
    return Html(plain)


def markdown_text(text: object) -> str:
    """Any value as Markdown text on one line.

    >>> markdown_text("a|b *c*")
    'a\\\\|b \\\\*c\\\\*'
    """
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", str(text)).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; columns in ``numbers`` are set to the right; ``more`` rows are not shown."""

    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    numbers: tuple[int, ...] = ()
    more: int = 0

    def html(self) -> Html:
        """The table as HTML."""
        heads = "".join(
            f'<th scope="col" style="{self._style(i)}">{escaped(h)}</th>' for i, h in enumerate(self.headings)
        )
        body = "".join(
            f"<tr>{''.join(self._html_cell(i, c) for i, c in enumerate(row))}</tr>" for row in self.rows
        )
        return Html(
            '<table style="border-collapse:collapse;margin:.6em 0;font-size:.92em;'
            'color:inherit;background:transparent">'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _html_cell(self, place: int, cell: object) -> str:
        return f'<td style="{self._style(place)}">{escaped(cell)}</td>'

    def _style(self, place: int) -> str:
        return _NUMBER if place in self.numbers else _CELL

    def markdown(self) -> str:
        """The table as Markdown."""
        rows = [self.headings, *self.rows]
        lines = ["| " + " | ".join(map(markdown_text, row)) + " |" for row in rows]
        marks = ["---:" if place in self.numbers else "---" for place in range(len(self.headings))]
        return "\n".join([lines[0], "| " + " | ".join(marks) + " |", *lines[1:]])

    def text(self) -> str:
        """The table as aligned text."""
        return text_table(self.headings, self.rows, self.numbers)


@dataclass(frozen=True, slots=True)
class Card:
    """What one thing shows of itself: a title, paragraphs, numbered steps, tables."""

    title: str
    lang: str
    paragraphs: tuple[str, ...] = ()
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tables: tuple[Table, ...] = ()

    def _more(self, table: Table) -> tuple[str, ...]:
        if not table.more:
            return ()
        return (
            f"另有 {table.more} 行未显示。" if self.lang == "zh" else f"{table.more} more rows not shown.",
        )

    def html(self) -> str:
        """The card as HTML without script."""
        parts = [f"<p>{escaped(text)}</p>" for text in self.paragraphs]
        if self.steps:
            parts.append(f"<ol>{''.join(_html_step(heading, lines) for heading, lines in self.steps)}</ol>")
        for table in self.tables:
            parts += [table.html(), *(f"<p>{escaped(text)}</p>" for text in self._more(table))]
        tag = "zh-Hans" if self.lang == "zh" else "en"
        title = f"<p><strong>{escaped(self.title)}</strong></p>"
        return f'<div lang="{tag}" style="max-width:72em">{title}{"".join(parts)}</div>'

    def markdown(self) -> str:
        """The card as Markdown."""
        parts = [f"**{markdown_text(self.title)}**", *map(markdown_text, self.paragraphs)]
        for number, (heading, lines) in enumerate(self.steps, start=1):
            items = "".join(f"\n   - {markdown_text(line)}" for line in lines)
            parts.append(f"{number}. **{markdown_text(heading)}**{items}")
        for table in self.tables:
            parts += [table.markdown(), *self._more(table)]
        return "\n\n".join(parts)

    def text(self) -> str:
        """The card as text for a terminal."""
        parts = ["\n".join([self.title, *self.paragraphs])]
        if self.steps:
            parts.append(
                "\n".join(_text_step(number, *step) for number, step in enumerate(self.steps, start=1))
            )
        for table in self.tables:
            parts += ["\n".join([table.text(), *self._more(table)])]
        return "\n\n".join(parts)


def _html_step(heading: str, lines: Sequence[str]) -> str:
    return f"<li><strong>{escaped(heading)}</strong>{''.join(f'<br>{escaped(line)}' for line in lines)}</li>"


def _text_step(number: int, heading: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{number}. {heading}", *(f"   {line}" for line in lines)])


class Shown:
    """Gives a class its notebook reprs from the card that it makes of itself."""

    def _card(self) -> Card:
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return self._card().html()

    def _repr_markdown_(self) -> str:
        return self._card().markdown()


def text_width(text: str) -> int:
    """Columns that text takes on a terminal: a Chinese character takes two.

    >>> text_width("5G基站")
    6
    """
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def text_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = (), widest: int = 40
) -> str:
    """A table in aligned text; cells wider than ``widest`` columns are cut with ``…``.

    >>> print(text_table(["指标", "n"], [["城镇新增就业", 12], ["GDP", 3]], numbers=[1]))
    指标           n
    ------------  --
    城镇新增就业  12
    GDP            3
    """
    cells = [[_cut(str(cell).replace("\n", " "), widest) for cell in row] for row in (headings, *rows)]
    widths = [max(text_width(row[place]) for row in cells) for place in range(len(headings))]
    lines = [_text_row(row, widths, numbers) for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _text_row(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> str:
    padded = []
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - text_width(cell))
        padded.append(space + cell if place in numbers else cell + space)
    return "  ".join(padded).rstrip()


def _cut(text: str, widest: int) -> str:
    if text_width(text) <= widest:
        return text
    kept = ""
    for character in text:
        if text_width(kept + character) > widest - 1:
            break
        kept += character
    return kept + "…"
