"""Tables in which a row and a column say what a figure is: both described, then unrolled into rows.

Every reader of a published layout describes the rows, the columns and the title of its
table; what a cell is follows from the three. Figures become rows, marks of absence are
set aside, and each cell is claimed in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Final

from targetwatch.actuals import ReadingNote
from targetwatch.ingest.axis import AMBIGUOUS, of_frequency, since_january
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import CUMULATIVE, Label
from targetwatch.ingest.ledger import Ledger, column_letters
from targetwatch.ingest.rows import RawTable
from targetwatch.ingest.statuses import Status, is_absent, read_status, split_status
from targetwatch.periods import parse_period


@dataclass(frozen=True, slots=True)
class Said:
    """What a row, a column or a title says of its figures; ``None`` where it is silent.

    ``period`` is canonical text, ``span`` ``single``, ``cumulative`` or ``to date``,
    ``frequency`` a letter of ``axis.frequency_of``; the others are cells of actuals.
    """

    indicator: str | None = None
    region: str | None = None
    period: str | None = None
    frequency: str | None = None
    span: str | None = None
    unit: str | None = None
    measure: str | None = None
    basis: str | None = None
    stage: str | None = None
    check: str | None = None
    authority: str | None = None
    compared_to: str | None = None
    average_over: str | None = None
    scope: str | None = None
    published: str | None = None
    source: str | None = None
    note: str | None = None

    def over(self, other: Said) -> Said:
        """What both say; this one wins, notes are joined."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        joined = {name: value if value is not None else getattr(other, name) for name, value in own.items()}
        if self.note and other.note and self.note != other.note:
            joined["note"] = f"{other.note}；{self.note}"
        return Said(**joined)


def said(label: Label, **more: str | None) -> Said:
    """What a label says, and ``more``.

    >>> from targetwatch.ingest.labels import read_label
    >>> said(read_label("出口总值当期值(千美元)"), region="甲市").unit
    '千美元'
    """
    unit = label.unit or ("%" if label.measure in ("growth", "decline") else None)
    told = Said(
        indicator=label.name or None,
        unit=unit,
        measure=label.measure,
        span=label.span,
        compared_to=label.compared_to,
        basis=label.basis,
        average_over=label.average_over,
        note="其中项" if label.sub_item else None,
    )
    return Said(**more).over(told)


@dataclass(frozen=True)
class Table:
    """One table found on a grid: its rows and columns of figures, each with what it says.

    ``flags`` maps a column of figures to the column that holds their status.
    ``below_half``: ``…`` is a figure below half of the last printed place.
    """

    layout: str
    grid: Grid
    rows: Sequence[tuple[int, Said]]
    columns: Sequence[tuple[int, Said]]
    title: Said = field(default_factory=Said)
    flags: Mapping[int, int] = field(default_factory=dict)
    decimal_comma: bool = False
    below_half: bool = False
    notes: tuple[ReadingNote, ...] = ()
    join: Callable[[str, str], str] | None = None


_CELLS: Final = tuple(
    f.name for f in fields(Said) if f.name not in ("indicator", "period", "frequency", "span", "average_over")
)
_ELLIPSIS: Final = frozenset(["…", "……", "...", "⋯", "……."])
_AVERAGE_WORDS: Final = ("年均", "年平均")
_DECIMALS: Final = re.compile(r"-?[\d,]+(?:\.(\d+))?")


def unroll(tables: Sequence[Table], ledger: Ledger) -> RawTable:
    """The rows of actuals of the tables of one grid; every cell of figures is claimed in the ledger.

    A status beside a figure or in it becomes ``stage``, ``break`` and words in ``note``.
    """
    book = _Unrolling(ledger)
    for table in tables:
        book.take(table)
    grid = ledger.grid
    return RawTable(
        file=grid.file,
        sheet=grid.sheet,
        rows=book.rows,
        cells=book.cells,
        labels={},
        notes=tuple(note for table in tables for note in table.notes),
        columns=book.letters,
    )


class _Unrolling:
    """The columns of actuals as they grow."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rows: list[int] = []
        self.letters: list[str] = []
        names = ("indicator", "period", "value", "average_over", "break", *_CELLS)
        self.cells: dict[str, list[str | None]] = {name: [] for name in names}

    def take(self, table: Table) -> None:
        """Add the figures of one table."""
        columns = [column for column, _ in table.columns]
        told = [what for _, what in table.columns]
        letters = [column_letters(column) for column in columns]
        halves = _halves(table) if table.below_half else {}
        for line, row in table.rows:
            base = row.over(table.title)
            cells = self.ledger.grid.lines[line]
            kept = [n for n, c in enumerate(columns) if c < len(cells) and self._is_figure(cells[c], table)]
            self._claim(line, columns, kept, table)
            values, statuses = self._values(table, cells, [columns[n] for n in kept], halves)
            self.rows.extend([self.ledger.grid.numbers[line]] * len(kept))
            self.letters.extend(letters[n] for n in kept)
            self._say(base, [told[n] for n in kept], values, statuses, table)

    @staticmethod
    def _is_figure(cell: str, table: Table) -> bool:
        return not is_absent(cell) or (table.below_half and cell.strip() in _ELLIPSIS)

    def _claim(self, line: int, columns: Sequence[int], kept: Sequence[int], table: Table) -> None:
        figures = [columns[n] for n in kept]
        self.ledger.figures(line, figures)
        if len(kept) < len(columns):
            self.ledger.claim(line, "missing", columns)
        if table.flags:
            self.ledger.claim(line, "flag", [table.flags[c] for c in columns if c in table.flags])

    def _values(
        self, table: Table, cells: Sequence[str], columns: Sequence[int], halves: Mapping[int, str]
    ) -> tuple[list[str], list[Status]]:
        values, statuses = [], []
        for column in columns:
            text, status = split_status(cells[column], table.decimal_comma)
            if table.below_half and text.strip() in _ELLIPSIS:
                text, status = (
                    f"<{halves[column]}",
                    Status(words=("…：不足最小单位的一半 below half a unit",)),
                )
            flag = table.flags.get(column)
            if flag is not None and flag < len(cells) and cells[flag].strip():
                read = read_status(cells[flag])
                status = read if read is not None else Status(words=(f"标记 {cells[flag].strip()}",))
            values.append(text)
            statuses.append(status)
        return values, statuses

    def _say(
        self, base: Said, told: Sequence[Said], values: list[str], statuses: list[Status], table: Table
    ) -> None:
        cells = self.cells
        cells["value"].extend(values)
        cells["indicator"].extend(_names(base, told, table.join))
        periods = [_period(base, what) for what in told]
        cells["period"].extend(periods)
        averages = [
            _average(what.average_over or base.average_over, p) for what, p in zip(told, periods, strict=True)
        ]
        cells["average_over"].extend(averages)
        for name in _CELLS:
            own = getattr(base, name)
            found = [getattr(what, name) for what in told]
            cells[name].extend([own if text is None else text for text in found])
        cells["break"].extend("yes" if status.breaks else None for status in statuses)
        self._settle([what.span or base.span for what in told])
        self._add_statuses(base, told, statuses)

    def _settle(self, spans: Sequence[str | None]) -> None:
        """A cumulative amount is a total; an index has no unit; a cell that says 个百分点 is a change."""
        cells = self.cells
        start = len(cells["value"]) - len(spans)
        for n, span in enumerate(spans, start):
            if span == CUMULATIVE and cells["measure"][n] is None:
                cells["measure"][n] = "total"
            if cells["measure"][n] == "index":
                cells["unit"][n] = None
            elif "百分点" in (cells["value"][n] or ""):
                cells["unit"][n], cells["measure"][n] = "个百分点", "points"

    def _add_statuses(self, base: Said, told: Sequence[Said], statuses: Sequence[Status]) -> None:
        start = len(self.cells["note"]) - len(statuses)
        for n, status in enumerate(statuses):
            if status.stage:
                self.cells["stage"][start + n] = status.stage
            words = [base.note, told[n].note if told[n].note != base.note else None, *status.words]
            if status.words or (base.note and told[n].note):
                self.cells["note"][start + n] = "；".join(filter(None, words))


def _names(base: Said, told: Sequence[Said], join: Callable[[str, str], str] | None) -> list[str | None]:
    if base.indicator is None:
        return [what.indicator for what in told]
    if join is None:
        return [what.indicator or base.indicator for what in told]
    return [join(base.indicator, what.indicator) if what.indicator else base.indicator for what in told]


def _period(base: Said, what: Said) -> str | None:
    period = what.period or base.period
    if period is None:
        return None
    return resolve(period, what.frequency or base.frequency, what.span or base.span)


@lru_cache(maxsize=65536)
def resolve(period: str, frequency: str | None, span: str | None) -> str:
    """The period of a figure: its axis period, its series' frequency and span together.

    A row that no series of that frequency has keeps a text that is no period, and is rejected.

    >>> resolve("2020-11", "M", "cumulative"), resolve("2020-03", "Q", None), resolve("2020-02", "Q", None)
    ('2020-01/2020-11', '2020Q1', '2020-02 (Q)')
    """
    if period == AMBIGUOUS:
        return "1 or 10"
    own = of_frequency(period, frequency)
    if own is None:
        return f"{period} ({frequency})"
    if span == CUMULATIVE or (span == "to date" and parse_period(own).months == 1):
        return since_january(own)
    return own


def _average(words: str | None, period: str | None) -> str | None:
    """Over how many years a growth is an average: as stated, or as long as its period is."""
    if words is None or words not in _AVERAGE_WORDS:
        return words
    try:
        months = parse_period(period or "").months
    except ValueError:
        return None
    return str(months // 12) if months > 12 and months % 12 == 0 else None


def _halves(table: Table) -> dict[int, str]:
    """Half of the last place that the figures of a column print, as text."""
    halves = {}
    for column, _ in table.columns:
        places = 0
        for line, _ in table.rows:
            cells = table.grid.lines[line]
            match = _DECIMALS.fullmatch(cells[column].strip()) if column < len(cells) else None
            places = max(places, len(match[1] or "") if match else 0)
        halves[column] = f"0.{'0' * places}5"
    return halves
