"""A plan at a date as small tables: cells to be judged, and slots whose values must be found for them.

A cell is one (commitment, region, period). A slot is one value to be found in the
actuals: the actual of a cell, the baseline or the reference of its goal, a level
that growth may be computed from, a yes/no. Cells name the slots that they need; two
cells may share one.
"""

from __future__ import annotations

from collections.abc import Mapping
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
#: Levels are not aggregated, totals are summed.
BY_MEASURE: Final = -2
_DEFAULT_AGGREGATES: Final = {"total": "sum", "growth": "as_reported", "points": "as_reported"}
#: ``unit`` of a slot: no unit at all; the unit of the rows themselves.
NO_UNIT, OWN_UNIT = -1, -2
#: Basis codes; a missing one is −1.
BASES: Final = ("nominal", "real", "comparable")
#: The comparison with the same period a year before, which growth has by default.
YEAR_BEFORE: Final = "year before"
KINDS: Final = ("fixed", "multiple", "relative", "external", "stated", "milestone", "task")
FIXED, MULTIPLE, RELATIVE, EXTERNAL_GOAL, STATED_GOAL, MILESTONE, TASK_GOAL = range(7)
#: The kind of slot that a kind of goal needs, where it is no value.
_SLOT_KINDS: Final = {MILESTONE: ANSWER, TASK_GOAL: TASK, STATED_GOAL: STATED, EXTERNAL_GOAL: EXTERNAL}
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
class _Place:
    """What a slot is of, whatever its region."""

    commitment: int
    first: int
    last: int
    kind: int


@dataclass
class _Want:
    """Cells that need a slot in one role, each in its region."""

    cells: Array
    role: int
    place: int
    regions: Array


class _Compiler:
    """Cells, and the slots that they need, commitment by commitment and all regions at once."""

    def __init__(self, plan: Plan, as_of: date) -> None:
        self.plan = plan
        self.as_of = as_of
        self.codes = Codes()
        self.rules: list[dict[str, Any]] = []
        self.regions: list[Array] = []
        self.places: dict[_Place, int] = {}
        self.requirements: list[dict[str, Any]] = []
        self.wants: list[_Want] = []

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
        slots, needs = self._slots()
        return Cells(self._cells(needs), slots, needs, self.codes)

    def _cells(self, needs: dict[str, Array]) -> dict[str, Array]:
        rule = np.repeat(np.arange(len(self.rules)), [len(regions) for regions in self.regions])
        cells = {name: column[rule] for name, column in _columns(self.rules).items()}
        cells |= {"cell": np.arange(len(rule)), "region": _joined(self.regions)}
        for role, name in enumerate(("value_slot", "baseline_slot", "reference_slot")):
            cells[name] = np.full(len(rule), -1, dtype=np.int64)
            mine = needs["role"] == role
            cells[name][needs["cell"][mine]] = needs["slot"][mine]
        return cells

    def _slots(self) -> tuple[dict[str, Array], dict[str, Array]]:
        """The slots, each once, and which cell needs which in what role."""
        count = len(self.codes.region.texts)
        keys = _joined([want.place * count + want.regions for want in self.wants])
        distinct, slot = np.unique(keys, return_inverse=True)
        place, region = np.divmod(distinct, max(count, 1))
        slots = {name: column[place] for name, column in _columns(self.requirements).items()}
        roles = np.repeat([want.role for want in self.wants], [len(want.cells) for want in self.wants])
        cells = _joined([want.cells for want in self.wants])
        needs = {"cell": cells, "role": roles.astype(np.int64), "slot": slot}
        return slots | {"slot": np.arange(len(distinct)), "region": region}, needs

    def _add(self, commitment: Any, goal: Goal | None, stretch: bool) -> None:
        period = parse_period(commitment.period or self.plan.record.period)
        rules = self._static(commitment, goal, period) | {"stretch": stretch}
        regions = self._regions(commitment)
        start = sum(map(len, self.regions))
        self.rules.append(rules)
        self.regions.append(regions)
        self._add_wants(np.arange(start, start + len(regions)), regions, rules, commitment, goal, period)

    def _regions(self, commitment: Any) -> Array:
        each = getattr(commitment, "regions", None) == "each"
        names = [region.name for region in self.plan.record.regions] if each else [self.plan.record.region]
        return np.asarray([self.codes.region(name) for name in names], dtype=np.int64)

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
            "kind": _kind(commitment, goal),
            "stated_basis": BASES.index(commitment.basis) if getattr(commitment, "basis", None) else -1,
        }
        rules = goal_rules(self.plan, commitment, goal) if goal is not None else dict(NO_RULES)
        return base | rules

    def _add_wants(
        self,
        cells: Array,
        regions: Array,
        rules: dict[str, Any],
        commitment: Any,
        goal: Goal | None,
        period: Period,
    ) -> None:
        """The actual of each cell, its baseline, its reference, and levels to compute growth from."""

        def want(role: str, other: Any, span: Period, kind: int, due: int, where: Array = regions) -> None:
            place = self._place(other, span, kind, due)
            self.wants.append(_Want(cells, ROLES.index(role), place, where))

        kind, due = _SLOT_KINDS.get(rules["kind"], VALUE), rules["due_last"]
        want("actual", commitment, period, kind, due)
        if kind != VALUE:
            return
        if _may_compute(commitment, period):
            want("operand", commitment, period, OPERAND, due)
        baseline = commitment.baseline
        if baseline is not None and baseline.value is None and baseline.period:
            span = parse_period(baseline.period)
            want("baseline", commitment, span, VALUE, span.last)
        if isinstance(goal, RelativeGoal):
            other = self.plan[goal.to]
            named = goal.region
            where = regions if named is None else np.full_like(regions, self.codes.region(named))
            want("reference", other, period, VALUE, due, where)
            if _may_compute(other, period):
                want("operand", other, period, OPERAND, due, where)

    def _place(self, commitment: Any, span: Period, kind: int, due: int) -> int:
        """The number of a place; its requirements are worked out when it is first asked for."""
        place = _Place(self.codes.commitment(commitment.id), span.first, span.last, kind)
        if place not in self.places:
            self.places[place] = len(self.places)
            self.requirements.append(self._required(commitment, place) | {"slot_due": due})
        return self.places[place]

    def _required(self, commitment: Any, place: _Place) -> dict[str, Any]:
        """What a row must be to fill the slots of a place."""
        text = getattr(commitment, "compared_to", None)
        compared = text is not None or getattr(commitment, "measure", "") in ("growth", "points")
        code = comparison_code(text, place.first, place.last) if compared else None
        years = (place.last - place.first + 1) / 12 if getattr(commitment, "annualised", False) else 1.0
        needed = self._wanted(commitment) | {
            "commitment": place.commitment,
            "slot_first": place.first,
            "slot_last": place.last,
            "slot_kind": place.kind,
            "slot_comparison": self.codes.comparison(code),
            "slot_average": years,
        }
        return needed | (
            {"slot_unit": OWN_UNIT, "slot_aggregate": BY_MEASURE} if place.kind == OPERAND else {}
        )

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


def _may_compute(commitment: Any, period: Period) -> bool:
    """Whether growth of a target over ``period`` may come from two levels: not an average over years."""
    growth = isinstance(commitment, Target) and commitment.measure == "growth" and not commitment.annualised
    return growth and (period.months <= 12 or commitment.compared_to is not None)


def _columns(rows: list[dict[str, Any]]) -> dict[str, Array]:
    names = rows[0] if rows else {}
    return {name: np.asarray([row[name] for row in rows], dtype=_dtype(rows[0][name])) for name in names}


def _dtype(value: Any) -> Any:
    kinds: dict[type, Any] = {bool: np.int64, int: np.int64, float: np.float64}
    return kinds.get(type(value), object)


def _joined(parts: list[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
