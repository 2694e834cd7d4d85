"""The scanner of English text: its quantities, cut into the tokens of the grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from targetwatch.quantity.expression import WORDS, Expression, Piece, parse_expression
from targetwatch.quantity.numerals import ARABIC, read_digits
from targetwatch.quantity.parts import written_parts
from targetwatch.quantity.words import bounds, words
from targetwatch.units import is_unit, normalise_unit, unit_class, unit_names

_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50,
}  # fmt: skip
_PARTS: Final = re.compile(
    r"(?P<above>one|two|three|a)[ -](?P<below>third|quarter|fifth|tenth)s?\b", re.IGNORECASE
)
_BELOW: Final = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SPECIAL: Final = re.compile(
    r"\b(?:(?P<word>doubl|tripl|quadrupl|halv)(?:e|es|ed|ing)|(?P<fold>two|three)-?fold"
    r"|(?P<cover>full|universal|complete) coverage|(?<=\bby )(?P<half>half))\b",
    re.IGNORECASE,
)
_TOP: Final = re.compile(
    r"\btop[ -](?P<number>\d+|one|two|three|four|five|ten|twenty)\b(?!\s*(?:%|per ?cent))", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CODE: Final = re.compile(
    r"[A-Za-z&]+[-.]?\d[\w.]*|\b\d+[A-Za-z]{1,2}\b(?<![kKMGT]W)|\b\d+(?:st|nd|rd|th)\b|\d+/\d{3,}[-/]?\d*"
)
_COMPOUND: Final = re.compile(r"(?:/[A-Za-zµμ²³\d·()]{1,12}|\s+(?:per|a|each)\s+[a-z]+)+", re.IGNORECASE)
_NO_UNIT_WORDS: Final = frozenset(
    ["in", "for", "by", "of", "to", "and", "with", "at", "per", "on", "or", "from", "over", "than", "the",
     "a", "an", "is", "be", "as", "that", "which", "this", "will", "shall", "compared"]
)  # fmt: skip
#: Digits with marks or single spaces between.
_RUN: Final = re.compile(r"\d+(?:[ .,:']\d+)*")
_PART_OF: Final = re.compile(r"\d\s+(?:out\s+)?of\s+(?:the\s+)?$|\d[.,]$|±\s*$")
_CHANGE: Final = re.compile(
    r"\b(?:rais|increas|lift|grow|ris|cut|reduc|lower|bring|mov|go|expand|boost|improv|decreas|fall|drop"
    r"|declin|narrow|shorten|shrink|extend|chang|up|down)(?:e|es|ed|ing|s)?\b"
)
_DENIAL: Final = re.compile(
    r"\b(?:not|never|cannot|can't|mustn't|shouldn't|don't|won't|avoid|prevent|without|from)\s*(?:"
    r"(?P<near>(?:\b(?:to|be|fall|falling|drop|dropping|go|going|rise|rising|decline|sink|stay|remain|let)\s*)*)"
    r"|\b\w+(?:\s+\w+){0,3})\s*$"
)
#: Classes of units that may stand some words after their number.
THINGS: Final = frozenset({"count", "person", "household", "visit"})


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity with the thing it counts, if that stands after it (100,000 new urban jobs)."""

    quantity: Expression
    noun_end: int


class EnglishScanner:
    """Finds the quantities of one English text."""

    def __init__(self, text: str, own: frozenset[str] = frozenset(), *, bare: bool = False) -> None:
        self.text, self.own, self.bare = text, own, bare
        self.low, self.broken = text.lower(), 0
        self.codes = [match.span() for match in _CODE.finditer(text) if not self._has_unit(match)]

    def _has_unit(self, match: re.Match[str]) -> bool:
        digits = re.match(r"[\d.]+", match[0])
        return bool(digits) and self._unit(match.start() + digits.end()) is not None if digits else False

    def found(self) -> list[Found]:
        """All quantities in order, without overlap."""
        result: list[Found] = []
        position = 0
        while position < len(self.text):
            code = next((end for start, end in self.codes if start <= position < end), None)
            one = None if code else self._at(position, result[-1].quantity.end if result else 0)
            if one is None:
                digits = ARABIC.match(self.text, position)
                position = max(code or (digits.end() if digits else position + 1), self.broken)
            else:
                result.append(one)
                position = max(one.quantity.end, position + 1)
        return result

    def _at(self, position: int, floor: int) -> Found | None:
        if position and self.text[position - 1].isalnum() and self.text[position].isalnum():
            return None
        run = _RUN.match(self.text, position)
        if run and not self._is_whole(run):
            self.broken = run.end()
            return None
        pieces = self._special(position)
        noun_end = pieces[-1].end if pieces else position
        if not pieces:
            pieces, noun_end = self._number(position)
        if not pieces:
            return None
        self.broken = pieces[-1].end
        pieces = self._before(position, floor, pieces) + pieces
        after = self._after(pieces[-1].end)
        quantity = parse_expression(pieces + after)
        return Found(quantity, max(noun_end, quantity.end)) if quantity else None

    def _is_whole(self, run: re.Match[str]) -> bool:
        """Whether a run of digits is one number, and none of another (1 234, 1.234.5, 12 of 15, ±1)."""
        before = self.text[max(0, run.start() - 16) : run.start()]
        return ARABIC.fullmatch(run[0]) is not None and not _PART_OF.search(before)

    def _special(self, position: int) -> list[Piece]:
        if match := _SPECIAL.match(self.text, position):
            stems = {"doubl": "double", "tripl": "triple", "quadrupl": "quadruple", "halv": "halve"}
            word = (
                "half"
                if match["half"]
                else stems.get((match["word"] or "").lower())
                or (f"{match['fold'].lower()}fold" if match["fold"] else "full coverage")
            )
            word = {"twofold": "twofold", "threefold": "threefold"}.get(word, word)
            return [Piece("WORD", word, position, match.end())] if word in WORDS else []
        if match := _TOP.match(self.text, position):
            number = Decimal(_NUMBERS.get(match["number"].lower(), 0) or match["number"])
            start = match.start("number")
            return [Piece("FRONT", "top", position, start), Piece("NUM", (number, False), start, match.end())]
        return []

    def _number(self, position: int) -> tuple[list[Piece], int]:
        """One side or a range, and where the noun it counts ends."""
        low, noun_end = self._side(position)
        if not low:
            return [], position
        end = low[-1].end
        mark = self._mark(end)
        if mark and mark.meaning == "to" and self._starts_change(position):
            return [], position
        if mark:
            high, high_end = self._side(mark.end)
            if high and (self._has(high) or self.bare):
                return [*low, mark, *high], high_end
        if not (self._has(low) or self.bare) or self._is_year(low):
            return [], position
        return low, noun_end

    def _starts_change(self, position: int) -> bool:
        """Whether the number is where a change begins (raise the share from 20% to 35%)."""
        head = self.low[max(0, position - 120) : position]
        match = re.search(r"\bfrom\s+$", head)
        return (
            match is not None and _CHANGE.search(re.split(r"[;.!?]\s", head[: match.start()])[-1]) is not None
        )

    def _mark(self, position: int) -> Piece | None:
        match = re.compile(r"\s*(?:-|—|~)\s*|\s+(?:to|and|through)\s+").match(self.text, position)
        return Piece("RANGE", match[0].strip(), position, match.end()) if match else None

    def _has(self, side: Sequence[Piece]) -> bool:
        return any(piece.type in {"UNIT", "PARTS_OF"} for piece in side)

    def _is_year(self, side: Sequence[Piece]) -> bool:
        return len(side) == 1 and _YEAR.fullmatch(self.text[side[0].start : side[0].end]) is not None

    def _side(self, position: int) -> tuple[list[Piece], int]:
        text = self.text
        pieces: list[Piece] = []
        money = re.compile(r"(US\$|\$|¥|￥|€|£|RMB\s?|CNY\s?|USD\s?)(?=\d)").match(text, position)
        start = money.end() if money else position
        if text.startswith("-", start) and not (
            start and (text[start - 1].isalnum() or text[start - 1] in "%)")
        ):
            pieces.append(Piece("NEG", "-", start, start + 1))
            start += 1
        if match := _PARTS.match(text, start):
            above = _NUMBERS.get(match["above"].lower(), 1)
            below = _BELOW[match["below"].lower()]
            cut = match.start("below")
            under = Piece("NUM", (Decimal(below), True), start, cut)
            over = Piece("NUM", (Decimal(above), True), cut, match.end())
            return [*pieces, under, Piece("PARTS_OF", "", cut, cut), over], match.end()
        if parts := written_parts(text, start):
            return [*pieces, *parts], parts[-1].end
        number = self._numeral(start)
        if number is None:
            return [], position
        pieces += number if not money or pieces else [replace(number[0], start=position), *number[1:]]
        end = pieces[-1].end
        if money:
            name = {
                "US$": "US dollars",
                "$": "US dollars",
                "¥": "yuan",
                "￥": "yuan",
                "€": "€",
                "£": "英镑",
            }.get(money[1].strip(), money[1].strip())
            unit = self._unit(end)
            end = unit.end if unit and unit_class(unit.meaning) == "money" else end
            return [*pieces, Piece("UNIT", normalise_unit(name), end, end)], end
        unit = self._unit(end)
        if unit:
            return [*pieces, unit], unit.end
        return self._with_noun(pieces, end)

    def _numeral(self, position: int) -> list[Piece] | None:
        text = self.text
        match = ARABIC.match(text, position)
        if match:
            value = read_digits(match[0])
            end = match.end()
        else:
            word = re.compile(r"[a-z]+").match(self.low, position)
            if not word or word[0] not in _NUMBERS:
                return None
            value, end = Decimal(_NUMBERS[word[0]]), word.end()
        if value is None:
            return None
        pieces = [Piece("NUM", (value, False), position, end)]
        scale = re.compile(r"[\s-]*(hundred|thousand|million|billion|trillion)\b").match(self.low, end)
        if scale:
            pieces.append(Piece("SCALE", scale[1], end, scale.end()))
        return pieces

    def _unit(self, position: int) -> Piece | None:
        """The longest unit right after ``position``, a space or a hyphen between."""
        gap = re.compile(r"[\s-]*").match(self.text, position)
        start = gap.end() if gap else position
        for name in _english_names(self.own):
            if self.text.startswith(name, start) or (
                len(name) > 3 and self.low.startswith(name.lower(), start)
            ):
                end = start + len(name)
                whole = not (name[-1].isalnum() and self.text[end : end + 1].isalnum())
                if whole and "-" in self.text[position:start]:
                    ratio = unit_class(name, self.own) in ("ratio", "points", "multiple")
                    return self._compound(name, position, end) if ratio else None
                if whole:
                    return self._compound(name, position, end)
        return None

    def _compound(self, name: str, position: int, end: int) -> Piece:
        """The unit ``name`` with what stands below a stroke or after ``per``."""
        match = _COMPOUND.match(self.text, end)
        plain_ratio = unit_class(name, self.own) in ("ratio", "points", "multiple")
        rest = match[0] if match and not plain_ratio else ""
        while rest.strip():
            if is_unit(name + rest, self.own):
                return Piece("UNIT", normalise_unit(name + rest, self.own), position, end + len(rest))
            rest = rest[: max(rest.rfind(" "), rest.rfind("/"), 0)] if " " in rest.strip() else rest[:-1]
        return Piece("UNIT", normalise_unit(name, self.own), position, end)

    def _with_noun(self, pieces: list[Piece], end: int) -> tuple[list[Piece], int]:
        """A count of things named a few words on (250 national high-tech enterprises)."""
        match = re.compile(r"(?:\s+[A-Za-z0-9][\w&'-]*){1,6}").match(self.text, end)
        for word in re.finditer(r"\S+", match[0]) if match else ():
            if word[0].lower() in _NO_UNIT_WORDS:
                break
            place = end + word.start()
            unit = self._unit(place)
            if unit and unit.end >= end + word.end() and unit_class(unit.meaning, self.own) in THINGS:
                return [*pieces, Piece("UNIT", unit.meaning, end, end)], unit.end
        return pieces, end

    def _before(self, position: int, floor: int, pieces: Sequence[Piece]) -> list[Piece]:
        found: list[Piece] = []
        spans = any(piece.type == "RANGE" for piece in pieces)
        while True:
            head = self.low[floor:position]
            cut = len(head.rstrip())
            piece = None
            for word, comparator in bounds("english.before"):
                if head[:cut].endswith(word) and _whole(head, cut - len(word), word):
                    sign, length = _denied(head[: cut - len(word)], comparator)
                    piece = Piece("BEFORE", sign, floor + cut - len(word) - length, position)
                    break
            if piece is None and spans and not found:
                for word in words("english.between"):
                    if head[:cut].endswith(word) and _whole(head, cut - len(word), word):
                        piece = Piece("OPEN", word, floor + cut - len(word), position)
                        break
            if piece is None:
                return found
            found.insert(0, piece)
            position = piece.start

    def _after(self, position: int) -> list[Piece]:
        gap = re.compile(r"\s*").match(self.low, position)
        start = gap.end() if gap else position
        for word, comparator in bounds("english.after"):
            end = start + len(word)
            if self.low.startswith(word, start) and not self.low[end : end + 1].isalnum():
                return [Piece("AFTER", comparator, position, end)]
        return []


def _denied(head: str, comparator: str) -> tuple[str, int]:
    """A strict bound turned round by what denies it (never exceed), and how much of ``head`` that is."""
    match = _DENIAL.search(head)
    if comparator not in (">", "<") or not match:
        return comparator, 0
    near = match["near"] is not None
    return ({">": "<=", "<": ">="}[comparator] if near else "?"), len(match[0]) if near else 0


def _whole(head: str, start: int, word: str) -> bool:
    """Whether a word that begins at ``start`` is not the end of a longer one."""
    return not (word[0].isalpha() and start > 0 and head[start - 1].isalpha())


@lru_cache(maxsize=64)
def _english_names(own: frozenset[str]) -> tuple[str, ...]:
    """Names of units that have no Chinese character, longest first."""
    plain_names = {name for name in unit_names() if not re.search("[\u4e00-\u9fff]", name)}
    return tuple(sorted((plain_names | own) - {""}, key=len, reverse=True))
