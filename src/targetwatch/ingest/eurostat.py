"""Workbooks of Eurostat's Data Browser: sheets of figures with flags beside them and a legend at the end.

Two head lines: the dimension that runs across with its positions, then that which runs
down. The other dimensions stand in the lines above. Sheets without such heads (Summary,
Structure) hold no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import frequency_of, read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import day_of, filled, reading_notes, text_of
from targetwatch.ingest.unitwords import read_unit_words
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table

NAME: Final = "eurostat"

_DIMENSION: Final = re.compile(r"\s*(?P<name>.+?)\s*\((?:labels|codes)\)\s*", re.IGNORECASE)
_TIME: Final = re.compile(r"\s*time(?:[_ ]period)?\s*(?:\[.*\])?\s*", re.IGNORECASE)
_LEGEND: Final = re.compile(
    r"\s*(?:special values?|available flags|observation flags|flags?|footnotes?)\s*:?\s*", re.IGNORECASE
)
_CODE: Final = re.compile(r"\s*\[[^\[\]]*\]\s*\Z")
_DATASET: Final = ("dataset", "last updated", "data extracted", "source of data", "description")
_WITHIN: Final = 40


@dataclass(frozen=True, slots=True)
class _Head:
    """The two head lines: what runs across and where, and the columns of labels with what runs down."""

    line: int
    across: str
    columns: tuple[int, ...]
    downs: Mapping[int, str]


def recognise(grid: Grid) -> float:
    """How surely a sheet is one of figures of such a workbook, from 0 to 1."""
    head = _find_head(grid)
    if head is None:
        return 0.0
    above = " ".join(cell for cells in grid.lines[: head.line] for cell in cells).casefold()
    return 0.95 if "estat" in above or "eurostat" in above or "dataset" in above else 0.7


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of a sheet."""
    head = _find_head(grid)
    if head is None:
        return unroll([], ledger)
    end = next(
        (n for n in range(head.line + 2, len(grid.lines)) if _is_legend(grid.lines[n])), len(grid.lines)
    )
    for line in range(head.line):
        ledger.claim(line, "title")
    ledger.claim(head.line, "head")
    ledger.claim(head.line + 1, "head")
    for line in range(end, len(grid.lines)):
        ledger.claim(line, "note")
    title = _title(grid, head)
    legend = [text_of(grid.lines[n]) for n in range(end, len(grid.lines)) if filled(grid.lines[n])]
    columns = [(c, _said(head.across, [grid.lines[head.line][c]])) for c in head.columns]
    rows = list(_rows(grid, ledger, head, range(head.line + 2, end)))
    notes = reading_notes(grid, legend, title.source)
    table = Table(NAME, grid, rows, columns, title, _flags(grid, head), notes=notes, join=_join)
    return unroll([table], ledger)


def _find_head(grid: Grid) -> _Head | None:
    for line in range(min(len(grid.lines) - 1, _WITHIN)):
        across, below = grid.lines[line], grid.lines[line + 1]
        if not across or not (name := _dimension(across[0])):
            continue
        labels = [c for c in range(len(below)) if below[c].strip()]
        downs = {c: _dimension(below[c]) or "" for c in labels}
        if not labels or not all(downs.values()) or labels != list(range(len(labels))):
            continue
        columns = tuple(c for c in filled(across) if c >= len(labels))
        if columns and (name != "time" or any(read_time(across[c]) for c in columns)):
            return _Head(line, name, columns, downs)
    return None


def _dimension(cell: str) -> str | None:
    """The name of a dimension: ``time``, ``geo``, or as it is written; ``None`` for any other cell."""
    if _TIME.fullmatch(cell):
        return "time"
    match = _DIMENSION.fullmatch(cell)
    return match["name"].casefold() if match else None


def _is_legend(cells: Sequence[str]) -> bool:
    return bool(cells) and _LEGEND.fullmatch(cells[0]) is not None


def _flags(grid: Grid, head: _Head) -> dict[int, int]:
    """The column of flags beside each column of figures: the next one, where no head stands over it."""
    width = max(map(len, grid.lines[head.line :]))
    return {c: c + 1 for c in head.columns if c + 1 not in head.columns and c + 1 < width}


def _title(grid: Grid, head: _Head) -> Said:
    """What the lines above say: the dataset, when it was updated, and the dimensions that do not vary."""
    told = Said(authority="statistics", source="Eurostat")
    parts: list[str] = []
    dataset = ""
    for cells in grid.lines[: head.line]:
        found = filled(cells)
        if len(found) != 2:
            continue
        key, text = cells[found[0]].strip().rstrip(": "), _CODE.sub("", cells[found[1]]).strip()
        lower = _CODE.sub("", key).casefold()
        if lower == "dataset":
            dataset = text
        elif lower == "last updated":
            told = replace(told, published=day_of(text))
        elif not lower.startswith(_DATASET):
            what = _said(lower, [text])
            parts.extend([what.indicator] if what.indicator else [])
            told = replace(what, indicator=None).over(told)
    name = ", ".join(parts) or dataset
    return replace(told, indicator=name or None, source=f"Eurostat, {dataset}" if dataset else "Eurostat")


def _said(dimension: str, texts: Sequence[str]) -> Said:
    """What a position of a dimension says."""
    text = _CODE.sub("", next((text for text in reversed(texts) if text.strip()), "")).strip()
    if dimension == "time":
        return Said(period=read_time(text) or text or None)
    if dimension.startswith(("geo", "reporting", "country")):
        return Said(region=text or None)
    if dimension.startswith("unit"):
        told = read_unit_words(text)
        return Said(unit=told.unit, measure=told.measure, basis=told.basis, compared_to=told.compared_to)
    if "frequency" in dimension:
        return Said(frequency=frequency_of(text))
    return Said(indicator=text or None)


def _rows(grid: Grid, ledger: Ledger, head: _Head, lines: range) -> Iterator[tuple[int, Said]]:
    for line in lines:
        cells = grid.lines[line]
        if not filled(cells):
            continue
        ledger.claim(line, "label", head.downs)
        told = Said()
        for name in dict.fromkeys(head.downs.values()):
            texts = [cells[c] for c, own in head.downs.items() if own == name and c < len(cells)]
            told = _said(name, texts).over(told)
        yield line, told


def _join(title: str, own: str) -> str:
    return f"{title}, {own}"
