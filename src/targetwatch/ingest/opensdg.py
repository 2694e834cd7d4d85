"""Open SDG data files: Year, any number of dimensions, Units, Value; the headline has every dimension empty.

A line with a dimension carries it in the indicator's name and in ``scope``, so that no
breakdown stands in for the headline. A file that only holds a placeholder (one period, 0) is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import read_time
from targetwatch.ingest.grid import Grid, find_head
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.long import Lines, broken_down, name_of_file
from targetwatch.ingest.notes import filled
from targetwatch.ingest.statuses import Status, is_absent, read_status, split_status
from targetwatch.ingest.unitwords import read_unit_words, with_multiple

NAME: Final = "opensdg"

_ROLE_WORDS: Final = {
    "time": "year|time_period|time period",
    "value": "value|obs_value",
    "unit": "units|unit_measure|unit measure|unit",
    "name": "series|indicator series|serie",
    "multiple": "unit multiplier|unit_mult|unit_multiplier",
    "status": "observation status|obs_status|observation_status",
    "region": "geocode|geo code|ref_area",
    "note": "footnote|comment_obs|comment",
    "progress": "progress",
}
_ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}
_REFINED: Final = re.compile(r"observation status|unit multiplier|units|series|geocode|obs_status|unit_mult")


@dataclass
class _Head:
    heads: list[str]
    roles: dict[str, int] = field(default_factory=dict)
    dimensions: list[int] = field(default_factory=list)

    def cell(self, cells: Sequence[str], role: str) -> str:
        """The text in the column of a role."""
        at = self.roles.get(role)
        return cells[at].strip() if at is not None and at < len(cells) else ""


def recognise(grid: Grid) -> float:
    """How surely a grid is such a file, from 0 to 1."""
    head = _head(grid)
    if head is None or find_head(grid)[1].complete:
        return 0.0
    return 0.9 if any(_REFINED.fullmatch(name.casefold()) for name in head.heads) else 0.75


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such a file."""
    head, lines = _head(grid), Lines(ledger)
    if head is None:
        return lines.table()
    ledger.claim(0, "head")
    comma = grid.separator == ";"
    for line in range(1, len(grid.lines)):
        if filled(grid.lines[line]):
            _take(lines, line, head, comma)
    waiting = _is_placeholder(lines)
    if waiting:
        lines.cells["check"] = ["suspect"] * len(lines.rows)
    return lines.table(remarks={"placeholder_only": range(len(lines.rows))} if waiting else None)


def _head(grid: Grid) -> _Head | None:
    cells = grid.lines[0] if grid.lines else ()
    head = _Head([" ".join(cell.strip("\ufeff").split()) for cell in cells])
    for column, name in enumerate(head.heads):
        if role := _ROLES.get(name.casefold()):
            head.roles.setdefault(role, column)
    if not {"time", "value"} <= set(head.roles):
        return None
    first = [cells[head.roles["time"]] for cells in grid.lines[1:6] if head.roles["time"] < len(cells)]
    head.dimensions = [c for c in filled(cells) if c not in head.roles.values()]
    return head if any(map(read_time, first)) else None


def _take(lines: Lines, line: int, head: _Head, comma: bool) -> None:
    cells = lines.ledger.grid.lines[line]
    at = head.roles["value"]
    status = read_status(head.cell(cells, "status")) if head.cell(cells, "status") else Status()
    if at >= len(cells) or is_absent(cells[at]):
        lines.ledger.claim(line, "missing", [at])
    else:
        value, marks = split_status(cells[at], comma)
        unknown = Status(words=(head.cell(cells, "status"),))
        own = unknown if status is None else status
        lines.add(line, at, {**_told(lines, cells, head), "value": value}, own if own != Status() else marks)
    lines.ledger.claim(line, "label")


def _told(lines: Lines, cells: Sequence[str], head: _Head) -> dict[str, str | None]:
    name = head.cell(cells, "name") or name_of_file(lines.ledger.grid.file)
    parts = [(head.heads[c], cells[c].strip()) for c in head.dimensions if c < len(cells)]
    indicator, breakdown = broken_down(name, parts)
    unit = read_unit_words(head.cell(cells, "unit"))
    return {
        "indicator": indicator,
        "scope": breakdown,
        "region": head.cell(cells, "region"),
        "period": read_time(head.cell(cells, "time")) or head.cell(cells, "time"),
        "unit": with_multiple(unit.unit, head.cell(cells, "multiple")),
        "measure": unit.measure,
        "basis": unit.basis,
        "compared_to": unit.compared_to,
        "note": head.cell(cells, "note"),
    }


def _is_placeholder(lines: Lines) -> bool:
    """Whether all figures are 0 and of one period: such a file waits for its data."""
    return len(set(lines.cells["period"])) == 1 and all(map(_is_zero, lines.cells["value"]))


def _is_zero(value: str | None) -> bool:
    try:
        return Decimal(value or "") == 0
    except InvalidOperation:
        return False
