"""What an indicator's label says: name, unit, measure, span, comparison and price basis.

Offices write all of these into one line: 工业增加值累计增长(%), 居民消费价格指数(上年同月=100),
固定资产投资(不含农户)_比上年增长(%). The words are taken off from the end; what is left
is the name. A word that belongs to a name (人口自然增长率) stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from targetwatch.units import is_unit

#: Spans of a figure: its period alone, or everything from January to its end.
SINGLE: Final = "single"
CUMULATIVE: Final = "cumulative"
#: Words for what a figure is compared with, as ``times.read_comparison`` reads them.
YEAR_BEFORE: Final = "上年同期"
SPAN_BEFORE: Final = "上期"


@dataclass(frozen=True, slots=True)
class Label:
    """An indicator's label taken apart; ``None`` where it does not say.

    ``compared_to`` is ``上年同期``, ``上期`` or a year; ``span`` is ``single`` or
    ``cumulative``; ``sub_item`` is set by ``#`` or 其中.
    """

    name: str = ""
    unit: str | None = None
    measure: str | None = None
    span: str | None = None
    compared_to: str | None = None
    basis: str | None = None
    average_over: str | None = None
    sub_item: bool = False

    @property
    def bare(self) -> bool:
        """Whether it says what kind of figure it is and names no indicator: 比上年增长(%)."""
        return not self.name and (self.measure is not None or self.unit is not None or self.span is not None)


_HALF: Final = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "［": "(",
        "］": ")",
        "【": "(",
        "】": ")",
        "％": "%",
        "＝": "=",
        "＃": "#",
        "：": ":",
    }
    | {"＿": "_", "　": " ", "±": "±", "～": "—", "\u00a0": " "}
)
_SUB: Final = re.compile(r"\s*(?:#+|其\s*中\s*[:、,，]?|of which\s*[:,]?|including\s*:)\s*", re.IGNORECASE)
_NUMBERING: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、．]|\d{1,2}\.(?!\d)|\(\d{1,2}\)"
    r"|[①-⑳])\s*"
)
_BRACKET: Final = re.compile(r"(?P<before>.*?)\((?P<inside>(?:[^()]|\([^()]*\))*)\)\s*")
_INDEX_BASE: Final = re.compile(r"以?(?P<base>[^=]+?)\s*(?:为|=)\s*100(?:\.0+)?%?")
_ENGLISH_BASE: Final = re.compile(r"(?:index,?\s*)?(?P<base>(?:1[89]|20)\d\d)\s*=\s*100", re.IGNORECASE)
_UNIT_LEAD: Final = re.compile(r"(?:计量)?单位\s*:?\s*")
_SIGNED: Final = re.compile(r"[±+\-—、,，/ ]*(%|‰)[±+\-—、,，/ ]*")
_UNKNOWN_UNIT: Final = re.compile(
    r"(?:[十百千]?万|亿|百|千)[^\d\s()=]{1,6}|[^\d\s()=,，、]{1,6}/[^\d\s()=,，、]{1,6}"
)
#: Space within a Chinese label: a line break, or letters drawn apart (总　计).
_GAP: Final = re.compile(r"(?<=[\u3400-\u9fff)%])\s+(?=[\u3400-\u9fff(±%])")
_ENDS: Final = " _:-—–·,，、;；/"

_BASIS: Final = (
    ("nominal", r"名义|现价|现行价格?|当年价格?|按现价|按当年价格?(?:计算)?|按现行价格计算"),
    ("real", r"实际|不变价格?|可比价格?|按(?:可比|不变)价格?(?:计算)?|扣除价格因素"),
    ("comparable", r"同口径|可比口径"),
)
_SINCE: Final = (
    r"(?:与|比|较)(?:上年|去年|上一年)(?:同期|同月|同季度?)?(?:相比)?|同比|(?:与|比|较)(?:上年|去年)(?:同期)?"
)
_BEFORE: Final = r"(?:比|较)?(?:上|前一?)(?:个?月|季度?|期)(?:相比)?|环比"
_RISE: Final = (
    r"(?:增长|增减|增加|上升或下降|升降|增长或下降|上涨|变动|变化)(?:率|速度|幅度|幅)?|增速|增幅|涨跌幅?|±"
)
_FALL: Final = r"(?:下降|降低|减少|回落)(?:率|幅度|幅)?|降幅|降低率"
_CUMULATED: Final = (
    r"(?:本年|全年|年初以来|自年初|1\s*[—\-–至]\s*(?:本月|\d{1,2}月)|年初至今)?累计"
    r"|年初至今|1\s*[—\-–至]\s*本月|本月止"
)
_THIS: Final = r"当季|当月|当期|本期|本月|本季度?|单月|单季"
_B: Final = rf"(?P<basis>{'|'.join(f'(?:{words})' for _, words in _BASIS)})"
_GROWTH: Final = re.compile(
    rf"(?:{_B.replace('basis', 'basis1')})?(?:(?P<cum>{_CUMULATED})|(?P<this>{_THIS}))?"
    rf"(?:{_B.replace('basis', 'basis2')})?"
    rf"(?:(?P<avg>(?:[两二三四五六七八九十]|\d+)?(?:年平均|年均))|(?P<since>{_SINCE})|(?P<before>{_BEFORE}))?"
    rf"(?:{_B.replace('basis', 'basis3')})?"
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))?(?P<points>个?百分点)?[%±]*"
)
_LEVEL: Final = re.compile(
    rf"(?:(?P<cum>{_CUMULATED})|(?P<this>{_THIS}))(?:完成)?(?:值|数|额|量|实际|余额)?|(?P<stock>期末|年末|月末|时点)(?:值|数|余额)"
)
_RATES: Final = ("%", "‰", "个百分点", "百分点")
#: Words for a change that may be one in amount: no unit is assumed for them.
_EITHER: Final = re.compile(r"增减|增加|减少|升降|变动|变化|上升或下降")
#: Names that end like a growth and are none.
_KEPT: Final = re.compile(r"(?:自然|机械|人口|贡献|就业弹性)增长率?\Z|负增长\Z")
_SHARE: Final = re.compile(r"(?:占.*(?:比重|比例|份额)|比重|占比|覆盖率|普及率)\Z")
#: Words in brackets at the end that only describe how a figure is counted and state its basis.
_AVERAGED: Final = re.compile(r"(?P<years>[两二三四五六七八九十]|\d+)年")


@lru_cache(maxsize=65536)
def read_label(text: str) -> Label:
    """The label ``text`` taken apart.

    >>> label = read_label("国内生产总值累计值(亿元)")
    >>> label.name, label.unit, label.measure, label.span
    ('国内生产总值', '亿元', 'total', 'cumulative')
    >>> label = read_label("居民消费价格指数(上年同月=100)")
    >>> label.name, label.measure, label.compared_to
    ('居民消费价格指数', 'index', '上年同期')
    """
    rest = _GAP.sub("", " ".join(text.translate(_HALF).split()))
    sub = _SUB.match(rest)
    rest = rest[sub.end() :] if sub else rest
    numbering = _NUMBERING.match(rest)
    rest = rest[numbering.end() :] if numbering and numbering.end() < len(rest) else rest
    label = Label(sub_item=bool(sub))
    while rest:
        taken = _take(rest, label)
        if taken is None:
            break
        rest, label = taken
    return _settled(replace(label, name=rest.strip(_ENDS)))


def region_of(text: str) -> bool:
    """Whether ``text`` is the name of a Chinese region: a province, or a name that ends as regions do.

    >>> region_of("浙江"), region_of("乙县"), region_of("其他行业"), region_of("全市")
    (True, True, False, True)
    """
    plain = "".join(text.translate(_HALF).split()).lstrip("#")
    return plain in _PROVINCES or bool(_REGION.fullmatch(plain))


_PROVINCE_NAMES: Final = (
    "全国 中国 北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 "
    "湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 "
    "新疆兵团 新疆生产建设兵团 全省 全市 全县 全区"
)
_PROVINCES: Final = frozenset(_PROVINCE_NAMES.split())
_REGION: Final = re.compile(
    r"[\u3400-\u9fff]{1,12}(?:省|市|自治区|自治州|自治县|地区|盟|县|区|旗|特别行政区|新区|开发区|集聚区)"
    r"(?:\([^()]*\))?"
)


def _take(rest: str, label: Label) -> tuple[str, Label] | None:
    """One word or bracket off the end of ``rest``; ``None`` where nothing there is no part of a name."""
    rest = rest.rstrip(_ENDS)
    if rest.endswith(")"):
        opened = _opening(rest)
        inside = rest[opened + 1 : -1].strip()
        known = _inside(inside, label) if opened >= 0 else None
        return None if known is None else (rest[:opened].rstrip(), known)
    return _suffix(rest, label)


def _opening(rest: str) -> int:
    """Where the bracket that closes at the end was opened; −1 where nowhere."""
    depth = 0
    for position in range(len(rest) - 1, -1, -1):
        depth += (rest[position] == ")") - (rest[position] == "(")
        if depth == 0:
            return position
    return -1


def _inside(inside: str, label: Label) -> Label | None:
    """The label with what stands in brackets at its end; ``None`` where that belongs to the name."""
    inside = _UNIT_LEAD.sub("", inside, count=1) if _UNIT_LEAD.match(inside) else inside
    if inside in ("", "-", "—", "--", "无", "无单位"):
        return label
    if base := (_INDEX_BASE.fullmatch(inside) or _ENGLISH_BASE.fullmatch(inside)):
        return _index(label, base["base"].strip())
    if signed := _SIGNED.fullmatch(inside):
        growth = "growth" if any(mark in inside for mark in "±+") else None
        return replace(label, unit=label.unit or signed[1], measure=label.measure or growth)
    if label.unit is None and (is_unit(inside) or _UNKNOWN_UNIT.fullmatch(inside)):
        return replace(label, unit=inside)
    for code, words in _BASIS:
        if re.fullmatch(words, inside):
            return replace(label, basis=label.basis or code)
    taken = _suffix(inside, label)
    return taken[1] if taken is not None and not taken[0].strip(_ENDS) else None


def _index(label: Label, base: str) -> Label:
    """An index with its base: the year before, the span before, a year, or words as they are."""
    if re.fullmatch(r"(上年|去年|上一年)(同期|同月|同季)?", base):
        span = label.span or ("to date" if base.endswith("同期") else None)
        return replace(label, measure="index", compared_to=YEAR_BEFORE, span=span)
    if re.fullmatch(r"上(月|季|季度|期)", base):
        return replace(label, measure="index", compared_to=SPAN_BEFORE)
    year = re.fullmatch(r"((?:1[89]|20)\d\d)年?", base)
    return replace(label, measure="index", compared_to=year[1] if year else base)


def _suffix(rest: str, label: Label) -> tuple[str, Label] | None:
    """The longest word of kind, span or growth at the end of ``rest``, taken into the label."""
    if _KEPT.search(rest):
        return None
    for start in range(len(rest)):
        end = rest[start:]
        if len(end) > 24:
            continue
        alone = start == 0 or rest[start - 1] in _ENDS
        if (match := _LEVEL.fullmatch(end)) and (known := _level(match, label)):
            return rest[:start], known
        if (match := _GROWTH.fullmatch(end)) and (known := _growth(match, label, alone, rest[:start])):
            return rest[:start], known
    return None


def _level(match: re.Match[str], label: Label) -> Label | None:
    if match["stock"]:
        return replace(label, measure=label.measure or "level")
    return replace(label, span=CUMULATIVE if match["cum"] else SINGLE)


def _growth(match: re.Match[str], label: Label, alone: bool, before: str) -> Label | None:
    """Growth as its words state it; a bare word of rising needs a unit of growth or a mark before it."""
    words = match.groupdict()
    basis = words["basis1"] or words["basis2"] or words["basis3"]
    compares = words["since"] or words["before"] or words["avg"]
    moves = words["rise"] or words["fall"]
    if not (compares or moves or basis):
        return None
    if not compares and not moves:
        return replace(label, basis=label.basis or _basis(basis)) if alone and before else None
    if label.unit and label.unit not in _RATES:
        return None
    if not compares and not (words["cum"] or words["this"] or alone or label.unit in ("%", "‰", "个百分点")):
        return None
    span = CUMULATIVE if words["cum"] else SINGLE if words["this"] else label.span
    year_before = words["since"] or (words["cum"] and not label.compared_to)
    compared = SPAN_BEFORE if words["before"] else YEAR_BEFORE if year_before else label.compared_to
    points = words["points"] or label.unit in ("个百分点", "百分点")
    measure = "points" if points else "decline" if words["fall"] else "growth"
    return replace(
        label,
        measure=label.measure if label.measure == "index" else measure,
        span=span,
        compared_to=compared,
        basis=label.basis or _basis(basis),
        average_over=label.average_over or words["avg"],
        unit=label.unit
        or ("个百分点" if points else "%" if "%" in match[0] or not _EITHER.search(match[0]) else None),
    )


def _basis(words: str | None) -> str | None:
    return next((code for code, known in _BASIS if words and re.fullmatch(known, words)), None)


def _settled(label: Label) -> Label:
    """Kinds that follow from the whole: a cumulative amount is a total, 指数 an index, 比重 a share."""
    measure, span = label.measure, label.span
    if measure is None and label.name.endswith("指数") and label.unit in (None, "%"):
        measure = "index"
    if measure is None and label.unit in ("%", "‰", None) and _SHARE.search(label.name):
        measure = "share"
    if measure is None and span == CUMULATIVE:
        measure = "total"
    return replace(label, measure=measure, span=span)
