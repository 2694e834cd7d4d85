"""Where the tables of a sheet stand: titles, heads of several lines with merged cells, a body, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from targetwatch.ingest.axis import read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import read_label
from targetwatch.ingest.notes import filled, is_note
from targetwatch.ingest.statuses import is_absent, split_status

_NUMBER: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d(?:\.0)?")
_TABLE_TITLE: Final = re.compile(
    r"\s*(?:续?附?表)\s*[\d一二三四五六七八九十]+|\s*\d{1,2}\s*[-－–—]\s*\d{1,3}\s+\S|\s*续表"
)
UNIT_LINE: Final = re.compile(
    r"[（(]?\s*(?:计量)?单\s*位\s*[:：]\s*(?P<unit>[^）)]+(?:[（(][^）)]*[）)])?)\s*[）)]?\s*"
)
_LATIN_TAIL: Final = re.compile(r"(?<=[\u3400-\u9fff）)])\s+[A-Za-z][A-Za-z ,.'()\-/&%0-9:]{3,}\Z")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'()\-/&%:]*")
#: Heads of columns that label rows.
_LABEL_HEADS: Final = {
    "unit": re.compile(r"(?:计量)?单\s*位|unit", re.IGNORECASE),
    "code": re.compile(r"(?:行次|序\s*号|代\s*码|编\s*码|行政区划代码|地区代码|code|no\.?)", re.IGNORECASE),
}
#: First cells of a line that numbers the columns.
_NUMBERED: Final = ("", "甲", "乙", "丙", "栏次", "序号", "行次", "编号")
_HEAD_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Panel:
    """Columns that belong together: those that label rows, then those of figures."""

    labels: tuple[int, ...]
    figures: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """One table: lines of titles, of the head, of the body and of notes, its panels, and the texts of heads.

    ``paths`` holds for each column the texts of its head from the top down, merged ones
    repeated and equal neighbours once.
    """

    grid: Grid
    titles: range
    head: range
    body: tuple[int, ...]
    notes: range
    panels: tuple[Panel, ...]
    paths: dict[int, tuple[str, ...]]
    filled: dict[tuple[int, int], str]

    def text(self, line: int, column: int) -> str:
        """The text of a label in the body, merged cells repeated."""
        cells = self.grid.lines[line]
        own = cells[column] if column < len(cells) else ""
        return own if own.strip() else self.filled.get((line, column), "")

    def kind(self, column: int) -> str | None:
        """Whether a column of labels holds units or codes, by its head."""
        words = "".join(self.paths.get(column, ("",))[-1:]).strip()
        return next((kind for kind, pattern in _LABEL_HEADS.items() if pattern.fullmatch(words)), None)


def find_blocks(grid: Grid) -> Iterator[Block]:
    """The tables of a sheet, from the top down."""
    starts = [n for n, cells in enumerate(grid.lines) if len(filled(cells)) <= 2 and _is_table_title(cells)]
    starts = sorted({0, *starts, len(grid.lines)})
    begin = 0
    for end in starts[1:]:
        block = _block(grid, begin, end)
        if block is not None:
            yield block
            begin = end


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number, with or without a mark of status; a bare year may be none.

    >>> is_figure("1,234.5 (p)"), is_figure("2020"), is_figure("产量")
    (True, True, False)
    """
    text, _ = split_status(cell)
    return _NUMBER.fullmatch(text.strip()) is not None


def chinese_part(text: str) -> str:
    """A bilingual head without its English tail.

    >>> chinese_part("国内生产总值 Gross Domestic Product"), chinese_part("人均GDP")
    ('国内生产总值', '人均GDP')
    """
    return _LATIN_TAIL.sub("", " ".join(text.split()))


def _is_table_title(cells: Sequence[str]) -> bool:
    found = filled(cells)
    return bool(found) and _TABLE_TITLE.match(cells[found[0]]) is not None


def _block(grid: Grid, begin: int, end: int) -> Block | None:
    first = next((n for n in range(begin, end) if _is_body(grid.lines[n])), None)
    if first is None:
        return None
    head = _head_start(grid, begin, first)
    if head is None:
        return None
    notes = next(
        (n for n in range(first, end) if is_note(grid.lines[n]) and len(filled(grid.lines[n])) <= 2), end
    )
    texts = _merged_texts(grid, head, first)
    while first - 1 > head and _is_group(grid, first - 1, texts):
        first -= 1
    paths = _paths(grid, range(head, first), texts)
    body = tuple(n for n in range(first, notes) if filled(grid.lines[n]))
    panels = tuple(_panels(grid, body, paths))
    if not panels:
        return None
    return Block(grid, range(begin, head), range(head, first), body, range(notes, end), panels, paths, texts)


def _is_group(grid: Grid, line: int, merged: dict[tuple[int, int], str]) -> bool:
    """Whether a line right above the figures heads a group of rows: a label alone, under no merged head."""
    cells = grid.lines[line]
    found = filled(cells)
    wide = any((line, column) in merged for column in range(1, len(cells)))
    return len(found) == 1 and found[0] == 0 and not wide


def _is_body(cells: Sequence[str]) -> bool:
    """Whether a line holds figures: numbers that are no years, or numbers after a time; no column numbers."""
    found = filled(cells)
    numbers = [n for n in found if n > 0 and is_figure(cells[n])]
    if not numbers or is_note(cells):
        return False
    values = [cells[n].strip() for n in numbers]
    numbering = values == [str(n + 1) for n in range(len(values))] and len(values) > 1
    if numbering and (found[0] in numbers or cells[found[0]].strip() in _NUMBERED):
        return False
    years = all(_YEAR.fullmatch(value) for value in values)
    return not years or (len(found) > 1 and read_time(cells[found[0]]) is not None)


def _head_start(grid: Grid, begin: int, first: int) -> int | None:
    """The first line of the head: the first above the body with two texts or more that is no title."""
    for line in range(max(begin, first - _HEAD_LINES), first):
        cells = grid.lines[line]
        found = filled(cells)
        if len(found) >= 2 and not any(UNIT_LINE.fullmatch(cells[n]) for n in found):
            return line
    return None


def _merged_texts(grid: Grid, head: int, first: int) -> dict[tuple[int, int], str]:
    """The text of each merged cell at every place that it spans: in the head whole, in the body downward."""
    texts: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in grid.merged:
        if top < head or top >= len(grid.lines) or left >= len(grid.lines[top]):
            continue
        text = grid.lines[top][left]
        inside = top < first
        for line in range(top, min(bottom, len(grid.lines) - 1) + 1):
            for column in range(left, (right if inside else left) + 1):
                texts[line, column] = text
    return texts


def _paths(grid: Grid, head: range, merged: dict[tuple[int, int], str]) -> dict[int, tuple[str, ...]]:
    """The texts over each column from the top down."""
    width = max(len(grid.lines[line]) for line in head)
    rows = [[_cell(grid, line, column, merged) for column in range(width)] for line in head]
    for upper, lower in zip(range(len(rows) - 1), range(1, len(rows)), strict=True):
        for column in range(1, width):
            over = rows[upper][column]
            if (
                not over
                and rows[upper][column - 1]
                and rows[lower][column]
                and not _merged_above(rows, upper, column)
            ):
                rows[upper][column] = rows[upper][column - 1]
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(width):
        texts = [text for row in rows if (text := row[column])]
        paths[column] = tuple(text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1])
    return paths


def _merged_above(rows: Sequence[Sequence[str]], row: int, column: int) -> bool:
    """Whether a text higher up stands over this column and not over the one before it."""
    return any(rows[above][column] != rows[above][column - 1] for above in range(row))


def _cell(grid: Grid, line: int, column: int, merged: dict[tuple[int, int], str]) -> str:
    cells = grid.lines[line]
    own = cells[column] if column < len(cells) else ""
    text = own if own.strip() else merged.get((line, column), "")
    return chinese_part(text)


def _panels(grid: Grid, body: Sequence[int], paths: dict[int, tuple[str, ...]]) -> Iterator[Panel]:
    """Panels side by side: a column of texts after columns of figures begins a new one."""
    labels: list[int] = []
    figures: list[int] = []
    for column in sorted(paths):
        cells = [
            grid.lines[n][column]
            for n in body
            if column < len(grid.lines[n]) and grid.lines[n][column].strip()
        ]
        if not cells:
            continue
        if _is_label_column(cells, column, paths, first=not labels):
            if figures:
                yield Panel(tuple(labels), tuple(figures))
                labels, figures = [], []
            labels.append(column)
        elif labels:
            figures.append(column)
    if labels and figures:
        yield Panel(tuple(labels), tuple(figures))


def _is_label_column(
    cells: Sequence[str], column: int, paths: dict[int, tuple[str, ...]], first: bool
) -> bool:
    head = "".join(paths[column][-1:])
    if first or any(pattern.fullmatch(head) for pattern in _LABEL_HEADS.values()):
        return True
    if read_time(head) or read_label(head).measure:
        return False
    figures = sum(is_figure(cell) or is_absent(cell) for cell in cells)
    return 2 * figures < len(cells)


def is_latin(text: str) -> bool:
    """Whether a text is in Latin letters only, as the English column of a bilingual table.

    >>> is_latin("Gross Output"), is_latin("总产值")
    (True, False)
    """
    return _LATIN.fullmatch(text.strip()) is not None
