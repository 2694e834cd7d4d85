"""Periods of time: years, halves, quarters, months and spans of months.

A period is a span of whole calendar months, both ends included. Text forms read:
``2020``, ``2020年``, ``2020-11``, ``2020年11月``, ``2020Q3``, ``2020-Q3``,
``2020年三季度``, ``2020H1``, ``2020年上半年``, ``2020-01/2020-11``,
``2020年1—11月``, ``2016/2020`` (years), ``2016—2020``. A date ``2020-06-30`` is
the month that holds it.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from targetwatch.errors import TargetwatchError


class PeriodError(TargetwatchError, ValueError):
    """Text that is no period; ``found`` is the text."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"found {found!r}, expected a period such as 2020, 2020-11, 2020Q3 or 2020-01/2020-11"
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of months: ``first`` and ``last`` count months since year 0 (12·year + month − 1)."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(f"{_month_text(self.first)}/{_month_text(self.last)}")

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        year, month = self.last // 12, self.last % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def months(self) -> int:
        """How many months it covers."""
        return self.last - self.first + 1

    @property
    def year(self) -> int | None:
        """The calendar year that it is, or ``None`` where it is no whole year."""
        whole = self.months == 12 and self.first % 12 == 0
        return self.first // 12 if whole else None

    def shifted(self, months: int) -> Period:
        """The same span ``months`` later (earlier where negative)."""
        return Period(self.first + months, self.last + months)

    def contains(self, other: Period) -> bool:
        """Whether every month of ``other`` lies in it."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        """The canonical text: ``2020``, ``2020Q3``, ``2020H1``, ``2020-11`` or ``2020-01/2020-11``."""
        year, month = divmod(self.first, 12)
        names = {
            (12, 0): "",
            (3, 0): "Q1",
            (3, 3): "Q2",
            (3, 6): "Q3",
            (3, 9): "Q4",
            (6, 0): "H1",
            (6, 6): "H2",
        }
        named = names.get((self.months, month))
        if named is not None:
            return f"{year}{named}"
        if self.months == 1:
            return _month_text(self.first)
        if self.months % 12 == 0 and month == 0:
            return f"{year}/{self.last // 12}"
        return f"{_month_text(self.first)}/{_month_text(self.last)}"

    def text(self, lang: str = "zh") -> str:
        """The period in words: ``2020年``, ``2020年1—11月``; in English its canonical text.

        >>> parse_period("2020-01/2020-11").text()
        '2020年1—11月'
        """
        if lang != "zh":
            return str(self)
        (year, month), (last_year, last_month) = divmod(self.first, 12), divmod(self.last, 12)
        if self.year is not None:
            return f"{year}年"
        if self.months % 12 == 0 and month == 0:
            return f"{year}—{last_year}年"
        if self.months == 1:
            return f"{year}年{month + 1}月"
        if self.months == 3 and month % 3 == 0:
            return f"{year}年{'一二三四'[month // 3]}季度"
        if self.months == 6 and month % 6 == 0:
            return f"{year}年{'上' if month == 0 else '下'}半年"
        if year == last_year:
            return f"{year}年{month + 1}—{last_month + 1}月"
        return f"{year}年{month + 1}月—{last_year}年{last_month + 1}月"


def _month_text(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


_YEAR: Final = r"((?:1[89]|2[01])\d\d)"
_DASH: Final = r"(?:-|—|–|~|至|到|―|－)"
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FORMS: Final = tuple(
    (name, re.compile(pattern + r"\Z"))
    for name, pattern in (
        ("year", _YEAR + r"年?(?:度|全年)?"),
        ("quarter", _YEAR + r"(?:年?-?Q|年第?|-?第)([1-4一二三四])(?:季度?)?"),
        ("half", _YEAR + r"(?:年?-?H)([12])"),
        ("half_zh", _YEAR + r"年([上下])半年"),
        ("quarter_span", _YEAR + r"-?Q([1-4])(?:\.\.|/|" + _DASH + r")(?:\1-?)?Q([1-4])"),
        ("quarters_zh", _YEAR + r"年前([二三2-3])季度"),
        ("month", _YEAR + r"(?:-|年|/|\.)(0?[1-9]|1[0-2])月?(?:份)?"),
        ("compact", _YEAR + r"(0[1-9]|1[0-2])"),
        ("months", _YEAR + r"(?:年|-)(0?[1-9]|1[0-2])月?" + _DASH + r"(0?[1-9]|1[0-2])月(?:份)?"),
        ("iso_span", _YEAR + r"-(0[1-9]|1[0-2])/" + _YEAR + r"-(0[1-9]|1[0-2])"),
        ("month_span", _YEAR + r"年(0?[1-9]|1[0-2])月" + _DASH + _YEAR + r"年(0?[1-9]|1[0-2])月"),
        ("years", _YEAR + r"年?(?:/|" + _DASH + r")" + _YEAR + r"年?"),
        ("day", _YEAR + r"(?:-|/|年)(0?[1-9]|1[0-2])(?:-|/|月)(0?[1-9]|[12]\d|3[01])日?"),
    )
)


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period:
    """The period that ``text`` names.

    Raises ``PeriodError`` where the text is no period. ``2019.1`` is read as
    January: whether a column of months means October is for its reader to say.

    >>> str(parse_period("2020年三季度"))
    '2020Q3'
    >>> str(parse_period("2020-01/2020-11"))
    '2020-01/2020-11'
    """
    clean = unicodedata.normalize("NFKC", str(text)).strip().replace(" ", "").upper()
    for name, pattern in _FORMS:
        match = pattern.match(clean)
        if match:
            try:
                return _build(name, match.groups())
            except (PeriodError, ValueError):
                raise PeriodError(str(text)) from None
    raise PeriodError(str(text))


def _build(name: str, parts: tuple[str, ...]) -> Period:
    january = int(parts[0]) * 12
    match name:
        case "year":
            return Period(january, january + 11)
        case "quarter":
            quarter = january + 3 * (_QUARTERS[parts[1]] - 1)
            return Period(quarter, quarter + 2)
        case "half" | "half_zh":
            half = january + (6 if parts[1] in "2下" else 0)
            return Period(half, half + 5)
        case "quarter_span":
            return Period(january + 3 * (int(parts[1]) - 1), january + 3 * int(parts[2]) - 1)
        case "quarters_zh":
            return Period(january, january + 3 * _QUARTERS[parts[1]] - 1)
        case "months":
            return Period(january + int(parts[1]) - 1, january + int(parts[2]) - 1)
        case "iso_span" | "month_span":
            return Period(january + int(parts[1]) - 1, int(parts[2]) * 12 + int(parts[3]) - 1)
        case "years":
            return Period(january, int(parts[1]) * 12 + 11)
        case "day":
            day = date(int(parts[0]), int(parts[1]), int(parts[2]))
            return Period(day.year * 12 + day.month - 1, day.year * 12 + day.month - 1)
    month = january + int(parts[1]) - 1
    return Period(month, month)


def parse_date(text: str) -> date:
    """The day that ``text`` names: ``2020-06-30``, ``2020/6/30`` or ``2020年6月30日``.

    Raises ``PeriodError`` where it names none.

    >>> parse_date("2020年6月30日")
    datetime.date(2020, 6, 30)
    """
    clean = unicodedata.normalize("NFKC", str(text)).strip()
    match = re.fullmatch(
        r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?", clean
    )
    if not match:
        raise PeriodError(str(text))
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise PeriodError(str(text)) from None
