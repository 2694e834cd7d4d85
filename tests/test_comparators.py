"""Which values a comparator accepts, and the tests at its bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from targetwatch.comparators import INCLUSIVE, STRICT, acceptance, direction, reaches, stays, within


@pytest.mark.parametrize(
    ("comparator", "better", "side"),
    [
        (">=", None, 1),
        (">", None, 1),
        ("<=", None, -1),
        ("<", None, -1),
        ("==", None, 0),
        ("~=", "higher", 1),
        ("~=", "lower", -1),
        ("in", "closer", 0),
    ],
)
def test_the_direction_is_the_side_on_which_more_is_better(
    comparator: str, better: str | None, side: int
) -> None:
    assert direction(comparator, better) == side


@pytest.mark.parametrize(
    ("comparator", "better", "low", "high"),
    [
        (">=", None, 0, math.inf),
        ("<=", None, -math.inf, 0),
        ("==", None, 0, 0),
        ("~=", "higher", -0.5, math.inf),
        ("~=", "lower", -math.inf, 0.5),
        ("~=", "closer", -0.5, 0.5),
        ("in", "higher", 0, math.inf),
        ("in", "lower", -math.inf, 0),
        ("in", "closer", 0, 0),
    ],
)
def test_a_band_is_open_on_its_good_side(
    comparator: str, better: str | None, low: float, high: float
) -> None:
    span = acceptance(comparator, better, 0.5)
    assert (span.low, span.high) == (low, high)


@pytest.mark.parametrize("comparator", [">", "<"])
def test_a_strict_comparator_leaves_its_bound_out(comparator: str) -> None:
    span = acceptance(comparator)
    assert STRICT in (span.low_side, span.high_side)


def test_an_unknown_comparator_is_refused() -> None:
    with pytest.raises(ValueError, match="found comparator '=>'"):
        acceptance("=>")


def test_a_gap_within_epsilon_reaches_an_inclusive_bound_and_no_strict_one() -> None:
    nearly = 8 - 4e-9
    assert reaches(nearly, 8.0, INCLUSIVE, 8e-9)
    assert not reaches(8 + 4e-9, 8.0, STRICT, 8e-9)
    assert reaches(8 + 9e-9, 8.0, STRICT, 8e-9)


def test_the_values_above_an_open_low_end_reach_a_strict_bound_at_that_end() -> None:
    low, _ = within(2.5, math.inf, 1, 0, 2.5e-9)
    assert reaches(low, 2.5, STRICT, 2.5e-9)


def test_the_values_below_an_open_high_end_do_not_reach_an_inclusive_bound_at_that_end() -> None:
    _, high = within(-math.inf, 2.5, 0, 1, 2.5e-9)
    assert not reaches(high, 2.5, INCLUSIVE, 2.5e-9)
    assert stays(high, 2.5, STRICT, 2.5e-9)


def test_the_tests_run_over_arrays() -> None:
    values = np.array([79.0, 80.0, 81.0])
    assert stays(values, 80.0, INCLUSIVE, 8e-8).tolist() == [True, True, False]
