"""The frame of an evaluation: one row a cell, with exactly the columns of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from targetwatch.cells import BASES, KINDS, TASK_GOAL, Cells
from targetwatch.coding import AUTHORITY_RANKS, STAGE_RANKS
from targetwatch.engines import Array
from targetwatch.frames import EVALUATION_NAMES
from targetwatch.judge import VERDICTS
from targetwatch.measure import REASONS
from targetwatch.periods import Period
from targetwatch.verdicts import MEASURES

if TYPE_CHECKING:
    from targetwatch.actuals import ActualsTable
    from targetwatch.plan import Plan

_STAGES: Final = {rank: stage for stage, rank in STAGE_RANKS.items() if stage}
_AUTHORITIES: Final = {rank: authority for authority, rank in AUTHORITY_RANKS.items()}


def build_sheet(
    plan: Plan, cells: Cells, columns: dict[str, Array], actuals: ActualsTable, as_of: date
) -> pd.DataFrame:
    """The assessed ``columns`` (by cell) as the frame of an evaluation."""
    parts = (
        _what(plan, cells, columns, as_of)
        | _goals(columns, cells)
        | _actuals(columns)
        | _judgements(columns)
        | _who(plan, cells, columns, as_of)
        | _where(columns, actuals)
    )
    return pd.DataFrame({name: _series(parts[name]) for name in EVALUATION_NAMES})


def _series(values: Any) -> pd.Series[Any]:
    """A column that keeps ``None`` for missing text."""
    return pd.Series(values, dtype=object if values.dtype == object else values.dtype)


def _objects(values: list[Any]) -> Array:
    array: Array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _mapped(codes: Array, words: Callable[[int], Any]) -> Array:
    """A word for each code, asked once for each distinct one."""
    known = {code: words(code) for code in set(codes.tolist())}
    return _objects([known[code] for code in codes.tolist()])


def _what(plan: Plan, cells: Cells, columns: dict[str, Array], as_of: date) -> dict[str, Any]:
    lang, ids = plan.record.language, cells.codes.commitment.texts
    spans = list(zip(columns["first"].tolist(), columns["last"].tolist(), strict=True))
    texts = {span: str(Period(*span)) for span in set(spans)}
    return {
        "commitment": _mapped(columns["commitment"], ids.__getitem__),
        "type": _mapped(columns["commitment"], lambda code: plan[ids[code]].type),
        "name": _mapped(columns["commitment"], lambda code: plan[ids[code]].name.text(lang)),
        "region": _mapped(columns["region"], cells.codes.region.texts.__getitem__),
        "period": _objects([texts[span] for span in spans]),
        "as_of": _objects([as_of] * len(spans)),
    }


def _goals(columns: dict[str, Array], cells: Cells) -> dict[str, Any]:
    kinds = columns["kind"]
    numeric = kinds < KINDS.index("stated")
    units = cells.codes.unit.texts
    found = zip(columns["unit"].tolist(), columns["unit_to"].tolist(), numeric.tolist(), strict=True)
    basis = np.where(columns["basis"] >= 0, columns["basis"], columns["stated_basis"])
    return {
        "measure": _mapped(columns["measure"], lambda code: MEASURES[code] if code >= 0 else None),
        "basis": _mapped(np.where(columns["stated_basis"] >= 0, columns["stated_basis"], basis), _basis),
        "goal_kind": _mapped(kinds, lambda code: KINDS[code] if code <= KINDS.index("stated") else None),
        "comparator": columns["comparator"],
        "goal": columns["goal"],
        "goal_high": columns["goal_high"],
        "tolerance": columns["tolerance"],
        "implied": _objects(
            [bool(flag) if here else None for flag, here in zip(columns["implied"], numeric, strict=True)]
        ),
        "unit": _objects(
            [unit or (units[code] if here and code >= 0 else None) for unit, code, here in found]
        ),
        "baseline": columns["baseline"],
    }


def _basis(code: int) -> str | None:
    return BASES[code] if code >= 0 else None


def _actuals(columns: dict[str, Array]) -> dict[str, Any]:
    low, high = columns["low"], columns["high"]
    found = columns["found"] == 1
    valued = found & ~np.isnan(low)
    ranged = valued & np.isfinite(low) & np.isfinite(high) & (low != high)
    months = columns["last"] - columns["first"] + 1
    to = np.minimum(columns["to"], columns["last"])
    coverage = np.where(valued, np.clip((to - columns["first"] + 1) / months, 0, 1), 0.0)
    spans = list(zip(columns["from"].tolist(), columns["to"].tolist(), found.tolist(), strict=True))
    texts = {span: str(Period(span[0], span[1])) if span[2] and span[0] >= 0 else None for span in set(spans)}
    numeric = columns["kind"] < KINDS.index("stated")
    return {
        "actual": np.where(valued & numeric, np.where(ranged, low, columns["actual"]), np.nan),
        "actual_high": np.where(ranged & numeric, high, np.nan),
        "actual_bound": _objects([_bound(*each) for each in _bounds(columns, valued & numeric)]),
        "actual_period": _objects([texts[span] for span in spans]),
        "coverage": np.where(numeric, coverage, np.nan),
        "due": _mapped(columns["due_day"], date.fromordinal),
    }


def _bounds(columns: dict[str, Array], valued: Array) -> Any:
    names = ("low", "high", "low_open", "high_open")
    return zip(valued.tolist(), *(columns[name].tolist() for name in names), strict=True)


def _bound(valued: bool, low: float, high: float, low_open: int, high_open: int) -> str | None:
    if not valued:
        return None
    if low == high:
        return "exact"
    if np.isinf(high):
        return "gt" if low_open else "ge"
    if np.isinf(low):
        return "lt" if high_open else "le"
    return "range"


def _judgements(columns: dict[str, Array]) -> dict[str, Any]:
    measured = (columns["found"] == 1) & (columns["open"] == 0) & (columns["kind"] < KINDS.index("external"))
    paced = measured & ~columns["complete"].astype(bool) & (columns["paced"] == 1)
    result: dict[str, Any] = {
        name: np.where(measured, columns[name], np.nan) for name in ("gap", "completion", "progress")
    }
    return result | {
        "expected": np.where(paced, columns.get("expected", np.nan), np.nan),
        "verdict": _mapped(columns["verdict"], VERDICTS.__getitem__),
        "reason": _mapped(columns["reason"], REASONS.__getitem__),
        "provisional": columns["provisional"] == 1,
        "by_tolerance": columns["by_tolerance"] == 1,
        "stage": _mapped(columns["stage"], _STAGES.get),
        "authority": _mapped(columns["authority"], _AUTHORITIES.get),
        "published": _mapped(columns["published"], lambda day: date.fromordinal(day) if day > 0 else None),
        "ruling": _objects([None] * len(columns["kind"])),
    }


def _who(plan: Plan, cells: Cells, columns: dict[str, Array], as_of: date) -> dict[str, Any]:
    ids = cells.codes.commitment.texts

    def of(words: Callable[[Any], Any]) -> Array:
        return _mapped(columns["commitment"], lambda code: words(plan[ids[code]]))

    units = {name: tuple(map(plan.canonical_unit, plan.owner_at(plan[name], as_of).units)) for name in ids}
    return {
        "strength": of(lambda each: each.strength),
        "nature": of(lambda each: each.nature),
        "section": of(lambda each: each.source.section),
        "leaders": of(lambda each: plan.owner_at(each, as_of).leaders),
        "lead_unit": of(lambda each: units[each.id][0] if units[each.id] else None),
        "units": of(lambda each: units[each.id]),
        "weight": of(lambda each: np.nan if each.weight is None else float(each.weight)).astype("float64"),
    }


def _where(columns: dict[str, Array], actuals: ActualsTable) -> dict[str, Any]:
    """Where the figure stood, and the unit's own rating (of a task: its own words)."""
    rid = np.where(columns["found"] == 1, columns["rid"], -1)
    frame = actuals.frame
    task = columns["kind"] == TASK_GOAL

    def at(name: str) -> list[Any]:
        values = frame[name].tolist()
        return [values[place] if place >= 0 else None for place in rid.tolist()]

    said = [
        own or (words if is_task else None)
        for own, words, is_task in zip(at("self_rating"), at("statement"), task, strict=True)
    ]
    return {
        "self_rating": _objects(said),
        "source_file": _objects(at("file")),
        "source_sheet": _objects(at("sheet")),
        "source_row": pd.array([None if place is None else place for place in at("row")], dtype="Int64"),
        "source_column": _objects(at("column")),
    }
