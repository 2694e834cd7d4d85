"""Numbers as they are shown: every rounding of the library."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from targetwatch.display import (
    largest_remainder,
    points_unit,
    round_half_up,
    round_triple,
    round_value,
    show_completion,
    show_number,
    show_share,
    show_triple,
    show_unit,
    show_value,
)


def test_float_noise_is_gone() -> None:
    assert show_triple(8, 10.4, 2.4000000000000004) == ("8", "10.4", "2.4")


@pytest.mark.parametrize(
    ("goal", "actual", "expected"),
    [
        (8, 5.4, ("8", "5.4", "-2.6")),
        (Decimal("8"), 7.96, ("8", "7.96", "-0.04")),
        (8, 7.99996, ("8", "7.99996", "-0.00004")),
        (8, 12.8333333333, ("8", "12.83", "4.83")),
        (Decimal("0.12345"), 0.12344, ("0.12345", "0.12344", "-0.00001")),
        (Fraction(100, 3), 33.0, ("33.33", "33", "-0.33")),
        (230, 231.5, ("230", "231.5", "1.5")),
        (-3, -2.6, ("-3", "-2.6", "0.4")),
        (60, 60.0, ("60", "60", "0")),
    ],
)
def test_actual_less_goal_is_the_gap_with_as_many_digits_as_it_takes(
    goal: float | Decimal | Fraction, actual: float, expected: tuple[str, str, str]
) -> None:
    assert show_triple(goal, actual) == expected


def test_a_gap_of_zero_makes_the_actual_equal_to_the_goal() -> None:
    assert show_triple(2.9, 2.9000000000001, 0.0) == ("2.9", "2.9", "0")


def test_rounded_comparison_keeps_its_digits() -> None:
    assert show_triple(8, 8.0, digits=1) == ("8", "8.0", "0")


@given(
    st.decimals(-10_000, 10_000, places=3),
    st.floats(-1e6, 1e6, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-6),
)
def test_the_three_always_agree_and_keep_the_side(goal: Decimal, actual: float) -> None:
    exact = Decimal(format(actual, ".12g")) - goal
    assume(exact == 0 or abs(exact) > Decimal("1e-9") * max(abs(goal), abs(Decimal(actual))))
    shown = round_triple(goal, actual)
    assert shown.actual - shown.goal == shown.gap
    assert (shown.gap > 0) == (exact > 0)
    assert (shown.gap < 0) == (exact < 0)
    assert abs(shown.gap - exact) <= Decimal("0.0051") + abs(exact) * Decimal("1e-9")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [("0.05", 1, "0.1"), ("-0.05", 1, "-0.1"), ("2.345", 2, "2.35"), ("-0.01", 1, "0.0")],
)
def test_halves_are_rounded_away_from_zero(value: str, digits: int, expected: str) -> None:
    assert str(round_half_up(Decimal(value), digits)) == expected


def test_large_and_small_numbers_are_written_out() -> None:
    assert show_number(1e15) == "1000000000000000"
    assert show_number(0.000012345678) == "0.000012"
    assert round_value(1200.0) == Decimal(1200)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (5.4, "%", "5.4%", "5.4%"),
        (2.6, "个百分点", "2.6个百分点", "2.6 percentage points"),
        (1, "个百分点", "1个百分点", "1 percentage point"),
        (10.2, "万人", "10.2万人", "102,000 people"),
        (230, "亿元", "230亿元", "23 billion yuan"),
        (12.8, "万亿元", "12.8万亿元", "12.8 trillion yuan"),
        (1.35, "亿亩", "1.35亿亩", "135 million mu"),
        (60, "家", "60家", "60"),
        (810, "元/(人·月)", "810元/(人·月)", "810 yuan per person per month"),
        (80, "天", "80天", "80 days"),
        (1, "天", "1天", "1 day"),
        (-2.6, "%", "-2.6%", "−2.6%"),
        (2, "千瓦时", "2千瓦时", "2 kWh"),
        (130, "million mu", "130 million mu", "130 million mu"),
        (5000, "个", "5000个", "5,000"),
        (103.2, None, "103.2", "103.2"),
    ],
)
def test_values_carry_their_unit_in_the_words_of_the_language(
    value: float, unit: str | None, zh: str, en: str
) -> None:
    assert (show_value(value, unit), show_value(value, unit, "en")) == (zh, en)


def test_percentages_differ_in_points_and_counts_in_themselves() -> None:
    assert [points_unit(unit) for unit in ("%", "‰", "万人", None)] == ["个百分点", "个千分点", "万人", ""]


@pytest.mark.parametrize(
    ("ratio", "measure", "met", "expected"),
    [
        (1.02, "total", True, "102.0%"),
        (0.98, "level", False, "98.0%"),
        (0.9996, "total", False, "99.96%"),
        (0.99999996, "total", False, "99.999996%"),
        (1.0, "level", False, "—"),
        (0.96, "share", False, "96.0%"),
        (0.675, "growth", False, "—"),
        (1.2, "points", True, "—"),
        (1.0, "rank", True, "—"),
        (1.01, "index", True, "—"),
        (None, "total", False, "—"),
        (float("nan"), "total", False, "—"),
    ],
)
def test_completion_is_shown_for_totals_levels_and_shares_and_never_whole_unless_met(
    ratio: float | None, measure: str, met: bool, expected: str
) -> None:
    assert show_completion(ratio, measure, met=met) == expected


@given(st.floats(0, 0.999999999, allow_nan=False))
def test_what_is_not_met_never_shows_a_hundred_percent(ratio: float) -> None:
    shown = show_completion(ratio, "total", met=False)
    assert Decimal(shown.removesuffix("%")) < 100


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12).filter(any))
def test_shares_add_up_to_a_hundred(counts: list[int]) -> None:
    shares = largest_remainder(counts)
    assert sum(shares) == 100
    assert all(
        abs(share - Decimal(100 * count) / sum(counts)) < Decimal("0.1")
        for share, count in zip(shares, counts, strict=True)
    )


def test_no_count_gives_shares_of_zero() -> None:
    assert [str(share) for share in largest_remainder([0, 0])] == ["0.0", "0.0"]


def test_a_share_is_whole_only_where_it_is_whole() -> None:
    assert [show_share(2999, 3000), show_share(3000, 3000), show_share(1, 3000)] == [
        "99.97%",
        "100.0%",
        "0.03%",
    ]


def test_counted_things_have_no_unit_word_in_english() -> None:
    assert [show_unit(unit, "en") for unit in ("家", "个", "条", "座")] == ["", "", "", ""]


def test_one_person_of_a_unit_with_a_scale_word_is_in_the_singular() -> None:
    shown = [show_value(Decimal(text), "万人", "en") for text in ("0.0001", "-0.0001", "0.0002", "100")]
    assert shown == ["1 person", "\N{MINUS SIGN}1 person", "2 people", "1 million people"]
