"""What a unit is: the names we know, their dimensions, and exact factors between them.

The only importer of pint. The registry starts empty and holds only what ``units.txt`` defines,
so ``m人`` is unknown and 8 % never equals 0.08. Names and scale words are read from that file
without pint; pint is asked once for each unit and the answer kept. Units are text everywhere
else. ``own`` are a plan's own measure words: each is a counted thing with a dimension of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

from targetwatch.errors import TargetwatchError

UnitClass = Literal[
    "ratio", "points", "multiple", "rank", "score", "count", "person", "household", "visit", "money",
    "length", "area", "volume", "mass", "energy", "power", "time", "compound", "other",
]  # fmt: skip

_CLASSES: Mapping[str, UnitClass] = {name: name for name in get_args(UnitClass)} | {
    "length²": "area", "length³": "volume", "energy/time": "power", "calendar": "time", "working day": "time",
}  # fmt: skip

RANK_UNITS = frozenset({"名", "位", "名次", "位次"})
"""Units that a rank may be written with; a rank may also have none."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_TRADITIONAL = str.maketrans(
    "萬億戶畝頃個條項處輛冊臺檯張雙噸圓歲時間盞隻頭種對單筆場顆塊課學標準電鐘週鎮鄉縣廠點車",
    "万亿户亩顷个条项处辆册台台张双吨圆岁时间盏只头种对单笔场颗块课学标准电钟周镇乡县厂点车",
)
_SPANS = frozenset({"月", "年", "天", "日", "小时"})
_DOTS = re.compile(r"[·・•⋅･∙‧●]")
_PER = re.compile(r"\s+per\s+(?!cent|mill?e?\b)")
_MARKS = re.compile(r"\s*([/·*()])\s*")


class UnitError(TargetwatchError):
    """A text that is no unit: ``found``, with the ``nearest`` names that are.

    >>> print(UnitError("千家们", ("千家", "家")))
    found unit '千家们', expected a known unit (nearest: 千家, 家)
    """

    def __init__(self, found: str, nearest: Iterable[str] = ()) -> None:
        self.found = found
        self.nearest: tuple[str, ...] = tuple(nearest)
        hint = f" (nearest: {', '.join(self.nearest)})" if self.nearest else ""
        super().__init__(f"found unit {found!r}, expected a known unit{hint}")


class UnitMismatchError(TargetwatchError):
    """Two units of different dimensions, which have no factor between them."""

    def __init__(self, from_unit: str, to_unit: str, from_dimension: str, to_dimension: str) -> None:
        self.from_unit, self.to_unit = from_unit, to_unit
        self.from_dimension, self.to_dimension = from_dimension, to_dimension
        super().__init__(
            f"found unit {from_unit!r} ({from_dimension}), "
            f"expected a unit that fits {to_unit!r} ({to_dimension})"
        )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Names of the definition file: scale words, names of units, other spellings."""

    scales: Mapping[str, int]
    names: frozenset[str]
    spellings: Mapping[str, str]
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """One factor of a unit: a scale word, a name, and +1 above or −1 below the stroke."""

    scale: str
    name: str
    power: int

    def text(self) -> str:
        """The factor as it is written, with a space between English words."""
        gap = " " if self.scale.isascii() and self.scale else ""
        return f"{self.scale}{gap}{self.name}"


@lru_cache(maxsize=1)
def _definitions() -> str:
    return resources.files("targetwatch").joinpath("units.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    """What the definition file names, read without pint."""
    scales: dict[str, int] = {}
    names: set[str] = set()
    spellings: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for line in _definitions().splitlines():
        if line.startswith("#="):
            head, _, variants = line[2:].partition(" :")
            spelling, _, unit = (part.strip() for part in head.partition("=="))
            if unit:
                meanings[spelling] = unit
            for variant in (spelling, *filter(None, (part.strip() for part in variants.split(",")))):
                spellings[variant] = spelling
        elif line and not line.startswith("#"):
            first, *others = (part.strip() for part in line.removeprefix("@alias ").split("="))
            if first.endswith("-"):
                scales[first[:-1]] = int(others[0])
            else:
                names.add(first)
                names.update(others if line.startswith("@alias") else others[1:])
    return _Vocabulary(scales, frozenset(names), spellings, meanings)


def scale_words() -> Mapping[str, int]:
    """Words such as 万, 亿 and million that may stand before any unit, with their size."""
    return _vocabulary().scales


def unit_names() -> frozenset[str]:
    """Every name and spelling of a unit without scale words, as the reader of text needs them."""
    words = _vocabulary()
    return words.names | frozenset(words.spellings)


def _tidy(text: str) -> str:
    """Half width, simplified script, one kind of dividing dot, no space around marks; ㎡ stays ㎡."""
    plain = text.translate(_FULL_WIDTH).translate(_TRADITIONAL)
    plain = _PER.sub("/", _DOTS.sub("·", plain.replace("×", "*").replace("**", "^")))
    return _MARKS.sub(r"\1", " ".join(plain.split()))


def _spelling(word: str, own: frozenset[str]) -> str | None:
    """The usual spelling of one unit without a scale word, or ``None``."""
    if word in own:
        return word
    words = _vocabulary()
    for candidate in (word, word.lower()) if len(word) > 3 else (word,):
        if candidate in words.spellings:
            return words.spellings[candidate]
        if candidate in words.names:
            return candidate
    return None


def _scaled(word: str, own: frozenset[str]) -> tuple[str, str] | None:
    """Scale word and spelling of ``word``, or ``None`` where it is no unit."""
    if name := _spelling(word, own):
        return "", name
    for scale in sorted(_vocabulary().scales, key=len, reverse=True):
        for lead in {scale, scale.capitalize()}:
            rest = word[len(lead) :]
            glued = not scale.isascii() or rest.startswith(" ")
            if word.startswith(lead) and glued and (name := _spelling(rest.strip(), own)):
                return scale, name
    return None


def _words(chunk: str, power: int, own: frozenset[str]) -> list[_Part] | None:
    """The factors of a chunk without marks; 人月 is two, 人 and 月."""
    if found := _scaled(chunk, own):
        return [_Part(*found, power)]
    for cut in range(1, len(chunk)):
        left, right = _scaled(chunk[:cut], own), _spelling(chunk[cut:], own)
        if left and right in _SPANS:
            return [_Part(*left, power), _Part("", right, power)]
    return None


@lru_cache(maxsize=4096)
def _parse(text: str, own: frozenset[str]) -> tuple[_Part, ...] | None:
    """The factors of a unit, or ``None``. A dot after a stroke belongs below the stroke."""
    plain = _tidy(text)
    if whole := _scaled(plain, own):
        return (_Part(*whole, 1),)
    parts: list[_Part] = []
    for index, product in enumerate(_split(plain, "/")):
        inner = product[1:-1] if product.startswith("(") and product.endswith(")") else product
        for chunk in _split(inner, "·*"):
            found = _words(chunk, -1 if index else 1, own) if chunk else None
            if found is None:
                return None
            parts.extend(found)
    return tuple(parts) or None


def _known(text: str, own: frozenset[str]) -> tuple[_Part, ...]:
    if parts := _parse(text, own):
        return parts
    raise UnitError(text, nearest_units(text))


def _split(text: str, marks: str) -> list[str]:
    """``text`` cut at ``marks`` that are outside brackets."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter in marks and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return pieces


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Our own registry: empty, filled from the definition file, exact."""
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions([line for line in _definitions().splitlines() if not line.startswith("#")])
    return registry


@lru_cache(maxsize=4096)
def _base(name: str) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    """Factor to the base units and dimension of one known unit, from pint."""
    word = _vocabulary().meanings.get(name, name)
    registry = _registry()
    factor, _ = registry.get_base_units(word)
    dimensions = registry.get_dimensionality(word)
    return Fraction(factor), tuple(sorted((key[1:-1], int(power)) for key, power in dimensions.items()))


@lru_cache(maxsize=4096)
def _resolved(text: str, own: frozenset[str]) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    """Factor to base units and dimension of ``text``.

    Raises `UnitError` where it is no unit.
    """
    total, powers = Fraction(1), dict[str, int]()
    size: Fraction
    factors: tuple[tuple[str, int], ...]
    for part in _known(text, own):
        if part.name in own and part.name not in unit_names():
            size, factors = Fraction(1), ((f"own {part.name}", 1),)
        else:
            size, factors = _base(part.name)
        total *= (size * _vocabulary().scales.get(part.scale, 1)) ** part.power
        for key, power in factors:
            powers[key] = powers.get(key, 0) + power * part.power
    return total, tuple(sorted((key, power) for key, power in powers.items() if power))


def _printed(powers: Mapping[str, int]) -> str:
    """``money/(calendar·person)`` and the like; ``1`` for none."""

    def product(sign: int) -> list[str]:
        marks = {1: "", 2: "²", 3: "³"}
        return [
            key.replace("_", " ") + marks.get(abs(power), f"^{abs(power)}")
            for key, power in sorted(powers.items())
            if power * sign > 0
        ]

    above, below = product(1), product(-1)
    text = "·".join(above) or "1"
    if not below:
        return text
    return f"{text}/{below[0]}" if len(below) == 1 else f"{text}/({'·'.join(below)})"


def is_unit(text: str, own: Iterable[str] = ()) -> bool:
    """Whether ``text`` is a unit we know, or one of the plan's ``own``.

    >>> is_unit("万台"), is_unit("元/人·月"), is_unit("m人"), is_unit("")
    (True, True, False, False)
    """
    return bool(text.strip()) and _parse(text, frozenset(own)) is not None


def normalise_unit(text: str, own: Iterable[str] = ()) -> str:
    """The unit in its usual spelling, scale words and measure words kept.

    Raises `UnitError` where it is no unit.

    >>> normalise_unit("元／人月"), normalise_unit("㎡"), normalise_unit("萬戶"), normalise_unit("percent")
    ('元/(人·月)', 'm²', '万户', '%')
    """
    parts = _known(text, frozenset(own))
    above = [part.text() for part in parts if part.power > 0]
    below = [part.text() for part in parts if part.power < 0]
    stroke = "" if not below else f"/{below[0]}" if len(below) == 1 else f"/({'·'.join(below)})"
    return "·".join(above) + stroke


def dimension(text: str, own: Iterable[str] = ()) -> str:
    """The printable name of the unit's dimension, the same for all units that fit each other.

    Raises `UnitError` where it is no unit.

    >>> dimension("万亩"), dimension("家"), dimension("元/人·月")
    ('length²', 'count', 'money/(calendar·person)')
    """
    return _printed(dict(_resolved(text, frozenset(own))[1]))


def fits(a: str, b: str, own: Iterable[str] = ()) -> bool:
    """Whether the two units have one dimension; ``False`` where either is no unit.

    >>> fits("万人", "名"), fits("人", "户"), fits("%", "百分点")
    (True, False, False)
    """
    words = frozenset(own)
    known = _parse(a, words) is not None and _parse(b, words) is not None
    return known and _resolved(a, words)[1] == _resolved(b, words)[1]


@lru_cache(maxsize=4096)
def _factor(from_unit: str, to_unit: str, own: frozenset[str]) -> Fraction:
    above, below = _resolved(from_unit, own), _resolved(to_unit, own)
    if above[1] != below[1]:
        raise UnitMismatchError(from_unit, to_unit, dimension(from_unit, own), dimension(to_unit, own))
    return above[0] / below[0]


def factor(from_unit: str, to_unit: str, own: Iterable[str] = ()) -> Fraction:
    """What one ``from_unit`` is in ``to_unit``, exactly.

    Raises `UnitError` (no unit) or `UnitMismatchError` (another dimension).

    >>> factor("亿元", "万元"), factor("亩", "公顷"), factor("‰", "%")
    (Fraction(10000, 1), Fraction(1, 15), Fraction(1, 10))
    """
    return _factor(from_unit, to_unit, frozenset(own))


def convert(
    value: Decimal | Fraction | int, from_unit: str, to_unit: str, own: Iterable[str] = ()
) -> Decimal | Fraction:
    """``value`` in ``to_unit``: a Decimal where that is exact, else a Fraction.

    Raises `UnitError` (no unit) or `UnitMismatchError` (another dimension).

    >>> convert(Decimal("1.35"), "亿亩", "万公顷"), convert(1, "公顷", "亩"), convert(1, "亩", "公顷")
    (Decimal('900'), Decimal('15'), Fraction(1, 15))
    """
    return as_decimal(Fraction(value) * factor(from_unit, to_unit, own))


def as_decimal(value: Fraction) -> Decimal | Fraction:
    """The same number as a Decimal where its decimals end, else as it is.

    >>> as_decimal(Fraction(13, 4)), as_decimal(Fraction(1, 3))
    (Decimal('3.25'), Fraction(1, 3))
    """
    digits = value.denominator.bit_length()
    whole, rest = divmod(value.numerator * 10**digits, value.denominator)
    if rest:
        return value
    while digits and whole % 10 == 0:
        whole, digits = whole // 10, digits - 1
    return Decimal((int(whole < 0), tuple(int(digit) for digit in str(abs(whole))), -digits))


def unit_class(text: str, own: Iterable[str] = ()) -> UnitClass:
    """What sort of unit it is: ratio, points, count, person, money, area, compound, …

    Raises `UnitError` where it is no unit.

    >>> unit_class("%"), unit_class("个百分点"), unit_class("亿美元"), unit_class("元/人"), unit_class("位")
    ('ratio', 'points', 'money', 'compound', 'person')
    """
    name = dimension(text, own)
    if name.startswith("own "):
        return "count"
    kind = name.partition(" of ")[0] if name.startswith("money of ") else name
    return _CLASSES.get(kind, "compound" if "/" in name or "·" in name else "other")


def counts(text: str, own: Iterable[str] = ()) -> bool:
    """Whether the unit counts things (个, 家, 台, a plan's own measure word), with any scale word.

    >>> counts("万家"), counts("人"), counts("筐"), counts("筐", own=["筐"])
    (True, False, False, True)
    """
    return is_unit(text, own) and unit_class(text, own) == "count"


def nearest_units(text: str) -> tuple[str, ...]:
    """Up to three known units whose spelling is close to ``text``; empty where none is.

    >>> nearest_units("平方公理")
    ('平方公里',)
    """
    plain, known = _tidy(text), sorted(unit_names())
    found = difflib.get_close_matches(plain, known, n=3, cutoff=0.7)
    inside = [name for name in known if len(name) > 1 and (name in plain or (plain and plain in name))]
    return tuple(found or inside[:3] or ([plain[-1]] if plain[-1:] in known else []))
