"""Which of several rows of one span is used, and what becomes of the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from targetwatch.evaluate import evaluate_plan
from tests.cases import cell_of, goal, plan_of, reasons_of, result_of, rows_of, target

JOBS = plan_of(target("jobs", "total", goal(">=", 10, "万人")))


def row(value: float, **more: Any) -> dict[str, Any]:
    return {"indicator": "jobs", "period": "2020", "value": value, "unit": "万人", **more}


def test_a_higher_authority_beats_a_later_date() -> None:
    early = row(9.0, authority="statistics", published=date(2021, 1, 20))
    late = row(11.0, authority="unit", published=date(2021, 2, 20))
    result = result_of(JOBS, early, late)
    assert result.frame["actual"].tolist() == [9.0]
    assert reasons_of(result) == {2: "superseded"}


def test_a_later_stage_beats_a_later_date() -> None:
    final = row(9.0, stage="final", published=date(2021, 1, 20))
    flash = row(11.0, stage="flash", published=date(2021, 2, 20))
    assert cell_of(JOBS, final, flash)["actual"] == 9.0


def test_an_unknown_stage_ranks_between_expected_and_flash() -> None:
    assert cell_of(JOBS, row(1.0, stage="expected"), row(2.0), row(3.0, stage="flash"))["actual"] == 3.0
    assert cell_of(JOBS, row(1.0, stage="expected"), row(2.0))["actual"] == 2.0


def test_the_newest_of_one_authority_and_stage_is_used() -> None:
    old, new = row(9.0, published=date(2021, 1, 20)), row(11.0, published=date(2021, 2, 20))
    assert cell_of(JOBS, new, old)["actual"] == 11.0


def test_an_undated_row_never_outranks_a_dated_one() -> None:
    assert cell_of(JOBS, row(9.0), row(11.0, published=date(2020, 12, 31)))["actual"] == 11.0


def test_a_reported_figure_beats_a_derived_one() -> None:
    derived = row(9.0, check="derived", published=date(2021, 3, 1))
    reported = row(11.0, published=date(2021, 2, 1))
    assert cell_of(JOBS, derived, reported)["actual"] == 11.0


def test_a_derived_figure_is_used_where_nothing_was_reported() -> None:
    assert cell_of(JOBS, row(9.0, check="derived"))["actual"] == 9.0


def test_rows_published_after_as_of_are_not_known() -> None:
    rows = row(9.0, published=date(2021, 1, 20)), row(11.0, published=date(2021, 2, 20))
    result = result_of(JOBS, *rows, as_of=date(2021, 2, 1))
    assert result.frame["actual"].tolist() == [9.0]
    assert reasons_of(result) == {2: "not_yet_published"}


def test_only_later_publications_leave_a_cell_without_data() -> None:
    cell = cell_of(JOBS, row(11.0, published=date(2021, 2, 20)), as_of=date(2021, 2, 1))
    assert (cell["verdict"], cell["reason"]) == ("no_data", "not_submitted")


def test_an_undated_row_is_used_only_once_the_books_are_closed() -> None:
    result = result_of(JOBS, row(11.0), as_of=date(2021, 3, 30))
    assert result.frame["verdict"].tolist() == ["no_data"]
    assert reasons_of(result) == {1: "publication_not_stated"}
    assert cell_of(JOBS, row(11.0), as_of=date(2021, 3, 31))["actual"] == 11.0


def test_of_equal_rows_one_is_used_and_the_other_is_a_duplicate() -> None:
    result = result_of(JOBS, row(11.0), row(110000.0, unit="人"))
    assert result.frame["verdict"].tolist() == ["met"]
    assert reasons_of(result) == {2: "duplicate"}


def test_different_rows_of_equal_rank_conflict_and_are_all_listed() -> None:
    result = result_of(JOBS, row(11.0), row(12.0))
    assert result.frame["reason"].tolist() == ["conflicting_actuals"]
    assert reasons_of(result) == {1: "conflicting", 2: "conflicting"}
    assert result.counts.used == 0


def test_a_bound_and_a_figure_of_equal_rank_conflict() -> None:
    cell = cell_of(JOBS, row(11.0), row(11.0, bound="ge"))
    assert cell["reason"] == "conflicting_actuals"


def test_a_better_row_ends_a_conflict() -> None:
    cell = cell_of(JOBS, row(11.0), row(12.0), row(10.5, authority="statistics"))
    assert cell["actual"] == 10.5


def test_the_order_of_rows_does_not_decide_which_duplicate_is_used() -> None:
    rows = [row(11.0, file="b.csv", row=2), row(11.0, file="a.csv", row=3)]
    first, second = result_of(JOBS, *rows), result_of(JOBS, *reversed(rows))
    assert first.frame["source_file"].tolist() == second.frame["source_file"].tolist() == ["a.csv"]


@pytest.mark.parametrize(("check", "reason"), [("suspect", "suspect_only"), ("withdrawn", "withdrawn_only")])
def test_suspect_and_withdrawn_figures_decide_nothing(check: str, reason: str) -> None:
    result = result_of(JOBS, row(11.0, check=check))
    assert result.frame[["verdict", "reason"]].to_numpy().tolist() == [["not_assessable", reason]]
    assert reasons_of(result) == {1: check}


def test_suspect_figures_decide_where_that_is_asked_for() -> None:
    result = evaluate_plan(JOBS, rows_of(row(11.0, check="suspect")), include_suspect=True)
    assert result.frame["verdict"].tolist() == ["met"]


def test_where_there_is_a_review_only_accepted_rows_decide() -> None:
    rows = row(9.0, review="accepted"), row(11.0, review="submitted", authority="statistics")
    result = result_of(JOBS, *rows)
    assert result.frame["actual"].tolist() == [9.0]
    assert reasons_of(result) == {2: "not_accepted"}


def test_a_row_without_a_review_in_a_file_that_has_one_is_not_accepted() -> None:
    result = result_of(
        JOBS, row(9.0, review="accepted", file="a.csv"), row(11.0, authority="statistics", file="a.csv")
    )
    assert reasons_of(result) == {2: "not_accepted"}


def test_another_file_without_reviews_keeps_its_rows() -> None:
    rows = row(9.0, review="submitted", file="a.csv"), row(11.0, authority="statistics", file="b.csv")
    assert cell_of(JOBS, *rows)["actual"] == 11.0


def test_a_returned_figure_is_no_data() -> None:
    cell = cell_of(JOBS, row(11.0, review="returned"))
    assert (cell["verdict"], cell["reason"]) == ("no_data", "returned")


GROWTH = plan_of(target("growth", "growth", goal(">=", 8, "%"), basis="real"))


def rate(value: float, **more: Any) -> dict[str, Any]:
    return {"indicator": "growth", "period": "2020", "value": value, "unit": "%", **more}


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"basis": "nominal"}, "basis_differs"),
        ({"compared_to": "2015"}, "comparison_differs"),
        ({"compared_to": "环比"}, "comparison_differs"),
        ({"average_over": 2.0}, "comparison_differs"),
        ({"measure": "share"}, "measure_differs"),
    ],
)
def test_a_rate_of_another_kind_is_not_used(stated: dict[str, Any], reason: str) -> None:
    result = result_of(GROWTH, rate(9.0, **stated))
    assert result.frame[["verdict", "reason"]].to_numpy().tolist() == [["not_assessable", reason]]
    assert reasons_of(result) == {1: reason}


@pytest.mark.parametrize(
    "stated", [{"basis": "real"}, {"compared_to": "2019"}, {"compared_to": "上年同期"}, {"average_over": 1.0}]
)
def test_a_rate_that_says_what_the_target_means_is_used(stated: dict[str, Any]) -> None:
    assert cell_of(GROWTH, rate(9.0, **stated))["verdict"] == "met"


def test_a_reported_rate_of_any_basis_serves_a_target_that_states_none_and_its_basis_is_shown() -> None:
    plan = plan_of(target("growth", "growth", goal(">=", 8, "%")))
    cell = cell_of(plan, rate(9.0, basis="comparable"))
    assert (cell["verdict"], cell["basis"]) == ("met", "comparable")


def test_another_scope_is_not_used() -> None:
    plan = plan_of(target("projects", "total", goal(">=", 100, "个"), scope="开工"))
    result = result_of(
        plan, {"indicator": "projects", "period": "2020", "value": 120.0, "unit": "个", "scope": "签约"}
    )
    assert result.frame["reason"].tolist() == ["scope_differs"]


def test_an_average_yearly_rate_takes_the_years_of_its_period() -> None:
    plan = plan_of(target("growth", "growth", goal(">=", 7, "%"), annualised=True), period="2016/2020")
    five = {"indicator": "growth", "period": "2016/2020", "value": 7.5, "unit": "%", "average_over": 5.0}
    assert cell_of(plan, five)["verdict"] == "met"
    assert cell_of(plan, five | {"average_over": 2.0})["reason"] == "comparison_differs"


def test_one_name_may_serve_a_level_and_a_rate() -> None:
    plan = plan_of(
        target("level", "level", goal(">=", 600, "亿元"), aliases=["投资"]),
        target("rate", "growth", goal(">=", 8, "%"), aliases=["投资"]),
    )
    frame = result_of(
        plan,
        {"indicator": "投资", "period": "2020", "value": 610.0, "unit": "亿元"},
        {"indicator": "投资", "period": "2020", "value": 9.0, "unit": "%"},
    ).frame
    assert frame["actual"].tolist() == [610.0, 9.0]


def test_a_row_of_another_target_of_its_name_leaves_a_cell_without_data() -> None:
    plan = plan_of(
        target("level", "level", goal(">=", 600, "亿元"), aliases=["投资"]),
        target("rate", "growth", goal(">=", 8, "%"), basis="comparable", aliases=["投资"]),
    )
    frame = result_of(plan, {"indicator": "投资", "period": "2020", "value": 610.0, "unit": "亿元"}).frame
    assert frame["verdict"].tolist() == ["met", "no_data"]


@pytest.mark.parametrize(
    ("unit", "reason"), [("万吨", "unit_does_not_fit"), (None, "unit_missing"), ("们", "unknown_unit")]
)
def test_a_unit_that_fits_nothing_its_name_serves_rejects_the_row(unit: str | None, reason: str) -> None:
    result = result_of(JOBS, row(11.0) | {"unit": unit})
    assert result.rejected["reason"].tolist() == [reason]
    assert result.frame[["verdict", "reason"]].to_numpy().tolist() == [["not_assessable", reason]]
    assert (result.counts.read, result.counts.used, result.counts.unused, result.counts.rejected) == (
        1,
        0,
        0,
        1,
    )


@pytest.mark.parametrize(("measure", "unit"), [("rank", None), ("index", None), ("level", "倍")])
def test_a_blank_unit_is_accepted_for_ranks_indices_and_multiples(measure: str, unit: str | None) -> None:
    plan = plan_of(target("place", measure, goal("<=", 3, unit)))
    assert cell_of(plan, {"indicator": "place", "period": "2020", "value": 2.0})["verdict"] == "met"


def test_an_unknown_name_and_another_region_are_unused() -> None:
    result = result_of(JOBS, row(11.0, indicator="别的"), row(11.0, region="乙市"))
    assert reasons_of(result) == {1: "unknown_indicator", 2: "other_region"}


def test_a_figure_outside_the_period_is_unused() -> None:
    result = result_of(JOBS, row(11.0, period="2019"), row(11.0, period="2019/2020"))
    assert reasons_of(result) == {1: "outside_period", 2: "outside_period"}
    assert result.frame["reason"].tolist() == ["not_submitted"]


@pytest.mark.parametrize(
    ("availability", "reason"),
    [
        ("not_yet_released", "not_yet_released"),
        ("not_applicable", "not_applicable"),
        ("not_submitted", "not_submitted"),
    ],
)
def test_a_row_that_says_why_there_is_no_figure_gives_the_reason(availability: str, reason: str) -> None:
    cell = cell_of(JOBS, {"indicator": "jobs", "period": "2020", "availability": availability})
    assert (cell["verdict"], cell["reason"]) == ("no_data", reason)


def test_a_blank_row_is_as_if_nothing_was_submitted() -> None:
    cell = cell_of(JOBS, {"indicator": "jobs", "period": "2020", "unit": "万人"})
    assert (cell["verdict"], cell["reason"]) == ("no_data", "not_submitted")


def test_a_row_with_words_and_no_figure_is_not_assessable() -> None:
    words = {"indicator": "jobs", "period": "2020", "unit": "万人", "statement": "正在统计"}
    cell = cell_of(JOBS, words)
    assert (cell["verdict"], cell["reason"]) == ("not_assessable", "value_missing")


def test_a_release_still_to_come_is_told_apart_from_a_figure_not_submitted() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人"), released=date(2021, 6, 1)))
    assert cell_of(plan)["reason"] == "not_yet_released"
    assert cell_of(JOBS)["reason"] == "not_submitted"


def test_regions_are_known_by_name_code_and_alias() -> None:
    plan = plan_of(
        target("jobs", "total", goal(">=", 10, "万人"), regions="each"),
        regions=[{"name": "乙县", "code": "990101"}, {"name": "丙县", "aliases": ["丙"]}],
    )
    frame = result_of(plan, row(11.0, region="990101"), row(9.0, region="丙")).frame
    assert frame[["region", "verdict"]].to_numpy().tolist() == [["乙县", "met"], ["丙县", "missed"]]


def test_a_yes_where_a_figure_is_due_is_there_and_not_assessable() -> None:
    cell = cell_of(JOBS, {"indicator": "jobs", "period": "2020", "answer": "yes"})
    assert (cell["verdict"], cell["reason"]) == ("not_assessable", "value_missing")
