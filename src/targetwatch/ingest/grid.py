"""One table as lines of text: its head found, its cells by canonical column, its notes.

CSV files and sheets of workbooks both come here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from targetwatch.actuals import ReadingNote, both
from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.figures import Rejection
from targetwatch.ingest.heads import FREE, Head, known_heads, read_head
from targetwatch.ingest.rows import RawTable

_FOOTERS: Final = re.compile(
    r"(注|备注|说明|(数据|资料)?来源|填表|制表|审核|单位|note|source|remark)\s*\d*\s*[:：.、]", re.IGNORECASE
)
#: A head stands within this many lines; above it there may be a title.
_HEAD_WITHIN: Final = 30


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table as text, with the number of each and the label of each column.

    ``merged`` holds (top, left, bottom, right) of merged cells, counted from 0 and both
    ends included; their text stands in the first cell. ``separator`` is what cut the lines
    of a text file.
    """

    file: str
    sheet: str | None
    lines: Sequence[Sequence[str]]
    numbers: Sequence[int]
    labels: Sequence[str] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    visible: bool = True
    separator: str = ""


def read_grid(grid: Grid, mapping: Mapping[str, str] | None = None) -> RawTable:
    """The cells of a grid by canonical column, from under its head on; wholly blank lines are no rows."""
    start, head = find_head(grid, mapping)
    if not head.complete or head.doubled:
        raise ActualsError([_head_problem(grid, start, head)])
    kept = [n for n in range(start + 1, len(grid.lines)) if any(cell.strip() for cell in grid.lines[n])]
    if not kept:
        raise ActualsError(
            [
                problem(
                    _name(grid),
                    grid.numbers[start],
                    "a head without rows",
                    "rows of actuals",
                    "只有表头",
                    "数据行",
                )
            ]
        )
    width = len(grid.lines[start])
    lines = [grid.lines[n] for n in kept]
    heads = grid.lines[start]
    return RawTable(
        file=grid.file,
        sheet=grid.sheet,
        rows=[grid.numbers[n] for n in kept],
        cells=_cells(head, lines),
        labels=_labels(head, grid.labels or heads),
        unit=head.unit,
        form=head.form,
        refused=dict(_unreadable(lines, width)),
        notes=tuple(_notes(grid, head)),
        census=_census(grid, start),
    )


def _census(grid: Grid, start: int) -> dict[str, int]:
    """How many cells stand above the head, in it and under it, and how many are blank."""
    title, head, body = grid.lines[:start], grid.lines[start : start + 1], grid.lines[start + 1 :]
    counts = {name: _filled(part) for name, part in (("title", title), ("head", head), ("body", body))}
    return counts | {"blank": sum(map(len, grid.lines)) - sum(counts.values())}


def _filled(lines: Sequence[Sequence[str]]) -> int:
    return sum(len(line) - line.count("") for line in lines)


def find_head(grid: Grid, mapping: Mapping[str, str] | None = None) -> tuple[int, Head]:
    """The position of the head line and the head: the first complete one, else that with most known.

    Raises ``ActualsError`` where the mapping names a column that does not exist.
    """
    best: tuple[int, Head] | None = None
    for position, cells in enumerate(grid.lines[:_HEAD_WITHIN]):
        head = _read_head(cells, grid.file, mapping)
        if head.complete:
            return position, head
        if best is None or len(head.columns) > len(best[1].columns):
            best = position, head
    return best or (0, Head())


def _read_head(cells: Sequence[str], file: str, mapping: Mapping[str, str] | None) -> Head:
    try:
        return read_head(cells, mapping)
    except ValueError as error:
        found, _, expected = str(error).removeprefix("found ").partition(", expected ")
        raise ActualsError([Problem(file, 0, 0, "mapping", found, expected)]) from None


def _cells(head: Head, lines: Sequence[Sequence[str]]) -> dict[str, list[str | None]]:
    cells = {name: _column(name, positions, lines) for name, positions in head.columns.items()}
    count = len(lines)
    fixed: dict[str, list[str | None]] = {name: [value] * count for name, value in head.constants.items()}
    return fixed | cells


def _column(name: str, positions: Sequence[int], lines: Sequence[Sequence[str]]) -> list[str | None]:
    """The texts of a column: of several that feed it the first not blank, or all joined for free text."""
    if len(positions) == 1:
        (at,) = positions
        return [(line[at] or None) if at < len(line) else None for line in lines]
    filled = [[line[n] for n in positions if n < len(line) and line[n].strip()] for line in lines]
    if name in FREE:
        return ["；".join(cells) or None for cells in filled]
    return [cells[0] if cells else None for cells in filled]


def _labels(head: Head, labels: Sequence[str]) -> dict[str, str]:
    return {name: labels[positions[0]].strip() for name, positions in head.columns.items()}


def _unreadable(lines: Sequence[Sequence[str]], width: int) -> Iterable[tuple[int, Rejection]]:
    """Lines that are no rows: longer than the head and than most lines (an unquoted comma), or a footer."""
    usual = max(width, Counter(len(line) for line in lines).most_common(1)[0][0])
    for position, line in enumerate(lines):
        if len(line) > width and (len(line) > usual or any(cell.strip() for cell in line[width:])):
            expected = both(
                f"{width} 格（含逗号的数值要加引号）", f"{width} cells (quote values that hold a comma)"
            )
            yield (
                position,
                Rejection("unreadable_row", both(f"{len(line)} 格", f"{len(line)} cells"), expected),
            )
        elif why := _footer(line):
            yield position, why


def _footer(cells: Sequence[str | None]) -> Rejection | None:
    """Why a line with one filled cell, such as 数据来源：…, is no row; ``None`` where it may be one."""
    if sum(map(bool, cells)) > 2:
        return None
    filled = [cell for cell in cells if cell and cell.strip()]
    if len(filled) != 1 or not _FOOTERS.match(filled[0].strip()):
        return None
    return Rejection("unreadable_row", filled[0].strip(), both("一行数据", "a row of data"))


def _notes(grid: Grid, head: Head) -> Iterable[ReadingNote]:
    where = _name(grid)
    if head.unknown:
        names = "、".join(head.unknown)
        yield ReadingNote(
            "unknown_columns", f"{where}：未使用的列：{names}", f"{where}: columns not used: {names}"
        )
    if head.unit:
        yield ReadingNote(
            "unit_from_head",
            f"{where}：表头注明单位 {head.unit}",
            f"{where}: the unit {head.unit} stands in the head",
        )
    if head.ignored_words:
        names = "、".join(head.ignored_words)
        yield ReadingNote(
            "head_words",
            f"{where}：表头括号内文字未使用：{names}",
            f"{where}: bracketed words unused: {names}",
        )
    if head.unused_mapping:
        names = "、".join(head.unused_mapping)
        yield ReadingNote(
            "mapping_unused", f"{where}：没有对照表中的列：{names}", f"{where}: no such column: {names}"
        )
    if "region" not in head.columns and "region" not in head.constants:
        yield ReadingNote(
            "region_of_the_plan",
            f"{where}：没有地区一栏，按方案所属地区",
            f"{where}: no column of regions; the figures are taken to be the plan's region's",
        )


def _name(grid: Grid) -> str:
    return f"{grid.file}[{grid.sheet}]" if grid.sheet else grid.file


def _head_problem(grid: Grid, start: int, head: Head) -> Problem:
    line = grid.numbers[start] if grid.numbers else 0
    heads = "、".join(cell.strip() for cell in (grid.lines[start] if grid.lines else ()) if cell.strip())[
        :200
    ]
    if head.doubled:
        name, doubled = head.doubled[0]
        zh, en = (
            f"多列都是 {name}：{'、'.join(doubled)}",
            f"several columns for {name}: {', '.join(doubled)}",
        )
        hint_zh, hint = "用 mapping 指定其中一列", "choose one with a mapping"
        return problem(_name(grid), line, en, f"one column for {name}", zh, f"一列 {name}", hint, hint_zh)
    known, lacking = "、".join(known_heads()), "、".join(head.missing)
    garbled = any(mark in heads for mark in ("\ufffd", "\0")) or (not head.columns and not heads.isascii())
    hint, hint_zh = f"missing: {lacking}", f"缺：{lacking}"
    if garbled:
        hint += "; if the heads look garbled, name the encoding (big5, utf-16-le, …)"
        hint_zh += "；如表头是乱码，请指定编码（big5、utf-16-le 等）"
    return problem(
        _name(grid),
        line,
        f"heads {heads}",
        f"heads such as {known}",
        f"表头 {heads}",
        f"表头如 {known}",
        hint,
        hint_zh,
    )


def problem(
    file: str,
    line: int,
    found: str,
    expected: str,
    found_zh: str,
    expected_zh: str,
    hint: str = "",
    hint_zh: str = "",
) -> Problem:
    """A problem of a file, at the start of ``line`` (0: of the whole file)."""
    column = 1 if line else 0
    return Problem(file, line, column, "", found, expected, hint, found_zh, expected_zh, hint_zh)
