"""The value of each slot from the tiles that cover it.

A value covers a span. A tile for the whole period beats any aggregation. Sums, means
and the worst of all need tiles that follow each other from the period's start without
gap or overlap (1—2月 is one tile; a cumulative row is one tile and may be continued by
later months). ``last`` needs the latest tile, ``as_reported`` the longest that begins
with the period. Several tiles without a stated aggregation give no value.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import numpy as np

from targetwatch.align import PASSED, STATUS
from targetwatch.cells import AGGREGATES, ANSWER, NOT_STATED, TASK
from targetwatch.engines import Array, Frame, column, furthest_tilings, with_array

_TILED: Final = tuple(AGGREGATES.index(name) for name in ("sum", "mean", "every", "worst"))
_AS_REPORTED, _LAST = AGGREGATES.index("as_reported"), AGGREGATES.index("last")
_MEAN = AGGREGATES.index("mean")
_WORST: Final = (AGGREGATES.index("every"), AGGREGATES.index("worst"))


def covered(tiles: Frame) -> tuple[Frame, Frame]:
    """(tiles with the status of each, values of the slots that have one).

    Values: one row a slot with ``low``, ``high``, their open flags, ``largest`` (the
    largest operand of a sum or mean, 0 for a single tile), ``from`` and ``to`` (first
    and last month covered), ``stage`` and ``authority`` (the lowest used), ``published``
    (the latest used), ``rid`` (one row that was used), ``tiles``.
    """
    chosen = with_array(tiles, "status", _statuses(tiles))
    used = chosen.filter(nw.col("status") == PASSED)
    return chosen, _values(used)


def _statuses(tiles: Frame) -> Array:
    """What happens to each tile: passed where it is used."""
    get = {name: column(tiles, name) for name in _NEEDED}
    slot, group = np.unique(get["slot"], return_inverse=True)
    whole = (
        (get["first"] == get["slot_first"])
        & (get["last"] == get["slot_last"])
        & ~np.isin(get["slot_kind"], (ANSWER, TASK))
    )
    has_whole = _any(whole, group, len(slot))[group]
    use, fail = _by_aggregate(get, group, len(slot), has_whole)
    use = np.where(has_whole, whole, use)
    conflicting = _any(use & (get["conflict"] == 1), group, len(slot))[group]
    status = np.where(use, PASSED, np.where(has_whole, STATUS["not_needed"], fail))
    return np.where(
        use & conflicting, STATUS["conflicting"], np.where(conflicting, STATUS["not_needed"], status)
    )


_NEEDED: Final = (
    "slot", "first", "last", "slot_first", "slot_last", "slot_due", "slot_kind", "slot_aggregate", "rank",
    "conflict",
)  # fmt: skip


def _any(flags: Array, group: Array, count: int) -> Array:
    return np.bincount(group, weights=flags, minlength=count) > 0


def _by_aggregate(get: dict[str, Array], group: Array, count: int, has_whole: Array) -> tuple[Array, Array]:
    """Which tiles are used where no tile covers the whole period, and what becomes of the others."""
    aggregate = np.where(np.isin(get["slot_kind"], (ANSWER, TASK)), _LAST, get["slot_aggregate"])
    single = (np.bincount(group, minlength=count) == 1)[group]
    begins = get["first"] == get["slot_first"]
    tiled, reach = _tiled(get, np.isin(aggregate, _TILED) & ~has_whole)
    beyond = _any(np.isin(aggregate, _TILED) & (get["last"] > reach) & _counted(get), group, count)[group]
    longest = _best(get, group, begins & (aggregate == _AS_REPORTED))
    latest = _best(get, group, (aggregate == _LAST) | ((aggregate == NOT_STATED) & single))
    use = (tiled & ~beyond) | longest | latest
    nothing = ~_any(use, group, count)[group]
    fail = np.where(aggregate == NOT_STATED, STATUS["aggregate_not_stated"], STATUS["gap_in_series"])
    return use, np.where(nothing, fail, STATUS["not_needed"])


def _counted(get: dict[str, Array]) -> Array:
    """Tiles within what is due: those after an early ``due`` make no hole."""
    return get["last"] <= np.maximum(get["slot_due"], get["slot_first"])


def _tiled(get: dict[str, Array], wanted: Array) -> tuple[Array, Array]:
    """The tiles of the furthest tilings, and the month to which each tile's slot is covered."""
    used: Array = np.zeros(len(wanted), dtype=bool)
    reach: Array = np.full(len(wanted), np.iinfo(np.int64).max, dtype="int64")
    index = np.flatnonzero(wanted & _counted(get))
    start, first, last = (get[name][index] for name in ("slot_first", "first", "last"))
    used[index], reach[index] = furthest_tilings(get["slot"][index], start, first, last)
    return used, reach


def _best(get: dict[str, Array], group: Array, eligible: Array) -> Array:
    """Of the eligible tiles of each slot the one that ends last; then the longest, then the best in rank."""
    index = np.flatnonzero(eligible)
    order = index[np.lexsort((-get["rank"][index], get["first"][index], -get["last"][index], group[index]))]
    _, first = np.unique(group[order], return_index=True)
    best: Array = np.zeros(len(eligible), dtype=bool)
    best[order[first]] = True
    return best


def _values(used: Frame) -> Frame:
    """One row a slot from the tiles used."""
    weight = nw.col("last") - nw.col("first") + 1
    parts = used.with_columns(
        weight=weight,
        weighted_low=nw.col("low") * weight,
        weighted_high=nw.col("high") * weight,
        size=_finite_size(),
    )
    summed = parts.group_by("slot").agg(
        nw.col("low").sum().alias("sum_low"),
        nw.col("high").sum().alias("sum_high"),
        nw.col("low").min().alias("min_low"),
        nw.col("high").min().alias("min_high"),
        nw.col("low").max().alias("max_low"),
        nw.col("high").max().alias("max_high"),
        nw.col("weighted_low").sum(),
        nw.col("weighted_high").sum(),
        nw.col("weight").sum(),
        nw.col("size").max(),
        nw.col("low_open").max(),
        nw.col("high_open").max(),
        nw.col("first").min().alias("from"),
        nw.col("last").max().alias("to"),
        nw.col("stage").min(),
        nw.col("authority").min(),
        nw.col("published").max(),
        nw.col("basis").max(),
        nw.col("answer").max(),
        nw.col("day").max(),
        nw.col("rid").max(),
        nw.col("slot_aggregate").max(),
        nw.col("slot_direction").max(),
        nw.col("slot_aim").max(),
        nw.col("unit_to").max(),
        nw.len().alias("tiles"),
        *_sameness(),
    )
    return summed.with_columns(low=_combined("low"), high=_combined("high"), largest=_largest())


def _sameness() -> list[nw.Expr]:
    """The lowest and highest of what must be one thing for growth to be computed."""
    names = ("publication", "stage", "scope")
    return [e for n in names for e in (nw.col(n).min().alias(f"{n}_from"), nw.col(n).max().alias(f"{n}_to"))]


def _finite_size() -> nw.Expr:
    low, high = nw.col("low").abs(), nw.col("high").abs()
    return (
        nw.when(low == np.inf)
        .then(high)
        .when(high == np.inf)
        .then(low)
        .when(low > high)
        .then(low)
        .otherwise(high)
    )


def _combined(end: str) -> nw.Expr:
    """One end of the value by the slot's aggregation; a single tile is itself."""
    aggregate = nw.col("slot_aggregate")
    lowest, highest = nw.col(f"min_{end}"), nw.col(f"max_{end}")
    farther = (
        nw.when(highest - nw.col("slot_aim") >= nw.col("slot_aim") - lowest).then(highest).otherwise(lowest)
    )
    side = nw.col("slot_direction")
    worst = nw.when(side > 0).then(lowest).when(side < 0).then(highest).otherwise(farther)
    total: Any = nw.when(aggregate == _MEAN).then(nw.col(f"weighted_{end}") / nw.col("weight"))
    total = total.when((aggregate == _WORST[0]) | (aggregate == _WORST[1])).then(worst)
    return nw.when(nw.col("tiles") == 1).then(lowest).otherwise(total.otherwise(nw.col(f"sum_{end}")))


def _largest() -> nw.Expr:
    return nw.when(nw.col("tiles") > 1).then(nw.col("size")).otherwise(nw.lit(0.0))
