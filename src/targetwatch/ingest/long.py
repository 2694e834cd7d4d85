"""Tables with one figure a line among columns of descriptions: rows of actuals as they are found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from targetwatch.actuals import ActualsTable, ReadingNote
from targetwatch.ingest.ledger import Ledger, column_letters
from targetwatch.ingest.rows import RawTable, clean_rows
from targetwatch.ingest.statuses import Status

_NAMES: Final = (
    "indicator", "region", "period", "value", "unit", "measure", "basis", "compared_to", "stage", "check",
    "break", "scope", "published", "authority", "source", "note",
)  # fmt: skip
#: Words of a breakdown that say "all of it": no breakdown.
_TOTAL_WORDS: Final = (
    "_t _z _x total tot all allage bothsex allarea all_area alltypes allages both n.a. na none"
)
_TOTALS: Final = frozenset(_TOTAL_WORDS.split())


class Lines:
    """Rows of actuals found one by one on a grid; each figure's cell is claimed when its row is added."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rows: list[int] = []
        self.letters: list[str] = []
        self.cells: dict[str, list[str | None]] = {name: [] for name in _NAMES}

    def add(self, line: int, column: int, told: Mapping[str, str | None], status: Status) -> None:
        """Add the figure at a place with what is told of it, and the status that stands with it."""
        self.ledger.figures(line, [column])
        self.rows.append(self.ledger.grid.numbers[line])
        self.letters.append(column_letters(column))
        notes = [*status.words, *filter(None, [told.get("note")])]
        own = {"stage": status.stage or told.get("stage"), "break": "yes" if status.breaks else None}
        for name in _NAMES:
            self.cells[name].append(own[name] if name in own else told.get(name) or None)
        self.cells["note"][-1] = "；".join(notes) or None

    def table(
        self, notes: Sequence[ReadingNote] = (), remarks: Mapping[str, Sequence[int]] | None = None
    ) -> ActualsTable:
        """All rows that were added; ``remarks`` gives positions by code of a finding."""
        grid, told = self.ledger.grid, dict(remarks or {})
        raw = RawTable(grid.file, grid.sheet, self.rows, self.cells, {}, columns=self.letters)
        return clean_rows(replace(raw, notes=tuple(notes), remarks=told))


def broken_down(name: str, parts: Sequence[tuple[str, str]]) -> tuple[str, str | None]:
    """The name of a series and its breakdown, where one is stated; totals break nothing down.

    >>> broken_down("Deaths", [("Sex", "Female"), ("Age", "_T")]), broken_down("Deaths", [("Sex", "")])
    (('Deaths [Sex: Female]', 'Sex: Female'), ('Deaths', None))
    """
    kept = [f"{head}: {text}" for head, text in parts if text and text.casefold() not in _TOTALS]
    breakdown = "；".join(kept)
    return (f"{name} [{breakdown}]" if breakdown else name), breakdown or None


def name_of_file(file: str) -> str:
    """The indicator that a file's name states, for a content that names none: ``indicator_1-2-1.csv``.

    >>> name_of_file("data/indicator_1-2-1.csv"), name_of_file("unemployment.csv")
    ('1.2.1', 'unemployment')
    """
    stem = re.sub(r"^indicator[_-]", "", PurePath(file).stem)
    return stem.replace("-", ".") if re.fullmatch(r"[\da-z]+(-[\da-z]+)+", stem) else stem
