"""The register: every target with gap and completion, the deliverables, the tasks, one sentence a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from targetwatch.display import NOTHING, show_date
from targetwatch.model import Milestone
from targetwatch.report.describe import Block, Cell, Column, Heading, Listing, Paragraph, Table
from targetwatch.report.material import Material
from targetwatch.sentences import Facts


def describe_register(material: Material) -> Iterator[Block]:
    """All targets by section, the yes/no deliverables, the sentences, the standing work."""
    say = material.say
    if material.targets:
        yield Heading(2, say("量化指标一览", "All targets"), new_page=True)
        yield Paragraph(
            say(
                "差距＝实际－目标；增长率、占比和百分点变化的差距以百分点计。"
                "增长率、百分点变化、位次和指数不计算完成率；未完成的不显示为100%及以上。",
                "Gap = actual − goal; for growth, shares and changes in points it is in percentage points. "
                "Growth, points, ranks and indices have no completion; what is not met never shows "
                "100% or more.",
            ),
            "note",
        )
        for name, facts in by_section(material, material.targets):
            yield target_table(material, name, facts)
    if material.milestones:
        yield Heading(2, say("节点任务一览", "Deliverables"))
        yield milestone_table(material, material.milestones)
    yield from _describe_sentences(material)
    yield from _describe_tasks(material)


def by_section(material: Material, facts: Iterable[Facts]) -> list[tuple[str, list[Facts]]]:
    """The facts of each section that has any, in the plan's order, under the section's name."""
    names = section_names(material)
    grouped: dict[str, list[Facts]] = {key: [] for key in names}
    for each in facts:
        grouped.setdefault(each.record.source.section or "", []).append(each)
    unnamed = material.say("未分章节", "No section")
    return [(names.get(key, key) or unnamed, group) for key, group in grouped.items() if group]


def section_names(material: Material) -> dict[str, str]:
    """What each section is called, by its id."""
    names = {}
    for section in material.evaluated.plan.sections:
        name = section.name.text(material.lang)
        joined = material.say(f"{section.id}、{name}", f"{section.id}. {name}")
        names[section.id] = joined if name and name != section.id else section.id
    return names


def target_table(material: Material, caption: str, facts: Sequence[Facts]) -> Table:
    """Targets with goal, actual, gap, result and lead unit; completion where one of them has it."""
    say = material.say
    completed = any(material.completion(each) != NOTHING for each in facts)
    columns = [
        Column(say("指标", "Target"), width=24),
        Column(say("目标", "Goal"), width=16),
        Column(say("实际（数据状态）", "Actual (state)"), width=16),
        Column(say("差距", "Gap"), "right", 11),
        *([Column(say("完成率", "Completion"), "right", 9)] if completed else []),
        Column(say("结果", "Result"), width=11),
        Column(say("牵头单位", "Lead unit"), width=13 if completed else 16),
    ]
    return material.table(caption, columns, (_target_row(material, each, completed) for each in facts))


def _target_row(material: Material, facts: Facts, completed: bool) -> list[str | Cell]:
    return [
        material.name(facts),
        material.goal(facts),
        material.actual(facts),
        material.gap(facts),
        *([material.completion(facts)] if completed else []),
        material.verdict(facts),
        material.lead(facts),
    ]


def milestone_table(material: Material, facts: Sequence[Facts]) -> Table:
    """Deliverables with event, due day, what was reported, result and lead unit."""
    say = material.say
    columns = (
        Column(say("事项", "Deliverable"), width=32),
        Column(say("节点", "Event"), width=12),
        Column(say("时限", "Due"), width=14),
        Column(say("情况", "Reported"), width=16),
        Column(say("结果", "Result"), width=12),
        Column(say("牵头单位", "Lead unit"), width=14),
    )
    rows: Iterator[list[str | Cell]] = (
        [
            material.name(each),
            event_name(material, each),
            show_date(each.due, material.lang),
            material.event(each),
            material.verdict(each),
            material.lead(each),
        ]
        for each in facts
    )
    return material.table(say("节点任务（是/否）", "Deliverables (yes/no)"), columns, rows)


def event_name(material: Material, facts: Facts) -> str:
    """The event that counts for a milestone, in the plan's words where they are of the language."""
    record = facts.record
    if not isinstance(record, Milestone):
        return ""
    start = record.phase == "start"
    if material.lang == "zh":
        return record.event or ("启动" if start else "完成")
    return "start" if start else "completion"


def _describe_sentences(material: Material) -> Iterator[Block]:
    if not material.measured:
        return
    yield Heading(2, material.say("逐项说明", "One sentence each"))
    for name, facts in by_section(material, material.measured):
        yield Heading(3, name)
        yield Listing(tuple(material.sentence(each) for each in facts))


def _describe_tasks(material: Material) -> Iterator[Block]:
    if not material.tasks:
        return
    say, number = material.say, len(material.tasks)
    yield Heading(2, say("常态工作", "Standing work"))
    yield Paragraph(
        say(
            f"常态工作共{number}项，没有可核验的终点，只列牵头单位和单位自报情况，不计入任何完成率。",
            f"{number} tasks have no checkable end; they are listed with their lead units and what "
            "these report, "
            "and are in no rate.",
        )
    )
    columns = (
        Column(say("工作", "Task"), width=52),
        Column(say("牵头单位", "Lead unit"), width=24),
        Column(say("单位自报", "Reported by the unit"), width=24),
    )
    for name, facts in by_section(material, material.tasks):
        rows = ([material.name(each), material.lead(each), each.text("self_rating") or "—"] for each in facts)
        yield material.table(name, columns, rows)
