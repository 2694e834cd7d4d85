"""Where every row of actuals landed: used, unused or rejected, each once and with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from targetwatch.actuals import both
from targetwatch.align import PASSED, STATUSES
from targetwatch.cells import ROLES, Cells
from targetwatch.engines import Array
from targetwatch.frames import EXPECTED, FOUND, REASON
from targetwatch.periods import Period

if TYPE_CHECKING:
    from targetwatch.actuals import ActualsTable
    from targetwatch.fill import Filled
    from targetwatch.plan import Plan

#: Columns of the candidates beside those of actuals.
CANDIDATE_NAMES: Final = (
    "commitment", "cell_region", "cell_period", "role", "status", REASON, "converted", "first", "last",
)  # fmt: skip


def used_rows(actuals: ActualsTable, filled: Filled) -> pd.DataFrame:
    """The rows that at least one cell used."""
    return _taken(actuals.frame, _own(filled, ~filled.rejected & (filled.row_status == PASSED)))


def unused_rows(actuals: ActualsTable, filled: Filled) -> pd.DataFrame:
    """The well-formed rows that no cell used, each with the most telling ``reason``."""
    places = _own(filled, ~filled.rejected & (filled.row_status != PASSED))
    frame = _taken(actuals.frame, places)
    frame[REASON] = _texts(_reasons(filled.row_status[places]))
    return frame


def rejected_rows(actuals: ActualsTable, filled: Filled, plan: Plan) -> pd.DataFrame:
    """The reader's rejected rows, and below them those whose unit fits nothing that their name serves."""
    places = _own(filled, filled.rejected)
    if not len(places):
        return actuals.rejected
    frame = _taken(actuals.frame, places)
    frame[REASON] = _texts(_reasons(filled.row_status[places]))
    frame[FOUND] = _texts([_found(unit) for unit in frame["unit"]])
    frame[EXPECTED] = _texts([_expected(plan, name) for name in frame["indicator"]])
    if not len(actuals.rejected):
        return frame
    return pd.DataFrame(
        {
            name: pd.concat([actuals.rejected[name].astype(object), frame[name].astype(object)])
            for name in frame
        }
    ).reset_index(drop=True)


def _own(filled: Filled, wanted: Array) -> Array:
    """Positions in the frame of actuals (the reader's rejected rows stand after it)."""
    return np.flatnonzero(wanted[: filled.rows.read])


def _taken(frame: pd.DataFrame, places: Array) -> pd.DataFrame:
    return frame.iloc[places].reset_index(drop=True)


def _texts(values: Any) -> pd.Series[Any]:
    return pd.Series(values, dtype=object)


def _reasons(status: Array) -> Array:
    return np.asarray(STATUSES, dtype=object)[status]


def _found(unit: Any) -> str:
    return unit if isinstance(unit, str) and unit else both("空白单位", "no unit")


def _expected(plan: Plan, name: str) -> str:
    """The units of the goals that a name serves."""
    units = [getattr(getattr(plan[found], "goal", None), "unit", None) for found in plan.find(name)]
    texts = list(dict.fromkeys(unit for unit in units if unit))
    listed = "、".join(texts)
    return (
        both(f"与 {listed} 同类的单位", f"a unit that fits {', '.join(texts)}")
        if texts
        else both("已知单位", "a known unit")
    )


def candidate_rows(actuals: ActualsTable, filled: Filled, cells: Cells) -> pd.DataFrame:
    """One row for each (row of actuals, cell) that was considered, in the order of cells.

    The columns of actuals and ``CANDIDATE_NAMES``: ``role`` is what the row was offered
    as, ``status`` used or unused with ``reason``, ``converted`` its value in the goal's
    unit, ``first`` and ``last`` the months it is of.
    """
    offers = filled.offers
    opened = _offers_by_need(filled, cells)
    offer, need = opened["offer"], opened["need"]
    own = (offers.rid[offer] < filled.rows.read) & _telling(filled, cells, offer, need)
    offer, need = offer[own], need[own]
    cell = cells.needs["cell"][need]
    order = np.lexsort((offers.rid[offer], cells.needs["role"][need], cell))
    offer, need, cell = offer[order], need[order], cell[order]
    frame = _taken(actuals.frame, offers.rid[offer])
    status = offers.status[offer]
    ids, regions = (
        np.asarray(coder.texts, dtype=object) for coder in (cells.codes.commitment, cells.codes.region)
    )
    frame["commitment"] = _texts(ids[cells.cells["commitment"][cell]])
    frame["cell_region"] = _texts(regions[cells.cells["region"][cell]])
    frame["cell_period"] = _texts(_period_texts(cells.cells["first"][cell], cells.cells["last"][cell]))
    frame["role"] = _texts(np.asarray(ROLES, dtype=object)[opened["role"][own][order]])
    frame["status"] = _texts(np.where(status == PASSED, "used", "unused"))
    frame[REASON] = _texts(np.where(status == PASSED, "", _reasons(status)))
    frame["converted"] = offers.value[offer]
    frame["first"], frame["last"] = offers.first[offer], offers.last[offer]
    return frame


def _telling(filled: Filled, cells: Cells, offer: Array, need: Array) -> Array:
    """Offers used, and those of rows that their cell used in no role."""
    used = filled.offers.status[offer] == PASSED
    pair = filled.offers.rid[offer] * (len(cells.cells["cell"]) + 1) + cells.needs["cell"][need]
    return np.asarray(used | ~np.isin(pair, pair[used]))


def _offers_by_need(filled: Filled, cells: Cells) -> dict[str, Array]:
    """Each offer with each (cell, role) that needs its slot; earlier levels stand for their growth slot."""
    slot_count = len(filled.slot_status)
    slot = filled.offers.slot
    later = slot >= slot_count
    served = slot.copy()
    served[later] = filled.growth_slots[slot[later] - slot_count] if later.any() else served[later]
    kept = (
        np.flatnonzero(cells.cells["stretch"][cells.needs["cell"]] == 0)
        if len(cells.needs["cell"])
        else np.zeros(0, int)
    )
    by_slot = kept[np.argsort(cells.needs["slot"][kept], kind="stable")]
    slots = cells.needs["slot"][by_slot]
    start, stop = np.searchsorted(slots, served, "left"), np.searchsorted(slots, served, "right")
    count = stop - start
    offer = np.repeat(np.arange(len(slot)), count)
    within = np.arange(len(offer)) - np.repeat(np.cumsum(count) - count, count)
    need = by_slot[np.repeat(start, count) + within]
    role = np.where(later[offer], ROLES.index("operand"), cells.needs["role"][need])
    return {"offer": offer, "need": need, "role": role}


def _period_texts(first: Array, last: Array) -> Array:
    texts = {pair: str(Period(*pair)) for pair in set(zip(first.tolist(), last.tolist(), strict=True))}
    return np.asarray([texts[pair] for pair in zip(first.tolist(), last.tolist(), strict=True)], dtype=object)
