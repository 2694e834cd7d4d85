"""The verdict of each cell, one expression tree over columns.

Input is one row a cell: the goal's rules, the value found for it, its baseline and
its reference. Output adds goal, gap, completion, progress, expected value, verdict
and reason. The first line of the verdict table that applies, from the top, wins.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import narwhals as nw

from targetwatch.align import STATUS, UNSEEN
from targetwatch.cells import EXTERNAL_GOAL, MILESTONE, MULTIPLE, RELATIVE, STATED_GOAL, TASK_GOAL
from targetwatch.coding import AUTHORITY_RANKS, STAGE_RANKS
from targetwatch.comparators import EPSILON, INCLUSIVE, STRICT, reaches, stays, within
from targetwatch.engines import Frame, table
from targetwatch.trajectory import expected
from targetwatch.verdicts import REASON_WORDS, Verdict

VERDICTS: Final = tuple(verdict.value for verdict in Verdict)
REASONS: Final = tuple(REASON_WORDS)
#: What a cell says where all its rows failed a test; other statuses say their own name.
STATUS_REASONS: Final = {
    "suspect": "suspect_only",
    "withdrawn": "withdrawn_only",
    "conflicting": "conflicting_actuals",
    "no_value": "value_missing",
    "refused": "rejected_only",
    "operand_missing": "baseline_unresolved",
}
#: Statuses that say why there is nothing, the first and the last of them.
_NOTHING: Final = (STATUS["not_applicable"], STATUS["returned"])
_FINAL_STAGE: Final = STAGE_RANKS["final"]
_BLANK_STAGE: Final = STAGE_RANKS[""]
_UNIT: Final = AUTHORITY_RANKS["unit"]
#: The columns that judging reads.
NEEDED: Final = frozenset(
    (
        "kind goal goal_high factor factor_high offset tolerance direction side low_shift high_shift low_side high_side "
        "exceeded_ratio exceeded_amount nearly_ratio nearly_amount margin_ratio margin_amount paced early goal_weight "
        "baseline_weight no_completion digits first last start_day due_day due_last released_day withdrawn baseline "
        "reference reference_stage low high low_open high_open largest to from_day from stage authority published "
        "answer day found status told"
    ).split()
)
col = nw.col
YES, NO = nw.lit(1), nw.lit(0)


class Present(NamedTuple):
    """What the cells hold, so that columns and lines that none needs are left out.

    ``kinds`` are the kinds of goals, ``part`` whether any value does not cover what is due.
    """

    kinds: frozenset[int]
    part: bool


def judged(cells: Frame, as_of: int, present: Present) -> Frame:
    """``cells`` with goal, measures, ``verdict`` and ``reason`` as numbers (see ``VERDICTS``, ``REASONS``).

    ``as_of`` is the ordinal of the day of knowledge.
    """
    frame = _with_actual(_with_goal(cells, present.kinds), present.kinds)
    frame = _with_tests(_with_measures(frame), as_of)
    if present.part:
        frame = _with_pace(frame)
    return _with_flags(_with_verdict(frame, present, as_of))


def _reason(name: str) -> nw.Expr:
    return nw.lit(REASONS.index(name))


def _flag(test: nw.Expr) -> nw.Expr:
    return test.cast(nw.Int64)


def _with_goal(cells: Frame, kinds: frozenset[int]) -> Frame:
    """Adds the goal in its unit, its accepted span, and ``open``: the reason why it is unresolved, else 0."""
    relative, multiple = col("kind") == RELATIVE, col("kind") == MULTIPLE
    goal, high, unresolved = col("goal"), col("goal_high"), nw.lit(0)
    if EXTERNAL_GOAL in kinds:
        lacking = (col("kind") == EXTERNAL_GOAL) & (col("answer") < 0)
        unresolved = nw.when(lacking).then(_reason("goal_not_supplied")).otherwise(unresolved)
    if MULTIPLE in kinds:
        goal = nw.when(multiple).then(col("factor") * col("baseline")).otherwise(goal)
        high = nw.when(multiple).then(col("factor_high") * col("baseline")).otherwise(high)
        lacking = multiple & col("baseline").is_null()
        unresolved = nw.when(lacking).then(_reason("baseline_unresolved")).otherwise(unresolved)
    if RELATIVE in kinds:
        goal = nw.when(relative).then(col("reference") + col("offset")).otherwise(goal)
        lacking = relative & col("reference").is_null()
        unresolved = nw.when(lacking).then(_reason("reference_unresolved")).otherwise(unresolved)
    withdrawn = col("withdrawn") == 1
    frame = cells.with_columns(
        goal=goal,
        goal_high=high,
        open=nw.when(withdrawn).then(_reason("withdrawn_target")).otherwise(unresolved),
        band=col("tolerance").fill_null(0.0),
        start=col("baseline").fill_null(0.0),
    )
    return frame.with_columns(
        upper=nw.when(col("goal_high").is_null()).then(col("goal")).otherwise(col("goal_high"))
    )


def _with_actual(frame: Frame, kinds: frozenset[int]) -> Frame:
    """Adds the actual that is shown, ε (of the largest number compared), and the ends for testing.

    Of a range the worse end is shown; of a bound the number that is known. ``worst`` and
    ``best`` are the ends seen so that more is better (where nearer is better, as they are).
    """
    low, high, side = col("low"), col("high"), col("side")
    worse = nw.when(side < 0).then(high).otherwise(low)
    actual = nw.when(low == -math.inf).then(high).when(high == math.inf).then(low).otherwise(worse)
    frame = frame.with_columns(actual=actual, operand=_largest_operand(kinds))
    frame = frame.with_columns(size=_larger(col("goal").abs(), col("actual").abs()))
    frame = frame.with_columns(epsilon=EPSILON * _larger(col("size"), col("operand")))
    low_end, high_end = within(low, high, col("low_open"), col("high_open"), col("epsilon"))
    frame = frame.with_columns(low_end=low_end, high_end=high_end)
    return frame.with_columns(
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
    reference = nw.when(col("kind") == RELATIVE).then(col("reference").abs()).otherwise(operand)
    return reference + nw.when(col("kind") == RELATIVE).then(col("offset").abs()).otherwise(nw.lit(0.0))


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
    return cells.with_columns(**rounded)


def _with_measures(frame: Frame) -> Frame:
    """Adds gap (to the nearer bound of a range, 0 inside), completion and progress.

    Completion is 1 + d·gap/|bound|: actual/goal for a positive goal, 2 − actual/goal for a
    cap; missing for goal 0, opposite signs, ranks, ``==`` and ``closer``.
    """
    actual, goal, upper = col("actual"), col("goal"), col("upper")
    over = nw.when(actual > upper).then(upper).otherwise(actual)
    frame = frame.with_columns(edge=nw.when(actual < goal).then(goal).otherwise(over))
    frame = frame.with_columns(gap=actual - col("edge"))
    near = col("gap").abs() <= col("epsilon")
    frame = frame.with_columns(gap=nw.when(near).then(nw.lit(0.0)).otherwise(col("gap")))
    comparable = (actual * goal >= 0) & (goal != 0) & (col("edge") != 0) & (col("no_completion") == 0)
    way = goal - col("baseline")
    return frame.with_columns(
        completion=nw.when(comparable).then(1 + col("direction") * col("gap") / col("edge").abs()),
        progress=nw.when(way != 0).then((actual - col("baseline")) / way),
    )


def _with_tests(frame: Frame, as_of: int) -> Frame:
    """Adds flags: what holds of every value of the actual, or of some; what is due and covered; what came late."""
    epsilon, goal, low, high = col("epsilon"), col("goal"), col("low_end"), col("high_end")
    frame = frame.with_columns(
        accept_low=goal + col("low_shift"),
        accept_high=col("upper") + col("high_shift"),
        beyond=col("side") * goal + _width("exceeded", -1),
        almost=goal - _width("nearly", 1),
        due=col("due_day") <= as_of,
        begun=col("start_day") <= as_of,
    )
    over = reaches(col("worst"), col("beyond"), STRICT, epsilon)
    return frame.with_columns(
        held=reaches(low, col("accept_low"), col("low_side"), epsilon)
        & stays(high, col("accept_high"), col("high_side"), epsilon),
        possible=reaches(high, col("accept_low"), col("low_side"), epsilon)
        & stays(low, col("accept_high"), col("high_side"), epsilon),
        exceeded=over & ((goal != 0) | ~col("exceeded_amount").is_null()),
        near=reaches(low, col("almost"), INCLUSIVE, epsilon),
        near_somewhere=reaches(high, col("almost"), INCLUSIVE, epsilon),
        complete=col("due") & (col("to") >= col("due_last")),
        silent=_silent(as_of),
    )


def _silent(as_of: int) -> nw.Expr:
    """Why there is no row: not yet released where it is not due, else due and not submitted."""
    waiting = (col("released_day") > as_of) | ~col("due")
    return nw.when(waiting).then(_reason("not_yet_released")).otherwise(_reason("not_submitted"))


def _width(name: str, sign: int) -> nw.Expr:
    """How far a band lies from the goal: a share of its size, or an amount; missing where there is no band."""
    ratio, amount = col(f"{name}_ratio"), col(f"{name}_amount")
    share = (1 - ratio) * sign * col("goal").abs()
    return nw.when(amount.is_null()).then(share).otherwise(amount)


def _with_pace(frame: Frame) -> Frame:
    """Adds ``expected`` and ``pace``: 1 ahead, 0 on pace, −1 behind, 2 where the actual's values differ in it.

    The band of ``~=`` and the range of ``in`` count as on pace; where nearer is better
    either side of them is behind.
    """
    elapsed = (col("to") - col("first") + 1) / (col("last") - col("first") + 1)
    side, weights = col("side"), (col("goal_weight"), col("baseline_weight"))
    easy = nw.when(side < 0).then(-(col("upper") + col("band"))).otherwise(col("goal") - col("band"))
    hard = nw.when(side < 0).then(-(col("goal") - col("band"))).otherwise(col("upper") + col("band"))
    frame = frame.with_columns(elapsed=elapsed, easy=easy, hard=hard)
    aim = nw.when(side < 0).then(col("upper")).otherwise(col("goal"))
    frame = frame.with_columns(
        expected=expected(aim, col("start"), col("elapsed"), *weights),
        floor=expected(col("easy"), side * col("start"), col("elapsed"), *weights),
        ceiling=expected(col("hard"), side * col("start"), col("elapsed"), *weights),
    )
    margin = col("margin_ratio") * col("expected").abs() + col("margin_amount")
    frame = frame.with_columns(floor=col("floor") - margin, ceiling=col("ceiling") + margin)
    epsilon, nearest = col("epsilon"), col("direction") == 0
    ahead = reaches(col("worst"), col("ceiling"), STRICT, epsilon)
    behind = stays(col("best"), col("floor"), STRICT, epsilon)
    steady = reaches(col("worst"), col("floor"), INCLUSIVE, epsilon) & stays(
        col("best"), col("ceiling"), INCLUSIVE, epsilon
    )
    pace = nw.when(steady).then(NO).when(behind | (ahead & nearest)).then(nw.lit(-1)).when(ahead).then(YES)
    return frame.with_columns(pace=pace.otherwise(nw.lit(2)))


def _late(as_of: int) -> nw.Expr:
    """Of a yes: 1 where it came after ``due``, 2 where its date is still to come, else 0.

    A yes without a date counts from its period and its publication: late only where
    both come after ``due``.
    """
    day, due_day, published = col("day"), col("due_day"), col("published")
    undated = (col("from_day") > due_day) & ((published < 0) | (published > due_day))
    dated = nw.when(day >= 0).then(_flag(day > due_day)).otherwise(_flag(undated))
    return nw.when(day > as_of).then(nw.lit(2)).otherwise(dated)


class _Line(NamedTuple):
    """One line of the verdict table; a reason that is a column's name is taken from there.

    ``late_reason`` stands in its place where the cell is due.
    """

    test: nw.Expr
    verdict: Verdict
    reason: str
    late_reason: str = ""


def _with_verdict(frame: Frame, present: Present, as_of: int) -> Frame:
    """Adds verdict and reason by the first line of the table that applies; else the actual spans the goal."""
    lines = _lines(present)
    if MILESTONE in present.kinds:
        frame = frame.with_columns(late=_late(as_of))
    place: nw.Expr = nw.lit(len(lines) - 1)
    for number in range(len(lines) - 2, -1, -1):
        place = nw.when(lines[number].test).then(nw.lit(number)).otherwise(place)
    meaning = {
        "line": list(range(len(lines))),
        "verdict": [VERDICTS.index(line.verdict) for line in lines],
        "reason": [REASONS.index(line.reason) if line.reason in REASONS else -1 for line in lines],
    }
    frame = frame.with_columns(line=place).join(table(meaning), on="line", how="left")
    reason = col("reason")
    for number, line in enumerate(lines):
        if line.reason in _TAKEN:
            reason = nw.when(col("line") == number).then(col(line.reason)).otherwise(reason)
        elif line.late_reason:
            here = (col("line") == number) & col("due")
            reason = nw.when(here).then(_reason(line.late_reason)).otherwise(reason)
    return frame.with_columns(reason=reason)


def _lines(present: Present) -> list[_Line]:
    """The lines of the verdict table that these cells can need; the last applies where no other does."""
    milestones = _milestone_lines() if MILESTONE in present.kinds else []
    answers = _answer_lines() if present.kinds & {STATED_GOAL, EXTERNAL_GOAL} else []
    paces = _pace_lines() if present.part else []
    last = _Line(nw.lit(1) == 1, Verdict.NOT_ASSESSABLE, "bound_spans_goal")
    return [*_top(present), *milestones, *answers, *paces, *_final(), last]


#: Columns that hold a cell's own reason.
_TAKEN: Final = ("open", "silent", "told")


def _top(present: Present) -> list[_Line]:
    """Not due, not assessable, no data."""
    missing, status = col("found") == 0, col("status")
    withdrawn = col("open") == REASONS.index("withdrawn_target")
    nothing = missing & (status >= _NOTHING[0]) & (status <= _NOTHING[1])
    tasks = [_Line(col("kind") == TASK_GOAL, Verdict.IN_PROGRESS, "")] if TASK_GOAL in present.kinds else []
    return [
        _Line(withdrawn, Verdict.NOT_ASSESSABLE, "withdrawn_target"),
        *tasks,
        _Line(~col("begun"), Verdict.NOT_DUE, "before_period"),
        _Line(col("open") > 0, Verdict.NOT_ASSESSABLE, "open"),
        _Line(missing & (status <= UNSEEN), Verdict.NO_DATA, "silent"),
        _Line(nothing, Verdict.NO_DATA, "told"),
        _Line(missing, Verdict.NOT_ASSESSABLE, "told"),
    ]


def _milestone_lines() -> list[_Line]:
    """A yes in time, a late yes, not yet."""
    milestone = col("kind") == MILESTONE
    yes = milestone & ((col("answer") == 1) | ((col("answer") < 0) & (col("day") >= 0)))
    return [
        _Line(yes & (col("late") == 1), Verdict.MISSED, "completed_late"),
        _Line(yes & (col("late") == 0), Verdict.MET, "reported_yes"),
        _Line(milestone & ~col("complete"), Verdict.IN_PROGRESS, "not_yet_due", "part_year_only"),
        _Line(milestone, Verdict.MISSED, "reported_no"),
    ]


def _answer_lines() -> list[_Line]:
    """Stated goals, and external goals judged by their issuer; a unit's own word does not count."""
    answered = (col("kind") == STATED_GOAL) | (col("kind") == EXTERNAL_GOAL)
    return [
        _Line(answered & (col("authority") == _UNIT), Verdict.NOT_ASSESSABLE, "self_reported"),
        _Line(answered & (col("authority") < _UNIT), Verdict.NOT_ASSESSABLE, "judge_not_named"),
        _Line(answered & ~col("complete"), Verdict.IN_PROGRESS, "not_yet_due", "part_year_only"),
        _Line(answered & (col("answer") == 1), Verdict.MET, "reported_yes"),
        _Line(answered, Verdict.MISSED, "reported_no"),
    ]


def _pace_lines() -> list[_Line]:
    """Part of the period covered, or not yet due."""
    part, pace, late = ~col("complete"), col("pace"), "part_year_only"
    no_pace = (col("paced") == 0) | ((col("baseline_weight") > 0) & col("baseline").is_null())
    early = (col("early") == 1) & (col("to") - col("first") < 2) & (col("to") % 12 < 2)
    return [
        _Line(part & no_pace, Verdict.IN_PROGRESS, "no_pace_defined", late),
        _Line(part & (pace == 2), Verdict.NOT_ASSESSABLE, "bound_spans_goal"),
        _Line(part & (pace == 1), Verdict.AHEAD, "ahead_of_pace", late),
        _Line(part & (pace == 0), Verdict.ON_PACE, "on_pace", late),
        _Line(part & early, Verdict.IN_PROGRESS, "too_early_for_pace", late),
        _Line(part, Verdict.BEHIND, "behind_pace", late),
    ]


def _final() -> list[_Line]:
    """Exceeded, met, nearly met, missed; a bound or range only where all its values agree."""
    held, failed = col("held"), ~col("possible")
    return [
        _Line(held & col("exceeded"), Verdict.EXCEEDED, "comparator_holds"),
        _Line(held & _past_the_band(), Verdict.MET, "past_the_band_on_the_good_side"),
        _Line(held & _in_bad_half(), Verdict.MET, "within_tolerance"),
        _Line(held, Verdict.MET, "comparator_holds"),
        _Line(failed & col("near"), Verdict.NEARLY_MET, "within_nearly_met_band"),
        _Line(failed & ~col("near_somewhere"), Verdict.MISSED, "comparator_fails"),
    ]


def _in_bad_half() -> nw.Expr:
    """Inside the band of ``~=`` on the bad side of the goal (on either side where nearer is better)."""
    gap = nw.when(col("direction") == 0).then(-col("gap").abs()).otherwise(col("direction") * col("gap"))
    return ~col("tolerance").is_null() & (gap < -col("epsilon"))


def _past_the_band() -> nw.Expr:
    """Past the far edge of the band of ``~=`` or of the range of ``in``, on the good side."""
    banded = ~col("tolerance").is_null() | ~col("goal_high").is_null()
    far = nw.when(col("side") < 0).then(col("band") - col("goal")).otherwise(col("upper") + col("band"))
    return banded & (col("direction") != 0) & reaches(col("worst"), far, STRICT, col("epsilon"))


def _with_flags(frame: Frame) -> Frame:
    """Adds ``by_tolerance`` and ``provisional``.

    A figure is provisional below the final stage, or where its reference is; a yes or
    no only where its stage is stated.
    """
    numeric = col("kind") <= RELATIVE
    early = (col("stage") < _FINAL_STAGE) & (numeric | (col("stage") != _BLANK_STAGE))
    provisional = (col("found") == 1) & (early | (col("reference_stage") < _FINAL_STAGE))
    return frame.with_columns(
        by_tolerance=_flag(col("reason") == REASONS.index("within_tolerance")), provisional=_flag(provisional)
    )
