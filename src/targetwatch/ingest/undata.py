"""The UN's Global SDG Indicators Database: one figure a line, or years across; and UNdata's simpler tables.

A line whose every dimension is a total is the headline; the others carry their breakdown
in the name and in ``scope``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from targetwatch.actuals import ActualsTable
from targetwatch.ingest.axis import read_time
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.long import Lines, broken_down, name_of_file
from targetwatch.ingest.notes import filled
from targetwatch.ingest.statuses import Status, is_absent, read_status, split_status
from targetwatch.ingest.unitwords import is_multiple, read_unit_words, with_multiple

NAME: Final = "undata"

_ROLE_WORDS: Final = {
    "name": "seriesdescription|series description|item|variable|indicator description",
    "code": "seriescode|seriesid|series code|series id",
    "region": "geoareaname|geographic area name|country or area|reference area|refareaname",
    "region code": "geoareacode|geographic area code|country or area code|geoareacodem49|refareacode|iso3",
    "time": "timeperiod|time period|year|year(s)|time_period",
    "value": "value|obsvalue",
    "unit": "units|unit|unit measure|unitmeasure",
    "multiple": "unit multiplier|unitmultiplier|scale",
    "status": "observation status|observationstatus|obsstatus",
    "nature": "nature",
    "source": "source",
    "note": "footnote|footnotes|value footnotes|comments",
    "low": "lowerbound|lower bound",
    "high": "upperbound|upper bound",
    "base": "baseperiod|base period",
}
_ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}
#: Columns that describe the figure's place in the database or how it came about, and break nothing down.
_PLAIN: Final = re.compile(
    r"goal|target|indicator|time_?\s?detail|time_?\s?coverage|geoinfourl|reporting[ _]type|freq(?:uency)?|"
    r"source (?:type|detail)|parent geographic area code|ldc|lldc|sids|value type|custom|isocode|.*url|"
    r".*footnotes?|observation.*|sdg[_ ]?region|.*lastupdated?|series ?code|.*_code"
)
_NATURES: Final = {
    "C": "国家数据 country data", "CA": "国家数据经调整 country data adjusted", "E": "国际机构估计 estimated",
    "G": "全球监测 global monitoring", "M": "模型推算 modelled", "N": "不适用 non-relevant",
}  # fmt: skip
_FOOTNOTES: Final = ("footnoteseqid",)


@dataclass
class _Head:
    line: int
    heads: list[str]
    roles: dict[str, int] = field(default_factory=dict)
    dimensions: list[int] = field(default_factory=list)
    years: dict[int, str] = field(default_factory=dict)

    def cell(self, cells: Sequence[str], role: str) -> str:
        """The text in the column of a role."""
        at = self.roles.get(role)
        return cells[at].strip() if at is not None and at < len(cells) else ""


def recognise(grid: Grid) -> float:
    """How surely a grid is such a file, from 0 to 1."""
    head = _find_head(grid)
    if head is None:
        return 0.0
    return (
        0.96 if {"region", "code"} <= set(head.roles) or {"region code", "code"} <= set(head.roles) else 0.9
    )


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of such a file."""
    head = _find_head(grid)
    lines = Lines(ledger)
    if head is None:
        return lines.table()
    for line in range(head.line):
        ledger.claim(line, "title")
    ledger.claim(head.line, "head")
    for line in range(head.line + 1, len(grid.lines)):
        cells = grid.lines[line]
        if cells and _plain(cells[0]) in _FOOTNOTES:
            for rest in range(line, len(grid.lines)):
                ledger.claim(rest, "note")
            break
        if filled(cells):
            _take(lines, line, cells, head)
    return lines.table()


def _find_head(grid: Grid) -> _Head | None:
    for line, cells in enumerate(grid.lines[:20]):
        head = _Head(line, [_plain(cell) for cell in cells])
        for column, name in enumerate(head.heads):
            if role := _ROLES.get(name):
                head.roles.setdefault(role, column)
        head.years = {
            c: year for c in filled(cells) if c not in head.roles.values() and (year := read_time(cells[c]))
        }
        named = {"name", "code"} & set(head.roles)
        placed = {"region", "region code"} & set(head.roles)
        simple = _plain("Country or Area") in head.heads and {"time", "value"} <= set(head.roles)
        if (named and placed and ({"time", "value"} <= set(head.roles) or head.years)) or simple:
            taken = {*head.roles.values(), *head.years}
            head.dimensions = [
                c for c in filled(cells) if c not in taken and not _PLAIN.fullmatch(head.heads[c])
            ]
            return head
    return None


def _plain(cell: str) -> str:
    return " ".join(cell.strip("\ufeff []").split()).casefold().strip("[]")


def _take(lines: Lines, line: int, cells: Sequence[str], head: _Head) -> None:
    """The figure of a line, or its figures by year."""
    columns = {head.roles["value"]: None} if not head.years else dict(head.years)
    absent = [c for c in columns if c >= len(cells) or is_absent(cells[c]) or cells[c].strip() == "N"]
    told = _told(cells, head, lines)
    status = read_status(head.cell(cells, "status")) or Status()
    for column, year in columns.items():
        if column not in absent:
            value, marks = split_status(cells[column])
            period = year or _period(head.cell(cells, "time"))
            lines.add(
                line, column, {**told, "value": value, "period": period}, status if status.words else marks
            )
    lines.ledger.claim(line, "missing", [c for c in absent if c < len(cells)])
    lines.ledger.claim(line, "label")


def _period(text: str) -> str | None:
    return read_time(text) or text or None


def _told(cells: Sequence[str], head: _Head, lines: Lines) -> dict[str, str | None]:
    name = head.cell(cells, "name") or head.cell(cells, "code") or name_of_file(lines.ledger.grid.file)
    parts = [(head.heads[c].title(), cells[c].strip()) for c in head.dimensions if c < len(cells)]
    indicator, breakdown = broken_down(name, parts)
    unit = read_unit_words(head.cell(cells, "unit"))
    multiple = head.cell(cells, "multiple")
    ends = [head.cell(cells, "low"), head.cell(cells, "high")]
    code, nature = head.cell(cells, "code"), _NATURES.get(head.cell(cells, "nature"))
    notes = [
        f"代码 {code}" if code and code != name else None,
        nature,
        f"区间 {ends[0]}—{ends[1]}" if all(ends) and not any(map(is_absent, ends)) else None,
        head.cell(cells, "note"),
    ]
    return {
        "indicator": indicator,
        "scope": breakdown,
        "region": head.cell(cells, "region") or head.cell(cells, "region code"),
        "unit": with_multiple(unit.unit, multiple) if is_multiple(multiple) else unit.unit,
        "measure": unit.measure,
        "basis": unit.basis,
        "compared_to": unit.compared_to or (unit.measure == "index" and head.cell(cells, "base")) or None,
        "source": head.cell(cells, "source"),
        "note": "；".join(filter(None, notes)),
    }
