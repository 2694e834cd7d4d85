"""Exports of commercial databases: head lines for indicator, region, frequency and unit, then times down.

The head lines 指标, 地区, 频度 and 单位 stand in any order, others (来源, 指标ID, 更新时间) among
them. A row dated by a month holds a quarter's figure in a quarterly column. The same
labels as columns, with times across, are read as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import targetwatch.ingest.nbs as nbs
from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import frequency_of, read_axis, read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import read_label, region_of
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import authority_of, day_of, filled, is_note, reading_notes, take_notes
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table, said

NAME: Final = "commercial"

_HEAD_WORDS: Final = {
    "indicator": "指标 指标名称 名称 序列名称 序列",
    "region": "地区 区域 地域 国家 国家/地区",
    "frequency": "频度 频率 统计频率",
    "unit": "单位 计量单位",
    "source": "来源 数据来源 信息来源",
    "published": "更新时间 最近更新 更新日期 最后更新 最近更新时间",
    "note": "备注 说明 指标说明",
    "not needed": "指标id 指标编码 指标代码 代码 编码 id 序列id 起始时间 截止时间 开始日期 结束日期 "
    "时间区间 状态 国家编码 地区编码",
}
_HEADS: Final = {word: kind for kind, words in _HEAD_WORDS.items() for word in words.split()}
_WITHIN: Final = 30


def recognise(grid: Grid) -> float:
    """How surely a grid is such an export, from 0 to 1."""
    heads = _head_lines(grid)
    if (
        {"indicator", "unit"} <= set(heads.values())
        and len(heads) >= 3
        and _first_time(grid, heads) is not None
    ):
        return 0.95
    return max((_across(cells) for cells in grid.lines[:_WITHIN]), default=0.0)


def _across(cells: Sequence[str]) -> float:
    """Whether a line is a head with the four labels as columns and times after them."""
    labels = nbs.label_columns(cells)
    times = sum(read_time(cell) is not None for cell in cells)
    return 0.9 if len(labels & {"indicator", "region", "frequency", "unit"}) >= 3 and times else 0.0


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such an export."""
    heads = _head_lines(grid)
    start = _first_time(grid, heads)
    if start is None:
        return nbs.read(grid, ledger)
    end = next((n for n in range(start, len(grid.lines)) if is_note(grid.lines[n])), len(grid.lines))
    for line in range(start):
        ledger.claim(line, "head" if line in heads else "title")
    notes, source = take_notes(ledger, range(end, len(grid.lines)))
    columns = _columns(grid, heads)
    frequencies = {what.frequency for _, what in columns}
    rows = _rows(grid, ledger, range(start, end), frequencies.pop() if len(frequencies) == 1 else None)
    title = Said(source=source, authority=authority_of(source))
    table = Table(NAME, grid, rows, columns, title, notes=reading_notes(grid, notes, source))
    return unroll([table], ledger)


def _head_lines(grid: Grid) -> dict[int, str]:
    """The lines whose first cell names what the line says of each column."""
    heads: dict[int, str] = {}
    for line, cells in enumerate(grid.lines[:_WITHIN]):
        kind = _HEADS.get("".join(cells[0].split()).casefold().rstrip(":：")) if cells else None
        if kind is not None:
            heads[line] = kind
        elif heads and cells and read_time(cells[0]) is not None:
            break
    return heads


def _first_time(grid: Grid, heads: Mapping[int, str]) -> int | None:
    """The first line under the head lines that begins with a time."""
    if not heads:
        return None
    for line in range(max(heads) + 1, min(len(grid.lines), max(heads) + 6)):
        cells = grid.lines[line]
        if cells and any(read_axis([cells[0]])):
            return line
    return None


def _columns(grid: Grid, heads: Mapping[int, str]) -> list[tuple[int, Said]]:
    width = max(len(grid.lines[line]) for line in heads)
    columns = []
    for column in range(1, width):
        told: dict[str, str] = {}
        for line, kind in heads.items():
            cells = grid.lines[line]
            text = cells[column].strip() if column < len(cells) else ""
            if text and kind != "not needed":
                told[kind] = text
        if told:
            columns.append((column, _column(told)))
    return columns


def _column(told: Mapping[str, str]) -> Said:
    """What the head lines say of one column; 中国:… at the start of a name is its region."""
    name, region = told.get("indicator", ""), told.get("region")
    first, colon, rest = name.replace("：", ":").partition(":")
    if colon and region_of(first) and not region:
        name, region = rest, first.strip()
    label = read_label(name)
    unit = told.get("unit", "").strip("()（）")
    note = told.get("note")
    what = said(
        label,
        region=region,
        frequency=frequency_of(told.get("frequency", "")),
        source=told.get("source"),
        authority=authority_of(told.get("source")),
        published=day_of(told.get("published", "")),
        note=note,
    )
    if label.measure == "index":
        return what
    return Said(unit=unit or None).over(what) if unit else what


def _rows(grid: Grid, ledger: Ledger, lines: range, frequency: str | None) -> list[tuple[int, Said]]:
    body = [line for line in lines if filled(grid.lines[line])]
    texts = [grid.lines[line][0] for line in body]
    rows = []
    for line, text, period in zip(body, texts, read_axis(texts, None, frequency), strict=True):
        ledger.claim(line, "label", [0])
        rows.append((line, Said(period=period or text.strip() or None)))
    return rows
