"""Rows of actuals from the cells of one table: every column read, every unusable row kept with its reason.

All formats end here, so that a figure is read alike from a CSV file, a workbook or a
frame. Each distinct text of a column is read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from targetwatch.actuals import REJECTED_NAMES, ActualsTable, ReadingNote, both, build_frame
from targetwatch.frames import ACTUALS_NAMES, EXPECTED, FOUND, PLACE_NAMES, REASON
from targetwatch.ingest.codes import CODES, UnknownCodeError, read_code, read_years
from targetwatch.ingest.figures import Figure, Rejection, join_ends, read_figure, read_unit, with_bound
from targetwatch.ingest.findings import tell
from targetwatch.ingest.times import has_october, is_month_only, read_comparison, read_day, read_period
from targetwatch.units import is_unit

#: Columns whose cells are words of a closed set; ``measure`` and ``bound`` before the figures that need them.
_CODED: Final = tuple(CODES)
_TEXTS: Final = ("region", "scope", "statement", "evidence", "source", "note", "self_rating")
_DAYS: Final = ("date", "published")
_NOTHING: Final = frozenset(["", "-", "--", "—", "——", "–", "/", "…", "……", "空"])

_BLANK: Final = both("空白", "blank")
_NO_INDICATOR: Final = Rejection(
    "indicator_missing", _BLANK, both("指标编号、名称或别名", "an indicator's id, name or alias")
)
_NO_PERIOD: Final = Rejection(
    "unreadable_period", _BLANK, both("时期，如 2020、2020-11", "a period such as 2020, 2020-11 or 2020Q3")
)
_NO_FIGURE: Final = Figure()


@dataclass(frozen=True)
class RawTable:
    """The cells of one table by canonical column, each as text (``None`` where blank), and where they stood.

    ``labels`` names each column as the file does (its head, or its letter in a
    workbook); ``columns`` names that of each row's figure, where they differ;
    ``census`` counts cells by what they are (``title``, ``head``, ``body``, ``blank``);
    ``remarks`` gives positions by code of a finding; ``unit`` is what the value's head
    states; ``refused`` maps a position to what made the row unreadable as a whole.
    """

    file: str
    sheet: str | None
    rows: Sequence[int]
    cells: Mapping[str, Sequence[str | None]]
    labels: Mapping[str, str]
    unit: str | None = None
    form: bool = False
    refused: Mapping[int, Rejection] = field(default_factory=dict)
    notes: tuple[ReadingNote, ...] = ()
    columns: Sequence[str] | None = None
    census: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def place(self, position: int) -> str:
        """Where a row stood: ``file:row`` or ``file[sheet]:row``."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        return f"{self.file}{sheet}:{self.rows[position]}"


def clean_rows(raw: RawTable) -> ActualsTable:
    """The table of actuals that the cells of ``raw`` are: usable rows, rejected rows and findings.

    Rows read = usable + rejected. The first thing that makes a row unusable is its reason.
    """
    return _Cleaner(raw).table()


def clean_parted(raw: RawTable) -> tuple[ActualsTable, list[int]]:
    """The same as ``clean_rows``, with the positions of the usable rows."""
    cleaner = _Cleaner(raw)
    return cleaner.table(), [n for n in range(cleaner.count) if n not in cleaner.problems]


class _Cleaner:
    """The columns of one table as they are read, the problem of each row, and the findings."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.count = len(raw.rows)
        self.blank: list[str | None] = [None] * self.count
        self.problems = {position: ("", why) for position, why in raw.refused.items()}
        self.remarks: dict[str, list[int]] = defaultdict(list)
        self.remarks |= {code: list(positions) for code, positions in raw.remarks.items()}
        self.columns: dict[str, list[Any]] = dict.fromkeys(ACTUALS_NAMES, self.blank)

    def table(self) -> ActualsTable:
        """Every column read in turn, then the rows parted into usable and rejected."""
        self._read_indicators()
        self._read_periods()
        for name in _TEXTS:
            self.columns[name] = [_text(cell) for cell in self._cells(name)]
        for name in _CODED:
            self._read_into(name, partial(_coded, name))
        self._read_into("average_over", _years)
        self._read_into("break", _break)
        for name in _DAYS:
            self._read_days(name)
        self._take_figures(self._read_figures())
        self._read_comparisons()
        self._place_rows()
        return self._split()

    def _cells(self, name: str) -> Sequence[str | None]:
        return self.raw.cells.get(name) or self.blank

    def _refuse(self, position: int, name: str, rejection: Rejection) -> None:
        self.problems.setdefault(position, (name, rejection))

    def _read_into(self, name: str, read: Callable[[str], Any]) -> None:
        """Fill a column; each distinct text is read once."""
        cells = self._cells(name)
        known = {cell: None if cell is None else read(cell) for cell in set(cells)}
        refused = {cell: outcome for cell, outcome in known.items() if isinstance(outcome, Rejection)}
        good = {cell: None if cell in refused else outcome for cell, outcome in known.items()}
        self.columns[name] = [good[cell] for cell in cells]
        for position, cell in enumerate(cells if refused else ()):
            if cell in refused:
                self._refuse(position, name, refused[cell])

    def _read_indicators(self) -> None:
        names = [_text(cell) for cell in self._cells("indicator")]
        self.columns["indicator"] = names
        for position, name in enumerate(names):
            if name is None:
                self._refuse(position, "indicator", _NO_INDICATOR)
            elif "\ufffd" in name:
                self.remarks["replacement_character"].append(position)

    def _read_periods(self) -> None:
        """Periods in canonical text; ``2020.1`` is January only where ``2020.10`` stands in the column."""
        october = has_october({cell for cell in self._cells("period") if cell})
        self._read_into("period", lambda text: read_period(text, october))

    def _read_days(self, name: str) -> None:
        self._read_into(name, read_day)
        months = {cell for cell in set(self._cells(name)) if cell and is_month_only(cell)}
        found = [n for n, cell in enumerate(self._cells(name)) if cell in months] if months else []
        self.remarks["day_not_stated"].extend(found)

    def _read_figures(self) -> list[Figure | Rejection]:
        """The figure of each row; equal cells are read once."""
        cells = (self._cells(name) for name in ("value", "value_high", "unit"))
        keys = list(zip(*cells, self.columns["bound"], self.columns["measure"], strict=True))
        known = {key: _figure(key, self.raw.unit) for key in set(keys)}
        return [known[key] for key in keys]

    def _take_figures(self, outcomes: Sequence[Figure | Rejection]) -> None:
        figures = [outcome if isinstance(outcome, Figure) else _NO_FIGURE for outcome in outcomes]
        self._set_figures(figures)
        for position, outcome in enumerate(outcomes):
            if isinstance(outcome, Rejection):
                self._keep_refused(position, outcome)
            elif outcome.value is not None and self.columns["period"][position] is None:
                self._refuse(position, "period", _NO_PERIOD)
        self._remark(figures)

    def _set_figures(self, figures: Sequence[Figure]) -> None:
        columns = self.columns
        columns["value"] = [_float(figure.value) for figure in figures]
        columns["value_high"] = [_float(figure.value_high) for figure in figures]
        for name in ("bound", "unit", "measure"):
            columns[name] = [getattr(figure, name) for figure in figures]
        for name in ("stage", "availability"):
            columns[name] = [getattr(f, name) or own for f, own in zip(figures, columns[name], strict=True)]
        for name, said in (("answer", "answer"), ("statement", "wording")):
            columns[name] = [own or getattr(f, said) for f, own in zip(figures, columns[name], strict=True)]

    def _keep_refused(self, position: int, rejection: Rejection) -> None:
        """Keep what the unit wrote, and the unit of its row, with a figure that cannot be read."""
        columns = self.columns
        columns["statement"][position] = columns["statement"][position] or self._cells("value")[position]
        columns["unit"][position] = read_unit(self._cells("unit")[position] or self.raw.unit)
        self._refuse(position, "value", rejection)

    def _remark(self, figures: Sequence[Figure]) -> None:
        unknown = {unit for unit in {figure.unit for figure in figures} if unit and not is_unit(unit)}
        for position, figure in enumerate(figures):
            if figure.remark:
                self.remarks[figure.remark].append(position)
            if figure.unit in unknown:
                self.remarks["unit_not_known"].append(position)

    def _read_comparisons(self) -> None:
        pairs = zip(map(_text, self._cells("compared_to")), self.columns["period"], strict=True)
        self.columns["compared_to"] = [read_comparison(text, own) if text else None for text, own in pairs]

    def _place_rows(self) -> None:
        columns, raw = self.columns, self.raw
        columns["file"], columns["sheet"] = [raw.file] * self.count, [raw.sheet] * self.count
        columns["row"] = list(raw.rows)
        columns["column"] = (
            list(raw.columns)
            if raw.columns is not None
            else [raw.labels.get(self._said_by(position)) for position in range(self.count)]
        )

    def _said_by(self, position: int) -> str:
        """The column that says what the row says, or that makes it unusable."""
        if position in self.problems:
            return self.problems[position][0]
        given = (name for name in ("value", "answer", "date") if _text(self._cells(name)[position]))
        return next(given, "value")

    def _split(self) -> ActualsTable:
        good = [n for n in range(self.count) if n not in self.problems]
        bad = sorted(self.problems)
        why = [self.problems[n][1] for n in bad]
        said = {REASON: [w.reason for w in why], FOUND: [w.found for w in why]}
        said[EXPECTED] = [w.expected for w in why]
        frame = build_frame({name: [values[n] for n in good] for name, values in self.columns.items()})
        rejected = {name: [self._kept(name, n) for n in bad] for name in self.columns}
        findings = tell({code: [self.raw.place(n) for n in found] for code, found in self.remarks.items()})
        return ActualsTable(frame, build_frame(rejected | said, REJECTED_NAMES), findings, self.raw.notes)

    def _kept(self, name: str, position: int) -> Any:
        """A cell of a rejected row; where the row as a whole is unreadable only its place is kept."""
        whole = position in self.raw.refused and name not in PLACE_NAMES
        return None if whole else self.columns[name][position]


def _text(cell: str | None) -> str | None:
    if cell is None:
        return None
    words = " ".join(cell.split())
    return None if words in _NOTHING else words


def _float(number: Any) -> float | None:
    return None if number is None else float(number)


def _coded(name: str, text: str) -> str | Rejection | None:
    try:
        return read_code(name, text)
    except UnknownCodeError as error:
        return Rejection("unknown_code", error.found, error.expected)


def _years(text: str) -> float | Rejection | None:
    try:
        return read_years(text)
    except UnknownCodeError as error:
        return Rejection("unknown_code", error.found, error.expected)


def _break(text: str) -> str | None:
    """Whether the series breaks: ``yes`` for a plain yes, nothing for a plain no, else the words."""
    try:
        code = read_code("answer", text)
    except UnknownCodeError:
        return _text(text)
    return "yes" if code == "yes" else None


def _figure(
    cells: tuple[str | None, str | None, str | None, str | None, str | None], head_unit: str | None
) -> Figure | Rejection:
    """The figure of a row from its cells: value, upper end, unit, and the codes of bound and measure."""
    value, high, unit, bound, measure = cells
    unit = unit or head_unit
    figure = read_figure(value or "", unit, measure)
    if isinstance(figure, Rejection):
        return figure
    if high is not None and _text(high) is not None:
        return join_ends(figure, read_figure(high, unit, measure), f"{value}, {high}")
    if figure.value is None or bound is None or bound == figure.bound:
        return figure
    return with_bound(figure, bound, measure == "decline", f"{value} ({bound})")
