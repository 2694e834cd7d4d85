"""Goals of English text: numbers, units and bounds cut for the same grammar, and what they are said of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from targetwatch.quantity.english_scanner import THINGS, EnglishScanner, Found
from targetwatch.quantity.expression import Expression
from targetwatch.quantity.readings import MIRRORED, Better, Comparator, GoalReading, Kind, Measure, Strength
from targetwatch.quantity.script import plain
from targetwatch.quantity.words import words
from targetwatch.units import is_unit, normalise_unit, unit_class

_NUMBER_OF: Final = re.compile(r"\bnumber of (?P<noun>[\w -]+)", re.IGNORECASE)
_STOPS: Final = re.compile(r"[;!?\n]|[.](?=\s|$)|(?<!\d),|,(?!\d)|:(?!\d)")
_PAST: Final = re.compile(
    r"\b(?:grew|rose|fell|was|were|had|reached|totalled|totaled|dropped|declined|stood)\b", re.IGNORECASE
)
_FROM: Final = re.compile(r"\bfrom\s+[\d.,]+\s*[^\d,;]{0,20}?(?=\bto$)", re.IGNORECASE)
_COMPARED: Final = re.compile(
    r"\b(?:compared (?:to|with)|relative to|in comparison (?:to|with)|against|versus|vs\.?|from|over|on"
    r"|below|above|under)\s+(?:the\s+)?(?:(?P<year>(?:19|20)\d\d)(?:'s)?(?:\s+(?:levels?|baseline|values?))?"
    r"|(?P<last>(?:last|the previous|previous) year))",
    re.IGNORECASE,
)
_CAPPED: Final = re.compile(
    r"\b(?:limit|cap|restrict|reduce|cut|lower|shorten|decrease|bring down)s?\b.*\bto$", re.IGNORECASE
)
_SAME: Final = re.compile(
    r"\b(?:in (?:step|line|pace|sync) with|keep(?:s|ing)? pace with)\s+(?P<ref>[a-z ]+)", re.IGNORECASE
)
_THAN: Final = re.compile(
    r"\b(?P<word>(?:no|not) (?:lower|slower|less) than|higher than|faster than|above|exceed(?:s|ing)?"
    r"|lower than|below)\s+(?:that of\s+)?"
    r"(?P<ref>(?:the\s+)?[a-z -]*(?:average|growth|rate|level|country|nation|province)\b[a-z -]*)",
    re.IGNORECASE,
)
_EXTERNAL: Final = re.compile(
    r"\b(?:meet|fulfill?|achieve|complete)s?\s+(?:the\s+)?(?:(?:targets?|goals?|quotas?)\s+"
    r"(?:set|assigned|issued|given) by\s+(?P<by>[a-z ]+)"
    r"|(?P<ref>provincial|national|state|central)\s+(?:targets?|goals?|quotas?))",
    re.IGNORECASE,
)


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
    cut = max(text.rfind(joint, start, limit) for joint in (" and ", " but "))
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
    unit = "%" if growth and kind == "relative" else None
    yield GoalReading(
        subject, kind, measure, None, comparator, None, None, unit, better, reference.strip(), None, None,
        _strength(text), False, 0, len(text),
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


def _context(text: str, position: int, one: Found, limit: int) -> _Context:
    before = _FROM.sub("", text[position : one.quantity.start].strip())
    noun = text[one.quantity.end : one.noun_end].strip()
    after = text[max(one.quantity.end, one.noun_end) : limit].strip()
    bare = re.sub(
        r"\s*\b(?:by|of|a|an|at|the|is|be|be at|:|rate of|stay|remain|keep|kept)$", "", before
    ).strip()
    direction = 0
    if re.match(
        r"(?:reductions?|cuts?|decreases?|declines?|drops?|falls?|less|fewer|lower|below|under)\b",
        noun or after,
        re.IGNORECASE,
    ):
        direction = -1
    elif re.match(
        r"(?:increases?|growth|rises?|expansion|improvements?|higher|above|more)\b",
        noun or after,
        re.IGNORECASE,
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
    text: str, position: int, one: Found, limit: int, own: frozenset[str], *, alone: bool
) -> GoalReading | None:
    context = _context(text, position, one, limit)
    if _PAST.search(context.before):
        return None
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
    counted = [word for word in match["noun"].split() if is_unit(word) and unit_class(word) in THINGS]
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
    if _ends(context.before, "english.total_verbs"):
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
    if _CAPPED.search(context.before):
        return "<=", False
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
    work = before.lower() in words("english.total_verbs")
    if work and context.after.lower().startswith("of "):
        return f"{before} {after}"
    if context.noun:
        noun = re.sub(r"^(?:fewer|less|lower|more|higher)\s+", "", context.noun, flags=re.IGNORECASE)
        return f"{before} {noun}".strip() if before else noun
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
