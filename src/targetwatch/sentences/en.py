"""The sentence of one cell in English: indicator and place, figure (its stage), gap to the goal, verdict."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from targetwatch.display import show_date, show_number, show_ordinal, show_value
from targetwatch.goals import ExternalGoal, MultipleGoal, RelativeGoal, StatedGoal
from targetwatch.model import Milestone, Target, Task
from targetwatch.sentences.facts import Facts, has_chinese
from targetwatch.verdicts import AUTHORITY_WORDS, MET, REASON_WORDS, STAGE_WORDS, VERDICT_WORDS, Verdict, word

_BOUND_FORMS: Final = {"gt": "more than {}", "ge": "at least {}", "lt": "less than {}", "le": "at most {}"}
_FLOWS: Final = ("total", "growth", "points")
_GOAL_FORMS: Final = {
    ">=": "at least {}",
    ">": "more than {}",
    "<=": "at most {}",
    "<": "less than {}",
    "==": "exactly {}",
    "~=": "about {}",
}


def write_sentence(facts: Facts) -> str:
    """The sentence, with its full stop."""
    if isinstance(facts.record, Task):
        told = facts.text("self_rating")
        return f"{_subject(facts)}: standing work, in no rate{'; the unit reports: ' + told if told else ''}."
    subject = _subject(facts)
    if facts.verdict == Verdict.NOT_DUE:
        return f"{subject} (goal: {say_goal(facts)}): {_verdict(facts)}."
    if facts.parts:
        return _write_from_parts(facts, subject)
    if isinstance(facts.record, Milestone):
        return _write_milestone(facts, subject)
    if facts.verdict in (Verdict.NO_DATA, Verdict.NOT_ASSESSABLE):
        return _write_unjudged(facts, subject)
    if facts.actual is None:
        return f"{subject} (goal: {say_goal(facts)}): {say_reason(facts)}{_state(facts)}: {_verdict(facts)}."
    clauses = [_write_figure(facts, subject) + _state(facts), _relation(facts)]
    told = ", ".join(clause for clause in clauses if clause) + f": {_verdict(facts)}"
    further = facts.stretch
    if further is not None and further.judged and further.gap is not None:
        told += f"; {_relation(further)}: {say_verdict(further)}"
    return told + "."


def _subject(facts: Facts) -> str:
    name = facts.record.name.text("en")
    place = "" if facts.region in name else f" in {facts.region}"
    period = f", {facts.period}" if facts.period else ""
    return f"{name}{place}{period}"


def _write_figure(facts: Facts, subject: str) -> str:
    """Subject, verb and figure; a fall where a fall is wanted is told as a fall."""
    start = f"{subject}," if facts.period else subject
    if facts.wants_a_fall and facts.exact and facts.actual is not None:
        if not facts.actual:
            return f"{start} showed no change"
        fall = facts.actual < 0
        return f"{start} showed a {'fall' if fall else 'rise'} of {say_actual(facts, fall=fall)}"
    if facts.measure == "rank":
        return f"{start} stood in {say_actual(facts)} place"
    if facts.cut:
        return f"{start} came to a reduction of {say_actual(facts)}"
    return f"{start} {'came to' if facts.measure in _FLOWS else 'stood at'} {say_actual(facts)}"


def say_actual(facts: Facts, *, fall: bool = False) -> str:
    """The actual as a figure with its unit; a bound or a range in words."""

    def figure(value: Decimal) -> str:
        shown = -value if fall else value
        return show_ordinal(shown, "en") if facts.measure == "rank" else show_value(shown, facts.unit, "en")

    if facts.actual is None:
        return "—"
    if facts.bound == "range" and facts.actual_high is not None:
        return join_range(figure(facts.actual), figure(facts.actual_high))
    return _BOUND_FORMS.get(facts.bound, "{}").format(figure(facts.actual))


def join_range(low: str, high: str) -> str:
    """Two figures as one range; the unit stands once where it is a word.

    >>> join_range("9 days", "11 days"), join_range("2.1%", "2.3%")
    ('9 to 11 days', '2.1% to 2.3%')
    """
    number, _, words = low.partition(" ")
    return f"{number if words and high.endswith(' ' + words) else low} to {high}"


def say_state(facts: Facts) -> str:
    """The state of the figure: its stage, who reported it, doubts, rounding; empty where nothing is known."""
    stage, authority = facts.text("stage"), facts.text("authority")
    words = [word(STAGE_WORDS, stage, "en")] if stage else []
    answered = facts.reason in ("reported_yes", "reported_no") and not isinstance(facts.record, Milestone)
    missed = not stage and facts.verdict == Verdict.MISSED
    if authority and (authority in ("unit", "media") or missed or answered):
        words.append(word(AUTHORITY_WORDS, authority, "en"))
    if facts.unrounded is not None:
        words.append(f"{show_value(facts.unrounded, facts.unit, 'en')} before rounding")
    if facts.suspect:
        words.append("suspect figure")
    return ", ".join(words)


def _state(facts: Facts) -> str:
    told = say_state(facts)
    return f" ({told})" if told else ""


def _relation(facts: Facts) -> str:
    """Where the actual lies against the goal, and by how much."""
    if facts.verdict in (Verdict.AHEAD, Verdict.ON_PACE, Verdict.BEHIND):
        return _pace(facts)
    goal = f"the {'stretch ' if facts.is_stretch else ''}goal ({say_goal(facts)})"
    if facts.verdict == Verdict.IN_PROGRESS:
        return f"against {goal}; {say_reason(facts) or 'not yet due'}"
    band = f"the accepted band {_span(facts)}"
    if facts.flag("by_tolerance"):
        return f"within {band} of {goal}"
    if not facts.exact or facts.gap is None:
        kept = facts.verdict in (Verdict.MET, Verdict.EXCEEDED)
        return f"which {'satisfies' if kept else 'does not satisfy'} {goal}"
    if facts.comparator == "in":
        return _against_range(facts, goal)
    told = _against(facts, goal)
    outside = facts.comparator == "~=" and facts.verdict == Verdict.MISSED
    return f"{told} and outside {band}" if outside else told


def _against_range(facts: Facts, goal: str) -> str:
    if facts.at_the_bound or facts.gap is None:
        return f"within {goal}"
    side = "above the upper end of" if facts.gap > 0 else "below the lower end of"
    return f"{say_gap(facts)} {side} {goal}"


def _against(facts: Facts, goal: str) -> str:
    """Above, below or at the goal; falls are compared as falls, ranks as places."""
    gap = facts.gap if facts.gap is not None else Decimal(0)
    if facts.at_the_bound:
        if facts.strict and facts.verdict not in MET:
            return f"{_not_past(facts)} {goal}"
        return f"equal to {goal}"
    if facts.measure == "rank":
        return f"{say_gap(facts)} {'behind' if gap > 0 else 'ahead of'} {goal}"
    if facts.wants_a_fall and facts.actual is not None and facts.actual < 0:
        return f"{say_gap(facts)} {'less' if gap > 0 else 'more'} than {goal}"
    return f"{say_gap(facts)} {'above' if gap > 0 else 'below'} {goal}"


def _not_past(facts: Facts) -> str:
    """A strict bound that was reached and not passed: not above, not below, not ahead of, no more than."""
    if facts.measure == "rank":
        return "not ahead of"
    if facts.wants_a_fall:
        return "no less than" if facts.comparator == ">" else "no more than"
    return f"not {'above' if facts.comparator == '>' else 'below'}"


def say_gap(facts: Facts) -> str:
    """The size of the gap with its unit: 2.6 percentage points, 2,000 people, 2 places."""
    if facts.gap is None:
        return "—"
    size = abs(facts.gap)
    if facts.measure == "rank":
        return f"{show_number(size, lang='en')} {'place' if size == 1 else 'places'}"
    return show_value(size, facts.gap_unit, "en")


def _pace(facts: Facts) -> str:
    if facts.expected is None or facts.actual is None:
        return f"against the goal ({say_goal(facts)})"
    expected = f"the expected value ({show_value(facts.expected, facts.unit, 'en')})"
    gap = facts.actual - facts.expected
    size = show_value(abs(gap), facts.gap_unit, "en")
    place = f"equal to {expected}" if not gap else f"{size} {'above' if gap > 0 else 'below'} {expected}"
    partly = f" ({say_reason(facts)})" if facts.reason == "part_year_only" else ""
    return f"{place} on the way to {say_goal(facts)}{partly}"


def _span(facts: Facts) -> str:
    return join_range(show_value(facts.low, facts.unit, "en"), show_value(facts.high, facts.unit, "en"))


def say_goal(facts: Facts) -> str:
    """The goal in English words, with its number where the plan's text has none."""
    record = facts.record
    if isinstance(record, Milestone):
        due = f" by {show_date(facts.due, 'en')}" if facts.due else ""
        return ("to start" if record.phase == "start" else "to complete") + due
    if not isinstance(record, Target):
        return ""
    goal, built = facts.goal_record, say_comparison(facts)
    written = goal.text if goal and goal.text and not has_chinese(goal.text) else ""
    if goal is None or goal.kind == "fixed":
        told = built or written or (goal.text if goal else "") or ""
    else:
        told = written or _name_goal(facts, goal)
        told = f"{told}, that is {built}" if built else told
    return f"{told}, originally {facts.original}" if facts.original else told


def _name_goal(facts: Facts, goal: MultipleGoal | RelativeGoal | ExternalGoal | StatedGoal) -> str:
    """A goal without a number of its own."""
    if isinstance(goal, MultipleGoal):
        return f"{show_number(goal.value, lang='en')} times the baseline"
    if isinstance(goal, RelativeGoal):
        return f"in step with {facts.reference.text('en') if facts.reference else goal.to}"
    return f"to be set by {goal.issuer}" if isinstance(goal, ExternalGoal) else f"'{goal.text}'"


def say_comparison(facts: Facts) -> str:
    """The goal from comparator and number: at least 8%, more than 60, at most 80 days."""
    value = facts.goal
    if value is None:
        return ""
    if facts.measure == "rank":
        place = show_ordinal(value, "en")
        return {"<=": f"{place} or better", "<": f"better than {place}"}.get(facts.comparator, place)
    if facts.wants_a_fall:
        figure = f"a fall of {{}}{show_value(-value, facts.unit, 'en')}"
        words = {"<=": "at least ", "<": "more than ", ">=": "at most ", ">": "less than ", "~=": "about "}
        return figure.format(words.get(facts.comparator, ""))
    if facts.comparator == "in":
        low, high = show_value(value, facts.unit, "en"), show_value(facts.goal_high, facts.unit, "en")
        return join_range(low, high)
    figure = show_value(value, facts.unit, "en")
    return figure if facts.wants_all else _GOAL_FORMS.get(facts.comparator, "{}").format(figure)


def _verdict(facts: Facts) -> str:
    return say_verdict(facts) + (f"; ruling: {facts.text('ruling')}" if facts.text("ruling") else "")


def say_verdict(facts: Facts) -> str:
    """met, missed, missed (binding), strive goal not reached, …"""
    if facts.verdict != Verdict.MISSED:
        return word(VERDICT_WORDS, facts.verdict, "en")
    if facts.reason == "completed_late":
        return word(REASON_WORDS, "completed_late", "en")
    if facts.text("nature") == "binding":
        return "missed (binding)"
    if facts.is_stretch:
        return "stretch goal not reached"
    if facts.text("strength") == "strive":
        return "strive goal not reached"
    return "anticipated goal not reached" if facts.text("nature") == "anticipatory" else "missed"


def say_reason(facts: Facts) -> str:
    """The reason of a verdict in words."""
    return word(REASON_WORDS, facts.reason, "en")


def _write_unjudged(facts: Facts, subject: str) -> str:
    told = say_reason(facts)
    goal = f" (goal: {say_goal(facts)})" if say_goal(facts) else ""
    if facts.verdict == Verdict.NO_DATA:
        return f"{subject}{goal}: no figure{', ' + told if told else ''}."
    if facts.reason == "bound_spans_goal" and facts.actual is not None:
        told = f"the figure, {say_actual(facts)}, spans the goal"
    return f"{subject}{goal}: not assessable ({told or 'reason not stated'})."


def _write_from_parts(facts: Facts, subject: str) -> str:
    parts = "; ".join(f"{part.record.name.text('en')}: {say_verdict(part)}" for part in facts.parts)
    return f"{subject}, judged by its {len(facts.parts)} parts ({parts}): {_verdict(facts)}."


def _write_milestone(facts: Facts, subject: str) -> str:
    assert isinstance(facts.record, Milestone)
    done = "started" if facts.record.phase == "start" else "completed"
    day = f" on {show_date(facts.happened, 'en')}" if facts.happened else ""
    due = f", due {show_date(facts.due, 'en')}" if facts.due else ""
    if facts.verdict in (Verdict.MET, Verdict.EXCEEDED):
        return f"{subject}: {done}{day}{_state(facts)}: {_verdict(facts)}."
    if facts.verdict == Verdict.MISSED and facts.reason == "completed_late":
        return f"{subject}: {done}{day}{_state(facts)}{due}: {_verdict(facts)}."
    if facts.verdict == Verdict.MISSED:
        return f"{subject}: not {done}{_state(facts)}{due}: {_verdict(facts)}."
    if facts.verdict == Verdict.IN_PROGRESS:
        return f"{subject}: not yet {done}{due}: {_verdict(facts)}."
    reason = say_reason(facts) or "no report"
    return f"{subject}: whether it was {done} is not known ({reason}): {_verdict(facts)}."
