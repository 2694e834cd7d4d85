"""The frozen records of a plan: commitments, goals, owners, sources.

Records refuse unknown keys, hold unit text (never pint objects) and exact numbers
(``Decimal``, or ``Fraction`` where the text says a third). Text forms of periods,
days, bands and lists are read by `fields` and `bands`; what a record refuses is said
in both languages, and `planfile` adds the place.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from targetwatch.bands import BandText
from targetwatch.fields import (
    Day,
    Identifier,
    Name,
    Names,
    Number,
    PeriodText,
    Ratio,
    Record,
    Text,
    refuse,
    split_names,
)
from targetwatch.goals import (
    DIRECTIONS,
    Better,
    Comparator,
    ExternalGoal,
    FixedGoal,
    Goal,
    MultipleGoal,
    RelativeGoal,
    StatedGoal,
)

__all__ = [
    "Aggregate",
    "Amendment",
    "Baseline",
    "Basis",
    "Better",
    "Commitment",
    "CommitmentBase",
    "Comparator",
    "Document",
    "ExternalGoal",
    "FixedGoal",
    "Goal",
    "Group",
    "Measure",
    "Milestone",
    "MultipleGoal",
    "Nature",
    "Owner",
    "PlanRecord",
    "Profile",
    "Record",
    "Region",
    "RelativeGoal",
    "Section",
    "Source",
    "StatedGoal",
    "Status",
    "Strength",
    "Target",
    "Task",
    "Text",
]

Measure = Literal["level", "total", "growth", "share", "points", "rank", "index"]
Basis = Literal["nominal", "real", "comparable"]
Strength = Literal["commit", "strive"]
Nature = Literal["binding", "anticipatory"]
Aggregate = Literal["sum", "mean", "last", "every", "worst", "as_reported"]
Profile = Literal["linear", "full", "baseline_line", "at_end"]


class Document(Record):
    """The document that a plan was read from."""

    title: Text | None = None
    number: str | None = None
    issuer: str | None = None
    date: Day | None = None
    url: str | None = None


class Group(Record):
    """A group of rows within a section."""

    id: Name
    name: Text


class Section(Record):
    """A section of the document; its id is the document's own."""

    id: Name
    name: Text
    groups: tuple[Group, ...] = ()


class Region(Record):
    """A region of the plan; a plain string in a file is its name."""

    name: Name
    code: str | None = None
    parent: str | None = None
    level: str | None = None
    aliases: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"name": data} if isinstance(data, str) else data


class Baseline(Record):
    """The value a goal starts from; with ``period`` alone it is taken from the actuals."""

    value: Number | None = None
    unit: str | None = None
    period: PeriodText | None = None
    source: str | None = None
    pinned: bool = False

    @model_validator(mode="after")
    def _stated(self) -> Self:
        if self.value is None and self.period is None:
            refuse(
                ("neither value nor period", "既无 value 也无 period"),
                ("a value, a period or both", "value 或 period，或两者"),
            )
        return self


class Owner(Record):
    """Who is responsible: leaders, units (the first leads), and whether the list is open (等).

    Units may be written as one text, which is split at 、 and ，; 等 at its end says that the list is open.
    """

    leaders: Names = ()
    units: Names = ()
    open_ended: bool = False
    from_: Day | None = Field(default=None, alias="from")

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"units": data}
        if not isinstance(data, dict) or not isinstance(data.get("units"), str | list | tuple):
            return data
        written = data["units"]
        parts = [
            split_names(item)
            for item in ([written] if isinstance(written, str) else written)
            if isinstance(item, str)
        ]
        if not isinstance(written, str) and len(parts) != len(written):
            return data
        units = tuple(unit for names, _ in parts for unit in names)
        open_ended = {"open_ended": True} if parts and parts[-1][1] and "open_ended" not in data else {}
        return {**data, "units": units, **open_ended}


class Source(Record):
    """Where the commitment stands, and the short clause that states it, verbatim."""

    document: str | None = None
    section: str | None = None
    group: int | None = None
    row: int | None = None
    quote: Name


class Status(Record):
    """Whether a commitment is in force; amended or withdrawn with date and document."""

    state: Literal["active", "amended", "withdrawn"] = "active"
    date: Day | None = None
    document: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"state": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _proven(self) -> Self:
        if self.state != "active" and (self.date is None or self.document is None):
            refuse(
                (
                    f"{self.state} without {'date' if self.date is None else 'document'}",
                    f"{self.state} 缺少 {'date' if self.date is None else 'document'}",
                ),
                ("the date and the document that changed it", "变更的 date 和 document"),
            )
        return self


class Amendment(Record):
    """A goal changed within the year: from ``date`` on, by ``document``."""

    date: Day
    document: Name
    goal: Goal
    reason: str | None = None


class CommitmentBase(Record):
    """What all three types of commitment share."""

    id: Identifier
    name: Text
    aliases: Names = ()
    strength: Strength = "commit"
    nature: Nature | None = None
    owner: Owner = Owner()
    owners: tuple[Owner, ...] = ()
    part_of: str | None = None
    weight: Number | None = None
    status: Status = Status()
    due: Day | None = None
    period: PeriodText | None = None
    data_from: str | None = None
    released: Day | None = None
    confidential: bool = False
    note: Text | None = None
    source: Source

    @model_validator(mode="before")
    @classmethod
    def _dated_owners(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("owner"), list | tuple) and data["owner"]:
            first, *later = data["owner"]
            return {**data, "owner": first, "owners": [*later, *data.get("owners", ())]}
        return data

    @property
    def lead_unit(self) -> str | None:
        """The first unit, which leads; ``None`` where no unit is named."""
        return self.owner.units[0] if self.owner.units else None


class Target(CommitmentBase):
    """A measurable commitment."""

    type: Literal["target"] = "target"
    measure: Measure
    goal: Goal
    stretch: Goal | None = None
    amendments: tuple[Amendment, ...] = ()
    better: Better | None = None
    baseline: Baseline | None = None
    basis: Basis | None = None
    compared_to: str | None = None
    annualised: bool = False
    aggregate: Aggregate | None = None
    tolerance: BandText | None = None
    pace_margin: BandText | None = None
    profile: Profile | None = None
    scope: str | None = None
    compare: Literal["full", "rounded"] | None = None
    digits: Annotated[int, Field(ge=0, le=12)] | None = None
    regions: Literal["each"] | None = None

    @property
    def direction(self) -> Better | None:
        """Which way is better: as the comparator decides, else as ``better`` says.

        >>> goal, source = FixedGoal(comparator="<=", value=80, unit="天"), Source(quote="最多80天")
        >>> Target(id="days", name=Text(zh="审批时间"), measure="level", goal=goal, source=source).direction
        'lower'
        """
        comparator = getattr(self.goal, "comparator", None)
        return DIRECTIONS.get(comparator or "", self.better)


class Milestone(CommitmentBase):
    """A yes/no deliverable: reported by a date or a yes/no."""

    type: Literal["milestone"] = "milestone"
    phase: Literal["start", "complete"] = "complete"
    event: str | None = None


class Task(CommitmentBase):
    """Standing work without a checkable end; listed with its owner, never counted as measured."""

    type: Literal["task"] = "task"


Commitment = Annotated[Target | Milestone | Task, Field(discriminator="type")]


def _by_measure(*measures: Measure) -> BeforeValidator:
    """Reads a band without measures as that of each of ``measures``, one in points as that of rates."""

    def read(value: Any) -> Any:
        if not isinstance(value, str | int | float):
            return value
        rates = "%" not in str(value) and "％" not in str(value)
        return dict.fromkeys(("growth", "share", "points") if rates else measures, str(value))

    return BeforeValidator(read)


def _variants(value: Any) -> Any:
    """Organisations as a mapping; a plain list, and a name without variants, are read too."""
    if isinstance(value, list | tuple):
        return dict.fromkeys((str(name) for name in value), ())
    if isinstance(value, dict):
        return {name: () if variants is None else variants for name, variants in value.items()}
    return value


AmountBands = Annotated[dict[Measure, BandText], _by_measure("level", "total")]
EveryBand = Annotated[
    dict[Measure, BandText], _by_measure("level", "total", "growth", "share", "points", "index")
]


class PlanRecord(Record):
    """A whole plan: metadata, sections and commitments."""

    format: Literal[1]
    id: Identifier
    title: Text
    document: Document | None = None
    language: Literal["zh", "en"] = "zh"
    region: Name
    period: PeriodText
    closes: Day | None = None
    trial: bool = False
    tolerance: AmountBands = Field(default_factory=dict)
    pace_margin: AmountBands = Field(default_factory=dict)
    nearly_met: AmountBands = Field(default_factory=dict)
    exceeded: EveryBand = Field(default_factory=dict)
    publish_rate_from: Ratio = Decimal("0.8")
    compare: Literal["full", "rounded"] = "full"
    digits: Annotated[int, Field(ge=0, le=12)] | None = None
    leaders: Names = ()
    organisations: Annotated[dict[Name, Names], BeforeValidator(_variants)] = Field(default_factory=dict)
    collective: Names = ()
    regions: tuple[Region, ...] = ()
    units: Names = ()
    sections: tuple[Section, ...] = ()
    note: Text | None = None
    commitments: tuple[Commitment, ...]
