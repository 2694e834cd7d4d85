"""The words directly around a number: its bounds, and what it is paid for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from targetwatch.quantity.expression import Piece
from targetwatch.quantity.words import bounds, ending, starting, turned, words

_PER: Final = re.compile(
    r"(?:每(?:人次|人|户|亩|公顷|年|月|天|日|头|吨|次|平方米|家|个|册|床|生|套|度|千瓦时|立方米))+$"
)
_PER_AFTER: Final = re.compile(r"(?:每(?:人次|人|户|亩|公顷|年|月|天|日|头|吨|次|平方米|千瓦时|立方米))+")
_PER_NAMES: Final = {"生": "人", "度": "千瓦时", "日": "天"}
_TO_ONE: Final = re.compile(":1(?!\\d)")
_INCLUDED: Final = re.compile("（含[^（）]*）")
_EXCLUDED: Final = re.compile("（不含[^（）]*）")
_PAYMENTS: Final = frozenset(
    {"元", "角", "美元", "公斤", "千克", "吨", "斤", "立方米", "升", "克", "千瓦时", "度"}
)


@lru_cache(maxsize=1)
def may_precede() -> frozenset[str]:
    """Letters with which the words before a number may begin."""
    before = [word for word, _ in bounds("bounds.before")]
    return frozenset(word[0] for word in (*before, *words("bounds.not_before"), *words("ranges.open"), "每"))


def bound_before(head: str, position: int, pieces: Sequence[Piece]) -> Piece | None:
    """The bound that ends ``head``, with what denies it; ``position`` is where ``head`` ends."""
    for word, comparator in bounds("bounds.before"):
        if not head.endswith(word):
            continue
        if word == "上" and pieces[0].type != "SCALE":
            continue
        blocked = ending(head, "bounds.blocked_before")
        if blocked and len(blocked) > len(word):
            return None
        sign, length = turned(head[: -len(word)], comparator)
        return Piece("BEFORE", sign, position - len(word) - length, position)
    return None


def per_before(head: str, position: int, pieces: Sequence[Piece]) -> Piece | None:
    """每人每月 before an amount; not before a time, which the day has anyway (每天2小时)."""
    match = _PER.search(head)
    unit = next((piece.meaning for piece in pieces if piece.type == "UNIT"), "")
    if not match or not unit or unit not in _PAYMENTS:
        return None
    return Piece("PER", _per_text(match[0]), match.start() + position - len(head), position)


def word_after(text: str, position: int) -> Piece | None:
    """The bound, the denominator or the end of a range that begins at ``position``."""
    for word, comparator in bounds("bounds.after"):
        if text.startswith(word, position):
            end = position + len(word)
            if strict := _EXCLUDED.match(text, end):
                return Piece("AFTER", comparator.removesuffix("="), position, strict.end())
            included = _INCLUDED.match(text, end)
            return Piece("AFTER", comparator, position, included.end() if included else end)
    if _TO_ONE.match(text, position):
        return Piece("CLOSE", ":1", position, position + 2)
    if text.startswith("（含）以", position):
        return word_after(text, position + 3)
    if match := _PER_AFTER.match(text, position):
        return Piece("PER", _per_text(match[0]), position, match.end())
    if close := starting(text, "ranges.close", position):
        return Piece("CLOSE", close, position, position + len(close))
    return None


def paid_for(text: str) -> str | None:
    """What stands below the stroke for words at the end of ``text``: 人·月 for 每人每月.

    >>> paid_for("基础养老金每人每月"), paid_for("全市每个县")
    ('人·月', None)
    """
    match = _PER.search(text)
    return _per_text(match[0]) if match else None


def _per_text(words_of: str) -> str:
    names = [_PER_NAMES.get(name, name) for name in words_of.split("每") if name]
    return "·".join(names)
