"""Which targets of a plan an office's figure can be: by id, name and alias, with measure and unit.

固定资产投资(不含农户)_比上年增长(%) is 固定资产投资, growth, %. A bracket that the plan does not
have is left aside, and said. For a name that matches nothing the nearest are suggested,
never taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from targetwatch.ingest.labels import read_label
from targetwatch.model import Target
from targetwatch.plan import Plan
from targetwatch.spelling import fold, nearest
from targetwatch.units import fits

_BRACKET: Final = re.compile(r"\([^()]*\)")
_ENGLISH_GROWTH: Final = re.compile(
    r"(?:annual )?growth (?:rate )?(?:of|in) |,? (?:annual )?growth(?: rate)?\Z", re.IGNORECASE
)
#: Measures of which growth is computed.
_LEVELS: Final = ("level", "total")


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """What a figure can be in a plan.

    ``targets`` are the ids that its name, measure and unit fit; ``aside`` is the bracket
    that was left aside to find them; ``step`` is ``index_to_growth`` or ``levels`` where
    the target is growth and the figure an index or a level. ``others`` are targets of
    that name whose measure or unit it does not fit, ``nearest`` suggestions where no
    name matches.
    """

    targets: tuple[str, ...] = ()
    aside: str | None = None
    step: str | None = None
    others: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


def match_figure(plan: Plan, name: str, unit: str | None = None, measure: str | None = None) -> TargetMatch:
    """The targets of ``plan`` that a figure of that name, unit and measure can be.

    Unit and measure that are not given are those in the name.
    """
    label = read_label(name)
    own = "growth" if label.measure == "decline" else label.measure
    unit, measure = unit or label.unit, measure or own
    known = _names(plan)
    for text in (name, label.name):
        if ids := known.get(fold(text)):
            return _fitting(plan, ids, unit, measure, None)
    bare = _BRACKET.sub("", fold(label.name))
    if bare != fold(label.name) and (ids := known.get(bare)):
        return _fitting(plan, ids, unit, measure, "".join(_BRACKET.findall(fold(label.name))))
    like = nearest(fold(label.name or name), known, 6)
    return TargetMatch(nearest=tuple(dict.fromkeys(each for text in like for each in known[text]))[:3])


@lru_cache(maxsize=8)
def _names(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Folded name → ids of targets; growth also under what grows."""
    found: dict[str, tuple[str, ...]] = {}
    for target in plan.targets:
        texts = filter(None, (target.id, target.name.zh, target.name.en, *target.aliases))
        for key in dict.fromkeys(key for text in texts for key in _keys(text, target)):
            found[key] = (*found.get(key, ()), target.id)
    return MappingProxyType(found)


def _keys(text: str, target: Target) -> list[str]:
    names = [text, read_label(text).name]
    if target.measure in ("growth", "points"):
        names += [read_label(f"{text}(%)").name, _ENGLISH_GROWTH.sub("", text)]
    return [fold(name) for name in names if name]


def _fitting(
    plan: Plan, ids: tuple[str, ...], unit: str | None, measure: str | None, aside: str | None
) -> TargetMatch:
    steps = {each: _step(plan, each, unit, measure) for each in ids}
    direct = tuple(each for each, step in steps.items() if step == "")
    derived = tuple(each for each, step in steps.items() if step)
    chosen = direct or derived
    step = None if direct or not derived else steps[derived[0]]
    return TargetMatch(chosen, aside, step, tuple(each for each in ids if each not in chosen))


def _step(plan: Plan, target_id: str, unit: str | None, measure: str | None) -> str | None:
    """What makes the figure the target's: nothing (``""``) or a step; ``None`` where it cannot be."""
    target = plan[target_id]
    if not isinstance(target, Target):
        return None
    goal_unit = getattr(target.goal, "unit", None)
    fitting = unit is None or goal_unit is None or fits(unit, goal_unit, plan.own_units)
    if measure == target.measure or measure is None:
        if fitting and not (target.measure == "growth" and measure is None and unit not in (None, "%", "‰")):
            return ""
        return "levels" if target.measure == "growth" and measure is None else None
    if target.measure == "growth" and measure == "index":
        return "index_to_growth"
    return "levels" if target.measure == "growth" and measure in _LEVELS else None
