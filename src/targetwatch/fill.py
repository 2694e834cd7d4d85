"""Slots filled from rows: paired, picked, covered, and growth computed where nobody reported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import narwhals as nw
import numpy as np

from targetwatch import units
from targetwatch.align import PASSED, STATUS, UNIT_FAULTS, UNSEEN, pair
from targetwatch.cells import EXTERNAL, OPERAND, VALUE, Cells
from targetwatch.coding import Rows, code_rows
from targetwatch.cover import covered
from targetwatch.engines import Array, Frame, column
from targetwatch.growth import Pairs, breaks_of, growth_pairs, with_growth
from targetwatch.pick import picked

if TYPE_CHECKING:
    from targetwatch.actuals import ActualsTable
    from targetwatch.plan import Plan

#: Columns of the values of slots, with what stands where a slot has no value.
_BLANKS: Final = {
    "low": np.nan, "high": np.nan, "low_open": 0, "high_open": 0, "largest": 0.0, "from": -1, "to": -1,
    "stage": -1, "authority": -1, "published": -1, "basis": -1, "answer": -1, "day": -1, "rid": -1,
    "unit_to": -1, "tiles": 0, "publication_from": -1, "publication_to": -1, "stage_from": -1,
    "stage_to": -1, "scope_from": -1, "scope_to": -1,
}  # fmt: skip
#: Statuses that say nothing of why a slot is empty.
_SILENT: Final = tuple(STATUS[name] for name in ("superseded", "duplicate", "not_needed", "used"))
_MISFITS: Final = tuple(STATUS[name] for name in ("measure_differs", *UNIT_FAULTS))


@dataclass(frozen=True)
class Offers:
    """What became of every (row, slot): arrays of one length.

    ``low`` is the value in the slot's unit (its upper end where only that is known),
    ``first`` and ``last`` the months it is of.
    """

    rid: Array
    slot: Array
    status: Array
    value: Array
    first: Array
    last: Array


@dataclass(frozen=True)
class Filled:
    """Every slot's value and why it has none, every offer, and what became of every row.

    ``values`` are columns by slot (``found`` is 1 where there is one); ``slot_status``
    the most telling status of the rows of an empty slot, 0 where there is none;
    ``row_status`` by row, ``rejected`` a flag by row. ``growth_slots`` names the growth
    slot that each further slot (an earlier level) was opened for.
    """

    rows: Rows
    values: dict[str, Array]
    slot_status: Array
    offers: Offers
    row_status: Array
    rejected: Array
    growth_slots: Array


def fill_slots(plan: Plan, actuals: ActualsTable, cells: Cells, as_of: date, include_suspect: bool) -> Filled:
    """The slots of ``cells`` filled from ``actuals`` as known at ``as_of``."""
    rows = code_rows(actuals, plan, cells, as_of)
    offers = pair(rows, cells.slots, cells, plan, as_of, include_suspect)
    status, values = _settled(offers, cells.slots)
    parts = [(offers, status)]
    reasons = _slot_status(offers, status, len(cells.slots.get("slot", ())))
    pairs = growth_pairs(cells, values) if len(values["found"]) else None
    if pairs is not None:
        later = pair(rows, pairs.earlier, cells, plan, as_of, include_suspect)
        later_status, earlier = _settled(later, pairs.earlier)
        values, faults = with_growth(
            values,
            pairs,
            earlier,
            breaks_of(offers, pairs, values["to"][pairs.now], as_of.toordinal()),
            _percent(plan, cells, pairs),
        )
        np.maximum.at(reasons, pairs.growth, faults)
        parts.append((later, _operands(later, later_status, pairs.earlier["slot"], faults)))
        status = _operands(offers, status, pairs.now, faults)
        parts[0] = (offers, status)
    status = _unneeded_operands(offers, status, pairs)
    parts[0] = (offers, status)
    joined = _joined(parts)
    row_status, rejected = _rows(rows, offers, joined)
    return Filled(
        rows,
        values,
        reasons,
        joined,
        row_status,
        rejected,
        pairs.growth if pairs else np.zeros(0, dtype="int64"),
    )


def _settled(offers: Frame, slots: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """(status of each offer, values by slot)."""
    status = column(offers, "status").copy()
    passed, tiles = picked(offers)
    status[column(passed, "offer")] = column(passed, "status")
    chosen, values = covered(tiles)
    status[column(chosen, "offer")] = column(chosen, "status")
    return status, _by_slot(values, slots.get("slot", np.zeros(0, dtype="int64")))


def _by_slot(values: Frame, slots: Array) -> dict[str, Array]:
    """Values as columns with one entry a slot; ``found`` is 1 where there is one."""
    place = np.searchsorted(slots, column(values, "slot"))
    result = {}
    for name, blank in _BLANKS.items():
        full: Array = np.full(len(slots), blank, dtype="float64" if isinstance(blank, float) else "int64")
        full[place] = column(values, name)
        result[name] = full
    found: Array = np.zeros(len(slots), dtype="int64")
    found[place] = 1
    return result | {"found": found}


def _slot_status(offers: Frame, status: Array, count: int) -> Array:
    """Of each slot the most telling status of its rows that were there and could not be used.

    A row whose measure or unit is that of another target of its name does not count here.
    """
    rid, slot = column(offers, "rid"), column(offers, "slot")
    own = (column(offers, "measured") == 1) & (column(offers, "unit_status") == PASSED)
    served = np.isin(rid, rid[own])
    ignored = np.isin(status, _SILENT) | (status <= UNSEEN) | (np.isin(status, _MISFITS) & served)
    result: Array = np.zeros(count, dtype="int64")
    np.maximum.at(result, slot[~ignored], status[~ignored])
    return result


def _percent(plan: Plan, cells: Cells, pairs: Pairs) -> Array:
    """What one percent is in the unit of each growth slot."""
    texts = [
        cells.codes.unit.texts[code] if code >= 0 else "%"
        for code in cells.slots["slot_unit"][pairs.growth].tolist()
    ]
    scale = {text: _one_percent(text, plan.own_units) for text in set(texts)}
    return np.asarray([scale[text] for text in texts])


def _one_percent(unit: str, own: tuple[str, ...]) -> float:
    return float(units.factor("%", unit, own) if units.fits("%", unit, own) else Fraction(1))


def _operands(offers: Frame, status: Array, slots: Array, faults: Array) -> Array:
    """The status with the levels that gave no growth marked by the reason."""
    order = np.argsort(slots)
    slot = column(offers, "slot")
    place = np.searchsorted(slots[order], slot)
    place = np.minimum(place, len(slots) - 1)
    mine = slots[order][place] == slot
    fault = np.where(mine, faults[order][place], 0)
    return np.where((status == PASSED) & (fault > 0), fault, status)


def _unneeded_operands(offers: Frame, status: Array, pairs: Pairs | None) -> Array:
    """Levels offered for growth that was reported are superseded."""
    computed = set(pairs.now.tolist()) if pairs else set()
    slot, kind = column(offers, "slot"), column(offers, "slot_kind")
    idle = (
        (kind == OPERAND) & (status == PASSED) & ~np.isin(slot, np.asarray(sorted(computed), dtype="int64"))
    )
    return np.where(idle, STATUS["superseded"], status)


def _joined(parts: list[tuple[Frame, Array]]) -> Offers:
    """All offers; of a value that is only bounded above that bound."""

    def gather(name: str) -> Array:
        return np.concatenate([column(offers, name) for offers, _ in parts])

    low, high = gather("low"), gather("high")
    value = np.where(np.isinf(low), high, low)
    status = np.concatenate([status for _, status in parts])
    return Offers(gather("rid"), gather("slot"), status, value, gather("first"), gather("last"))


def _rows(rows: Rows, offers: Frame, joined: Offers) -> tuple[Array, Array]:
    """(most telling status of each row, flag of the rows that no unit of their name fits)."""
    name = column(rows.frame, "name")
    status = np.where(name < 0, STATUS["unknown_indicator"], STATUS["other_region"])
    np.maximum.at(status, joined.rid, joined.status)
    weighed = offers.filter(
        (nw.col("measured") == 1)
        & ~nw.col("low").is_null()
        & (
            (nw.col("slot_kind") == VALUE)
            | (nw.col("slot_kind") == OPERAND)
            | (nw.col("slot_kind") == EXTERNAL)
        )
    )
    rid, fault = column(weighed, "rid"), column(weighed, "unit_status")
    rejected: Array = np.zeros(len(name), dtype=bool)
    rejected[rid[fault != PASSED]] = True
    rejected[rid[fault == PASSED]] = False
    worst: Array = np.zeros(len(name), dtype="int64")
    np.maximum.at(worst, rid[fault != PASSED], fault[fault != PASSED])
    return np.where(rejected, worst, status), rejected
