"""Tables in which a row and a column say what a figure is: both described.

Every reader of a published layout describes the rows, the columns and the title of its
table; what a cell is follows from the three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Final

from targetwatch.actuals import ReadingNote
from targetwatch.ingest.axis import AMBIGUOUS, of_frequency, since_january
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.labels import CUMULATIVE, Label
from targetwatch.periods import PeriodError, parse_period


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
    told = Said(
        indicator=label.name or None,
        unit=label.unit,
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


_AVERAGE_WORDS: Final = ("年均", "年平均")


@lru_cache(maxsize=65536)
def resolve(period: str, frequency: str | None, span: str | None) -> str:
    """The period of a figure: its axis period, its series' frequency and span together.

    A row that no series of that frequency has keeps a text that is no period, and is rejected.

    >>> resolve("2020-11", "M", "cumulative"), resolve("2020-03", "Q", None), resolve("2020-02", "Q", None)
    ('2020-01/2020-11', '2020Q1', '2020-02 (Q)')
    """
    if period == AMBIGUOUS:
        return "1 or 10"
    try:
        own = of_frequency(period, frequency)
        if own is None:
            return f"{period} ({frequency})"
        to_date = span == CUMULATIVE or (span == "to date" and parse_period(own).months == 1)
        return since_january(own) if to_date else own
    except PeriodError:
        return period


def average_of(words: str | None, period: str | None) -> str | None:
    """Over how many years a growth is an average: as stated, or as long as its period is.

    >>> average_of("年均", "2016/2020"), average_of("两年平均", "2021"), average_of("年均", "2020")
    ('5', '两年平均', None)
    """
    if words is None or words not in _AVERAGE_WORDS:
        return words
    try:
        months = parse_period(period or "").months
    except ValueError:
        return None
    return str(months // 12) if months > 12 and months % 12 == 0 else None
