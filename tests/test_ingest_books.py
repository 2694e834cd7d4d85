"""Workbooks of yearbooks, bulletins and Eurostat: merged heads, growth, sub-items, flags, many sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from targetwatch.actuals import ActualsTable
from targetwatch.ingest import read_actuals


def sheet_of(book: Any, title: str, lines: Sequence[Sequence[Any]], merged: str = "") -> Any:
    """A sheet with these lines and merged ranges."""
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append(list(line))
    for span in merged.split():
        sheet.merge_cells(span)
    return sheet


def read(folder: Path, *lines: Sequence[Any], merged: str = "", title: str = "Sheet1") -> ActualsTable:
    """The actuals of a workbook of one sheet."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    sheet_of(book, title, lines, merged)
    book.save(folder / "a.xlsx")
    table = read_actuals(folder / "a.xlsx")
    assert all(account.balanced for account in table.accounts)
    return table


def rows(table: ActualsTable, *columns: str) -> list[tuple[object, ...]]:
    frame = table.frame[list(columns)].astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)]


def test_a_bulletin_s_growth_column_is_growth_and_its_sub_items_are_marked(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["甲市2020年国民经济和社会发展统计公报"],
        ["表1 2020年主要工业产品产量及其增长速度"],
        ["产品名称", "单位", "产量", "比上年增长（％）"],
        ["纱", "万吨", 2618.3, -7.4],
        ["#棉纱", "万吨", "…", "—"],
        ["注：1.本表为初步数。"],
        ["资料来源：甲市统计局"],
        merged="A1:D1 A2:D2",
    )
    columns = (
        "indicator",
        "region",
        "period",
        "value",
        "bound",
        "unit",
        "measure",
        "compared_to",
        "row",
        "column",
    )
    assert rows(table, *columns) == [
        ("纱", "甲市", "2020", 2618.3, "exact", "万吨", None, None, 4, "C"),
        ("纱", "甲市", "2020", -7.4, "exact", "%", "growth", "2019", 4, "D"),
        ("棉纱", "甲市", "2020", 0.05, "lt", "万吨", None, None, 5, "C"),
    ]
    assert table.frame["note"][2].startswith("其中项，属于纱；…")
    assert set(table.frame["authority"]) == {"statistics"}
    assert dict(table.accounts[0].set_aside) == {
        "title": 2, "head": 4, "label": 4, "note": 1, "source": 1, "missing": 1, "blank": 12,
    }  # fmt: skip


def test_years_down_under_a_merged_head_of_two_lines(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["2-1 地区生产总值"],
        ["", "", "", "", "单位：亿元"],
        ["年份", "地区生产总值", "第二产业", "", "人均地区生产总值(元)"],
        ["", "", "", "#工业", ""],
        [1978, 10.5, 4.1, 3.0, 310],
        [2020, 5262.72, 2310.9, 2010, "85,000"],
        ["注：本表按当年价格计算。"],
        merged="A1:E1 A3:A4 B3:B4 C3:D3 E3:E4",
    )
    assert rows(table, "indicator", "period", "value", "unit", "note")[:4] == [
        ("地区生产总值", "1978", 10.5, "亿元", None),
        ("第二产业", "1978", 4.1, "亿元", None),
        ("工业", "1978", 3.0, "亿元", "其中项，属于第二产业"),
        ("人均地区生产总值", "1978", 310.0, "元", None),
    ]
    assert table.frame["value"].tolist()[-1] == 85000.0


def test_regions_down_with_growth_beside_each_level(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["各县（市、区）主要经济指标（2020年）"],
        ["县（市、区）", "生产总值（亿元）", "比上年增长（%）", "规模以上工业增加值", ""],
        ["", "", "", "绝对数（亿元）", "增长（%）"],
        ["全市", 5262.7, 3.4, 1200, 2.1],
        ["乙县", 300, -0.5, 50.5, "-"],
        merged="A2:A3 B2:B3 C2:C3 D2:E2",
    )
    assert rows(table, "indicator", "region", "period", "value", "unit", "measure") == [
        ("生产总值", "全市", "2020", 5262.7, "亿元", None),
        ("生产总值", "全市", "2020", 3.4, "%", "growth"),
        ("规模以上工业增加值", "全市", "2020", 1200.0, "亿元", None),
        ("规模以上工业增加值", "全市", "2020", 2.1, "%", "growth"),
        ("生产总值", "乙县", "2020", 300.0, "亿元", None),
        ("生产总值", "乙县", "2020", -0.5, "%", "growth"),
        ("规模以上工业增加值", "乙县", "2020", 50.5, "亿元", None),
    ]


def test_growth_after_several_years_belongs_to_the_newest_and_groups_lend_their_unit(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["主要指标", "2020年", "2019年", "比上年增长（%）"],
        ["一、人口（万人）"],
        ["年末总人口", 607.1, 605, 0.3],
        ["二、核算"],
        ["地区生产总值（亿元）", 5262.7, 5134, 3.4],
        ["　　#第一产业", 295, 280, 2.0],
        ["　　比上年增长（%）", 5.4, 5.1, None],
        ["城镇登记失业率（%）", 2.5, 1.8, "0.7个百分点"],
    )
    assert rows(table, "indicator", "period", "value", "unit", "measure") == [
        ("年末总人口", "2020", 607.1, "万人", None),
        ("年末总人口", "2019", 605.0, "万人", None),
        ("年末总人口", "2020", 0.3, "%", "growth"),
        ("地区生产总值", "2020", 5262.7, "亿元", None),
        ("地区生产总值", "2019", 5134.0, "亿元", None),
        ("地区生产总值", "2020", 3.4, "%", "growth"),
        ("第一产业", "2020", 295.0, "亿元", None),
        ("第一产业", "2019", 280.0, "亿元", None),
        ("第一产业", "2020", 2.0, "%", "growth"),
        ("第一产业", "2020", 5.4, "%", "growth"),
        ("第一产业", "2019", 5.1, "%", "growth"),
        ("城镇登记失业率", "2020", 2.5, "%", None),
        ("城镇登记失业率", "2019", 1.8, "%", None),
        ("城镇登记失业率", "2020", 0.7, "个百分点", "points"),
    ]


def test_a_monthly_table_tells_the_month_from_the_months_since_january(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["2020年11月主要经济指标"],
        ["指标", "单位", "本月", "比上年同月增长（%）", "1—本月", "比上年同期增长（%）"],
        ["增加值", "亿元", 110.2, 8.1, 1050.3, 4.2],
        ["居民消费价格指数（上年同期=100）", "%", 99.5, "", 102.3, ""],
    )
    assert rows(table, "indicator", "period", "value", "unit", "measure", "compared_to") == [
        ("增加值", "2020-11", 110.2, "亿元", None, None),
        ("增加值", "2020-11", 8.1, "%", "growth", "2019-11"),
        ("增加值", "2020-01/2020-11", 1050.3, "亿元", "total", None),
        ("增加值", "2020-01/2020-11", 4.2, "%", "growth", "2019-01/2019-11"),
        ("居民消费价格指数", "2020-11", 99.5, None, "index", "2019-11"),
        ("居民消费价格指数", "2020-01/2020-11", 102.3, None, "index", "2019-01/2019-11"),
    ]


def test_a_head_may_break_its_lines_and_name_ranks_of_level_and_growth(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["2020年各县（市、区）财政收入"],
        ["县（市、区）", "1-11月\n累计（亿元）", "位次", "比上年\n增长（%）", "位  次"],
        ["甲县", 12.5, 1, 3.4, 2],
    )
    assert rows(table, "indicator", "region", "period", "value", "unit", "measure") == [
        ("财政收入", "甲县", "2020-01/2020-11", 12.5, "亿元", "total"),
        ("财政收入", "甲县", "2020-01/2020-11", 1.0, None, "rank"),
        ("财政收入", "甲县", "2020-01/2020-11", 3.4, "%", "growth"),
        ("财政收入_增速", "甲县", "2020-01/2020-11", 2.0, None, "rank"),
    ]


def test_a_change_in_amount_is_no_growth(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["人口统计"],
        ["指标", "2020年", "2021年", "比上年增减（万人）"],
        ["常住人口（万人）", 100, 102, 2],
        ["#城镇", 60, 63, 3],
    )
    assert rows(table, "indicator", "period", "value", "unit", "measure")[2] == (
        "常住人口_比上年增减", "2021", 2.0, "万人", None,
    )  # fmt: skip


def test_quantities_and_amounts_of_one_item_are_two_indicators(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["商品名称", "单位", "2020年", "", "比上年增长(%)", ""],
        ["", "", "数量", "金额(亿元)", "数量", "金额"],
        ["钢材", "万吨", 5367, 3151, -16.5, -14.8],
        merged="A1:A2 B1:B2 C1:D1 E1:F1",
        title="2020年出口统计",
    )
    assert rows(table, "indicator", "period", "value", "unit") == [
        ("钢材_数量", "2020", 5367.0, "万吨"),
        ("钢材_金额", "2020", 3151.0, "亿元"),
        ("钢材_数量", "2020", -16.5, "%"),
        ("钢材_金额", "2020", -14.8, "%"),
    ]


def test_a_merged_region_beside_indicators_is_repeated_down(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["乙县统计年鉴"],
        ["地区", "指标", "2019", "2020"],
        ["甲镇", "人口(人)", 1000, 1010],
        ["", "户数(户)", 300, 310],
        merged="A3:A4",
    )
    assert rows(table, "region", "indicator", "period", "value")[2:] == [
        ("甲镇", "户数", "2019", 300.0),
        ("甲镇", "户数", "2020", 310.0),
    ]


def test_two_panels_side_by_side_and_an_index_of_the_year_before(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["表3 2020年产量"],
        ["产品", "单位", "2020年", "2020年为2019年%", "产品", "单位", "2020年", "2020年为2019年%"],
        ["甲", "吨", 5, 104.5, "乙", "台", 7, 99],
    )
    assert rows(table, "indicator", "value", "unit", "measure", "compared_to") == [
        ("甲", 5.0, "吨", None, None),
        ("甲", 104.5, None, "index", "2019"),
        ("乙", 7.0, "台", None, None),
        ("乙", 99.0, None, "index", "2019"),
    ]


def test_a_percent_format_and_a_formula_without_a_result(tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    lines: list[list[Any]] = [
        ["表1 2020年情况"],
        ["指标", "单位", "2020年", "2019年"],
        ["覆盖率", "", 0.08, "=1+2"],
    ]
    sheet_of(book, "数据", lines)["C3"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    table = read_actuals(tmp_path / "a.xlsx")
    assert rows(table, "indicator", "value", "unit", "measure") == [("覆盖率", 8.0, "%", "share")]
    assert table.rejected[["reason", "found", "column"]].values.tolist() == [
        ["unreadable_value", "#公式未计算", "D"]
    ]


def test_names_that_stand_twice_are_told_apart_by_what_they_belong_to(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ["2020年进出口（亿美元）"],
        ["指标", "2020年", "比上年增长（%）"],
        ["出口额", 10, 1],
        ["#国有企业", 4, 2],
        ["进口额", 8, 3],
        ["#国有企业", 2, 4],
    )
    assert [row[0] for row in rows(table, "indicator")][::2] == [
        "出口额",
        "出口额_国有企业",
        "进口额",
        "进口额_国有企业",
    ]


EUROSTAT: list[list[Any]] = [
    ["Data extracted on 13/12/2022 11:05:31 from [ESTAT]"],
    ["Dataset: ", "GDP and main components [NAMA_10_GDP]"],
    ["Last updated: ", "08/12/2022 23:00"],
    [],
    ["Time frequency", None, "Annual"],
    ["Unit of measure", None, "Current prices, million euro"],
    ["National accounts indicator (ESA 2010)", None, "Gross domestic product"],
    [],
    ["TIME", "2020", None, "2021", None],
    ["GEO (Labels)", "", "", "", ""],
    ["甲国", 11.5, "p", ":", "c"],
    ["乙国", 9.25, None, 12, "b"],
    [],
    ["Special value"],
    [":", "not available"],
    ["Available flags:"],
    ["p", "provisional"],
]


def test_a_data_browser_workbook_reads_every_sheet_with_flags_from_the_next_column(tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active.title = "Summary"
    book.active.append(["Contents", "Unit of measure"])
    sheet_of(book, "Structure", [["Dimension", "Position"], ["Time", "2020"]])
    sheet_of(book, "Sheet 1", EUROSTAT, "B9:C9 D9:E9")
    growth = [list(line) for line in EUROSTAT]
    growth[5][2] = "Percentage change on previous period"
    sheet_of(book, "Sheet 2", growth)
    book.save(tmp_path / "a.xlsx")
    table = read_actuals(tmp_path / "a.xlsx")
    columns = ("sheet", "region", "period", "value", "unit", "measure", "basis", "stage", "break", "column")
    assert rows(table, *columns) == [
        ("Sheet 1", "甲国", "2020", 11.5, "million euro", None, "nominal", "preliminary", None, "B"),
        ("Sheet 1", "乙国", "2020", 9.25, "million euro", None, "nominal", None, None, "B"),
        ("Sheet 1", "乙国", "2021", 12.0, "million euro", None, "nominal", None, "yes", "D"),
        ("Sheet 2", "甲国", "2020", 11.5, "%", "growth", None, "preliminary", None, "B"),
        ("Sheet 2", "乙国", "2020", 9.25, "%", "growth", None, None, None, "B"),
        ("Sheet 2", "乙国", "2021", 12.0, "%", "growth", None, None, "yes", "D"),
    ]
    assert set(table.frame["indicator"]) == {"Gross domestic product"}
    assert str(table.frame["published"][0]) == "2022-12-08"
    assert [(a.sheet, a.layout, a.used) for a in table.accounts] == [
        ("Summary", "", 0),
        ("Structure", "", 0),
        ("Sheet 1", "eurostat", 3),
        ("Sheet 2", "eurostat", 3),
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_set_aside_whole(tmp_path: Path, state: str) -> None:
    book: Any = openpyxl.Workbook()
    book.active.title = "旧"
    book.active.append(["指标", "2020年"])
    book.active.sheet_state = state
    sheet_of(book, "新", [["指标", "2020年"], ["甲产量(吨)", 5]])
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    table = read_actuals(tmp_path / "a.xlsx")
    assert rows(table, "sheet", "value") == [("新", 5.0)]
    assert [dict(account.set_aside) for account in table.accounts] == [{"hidden": 2}, {"head": 2, "label": 1}]
