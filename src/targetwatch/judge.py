"""The verdict of each cell: the first line of the verdict table that applies, from the top, wins."""

from __future__ import annotations

from typing import Final, NamedTuple

import narwhals as nw

from targetwatch.align import STATUS, UNSEEN
from targetwatch.cells import EXTERNAL_GOAL, MILESTONE, RELATIVE, STATED_GOAL, TASK_GOAL
from targetwatch.coding import AUTHORITY_RANKS, STAGE_RANKS
from targetwatch.comparators import STRICT, reaches
from targetwatch.engines import Frame, add_columns, look_up
from targetwatch.measure import REASONS, Present, col, measured, reason_code
from targetwatch.verdicts import Verdict

VERDICTS: Final = tuple(verdict.value for verdict in Verdict)
#: The columns that judging adds or changes and that an assessment shows.
OUTCOMES: Final = (
    "goal", "goal_high", "low", "high", "actual", "gap", "completion", "progress", "expected", "open",
    "silent", "complete", "verdict", "reason", "provisional", "by_tolerance",
)  # fmt: skip
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


def judged(cells: Frame, as_of: int, present: Present) -> Frame:
    """``cells`` measured, with ``verdict`` and ``reason`` as numbers (see ``VERDICTS``, ``REASONS``).

    ``as_of`` is the ordinal of the day of knowledge. Adds the flags ``by_tolerance`` and
    ``provisional``.
    """
    frame = add_columns(measured(cells, as_of, present), silent=_silent(as_of))
    return _with_flags(_with_verdict(frame, present, as_of))


def _flag(test: nw.Expr) -> nw.Expr:
    return test.cast(nw.Int64)


def _silent(as_of: int) -> nw.Expr:
    """Why there is no row: not yet released where it is not due, else due and not submitted."""
    waiting = (col("released_day") > as_of) | ~col("due")
    return nw.when(waiting).then(reason_code("not_yet_released")).otherwise(reason_code("not_submitted"))


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
        frame = add_columns(frame, late=_late(as_of))
    place: nw.Expr = nw.lit(len(lines) - 1)
    for number in range(len(lines) - 2, -1, -1):
        place = nw.when(lines[number].test).then(nw.lit(number)).otherwise(place)
    meaning = {
        "verdict": [VERDICTS.index(line.verdict) for line in lines],
        "reason": [REASONS.index(line.reason) if line.reason in REASONS else -1 for line in lines],
    }
    frame = look_up(add_columns(frame, line=place), "line", meaning)
    reason = col("reason")
    for number, line in enumerate(lines):
        if line.reason in _TAKEN:
            reason = nw.when(col("line") == number).then(col(line.reason)).otherwise(reason)
        elif line.late_reason:
            here = (col("line") == number) & col("due")
            reason = nw.when(here).then(reason_code(line.late_reason)).otherwise(reason)
    return add_columns(frame, reason=reason)


def _lines(present: Present) -> list[_Line]:
    """The lines of the verdict table that these cells can need; the last applies where no other does."""
    milestones = _milestone_lines() if MILESTONE in present.kinds else []
    answers = _answer_lines() if present.kinds & {STATED_GOAL, EXTERNAL_GOAL} else []
    paces = _pace_lines() if present.part else []
    last = _Line(nw.lit(1) == 1, Verdict.NOT_ASSESSABLE, "bound_spans_goal")
    return [*_top(present), *milestones, *answers, *paces, *_final(present.exact), last]


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
        _Line(part & early & ~col("due"), Verdict.IN_PROGRESS, "too_early_for_pace"),
        _Line(part, Verdict.BEHIND, "behind_pace", late),
    ]


def _final(exact: bool) -> list[_Line]:
    """Exceeded, met, nearly met, missed; a bound or range only where all its values agree."""
    held, failed = col("held"), ~col("held" if exact else "possible")
    distant = ~col("near" if exact else "near_somewhere")
    return [
        _Line(held & col("exceeded"), Verdict.EXCEEDED, "comparator_holds"),
        _Line(held & _past_the_band(), Verdict.MET, "past_the_band_on_the_good_side"),
        _Line(held & _in_bad_half(), Verdict.MET, "within_tolerance"),
        _Line(held, Verdict.MET, "comparator_holds"),
        _Line(failed & col("near"), Verdict.NEARLY_MET, "within_nearly_met_band"),
        _Line(failed & distant, Verdict.MISSED, "comparator_fails"),
    ]


def _in_bad_half() -> nw.Expr:
    """Inside the band of ``~=`` on the bad side of the goal (on either side where nearer is better)."""
    gap = nw.when(col("direction") == 0).then(-col("gap").abs()).otherwise(col("direction") * col("gap"))
    return ~col("tolerance").is_null() & (gap < -col("epsilon"))


def _past_the_band() -> nw.Expr:
    """Past the far edge of the band of ``~=`` or of the range of ``in``, on the good side."""
    banded = ~col("tolerance").is_null() | ~col("goal_high").is_null()
    far = nw.when(col("side") < 0).then(col("band") - col("goal")).otherwise(col("upper") + col("band"))
    past: nw.Expr = reaches(col("worst"), far, STRICT, col("epsilon"))
    return banded & (col("direction") != 0) & past


def _with_flags(frame: Frame) -> Frame:
    """Adds ``by_tolerance`` and ``provisional``.

    A figure is provisional below the final stage, or where its reference is; a yes or
    no only where its stage is stated.
    """
    numeric = col("kind") <= RELATIVE
    early = (col("stage") < _FINAL_STAGE) & (numeric | (col("stage") != _BLANK_STAGE))
    provisional = (col("found") == 1) & (early | (col("reference_stage") < _FINAL_STAGE))
    return add_columns(
        frame,
        by_tolerance=_flag(col("reason") == REASONS.index("within_tolerance")),
        provisional=_flag(provisional),
    )
