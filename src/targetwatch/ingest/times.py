"""Periods, days and comparisons as the cells of actuals write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Final

from targetwatch.actuals import both
from targetwatch.ingest.figures import Rejection
from targetwatch.ingest.marks import MISSING
from targetwatch.periods import Period, PeriodError, parse_date, parse_period

#: A month of one digit after a point: a spreadsheet writes 2020.10 so as well.
_YEAR_AND_ONE: Final = re.compile(r"\d{4}\.1")
_YEAR_AND_TEN: Final = re.compile(r"\d{4}\.10")
_YEAR_BEFORE: Final = re.compile(
    r"同比|(比|较)?(上年|去年)(同期|同月|同季)?|previousyear|yearonyear|year-on-year|yoy"
)
_SPAN_BEFORE: Final = re.compile(r"环比|上期|上月|上季度?|previousperiod|qoq|mom")


def has_october(cells: Iterable[str]) -> bool:
    """Whether a column of periods writes October as ``2020.10``, so that its ``2020.1`` is January."""
    return any(_YEAR_AND_TEN.fullmatch(cell.strip()) for cell in cells)


def read_period(text: str, october: bool = False) -> str | Rejection | None:
    """A period in canonical text; ``None`` for a mark of absence.

    ``2020.1`` is refused unless ``october`` says that the column writes ``2020.10``.

    >>> read_period("2020年1—11月")
    '2020-01/2020-11'
    """
    found = text.strip()
    if found.casefold() in MISSING:
        return None
    if _YEAR_AND_ONE.fullmatch(found) and not october:
        year = found[:4]
        return Rejection(
            "unreadable_period", found, both(f"{year}-01 或 {year}-10", f"{year}-01 or {year}-10")
        )
    try:
        return str(parse_period(found))
    except PeriodError:
        expected = both(
            "时期，如 2020、2020-11、2020Q3、2020-01/2020-11",
            "a period such as 2020, 2020-11 or 2020Q3",
        )
        return Rejection("unreadable_period", found, expected)


def read_day(text: str) -> date | Rejection | None:
    """A day; a month alone is its last day, the first on which all of it is known; ``None`` where blank.

    >>> read_day("2020/6/30"), read_day("2021年2月")
    (datetime.date(2020, 6, 30), datetime.date(2021, 2, 28))
    """
    if text.strip().casefold() in MISSING:
        return None
    try:
        return parse_date(text)
    except PeriodError:
        month = _month(text)
    if month is None:
        return Rejection(
            "unreadable_date", text.strip(), both("日期，如 2020-06-30", "a day such as 2020-06-30")
        )
    year, number = divmod(month.first, 12)
    return date(year, number + 1, monthrange(year, number + 1)[1])


def is_month_only(text: str) -> bool:
    """Whether ``text`` names a month and no day."""
    try:
        parse_date(text)
    except PeriodError:
        return _month(text) is not None
    return False


def read_comparison(text: str, period: str | None) -> str:
    """The period compared with, in canonical text, where ``text`` names one; else the words as they are.

    >>> read_comparison("上年同期", "2020-01/2020-11"), read_comparison("环比", "2020-11")
    ('2019-01/2019-11', '2020-10')
    """
    try:
        return str(parse_period(text))
    except PeriodError:
        plain = re.sub(r"[\s_]+", "", text).casefold()
    if period is None:
        return text
    own = parse_period(period)
    if _YEAR_BEFORE.fullmatch(plain):
        return str(own.shifted(-12))
    return str(own.shifted(-own.months)) if _SPAN_BEFORE.fullmatch(plain) else text


def _month(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except PeriodError:
        return None
    return period if period.months == 1 and not _YEAR_AND_ONE.fullmatch(text.strip()) else None
