"""Described tables unrolled into actuals: plain numbers all at once, other figures one by one.

What a row and a column say is worked out once for each pair of kinds of them, not once
a cell. Cells that are no plain number (marks of status, bounds, words) take the way of
every cell of a tidy file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from targetwatch.actuals import ActualsTable, Finding, build_frame, join_tables
from targetwatch.frames import ACTUALS_NAMES
from targetwatch.ingest.figures import Rejection, read_unit
from targetwatch.ingest.findings import tell
from targetwatch.ingest.labels import CUMULATIVE
from targetwatch.ingest.ledger import Ledger, column_letters
from targetwatch.ingest.rows import RawTable, clean_parted
from targetwatch.ingest.statuses import Status, is_absent, read_status, split_status
from targetwatch.ingest.times import read_comparison, read_day
from targetwatch.ingest.wide import Said, Table, average_of, resolve
from targetwatch.periods import PeriodError, parse_period
from targetwatch.units import is_unit

Objects = npt.NDArray[np.object_]
Numbers = npt.NDArray[np.int64]

_PLAIN: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_DECIMALS: Final = re.compile(r"-?[\d,]+(?:\.(\d+))?")
_ELLIPSIS: Final = frozenset(["…", "……", "...", "⋯", "……."])
#: What says when and how a figure is measured; its combinations are worked out once.
_TIMED: Final = ("period", "frequency", "span", "compared_to", "average_over", "measure")
_PLACED: Final = (
    "indicator", "region", "unit", "basis", "stage", "check", "authority", "scope", "published", "source",
    "note",
)  # fmt: skip
_TEXTS: Final = ("indicator", "region", "scope", "source", "note")


def unroll(tables: Sequence[Table], ledger: Ledger) -> ActualsTable:
    """The actuals of the tables of one grid; every cell of figures is claimed in the ledger.

    A status beside a figure or in it becomes ``stage``, ``break`` and words in ``note``.
    """
    if not tables:
        return ActualsTable(build_frame({}), build_frame({}, _REJECTED))
    return join_tables([_Unrolling(table, ledger).table() for table in tables])


class _Unrolling:
    """One table: its figures in the order of rows and columns, as parallel arrays."""

    def __init__(self, table: Table, ledger: Ledger) -> None:
        self.source, self.ledger = table, ledger
        self.columns = [column for column, _ in table.columns]
        self.across = [_tidied(what) for _, what in table.columns]
        self.down = [_tidied(what.over(table.title)) for _, what in table.rows]
        self.texts = self._texts()
        self.plain = self._plain()
        self.kept = self._claimed()
        width = max(1, len(self.columns))
        self.row_of: Numbers = self.kept // width
        self.column_of: Numbers = self.kept % width

    def table(self) -> ActualsTable:
        """The figures as actuals, in order."""
        told, canonical = self._timed()
        told |= {name: self._told(name) for name in _PLACED}
        told["unit"][_has_no_unit(told["measure"], told["unit"])] = None
        canonical &= told["indicator"] != None  # noqa: E711
        easy = self.plain[self.kept] & canonical.astype(bool)
        which = np.flatnonzero(easy)
        odd, good = self._odd_ones(np.flatnonzero(~easy), told)
        frame = self._frame(which, told)
        if len(odd.frame):
            order = np.argsort(np.concatenate([which, good]), kind="stable")
            frame = _stacked(frame, odd.frame).iloc[order].reset_index(drop=True)
        findings = self._findings(which, told)
        return ActualsTable(frame, odd.rejected, (*findings, *odd.findings), self.source.notes)

    def _texts(self) -> list[str]:
        """The cells where rows and columns cross, row by row."""
        texts: list[str] = []
        width = max(self.columns, default=-1) + 1
        for line, _ in self.source.rows:
            cells = self.ledger.grid.lines[line]
            short = [*cells, *[""] * (width - len(cells))] if len(cells) < width else cells
            texts.extend([short[column] for column in self.columns])
        return texts

    def _plain(self) -> npt.NDArray[np.bool_]:
        """Which cells are plain numbers without a status beside them."""
        match = _PLAIN.fullmatch
        plain = np.fromiter(
            (match(text) is not None for text in self.texts), dtype=bool, count=len(self.texts)
        )
        if self.source.decimal_comma:
            plain &= np.fromiter(("," not in text for text in self.texts), dtype=bool, count=len(self.texts))
        if self.source.flags:
            flagged = [bool(self._flag(n)) for n in range(len(self.texts))]
            plain &= ~np.asarray(flagged, dtype=bool)
        return plain

    def _claimed(self) -> Numbers:
        """The positions of the figures; their cells and all others of the table are claimed."""
        width, kept = len(self.columns), self.plain.copy()
        for n in np.flatnonzero(~self.plain).tolist():
            text = self.texts[n]
            kept[n] = text != "" and (not is_absent(text) or self._is_small(text))
        flags = [self.source.flags[c] for c in self.columns if c in self.source.flags]
        for row, (line, _) in enumerate(self.source.rows):
            own = kept[row * width : (row + 1) * width]
            self.ledger.figures(line, [self.columns[n] for n in np.flatnonzero(own).tolist()])
            if not own.all():
                self.ledger.claim(line, "missing", self.columns)
            if flags:
                self.ledger.claim(line, "flag", flags)
        return np.flatnonzero(kept)

    def _is_small(self, text: str) -> bool:
        return self.source.below_half and text.strip() in _ELLIPSIS

    def _flag(self, position: int) -> str:
        """The text in the column of flags beside a cell."""
        row, column = divmod(position, len(self.columns))
        at = self.source.flags.get(self.columns[column])
        cells = self.ledger.grid.lines[self.source.rows[row][0]]
        return cells[at].strip() if at is not None and at < len(cells) else ""

    def _told(self, name: str) -> Objects:
        """What is said of each figure: by its column, else by its row and the title."""
        down = _objects(getattr(what, name) for what in self.down)[self.row_of]
        across = _objects(getattr(what, name) for what in self.across)
        if not any(text is not None for text in across):
            return down
        over = across[self.column_of]
        both = (down != None) & (over != None)  # noqa: E711
        told = np.where(over == None, down, over)  # noqa: E711
        joined = {"note": _with_note, "indicator": self.source.join}.get(name)
        for n in np.flatnonzero(both).tolist() if joined else ():
            told[n] = joined(down[n], over[n]) if joined else None
        return told

    def _timed(self) -> tuple[dict[str, Objects], Objects]:
        """Period, comparison, average and measure of each figure, and whether they are canonical.

        They are worked out once for each pair of kinds.
        """
        rows, row_kinds = _kinds(self.down)
        columns, column_kinds = _kinds(self.across)
        names = ("period", "compared_to", "average_over", "measure", "canonical")
        shape = (len(row_kinds), len(column_kinds))
        matrices = {name: np.full(shape, None, dtype=object) for name in names}
        for r, down in enumerate(row_kinds):
            for c, across in enumerate(column_kinds):
                for name, text in zip(names, _when(down, across), strict=True):
                    matrices[name][r, c] = text
        at = (rows[self.row_of], columns[self.column_of])
        told = {name: matrix[at] for name, matrix in matrices.items()}
        return told, told.pop("canonical")

    def _frame(self, which: Numbers, told: dict[str, Objects]) -> pd.DataFrame:
        """The frame of the plain figures at these places of the kept ones."""
        count = len(which)
        texts = [self.texts[n] for n in self.kept[which].tolist()]
        values = [float(text.replace(",", "")) if "," in text else float(text) for text in texts]
        grid = self.ledger.grid
        lines = np.asarray([grid.numbers[line] for line, _ in self.source.rows], dtype=np.int64)
        letters = _objects(map(column_letters, self.columns))
        data: dict[str, Any] = {name: np.full(count, None, dtype=object) for name in ACTUALS_NAMES}
        data |= {name: array[which] for name, array in told.items() if name != "average_over"}
        if any(what.published for what in (*self.down, *self.across)):
            data["published"] = _looked_up(data["published"], _day)
        data["value"] = np.asarray(values, dtype=np.float64)
        for name in ("value_high", "average_over"):
            data[name] = np.full(count, np.nan)
        data["bound"] = np.full(count, "exact", dtype=object)
        data["file"], data["sheet"] = (
            np.full(count, grid.file, dtype=object),
            np.full(count, grid.sheet, dtype=object),
        )
        data["row"] = pd.array(lines[self.row_of[which]], dtype="Int64")
        data["column"] = letters[self.column_of[which]]
        series = {name: _series(values) for name, values in data.items()}
        return pd.DataFrame(series, columns=list(ACTUALS_NAMES))

    def _odd_ones(self, which: Numbers, told: dict[str, Objects]) -> tuple[ActualsTable, Numbers]:
        """The other figures as the reader of rows has them, and which of them are usable."""
        grid = self.ledger.grid
        halves = _halves(self.source) if self.source.below_half else {}
        cells: dict[str, list[str | None]] = {name: array[which].tolist() for name, array in told.items()}
        cells |= {name: [None] * len(which) for name in ("value", "break")}
        for n, place in enumerate(self.kept[which].tolist()):
            text, status = self._figure(place, halves)
            cells["value"][n] = text
            cells["stage"][n] = status.stage or cells["stage"][n]
            cells["break"][n] = "yes" if status.breaks else None
            if status.words:
                cells["note"][n] = "；".join(filter(None, [cells["note"][n], *status.words]))
            if "百分点" in text and cells["measure"][n] != "index":
                cells["unit"][n], cells["measure"][n] = "个百分点", "points"
        rows = [grid.numbers[self.source.rows[row][0]] for row in self.row_of[which].tolist()]
        letters = [column_letters(self.columns[column]) for column in self.column_of[which].tolist()]
        table, good = clean_parted(RawTable(grid.file, grid.sheet, rows, cells, {}, columns=letters))
        return table, which[good]

    def _figure(self, place: int, halves: dict[int, str]) -> tuple[str, Status]:
        """The number of a cell and the status in it or beside it."""
        text, status = split_status(self.texts[place], self.source.decimal_comma)
        if self._is_small(text):
            half = halves[self.columns[place % len(self.columns)]]
            text, status = f"<{half}", Status(words=("…：不足最小单位的一半 below half a unit",))
        if flag := self._flag(place) if self.source.flags else "":
            status = read_status(flag) or Status(words=(f"标记 {flag}",))
        return text, status

    def _findings(self, which: Numbers, told: dict[str, Objects]) -> tuple[Finding, ...]:
        """What a reader should look at in the plain figures, one place a line."""
        said = (*self.down, *self.across)
        strange: set[str | None] = {what.unit for what in said if what.unit and not is_unit(what.unit)}
        broken: set[str | None] = {what.indicator for what in said if "\ufffd" in (what.indicator or "")}
        places = {
            "unit_not_known": self._places(which, told["unit"], strange),
            "replacement_character": self._places(which, told["indicator"], broken),
        }
        return tell(places)

    def _places(self, which: Numbers, told: Objects, texts: set[str | None]) -> list[str]:
        """The lines on which one of ``texts`` is said."""
        if not texts:
            return []
        grid = self.ledger.grid
        sheet = f"[{grid.sheet}]" if grid.sheet else ""
        rows = [row for row, text in zip(self.row_of[which], told[which], strict=True) if text in texts]
        lines = dict.fromkeys(grid.numbers[self.source.rows[row][0]] for row in rows)
        return [f"{grid.file}{sheet}:{line}" for line in lines]


_REJECTED: Final = (*ACTUALS_NAMES, "reason", "found", "expected")


def _tidied(what: Said) -> Said:
    """What is said, with its free texts in one line and its unit in the usual spelling."""
    return replace(what, unit=read_unit(what.unit), **{name: _line(getattr(what, name)) for name in _TEXTS})


def _line(text: str | None) -> str | None:
    words = " ".join(text.split()) if text else ""
    return None if words in ("", "-", "--", "—", "/", "…") else words


def _with_note(down: str, across: str) -> str:
    return down if across == down else f"{down}；{across}"


def _kinds(told: Sequence[Said]) -> tuple[Numbers, list[Said]]:
    """Each text's kind by number, and what the kinds say of time."""
    kinds: dict[tuple[str | None, ...], int] = {}
    numbers = [kinds.setdefault(tuple(getattr(what, name) for name in _TIMED), len(kinds)) for what in told]
    return np.asarray(numbers, dtype=np.int64), [
        Said(**dict(zip(_TIMED, kind, strict=True))) for kind in kinds
    ]


def _when(down: Said, across: Said) -> tuple[str | bool | None, ...]:
    """Period, comparison, average, measure where a row and a column cross; whether all are canonical."""
    both = across.over(down)
    period = resolve(both.period, both.frequency, both.span) if both.period else None
    known = _is_period(period)
    measure = "total" if both.measure is None and both.span == CUMULATIVE else both.measure
    average = average_of(both.average_over, period)
    compared = read_comparison(both.compared_to, period) if both.compared_to and known else both.compared_to
    return period, compared, average, measure, known and measure != "decline" and average is None


def _has_no_unit(measures: Objects, units: Objects) -> npt.NDArray[np.bool_]:
    """Where a unit is that of the row's amounts and not the figure's: an index, a rank, a rate of growth."""
    rates = (measures == "growth") | (measures == "decline")
    mask = (measures == "index") | (measures == "rank") | (rates & (units != "%") & (units != "‰"))
    return np.asarray(mask, dtype=bool)


def _is_period(text: str | None) -> bool:
    try:
        return text is not None and str(parse_period(text)) == text
    except PeriodError:
        return False


def _day(text: str | None) -> Any:
    day = read_day(text) if text else None
    return None if isinstance(day, Rejection) else day


def _looked_up(texts: Objects, read: Any) -> Objects:
    """``read`` of each text, once for each distinct one."""
    known = {text: read(text) for text in set(texts.tolist())}
    return _objects(known[text] for text in texts.tolist())


def _objects(texts: Any) -> Objects:
    listed = list(texts)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def _series(values: Any) -> pd.Series[Any]:
    is_object = isinstance(values, np.ndarray) and values.dtype == object
    return pd.Series(values, dtype="object" if is_object else None)


def _stacked(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Two frames of actuals, one under the other, in the types of the contract."""
    columns: dict[str, Any] = {}
    for name in ACTUALS_NAMES:
        if name == "row":
            columns[name] = pd.array([*first[name].tolist(), *second[name].tolist()], dtype="Int64")
        else:
            columns[name] = np.concatenate([first[name].to_numpy(), second[name].to_numpy()])
    return pd.DataFrame(
        {name: _series(values) for name, values in columns.items()}, columns=list(ACTUALS_NAMES)
    )


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
