"""Exports of the national statistics database (国家统计局): annual, quarterly, monthly, provinces, cities.

Key lines (数据库, 指标, 地区, 时间, 单位), one head, then indicators, regions or times
down; the others across or in a key line. Notes and the source follow. Tables of the same
build without the key lines are read too, also with columns for unit, region or code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import frequency_of, read_axis, read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import read_label, region_of
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import (
    authority_of,
    filled,
    is_blank,
    is_note,
    key_of,
    reading_notes,
    take_notes,
)
from targetwatch.ingest.statuses import is_absent
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table, said
from targetwatch.units import is_unit

NAME: Final = "nbs"

_HEAD_WORDS: Final = {
    "indicator": "指标 指标名称 项目 indicator",
    "region": "地区 城市 省份 省市 地区名称 市县 县市区 region area",
    "time": "时间 年份 月份 季度 日期 年度 时期 time year period date",
    "unit": "单位 计量单位 unit",
    "frequency": "频度 频率 frequency",
    "code": "代码 编码 序号 行次 地区代码 指标代码 指标编码 行政区划代码 指标id code",
    "source": "来源 数据来源 source",
}
_HEADS: Final = {word: kind for kind, words in _HEAD_WORDS.items() for word in words.split()}
_KEYS: Final = ("数据库", "指标", "地区", "时间", "单位", "频率", "频度", "城市")
_NATIONAL: Final = re.compile(r"(?:全国|宏观)?(?:年度|季度|月度)数据")
_WITHIN: Final = 40


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a head stands, which way time runs, and what the columns before the figures hold."""

    line: int
    kind: str
    across: tuple[int, ...]
    labels: Mapping[int, str]
    periods: Mapping[int, str]


def recognise(grid: Grid) -> float:
    """How surely a grid is such an export, from 0 to 1."""
    lines = grid.lines[:_WITHIN]
    keys = {found[0] for cells in lines[:12] if (found := key_of(cells))}
    head = _find_head(grid, 0, _title(grid, list(_key_lines(grid, 0))))
    if "数据库" in keys and head is not None:
        return 0.97
    if head is None:
        return 0.0
    columns = len(head.labels) + len(head.across)
    if head.periods and (_has_lower_head(grid, head) or columns < len(filled(grid.lines[head.line]))):
        return 0.55
    return 0.8 if keys & {"指标", "时间"} or head.kind == "indicator" else 0.5


def _has_lower_head(grid: Grid, head: _Head) -> bool:
    """Whether the line under the head is a head as well: texts under its times, and no units."""
    below = next((cells for cells in grid.lines[head.line + 1 :] if filled(cells)), ())
    texts = [below[c].strip() for c in range(max(head.labels) + 1, len(below)) if below[c].strip()]
    words = [text for text in texts if not is_absent(text) and not any(mark.isdigit() for mark in text)]
    return bool(words) and 2 * len(words) >= len(texts) and not all(map(is_unit, words))


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such an export: of one table, or of several under each other."""
    return unroll(list(_tables(grid, ledger)), ledger)


def label_columns(cells: Sequence[str]) -> set[str]:
    """Which columns of labels (``indicator``, ``region``, ``unit``, …) a head line has."""
    return {kind for cell in cells if (kind := _HEADS.get("".join(cell.split()).casefold()))}


def _tables(grid: Grid, ledger: Ledger) -> list[Table]:
    tables: list[Table] = []
    start = 0
    while start < len(grid.lines):
        keys = list(_key_lines(grid, start))
        title = _title(grid, keys)
        head = _find_head(grid, start, title)
        if head is None:
            break
        end, notes_from = _extent(grid, head)
        for line in range(start, head.line):
            ledger.claim(line, "title")
        tables.append(_table(grid, ledger, head, title, (end, notes_from)))
        start = end
    return tables


def _key_lines(grid: Grid, start: int) -> Iterator[int]:
    for line in range(start, min(len(grid.lines), start + _WITHIN)):
        found = key_of(grid.lines[line])
        if found and found[0] in _KEYS:
            yield line
        elif len(filled(grid.lines[line])) > 2:
            return


def _title(grid: Grid, lines: Sequence[int] | range) -> Said:
    """What the key lines say of all figures."""
    keys = dict(filter(None, (key_of(grid.lines[line]) for line in lines)))
    label = read_label(keys.get("指标", ""))
    database = keys.get("数据库", "")
    region = keys.get("地区") or keys.get("城市")
    national = bool(_NATIONAL.fullmatch(database)) and not region
    unit = keys.get("单位")
    return replace(
        said(label),
        region=region or ("全国" if national else None),
        period=read_time(keys.get("时间", "")),
        frequency=next((letter for word, letter in (("季", "Q"), ("月", "M")) if word in database), None),
        unit=label.unit or (unit if unit and is_unit(unit) else None),
    )


def _find_head(grid: Grid, start: int, title: Said) -> _Head | None:
    for line in range(start, min(len(grid.lines), start + _WITHIN)):
        cells = grid.lines[line]
        found = filled(cells)
        if len(found) < 2 or found[0] > 1:
            continue
        first = _HEADS.get("".join(cells[found[0]].split()).casefold())
        if first is None:
            continue
        if first == "time":
            head = _times_down(grid, line, found)
        else:
            head = _times_across(grid, line, found, first, title)
        if head is not None:
            return head
    return None


def _times_down(grid: Grid, line: int, found: Sequence[int]) -> _Head | None:
    """A head over a column of times."""
    below = [
        c[found[0]] for c in grid.lines[line + 1 : line + 6] if len(c) > found[0] and c[found[0]].strip()
    ]
    if not any(read_time(cell) or re.fullmatch(r"\d{4}\.\d{1,2}", cell.strip()) for cell in below):
        return None
    return _Head(line, "time", tuple(found[1:]), {found[0]: "time"}, {})


def _times_across(grid: Grid, line: int, found: Sequence[int], first: str, title: Said) -> _Head | None:
    """A head of times over columns of figures; where a key line states the one time, of labels."""
    cells = grid.lines[line]
    labels = {found[0]: first}
    rest = list(found[1:])
    while rest and (kind := _HEADS.get("".join(cells[rest[0]].split()).casefold())) not in (None, "time"):
        labels[rest.pop(0)] = kind
    axis = read_axis([cells[column] for column in rest], None, title.frequency)
    periods = {column: period for column, period in zip(rest, axis, strict=True) if period}
    kind = "region" if first == "region" else "indicator" if "indicator" in labels.values() else first
    if periods and 2 * len(periods) >= len(rest):
        return _Head(line, kind, tuple(periods), labels, periods)
    if title.period and rest and not periods and kind in ("region", "indicator"):
        return _Head(line, kind, tuple(rest), labels, {})
    return None


def _extent(grid: Grid, head: _Head) -> tuple[int, int]:
    """Where the table's block ends, and where its notes begin."""
    notes = None
    for line in range(head.line + 1, len(grid.lines)):
        cells = grid.lines[line]
        found = key_of(cells)
        if found and found[0] == "数据库":
            return line, notes if notes is not None else line
        if notes is None and is_note(cells):
            notes = line
    return len(grid.lines), notes if notes is not None else len(grid.lines)


def _table(grid: Grid, ledger: Ledger, head: _Head, title: Said, ends: tuple[int, int]) -> Table:
    end, notes_from = ends
    ledger.claim(head.line, "head", [*head.labels, *head.across])
    notes, source = take_notes(ledger, range(notes_from, end))
    title = replace(title, source=source, authority=authority_of(source))
    body = [n for n in range(head.line + 1, notes_from) if not is_blank(grid.lines[n])]
    units, body = _unit_line(grid, ledger, head, body)
    columns = _columns(grid, head, title, units)
    rows = _rows(grid, ledger, head, title, body)
    return Table(
        NAME, grid, rows, columns, _without_axis(title, head), notes=reading_notes(grid, notes, source)
    )


def _without_axis(title: Said, head: _Head) -> Said:
    """The title without the period and the frequency that the axis states itself."""
    return replace(
        title, frequency=None, period=None if head.periods or head.kind == "time" else title.period
    )


def _unit_line(
    grid: Grid, ledger: Ledger, head: _Head, body: list[int]
) -> tuple[Mapping[int, str], list[int]]:
    """The units of a second head line, where there is one."""
    cells = grid.lines[body[0]] if body else ()
    stated = {n: cells[n].strip().strip("()（）") for n in head.across if n < len(cells) and cells[n].strip()}
    if not stated or not all(is_unit(unit) for unit in stated.values()):
        return {}, body
    ledger.claim(body[0], "head")
    return stated, body[1:]


def _columns(grid: Grid, head: _Head, title: Said, units: Mapping[int, str]) -> list[tuple[int, Said]]:
    """What each column of figures says: its period, or its region or indicator."""
    cells = grid.lines[head.line]
    told = []
    regions = _are_regions([cells[n] for n in head.across]) and (title.indicator or head.kind == "indicator")
    for column in head.across:
        if head.periods:
            what = Said(period=head.periods[column])
        elif regions:
            what = Said(region=cells[column].strip())
        else:
            what = said(read_label(cells[column]))
        told.append((column, replace(what, unit=units.get(column) or what.unit)))
    return told


def _rows(
    grid: Grid, ledger: Ledger, head: _Head, title: Said, body: Sequence[int]
) -> list[tuple[int, Said]]:
    """What each row says, from its columns of labels."""
    if head.kind == "time":
        return _time_rows(grid, ledger, head, title, body)
    where = {kind: column for column, kind in reversed(list(head.labels.items()))}
    only = head.kind
    if only == "indicator" and title.indicator and "region" not in where:
        labels = [grid.lines[n][where[only]] for n in body if len(grid.lines[n]) > where[only]]
        only = "region" if _are_regions(labels) else only
    rows: list[tuple[int, Said]] = []
    for line in body:
        cells = grid.lines[line]
        texts = {kind: cells[at].strip() for kind, at in where.items() if at < len(cells)}
        _claim_labels(ledger, head, line)
        told = _row(texts, only, where)
        if told.indicator is None and told.measure and rows:
            told = replace(told, indicator=rows[-1][1].indicator)
        rows.append((line, told))
    return rows


def _row(texts: Mapping[str, str], only: str, where: Mapping[str, int]) -> Said:
    unit, frequency = texts.get("unit", ""), texts.get("frequency", "")
    name = texts.get(only if only in where else "indicator", "")
    region = texts.get("region") or (name if only == "region" else None)
    label = read_label(texts.get("indicator", "") if only != "region" else "")
    if only == "region" and "region" not in where:
        label = read_label("")
    more = {"region": region or texts.get("code") if only == "region" else region or None}
    told = said(label, **more)
    return replace(
        told,
        unit=told.unit or unit.strip("()（）") or None,
        frequency=frequency_of(frequency) if frequency else None,
        source=texts.get("source") or None,
    )


def _time_rows(
    grid: Grid, ledger: Ledger, head: _Head, title: Said, body: Sequence[int]
) -> list[tuple[int, Said]]:
    at = next(iter(head.labels))
    texts = [grid.lines[n][at] if at < len(grid.lines[n]) else "" for n in body]
    rows = []
    for line, text, period in zip(body, texts, read_axis(texts, None, title.frequency), strict=True):
        _claim_labels(ledger, head, line)
        rows.append((line, Said(period=period or text.strip() or None)))
    return rows


def _claim_labels(ledger: Ledger, head: _Head, line: int) -> None:
    for column, kind in head.labels.items():
        ledger.claim(line, "not needed" if kind == "code" else "label", [column])


def _are_regions(texts: Sequence[str]) -> bool:
    """Whether most of the texts are names of regions."""
    known = [text for text in texts if text.strip()]
    return bool(known) and 2 * sum(map(region_of, known)) > len(known)
