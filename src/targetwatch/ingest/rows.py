"""Rows of actuals from the cells of one table: every column read, every unusable row kept with its reason.

All formats end here, so that a figure is read alike from a CSV file, a workbook or a
frame. Each distinct text of a column is read once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from targetwatch.actuals import REJECTED_NAMES, ActualsTable, Finding, ReadingNote, both, build_frame
from targetwatch.frames import ACTUALS_NAMES, EXPECTED, FOUND, REASON
from targetwatch.ingest.codes import UnknownCodeError, read_code, read_years
from targetwatch.ingest.figures import Figure, Rejection, join_ends, read_figure, read_unit, with_bound
from targetwatch.ingest.times import has_october, is_month_only, read_comparison, read_day, read_period
from targetwatch.units import is_unit

#: Columns whose cells are words of a closed set.
_CODED: Final = (
    "basis",
    "stage",
    "check",
    "authority",
    "review",
    "availability",
    "measure",
    "bound",
    "answer",
)
_TEXTS: Final = ("region", "scope", "statement", "evidence", "source", "note", "self_rating")
_DAYS: Final = ("date", "published")
_NOTHING: Final = frozenset(["", "-", "--", "—", "——", "–", "/", "…", "……", "空"])
_FOOTERS: Final = re.compile(
    r"(注|备注|说明|数据来源|资料来源|来源|填表|制表|审核|单位|note|source|remark)\s*\d*\s*[:：.、]",
    re.IGNORECASE,
)

FINDINGS: Final[dict[str, tuple[str, str, str]]] = {
    "approximate": ("note", "近似值，按所填数值使用", "approximate figures, used as they are written"),
    "fall_of_a_fall": (
        "warning",
        "降幅一栏填了负数，按“负的下降”读作上升，请核对",
        "a negative size of a fall, read as a rise: check it",
    ),
    "day_not_stated": (
        "note",
        "日期只写到月，按当月最后一日",
        "days given by month only, taken as its last day",
    ),
    "unit_not_known": (
        "warning",
        "单位不在单位表中，只有方案自定义了该单位才能使用",
        "units outside the registry, usable only where the plan declares them",
    ),
    "replacement_character": (
        "warning",
        "含有替换符 �，文件曾按错误的编码保存",
        "replacement characters: the file was once saved in a wrong encoding",
    ),
}


@dataclass(frozen=True)
class RawTable:
    """The cells of one table by canonical column, each as text (``None`` where blank), and where they stood.

    ``labels`` names each column as the file does (its head, or its letter in a
    workbook); ``unit`` is what the value's head states; ``refused`` maps a position to
    what made the row unreadable as a whole.
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

    def place(self, position: int) -> str:
        """Where a row stood: ``file:row`` or ``file[sheet]:row``."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        return f"{self.file}{sheet}:{self.rows[position]}"


def clean_rows(raw: RawTable) -> ActualsTable:
    """The table of actuals that the cells of ``raw`` are: usable rows, rejected rows and findings.

    Rows read = usable + rejected. The first thing that makes a row unusable is its reason.
    """
    return _Cleaner(raw).table()


class _Cleaner:
    """The columns of one table as they are read, the problem of each row, and the findings."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.count = len(raw.rows)
        self.problems: dict[int, tuple[str, Rejection]] = {
            n: ("", why) for n, why in raw.refused.items()
        }
        self.remarks: dict[str, list[int]] = defaultdict(list)
        self.columns: dict[str, list[Any]] = {name: [None] * self.count for name in ACTUALS_NAMES}

    def table(self) -> ActualsTable:
        self._read_indicator()
        self._read_periods()
        for name in _TEXTS:
            self.columns[name] = [_text(cell) for cell in self._cells(name)]
        for name in _CODED:
            self._read_into(name, lambda text, name=name: _coded(name, text))  # type: ignore[misc]
        self._read_into("average_over", _years)
        self._read_into("break", _break)
        for name in _DAYS:
            self._read_days(name)
        self._read_figures()
        self._read_comparisons()
        self._place_rows()
        return self._split()

    def _cells(self, name: str) -> Sequence[str | None]:
        return self.raw.cells.get(name) or [None] * self.count

    def _refuse(self, position: int, name: str, rejection: Rejection) -> None:
        self.problems.setdefault(position, (name, rejection))

    def _read_into(self, name: str, read: Callable[[str], Any]) -> None:
        """Fill a column; each distinct text is read once."""
        known: dict[str | None, Any] = {None: None}
        target = self.columns[name]
        for position, cell in enumerate(self._cells(name)):
            if cell not in known:
                known[cell] = read(cell or "")
            outcome = known[cell]
            if isinstance(outcome, Rejection):
                self._refuse(position, name, outcome)
            else:
                target[position] = outcome

    def _read_indicator(self) -> None:
        names = [_text(cell) for cell in self._cells("indicator")]
        self.columns["indicator"] = names
        for position, name in enumerate(names):
            if name is None:
                expected = both("指标编号、名称或别名", "an indicator's id, name or alias")
                self._refuse(
                    position,
                    "indicator",
                    Rejection("indicator_missing", both("空白", "blank"), expected),
                )
            elif "�" in name:
                self.remarks["replacement_character"].append(position)

    def _read_periods(self) -> None:
        """Periods in canonical text; ``2020.1`` is January only where ``2020.10`` stands in the column."""
        october = has_october([cell for cell in self._cells("period") if cell])
        self._read_into("period", lambda text: read_period(text, october))

    def _read_days(self, name: str) -> None:
        self._read_into(name, read_day)
        for position, cell in enumerate(self._cells(name)):
            if cell and self.columns[name][position] and is_month_only(cell):
                self.remarks["day_not_stated"].append(position)

    def _read_figures(self) -> None:
        sources = ("value", "value_high", "unit")
        cells = [self._cells(name) for name in sources]
        known: dict[tuple[Any, ...], Figure | Rejection] = {}
        codes = zip(self.columns["bound"], self.columns["measure"], strict=True)
        for position, (bound, measure) in enumerate(codes):
            key = (*(column[position] for column in cells), bound, measure)
            if key not in known:
                known[key] = _figure(key[0], key[1], key[2] or self.raw.unit, bound, measure)
            self._take_figure(position, known[key])

    def _take_figure(self, position: int, figure: Figure | Rejection) -> None:
        columns = self.columns
        if isinstance(figure, Rejection):
            columns["statement"][position] = (
                columns["statement"][position] or self._cells("value")[position]
            )
            columns["unit"][position] = read_unit(self._cells("unit")[position] or self.raw.unit)
            columns["measure"][position] = _undeclined(columns["measure"][position])
            columns["bound"][position] = None
            self._refuse(position, "value", figure)
            return
        columns["value"][position] = _float(figure.value)
        columns["value_high"][position] = _float(figure.value_high)
        for name in ("bound", "unit", "measure"):
            columns[name][position] = getattr(figure, name)
        for name, said in (
            ("stage", figure.stage),
            ("statement", None),
            ("availability", figure.availability),
        ):
            columns[name][position] = said or columns[name][position]
        columns["answer"][position] = columns["answer"][position] or figure.answer
        columns["statement"][position] = columns["statement"][position] or figure.wording
        self._check_figure(position, figure)

    def _check_figure(self, position: int, figure: Figure) -> None:
        if figure.remark:
            self.remarks[figure.remark].append(position)
        if figure.unit and not is_unit(figure.unit):
            self.remarks["unit_not_known"].append(position)
        if figure.value is not None and self.columns["period"][position] is None:
            expected = both(
                "时期，如 2020、2020-11、2020Q3", "a period such as 2020, 2020-11 or 2020Q3"
            )
            self._refuse(
                position, "period", Rejection("unreadable_period", both("空白", "blank"), expected)
            )

    def _read_comparisons(self) -> None:
        for position, cell in enumerate(self._cells("compared_to")):
            words = _text(cell)
            if words:
                self.columns["compared_to"][position] = read_comparison(
                    words, self.columns["period"][position]
                )

    def _place_rows(self) -> None:
        columns, raw = self.columns, self.raw
        columns["file"] = [raw.file] * self.count
        columns["sheet"] = [raw.sheet] * self.count
        columns["row"] = list(raw.rows)
        for position in range(self.count):
            refused = self.problems.get(position)
            name = refused[0] if refused else self._said_by(position)
            columns["column"][position] = raw.labels.get(name)

    def _said_by(self, position: int) -> str:
        """The column that says what the row says: its value, else its answer, else its date."""
        for name in ("value", "answer", "date"):
            if _text(self._cells(name)[position]) is not None:
                return name
        return "value"

    def _split(self) -> ActualsTable:
        good = [n for n in range(self.count) if n not in self.problems]
        bad = sorted(self.problems)
        why = [self.problems[n][1] for n in bad]
        said = {
            REASON: [w.reason for w in why],
            FOUND: [w.found for w in why],
            EXPECTED: [w.expected for w in why],
        }
        return ActualsTable(
            frame=build_frame(
                {name: [values[n] for n in good] for name, values in self.columns.items()}
            ),
            rejected=build_frame(
                {name: [values[n] for n in bad] for name, values in self.columns.items()} | said,
                REJECTED_NAMES,
            ),
            findings=self._findings(),
            notes=self.raw.notes,
        )

    def _findings(self) -> tuple[Finding, ...]:
        return tuple(
            Finding(code, level, zh, en, tuple(self.raw.place(n) for n in self.remarks[code]))  # type: ignore[arg-type]
            for code, (level, zh, en) in FINDINGS.items()
            if self.remarks[code]
        )


def footer(cells: Sequence[str | None]) -> Rejection | None:
    """Why a line with one filled cell, such as 数据来源：…, is no row; ``None`` where it may be one."""
    filled = [cell for cell in cells if cell and cell.strip()]
    if len(filled) != 1 or not _FOOTERS.match(filled[0].strip()):
        return None
    return Rejection("unreadable_row", filled[0].strip(), both("一行数据", "a row of data"))


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


def _undeclined(measure: str | None) -> str | None:
    return None if measure == "decline" else measure


def _figure(
    value: str | None, high: str | None, unit: str | None, bound: str | None, measure: str | None
) -> Figure | Rejection:
    """The figure of a row from its cells: value, upper end, unit, and the codes of bound and measure."""
    figure = read_figure(value or "", unit, measure)
    if isinstance(figure, Rejection):
        return figure
    if _text(high) is not None:
        return join_ends(figure, read_figure(high or "", unit, measure), f"{value}, {high}")
    if figure.value is None or bound in (None, figure.bound):
        return figure
    return with_bound(figure, bound or "", measure == "decline", f"{value} ({bound})")
