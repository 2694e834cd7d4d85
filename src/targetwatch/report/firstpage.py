"""The first page: one sentence of counts, one table, what is not met, what must be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from targetwatch.display import NOTHING, show_date, show_share
from targetwatch.report.describe import Block, Cell, Column, Heading, Paragraph, Table
from targetwatch.report.material import Material
from targetwatch.report.register import target_table
from targetwatch.report.tally import Tally, rate_allowed, tally, without_parts
from targetwatch.sentences import Facts
from targetwatch.verdicts import DISPLAY_ORDER, ROW_WORDS, VERDICT_WORDS, Verdict, word

#: Reasons that somebody has to decide on, in the order in which they are listed.
DECIDED = (
    *("conflicting_actuals", "suspect_only", "withdrawn_only", "bound_spans_goal", "basis_differs"),
    *("basis_not_stated", "comparison_differs", "scope_differs", "measure_differs", "unit_does_not_fit"),
    *("unit_missing", "unknown_unit", "mixed_vintages", "series_break", "gap_in_series"),
    *("aggregate_not_stated", "goal_not_supplied", "baseline_unresolved", "reference_unresolved"),
    *("self_reported", "judge_not_named", "not_accepted", "rejected_only", "value_missing", "goal_is_zero"),
)


def describe_first_page(material: Material) -> Iterator[Block]:
    """Everything of page one after the title."""
    say = material.say
    yield Paragraph(_opening(material), "lead")
    yield Paragraph(_rate_words(material))
    yield from _more_counts(material)
    yield _category_table(material)
    main = main_targets(material)
    if main:
        yield Heading(2, say("主要预期目标", "Main expected targets"))
        yield target_table(material, say("主要预期目标完成情况", "Main expected targets"), main)
    yield from _describe_missed(material)
    yield from _describe_decisions(material)


def _document_name(material: Material) -> str:
    record = material.evaluated.plan.record
    named = record.document.title if record.document and record.document.title else record.title
    number = record.document.number if record.document else None
    title = named.text(material.lang)
    if material.lang == "zh":
        return f"《{title}》" + (f"（{number}）" if number else "")
    return f"'{title}'" + (f" ({number})" if number else "")


def _opening(material: Material) -> str:
    """The sentence of counts: rows, commitments by type, what is due and what became of it."""
    plan = material.evaluated.plan
    day = show_date(material.evaluated.as_of, material.lang)
    kinds = [len(without_parts(each)) for each in (material.targets, material.milestones, material.tasks)]
    counts = tally(without_parts(material.targets))
    verdict = counts.verdicts
    rows = len(plan.rows)
    tail = _tail(material, counts)
    if material.lang == "zh":
        return (
            f"{_document_name(material)}共{rows}条，细化为{sum(kinds)}项：量化指标{kinds[0]}项、"
            f"节点任务{kinds[1]}项、常态工作{kinds[2]}项。截至{day}，量化指标应评价{counts.due}项，"
            f"其中完成{counts.met}项（超额{verdict[Verdict.EXCEEDED]}项）、"
            f"基本完成{verdict[Verdict.NEARLY_MET]}项、未完成{counts.missed}项；"
            f"未到发布期{counts.waiting}项，应报未报{counts.chased}项，"
            f"无法评价{counts.not_assessable}项{tail}。"
        )
    return (
        f"{_document_name(material)} has {_count(rows, 'row')}, which {'makes' if rows == 1 else 'make'} "
        f"{_count(sum(kinds), 'item')}: {_count(kinds[0], 'target')}, {_count(kinds[1], 'deliverable')} and "
        f"{_count(kinds[2], 'task')}. As of {day}, {_count(counts.due, 'target')} "
        f"{'is' if counts.due == 1 else 'are'} due: "
        f"{counts.met} met ({verdict[Verdict.EXCEEDED]} of them exceeded), "
        f"{verdict[Verdict.NEARLY_MET]} nearly met, {counts.missed} missed; "
        f"{counts.waiting} not yet released, {counts.chased} due and not submitted, "
        f"{counts.not_assessable} not assessable{tail}."
    )


def _count(number: int, noun: str) -> str:
    """A number with its noun, in the plural but for one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _tail(material: Material, counts: Tally) -> str:
    """What is neither due nor missing, so that the numbers add up."""
    parts = []
    if counts.open:
        parts.append(material.say(f"；另有{counts.open}项尚未到期", f"; {counts.open} more are not yet due"))
    if counts.withdrawn:
        parts.append(material.say(f"；已取消{counts.withdrawn}项", f"; {counts.withdrawn} were withdrawn"))
    if counts.not_applicable:
        number = counts.not_applicable
        parts.append(material.say(f"；不涉及{number}项", f"; {number} do not apply"))
    return "".join(parts)


def _rate_words(material: Material) -> str:
    """The rate with what it is of, or why there is none."""
    counts = tally(without_parts(material.targets))
    if rate_allowed(material, counts, group=False):
        rate = show_share(counts.met, counts.judged)
        return material.say(
            f"量化指标完成率{rate}（完成和超额完成{counts.met}项，占已评价{counts.judged}项）。",
            f"Rate of targets met: {rate} ({counts.met} met or exceeded of {counts.judged} judged).",
        )
    return material.say(
        f"量化指标{counts.total}项，具备评价条件{counts.judged}项，暂不计算完成率。",
        f"Of {counts.total} targets {counts.judged} can be judged; no rate is given.",
    )


def _more_counts(material: Material) -> Iterator[Block]:
    """Deliverables, rows as leaders count them, what held only within a band."""
    if material.milestones:
        yield Paragraph(_milestone_words(material))
    yield Paragraph(_row_words(material))
    within = tally(without_parts(material.targets)).by_tolerance
    if within:
        yield Paragraph(
            material.say(
                f"完成的指标中有{within}项只在“左右”的认可区间不利一侧内，在结果中标明。",
                f"{within} of the met targets held only inside the bad half of their band; they are marked.",
            )
        )
    if any(each.text("ruling") for each in material.facts):
        yield Paragraph(
            material.say(
                "以上计数按数据评价的结果；有核定结果的，在各项结果后并列标明。",
                "The counts are of verdicts computed from the figures; rulings stand beside them.",
            )
        )
    parts = len(material.measured) - len(without_parts(material.measured))
    if parts:
        yield Paragraph(
            material.say(
                f"另有分项{parts}项，随父项评价，不重复计数。",
                "1 part is judged with its parent and not counted again."
                if parts == 1
                else f"{parts} parts are judged with their parents and not counted again.",
            ),
            "note",
        )


def _milestone_words(material: Material) -> str:
    counts = tally(without_parts(material.milestones))
    tail = _tail(material, counts)
    late = counts.late
    return material.say(
        f"节点任务应评价{counts.due}项，其中完成{counts.met}项、逾期完成{late}项、"
        f"未完成{counts.missed - late}项；"
        f"未到发布期{counts.waiting}项，应报未报{counts.chased}项，"
        f"无法评价{counts.not_assessable}项{tail}。",
        f"{_count(counts.due, 'deliverable')} {'is' if counts.due == 1 else 'are'} due: "
        f"{counts.met} met, {late} completed late, {counts.missed - late} missed; "
        f"{counts.waiting} not yet released, {counts.chased} due and not submitted, "
        f"{counts.not_assessable} not assessable{tail}.",
    )


def row_verdict(verdicts: Sequence[str]) -> str:
    """The verdict of a row by those of its parts: all met, some, none, any unjudged open.

    >>> row_verdict(["met", "exceeded"]), row_verdict(["met", "missed"]), row_verdict(["met", "no_data"])
    ('all_met', 'some_met', 'open')
    """
    if not verdicts:
        return "no_parts"
    met = [verdict in ("met", "exceeded") for verdict in verdicts]
    if any(verdict not in ("met", "exceeded", "nearly_met", "missed") for verdict in verdicts):
        return "open"
    return "all_met" if all(met) else ("some_met" if any(met) else "none_met")


def rows_by_verdict(material: Material) -> dict[tuple[object, ...], str]:
    """The verdict of each row of the document, in its order."""
    by_id: dict[str, list[str]] = {}
    for facts in material.measured:
        by_id.setdefault(facts.record.id, []).append(facts.verdict)
    return {
        key: row_verdict([verdict for each in ids for verdict in by_id.get(each, [])])
        for key, ids in material.evaluated.plan.rows.items()
    }


def _row_words(material: Material) -> str:
    verdicts = list(rows_by_verdict(material).values())
    counts = {code: verdicts.count(code) for code in ROW_WORDS}
    zh = "、".join(f"{word(ROW_WORDS, code)}{number}条" for code, number in counts.items())
    en = ", ".join(f"{number} {word(ROW_WORDS, code, 'en')}" for code, number in counts.items())
    return material.say(
        f"按文件条目统计：{zh}（各项全部完成的为完成，任一项未评价的为待定）。",
        f"By rows of the document: {en} (met where all its items are, open where any is not judged).",
    )


def _category_table(material: Material) -> Table:
    """Category × result, with only the results that occur."""
    say = material.say
    whole = tally(without_parts(material.measured)).verdicts
    shown = [verdict for verdict in DISPLAY_ORDER if whole[verdict] or verdict in _ALWAYS]
    columns = [Column(say("类别", "Category"), width=22), Column(say("合计", "All"), "right")]
    columns += [Column(word(VERDICT_WORDS, verdict, material.lang), "right") for verdict in shown]
    rows: list[list[str | Cell]] = []
    for name, facts in _categories(material):
        counts = tally(without_parts(facts)).verdicts
        rows.append([name, str(sum(counts.values())), *(str(counts[verdict]) for verdict in shown)])
    if material.tasks:
        rows.append(
            [
                say("常态工作（不评价）", "Tasks (not judged)"),
                str(len(material.tasks)),
                *[NOTHING] * len(shown),
            ]
        )
    return material.table(say("分类完成情况（项）", "Results by category (items)"), columns, rows)


_ALWAYS = (Verdict.EXCEEDED, Verdict.MET, Verdict.NEARLY_MET, Verdict.MISSED)


def _categories(material: Material) -> Iterator[tuple[str, list[Facts]]]:
    """Targets by nature and strength, then deliverables: each item stands in one category."""
    say, targets = material.say, list(material.targets)
    binding = [each for each in targets if each.text("nature") == "binding"]
    rest = [each for each in targets if each.text("nature") != "binding"]
    commit = [each for each in rest if each.text("strength") != "strive"]
    strive = [each for each in rest if each.text("strength") == "strive"]
    yield say("量化指标", "Targets"), targets
    if binding:
        yield say("其中：约束性", "of these: binding"), binding
    if strive or binding:
        yield say("其中：确保类", "of these: commit"), commit
    if strive:
        yield say("其中：力争类", "of these: strive"), strive
    if material.milestones:
        yield say("节点任务", "Deliverables"), list(material.milestones)


def main_targets(material: Material) -> list[Facts]:
    """The targets of the section of main expected targets, whatever their strength."""
    for section in material.evaluated.plan.sections:
        zh, en = section.name.zh or "", (section.name.en or "").lower()
        if ("主要" in zh and "目标" in zh) or ("main" in en and "target" in en):
            return [each for each in material.targets if each.record.source.section == section.id]
    return []


def _describe_missed(material: Material) -> Iterator[Block]:
    """What is not met, binding first; strive goals apart; what is behind its pace."""
    say = material.say
    missed = [each for each in without_parts(material.measured) if each.verdict == Verdict.MISSED]
    supervised = [
        each for each in missed if each.text("strength") != "strive" or each.text("nature") == "binding"
    ]
    supervised.sort(key=lambda each: each.text("nature") != "binding")
    strive = [each for each in missed if each not in supervised]
    behind = [each for each in material.measured if each.verdict == Verdict.BEHIND]
    yield Heading(2, say("未完成事项", "What is not met"))
    if supervised:
        yield _missed_table(material, say("未完成事项（约束性在前）", "Not met (binding first)"), supervised)
    else:
        yield Paragraph(say("已评价事项中没有未完成的。", "Nothing that was judged is missed."))
    if strive:
        yield _missed_table(material, say("未实现力争目标", "Strive goals not reached"), strive)
    if behind:
        yield _missed_table(material, say("落后于序时进度", "Behind pace"), behind)


def _missed_table(material: Material, caption: str, facts: Sequence[Facts]) -> Table:
    say = material.say
    columns = (
        Column(say("指标或事项", "Item"), width=17),
        Column(say("目标", "Goal"), width=12),
        Column(say("实际（数据状态）", "Actual (state)"), width=14),
        Column(say("差距", "Gap"), "right", 11),
        Column(say("结果", "Result"), width=12),
        Column(say("牵头单位", "Lead unit"), width=10),
        Column(say("原因", "Reason"), width=8),
        Column(say("下一步措施", "Next step"), width=8),
        Column(say("时限", "By when"), width=8),
    )
    rows = ([*_missed_start(material, each), *_unreported(material)] for each in facts)
    return material.table(caption, columns, rows)


def _missed_start(material: Material, facts: Facts) -> list[str | Cell]:
    return [
        material.name(facts),
        material.goal(facts),
        material.actual(facts),
        material.gap(facts),
        material.verdict(facts),
        material.lead(facts),
    ]


def _unreported(material: Material) -> list[str]:
    """Reason, next step and day: reported by the units, never made up."""
    reason = material.say("原因待报", "pending")
    later = material.say("待报", "pending")
    return [reason, later, later]


def _describe_decisions(material: Material) -> Iterator[Block]:
    """What somebody has to decide before it can be judged."""
    say = material.say
    order = {reason: place for place, reason in enumerate(DECIDED)}
    open_ones = [
        each for each in material.measured if each.verdict == Verdict.NOT_ASSESSABLE and not each.parts
    ]
    open_ones.sort(key=lambda each: order.get(each.reason, len(order)))
    if not open_ones:
        return
    yield Heading(2, say("需要研究确定的事项", "What must be decided"))
    columns = (
        Column(say("指标或事项", "Item"), width=34),
        Column(say("目标", "Goal"), width=22),
        Column(say("待确定的问题", "To be decided"), width=28),
        Column(say("牵头单位", "Lead unit"), width=16),
    )
    rows = ([material.name(e), material.goal(e), material.reason(e), material.lead(e)] for e in open_ones)
    yield material.table(say("无法评价的事项", "Not assessable"), columns, rows)


def _is_undecided(facts: Facts) -> bool:
    """Whether a commitment cannot be judged for a reason of its own."""
    of_its_own = not facts.parts and facts.reason != "withdrawn_target"
    return facts.verdict == Verdict.NOT_ASSESSABLE and of_its_own
