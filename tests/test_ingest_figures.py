"""What one value cell is read as, and why a cell is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from targetwatch.ingest.figures import Figure, Rejection, read_figure, read_unit


def figure(text: str, unit: str | None = None, measure: str | None = None) -> Figure:
    read = read_figure(text, unit, measure)
    assert isinstance(read, Figure), read
    return read


def refused(text: str, unit: str | None = None, measure: str | None = None) -> Rejection:
    read = read_figure(text, unit, measure)
    assert isinstance(read, Rejection), read
    return read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("１，２３４．５", "1234.5"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("+8.1", "8.1"),
        (" 0 ", "0"),
        ("1e-05", "0.00001"),
        ("'10.2", "10.2"),
    ],
)
def test_numbers_are_read_in_the_ways_that_files_write_them(text: str, value: str) -> None:
    read = figure(text, "万人")
    assert (read.value, read.bound, read.unit) == (Decimal(value), "exact", "万人")


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "--", "—", "——", "－", "…", "……", "...", "空", "/", "N/A", "暂无"]
)
def test_marks_of_absence_are_missing(text: str) -> None:
    assert figure(text, "个") == Figure(unit="个")


@pytest.mark.parametrize(
    ("text", "unit", "value", "high", "bound", "of"),
    [
        ("超过2.5", "万亿元", "2.5", None, "gt", "万亿元"),
        ("超过2.5万亿元", None, "2.5", None, "gt", "万亿元"),
        ("≥5", "个", "5", None, "ge", "个"),
        ("10万人以上", None, "10", None, "ge", "万人"),
        ("近2万亿元", None, "2", None, "lt", "万亿元"),
        ("不超过80天", None, "80", None, "le", "天"),
        ("4.8—5.1", "%", "4.8", "5.1", "range", "%"),
        ("4.8%—5.1%", None, "4.8", "5.1", "range", "%"),
        ("121%", None, "121", None, "exact", "%"),
        ("10.2万人", "万人", "10.2", None, "exact", "万人"),
        ("102000人", "万人", "102000", None, "exact", "人"),
        ("10.2万", "人", "10.2", None, "exact", "万人"),
        ("累计完成10.2万人", "万人", "10.2", None, "exact", "万人"),
    ],
)
def test_bounds_ranges_and_units_in_the_cell_are_read(
    text: str, unit: str | None, value: str, high: str | None, bound: str, of: str
) -> None:
    read = figure(text, unit)
    ends = (str(read.value), None if read.value_high is None else str(read.value_high))
    assert (*ends, read.bound, read.unit) == (value, high, bound, of)


def test_an_approximate_figure_is_used_as_written_and_remarked() -> None:
    read = figure("约10.2万人")
    assert (str(read.value), read.bound, read.remark, read.wording) == (
        "10.2",
        "exact",
        "approximate",
        "约10.2万人",
    )


def test_an_expected_figure_has_that_stage() -> None:
    read = figure("预计10.2", "万人")
    assert (str(read.value), read.stage, read.wording) == ("10.2", "expected", "预计10.2")


@pytest.mark.parametrize("text", ["待公布", "待省里公布", "尚未公布", "未发布", "待定"])
def test_a_figure_that_is_not_out_yet_is_no_figure_and_no_error(text: str) -> None:
    assert figure(text, "%").availability == "not_yet_released"


def test_not_applicable_is_said() -> None:
    assert figure("不涉及").availability == "not_applicable"


@pytest.mark.parametrize(("text", "answer"), [("是", "yes"), ("否", "no"), ("Yes", "yes"), ("no", "no")])
def test_a_plain_answer_in_the_value_cell_is_an_answer(text: str, answer: str) -> None:
    assert (figure(text).answer, figure(text).value) == (answer, None)


@pytest.mark.parametrize(
    "text",
    [
        "已完成",
        "完成",
        "√",
        "达标",
        "超额完成",
        "基本完成",
        "未完成",
        "完成年度目标任务",
        "按计划推进",
        "On track",
        "Done.",
    ],
)
def test_a_verdict_is_no_figure(text: str) -> None:
    assert refused(text, "万人").reason == "verdict_instead_of_figure"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("121%", "亿元"), ("已完成121%", None), ("完成年度目标的98.5%", None), ("新增3%", "家")],
)
def test_a_percentage_is_no_amount(text: str, unit: str | None) -> None:
    assert refused(text, unit).reason == "rate_instead_of_figure"


@pytest.mark.parametrize(
    "text",
    ["全年新增就业10.2万人，完成任务", "共建成5G基站4500个，其中市区1200个", "居全国前列", "see annex 3"],
)
def test_a_number_is_never_lifted_out_of_narrative(text: str) -> None:
    assert refused(text, "万人").reason == "narrative_instead_of_figure"


@pytest.mark.parametrize(
    "text", ["12,34", "1.2.3", "#DIV/0!", "2.02E+03", "####", "1.234,5", "(1,234)", "10.2*"]
)
def test_a_damaged_number_is_unreadable(text: str) -> None:
    assert refused(text, "个").reason == "unreadable_value"


def test_a_number_with_an_unknown_word_is_an_unknown_unit() -> None:
    assert (refused("10盘").reason, refused("10盘").found) == ("unknown_unit", "盘")


def test_a_plan_s_own_unit_may_stand_in_cell_and_column() -> None:
    assert (str(figure("10盘", "盘").value), figure("10盘", "盘").unit) == ("10", "盘")


def test_a_scale_word_beside_a_scaled_unit_is_ambiguous_and_refused() -> None:
    assert refused("1.2亿", "亿元").reason == "unreadable_value"


def test_a_unit_of_another_dimension_does_not_fit() -> None:
    assert refused("10.2万人", "亿元").reason == "unit_does_not_fit"


@pytest.mark.parametrize(
    ("text", "unit", "measure", "value", "kept"),
    [
        ("3.2", "%", "decline", "-3.2", "growth"),
        ("0.3", "个百分点", "decline", "-0.3", "points"),
        ("1109", "万人", "decline", "1109", "total"),
        ("下降3.2%", None, None, "-3.2", "growth"),
        ("下降3.2%", None, "growth", "-3.2", "growth"),
        ("下降3.2%", None, "decline", "-3.2", "growth"),
        ("同比增长8.1%", None, None, "8.1", "growth"),
        ("提高0.5个百分点", None, None, "0.5", "points"),
        ("减少3万吨", None, "total", "3", "total"),
    ],
)
def test_a_fall_is_negated_once(
    text: str, unit: str | None, measure: str | None, value: str, kept: str
) -> None:
    read = figure(text, unit, measure)
    assert (str(read.value), read.measure) == (value, kept)


def test_the_bound_of_a_fall_is_seen_from_the_other_side() -> None:
    read = figure("超过3", "%", "decline")
    assert (str(read.value), read.bound) == ("-3", "lt")


def test_the_ends_of_a_range_of_falls_change_places() -> None:
    read = figure("3—4", "%", "decline")
    assert (str(read.value), str(read.value_high), read.bound) == ("-4", "-3", "range")


def test_a_negative_size_of_a_fall_is_a_rise_and_remarked() -> None:
    read = figure("-3", "%", "decline")
    assert (str(read.value), read.remark) == ("3", "fall_of_a_fall")


@pytest.mark.parametrize(
    ("text", "unit"), [("％", "%"), (" 万人 ", "万人"), ("盘", "盘"), ("—", None), ("无", None)]
)
def test_units_are_put_in_their_usual_spelling(text: str, unit: str | None) -> None:
    assert read_unit(text) == unit
