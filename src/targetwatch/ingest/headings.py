"""One text of a table's head: a period, a kind of figure, growth against a year, or an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from targetwatch.ingest.axis import read_time, since_january
from targetwatch.ingest.labels import CUMULATIVE, SINGLE, YEAR_BEFORE, read_label, region_of
from targetwatch.ingest.wide import Said, said
from targetwatch.periods import parse_period


@dataclass(frozen=True, slots=True)
class Heading:
    """What a head text says of its column; ``growth`` where its figures compare others and are no amounts."""

    said: Said = field(default_factory=Said)
    growth: bool = False

    def under(self, upper: Heading) -> Heading:
        """This heading below another: what both say, names joined; a sub-item keeps its own name."""
        own, above = self.said, upper.said
        name = own.indicator or above.indicator
        note = own.note
        if own.indicator and above.indicator and own.indicator != above.indicator:
            name = own.indicator if own.note else f"{above.indicator}_{own.indicator}"
            note = f"{own.note}，属于{above.indicator}" if own.note else None
        return Heading(replace(own.over(above), indicator=name, note=note), self.growth or upper.growth)


_YEAR: Final = r"(?:1[89]|20)\d\d"
_AGAINST: Final = re.compile(
    rf"(?P<year>{_YEAR})?年?(?P<part>(?:1[-—–~至])?\d{{1,2}}月)?(?:比|较)(?P<base>{_YEAR}|上年|去年|上一年)年?(?P<words>.*)"
)
_TIME_FIRST: Final = re.compile(
    rf"(?P<time>{_YEAR}年(?:(?:1?\d[-—–~至])?1?\d月|[上下]半年|第?[一二三四]季度|前[二三]季度|末|底)?)(?P<rest>[^为占相比较].*)"
)
_AS_PERCENT: Final = re.compile(
    rf"(?P<year>{_YEAR})?年?(?:为|相当于|占)?(?:为)?(?P<base>{_YEAR}|上年|去年)年?(?:同期)?的?(?:百分比|%|＝100|=100)?\s*\(?[%％]?\)?"
)
_RELATIVE: Final = re.compile(r"本年|本年度|当年|全年|本年累计|今年")
_LAST_YEAR: Final = re.compile(r"上年|去年|上年度|上年实绩|上年数")
_LAST_SAME: Final = re.compile(r"上年同期|去年同期|上年同期数")
#: Heads that say only that figures are figures.
_GENERIC: Final = re.compile(
    r"绝对[数量值额]|总\s*量|数\s*值|数\s*据|指标值|实\s*绩|实际(?:完成)?(?:数|值)?|完成(?:数|值|情况)?|实际数|本期数"
    r"|项\s*目|指\s*标|实际值|统计数|合计数"
)
_RANK: Final = re.compile(r"(?:增[速幅]|总量)?(?:居|在)?(?:全国|全省|全市)?(?:位\s*次|排\s*名|名\s*次)")
_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]\Z")
_EMPTY: Final = Heading()


@lru_cache(maxsize=4096)
def read_heading(text: str, year: str | None, period: str | None) -> Heading:
    """What one head text says; ``year`` and ``period`` are what the title states.

    >>> read_heading("2020年比上年增长(%)", None, None).said.period
    '2020'
    >>> read_heading("绝对数（亿元）", None, None).said.unit
    '亿元'
    """
    plain = "".join(text.split())
    if not plain:
        return _EMPTY
    if time := read_time(plain, year):
        return Heading(Said(period=time, span=CUMULATIVE if "累计" in plain else None))
    label = read_label(text)
    if time := read_time(_BRACKETS.sub("", plain), year):
        span = CUMULATIVE if "累计" in plain else None
        return Heading(Said(period=time, unit=label.unit, span=span))
    if time := read_time("".join(label.name.split()), year):
        return Heading(replace(said(label), indicator=None, period=time), label.measure is not None)
    bare = "".join(label.name.split())
    if found := _dated(plain, year, period):
        return found
    if _LAST_SAME.fullmatch(bare) or _LAST_YEAR.fullmatch(bare):
        return Heading(replace(said(label), indicator=None, period=_before(year, period)))
    if _RELATIVE.fullmatch(bare) and year:
        return Heading(replace(said(label), indicator=None, period=year))
    if found := _compared(plain, label.unit):
        return found
    if label.bare:
        return _bare(text, period)
    if _RANK.fullmatch(bare):
        return Heading(Said(measure="rank"), True)
    if _GENERIC.fullmatch(bare) or not bare:
        return Heading(replace(said(label), indicator=None), label.measure in _COMPARING)
    if region_of(bare) and label.unit is None:
        return Heading(Said(region=bare))
    return Heading(
        said(label), label.measure in _COMPARING and label.compared_to is not None and not label.name
    )


_COMPARING: Final = ("growth", "decline", "points")


def _dated(plain: str, year: str | None, period: str | None) -> Heading | None:
    """A time and then words: 2020年产量(万吨), 2019年实际."""
    if _AGAINST.fullmatch(plain) or not (match := _TIME_FIRST.fullmatch(plain)):
        return None
    time = read_time(match["time"], year)
    rest = read_heading(match["rest"], year, period)
    fits = time is not None and rest.said.period is None
    return Heading(replace(rest.said, period=time), rest.growth) if fits else None


def _bare(text: str, period: str | None) -> Heading:
    """A kind of figure without a name: 比上年增长, 本月, 1—本月."""
    label = read_label(text)
    told = said(label)
    told = replace(told, measure=None) if told.measure == "total" else told
    if label.span in (SINGLE, CUMULATIVE) and period and told.measure is None:
        whole = since_january(period) if label.span == CUMULATIVE else _last_month(period)
        return Heading(replace(told, period=whole))
    return Heading(told, label.measure in _COMPARING)


def _last_month(period: str) -> str:
    """The month in which a span ends, where the span begins in January and 本月 is meant."""
    span = parse_period(period)
    year, month = divmod(span.last, 12)
    return period if span.months in (3, 6, 12) else f"{year}-{month + 1:02d}"


def _before(year: str | None, period: str | None) -> str | None:
    if period:
        return str(parse_period(period).shifted(-12))
    return str(int(year) - 1) if year else None


def _compared(plain: str, unit: str | None) -> Heading | None:
    """Growth or an index against a year that the head names: 2020年比2019年增长, 2020年为2019年%."""
    if match := _AGAINST.fullmatch(plain):
        label = read_label("比上年" + match["words"])
        if label.measure in _COMPARING:
            base = match["base"]
            compared = base if base.isdigit() else YEAR_BEFORE
            period = read_time(f"{match['year']}年{match['part'] or ''}") if match["year"] else None
            return Heading(replace(said(label), indicator=None, period=period, compared_to=compared), True)
    percent = unit == "%" or "%" in plain or "＝100" in plain or "=100" in plain
    if (
        percent
        and (match := _AS_PERCENT.fullmatch(plain))
        and (match["year"] or match["base"] in ("上年", "去年"))
    ):
        compared = match["base"] if match["base"].isdigit() else YEAR_BEFORE
        return Heading(Said(period=match["year"], measure="index", compared_to=compared), True)
    return None
