"""What the English words for a unit of measure say: unit, kind of figure, price basis, comparison.

International sources write ``Current prices, million euro``, ``Percentage change on previous
period``, ``% of GDP``, ``Index, 2015=100``, ``constant 2010 US$``; SDMX writes codes. Words that
are no unit stay as they are, so that nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from targetwatch.ingest.labels import SPAN_BEFORE, YEAR_BEFORE
from targetwatch.units import is_unit, normalise_unit


@dataclass(frozen=True, slots=True)
class Measured:
    """What words for a unit say; ``None`` where they do not."""

    unit: str | None = None
    measure: str | None = None
    basis: str | None = None
    compared_to: str | None = None


_PREVIOUS_YEAR: Final = re.compile(
    r"same (?:period|month|quarter)[^,]*(?:previous|last) year|previous year|year[- ]on[- ]year|annual"
    r"|over 1 year|y/y|yoy|12[- ]month|compared to same",
)
_PREVIOUS: Final = re.compile(
    r"previous (?:period|month|quarter)|quarter[- ]on[- ]quarter|month[- ]on[- ]month|q/q|m/m"
)
_CHANGE: Final = re.compile(
    r"(?:%|per ?cent|percentage)\s*(?:change|growth)|growth rate|rate of change|annual %|% growth|growth \("
)
_INDEX: Final = re.compile(r"\bindex\b|=\s*100")
_BASE: Final = re.compile(r"(?P<base>(?:1[89]|20)\d\d)\s*=\s*100")
_SHARE: Final = re.compile(
    r"(?:%|per ?cent|percentage)\s*(?:of|in)\b|share of|\bpc_|(?:%|percent(?:age)?)\s+(?:gross|net|total)\b"
)
_POINTS: Final = re.compile(r"percentage points?|\bpp\b")
_NOMINAL: Final = re.compile(r"current (?:prices?|us\$|lcu|international|local)|nominal")
_REAL: Final = re.compile(
    r"constant|chain[- ]linked|chained volume|\breal\b|\d{4} (?:prices|us\$)|clv|previous year prices"
)
#: Codes of units and of their multiples in SDMX code lists and Eurostat's.
#: Source: SDMX code lists CL_UNIT_MEASURE and CL_UNIT_MULT; Eurostat's dictionary UNIT.
_CODE_WORDS: Final = (
    (Measured("%"), "PT PERCENT PC PCT % PERC"),
    (Measured("%", "share"), "PC_GDP PC_POP PC_ACT PC_TOT PT_B1GQ"),
    (Measured("%", "growth"), "GR GROWTH_RATE"),
    (Measured("%", "growth", None, SPAN_BEFORE), "PCH_PRE RCH_M"),
    (Measured("%", "growth", None, YEAR_BEFORE), "PCH_SM PCH_PRE_YR RCH_A"),
    (Measured("%", "growth", "real", SPAN_BEFORE), "CLV_PCH_PRE"),
    (Measured("%", "growth", "real", YEAR_BEFORE), "CLV_PCH_SM"),
    (Measured("个百分点", "points"), "PP"),
    (Measured("‰"), "PER_1000_POP"),
    (Measured(), "NR NUMBER PURE_NUMB PN RATIO"),
    (Measured(None, "index"), "IX INDEX"),
    (Measured("千个"), "THS"),
    (Measured("人"), "PS PER PERSONS"),
    (Measured("千人"), "THS_PER"),
    (Measured("百万人"), "MIO_PER"),
    (Measured("吨"), "T"),
    (Measured("千吨"), "THS_T"),
    (Measured("百万吨"), "MIO_T"),
    (Measured("欧元"), "EUR"),
    (Measured("百万欧元"), "MIO_EUR"),
    (Measured("百万欧元", None, "nominal"), "CP_MEUR"),
    (Measured("欧元/人", None, "nominal"), "CP_EUR_HAB"),
    (Measured("元"), "CNY"),
    (Measured("美元"), "USD"),
    (Measured("英镑"), "GBP"),
    (Measured("日元"), "JPY"),
    (Measured("港元"), "HKD"),
    (Measured("年"), "YR YEARS"),
    (Measured("公里"), "KM"),
    (Measured("平方公里"), "KM2"),
    (Measured("公顷"), "HA"),
    (Measured("吉瓦时"), "GWH"),
)
_CODES: Final = {code: told for told, codes in _CODE_WORDS for code in codes.split()}
_CHAINED_EURO: Final = re.compile(r"CLV\d\d_MEUR")
_POWER_WORDS: Final = "0 2百 3千 4万 5十万 6百万 7千万 8亿 9十亿 10百亿 11千亿 12万亿"
_MULTIPLES: Final = {
    int(word.rstrip("十百千万亿")): word.lstrip("0123456789") for word in _POWER_WORDS.split()
}
_MULTIPLE_NAMES: Final = {
    0: "units unit ones", 2: "hundreds", 3: "thousands thousand ths", 6: "millions million mio",
    9: "billions billion", 12: "trillions trillion",
}  # fmt: skip
_MULTIPLE_WORDS: Final = {word: power for power, words in _MULTIPLE_NAMES.items() for word in words.split()}
_SHORT: Final = (
    (re.compile(r"^£\s*m(?:illion|n)?$"), "百万英镑"),
    (re.compile(r"^£\s*b(?:illion|n)?$"), "十亿英镑"),
    (re.compile(r"^£\s*(?:000s?|th(?:ousand)?)$"), "千英镑"),
    (re.compile(r"^£$|^pounds?$"), "英镑"),
    (re.compile(r"^(?:000s|thousands)$"), "千个"),
    (re.compile(r"^(?:number|count|nr|numbers|number of|no\.?)$"), ""),
)
#: Words of a price basis before a unit of money: constant 2010 US$.
_BASIS_WORDS: Final = re.compile(
    r"^(?:current|constant)\s+(?:prices,?\s*)?(?:(?:1[89]|20)\d\d\s+)?", re.IGNORECASE
)
#: A scale word that stands elsewhere than in the piece that is a unit would be lost: then the words stay.
_SCALES: Final = re.compile(r"(?:thousand|million|billion|trillion)s?\b", re.IGNORECASE)
_SCALE_LAST: Final = re.compile(
    r"(?P<unit>[^,;]+?),?\s+(?P<scale>thousand|million|billion|trillion)s?", re.IGNORECASE
)
_PER: Final = (
    (re.compile(r"\s+per\s+(?:capita|head|inhabitant|person)$", re.IGNORECASE), "/人"),
    (re.compile(r"\bpeople per sq\.? ?km(?: of land area)?$", re.IGNORECASE), "人/平方公里"),
    (re.compile(r"^sq\. km$", re.IGNORECASE), "平方公里"),
)


@lru_cache(maxsize=4096)
def read_unit_words(text: str) -> Measured:
    """What ``text`` says of a figure.

    >>> read_unit_words("Current prices, million euro").unit, read_unit_words("Index, 2015=100").compared_to
    ('million euro', '2015')
    >>> read_unit_words("Percentage of gross domestic product (GDP)").measure
    'share'
    """
    plain = " ".join(text.split())
    if plain.upper() in _CODES:
        return _CODES[plain.upper()]
    if _CHAINED_EURO.fullmatch(plain):
        return Measured("百万欧元", None, "real")
    folded = plain.casefold()
    basis = "nominal" if _NOMINAL.search(folded) else "real" if _REAL.search(folded) else None
    told = Measured(basis=basis)
    if _POINTS.search(folded):
        return replace(told, unit="个百分点", measure="points")
    if _CHANGE.search(folded):
        compared = SPAN_BEFORE if _PREVIOUS.search(folded) and not _PREVIOUS_YEAR.search(folded) else None
        return replace(told, unit="%", measure="growth", compared_to=compared or _year(folded))
    if _INDEX.search(folded):
        base = _BASE.search(folded)
        return replace(told, measure="index", compared_to=base["base"] if base else _year(folded))
    if _SHARE.search(folded):
        return replace(told, unit="%", measure="share")
    return replace(told, unit=_unit(plain))


def with_multiple(unit: str | None, multiple: str) -> str | None:
    """``unit`` times the power of ten that ``multiple`` states: a number, or words such as Millions.

    >>> with_multiple("欧元", "6"), with_multiple("人", "Thousands"), with_multiple(None, "3")
    ('百万欧元', '千人', '千个')
    """
    plain = multiple.strip().casefold()
    power = int(plain) if plain.isascii() and plain.isdigit() else _MULTIPLE_WORDS.get(plain)
    word = _MULTIPLES.get(power) if power is not None else None
    if not word or unit in ("%", "‰", "个百分点"):
        return unit
    scaled = f"{word}{unit or '个'}"
    return normalise_unit(scaled) if is_unit(scaled) else f"{unit} × 10^{power}"


def is_multiple(text: str) -> bool:
    """Whether ``text`` states a multiple of units that can be read.

    >>> is_multiple("6"), is_multiple("Units"), is_multiple("Dozens")
    (True, True, False)
    """
    plain = text.strip().casefold()
    return plain in _MULTIPLE_WORDS or (plain.isascii() and plain.isdigit() and int(plain) in _MULTIPLES)


def _year(folded: str) -> str | None:
    return YEAR_BEFORE if _PREVIOUS_YEAR.search(folded) else None


def _unit(plain: str) -> str | None:
    """The unit in the words, if any; words that are none stay."""
    folded = plain.casefold()
    for pattern, unit in _SHORT:
        if pattern.match(folded):
            return unit or None
    if folded in ("percentage (%)", "percentage", "percent", "per cent", "%", "rate (%)"):
        return "%"
    if match := _SCALE_LAST.fullmatch(plain):
        plain = f"{match['scale'].lower()} {match['unit']}"
    pieces = [piece.strip() for piece in re.split(r"[,;]", plain)]
    unbracketed = re.sub(r"\s*\([^()]*\)\s*\Z", "", plain)
    for piece in (plain, unbracketed, *reversed(pieces), *re.findall(r"\(([^()]*)\)", plain)):
        bare = _BASIS_WORDS.sub("", piece).strip()
        for pattern, written in _PER:
            bare = pattern.sub(written, bare)
        if is_unit(bare) and len(_SCALES.findall(plain)) == len(_SCALES.findall(bare)):
            return normalise_unit(bare)
    return _BASIS_WORDS.sub("", plain).strip() or None
