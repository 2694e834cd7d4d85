"""The readers of text: every goal of a text, the one goal of a goal text, one quantity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from targetwatch.quantity.chinese import Carried, begins_past, read_clause
from targetwatch.quantity.clauses import Clause, clauses
from targetwatch.quantity.english import read_english
from targetwatch.quantity.english_scanner import EnglishScanner
from targetwatch.quantity.expression import Expression
from targetwatch.quantity.line import Compact, compact
from targetwatch.quantity.readings import BOUNDS, GoalReading, Misread, Quantity, QuantityError, Reading
from targetwatch.quantity.scanner import may_begin, scan
from targetwatch.quantity.script import is_chinese, plain
from targetwatch.quantity.table import Row, read_row
from targetwatch.quantity.words import starting
from targetwatch.units import nearest_units, unit_class

#: What follows these is to come again; at these marks what is over ends.
_THIS_YEAR: Final = ("今年", "明年", "本年", "当年", "新的一年")
_ENDS: Final = ("。", "；", ";", "\n")
#: No single quantity is longer than this.
_LONGEST: Final = 60
_GOAL: Final = ("a goal such as 8%以上 or at least 8%", "一个目标，如 8%以上")
_QUANTITY: Final = ("a quantity such as 10.2万人 or 4.8—5.1", "一个数量，如 10.2万人、4.8—5.1")
_UNIT: Final = ("a known unit", "已知的单位")
_END: Final = ("nothing more", "到此为止")
_MARKS: Final = " \t\u3000、，,。．.；;：:！!的和与及 “”\"'"


def read_goals(text: str, *, context: str | None = None, own_units: Iterable[str] = ()) -> Reading:
    """Every goal that ``text`` states, what was left over, and what was not understood.

    ``context="result"``: the text reports results, so only an intention is a goal.
    ``own_units`` are measure words of a plan. A text without a goal has no goals; nothing raises.

    >>> reading = read_goals("新增城镇就业10万人以上、培训2万人次")
    >>> [(goal.indicator, goal.comparator, str(goal.value), goal.unit) for goal in reading.goals]
    [('新增城镇就业', '>=', '10', '万人'), ('培训', '>=', '2', '万人次')]
    """
    return _read(text, frozenset(own_units), bare=False, result=context == "result")


def _read(text: str, own: frozenset[str], *, bare: bool, result: bool) -> Reading:
    row = read_row(text)
    if row is not None:
        return _read_table_row(text, row, own, result=result)
    if not is_chinese(text):
        english = _read_english(text, own, bare=bare, result=result)
        if english.goals or not re.search("[½⅓⅔¼¾⅕]", text):
            return english
    goals: list[GoalReading] = []
    problems: list[Misread] = []
    unread: list[str] = []
    carried = Carried()
    line = compact(text)
    bare = bare or _is_quantity(line, own)
    past = False
    for clause in clauses(line):
        past = (past or begins_past(clause.text)) and not clause.text.startswith(_THIS_YEAR)
        reading = read_clause(clause, carried, own, bare=bare, result=result or past)
        past = past and text[clause.to[-1] : clause.to[-1] + 1] not in _ENDS
        goals += [replace(goal, indicator=clause.words(goal.indicator, text)) for goal in reading.goals]
        problems += [_misread(text, clause, one) for one in reading.unknown]
        unread += _left(text, clause, reading.used)
    return Reading(text, tuple(goals), "；".join(unread), tuple(problems))


def _is_quantity(line: Compact, own: frozenset[str]) -> bool:
    """Whether the whole text is one quantity (万台, 三分之一), and no plain number, duration or 一个."""
    if len(line.text) > _LONGEST or not may_begin(line.text):
        return False
    found = scan(line.text, own, bare=True)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(line.text)):
        return False
    one = found[0]
    if one.form != "amount" or one.comparator is not None:
        return one.form != "amount" or one.unit is not None
    if one.style == "chinese" and not one.scale and one.unit is not None:
        return one.value > 20 or unit_class(one.unit, own) in ("ratio", "points", "multiple")
    return one.unit is not None or (one.style == "chinese" and one.value != int(one.value))


def _misread(text: str, clause: Clause, one: Expression) -> Misread:
    """A number whose unit is not known: the column after the number."""
    end = clause.place(one.core, one.end)[1]
    found = text[end : end + 6].strip() or text[clause.place(one.core, one.end)[0] : end]
    return Misread(end + 1, found, *_UNIT)


def _left(text: str, clause: Clause, used: list[tuple[int, int]]) -> list[str]:
    """What no goal of the clause uses, as it is written."""
    position = max((end for _, end in used), default=0)
    rest = clause.text[position:]
    skipped = len(rest) - len(rest.lstrip(_MARKS))
    rest = rest.strip(_MARKS)
    if not rest or (used and starting(rest, "grades.idle_after") == rest):
        return []
    start = position + skipped
    return [text[slice(*clause.place(start, start + len(rest)))].strip()]


def _read_english(text: str, own: frozenset[str], *, bare: bool, result: bool) -> Reading:
    goals, used = ([], []) if result else read_english(text, own, bare=bare)
    if not goals:
        return Reading(text, (), text.strip(_MARKS), ())
    parts: list[str] = []
    position = 0
    for start, end in [*used, (len(text), len(text))]:
        if part := text[position:start].strip(_MARKS + " "):
            parts.append(part)
        position = max(position, end)
    kept = [part for part in parts if part.lower() not in ("and", "or", "to", "with")]
    return Reading(text, tuple(goals), "; ".join(kept), ())


def _read_table_row(text: str, row: Row, own: frozenset[str], *, result: bool) -> Reading:
    """The goal of a table row: its cells put together as a clause, numbers in the row's unit."""
    found = scan(compact(row.goal).text, own, bare=True)
    plain_number = row.unit is not None and any(one.unit is None and one.form == "amount" for one in found)
    goal = re.sub(r"(?<=\d)(?!.*\d)", row.unit or "", row.goal, count=1) if plain_number else row.goal
    timed = plain_number and row.unit is not None and unit_class(row.unit, own) == "time"
    joint = "达到" if timed else " " if row.name[-1:].isdigit() else ""
    reading = _read(f"{row.name}{joint}{goal}", own, bare=True, result=result)
    if len(reading.goals) != 1 or result:
        return Reading(text, (), text.strip(_MARKS), ())
    one = replace(reading.goals[0], start=0, end=len(text))
    if timed and found[0].comparator is None:
        one = replace(one, implied=True)
    falls = row.unit in ("%", "‰") and re.search("(?:下降|降低|减少|削减|降幅)(?:率|幅度)?$", row.name)
    if one.measure is None and row.unit is not None and falls and one.value is not None:
        one = replace(one, measure="growth", value=-one.value)
    return Reading(text, (one,), "", ())


def read_goal(text: str, *, own_units: Iterable[str] = ()) -> GoalReading:
    """The one goal of a short goal text (``8%以上``, ``>= 8 %``, ``at least 8%``, ``翻番``).

    Raises `QuantityError` where the text is no goal, states several, or goes on after it.

    >>> goal = read_goal("2.2%左右")
    >>> goal.comparator, goal.value, goal.unit
    ('~=', Decimal('2.2'), '%')
    """
    own = frozenset(own_units)
    reading = _read(text, own, bare=True, result=False)
    if len(reading.goals) == 1 and not reading.unread and not reading.problems:
        goal = reading.goals[0]
        place = text.find(goal.indicator) if goal.indicator else 0
        counted = goal.unit is not None and goal.unit in goal.indicator and not is_chinese(text)
        if place > 0 and not counted and re.search(r"\d|[%‰]", text[:place]):
            raise QuantityError(text, place + 1, text[place:].strip(), *_END)
        return goal
    if len(reading.goals) > 1:
        column = reading.goals[1].start + 1
        raise QuantityError(text, column, text[column - 1 :].strip(), *_GOAL)
    if len(reading.goals) == 1 and not reading.problems:
        end = reading.goals[0].end
        column = max(text.find(reading.unread.split("；")[0]), 0) + 1 if reading.unread else end + 1
        raise QuantityError(text, column, text[column - 1 :].strip(), *_END)
    raise _not_understood(text, own, _GOAL)


def read_quantity(text: str, own_units: Iterable[str] = ()) -> Quantity:
    """The quantity that the whole of ``text`` is, as an actual states it.

    Raises `QuantityError` where it is anything else: a number is never lifted out of words.

    >>> read_quantity("超过2.5万亿元")
    Quantity(value=Decimal('2.5'), value_high=None, unit='万亿元', bound='gt')
    >>> read_quantity("4.8—5.1").bound, read_quantity("约10.2万人").bound
    ('range', 'approx')
    """
    own = frozenset(own_units)
    line = compact(text)
    found = scan(line.text, own, bare=True)
    if not is_chinese(text) and len(found) != 1:
        return _english_quantity(text, own)
    whole = len(found) == 1 and found[0].form == "amount"
    if whole and (found[0].start, found[0].end) == (0, len(line.text)):
        one = found[0]
        return Quantity(one.value, one.high, one.written_unit, BOUNDS[one.comparator])
    if not is_chinese(text):
        return _english_quantity(text, own)
    raise _not_understood(text, own, _QUANTITY)


def _english_quantity(text: str, own: frozenset[str]) -> Quantity:
    simple = plain(text).strip()
    found = [one.quantity for one in EnglishScanner(simple, own, bare=True).found()]
    if len(found) == 1 and found[0].form == "amount" and (found[0].start, found[0].end) == (0, len(simple)):
        one = found[0]
        return Quantity(one.value, one.high, one.written_unit, BOUNDS[one.comparator])
    raise _not_understood(text, own, _QUANTITY)


def _not_understood(text: str, own: frozenset[str], expected: tuple[str, str]) -> QuantityError:
    """The error at the first place that is no quantity."""
    line = compact(text)
    found = scan(line.text, own, bare=True)
    whole = found and found[0].end >= len(line.text)
    if not found or found[0].start > 0 or whole or found[0].form != "amount":
        return QuantityError(text, 1, text.strip(), *expected)
    column = line.column(found[0].end)
    rest = text[column:].strip()
    if found[0].unit is None and rest:
        near = nearest_units(rest)
        hint = f" (nearest: {', '.join(near)})" if near else ""
        return QuantityError(
            text, column + 1, rest, _UNIT[0] + hint, _UNIT[1] + (f"（如 {'、'.join(near)}）" if near else "")
        )
    return QuantityError(text, column + 1, rest, *_END)
