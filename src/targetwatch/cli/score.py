"""``targetwatch score``: every verdict, as a table on the terminal or as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, FOUND, USAGE, Console
from targetwatch.cli.failures import ConsoleError
from targetwatch.cli.inputs import (
    EXISTING,
    EXISTING_FILE,
    OUTPUT,
    evaluate_files,
    evaluation_options,
    require_apart,
)
from targetwatch.verdicts import VERDICT_WORDS

if TYPE_CHECKING:
    from targetwatch.faces import Evaluation

_HELP = """
Score a plan against actuals: one row a target and milestone with goal, actual,
gap and verdict, then the headline counts. Rejected and unused rows are counted
on standard error.

Examples:
  targetwatch score plan.yaml actuals.csv
  targetwatch score plan.yaml jan.csv feb.csv --as-of 2025-03-15
  targetwatch score plan.yaml actuals.csv --out scored.csv --excel
  targetwatch score plan.yaml actuals.csv --format json
  targetwatch score plan.yaml actuals.csv --fail-on missed,no_data

Verdicts for --fail-on: exceeded met nearly_met missed ahead on_pace behind
in_progress not_assessable no_data not_due (or their Chinese words).
"""

_HELP_ZH = """
用实际数评价方案：每个量化指标和节点任务一行，列出目标、实际、差距、结论，
最后是各项计数。剔除和未采用的行数输出到标准错误。

示例：
  targetwatch score 方案.yaml 实际数.csv
  targetwatch score 方案.yaml 一月.csv 二月.csv --as-of 2025-03-15
  targetwatch score 方案.yaml 实际数.csv --out 结果.csv --excel
  targetwatch score 方案.yaml 实际数.csv --format json
  targetwatch score 方案.yaml 实际数.csv --fail-on 未完成,缺数据

--fail-on 可用的结论：超额完成 完成 基本完成 未完成 超进度 达进度 欠进度 推进中
无法评价 缺数据 未到期（或其英文代码）。
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("用实际数评价方案", "every verdict, with counts")
)
@click.argument("plan", type=EXISTING)
@click.argument("actuals", type=EXISTING_FILE, nargs=-1, required=True)
@click.option(
    "--out",
    cls=Option,
    type=OUTPUT,
    multiple=True,
    metavar="FILE",
    help="Also write every column: .csv, .parquet, .json or .xlsx; may be given several times.",
    help_zh="同时写出全部列：.csv、.parquet、.json 或 .xlsx，可多次给出。",
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="What to print on standard output (default: table).",
    help_zh="标准输出的格式（默认 table）。",
)
@click.option(
    "--fail-on",
    cls=Option,
    metavar="VERDICT,...",
    help="Exit with 1 where any target or milestone has one of these verdicts.",
    help_zh="有任一项为这些结论时，退出码为 1。",
)
@click.option(
    "--strict",
    cls=Option,
    is_flag=True,
    help="Exit with 1 where a row was rejected or names an unknown indicator.",
    help_zh="有剔除的行或不认识的指标时，退出码为 1。",
)
@click.option(
    "--excel",
    cls=Option,
    is_flag=True,
    help="CSV with a byte order mark, which Excel needs for Chinese.",
    help_zh="CSV 加字节序标记，Excel 打开中文不乱码。",
)
@evaluation_options
@lang_option
@click.pass_obj
def command(
    console: Console,
    plan: Path,
    actuals: tuple[Path, ...],
    out: tuple[Path, ...],
    form: str,
    fail_on: str | None,
    strict: bool,
    excel: bool,
    as_of: str | None,
    include_suspect: bool,
) -> int:
    """Score, write, print, and say by the exit code what was asked."""
    failing = read_verdicts(fail_on)
    for path in out:
        _require_table_format(path)
    require_apart(out, (plan, *actuals))
    result = evaluate_files(plan, actuals, as_of, include_suspect, console)
    for path in out:
        _write(result, path, excel, console)
    _print(result, form, excel, console)
    return FOUND if _strikes(result, failing, strict, console) else DONE


def read_verdicts(text: str | None) -> frozenset[str]:
    """The verdicts of ``--fail-on``, by code or Chinese word. Raises ``ConsoleError`` for another.

    >>> sorted(read_verdicts("missed, 缺数据"))
    ['missed', 'no_data']
    """
    codes = {word: code for code, words in VERDICT_WORDS.items() for word in (code, *words)}
    found = [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]
    unknown = [part for part in found if part not in codes]
    if unknown:
        known, known_zh = " ".join(VERDICT_WORDS), "、".join(words[0] for words in VERDICT_WORDS.values())
        raise ConsoleError(
            USAGE,
            f"--fail-on：没有结论 {unknown[0]}，应为 {known_zh} 之一",
            f"--fail-on: found {unknown[0]!r}, expected verdicts out of {known}",
        )
    return frozenset(codes[part] for part in found)


def _require_table_format(path: Path) -> None:
    from targetwatch.tables import WRITERS

    supported = (*WRITERS, ".json")
    if path.suffix.lower() not in supported:
        raise ConsoleError(
            USAGE,
            f"--out {path}：文件后缀应为 {'、'.join(supported)} 之一",
            f"--out {path}: found suffix {path.suffix!r}, expected one of {' '.join(supported)}",
        )


def _write(result: Evaluation, path: Path, excel: bool, console: Console) -> None:
    from targetwatch.faces import write_file
    from targetwatch.tables import WRITERS

    writer = WRITERS.get(path.suffix.lower())
    data = writer(result.frame, excel) if writer else (result.to_json() + "\n").encode("utf-8")
    write_file(path, data)
    console.message(f"已写入 {path}", f"wrote {path}")


def _print(result: Evaluation, form: str, excel: bool, console: Console) -> None:
    from targetwatch.tables import csv_bytes

    if form == "json":
        console.result(result.to_json())
    elif form == "csv":
        click.echo(csv_bytes(result.frame, excel).decode("utf-8"), nl=False)
    else:
        console.result(result.text(console.language_of(result.plan.lang)))


def _strikes(result: Evaluation, failing: frozenset[str], strict: bool, console: Console) -> bool:
    """Whether ``--fail-on`` or ``--strict`` strikes; says why on standard error."""
    struck = result.frame.loc[result.frame["verdict"].isin(failing) & (result.frame["type"] != "task")]
    unknown = int((result.unused["reason"] == "unknown_indicator").sum()) if strict else 0
    rejected = len(result.rejected) if strict else 0
    if len(struck):
        ids = ", ".join(dict.fromkeys(struck["commitment"]))
        console.message(f"--fail-on：{len(struck)} 项：{ids}", f"--fail-on: {len(struck)}: {ids}")
    if unknown or rejected:
        console.message(
            f"--strict：剔除 {rejected} 行，不认识的指标 {unknown} 行",
            f"--strict: {rejected} rows rejected, {unknown} rows of unknown indicators",
        )
    return bool(len(struck) or unknown or rejected)
