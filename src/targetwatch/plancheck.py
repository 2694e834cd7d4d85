"""Whether the parts of a plan fit each other: ids, names, references, sections, owners, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from targetwatch.errors import Problem
from targetwatch.fields import Pair
from targetwatch.model import CommitmentBase, Owner, RelativeGoal, Target, Task
from targetwatch.periods import parse_period
from targetwatch.planfile import Draft, Place
from targetwatch.refusals import nearest_hint
from targetwatch.spelling import fold
from targetwatch.yamlfile import Path


def check_parts(draft: Draft) -> Iterator[Problem]:
    """Every problem of how the parts of the plan go together."""
    for check in (_ids, _names, _parents, _cycles, _sections, _regions, _organisations, _closes):
        yield from check(draft)
    for commitment, place in _each(draft):
        yield from _dates(draft, commitment, place)
        yield from _owners(commitment, place)
        if commitment.weight is not None and commitment.weight <= 0:
            found = (f"the weight {commitment.weight}", f"权重 {commitment.weight}")
            yield place.tell(("weight",), found, ("a weight above 0", "大于 0 的权重"))


def _each(draft: Draft) -> Iterable[tuple[CommitmentBase, Place]]:
    return zip(draft.commitments, draft.places, strict=True)


def _where(place: Place) -> str:
    line, _ = place.file.place(place.base)
    return f"{place.file.name}:{line}"


def _ids(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for commitment, place in _each(draft):
        if commitment.id in first:
            where = _where(first[commitment.id])
            found = (f"the id {commitment.id!r} again", f"重复的标识 {commitment.id!r}")
            yield place.tell(
                ("id",), found, (f"each id once (first at {where})", f"每个标识只用一次（首次在 {where}）")
            )
        else:
            first[commitment.id] = place


def _names(draft: Draft) -> Iterator[Problem]:
    """Two targets of one measure that one name serves, unless their periods lie apart."""
    served: dict[tuple[str, str], tuple[CommitmentBase, Place]] = {}
    for commitment, place in _each(draft):
        if isinstance(commitment, Task):
            continue
        kind = commitment.measure if isinstance(commitment, Target) else "milestone"
        for path, name in _own_names(commitment):
            other, there = served.setdefault((kind, fold(name)), (commitment, place))
            if other.id == commitment.id or not _overlap(draft, commitment, other):
                continue
            measure = f" of the measure {kind}" if isinstance(commitment, Target) else ""
            found = (
                f"the name {name!r}, which {other.id!r}{measure} has too ({_where(there)})",
                f"名称 {name!r}，同类的 {other.id!r} 也用（{_where(there)}）",
            )
            expected = ("a name that serves one of them", "只指其一的名称")
            yield place.tell(
                path, found, expected, level="error" if isinstance(commitment, Target) else "warning"
            )


def _own_names(commitment: CommitmentBase) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    names: list[tuple[Path, str | None]] = [
        (("id",), commitment.id),
        (("name", "zh"), commitment.name.zh),
        (("name", "en"), commitment.name.en),
        *((("aliases", index), alias) for index, alias in enumerate(commitment.aliases)),
    ]
    for path, name in names:
        if name and fold(name) not in seen:
            seen.add(fold(name))
            yield path, name


def _overlap(draft: Draft, one: CommitmentBase, other: CommitmentBase) -> bool:
    first, second = (parse_period(each.period or draft.record.period) for each in (one, other))
    return first.first <= second.last and second.first <= first.last


def _parents(draft: Draft) -> Iterator[Problem]:
    ids = {commitment.id for commitment in draft.commitments} | draft.broken
    for commitment, place in _each(draft):
        if commitment.part_of is not None and commitment.part_of not in ids:
            found = (f"the id {commitment.part_of!r}", f"标识 {commitment.part_of!r}")
            expected = ("the id of a commitment of the plan", "方案中某条目标任务的 id")
            yield place.tell(("part_of",), found, expected, nearest_hint(commitment.part_of, sorted(ids)))


def _cycles(draft: Draft) -> Iterator[Problem]:
    yield from _loops(draft, ("part_of",), lambda commitment: commitment.part_of)
    yield from _loops(draft, ("goal", "to"), _reference)


def _reference(commitment: CommitmentBase) -> str | None:
    """The target that a relative goal names; a goal against another region's value makes no loop."""
    goal = commitment.goal if isinstance(commitment, Target) else None
    return goal.to if isinstance(goal, RelativeGoal) and goal.region is None else None


def _loops(draft: Draft, path: Path, step: Callable[[CommitmentBase], str | None]) -> Iterator[Problem]:
    after = {commitment.id: step(commitment) for commitment in draft.commitments}
    done: set[str] = set()
    for commitment, place in _each(draft):
        trail: list[str] = []
        current: str | None = commitment.id
        while current is not None and current not in trail and current not in done:
            trail.append(current)
            current = after.get(current)
        if current is not None and current in trail:
            loop = " → ".join([*trail[trail.index(current) :], current])
            yield place.tell(
                path, (f"the circle {loop}", f"循环引用 {loop}"), ("references that end", "不成环的引用")
            )
        done.update(trail)


def _sections(draft: Draft) -> Iterator[Problem]:
    sections = draft.record.sections
    for index, section in enumerate(sections):
        if section.id in {each.id for each in sections[:index]}:
            found = (f"the section id {section.id!r} again", f"重复的章节标识 {section.id!r}")
            yield draft.main.tell(("sections", index, "id"), found, ("each section once", "每章只出现一次"))
    if not sections or "sections" in draft.blanks:
        return
    groups = {section.id: [group.id for group in section.groups] for section in sections}
    for commitment, place in _each(draft):
        source = commitment.source
        if source.section is None:
            continue
        if source.section not in groups:
            found = (f"the section {source.section!r}", f"章节 {source.section!r}")
            expected = ("the id of a section of the plan", "方案 sections 中的章节 id")
            yield place.tell(("source", "section"), found, expected, nearest_hint(source.section, groups))
        elif (
            source.group is not None
            and groups[source.section]
            and str(source.group) not in groups[source.section]
        ):
            found = (f"the group {source.group}", f"组 {source.group}")
            expected = (f"a group of section {source.section}", f"章节 {source.section} 中的组")
            hint = ", ".join(groups[source.section])
            yield place.tell(("source", "group"), found, expected, (f"known: {hint}", f"可用：{hint}"))


def _regions(draft: Draft) -> Iterator[Problem]:
    record = draft.record
    names = [record.region]
    for region in record.regions:
        names += [region.name, *region.aliases]
    known = frozenset(names)
    expected = ("the plan's region or one of its regions", "方案的 region 或 regions 之一")
    for index, region in enumerate(record.regions):
        if region.parent is not None and region.parent not in known:
            found = (f"the region {region.parent!r}", f"地区 {region.parent!r}")
            yield draft.main.tell(
                ("regions", index, "parent"), found, expected, nearest_hint(region.parent, names)
            )
    for commitment, place in _each(draft):
        if not isinstance(commitment, Target):
            continue
        region_name = getattr(commitment.goal, "region", None)
        if region_name is not None and region_name not in known:
            found = (f"the region {region_name!r}", f"地区 {region_name!r}")
            hint = nearest_hint(region_name, names)
            yield place.tell(("goal", "region"), found, expected, hint)
        if commitment.regions == "each" and not record.regions and "regions" not in draft.blanks:
            found = ("regions: each in a plan without regions", "regions: each，而方案没有 regions")
            yield place.tell(("regions",), found, ("a list of regions in the plan", "方案中的 regions 列表"))


def _organisations(draft: Draft) -> Iterator[Problem]:
    owner_of: dict[str, str] = {fold(name): name for name in draft.record.organisations}
    expected = ("each name for one organisation", "每个名称只指一个单位")
    for name, variants in draft.record.organisations.items():
        for index, variant in enumerate(variants):
            other = owner_of.setdefault(fold(variant), name)
            if other != name:
                found = (
                    f"the name {variant!r}, which is of {other!r} too",
                    f"名称 {variant!r}，{other!r} 也用",
                )
                yield draft.main.tell(("organisations", name, index), found, expected)


def _closes(draft: Draft) -> Iterator[Problem]:
    """Books that close before the period begins leave nothing to judge."""
    closes = draft.record.closes
    if closes is None or draft.blanks & {"closes", "period"}:
        return
    start = parse_period(draft.record.period).start
    if closes < start:
        expected = (f"a day not before the period, {start}", f"不早于目标期起始日 {start}")
        yield draft.main.tell(("closes",), (f"closes {closes}", f"结账日 {closes}"), expected)


def _dates(draft: Draft, commitment: CommitmentBase, place: Place) -> Iterator[Problem]:
    if commitment.due is None or ("period" in draft.blanks and commitment.period is None):
        return
    period = parse_period(commitment.period or draft.record.period)
    if commitment.due < period.start:
        found = (f"due {commitment.due}", f"完成时限 {commitment.due}")
        expected = (f"a day not before the period, {period.start}", f"不早于目标期起始日 {period.start}")
        yield place.tell(("due",), found, expected)


_ONCE: Final[Pair] = ("each name once", "每个名称只列一次")


def _owners(commitment: CommitmentBase, place: Place) -> Iterator[Problem]:
    owners: list[tuple[Path, Owner]] = [(("owner",), commitment.owner)]
    owners += [(("owners", index), owner) for index, owner in enumerate(commitment.owners)]
    for path, owner in owners:
        for key, names in (("units", owner.units), ("leaders", owner.leaders)):
            for name, count in Counter(names).items():
                if count > 1:
                    where = (*path, key, len(names) - 1 - names[::-1].index(name))
                    yield place.tell(where, (f"{name!r} {count} times", f"{name!r} 出现{count}次"), _ONCE)
