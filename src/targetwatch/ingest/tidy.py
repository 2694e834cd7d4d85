"""Tidy CSV files: one row a figure, comma, tab or semicolon between cells, heads in Chinese or English."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.grid import Grid, find_head, problem, read_grid
from targetwatch.ingest.rows import RawTable

#: Lines that are looked at to find the separator.
_SAMPLED: Final = 60
_SEPARATORS: Final = (",", "\t", ";")


def read_tidy(text: str, file: str, mapping: Mapping[str, str] | None = None) -> RawTable:
    """The cells of a tidy CSV file by canonical column.

    Raises ``ActualsError`` where the file is empty, has no head that can be understood,
    has a quotation mark that is never closed, or has no row under its head.
    """
    if not text.strip():
        raise ActualsError(
            [problem(file, 0, "an empty file", "a head and rows", "空文件", "表头和数据行")]
        )
    grid, fault = _grid(text, file, _separator(text, file, mapping))
    if fault:
        raise ActualsError([_quote_problem(file, fault)])
    return read_grid(grid, mapping)


def _separator(text: str, file: str, mapping: Mapping[str, str] | None) -> str:
    """The separator under which the first lines have a complete head, else the most known heads."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLED])
    return max(_SEPARATORS, key=lambda separator: _fitness(_grid(sample, file, separator)[0], mapping))


def _grid(text: str, file: str, separator: str) -> tuple[Grid, int]:
    """The lines cut at ``separator``, and the line of a quotation mark at fault (0: none)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    numbers: list[int] = []
    before = fault = 0
    try:
        for line in reader:
            lines.append(line)
            numbers.append(before + 1)
            before = reader.line_num
    except csv.Error:
        fault = before + 1
    return Grid(file, None, lines, numbers), fault


def _fitness(grid: Grid, mapping: Mapping[str, str] | None) -> tuple[bool, int]:
    _, head = find_head(grid, mapping)
    return head.complete, len(head.columns)


def _quote_problem(file: str, line: int) -> Problem:
    return problem(
        file,
        line,
        "a quotation mark that is not closed, or text after a closing one",
        'quoted cells such as "1,234", with a quotation mark inside written twice',
        "引号没有成对，或引号后还有文字",
        '成对的引号，如 "1,234"，单元格内的引号写两次',
    )
