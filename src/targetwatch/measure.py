"""Goal, actual, gap, completion, progress and expected value of each cell, and what they are tested for.

One expression tree over columns. Input is one row a cell: the goal's rules, the value
found for it, its baseline and its reference. A goal that depends on another figure is
worked out first; then everything is compared in the goal's unit.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import narwhals as nw

from targetwatch.cells import EXTERNAL_GOAL, MULTIPLE, RELATIVE
from targetwatch.comparators import EPSILON, INCLUSIVE, STRICT, reaches, stays, within
from targetwatch.engines import Frame, add_columns
from targetwatch.trajectory import expected
from targetwatch.verdicts import REASON_WORDS

REASONS: Final = tuple(REASON_WORDS)
#: The columns that judging reads.
NEEDED: Final = (
    "kind", "goal", "goal_high", "factor", "factor_high", "offset", "tolerance", "direction",
    "side", "low_shift", "high_shift", "low_side", "high_side", "exceeded_ratio", "exceeded_amount",
    "nearly_ratio", "nearly_amount", "margin_ratio", "margin_amount", "paced", "early",
    "goal_weight", "baseline_weight", "no_completion", "digits", "first", "last", "start_day",
    "due_day", "due_last", "released_day", "withdrawn", "baseline", "reference", "reference_stage",
    "low", "high", "low_open", "high_open", "largest", "to", "from_day", "from", "stage",
    "authority", "published", "answer", "day", "found", "status", "told",
)  # fmt: skip
col = nw.col
YES, NO = nw.lit(1), nw.lit(0)


class Present(NamedTuple):
    """What the cells hold, so that columns and lines that none needs are left out.

    ``kinds`` are the kinds of goals, ``part`` whether any value does not cover what is due,
    ``exact`` whether no value is a bound or a range.
    """

    kinds: frozenset[int]
    part: bool
    exact: bool


def measured(cells: Frame, as_of: int, present: Present) -> Frame:
    """``cells`` with goal, actual, gap, completion, progress, and the flags that verdicts are made of.

    ``as_of`` is the ordinal of the day of knowledge. Flags: ``held``, ``possible``,
    ``exceeded``, ``near``, ``near_somewhere``, ``due``, ``begun``, ``complete``; ``open`` is
    the reason why the goal is unresolved (0 where it is not). ``possible`` and
    ``near_somewhere`` (of some of the actual's values) are left out where all are exact.
    Where anything covers a part only, ``expected`` and ``pace`` too.
    """
    frame = _with_actual(_with_goal(cells, present.kinds), present)
    frame = _with_tests(_with_measures(frame), as_of, present.exact)
    return _with_pace(frame) if present.part else frame


def reason_code(name: str) -> nw.Expr:
    return nw.lit(REASONS.index(name))


def _with_goal(cells: Frame, kinds: frozenset[int]) -> Frame:
    """Adds the goal in its unit, its accepted span, and ``open``: the reason why it is unresolved, else 0."""
    relative, multiple = col("kind") == RELATIVE, col("kind") == MULTIPLE
    goal, high, unresolved = col("goal"), col("goal_high"), nw.lit(0)
    if EXTERNAL_GOAL in kinds:
        lacking = (col("kind") == EXTERNAL_GOAL) & (col("answer") < 0)
        unresolved = nw.when(lacking).then(reason_code("goal_not_supplied")).otherwise(unresolved)
    if MULTIPLE in kinds:
        goal = nw.when(multiple).then(col("factor") * col("baseline")).otherwise(goal)
        high = nw.when(multiple).then(col("factor_high") * col("baseline")).otherwise(high)
        lacking = multiple & (col("baseline").is_null() | (col("baseline") <= 0))
        unresolved = nw.when(lacking).then(reason_code("baseline_unresolved")).otherwise(unresolved)
    if RELATIVE in kinds:
        goal = nw.when(relative).then(col("reference") + col("offset")).otherwise(goal)
        lacking = relative & col("reference").is_null()
        unresolved = nw.when(lacking).then(reason_code("reference_unresolved")).otherwise(unresolved)
    withdrawn = col("withdrawn") == 1
    frame = add_columns(
        cells,
        goal=goal,
        goal_high=high,
        open=nw.when(withdrawn).then(reason_code("withdrawn_target")).otherwise(unresolved),
        band=col("tolerance").fill_null(0.0),
        start=col("baseline").fill_null(0.0),
    )
    return add_columns(
        frame, upper=nw.when(col("goal_high").is_null()).then(col("goal")).otherwise(col("goal_high"))
    )


def _with_actual(frame: Frame, present: Present) -> Frame:
    """Adds the actual that is shown, ε (of the largest number compared), and the ends for testing.

    Of a range the worse end is shown; of a bound the number that is known. ``worst`` and
    ``best`` are the ends seen so that more is better (where nearer is better, as they are).
    """
    low, high, side = col("low"), col("high"), col("side")
    worse = nw.when(side < 0).then(high).otherwise(low)
    actual = nw.when(low == -math.inf).then(high).when(high == math.inf).then(low).otherwise(worse)
    actual = low if present.exact else actual
    frame = add_columns(frame, actual=actual, operand=_largest_operand(present.kinds))
    frame = add_columns(frame, size=_larger(col("goal").abs(), col("actual").abs()))
    epsilon = EPSILON * _larger(col("size"), col("operand"))
    if present.exact:
        seen = side * low
        return add_columns(frame, epsilon=epsilon, low_end=low, high_end=low, worst=seen, best=seen)
    frame = add_columns(frame, epsilon=epsilon)
    low_end, high_end = within(low, high, col("low_open"), col("high_open"), col("epsilon"))
    frame = add_columns(frame, low_end=low_end, high_end=high_end)
    return add_columns(
        frame,
        worst=nw.when(side < 0).then(-col("high_end")).otherwise(col("low_end")),
        best=nw.when(side < 0).then(-col("low_end")).otherwise(col("high_end")),
    )


def _larger(first: nw.Expr, second: nw.Expr) -> nw.Expr:
    return nw.when(second > first).then(second).otherwise(first)


def _largest_operand(kinds: frozenset[int]) -> nw.Expr:
    """The largest number in a sum or difference behind the actual or the goal (tolerances included)."""
    operand = _larger(col("largest"), col("band"))
    if RELATIVE not in kinds:
        return operand
    reference = _larger(col("reference").abs().fill_null(0.0), col("offset").abs())
    return _larger(operand, reference)


def with_rounding(cells: Frame) -> Frame:
    """``cells`` with the ends of the actual rounded half up to ``digits`` places where there are digits.

    Halves go away from zero; a hair is added, so that 1.005 as written becomes 1.01.
    """
    scale, stated = nw.lit(10.0) ** col("digits").fill_null(0.0), ~col("digits").is_null()
    rounded = {}
    for name in ("low", "high"):
        value = col(name)
        whole = (value.abs() * scale * (1 + EPSILON) + 0.5).floor() / scale
        signed = nw.when(value < 0).then(-whole).otherwise(whole)
        rounded[name] = nw.when(stated & (value.abs() < math.inf)).then(signed).otherwise(value)
    return add_columns(cells, **rounded)


def _with_measures(frame: Frame) -> Frame:
    """Adds gap (to the nearer bound of a range, 0 inside), completion and progress.

    Completion is 1 + d·gap/|bound|: actual/goal for a positive goal, 2 − actual/goal for a
    cap; missing for goal 0, opposite signs, ranks, ``==`` and ``closer``.
    """
    actual, goal, upper = col("actual"), col("goal"), col("upper")
    over = nw.when(actual > upper).then(upper).otherwise(actual)
    frame = add_columns(frame, edge=nw.when(actual < goal).then(goal).otherwise(over))
    frame = add_columns(frame, gap=actual - col("edge"))
    near = col("gap").abs() <= col("epsilon")
    frame = add_columns(frame, gap=nw.when(near).then(nw.lit(0.0)).otherwise(col("gap")))
    comparable = (actual * goal >= 0) & (goal != 0) & (col("edge") != 0) & (col("no_completion") == 0)
    way = goal - col("baseline")
    return add_columns(
        frame,
        completion=nw.when(comparable).then(1 + col("direction") * col("gap") / col("edge").abs()),
        progress=nw.when(way != 0).then((actual - col("baseline")) / way),
    )


def _with_tests(frame: Frame, as_of: int, exact: bool) -> Frame:
    """Adds flags: what holds of every value of the actual, or of some; what is due and covered."""
    epsilon, goal, low, high = col("epsilon"), col("goal"), col("low_end"), col("high_end")
    frame = add_columns(
        frame,
        accept_low=goal + col("low_shift"),
        accept_high=col("upper") + col("high_shift"),
        beyond=col("side") * goal + _width("exceeded", -1),
        almost=goal - _width("nearly", 1),
        due=col("due_day") <= as_of,
        begun=col("start_day") <= as_of,
    )
    over = reaches(col("worst"), col("beyond"), STRICT, epsilon)
    tests = {
        "held": reaches(low, col("accept_low"), col("low_side"), epsilon)
        & stays(high, col("accept_high"), col("high_side"), epsilon),
        "exceeded": over & ((goal != 0) | ~col("exceeded_amount").is_null()),
        "near": reaches(low, col("almost"), INCLUSIVE, epsilon),
        "complete": col("due") & (col("to") >= col("due_last")),
    }
    some = {
        "possible": reaches(high, col("accept_low"), col("low_side"), epsilon)
        & stays(low, col("accept_high"), col("high_side"), epsilon),
        "near_somewhere": reaches(high, col("almost"), INCLUSIVE, epsilon),
    }
    return add_columns(frame, **(tests if exact else tests | some))


def _width(name: str, sign: int) -> nw.Expr:
    """How far a band lies from the goal: a share of its size or an amount; missing without a band."""
    ratio, amount = col(f"{name}_ratio"), col(f"{name}_amount")
    share = (1 - ratio) * sign * col("goal").abs()
    return nw.when(amount.is_null()).then(share).otherwise(amount)


def _with_pace(frame: Frame) -> Frame:
    """Adds ``expected`` and ``pace``: 1 ahead, 0 on pace, −1 behind, 2 where the actual's values differ.

    The band of ``~=`` and the range of ``in`` count as on pace; where nearer is better
    either side of them is behind.
    """
    elapsed = (col("to") - col("first") + 1) / (col("last") - col("first") + 1)
    side, weights = col("side"), (col("goal_weight"), col("baseline_weight"))
    easy = nw.when(side < 0).then(-(col("upper") + col("band"))).otherwise(col("goal") - col("band"))
    hard = nw.when(side < 0).then(-(col("goal") - col("band"))).otherwise(col("upper") + col("band"))
    frame = add_columns(frame, elapsed=elapsed, easy=easy, hard=hard)
    aim = nw.when(side < 0).then(col("upper")).otherwise(col("goal"))
    frame = add_columns(
        frame,
        expected=expected(aim, col("start"), col("elapsed"), *weights),
        floor=expected(col("easy"), side * col("start"), col("elapsed"), *weights),
        ceiling=expected(col("hard"), side * col("start"), col("elapsed"), *weights),
    )
    margin = col("margin_ratio") * col("expected").abs() + col("margin_amount")
    frame = add_columns(frame, floor=col("floor") - margin, ceiling=col("ceiling") + margin)
    epsilon, nearest = col("epsilon"), col("direction") == 0
    ahead = reaches(col("worst"), col("ceiling"), STRICT, epsilon)
    behind = stays(col("best"), col("floor"), STRICT, epsilon)
    steady = reaches(col("worst"), col("floor"), INCLUSIVE, epsilon) & stays(
        col("best"), col("ceiling"), INCLUSIVE, epsilon
    )
    pace = nw.when(steady).then(NO).when(behind | (ahead & nearest)).then(nw.lit(-1)).when(ahead).then(YES)
    return add_columns(frame, pace=pace.otherwise(nw.lit(2)))
