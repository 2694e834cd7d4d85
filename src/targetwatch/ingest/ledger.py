"""The book of one sheet's cells: each is claimed once, as a figure or as something else, and none is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from targetwatch.actuals import ActualsTable, CellAccount, SetAside
from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.grid import Grid, problem
from targetwatch.ingest.rows import RawTable

#: Why a cell is no figure: code → (zh, en).
SET_ASIDE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("标题", "title"),
    "head": ("表头", "head"),
    "label": ("说明数据的标签", "label of figures"),
    "section": ("分组标题", "heading of a group of rows"),
    "note": ("注释", "note"),
    "source": ("数据来源", "source"),
    "flag": ("数据状态标记", "status of a figure"),
    "missing": ("无数据标记", "mark of a missing figure"),
    "blank": ("空白", "blank"),
    "not needed": ("读数不需要的列", "column that no figure needs"),
    "repeated head": ("重复的表头", "head that is repeated"),
    "deleted": ("文件要求删除", "marked for deletion"),
    "hidden": ("隐藏工作表", "hidden sheet"),
    "other sheet": ("没有数据表的工作表", "sheet without a table of figures"),
    "not understood": ("未能识别", "not understood"),
}
_FIGURE: Final = "figure"
_CODES: Final = {name: code for code, name in enumerate(("", _FIGURE, *SET_ASIDE_WORDS))}
_NAMES: Final = tuple(_CODES)
#: Neighbouring cells with one claim.
_RUNS: Final = re.compile(rb"(.)\1*", re.DOTALL)
#: Letters of the text of a run that are kept.
_KEPT: Final = 200


class Ledger:
    """Claims on the cells of one grid, line by line; an unclaimed cell is blank or not understood."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.claims = [bytearray(len(line)) for line in grid.lines]

    def claim(self, line: int, reason: str, columns: Iterable[int] | None = None) -> None:
        """Claim the cells of a line (all that are not blank where ``columns`` is not given)."""
        claims, cells, code = self.claims[line], self.grid.lines[line], _CODES[reason]
        for column in range(len(cells)) if columns is None else columns:
            if column < len(claims) and not claims[column] and (cells[column].strip() or columns is not None):
                claims[column] = code if cells[column].strip() or reason == _FIGURE else _CODES["blank"]

    def figures(self, line: int, columns: Iterable[int]) -> None:
        """Claim cells that hold figures. Raises ``ValueError`` where one was claimed before."""
        claims = self.claims[line]
        for column in columns:
            if claims[column]:
                raise ValueError(f"line {line} column {column} is {_NAMES[claims[column]]} already")
            claims[column] = 1

    def is_free(self, line: int) -> bool:
        """Whether no cell of the line is claimed."""
        return not any(self.claims[line])

    def account(self, layout: str, used: int, rejected: int) -> CellAccount:
        """The account of the sheet, for a table of ``used`` and ``rejected`` figures."""
        counts = [0] * len(_NAMES)
        for claims in self.claims:
            for code in range(len(_NAMES)):
                counts[code] += claims.count(code)
        counts[_CODES["blank"]] += self._blank()
        counts[_CODES["not understood"]] += counts[0] - self._blank()
        aside = tuple((n, counts[_CODES[n]]) for n in SET_ASIDE_WORDS if counts[_CODES[n]])
        read = sum(map(len, self.grid.lines))
        return CellAccount(
            self.grid.file, self.grid.sheet, layout, read, used, rejected, aside, tuple(self._listed())
        )

    def _blank(self) -> int:
        return sum(
            1
            for cells, claims in zip(self.grid.lines, self.claims, strict=True)
            if not all(claims)
            for cell, claim in zip(cells, claims, strict=True)
            if not claim and not cell.strip()
        )

    def _listed(self) -> Iterator[SetAside]:
        """The cells that are set aside and not blank, one entry a run of neighbours."""
        for number, cells, claims in zip(self.grid.numbers, self.grid.lines, self.claims, strict=True):
            for run in _RUNS.finditer(claims):
                first, last = run.start(), run.end() - 1
                reason = _NAMES[claims[first]] or "not understood"
                words = [] if reason in (_FIGURE, "blank") else cells[first : last + 1]
                text = " | ".join(" ".join(cell.split()) for cell in words if cell.strip())
                if text:
                    place = column_letters(first), column_letters(last)
                    yield SetAside(number, *place, reason, text[:_KEPT])


def column_letters(column: int) -> str:
    """The letters of a column counted from 0, as spreadsheets write them.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def whole_sheet(grid: Grid, reason: str) -> CellAccount:
    """The account of a sheet of which no cell is read as a figure."""
    ledger = Ledger(grid)
    for line in range(len(grid.lines)):
        ledger.claim(line, reason)
    return ledger.account("", 0, 0)


def tidy_account(raw: RawTable, table: ActualsTable) -> CellAccount:
    """The account of a tidy table: one cell of each row stands for its figure, the others label it."""
    used, rejected = len(table.frame), len(table.rejected)
    census = raw.census
    aside = {"title": census["title"], "head": census["head"]}
    aside |= {"label": census["body"] - used - rejected, "blank": census["blank"]}
    kept = tuple((reason, count) for reason, count in aside.items() if count)
    return CellAccount(raw.file, raw.sheet, "tidy", sum(census.values()), used, rejected, kept)


def require_balance(accounts: Sequence[CellAccount], table: ActualsTable) -> None:
    """Raise ``ActualsError`` where cells were lost or a figure is in no account."""
    for account in accounts:
        if not account.balanced:
            read = f"{account.used} + {account.rejected} + {dict(account.set_aside)}"
            raise ActualsError([_lost(account.file, str(account.read), read)])
    used = sum(account.used for account in accounts), sum(account.rejected for account in accounts)
    if used != (len(table.frame), len(table.rejected)):
        found = f"{len(table.frame)} + {len(table.rejected)}"
        raise ActualsError([_lost(accounts[0].file if accounts else "", found, f"{used[0]} + {used[1]}")])


def _lost(file: str, found: str, expected: str) -> Problem:
    return problem(file, 0, f"cells {found}", f"cells {expected}", f"单元格 {found}", f"单元格 {expected}")
