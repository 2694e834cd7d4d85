"""Bands around a goal, as a plan states them: ``5%``, ``0.5个百分点``, ``3家``.

A band of 左右, of 基本完成, of 超额完成 and of pace has one form: a ratio of the
goal, or an amount in a unit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from targetwatch.fields import number_text, refuse

#: The canonical text of percentage points.
POINTS: Final = "个百分点"
_POINTS_WORDS: Final = frozenset(
    {"个百分点", "百分点", "pp", "pps", "ppt", "p.p.", "percentage point", "percentage points", "points"}
)
_PERCENT_WORDS: Final = frozenset({"%", "percent", "per cent"})
_AMOUNT: Final = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>\D.*)?")


@dataclass(frozen=True, slots=True)
class Band:
    """One of the two: ``ratio`` of the goal (0.05 for 5%), or ``amount`` in ``unit``.

    ``unit`` is the text of a unit (个百分点 for points); ``None`` for a ratio.
    """

    ratio: Decimal | None = None
    amount: Decimal | None = None
    unit: str | None = None

    @property
    def text(self) -> str:
        """The band as a plan writes it, in its shortest form."""
        if self.ratio is not None:
            return number_text(self.ratio * 100) + "%"
        return number_text(self.amount or Decimal(0)) + (self.unit or "")


@lru_cache(maxsize=4096)
def parse_amount(text: str) -> tuple[Decimal, str]:
    """The number and the unit text of ``-0.5 个百分点``; percent and points in one spelling each.

    Raises the error of `refuse` where there is no number in figures.

    >>> parse_amount("-0.5 pp")
    (Decimal('-0.5'), '个百分点')
    """
    clean = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    match = _AMOUNT.fullmatch(clean)
    if match is None:
        refuse(
            (repr(text), repr(text)),
            ("an amount with its unit, such as 0.5个百分点 or 5%", "带单位的数量，如 0.5个百分点、5%"),
        )
    unit = (match["unit"] or "").strip()
    if unit.casefold() in _POINTS_WORDS:
        unit = POINTS
    elif unit.casefold() in _PERCENT_WORDS:
        unit = "%"
    return Decimal(match["number"]), unit


@lru_cache(maxsize=4096)
def parse_band(text: str) -> Band:
    """The band that ``text`` states; ``±`` before it is allowed.

    Raises the error of `refuse` for what is no amount, or is below zero or has no unit.

    >>> parse_band("±5%")
    Band(ratio=Decimal('0.05'), amount=None, unit=None)
    >>> parse_band("0.50 个百分点").text
    '0.5个百分点'
    """
    number, unit = parse_amount(text.strip().removeprefix("±"))
    if number < 0:
        refuse((repr(text), repr(text)), ("a band that is not below zero", "不小于零的区间"))
    if not unit:
        written = number_text(number)
        refuse(
            (f"{text!r} without a unit", f"{text!r}，缺单位"),
            ("a band with its unit", "带单位的区间"),
            (f"write {written}% or {written}{POINTS}", f"写作 {written}% 或 {written}{POINTS}"),
        )
    return Band(ratio=number.scaleb(-2)) if unit == "%" else Band(amount=number, unit=unit)


def _band_text(value: Any) -> str:
    return parse_band(str(value)).text


def _amount_text(value: Any) -> str:
    number, unit = parse_amount(str(value))
    return number_text(number) + unit


BandText = Annotated[
    str, BeforeValidator(_band_text), WithJsonSchema({"type": "string", "examples": ["5%", "0.5个百分点"]})
]
AmountText = Annotated[
    str,
    BeforeValidator(_amount_text),
    WithJsonSchema({"type": ["string", "number"], "examples": ["-0.5个百分点", 0]}),
]
