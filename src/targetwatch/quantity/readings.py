"""What reading gives: quantities, goals, whole readings, and the error that names the column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from targetwatch.errors import TargetwatchError
from targetwatch.quantity.numerals import write_number

Number = Decimal | Fraction
Kind = Literal["fixed", "multiple", "relative", "external", "stated"]
Measure = Literal["level", "total", "growth", "share", "points", "rank", "index"]
Comparator = Literal[">=", ">", "<=", "<", "==", "~=", "in"]
Better = Literal["higher", "lower", "closer"]
Basis = Literal["nominal", "real", "comparable"]
Strength = Literal["commit", "strive"]
Bound = Literal["exact", "gt", "ge", "lt", "le", "range", "approx"]

#: The same comparison seen from the other side, where a number changes its sign.
MIRRORED: Mapping[Comparator, Comparator] = {
    ">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "~=": "~=", "in": "in",
}  # fmt: skip
BOUNDS: Mapping[Comparator | None, Bound] = {
    None: "exact", "==": "exact", ">": "gt", ">=": "ge", "<": "lt", "<=": "le", "in": "range", "~=": "approx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its written unit: an actual such as ``超过2.5万亿元`` or ``4.8—5.1``."""

    value: Number
    value_high: Number | None = None
    unit: str | None = None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class GoalReading:
    """One goal as it was read.

    ``value`` and ``value_high`` are in ``unit`` as written (10 and 万人, -3 and %), a multiple
    in 倍; ``None`` where the goal has no number. ``measure`` is ``None`` where the text does
    not decide it, ``better`` where nothing does. ``implied``: no word states the comparator.
    ``text[start:end]`` is where it stands.
    """

    indicator: str
    kind: Kind
    measure: Measure | None
    basis: Basis | None
    comparator: Comparator
    value: Number | None
    value_high: Number | None
    unit: str | None
    better: Better | None
    reference: str | None
    offset: str | None
    compared_to: str | None
    strength: Strength
    implied: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Misread:
    """A place that was not understood: column (from 1), what was found, what was expected."""

    column: int
    found: str
    expected: str
    expected_zh: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The goals of one text, what was left over, and what could not be understood."""

    text: str
    goals: tuple[GoalReading, ...]
    unread: str
    problems: tuple[Misread, ...]


class QuantityError(TargetwatchError):
    """A text that is no quantity or no goal: where (column from 1), what was found and expected.

    >>> print(QuantityError("8%以", 3, "以", "a bound such as 以上"))
    '8%以', column 3: found '以', expected a bound such as 以上
    """

    def __init__(self, text: str, column: int, found: str, expected: str, expected_zh: str = "") -> None:
        self.text = text
        self.column = column
        self.found = found
        self.expected = expected
        self.expected_zh = expected_zh or expected
        super().__init__(self.message("en"))

    def message(self, lang: str = "en") -> str:
        """The error as one sentence in ``lang``."""
        if lang == "zh":
            return f"“{self.text}”第{self.column}列：实际为“{self.found}”，应为{self.expected_zh}"
        return f"{self.text!r}, column {self.column}: found {self.found!r}, expected {self.expected}"


def reading_as_json(reading: Reading) -> dict[str, object]:
    """The object that ``targetwatch parse`` prints: text, goals, unread.

    Values are decimal strings in the written unit (a third is ``"1/3"``), ``None`` where
    the text states none.
    """
    return {
        "text": reading.text,
        "goals": [goal_as_json(goal) for goal in reading.goals],
        "unread": reading.unread,
    }


def goal_as_json(goal: GoalReading) -> dict[str, object]:
    """One goal as plain data, its keys in their fixed order."""
    return {
        "indicator": goal.indicator,
        "kind": goal.kind,
        "measure": goal.measure,
        "basis": goal.basis,
        "comparator": goal.comparator,
        "value": None if goal.value is None else write_number(goal.value),
        "value_high": None if goal.value_high is None else write_number(goal.value_high),
        "unit": goal.unit,
        "better": goal.better,
        "reference": goal.reference,
        "offset": goal.offset,
        "compared_to": goal.compared_to,
        "strength": goal.strength,
        "implied": goal.implied,
    }
