"""Goals as plan files write them: short text such as ``10万人以上``, read into the long form.

The quantity reader does the reading; here its result becomes the keys of a goal
record. A bare number is "at least" where more is better and "at most" where less is,
and says ``implied``; a bare fraction (三分之一) is in percent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, Final

from targetwatch.errors import TargetwatchError
from targetwatch.fields import Pair, number_text
from targetwatch.goals import DIRECTIONS
from targetwatch.quantity import GoalReading, QuantityError, read_goal, read_goals
from targetwatch.units import is_unit, normalise_unit
from targetwatch.yamlfile import Path as KeyPath

_FORMS: Final[Pair] = (
    "a goal such as 8%以上, 10万人以上, '>= 8 %' or at least 8%",
    "目标，如 8%以上、10万人以上、“>= 8 %”",
)


class GoalTextError(TargetwatchError):
    """Text that gives no goal record: what was found, what was expected, and a hint."""

    def __init__(self, found: Pair, expected: Pair, hint: Pair = ("", "")) -> None:
        self.found, self.expected, self.hint = found, expected, hint
        super().__init__(f"found {found[0]}, expected {expected[0]}")


def long_goals(
    data: Mapping[str, Any], own_units: tuple[str, ...]
) -> tuple[dict[str, Any], list[tuple[KeyPath, GoalTextError]]]:
    """The keys of a commitment with each goal in the long form and each unit in its usual spelling.

    A goal that cannot be read is left out, and its path and error are given beside.
    """
    changed = dict(data)
    faults: list[tuple[KeyPath, GoalTextError]] = []
    for key in ("goal", "stretch"):
        _lengthen(changed, key, (key,), data, own_units, faults)
    if isinstance(data.get("amendments"), list):
        changed["amendments"] = []
        for index, amendment in enumerate(data["amendments"]):
            item = dict(amendment) if isinstance(amendment, dict) else amendment
            if isinstance(item, dict):
                _lengthen(item, "goal", ("amendments", index, "goal"), data, own_units, faults)
            changed["amendments"].append(item)
    if isinstance(data.get("baseline"), dict):
        changed["baseline"] = _usual(data["baseline"], own_units)
    return changed, faults


def _lengthen(
    item: dict[str, Any],
    key: str,
    path: KeyPath,
    commitment: Mapping[str, Any],
    own_units: tuple[str, ...],
    faults: list[tuple[KeyPath, GoalTextError]],
) -> None:
    """Puts the long form of the goal under ``key`` in its place."""
    goal = item.get(key)
    if isinstance(goal, dict):
        item[key] = _usual(goal, own_units)
    elif isinstance(goal, str):
        try:
            item[key] = goal_from_text(goal, own_units, partial(_better, commitment, own_units))
        except GoalTextError as error:
            faults.append((path, error))
            del item[key]


def _usual(written: Mapping[str, Any], own_units: tuple[str, ...]) -> dict[str, Any]:
    unit = written.get("unit")
    return {**written, "unit": usual_unit(unit, own_units)} if isinstance(unit, str) else dict(written)


def _better(commitment: Mapping[str, Any], own_units: tuple[str, ...], reading: GoalReading) -> str:
    """Which way is better for a bare number: as stated, as the quote says, low for a rank, else high."""
    stated = commitment.get("better")
    if stated == "closer":
        raise GoalTextError(
            ("a bare number with better: closer", "better 为 closer 的单个数字"),
            ("a goal with a comparator, such as 8%左右 or '== 8%'", "带比较符的目标，如 8%左右、“== 8%”"),
        )
    if stated in ("higher", "lower"):
        return str(stated)
    source = commitment.get("source")
    quote = source.get("quote") if isinstance(source, dict) else None
    for goal in quoted_goals(quote, own_units) if isinstance(quote, str) else ():
        side = DIRECTIONS.get(goal.comparator, goal.better)
        if goal.kind == reading.kind and goal.value == reading.value and not goal.implied and side:
            return side
    return "lower" if commitment.get("measure") == "rank" else reading.better or "higher"


@lru_cache(maxsize=65536)
def quoted_goals(quote: str, own_units: tuple[str, ...]) -> tuple[GoalReading, ...]:
    """The goals that the quantity reader gets from a quote; none where it cannot read it."""
    try:
        return tuple(read_goals(quote, own_units=own_units).goals)
    except TargetwatchError:
        return ()


def goal_from_text(
    text: str, own_units: tuple[str, ...], direction: Callable[[GoalReading], str]
) -> dict[str, Any]:
    """The long form of a goal written as short text.

    ``direction`` says for a bare number which way is better (``higher`` or ``lower``).
    Raises `GoalTextError` where the text states no goal, or one that needs the long form.
    """
    try:
        reading = read_goal(text, own_units=own_units)
    except QuantityError as error:
        raise _unread(text, error) from None
    build = _BUILDERS.get(reading.kind)
    if build is None:
        raise GoalTextError((repr(text), repr(text)), _FORMS)
    goal = build(reading, own_units)
    if reading.implied and reading.value is not None:
        goal |= {"comparator": "<=" if direction(reading) == "lower" else ">="}
        goal |= {"implied": True} if reading.kind == "fixed" else {}
    return goal | {"text": text}


def _unread(text: str, error: QuantityError) -> GoalTextError:
    """What the reader did not understand, with the place within the text where that is not its begin."""
    place, place_zh = (f" at {error.found!r}", f"（在 {error.found!r} 处）") if error.column > 1 else ("", "")
    hint = (f"expected there: {error.expected}", f"该处应为：{error.expected_zh}") if place else ("", "")
    return GoalTextError((f"{text!r}{place}", f"{text!r}{place_zh}"), _FORMS, hint)


def _fixed(reading: GoalReading, own_units: tuple[str, ...]) -> dict[str, Any]:
    if reading.unit is None and isinstance(reading.value, Fraction):
        return _numbers(reading, 100) | {"kind": "fixed", "unit": "%"}
    return _numbers(reading) | {"kind": "fixed", "unit": usual_unit(reading.unit, own_units)}


def _multiple(reading: GoalReading, _own_units: tuple[str, ...]) -> dict[str, Any]:
    return _numbers(reading) | {"kind": "multiple"}


def _numbers(reading: GoalReading, scale: int = 1) -> dict[str, Any]:
    value, high = reading.value, reading.value_high
    return {
        "comparator": reading.comparator,
        "value": None if value is None else number_text(value * scale),
        "value_high": None if high is None else number_text(high * scale),
    }


def _external(reading: GoalReading, own_units: tuple[str, ...]) -> dict[str, Any]:
    if not reading.reference:
        raise _long_form("external", "issuer")
    unit = usual_unit(reading.unit, own_units)
    return {
        "kind": "external",
        "issuer": reading.reference,
        "unit": unit,
        "comparator": reading.comparator,
    }


def _relative(_reading: GoalReading, _own_units: tuple[str, ...]) -> dict[str, Any]:
    raise _long_form("relative", "to, offset")


def _stated(_reading: GoalReading, _own_units: tuple[str, ...]) -> dict[str, Any]:
    return {"kind": "stated"}


_BUILDERS: Final = {
    "fixed": _fixed,
    "multiple": _multiple,
    "external": _external,
    "relative": _relative,
    "stated": _stated,
}


def _long_form(kind: str, keys: str) -> GoalTextError:
    return GoalTextError(
        (f"a {kind} goal as short text", f"短文本形式的 {kind} 目标"),
        (f"the long form with {keys}", f"带有 {keys} 的长形式"),
        (f"goal: {{kind: {kind}, …}}", f"goal: {{kind: {kind}, …}}"),
    )


def usual_unit(unit: str | None, own_units: tuple[str, ...] = ()) -> str | None:
    """The unit in its usual spelling; as it is where it is no unit we know.

    >>> usual_unit("元／人月"), usual_unit("颗星")
    ('元/(人·月)', '颗星')
    """
    if unit is None or not unit.strip():
        return None
    return normalise_unit(unit, own_units) if is_unit(unit, own_units) else unit.strip()
