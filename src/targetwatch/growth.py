"""Growth computed from two levels or totals, where nobody reported it.

Only for targets whose basis is nominal: growth at constant prices or of like with
like is no quotient of two printed levels. The two must come from one publication, or
be of the same stage and scope, with no break of the series between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw
import numpy as np

from targetwatch.align import STATUS
from targetwatch.cells import BASES, OPERAND, VALUE, YEAR_BEFORE, Cells
from targetwatch.engines import Array, Frame, column
from targetwatch.periods import PeriodError, parse_period
from targetwatch.verdicts import MEASURES

_GROWTH: Final = MEASURES.index("growth")
_NAMES: Final = (
    "low",
    "high",
    "low_open",
    "high_open",
    "from",
    "to",
    "stage",
    "authority",
    "published",
    "rid",
)


@dataclass(frozen=True)
class Pairs:
    """Growth slots without a reported value, and the slots of the level now and the level before.

    Arrays of one length; ``before`` counts within ``earlier``, the slots still to be filled.
    """

    growth: Array
    now: Array
    earlier: dict[str, Array]


def growth_pairs(cells: Cells, values: dict[str, Array]) -> Pairs | None:
    """The growth slots to be computed and the earlier levels that they need; ``None`` where there are none.

    The earlier span is that of the level now, a year before, or the period that growth
    is compared with where the target names one.
    """
    slots = cells.slots
    growth, now = _siblings(slots)
    wanted = (values["found"][growth] == 0) & (values["found"][now] == 1)
    growth, now = growth[wanted], now[wanted]
    if not len(growth):
        return None
    earlier = {name: array[now].copy() for name, array in slots.items()}
    first, last = _spans_before(cells, growth, values["from"][now], values["to"][now])
    earlier |= {
        "slot_first": first,
        "slot_last": last,
        "slot_due": last,
        "slot_unit": values["unit_to"][now].astype("int64"),
    }
    earlier["slot"] = np.arange(len(growth)) + len(slots["slot"])
    return Pairs(growth, now, earlier)


def _siblings(slots: dict[str, Array]) -> tuple[Array, Array]:
    """Growth slots and the operand slot of the same commitment, region and span."""
    places: dict[tuple[int, ...], int] = {}
    keys = np.stack([slots[name] for name in ("commitment", "region", "slot_first", "slot_last")], axis=1)
    operands = np.flatnonzero(slots["slot_kind"] == OPERAND)
    for key, slot in zip(map(tuple, keys[operands].tolist()), operands.tolist(), strict=True):
        places[key] = slot
    growth = np.flatnonzero((slots["slot_kind"] == VALUE) & (slots["slot_measure"] == _GROWTH))
    now = np.asarray([places.get(tuple(key), -1) for key in keys[growth].tolist()], dtype="int64")
    return growth[now >= 0], now[now >= 0]


def _spans_before(cells: Cells, growth: Array, first: Array, last: Array) -> tuple[Array, Array]:
    first, last = first.astype("int64") - 12, last.astype("int64") - 12
    texts = cells.codes.comparison.texts
    for code in np.unique(cells.slots["slot_comparison"][growth]).tolist():
        if texts[code] != YEAR_BEFORE:
            here = cells.slots["slot_comparison"][growth] == code
            first[here], last[here] = _named_span(texts[code])
    return first, last


def _named_span(text: str) -> tuple[int, int]:
    try:
        period = parse_period(text)
    except PeriodError:
        return -1, -1
    return period.first, period.last


def with_growth(
    values: dict[str, Array], pairs: Pairs, earlier: dict[str, Array], breaks: Array, scale: Array
) -> tuple[dict[str, Array], Array]:
    """(values with the computed growth in its slots, the status of each pair: 0 where growth was computed).

    ``scale`` is what one percent is in each growth slot's unit; ``breaks`` the last
    month of each pair at which the series breaks (−1 for none).
    """
    now = {name: values[name][pairs.now] for name in values}
    status = _faults(now, earlier, pairs, breaks)
    good = status == 0
    ratio = {end: _growth_of(now[end], earlier["low"]) * scale for end in ("low", "high")}
    result = {name: array.copy() for name, array in values.items()}
    slots = pairs.growth[good]
    for end, other in (("low", "low_open"), ("high", "high_open")):
        result[end][slots] = ratio[end][good]
        result[other][slots] = now[other][good]
    for name in ("from", "to", "rid"):
        result[name][slots] = now[name][good]
    for name, lowest in (("stage", True), ("authority", True), ("published", False)):
        pick = np.minimum if lowest else np.maximum
        result[name][slots] = pick(now[name], earlier[name])[good]
    sizes = np.where(np.isfinite(ratio["low"]), np.abs(ratio["low"]), np.abs(ratio["high"])) + 100 * scale
    result["largest"][slots] = sizes[good]
    result["basis"][slots] = BASES.index("nominal")
    result["found"][slots] = 1
    return result, status


def _growth_of(now: Array, before: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return (now / before - 1) * 100


def _faults(now: dict[str, Array], earlier: dict[str, Array], pairs: Pairs, breaks: Array) -> Array:
    """Why a pair gives no growth; 0 where it does."""
    exact = (earlier["found"] == 1) & (earlier["low"] == earlier["high"]) & (earlier["low"] > 0)
    exact &= earlier["to"] == pairs.earlier["slot_last"]
    one = (now["publication_from"] == earlier["publication_to"]) & _same(now, earlier, "publication")
    one &= now["publication_from"] >= 0
    alike = _same(now, earlier, "stage") & _same(now, earlier, "scope")
    broken = breaks > pairs.earlier["slot_last"]
    status = np.where(one | alike, 0, STATUS["mixed_vintages"])
    status = np.where(broken, STATUS["series_break"], status)
    return np.where(exact, status, STATUS["operand_missing"])


def _same(now: dict[str, Array], earlier: dict[str, Array], name: str) -> Any:
    low, high = f"{name}_from", f"{name}_to"
    return (now[low] == now[high]) & (earlier[low] == earlier[high]) & (now[low] == earlier[low])


def breaks_of(offers: Frame, pairs: Pairs, to: Array, as_of: int) -> Array:
    """The last month, up to ``to``, at which a known row says that the series breaks; −1 for none."""
    broken = offers.filter(
        (nw.col("break") == 1) & (nw.col("slot_kind") == OPERAND) & (nw.col("published") <= as_of)
    )
    result: Array = np.full(len(pairs.now), -1, dtype="int64")
    slots, months = column(broken, "slot"), column(broken, "last")
    place = {slot: index for index, slot in enumerate(pairs.now.tolist())}
    for slot, month in zip(slots.tolist(), months.tolist(), strict=True):
        index = place.get(slot, -1)
        if index >= 0 and month <= to[index]:
            result[index] = max(result[index], month)
    return result
