"""SDMX-CSV 1.0 and 2.x: one observation a line, components in any order, ids alone or with labels.

The first head is DATAFLOW (1.0) or STRUCTURE (2.x, with a mark for sub-fields in
brackets). The separator is what follows it; with ``;`` goes the decimal comma. Labels
come as ``ID: text`` or in a column of their own. One file may hold several structures.

Source: the SDMX-CSV field guides of the SDMX technical working group (1.0, 2.0, 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from targetwatch.actuals import ActualsTable, ReadingNote
from targetwatch.ingest.axis import of_frequency, read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.ledger import Ledger, column_letters
from targetwatch.ingest.notes import day_of
from targetwatch.ingest.rows import RawTable, clean_rows
from targetwatch.ingest.statuses import Status, is_absent, read_status, split_status
from targetwatch.ingest.unitwords import Measured, read_unit_words, with_multiple
from targetwatch.periods import Period, parse_period

NAME: Final = "sdmx"

_FIRST: Final = re.compile(r"\s*(?:DATAFLOW|STRUCTURE(?:\[.?\])?)\s*", re.IGNORECASE)
_MEASURE: Final = re.compile(r"OBS_?VALUE\w*|VALUE|MEAS_\w+", re.IGNORECASE)
_LANGUAGES: Final = re.compile(r"\[[^\]]*\]\Z")
_COMPONENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*(?:\[[^\]]*\])?")

#: Columns that identify the message and no component.
_MESSAGE: Final = frozenset(
    ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "DATAFLOW", "ACTION", "SERIES_KEY", "OBS_KEY", "KEY"]
)
_ROLE_WORDS: Final = {
    "time": "TIME_PERIOD TIME PERIOD",
    "frequency": "FREQ FREQUENCY",
    "region": "REF_AREA GEO LOCATION COUNTRY AREA REPORTING_COUNTRY GEO_AREA REGION REPORTER GEOGRAPHY "
    "REPORTING_AREA",
    "unit": "UNIT UNIT_MEASURE UNIT_MEAS UNITS",
    "multiple": "UNIT_MULT UNIT_MULTIPLIER POWERCODE",
    "status": "OBS_STATUS OBS_FLAG STATUS FLAG FLAGS",
    "published": "LAST_UPDATE LAST UPDATE UPDATED RELEASE_DATE",
    "indicator": "INDICATOR SERIES NA_ITEM SUBJECT MEASURE INDIC INDICATORS STS_INDICATOR INDIC_EM INDIC_SB",
    "base": "BASE_PER BASE_PERIOD REF_PERIOD_DETAIL",
    "source": "SOURCE SOURCE_DETAIL DATA_SOURCE SOURCE_AGENCY",
    "note": "COMMENT_OBS OBS_COMMENT COMMENT COMMENT_TS FOOTNOTE NOTE NATURE CONF_STATUS",
}
_ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words.split(" ")} | {
    "LAST UPDATE": "published"
}
#: Codes that say "all of it" or "not applicable": no breakdown.
_TOTALS: Final = frozenset(["_T", "_Z", "_X", "TOTAL", "TOT", "T", "_ALL", "ALL", "0", "00"])
#: Heads of attributes that only describe; they break nothing down.
_ATTRIBUTE: Final = re.compile(
    r"ATTR.*|DECIMALS|CONF_STATUS|PRE_BREAK.*|COLLECTION.*|TIME_FORMAT|TITLE.*|.*_URL|EMBARGO.*|COMPILING_ORG"
    r"|TIME_DETAIL|COVERAGE|.*COMMENT.*|DSD_.*|OBS_.*|TABLE_IDENTIFIER|CURRENCY_DENOM|LAST_.*|UPDATED|PREPARED",
    re.IGNORECASE,
)


@dataclass
class _Head:
    """The columns of a message by role; ``labels`` maps a column of ids to that of its names."""

    ids: list[str]
    names: list[str]
    roles: dict[str, int] = field(default_factory=dict)
    measures: list[int] = field(default_factory=list)
    dimensions: list[int] = field(default_factory=list)
    labels: dict[int, int] = field(default_factory=dict)

    def text(self, cells: Sequence[str], column: int | None) -> str:
        """The id of a cell, without its label."""
        return _parted(cells[column])[0] if column is not None and column < len(cells) else ""

    def label(self, cells: Sequence[str], column: int | None) -> str:
        """The label of a cell, else its id."""
        if column is None or column >= len(cells):
            return ""
        beside = self.labels.get(column)
        if beside is not None and beside < len(cells) and cells[beside].strip():
            return cells[beside].strip()
        code, label = _parted(cells[column])
        return label or code

    def cell(self, cells: Sequence[str], role: str) -> str:
        """The id in the column of a role."""
        return self.text(cells, self.roles.get(role))


def recognise(grid: Grid) -> float:
    """How surely a grid is such a message, from 0 to 1."""
    cells = grid.lines[0] if grid.lines else ()
    if len(cells) < 3 or not _FIRST.fullmatch(_parted(cells[0])[0]):
        ids = {_id(cell) for cell in cells}
        return 0.9 if {"TIME_PERIOD", "OBS_VALUE"} <= ids else 0.0
    ids = {_id(cell) for cell in cells[1:]}
    known = ids & {"STRUCTURE_ID", "ACTION", "TIME_PERIOD", "OBS_VALUE"} or any(map(_MEASURE.fullmatch, ids))
    return 0.99 if known else 0.0


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The observations of a message; a line that deletes, or that only carries attributes, is set aside."""
    book = _Message(grid, ledger)
    for line, cells in enumerate(grid.lines):
        if line == 0 or (
            cells and _FIRST.fullmatch(_parted(cells[0])[0]) and "STRUCTURE_ID" in map(_id, cells)
        ):
            book.start(line)
        elif any(cell.strip() for cell in cells):
            book.take(line)
    return book.table()


class _Message:
    """The columns of actuals as they grow."""

    def __init__(self, grid: Grid, ledger: Ledger) -> None:
        self.grid, self.ledger = grid, ledger
        self.head = _Head([], [])
        self.rows: list[int] = []
        self.letters: list[str] = []
        self.cells: dict[str, list[str | None]] = {name: [] for name in _NAMES}
        self.comma = grid.separator == ";"
        self.structures: dict[str, str] = {}

    def start(self, line: int) -> None:
        """Read a head line; a message may hold several."""
        self.ledger.claim(line, "head" if not self.rows else "repeated head")
        self.head = _read_head(self.grid.lines, line)

    def take(self, line: int) -> None:
        """Add the observations of a line."""
        head, cells = self.head, self.grid.lines[line]
        deleted = head.text(cells, _at(head.ids, "ACTION")).upper() == "D"
        measured = [
            column for column in head.measures if column < len(cells) and not is_absent(cells[column])
        ]
        if deleted or not measured:
            self._pass(line, deleted)
            return
        self.ledger.figures(line, measured)
        self.ledger.claim(line, "missing", head.measures)
        self.ledger.claim(line, "label")
        for column in measured:
            self._add(line, cells, column)

    def table(self) -> ActualsTable:
        """All observations."""
        where = self.grid.file
        notes = [
            ReadingNote("structure", f"{where}：数据结构 {text}", f"{where}: structure {text}")
            for text in self.structures.values()
        ]
        raw = RawTable(where, self.grid.sheet, self.rows, self.cells, {}, columns=self.letters)
        return clean_rows(replace(raw, notes=tuple(notes)))

    def _pass(self, line: int, deleted: bool) -> None:
        if deleted:
            self.ledger.claim(line, "deleted")
            return
        self.ledger.claim(line, "missing", self.head.measures)
        self.ledger.claim(line, "label")

    def _add(self, line: int, cells: Sequence[str], column: int) -> None:
        head = self.head
        self.rows.append(self.grid.numbers[line])
        self.letters.append(column_letters(column))
        value, marks = split_status(cells[column], self.comma)
        status = read_status(head.cell(cells, "status")) if head.cell(cells, "status") else marks
        told = status if status is not None else Status(words=(f"标记 {head.cell(cells, 'status')}",))
        unit = self._unit(cells)
        name, scope = self._names(cells, column)
        row = {
            "indicator": name,
            "region": head.label(cells, head.roles.get("region")) or None,
            "period": self._period(cells),
            "value": value,
            "unit": with_multiple(unit.unit, head.cell(cells, "multiple")),
            "measure": unit.measure,
            "basis": unit.basis,
            "compared_to": unit.compared_to or (unit.measure == "index" and head.cell(cells, "base")) or None,
            "stage": told.stage,
            "break": "yes" if told.breaks else None,
            "scope": scope,
            "published": day_of(head.cell(cells, "published")),
            "source": head.label(cells, head.roles.get("source")) or None,
            "note": "；".join([*told.words, *filter(None, [self._note(cells)])]) or None,
        }
        for key in _NAMES:
            self.cells[key].append(row[key])

    def _unit(self, cells: Sequence[str]) -> Measured:
        at = self.head.roles.get("unit")
        by_code = read_unit_words(self.head.text(cells, at)) if at is not None else Measured()
        label = self.head.label(cells, at)
        known = by_code.unit != self.head.text(cells, at) or not label
        return by_code if known else read_unit_words(label)

    def _period(self, cells: Sequence[str]) -> str | None:
        at = self.head.roles.get("time")
        text = self.head.text(cells, at)
        period = read_time(text)
        if period is None:
            return text or None
        letter = _FREQUENCIES.get(self.head.cell(cells, "frequency").upper())
        return of_frequency(period, letter) or _holding(period, letter or "Y")

    def _note(self, cells: Sequence[str]) -> str | None:
        return self.head.label(cells, self.head.roles.get("note")) or None

    def _names(self, cells: Sequence[str], column: int) -> tuple[str, str | None]:
        """The indicator and the breakdown of an observation: the structure's name and its dimensions."""
        head = self.head
        structure = self._structure(cells)
        parts = [
            (head.names[at] or head.ids[at], head.label(cells, at))
            for at in head.dimensions
            if head.text(cells, at) and head.text(cells, at).upper() not in _TOTALS
        ]
        measure = f" {head.names[column] or head.ids[column]}" if len(head.measures) > 1 else ""
        named = head.label(cells, head.roles.get("indicator"))
        breakdown = "；".join(f"{name}: {text}" for name, text in parts)
        if named:
            return f"{named}{measure}" + (f" [{breakdown}]" if breakdown else ""), breakdown or None
        values = ", ".join(text for _, text in parts)
        return f"{structure}{measure}" + (f": {values}" if values else ""), breakdown or None

    def _structure(self, cells: Sequence[str]) -> str:
        head = self.head
        at = _at(head.ids, "STRUCTURE_ID", "DATAFLOW")
        code, label = _parted(cells[at]) if at is not None and at < len(cells) else ("", "")
        if not label and (named := _at(head.ids, "STRUCTURE_NAME")) is not None and named < len(cells):
            label = cells[named].strip()
        self.structures.setdefault(code, f"{code} {label}".strip())
        return label or re.sub(r"^[^:]*:|\([^()]*\)$", "", code)


_FREQUENCIES: Final = {"A": "Y", "Q": "Q", "M": "M", "S": "H", "H": "H"}
_NAMES: Final = (
    "indicator", "region", "period", "value", "unit", "measure", "basis", "compared_to", "stage", "break",
    "scope", "published", "source", "note",
)  # fmt: skip


def _read_head(lines: Sequence[Sequence[str]], line: int) -> _Head:
    """The columns of a head by role. Where no column is called TIME_PERIOD, the one of times is found."""
    cells = lines[line]
    head = _Head([_id(cell) for cell in cells], [_parted(cell)[1] for cell in cells])
    head.labels = _label_columns(head.ids, cells)
    head.measures = [
        n for n, name in enumerate(head.ids) if _MEASURE.fullmatch(name) and n not in head.labels.values()
    ]
    for column, name in enumerate(head.ids):
        role = _ROLES.get(name)
        taken = column in head.measures or column in head.labels.values() or name in _MESSAGE
        if role and not taken:
            head.roles.setdefault(role, column)
    body = [cells for cells in lines[line + 1 : line + 50] if any(cell.strip() for cell in cells)]
    left = list(_components(head))
    if "time" not in head.roles and (found := _time_column(head, left, body)) is not None:
        head.roles["time"] = found
        left.remove(found)
    dimensions = [column for column in left if not _ATTRIBUTE.fullmatch(head.ids[column])]
    head.dimensions = sorted(dimensions, key=lambda column: head.ids[column])
    return head


def _components(head: _Head) -> Iterator[int]:
    """The columns that are no message part, no measure and have no role."""
    taken = {*head.measures, *head.roles.values(), *head.labels.values()}
    for column, name in enumerate(head.ids):
        if column not in taken and name not in _MESSAGE and name:
            yield column


def _label_columns(ids: Sequence[str], cells: Sequence[str]) -> dict[int, int]:
    """Columns of names, each right after its column of ids, where the message says that it has names."""
    if "STRUCTURE_NAME" not in ids:
        return {}
    found, column = {}, 0
    while column < len(ids) - 1:
        named = ids[column] not in _MESSAGE and _COMPONENT.fullmatch(cells[column].strip())
        if named:
            found[column] = column + 1
        column += 2 if named else 1
    return found


def _time_column(head: _Head, columns: Sequence[int], body: Sequence[Sequence[str]]) -> int | None:
    """The column of which every cell is a time; the last dimension, where several are."""
    found = []
    for column in columns:
        texts = [head.text(cells, column) for cells in body if head.text(cells, column)]
        if texts and all(map(read_time, texts)) and not _ATTRIBUTE.fullmatch(head.ids[column]):
            found.append(column)
    return found[-1] if found else None


def _parted(cell: str) -> tuple[str, str]:
    """The id and the label of ``ID: label``; the label is empty where there is none."""
    code, _, label = cell.strip().partition(": ")
    return code.strip(), label.strip()


def _id(cell: str) -> str:
    return _LANGUAGES.sub("", _parted(cell)[0]).strip().upper()


def _at(ids: Sequence[str], *names: str) -> int | None:
    return next((ids.index(name) for name in names if name in ids), None)


def _holding(period: str, letter: str) -> str:
    """The span of the frequency that holds a month; a normalised time may be any day of it."""
    months = {"Y": 12, "H": 6, "Q": 3}[letter]
    first = parse_period(period).first
    first -= first % months
    return str(Period(first, first + months - 1))
