"""What a plan, a commitment and actuals show of themselves, as cards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from targetwatch.display import show_number
from targetwatch.model import Milestone, PlanRecord, Target, Task
from targetwatch.notebook import Card, Table
from targetwatch.verdicts import MEASURE_WORDS, STRENGTH_WORDS, TYPE_WORDS, word

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.actuals import ActualsTable

#: Rows that a card shows of a table; the rest are counted.
SHOWN: Final = 60

_PLAN_HEADINGS: Final = {
    "zh": ("id", "类型", "名称", "目标", "牵头单位"),
    "en": ("id", "type", "name", "goal", "lead unit"),
}
_ACTUALS_COLUMNS: Final = (
    "indicator",
    "region",
    "period",
    "value",
    "value_high",
    "answer",
    "date",
    "unit",
    "measure",
    "stage",
    "authority",
)


def goal_text(record: Target | Milestone | Task) -> str:
    """The goal as the plan writes it; empty where there is none.

    For a goal in long form without its text, kind and comparator.
    """
    if not isinstance(record, Target):
        return ""
    goal = record.goal
    if goal.text:
        return goal.text
    parts = [getattr(goal, name, None) for name in ("comparator", "value", "unit", "to", "issuer")]
    return " ".join(str(part) for part in parts if part is not None)


def count_words(record: PlanRecord, lang: str) -> str:
    """How many targets, milestones and tasks a plan has.

    ``量化指标58项、节点任务40项、常态工作90项`` or ``58 targets, 40 milestones, 90 tasks``.
    """
    types = [commitment.type for commitment in record.commitments]
    counts = [types.count(kind) for kind in ("target", "milestone", "task")]
    if lang == "zh":
        return "量化指标{}项、节点任务{}项、常态工作{}项".format(*counts)
    return "{} targets, {} milestones, {} tasks".format(*counts)


def plan_card(record: PlanRecord) -> Card:
    """The card of a plan: title, region, period, counts, commitments."""
    lang = record.language
    rows = [
        (c.id, word(TYPE_WORDS, c.type, lang), c.name.text(lang), goal_text(c), c.lead_unit or "")
        for c in record.commitments
    ]
    paragraph = f"{record.region} {record.period} · {count_words(record, lang)}"
    return Card(
        record.title.text(lang), lang, (paragraph,), tables=(shown_table(_PLAN_HEADINGS[lang], rows),)
    )


def shown_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: tuple[int, ...] = ()
) -> Table:
    """A table of the first ``SHOWN`` rows that counts the rest."""
    kept = tuple(tuple(row) for row in rows[:SHOWN])
    return Table(tuple(headings), kept, numbers, more=len(rows) - len(kept))


def commitment_card(record: Target | Milestone | Task, lang: str) -> Card:
    """The card of a commitment: its facts, one a row."""
    heads = ("项目", "内容") if lang == "zh" else ("fact", "what the plan says")
    rows = tuple((head, text) for head, text in _facts(record, lang) if text)
    return Card(f"{record.name.text(lang)} ({record.id})", lang, tables=(Table(heads, rows),))


def _facts(record: Target | Milestone | Task, lang: str) -> list[tuple[str, str]]:
    owner = record.owner
    measure = record.measure if isinstance(record, Target) else ""
    facts = {
        ("类型", "type"): word(TYPE_WORDS, record.type, lang),
        ("目标", "goal"): goal_text(record),
        ("指标类型", "measure"): word(MEASURE_WORDS, measure, lang),
        ("力度", "strength"): word(STRENGTH_WORDS, record.strength, lang),
        ("时限", "due"): str(record.due or ""),
        ("责任领导", "leaders"): "、".join(owner.leaders),
        ("责任单位", "units"): "、".join(owner.units) + ("等" if owner.open_ended else ""),
        ("原文", "clause"): record.source.quote,
        ("说明", "note"): record.note.text(lang) if record.note else "",
    }
    return [(head[0] if lang == "zh" else head[1], text) for head, text in facts.items()]


def actuals_words(table: ActualsTable) -> str:
    """Files and counts of rows in one line."""
    files = ", ".join(PurePath(part.path).name for part in table.inputs) or "frame"
    counts = (len(table.frame), len(table.rejected), len(table.findings))
    return "{}: {} usable rows, {} rejected, {} findings".format(files, *counts)


def actuals_card(table: ActualsTable) -> Card:
    """The card of actuals: counts, the usable rows, the rejected rows with their reasons."""
    frame, rejected = table.frame, table.rejected
    columns = [name for name in _ACTUALS_COLUMNS if frame[name].notna().any()]
    tables = [shown_table(columns, _cells(frame, columns))]
    if len(rejected):
        names = ["file", "row", "indicator", "found", "expected", "reason"]
        tables.append(shown_table(names, _cells(rejected, names)))
    return Card("Actuals", "en", (actuals_words(table),), tables=tuple(tables))


def _cells(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[object, ...]]:
    from targetwatch.provenance import rows_of

    return [tuple(_cell(row[name]) for name in columns) for row in rows_of(frame)]


def _cell(value: Any) -> str:
    from targetwatch.actuals import one

    if value is None:
        return ""
    return show_number(value) if isinstance(value, float) else one(str(value), "en")
