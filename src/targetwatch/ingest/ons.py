"""Time series of the Office for National Statistics: descriptions, then years, quarters, months in a column.

One series a file, or several side by side. The unit stands in PreUnit and Unit (``£`` and ``m``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import SPAN_BEFORE, YEAR_BEFORE
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import day_of, filled, reading_notes
from targetwatch.ingest.unitwords import read_unit_words
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table

NAME: Final = "ons"

_KEYS: Final = (
    "title", "cdid", "source dataset id", "preunit", "unit", "release date", "next release",
    "important notes",
)  # fmt: skip
_GROWTH: Final = re.compile(
    r"growth|annual rate|rate of change|(?:%|per ?cent|percentage) change"
    r"|(?:month|quarter|year)[- ]on[- ](?:month|quarter|year)",
    re.IGNORECASE,
)
_SPAN_BEFORE: Final = re.compile(
    r"quarter[- ]on[- ](?:previous )?quarter|month[- ]on[- ]month|previous (?:quarter|month)|QoQ|MoM",
    re.IGNORECASE,
)
_WITHIN: Final = 15


def recognise(grid: Grid) -> float:
    """How surely a grid is such a file, from 0 to 1."""
    keys = _key_lines(grid)
    return 0.97 if {"title", "cdid"} <= set(keys) else 0.0


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such a file."""
    keys = _key_lines(grid)
    start = max(keys.values(), default=-1) + 1
    for line in range(start):
        ledger.claim(line, "note" if line == keys.get("important notes") else "head")
    width = max((len(grid.lines[line]) for line in keys.values()), default=0)
    columns = [(column, _column(grid, keys, column)) for column in range(1, width)]
    rows = []
    for line in range(start, len(grid.lines)):
        cells = grid.lines[line]
        if filled(cells):
            ledger.claim(line, "label", [0])
            rows.append((line, Said(period=read_time(cells[0]) or cells[0].strip() or None)))
    source = "Office for National Statistics"
    title = Said(source=source, authority="statistics")
    at = keys.get("important notes")
    notes = [cell.strip() for cell in grid.lines[at][1:] if cell.strip()] if at is not None else []
    table = Table(NAME, grid, rows, columns, title, notes=reading_notes(grid, dict.fromkeys(notes), source))
    return unroll([table], ledger)


def _key_lines(grid: Grid) -> dict[str, int]:
    """The lines of description by their key."""
    found: dict[str, int] = {}
    for line, cells in enumerate(grid.lines[:_WITHIN]):
        key = " ".join(cells[0].strip("\ufeff").split()).casefold() if cells else ""
        if key in _KEYS:
            found.setdefault(key, line)
        elif found and read_time(key):
            break
    return found


def _column(grid: Grid, keys: Mapping[str, int], column: int) -> Said:
    def text(key: str) -> str:
        cells = grid.lines[keys[key]] if key in keys else ()
        return cells[column].strip() if column < len(cells) else ""

    title = " ".join(text("title").split())
    told = read_unit_words(f"{text('preunit')}{text('unit')}" if text("preunit") != "%" else "%")
    words = read_unit_words(title)
    measure, compared = told.measure, told.compared_to
    if told.unit == "%" and measure is None and _GROWTH.search(title):
        measure, compared = "growth", SPAN_BEFORE if _SPAN_BEFORE.search(title) else YEAR_BEFORE
    if measure == "index" and compared is None:
        compared = words.compared_to
    code = text("cdid")
    return Said(
        indicator=title or code or None, unit=told.unit, measure=measure, basis=told.basis or words.basis,
        compared_to=compared, published=day_of(text("release date")), note=f"代码 {code}" if code else None,
    )  # fmt: skip
