"""The frozen records of a plan: commitments, goals, owners, sources.

Records refuse unknown keys, hold unit text (never pint objects) and exact numbers
(``Decimal``, or ``Fraction`` where the text says a third). What they refuse is said
by ``ValueError`` with a message ``found …, expected …``; `planfile` adds the place.
"""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

Measure = Literal["level", "total", "growth", "share", "points", "rank", "index"]
Comparator = Literal[">=", ">", "<=", "<", "==", "~=", "in"]
Better = Literal["higher", "lower", "closer"]
Basis = Literal["nominal", "real", "comparable"]
Strength = Literal["commit", "strive"]
Nature = Literal["binding", "anticipatory"]
Aggregate = Literal["sum", "mean", "last", "every", "worst", "as_reported"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


def _read_number(value: Any) -> Any:
    """A number from text: ``"8"``, ``"1/3"``; numbers pass as they are."""
    if isinstance(value, str) and "/" in value:
        return Fraction(value.replace(" ", ""))
    if isinstance(value, Fraction):
        return value
    return Decimal(str(value))


Number = Annotated[
    Decimal | Fraction,
    BeforeValidator(_read_number),
    PlainSerializer(str, return_type=str),
]


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Text(Record):
    """Words in Chinese, English or both; a plain string in a file fills the language it is in."""

    zh: str | None = None
    en: str | None = None

    def text(self, lang: str = "zh") -> str:
        """The words in ``lang``, or in the other language where it has none."""
        first, second = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return first or second or ""


class Document(Record):
    """The document that a plan was read from."""

    title: Text | None = None
    number: str | None = None
    issuer: str | None = None
    date: Date | None = None
    url: str | None = None


class Group(Record):
    """A group of rows within a section."""

    id: str
    name: Text


class Section(Record):
    """A section of the document; its id is the document's own."""

    id: str
    name: Text
    groups: tuple[Group, ...] = ()


class Region(Record):
    """A region of the plan; a plain string in a file is its name."""

    name: str
    code: str | None = None
    parent: str | None = None
    level: str | None = None
    aliases: tuple[str, ...] = ()


class FixedGoal(Record):
    """A goal that is a number: the actual is compared with ``value`` (and ``value_high`` for ``in``)."""

    kind: Literal["fixed"] = "fixed"
    comparator: Comparator
    value: Number
    value_high: Number | None = None
    unit: str | None = None
    text: str | None = None
    implied: bool = False


class MultipleGoal(Record):
    """A goal that is a multiple of the baseline: 翻番 = 2, 翻两番 = 4."""

    kind: Literal["multiple"] = "multiple"
    comparator: Comparator = ">="
    value: Number
    value_high: Number | None = None
    text: str | None = None
    implied: bool = False


class RelativeGoal(Record):
    """A goal against another target: own value ≥ value of ``to`` (in ``region``) + ``offset``."""

    kind: Literal["relative"] = "relative"
    comparator: Comparator = ">="
    to: str
    region: str | None = None
    offset: str | None = None
    mixed_basis: Literal["accepted"] | None = None
    text: str | None = None
    implied: bool = False


class ExternalGoal(Record):
    """A goal that another authority sets (完成省定目标); not assessable until it is supplied."""

    kind: Literal["external"] = "external"
    comparator: Comparator = ">="
    unit: str | None = None
    issuer: str
    text: str | None = None


class StatedGoal(Record):
    """A goal without a number (居前列), judged by a reported yes/no that names who judged."""

    kind: Literal["stated"] = "stated"
    text: str
    reading: str | None = None


Goal = Annotated[
    FixedGoal | MultipleGoal | RelativeGoal | ExternalGoal | StatedGoal, Field(discriminator="kind")
]


class Baseline(Record):
    """The value a goal starts from; with ``period`` alone it is taken from the actuals."""

    value: Number | None = None
    unit: str | None = None
    period: str | None = None
    source: str | None = None
    pinned: bool = False


class Owner(Record):
    """Who is responsible: leaders, units (the first leads), and whether the list is open (等)."""

    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    open_ended: bool = False
    from_: Date | None = Field(default=None, alias="from")


class Source(Record):
    """Where the commitment stands, and the short clause that states it, verbatim."""

    document: str | None = None
    section: str | None = None
    group: int | None = None
    row: int | None = None
    quote: str


class Status(Record):
    """Whether a commitment is in force; amended or withdrawn with date and document."""

    state: Literal["active", "amended", "withdrawn"] = "active"
    date: Date | None = None
    document: str | None = None


class Amendment(Record):
    """A goal changed within the year: from ``date`` on, by ``document``."""

    date: Date
    document: str
    goal: Goal
    reason: str | None = None


class CommitmentBase(Record):
    """What all three types of commitment share."""

    id: Identifier
    name: Text
    aliases: tuple[str, ...] = ()
    strength: Strength = "commit"
    nature: Nature | None = None
    owner: Owner = Owner()
    owners: tuple[Owner, ...] = ()
    part_of: str | None = None
    weight: Number | None = None
    status: Status = Status()
    due: Date | None = None
    period: str | None = None
    data_from: str | None = None
    released: Date | None = None
    confidential: bool = False
    note: Text | None = None

    @property
    def lead_unit(self) -> str | None:
        """The first unit, which leads; ``None`` where no unit is named."""
        return self.owner.units[0] if self.owner.units else None


class Target(CommitmentBase):
    """A measurable commitment."""

    type: Literal["target"] = "target"
    measure: Measure
    goal: Goal
    source: Source
    stretch: Goal | None = None
    amendments: tuple[Amendment, ...] = ()
    better: Better | None = None
    baseline: Baseline | None = None
    basis: Basis | None = None
    compared_to: str | None = None
    annualised: bool = False
    aggregate: Aggregate | None = None
    tolerance: str | None = None
    pace_margin: str | None = None
    profile: Literal["linear", "full", "baseline_line", "at_end"] | None = None
    scope: str | None = None
    compare: Literal["full", "rounded"] | None = None
    digits: int | None = None
    regions: Literal["each"] | None = None


class Milestone(CommitmentBase):
    """A yes/no deliverable: reported by a date or a yes/no."""

    type: Literal["milestone"] = "milestone"
    phase: Literal["start", "complete"] = "complete"
    event: str | None = None
    source: Source


class Task(CommitmentBase):
    """Standing work without a checkable end; listed with its owner, never counted as measured."""

    type: Literal["task"] = "task"
    source: Source


Commitment = Annotated[Target | Milestone | Task, Field(discriminator="type")]


class PlanRecord(Record):
    """A whole plan: metadata, sections and commitments."""

    format: Literal[1]
    id: Identifier
    title: Text
    document: Document | None = None
    language: Literal["zh", "en"] = "zh"
    region: str
    period: str
    closes: Date | None = None
    trial: bool = False
    tolerance: dict[Measure, str] = {}
    pace_margin: dict[Measure, str] = {}
    nearly_met: dict[Measure, str] = {}
    exceeded: dict[Measure, str] = {}
    publish_rate_from: Number = Decimal("0.8")
    compare: Literal["full", "rounded"] = "full"
    digits: int | None = None
    leaders: tuple[str, ...] = ()
    organisations: dict[str, tuple[str, ...]] = {}
    collective: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    units: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    note: Text | None = None
    commitments: tuple[Commitment, ...]
