"""Mapping files: which figure of an office's file is which target, checked like a plan.

A rule names a figure as the office does and the target that it is. Its other keys
(``unit``, ``measure``, ``region``, ``period``) are what the figure must say; where the file
says nothing, they say it. Nothing that a file states is overruled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from targetwatch.errors import ActualsError, Problem
from targetwatch.fields import Name, Number, PeriodText, Record, refuse
from targetwatch.model import Basis, Measure, Region, Target
from targetwatch.plan import Plan
from targetwatch.planfile import Place
from targetwatch.refusals import colon_hint, describe, nearest_hint, shown
from targetwatch.spelling import fold
from targetwatch.units import is_unit, nearest_units
from targetwatch.yamlfile import YamlFile, parse_yaml

#: The format that this version reads.
FORMAT: Final = 1


class Choice(Record):
    """Which of several figures for one period is taken: each key as the figure states it."""

    file: Name | None = None
    sheet: Name | None = None
    row: Annotated[int, Field(ge=1)] | None = None
    column: Name | None = None
    scope: Name | None = None
    stage: Name | None = None
    authority: Name | None = None
    source: Name | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            refuse(("nothing", "空"), ("a key such as row or stage", "至少一个键，如 row、stage"))
        return self


class Rule(Record):
    """One figure of the office and the target that it is.

    ``transform: index_to_growth`` takes 100 off an index whose base is the span before
    (上年=100); ``transform: factor`` multiplies by ``factor`` and gives the unit ``into``.
    """

    source: Name
    target: Name
    unit: Name | None = None
    measure: Measure | None = None
    region: Name | None = None
    period: PeriodText | None = None
    transform: Literal["index_to_growth", "factor"] | None = None
    factor: Number | None = None
    into: Name | None = None
    choose: Choice | None = None

    @model_validator(mode="after")
    def _transform_is_whole(self) -> Self:
        wanted = self.transform == "factor"
        if wanted and (self.factor is None or self.into is None):
            refuse(
                ("transform: factor alone", "只有 transform: factor"),
                (
                    "factor and into (the unit that it gives)",
                    "同时写明 factor 和 into（换算后的单位）",
                ),
            )
        if not wanted and (self.factor is not None or self.into is not None):
            refuse(
                ("a factor without transform: factor", "未写 transform: factor 的系数"),
                ("transform: factor, stated", "写明 transform: factor"),
            )
        if self.factor is not None and self.factor <= 0:
            told = f"factor: {self.factor}"
            refuse((told, told), ("a factor above 0", "大于 0 的系数"))
        if self.transform == "index_to_growth" and self.measure not in (None, "index"):
            refuse(
                (
                    f"measure: {self.measure} with index_to_growth",
                    f"measure: {self.measure} 与 index_to_growth",
                ),
                ("measure: index, or none, with index_to_growth", "index_to_growth 时为 index 或不写"),
            )
        return self


class MappingRecord(Record):
    """A mapping file: rules, and names of regions (name in the file → the plan's)."""

    format: Literal["1"] = "1"
    regions: dict[Name, Name] = Field(default_factory=dict)
    map: tuple[Rule, ...]


def load_mapping(path: str | Path, plan: Plan | None = None) -> MappingRecord:
    """The mapping in a file.

    Raises ``ActualsError`` with every problem, ``FileNotFoundError`` where there is no file.
    """
    record, problems = _read(Path(path), plan)
    if problems or record is None:
        raise ActualsError(problems)
    return record


def check_mapping(path: str | Path, plan: Plan | None = None) -> list[Problem]:
    """Every problem of the mapping file at ``path``, in the order of its lines.

    With a plan, targets, regions, measures and units must be the plan's. Raises
    ``FileNotFoundError`` where there is no file.
    """
    return _read(Path(path), plan)[1]


def _read(path: Path, plan: Plan | None) -> tuple[MappingRecord | None, list[Problem]]:
    file = parse_yaml(path.read_bytes(), str(path))
    problems = list(file.problems)
    record = _record(file, problems)
    if record is not None:
        problems += _repeated(file, record) + _units(file, record, plan)
        problems += _against_plan(file, record, plan) if plan is not None else []
    return record, sorted(problems, key=lambda each: (each.line, each.column))


def _record(file: YamlFile, problems: list[Problem]) -> MappingRecord | None:
    place = Place(file)
    if not isinstance(file.data, dict):
        if not file.problems:
            expected = ("a mapping file with format and map", "对照文件（format、map）")
            problems.append(place.tell((), shown(file.data), expected, colon_hint(file.data)))
        return None
    if file.data.get("format") is None:
        expected = ("the key 'format', which is required", "必需的键 'format'")
        hint = (f"write format: {FORMAT}", f"写作 format: {FORMAT}")
        problems.append(place.tell(("format",), ("nothing", "空"), expected, hint, at_key=True))
    try:
        record = MappingRecord.model_validate(file.data)
        if not record.map:
            expected = ("at least one rule", "至少一条规则")
            problems.append(place.tell(("map",), ("no rule", "没有规则"), expected, at_key=True))
        return record
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(place.refused(describe(detail, file.data, MappingRecord)))
    return None


def _repeated(file: YamlFile, record: MappingRecord) -> list[Problem]:
    """Rules that say of one figure what an earlier one says."""
    seen: dict[tuple[object, ...], int] = {}
    problems = []
    for index, rule in enumerate(record.map):
        key = (fold(rule.source), rule.unit, rule.measure, rule.region, rule.period)
        if key in seen:
            line = file.place(("map", seen[key]))[0]
            found = (f"{rule.source!r} again", f"重复的 {rule.source!r}")
            expected = (f"each figure once (first in line {line})", f"每个指标只出现一次（首次在第{line}行）")
            problems.append(Place(file).tell(("map", index, "source"), found, expected))
        seen.setdefault(key, index)
    return problems


def _units(file: YamlFile, record: MappingRecord, plan: Plan | None) -> list[Problem]:
    own = plan.own_units if plan is not None else ()
    problems = []
    for index, rule in enumerate(record.map):
        # what the office writes may be no unit of ours; what a factor gives must be one
        if rule.into is not None and not is_unit(rule.into, own):
            hint = nearest_hint(rule.into, nearest_units(rule.into))
            problems.append(
                Place(file).tell(("map", index, "into"), shown(rule.into), ("a unit", "计量单位"), hint)
            )
    return problems


def _against_plan(file: YamlFile, record: MappingRecord, plan: Plan) -> list[Problem]:
    place = Place(file)
    problems = []
    known = known_regions(plan)
    for index, rule in enumerate(record.map):
        if rule.target not in plan:
            hint = nearest_hint(rule.target, plan.nearest(rule.target))
            expected = ("an id of the plan", "方案中的 id")
            problems.append(place.tell(("map", index, "target"), shown(rule.target), expected, hint))
        elif problem := _measure(place, index, rule, plan):
            problems.append(problem)
        if rule.region is not None and not _is_named(rule.region, known):
            problems.append(_no_region(place, ("map", index, "region"), rule.region, known))
    for name, region in record.regions.items():
        if not _is_named(region, known):
            problems.append(_no_region(place, ("regions", name), region, known))
    return problems


def known_regions(plan: Plan) -> tuple[Region, ...]:
    """The regions of a plan, its own among them."""
    listed = plan.record.regions
    if any(fold(plan.region) in map(fold, filter(None, (r.name, r.code, *r.aliases))) for r in listed):
        return listed
    return (Region(name=plan.region), *listed)


def _is_named(text: str, known: tuple[Region, ...]) -> bool:
    """Whether the plan itself writes the region so: as a name, code or alias, no short form."""
    return fold(text) in {
        fold(word) for each in known for word in (each.name, each.code, *each.aliases) if word
    }


def _no_region(place: Place, path: tuple[str | int, ...], found: str, known: tuple[Region, ...]) -> Problem:
    hint = nearest_hint(found, [region.name for region in known])
    return place.tell(path, shown(found), ("a region of the plan", "方案中的地区"), hint)


def _measure(place: Place, index: int, rule: Rule, plan: Plan) -> Problem | None:
    """The problem of a measure that the target cannot use: growth is also computed from levels."""
    target = plan[rule.target]
    given = "growth" if rule.transform == "index_to_growth" else rule.measure
    if not isinstance(target, Target) or given is None or given == target.measure:
        return None
    if target.measure == "growth" and given in ("level", "total", "index"):
        return None
    wanted = (f"{target.measure}, the target's measure", f"{target.measure}（该目标的度量）")
    key = "transform" if rule.transform == "index_to_growth" else "measure"
    return place.tell(("map", index, key), shown(given), wanted)
