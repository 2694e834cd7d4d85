"""The best row of each span: authority, then stage, then reported before derived, then date.

A tile is the row picked for one span of one slot. Of rows of equal rank and equal
value one is the tile and the others are duplicates; of equal rank and different
value all conflict, and the tile says so.
"""

from __future__ import annotations

import math
from typing import Any, Final

import narwhals as nw

from targetwatch.align import PASSED, STATUS
from targetwatch.comparators import EPSILON
from targetwatch.engines import Frame, add_columns
from targetwatch.verdicts import CHECKS

SPAN: Final = ["slot", "first", "last"]
#: Days and ranks in one number: (authority, stage, reported, published) as digits.
_DAYS: Final = 10_000_000


def picked(offers: Frame) -> tuple[Frame, Frame]:
    """(the offers that passed their tests, with their status after picking; the tiles).

    Tiles have the columns of offers, and ``conflict``: 1 where rows of equal rank differ.
    """
    passed = add_columns(offers.filter(nw.col("status") == PASSED), rank=_rank())
    passed = add_columns(passed, best=nw.col("rank").max().over(*SPAN))
    top = passed.filter(nw.col("rank") == nw.col("best"))
    tiles = top.unique(subset=SPAN, keep="first", order_by=["order", "rid"])
    if len(tiles) == len(passed):
        return passed.select("offer", "status"), add_columns(tiles, conflict=nw.lit(0))
    conflicts = add_columns(top, conflict=_conflict()).select("offer", "conflict")
    tiles = tiles.join(conflicts, on="offer", how="left")
    marked = passed.join(conflicts, on="offer", how="left").join(
        tiles.select("offer", tile=nw.lit(1)), on="offer", how="left"
    )
    return add_columns(marked, status=_after_picking()).select("offer", "status"), tiles


def _after_picking() -> nw.Expr:
    return (
        nw.when(nw.col("rank") < nw.col("best"))
        .then(nw.lit(STATUS["superseded"]))
        .when(nw.col("conflict") == 1)
        .then(nw.lit(STATUS["conflicting"]))
        .when(nw.col("tile").is_null())
        .then(nw.lit(STATUS["duplicate"]))
        .otherwise(nw.lit(PASSED))
    )


def _rank() -> nw.Expr:
    """Authority, stage, reported before derived, publication; an undated row ranks below dated ones.

    Source: the order of the design's first step; a figure that somebody derived never replaces
    one that was reported by the same authority at the same stage, however new it is.
    """
    reported = nw.when(nw.col("check") == CHECKS.index("derived")).then(nw.lit(0)).otherwise(nw.lit(1))
    return ((nw.col("authority") * 8 + nw.col("stage")) * 2 + reported) * _DAYS + nw.col("published")


def _conflict() -> nw.Expr:
    """1 where rows of one span differ (by more than 1e-9) in value, or in bound, answer or date."""
    expressions = [_spread("low"), _spread("high")]
    for name in ("low_open", "high_open", "answer", "day"):
        column = nw.col(name)
        expressions.append(column.max().over(*SPAN) != column.min().over(*SPAN))
    differs: Any = expressions[0]
    for expression in expressions[1:]:
        differs = differs | expression
    return nw.when(differs).then(nw.lit(1)).otherwise(nw.lit(0))


def _spread(name: str) -> nw.Expr:
    high, low = nw.col(name).max().over(*SPAN), nw.col(name).min().over(*SPAN)
    size = nw.when(high.abs() > low.abs()).then(high.abs()).otherwise(low.abs())
    return (high > low) & ((size == math.inf) | (high - low > EPSILON * size))
