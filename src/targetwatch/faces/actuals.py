"""The face of actuals."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetwatch.cards import actuals_card, actuals_words
from targetwatch.faces.outfile import Paths
from targetwatch.notebook import Card, Shown

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.actuals import ActualsTable, Finding, InputFile, ReadingNote
    from targetwatch.mapping import MappingRecord


@dataclass(frozen=True, eq=False, repr=False)
class Actuals(Shown):
    """Figures as they were read: usable rows, rejected rows with their reasons, findings, notes.

    ``data`` is the plain table that evaluation reads.
    """

    data: ActualsTable

    @property
    def frame(self) -> pd.DataFrame:
        """The usable rows, with exactly the columns of ``frames.ACTUALS``."""
        return self.data.frame

    @property
    def rejected(self) -> pd.DataFrame:
        """The rows that cannot be used, each with ``reason``, ``found`` and ``expected``."""
        return self.data.rejected

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should look at in the figures."""
        return self.data.findings

    @property
    def notes(self) -> tuple[ReadingNote, ...]:
        """How the files were read."""
        return self.data.notes

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """The files read, each with its encoding and SHA-256."""
        return self.data.inputs

    @property
    def digest(self) -> str:
        """SHA-256 of what the rows say."""
        return self.data.digest

    def __len__(self) -> int:
        return len(self.data.frame)

    def __repr__(self) -> str:
        return f"<Actuals {actuals_words(self.data)}>"

    def _card(self) -> Card:
        return actuals_card(self.data)


def read_actuals(
    source: Paths | Sequence[Paths] | pd.DataFrame,
    *,
    mapping: Mapping[str, str] | Paths | MappingRecord | None = None,
    layout: str | None = None,
    encoding: str | None = None,
) -> Actuals:
    """The actuals of a file, of several files, or of a pandas frame with the contract's column names.

    ``mapping`` gives the canonical column for heads of the files, or is a mapping file (its
    path) that says which figure is which target. ``encoding`` is found (UTF-8, else GB18030)
    where it is not given. Raises ``ActualsError`` where a file cannot be read or has no usable
    row, or a mapping file has problems.
    """
    from targetwatch import ingest

    if isinstance(source, str | os.PathLike | Sequence):
        return Actuals(ingest.read_actuals(source, mapping=mapping, layout=layout, encoding=encoding))
    return Actuals(ingest.from_frame(source, mapping=mapping))
