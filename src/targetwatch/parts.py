"""Parents judged by their parts: the worst verdict of the parts, where the parent has no row of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from targetwatch.engines import Array
from targetwatch.judge import VERDICTS
from targetwatch.measure import REASONS
from targetwatch.model import Target
from targetwatch.units import factor, fits
from targetwatch.verdicts import PACE, WORST_LAST, Verdict

if TYPE_CHECKING:
    from targetwatch.plan import Plan

_PACE_ORDER: Final = {VERDICTS.index(verdict): place for place, verdict in enumerate(PACE)}
_JUDGED_ORDER: Final = {VERDICTS.index(verdict): place for place, verdict in enumerate(WORST_LAST)}
_IN_PROGRESS, _NOT_DUE = VERDICTS.index(Verdict.IN_PROGRESS), VERDICTS.index(Verdict.NOT_DUE)
_NOT_ASSESSABLE: Final = VERDICTS.index(Verdict.NOT_ASSESSABLE)
_WITHDRAWN: Final = REASONS.index("withdrawn_target")


def with_parts(plan: Plan, ids: list[str], columns: dict[str, Array]) -> dict[str, Array]:
    """``columns`` (by cell) with the verdicts of parents that have no row of their own.

    ``ids`` are the commitments' ids by code. A part that is not judged leaves its
    parent not assessable; parts that are all judged against their pace, or all in
    progress, leave it so too. Withdrawn parts count for nothing. A total whose parts do
    not add up to it (300公里，其中新建100公里) keeps its own verdict. Adds ``by_parts``: a
    flag of the cells judged so.
    """
    parents = [commitment.id for commitment in plan.record.commitments if _covered(plan, commitment.id)]
    result = columns | {"by_parts": np.zeros(len(columns["verdict"]), dtype=bool)}
    for name in ("verdict", "reason", "provisional"):
        result[name] = columns[name].copy()
    places = _places(ids, result)
    for parent in sorted(parents, key=lambda name: _height(plan, name)):
        for (name, region), cell in list(places.items()):
            if name == parent and not result["silent_row"][cell]:
                result["by_parts"][cell] = True
                _judge_parent(plan, cell, parent, region, places, result)
    return result


def _covered(plan: Plan, name: str) -> bool:
    """Whether a commitment has parts that say what became of the whole.

    The parts of a fixed total must be totals whose goals make up its own.
    """
    whole, parts = plan[name], [plan[part] for part in plan.parts_of(name)]
    if not parts or not isinstance(whole, Target) or whole.measure != "total" or whole.goal.kind != "fixed":
        return bool(parts)
    summed = Fraction(0)
    for part in (each for each in parts if each.status.state != "withdrawn"):
        if not isinstance(part, Target) or part.measure != "total" or part.goal.kind != "fixed":
            return False
        unit, own = part.goal.unit or "", whole.goal.unit or ""
        if unit != own and not fits(unit, own, plan.own_units):
            return False
        summed += Fraction(part.goal.value) * (factor(unit, own, plan.own_units) if unit != own else 1)
    goal = Fraction(whole.goal.value)
    return summed <= goal if whole.goal.comparator in ("<=", "<") else summed >= goal


def _places(ids: list[str], columns: dict[str, Array]) -> dict[tuple[str, int], int]:
    """Cells by commitment and region; stretch goals have no parts."""
    table = zip(
        columns["commitment"].tolist(), columns["region"].tolist(), columns["stretch"].tolist(), strict=True
    )
    return {(ids[code], region): cell for cell, (code, region, stretch) in enumerate(table) if not stretch}


def _height(plan: Plan, name: str) -> int:
    """How many levels of parts lie below."""
    return 1 + max((_height(plan, part) for part in plan.parts_of(name)), default=-1)


def _judge_parent(
    plan: Plan,
    cell: int,
    parent: str,
    region: int,
    places: dict[tuple[str, int], int],
    columns: dict[str, Array],
) -> None:
    verdicts, reasons = columns["verdict"], columns["reason"]
    if verdicts[cell] == _NOT_DUE or reasons[cell] == _WITHDRAWN:
        return
    found = [_part_cell(places, part, region) for part in plan.parts_of(parent)]
    parts = [part for part in found if part is not None and reasons[part] != _WITHDRAWN]
    verdict, reason = _worst([int(verdicts[part]) for part in parts])
    verdicts[cell], reasons[cell] = verdict, REASONS.index(reason)
    columns["provisional"][cell] = max((int(columns["provisional"][part]) for part in parts), default=0)


def _part_cell(places: dict[tuple[str, int], int], part: str, region: int) -> int | None:
    here = places.get((part, region))
    if here is not None:
        return here
    others = [cell for (name, _), cell in places.items() if name == part]
    return others[0] if len(others) == 1 else None


def _worst(verdicts: list[int]) -> tuple[int, str]:
    if verdicts and all(verdict in _JUDGED_ORDER for verdict in verdicts):
        return max(verdicts, key=_JUDGED_ORDER.__getitem__), "from_parts"
    if verdicts and all(verdict in _PACE_ORDER for verdict in verdicts):
        return max(verdicts, key=_PACE_ORDER.__getitem__), "from_parts"
    if verdicts and all(verdict in _PACE_ORDER or verdict == _IN_PROGRESS for verdict in verdicts):
        return _IN_PROGRESS, "from_parts"
    return _NOT_ASSESSABLE, "parts_unjudged"
