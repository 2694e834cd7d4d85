"""Whether quotes say what the plan says: the goal is read from them, and they stand in the document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path
from typing import Final

from targetwatch.errors import Problem
from targetwatch.fields import Pair, number_text
from targetwatch.goals import FixedGoal, MultipleGoal, RelativeGoal
from targetwatch.goaltext import quoted_goals
from targetwatch.model import CommitmentBase, Target
from targetwatch.planfile import Draft, Place
from targetwatch.quantity import GoalReading
from targetwatch.units import factor, fits, is_unit, unit_class

_WHERE: Final = ("source", "quote")
#: Sorts of units in which things, people and households are counted.
_COUNTED: Final = frozenset({"count", "person", "household", "visit"})
#: Characters without width that a text extraction may leave.
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def check_quotes(draft: Draft) -> Iterator[Problem]:
    """Each target whose goal the quantity reader does not get from its quote.

    Kind and value must be equal, and the comparator unless the number was bare in the
    quote, or bare in the plan and a standard (提到810元, ``==``) in the quote; goals of
    another authority and stated goals need only a quote.
    """
    own = draft.record.units
    for commitment, place in zip(draft.commitments, draft.places, strict=True):
        if not isinstance(commitment, Target):
            continue
        goal = commitment.goal
        if not isinstance(goal, FixedGoal | MultipleGoal | RelativeGoal):
            continue
        read = quoted_goals(commitment.source.quote, own)
        if not any(says(reading, goal, own) for reading in read):
            words = "; ".join(_reading_text(reading) for reading in read)
            found = (
                f"a quote that says {words}" if read else "a quote without a goal",
                f"引文读出的是 {words}" if read else "引文中读不出目标",
            )
            wanted = _goal_text(goal)
            expected = (f"a quote that says the goal, {wanted}", f"读得出目标 {wanted} 的引文")
            yield place.tell(_WHERE, found, expected)


def says(reading: GoalReading, goal: FixedGoal | MultipleGoal | RelativeGoal, own: tuple[str, ...]) -> bool:
    """Whether a goal as read from a quote is the goal of the plan."""
    if reading.kind != goal.kind:
        return False
    if isinstance(goal, RelativeGoal):
        return True
    if isinstance(goal, FixedGoal) and reading.value == 0 == goal.value:
        return _none_of_them(reading, goal, own)
    standard = goal.implied and reading.comparator == "=="  # 提到810元 names a standard, the plan its side
    if reading.comparator != goal.comparator and not (reading.implied or standard):
        return False
    unit = goal.unit if isinstance(goal, FixedGoal) else None
    scale = _scale(reading, unit, own)
    if scale is None or reading.value is None or Fraction(reading.value) * scale != goal.value:
        return False
    if goal.value_high is None:
        return reading.value_high is None
    return reading.value_high is not None and Fraction(reading.value_high) * scale == goal.value_high


def _none_of_them(reading: GoalReading, goal: FixedGoal, own: tuple[str, ...]) -> bool:
    """Whether both want none: 一个都不能 counts 个 where the plan counts 户, and == 0 is <= 0."""
    if reading.comparator != goal.comparator and {reading.comparator, goal.comparator} != {"==", "<="}:
        return False
    classes = {unit_class(unit, own) for unit in (reading.unit, goal.unit) if unit and is_unit(unit, own)}
    return classes <= _COUNTED or len(classes) < 2


def _scale(reading: GoalReading, wanted: str | None, own: tuple[str, ...]) -> Fraction | None:
    """What one unit of the reading is in the goal's: 1 where either has none that is known."""
    read = reading.unit
    if not read and wanted == "%" and isinstance(reading.value, Fraction):
        return Fraction(100)
    if not read or not wanted or read == wanted or not is_unit(wanted, own):
        return Fraction(1)
    if not (is_unit(read, own) and fits(read, wanted, own)):
        return None
    return factor(read, wanted, own)


def _reading_text(reading: GoalReading) -> str:
    if reading.value is None:
        return reading.kind
    high = f"—{number_text(reading.value_high)}" if reading.value_high is not None else ""
    prefix = "" if reading.kind == "fixed" else f"{reading.kind} "
    return f"{prefix}{reading.comparator} {number_text(reading.value)}{high}{reading.unit or ''}"


def _goal_text(goal: FixedGoal | MultipleGoal | RelativeGoal) -> str:
    if isinstance(goal, RelativeGoal):
        return f"relative {goal.comparator} {goal.to}"
    high = f"—{number_text(goal.value_high)}" if goal.value_high is not None else ""
    unit = (goal.unit or "") if isinstance(goal, FixedGoal) else ""
    prefix = "" if isinstance(goal, FixedGoal) else "multiple "
    return f"{prefix}{goal.comparator} {number_text(goal.value)}{high}{unit}"


def check_source(draft: Draft, source: Path) -> Iterator[Problem]:
    """Each quote that does not stand in the document ``source``, white space aside, with the nearest passage.

    The document is a text file in UTF-8 or GB18030. Raises ``FileNotFoundError`` where it is not there.
    """
    text = _read_document(source)
    if text is None:
        found = ("a document that is no text in UTF-8 or GB18030", "不是 UTF-8 或 GB18030 的文本")
        hint = ("save the document as text", "请将文件另存为纯文本")
        yield Problem.told(str(source), (0, 0), "", found, ("a text file", "文本文件"), hint)
        return
    document = _Document(text)
    for commitment, place in zip(draft.commitments, draft.places, strict=True):
        if commitment.source.document is None and not document.has(commitment.source.quote):
            yield _not_there(document, commitment, place)


def _not_there(document: _Document, commitment: CommitmentBase, place: Place) -> Problem:
    quote = commitment.source.quote
    passage = document.nearest(quote)
    short = repr(quote if len(quote) <= 60 else quote[:59] + "…")
    hint: Pair = ("", "")
    if passage:
        hint = (f"nearest passage: {passage!r}", f"最接近的原文：{passage!r}")
    found = (f"the quote {short}, which the document does not have", f"原文中没有的引文 {short}")
    return place.tell(
        _WHERE, found, ("a clause of the document, word for word", "与原文逐字一致的语句"), hint
    )


def _read_document(source: Path) -> str | None:
    content = source.read_bytes()
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


class _Document:
    """A document without white space, and where each of its characters was."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [place for place, character in enumerate(text) if not _is_blank(character)]
        self.folded = "".join(text[place] for place in self.places)
        self._matcher: SequenceMatcher[str] | None = None

    def has(self, quote: str) -> bool:
        return _without_blanks(quote) in self.folded

    def nearest(self, quote: str) -> str:
        """The passage of the document that shares the longest run of characters with ``quote``."""
        folded = _without_blanks(quote)
        if self._matcher is None:
            self._matcher = SequenceMatcher(autojunk=False, b=self.folded)
        self._matcher.set_seq1(folded)
        match = self._matcher.find_longest_match()
        if match.size < 2:
            return ""
        start = max(0, match.b - match.a)
        end = min(len(self.folded), start + len(folded))
        passage = self.text[self.places[start] : self.places[end - 1] + 1]
        return " ".join(passage.split())[:80]


def _without_blanks(text: str) -> str:
    return "".join(character for character in text if not _is_blank(character))


def _is_blank(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE or unicodedata.category(character) == "Zs"
