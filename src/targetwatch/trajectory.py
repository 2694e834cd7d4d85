"""The value to be expected at a date within the period.

The shape of the way from the period's start to its end is the target's profile:
``linear`` (months/12 of a total), ``full`` (a growth rate is a rate at any time),
``baseline_line`` (a straight line from the baseline), ``at_end`` (named or accepted
at the year's end: no pace).
"""

from __future__ import annotations

from typing import Any, Final

#: The profile of a measure where the target states none; none for ranks and indices.
DEFAULT_PROFILES: Final[dict[str, str]] = {
    "total": "linear",
    "growth": "full",
    "points": "full",
    "level": "baseline_line",
    "share": "baseline_line",
}
#: Whether a profile starts from nothing, from the goal, or from the baseline: (weight of the goal at
#: the start, weight of the baseline at the start); ``at_end`` and unknown measures have no expectation.
START_WEIGHTS: Final[dict[str, tuple[float, float]]] = {
    "linear": (0.0, 0.0),
    "full": (1.0, 0.0),
    "baseline_line": (0.0, 1.0),
}


def profile_of(measure: str, stated: str | None = None) -> str:
    """The profile of a target: its own, else that of its measure; ``at_end`` for ranks and indices.

    >>> profile_of("total"), profile_of("rank"), profile_of("total", "at_end")
    ('linear', 'at_end', 'at_end')
    """
    return stated or DEFAULT_PROFILES.get(measure, "at_end")


def expected(goal: Any, baseline: Any, elapsed: Any, goal_weight: Any, baseline_weight: Any) -> Any:
    """The value to be expected after a share ``elapsed`` (0 to 1) of the period, in the goal's unit.

    ``baseline`` must be a number; give 0 where ``baseline_weight`` is 0. Works on numbers and columns.

    >>> expected(12.0, 0.0, 0.25, 0.0, 0.0), expected(8.0, 0.0, 0.25, 1.0, 0.0)
    (3.0, 8.0)
    >>> expected(90.0, 80.0, 0.5, 0.0, 1.0)
    85.0
    """
    start = goal * goal_weight + baseline * baseline_weight
    return start + (goal - start) * elapsed
