"""Comparators: which values a goal accepts, and the tests for it over numbers or columns.

Everything is written in the operators ``+ - * >= <=`` alone, so it runs on floats, on
arrays and on column expressions alike. What a comparator accepts is one span of
values; an actual that is a bound or a range is a span too, and is judged by its ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

#: The relative width within which two numbers count as equal.
EPSILON: Final = 1e-9
#: Sides of a bound in widths of ε: an inclusive bound is met from just below, a strict one from just above.
INCLUSIVE: Final = -1.0
STRICT: Final = 1.000001
#: How far within an open end of an actual its values begin, in widths of ε.
OPEN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The span of accepted values: from goal + ``low`` to the goal's upper end + ``high``.

    ``low`` is −∞ or ``high`` ∞ where that side has no end. ``low_side`` and ``high_side``
    are ``INCLUSIVE`` or ``STRICT``.
    """

    low: float
    high: float
    low_side: float = INCLUSIVE
    high_side: float = INCLUSIVE


def direction(comparator: str, better: str | None = None) -> int:
    """+1 where more is better, −1 where less is, 0 where nearer is (``closer``, ``==`` without a side).

    >>> direction(">="), direction("<"), direction("~=", "lower"), direction("in", "closer")
    (1, -1, -1, 0)
    """
    if comparator in (">=", ">"):
        return 1
    if comparator in ("<=", "<"):
        return -1
    return {"higher": 1, "lower": -1}.get(better or "", 0)


def acceptance(comparator: str, better: str | None = None, tolerance: float = 0.0) -> Acceptance:
    """What ``comparator`` accepts, as shifts from the goal (in the goal's unit).

    ``~=`` accepts the band of ``tolerance`` with its edges, ``in`` the range with its
    ends, and both everything past them on the good side; ``closer`` has two sides.

    Source: 民法典 art. 1259: 以上、以下、以内 include the number, 超过、不满、以外 do not.

    >>> acceptance("~=", "higher", 0.5).low, acceptance("<", None).high_side == STRICT
    (-0.5, True)
    """
    side = direction(comparator, better)
    match comparator:
        case ">=":
            return Acceptance(0.0, math.inf)
        case ">":
            return Acceptance(0.0, math.inf, low_side=STRICT)
        case "<=":
            return Acceptance(-math.inf, 0.0)
        case "<":
            return Acceptance(-math.inf, 0.0, high_side=STRICT)
        case "==":
            return Acceptance(0.0, 0.0)
        case "~=" | "in":
            band = tolerance if comparator == "~=" else 0.0
            return Acceptance(-math.inf if side < 0 else -band, math.inf if side > 0 else band)
    raise ValueError(f"found comparator {comparator!r}, expected one of >= > <= < == ~= in")


def within(low: Any, high: Any, low_open: Any, high_open: Any, epsilon: Any) -> tuple[Any, Any]:
    """The ends of an actual, each moved inwards where it is open (1), so that it stands for its values.

    >>> within(2.5, math.inf, 1, 0, 1e-9)[0] > 2.5
    True
    """
    return low + low_open * epsilon * OPEN, high - high_open * epsilon * OPEN


def reaches(value: Any, bound: Any, side: Any, epsilon: Any) -> Any:
    """Whether ``value`` reaches ``bound`` from below, at the bound only where ``side`` is ``INCLUSIVE``.

    >>> reaches(60.0, 60.0, INCLUSIVE, 6e-8), reaches(60.0, 60.0, STRICT, 6e-8)
    (True, False)
    """
    return value >= bound + side * epsilon


def stays(value: Any, bound: Any, side: Any, epsilon: Any) -> Any:
    """Whether ``value`` stays below ``bound``, at the bound only where ``side`` is ``INCLUSIVE``.

    >>> stays(80.0, 80.0, INCLUSIVE, 8e-8), stays(80.1, 80.0, INCLUSIVE, 8e-8)
    (True, False)
    """
    return value <= bound - side * epsilon
