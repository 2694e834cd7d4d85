"""Workbooks: cells as they are shown, sheets that hold actuals, formulas, merged and hidden cells."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from targetwatch.errors import ActualsError
from targetwatch.ingest import read_actuals

HEAD = ("指标", "时期", "数值", "单位")


def book_of(*lines: Sequence[Any], head: Sequence[str] = HEAD) -> Any:
    book: Any = openpyxl.Workbook()
    book.active.title = "数据"
    for line in (head, *lines):
        book.active.append(list(line))
    return book


def saved(book: Any, folder: Path, name: str = "a.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def test_a_tidy_sheet_is_read_with_sheet_row_and_column(tmp_path: Path) -> None:
    table = read_actuals(saved(book_of(("甲", 2020, 10.2, "万人")), tmp_path))
    columns = ["indicator", "period", "value", "unit", "sheet", "row", "column"]
    assert table.frame[columns].values.tolist() == [["甲", "2020", 10.2, "万人", "数据", 2, "C"]]
    assert (table.inputs[0].layout, table.inputs[0].encoding) == ("xlsx", "")


@pytest.mark.parametrize("shown", ["0.0%", "0%", "0.00%;-0.00%"])
def test_a_cell_shown_as_a_percentage_is_read_as_it_is_shown(tmp_path: Path, shown: str) -> None:
    book = book_of(("甲", 2020, 0.08, None))
    book.active["C2"].number_format = shown
    table = read_actuals(saved(book, tmp_path))
    assert table.frame[["value", "unit"]].values.tolist() == [[8.0, "%"]]


def test_a_fraction_that_is_not_shown_as_a_percentage_stays_as_it_is(tmp_path: Path) -> None:
    table = read_actuals(saved(book_of(("甲", 2020, 0.08, "%")), tmp_path))
    assert table.frame[["value", "unit"]].values.tolist() == [[0.08, "%"]]


def test_a_percent_sign_in_a_format_that_does_not_scale_is_the_unit(tmp_path: Path) -> None:
    book = book_of(("甲", 2020, 8, None))
    book.active["C2"].number_format = '0.0"%"'
    assert read_actuals(saved(book, tmp_path)).frame[["value", "unit"]].values.tolist() == [[8.0, "%"]]


def test_a_percentage_in_an_amount_s_column_is_refused(tmp_path: Path) -> None:
    book = book_of(("甲", 2020, 1.21, "亿元"))
    book.active["C2"].number_format = "0%"
    table = read_actuals(saved(book, tmp_path))
    assert table.rejected[["reason", "found"]].values.tolist() == [["rate_instead_of_figure", "121%"]]


def test_a_formula_that_was_never_computed_is_no_figure_and_is_said(tmp_path: Path) -> None:
    table = read_actuals(saved(book_of(("甲", 2020, "=1+2", "个"), ("乙", 2020, 3, "个")), tmp_path))
    assert table.rejected[["indicator", "reason", "found"]].values.tolist() == [
        ["甲", "unreadable_value", "#公式未计算"]
    ]
    assert table.frame["value"].tolist() == [3.0]


def test_the_kept_result_of_a_formula_is_read(tmp_path: Path) -> None:
    path = saved(book_of(("甲", 2020, "=1+2", "个")), tmp_path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        parts["xl/worksheets/sheet1.xml"].replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>")
    )
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    assert read_actuals(path).frame["value"].tolist() == [3.0]


def test_days_and_yes_no_cells_are_read_as_such(tmp_path: Path) -> None:
    book = book_of(("甲", True, datetime(2020, 6, 30)), head=("指标", "是否完成", "完成日期"))
    table = read_actuals(saved(book, tmp_path))
    assert [str(cell) for cell in table.frame.loc[0, ["answer", "date"]]] == ["yes", "2020-06-30"]


def test_merged_names_hold_for_all_their_rows_and_a_merged_figure_is_one_figure(tmp_path: Path) -> None:
    book = book_of(("甲", "2020-01", 1, "个"), (None, "2020-02", None, "个"))
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")
    table = read_actuals(saved(book, tmp_path))
    assert table.frame["indicator"].tolist() == ["甲", "甲"]
    assert table.frame["value"].isna().tolist() == [False, True]


def test_every_sheet_of_actuals_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = book_of(("甲", 2020, 1, "个"))
    other = book.create_sheet("乙县")
    for line in (("2020年完成情况",), HEAD, ("乙", 2020, 2, "个")):
        other.append(line)
    book.create_sheet("说明").append(["请按时报送"])
    book.create_sheet("旧数").append(list(HEAD))
    book["旧数"].append(["丙", 2019, 3, "个"])
    book["旧数"].sheet_state = "hidden"
    table = read_actuals(saved(book, tmp_path))
    assert table.frame[["sheet", "indicator", "row"]].values.tolist() == [
        ["数据", "甲", 2],
        ["乙县", "乙", 3],
    ]
    notes = [note.zh.partition("：")[2] for note in table.notes if note.code == "sheets_not_read"]
    assert notes == ["未读取的工作表：说明、旧数"]


def test_a_workbook_without_actuals_says_what_each_sheet_holds(tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active.append(["名目", "数目"])
    with pytest.raises(ActualsError, match=r"a\.xlsx\[Sheet\]:1:1: found heads 名目、数目"):
        read_actuals(saved(book, tmp_path))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ActualsError, match="found an empty workbook"):
        read_actuals(saved(openpyxl.Workbook(), tmp_path))


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
        ("a.xlsx", b"<html></html>", "no workbook"),
        ("a.xlsx", b"PK\x03\x04 broken", "bytes that are no workbook"),
        ("a.csv", b"PK\x03\x04 zip", "a workbook"),
        ("a.csv", b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
    ],
)
def test_content_that_is_not_what_the_suffix_says_is_told_so(
    tmp_path: Path, name: str, data: bytes, found: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ActualsError) as caught:
        read_actuals(tmp_path / name)
    assert caught.value.problems[0].found.startswith(found)


def test_text_that_begins_with_an_equals_sign_is_no_formula(tmp_path: Path) -> None:
    book = book_of(("甲", 2020, 5, "个", None), head=(*HEAD, "备注"))
    book.active["E2"].value = "=见附件"
    book.active["E2"].data_type = "s"
    assert read_actuals(saved(book, tmp_path)).frame["note"].tolist() == ["=见附件"]
