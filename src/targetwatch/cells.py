"""A plan at a date as small tables: cells to be judged, and slots whose values must be found for them.

A cell is one (commitment, region, period). A slot is one value to be found in the
actuals: the actual of a cell, the baseline or the reference of its goal, a level
that growth may be computed from, a yes/no. Cells name the slots that they need; two
cells may share one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from targetwatch.engines import Array
from targetwatch.model import (
    Goal,
    Milestone,
    RelativeGoal,
    Target,
)
from targetwatch.periods import Period, PeriodError, parse_period
from targetwatch.rules import NAN, NO_RULES, goal_rules, goal_unit
from targetwatch.spelling import fold
from targetwatch.verdicts import MEASURES

if TYPE_CHECKING:
    from targetwatch.plan import Plan

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
        rules = goal_rules(self.plan, commitment, goal) if goal is not None else dict(NO_RULES)
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


def _kind(commitment: Any, goal: Goal | None) -> int:
    if goal is not None:
        return KINDS.index(goal.kind)
    return MILESTONE if isinstance(commitment, Milestone) else TASK_GOAL


def _withdrawn(commitment: Any, as_of: date) -> bool:
    status = commitment.status
    return status.state == "withdrawn" and (status.date is None or status.date <= as_of)


def _columns(rows: list[dict[str, Any]]) -> dict[str, Array]:
    names = rows[0] if rows else {}
    return {name: np.asarray([row[name] for row in rows], dtype=_dtype(rows[0][name])) for name in names}


def _dtype(value: Any) -> Any:
    kinds: dict[type, Any] = {bool: np.int64, int: np.int64, float: np.float64}
    return kinds.get(type(value), object)


def _needs(needs: list[tuple[int, int, int]]) -> dict[str, Array]:
    table = np.asarray(needs, dtype=np.int64).reshape(-1, 3)
    return {"cell": table[:, 0], "role": table[:, 1], "slot": table[:, 2]}
