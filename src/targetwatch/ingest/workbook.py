"""Workbooks (XLSX): every sheet with a head of actuals, filled forms and tidy sheets alike.

A cell is read as it is shown where that decides the figure: 0.08 shown as 8.0% is 8
with the unit %. A formula without a kept result is no figure and is said.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from targetwatch.actuals import ReadingNote
from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.cells import cell_text, number_digits
from targetwatch.ingest.grid import Grid, find_head, problem, read_grid
from targetwatch.ingest.limits import CELLS, no_workbook, require_readable_archive, too_wide
from targetwatch.ingest.rows import RawTable

#: What stands in a cell whose formula was never computed; no reader takes it for a figure.
UNCOMPUTED: Final = "#公式未计算"
#: Words inside a number format: quoted, or one character after a backslash.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.')
#: Blank lines in a run that are kept.
_BLANK_RUN: Final = 100
#: Columns whose merged cell is one figure: it is not repeated down the rows that it spans.
_SINGLE: Final = ("value", "value_high", "answer", "date", "statement", "note")


def read_workbook(data: bytes, file: str, mapping: Mapping[str, str] | None = None) -> list[RawTable]:
    """The cells of every visible sheet that has a head of actuals; the other sheets are named in a note.

    Raises ``ActualsError`` where the bytes are no workbook or no sheet has such a head
    with a row under it: what was found in each sheet is said.
    """
    return read_tidy_sheets(open_sheets(data, file), file, mapping)


def read_tidy_sheets(
    sheets: Iterable[Grid], file: str, mapping: Mapping[str, str] | None = None
) -> list[RawTable]:
    """The same as ``read_workbook`` for sheets that are open already."""
    grids = [_filled(g, mapping) if g.visible else replace(g, lines=(), numbers=()) for g in sheets]
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


def open_sheets(data: bytes, file: str) -> list[Grid]:
    """Every sheet as lines of text as they are shown, with its merged ranges; hidden ones say so.

    Raises ``ActualsError`` where the bytes are no workbook, or one beyond the limits.
    """
    require_readable_archive(data, file)
    shown = _load(data, file, data_only=True)
    held = _load(data, file, data_only=False) if _has_formulas(data) else None
    return [_grid(sheet, held, file) for sheet in shown.worksheets]


def _load(data: bytes, file: str, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)
    except Exception as error:  # a damaged workbook fails anywhere within its reader
        raise ActualsError([no_workbook(file, error)]) from None


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in part or b"<f " in part for part in map(archive.read, sheets))


def _grid(sheet: Any, held: Any, file: str) -> Grid:
    """A sheet as lines of text; of long runs of blank lines (a stray cell far below) the first are kept."""
    texts = {(cell.row, cell.column): _shown(cell) for cell in _filled_cells(sheet)}
    for cell in _filled_cells(held[sheet.title]) if held is not None else ():
        if cell.data_type == "f":
            texts.setdefault((cell.row, cell.column), UNCOMPUTED)
    texts = {place: text for place, text in texts.items() if text.strip()}
    if any(row < 1 or column < 1 for row, column in texts):
        raise ActualsError([no_workbook(file, ValueError("a cell outside of its sheet"))])
    width = max((column for _, column in texts), default=0)
    rows = _kept_rows({row for row, _ in texts})
    if len(rows) * width > CELLS:
        raise ActualsError([too_wide(f"{file}[{sheet.title}]", len(rows) * width)])
    places = {row: position for position, row in enumerate(rows)}
    lines = [[""] * width for _ in rows]
    for (row, column), text in texts.items():
        lines[places[row]][column - 1] = text
    merged = [
        (places[span.min_row], span.min_col - 1, places.get(span.max_row, len(rows) - 1), span.max_col - 1)
        for span in sheet.merged_cells.ranges
        if span.min_row in places
    ]
    letters = [get_column_letter(n + 1) for n in range(width)]
    return Grid(file, sheet.title, lines, rows, letters, merged, sheet.sheet_state == "visible")


def _kept_rows(filled: set[int]) -> Sequence[int]:
    """The rows from the first to the last with a text, without what is beyond 100 blank ones in a run."""
    last = max(filled, default=0)
    if last <= len(filled) + _BLANK_RUN:
        return range(1, last + 1)
    rows: list[int] = []
    for row in sorted(filled):
        before = rows[-1] if rows else 0
        rows.extend(range(before + 1, min(row, before + 1 + _BLANK_RUN)))
        rows.append(row)
    return rows


def _filled_cells(sheet: Any) -> Iterator[Any]:
    """The cells that hold something; a cell far away from the others does not make them many."""
    return (cell for cell in sheet._cells.values() if cell.value is not None)


def _filled(grid: Grid, mapping: Mapping[str, str] | None) -> Grid:
    """The grid with merged texts repeated down the rows that they span, under the head; figures are not."""
    start, head = find_head(grid, mapping)
    figures = {position for name in _SINGLE for position in head.columns.get(name, ())}
    lines = [list(line) for line in grid.lines]
    for top, column, bottom, _ in grid.merged:
        if column in figures or top <= start or top >= len(lines) or column >= len(lines[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(lines))):
            lines[row][column] = lines[top][column]
    return replace(grid, lines=lines)


def _shown(cell: Any) -> str:
    """The text of a cell as it is read."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_shown(value, str(cell.number_format or ""))
    return cell_text(value) or ""


def number_shown(value: float, number_format: str) -> str:
    """A number in all its digits; as a percentage where its format shows one.

    >>> number_shown(0.08, "0.0%"), number_shown(2020.0, "General"), number_shown(8, '0.0"%"')
    ('8%', '2020', '8%')
    """
    number = Decimal(repr(value))
    if "%" in _LITERAL.sub("", number_format):
        return f"{number_digits(number * 100)}%"
    return number_digits(number) + ("%" if "%" in number_format else "")
