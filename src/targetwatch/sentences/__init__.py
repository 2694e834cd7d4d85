"""One sentence a cell, in Chinese or English: correct in number, unit, direction and strictness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from targetwatch.sentences import en, zh
from targetwatch.sentences.facts import Facts, gather_facts, list_cells

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.evaluate import Evaluated

__all__ = [
    "Facts",
    "gather_facts",
    "list_cells",
    "say_actual",
    "say_gap",
    "say_goal",
    "say_state",
    "say_verdict",
    "sentence",
    "write_sentence",
]


def sentence(evaluated: Evaluated, row: int | Mapping[str, Any] | pd.Series[Any], lang: str = "zh") -> str:
    """The sentence of one cell: the row itself, or its position in ``evaluated.frame``.

    ``甲市固定资产投资增长5.4%，低于目标（8%以上）2.6个百分点，未完成。``
    """
    return write_sentence(gather_facts(evaluated, row), lang)


def write_sentence(facts: Facts, lang: str = "zh") -> str:
    """The sentence of facts that were gathered before."""
    return zh.write_sentence(facts) if lang == "zh" else en.write_sentence(facts)


def say_goal(facts: Facts, lang: str = "zh") -> str:
    """The goal in words, as it stands in the brackets of the sentence."""
    return zh.say_goal(facts) if lang == "zh" else en.say_goal(facts)


def say_actual(facts: Facts, lang: str = "zh", *, fall: bool = False) -> str:
    """The actual with its unit, a bound or a range in words; as the size of a fall where ``fall``."""
    return zh.say_actual(facts, fall=fall) if lang == "zh" else en.say_actual(facts, fall=fall)


def say_gap(facts: Facts, lang: str = "zh") -> str:
    """The size of the gap with its unit, without its sign."""
    return zh.say_gap(facts) if lang == "zh" else en.say_gap(facts)


def say_verdict(facts: Facts, lang: str = "zh") -> str:
    """The verdict in the words of the sentence."""
    return zh.say_verdict(facts) if lang == "zh" else en.say_verdict(facts)


def say_state(facts: Facts, lang: str = "zh") -> str:
    """The state of the figure: its stage, who reported it, doubts; empty where nothing is known."""
    return zh.say_state(facts) if lang == "zh" else en.say_state(facts)
