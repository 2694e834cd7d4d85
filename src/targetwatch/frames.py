"""Column contracts: the names, types and rules of the frames that pass between modules.

Column names are constants here and nowhere else. ``ACTUALS`` and ``EVALUATION``
state for each column its dtype, the rule of its unit and whether it may be missing.
Missing text is ``None``, a missing number NaN; missing is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Dtype = Literal["text", "float", "integer", "boolean", "date", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, dtype, unit rule and whether it may be missing."""

    name: str
    dtype: Dtype
    unit: str = ""
    nullable: bool = True


#: Canonical actuals. ``value`` is in ``unit``; all else is as the file states it.
ACTUALS: Final[tuple[Column, ...]] = (
    Column("indicator", "text", nullable=False),
    Column("region", "text"),
    Column("period", "text"),
    Column("value", "float", "in `unit`"),
    Column("value_high", "float", "in `unit`; the upper end of a range"),
    Column("bound", "text"),
    Column("answer", "text"),
    Column("date", "date"),
    Column("unit", "text"),
    Column("measure", "text"),
    Column("basis", "text"),
    Column("stage", "text"),
    Column("check", "text"),
    Column("authority", "text"),
    Column("compared_to", "text"),
    Column("average_over", "float", "years"),
    Column("scope", "text"),
    Column("break", "text"),
    Column("review", "text"),
    Column("statement", "text"),
    Column("evidence", "text"),
    Column("published", "date"),
    Column("source", "text"),
    Column("note", "text"),
    Column("self_rating", "text"),
    Column("availability", "text"),
    Column("file", "text"),
    Column("sheet", "text"),
    Column("row", "integer"),
    Column("column", "text"),
)

#: One row a cell (commitment, region, period).
EVALUATION: Final[tuple[Column, ...]] = (
    Column("commitment", "text", nullable=False),
    Column("type", "text", nullable=False),
    Column("name", "text", nullable=False),
    Column("region", "text", nullable=False),
    Column("period", "text", nullable=False),
    Column("as_of", "date", nullable=False),
    Column("measure", "text"),
    Column("basis", "text"),
    Column("goal_kind", "text"),
    Column("comparator", "text"),
    Column("goal", "float", "in `unit`"),
    Column("goal_high", "float", "in `unit`"),
    Column("tolerance", "float", "in `unit` (points for growth and shares)"),
    Column("implied", "boolean"),
    Column("unit", "text"),
    Column("baseline", "float", "in `unit`"),
    Column("actual", "float", "in `unit`"),
    Column("actual_high", "float", "in `unit`"),
    Column("actual_bound", "text"),
    Column("actual_period", "text"),
    Column("coverage", "float", "share of the period covered, 0 to 1"),
    Column("due", "date"),
    Column("expected", "float", "in `unit`; at the end of the covered span"),
    Column("gap", "float", "in `unit` (points for growth and shares)"),
    Column("completion", "float", "a ratio: 1 is 100 %"),
    Column("progress", "float", "a ratio: 0 at the baseline, 1 at the goal"),
    Column("verdict", "text", nullable=False),
    Column("reason", "text", nullable=False),
    Column("provisional", "boolean", nullable=False),
    Column("by_tolerance", "boolean", nullable=False),
    Column("stage", "text"),
    Column("authority", "text"),
    Column("published", "date"),
    Column("ruling", "text"),
    Column("self_rating", "text"),
    Column("strength", "text", nullable=False),
    Column("nature", "text"),
    Column("section", "text"),
    Column("leaders", "texts", nullable=False),
    Column("lead_unit", "text"),
    Column("units", "texts", nullable=False),
    Column("weight", "float"),
    Column("source_file", "text"),
    Column("source_sheet", "text"),
    Column("source_row", "integer"),
    Column("source_column", "text"),
)

ACTUALS_NAMES: Final = tuple(column.name for column in ACTUALS)
EVALUATION_NAMES: Final = tuple(column.name for column in EVALUATION)
#: Columns that a reader adds to say where a row stood.
PLACE_NAMES: Final = ("file", "sheet", "row", "column")
#: The column that unused and rejected rows carry beside those of ``ACTUALS``.
REASON: Final = "reason"
#: In ``rejected``: what was found and what was expected, in words.
FOUND: Final = "found"
EXPECTED: Final = "expected"
