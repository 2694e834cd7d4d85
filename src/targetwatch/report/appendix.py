"""What stands at the end: doubts about the figures, how they were read, rules, digests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from targetwatch.actuals import one
from targetwatch.display import NOTHING, show_value
from targetwatch.report.describe import Block, Column, Heading, Listing, Paragraph, Table
from targetwatch.report.material import Material
from targetwatch.report.method import describe_method
from targetwatch.verdicts import REJECTED_WORDS, UNUSED_WORDS, word

#: Rows of a list of figures that are printed; the rest is counted.
_PRINTED = 200


def describe_appendix(material: Material) -> Iterator[Block]:
    """Suspect figures, findings, reading notes, set-aside rows, then the method and the digests."""
    yield from _describe_suspect(material)
    yield from _describe_findings(material)
    yield from _describe_rows(material)
    yield from _describe_owners(material)
    yield from describe_method(material)
    yield from _describe_origin(material)


def _text(row: pd.Series[Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)


def _figure(material: Material, row: pd.Series[Any]) -> str:
    value = row.get("value")
    if value is None or pd.isna(value):
        return _text(row, "statement") or _text(row, "answer") or NOTHING
    return show_value(float(value), _text(row, "unit"), material.lang)


def _describe_suspect(material: Material) -> Iterator[Block]:
    """Figures marked as suspect: carried and shown, not used unless that was asked for."""
    say, unused = material.say, material.evaluated.unused
    rows = unused[unused["reason"] == "suspect"] if len(unused) else unused
    if not len(rows):
        return
    yield Heading(2, say("存疑数据（未采用）", "Suspect figures (not used)"))
    yield Paragraph(
        say(
            "下列数据标注为存疑，不参与评价，也不写入逐项说明；核实后可更改标注重新评价。",
            "These figures are marked as suspect. They decide no verdict and stand in no sentence; "
            "once they are verified the mark can be changed and the plan evaluated again.",
        ),
        "note",
    )
    columns = (
        Column(say("指标", "Indicator"), width=26),
        Column(say("时期", "Period"), width=10),
        Column(say("数值", "Figure"), "right", 12),
        Column(say("来源", "Source"), width=26),
        Column(say("说明", "Note"), width=26),
    )
    lines = (
        [
            _text(row, "indicator"),
            _text(row, "period"),
            _figure(material, row),
            _text(row, "source"),
            _text(row, "note"),
        ]
        for _, row in rows.iterrows()
    )
    yield material.table(say("存疑数据", "Suspect figures"), columns, lines)


def _describe_findings(material: Material) -> Iterator[Block]:
    """Findings on the figures, and readings of the plan that are a choice."""
    say, evaluated = material.say, material.evaluated
    findings = [say(finding.message_zh, finding.message_en) for finding in evaluated.findings]
    notes = list(_group_notes(material))
    notes += [
        f"{material.name(facts)}{say('：', ': ')}{facts.record.note.text(material.lang)}"
        for facts in material.measured
        if facts.record.note is not None and facts.record.note.text(material.lang)
    ]
    if findings:
        yield Heading(2, say("对数据的提示", "Findings on the figures"))
        yield Listing(tuple(dict.fromkeys(findings)))
    if notes:
        yield Heading(2, say("读数说明", "Reading notes"))
        yield Listing(tuple(dict.fromkeys(notes)))


def _group_notes(material: Material) -> Iterator[str]:
    """The reading notes of the evaluation; those that say the same of several commitments in one line."""
    say, plan = material.say, material.evaluated.plan
    names: dict[str, list[str]] = {}
    for note in material.evaluated.notes:
        about = [plan[note.commitment].name.text(material.lang)] if note.commitment else []
        names.setdefault(say(note.zh, note.en), []).extend(about)
    for text, those in names.items():
        joined = say("、", "; ").join(dict.fromkeys(those))
        yield f"{text.rstrip('。.')}{say('：', ': ')}{joined}" if joined else text


def _describe_rows(material: Material) -> Iterator[Block]:
    """How many rows were read, used, not used and rejected, and why."""
    say, evaluated = material.say, material.evaluated
    counts = evaluated.counts
    yield Heading(2, say("数据使用情况", "Use of the figures"))
    yield Paragraph(
        say(
            f"读入{counts.read}行：采用{counts.used}行，未采用{counts.unused}行，"
            f"无法读取{counts.rejected}行。",
            f"{counts.read} rows read: {counts.used} used, {counts.unused} not used, "
            f"{counts.rejected} rejected.",
        )
    )
    reasons = [*_count_reasons(material, evaluated.unused, UNUSED_WORDS, say("未采用", "not used"))]
    reasons += _count_reasons(material, evaluated.rejected, REJECTED_WORDS, say("无法读取", "rejected"))
    if reasons:
        columns = (
            Column(say("类别", "Kind"), width=20),
            Column(say("原因", "Reason"), width=65),
            Column(say("行数", "Rows"), "right", 15),
        )
        yield material.table(say("未采用和无法读取的行", "Rows not used or rejected"), columns, reasons)
    if len(evaluated.rejected):
        yield _rejected_table(material)


def _count_reasons(
    material: Material, rows: pd.DataFrame, words: dict[str, tuple[str, str]], kind: str
) -> list[list[str]]:
    counted = Counter(str(reason) for reason in rows["reason"]) if len(rows) else Counter[str]()
    lang = material.lang
    return [[kind, word(words, reason, lang), str(number)] for reason, number in counted.most_common()]


def _rejected_table(material: Material) -> Table:
    say, rows = material.say, material.evaluated.rejected
    columns = (
        Column(say("位置", "Place"), width=22),
        Column(say("指标", "Indicator"), width=22),
        Column(say("原因", "Reason"), width=18),
        Column(say("实际内容", "Found"), width=19),
        Column(say("应为", "Expected"), width=19),
    )
    lines = (
        [
            _place(row),
            _text(row, "indicator"),
            word(REJECTED_WORDS, _text(row, "reason"), material.lang),
            one(_text(row, "found"), material.lang),
            one(_text(row, "expected"), material.lang),
        ]
        for _, row in rows.head(_PRINTED).iterrows()
    )
    more = len(rows) - _PRINTED
    tail = say(f"（另有{more}行未列出）", f" ({more} more not listed)") if more > 0 else ""
    return material.table(say("无法读取的行", "Rejected rows") + tail, columns, lines)


def _place(row: pd.Series[Any]) -> str:
    """File, sheet, row and column of a row of actuals."""
    file = _text(row, "file").replace("\\", "/").rsplit("/", 1)[-1]
    parts = [file, _text(row, "sheet"), _text(row, "row"), _text(row, "column")]
    return ":".join(part for part in parts if part) or NOTHING


def _describe_owners(material: Material) -> Iterator[Block]:
    """Who is responsible, row by row; leaders stand beside no result."""
    say, plan = material.say, material.evaluated.plan
    rows = []
    for ids in plan.rows.values():
        source, owner = plan[ids[0]].source, plan.owner_at(plan[ids[0]], material.evaluated.as_of)
        if owner.leaders or owner.units:
            place = ".".join(
                str(part) for part in (source.section, source.group, source.row) if part is not None
            )
            units = "、".join(owner.units) + ("等" if owner.open_ended else "")
            rows.append([place or NOTHING, source.quote, "、".join(owner.leaders) or NOTHING, units])
    if not rows:
        return
    columns = (
        Column(say("条目", "Row"), width=9),
        Column(say("内容（摘）", "Clause (beginning)"), width=36),
        Column(say("责任领导", "Leaders"), width=14),
        Column(say("责任单位（首位牵头）", "Units (the first leads)"), width=41),
    )
    yield Heading(2, say("责任分工（内部）", "Responsibilities (internal)"), new_page=True)
    yield material.table(say("责任分工", "Responsibilities"), columns, rows)


def _describe_origin(material: Material) -> Iterator[Block]:
    """Digests of plan and actuals, files read, versions."""
    say, evaluated = material.say, material.evaluated
    yield Heading(2, say("溯源", "Origin"))
    rows = [
        [say("方案摘要（SHA-256）", "Plan digest (SHA-256)"), evaluated.plan.digest],
        [say("数据摘要（SHA-256）", "Actuals digest (SHA-256)"), evaluated.actuals_digest],
        [say("评价截止日", "As of"), evaluated.as_of.isoformat()],
        ["targetwatch", evaluated.version],
    ]
    for file in evaluated.inputs:
        name = str(file.path).replace("\\", "/").rsplit("/", 1)[-1]
        rows.append([say("数据文件", "File"), f"{name} ({file.encoding}, SHA-256 {file.sha256})"])
    columns = (Column(say("项目", "Item"), width=26), Column(say("内容", "Content"), width=74))
    yield material.table(say("摘要与版本", "Digests and versions"), columns, rows)
