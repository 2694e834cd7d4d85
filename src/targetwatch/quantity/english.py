"""Goals of English text: numbers, units and bounds cut for the same grammar, and what they are said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from targetwatch.quantity.expression import WORDS, Expression, Piece, parse_expression
from targetwatch.quantity.numerals import ARABIC, read_digits
from targetwatch.quantity.readings import MIRRORED, Better, Comparator, GoalReading, Kind, Measure, Strength
from targetwatch.quantity.script import plain
from targetwatch.quantity.words import bounds, words
from targetwatch.units import is_unit, normalise_unit, unit_class, unit_names

_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_PARTS: Final = re.compile(
    r"(?P<above>one|two|three|a)[ -](?P<below>third|quarter|fifth|tenth)s?\b", re.IGNORECASE
)
_BELOW: Final = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SPECIAL: Final = re.compile(
    r"\b(?:(?P<word>doubl|tripl|quadrupl|halv)(?:e|es|ed|ing)|(?P<fold>two|three)-?fold|(?P<cover>full|universal|complete) coverage)\b",
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
_NUMBER_OF: Final = re.compile(r"\bnumber of (?P<noun>[\w -]+)", re.IGNORECASE)
_STOPS: Final = re.compile(r"[;!?\n]|[.](?=\s|$)|,(?!\d{3}\b)|:(?!\d)")
_NO_UNIT_WORDS: Final = frozenset(
    ["in", "for", "by", "of", "to", "and", "with", "at", "per", "on", "or", "from", "over", "than", "the", "a", "an", "is", "be", "as", "that", "which", "this", "will", "shall", "compared"]
)
_COMPARED: Final = re.compile(
    r"\b(?:compared (?:to|with)|relative to|in comparison (?:to|with)|against|versus|vs\.?|from|over|on|below|above|under)\s+"
    r"(?:the\s+)?(?:(?P<year>(?:19|20)\d\d)(?:'s)?(?:\s+(?:levels?|baseline|values?))?|(?P<last>(?:last|the previous|previous) year))",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"\b(?:in (?:step|line|pace|sync) with|keep(?:s|ing)? pace with)\s+(?P<ref>[a-z ]+)", re.IGNORECASE
)
_THAN: Final = re.compile(
    r"\b(?P<word>(?:no|not) (?:lower|slower|less) than|higher than|faster than|above|exceed(?:s|ing)?|lower than|below)\s+"
    r"(?:that of\s+)?(?P<ref>(?:the\s+)?[a-z -]*(?:average|growth|rate|level|country|nation|province)\b[a-z -]*)",
    re.IGNORECASE,
)
_EXTERNAL: Final = re.compile(
    r"\b(?:meet|fulfil|fulfill|achieve|complete)s?\s+(?:the\s+)?(?:targets?|goals?|quotas?)\s+(?:set|assigned|issued|given) by\s+(?P<by>[a-z ]+)"
    r"|\b(?:meet|fulfil|fulfill|achieve|complete)s?\s+(?:the\s+)?(?P<ref>provincial|national|state|central)\s+(?:targets?|goals?|quotas?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity with the thing it counts, if that stands after it (100,000 new urban jobs)."""

    quantity: Expression
    noun_end: int


class EnglishScanner:
    """Finds the quantities of one English text."""

    def __init__(self, text: str, own: frozenset[str] = frozenset(), *, bare: bool = False) -> None:
        self.text, self.own, self.bare = text, own, bare
        self.low = text.lower()
        self.codes = [match.span() for match in _CODE.finditer(text) if not self._has_unit(match)]

    def _has_unit(self, match: re.Match[str]) -> bool:
        digits = re.match(r"[\d.]+", match[0])
        return bool(digits) and self._unit(match.start() + digits.end()) is not None if digits else False

    def found(self) -> list[_Found]:
        """All quantities in order, without overlap."""
        result: list[_Found] = []
        position = 0
        while position < len(self.text):
            code = next((end for start, end in self.codes if start <= position < end), None)
            one = None if code else self._at(position, result[-1].quantity.end if result else 0)
            if one is None:
                digits = ARABIC.match(self.text, position)
                position = code or (digits.end() if digits else position + 1)
            else:
                result.append(one)
                position = max(one.quantity.end, position + 1)
        return result

    def _at(self, position: int, floor: int) -> _Found | None:
        if position and self.text[position - 1].isalnum() and self.text[position].isalnum():
            return None
        pieces = self._special(position)
        noun_end = pieces[-1].end if pieces else position
        if not pieces:
            pieces, noun_end = self._number(position)
        if not pieces:
            return None
        pieces = self._before(position, floor, pieces) + pieces
        after = self._after(pieces[-1].end)
        quantity = parse_expression(pieces + after)
        return _Found(quantity, max(noun_end, quantity.end)) if quantity else None

    def _special(self, position: int) -> list[Piece]:
        if match := _SPECIAL.match(self.text, position):
            stems = {"doubl": "double", "tripl": "triple", "quadrupl": "quadruple", "halv": "halve"}
            word = stems.get((match["word"] or "").lower()) or (
                f"{match['fold'].lower()}fold" if match["fold"] else "full coverage"
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
        if mark := self._mark(end):
            high, high_end = self._side(mark.end)
            if high and (self._has(high) or self.bare):
                return [*low, mark, *high], high_end
        if not (self._has(low) or self.bare) or self._is_year(low):
            return [], position
        return low, noun_end

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
            return [*pieces, Piece("NUM", (Decimal(below), True), start, cut), Piece("PARTS_OF", "", cut, cut),
                    Piece("NUM", (Decimal(above), True), cut, match.end())], match.end()  # fmt: skip
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
                if not (name[-1].isalnum() and self.text[end : end + 1].isalnum()):
                    return self._compound(name, position, end)
        return None

    def _compound(self, name: str, position: int, end: int) -> Piece:
        """The unit ``name`` with what stands below a stroke or after ``per``."""
        match = _COMPOUND.match(self.text, end)
        rest = match[0] if match else ""
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
            if unit and unit.end >= end + word.end() and unit_class(unit.meaning, self.own) in _THINGS:
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
                    piece = Piece("BEFORE", comparator, floor + cut - len(word), position)
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


_THINGS: Final = frozenset({"count", "person", "household", "visit"})


def _whole(head: str, start: int, word: str) -> bool:
    """Whether a word that begins at ``start`` is not the end of a longer one."""
    return not (word[0].isalpha() and start > 0 and head[start - 1].isalpha())


@lru_cache(maxsize=64)
def _english_names(own: frozenset[str]) -> tuple[str, ...]:
    """Names of units that have no Chinese character, longest first."""
    plain_names = {name for name in unit_names() if not re.search("[\u4e00-\u9fff]", name)}
    return tuple(sorted((plain_names | own) - {""}, key=len, reverse=True))


def read_english(
    text: str, own: frozenset[str], *, bare: bool
) -> tuple[list[GoalReading], list[tuple[int, int]]]:
    """The goals of an English text, and the spans of the text that they use."""
    simple = plain(text).replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')
    goals: list[GoalReading] = []
    used: list[tuple[int, int]] = []
    for start, end in _clauses(simple):
        for goal, span in _read_clause(simple[start:end], own, bare=bare):
            moved = (span[0] + start, span[1] + start)
            goals.append(replace(goal, start=moved[0], end=moved[1]))
            used.append(moved)
    return goals, used


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in [*_STOPS.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield start, end
        start = match.end() if match else end


def _read_clause(
    text: str, own: frozenset[str], *, bare: bool
) -> Iterator[tuple[GoalReading, tuple[int, int]]]:
    found = EnglishScanner(text, own, bare=bare).found()
    if not found:
        yield from _referenced(text)
        return
    position = 0
    for index, one in enumerate(found):
        limit = found[index + 1].quantity.start if index + 1 < len(found) else len(text)
        limit = _list_end(text, one.noun_end, limit) if index + 1 < len(found) else limit
        goal = _goal(text, position, one, limit, own, alone=bare)
        if goal is not None:
            yield goal, (position, limit)
        position = limit


def _list_end(text: str, start: int, limit: int) -> int:
    """Where the words after a quantity give way to the next goal (… and …)."""
    cut = text.rfind(" and ", start, limit)
    return cut if cut >= 0 else limit


def _referenced(text: str) -> Iterator[tuple[GoalReading, tuple[int, int]]]:
    kind: Kind = "relative"
    comparator: Comparator = ">="
    if match := _SAME.search(text):
        reference = match["ref"]
    elif match := _EXTERNAL.search(text):
        kind, reference = "external", match["by"] or match["ref"]
    elif match := _THAN.search(text):
        reference = match["ref"]
        word = match["word"].lower()
        comparator = ">=" if word.startswith("no") else "<" if word.startswith(("below", "lower")) else ">"
    else:
        return
    subject = _subject(text[: match.start()])
    growth = "growth" in text.lower() or (kind == "relative" and _SAME.search(text) is not None)
    measure: Measure | None = "growth" if growth else None
    better: Better | None = None if kind == "external" else "lower" if comparator == "<" else "higher"
    yield GoalReading(
        subject, kind, measure, None, comparator, None, None, "%" if growth and kind == "relative" else None, better,
        reference.strip(), None, None, _strength(text), False, 0, len(text),
    ), (0, len(text))  # fmt: skip


def _strength(text: str) -> Strength:
    low = text.lower()
    strives = any(re.search(rf"\b{re.escape(word)}\b", low) for word in words("english.strive"))
    return "strive" if strives else "commit"


def _ends(text: str, path: str) -> bool:
    low = text.lower().rstrip()
    return any(re.search(rf"\b{re.escape(word)}$", low) for word in words(path))


def _any(text: str, path: str) -> bool:
    low = text.lower()
    return any(re.search(rf"\b{re.escape(word)}s?\b", low) for word in words(path))


@dataclass(frozen=True, slots=True)
class _Context:
    """Words before and after a quantity, and which way it goes: +1 up, −1 down, 0 neither."""

    before: str
    noun: str
    after: str
    direction: int
    reached: bool


def _context(text: str, position: int, one: _Found, limit: int) -> _Context:
    before = text[position : one.quantity.start].strip()
    noun = text[one.quantity.end : one.noun_end].strip()
    after = text[max(one.quantity.end, one.noun_end) : limit].strip()
    bare = re.sub(
        r"\s*\b(?:by|of|a|an|at|the|is|be|be at|:|rate of|stay|remain|keep|kept)$", "", before
    ).strip()
    direction = 0
    if re.match(
        r"(?:reductions?|cuts?|decreases?|declines?|drops?|falls?|less|lower|below|under)\b",
        after,
        re.IGNORECASE,
    ):
        direction = -1
    elif re.match(
        r"(?:increases?|growth|rises?|expansion|improvements?|higher|above|more)\b", after, re.IGNORECASE
    ):
        direction = 1
    elif not re.search(r"\b(?:to|at|reach|reaches)$", before, re.IGNORECASE):
        direction = _verb_direction(before, bare)
    reached = bool(
        re.search(r"\b(?:to|at|reach|reaches|of|is|be|achieve|hit|attain)$", before, re.IGNORECASE)
    )
    return _Context(before, noun, after, direction, reached)


def _verb_direction(before: str, bare: str) -> int:
    for path, sign in (("english.down", -1), ("english.up", 1)):
        if _ends(bare, path):
            return sign
        if before.lower().endswith(" by") and _any(before, path):
            return sign
    return 0


def _goal(
    text: str, position: int, one: _Found, limit: int, own: frozenset[str], *, alone: bool
) -> GoalReading | None:
    context = _context(text, position, one, limit)
    subject = _subject_of(context)
    quantity = _with_counted(one.quantity, subject)
    unit = quantity.written_unit
    if unit is None and quantity.form == "amount" and not alone and quantity.style == "arabic":
        return None
    kind_of_unit = "none" if unit is None else unit_class(unit, own)
    growing = context.direction if kind_of_unit in ("ratio", "points", "multiple", "none") else 0
    measure = _measure(quantity, kind_of_unit, context, subject, growing)
    kind: Kind = "multiple" if quantity.form == "multiple" or kind_of_unit == "multiple" else "fixed"
    value, high = quantity.value, quantity.high
    if kind == "multiple" and quantity.form == "amount" and growing > 0:
        value = value + 1
    comparator, implied = _comparator(quantity, context, subject, measure, growing)
    if growing < 0 and measure in ("growth", "points"):
        value, high = (-value, None) if high is None else (-high, -value)
        comparator = MIRRORED[comparator]
    compared = _COMPARED.search(text[position:limit])
    base = (compared["year"] or compared["last"]) if compared else None
    return GoalReading(
        indicator=subject, kind=kind, measure=measure, basis=None, comparator=comparator, value=value,
        value_high=high, unit=unit, better=_better(comparator, subject, measure, growing), reference=None,
        offset=None, compared_to=base, strength=_strength(text[:limit]), implied=implied, start=0, end=0,
    )  # fmt: skip


def _with_counted(quantity: Expression, subject: str) -> Expression:
    """A plain number of a "number of …" takes the unit of what is numbered."""
    match = _NUMBER_OF.search(subject)
    if quantity.unit is not None or quantity.form != "amount" or not match:
        return quantity
    counted = [word for word in match["noun"].split() if is_unit(word) and unit_class(word) in _THINGS]
    return replace(quantity, unit=normalise_unit(counted[-1])) if counted else quantity


def _measure(
    quantity: Expression, kind: str, context: _Context, subject: str, growing: int
) -> Measure | None:
    if quantity.form == "cover":
        return "share"
    if quantity.form == "front":
        return "rank"
    if kind == "points":
        return "points"
    if kind in ("ratio", "none") and quantity.form == "amount":
        return _ratio_measure(context, subject, growing)
    if not subject:
        return "level" if kind in ("time", "compound") else None
    if context.direction and re.search(r"\bby$", context.before, re.IGNORECASE):
        return "total"
    if _any(context.before, "english.total_verbs") and not _any(subject, "english.level_nouns"):
        return "total"
    if (
        _any(subject, "english.level_nouns")
        or kind in ("time", "compound")
        or quantity.comparator in ("<=", "<")
    ):
        return "level"
    if _any(subject, "english.total_verbs"):
        return "total"
    return "level" if context.reached or quantity.comparator == ">" else "total"


def _ratio_measure(context: _Context, subject: str, growing: int) -> Measure | None:
    if growing:
        return "growth"
    if re.match(r"of\b|coverage\b", context.after, re.IGNORECASE) or _any(subject, "english.share_nouns"):
        return "growth" if re.search(r"\bgrowth(?: rate)?$", subject, re.IGNORECASE) else "share"
    if _any(subject, "english.amount_nouns") or re.search(
        r"\b(?:growth|inflation)\b", subject, re.IGNORECASE
    ):
        return "growth"
    return "share" if subject and context.reached else None


def _comparator(
    quantity: Expression, context: _Context, subject: str, measure: Measure | None, growing: int
) -> tuple[Comparator, bool]:
    if quantity.comparator is not None:
        return quantity.comparator, False
    lower = growing == 0 and measure in ("level", "share", "growth", "points") and _is_lower(subject)
    return ("<=" if lower else ">="), not context.reached


def _is_lower(subject: str) -> bool:
    return _any(subject, "english.lower")


def _better(comparator: Comparator, subject: str, measure: Measure | None, growing: int) -> Better | None:
    if comparator in (">=", ">"):
        return "higher"
    if comparator in ("<=", "<"):
        return "lower"
    if growing < 0 or _is_lower(subject):
        return "lower"
    return "higher" if subject or measure == "growth" else None


def _subject_of(context: _Context) -> str:
    """What the quantity is said of: the words before it, else those after it."""
    after = re.sub(
        r"\b(?:by|in|until|before|by the end of)\s+(?:the end of\s+)?(?:19|20)\d\d\b.*$", "", context.after
    )
    after = _COMPARED.sub("", after)
    after = re.sub(
        r"^(?:reductions?|cuts?|decreases?|declines?|drops?|falls?|increases?|growth|rises?|in|of|on|for)\b\s*",
        "",
        after,
    )
    after = re.sub(r"^(?:in|of|on|the)\b\s*", "", after).strip(" .")
    before = _subject(context.before)
    if context.noun:
        return f"{before} {context.noun}".strip() if before else context.noun
    return before or after


def _subject(text: str) -> str:
    """The words of a subject without the verbs and articles that lead in and out."""
    parts = [part for part in re.split(r"\s+", text.strip(" ,.:")) if part]
    lead = (
        frozenset(words("english.lead")) | frozenset(words("english.up")) | frozenset(words("english.down"))
    )
    single = {word for word in lead if " " not in word} - {"growth", "growth rate"}
    strive = {"strive", "strives", "aim", "aims", "seek", "seeks", "endeavour", "try", "striving"}
    while parts and parts[0].lower() in single | strive:
        parts.pop(0)
    while parts and parts[-1].lower() in single | {"rate of", "growing", "by", "from"}:
        parts.pop()
    return " ".join(parts)
