"""What a file may be at most, so that a hostile or broken one is refused before it fills the memory.

The limits are far above what statistics offices publish: a line of text, its cells, the
unpacked size of a workbook and its cells. Nothing that a file names is ever fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np

from targetwatch.errors import ActualsError, Problem

#: Bytes of one line of text; Excel's widest line of numbers is well below.
LINE_BYTES: Final = 16 * 2**20
#: Cells of one line; Excel has 16 384 columns.
COLUMNS: Final = 20_000
#: Bytes of all parts of a workbook, unpacked.
UNPACKED_BYTES: Final = 256 * 2**20
#: Parts of a workbook.
PARTS: Final = 10_000
#: Cells of one workbook, and cells of the rectangle that they span on one sheet.
CELLS: Final = 5_000_000

_CUTS: Final = (b",", b"\t", b";", b"|")
_ENTITIES: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL: Final = re.compile(rb"<(?:\w+:)?c[ >/]")
_CHUNK: Final = 2**20
#: What reading a damaged archive raises.
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def require_readable_lines(data: bytes, file: str) -> None:
    """Raise ``ActualsError`` where a line of text is too long or has too many cells."""
    if len(data) <= COLUMNS:
        return
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == 10)
    starts = np.concatenate([[0], ends + 1])
    lengths = np.concatenate([ends, [len(data)]]) - starts
    for line in np.flatnonzero(lengths > COLUMNS).tolist():
        start, length = int(starts[line]), int(lengths[line])
        if length > LINE_BYTES:
            raise ActualsError([_too_much(file, line + 1, length, "字节一行", "bytes in a line", LINE_BYTES)])
        cells = max(data.count(cut, start, start + length) for cut in _CUTS) + 1
        if cells > COLUMNS:
            raise ActualsError([_too_much(file, line + 1, cells, "个单元格一行", "cells in a line", COLUMNS)])


def require_readable_archive(data: bytes, file: str) -> None:
    """Raise ``ActualsError`` where a workbook unpacks to too much, is damaged or is locked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, file)
            _check_parts(archive, file)
    except DAMAGE as error:
        raise ActualsError([no_workbook(file, error)]) from None


def _check_sizes(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS:
        raise ActualsError([_too_much(file, 0, len(parts), "个部件", "parts", PARTS)])
    if unpacked > UNPACKED_BYTES:
        raise ActualsError([_too_much(file, 0, unpacked, "字节（解压后）", "bytes unpacked", UNPACKED_BYTES)])
    if any(part.flag_bits & 1 for part in parts):
        raise RuntimeError("the workbook is locked by a password")


def _check_parts(archive: zipfile.ZipFile, file: str) -> None:
    """No part declares entities, and the sheets together have no more cells than allowed."""
    cells = 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        for position, chunk in enumerate(_chunks(archive, part)):
            if position == 0 and _ENTITIES.search(chunk[:4096]):
                raise ValueError("a part that declares entities")
            if "worksheets/" in part.filename:
                cells += len(_CELL.findall(chunk))
        if cells > CELLS:
            raise ActualsError([_too_much(file, 0, cells, "个单元格", "cells", CELLS)])


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def too_wide(file: str, cells: int) -> Problem:
    """The problem of a sheet whose cells lie too far apart."""
    return _too_much(file, 0, cells, "个单元格的范围", "cells in the range of a sheet", CELLS)


def no_workbook(file: str, error: BaseException) -> Problem:
    """The problem of bytes that should be a workbook and are none."""
    words = " ".join(str(error).split())[:200] or type(error).__name__
    save = ("open it and save it as .xlsx", "请打开后另存为 .xlsx")
    found, found_zh = f"bytes that are no workbook ({words})", f"不是工作簿的内容（{words}）"
    return Problem(file, 0, 0, "", found, "an XLSX workbook", save[0], found_zh, "XLSX 工作簿", save[1])


def _too_much(file: str, line: int, found: int, zh: str, en: str, allowed: int) -> Problem:
    hint, hint_zh = "is it the right file? cut it into smaller ones", "请核对文件，或拆成较小的文件"
    return Problem(
        file, line, 1 if line else 0, "", f"{found} {en}", f"{allowed} at most", hint,
        f"{found} {zh}", f"不超过 {allowed}", hint_zh,
    )  # fmt: skip
