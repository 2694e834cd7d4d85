"""How the rows of a period give one value: whole rows, sums, means, the last, the worst, and holes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from targetwatch.engines import furthest_tilings
from tests.cases import cell_of, goal, plan_of, reasons_of, result_of, target

JOBS = plan_of(target("jobs", "total", goal(">=", 12, "万人")))


def part(period: str, value: float, **more: Any) -> dict[str, Any]:
    return {"indicator": "jobs", "period": period, "value": value, "unit": "万人", **more}


def months(first: int, last: int, value: float = 1.0) -> list[dict[str, Any]]:
    return [part(f"2020-{month:02d}", value) for month in range(first, last + 1)]


def test_twelve_months_are_summed() -> None:
    cell = cell_of(JOBS, *months(1, 12))
    assert (cell["actual"], cell["verdict"], cell["coverage"]) == (12.0, "met", 1.0)


def test_january_and_february_may_be_one_tile() -> None:
    assert cell_of(JOBS, part("2020-01/2020-02", 3.0), *months(3, 12))["actual"] == 13.0


def test_quarters_and_months_tile_together() -> None:
    assert cell_of(JOBS, part("2020Q1", 3.0), *months(4, 9), part("2020Q4", 5.0))["actual"] == 14.0


def test_a_cumulative_row_is_continued_by_later_months_and_never_added_to_its_own() -> None:
    rows = part("2020-01/2020-10", 9.0), *months(1, 9), part("2020-11", 2.0), part("2020-12", 2.5)
    result = result_of(JOBS, *rows)
    assert result.frame["actual"].tolist() == [13.5]
    assert set(reasons_of(result).values()) == {"not_needed"}


def test_cumulative_rows_give_the_one_that_reaches_furthest() -> None:
    cell = cell_of(JOBS, part("2020-01/2020-06", 7.0), part("2020-01/2020-09", 9.5), as_of=date(2021, 3, 31))
    assert (cell["actual"], cell["actual_period"]) == (9.5, "2020-01/2020-09")


def test_a_reported_whole_year_beats_its_months() -> None:
    result = result_of(JOBS, *months(1, 12), part("2020", 12.5, authority="media"))
    assert result.frame["actual"].tolist() == [12.5]
    assert set(reasons_of(result).values()) == {"not_needed"}


def test_a_hole_in_the_months_gives_no_value() -> None:
    result = result_of(JOBS, *months(1, 5), *months(7, 12))
    assert result.frame[["verdict", "reason"]].to_numpy().tolist() == [["not_assessable", "gap_in_series"]]


def test_months_that_do_not_begin_with_the_period_give_no_value() -> None:
    assert cell_of(JOBS, *months(2, 12))["reason"] == "gap_in_series"


def test_a_conflict_in_a_month_that_is_used_is_a_conflict_of_the_year() -> None:
    assert cell_of(JOBS, *months(1, 12), part("2020-03", 2.0))["reason"] == "conflicting_actuals"


def test_a_conflict_in_a_month_that_is_not_needed_does_not_matter() -> None:
    assert cell_of(JOBS, part("2020", 12.0), part("2020-03", 1.0), part("2020-03", 2.0))["verdict"] == "met"


def level(aggregate: str | None, **more: Any) -> Any:
    keys = {} if aggregate is None else {"aggregate": aggregate}
    return plan_of(target("level", "level", goal(">=", 60, "家"), **keys, **more))


def at(period: str, value: float) -> dict[str, Any]:
    return {"indicator": "level", "period": period, "value": value, "unit": "家"}


def test_a_level_over_several_rows_needs_a_stated_aggregation() -> None:
    result = result_of(level(None), at("2020-11", 59.0), at("2020-12", 61.0))
    assert result.frame["reason"].tolist() == ["aggregate_not_stated"]
    assert reasons_of(result) == {1: "aggregate_not_stated", 2: "aggregate_not_stated"}


def test_one_level_at_the_end_of_the_period_is_its_value() -> None:
    cell = cell_of(level(None), at("2020-12", 61.0))
    assert (cell["actual"], cell["verdict"]) == (61.0, "met")


@pytest.mark.parametrize(
    ("aggregate", "value"), [("last", 62.0), ("mean", 59.0), ("worst", 56.0), ("every", 56.0)]
)
def test_a_stated_aggregation_is_used(aggregate: str, value: float) -> None:
    rows = at("2020Q1", 56.0), at("2020Q2", 58.0), at("2020Q3", 60.0), at("2020Q4", 62.0)
    assert cell_of(level(aggregate), *rows)["actual"] == value


def test_a_mean_weighs_each_row_by_its_months() -> None:
    # (2 months at 48 + 10 months at 60) / 12 = (96 + 600) / 12 = 58
    assert cell_of(level("mean"), at("2020-01/2020-02", 48.0), at("2020-03/2020-12", 60.0))["actual"] == 58.0


def test_the_worst_of_a_cap_is_the_highest() -> None:
    plan = plan_of(target("level", "level", goal("<=", 60, "家"), aggregate="worst"))
    assert cell_of(plan, at("2020H1", 55.0), at("2020H2", 62.0))["actual"] == 62.0


def test_the_worst_of_a_two_sided_goal_is_the_farthest_from_it() -> None:
    plan = plan_of(
        target("level", "level", goal("~=", 60, "家"), better="closer", tolerance="5家", aggregate="worst")
    )
    assert cell_of(plan, at("2020H1", 52.0), at("2020H2", 63.0))["actual"] == 52.0


def test_last_takes_the_latest_month_even_with_holes() -> None:
    cell = cell_of(level("last"), at("2020-03", 50.0), at("2020-12", 61.0))
    assert (cell["actual"], cell["verdict"]) == (61.0, "met")


GROWTH = plan_of(target("growth", "growth", goal(">=", 8, "%")))


def rate(period: str, value: float) -> dict[str, Any]:
    return {"indicator": "growth", "period": period, "value": value, "unit": "%"}


def test_growth_is_never_aggregated() -> None:
    assert cell_of(GROWTH, rate("2020H2", 9.0))["reason"] == "gap_in_series"


def test_growth_of_part_of_the_year_is_the_longest_cumulative_row() -> None:
    cell = cell_of(GROWTH, rate("2020-01/2020-06", 4.0), rate("2020-01/2020-09", 9.0), rate("2020-09", 12.0))
    assert (cell["actual"], cell["verdict"], cell["reason"]) == (9.0, "ahead", "part_year_only")


def test_a_goal_due_before_the_period_ends_counts_what_was_done_by_then() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人"), due=date(2020, 10, 31)))
    cell = cell_of(plan, *months(1, 12), as_of=date(2021, 3, 31))
    assert (cell["actual"], cell["verdict"]) == (10.0, "met")


def test_the_sum_of_bounds_is_a_bound() -> None:
    cell = cell_of(JOBS, part("2020H1", 6.0), part("2020H2", 6.0, bound="gt"))
    assert (cell["actual"], cell["actual_bound"], cell["verdict"]) == (12.0, "gt", "met")


def tilings(*spans: tuple[int, int]) -> tuple[list[bool], int]:
    first, last = (np.array(ends) for ends in zip(*spans, strict=True))
    used, reach = furthest_tilings(np.zeros(len(spans), int), np.zeros(len(spans), int), first, last)
    return used.tolist(), int(reach[0])


def test_of_all_tilings_the_one_that_reaches_furthest_is_used() -> None:
    # 0–2 then 3–4 reaches 4; 0–1 then 2–5 reaches 5
    assert tilings((0, 2), (3, 4), (0, 1), (2, 5)) == ([False, False, True, True], 5)


def test_of_those_that_reach_as_far_the_one_with_the_fewest_tiles_is_used() -> None:
    assert tilings((0, 0), (1, 1), (2, 2), (0, 1)) == ([False, False, True, True], 2)


def test_nothing_that_begins_at_the_start_covers_nothing() -> None:
    assert tilings((1, 2), (3, 4)) == ([False, False], -1)


def test_slots_are_tiled_apart() -> None:
    slot, start = np.array([7, 7, 9]), np.array([0, 0, 5])
    used, reach = furthest_tilings(slot, start, np.array([0, 1, 5]), np.array([0, 1, 6]))
    assert (used.tolist(), reach.tolist()) == ([True, True, True], [1, 1, 6])
