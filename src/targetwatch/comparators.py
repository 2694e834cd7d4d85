"""Comparators: which values a goal accepts, and the tests for it over numbers or columns.

Everything is written in the operators ``+ - > >= < <= & |`` alone, so it runs on
floats, on arrays and on column expressions alike. What a comparator accepts is one
span of values; an actual that is a bound or a range is a span too, and is judged by
its two ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

#: The relative width within which two numbers count as equal.
EPSILON: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The span of accepted values: from goal + ``low`` to goal's upper end + ``high``.

    ``low`` is −∞ or ``high`` ∞ where that side is open without end. A strict side does
    not include its bound.
    """

    low: float
    high: float
    low_strict: bool = False
    high_strict: bool = False


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

    >>> acceptance("~=", "higher", 0.5)
    Acceptance(low=-0.5, high=inf, low_strict=False, high_strict=False)
    """
    side = direction(comparator, better)
    match comparator:
        case ">=" | ">":
            return Acceptance(0.0, math.inf, low_strict=comparator == ">")
        case "<=" | "<":
            return Acceptance(-math.inf, 0.0, high_strict=comparator == "<")
        case "==":
            return Acceptance(0.0, 0.0)
        case "~=" | "in":
            band = tolerance if comparator == "~=" else 0.0
            return Acceptance(-math.inf if side < 0 else -band, math.inf if side > 0 else band)
    raise ValueError(f"found comparator {comparator!r}, expected one of >= > <= < == ~= in")


def at_least(value: Any, bound: Any, inclusive: Any, epsilon: Any) -> Any:
    """Whether ``value`` reaches ``bound`` from below; at the bound only where ``inclusive``.

    >>> at_least(60.0, 60.0, True, 6e-8), at_least(60.0, 60.0, False, 6e-8)
    (True, False)
    """
    return (value > bound + epsilon) | (inclusive & (value >= bound - epsilon))


def at_most(value: Any, bound: Any, inclusive: Any, epsilon: Any) -> Any:
    """Whether ``value`` stays below ``bound``; at the bound only where ``inclusive``.

    >>> at_most(80.0, 80.0, True, 8e-8), at_most(80.1, 80.0, True, 8e-8)
    (True, False)
    """
    return (value < bound - epsilon) | (inclusive & (value <= bound + epsilon))


@dataclass(frozen=True, slots=True)
class Ends:
    """An actual as a span: ``low`` to ``high``, each with 1 where the end itself is not in it.

    An exact actual has both ends equal and closed.
    """

    low: Any
    high: Any
    low_open: Any
    high_open: Any


def reaches_at(ends: Ends, bound: Any, strict: Any, epsilon: Any) -> tuple[Any, Any]:
    """Whether the values at the low end and at the high end reach ``bound`` from below.

    An open low end stands for the values just above it, an open high end for those
    just below. ``strict`` is 1 where the bound itself does not count.

    >>> reaches_at(Ends(2.5, math.inf, 1, 0), 2.5, 1, 2.5e-9)  # 超过2.5 against 超过2.5
    (True, True)
    """
    low = at_least(ends.low, bound, (ends.low_open + 1 - strict) > 0, epsilon)
    high = at_least(ends.high, bound, (strict + ends.high_open) < 1, epsilon)
    return low, high


def stays_at(ends: Ends, bound: Any, strict: Any, epsilon: Any) -> tuple[Any, Any]:
    """Whether the values at the low end and at the high end stay below ``bound``."""
    low = at_most(ends.low, bound, (strict + ends.low_open) < 1, epsilon)
    high = at_most(ends.high, bound, (ends.high_open + 1 - strict) > 0, epsilon)
    return low, high
