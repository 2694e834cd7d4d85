"""The readers of text: goals of a clause, one goal, one quantity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from targetwatch.quantity.chinese import Carried, read_clause
from targetwatch.quantity.clauses import Clause, clauses
from targetwatch.quantity.readings import BOUNDS, GoalReading, Misread, Quantity, QuantityError, Reading
from targetwatch.quantity.words import starting
from targetwatch.quantity.scanner import compact, scan


def read_goals(
    text: str, *, context: Literal["result"] | str | None = None, own_units: Iterable[str] = ()
) -> Reading:
    """Every goal that ``text`` states, what was left over, and what was not understood.

    ``context="result"``: the text reports results, so only an intention is a goal.
    """
    return _read(text, frozenset(own_units), bare=False, result=context == "result")


def _read(text: str, own: frozenset[str], *, bare: bool, result: bool) -> Reading:
    goals: list[GoalReading] = []
    problems: list[Misread] = []
    unread: list[str] = []
    carried = Carried()
    for clause in clauses(compact(text)):
        reading = read_clause(clause, carried, own, bare=bare, result=result)
        goals += [replace(goal, indicator=clause.words(goal.indicator, text)) for goal in reading.goals]
        problems += [_misread(clause, one.core, one.end) for one in reading.unknown]
        unread += _left(text, clause, reading.used)
    return Reading(text, tuple(goals), "；".join(unread), tuple(problems))


def _misread(clause: Clause, start: int, end: int) -> Misread:
    place = clause.place(start, end)
    return Misread(place[0] + 1, clause.text[start : end + 4], "a number with a known unit", "带已知单位的数")


def _left(text: str, clause: Clause, used: list[tuple[int, int]]) -> list[str]:
    """The parts of the clause that no goal uses, as they are written."""
    if not used:
        return [text[slice(*clause.place(0, len(clause.text)))]]
    parts: list[str] = []
    position = max(end for _, end in used)
    rest = clause.text[position:].strip("、，的和与及 ")
    rest = rest if starting(rest, "grades.idle_after") != rest else ""
    if rest:
        parts.append(rest)
    return parts


def read_goal(text: str, *, own_units: Iterable[str] = ()) -> GoalReading:
    """The one goal of a short goal text (``8%以上``, ``at least 8%``).

    Raises `QuantityError` where the text is no goal, states several, or goes on after it.
    """
    reading = _read(text, frozenset(own_units), bare=True, result=False)
    if len(reading.goals) == 1 and not reading.unread:
        return reading.goals[0]
    raise QuantityError(text, 1, text, "one goal such as 8%以上", "一个目标，如 8%以上")


def read_quantity(text: str, own_units: Iterable[str] = ()) -> Quantity:
    """The quantity that the whole of ``text`` is, as an actual states it."""
    line = compact(text)
    found = scan(line.text, frozenset(own_units), bare=True)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(line.text)):
        one = found[0]
        return Quantity(one.value, one.high, one.written_unit, BOUNDS[one.comparator])
    raise QuantityError(text, 1, text, "a quantity such as 10.2万人", "一个数量，如 10.2万人")
