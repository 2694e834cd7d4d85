"""The verdict of each cell, one expression tree over columns.

Input is one row a cell: the goal's rules, the value found for it, its baseline and
its reference. Output adds goal, gap, completion, progress, expected value, verdict
and reason. The first line of the verdict table that applies, from the top, wins.
"""

from __future__ import annotations

import math
from typing import Any, Final

import narwhals as nw

from targetwatch.align import AUTHORITY_RANKS, STAGE_RANKS, STATUS, STATUSES, UNSEEN
from targetwatch.cells import EXTERNAL_GOAL, FIXED, MILESTONE, MULTIPLE, RELATIVE, STATED_GOAL, TASK_GOAL
from targetwatch.comparators import EPSILON, Ends, reaches_at, stays_at
from targetwatch.engines import Frame
from targetwatch.trajectory import expected
from targetwatch.verdicts import REASON_WORDS, Verdict

VERDICTS: Final = tuple(verdict.value for verdict in Verdict)
REASONS: Final = tuple(REASON_WORDS)
#: What a cell says where all its rows failed a test.
_STATUS_REASONS: Final = {
    "suspect": "suspect_only",
    "withdrawn": "withdrawn_only",
    "conflicting": "conflicting_actuals",
    "no_value": "value_missing",
    "refused": "rejected_only",
    "operand_missing": "baseline_unresolved",
}
_NO_DATA: Final = ("not_applicable", "not_submitted", "not_yet_released", "returned")
_FINAL_STAGE: Final = STAGE_RANKS["final"]
_BLANK_STAGE: Final = STAGE_RANKS[""]
_UNIT: Final = AUTHORITY_RANKS["unit"]
col = nw.col
YES, NO = nw.lit(1), nw.lit(0)


def judged(cells: Frame, as_of: int) -> Frame:
    """``cells`` with goal, measures, ``verdict`` and ``reason`` as numbers (see ``VERDICTS``, ``REASONS``).

    ``as_of`` is the ordinal of the day of knowledge.
    """
    frame = _with_goal(cells)
    frame = _with_actual(frame)
    frame = _with_measures(frame)
    frame = _with_tests(frame)
    frame = _with_pace(frame)
    return _with_verdict(frame, as_of)


def _larger(first: nw.Expr, second: nw.Expr) -> nw.Expr:
    return nw.when(second > first).then(second).otherwise(first)


def _flag(test: Any) -> nw.Expr:
    return nw.when(test).then(YES).otherwise(NO)


def _with_goal(cells: Frame) -> Frame:
    """Adds the goal in its unit, its accepted span, and ``open``: the reason why it is unresolved, else 0."""
    kind = col("kind")
    relative, multiple = kind == RELATIVE, kind == MULTIPLE
    frame = cells.with_columns(
        goal=nw.when(relative)
        .then(col("reference") + col("offset"))
        .when(multiple)
        .then(col("factor") * col("baseline"))
        .otherwise(col("goal")),
        goal_high=nw.when(multiple).then(col("factor_high") * col("baseline")).otherwise(col("goal_high")),
        operand=nw.when(relative)
        .then(_larger(col("reference").abs(), col("offset").abs()))
        .otherwise(nw.lit(0.0)),
        open=nw.when(col("withdrawn") == 1)
        .then(_reason("withdrawn_target"))
        .when(relative & col("reference").is_null())
        .then(_reason("reference_unresolved"))
        .when(multiple & col("baseline").is_null())
        .then(_reason("baseline_unresolved"))
        .when((kind == EXTERNAL_GOAL) & (col("answer") < 0))
        .then(_reason("goal_not_supplied"))
        .otherwise(NO),
    )
    upper = nw.when(col("goal_high").is_null()).then(col("goal")).otherwise(col("goal_high"))
    return frame.with_columns(
        upper=upper, accept_low=col("goal") + col("low_shift"), accept_high=upper + col("high_shift")
    )


def _reason(name: str) -> nw.Expr:
    return nw.lit(REASONS.index(name))


def _with_actual(frame: Frame) -> Frame:
    """Rounds the ends where the plan compares rounded; adds the actual that is shown, and ε."""
    frame = frame.with_columns(low=_rounded("low"), high=_rounded("high"))
    low, high, side = col("low"), col("high"), col("direction")
    worse = nw.when(side < 0).then(high).otherwise(low)
    actual = nw.when(low == -math.inf).then(high).when(high == math.inf).then(low).otherwise(worse)
    frame = frame.with_columns(actual=actual)
    size = _larger(_larger(col("goal").abs(), col("actual").abs()), _larger(col("largest"), col("operand")))
    size = _larger(size, nw.when(col("tolerance").is_null()).then(nw.lit(0.0)).otherwise(col("tolerance")))
    return frame.with_columns(epsilon=EPSILON * size)


def _rounded(name: str) -> nw.Expr:
    """Rounded half up (away from zero) to ``digits`` places; a hair is added so that 1.005 written is 1.01."""
    value, places = col(name), nw.lit(10.0) ** col("digits")
    scaled = value.abs() * places
    rounded = (scaled + 0.5 + scaled * EPSILON).floor() / places
    signed = nw.when(value < 0).then(-rounded).otherwise(rounded)
    return nw.when(col("digits").is_null() | (value.abs() == math.inf)).then(value).otherwise(signed)


def _with_measures(frame: Frame) -> Frame:
    """Adds gap (to the nearer bound of a range, 0 inside), completion and progress.

    Completion is 1 + d·gap/|bound|: actual/goal for a positive goal, 2 − actual/goal for a
    cap; missing for goal 0, opposite signs, ranks, ``==`` and ``closer``.
    """
    actual, goal, upper = col("actual"), col("goal"), col("upper")
    edge = nw.when(actual > upper).then(upper).otherwise(goal)
    edge = nw.when((actual > goal) & (actual < upper)).then(actual).otherwise(edge)
    frame = frame.with_columns(edge=edge).with_columns(gap=col("actual") - col("edge"))
    frame = frame.with_columns(
        gap=nw.when(col("gap").abs() <= col("epsilon")).then(nw.lit(0.0)).otherwise(col("gap"))
    )
    apart = (actual * goal < 0) | (goal == 0) | (col("edge") == 0) | (col("no_completion") == 1)
    ratio = 1 + col("direction") * col("gap") / col("edge").abs()
    way = goal - col("baseline")
    return frame.with_columns(
        completion=nw.when(~apart).then(ratio),
        progress=nw.when(way != 0).then((actual - col("baseline")) / way),
    )


def _ends() -> Ends:
    return Ends(col("low"), col("high"), col("low_open"), col("high_open"))


def _with_tests(frame: Frame) -> Frame:
    """Adds what holds of every value of the actual: held, failed, exceeded, near; and whether it is mixed."""
    ends, epsilon, side = _ends(), col("epsilon"), col("direction")
    low_reach, high_reach = reaches_at(ends, col("accept_low"), col("low_strict"), epsilon)
    low_stay, high_stay = stays_at(ends, col("accept_high"), col("high_strict"), epsilon)
    goal = col("goal")
    beyond = _band("exceeded", goal, side)
    above, above_too = reaches_at(ends, beyond, YES, epsilon)
    under, under_too = stays_at(ends, beyond, YES, epsilon)
    exceeded = ((side > 0) & above & above_too) | ((side < 0) & under & under_too)
    near_low, near_high = reaches_at(ends, _band("nearly", goal, -side), NO, epsilon)
    alike = (col("low") * goal >= 0) & (col("high") * goal >= 0) & (goal != 0)
    points = ~col("exceeded_amount").is_null(), ~col("nearly_amount").is_null()
    return frame.with_columns(
        held=_flag(low_reach & high_reach & low_stay & high_stay),
        failed=_flag(~high_reach | ~low_stay),
        exceeded=_flag(exceeded & (alike | points[0])),
        near=_flag(near_low & near_high & (alike | points[1])),
        near_somewhere=_flag((near_low | near_high) & (alike | points[1])),
    )


def _band(name: str, goal: nw.Expr, side: nw.Expr) -> nw.Expr:
    """The edge of a band: the goal shifted to ``side`` by the band's ratio of it or by its amount."""
    ratio, amount = col(f"{name}_ratio"), col(f"{name}_amount")
    share = ratio - 1 if name == "exceeded" else 1 - ratio
    return goal + side * nw.when(amount.is_null()).then(share * goal.abs()).otherwise(amount)


def _with_pace(frame: Frame) -> Frame:
    """Adds ``expected`` and ``pace``: 1 ahead, 0 on pace, −1 behind, 2 where the actual's values differ in it."""
    elapsed = (col("to") - col("first") + 1) / (col("last") - col("first") + 1)
    start = nw.when(col("baseline").is_null()).then(nw.lit(0.0)).otherwise(col("baseline"))
    weights = col("goal_weight"), col("baseline_weight")
    band = nw.when(col("tolerance").is_null()).then(nw.lit(0.0)).otherwise(col("tolerance"))
    low = expected(col("goal") - band, start, elapsed, *weights)
    high = expected(col("upper") + band, start, elapsed, *weights)
    middle = expected(
        nw.when(col("direction") < 0).then(col("upper")).otherwise(col("goal")), start, elapsed, *weights
    )
    frame = frame.with_columns(expected=middle, expected_low=low, expected_high=high)
    margin = col("margin_ratio") * col("expected").abs() + col("margin_amount")
    epsilon = EPSILON * _larger(_larger(col("expected").abs(), col("actual").abs()), col("largest"))
    floor, ceiling, ends = col("expected_low") - margin, col("expected_high") + margin, _ends()
    over, over_too = reaches_at(ends, ceiling, YES, epsilon)
    under, under_too = stays_at(ends, floor, YES, epsilon)
    above, below, side = over & over_too, under & under_too, col("direction")
    mixed = (over != over_too) | (under != under_too)
    good = nw.when(side > 0).then(above).otherwise((side < 0) & below)
    bad = nw.when(side > 0).then(below).when(side < 0).then(above).otherwise(above | below)
    pace = nw.when(mixed).then(nw.lit(2)).when(good).then(YES).when(bad).then(nw.lit(-1)).otherwise(NO)
    return frame.with_columns(pace=pace)


class _Table:
    """Lines of a verdict table from the top: a test, a verdict, a reason."""

    def __init__(self) -> None:
        self.lines: list[tuple[nw.Expr, nw.Expr, nw.Expr]] = []

    def add(self, test: nw.Expr, verdict: Verdict, reason: str | nw.Expr = "") -> None:
        words = _reason(reason) if isinstance(reason, str) else reason
        self.lines.append((test, nw.lit(VERDICTS.index(verdict)), words))

    def columns(self) -> tuple[nw.Expr, nw.Expr]:
        """The verdict and the reason of the first line that applies; else the actual spans the goal."""
        verdict, reason = nw.lit(VERDICTS.index(Verdict.NOT_ASSESSABLE)), _reason("bound_spans_goal")
        for test, its_verdict, its_reason in reversed(self.lines):
            verdict = nw.when(test).then(its_verdict).otherwise(verdict)
            reason = nw.when(test).then(its_reason).otherwise(reason)
        return verdict, reason


def _with_verdict(frame: Frame, as_of: int) -> Frame:
    due = col("due_day") <= as_of
    frame = frame.with_columns(due=_flag(due), complete=_flag(due & (col("to") >= col("due_last"))))
    frame = frame.with_columns(late=_late(as_of), silent=_silent_reason(as_of), told=_status_reason())
    table = _Table()
    _add_top(table, as_of)
    _add_answers(table)
    _add_pace(table)
    _add_final(table)
    verdict, reason = table.columns()
    return _with_flags(frame.with_columns(verdict=verdict, reason=reason))


def _silent_reason(as_of: int) -> nw.Expr:
    """Why there is no row: not yet released where it is not due, else due and not submitted."""
    waiting = (col("released_day") > as_of) | (col("due") == 0)
    return nw.when(waiting).then(_reason("not_yet_released")).otherwise(_reason("not_submitted"))


def _status_reason() -> nw.Expr:
    reason: nw.Expr = _reason("")
    for status, name in enumerate(STATUSES):
        words = _STATUS_REASONS.get(name, name)
        if words in REASONS and status > UNSEEN:
            reason = nw.when(col("status") == status).then(_reason(words)).otherwise(reason)
    return reason


def _late(as_of: int) -> nw.Expr:
    """Of a yes: 1 where it came after ``due``, 2 where its date is still to come, else 0.

    A yes without a date counts from its period and its publication: late only where
    both come after ``due``.
    """
    day, due, published = col("day"), col("due_day"), col("published")
    undated = _flag((col("from_day") > due) & ((published < 0) | (published > due)))
    late = nw.when(day >= 0).then(_flag(day > due)).otherwise(undated)
    return nw.when(day > as_of).then(nw.lit(2)).otherwise(late)


def _add_top(table: _Table, as_of: int) -> None:
    """Not due, not assessable, no data."""
    missing = col("found") == 0
    table.add(col("open") == REASONS.index("withdrawn_target"), Verdict.NOT_ASSESSABLE, "withdrawn_target")
    table.add(col("kind") == TASK_GOAL, Verdict.IN_PROGRESS)
    table.add(col("start_day") > as_of, Verdict.NOT_DUE, "before_period")
    table.add(col("open") > 0, Verdict.NOT_ASSESSABLE, col("open"))
    table.add(missing & (col("status") <= UNSEEN), Verdict.NO_DATA, col("silent"))
    for name in _NO_DATA:
        table.add(missing & (col("status") == STATUS[name]), Verdict.NO_DATA, name)
    table.add(missing, Verdict.NOT_ASSESSABLE, col("told"))


def _add_answers(table: _Table) -> None:
    """Milestones, stated goals, and external goals judged by their issuer."""
    milestone = col("kind") == MILESTONE
    yes = ((col("answer") == 1) | ((col("answer") < 0) & (col("day") >= 0))) & (col("late") < 2)
    table.add(milestone & yes & (col("late") == 1), Verdict.MISSED, "completed_late")
    table.add(milestone & yes, Verdict.MET, "reported_yes")
    table.add(milestone & (col("due") == 0), Verdict.IN_PROGRESS, "not_yet_due")
    table.add(milestone & (col("complete") == 0), Verdict.IN_PROGRESS, "part_year_only")
    table.add(milestone, Verdict.MISSED, "reported_no")
    answered = (col("kind") == STATED_GOAL) | (col("kind") == EXTERNAL_GOAL)
    table.add(answered & (col("authority") == _UNIT), Verdict.NOT_ASSESSABLE, "self_reported")
    table.add(answered & (col("authority") < _UNIT), Verdict.NOT_ASSESSABLE, "judge_not_named")
    table.add(answered & (col("due") == 0), Verdict.IN_PROGRESS, "not_yet_due")
    table.add(answered & (col("complete") == 0), Verdict.IN_PROGRESS, "part_year_only")
    table.add(answered & (col("answer") == 1), Verdict.MET, "reported_yes")
    table.add(answered, Verdict.MISSED, "reported_no")


def _add_pace(table: _Table) -> None:
    """Part of the period covered, or not yet due."""
    part = col("complete") == 0
    after = col("due") == 1
    no_pace = (col("paced") == 0) | ((col("baseline_weight") > 0) & col("baseline").is_null())
    behind = col("pace") == -1
    early = behind & (col("early") == 1) & (col("to") - col("first") < 2) & (col("to") % 12 < 2)
    for late, name in ((True, "part_year_only"), (False, "")):
        here = part & (after if late else ~after)
        table.add(here & no_pace, Verdict.IN_PROGRESS, name or "no_pace_defined")
        table.add(here & (col("pace") == 2), Verdict.NOT_ASSESSABLE, "bound_spans_goal")
        table.add(here & early, Verdict.IN_PROGRESS, name or "too_early_for_pace")
        table.add(here & (col("pace") == 1), Verdict.AHEAD, name or "ahead_of_pace")
        table.add(here & (col("pace") == 0), Verdict.ON_PACE, name or "on_pace")
        table.add(here & behind, Verdict.BEHIND, name or "behind_pace")


def _add_final(table: _Table) -> None:
    """Exceeded, met, nearly met, missed; a bound or range only where all its values agree."""
    held, failed = col("held") == 1, col("failed") == 1
    table.add(held & (col("exceeded") == 1), Verdict.EXCEEDED, "comparator_holds")
    table.add(held & _past_the_band(), Verdict.MET, "past_the_band_on_the_good_side")
    table.add(held & _in_bad_half(), Verdict.MET, "within_tolerance")
    table.add(held, Verdict.MET, "comparator_holds")
    table.add(failed & (col("near") == 1), Verdict.NEARLY_MET, "within_nearly_met_band")
    table.add(failed & (col("near_somewhere") == 0), Verdict.MISSED, "comparator_fails")


def _in_bad_half() -> nw.Expr:
    """Inside the band of ``~=`` on the bad side of the goal (on either side where nearer is better)."""
    gap, epsilon, side = col("gap"), col("epsilon"), col("direction")
    bad = nw.when(side == 0).then(gap.abs() > epsilon).otherwise(side * gap < -epsilon)
    return ~col("tolerance").is_null() & bad


def _past_the_band() -> nw.Expr:
    """Past the far edge of the band of ``~=`` or of the range of ``in``, on the good side."""
    band = nw.when(col("tolerance").is_null()).then(nw.lit(0.0)).otherwise(col("tolerance"))
    over = (col("direction") > 0) & (col("actual") > col("upper") + band + col("epsilon"))
    under = (col("direction") < 0) & (col("actual") < col("goal") - band - col("epsilon"))
    return (~col("tolerance").is_null() | ~col("goal_high").is_null()) & (over | under)


def _with_flags(frame: Frame) -> Frame:
    """Adds ``by_tolerance`` and ``provisional``.

    A figure is provisional below the final stage, or where its reference is; a yes or
    no only where its stage is stated.
    """
    met = (col("verdict") == VERDICTS.index(Verdict.MET)) & (
        col("reason") == REASONS.index("within_tolerance")
    )
    numeric = (col("kind") == MULTIPLE) | (col("kind") == RELATIVE) | (col("kind") == FIXED)
    early = (col("stage") < _FINAL_STAGE) & (numeric | (col("stage") != _BLANK_STAGE))
    provisional = (col("found") == 1) & (early | (col("reference_stage") < _FINAL_STAGE))
    return frame.with_columns(by_tolerance=_flag(met), provisional=_flag(provisional))
