"""Workbooks (XLSX): every sheet with a head of actuals, filled forms and tidy sheets alike.

A cell is read as it is shown where that decides the figure: 0.08 shown as 8.0% is 8
with the unit %. A formula without a kept result is no figure and is said.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from targetwatch.actuals import ReadingNote
from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.cells import cell_text, number_digits
from targetwatch.ingest.grid import Grid, find_head, problem, read_grid
from targetwatch.ingest.rows import RawTable

#: What stands in a cell whose formula was never computed; no reader takes it for a figure.
UNCOMPUTED: Final = "#公式未计算"
#: Words inside a number format: quoted, or one character after a backslash.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.')
#: Columns whose merged cell is one figure: it is not repeated down the rows that it spans.
_SINGLE: Final = ("value", "value_high", "answer", "date", "statement", "note")


def read_workbook(data: bytes, file: str, mapping: Mapping[str, str] | None = None) -> list[RawTable]:
    """The cells of every visible sheet that has a head of actuals; the other sheets are named in a note.

    Raises ``ActualsError`` where the bytes are no workbook or no sheet has such a head
    with a row under it: what was found in each sheet is said.
    """
    grids = list(_grids(data, file, mapping))
    with_head = [grid for grid in grids if grid.lines and find_head(grid, mapping)[1].complete]
    if not any(grid.lines for grid in grids):
        raise ActualsError(
            [problem(file, 0, "an empty workbook", "a head and rows", "空工作簿", "表头和数据行")]
        )
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for grid in with_head or [grid for grid in grids if grid.lines]:
        try:
            tables.append(read_grid(grid, mapping))
        except ActualsError as error:
            problems.extend(error.problems)
    if not tables:
        raise ActualsError(problems)
    read = {table.sheet for table in tables}
    return _noted(tables, file, [grid.sheet or "" for grid in grids if grid.sheet not in read])


def _noted(tables: list[RawTable], file: str, passed: list[str]) -> list[RawTable]:
    if not passed:
        return tables
    names = "、".join(passed)
    note = ReadingNote(
        "sheets_not_read", f"{file}：未读取的工作表：{names}", f"{file}: sheets not read: {names}"
    )
    return [replace(tables[0], notes=(*tables[0].notes, note)), *tables[1:]]


def _grids(data: bytes, file: str, mapping: Mapping[str, str] | None) -> Iterator[Grid]:
    """Each sheet as lines of text; hidden sheets without lines."""
    shown = _load(data, file, data_only=True)
    held = _load(data, file, data_only=False) if _has_formulas(data) else None
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            yield Grid(file, sheet.title, (), ())
            continue
        grid = _grid(sheet, held[sheet.title] if held is not None else None, file)
        yield _filled(grid, sheet.merged_cells.ranges, mapping)


def _load(data: bytes, file: str, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        found, found_zh = f"bytes that are no workbook ({error})", f"不是工作簿的内容（{error}）"
        raise ActualsError(
            [
                problem(
                    file,
                    0,
                    found,
                    "an XLSX workbook",
                    found_zh,
                    "XLSX 工作簿",
                    "open it and save it as .xlsx",
                    "请打开后另存为 .xlsx",
                )
            ]
        ) from None


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in part or b"<f " in part for part in map(archive.read, sheets))


def _grid(sheet: Any, held: Any, file: str) -> Grid:
    lines = [[_shown(cell, held) for cell in row] for row in sheet.iter_rows()]
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    letters = [get_column_letter(n + 1) for n in range(sheet.max_column)]
    return Grid(file, sheet.title, lines, range(1, len(lines) + 1), letters)


def _filled(grid: Grid, merged: Iterable[Any], mapping: Mapping[str, str] | None) -> Grid:
    """The grid with merged texts repeated down the rows that they span, under the head; figures are not."""
    start, head = find_head(grid, mapping)
    figures = {position for name in _SINGLE for position in head.columns.get(name, ())}
    lines = [list(line) for line in grid.lines]
    for span in merged:
        column = span.min_col - 1
        if column in figures or span.min_row - 1 <= start:
            continue
        for row in range(span.min_row, min(span.max_row, len(lines))):
            lines[row][column] = lines[span.min_row - 1][column]
    return replace(grid, lines=lines)


def _shown(cell: Any, held: Any) -> str:
    """The text of a cell as it is read."""
    value = cell.value
    if value is None:
        return UNCOMPUTED if held is not None and held[cell.coordinate].data_type == "f" else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_text(value, str(cell.number_format or ""))
    return cell_text(value) or ""


def _number_text(value: float, number_format: str) -> str:
    """A number in all its digits; as a percentage where its format shows one.

    >>> _number_text(0.08, "0.0%"), _number_text(2020.0, "General"), _number_text(8, '0.0"%"')
    ('8%', '2020', '8%')
    """
    number = Decimal(repr(value))
    if "%" in _LITERAL.sub("", number_format):
        return f"{number_digits(number * 100)}%"
    return number_digits(number) + ("%" if "%" in number_format else "")
