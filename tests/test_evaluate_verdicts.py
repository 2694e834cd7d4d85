"""The verdict table, line by line, with gap, completion and progress."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from targetwatch.errors import AsOfError
from tests.cases import cell_of, goal, plan_of, result_of, target

BANDS: dict[str, Any] = {"nearly_met": "95%", "exceeded": "100%"}


def verdict(its_goal: dict[str, Any], value: float, measure: str = "total", **more: Any) -> tuple[str, str]:
    """Verdict and reason of one value in the goal's unit, in a plan with both bands."""
    keys = {key: more.pop(key) for key in list(more) if key in ("bound", "value_high")}
    plan = plan_of(target("the-target", measure, its_goal, **more), **BANDS)
    row = {"indicator": "the-target", "period": "2020", "value": value, "unit": its_goal["unit"], **keys}
    cell = cell_of(plan, row)
    return cell["verdict"], cell["reason"]


@pytest.mark.parametrize(
    ("comparator", "value", "expected"),
    [
        (">=", 10.2, "exceeded"),
        (">=", 10.0, "met"),
        (">=", 9.5, "nearly_met"),
        (">=", 9.4, "missed"),
        (">", 10.0, "nearly_met"),
        (">", 10.1, "exceeded"),
        ("<=", 10.0, "met"),
        ("<=", 9.0, "exceeded"),
        ("<=", 10.1, "missed"),
        ("<", 10.0, "missed"),
        ("<", 9.9, "exceeded"),
    ],
)
def test_comparators_of_a_total(comparator: str, value: float, expected: str) -> None:
    assert verdict(goal(comparator, 10, "万人"), value)[0] == expected


def test_a_breached_cap_is_never_nearly_met() -> None:
    assert verdict(goal("<=", 100, "天"), 101.0, "level")[0] == "missed"


def test_a_binding_goal_is_never_nearly_met() -> None:
    assert verdict(goal(">=", 10, "万人"), 9.9, nature="binding")[0] == "missed"


def test_full_coverage_is_never_nearly_met_nor_exceeded() -> None:
    bands = {"nearly_met": "5个百分点", "exceeded": "100%"}
    plan = plan_of(target("cover", "share", goal(">=", 100, "%")), **bands)
    row = {"indicator": "cover", "period": "2020", "unit": "%"}
    assert cell_of(plan, row | {"value": 96.0})["verdict"] == "missed"
    assert cell_of(plan, row | {"value": 100.5})["verdict"] == "met"


def test_a_rate_is_nearly_met_only_with_a_band_in_points() -> None:
    assert verdict(goal(">=", 8, "%"), 7.9, "growth")[0] == "missed"
    plan = plan_of(target("rate", "growth", goal(">=", 8, "%")), nearly_met={"growth": "0.2个百分点"})
    row = {"indicator": "rate", "period": "2020", "unit": "%"}
    assert cell_of(plan, row | {"value": 7.8})["verdict"] == "nearly_met"
    assert cell_of(plan, row | {"value": 7.7})["verdict"] == "missed"


def test_without_bands_nothing_is_nearly_met_or_exceeded() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")))
    row = {"indicator": "jobs", "period": "2020", "unit": "万人"}
    assert cell_of(plan, row | {"value": 9.9})["verdict"] == "missed"
    assert cell_of(plan, row | {"value": 99.0})["verdict"] == "met"


def test_exceeded_needs_more_than_its_band() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")), exceeded="110%")
    row = {"indicator": "jobs", "period": "2020", "unit": "万人"}
    assert cell_of(plan, row | {"value": 11.0})["verdict"] == "met"
    assert cell_of(plan, row | {"value": 11.1})["verdict"] == "exceeded"


@pytest.mark.parametrize(
    ("value", "expected", "by_tolerance"),
    [
        (2.4, "past_the_band_on_the_good_side", False),
        (2.2, "comparator_holds", False),
        (2.15, "within_tolerance", True),
        (2.1, "within_tolerance", True),
        (2.09, "comparator_fails", False),
    ],
)
def test_about_has_a_band_with_its_edges_inside_and_a_good_side(
    value: float, expected: str, by_tolerance: bool
) -> None:
    plan = plan_of(target("rd", "share", goal("~=", 2.2, "%"), better="higher", tolerance="0.1个百分点"))
    cell = cell_of(plan, {"indicator": "rd", "period": "2020", "value": value, "unit": "%"})
    assert (cell["reason"], cell["by_tolerance"]) == (expected, by_tolerance)
    assert cell["verdict"] == ("missed" if expected == "comparator_fails" else "met")


def test_prices_about_three_percent_are_met_below_the_band() -> None:
    reason = "past_the_band_on_the_good_side"
    assert verdict(goal("~=", 3, "%"), 2.1, "growth", better="lower", tolerance="0.5个百分点") == (
        "met",
        reason,
    )


@pytest.mark.parametrize(
    ("value", "expected"), [(2.1, "missed"), (2.6, "met"), (3.5, "met"), (3.6, "missed")]
)
def test_closer_has_two_sides(value: float, expected: str) -> None:
    assert (
        verdict(goal("~=", 3, "%"), value, "growth", better="closer", tolerance="0.5个百分点")[0] == expected
    )


@pytest.mark.parametrize(
    ("better", "value", "expected"),
    [("higher", 5.9, "missed"), ("higher", 6.0, "met"), ("higher", 6.5, "met"), ("higher", 7.0, "met"),
     ("lower", 5.0, "met"), ("lower", 6.6, "missed"), ("closer", 7.0, "missed")],
)  # fmt: skip
def test_a_range_is_met_inside_and_past_its_far_bound_on_the_good_side(
    better: str, value: float, expected: str
) -> None:
    assert verdict(goal("in", 6, "%", value_high="6.5"), value, "growth", better=better)[0] == expected


def test_equal_means_within_a_billionth() -> None:
    assert verdict(goal("==", 0, "户"), 0.0, "level", better="lower")[0] == "met"
    assert verdict(goal("==", 3, "个"), 3.0000000001, "level", better="higher")[0] == "met"
    assert verdict(goal("==", 3, "个"), 4.0, "level", better="higher")[0] == "missed"


def test_a_sum_of_decimal_fractions_meets_its_bound() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 in binary
    plan = plan_of(target("cap", "total", goal("<=", "0.3", "亿元")))
    rows = [
        {"indicator": "cap", "period": p, "value": v, "unit": "亿元"}
        for p, v in (("2020H1", 0.1), ("2020H2", 0.2))
    ]
    cell = cell_of(plan, *rows)
    assert (cell["verdict"], cell["gap"]) == ("met", 0.0)


def test_a_unit_change_is_exact() -> None:
    plan = plan_of(target("land", "level", goal(">=", 9000000, "公顷")))
    cell = cell_of(plan, {"indicator": "land", "period": "2020", "value": 1.35, "unit": "亿亩"})
    assert (cell["actual"], cell["gap"], cell["verdict"]) == (9000000.0, 0.0, "met")


def test_rounded_comparison_rounds_half_up_once_to_the_places_of_the_goal() -> None:
    plan = plan_of(target("rate", "growth", goal(">=", "8.0", "%"), compare="rounded"))
    row = {"indicator": "rate", "period": "2020", "unit": "%"}
    assert cell_of(plan, row | {"value": 7.95})["verdict"] == "met"
    assert cell_of(plan, row | {"value": 7.96})["gap"] == 0.0
    assert cell_of(plan, row | {"value": 7.94})["verdict"] == "missed"


def test_rounded_comparison_uses_the_digits_of_the_plan() -> None:
    plan = plan_of(target("rate", "growth", goal(">=", "8", "%")), compare="rounded", digits=2)
    assert (
        cell_of(plan, {"indicator": "rate", "period": "2020", "unit": "%", "value": 7.996})["verdict"]
        == "met"
    )
    assert (
        cell_of(plan, {"indicator": "rate", "period": "2020", "unit": "%", "value": 7.99})["verdict"]
        == "missed"
    )


def measured(its_goal: dict[str, Any], value: float, measure: str = "total", **more: Any) -> pd.Series[Any]:
    plan = plan_of(target("the-target", measure, its_goal, **more))
    return cell_of(
        plan, {"indicator": "the-target", "period": "2020", "value": value, "unit": its_goal["unit"]}
    )


@pytest.mark.parametrize(
    ("comparator", "number", "value", "gap", "completion"),
    [
        (">=", 10, 12.0, 2.0, 1.2),
        ("<=", 80, 60.0, -20.0, 1.25),
        ("<=", 80, 90.0, 10.0, 0.875),
        ("<=", -3, -2.6, 0.4, 2.6 / 3),
    ],
)
def test_completion_is_seen_from_the_good_side(
    comparator: str, number: float, value: float, gap: float, completion: float
) -> None:
    cell = measured(goal(comparator, number, "%"), value, "growth")
    assert cell["gap"] == pytest.approx(gap)
    assert cell["completion"] == pytest.approx(completion)


@pytest.mark.parametrize(
    ("comparator", "number", "value", "measure"),
    [(">=", 0, 2.0, "growth"), (">=", 3, -2.0, "growth"), ("==", 3, 3.0, "level"), ("<=", 3, 2.0, "rank")],
)
def test_completion_is_missing_where_it_says_nothing(
    comparator: str, number: float, value: float, measure: str
) -> None:
    unit = None if measure == "rank" else "%" if measure == "growth" else "个"
    better = {"better": "higher"} if comparator == "==" else {}
    assert math.isnan(measured(goal(comparator, number, unit), value, measure, **better)["completion"])


def test_the_gap_to_a_range_is_to_its_nearer_bound_and_nought_inside() -> None:
    def gap(value: float) -> float:
        return float(measured(goal("in", 6, "%", value_high="6.5"), value, "growth", better="higher")["gap"])

    assert [gap(5.5), gap(6.2), gap(7.0)] == [-0.5, 0.0, 0.5]


def test_progress_runs_from_the_baseline_to_the_goal() -> None:
    base = {"value": "50", "unit": "家", "period": "2019"}
    assert measured(goal(">=", 60, "家"), 53.0, "level", baseline=base)["progress"] == pytest.approx(0.3)
    assert math.isnan(measured(goal(">=", 60, "家"), 53.0, "level")["progress"])


@pytest.mark.parametrize(
    ("comparator", "bound", "value", "expected"),
    [
        (">=", "gt", 10.0, "met"),
        (">", "gt", 10.0, "met"),
        (">", "ge", 10.0, None),
        (">=", "ge", 9.0, None),
        (">=", "lt", 9.0, "missed"),
        (">=", "lt", 10.0, "missed"),
        (">=", "le", 10.0, None),
        ("<=", "le", 10.0, "met"),
        ("<", "lt", 10.0, "met"),
        ("<", "le", 10.0, None),
        ("<=", "gt", 10.0, "missed"),
    ],
)
def test_a_bound_is_judged_only_where_all_its_values_agree(
    comparator: str, bound: str, value: float, expected: str | None
) -> None:
    plan = plan_of(target("money", "total", goal(comparator, 10, "亿元")))
    row = {"indicator": "money", "period": "2020", "value": value, "unit": "亿元", "bound": bound}
    cell = cell_of(plan, row)
    if expected is None:
        assert (cell["verdict"], cell["reason"]) == ("not_assessable", "bound_spans_goal")
    else:
        assert cell["verdict"] == expected


def test_a_bound_whose_values_are_met_and_exceeded_is_met() -> None:
    assert verdict(goal(">=", 10, "亿元"), 10.0, bound="ge")[0] == "met"
    assert verdict(goal(">=", 10, "亿元"), 10.5, bound="ge")[0] == "exceeded"


def test_a_bound_whose_values_are_nearly_met_and_missed_is_not_judged() -> None:
    assert verdict(goal(">=", 10, "亿元"), 9.8, bound="lt")[1] == "bound_spans_goal"
    assert verdict(goal(">=", 10, "亿元"), 9.4, bound="lt")[0] == "missed"


def test_a_range_of_monthly_rates_below_about_is_met() -> None:
    found = verdict(
        goal("~=", "5.5", "%"), 5.0, "share", value_high=5.25, better="lower", tolerance="0.2个百分点"
    )
    assert found == ("met", "past_the_band_on_the_good_side")


def test_a_range_shows_both_its_ends() -> None:
    plan = plan_of(target("rate", "share", goal("<=", "5.5", "%")))
    cell = cell_of(
        plan, {"indicator": "rate", "period": "2020", "value": 5.0, "value_high": 5.3, "unit": "%"}
    )
    assert (cell["actual"], cell["actual_high"], cell["actual_bound"]) == (5.0, 5.3, "range")


def test_before_its_period_a_target_is_not_due() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")))
    assert cell_of(plan, as_of=date(2019, 12, 31))["verdict"] == "not_due"


def test_before_it_is_due_a_target_without_a_row_waits_for_its_release() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")))
    cell = cell_of(plan, as_of=date(2020, 6, 30))
    assert (cell["verdict"], cell["reason"]) == ("no_data", "not_yet_released")


def test_the_day_the_books_close_is_the_default_day_of_knowledge() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")))
    assert result_of(plan).as_of == date(2021, 3, 31)


def test_without_any_day_of_knowledge_nothing_is_evaluated() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")), closes=None)
    with pytest.raises(AsOfError):
        result_of(plan)


def test_a_figure_below_the_final_stage_is_provisional() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人")))
    row = {"indicator": "jobs", "period": "2020", "value": 11.0, "unit": "万人"}
    assert cell_of(plan, row | {"stage": "preliminary"})["provisional"]
    assert not cell_of(plan, row | {"stage": "final"})["provisional"]
    assert not cell_of(plan)["provisional"]
