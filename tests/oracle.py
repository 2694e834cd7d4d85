"""An independent oracle of the evaluation: exact arithmetic, a plain loop over one target.

It is written from the rules alone and shares no code with the evaluator beyond the
records and the parsing of periods. Values are ``Fraction`` and compared with the
stated ε = 1e-9 · max(|goal|, |actual|, largest operand).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from targetwatch.model import FixedGoal, MultipleGoal, RelativeGoal, Target
from targetwatch.periods import Period, parse_period

EPSILON = Fraction(1, 10**9)
AUTHORITY = {"statistics": 4, "department": 3, "unit": 2, "media": 1}
STAGE = {"expected": 0, "": 1, "flash": 2, "preliminary": 3, "final": 4, "census_revised": 5}
DEFAULT_AGGREGATE = {"total": "sum", "growth": "as_reported", "points": "as_reported"}
#: How many of the target's own unit one of these makes; enough for the generated cases.
FACTORS = {
    ("万人", "人"): Fraction(10_000),
    ("人", "万人"): Fraction(1, 10_000),
    ("亿元", "万元"): Fraction(10_000),
    ("万元", "亿元"): Fraction(1, 10_000),
    ("‰", "%"): Fraction(1, 10),
    ("%", "‰"): Fraction(10),
}


@dataclass(frozen=True)
class Row:
    """One row of actuals, exact."""

    period: str
    value: Fraction
    unit: str
    value_high: Fraction | None = None
    bound: str = "exact"
    authority: str = ""
    stage: str = ""
    check: str = "ok"
    published: date | None = None
    measure: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the oracle says of one cell."""

    verdict: str
    reason: str = ""
    actual: Fraction | None = None
    gap: Fraction | None = None
    completion: Fraction | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None


@dataclass(frozen=True)
class Rules:
    """What a plan states besides the target."""

    period: Period
    closes: date
    tolerance: Fraction | None = None
    nearly_met: Fraction | None = None
    nearly_met_points: Fraction | None = None
    exceeded: Fraction | None = None
    pace_margin: Fraction = Fraction(0)
    include_suspect: bool = False
    baseline: Fraction | None = None
    reference: Fraction | None = None
    offset: Fraction = Fraction(0)
    own_unit: str = field(default="")


class NotAssessableError(Exception):
    """The cell cannot be assessed; the argument is the reason."""


def judge(target: Target, rows: Iterable[Row], as_of: date, rules: Rules) -> Outcome:
    """The outcome for one target from its own rows at ``as_of``."""
    if as_of < rules.period.start:
        return Outcome("not_due")
    known = [row for row in rows if _known(row, as_of, rules)]
    if not known:
        return Outcome("no_data")
    try:
        goal, goal_high = _goal(target, rules)
        spans = _pick(known, rules)
        low, high, bound, last, operands = _cover(target, spans, rules)
    except NotAssessableError as problem:
        return Outcome("not_assessable", str(problem))
    final = last >= rules.period.last and as_of >= (target.due or rules.period.end)
    if not final:
        paced = _pace(target, goal, low, last, operands, rules)
        early = last - rules.period.first < 2 and last % 12 < 2 and as_of < (target.due or rules.period.end)
        if paced.verdict == "behind" and early:  # nothing is behind in January and February
            return Outcome("in_progress", actual=low)
        return paced
    verdicts = {
        _verdict(target, point, goal, goal_high, operands, rules) for point in _points(low, high, bound)
    }
    if verdicts == {"met", "exceeded"}:
        verdicts = {"met"}
    if len(verdicts) != 1:
        return Outcome("not_assessable", "bound_spans_goal", actual=low)
    gap = _gap(low, goal, goal_high, operands) if bound == "exact" else None
    return Outcome(
        verdicts.pop(),
        actual=low,
        gap=gap,
        completion=_completion(target, low, goal, goal_high) if bound == "exact" else None,
        progress=_progress(low, goal, rules) if bound == "exact" else None,
    )


def _goal(target: Target, rules: Rules) -> tuple[Fraction, Fraction | None]:
    goal = target.goal
    if isinstance(goal, FixedGoal):
        return Fraction(goal.value), None if goal.value_high is None else Fraction(goal.value_high)
    if isinstance(goal, MultipleGoal):
        if rules.baseline is None:
            raise NotAssessableError("baseline_unresolved")
        return Fraction(goal.value) * rules.baseline, None
    if isinstance(goal, RelativeGoal):
        if rules.reference is None:
            raise NotAssessableError("reference_unresolved")
        return rules.reference + rules.offset, None
    raise NotAssessableError("goal_not_supplied")


def _known(row: Row, as_of: date, rules: Rules) -> bool:
    """Whether a row is about the period and there at ``as_of``; what is not is as if it were absent."""
    published = as_of >= rules.closes if row.published is None else row.published <= as_of
    return published and rules.period.contains(parse_period(row.period))


def _pick(rows: Sequence[Row], rules: Rules) -> dict[tuple[int, int], Row]:
    """The best row of each span."""
    usable: dict[tuple[int, int], list[Row]] = {}
    reasons = set()
    for row in rows:
        if row.check == "suspect" and not rules.include_suspect:
            reasons.add("suspect_only")
        elif row.check == "withdrawn":
            reasons.add("withdrawn_only")
        else:
            span = parse_period(row.period)
            usable.setdefault((span.first, span.last), []).append(row)
    if not usable:
        raise NotAssessableError(next(iter(reasons)) if len(reasons) == 1 else "")
    return {span: _best(group, rules) for span, group in usable.items()}


def _best(group: Sequence[Row], rules: Rules) -> Row:
    def rank(row: Row) -> tuple[int, int, int, date]:
        reported = 0 if row.check == "derived" else 1
        return AUTHORITY.get(row.authority, 0), STAGE[row.stage], reported, row.published or date.min

    top = max(map(rank, group))
    tied = [row for row in group if rank(row) == top]
    values = {(_converted(row, rules), row.bound, row.value_high) for row in tied}
    if len(values) > 1:
        raise NotAssessableError("conflicting_actuals")
    return tied[0]


def _converted(row: Row, rules: Rules) -> Fraction:
    return row.value * FACTORS.get((row.unit, rules.own_unit), Fraction(1))


Covered = tuple[Fraction, Fraction | None, str, int, list[Fraction]]


def _cover(target: Target, spans: dict[tuple[int, int], Row], rules: Rules) -> Covered:
    """(low, high, bound, last month covered, operands of a sum)."""
    whole = spans.get((rules.period.first, rules.period.last))
    if whole is not None:
        return _single(whole, rules)
    how = target.aggregate or DEFAULT_AGGREGATE.get(target.measure)
    if how == "as_reported":
        starting = [last for first, last in spans if first == rules.period.first]
        if not starting:
            raise NotAssessableError("gap_in_series")
        return _single(spans[rules.period.first, max(starting)], rules)
    if how is None:
        raise NotAssessableError("aggregate_not_stated")
    if how == "last":
        span = max(spans, key=lambda item: (item[1], -item[0]))
        return _single(spans[span], rules)
    tiles = _tiling(set(spans), rules.period.first)
    if not tiles:
        raise NotAssessableError("gap_in_series")
    # a hole: something lies after the reach of the tiling
    if any(last > tiles[-1][1] for _, last in spans):
        raise NotAssessableError("gap_in_series")
    values = [_converted(spans[tile], rules) for tile in tiles]
    weights = [last - first + 1 for first, last in tiles]
    return _aggregated(target, how, values, weights), None, "exact", tiles[-1][1], values


def _aggregated(target: Target, how: str, values: list[Fraction], weights: list[int]) -> Fraction:
    if how == "sum":
        return sum(values, Fraction(0))
    if how == "mean":
        return sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0)) / sum(weights)
    lower_is_worse = _direction(target) > 0
    return min(values) if lower_is_worse else max(values)


def _tiling(spans: set[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """Of all tilings from ``start`` the one that reaches furthest, then with the fewest tiles."""
    best: dict[int, list[tuple[int, int]]] = {start: []}
    for position in range(start, max(last for _, last in spans) + 2):
        if position not in best:
            continue
        for first, last in spans:
            path = [*best[position], (first, last)]
            if first == position and (last + 1 not in best or len(path) < len(best[last + 1])):
                best[last + 1] = path
    return best[max(best)]


def _single(row: Row, rules: Rules) -> Covered:
    value = _converted(row, rules)
    high = None
    if row.value_high is not None:
        high = row.value_high * FACTORS.get((row.unit, rules.own_unit), Fraction(1))
    return value, high, row.bound, parse_period(row.period).last, []


def _points(low: Fraction, high: Fraction | None, bound: str) -> list[Fraction]:
    """Values that stand for all that the actual may be."""
    step = max(abs(low), Fraction(1)) / 10**6
    far = max(abs(low), Fraction(1)) * 10**9
    match bound:
        case "range":
            assert high is not None
            return [low + (high - low) * Fraction(part, 200) for part in range(201)]
        case "gt":
            return [low + step, *(low + step + (far / 10**n) for n in range(13))]
        case "ge":
            return [low, *(low + (far / 10**n) for n in range(13))]
        case "lt":
            return [low - step, *(low - step - (far / 10**n) for n in range(13))]
        case "le":
            return [low, *(low - (far / 10**n) for n in range(13))]
    return [low]


def _direction(target: Target) -> int:
    comparator = getattr(target.goal, "comparator", "")
    if comparator in (">=", ">"):
        return 1
    if comparator in ("<=", "<"):
        return -1
    return {"higher": 1, "lower": -1}.get(target.better or "", 0)


def _epsilon(goal: Fraction, actual: Fraction, operands: list[Fraction]) -> Fraction:
    return EPSILON * max([abs(goal), abs(actual), *map(abs, operands)])


def _holds(
    target: Target, actual: Fraction, goal: Fraction, goal_high: Fraction | None, eps: Fraction, rules: Rules
) -> bool:
    side = _direction(target)
    match getattr(target.goal, "comparator", ""):
        case ">=":
            return actual >= goal - eps
        case ">":
            return actual > goal + eps
        case "<=":
            return actual <= goal + eps
        case "<":
            return actual < goal - eps
        case "==":
            return abs(actual - goal) <= eps
        case "~=":
            assert rules.tolerance is not None
            low, high = goal - rules.tolerance, goal + rules.tolerance
        case "in":
            assert goal_high is not None
            low, high = goal, goal_high
        case _:
            raise AssertionError
    above, below = actual >= low - eps, actual <= high + eps
    if side > 0:
        return above
    if side < 0:
        return below
    return above and below


def _verdict(
    target: Target,
    actual: Fraction,
    goal: Fraction,
    goal_high: Fraction | None,
    operands: list[Fraction],
    rules: Rules,
) -> str:
    eps = _epsilon(goal, actual, operands)
    comparator = getattr(target.goal, "comparator", "")
    completion = _completion(target, actual, goal)
    if _holds(target, actual, goal, goal_high, eps, rules):
        barred = (
            comparator in ("~=", "==", "in")
            or target.better == "closer"
            or isinstance(target.goal, RelativeGoal)
        )
        judged = goal != 0 and _direction(target) != 0 and target.measure != "rank"
        if rules.exceeded is not None and not barred and judged:
            # by value, so that a figure of the other sign that is still better never counts for less
            ratio = 1 + _direction(target) * (actual - goal) / abs(goal)
            if ratio > rules.exceeded + EPSILON:
                return "exceeded"
        return "met"
    band = rules.nearly_met if _may_be_nearly_met(target, goal) else None
    near = band is not None and completion is not None and completion >= band - EPSILON
    return "nearly_met" if near else "missed"


def _may_be_nearly_met(target: Target, goal: Fraction) -> bool:
    comparator = getattr(target.goal, "comparator", "")
    return (
        target.measure in ("total", "level")
        and comparator in (">=", ">", "~=", "in")
        and _direction(target) > 0
        and target.nature != "binding"
        and goal != 0
    )


def _completion(
    target: Target, actual: Fraction, goal: Fraction, goal_high: Fraction | None = None
) -> Fraction | None:
    """Against the bound that the gap is to: the nearer one of a range, nothing missing inside it."""
    side = _direction(target)
    comparator = getattr(target.goal, "comparator", "")
    if goal == 0 or target.measure == "rank" or comparator == "==" or side == 0:
        return None
    if actual * goal < 0:
        return None
    edge = goal if goal_high is None else min(max(actual, goal), goal_high)
    return None if edge == 0 else 1 + side * (actual - edge) / abs(edge)


def _gap(actual: Fraction, goal: Fraction, goal_high: Fraction | None, operands: list[Fraction]) -> Fraction:
    eps = _epsilon(goal, actual, operands)
    if goal_high is not None:
        if goal - eps <= actual <= goal_high + eps:
            return Fraction(0)
        return actual - (goal if actual < goal else goal_high)
    return Fraction(0) if abs(actual - goal) <= eps else actual - goal


def _progress(actual: Fraction, goal: Fraction, rules: Rules) -> Fraction | None:
    if rules.baseline is None or goal == rules.baseline:
        return None
    return (actual - rules.baseline) / (goal - rules.baseline)


def _pace(
    target: Target, goal: Fraction, actual: Fraction, last: int, operands: list[Fraction], rules: Rules
) -> Outcome:
    share = Fraction(last - rules.period.first + 1, rules.period.months)
    if target.profile == "at_end":
        return Outcome("in_progress", actual=actual)
    if target.measure == "total":
        expected = goal * share
    elif target.measure in ("growth", "points"):
        expected = goal
    elif rules.baseline is not None and target.measure in ("level", "share"):
        expected = rules.baseline + (goal - rules.baseline) * share
    else:
        return Outcome("in_progress", actual=actual)
    side = _direction(target)
    ahead = side * (actual - expected) if side else -abs(actual - expected)
    eps = _epsilon(expected, actual, operands)
    margin = rules.pace_margin + eps
    verdict = "ahead" if ahead > margin else "behind" if ahead < -margin else "on_pace"
    return Outcome(verdict, actual=actual, expected=expected)


def as_records(rows: Iterable[Row], indicator: str, region: str) -> list[dict[str, Any]]:
    """The rows as records for a frame of actuals."""
    return [
        {
            "indicator": indicator,
            "region": region,
            "period": row.period,
            "value": float(row.value),
            "value_high": None if row.value_high is None else float(row.value_high),
            "bound": row.bound,
            "unit": row.unit,
            "authority": row.authority or None,
            "stage": row.stage or None,
            "check": row.check,
            "published": row.published,
            "measure": row.measure or None,
        }
        for row in rows
    ]
