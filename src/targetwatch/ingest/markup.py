"""Tables in HTML, and in the XML of old spreadsheets, often named .xls: their cells as lines of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from targetwatch.errors import ActualsError
from targetwatch.ingest.decode import decode_text
from targetwatch.ingest.grid import Grid, problem
from targetwatch.ingest.ledger import column_letters
from targetwatch.ingest.limits import CELLS, COLUMNS, too_wide

_LOOKS: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|table|style|\?xml|div|body)\b", re.IGNORECASE
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*(?P<name>big5(?:-hkscs)?)", re.IGNORECASE)
_TABLES: Final = ("table", "worksheet")
_ROWS: Final = ("tr", "row")
_CELLS: Final = ("td", "th", "cell")
#: Cells that one merged cell may span.
_SPAN: Final = 100_000
_SILENT: Final = ("style", "script", "title")


def is_markup(data: bytes) -> bool:
    """Whether the bytes begin as HTML or XML does and hold a table.

    >>> is_markup(b"<html><table>"), is_markup(b"a,b")
    (True, False)
    """
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    if not _LOOKS.match(start):
        return False
    whole = data.replace(b"\0", b"").lower() if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.lower()
    return b"<table" in whole or b"<worksheet" in whole or b":worksheet" in whole


def open_markup(data: bytes, file: str, encoding: str | None = None) -> tuple[list[Grid], str]:
    """The tables of a page as sheets, with merged ranges, and the encoding.

    Raises ``ActualsError`` where a table is beyond the limits or the text cannot be decoded.
    """
    stated = _CHARSET.search(data[:4096])
    asked = encoding or (stated["name"].decode() if stated else None)
    text, used = decode_text(data, file, asked)
    parser = _Tables(file)
    parser.feed(text)
    parser.close()
    kept = [table for table in parser.tables if table.lines]
    return [_grid(table, n, len(kept), file) for n, table in enumerate(kept)], used


@dataclass
class _Table:
    name: str = ""
    lines: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    words: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    column: int = 0
    cells: int = 0


class _Tables(HTMLParser):
    """Collects tables; a table within a table stands for itself."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, told = tag.rpartition(":")[2], {key.rpartition(":")[2]: value or "" for key, value in attrs}
        if name in _SILENT:
            self.silent += 1
        elif name == "worksheet" or (name == "table" and not (self.open and self.open[-1].name)):
            self.open.append(_Table(told.get("name", "")))
            self.tables.append(self.open[-1])
        elif self.open and name in _ROWS:
            self._close_cell()
            self._start_row(told)
        elif self.open and name in _CELLS:
            self._close_cell()
            self._start_cell(told)
        elif name == "br" and self.open and self.open[-1].words is not None:
            self.open[-1].words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] not in ("br",):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif self.open and name in (*_ROWS, *_CELLS):
            self._close_cell()
        elif self.open and (name == "worksheet" or (name == "table" and not self.open[-1].name)):
            self._close_cell()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].words is not None and not self.silent:
            self.open[-1].words.append(data)

    def _start_row(self, told: dict[str, str]) -> None:
        table = self.open[-1]
        place = _number(told.get("index"), len(table.lines) + 1)
        while len(table.lines) < min(place, len(table.lines) + COLUMNS):
            table.lines.append([])
        table.column = 0

    def _start_cell(self, told: dict[str, str]) -> None:
        table = self.open[-1]
        if not table.lines:
            table.lines.append([])
        row = len(table.lines) - 1
        table.column = _number(told.get("index"), table.column + 1) - 1
        while (row, table.column) in table.taken:
            table.column += 1
        down = _number(told.get("rowspan"), 1 + _number(told.get("mergedown"), 0, 0))
        across = _number(told.get("colspan"), 1 + _number(told.get("mergeacross"), 0, 0))
        table.spans, table.words = (down, across), []

    def _close_cell(self) -> None:
        table = self.open[-1]
        if table.words is None:
            return
        row, column, (down, across) = len(table.lines) - 1, table.column, table.spans
        line = table.lines[row]
        table.cells += down * across
        if column + across > COLUMNS or table.cells > CELLS or down * across > _SPAN:
            raise ActualsError([too_wide(self.file, max(column + across, table.cells))])
        line.extend([""] * (column + across - len(line)))
        line[column] = " ".join("".join(table.words).split())
        if down > 1 or across > 1:
            table.merged.append((row, column, row + down - 1, column + across - 1))
            table.taken.update(
                (r, c) for r in range(row + 1, row + down) for c in range(column, column + across)
            )
        table.column, table.words = column + across, None


def _number(text: str | None, default: int, least: int = 1) -> int:
    """A whole number of an attribute, at most what the limits allow."""
    digits = (text or "").strip()
    return (
        max(least, min(int(digits), CELLS))
        if digits.isascii() and digits.isdigit() and len(digits) < 9
        else default
    )


def _grid(table: _Table, position: int, count: int, file: str) -> Grid:
    width = max(map(len, table.lines))
    if width * len(table.lines) > CELLS:
        raise ActualsError([too_wide(file, width * len(table.lines))])
    lines = [line + [""] * (width - len(line)) for line in table.lines]
    name = table.name or (f"table {position + 1}" if count > 1 else None)
    letters = [column_letters(column) for column in range(width)]
    return Grid(file, name, lines, range(1, len(lines) + 1), letters, table.merged)


def no_table(file: str) -> ActualsError:
    """The error of a page without a table."""
    return ActualsError(
        [problem(file, 0, "a page without a table", "a table of figures", "没有表格的网页", "数据表")]
    )
