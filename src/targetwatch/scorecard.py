"""What an evaluation shows of itself: the headline, counts by verdict, a row a cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from targetwatch.cards import SHOWN
from targetwatch.notebook import Card, Table, VerdictWord
from targetwatch.report.build import TRIAL_NOTICE
from targetwatch.report.chase import describe_missing
from targetwatch.report.describe import Heading, Paragraph
from targetwatch.report.describe import Table as ReportTable
from targetwatch.report.firstpage import describe_first_page
from targetwatch.report.material import Material
from targetwatch.sentences import Facts, say_actual, say_gap, say_goal, write_sentence
from targetwatch.verdicts import REASON_WORDS, Verdict, word

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

#: Cells that a terminal lists; the rest are counted.
LISTED: Final = 1000
_CELL_HEADINGS: Final = {
    "zh": ("指标", "目标", "实际", "差距", "结论", "牵头单位"),
    "en": ("commitment", "goal", "actual", "gap", "verdict", "lead unit"),
}


def headline_words(evaluated: Evaluated, lang: str) -> str:
    """The first-page sentence of counts."""
    return _paragraphs(Material(evaluated, "en" if lang == "en" else "zh"))[0]


def evaluation_card(evaluated: Evaluated, lang: str | None = None) -> Card:
    """The card of an evaluation: the notice of a trial, the counts, the first cells."""
    record = evaluated.plan.record
    lang = lang or record.language
    material = Material(evaluated, "en" if lang == "en" else "zh")
    paragraphs = (*_notice(evaluated, lang), *_paragraphs(material))
    tables = (count_table(material), cell_table(material, SHOWN))
    return Card(record.title.text(lang), lang, paragraphs, tables=tables)


def evaluation_text(evaluated: Evaluated, lang: str) -> str:
    """The summary for a terminal: every cell, what is missing, what is missed, the counts last."""
    material = Material(evaluated, "en" if lang == "en" else "zh")
    table = cell_table(material, LISTED)
    missed = [write_sentence(facts, lang) for facts in material.measured if facts.verdict == Verdict.MISSED]
    more = material.say(f"另有 {table.more} 行未显示。", f"{table.more} more rows not shown.")
    parts = [
        evaluated.plan.record.title.text(lang),
        table.text() + (f"\n{more}" if table.more else ""),
        *_missing(material),
        "\n".join([material.say("未完成：", "Missed:"), *missed[:LISTED]]) if missed else "",
        count_table(material).text(),
        "\n".join([*_notice(evaluated, lang), *_paragraphs(material)]),
    ]
    return "\n\n".join(part for part in parts if part)


def _notice(evaluated: Evaluated, lang: str) -> tuple[str, ...]:
    return (TRIAL_NOTICE["en" if lang == "en" else "zh"],) if evaluated.plan.record.trial else ()


def _paragraphs(material: Material) -> tuple[str, ...]:
    """The paragraphs of the first page before its first heading."""
    blocks = takewhile(lambda block: not isinstance(block, Heading), describe_first_page(material))
    return tuple(block.text for block in blocks if isinstance(block, Paragraph))


def count_table(material: Material) -> Table:
    """Categories by verdict, as on the first page."""
    blocks = describe_first_page(material)
    return _plain(next(block for block in blocks if isinstance(block, ReportTable)))


def _missing(material: Material) -> Iterator[str]:
    """The missing figures by the unit that must send them."""
    for block in describe_missing(material):
        if isinstance(block, ReportTable):
            yield f"{block.caption}\n{_plain(block).text()}"


def _plain(table: ReportTable) -> Table:
    rows = tuple(tuple(cell.text for cell in row) for row in table.rows)
    numbers = tuple(place for place, column in enumerate(table.columns) if column.align == "right")
    return Table(tuple(column.head for column in table.columns), rows, numbers)


def cell_table(material: Material, shown: int) -> Table:
    """One row a target and milestone: name, goal, actual, gap or reason, verdict, lead unit."""
    measured = material.measured
    kept = measured[:shown]
    rows = tuple(_cell_row(material, facts) for facts in kept)
    return Table(_CELL_HEADINGS[material.lang], rows, (2, 3), more=len(measured) - len(kept))


def _cell_row(material: Material, facts: Facts) -> tuple[object, ...]:
    lang = material.lang
    return (
        material.name(facts),
        say_goal(facts, lang),
        say_actual(facts, lang) if facts.actual is not None else str(facts.happened or ""),
        _gap(facts, lang),
        VerdictWord(facts.verdict, lang),
        facts.text("lead_unit"),
    )


def _gap(facts: Facts, lang: str) -> str:
    if not facts.judged or facts.reason == "completed_late":
        return word(REASON_WORDS, facts.reason, lang)
    if facts.gap is None:
        return ""
    minus = "-" if lang == "zh" else "−"
    return ("+" if facts.gap > 0 else minus if facts.gap < 0 else "") + say_gap(facts, lang)
