"""How numbers are shown: the only place that rounds.

Three promises hold whatever the numbers are: shown actual − shown goal = shown
gap; a gap that is there never shows as zero; a share shows 100 % only where it
is whole. Values come in as floats, ``Decimal`` or ``Fraction``; out comes text,
or the rounded ``Decimal`` that it prints. Source: half up, as statistics offices print.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from typing import Final, NamedTuple

from targetwatch.units import counts, scale_words

Numeric = int | float | Decimal | Fraction

#: Decimals beyond which a value counts as computed and is rounded.
PUBLISHED_DECIMALS: Final = 4
#: Decimals of a computed value, unless the goal has more.
COMPUTED_DECIMALS: Final = 2
#: Significant digits of a float that are taken as meant; the rest is noise.
SIGNIFICANT_DIGITS: Final = 12
#: What stands where there is no value.
NOTHING: Final = "—"
#: Measures whose 完成率 is shown; for the others only the gap is.
COMPLETION_MEASURES: Final = ("level", "total", "share")

_WIDE: Final = Context(prec=60)
_POINTS: Final = {"%": "个百分点", "％": "个百分点", "percent": "个百分点", "‰": "个千分点"}
_WHOLE_UNITS: Final = ("千米", "千克", "千瓦", "千瓦时", "千伏", "百分点", "百分比", "千分点", "千卡", "千帕")
#: Chinese unit, one of it and several of it in English; a slash parts the fields.
_ENGLISH_LINES: Final = """
%/%/% ％/%/% ‰/‰/‰ 百分点/percentage point/percentage points 个百分点/percentage point/percentage points
千分点/per mille point/per mille points 个千分点/per mille point/per mille points
元/yuan/yuan 人民币/yuan/yuan 美元/US dollar/US dollars 人/person/people 名/person/people 人次/visit/visits
户/household/households 户次/household visit/household visits 天/day/days 日/day/days 月/month/months
个月/month/months 年/year/years 小时/hour/hours 分钟/minute/minutes 公里/km/km 千米/km/km 米/m/m 亩/mu/mu
公顷/hectare/hectares 平方公里/km²/km² 平方千米/km²/km² 平方米/m²/m² ㎡/m²/m² 立方米/m³/m³ 吨/tonne/tonnes
公斤/kg/kg 千克/kg/kg 吨标准煤/tonne of coal equivalent/tonnes of coal equivalent 千瓦/kW/kW
千克标准煤/kg of coal equivalent/kg of coal equivalent 克标准煤/g of coal equivalent/g of coal equivalent
吨二氧化碳/tonne of CO₂/tonnes of CO₂ 兆瓦/MW/MW
工作日/working day/working days 个工作日/working day/working days
秒/second/seconds 周/week/weeks 季度/quarter/quarters 岁/year/years 微克/µg/µg 毫克/mg/mg 升/litre/litres
千瓦时/kWh/kWh 度/kWh/kWh 标箱/TEU/TEU 倍/times/times 床位/bed/beds
学位/school place/school places 分/point/points 位/place/places
"""
_ENGLISH: Final[dict[str, tuple[str, str]]] = {
    chinese: (one, many)
    for chinese, one, many in re.findall(r"([^/\s]+)/([^/]+)/([^/\n]+?)(?=\s+[^/\s]+/|\n)", _ENGLISH_LINES)
}


def read_exact(value: Numeric) -> Decimal:
    """``value`` as a ``Decimal`` without the noise of floats.

    Floats and fractions keep 12 significant digits; decimals and integers stay.

    >>> read_exact(10.4 - 8)
    Decimal('2.4')
    >>> read_exact(1e20)
    Decimal('100000000000000000000')
    """
    if isinstance(value, Decimal):
        exact = value
    elif isinstance(value, Fraction):
        exact = Context(prec=SIGNIFICANT_DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator))
    elif isinstance(value, int):
        exact = Decimal(value)
    else:
        exact = Decimal(format(float(value), f".{SIGNIFICANT_DIGITS}g"))
    return _strip(exact)


def _strip(value: Decimal) -> Decimal:
    """``value`` without trailing zeros, exponent and negative zero."""
    if not value:
        return Decimal(0)
    plain = value.normalize(_WIDE)
    exponent = plain.as_tuple().exponent
    return plain.quantize(Decimal(1), context=_WIDE) if isinstance(exponent, int) and exponent > 0 else plain


def count_decimals(value: Decimal) -> int:
    """How many digits ``value`` has after its point.

    >>> count_decimals(Decimal("2.40"))
    2
    """
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def round_half_up(value: Numeric, decimals: int) -> Decimal:
    """``value`` rounded half up, away from zero, to ``decimals`` digits.

    >>> round_half_up(Decimal("2.345"), 2), round_half_up(-0.05, 1)
    (Decimal('2.35'), Decimal('-0.1'))
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = read_exact(value).quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    return rounded if rounded else abs(rounded)


def _own_decimals(value: Numeric) -> int:
    """The digits with which ``value`` is shown by itself: all of a stated one, few of a computed one."""
    exact = read_exact(value)
    decimals = count_decimals(exact)
    if decimals <= PUBLISHED_DECIMALS or isinstance(value, Decimal):
        return decimals
    return min(decimals, max(COMPUTED_DECIMALS, 1 - exact.adjusted()))


def round_value(value: Numeric) -> Decimal:
    """``value`` as it is shown by itself.

    >>> round_value(2.4000000000000004), round_value(12.83333333), round_value(0.000123456)
    (Decimal('2.4'), Decimal('12.83'), Decimal('0.00012'))
    """
    exact = read_exact(value)
    return _strip(round_half_up(exact, _own_decimals(value)))


class Shown(NamedTuple):
    """A goal, an actual and their gap, rounded so that actual − goal = gap exactly."""

    goal: Decimal
    actual: Decimal
    gap: Decimal


def round_triple(
    goal: Numeric, actual: Numeric, gap: Numeric | None = None, *, digits: int | None = None
) -> Shown:
    """The goal, the actual and the gap with as many digits as it takes.

    The goal is shown in full. ``gap`` says on which side the actual lies (by default its
    own difference): a gap of 0 makes the two equal, any other never shows as 0.
    ``digits`` asks for at least so many, and they are kept (``8.0``).

    >>> round_triple(8, 10.4)
    Shown(goal=Decimal('8'), actual=Decimal('10.4'), gap=Decimal('2.4'))
    >>> show_triple(8, 7.99999)
    ShownText(goal='8', actual='7.99999', gap='-0.00001')
    """
    exact_goal, exact_actual = read_exact(goal), read_exact(actual)
    wanted = read_exact(gap) if gap is not None else _WIDE.subtract(exact_actual, exact_goal)
    if not wanted:
        shown_goal = _strip(round_half_up(exact_goal, max(_own_decimals(goal), digits or 0)))
        return _with_digits(shown_goal, shown_goal, digits)
    decimals = max(_own_decimals(goal), _own_decimals(actual), digits or 0)
    while True:
        shown_goal, shown_actual = round_half_up(exact_goal, decimals), round_half_up(exact_actual, decimals)
        shown_gap = _WIDE.subtract(shown_actual, shown_goal)
        if (shown_gap > 0) == (wanted > 0) and shown_gap:
            return _with_digits(_strip(shown_goal), _strip(shown_actual), digits)
        if decimals >= count_decimals(exact_actual) + count_decimals(exact_goal):
            return _with_digits(exact_goal, _WIDE.add(exact_goal, wanted), digits)
        decimals += 1


def _with_digits(goal: Decimal, actual: Decimal, digits: int | None) -> Shown:
    """The three with at least ``digits`` decimals where that is asked for."""
    gap = _strip(_WIDE.subtract(actual, goal))
    if digits is None:
        return Shown(goal, actual, gap)

    def padded(value: Decimal) -> Decimal:
        return value if count_decimals(value) >= digits else round_half_up(value, digits)

    return Shown(goal, padded(actual), gap)


class ShownText(NamedTuple):
    """A goal, an actual and their gap as text, without units; the gap has its sign."""

    goal: str
    actual: str
    gap: str


def show_triple(
    goal: Numeric,
    actual: Numeric,
    gap: Numeric | None = None,
    *,
    digits: int | None = None,
    lang: str = "zh",
) -> ShownText:
    """`round_triple` as text.

    >>> show_triple(8, 5.4, -2.5999999999999996)
    ShownText(goal='8', actual='5.4', gap='-2.6')
    """
    shown = round_triple(goal, actual, gap, digits=digits)
    return ShownText(*(show_number(number, lang=lang) for number in shown))


def show_number(value: Numeric | None, *, digits: int | None = None, lang: str = "zh") -> str:
    """``value`` as digits: grouped by commas in English, not in Chinese; a dash where there is none.

    ``digits`` fixes the decimals; without it a ``Decimal`` prints as it is and any other
    number as `round_value` gives it.

    >>> show_number(1234567.5), show_number(1234567.5, lang="en"), show_number(None)
    ('1234567.5', '1,234,567.5', '—')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if digits is not None:
        shown = round_half_up(value, digits)
    else:
        shown = value if isinstance(value, Decimal) else round_value(value)
    text = format(shown if shown else abs(shown), "f" if lang == "zh" else ",f")
    return text.replace("-", "−") if lang == "en" else text


def split_scale(unit: str) -> tuple[int, str]:
    """The power of ten that a unit begins with, and the rest.

    >>> split_scale("万亿元"), split_scale("千瓦时"), split_scale("亿千瓦时")
    ((12, '元'), (0, '千瓦时'), (8, '千瓦时'))
    """
    if unit.startswith(_WHOLE_UNITS):
        return 0, unit
    names = [name for name in scale_words() if not name.isascii() and unit.startswith(name)]
    if not names:
        return 0, unit
    name = max(names, key=len)
    return len(str(scale_words()[name])) - 1, unit[len(name) :]


def show_unit(unit: str | None, lang: str = "zh", *, plural: bool = True) -> str:
    """The words of a unit; in English without its scale word.

    >>> show_unit("元/(人·月)", "en"), show_unit("家", "en"), show_unit("万人", "en")
    ('yuan per person per month', '', 'people')
    """
    if not unit:
        return ""
    if lang == "zh":
        return _chinese_unit(unit)
    plain = split_scale(unit.strip())[1]
    if "/" in plain:
        top, _, below = plain.partition("/")
        parts = [part for part in below.strip("()（）").replace("*", "·").split("·") if part]
        singles = [show_unit(part, "en", plural=False) or "unit" for part in parts]
        return " per ".join([show_unit(top, "en", plural=plural), *singles]).strip()
    if plain in _ENGLISH:
        return _ENGLISH[plain][1 if plural else 0]
    return "" if not plain.isascii() and counts(plain) else plain


def _chinese_unit(unit: str) -> str:
    words = {"percentage points": "个百分点", "百分点": "个百分点", "千分点": "个千分点", "％": "%"}
    return words.get(unit, unit)


def points_unit(unit: str | None) -> str:
    """The unit of a difference: points for percentages, else the unit itself.

    >>> points_unit("%"), points_unit("万人")
    ('个百分点', '万人')
    """
    return _POINTS.get(unit or "", unit or "")


def show_value(value: Numeric | None, unit: str | None, lang: str = "zh") -> str:
    """``value`` with its unit, as a sentence of ``lang`` writes it.

    In English the scale words 万 and 亿 are worked into the number. A ``Decimal``
    is printed with the digits that it has.

    >>> show_value(10.2, "万人"), show_value(10.2, "万人", "en"), show_value(230, "亿元", "en")
    ('10.2万人', '102,000 people', '23 billion yuan')
    >>> show_value(2.6, "个百分点", "en"), show_value(60, "家", "en")
    ('2.6 percentage points', '60')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if lang == "zh":
        words = show_unit(unit)
        return f"{show_number(value)}{' ' if words[:1].isascii() and words[:1].isalpha() else ''}{words}"
    shown = value if isinstance(value, Decimal) else round_value(value)
    number, scaled = _english_number(shown, split_scale(unit or "")[0])
    one = number.lstrip("-\N{MINUS SIGN}") == "1" or (not scaled and abs(shown) == 1)
    words = show_unit(unit, "en", plural=not one)
    return f"{number}{'' if words in ('%', '‰', '') else ' '}{words}"


def _english_number(value: Decimal, power: int) -> tuple[str, bool]:
    """The number with ``power`` worked in, as digits and a scale word, and whether it has grown."""
    if not power:
        return show_number(value, lang="en"), False
    full = value.scaleb(power, context=_WIDE)
    for least, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if full and full.adjusted() >= least and power >= 4:
            return f"{show_number(_strip(full.scaleb(-least, context=_WIDE)), lang='en')} {word}", True
    return show_number(_strip(full), lang="en"), True


def show_ordinal(value: Numeric, lang: str = "zh") -> str:
    """A place in a ranking.

    >>> show_ordinal(3), show_ordinal(3, "en"), show_ordinal(12, "en"), show_ordinal(22, "en")
    ('第3位', '3rd', '12th', '22nd')
    """
    number = show_number(value, lang=lang)
    if lang == "zh":
        return f"第{number}位"
    if number[-2:] in ("11", "12", "13") or not number[-1].isdigit() or "." in number:
        return f"{number}th"
    return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")


def show_completion(ratio: float | None, measure: str | None, *, met: bool) -> str:
    """A 完成率 with one decimal or as many as it takes; a dash where it is not to be shown.

    Growth, points, rank and index have none; what is not met never shows 100 % or more:
    just below it gets more digits, and exactly there (``突破60家`` with 60) it has none.

    >>> show_completion(1.02, "total", met=True), show_completion(0.99996, "total", met=False)
    ('102.0%', '99.996%')
    >>> show_completion(1.0, "level", met=False), show_completion(0.7, "growth", met=False)
    ('—', '—')
    """
    if ratio is None or not math.isfinite(ratio) or measure not in COMPLETION_MEASURES:
        return NOTHING
    percent = read_exact(ratio) * 100
    if not met and percent >= 100:
        return NOTHING
    decimals = 1
    while not met and round_half_up(percent, decimals) >= 100:
        decimals += 1
    return f"{show_number(round_half_up(percent, decimals))}%"


def show_share(part: int, whole: int, *, digits: int = 1) -> str:
    """The share of ``part`` in ``whole``; 100 % and 0 % only where that is exactly so.

    >>> show_share(2, 3), show_share(9999, 10000), show_share(0, 3), show_share(1, 0)
    ('66.7%', '99.99%', '0.0%', '—')
    """
    if not whole:
        return NOTHING
    percent = Fraction(100 * part, whole)
    while True:
        shown = round_half_up(percent, digits)
        if (shown < 100 or part >= whole) and (shown > 0 or part <= 0):
            return f"{shown}%"
        digits += 1


def largest_remainder(counts: Sequence[int], *, digits: int = 1) -> tuple[Decimal, ...]:
    """Percentages of ``counts`` that add up to exactly 100; all zero where nothing is counted.

    Each is cut down to ``digits`` decimals; the steps left over go to the largest
    remainders, the first of equal ones.

    Source: the method of largest remainder (Hamilton).

    >>> [str(share) for share in largest_remainder([1, 1, 1])]
    ['33.4', '33.3', '33.3']
    """
    total = sum(counts)
    step = Decimal(1).scaleb(-digits)
    if not total:
        return tuple(Decimal(0).quantize(step) for _ in counts)
    exact = [Fraction(100 * count * 10**digits, total) for count in counts]
    floors = [math.floor(share) for share in exact]
    order = sorted(range(len(counts)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[: 100 * 10**digits - sum(floors)]:
        floors[index] += 1
    with localcontext(_WIDE):
        return tuple((Decimal(steps) * step).quantize(step, rounding=ROUND_FLOOR) for steps in floors)


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def show_date(day: date | None, lang: str = "zh") -> str:
    """A day in words.

    >>> show_date(date(2020, 12, 5)), show_date(date(2020, 12, 5), "en")
    ('2020年12月5日', '5 December 2020')
    """
    if day is None:
        return NOTHING
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
