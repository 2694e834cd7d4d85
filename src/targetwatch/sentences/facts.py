"""What a sentence says of one cell, every number already rounded.

A language module phrases these facts and computes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from targetwatch.display import points_unit, round_triple, round_value
from targetwatch.fields import Text
from targetwatch.goals import FixedGoal, Goal, RelativeGoal
from targetwatch.model import Milestone, Target, Task
from targetwatch.periods import PeriodError, parse_period
from targetwatch.verdicts import PACE, Verdict

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

#: Verdicts after which an actual and its gap are told.
TOLD: Final = (Verdict.EXCEEDED, Verdict.MET, Verdict.NEARLY_MET, Verdict.MISSED)
#: Verbs with which the goal of a total says that its amount is a reduction.
_CUTS: Final = ("减少", "减轻", "压减", "压缩", "削减", "降低", "下降", "减")


@dataclass(frozen=True, slots=True)
class Facts:
    """One cell as a sentence needs it; missing text is empty, a missing number ``None``."""

    record: Target | Milestone | Task
    cell: Mapping[str, Any]
    region: str
    period: str
    measure: str
    comparator: str
    goal: Decimal | None
    goal_high: Decimal | None
    low: Decimal | None
    high: Decimal | None
    actual: Decimal | None
    actual_high: Decimal | None
    bound: str
    gap: Decimal | None
    expected: Decimal | None
    unit: str
    verdict: str
    reason: str
    due: date | None
    happened: date | None
    parts: tuple[Facts, ...]
    unrounded: Decimal | None
    suspect: bool
    goal_record: Goal | None
    original: str
    reference: Text | None = None
    stretch: Facts | None = None
    is_stretch: bool = False

    @property
    def gap_unit(self) -> str:
        """The unit of the gap: points where the figure is in percent."""
        return points_unit(self.unit)

    @property
    def strict(self) -> bool:
        """Whether the goal excludes its bound."""
        return self.comparator in (">", "<")

    @property
    def at_the_bound(self) -> bool:
        """Whether the actual equals the goal."""
        return self.gap is not None and not self.gap

    @property
    def wants_a_fall(self) -> bool:
        """Whether the goal is a fall: a negative growth or change in points."""
        return self.measure in ("growth", "points") and self.goal is not None and self.goal < 0

    @property
    def wants_all(self) -> bool:
        """Whether the goal is the whole: 100 % of a share cannot be passed, "or more" would mislead."""
        return self.measure == "share" and self.unit == "%" and self.comparator == ">=" and self.goal == 100

    @property
    def cut(self) -> str:
        """The verb of a total that is a reduction (减少300家) where its name does not say so; else empty."""
        text = (self.goal_record.text or "") if self.measure == "total" and self.goal_record else ""
        verb = next((verb for verb in _CUTS if text.startswith(verb)), "")
        return "" if verb in self.record.name.text("zh") else verb

    @property
    def exact(self) -> bool:
        """Whether the actual is one number, neither a bound nor a range."""
        return self.bound in ("", "exact")

    @property
    def judged(self) -> bool:
        """Whether a final judgement was passed."""
        return self.verdict in TOLD

    def text(self, name: str) -> str:
        """A column of the cell as text, empty where it is missing."""
        return read_text(self.cell, name)

    def flag(self, name: str) -> bool:
        """A column of the cell as yes or no."""
        value = self.cell.get(name)
        return bool(value) if not is_missing(value) else False


def is_missing(value: object) -> bool:
    """Whether a value of a frame is ``None``, NaN or NaT.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0)
    (True, True, False)
    """
    return value is None or (not isinstance(value, (str, list, tuple)) and bool(pd.isna(value)))  # type: ignore[call-overload]


def read_text(cell: Mapping[str, Any], name: str) -> str:
    """A column of a cell as text, empty where it is missing."""
    value = cell.get(name)
    return "" if is_missing(value) else str(value)


def read_number(cell: Mapping[str, Any], name: str) -> float | None:
    """A column of a cell as a number, ``None`` where it is missing."""
    value = cell.get(name)
    return None if value is None or is_missing(value) else float(value)


def list_cells(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by column."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def find_cell(evaluated: Evaluated, row: int | Mapping[str, Any] | pd.Series[Any]) -> Mapping[str, Any]:
    """The cell at a position of the frame, or the row itself."""
    if isinstance(row, int):
        return list_cells(evaluated.frame.iloc[[row]])[0]
    return {str(name): value for name, value in row.items()}


def gather_facts(evaluated: Evaluated, row: int | Mapping[str, Any] | pd.Series[Any]) -> Facts:
    """The facts of one cell, rounded so that actual − goal = gap.

    Only the cell's own figure is told, and only where it was judged or paced.
    """
    cell = find_cell(evaluated, row)
    record = evaluated.plan[read_text(cell, "commitment")]
    facts = _gather(evaluated, cell, record, _goal_in_force(evaluated, record))
    stretch = _same_cell(evaluated.stretch, cell)
    if not len(stretch) or not isinstance(record, Target) or record.stretch is None:
        return facts
    further = _gather(evaluated, list_cells(stretch)[0], record, record.stretch)
    return replace(facts, stretch=replace(further, is_stretch=True))


def _gather(
    evaluated: Evaluated, cell: Mapping[str, Any], record: Target | Milestone | Task, stated: Goal | None
) -> Facts:
    goal, actual, gap, unrounded = _round_figures(evaluated, record, cell, stated)
    low, high = _find_band(goal, read_number(cell, "tolerance"))
    expected = _rounded(cell, "expected")
    if read_text(cell, "verdict") in PACE and expected is not None and actual is not None:
        paced = round_triple(read_number(cell, "expected") or 0.0, read_number(cell, "actual") or 0.0)
        expected, actual = paced.goal, paced.actual
    return Facts(
        record=record,
        cell=cell,
        region=read_text(cell, "region"),
        period=_show_period(evaluated, cell),
        measure=read_text(cell, "measure"),
        comparator=read_text(cell, "comparator"),
        goal=goal,
        goal_high=_rounded(cell, "goal_high"),
        low=low,
        high=high,
        actual=actual,
        actual_high=_rounded(cell, "actual_high"),
        bound=read_text(cell, "actual_bound"),
        gap=gap,
        expected=expected,
        unit=read_text(cell, "unit"),
        verdict=read_text(cell, "verdict"),
        reason=read_text(cell, "reason"),
        due=_read_day(cell.get("due")),
        happened=find_day(evaluated, cell),
        parts=_gather_parts(evaluated, cell),
        unrounded=unrounded,
        suspect=_uses_suspect(evaluated, cell),
        goal_record=stated,
        original=_original_goal(record, stated),
        reference=_find_reference(evaluated, stated),
    )


def _same_cell(frame: pd.DataFrame, cell: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a frame that are of the same commitment, region and period."""
    same = frame["commitment"] == read_text(cell, "commitment")
    for name in ("region", "period"):
        same &= frame[name] == read_text(cell, name)
    return frame[same]


def _find_reference(evaluated: Evaluated, goal: Goal | None) -> Text | None:
    """The name of the target that a relative goal is compared with."""
    if not isinstance(goal, RelativeGoal) or goal.to not in evaluated.plan:
        return None
    return evaluated.plan[goal.to].name


def _goal_in_force(evaluated: Evaluated, record: Target | Milestone | Task) -> Goal | None:
    return evaluated.plan.goal_in_force(record, evaluated.as_of) if isinstance(record, Target) else None


def _original_goal(record: Target | Milestone | Task, stated: Goal | None) -> str:
    """The goal before it was amended, empty where it was not."""
    if not isinstance(record, Target) or stated in (record.goal, record.stretch):
        return ""
    return (record.goal.text or "").strip()


def _rounded(cell: Mapping[str, Any], name: str) -> Decimal | None:
    value = read_number(cell, name)
    return None if value is None else round_value(value)


def _round_figures(
    evaluated: Evaluated, record: Target | Milestone | Task, cell: Mapping[str, Any], stated: Goal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]:
    """Goal, actual, gap as shown, and the actual before rounding where the plan compares rounded values."""
    goal = _stated_goal(stated, cell)
    actual = read_number(cell, "actual")
    if goal is None or actual is None:
        return goal, None if actual is None else round_value(actual), None, None
    high, gap = read_number(cell, "goal_high"), read_number(cell, "gap")
    if high is not None and not gap:
        return goal, round_value(actual), Decimal(0), None
    bound = high if high is not None and actual > high else goal
    digits = _compared_digits(evaluated, record)
    shown = round_triple(bound, actual, gap, digits=digits)
    shown_goal = shown.goal if bound is goal else round_value(goal)
    before = _before_rounding(evaluated, cell) if digits is not None else None
    return shown_goal, shown.actual, shown.gap, before if before != shown.actual else None


def _before_rounding(evaluated: Evaluated, cell: Mapping[str, Any]) -> Decimal | None:
    """The figure in the goal's unit as it was reported, where one row decided the cell."""
    rows = find_used(evaluated, cell)
    values = [float(value) for value in rows[rows["role"] == "actual"]["converted"] if not is_missing(value)]
    return round_value(values[0]) if len(values) == 1 else None


def _stated_goal(stated: Goal | None, cell: Mapping[str, Any]) -> Decimal | None:
    """The goal of the cell: exactly as the plan states it where that is the same number."""
    value = read_number(cell, "goal")
    if value is None:
        return None
    if isinstance(stated, FixedGoal) and isinstance(stated.value, Decimal) and float(stated.value) == value:
        return stated.value
    return round_value(value)


def _compared_digits(evaluated: Evaluated, record: Target | Milestone | Task) -> int | None:
    """The digits to which actuals are rounded before comparing, ``None`` where they are not."""
    plan = evaluated.plan.record
    if not isinstance(record, Target) or (record.compare or plan.compare) != "rounded":
        return None
    return record.digits if record.digits is not None else plan.digits


def _find_band(goal: Decimal | None, tolerance: float | None) -> tuple[Decimal | None, Decimal | None]:
    """The edges of the band of a goal that is met "about"."""
    if goal is None or tolerance is None:
        return None, None
    width = round_value(tolerance)
    return round_value(goal - width), round_value(goal + width)


def _show_period(evaluated: Evaluated, cell: Mapping[str, Any]) -> str:
    """The period that the figure covers, empty where it is the plan's own."""
    text = read_text(cell, "actual_period") or read_text(cell, "period")
    try:
        period = parse_period(text)
    except PeriodError:
        return ""
    return "" if period == evaluated.plan.period else str(period)


def _read_day(value: object) -> date | None:
    if is_missing(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value  # type: ignore[return-value]


def find_used(evaluated: Evaluated, cell: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of actuals that decided a cell."""
    rows = evaluated.candidates
    chosen = (
        (rows["commitment"] == read_text(cell, "commitment"))
        & (rows["cell_region"] == read_text(cell, "region"))
        & (rows["cell_period"] == read_text(cell, "period"))
        & (rows["status"] == "used")
    )
    return rows[chosen]


def find_day(evaluated: Evaluated, cell: Mapping[str, Any]) -> date | None:
    """The day on which a milestone was reached, by the row that decided it."""
    if read_text(cell, "type") != "milestone":
        return None
    days = [_read_day(day) for day in find_used(evaluated, cell)["date"]]
    return next((day for day in days if day is not None), None)


def _uses_suspect(evaluated: Evaluated, cell: Mapping[str, Any]) -> bool:
    """Whether a figure marked as suspect was used (only where that was asked for)."""
    return evaluated.include_suspect and "suspect" in set(find_used(evaluated, cell)["check"])


def _gather_parts(evaluated: Evaluated, cell: Mapping[str, Any]) -> tuple[Facts, ...]:
    """The facts of the parts of a cell that is judged by them."""
    if read_text(cell, "reason") not in ("from_parts", "parts_unjudged"):
        return ()
    parts = evaluated.plan.parts_of(read_text(cell, "commitment"))
    frame = evaluated.frame
    same = (frame["region"] == read_text(cell, "region")) & frame["commitment"].isin(list(parts))
    return tuple(gather_facts(evaluated, part) for part in list_cells(frame[same]))


def has_chinese(text: str) -> bool:
    """Whether a text has a Chinese character.

    >>> has_chinese("8%以上"), has_chinese("at least 8%")
    (True, False)
    """
    return bool(re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff]", text))
