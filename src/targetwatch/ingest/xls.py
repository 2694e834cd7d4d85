"""Old Excel workbooks (.xls): their sheets as lines of text, through python-calamine (the extra ``xls``).

The format of a number is not kept there: a cell shown as 8.0% comes as 0.08.
"""

from __future__ import annotations

import io
from typing import Any, Final

from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.cells import cell_text
from targetwatch.ingest.grid import Grid, problem
from targetwatch.ingest.ledger import column_letters
from targetwatch.ingest.limits import CELLS, too_wide

_SAVE: Final = ("open it and save it as .xlsx or as CSV", "请打开后另存为 .xlsx 或 CSV")


def open_old_sheets(data: bytes, file: str) -> list[Grid]:
    """Every sheet as lines of text with its merged ranges; hidden ones say so.

    Raises ``ActualsError`` where the reader is not installed, or the bytes are no workbook.
    """
    try:
        import python_calamine
    except ImportError:
        raise ActualsError([_not_installed(file)]) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [(part.name, "Visible" in str(part.visible)) for part in book.sheets_metadata]
        return [_grid(book.get_sheet_by_name(name), name, shown, file) for name, shown in names]
    except (ActualsError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a damaged file may panic in the reader, outside of Exception
        raise ActualsError([_damaged(file, error)]) from None


def _grid(sheet: Any, name: str, visible: bool, file: str) -> Grid:
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if height * width > CELLS:
        raise ActualsError([too_wide(f"{file}[{name}]", height * width)])
    lines = [[cell_text(cell) or "" for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [(*top, *bottom) for top, bottom in sheet.merged_cell_ranges or []]
    letters = [column_letters(column) for column in range(width)]
    return Grid(file, name, lines, range(1, len(lines) + 1), letters, merged, visible)


def _not_installed(file: str) -> Problem:
    hint, hint_zh = "or save it as .xlsx or as CSV", "或另存为 .xlsx 或 CSV"
    return problem(
        file, 0, "an .xls file and no reader for it", "the extra: pip install 'targetwatch[xls]'",
        ".xls 文件，但未安装读取程序", "安装 pip install 'targetwatch[xls]'", hint, hint_zh,
    )  # fmt: skip


def _damaged(file: str, error: BaseException) -> Problem:
    words = " ".join(str(error).split())[:200] or type(error).__name__
    return problem(
        file, 0, f"an old Excel file that cannot be read ({words})", "an .xls workbook",
        f"无法读取的旧版 Excel 文件（{words}）", ".xls 工作簿", *_SAVE,
    )  # fmt: skip
