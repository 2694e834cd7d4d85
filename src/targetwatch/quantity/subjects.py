"""Names of what goals are said of: cleaned of lead-in words, split where a list has several."""

from __future__ import annotations

import re
from typing import Final

from targetwatch.quantity.clauses import Clause
from targetwatch.quantity.readings import Strength
from targetwatch.quantity.words import starting, words

_DATE: Final = re.compile("(?:到|至|截至)?(?:19|20)\\d\\d年(?:底|末|年底)?(?:前)?，?")
_LIST_MARKS: Final = re.compile("^(?:、|和|与|及|以及|并且|，)+")
_SPLIT: Final = re.compile("、|以及|及|和|与")
_BOTH: Final = {
    "城乡": ("城镇", "农村"),
    "一二三": ("一", "二", "三"),
    "一二": ("一", "二"),
    "二三": ("二", "三"),
}


def strength_of(text: str, before: int) -> Strength:
    """``strive`` where the last word of strength before the number is one of striving."""
    strive = max((text.rfind(word, 0, before) for word in words("strength.strive")), default=-1)
    commit = max((text.rfind(word, 0, before) for word in words("strength.commit")), default=-1)
    return "strive" if strive > commit else "commit"


def clean_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without words that only lead in (确保, 全年, 将) and marks at its ends.

    A word that joins two items (和, 以及) goes only where another item stands before.
    """
    while start < end:
        part = text[start:end]
        mark = _LIST_MARKS.match(part) if start > 0 else None
        date = _DATE.match(part)
        and_then = "并" if part[0] in "并且" and starting(part, "verbs.act", 1) else None
        found = mark[0] if mark else date[0] if date else and_then or starting(part, "subjects.lead")
        if not found:
            break
        start += len(found)
    while end > start and text[end - 1] in "、，和与及的":
        end -= 1
    return start, end


def subject_name(clause: Clause, span: tuple[int, int], carried: str) -> tuple[str, tuple[int, int]]:
    start, end = clean_span(clause.text, *span)
    if end > start:
        return clause.text[start:end], (start, end)
    return carried, (span[0], span[0])


def before_rank(before: str) -> str:
    """The subject of a rank: what stands before its verb (居, 进入)."""
    places = [place for word in words("rank.verbs") if (place := before.rfind(word)) >= 0]
    return before[: min(places)] if places else before


def members(subject: str, count: int | None) -> list[str]:
    """The members of a list of subjects; 城乡 is two of them."""
    for word, members in _BOTH.items():
        if word in subject and (count is None or count == len(members)):
            return [subject.replace(word, member, 1) for member in members]
    parts = [part for part in _SPLIT.split(subject) if part]
    return parts if parts and (count is None or len(parts) == count) else [subject]


def work_word(before: str) -> str:
    """The verb of work directly before a number, which belongs to the indicator."""
    return next(
        (word for path in ("verbs.act", "verbs.act_weak") for word in words(path) if before.endswith(word)),
        "",
    )


def counted_unit(context: str) -> str:
    """The unit of what is brought to zero, by the last word of its name; 个 where none is known."""
    for unit in ("户", "人", "家", "起", "条"):
        if any(context.endswith(word) for word in words(f"zero_units.{unit}")):
            return unit
    return "个"
