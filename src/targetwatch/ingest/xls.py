"""Old Excel workbooks (.xls): their sheets as lines of text, through xlrd (the extra ``xls``).

Cells are read as they are shown, as those of newer workbooks are: 0.08 shown as 8.0% is 8 %.
"""

from __future__ import annotations

import io
from typing import Any, Final

from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.cells import cell_text
from targetwatch.ingest.grid import Grid, problem
from targetwatch.ingest.ledger import column_letters
from targetwatch.ingest.limits import CELLS, too_wide
from targetwatch.ingest.workbook import number_shown

_SAVE: Final = ("open it and save it as .xlsx or as CSV", "请打开后另存为 .xlsx 或 CSV")
#: Types of cells, as the reader numbers them.
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def open_old_sheets(data: bytes, file: str) -> list[Grid]:
    """Every sheet as lines of text with its merged ranges; hidden ones say so.

    Raises ``ActualsError`` where the reader is not installed, the bytes are no workbook, or
    a sheet is beyond the limits.
    """
    try:
        import xlrd
    except ImportError:
        raise ActualsError([_not_installed(file)]) from None
    try:
        book = _open(xlrd, data)
        return [_grid(xlrd, book, sheet, file) for sheet in book.sheets()]
    except ActualsError:
        raise
    except Exception as error:  # a damaged workbook fails anywhere within its reader
        raise ActualsError([_damaged(file, error)]) from None


def _open(xlrd: Any, data: bytes) -> Any:
    """The workbook with its formats; without them where these alone are damaged."""
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception:
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO())


def _grid(xlrd: Any, book: Any, sheet: Any, file: str) -> Grid:
    height, width = sheet.nrows, sheet.ncols
    if height * width > CELLS:
        raise ActualsError([too_wide(f"{file}[{sheet.name}]", height * width)])
    lines = [
        [_shown(xlrd, book, sheet.cell(row, column)) for column in range(width)] for row in range(height)
    ]
    merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    letters = [column_letters(column) for column in range(width)]
    numbers = range(1, len(lines) + 1)
    return Grid(file, sheet.name, lines, numbers, letters, merged, sheet.visibility == 0)


def _shown(xlrd: Any, book: Any, cell: Any) -> str:
    """The text of a cell as it is read."""
    if cell.ctype == _TEXT:
        return str(cell.value)
    if cell.ctype == _NUMBER:
        return number_shown(float(cell.value), _format(book, cell))
    if cell.ctype == _DATE:
        return cell_text(xlrd.xldate_as_datetime(cell.value, book.datemode)) or ""
    if cell.ctype == _BOOLEAN:
        return "yes" if cell.value else "no"
    return str(xlrd.error_text_from_code.get(cell.value, "#N/A")) if cell.ctype == _ERROR else ""


def _format(book: Any, cell: Any) -> str:
    if cell.xf_index is None:
        return ""
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _not_installed(file: str) -> Problem:
    hint, hint_zh = "or save it as .xlsx or as CSV", "或另存为 .xlsx 或 CSV"
    return problem(
        file, 0, "an .xls file and no reader for it", "the extra: pip install 'targetwatch[xls]'",
        ".xls 文件，但未安装读取程序", "安装 pip install 'targetwatch[xls]'", hint, hint_zh,
    )  # fmt: skip


def _damaged(file: str, error: Exception) -> Problem:
    words = " ".join(str(error).split())[:200] or type(error).__name__
    return problem(
        file, 0, f"an old Excel file that cannot be read ({words})", "an .xls workbook",
        f"无法读取的旧版 Excel 文件（{words}）", ".xls 工作簿", *_SAVE,
    )  # fmt: skip
