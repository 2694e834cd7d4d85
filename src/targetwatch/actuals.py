"""Actuals as plain data: the figures that can be used, those that cannot, and where both came from.

`ingest` builds an ``ActualsTable`` from files or frames; `evaluate` reads it. The
frame has exactly the columns of ``frames.ACTUALS``; missing text is ``None``, a
missing number NaN, a missing day ``None``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from targetwatch.frames import ACTUALS, ACTUALS_NAMES, EXPECTED, FOUND, PLACE_NAMES, REASON

#: Columns of ``ActualsTable.rejected``.
REJECTED_NAMES: Final = (*ACTUALS_NAMES, REASON, FOUND, EXPECTED)

#: Between the Chinese and the English words of one cell.
_SEAM: Final = " ┃ "
_DTYPES: Final[dict[str, str]] = {column.name: column.dtype for column in ACTUALS}
_NUMBERS: Final = {"float": "float64", "integer": "Int64"}


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read: its path as given, layout, encoding, bytes, SHA-256 and rows.

    ``layout`` is ``csv`` or ``xlsx``, with ``form`` before it where the file is a filled
    form and with the layout's name where it is not tidy (``nbs-csv``); ``frame`` for a
    frame in memory. ``encoding`` is empty where the file has none.
    """

    path: str
    layout: str
    encoding: str
    size: int
    sha256: str
    rows_read: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the figures that a reader should look at; it changes no figure.

    ``rows`` are the places: ``actuals.csv:5`` or ``actuals.xlsx[Sheet1]:5``.
    """

    code: str
    level: Literal["note", "warning"]
    message_zh: str
    message_en: str
    rows: tuple[str, ...] = ()

    def message(self, lang: str = "zh") -> str:
        """The message in ``lang``."""
        return self.message_zh if lang == "zh" else self.message_en


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """How a file was read: a choice that the reader made, in words."""

    code: str
    zh: str
    en: str

    def text(self, lang: str = "zh") -> str:
        """The note in ``lang``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class SetAside:
    """Cells of one line that are no figures, from ``first`` to ``last``: why, and what stands there."""

    row: int
    first: str
    last: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class CellAccount:
    """Where the cells of one sheet went: read = used + set aside + rejected.

    ``used`` and ``rejected`` count the cells that hold a figure; ``set_aside`` counts
    the others by reason (``title``, ``head``, ``label``, ``note``, ``missing``, ``blank``, …), and
    ``listed`` says which they are, blank ones left out.
    """

    file: str
    sheet: str | None
    layout: str
    read: int
    used: int
    rejected: int
    set_aside: tuple[tuple[str, int], ...] = ()
    listed: tuple[SetAside, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether no cell was lost and none counted twice."""
        return self.read == self.used + self.rejected + sum(count for _, count in self.set_aside)


@dataclass(frozen=True, eq=False)
class ActualsTable:
    """The rows of one or more inputs: usable ones in ``frame``, unreadable ones in ``rejected``.

    ``frame`` has the columns ``frames.ACTUALS_NAMES``; ``rejected`` the same and
    ``reason`` (a code of ``verdicts.REJECTED_WORDS``), ``found``, ``expected`` (in two
    languages: ``one`` gives the words of one). Rows read = rows of both.
    A row without any value stays in ``frame``. ``accounts`` says of each sheet where its
    cells went.
    """

    frame: pd.DataFrame
    rejected: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    notes: tuple[ReadingNote, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    accounts: tuple[CellAccount, ...] = ()

    @property
    def rows_read(self) -> int:
        """How many rows the inputs held: usable and rejected."""
        return len(self.frame) + len(self.rejected)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the rows say; the order of rows and where they stood do not change it."""
        lines = _canonical_lines(self.frame, ACTUALS_NAMES) + _canonical_lines(self.rejected, REJECTED_NAMES)
        return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()


def both(zh: str, en: str) -> str:
    """Words for a column that holds two languages (``found``, ``expected``): Chinese first.

    >>> both("数值", "a figure")
    '数值 ┃ a figure'
    """
    return f"{zh}{_SEAM}{en}"


def one(words: str | None, lang: str = "zh") -> str:
    """The part of ``words`` in ``lang``; the whole where it is not in two languages.

    >>> one(both("数值", "a figure"), "en"), one("8%", "en")
    ('a figure', '8%')
    """
    zh, seam, en = (words or "").partition(_SEAM)
    return en if seam and lang != "zh" else zh


def build_frame(columns: Mapping[str, Sequence[Any]], names: Sequence[str] = ACTUALS_NAMES) -> pd.DataFrame:
    """A frame with exactly the columns ``names``, in the types of the contract; absent columns are missing.

    >>> build_frame({"indicator": ["jobs"], "value": [10.2]})[["value", "unit"]].to_dict("records")
    [{'value': 10.2, 'unit': None}]
    """
    length = max((len(values) for values in columns.values()), default=0)
    blank: list[Any] = [None] * length
    data = {name: _series(columns.get(name, blank), _DTYPES.get(name, "text")) for name in names}
    return pd.DataFrame(data, columns=list(names))


def join_tables(tables: Sequence[ActualsTable]) -> ActualsTable:
    """Several tables as one: rows one under the other, findings, notes and inputs in order."""
    if len(tables) == 1:
        return tables[0]
    return ActualsTable(
        frame=_stack([table.frame for table in tables], ACTUALS_NAMES),
        rejected=_stack([table.rejected for table in tables], REJECTED_NAMES),
        findings=tuple(finding for table in tables for finding in table.findings),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        inputs=tuple(part for table in tables for part in table.inputs),
        accounts=tuple(account for table in tables for account in table.accounts),
    )


def _series(values: Sequence[Any], dtype: str) -> pd.Series[Any]:
    return pd.Series(list(values), dtype=_NUMBERS.get(dtype, "object"))


def _stack(parts: Sequence[pd.DataFrame], names: Sequence[str]) -> pd.DataFrame:
    columns = {name: [value for part in parts for value in part[name].tolist()] for name in names}
    return build_frame(columns, names)


def _canonical_lines(frame: pd.DataFrame, names: Iterable[str]) -> list[str]:
    kept = [name for name in names if name not in PLACE_NAMES]
    rows = zip(*(frame[name].tolist() for name in kept), strict=True)
    return [json.dumps([len(kept), *map(_plain, row)], ensure_ascii=False) for row in rows]


def _plain(value: Any) -> str | float | None:
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else float(value)
