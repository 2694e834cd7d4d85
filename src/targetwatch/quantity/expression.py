"""The parser of quantity expressions: tokens cut by the scanner to an exact value.

The grammar is LALR (``grammar.lark``) and built once. A token carries its word's
meaning: a number, a scale, a comparator, a unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any, Final, Literal

from targetwatch.quantity.numerals import LARGE, Number
from targetwatch.quantity.readings import Comparator
from targetwatch.units import as_decimal, scale_words

Form = Literal["amount", "multiple", "cover", "growth", "none_left", "front"]
Style = Literal["arabic", "chinese", "unit_only", "word"]

#: Words that are a whole quantity: form, comparator, value, unit.
WORDS: Final[dict[str, tuple[Form, Comparator | None, Decimal, str | None]]] = {
    "全覆盖": ("cover", ">=", Decimal(100), "%"),
    "全域覆盖": ("cover", ">=", Decimal(100), "%"),
    "零增长": ("growth", "==", Decimal(0), "%"),
    "两位数增长": ("growth", ">=", Decimal(10), "%"),
    "两位数以上增长": ("growth", ">=", Decimal(10), "%"),
    "零新增": ("growth", "==", Decimal(0), "%"),
    "正增长": ("growth", ">", Decimal(0), "%"),
    "负增长": ("growth", "<", Decimal(0), "%"),
    "由负转正": ("growth", ">", Decimal(0), "%"),
    "动态清零": ("none_left", "==", Decimal(0), None),
    "清零": ("none_left", "==", Decimal(0), None),
    "动态归零": ("none_left", "==", Decimal(0), None),
    "零发生": ("none_left", "==", Decimal(0), None),
    "零事故": ("none_left", "==", Decimal(0), "起"),
    "零死亡": ("none_left", "==", Decimal(0), "人"),
    "零上访": ("none_left", "==", Decimal(0), "起"),
    "减半": ("growth", "<=", Decimal(-50), "%"),
    "倍增": ("multiple", None, Decimal(2), "倍"),
    "过半": ("amount", ">", Decimal(50), "%"),
    "百分百": ("amount", None, Decimal(100), "%"),
    "过半数": ("amount", ">", Decimal(50), "%"),
    "一半": ("amount", None, Decimal(50), "%"),
    "半数": ("amount", None, Decimal(50), "%"),
    "double": ("multiple", None, Decimal(2), "倍"),
    "triple": ("multiple", None, Decimal(3), "倍"),
    "quadruple": ("multiple", None, Decimal(4), "倍"),
    "twofold": ("multiple", None, Decimal(2), "倍"),
    "threefold": ("multiple", None, Decimal(3), "倍"),
    "halve": ("multiple", "<=", Decimal("0.5"), "倍"),
    "full coverage": ("cover", ">=", Decimal(100), "%"),
    "half": ("amount", None, Decimal(50), "%"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One token: its type in the grammar, its meaning, and where it stands (``start`` to ``end``)."""

    type: str
    meaning: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A quantity in a text: ``text[start:end]``, its number beginning at ``core``.

    ``comparator`` is what its own words state, ``None`` where they state none. ``scale`` is
    the scale word that belongs to the written unit (万 of 万人); `written_unit` joins both.
    Without a unit the scale is multiplied out and kept as ``loose_scale``.
    """

    start: int
    core: int
    end: int
    form: Form
    style: Style
    value: Number
    high: Number | None = None
    scale: str = ""
    unit: str | None = None
    comparator: Comparator | None = None
    more: bool = False
    loose_scale: str = ""
    bounded_after: bool = False

    @property
    def written_unit(self) -> str | None:
        """Scale word and unit as one text; without a unit the scale is in the number already."""
        if self.unit is None:
            return None
        gap = " " if self.scale and self.scale.isascii() else ""
        return f"{self.scale}{gap}{self.unit}"


class _BrokenError(Exception):
    """Tokens that the grammar takes but that make no number (5 to 3, 万百)."""


@lru_cache(maxsize=1)
def _parser() -> Any:
    """The LALR parser over ready-made tokens."""
    from lark import Lark
    from lark.lexer import Lexer

    class Ready(Lexer):
        def __init__(self, lexer_conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Any]:  # noqa: ARG002
            yield from lexer_state

    text = resources.files("targetwatch.quantity").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer=Ready)


def parse_expression(pieces: Sequence[Piece]) -> Expression | None:
    """The quantity that the tokens state, or ``None`` where they state none."""
    from lark import Token
    from lark.exceptions import LarkError

    try:
        tree = _parser().parse([Token(piece.type, piece) for piece in pieces])
    except LarkError:
        return None
    try:
        return _quantity(tree.children[0].children, pieces)
    except _BrokenError:
        return None


def _quantity(children: list[Any], pieces: Sequence[Piece]) -> Expression:
    tokens = [child.value for child in children if not hasattr(child, "data")]
    body = next(child for child in children if hasattr(child, "data"))
    numeric = [piece for piece in pieces if piece.type not in {"BEFORE", "AFTER", "PER", "CLOSE"}]
    place = Expression(
        pieces[0].start, numeric[0].start, pieces[-1].end, "amount", _style(numeric), Decimal(0)
    )
    found = _BODIES[body.data](body.children, place)
    return _with_words(found, tokens)


def _style(pieces: Sequence[Piece]) -> Style:
    kinds = {piece.type for piece in pieces}
    if kinds & {"WORD", "FAN", "FRONT"}:
        return "word"
    numbers = [piece for piece in pieces if piece.type == "NUM"]
    if not numbers:
        return "unit_only"
    return "chinese" if all(piece.meaning[1] for piece in numbers) else "arabic"


def _with_words(found: Expression, tokens: Sequence[Piece]) -> Expression:
    """``found`` with the bounds and denominators that its words state."""
    before = [piece.meaning for piece in tokens if piece.type == "BEFORE"]
    after = [piece.meaning for piece in tokens if piece.type == "AFTER"]
    per = [piece.meaning for piece in tokens if piece.type == "PER"]
    comparator = _comparator(before, after, found)
    unit = found.unit
    if per and unit:
        unit = f"{unit}/({per[0]})" if "·" in per[0] else f"{unit}/{per[0]}"
    return replace(found, comparator=comparator, unit=unit, bounded_after=bool(after))


def _comparator(
    before: Sequence[Comparator], after: Sequence[Comparator], found: Expression
) -> Comparator | None:
    """One comparator from all words; contradicting ones make no quantity."""
    if found.high is not None:
        return "in"
    if found.form != "amount" and found.comparator and not before and not after:
        return found.comparator
    stated = [*dict.fromkeys((*before, *after))]
    exact = [word for word in stated if word != "~="] or stated
    if (
        "?" in stated
        or {word[0] for word in exact} >= {">", "<"}
        or (set(before) & {">=", "<=", "<"} and "~=" in after)
    ):
        raise _BrokenError
    if found.more and not exact:
        return ">"
    if not exact:
        return found.comparator
    return next((word for word in exact if word in (">", "<")), exact[0])


def _numbers(tokens: Iterable[Any]) -> tuple[Number, str, bool]:
    """Value, scale word kept for the unit, and whether "and more" stands in it."""
    pieces = [token.value for token in tokens]
    more = any(piece.type == "MORE" for piece in pieces)
    kept = [piece for piece in pieces if piece.type != "MORE"]
    value, scale = _chain(kept)
    return value, scale, more


def _chain(pieces: Sequence[Piece]) -> tuple[Decimal, str]:
    """The value of numbers and scale words in turn: 1万5千 is 15000, 12.8万亿 keeps 万亿 for the unit."""
    large = [index for index, piece in enumerate(pieces) if piece.type == "SCALE" and _size(piece) >= 10**4]
    if large == [len(pieces) - 1]:
        return _small(pieces[:-1], None), pieces[-1].meaning
    total, last, start = Decimal(0), None, 0
    for index in large:
        size = _size(pieces[index])
        if index == start:
            raise _BrokenError
        section = _small(pieces[start:index], last)
        total = (total + section) * size if last is not None and size > last else total + section * size
        last, start = size, index + 1
    return total + (_small(pieces[start:], last) if pieces[start:] else 0), ""


def _small(pieces: Sequence[Piece], above: int | None) -> Decimal:
    """Numbers with 十, 百, 千 after the scale ``above``: 5千 is 5000, 千 alone 1000.

    A lone Chinese digit after a scale counts its tenths (一万五); lone Arabic ones are no number.
    """
    total, waiting, last = Decimal(0), None, above
    for piece in pieces:
        if piece.type == "NUM":
            if waiting is not None:
                raise _BrokenError
            waiting = piece
        else:
            size = _size(piece)
            if last is not None and size >= last:
                raise _BrokenError
            total += (waiting.meaning[0] if waiting else 1) * size
            waiting, last = None, size
    if waiting is None:
        return total if pieces else Decimal(1)
    return total + _ones(waiting, last)


def _ones(piece: Piece, last: int | None) -> Decimal:
    value, chinese = piece.meaning
    if last is None:
        return Decimal(value)
    if chinese and 0 < value < 10 and piece.end - piece.start == 1:
        return Decimal(value) * last / 10
    if value >= last or (not chinese and value * 10 < last):
        raise _BrokenError
    return Decimal(value)


def _size(piece: Piece) -> int:
    return scale_words()[piece.meaning] if piece.meaning in scale_words() else LARGE.get(piece.meaning, 10)


def _side(children: list[Any]) -> tuple[Number, str, str | None, bool]:
    """Value, scale, unit and "and more" of one side of a range, or of a single number."""
    negative = any(getattr(child, "type", "") == "NEG" for child in children)
    units = [child.value.meaning for child in children if getattr(child, "type", "") == "UNIT"]
    number = next(child for child in children if hasattr(child, "data"))
    value, scale, unit, more = _NUMBERS[number.data](number.children)
    if units and unit:
        raise _BrokenError
    return (-value if negative else value), scale, (units[0] if units else unit), more


def _number_chain(tokens: list[Any]) -> tuple[Number, str, str | None, bool]:
    value, scale, more = _numbers(tokens)
    return value, scale, None, more


def _number_percent(tokens: list[Any]) -> tuple[Number, str, str | None, bool]:
    value, scale, more = _numbers(tokens[1:])
    if scale:
        raise _BrokenError
    word = tokens[0].value.meaning
    return (value / 100 if word == "万" else value), "", ("‰" if word == "千" else "%"), more


def _number_parts(tokens: list[Any]) -> tuple[Number, str, str | None, bool]:
    cut = next(index for index, token in enumerate(tokens) if token.type == "PARTS_OF")
    below, scale_below, _ = _numbers(tokens[:cut])
    above, scale_above, more = _numbers(tokens[cut + 1 :])
    if not below or scale_below or scale_above:
        raise _BrokenError
    return as_decimal(Fraction(above) / Fraction(below)), "", None, more


def _number_tenths(tokens: list[Any]) -> tuple[Number, str, str | None, bool]:
    cut = next(index for index, token in enumerate(tokens) if token.type == "TENTHS")
    tens, scale, more = _numbers(tokens[:cut])
    ones = Fraction(tokens[cut + 1].value.meaning[0]) if len(tokens) > cut + 1 else Fraction(0)
    if scale or tens > 10 or ones >= 10:
        raise _BrokenError
    return as_decimal(Fraction(tens) * 10 + ones), "", "%", more


_NUMBERS: Final = {
    "chain": _number_chain,
    "percent_of": _number_percent,
    "parts_of": _number_parts,
    "tenths": _number_tenths,
}


def _single(children: list[Any], place: Expression) -> Expression:
    value, scale, unit, more = _side(children[0].children)
    loose = "" if unit else scale
    if loose:
        value, scale = value * scale_words()[scale], ""
    return replace(place, value=value, scale=scale, unit=unit, more=more, loose_scale=loose)


def _span(children: list[Any], place: Expression) -> Expression:
    """A range: the first side takes scale and unit of the second where it has none (5～6万户)."""
    low_side, high_side = (child.children for child in children if hasattr(child, "data"))
    low, low_scale, low_unit, _ = _side(low_side)
    high, scale, unit, more = _side(high_side)
    if unit is None and low_unit in ("%", "‰") and not scale:
        unit = low_unit
    if low_unit is None and unit is not None:
        low_unit, low_scale = unit, low_scale or scale
    if low_unit != unit or more:
        raise _BrokenError
    sizes = scale_words()
    if unit is None:
        low, high = low * sizes.get(low_scale, 1), high * sizes.get(scale, 1)
        low_scale = scale = ""
    if low_scale != scale:
        low = as_decimal(Fraction(low) * sizes.get(low_scale, 1) / sizes.get(scale, 1))
    if Fraction(low) >= Fraction(high):
        raise _BrokenError
    return replace(place, value=low, high=high, scale=scale, unit=unit)


def _doubling(children: list[Any], place: Expression) -> Expression:
    """翻番 and 翻一番 are twice, 翻两番 four times."""
    numbers = [child.value.meaning[0] for child in children if child.type == "NUM"]
    times = numbers[0] if numbers else Decimal(1)
    if times != int(times) or not 1 <= times <= 5:
        raise _BrokenError
    return replace(place, form="multiple", value=Decimal(2) ** int(times), unit="倍")


def _front(children: list[Any], place: Expression) -> Expression:
    """前三, 前10名: a rank of at most that."""
    units = [child.value.meaning for child in children if child.type == "UNIT"]
    value, scale, more = _numbers([child for child in children if child.type in ("NUM", "SCALE", "MORE")])
    if scale or more or not children[1:]:
        raise _BrokenError
    return replace(place, form="front", value=value, unit=units[0] if units else None, comparator="<=")


def _word(children: list[Any], place: Expression) -> Expression:
    form, comparator, value, unit = WORDS[children[0].value.meaning]
    return replace(place, form=form, value=value, unit=unit, comparator=comparator)


_BODIES: Final = {"single": _single, "span": _span, "doubling": _doubling, "front": _front, "word": _word}
