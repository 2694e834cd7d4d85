"""The figure that one cell holds: a number, a bound, a range, an answer, a mark of absence, or none of these.

A figure is the whole of its cell. Verdict words, percentages where an amount is due
and narrative are refused, each with its own reason: a number is never lifted out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from targetwatch.actuals import both
from targetwatch.ingest.marks import MISSING, is_fault, is_verdict, plain_text, read_answer, read_availability
from targetwatch.quantity import QuantityError, read_quantity
from targetwatch.units import dimension, is_unit, normalise_unit

Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a cell cannot be used: a code of ``verdicts.REJECTED_WORDS``, what was found and expected."""

    reason: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What a value cell says: ``value`` in ``unit``; all missing for a blank or a mark of absence.

    ``wording`` is the cell's text where it says more than a number; ``remark`` the code
    of a finding (``approximate``, ``fall_of_a_fall``).
    """

    value: Number | None = None
    value_high: Number | None = None
    bound: str | None = None
    unit: str | None = None
    measure: str | None = None
    stage: str | None = None
    answer: str | None = None
    availability: str | None = None
    wording: str | None = None
    remark: str | None = None


_PLAIN: Final = re.compile(r"[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d+)?|\.\d+)")
_ENDS: Final = re.compile(rf"(?P<low>{_PLAIN.pattern})\s*(?:-|—|–|~|至|到|to)+?\s*(?P<high>{_PLAIN.pattern})")
_PLACE: Final = re.compile(r"第\s*(?P<place>\d+)\s*[位名]?")
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(\.\d+)?e[+-]?\d+")
_EXPECTED: Final = re.compile(
    r"(预计|预期|预估|估计|估算|expected|estimated|est\.)[:：为约可达到]*\s*", re.IGNORECASE
)
_RATE_OF_GOAL: Final = re.compile(
    r".*(目标|任务|计划).*%|(已|超额|累计)?完成率?(为|达到?|了)?:?[\d.]+%|completed? [\d.]+%", re.IGNORECASE
)
_SINCE: Final = r"(同比|环比|(比|较)(上年|去年)(同期)?)?"
_RISES: Final = "增长率|增长|上升|提高|增加|上涨|扩大|新增"
_FALLS: Final = "下降|降低|减少|回落|下滑|减轻|负增长"
_DIRECTION: Final = re.compile(rf"{_SINCE}((?P<rise>{_RISES})|(?P<fall>{_FALLS}))(了|为|约)?")
_LEAD: Final = re.compile(r"(累计|全年|实际|完成|共计|共|合计|达到|达)+")
_SCALE_ONLY: Final = re.compile(r"(?P<number>.*\d)\s*(?P<scale>[十百千万亿]+)")
_NUMBER_AND_WORD: Final = re.compile(r"(?P<number>[^\d]{0,3}[\d.,]+)\s*(?P<word>[^\W\d_]{1,4})")
#: 近2万亿元 is less than that: nothing is known but the upper end.
_NEARLY: Final = re.compile(r"近|接近|将近|逼近|nearly|almost|close to", re.IGNORECASE)
_WORDS: Final = re.compile(r"[\u3400-\u9fff]|[a-z]{3}", re.IGNORECASE)
#: Bounds seen from the other side, where a figure changes its sign.
_MIRRORED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
#: What a figure in these units is, where it is said to rise or fall.
_CHANGES: Final = {"%": "growth", "‰": "growth", "个百分点": "points"}

_A_FIGURE: Final = both("数值，如 10.2、超过2.5、4.8—5.1", "a figure such as 10.2 or 4.8 to 5.1")
_AN_AMOUNT: Final = both("数量，不是百分比或完成率", "an amount, not a percentage or a rate of completion")
_ALL_DIGITS: Final = both("完整的数值", "the figure with all its digits")


def read_figure(text: str, unit: str | None = None, measure: str | None = None) -> Figure | Rejection:
    """The figure in the cell ``text``; ``unit`` and ``measure`` are what its row says of it.

    ``measure`` may be ``decline``: the size of a fall, which is negated once (growth or
    points); an amount that fell stays a positive total.

    >>> read_figure("1,234.5", "亿元").value, read_figure("0").value, read_figure("—").value
    (Decimal('1234.5'), Decimal('0'), None)
    >>> read_figure("已完成").reason, read_figure("121%", "亿元").reason
    ('verdict_instead_of_figure', 'rate_instead_of_figure')
    """
    unit = read_unit(unit)
    if measure != "decline" and _PLAIN.fullmatch(text):
        return Figure(_number(text), bound="exact", unit=unit, measure=measure)
    plain = plain_text(text)
    read = _without_number(plain, text.strip())
    if read is None:
        read = _with_number(plain, text.strip(), unit, measure)
    if isinstance(read, Rejection):
        return read
    if read.value is None:
        return replace(read, unit=unit, measure=_settled(measure, unit))
    return _turned(read, measure)


@lru_cache(maxsize=4096)
def read_unit(text: str | None) -> str | None:
    """A unit in its usual spelling; unknown words stay as they are, marks of absence give ``None``.

    >>> read_unit(" ％ "), read_unit("—"), read_unit("盘")
    ('%', None, '盘')
    """
    if text is None or plain_text(text).casefold() in MISSING or text.strip() in ("无", "无单位"):
        return None
    stripped = text.strip()
    return normalise_unit(stripped) if is_unit(stripped) else stripped


def join_ends(low: Figure, high: Figure | Rejection, found: str) -> Figure | Rejection:
    """The range between two figures of one row; refused where one is no number or they stand wrongly."""
    if isinstance(high, Rejection):
        return high
    ends = [end.value for end in (low, high) if end.value is not None and end.bound == "exact"]
    sizes_of_a_fall = low.measure in ("growth", "points")
    if len(ends) < 2 or (ends[0] > ends[1] and not sizes_of_a_fall):
        expected = both("下限和上限各一个数值", "a lower and an upper number")
        return Rejection("unreadable_value", found, expected)
    return replace(low, value=min(ends), value_high=max(ends), bound="range")


def with_bound(figure: Figure, bound: str, declined: bool, found: str) -> Figure | Rejection:
    """The figure with the bound that its row states; refused where the figure itself says another.

    ``declined``: the bound is of the size of a fall, and the figure was negated.
    """
    if figure.bound != "exact" or bound == "range":
        expected = both("与界限一栏一致的数值", "a value that agrees with its bound")
        return Rejection("unreadable_value", found, expected)
    negated = declined and figure.measure != "total"
    return replace(figure, bound=_MIRRORED.get(bound, bound) if negated else bound)


def _without_number(plain: str, text: str) -> Figure | Rejection | None:
    """What a cell without a number says; ``None`` where there may be a number."""
    if plain.casefold() in MISSING:
        return Figure()
    if code := read_availability(plain):
        return Figure(availability=code, wording=text)
    if answer := read_answer(plain):
        return Figure(answer=answer, wording=text)
    if is_verdict(plain):
        return Rejection("verdict_instead_of_figure", text, _A_FIGURE)
    if is_fault(plain):
        return Rejection("unreadable_value", text, _ALL_DIGITS)
    if "%" in plain and _RATE_OF_GOAL.fullmatch(plain):
        return Rejection("rate_instead_of_figure", text, _AN_AMOUNT)
    return None


def _with_number(plain: str, text: str, unit: str | None, measure: str | None) -> Figure | Rejection:
    match = _EXPECTED.match(plain)
    stage, rest = ("expected", plain[match.end() :].strip()) if match else (None, plain)
    if _PLAIN.fullmatch(rest) or _SCIENTIFIC.fullmatch(rest):
        return Figure(_number(rest), bound="exact", unit=unit, stage=stage, wording=text if stage else None)
    figure = _directed(rest, text, unit, measure)
    if isinstance(figure, Rejection):
        return figure
    return replace(figure, stage=stage, wording=text)


def _directed(rest: str, text: str, unit: str | None, measure: str | None) -> Figure | Rejection:
    """A figure after a word of direction or none: 增长8.1%, 下降0.3个百分点, 减少3万吨, 累计10万人."""
    match = _DIRECTION.match(rest)
    lead = match or _LEAD.match(rest)
    figure = _quantity(rest[lead.end() :].strip() if lead else rest, text, unit)
    if match is None or isinstance(figure, Rejection):
        return figure
    return _with_direction(figure, match, text, measure)


def _with_direction(
    figure: Figure, match: re.Match[str], text: str, measure: str | None
) -> Figure | Rejection:
    """A rise or fall in percent or points is growth; of an amount it is the amount itself, positive."""
    kind = _CHANGES.get(figure.unit or "")
    if kind is None:
        fits = measure in (None, "total", "decline")
        return figure if fits else Rejection("unreadable_value", text, _A_FIGURE)
    if match["rise"] == "新增" or measure not in (None, kind, "growth", "decline"):
        return Rejection("rate_instead_of_figure", text, _AN_AMOUNT)
    if measure == "decline":
        size = both("降幅", "the size of the fall")
        return figure if match["fall"] else Rejection("unreadable_value", text, size)
    return replace(_negated(figure) if match["fall"] else figure, measure=kind)


def _quantity(rest: str, text: str, unit: str | None) -> Figure | Rejection:
    """A quantity as the reader of quantities has it, with the unit of its column where it names none."""
    if unit and not is_unit(unit) and rest.endswith(unit):
        rest = rest.removesuffix(unit).strip()
    scaled = _SCALE_ONLY.fullmatch(rest)
    if scaled and unit and unit[0] in "十百千万亿":
        bare = scaled["number"]
        expected = both(f"{bare}，或写全单位", f"{bare}, or the whole unit beside it")
        return Rejection("unreadable_value", text, expected)
    rest = rest + unit if scaled and unit else rest
    if _PLAIN.fullmatch(rest):
        return Figure(_number(rest), bound="exact", unit=unit)
    read = _range(rest) or _rank(rest) or _read(rest)
    return _refused(rest, text) if read is None else _with_unit(read, text, unit)


def _range(rest: str) -> Figure | None:
    """A range of two bare numbers, either of which may be negative: ``-3—-2``."""
    match = _ENDS.fullmatch(rest)
    ends = sorted(map(_number, match.group("low", "high"))) if match else []
    if not match or ends[0] != _number(match["low"]):
        return None
    return Figure(ends[0], ends[1], "range")


def _rank(rest: str) -> Figure | None:
    match = _PLACE.fullmatch(rest)
    return Figure(Decimal(match["place"]), bound="exact", measure="rank") if match else None


def _read(rest: str) -> Figure | None:
    try:
        quantity = read_quantity(rest)
    except QuantityError:
        return None
    about = quantity.bound == "approx"
    bound = ("lt" if _NEARLY.match(rest) else "exact") if about else quantity.bound
    remark = "approximate" if about else None
    return Figure(quantity.value, quantity.value_high, bound, read_unit(quantity.unit), remark=remark)


def _refused(rest: str, text: str) -> Rejection:
    match = _NUMBER_AND_WORD.fullmatch(rest)
    if match and not is_unit(match["word"]) and _PLAIN.fullmatch(match["number"].strip()):
        return Rejection("unknown_unit", match["word"], both("已知单位", "a known unit"))
    reason = "narrative_instead_of_figure" if _WORDS.search(rest) else "unreadable_value"
    return Rejection(reason, text, _A_FIGURE)


def _with_unit(figure: Figure, text: str, unit: str | None) -> Figure | Rejection:
    """The unit in the cell beside the unit of its column: one may be missing, else they must fit."""
    if figure.unit is None or unit is None or figure.unit == unit:
        return replace(figure, unit=figure.unit or unit)
    if is_unit(unit) and is_unit(figure.unit) and dimension(figure.unit) == dimension(unit):
        return figure
    if figure.unit in ("%", "‰") and unit != "个百分点":
        return Rejection("rate_instead_of_figure", text, _AN_AMOUNT)
    return Rejection("unit_does_not_fit", text, both(f"单位 {unit}", f"the unit {unit}"))


def _turned(figure: Figure, measure: str | None) -> Figure:
    """The figure with its measure; the size of a fall becomes negative growth or points, once."""
    if measure != "decline":
        return replace(figure, measure=figure.measure or measure)
    settled = _settled(measure, figure.unit)
    if settled == "total":
        return replace(figure, measure=settled)
    falls_back = figure.value is not None and figure.value < 0
    remark = "fall_of_a_fall" if falls_back else figure.remark
    return replace(_negated(figure), measure=settled, remark=remark)


def _settled(measure: str | None, unit: str | None) -> str | None:
    if measure != "decline":
        return measure
    return "growth" if unit is None else _CHANGES.get(unit, "total")


def _negated(figure: Figure) -> Figure:
    if figure.value is None:
        return figure
    if figure.value_high is not None:
        return replace(figure, value=-figure.value_high, value_high=-figure.value)
    return replace(figure, value=-figure.value, bound=_MIRRORED.get(figure.bound or "", figure.bound))


def _number(plain: str) -> Decimal:
    return Decimal(plain.replace(",", ""))
