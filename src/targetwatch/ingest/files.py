"""What a file is, by its content before its suffix: text, a workbook, an old workbook, a page with tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.decode import decode_text
from targetwatch.ingest.grid import Grid, problem
from targetwatch.ingest.limits import require_readable_lines
from targetwatch.ingest.markup import is_markup, no_table, open_markup
from targetwatch.ingest.workbook import open_sheets
from targetwatch.ingest.xls import open_old_sheets

_TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt")
_BOOK_SUFFIXES: Final = (".xlsx", ".xlsm")
_OLD_SUFFIXES: Final = (".xls",)
_PAGE_SUFFIXES: Final = (".html", ".htm")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SAVE: Final = ("open it and save it as .xlsx or as CSV", "请打开后另存为 .xlsx 或 CSV")
_READABLE: Final = ("a .csv, .tsv, .txt, .xlsx or .xls file", ".csv、.tsv、.txt、.xlsx 或 .xls 文件")


@dataclass(frozen=True)
class Opened:
    """A file's content: ``text``, or ``sheets`` of a workbook or page, and the encoding of what was text.

    ``kind`` is ``csv``, ``xlsx``, ``xls`` or ``html``, whatever the suffix says.
    """

    kind: str
    encoding: str
    text: str = ""
    sheets: tuple[Grid, ...] = ()


def open_file(data: bytes, path: Path, name: str, encoding: str | None) -> Opened:
    """The content of a file, opened by what it is.

    Raises ``ActualsError`` where it cannot be read, or is beyond the limits.
    """
    suffix = path.suffix.lower()
    if refused := _unreadable(data, suffix, name):
        raise ActualsError([refused])
    if data.startswith(_OLE):
        return Opened("xls", "", sheets=tuple(open_old_sheets(data, name)))
    if data.startswith(_ZIP):
        return Opened("xlsx", "", sheets=tuple(open_sheets(data, name)))
    if is_markup(data):
        sheets, used = open_markup(data, name, encoding)
        if not sheets:
            raise no_table(name)
        return Opened("html", used, sheets=tuple(sheets))
    require_readable_lines(data, name)
    text, used = decode_text(data, name, encoding)
    return Opened("csv", used, text)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises ``ActualsError`` where it is a folder, cannot be read or is empty."""
    if path.is_dir():
        found = problem(
            name,
            0,
            "a folder",
            "a file of actuals",
            "文件夹",
            "数据文件",
            "pass the files in it",
            "请逐个给出其中的文件",
        )
        raise ActualsError([found])
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ActualsError(
            [problem(name, 0, reason, "a file that can be read", reason, "可以读取的文件")]
        ) from None
    if not data:
        raise ActualsError([problem(name, 0, "an empty file", "a head and rows", "空文件", "表头和数据行")])
    return data


def old_format(name: str, suffix: str) -> Problem:
    """The problem of a file of another program that should be saved as one that can be read."""
    found, found_zh = f"a {suffix} file", f"{suffix} 文件"
    return problem(name, 0, found, _READABLE[0], found_zh, _READABLE[1], *_SAVE)


def _unreadable(data: bytes, suffix: str, name: str) -> Problem | None:
    """Why the content cannot be read as what its suffix says."""
    if suffix in (".et", ".wps", ".xlsb", ".ods", ".numbers"):
        return old_format(name, suffix)
    if suffix not in (*_TEXT_SUFFIXES, *_BOOK_SUFFIXES, *_OLD_SUFFIXES, *_PAGE_SUFFIXES):
        found, found_zh = f"suffix {suffix or 'none'}", f"后缀 {suffix or '无'}"
        return problem(name, 0, found, _READABLE[0], found_zh, _READABLE[1], *_SAVE)
    if data.startswith(_OLE) and suffix not in _OLD_SUFFIXES:
        hint = ("rename it to .xls", "请把后缀改为 .xls")
        return problem(
            name, 0, "an old Excel file", f"a {suffix} file", "旧版 Excel 文件", f"{suffix} 文件", *hint
        )
    if suffix in _TEXT_SUFFIXES and data.startswith(_ZIP):
        hint = ("rename it to .xlsx", "请把后缀改为 .xlsx")
        return problem(
            name, 0, "a workbook", f"text in a {suffix} file", "工作簿", f"{suffix} 应为文本", *hint
        )
    if suffix in _BOOK_SUFFIXES and not data.startswith(_ZIP):
        return problem(name, 0, "no workbook", "an XLSX workbook", "不是工作簿", "XLSX 工作簿", *_SAVE)
    return None
