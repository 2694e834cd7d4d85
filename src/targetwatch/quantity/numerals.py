"""Numerals: Chinese and Arabic digits to exact numbers, and numbers written out again."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

Number = Decimal | Fraction

DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9,
}  # fmt: skip
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
ARABIC: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+")
_ONE: Final = "[一二两三四五六七八九]"
_SECTION: Final = re.compile(
    rf"(?:(?P<q>{_ONE})千)?(?:(?P<zb>零)?(?P<b>{_ONE})百)?(?:(?P<zs>零)?(?P<s>{_ONE})?十)?(?:(?P<zg>零)?(?P<g>{_ONE}))?"
)
_WRITTEN: Final = "零一二三四五六七八九"


def read_digits(text: str) -> Decimal | None:
    """Arabic digits with or without thousands commas, or ``None``.

    >>> read_digits("1,234.5"), read_digits("12,34")
    (Decimal('1234.5'), None)
    """
    return Decimal(text.replace(",", "")) if ARABIC.fullmatch(text) else None


def read_section(text: str) -> Decimal | None:
    """A Chinese numeral below ten thousand, or digits read out one by one; ``None`` where it is neither.

    Two neighbouring digits (七八) are an estimate and no number.

    >>> read_section("两千三百"), read_section("十五"), read_section("二〇二〇"), read_section("七八")
    (Decimal('2300'), Decimal('15'), Decimal('2020'), None)
    """
    if not text:
        return None
    if all(letter in DIGITS for letter in text):
        if len(text) > 1 and len(text) < 4 and not set(text) & {"零", "〇"}:
            return None
        return Decimal("".join(str(DIGITS[letter]) for letter in text))
    match = _SECTION.fullmatch(text)
    return Decimal(_section_value(match)) if match else None


def _section_value(match: re.Match[str]) -> int:
    """The value of a section; a last digit right after 百 or 千 counts tens or hundreds (三百五)."""
    thousands, hundreds = DIGITS.get(match["q"] or "", 0), DIGITS.get(match["b"] or "", 0)
    tens = DIGITS.get(match["s"] or "", 1) if "十" in match[0] else 0
    ones = DIGITS.get(match["g"] or "", 0)
    if ones and not match["zg"] and "十" not in match[0]:
        if hundreds:
            return thousands * 1000 + hundreds * 100 + ones * 10
        if thousands:
            return thousands * 1000 + ones * 100
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones


def write_number(value: Number | int) -> str:
    """The number in digits, without trailing zeros; a fraction as ``1/3``.

    >>> write_number(Decimal("10.50")), write_number(Decimal("1E+3")), write_number(Fraction(1, 3))
    ('10.5', '1000', '1/3')
    """
    if isinstance(value, Fraction):
        return str(value)
    text = format(Decimal(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def write_chinese(value: Decimal | int) -> str:
    """The number in Chinese characters.

    >>> write_chinese(15000), write_chinese(Decimal("-10.05")), write_chinese(100_0010)
    ('一万五千', '负十点零五', '一百万零一十')
    """
    whole, _, decimals = write_number(Decimal(value)).removeprefix("-").partition(".")
    text = _whole(int(whole))
    if decimals:
        text += "点" + "".join(_WRITTEN[int(digit)] for digit in decimals)
    return ("负" if value < 0 else "") + text


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    parts: list[str] = []
    for size, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size)
        if section:
            gap = "零" if parts and section < 1000 else ""
            written = _whole(section) if section >= 10**4 else _section(section)
            parts.append(gap + written + word)
        elif parts and number and not parts[-1].endswith("零"):
            parts.append("零")
    text = re.sub("零+", "零", "".join(parts))
    return text.removeprefix("一") if text.startswith("一十") else text


def _section(number: int) -> str:
    """One to 9999 in characters, without a leading zero."""
    text = ""
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += _WRITTEN[digit] + word
        elif text and number and not text.endswith("零"):
            text += "零"
    return text
