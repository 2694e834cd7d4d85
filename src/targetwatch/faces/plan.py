"""The faces of a plan and of its commitments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from targetwatch import plan as plans
from targetwatch.cards import commitment_card, count_words, goal_text, plan_card
from targetwatch.errors import UnknownIdError
from targetwatch.faces.outfile import Paths
from targetwatch.notebook import Card, Shown


class Commitment(Shown):
    """One commitment of a plan: everything its record has, and how it shows itself.

    ``record`` is the frozen record; its fields read as attributes (``.goal``, ``.owner``).
    """

    __slots__ = ("lang", "record")

    record: Any
    lang: str

    def __init__(self, record: Any, lang: str) -> None:
        object.__setattr__(self, "record", record)
        object.__setattr__(self, "lang", lang)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a commitment is frozen: {name!r} cannot be set")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in self.__slots__:
            raise AttributeError(name)
        return getattr(self.record, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return Commitment, (self.record, self.lang)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Commitment) and bool(other.record == self.record)

    def __hash__(self) -> int:
        return hash((self.record.type, self.record.id))

    def __repr__(self) -> str:
        record = self.record
        words = f"<{record.type} {record.id}: {record.name.text(self.lang)} {goal_text(record)}"
        return words.rstrip() + ">"

    def _card(self) -> Card:
        return commitment_card(self.record, self.lang)


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Shown):
    """A plan: its commitments by type, and each by its id.

    ``data`` is the plain look-up that evaluation reads.
    """

    data: plans.Plan

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.data.record.id

    @property
    def lang(self) -> str:
        """The plan's own language, ``zh`` or ``en``."""
        return self.data.record.language

    @property
    def title(self) -> str:
        """The title in the plan's language."""
        return self.data.record.title.text(self.lang)

    @property
    def region(self) -> str:
        """The region that the plan is for."""
        return self.data.record.region

    @property
    def period(self) -> str:
        """The period of the plan, as its file writes it."""
        return self.data.record.period

    @property
    def closes(self) -> date | None:
        """The day the books close: the default as-of date."""
        return self.data.record.closes

    @property
    def digest(self) -> str:
        """SHA-256 of what the plan says, whatever its files look like."""
        return self.data.digest

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """All commitments in the plan's order."""
        return tuple(Commitment(record, self.lang) for record in self.data.record.commitments)

    @property
    def targets(self) -> tuple[Commitment, ...]:
        """The measurable commitments."""
        return self._of_type("target")

    @property
    def milestones(self) -> tuple[Commitment, ...]:
        """The yes/no deliverables."""
        return self._of_type("milestone")

    @property
    def tasks(self) -> tuple[Commitment, ...]:
        """The standing work."""
        return self._of_type("task")

    def _of_type(self, kind: str) -> tuple[Commitment, ...]:
        return tuple(commitment for commitment in self.commitments if commitment.type == kind)

    def __getitem__(self, commitment: str) -> Commitment:
        """The commitment of that id. Raises ``UnknownIdError`` (a ``KeyError``) naming the nearest ids."""
        if commitment not in self.data:
            raise UnknownIdError(commitment, self.data.nearest(commitment))
        return Commitment(self.data[commitment], self.lang)

    def __contains__(self, commitment: object) -> bool:
        return isinstance(commitment, str) and commitment in self.data

    def __iter__(self) -> Iterator[Commitment]:
        return iter(self.commitments)

    def __len__(self) -> int:
        return len(self.data.record.commitments)

    def __repr__(self) -> str:
        counts = count_words(self.data.record, self.lang)
        return f"<Plan {self.id}: {self.title}; {self.region} {self.period}; {counts}>"

    def _card(self) -> Card:
        return plan_card(self.data.record)


def load_plan(path: Paths) -> Plan:
    """The plan in a file or a folder of files. Raises ``PlanError`` with every problem of every file."""
    return Plan(plans.load_plan(Path(path)))
