"""Part-years: what is to be expected by then, and where no pace is defined."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.cases import cell_of, goal, plan_of, target

SEPTEMBER = "2020-01/2020-09"
OCTOBER_20 = date(2020, 10, 20)


def part(
    value: float, measure: str, its_goal: dict[str, Any], period: str = SEPTEMBER, **more: Any
) -> pd.Series[Any]:
    """The cell of a figure for part of the year, known on 2020-10-20."""
    plan = plan_of(target("the-target", measure, its_goal, **more))
    row = {
        "indicator": "the-target",
        "period": period,
        "value": value,
        "unit": its_goal["unit"],
        "published": OCTOBER_20,
    }
    return cell_of(plan, row, as_of=OCTOBER_20)


@pytest.mark.parametrize(("value", "verdict"), [(9.5, "ahead"), (9.0, "on_pace"), (8.9, "behind")])
def test_a_total_is_expected_by_months(value: float, verdict: str) -> None:
    # 12 万人 × 9/12 = 9
    cell = part(value, "total", goal(">=", 12, "万人"))
    assert (cell["expected"], cell["verdict"], cell["coverage"]) == (9.0, verdict, 0.75)


@pytest.mark.parametrize(("value", "verdict"), [(8.0, "ahead"), (9.0, "on_pace"), (9.5, "behind")])
def test_a_cap_on_a_total_is_expected_by_months_too(value: float, verdict: str) -> None:
    assert part(value, "total", goal("<=", 12, "亿元"))["verdict"] == verdict


@pytest.mark.parametrize(("value", "verdict"), [(8.1, "ahead"), (8.0, "on_pace"), (7.9, "behind")])
def test_growth_is_expected_in_full_at_any_time(value: float, verdict: str) -> None:
    cell = part(value, "growth", goal(">=", 8, "%"))
    assert (cell["expected"], cell["verdict"]) == (8.0, verdict)


def test_a_level_is_expected_on_the_line_from_its_baseline() -> None:
    # 50 + (62 − 50) × 9/12 = 59
    base = {"value": "50", "unit": "家", "period": "2019"}
    cell = part(58.0, "level", goal(">=", 62, "家"), period="2020-09", baseline=base)
    assert (cell["expected"], cell["verdict"]) == (59.0, "behind")


def test_a_level_without_a_baseline_has_no_pace() -> None:
    cell = part(58.0, "level", goal(">=", 62, "家"), period="2020-09")
    assert (cell["verdict"], cell["reason"]) == ("in_progress", "no_pace_defined")


def test_what_is_named_at_the_years_end_has_no_pace() -> None:
    assert part(0.0, "total", goal(">=", 12, "家"), profile="at_end")["verdict"] == "in_progress"


def test_a_rank_has_no_pace() -> None:
    assert part(5.0, "rank", goal("<=", 3), period="2020-09")["verdict"] == "in_progress"


def test_the_margin_of_pace_is_on_pace() -> None:
    # 9 × (1 ∓ 5 %) = 8.55 … 9.45
    assert part(8.55, "total", goal(">=", 12, "万人"), pace_margin="5%")["verdict"] == "on_pace"
    assert part(8.5, "total", goal(">=", 12, "万人"), pace_margin="5%")["verdict"] == "behind"
    assert part(9.5, "total", goal(">=", 12, "万人"), pace_margin="5%")["verdict"] == "ahead"


def test_about_keeps_its_band_on_the_way() -> None:
    about = goal("~=", "3", "%")
    assert part(3.4, "growth", about, better="lower", tolerance="0.5个百分点")["verdict"] == "on_pace"
    assert part(3.6, "growth", about, better="lower", tolerance="0.5个百分点")["verdict"] == "behind"
    assert part(2.4, "growth", about, better="lower", tolerance="0.5个百分点")["verdict"] == "ahead"


def test_a_range_is_on_pace_inside() -> None:
    band = goal("in", 6, "%", value_high="6.5")
    assert part(6.2, "growth", band, better="higher")["verdict"] == "on_pace"
    assert part(6.6, "growth", band, better="higher")["verdict"] == "ahead"
    assert part(5.9, "growth", band, better="higher")["verdict"] == "behind"


def test_nothing_is_behind_in_january_and_february() -> None:
    cell = part(1.0, "total", goal(">=", 12, "万人"), period="2020-01/2020-02")
    assert (cell["verdict"], cell["reason"]) == ("in_progress", "too_early_for_pace")
    assert part(1.0, "total", goal(">=", 12, "万人"), period="2020-01/2020-03")["verdict"] == "behind"


def test_a_stated_profile_is_judged_from_january() -> None:
    cell = part(0.5, "total", goal(">=", 12, "万人"), period="2020-01", profile="linear")
    assert cell["verdict"] == "behind"


def test_before_it_is_due_a_whole_figure_is_judged_by_its_pace() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 12, "万人")))
    row = {
        "indicator": "jobs",
        "period": "2020",
        "value": 11.0,
        "unit": "万人",
        "published": date(2020, 12, 20),
    }
    assert cell_of(plan, row, as_of=date(2020, 12, 30))["verdict"] == "behind"
    assert cell_of(plan, row | {"value": 12.0}, as_of=date(2020, 12, 30))["verdict"] == "on_pace"


def test_after_it_is_due_part_of_the_year_says_so() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 12, "万人")))
    cell = cell_of(plan, {"indicator": "jobs", "period": SEPTEMBER, "value": 9.5, "unit": "万人"})
    assert (cell["verdict"], cell["reason"]) == ("ahead", "part_year_only")


def test_a_bound_over_the_expected_value_is_ahead_only_where_all_its_values_are() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 12, "万人")))
    row = {"indicator": "jobs", "period": SEPTEMBER, "unit": "万人", "bound": "gt", "published": OCTOBER_20}
    assert cell_of(plan, row | {"value": 9.0}, as_of=OCTOBER_20)["verdict"] == "ahead"
    assert cell_of(plan, row | {"value": 8.5}, as_of=OCTOBER_20)["reason"] == "bound_spans_goal"
