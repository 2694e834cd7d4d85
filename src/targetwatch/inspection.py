"""What files of actuals hold: series of figures, regions, periods, what was set aside, and targets to feed.

`inspect_table` gathers it, `inspection_text` says it, `starting_mapping` writes it as the
start of a mapping file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from targetwatch.actuals import ActualsTable, CellAccount, one
from targetwatch.ingest.ledger import SET_ASIDE_WORDS
from targetwatch.labelmatch import TargetMatch, match_figure
from targetwatch.mapping import FORMAT, known_regions
from targetwatch.notebook import text_table
from targetwatch.periods import PeriodError, parse_period
from targetwatch.plan import Plan
from targetwatch.regions import find_region
from targetwatch.spelling import fold

#: Names, notes and lines of one kind that are listed; the rest are counted.
_LISTED: Final = 40
_FEW: Final = 8
#: Reasons of setting aside of which only the number is told.
_UNLISTED: Final = ("head", "label", "missing", "flag")
#: Series of which the nearest targets are looked for.
_COMPARED: Final = 400


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator, unit and measure; ``repeated`` tells of several for one period."""

    indicator: str
    unit: str | None
    measure: str | None
    rows: int
    regions: tuple[str, ...]
    periods: tuple[str, ...]
    first: str
    repeated: bool
    match: TargetMatch | None


def inspect_table(table: ActualsTable, plan: Plan | None = None) -> tuple[Series, ...]:
    """The series of a table in the order of the files, each with the targets of ``plan`` that it can feed."""
    keys = ["indicator", "unit", "measure"]
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    names = [*keys, "region", "period", "value", "answer", "date", "statement"]
    for values in zip(*(table.frame[name].tolist() for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return tuple(
        _series(key, rows, plan if number < _COMPARED else None)
        for number, (key, rows) in enumerate(found.items())
    )


def _series(key: tuple[Any, ...], rows: list[dict[str, Any]], plan: Plan | None) -> Series:
    indicator, unit, measure = key
    cells = {(row["region"], row["period"]) for row in rows}
    match = None if plan is None else match_figure(plan, indicator, unit, measure)
    return Series(
        indicator, unit, measure, len(rows),
        tuple(dict.fromkeys(row["region"] for row in rows if row["region"])),
        _in_order(row["period"] for row in rows if row["period"]),
        _said(rows[0]), len(cells) < len(rows), match,
    )  # fmt: skip


def _said(row: dict[str, Any]) -> str:
    """What a row says: its value, else its answer, day or statement."""
    if row["value"] == row["value"] and row["value"] is not None:
        return f"{row['value']:.15g}"
    return str(next((row[name] for name in ("answer", "date", "statement") if row[name] is not None), ""))


def _in_order(periods: Iterable[str]) -> tuple[str, ...]:
    def months(text: str) -> tuple[int, int, str]:
        try:
            period = parse_period(text)
        except PeriodError:
            return (0, 0, text)
        return (period.first, period.last, text)

    return tuple(sorted(dict.fromkeys(periods), key=months))


def inspection_text(
    table: ActualsTable, series: Sequence[Series], plan: Plan | None = None, lang: str = "zh"
) -> str:
    """All that is to be said of a table, in ``lang``."""
    zh = lang == "zh"
    parts = [_files(table, zh), *_spans(series, plan, zh), _table_of(series, plan is not None, zh)]
    parts += [_aside(table.accounts, zh), *_rejected(table, lang)]
    parts += _listing("提示" if zh else "findings", [each.message(lang) for each in table.findings])
    parts += _listing("读取说明" if zh else "notes", [note.text(lang) for note in table.notes])
    return "\n\n".join(filter(None, parts))


def _files(table: ActualsTable, zh: bool) -> str:
    words = (
        "{}\n  版式 {}；编码 {}；{} 字节；{} 个数据"
        if zh
        else "{}\n  layout {}; encoding {}; {} bytes; {} figures"
    )
    none = "无" if zh else "none"
    return "\n".join(
        words.format(each.path, each.layout, each.encoding or none, each.size, each.rows_read)
        for each in table.inputs
    )


def _spans(series: Sequence[Series], plan: Plan | None, zh: bool) -> list[str]:
    regions = list(dict.fromkeys(name for each in series for name in each.regions))
    periods = _in_order(period for each in series for period in each.periods)
    units = list(dict.fromkeys(each.unit for each in series if each.unit))
    lines = [
        f"{'地区' if zh else 'regions'} ({len(regions)}): {_few(regions)}",
        f"{'时期' if zh else 'periods'} ({len(periods)}): {_ends(periods)}",
        f"{'单位' if zh else 'units'} ({len(units)}): {_few(units)}",
    ]
    if plan is not None:
        named = [f"{name} = {own}" if name != own else own for name, own in _plan_regions(regions, plan)]
        lines.append(f"{'方案中的地区' if zh else 'regions of the plan'} ({len(named)}): {_few(named)}")
    return ["\n".join(lines)]


def _plan_regions(regions: Iterable[str], plan: Plan) -> list[tuple[str, str]]:
    """Names in the file with the plan's name for the region."""
    known = known_regions(plan)
    return [(name, own) for name in regions if (own := find_region(name, known)) is not None]


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + (", …" if len(names) > _FEW else "") or "-"


def _ends(periods: Sequence[str]) -> str:
    return _few(periods) if len(periods) <= 3 else f"{periods[0]} … {periods[-1]}"


def _table_of(series: Sequence[Series], planned: bool, zh: bool) -> str:
    heads = (
        ["指标", "单位", "度量", "个数", "地区", "时期", "首个数值"]
        if zh
        else ["indicator", "unit", "measure", "figures", "regions", "periods", "first value"]
    )
    heads += [("可用于目标" if zh else "targets")] * planned
    rows = [
        [
            each.indicator, each.unit or "", each.measure or "", each.rows, len(each.regions),
            _ends(each.periods), each.first, *([_match_words(each.match, zh)] * planned),
        ]
        for each in series[:_LISTED]
    ]  # fmt: skip
    rest = len(series) - _LISTED
    more = [f"…… 另有 {rest} 个指标" if zh else f"… and {rest} more"] if rest > 0 else []
    return "\n".join([text_table(heads, rows, numbers=[3, 4], widest=60), *more])


def _match_words(match: TargetMatch | None, zh: bool) -> str:
    if match is None:
        return ""
    if match.targets:
        steps = {
            "index_to_growth": ("由指数换算", "index → growth"),
            "levels": ("由水平值计算", "from levels"),
        }
        words = [steps[match.step][0 if zh else 1]] if match.step else []
        words += [("不计 " if zh else "without ") + match.aside] if match.aside else []
        return ", ".join(match.targets) + (f" ({'; '.join(words)})" if words else "")
    if match.others:
        return ("单位或度量不符：" if zh else "unit or measure differs: ") + ", ".join(match.others)
    return ("相近：" if zh else "nearest: ") + ", ".join(match.nearest) if match.nearest else ""


def _aside(accounts: Sequence[CellAccount], zh: bool) -> str:
    """Where the cells of each sheet went, with what is no head, label or mark among those set aside."""
    words = "单元格 {} = 采用 {} + 剔除 {} + 搁置" if zh else "cells {} = used {} + rejected {} + set aside"
    lines = []
    for account in accounts:
        where = f"[{account.sheet}] " if account.sheet else ""
        reasons = ", ".join(f"{_reason(code, zh)} {count}" for code, count in account.set_aside)
        lines.append(where + words.format(account.read, account.used, account.rejected) + f" ({reasons})")
        kept = [each for each in account.listed if each.reason not in _UNLISTED][:_FEW]
        for each in kept:
            text = each.text.replace("\n", " ")[:80]
            lines.append(f"  {each.first}{each.row} {_reason(each.reason, zh)}: {text}")
    return "\n".join(lines)


def _reason(code: str, zh: bool) -> str:
    return SET_ASIDE_WORDS.get(code, (code, code))[0 if zh else 1]


def _rejected(table: ActualsTable, lang: str) -> list[str]:
    rows = table.rejected[["file", "row", "indicator", "reason", "found", "expected"]].head(_FEW)
    lines = [
        f"{row[0]}:{row[1]} {row[2] or ''}: {row[3]}: {one(row[4], lang)} → {one(row[5], lang)}"
        for row in rows.itertuples(index=False, name=None)
    ]
    heading = f"剔除 {len(table.rejected)} 行" if lang == "zh" else f"rejected {len(table.rejected)}"
    return _listing(heading, lines)


def _listing(heading: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    cut = [line.replace("\n", " ") for line in lines[:_FEW]]
    more = ["  …"] if len(lines) > _FEW else []
    return [
        "\n".join(
            [f"{heading}:", *(f"  {line if len(line) <= 160 else line[:159] + '…'}" for line in cut), *more]
        )
    ]


def starting_mapping(series: Sequence[Series], plan: Plan | None = None, lang: str = "zh") -> str:
    """The text of a mapping file: a rule for each series that one target fits, a comment for each other.

    Suggestions are comments: nothing is mapped that was not found by name. Rules that say
    more of a figure stand first, since the first that takes a figure wins.
    """
    zh = lang == "zh"
    lines = [
        "# 对照文件：source 为数据文件中的指标名，target 为方案中的 id；去掉行首的 # 即生效"
        if zh
        else "# source: the name in the file; target: an id of the plan; take the # off a rule to use it",
        f"format: {FORMAT}",
    ]
    lines += _region_lines(series, plan)
    lines.append("map:")
    taken: set[tuple[str, str | None, str | None]] = set()
    for each in sorted(series, key=lambda one: (one.unit is None) + (one.measure is None)):
        key = (fold(each.indicator), each.unit, each.measure)
        lines += _rule_lines(each, zh, key in taken)
        taken.add(key)
    return "\n".join(lines) + "\n"


def _region_lines(series: Sequence[Series], plan: Plan | None) -> list[str]:
    if plan is None:
        return []
    names = dict.fromkeys(name for each in series for name in each.regions)
    renamed = [(name, own) for name, own in _plan_regions(names, plan) if name != own]
    return ["regions:", *(f"  {_quoted(name)}: {_quoted(own)}" for name, own in renamed)] if renamed else []


def _rule_lines(series: Series, zh: bool, again: bool) -> list[str]:
    match = series.match or TargetMatch()
    sure = len(match.targets) == 1 and not again
    target = match.targets[0] if match.targets else ""
    keys = [("source", series.indicator), ("target", target)]
    keys += [("unit", series.unit)] if series.unit else []
    keys += [("measure", series.measure)] if series.measure else []
    keys += [("transform", match.step)] if match.step == "index_to_growth" else []
    mark = "  - " if sure else "  # - "
    text = mark + "{" + ", ".join(f"{key}: {_quoted(value or '')}" for key, value in keys) + "}"
    told = _match_words(match, zh) if not sure or match.step or match.aside else ""
    if series.repeated:
        told += ("；" if told else "") + (
            "同一时期有多个数，可用 choose 取其一" if zh else "several figures for one period: see choose"
        )
    return [text + (f"  # {told}" if told else "")]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
