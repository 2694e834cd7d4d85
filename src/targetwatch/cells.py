"""A plan at a date as small tables: cells to be judged, and slots whose values must be found for them.

A cell is one (commitment, region, period). A slot is one value to be found in the
actuals: the actual of a cell, the baseline or the reference of its goal, a level
that growth may be computed from, a yes/no. Cells name the slots that they need; two
cells may share one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from targetwatch import units
from targetwatch.bands import Band
from targetwatch.comparators import acceptance, direction
from targetwatch.engines import Array
from targetwatch.model import (
    ExternalGoal,
    FixedGoal,
    Goal,
    Milestone,
    MultipleGoal,
    RelativeGoal,
    StatedGoal,
    Target,
)
from targetwatch.periods import Period, PeriodError, parse_period
from targetwatch.spelling import fold
from targetwatch.trajectory import START_WEIGHTS, profile_of
from targetwatch.verdicts import MEASURES

if TYPE_CHECKING:
    from targetwatch.plan import Plan

NAN: Final = math.nan
#: Kinds of slots: what a row must be to fill one.
VALUE, OPERAND, ANSWER, STATED, EXTERNAL, TASK = range(6)
#: Ways to aggregate; ``NOT_STATED`` where several rows have none.
AGGREGATES: Final = ("as_reported", "sum", "mean", "last", "every", "worst")
NOT_STATED: Final = -1
_DEFAULT_AGGREGATES: Final = {"total": "sum", "growth": "as_reported", "points": "as_reported"}
#: ``unit`` of a slot: no unit at all; the unit of the rows themselves.
NO_UNIT, OWN_UNIT = -1, -2
#: Basis codes; a missing one is −1.
BASES: Final = ("nominal", "real", "comparable")
#: The comparison with the same period a year before, which growth has by default.
YEAR_BEFORE: Final = "year before"
KINDS: Final = ("fixed", "multiple", "relative", "external", "stated", "milestone", "task")
FIXED, MULTIPLE, RELATIVE, EXTERNAL_GOAL, STATED_GOAL, MILESTONE, TASK_GOAL = range(7)
ROLES: Final = ("actual", "baseline", "reference", "operand")


class Coder:
    """Numbers for texts, given in the order in which they are first seen; −1 for a missing one."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def __call__(self, text: str | None) -> int:
        if text is None:
            return -1
        if text not in self._codes:
            self._codes[text] = len(self.texts)
            self.texts.append(text)
        return self._codes[text]


@dataclass
class Codes:
    """The numbers given to the texts of one evaluation; rows and slots share them."""

    commitment: Coder = field(default_factory=Coder)
    region: Coder = field(default_factory=Coder)
    unit: Coder = field(default_factory=Coder)
    comparison: Coder = field(default_factory=Coder)
    scope: Coder = field(default_factory=Coder)


@dataclass(frozen=True)
class Cells:
    """The tables of a plan at a date.

    ``cells`` and ``slots`` are columns of one length each; ``needs`` lists (cell, role,
    slot). ``stretch`` cells judge a second goal and count nowhere.
    """

    cells: dict[str, Array]
    slots: dict[str, Array]
    needs: dict[str, Array]
    codes: Codes


def comparison_code(text: str | None, first: int, last: int) -> str:
    """One spelling for what growth is compared with: ``year before``, a period, or the folded words.

    >>> comparison_code("2019", 24240, 24251), comparison_code("2015", 24240, 24251)
    ('year before', '2015')
    """
    if text is None:
        return YEAR_BEFORE
    try:
        period = parse_period(text)
    except PeriodError:
        folded = fold(text)
        return YEAR_BEFORE if folded in _YEAR_WORDS else folded
    return YEAR_BEFORE if period == Period(first, last).shifted(-12) else str(period)


_YEAR_WORDS: Final = frozenset(
    [
        "上年",
        "上年同期",
        "去年",
        "去年同期",
        "同比",
        "比上年",
        "previousyear",
        "yearbefore",
        "yearonyear",
        "year-on-year",
        "previous_year",
        "yoy",
    ]
)


def compile_cells(plan: Plan, as_of: date) -> Cells:
    """The cells of ``plan`` at ``as_of``, in plan order, with the slots they need.

    The goal in force at ``as_of`` counts; stretch goals give further cells after all others.
    """
    return _Compiler(plan, as_of).compiled()


@dataclass(frozen=True)
class _Slot:
    commitment: int
    region: int
    first: int
    last: int
    kind: int


class _Compiler:
    """Rows of cells, slots and needs as they are collected."""

    def __init__(self, plan: Plan, as_of: date) -> None:
        self.plan = plan
        self.as_of = as_of
        self.codes = Codes()
        self.slot_ids: dict[_Slot, int] = {}
        self.slot_rows: list[dict[str, Any]] = []
        self.cell_rows: list[dict[str, Any]] = []
        self.needs: list[tuple[int, int, int]] = []
        self.rules: dict[str, dict[str, Any]] = {}

    def compiled(self) -> Cells:
        commitments = self.plan.record.commitments
        for commitment in commitments:
            self.codes.commitment(commitment.id)
        for commitment in commitments:
            goal = self.plan.goal_in_force(commitment, self.as_of) if isinstance(commitment, Target) else None
            self._add(commitment, goal, stretch=False)
        for commitment in commitments:
            if isinstance(commitment, Target) and commitment.stretch is not None:
                self._add(commitment, commitment.stretch, stretch=True)
        return Cells(_columns(self.cell_rows), _columns(self.slot_rows), _needs(self.needs), self.codes)

    def _add(self, commitment: Any, goal: Goal | None, stretch: bool) -> None:
        period = parse_period(commitment.period or self.plan.record.period)
        static = self._static(commitment, goal, period) | {"stretch": stretch}
        for region in self._regions(commitment):
            cell = len(self.cell_rows)
            row = static | {"cell": cell, "region": self.codes.region(region)}
            self.cell_rows.append(row)
            self._needs_of(cell, row, commitment, goal, period, region)

    def _regions(self, commitment: Any) -> Iterator[str]:
        if getattr(commitment, "regions", None) == "each":
            yield from (region.name for region in self.plan.record.regions)
        else:
            yield self.plan.record.region

    def _static(self, commitment: Any, goal: Goal | None, period: Period) -> dict[str, Any]:
        due = commitment.due or period.end
        due_month = due.year * 12 + due.month - 1
        base = {
            "commitment": self.codes.commitment(commitment.id),
            "first": period.first,
            "last": period.last,
            "start_day": period.start.toordinal(),
            "due_day": due.toordinal(),
            "due_last": min(max(due_month, period.first), period.last),
            "released_day": commitment.released.toordinal() if commitment.released else 0,
            "withdrawn": _withdrawn(commitment, self.as_of),
            "binding": commitment.nature == "binding",
            "kind": _kind(commitment, goal),
            "stated_basis": BASES.index(commitment.basis) if getattr(commitment, "basis", None) else -1,
        }
        rules = goal_rules(self.plan, commitment, goal) if goal is not None else NO_RULES
        return base | rules

    def _needs_of(
        self, cell: int, row: dict[str, Any], commitment: Any, goal: Goal | None, period: Period, region: str
    ) -> None:
        kind = {MILESTONE: ANSWER, TASK_GOAL: TASK, STATED_GOAL: STATED, EXTERNAL_GOAL: EXTERNAL}.get(
            row["kind"], VALUE
        )
        value = self._slot(commitment, region, period, kind, row["due_last"])
        self.needs.append((cell, 0, value))
        row |= {"value_slot": value, "baseline_slot": -1, "reference_slot": -1}
        if kind == VALUE and row["measure"] == MEASURES.index("growth"):
            self._operand(cell, commitment, region, period, row["due_last"])
        baseline = getattr(commitment, "baseline", None)
        if baseline is not None and baseline.value is None and baseline.period and kind == VALUE:
            span = parse_period(baseline.period)
            row["baseline_slot"] = self._slot(commitment, region, span, VALUE, span.last)
            self.needs.append((cell, 1, row["baseline_slot"]))
        if isinstance(goal, RelativeGoal):
            other = self.plan[goal.to]
            named = goal.region or region
            row["reference_slot"] = self._slot(other, named, period, VALUE, row["due_last"])
            self.needs.append((cell, 2, row["reference_slot"]))
            if isinstance(other, Target) and other.measure == "growth":
                self._operand(cell, other, named, period, row["due_last"])

    def _operand(self, cell: int, commitment: Any, region: str, period: Period, due_last: int) -> None:
        self.needs.append((cell, 3, self._slot(commitment, region, period, OPERAND, due_last)))

    def _slot(self, commitment: Any, region: str, span: Period, kind: int, due_last: int) -> int:
        place = _Slot(
            self.codes.commitment(commitment.id), self.codes.region(region), span.first, span.last, kind
        )
        if place not in self.slot_ids:
            self.slot_ids[place] = len(self.slot_rows)
            self.slot_rows.append(self._slot_row(commitment, place, due_last))
        return self.slot_ids[place]

    def _slot_row(self, commitment: Any, place: _Slot, due_last: int) -> dict[str, Any]:
        return {
            "slot": len(self.slot_rows),
            "commitment": place.commitment,
            "region": place.region,
            "slot_first": place.first,
            "slot_last": place.last,
            "slot_due": due_last,
            "slot_kind": place.kind,
        } | self._requirements(commitment, place)

    def _requirements(self, commitment: Any, place: _Slot) -> dict[str, Any]:
        if commitment.id not in self.rules:
            self.rules[commitment.id] = self._wanted(commitment)
        wanted = dict(self.rules[commitment.id])
        text = getattr(commitment, "compared_to", None)
        compared = text is not None or getattr(commitment, "measure", "") in ("growth", "points")
        code = comparison_code(text, place.first, place.last) if compared else None
        wanted["slot_comparison"] = self.codes.comparison(code)
        if place.kind == OPERAND:
            aggregate = commitment.aggregate or "sum"
            wanted |= {"slot_unit": OWN_UNIT, "slot_aggregate": AGGREGATES.index(aggregate)}
        years = (place.last - place.first + 1) / 12
        wanted["slot_average"] = years if getattr(commitment, "annualised", False) else 1.0
        return wanted

    def _wanted(self, commitment: Any) -> dict[str, Any]:
        if not isinstance(commitment, Target):
            return dict(_NOTHING_WANTED)
        goal = self.plan.goal_in_force(commitment, self.as_of)
        rules = goal_rules(self.plan, commitment, goal)
        aggregate = commitment.aggregate or _DEFAULT_AGGREGATES.get(commitment.measure)
        unit = goal_unit(self.plan, commitment, goal)
        return {
            "slot_measure": MEASURES.index(commitment.measure),
            "slot_unit": self.codes.unit(unit) if unit else OWN_UNIT if unit is None else NO_UNIT,
            "slot_basis": BASES.index(commitment.basis) if commitment.basis else -1,
            "slot_scope": self.codes.scope(fold(commitment.scope)) if commitment.scope else -1,
            "slot_aggregate": AGGREGATES.index(aggregate) if aggregate else NOT_STATED,
            "slot_direction": rules["direction"],
            "slot_aim": rules["aim"],
        }


_NOTHING_WANTED: Final[Mapping[str, Any]] = {
    "slot_measure": -1,
    "slot_unit": NO_UNIT,
    "slot_basis": -1,
    "slot_scope": -1,
    "slot_aggregate": AGGREGATES.index("last"),
    "slot_direction": 1,
    "slot_aim": NAN,
}

NO_RULES: Final[Mapping[str, Any]] = {
    "measure": -1,
    "comparator": None,
    "goal": NAN,
    "goal_high": NAN,
    "factor": NAN,
    "factor_high": NAN,
    "offset": 0.0,
    "tolerance": NAN,
    "implied": False,
    "unit": None,
    "direction": 0,
    "low_shift": NAN,
    "high_shift": NAN,
    "low_strict": 0,
    "high_strict": 0,
    "exceeded_ratio": NAN,
    "exceeded_amount": NAN,
    "nearly_ratio": NAN,
    "nearly_amount": NAN,
    "margin_ratio": 0.0,
    "margin_amount": 0.0,
    "paced": False,
    "early": True,
    "goal_weight": 0.0,
    "baseline_weight": 0.0,
    "no_completion": True,
    "digits": NAN,
    "baseline_value": NAN,
    "aim": NAN,
}


def goal_rules(plan: Plan, target: Target, goal: Goal) -> dict[str, Any]:
    """All that judging needs of one goal: numbers in the goal's unit, accepted span, bands, pace."""
    if isinstance(goal, StatedGoal):
        return dict(NO_RULES) | {"measure": MEASURES.index(target.measure)}
    unit = goal_unit(plan, target, goal)
    side = direction(goal.comparator, target.better)
    low = float(goal.value) if isinstance(goal, FixedGoal) else NAN
    high = _high(goal) if isinstance(goal, FixedGoal) else NAN
    band = _amount(plan, plan.tolerance_for(target), unit, low) if goal.comparator == "~=" else NAN
    span = acceptance(goal.comparator, target.better, 0.0 if math.isnan(band) else band)
    return (
        dict(NO_RULES)
        | {
            "measure": MEASURES.index(target.measure),
            "comparator": goal.comparator,
            "goal": low,
            "goal_high": high,
            "factor": float(goal.value) if isinstance(goal, MultipleGoal) else NAN,
            "factor_high": _high(goal) if isinstance(goal, MultipleGoal) else NAN,
            "offset": _offset(plan, goal, unit),
            "tolerance": band,
            "implied": getattr(goal, "implied", False),
            "unit": unit or None,
            "direction": side,
            "low_shift": span.low,
            "high_shift": span.high,
            "low_strict": int(span.low_strict),
            "high_strict": int(span.high_strict),
            "no_completion": target.measure == "rank" or goal.comparator == "==" or side == 0,
            "digits": _digits(plan, target, goal),
            "baseline_value": _baseline(plan, target, unit),
            "aim": low if math.isnan(high) else (low + high) / 2,
        }
        | _verdict_bands(plan, target, goal, unit, side)
        | _pace(plan, target, unit)
    )


def goal_unit(plan: Plan, target: Target, goal: Goal) -> str | None:
    """The unit that a target is judged in; empty where it has none, ``None`` where its rows decide.

    A multiple has its baseline's unit, a relative goal that of the target it refers to.
    """
    if isinstance(goal, MultipleGoal):
        return (target.baseline.unit or None) if target.baseline else None
    if isinstance(goal, RelativeGoal):
        other = plan[goal.to]
        if not isinstance(other, Target):
            return ""
        inner = other.goal
        if isinstance(inner, RelativeGoal):
            return {"growth": "%", "share": "%", "points": "个百分点"}.get(target.measure, "")
        return goal_unit(plan, other, inner)
    unit = getattr(goal, "unit", None)
    if unit:
        return str(unit)
    if isinstance(goal, ExternalGoal):
        return {"growth": "%", "share": "%", "points": "个百分点"}.get(target.measure)
    return ""


def _high(goal: FixedGoal | MultipleGoal) -> float:
    return NAN if goal.value_high is None else float(goal.value_high)


def _kind(commitment: Any, goal: Goal | None) -> int:
    if goal is not None:
        return KINDS.index(goal.kind)
    return MILESTONE if isinstance(commitment, Milestone) else TASK_GOAL


def _withdrawn(commitment: Any, as_of: date) -> bool:
    status = commitment.status
    return status.state == "withdrawn" and (status.date is None or status.date <= as_of)


def _amount(plan: Plan, band: Band | None, unit: str | None, goal: float) -> float:
    """A band's width in the goal's unit; NaN where there is none. A ratio is of the size of the goal."""
    if band is None:
        return NAN
    if band.ratio is not None:
        return float(band.ratio) * abs(goal)
    return float(band.amount or 0) * _factor(plan, band.unit, unit)


def _factor(plan: Plan, source: str | None, unit: str | None) -> float:
    """How many ``unit`` one ``source`` is; a point is a percent of a percentage."""
    if not source or not unit or source == unit:
        return 1.0
    own = plan.own_units
    if units.fits(source, unit, own):
        return float(units.factor(source, unit, own))
    if units.fits(source, "个百分点", own) and units.fits("%", unit, own):
        return float(units.factor(source, "个百分点", own) * units.factor("%", unit, own))
    return 1.0


def _offset(plan: Plan, goal: Goal, unit: str | None) -> float:
    if not isinstance(goal, RelativeGoal):
        return 0.0
    number, written = goal.shift
    return float(number) * _factor(plan, written, unit)


def _baseline(plan: Plan, target: Target, unit: str | None) -> float:
    baseline = target.baseline
    if baseline is None or baseline.value is None:
        return NAN
    value = Fraction(baseline.value)
    if baseline.unit and unit and units.fits(baseline.unit, unit, plan.own_units):
        value *= units.factor(baseline.unit, unit, plan.own_units)
    return float(value)


def _digits(plan: Plan, target: Target, goal: Goal) -> float:
    """Decimal places that the actual is rounded to before comparing; NaN where it is compared in full.

    Without stated digits those of the goal as written.

    Source: GB/T 8170-2008, 4.3.3: 修约值比较法 rounds to the places of the limit.
    """
    if (target.compare or plan.record.compare) != "rounded":
        return NAN
    digits = target.digits if target.digits is not None else plan.record.digits
    if digits is not None:
        return float(digits)
    value = goal.value if isinstance(goal, FixedGoal) else None
    exponent = getattr(value, "as_tuple", lambda: None)()
    return float(max(0, -exponent.exponent)) if exponent is not None else NAN


def _verdict_bands(plan: Plan, target: Target, goal: Any, unit: str | None, side: int) -> dict[str, float]:
    """The bands of exceeded and nearly met where the goal may have them; NaN where not."""
    value = float(goal.value) if isinstance(goal, FixedGoal) else NAN
    full = target.measure == "share" and _is_full(plan, value, unit)
    exceeded = plan.exceeded_for(target)
    nearly = plan.nearly_met_for(target)
    may_exceed = goal.comparator in (">=", ">", "<=", "<") and not isinstance(goal, RelativeGoal) and not full
    may_near = (
        side > 0
        and goal.comparator != "=="
        and target.measure in ("total", "level", "growth", "share", "points")
        and target.nature != "binding"
        and not full
        and value != 0
    )
    if target.measure in ("growth", "share", "points") and nearly is not None and nearly.ratio is not None:
        may_near = False
    return _split("exceeded", exceeded if may_exceed else None, plan, unit) | _split(
        "nearly", nearly if may_near else None, plan, unit
    )


def _split(name: str, band: Band | None, plan: Plan, unit: str | None) -> dict[str, float]:
    ratio = float(band.ratio) if band is not None and band.ratio is not None else NAN
    amount = _amount(plan, band, unit, NAN) if band is not None and band.ratio is None else NAN
    return {f"{name}_ratio": ratio, f"{name}_amount": amount}


def _is_full(plan: Plan, value: float, unit: str | None) -> bool:
    """Whether a share's goal is the whole (全覆盖)."""
    if not unit or math.isnan(value) or not units.fits(unit, "%", plan.own_units):
        return False
    return value * float(units.factor(unit, "%", plan.own_units)) >= 100


def _pace(plan: Plan, target: Target, unit: str | None) -> dict[str, Any]:
    profile = profile_of(target.measure, target.profile)
    weights = START_WEIGHTS.get(profile, (0.0, 0.0))
    margin = plan.pace_margin_for(target)
    return {
        "paced": profile in START_WEIGHTS,
        "early": target.profile is None,
        "goal_weight": weights[0],
        "baseline_weight": weights[1],
        "margin_ratio": float(margin.ratio) if margin is not None and margin.ratio is not None else 0.0,
        "margin_amount": _amount(plan, margin, unit, 0.0)
        if margin is not None and margin.ratio is None
        else 0.0,
    }


def _columns(rows: list[dict[str, Any]]) -> dict[str, Array]:
    names = rows[0] if rows else {}
    return {name: np.asarray([row[name] for row in rows], dtype=_dtype(rows[0][name])) for name in names}


def _dtype(value: Any) -> Any:
    kinds: dict[type, Any] = {bool: np.int64, int: np.int64, float: np.float64}
    return kinds.get(type(value), object)


def _needs(needs: list[tuple[int, int, int]]) -> dict[str, Array]:
    table = np.asarray(needs, dtype=np.int64).reshape(-1, 3)
    return {"cell": table[:, 0], "role": table[:, 1], "slot": table[:, 2]}
