"""Counts by section, lead unit and strength, and the verdict of each row of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from targetwatch.display import NOTHING, largest_remainder, show_share
from targetwatch.report.describe import Block, Cell, Column, Heading, Paragraph, Table
from targetwatch.report.firstpage import rows_by_verdict
from targetwatch.report.material import Material
from targetwatch.report.register import by_section, section_names
from targetwatch.report.tally import rate_allowed, tally, without_parts
from targetwatch.sentences import Facts
from targetwatch.verdicts import DISPLAY_ORDER, ROW_WORDS, STRENGTH_WORDS, VERDICT_WORDS, word

#: How the verdict of a row is marked.
_ROW_MARKS = {"all_met": "met", "some_met": "nearly_met", "none_met": "missed", "open": "", "no_parts": ""}


def describe_breakdown(material: Material) -> Iterator[Block]:
    """By section, by lead unit, by strength, by row."""
    say = material.say
    counted = without_parts(material.measured)
    if not counted:
        return
    yield Heading(2, say("分组情况", "By groups"), new_page=True)
    yield Paragraph(
        say(
            "各组为量化指标和节点任务的项数。已评价不足5项的组、以及全表未达到公布条件时，只列项数，"
            "不计算完成率。",
            "Counts are of targets and deliverables. Groups with fewer than five judged items have "
            "counts only, "
            "and no rate is given anywhere while too little of the plan is judged.",
        ),
        "note",
    )
    yield _result_table(material, counted)
    yield group_table(material, say("按章节", "By section"), by_section(material, counted))
    yield group_table(material, say("按力度", "By strength"), _by_strength(material, counted))
    yield group_table(material, say("按牵头单位", "By lead unit"), _by_lead(material, counted))
    if material.several_regions:
        yield group_table(material, say("按地区", "By region"), _by_region(material, counted))
    yield from _describe_rows(material)


def _result_table(material: Material, facts: Sequence[Facts]) -> Table:
    """All results with their shares, which add up to 100.0 %."""
    say, counts = material.say, tally(facts).verdicts
    shown = [verdict for verdict in DISPLAY_ORDER if counts[verdict]]
    shares = largest_remainder([counts[verdict] for verdict in shown])
    rows: list[list[str | Cell]] = [
        [Cell(word(VERDICT_WORDS, verdict, material.lang), verdict), str(counts[verdict]), f"{share}%"]
        for verdict, share in zip(shown, shares, strict=True)
    ]
    rows.append([say("合计", "All"), str(sum(counts.values())), f"{sum(shares)}%"])
    columns = (
        Column(say("结果", "Result"), width=50),
        Column(say("项数", "Items"), "right", 25),
        Column(say("占比（最大余数法，合计100.0%）", "Share (largest remainder, sum 100.0%)"), "right", 25),
    )
    return material.table(say("结果构成", "Results"), columns, rows)


def group_table(material: Material, caption: str, groups: Sequence[tuple[str, Sequence[Facts]]]) -> Table:
    """One row a group: all, due, judged, each result that occurs, the rate where one may be given."""
    say = material.say
    tallies = [(name, tally(facts)) for name, facts in groups]
    shown = [verdict for verdict in DISPLAY_ORDER if any(counts.verdicts[verdict] for _, counts in tallies)]
    rated = [rate_allowed(material, counts, group=True) for _, counts in tallies]
    columns = [Column(say("组别", "Group"), width=28)]
    columns += [
        Column(head, "right") for head in (say("合计", "All"), say("应评价", "Due"), say("已评价", "Judged"))
    ]
    columns += [Column(word(VERDICT_WORDS, verdict, material.lang), "right") for verdict in shown]
    columns += [Column(say("完成率", "Rate"), "right")] if any(rated) else []
    rows = []
    for (name, counts), allowed in zip(tallies, rated, strict=True):
        numbers = [counts.total, counts.due, counts.judged, *(counts.verdicts[verdict] for verdict in shown)]
        rate = [show_share(counts.met, counts.judged) if allowed else NOTHING] if any(rated) else []
        rows.append([name, *map(str, numbers), *rate])
    return material.table(caption, columns, rows)


def _by_strength(material: Material, facts: Sequence[Facts]) -> list[tuple[str, list[Facts]]]:
    groups = []
    for strength in STRENGTH_WORDS:
        those = [each for each in facts if each.text("strength") == strength]
        if those:
            groups.append((word(STRENGTH_WORDS, strength, material.lang), those))
    return groups


def _by_region(material: Material, facts: Sequence[Facts]) -> list[tuple[str, list[Facts]]]:
    """By region, in the plan's own order."""
    order = [
        material.evaluated.plan.region,
        *(region.name for region in material.evaluated.plan.record.regions),
    ]
    order += [each.region for each in facts]
    groups: dict[str, list[Facts]] = {name: [] for name in order}
    for each in facts:
        groups[each.region].append(each)
    return [(name, those) for name, those in groups.items() if those]


def _by_lead(material: Material, facts: Sequence[Facts]) -> list[tuple[str, list[Facts]]]:
    """By the unit that leads, in the offices' own order; collective units are left out."""
    plan = material.evaluated.plan
    groups: dict[str, list[Facts]] = {}
    for each in facts:
        unit = material.lead(each)
        if unit != NOTHING and not plan.is_collective(unit):
            groups.setdefault(unit, []).append(each)
    return [(unit, groups[unit]) for unit in material.units_in_order(groups)]


def _describe_rows(material: Material) -> Iterator[Block]:
    """One table a section: each row of the document with its items and its verdict."""
    say, plan = material.say, material.evaluated.plan
    verdicts = rows_by_verdict(material)
    names = section_names(material)
    yield Heading(2, say("按文件条目", "By rows of the document"))
    columns = (
        Column(say("条目", "Row"), width=10),
        Column(say("内容（摘）", "Clause (beginning)"), width=58),
        Column(say("项数", "Items"), "right", 10),
        Column(say("结果", "Result"), width=22),
    )
    sections: dict[str, list[list[str | Cell]]] = {}
    for key, ids in plan.rows.items():
        place = ".".join(str(part) for part in key if part is not None) or NOTHING
        code = verdicts[key]
        result = Cell(word(ROW_WORDS, code, material.lang), _ROW_MARKS[code])
        line: list[str | Cell] = [place, plan[ids[0]].source.quote, str(len(ids)), result]
        sections.setdefault(key[0] or "", []).append(line)
    for section, rows in sections.items():
        yield material.table(names.get(section, section) or say("未分章节", "No section"), columns, rows)
