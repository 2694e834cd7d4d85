"""The word lists of ``words.toml``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    text = resources.files("targetwatch.quantity").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=256)
def words(path: str) -> tuple[str, ...]:
    """The list at ``path`` (``verbs.up``), longest words first.

    >>> words("strength.commit")[-1] in {"确保", "保证", "务必", "必须", "坚决"}
    True
    """
    table: Any = _tables()
    for key in path.split("."):
        table = table[key]
    return tuple(sorted(dict.fromkeys(table), key=len, reverse=True))


@lru_cache(maxsize=64)
def bounds(path: str) -> tuple[tuple[str, str], ...]:
    """Words with the comparator they state, longest first: ``bounds.before``, ``english.after`` …"""
    table: Any = _tables()
    for key in path.split("."):
        table = table[key]
    pairs = [(word, comparator) for comparator, group in table.items() for word in group]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@lru_cache(maxsize=256)
def _by_first(path: str) -> Mapping[str, tuple[str, ...]]:
    """The list at ``path`` by first letter, longest words first."""
    return _grouped(words(path), 0)


@lru_cache(maxsize=256)
def _by_last(path: str) -> Mapping[str, tuple[str, ...]]:
    """The list at ``path`` by last letter, longest words first."""
    return _grouped(words(path), -1)


def _grouped(found: tuple[str, ...], letter: int) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for word in found:
        groups.setdefault(word[letter], []).append(word)
    return {key: tuple(group) for key, group in groups.items()}


def starting(text: str, path: str, at: int = 0) -> str | None:
    """The longest word of the list that stands at ``at``, or ``None``.

    >>> starting("左右浮动", "bounds.after.~="), starting("浮动", "bounds.after.~=")
    ('左右', None)
    """
    for word in _by_first(path).get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return None


def ending(text: str, path: str) -> str | None:
    """The longest word of the list that ends ``text``, or ``None``.

    >>> ending("投资同比增长", "verbs.up")
    '增长'
    """
    for word in _by_last(path).get(text[-1:], ()):
        if text.endswith(word):
            return word
    return None


def holds(text: str, *paths: str) -> bool:
    """Whether any word of the lists stands anywhere in ``text``."""
    return any(_pattern(path).search(text) for path in paths)


@lru_cache(maxsize=256)
def _pattern(path: str) -> re.Pattern[str]:
    """Any word of the list at ``path``."""
    return re.compile("|".join(map(re.escape, words(path))))


#: A strict bound turned round by a word that denies it (不得超过 is at most).
_TURNED: Final = {">": "<=", "<": ">="}
_DENIED_FAR: Final = re.compile("(?:不得|不准|不许|不允许|严禁|禁止)[^，。；、\\d]{1,8}$")


def turned(before: str, comparator: str) -> tuple[str, int]:
    """The bound that ``comparator`` is after ``before``, and how much of ``before`` denies it.

    A denial that stands further off makes the bound ``?``, which no quantity has.

    >>> turned("总量不得", ">"), turned("面积不应", "<"), turned("总量", ">")
    (('<=', 2), ('>=', 2), ('>', 0))
    """
    if comparator not in _TURNED:
        return comparator, 0
    if word := ending(before, "bounds.not_before"):
        return _TURNED[comparator], len(word)
    return ("?" if _DENIED_FAR.search(before) else comparator), 0


def first_of(text: str, found: Iterable[str]) -> str | None:
    """The first of ``found`` that stands in ``text``."""
    return next((word for word in found if word in text), None)
