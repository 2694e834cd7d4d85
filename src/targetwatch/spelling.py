"""The valid names nearest to one that was misspelt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

#: Below this likeness (0 to 1) a name is no suggestion.
_LIKENESS: Final = 0.5


def fold(text: str) -> str:
    """``text`` with full width, white space and case folded: what two spellings of one name share.

    >>> fold("Ｒ＆Ｄ 经费") == fold("r&d经费")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def nearest(found: str, valid: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The ``valid`` names most like ``found``, best first; empty where none is like it.

    >>> nearest("unti", ["unit", "text", "kind"])
    ('unit',)
    >>> nearest("市人力社保居", ["市人力社保局", "市财政局"], 1)
    ('市人力社保局',)
    """
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(fold(found))
    ranked: list[tuple[float, int, str]] = []
    for position, name in enumerate(dict.fromkeys(valid)):
        matcher.set_seq1(fold(name))
        if matcher.real_quick_ratio() < _LIKENESS or matcher.quick_ratio() < _LIKENESS:
            continue
        likeness = matcher.ratio()
        if likeness >= _LIKENESS:
            ranked.append((-likeness, position, name))
    return tuple(name for _, _, name in sorted(ranked)[:count])
