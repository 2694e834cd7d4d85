"""The word lists of ``words.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any


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


def starting(text: str, path: str, at: int = 0) -> str | None:
    """The longest word of the list that stands at ``at``, or ``None``.

    >>> starting("左右浮动", "bounds.after.~="), starting("浮动", "bounds.after.~=")
    ('左右', None)
    """
    return next((word for word in words(path) if text.startswith(word, at)), None)


def ending(text: str, path: str) -> str | None:
    """The longest word of the list that ends ``text``, or ``None``.

    >>> ending("投资同比增长", "verbs.up")
    '增长'
    """
    return next((word for word in words(path) if text.endswith(word)), None)


def holds(text: str, *paths: str) -> bool:
    """Whether any word of the lists stands anywhere in ``text``."""
    return any(word in text for path in paths for word in words(path))


def first_of(text: str, found: Iterable[str]) -> str | None:
    """The first of ``found`` that stands in ``text``."""
    return next((word for word in found if word in text), None)
