"""A plan as one immutable look-up: by id, by name, by row, with the rules in force for each target.

`load_plan` gives it, or raises with every problem of every file; `check_plan` gives
the problems and warnings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from targetwatch.advice import advise, is_collective
from targetwatch.bands import Band, parse_band
from targetwatch.errors import PlanError, Problem, UnknownIdError
from targetwatch.fields import Record, Text, number_text
from targetwatch.goalcheck import check_goals
from targetwatch.goals import ExternalGoal, FixedGoal, Goal, MultipleGoal, RelativeGoal
from targetwatch.model import Commitment, Milestone, Owner, PlanRecord, Section, Target, Task
from targetwatch.periods import Period, parse_period
from targetwatch.plancheck import check_parts
from targetwatch.planfile import Draft, read_plan
from targetwatch.quotecheck import check_quotes, check_source
from targetwatch.spelling import fold, nearest

#: Where a commitment stands in its document: section, group and row.
RowKey = tuple[str | None, int | None, int | None]


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan record with look-ups; equal and hashed by what it says (`digest`)."""

    record: PlanRecord

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.record.id

    @property
    def title(self) -> Text:
        """The plan's title."""
        return self.record.title

    @property
    def region(self) -> str:
        """The plan's own region."""
        return self.record.region

    @cached_property
    def period(self) -> Period:
        """The plan's period."""
        return parse_period(self.record.period)

    @property
    def closes(self) -> date | None:
        """The day the books of the period close."""
        return self.record.closes

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """All commitments in the plan's order."""
        return self.record.commitments

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The measurable commitments."""
        return tuple(each for each in self.commitments if isinstance(each, Target))

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """The yes/no deliverables."""
        return tuple(each for each in self.commitments if isinstance(each, Milestone))

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The standing work."""
        return tuple(each for each in self.commitments if isinstance(each, Task))

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the document."""
        return self.record.sections

    @property
    def own_units(self) -> tuple[str, ...]:
        """The plan's own measure words."""
        return self.record.units

    @cached_property
    def _by_id(self) -> Mapping[str, Commitment]:
        return MappingProxyType({each.id: each for each in self.commitments})

    def __getitem__(self, commitment: str) -> Commitment:
        """The commitment of that id. Raises ``UnknownIdError`` (a ``KeyError``) with the nearest."""
        found = self._by_id.get(commitment)
        if found is None:
            raise UnknownIdError(commitment, self.nearest(commitment))
        return found

    def __contains__(self, commitment: object) -> bool:
        return commitment in self._by_id

    def __iter__(self) -> Iterator[Commitment]:
        return iter(self.commitments)

    def __len__(self) -> int:
        return len(self.commitments)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[type[Plan], tuple[PlanRecord]]:
        return Plan, (self.record,)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the plan says: files, comments and the order of commitments do not count."""
        return hashlib.sha256(canonical_json(self.record).encode("utf-8")).hexdigest()

    @cached_property
    def rows(self) -> Mapping[RowKey, tuple[str, ...]]:
        """The ids of each row of the document, rows in the order of sections, groups and row numbers."""
        order = {section.id: place for place, section in enumerate(self.sections)}
        rows: dict[RowKey, tuple[str, ...]] = {}
        for each in self.commitments:
            key = (each.source.section, each.source.group, each.source.row)
            rows[key] = (*rows.get(key, ()), each.id)

        def place(key: RowKey) -> tuple[int, int, int]:
            section, group, row = key
            return order.get(section or "", len(order)), group or 0, row or 0

        return MappingProxyType({key: rows[key] for key in sorted(rows, key=place)})

    @cached_property
    def _parts(self) -> Mapping[str, tuple[str, ...]]:
        parts: dict[str, tuple[str, ...]] = {}
        for each in self.commitments:
            if each.part_of is not None:
                parts[each.part_of] = (*parts.get(each.part_of, ()), each.id)
        return parts

    def parts_of(self, commitment: str) -> tuple[str, ...]:
        """The ids of the commitments that are parts of this one; empty where it has none."""
        return self._parts.get(commitment, ())

    @cached_property
    def _canonical(self) -> Mapping[str, str]:
        variants = {fold(each): name for name, those in self.record.organisations.items() for each in those}
        return variants | {fold(name): name for name in self.record.organisations}

    def canonical_unit(self, name: str) -> str:
        """The plan's own spelling of an organisation; ``name`` itself where the plan does not list it."""
        return self._canonical.get(fold(name), name)

    def is_collective(self, unit: str) -> bool:
        """Whether a unit is of many and of none in particular (各县（市、区）政府, 市级相关单位)."""
        return fold(unit) in self._collective or is_collective(unit)

    @cached_property
    def _collective(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.record.collective)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for each in self.commitments:
            for name in dict.fromkeys(
                map(fold, filter(None, (each.id, each.name.zh, each.name.en, *each.aliases)))
            ):
                found[name] = (*found.get(name, ()), each.id)
        return found

    def find(self, name: str) -> tuple[str, ...]:
        """The ids that ``name`` may mean (id, name, alias); width, case and white space are folded."""
        return self._by_name.get(fold(name), ())

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """The ids whose id, name or alias is most like ``name``, best first."""
        names = nearest(fold(name), self._by_name, 3 * count)
        return tuple(dict.fromkeys(each for like in names for each in self._by_name[like]))[:count]

    def goal_in_force(self, target: Target, as_of: date) -> Goal:
        """The goal that judges at ``as_of``: that of the latest amendment by then, else the original."""
        known = [amendment for amendment in target.amendments if amendment.date <= as_of]
        return max(known, key=lambda amendment: amendment.date).goal if known else target.goal

    def owner_at(self, commitment: Commitment, as_of: date) -> Owner:
        """The owner in office at ``as_of``: the one with the latest ``from`` not after it, else the first."""
        owners = (commitment.owner, *commitment.owners)
        in_office = [owner for owner in owners if owner.from_ is None or owner.from_ <= as_of]
        return max(in_office, key=lambda owner: owner.from_ or date.min, default=commitment.owner)

    def tolerance_for(self, target: Target) -> Band | None:
        """The band of 左右 (``~=``): the target's own, else the plan's for its measure."""
        return _band(target.tolerance) or _band(self.record.tolerance.get(target.measure))

    def pace_margin_for(self, target: Target) -> Band | None:
        """The band within which pace is kept: the target's own, else the plan's for its measure."""
        return _band(target.pace_margin) or _band(self.record.pace_margin.get(target.measure))

    def nearly_met_for(self, target: Target) -> Band | None:
        """From where a target is nearly met: a completion (``ratio``) or a shortfall in points (``amount``).

        ``None`` where the plan gives none for its measure.
        """
        return _band(self.record.nearly_met.get(target.measure))

    def exceeded_for(self, target: Target) -> Band | None:
        """Above which a met target is exceeded: a completion (``ratio``), or points beyond the goal."""
        return _band(self.record.exceeded.get(target.measure))


def _band(text: str | None) -> Band | None:
    return None if text is None else parse_band(text)


def load_plan(path: str | Path) -> Plan:
    """The plan in a file or a folder of files.

    Raises ``PlanError`` with every problem of every file (warnings are not among them),
    also for a folder without ``plan.yaml``, and ``FileNotFoundError`` where nothing is at ``path``.
    """
    draft = read_plan(Path(path))
    problems = [problem for problem in _problems(draft, None) if problem.level == "error"]
    if problems:
        raise PlanError(problems)
    return Plan(draft.record.model_copy(update={"commitments": tuple(draft.commitments)}))


def check_plan(path: str | Path, source: str | Path | None = None) -> list[Problem]:
    """Every problem and warning of the plan at ``path``, in the order of files and lines.

    With ``source``, the text of the document, each quote must stand in it, white space
    aside. A folder without ``plan.yaml`` is one problem. Raises ``FileNotFoundError``
    where nothing is at ``path`` or ``source``.
    """
    try:
        draft = read_plan(Path(path))
    except PlanError as error:
        return list(error.problems)
    return _problems(draft, None if source is None else Path(source), warnings=True)


def _problems(draft: Draft, source: Path | None, warnings: bool = False) -> list[Problem]:
    found = [*draft.problems, *check_parts(draft), *check_goals(draft), *check_quotes(draft)]
    if source is not None:
        found += check_source(draft, source)
    if warnings:
        found += advise(draft)
    files = {name: place for place, name in enumerate(draft.files)}
    unique = {
        (each.file, each.line, each.column, each.found, each.expected): each for each in reversed(found)
    }
    return sorted(
        unique.values(), key=lambda each: (files.get(each.file, len(files)), each.line, each.column)
    )


def canonical_json(record: PlanRecord) -> str:
    """The record as JSON of one form: keys sorted, numbers as shortest text, defaults left out.

    Commitments stand in the order of their ids. The ``text`` of a goal is left out but
    for a stated goal, so that the short and the long form of a goal are one.
    """
    data = _plain(record)
    data["commitments"] = sorted(data.get("commitments", ()), key=lambda each: str(each["id"]))
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return {
            key: _plain(each)
            for name, key, default in _said_fields(type(value))
            if (each := getattr(value, name)) != default
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal | Fraction):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _said_fields(kind: type[Record]) -> tuple[tuple[str, str, Any], ...]:
    """Name, key and default of each field that says something; what tells the type is always said."""
    unsaid = "text" if kind in (FixedGoal, MultipleGoal, RelativeGoal, ExternalGoal) else ""
    return tuple(
        (
            name,
            field.alias or name,
            _TOLD if name in ("type", "kind") else field.get_default(call_default_factory=True),
        )
        for name, field in kind.model_fields.items()
        if name != unsaid
    )


#: The default of what is said even where it is the default.
_TOLD: Final = object()
