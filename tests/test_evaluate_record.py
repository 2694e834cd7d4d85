"""What an evaluation holds: the column contract, conservation, candidates, notes, findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from targetwatch.actuals import REJECTED_NAMES, ActualsTable, build_frame
from targetwatch.evaluate import evaluate_plan
from targetwatch.frames import ACTUALS_NAMES, EVALUATION, EVALUATION_NAMES
from tests.cases import cell_of, goal, milestone, plan_of, reasons_of, result_of, rows_of, target, task

PLAN = plan_of(
    target(
        "jobs",
        "total",
        goal(">=", 10, "万人"),
        owner={"leaders": ["张甲"], "units": ["市人社局", "市财政局"]},
    ),
    target("growth", "growth", goal(">=", 8, "%"), basis="nominal", aliases=["投资"]),
    milestone("rail"),
    task("reform"),
    organisations={"市人力社保局": ["市人社局"]},
)
ROWS: list[dict[str, Any]] = [
    {
        "indicator": "jobs",
        "period": "2020",
        "value": 10.2,
        "unit": "万人",
        "file": "a.csv",
        "column": "value",
    },
    {
        "indicator": "jobs",
        "period": "2020",
        "value": 9.0,
        "unit": "万人",
        "authority": None,
        "stage": "expected",
    },
    {"indicator": "投资", "period": "2019", "value": 100.0, "unit": "亿元", "measure": "total"},
    {"indicator": "投资", "period": "2020", "value": 110.0, "unit": "亿元", "measure": "total"},
    {"indicator": "投资", "period": "2020", "value": 3.0, "unit": "万吨"},
    {"indicator": "rail", "period": "2020", "answer": "yes"},
    {"indicator": "reform", "period": "2020", "statement": "推进中"},
    {"indicator": "别的", "period": "2020", "value": 1.0, "unit": "%"},
    {"indicator": "jobs", "period": "2020", "region": "乙市", "value": 1.0, "unit": "万人"},
]


def test_the_frame_has_exactly_the_columns_of_the_contract() -> None:
    result = result_of(PLAN, *ROWS)
    assert tuple(result.frame.columns) == EVALUATION_NAMES
    assert tuple(result.stretch.columns) == EVALUATION_NAMES


def test_columns_that_may_not_be_missing_are_filled_and_numbers_are_floats() -> None:
    frame = result_of(PLAN, *ROWS).frame
    for column in EVALUATION:
        if not column.nullable:
            assert not frame[column.name].isna().any(), column.name
        if column.dtype == "float":
            assert frame[column.name].dtype == "float64", column.name


def test_rows_read_are_used_or_unused_or_rejected() -> None:
    result = result_of(PLAN, *ROWS)
    landed = [*result.used["row"], *result.unused["row"], *result.rejected["row"]]
    assert sorted(landed) == list(range(1, 10))
    assert result.counts.read == result.counts.used + result.counts.unused + result.counts.rejected == 9
    assert list(result.used["row"]) == [1, 3, 4, 6, 7]
    assert reasons_of(result) == {2: "superseded", 8: "unknown_indicator", 9: "other_region"}
    assert list(result.rejected["row"]) == [5]


def test_the_frames_of_rows_have_the_columns_of_actuals() -> None:
    result = result_of(PLAN, *ROWS)
    assert tuple(result.used.columns) == ACTUALS_NAMES
    assert tuple(result.unused.columns) == (*ACTUALS_NAMES, "reason")
    assert tuple(result.rejected.columns) == REJECTED_NAMES


def test_cells_in_are_assessments_out() -> None:
    assert len(result_of(PLAN, *ROWS).frame) == len(result_of(PLAN).frame) == 4


def test_a_cell_says_where_its_figure_stood_and_who_owns_it() -> None:
    cell = cell_of(PLAN, *ROWS)
    assert (cell["source_file"], cell["source_row"], cell["source_column"]) == ("a.csv", 1, "value")
    assert (cell["lead_unit"], cell["units"], cell["leaders"]) == (
        "市人力社保局",
        ("市人力社保局", "市财政局"),
        ("张甲",),
    )


def test_candidates_say_what_became_of_every_row_that_a_cell_considered() -> None:
    rows = result_of(PLAN, *ROWS).candidates
    jobs = rows[rows["commitment"] == "jobs"]
    columns = ["row", "role", "status", "reason", "converted"]
    assert jobs[columns].to_numpy().tolist() == [
        [1, "actual", "used", "", 10.2],
        [2, "actual", "unused", "superseded", 9.0],
    ]
    growth = rows[(rows["commitment"] == "growth") & (rows["status"] == "used")]
    assert growth[["row", "role"]].to_numpy().tolist() == [[3, "operand"], [4, "operand"]]


def test_rows_that_the_reader_rejected_are_carried_on_and_told_of_their_cell() -> None:
    names = {**dict.fromkeys(REJECTED_NAMES), "indicator": "jobs", "period": "2020", "statement": "已完成"}
    names |= {"reason": "verdict_instead_of_figure", "found": "已完成", "expected": "数值"}
    rejected = build_frame({name: [value] for name, value in names.items()}, REJECTED_NAMES)
    result = evaluate_plan(PLAN, ActualsTable(build_frame({}), rejected))
    assert result.rejected["reason"].tolist() == ["verdict_instead_of_figure"]
    assert result.frame["reason"].tolist()[0] == "rejected_only"
    assert (result.counts.read, result.counts.rejected) == (1, 1)


def test_the_digest_of_the_actuals_is_theirs() -> None:
    actuals = rows_of(*ROWS)
    assert evaluate_plan(PLAN, actuals).actuals_digest == actuals.digest


def test_the_input_is_left_as_it_was() -> None:
    actuals = rows_of(*ROWS)
    before = actuals.frame.copy(deep=True)
    evaluate_plan(PLAN, actuals)
    pd.testing.assert_frame_equal(actuals.frame, before)


def test_missing_reasons_stand_beside_every_cell() -> None:
    assert result_of(PLAN, *ROWS).missing_reasons == ("", "", "", "")
    assert result_of(PLAN).missing_reasons == ("not_submitted", "not_submitted", "not_submitted", "")


def notes(plan: Any, *rows: dict[str, Any]) -> dict[str, str]:
    return {note.code: note.zh for note in result_of(plan, *rows).notes}


def test_a_bare_number_has_a_reading_note() -> None:
    plan = plan_of(target("bases", "total", goal(">=", 5000, "个", implied=True)))
    assert notes(plan)["implied"] == "目标只写数值，按“至少”理解。"


def test_the_width_of_about_has_a_reading_note() -> None:
    plan = plan_of(target("rd", "share", goal("~=", "2.2", "%"), better="higher", tolerance="0.1个百分点"))
    assert notes(plan)["tolerance_used"] == "“左右”按±0.1个百分点的区间判断。"


def test_a_reversed_completion_has_a_reading_note() -> None:
    plan = plan_of(target("days", "level", goal("<=", 80, "天")))
    assert "reversed_completion" in notes(plan)


def test_actuals_without_regions_have_a_reading_note() -> None:
    row = {"indicator": "jobs", "period": "2020", "value": 10.2, "unit": "万人"}
    assert notes(PLAN, row)["region_assumed"] == "数据没有地区列，按甲市读取。"
    assert "region_assumed" not in notes(PLAN, row | {"region": "甲市"})


@pytest.mark.parametrize(("value", "odd"), [(0.08, True), (0.5, False), (8.0, False)])
def test_a_rate_that_looks_like_a_fraction_is_scored_as_given_and_noted(value: float, odd: bool) -> None:
    plan = plan_of(target("growth", "growth", goal(">=", 8, "%")))
    result = result_of(
        plan, {"indicator": "growth", "period": "2020", "value": value, "unit": "%", "file": "a.csv"}
    )
    assert result.frame["actual"].tolist() == [value]
    assert ("looks_like_fraction" in {note.code for note in result.notes}) == odd
    assert [finding.rows for finding in result.findings] == ([("a.csv:1",)] if odd else [])


def test_an_average_printed_as_one_years_growth_is_found() -> None:
    # 2020 over 2019: 101 / 100 = 1 %; over five years (101 / 80)^(1/5) − 1 = 4.8 %
    plan = plan_of(target("growth", "growth", goal(">=", 4, "%"), aliases=["收入"]))
    levels = [("2015", 80.0), ("2019", 100.0), ("2020", 101.0)]
    rows: list[dict[str, Any]] = [
        {"indicator": "收入", "period": period, "value": value, "unit": "亿元", "measure": "total"}
        for period, value in levels
    ]
    rows.append({"indicator": "收入", "period": "2020", "value": 4.8, "unit": "%", "measure": "growth"})
    found = {finding.code for finding in result_of(plan, *rows).findings}
    assert "looks_like_period_average" in found
    assert "looks_like_period_average" not in {f.code for f in result_of(plan, *rows[1:]).findings}


def test_an_evaluation_of_nothing_has_every_cell() -> None:
    result = result_of(PLAN, as_of=date(2021, 3, 31))
    assert result.counts.read == 0
    assert result.candidates.empty
