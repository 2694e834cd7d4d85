"""Hostile and broken files: each is refused in words, within the limits, and nothing is fetched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from targetwatch.errors import ActualsError
from targetwatch.ingest import limits, read_actuals

DATA = Path(__file__).parent / "data" / "files"


def refused(path: Path, data: bytes) -> str:
    """The words with which the file is refused."""
    path.write_bytes(data)
    with pytest.raises(ActualsError) as caught:
        read_actuals(path)
    return caught.value.text("en")


def book(**parts: bytes) -> bytes:
    """A workbook of one cell with parts replaced or added; the names have ``__`` for a stroke."""
    whole: Any = openpyxl.Workbook()
    whole.active.append(["指标", "2020年"])
    target = io.BytesIO()
    whole.save(target)
    changed = {name.replace("__", "/") + ".xml": data for name, data in parts.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, changed.pop(name, source.read(name)))
        for name, data in changed.items():
            made.writestr(name, data)
    return result.getvalue()


def test_a_line_without_end_is_refused_before_it_is_read(tmp_path: Path) -> None:
    words = refused(tmp_path / "a.csv", "指标,2020年\n".encode() + b"7" * (limits.LINE_BYTES + 1))
    assert f"a.csv:2:1: found {limits.LINE_BYTES + 1} bytes in a line" in words


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    words = refused(tmp_path / "a.csv", b"2020," * 1_000_000)
    assert "found 1000001 cells in a line, expected 20000 at most" in words


def test_a_cell_of_text_without_end_is_refused(tmp_path: Path) -> None:
    words = refused(tmp_path / "a.csv", '指标,2020年\n甲,"'.encode() + "字\n".encode() * 100_000 + b'"\n')
    assert "found a cell of more than 131072 letters" in words


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = b"0" * (limits.UNPACKED_BYTES + 1)
    assert f"expected {limits.UNPACKED_BYTES} at most" in refused(tmp_path / "a.xlsx", book(xl__bomb=bomb))


def test_a_sheet_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    row = b"<row>" + b"<c/>" * 1000 + b"</row>"
    sheet = b"<worksheet><sheetData>" + row * (limits.CELLS // 1000 + 1) + b"</sheetData></worksheet>"
    words = refused(tmp_path / "a.xlsx", book(xl__worksheets__sheet1=sheet))
    assert f"cells, expected {limits.CELLS} at most" in words


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><sst>&c;</sst>'
    assert "declares entities" in refused(tmp_path / "a.xlsx", book(xl__sharedStrings=lol))


@pytest.mark.parametrize("keep", [4, 40, 400, 2000])
def test_truncated_workbooks_are_refused(tmp_path: Path, keep: int) -> None:
    assert "expected an XLSX workbook" in refused(tmp_path / "a.xlsx", book()[:keep])


@pytest.mark.parametrize("keep", [9, 600, 3000])
def test_truncated_old_workbooks_are_refused(tmp_path: Path, keep: int) -> None:
    pytest.importorskip("xlrd")
    data = (DATA / "nbs-monthly.xls").read_bytes()[:keep]
    assert "found an old Excel file that cannot be read" in refused(tmp_path / "a.xls", data)


def test_a_damaged_part_of_a_workbook_is_refused(tmp_path: Path) -> None:
    assert "bytes that are no workbook" in refused(tmp_path / "a.xlsx", book(xl__workbook=b"<workbook"))


def test_a_stray_cell_far_below_costs_nothing(tmp_path: Path) -> None:
    whole: Any = openpyxl.Workbook()
    for line in (["指标", "2020年"], ["甲产量(吨)", 5]):
        whole.active.append(line)
    whole.active["A1048576"] = "注：完"
    whole.save(tmp_path / "a.xlsx")
    table = read_actuals(tmp_path / "a.xlsx")
    assert (table.frame["value"].tolist(), table.accounts[0].read < 1000) == ([5.0], True)


def test_cells_at_the_far_corners_are_refused(tmp_path: Path) -> None:
    whole: Any = openpyxl.Workbook()
    for row in range(1, 400):
        whole.active.cell(row, 1, "x")
    whole.active["XFD1"] = "y"
    whole.save(tmp_path / "a.xlsx")
    assert "cells in the range of a sheet" in refused(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes())


def test_links_to_other_workbooks_are_left_alone(tmp_path: Path) -> None:
    whole: Any = openpyxl.Workbook()
    for line in (["指标", "2020年", "2019年"], ["甲产量(吨)", 5, "=[1]Sheet1!$A$1"]):
        whole.active.append(line)
    whole.save(tmp_path / "a.xlsx")
    table = read_actuals(tmp_path / "a.xlsx")
    assert table.frame["value"].tolist() == [5.0]
    assert table.rejected["found"].tolist() == ["#公式未计算"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<table><tr><td colspan=999999>a</td></tr></table>", "cells in the range of a sheet"),
        ("<table><tr><td rowspan=99999999 colspan=2>a</td></tr></table>", "found"),
        ("<html><table></table></html>", "found a page without a table"),
        ("<html>" + "<table><tr><td>" * 3000, "found"),
    ],
)
def test_pages_with_hostile_tables_are_refused(tmp_path: Path, page: str, words: str) -> None:
    assert words in refused(tmp_path / "a.xls", page.encode())


def test_an_undecodable_byte_is_named_with_its_line(tmp_path: Path) -> None:
    data = "数据库：年度数据\n指标,2020年\n甲,".encode("gb18030") + b"\xff\xff\n"
    assert "a.csv:3:4: found byte 0xFF at offset 32" in refused(tmp_path / "a.csv", data)


def test_bytes_that_are_nothing_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xls", "a.xlsx", "a.html"):
        assert refused(tmp_path / name, bytes(range(256)))
