"""The value of each slot from the tiles that cover it.

A value covers a span. A tile for the whole period beats any aggregation. Sums, means
and the worst of all need tiles that follow each other from the period's start without
gap or overlap (1—2月 is one tile; a cumulative row is one tile and may be continued by
later months). ``last`` needs the latest tile, ``as_reported`` the longest that begins
with the period. Several tiles without a stated aggregation give no value.
"""

from __future__ import annotations

from typing import Final

import narwhals as nw
import numpy as np

from targetwatch.align import PASSED, STATUS
from targetwatch.cells import AGGREGATES, ANSWER, BY_MEASURE, NOT_STATED, TASK
from targetwatch.engines import Array, Frame, add_columns, column, furthest_tilings, with_array
from targetwatch.verdicts import MEASURES

_TILED: Final = tuple(AGGREGATES.index(name) for name in ("sum", "mean", "every", "worst"))
_AS_REPORTED, _LAST = AGGREGATES.index("as_reported"), AGGREGATES.index("last")
_TOTAL: Final = MEASURES.index("total")
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
    "measure", "conflict",
)  # fmt: skip


def _any(flags: Array, group: Array, count: int) -> Array:
    return np.bincount(group, weights=flags, minlength=count) > 0


def _by_aggregate(get: dict[str, Array], group: Array, count: int, has_whole: Array) -> tuple[Array, Array]:
    """Which tiles are used where no tile covers the whole period, and what becomes of the others."""
    aggregate = np.where(np.isin(get["slot_kind"], (ANSWER, TASK)), _LAST, get["slot_aggregate"])
    by_measure = np.where(get["measure"] == _TOTAL, AGGREGATES.index("sum"), NOT_STATED)
    aggregate = np.where(aggregate == BY_MEASURE, by_measure, aggregate)
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
    """One row a slot from the tiles used; most slots have one tile, which is its value."""
    slot, count = np.unique(column(used, "slot"), return_counts=True)
    several = slot[count > 1]
    if not len(several):
        return _single_values(used)
    shared = nw.col("slot").is_in(several.tolist())
    return nw.concat([_single_values(used.filter(~shared)), _summed_values(used.filter(shared))])


def _single_values(used: Frame) -> Frame:
    own = {"from": nw.col("first"), "to": nw.col("last"), "largest": nw.lit(0.0), "tiles": nw.lit(1)}
    same = {f"{name}_{end}": nw.col(name) for name in _ONE_THING for end in ("from", "to")}
    return used.select(*_KEPT, **own, **same)


def _summed_values(used: Frame) -> Frame:
    weight = nw.col("last") - nw.col("first") + 1
    parts = add_columns(
        used,
        weight=weight,
        weighted_low=nw.col("low") * weight,
        weighted_high=nw.col("high") * weight,
        size=_finite_size(),
    )
    summed = parts.group_by("slot").agg(
        *(nw.col(end).sum().alias(f"sum_{end}") for end in _ENDS),
        *(nw.col(end).min().alias(f"min_{end}") for end in _ENDS),
        *(nw.col(end).max().alias(f"max_{end}") for end in _ENDS),
        nw.col("first").min().alias("from"),
        nw.col("last").max().alias("to"),
        nw.col("size").max().alias("largest"),
        nw.len().alias("tiles"),
        *(nw.col(name).sum() for name in ("weighted_low", "weighted_high", "weight")),
        *(nw.col(name).min() for name in ("stage", "authority")),
        *(nw.col(name).max() for name in (*_KEPT[5:], "slot_aggregate", "slot_direction", "slot_aim")),
        *_sameness(),
    )
    combined = add_columns(summed, low=_combined("low"), high=_combined("high"))
    return combined.select(_single_values(used.head(0)).columns)


_ENDS: Final = ("low", "high")
#: Columns of a tile that its slot keeps; of several tiles the lowest stage and authority, else the largest.
_KEPT: Final = (
    "slot", "low", "high", "stage", "authority", "low_open", "high_open", "published", "basis", "answer",
    "day", "rid", "unit_to",
)  # fmt: skip
#: What must be one thing for growth to be computed.
_ONE_THING: Final = ("publication", "stage", "scope")


def _sameness() -> list[nw.Expr]:
    """The lowest and highest of what must be one thing."""
    return [
        expression
        for name in _ONE_THING
        for expression in (nw.col(name).min().alias(f"{name}_from"), nw.col(name).max().alias(f"{name}_to"))
    ]


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
    """One end of the value by the slot's aggregation."""
    aggregate = nw.col("slot_aggregate")
    lowest, highest = nw.col(f"min_{end}"), nw.col(f"max_{end}")
    aim = nw.col("slot_aim")
    farther = nw.when(highest - aim >= aim - lowest).then(highest).otherwise(lowest)
    side = nw.col("slot_direction")
    worst = nw.when(side > 0).then(lowest).when(side < 0).then(highest).otherwise(farther)
    mean = nw.col(f"weighted_{end}") / nw.col("weight")
    is_worst = (aggregate == _WORST[0]) | (aggregate == _WORST[1])
    total = nw.when(aggregate == _MEAN).then(mean).when(is_worst).then(worst)
    return total.otherwise(nw.col(f"sum_{end}"))
