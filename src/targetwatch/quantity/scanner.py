"""The scanner: where a text holds quantities, cut into the tokens of the grammar.

It works on *compact* text (`compact`), from each numeral outwards: words before it, its
digits and scale words, its unit, a second side of a range, words after it. Spans that
hold names (dates, plan names, document numbers, codes) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from targetwatch.quantity.around import bound_before, may_precede, per_before, word_after
from targetwatch.quantity.expression import WORDS, Expression, Piece, parse_expression
from targetwatch.quantity.line import named_spans
from targetwatch.quantity.numerals import ARABIC, DIGITS, SMALL, read_digits, read_section
from targetwatch.quantity.parts import written_parts
from targetwatch.quantity.words import ending, starting, words
from targetwatch.units import is_unit, normalise_unit, unit_class, unit_names

_SECTION: Final = re.compile("[零〇一二两三四五六七八九十百千]+")
_CHARACTERS: Final = re.compile("[零〇一二两三四五六七八九十百千万亿]{2,}")
_POINT: Final = re.compile("点[零〇一二三四五六七八九]+")
_BRACKET: Final = re.compile(r"（([^（）]{1,6})）")
_COMPOUND: Final = re.compile(r"[/／][A-Za-zµμ²³\u4e00-\u9fff·（）0-9]{1,14}")
_LETTER: Final = re.compile("[A-Za-z]")
_DOUBLED: Final = re.compile("翻([一二两三四1-4])?番(?!半)")
#: Money without its unit (30个亿).
_SCALED: Final = re.compile("个(?:万亿|[万亿])(?=$|[，。；、左]|以[上下内](?:$|[，。；、]))")
#: Digits torn apart by a mark that is neither point nor comma: 1 234.5, 1.234.5, 12,34, 6。5.
_TORN: Final = re.compile(r".[±]\d[\d.,]*|\d[ .,，。:：；;·']\d[\d.,]*|^±\d[\d.,]*")


class Scanner:
    """Finds the quantities of one compact text. ``bare``: numbers without a unit count too."""

    def __init__(self, text: str, own: frozenset[str] = frozenset(), *, bare: bool = False) -> None:
        self.text = text
        self.own = own
        self.bare = bare
        self.names = named_spans(text)
        self.broken = 0

    def expressions(self) -> list[Expression]:
        """All quantities, in order, without overlap."""
        found: list[Expression] = []
        position = 0
        while start := _START.search(self.text, position):
            position = start.start()
            if inside := self._name_end(position):
                position = inside
                continue
            expression = self._at(position, found[-1].end if found else 0)
            if expression is None:
                position = max(self._past(position), self.broken)
            else:
                found.append(expression)
                position = max(expression.end, position + 1)
        return found

    def _name_end(self, position: int) -> int | None:
        return max((end for start, end in self.names if start <= position < end), default=None)

    def _past(self, position: int) -> int:
        """The next place to look: past a whole run of digits that is no quantity."""
        match = ARABIC.match(self.text, position) or _CHARACTERS.match(self.text, position)
        return match.end() if match else position + 1

    def _at(self, position: int, floor: int) -> Expression | None:
        """The quantity whose number begins at ``position``; its words may begin from ``floor`` on."""
        torn = _TORN.match(self.text, max(position - 2, 0)) if position else None
        if torn and torn.end() > position and self._name_end(max(position - 2, 0)) is None:
            self.broken = torn.end()
            return None
        pieces = self._special(position) or self._number(position)
        if pieces and self._estimated(position, pieces):
            self.broken = pieces[-1].end
            return None
        if not pieces:
            return None
        self.broken = pieces[-1].end
        pieces = self._before(position, floor, pieces) + pieces
        return parse_expression(pieces + self._after(pieces[-1].end))

    def _estimated(self, position: int, pieces: Sequence[Piece]) -> bool:
        """Whether 几 or 数 makes the number an estimate (十几个, 数百家)."""
        head = self.text[:position]
        if head.endswith("几") or (head.endswith(("数", "若干")) and self.text[position] in "十百千万亿"):
            return True
        last = next((piece.end for piece in reversed(pieces) if piece.type in ("NUM", "SCALE")), 0)
        return self.text[last : last + 1] == "几"

    # --- the number and its unit

    def _special(self, position: int) -> list[Piece]:
        """翻两番, 前三, 全覆盖, 零增长 and other words that are a quantity."""
        text = self.text
        word = next((word for word in _WORDS if text.startswith(word, position)), None)
        if word and not starting(text, "names.after", position + len(word)):
            return [Piece("WORD", word, position, position + len(word))]
        if text[position] == "翻":
            return self._doubling(position)
        if text[position] in "前第":
            return self._front(position)
        return []

    def _doubling(self, position: int) -> list[Piece]:
        match = _DOUBLED.match(self.text, position)
        if not match or starting(self.text, "names.after", match.end()):
            return []
        pieces = [Piece("FAN", "翻", position, position + 1)]
        if match[1]:
            value = Decimal(DIGITS.get(match[1], 0) or match[1])
            pieces.append(Piece("NUM", (value, True), position + 1, position + 2))
        return [*pieces, Piece("FAN_END", "番", match.end() - 1, match.end())]

    def _front(self, position: int) -> list[Piece]:
        digits = self._numerals(position + 1)
        if not digits:
            return []
        text, end = self.text, digits[-1].end
        unit = self._unit(end)
        if unit and unit.meaning not in {"名", "位", "名次", "位次"}:
            return []
        if text[end : end + 1] in {"年", "季", "月", "%", "个", "期"}:
            return []
        front = Piece("FRONT", text[position], position, position + 1)
        return [front, *digits, *([unit] if unit else [])]

    def _number(self, position: int) -> list[Piece]:
        """One side, or two sides of a range."""
        low = self._side(position)
        if not low:
            return []
        end = low[-1].end
        mark = starting(self.text, "ranges.between", end)
        joint = None if mark else starting(self.text, "ranges.joined", end)
        mark = mark or joint
        if mark and self._name_end(end + len(mark)) is None:
            high = self._side(end + len(mark))
            whole = bool(high) and (self._counts(high) or low[0].type == "PERCENT_OF")
            if whole and (not joint or self._is_joined(position, high[-1].end)):
                return [*low, Piece("RANGE", mark, end, end + len(mark)), *high]
        return low if self._counts(low) else []

    def _is_joined(self, start: int, end: int) -> bool:
        """Whether two numbers with 和 between are a range (介于6%和7%, 6%和7%之间)."""
        opened = ending(self.text[:start], "ranges.open_joined")
        return bool(opened or starting(self.text, "ranges.close_joined", end))

    def _counts(self, side: Sequence[Piece]) -> bool:
        """Whether a side is a quantity: it has a unit, is a fraction, or plain numbers are asked for."""
        kinds = {piece.type for piece in side}
        if kinds & {"UNIT", "PERCENT_OF", "PARTS_OF", "TENTHS"}:
            return True
        if self.text[side[-1].end : side[-1].end + 1] == "号" or "NUM" not in kinds:
            return False
        if _LETTER.match(self.text[side[-1].end : side[-1].end + 1]):
            return False
        if starting(self.text, "grades.after_number", side[-1].end):
            return False
        if self.bare:
            return True
        return not all(piece.meaning[1] for piece in side if piece.type == "NUM")

    def _side(self, position: int) -> list[Piece]:
        """A number with its scale words and unit, from ``position`` on."""
        text = self.text
        pieces: list[Piece] = []
        for sign in ("-", "负", "零下"):
            if text.startswith(sign, position) and self._signed(position):
                pieces.append(Piece("NEG", sign, position, position + len(sign)))
                position += len(sign)
        digits = self._fraction(position) or self._numerals(position)
        if not digits:
            return []
        pieces += digits
        unit = self._unit(pieces[-1].end)
        if unit and not any(piece.type in {"PERCENT_OF", "TENTHS"} for piece in digits):
            return [*pieces, unit]
        alone = all(piece.type in {"SCALE", "MORE"} for piece in digits)
        return [] if alone else pieces

    def _signed(self, position: int) -> bool:
        """Whether a minus at ``position`` is a sign: nothing that could be a first side before it."""
        before = self.text[position - 1] if position else ""
        if self.text[position] in "负零":
            return before in ("", "为", "到", "至", "达", "约", "，", "、", "（", "—", "~")
        return not (before.isdigit() or before in tuple("%‰)）") or (before.isalpha() and before.isascii()))

    def _fraction(self, position: int) -> list[Piece]:
        """百分之六点五, 三分之一, 一成五, ½."""
        text = self.text
        if parts := written_parts(text, position):
            return parts
        if text[position : position + 3] in {"百分之", "千分之", "万分之"}:
            digits = self._numerals(position + 3)
            head = Piece("PERCENT_OF", text[position], position, position + 3)
            return [head, *digits] if digits else []
        digits = self._numerals(position)
        if not digits:
            return []
        end = digits[-1].end
        if text.startswith("分之", end):
            over = self._numerals(end + 2)
            return [*digits, Piece("PARTS_OF", "分之", end, end + 2), *over] if over else []
        if text.startswith("成", end) and len(digits) == 1 and not starting(text, "subjects.lead", end + 1):
            ones = self._numerals(end + 1)
            tenths = Piece("TENTHS", "成", end, end + 1)
            return [*digits, tenths, *(ones if len(ones) == 1 else [])]
        return []

    def _numerals(self, position: int) -> list[Piece]:
        """Numbers and scale words in turn, as far as they go."""
        pieces: list[Piece] = []
        while piece := self._numeral(position, pieces):
            pieces.append(piece)
            position = piece.end
        return pieces

    def _numeral(self, position: int, before: Sequence[Piece]) -> Piece | None:
        text = self.text
        if position >= len(text):
            return None
        match = ARABIC.match(text, position)
        if match and not (before and before[-1].type == "NUM"):
            value = read_digits(match[0])
            return Piece("NUM", (value, False), position, match.end()) if value is not None else None
        point = _POINT.match(text, position) if before and before[-1].type == "SCALE" else None
        if point:
            decimals = Decimal("0." + "".join(str(DIGITS[letter]) for letter in point[0][1:]))
            return Piece("NUM", (decimals, True), position, point.end())
        if before and self._unit(position):
            return None
        if text[position] == "半" and not before and (unit := self._unit(position + 1)):
            half = unit_class(unit.meaning, self.own) == "time"
            return Piece("NUM", (Decimal("0.5"), True), position, position + 1) if half else None
        if more := self._more(position, before):
            return more
        if text[position] in "万亿":
            word = "万亿" if text.startswith("万亿", position) else text[position]
            return Piece("SCALE", word, position, position + len(word))
        return self._section(position, before)

    def _more(self, position: int, before: Sequence[Piece]) -> Piece | None:
        word = starting(self.text, "bounds.more", position)
        if not word or not before or before[-1].type == "MORE":
            return None
        end = position + len(word)
        follows = self.text[end : end + 1] in ("万", "亿") or self._unit(end) is not None
        return Piece("MORE", word, position, end) if follows else None

    def _section(self, position: int, before: Sequence[Piece]) -> Piece | None:
        """Chinese digits below ten thousand; 十, 百 or 千 without a digit is a scale word."""
        match = _SECTION.match(self.text, position)
        if not match or (before and before[-1].type == "NUM" and match[0][0] not in SMALL):
            return None
        digits = match[0]
        while len(digits) > 1 and digits[-1] in "百千" and self._unit(position + len(digits) - 1):
            digits = digits[:-1]
        if digits[0] in "百千" or (before and digits[0] in SMALL):
            return Piece("SCALE", digits[0], position, position + 1)
        value = read_section(digits)
        end = position + len(digits)
        if value is None:
            return None
        point = _POINT.match(self.text, end)
        if point:
            decimals = "".join(str(DIGITS[letter]) for letter in point[0][1:])
            value, end = Decimal(f"{value}.{decimals}"), point.end()
        return Piece("NUM", (value, True), position, end)

    def _unit(self, position: int) -> Piece | None:
        """The longest unit at ``position``, with what stands below a stroke; ``None`` where there is none."""
        text = self.text
        if text.startswith("月", position) and text[position + 1 : position + 2] in {"底", "末", "份"}:
            return None
        if _SCALED.match(text, position):
            return None
        for name in _names_by_letter(self.own).get(text[position : position + 1], ()):
            if text.startswith(name, position) and self._whole_word(name, position):
                return self._compound(name, position)
        return None

    def _whole_word(self, name: str, position: int) -> bool:
        end = position + len(name)
        if name[-1].isascii() and name[-1].isalpha() and _LETTER.match(self.text[end : end + 1]):
            return False
        blocked = starting(self.text, "grades.not_units", position)
        return blocked is None or len(blocked) <= len(name)

    def _compound(self, name: str, position: int) -> Piece:
        """The unit ``name`` with a stroke and what is below it, and without a bracketed alternative."""
        end = position + len(name)
        match = _COMPOUND.match(self.text, end)
        rest = match[0] if match else ""
        while rest:
            whole = name + rest
            if is_unit(whole, self.own):
                return Piece("UNIT", normalise_unit(whole, self.own), position, end + len(rest))
            rest = rest[:-1]
        bracket = _BRACKET.match(self.text, end)
        if bracket and all(is_unit(part, self.own) for part in re.split("[、，/或]", bracket[1])):
            end = bracket.end()
        return Piece("UNIT", normalise_unit(name, self.own), position, end)

    # --- the words around it

    def _before(self, position: int, floor: int, pieces: Sequence[Piece]) -> list[Piece]:
        """Bounds and denominators that end at ``position``."""
        found: list[Piece] = []
        spans = any(piece.type == "RANGE" for piece in pieces)
        while True:
            head = self.text[floor:position]
            piece = bound_before(head, position, pieces) or per_before(head, position, pieces)
            if piece is None and spans and not found:
                word = next((word for word in words("ranges.open") if head.endswith(word)), None)
                closed = starting(self.text, "ranges.close", pieces[-1].end)
                if word and (closed or word in words("ranges.open_joined")):
                    piece = Piece("OPEN", word, position - len(word), position)
            if piece is None:
                return found
            found.insert(0, piece)
            position = piece.start

    def _after(self, position: int) -> list[Piece]:
        """Bounds, denominators and the end of a range that begin at ``position``."""
        found: list[Piece] = []
        while True:
            piece = word_after(self.text, position)
            if piece is None:
                return found
            found.append(piece)
            position = piece.end


#: Letters that a quantity may begin with.
_START: Final = re.compile(
    r"[\d.\-半百千万亿零〇一二两三四五六七八九十负翻前第½⅓⅔¼¾⅕"
    + "".join({word[0] for word in WORDS if not word.isascii()}) + "]"
)  # fmt: skip
_WORDS: Final = tuple(sorted((word for word in WORDS if not word.isascii()), key=len, reverse=True))


@lru_cache(maxsize=64)
def _names_by_letter(own: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Names of units by their first letter, longest first; words of English are read elsewhere."""
    table: dict[str, list[str]] = {}
    for name in unit_names() | own:
        if name and " " not in name and not (name.isascii() and name.isalpha() and len(name) > 6):
            table.setdefault(name[0], []).append(name)
    return {letter: tuple(sorted(names, key=len, reverse=True)) for letter, names in table.items()}


def may_begin(text: str) -> bool:
    """Whether a quantity may begin at the first letter of a compact text.

    >>> may_begin("不低于8%"), may_begin("增长8%")
    (True, False)
    """
    return bool(_START.match(text)) or text[:1] in may_precede()


def scan(text: str, own: Iterable[str] = (), *, bare: bool = False) -> list[Expression]:
    """The quantities of a compact text, in order."""
    return Scanner(text, frozenset(own), bare=bare).expressions()
