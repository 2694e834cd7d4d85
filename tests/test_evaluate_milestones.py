"""Yes/no deliverables and standing work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cases import cell_of, goal, milestone, plan_of, reasons_of, result_of, target, task

RAIL = plan_of(milestone("rail"))
BY_JUNE = plan_of(milestone("rail", due=date(2020, 6, 30)))


def said(**more: Any) -> dict[str, Any]:
    return {"indicator": "rail", "period": "2020", **more}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (said(date=date(2020, 11, 2)), ("met", "reported_yes")),
        (said(answer="yes"), ("met", "reported_yes")),
        (said(answer="no"), ("missed", "reported_no")),
        (said(date=date(2021, 2, 3)), ("missed", "completed_late")),
        (said(answer="yes", date=date(2021, 2, 3)), ("missed", "completed_late")),
        (said(answer="yes", period="2021-02"), ("missed", "completed_late")),
        (said(statement="正在推进"), ("not_assessable", "value_missing")),
    ],
)
def test_a_milestone_once_the_books_are_closed(row: dict[str, Any], found: tuple[str, str]) -> None:
    cell = cell_of(RAIL, row)
    assert (cell["verdict"], cell["reason"]) == found


def test_an_earlier_due_day_makes_a_later_date_late() -> None:
    assert cell_of(BY_JUNE, said(date=date(2020, 7, 1)))["reason"] == "completed_late"
    assert cell_of(BY_JUNE, said(date=date(2020, 6, 30)))["verdict"] == "met"


def test_before_it_is_due_a_no_is_in_progress() -> None:
    row = said(answer="no", period="2020-09", published=date(2020, 10, 10))
    cell = cell_of(RAIL, row, as_of=date(2020, 10, 20))
    assert (cell["verdict"], cell["reason"]) == ("in_progress", "not_yet_due")


def test_a_no_of_september_says_nothing_of_the_years_end() -> None:
    cell = cell_of(RAIL, said(answer="no", period="2020-09"))
    assert (cell["verdict"], cell["reason"]) == ("in_progress", "part_year_only")


def test_the_latest_report_counts() -> None:
    rows = said(answer="no", period="2020-06"), said(answer="yes", period="2020-12")
    result = result_of(RAIL, *rows)
    assert result.frame["verdict"].tolist() == ["met"]
    assert reasons_of(result) == {1: "not_needed"}


def test_a_date_still_to_come_is_not_done_yet() -> None:
    row = said(date=date(2020, 12, 20), published=date(2020, 10, 1))
    assert cell_of(RAIL, row, as_of=date(2020, 10, 20))["verdict"] == "in_progress"


def test_a_yes_before_the_due_day_is_met_at_once() -> None:
    row = said(date=date(2020, 5, 1), published=date(2020, 5, 10))
    assert cell_of(RAIL, row, as_of=date(2020, 6, 1))["verdict"] == "met"


def test_a_milestone_that_nobody_reported_is_missing() -> None:
    assert cell_of(RAIL)[["verdict", "reason"]].tolist() == ["no_data", "not_submitted"]
    assert cell_of(RAIL, as_of=date(2020, 6, 1))[["verdict", "reason"]].tolist() == [
        "no_data",
        "not_yet_released",
    ]


def test_two_answers_of_equal_rank_conflict() -> None:
    assert cell_of(RAIL, said(answer="yes"), said(answer="no"))["reason"] == "conflicting_actuals"


def test_a_milestone_is_never_nearly_met_or_exceeded_and_has_no_gap() -> None:
    plan = plan_of(milestone("rail"), nearly_met="50%", exceeded="100%")
    cell = cell_of(plan, said(date=date(2020, 1, 2)))
    assert (cell["verdict"], str(cell["gap"]), str(cell["completion"])) == ("met", "nan", "nan")


def test_a_yes_is_provisional_only_where_its_stage_is_stated() -> None:
    assert not cell_of(RAIL, said(answer="yes"))["provisional"]
    assert cell_of(RAIL, said(answer="yes", stage="preliminary"))["provisional"]


def test_a_task_shows_what_its_unit_said_and_is_in_progress() -> None:
    cell = cell_of(
        plan_of(task("reform")), {"indicator": "reform", "period": "2020", "statement": "已印发方案"}
    )
    assert (cell["verdict"], cell["reason"], cell["self_rating"]) == ("in_progress", "", "已印发方案")


def test_a_figure_for_a_task_is_unused() -> None:
    result = result_of(
        plan_of(task("reform")), {"indicator": "reform", "period": "2020", "value": 3.0, "unit": "个"}
    )
    assert reasons_of(result) == {1: "task"}


def test_cells_stand_in_the_order_of_the_plan_whatever_their_type() -> None:
    plan = plan_of(task("reform"), target("jobs", "total", goal(">=", 1, "万人")), milestone("rail"))
    assert result_of(plan).frame["commitment"].tolist() == ["reform", "jobs", "rail"]
