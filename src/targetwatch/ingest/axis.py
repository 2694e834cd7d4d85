"""The periods along a row or down a column of a published table.

A cell is read in the light of its axis: what the frequency is, which year a title
states, whether ``2019.1`` can be a month at all and which one. An axis is a list of
texts; what comes out is the canonical text of each period, ``None`` for a cell that is no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from targetwatch.periods import Period, PeriodError, parse_period

#: An axis cell that may be January or October, where nothing around it decides.
AMBIGUOUS: Final = "?"

_FULL: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2212: "-"}
_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {name: position + 1 for position, name in enumerate(_MONTH_NAMES.split())}
_YEAR: Final = r"(?P<year>(?:1[89]|20)\d\d)"
_DASH: Final = r"(?:-|—|–|~|至|到|―)+"
_MARKS: Final = re.compile(
    r"\s*(?:\((?:p|e|f|r|初步|初步核算|初步数|预计|快报|快报数|final|provisional)\)|[*†①-⑩])\s*\Z",
    re.IGNORECASE,
)
_POINT: Final = re.compile(rf"{_YEAR}\.(?P<month>\d{{1,2}})")
_END: Final = re.compile(rf"{_YEAR}年(?:末|底|终|年末|年底)")
_WHOLE_FLOAT: Final = re.compile(r"((?:1[89]|20)\d\d)\.0+")
#: Forms that statistics offices write beside those of ``periods``; each gives a canonical text.
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r".*\[YR(\d{4})\]", re.IGNORECASE), lambda m: m[1]),
    (re.compile(r".*\[YR(\d{4})Q([1-4])\]", re.IGNORECASE), lambda m: f"{m[1]}Q{m[2]}"),
    (re.compile(r".*\[YR(\d{4})M(\d\d)\]", re.IGNORECASE), lambda m: f"{m[1]}-{m[2]}"),
    (re.compile(rf"{_YEAR}-?A1?", re.IGNORECASE), lambda m: m["year"]),
    (re.compile(rf"{_YEAR}-?[SB]([12])", re.IGNORECASE), lambda m: f"{m['year']}H{m[2]}"),
    (re.compile(rf"{_YEAR}[-: ]?M(\d{{1,2}})", re.IGNORECASE), lambda m: f"{m['year']}-{int(m[2]):02d}"),
    (re.compile(rf"{_YEAR}[:](\d\d)"), lambda m: f"{m['year']}-{m[2]}"),
    (re.compile(rf"{_YEAR}\s+Q([1-4])", re.IGNORECASE), lambda m: f"{m['year']}Q{m[2]}"),
    (re.compile(rf"Q([1-4])[\s\-/]+{_YEAR}", re.IGNORECASE), lambda m: f"{m['year']}Q{m[1]}"),
    (re.compile(rf"{_YEAR}[\s\-]+([A-Za-z]{{3}})[A-Za-z]*\.?"), lambda m: _english(m["year"], m[2])),
    (re.compile(rf"([A-Za-z]{{3}})[A-Za-z]*\.?[\s\-]+{_YEAR}"), lambda m: _english(m["year"], m[1])),
    (re.compile(r"([A-Za-z]{3})-(\d\d)"), lambda m: _english(_century(m[2]), m[1])),
    (re.compile(rf"{_YEAR}-(\d\d)-\d\d/P(\d+)([YM])"), lambda m: _lasting(m["year"], m[2], m[3], m[4])),
    (re.compile(rf"{_YEAR}-(\d\d)-(\d\d)[T ].*"), lambda m: f"{m['year']}-{m[2]}-{m[3]}"),
    (re.compile(rf"{_YEAR}年?1(?:月)?{_DASH}(\d{{1,2}})月(?:累计|份)?"), lambda m: _months(m["year"], m[2])),
    (re.compile(rf"{_YEAR}年(?P<first>\d{{1,2}})、(?P<last>\d{{1,2}})月"), lambda m: _pair(m)),
    (re.compile(rf"{_YEAR}年第?([一二三四1-4])季"), lambda m: f"{m['year']}年{m[2]}季度"),
    (re.compile(rf"{_YEAR}年(?:第)?[一1]{_DASH}([二三四2-4])季度"), lambda m: f"{m['year']}年前{m[2]}季度"),
    (re.compile(rf"{_YEAR}\s*\((?:年|year)\)"), lambda m: m["year"]),
)
#: A part of the year that a title names.
_PARTS: Final = re.compile(
    rf"(?:第?[一二三四1-4]季度?|[上下]半年|前[二三23]季度?|(?:1[0-2]|0?[1-9])月份?|"
    rf"(?:1[0-2]|0?[1-9])月?{_DASH}(?:1[0-2]|[1-9])月(?:份|累计)?|全年|Q[1-4]|H[12])"
)


@lru_cache(maxsize=65536)
def read_time(text: str, year: str | None = None) -> str | None:
    """The period that one cell names, in canonical text; ``None`` where it names none.

    ``year`` is what a title states for cells such as ``1—11月`` and ``上半年``.

    >>> read_time("2020 Q1"), read_time("2020 JAN"), read_time("1990 [YR1990]"), read_time("1—11月", "2020")
    ('2020Q1', '2020-01', '1990', '2020-01/2020-11')
    """
    plain = " ".join(text.translate(_FULL).split())
    while match := _MARKS.search(plain):
        plain = plain[: match.start()]
    if not plain or len(plain) > 40:
        return None
    if match := _WHOLE_FLOAT.fullmatch(plain):
        return match[1]
    if match := _END.fullmatch(plain):
        return match["year"]
    for pattern, canonical in _FORMS:
        if match := pattern.fullmatch(plain):
            return _canonical(canonical(match))
    found = _canonical(plain)
    if found is None and year is not None and _PARTS.fullmatch(plain.replace(" ", "")):
        return read_time(year + "年" + plain.replace(" ", "")) if plain != "全年" else year
    return found


def read_axis(
    cells: Sequence[str], year: str | None = None, frequency: str | None = None
) -> list[str | None]:
    """The period of each cell of an axis; ``frequency`` (Y, H, Q, M) is what the table states.

    ``2019.1`` is October where the column writes months with two digits (2019.01), January
    where it writes 2019.10, else what its neighbours leave room for; ``AMBIGUOUS`` where nothing decides.

    >>> read_axis(["2019.9", "2019.1", "2019.11"]), read_axis(["2019.1", "2019.2"])
    (['2019-09', '2019-10', '2019-11'], ['2019-01', '2019-02'])
    """
    months = [_point(cell) for cell in cells]
    if frequency == "Q" and all(point[1] in "1234" for point in months if point):
        return [
            f"{m[0]}Q{m[1]}" if m else read_time(cell, year) for m, cell in zip(months, cells, strict=True)
        ]
    tenths = any(month == "10" for _, month in filter(None, months))
    padded = any(month.startswith("0") for _, month in filter(None, months))
    read = [read_time(cell, year) for cell in cells]
    for position, point in enumerate(months):
        if point is not None and point[1] == "1":
            near = [months[at] for at in (position - 1, position + 1) if 0 <= at < len(months)]
            october = padded if tenths != padded else _is_october(point[0], near)
            read[position] = AMBIGUOUS if october is None else f"{point[0]}-{'10' if october else '01'}"
    return read


def of_frequency(period: str, frequency: str | None) -> str | None:
    """The period of a series of ``frequency`` (Y, H, Q, M) that a row dated ``period`` holds.

    A quarter's figure in a row of months stands for the quarter that ends there; ``None``
    where the row's month ends no such span.

    >>> of_frequency("2020-03", "Q"), of_frequency("2020-12", "Y"), of_frequency("2020-02", "Q")
    ('2020Q1', '2020', None)
    """
    months = {"Y": 12, "H": 6, "Q": 3}.get(frequency or "")
    if months is None or period == AMBIGUOUS:
        return period
    span = parse_period(period)
    if span.months != 1:
        return period
    last = span.last
    if (last + 1) % months:
        return None
    return str(Period(last - months + 1, last))


def since_january(period: str) -> str:
    """The span from January to the end of ``period``.

    >>> since_january("2020-11"), since_january("2020Q2"), since_january("2020")
    ('2020-01/2020-11', '2020H1', '2020')
    """
    if period == AMBIGUOUS:
        return period
    last = parse_period(period).last
    return str(Period(last - last % 12, last))


def frequency_of(text: str) -> str | None:
    """The letter of a frequency: 年 Y, 半年 H, 季 Q, 月 M; ``None`` for any other word.

    >>> frequency_of("季度"), frequency_of("Annual"), frequency_of("日")
    ('Q', 'Y', None)
    """
    plain = "".join(text.translate(_FULL).split()).casefold().rstrip("度")
    for letter, words in _FREQUENCIES.items():
        if plain in words:
            return letter
    return None


_FREQUENCY_WORDS: Final = {
    "Y": "年 a y annual yearly 每年 p1y",
    "H": "半年 h s semi-annual half-yearly",
    "Q": "季 q quarterly 每季 p3m",
    "M": "月 m monthly 每月 p1m",
}
_FREQUENCIES: Final = {letter: frozenset(words.split()) for letter, words in _FREQUENCY_WORDS.items()}


def _point(cell: str) -> tuple[str, str] | None:
    match = _POINT.fullmatch("".join(cell.translate(_FULL).split()))
    return (match["year"], match["month"]) if match and match["month"] != "0" else None


def _is_october(year: str, near: Sequence[tuple[str, str] | None]) -> bool | None:
    """Whether ``2019.1`` between these neighbours is October; ``None`` where they do not tell."""
    close = {month[1].lstrip("0") for month in near if month is not None and month[0] == year}
    before = {month[1] for month in near if month is not None and int(month[0]) == int(year) - 1}
    if close & {"9", "11"}:
        return True
    if close & {"2"} or before & {"11", "12"}:
        return False
    return None


def _canonical(text: str) -> str | None:
    try:
        return str(parse_period(text))
    except PeriodError:
        return None


def _english(year: str, month: str) -> str:
    return f"{year}-{_MONTHS.get(month[:3].lower(), 0):02d}"


def _century(two: str) -> str:
    return f"{'19' if int(two) >= 50 else '20'}{two}"


def _lasting(year: str, month: str, count: str, what: str) -> str:
    first = int(year) * 12 + int(month) - 1
    months = int(count) * (12 if what == "Y" else 1)
    return str(Period(first, first + months - 1)) if months else ""


def _months(year: str, last: str) -> str:
    return f"{year}-01/{year}-{int(last):02d}" if int(last) > 1 else f"{year}-01"


def _pair(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['first']):02d}/{match['year']}-{int(match['last']):02d}"
