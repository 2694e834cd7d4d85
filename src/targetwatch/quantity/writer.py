"""Writing of quantities and goals, so that reading them again gives the same."""

from __future__ import annotations

from targetwatch.quantity.numerals import write_number
from targetwatch.quantity.readings import Bound, Comparator, GoalReading, Number, Quantity

_AFTER_ZH: dict[Comparator, tuple[str, str]] = {
    ">=": ("", "以上"), "<=": ("", "以下"), ">": ("超过", ""), "<": ("低于", ""), "~=": ("", "左右"),
    "==": ("=", ""), "in": ("", ""),
}  # fmt: skip
_AFTER_EN: dict[Comparator, str] = {
    ">=": "at least ", "<=": "no more than ", ">": "more than ", "<": "less than ", "~=": "about ",
    "==": "exactly ", "in": "",
}  # fmt: skip
_COMPARATORS: dict[Bound, Comparator | None] = {
    "exact": None, "gt": ">", "ge": ">=", "lt": "<", "le": "<=", "range": "in", "approx": "~=",
}  # fmt: skip


def _amount(value: Number, high: Number | None, unit: str | None, lang: str) -> str:
    """``5—6万户``; a space before an English unit."""
    gap = " " if unit and unit[0].isascii() and unit[0].isalpha() else ""
    mark = "—" if lang == "zh" else " to "
    span = "" if high is None else mark + write_number(high)
    return f"{write_number(value)}{span}{gap}{unit or ''}"


def _bounded(amount: str, comparator: Comparator | None, lang: str) -> str:
    if comparator is None:
        return amount
    if lang == "en":
        return _AFTER_EN[comparator] + amount
    before, after = _AFTER_ZH[comparator]
    return before + amount + after


def write_quantity(quantity: Quantity, lang: str = "zh") -> str:
    """The quantity as text that `read_quantity` reads back to the same.

    >>> from decimal import Decimal
    >>> write_quantity(Quantity(Decimal("2.50"), None, "万亿元", "gt"))
    '超过2.5万亿元'
    """
    amount = _amount(quantity.value, quantity.value_high, quantity.unit, lang)
    return _bounded(amount, _COMPARATORS[quantity.bound], lang)


def format_quantity(value: Number, unit: str | None = None, value_high: Number | None = None) -> str:
    """A number, or a range, with its unit.

    >>> from decimal import Decimal
    >>> format_quantity(Decimal(5), "万户", Decimal(6)), format_quantity(Decimal("8.0"), "%")
    ('5—6万户', '8%')
    """
    return _amount(value, value_high, unit, "zh")


def write_goal(goal: GoalReading, lang: str = "zh") -> str:
    """The goal as short text that `read_goal` reads back to the same comparator, value and unit.

    A goal without a number is written by its reference.

    >>> from targetwatch.quantity.reader import read_goal
    >>> write_goal(read_goal("不低于8%")), write_goal(read_goal("10万人以上"), "en")
    ('8%以上', 'at least 10万人')
    """
    if goal.value is None:
        return goal.reference or ""
    comparator = None if goal.implied else goal.comparator
    return _bounded(_amount(goal.value, goal.value_high, goal.unit, lang), comparator, lang)
