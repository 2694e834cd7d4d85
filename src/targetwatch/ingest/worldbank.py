"""World Bank files: World Development Indicators with years across, and those of DataBank.

The unit stands in brackets at the end of the indicator's name: (% of GDP), (annual %), (constant 2010 US$).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import day_of, filled, reading_notes, text_of
from targetwatch.ingest.unitwords import Measured, read_unit_words
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table
from targetwatch.units import is_unit

NAME: Final = "worldbank"

_HEADS: Final = {
    "country name": "region", "country": "region", "country code": "region code", "year": "time",
    "indicator name": "indicator", "series name": "indicator", "series": "indicator", "time": "time",
    "indicator code": "code", "series code": "code", "time code": "time code",
}  # fmt: skip
_SERIES_CODE: Final = re.compile(r"\s*\[(?P<code>[A-Z0-9]+(?:\.[A-Z0-9]+)+)\]\s*\Z")
_BRACKETS: Final = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_AMERICAN_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_UPDATED: Final = re.compile(r"last updated(?: date)?\s*:?\s*(?P<day>.*)", re.IGNORECASE)
_OWN_UNITS: Final = ("LCU", "international $")
_WITHIN: Final = 30


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    labels: Mapping[int, str]
    columns: tuple[int, ...]


def recognise(grid: Grid) -> float:
    """How surely a grid is such a file, from 0 to 1."""
    return 0.96 if _find_head(grid) is not None else 0.0


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such a file."""
    head = _find_head(grid)
    if head is None:
        return unroll([], ledger)
    for line in range(head.line):
        ledger.claim(line, "title")
    ledger.claim(head.line, "head")
    body = [n for n in range(head.line + 1, len(grid.lines)) if len(filled(grid.lines[n])) > 1]
    notes = [n for n in range(head.line + 1, len(grid.lines)) if len(filled(grid.lines[n])) == 1]
    for line in notes:
        ledger.claim(line, "note")
    texts = [text_of(grid.lines[n]) for n in notes]
    columns = [(c, _column(grid.lines[head.line][c], head)) for c in head.columns]
    rows = [(line, _row(grid.lines[line], head)) for line in body]
    for line in body:
        ledger.claim(line, "label", head.labels)
    table = Table(NAME, grid, rows, columns, _title(grid, head, texts), notes=reading_notes(grid, texts))
    return unroll([table], ledger)


def _find_head(grid: Grid) -> _Head | None:
    for line, cells in enumerate(grid.lines[:_WITHIN]):
        labels = {
            column: kind
            for column, cell in enumerate(cells)
            if (kind := _HEADS.get(" ".join(cell.split()).casefold().strip("\ufeff")))
        }
        kinds = set(labels.values())
        rest = [column for column in filled(cells) if column not in labels]
        times = tuple(column for column in rest if read_time(cells[column]))
        if {"region", "indicator"} <= kinds and {"region code", "code"} & kinds and times:
            return _Head(line, labels, times)
        if {"region", "time"} <= kinds and rest and any(_SERIES_CODE.search(cells[c]) for c in rest):
            return _Head(line, labels, tuple(rest))
    return None


def _title(grid: Grid, head: _Head, notes: Sequence[str]) -> Said:
    lines = [text_of(cells) for cells in grid.lines[: head.line]] + list(notes)
    published, source = None, None
    for words in lines:
        plain = words.replace("，", " ")
        if match := _UPDATED.fullmatch(plain):
            american = _AMERICAN_DAY.fullmatch(match["day"].strip())
            day = f"{american[3]}-{american[1]}-{american[2]}" if american else match["day"]
            published = day_of(day)
        elif match := re.fullmatch(r"data (?:source|from database)\s*:?\s*(.*)", plain, re.IGNORECASE):
            source = match[1].strip() or None
    return Said(published=published, source=source or "World Bank")


def _column(cell: str, head: _Head) -> Said:
    if "time" in head.labels.values():
        return _indicator(cell)
    return Said(period=read_time(cell))


def _row(cells: Sequence[str], head: _Head) -> Said:
    labels = sorted(head.labels.items(), reverse=True)
    texts = {kind: cells[c].strip() for c, kind in labels if c < len(cells)}
    told = _indicator(texts.get("indicator", ""), texts.get("code", ""))
    period = read_time(texts["time"]) or texts["time"] or None if "time" in texts else None
    region = texts.get("region") or texts.get("region code") or None
    return Said(region=region, period=period).over(told)


def _indicator(text: str, code: str = "") -> Said:
    """An indicator by its whole name; its last brackets that are a unit say what its figures are."""
    match = _SERIES_CODE.search(text)
    name = " ".join((text[: match.start()] if match else text).split())
    code = code or (match["code"] if match else "")
    told = next(filter(None, map(_measured, reversed(_BRACKETS.findall(name)))), Measured())
    return Said(
        indicator=name or None, unit=told.unit, measure=told.measure, basis=told.basis,
        compared_to=told.compared_to, note=f"代码 {code}" if code else None,
    )  # fmt: skip


def _measured(words: str) -> Measured | None:
    told = read_unit_words(words)
    known = told.unit is not None and (is_unit(told.unit) or told.unit in _OWN_UNITS)
    return told if known or told.measure == "index" else None
