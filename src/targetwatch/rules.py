"""All that judging needs of one goal: numbers in the goal's unit, accepted span, bands, pace."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from targetwatch import units
from targetwatch.bands import Band
from targetwatch.comparators import INCLUSIVE, acceptance, direction
from targetwatch.model import ExternalGoal, FixedGoal, Goal, MultipleGoal, RelativeGoal, StatedGoal, Target
from targetwatch.trajectory import START_WEIGHTS, profile_of
from targetwatch.verdicts import MEASURES

if TYPE_CHECKING:
    from targetwatch.plan import Plan

NAN: Final = math.nan
#: What a commitment without a number has.
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
    "low_side": INCLUSIVE,
    "high_side": INCLUSIVE,
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
            "low_side": span.low_side,
            "high_side": span.high_side,
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
