"""What an engine needs of its own: tables from columns, decoding of texts, arrays between stages.

The rules of evaluation are narwhals expressions and live above; here stands what
cannot be written once for all engines. This release runs on pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import narwhals as nw
import numpy as np
import pandas as pd

Frame = nw.DataFrame[Any]
Array = np.ndarray[Any, np.dtype[Any]]

_ANCHOR: Final = "anchor of all rows"
_DTYPES: Final[dict[str, str]] = {"integer": "int64", "float": "float64", "flag": "int64"}


def table(columns: Mapping[str, Sequence[Any] | Array]) -> Frame:
    """A table of these columns; all must have one length."""
    return nw.from_native(pd.DataFrame(dict(columns)), eager_only=True)


def column(frame: Frame, name: str) -> Array:
    """One column as an array; this is where a lazy engine would materialise."""
    return frame.get_column(name).to_numpy()


def add_columns(frame: Frame, **columns: nw.Expr) -> Frame:
    """``frame`` with these columns, new or in the place of others of their name.

    As narwhals' own ``with_columns``, which on pandas takes every other column apart and
    puts it together again; here only the new ones are touched.
    """
    native = frame.to_native()
    new = frame.select(**columns).to_native()
    if len(new) != len(native):  # constants alone make one row
        new = frame.select(nw.col(native.columns[0]).alias(_ANCHOR), **columns).to_native()[list(columns)]
    kept = [name for name in native.columns if name not in columns]
    rest = native if len(kept) == len(native.columns) else native[kept]
    return nw.from_native(pd.concat([rest, new], axis=1), eager_only=True)


def look_up(frame: Frame, place: str, words: Mapping[str, Sequence[int]]) -> Frame:
    """``frame`` with columns of what stands in each list of ``words`` at the row's ``place``."""
    places = column(frame, place)
    native = frame.to_native()
    found = pd.DataFrame(
        {name: np.asarray(those)[places] for name, those in words.items()}, index=native.index
    )
    return nw.from_native(pd.concat([native, found], axis=1), eager_only=True)


def with_array(frame: Frame, name: str, values: Array) -> Frame:
    """``frame`` with one more column (or another in its place) from an array of its length."""
    native = frame.to_native()
    return nw.from_native(native.assign(**{name: values}), eager_only=True)


def decode(
    values: Sequence[pd.Series[Any]], function: Callable[..., Any], kinds: Sequence[str] = ("integer",)
) -> list[Array]:
    """What ``function`` makes of each row's values, asked once for each distinct combination.

    ``values`` are columns of one length; a missing value reaches the function as
    ``None``. With one kind the function returns one result, else a tuple of as many.
    """
    codes, distinct = _combined(values)
    results = [function(*combination) for combination in distinct]
    rows = results if len(kinds) > 1 else [(result,) for result in results]
    parts = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    arrays = [
        np.asarray(part, dtype=_DTYPES.get(kind, "object")) for part, kind in zip(parts, kinds, strict=True)
    ]
    return [array[codes] for array in arrays]


def _combined(values: Sequence[pd.Series[Any]]) -> tuple[Array, list[tuple[Any, ...]]]:
    codes: Array = np.zeros(len(values[0]), dtype="int64")
    texts: list[list[Any]] = []
    for series in values:
        part, distinct = pd.factorize(series, use_na_sentinel=True)
        texts.append([*distinct.tolist(), None])
        part = np.where(part < 0, len(distinct), part)
        codes = codes * (len(distinct) + 1) + part
    if len(values) == 1 and len(texts[0]) <= len(codes):
        return codes, [(text,) for text in texts[0]]
    kept, codes = np.unique(codes, return_inverse=True)
    combinations = []
    for code in kept.tolist():
        indices = []
        for part in reversed(texts):
            code, index = divmod(code, len(part))
            indices.append(index)
        combinations.append(tuple(part[index] for part, index in zip(texts, reversed(indices), strict=True)))
    return codes, combinations


def furthest_tilings(slot: Array, start: Array, first: Array, last: Array) -> tuple[Array, Array]:
    """Which tiles form, for each slot, the tiling that reaches furthest with the fewest tiles.

    A tile covers the months ``first`` to ``last``; a tiling begins at its slot's
    ``start`` and leaves no month out and covers none twice. Among equals the one
    whose last tile is shortest (so that a cumulative tile comes first). Gives a
    flag for each tile, and the month each tile's slot is covered to (``start`` − 1
    where nothing begins at its start). The loop runs over months, never over rows.
    """
    size = len(slot)
    if not size:
        return np.zeros(0, dtype=bool), np.zeros(0, dtype="int64")
    slots, group = np.unique(slot, return_inverse=True)
    months = int((last - start).max()) + 2
    steps: Array = np.full((len(slots), months), np.inf)
    steps[:, 0] = 0
    before: Array = np.full((len(slots), months), -1, dtype="int64")
    begins, ends = first - start, last - start + 1
    order = np.lexsort((begins, ends))
    bounds = np.searchsorted(ends[order], np.arange(months + 1))
    for month in range(1, months):
        for tile in _one_a_group(order[bounds[month] : bounds[month + 1]], group):
            count = steps[group[tile], begins[tile]] + 1
            better = count <= steps[group[tile], month]
            better &= np.isfinite(count)
            chosen = tile[better]
            steps[group[chosen], month] = count[better]
            before[group[chosen], month] = chosen
    reached = np.isfinite(steps)
    furthest = months - 1 - np.argmax(reached[:, ::-1], axis=1)
    used: Array = np.zeros(size, dtype=bool)
    position = furthest.copy()
    for _ in range(months):
        tile = before[np.arange(len(slots)), position]
        tile = tile[position > 0]
        if not len(tile):
            break
        used[tile] = True
        position[position > 0] = begins[tile]
    return used, start - 1 + furthest[group]


def _one_a_group(tiles: Array, group: Array) -> list[Array]:
    """``tiles`` (in order of their beginnings) in parts that hold each group at most once."""
    parts = []
    while len(tiles):
        _, index = np.unique(group[tiles], return_index=True)
        parts.append(tiles[np.sort(index)])
        tiles = np.delete(tiles, index)
    return parts
