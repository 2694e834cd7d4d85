"""What is missing, and whom to ask: due and not submitted by publisher, what is not yet released apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from targetwatch.display import show_date
from targetwatch.report.describe import Block, Cell, Column, Heading, Paragraph, Table
from targetwatch.report.material import Material
from targetwatch.sentences import Facts
from targetwatch.verdicts import Verdict

#: Reasons for which a unit is asked.
CHASED = ("not_submitted", "returned", "part_year_only", "value_missing", "rejected_only")


def describe_missing(material: Material) -> Iterator[Block]:
    """The list to chase by the unit that publishes the figure; what is not yet released by itself."""
    say = material.say
    chased = [facts for facts in material.measured if is_chased(facts)]
    waiting = [facts for facts in material.measured if is_waiting(facts)]
    if not chased and not waiting:
        return
    yield Heading(2, say("缺数据清单", "Missing actuals"))
    if chased:
        yield Paragraph(_explain(material, len(chased)))
        yield _chase_table(material, chased)
    if waiting:
        yield _waiting_table(material, waiting)


def is_chased(facts: Facts) -> bool:
    """Whether a figure is due and has not come in."""
    return facts.reason in CHASED and facts.verdict not in (Verdict.NOT_DUE,) and not facts.parts


def is_waiting(facts: Facts) -> bool:
    """Whether a figure is not yet released."""
    return facts.verdict == Verdict.NO_DATA and facts.reason == "not_yet_released"


def publisher(material: Material, facts: Facts) -> str:
    """Who publishes the figure: as the plan says, else the lead unit; empty where that is collective."""
    plan = material.evaluated.plan
    unit = facts.record.data_from or facts.text("lead_unit")
    return "" if not unit or plan.is_collective(unit) else plan.canonical_unit(unit)


def _explain(material: Material, number: int) -> str:
    return material.say(
        f"应报未报、退回待补的共{number}项，按数据发布（报送）单位列出，抄送牵头单位。"
        "方案未注明发布单位的，"
        "暂按牵头单位列出（标*）。集体单位不列为催报对象。",
        f"{number} figures are due and not submitted, or returned; they are listed by the unit that "
        "publishes "
        "them, with the lead unit in copy. Where the plan names no publisher the lead unit stands "
        "for it (marked *). "
        "Collective units are not asked.",
    )


def _chase_table(material: Material, facts: Sequence[Facts]) -> Table:
    say = material.say
    named = [(publisher(material, each), each) for each in facts]
    order = [*material.units_in_order(unit for unit, _ in named if unit), ""]
    columns = (
        Column(say("报送单位", "Unit to send it"), width=18),
        Column(say("指标或事项", "Target or deliverable"), width=34),
        Column(say("目标", "Goal"), width=18),
        Column(say("情况", "State"), width=14),
        Column(say("抄送牵头单位", "Copy to lead unit"), width=16),
    )
    rows = []
    for unit in order:
        for name, each in named:
            if name == unit:
                rows.append(_chase_row(material, unit, each))
    return material.table(say("应报未报、退回待补", "Due and not submitted, or returned"), columns, rows)


def _chase_row(material: Material, unit: str, facts: Facts) -> list[str | Cell]:
    lead = material.lead(facts)
    mark = "" if facts.record.data_from else "*"
    return [
        unit + mark if unit else material.say("待明确报送单位", "to be named"),
        material.name(facts),
        material.goal(facts),
        material.reason(facts),
        "—" if lead == unit else lead,
    ]


def _waiting_table(material: Material, facts: Sequence[Facts]) -> Table:
    say = material.say
    columns = (
        Column(say("指标或事项", "Target or deliverable"), width=40),
        Column(say("目标", "Goal"), width=25),
        Column(say("预计发布", "Release"), width=15),
        Column(say("发布单位", "Publisher"), width=20),
    )
    rows = (
        [
            material.name(each),
            material.goal(each),
            show_date(each.record.released, material.lang),
            publisher(material, each) or "—",
        ]
        for each in facts
    )
    return material.table(say("未到发布期", "Not yet released"), columns, rows)
