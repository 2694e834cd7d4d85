"""Actuals from files and frames: one reader a format, the same cleaning in each.

Every row of an input is either usable or returned with its reason. Files may be
tidy CSV (UTF-8, GB18030, or an encoding that is asked for) and XLSX, filled forms included.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from targetwatch.actuals import ActualsTable, InputFile, build_frame, join_tables
from targetwatch.errors import ActualsError, Problem
from targetwatch.frames import PLACE_NAMES
from targetwatch.ingest.cells import cell_text
from targetwatch.ingest.decode import decode_text
from targetwatch.ingest.grid import Grid, problem, read_grid
from targetwatch.ingest.rows import clean_rows
from targetwatch.ingest.tidy import read_tidy
from targetwatch.ingest.workbook import read_workbook

__all__ = ["from_frame", "read_actuals"]

PathLike = str | os.PathLike[str]

_TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt")
_BOOK_SUFFIXES: Final = (".xlsx", ".xlsm")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_LAYOUTS: Final = ("tidy", "form")


def read_actuals(
    paths: PathLike | Iterable[PathLike],
    *,
    mapping: Mapping[str, str] | None = None,
    layout: str | None = None,
    encoding: str | None = None,
) -> ActualsTable:
    """The actuals of one file or several, every row usable or rejected with its reason.

    ``mapping`` gives the canonical column for heads of the files (``{"本期": "value"}``); a
    key that starts with ``=`` is a constant (``{"=万元": "unit"}``). ``layout`` (``tidy``,
    ``form``) only states what is found by itself. ``encoding`` forces the encoding of text files.

    Raises ``ActualsError`` with the problems of all files where one is a folder, is not
    there, is empty, is of a format that cannot be read, or has no head that is understood.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if layout not in (None, *_LAYOUTS):
        raise ActualsError([Problem("", 0, 0, "layout", repr(layout), f"one of {', '.join(_LAYOUTS)}")])
    if not listed:
        raise ActualsError(
            [problem("", 0, "no file", "one file of actuals or more", "没有文件", "至少一个数据文件")]
        )
    tables: list[ActualsTable] = []
    problems: list[Problem] = []
    for path in listed:
        try:
            tables.append(_read_file(Path(path), os.fspath(path), mapping, encoding))
        except ActualsError as error:
            problems.extend(error.problems)
    if problems:
        raise ActualsError(problems)
    return join_tables(tables)


def from_frame(frame: pd.DataFrame, *, mapping: Mapping[str, str] | None = None) -> ActualsTable:
    """The actuals of a pandas frame, cleaned as a file is; ``row`` counts its rows from 1.

    Columns are named as in ``frames.ACTUALS`` or by any head that files may have; those
    of places (``file``, ``sheet``, ``row``, ``column``) are kept where the frame has them.

    Raises ``ActualsError`` where the frame names no indicator or holds nothing to say of it.

    >>> jobs = {"indicator": ["jobs"], "period": [2020], "value": [10.2], "unit": ["万人"]}
    >>> table = from_frame(pd.DataFrame(jobs))
    >>> table.frame[["period", "value", "unit"]].to_dict("records")
    [{'period': '2020', 'value': 10.2, 'unit': '万人'}]
    """
    names = [str(name) for name in frame.columns]
    kept = [n for n, name in enumerate(names) if name not in PLACE_NAMES]
    columns = [[cell_text(value) or "" for value in frame.iloc[:, n].tolist()] for n in kept]
    lines = [[names[n] for n in kept], *map(list, zip(*columns, strict=True))]
    raw = read_grid(Grid("", None, lines, range(len(lines)), [names[n] for n in kept]), mapping)
    table = clean_rows(raw)
    return replace(_placed(table, frame), inputs=(InputFile("", "frame", "", 0, "", len(raw.rows)),))


def _placed(table: ActualsTable, frame: pd.DataFrame) -> ActualsTable:
    """The table with the places that the frame itself states."""
    stated = [name for name in PLACE_NAMES if name in frame.columns]
    places = build_frame({name: [cell_text(value) for value in frame[name]] for name in stated}, stated)
    good, bad = (_with_places(part, places) for part in (table.frame, table.rejected))
    return ActualsTable(good, bad, table.findings, table.notes)


def _with_places(part: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    if not len(places.columns):
        return part
    positions = [int(row) - 1 for row in part["row"]]
    own = places.iloc[positions].reset_index(drop=True)
    return part.assign(**{str(name): own[name] for name in own.columns})


def _read_file(
    path: Path, name: str, mapping: Mapping[str, str] | None, encoding: str | None
) -> ActualsTable:
    """One file's table; the name stays as it was given."""
    data = _bytes(path, name)
    suffix = path.suffix.lower()
    if refused := _unreadable(data, suffix, name):
        raise ActualsError([refused])
    used = ""
    if suffix in _BOOK_SUFFIXES:
        raws = read_workbook(data, name, mapping)
    else:
        text, used = decode_text(data, name, encoding)
        raws = [read_tidy(text, name, mapping)]
    layout = ("form-" if any(raw.form for raw in raws) else "") + (
        "xlsx" if suffix in _BOOK_SUFFIXES else "csv"
    )
    table = join_tables([clean_rows(raw) for raw in raws])
    digest = hashlib.sha256(data).hexdigest()
    return replace(table, inputs=(InputFile(name, layout, used, len(data), digest, table.rows_read),))


def _bytes(path: Path, name: str) -> bytes:
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


def _unreadable(data: bytes, suffix: str, name: str) -> Problem | None:
    """Why the content cannot be read as what its suffix says."""
    save = ("open it and save it as .xlsx or as CSV", "请打开后另存为 .xlsx 或 CSV")
    readable = ("a .csv, .tsv, .txt or .xlsx file", ".csv、.tsv、.txt 或 .xlsx 文件")
    if suffix in (".et", ".wps", ".xls", ".xlsb", ".ods", ".numbers"):
        return problem(name, 0, f"a {suffix} file", readable[0], f"{suffix} 文件", readable[1], *save)
    if suffix not in (*_TEXT_SUFFIXES, *_BOOK_SUFFIXES):
        return problem(
            name,
            0,
            f"suffix {suffix or 'none'}",
            readable[0],
            f"后缀 {suffix or '无'}",
            readable[1],
            *save,
        )
    if data.startswith(_OLE):
        return problem(name, 0, "an old Excel file", readable[0], "旧版 Excel 文件", readable[1], *save)
    if suffix in _TEXT_SUFFIXES and data.startswith(_ZIP):
        hint = ("rename it to .xlsx", "请把后缀改为 .xlsx")
        return problem(
            name, 0, "a workbook", f"text in a {suffix} file", "工作簿", f"{suffix} 应为文本", *hint
        )
    if suffix in _BOOK_SUFFIXES and not data.startswith(_ZIP):
        return problem(name, 0, "no workbook", "an XLSX workbook", "不是工作簿", "XLSX 工作簿", *save)
    return None
