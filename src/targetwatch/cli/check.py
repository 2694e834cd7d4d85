"""``targetwatch check``: every problem of a plan with file, line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, FOUND, Console
from targetwatch.cli.inputs import EXISTING, EXISTING_FILE, require_plan_files

_HELP = """
Check a plan (a file, or a folder of files) and print every problem, one a line:
file:line:column: key: found ..., expected ...

With --source, each quote must stand in the document word for word (white
space aside). Exit code 0 without problems, 1 with; warnings do not count.

Examples:
  targetwatch check plan.yaml
  targetwatch check targets/taizhou-2020 --source document.txt
"""

_HELP_ZH = """
检查方案（一个文件，或一个文件夹），逐行列出全部问题：
文件:行:列: 键: 实际为……，应为……

给出 --source 时，每条引文（quote）必须逐字出现在原文件中（空白不计）。
没有问题退出码为 0，有问题为 1；提示不计。

示例：
  targetwatch check 方案.yaml
  targetwatch check targets/taizhou-2020 --source 原文.txt
"""


@click.command(cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("检查方案", "every problem of a plan"))
@click.argument("plan", type=EXISTING)
@click.option(
    "--source",
    cls=Option,
    type=EXISTING_FILE,
    metavar="DOCUMENT",
    help="The document (text) in which each quote must stand.",
    help_zh="原文件（文本），每条引文须在其中。",
)
@lang_option
@click.pass_obj
def command(console: Console, plan: Path, source: Path | None) -> int:
    """Print the problems of a plan and count them."""
    from targetwatch.plan import check_plan

    require_plan_files(plan)
    found = check_plan(plan, source)
    console.results(problem.text(console.lang) for problem in found)
    problems = [problem for problem in found if problem.level == "error"]
    warnings = len(found) - len(problems)
    if problems:
        _tell(console, len(problems), warnings)
        return FOUND
    console.result(_fine(plan, console))
    if warnings:
        _tell(console, 0, warnings)
    return DONE


def _tell(console: Console, problems: int, warnings: int) -> None:
    zh = f"共 {problems} 个问题" + (f"，{warnings} 条提示" if warnings else "")
    en = f"problems: {problems}" + (f", warnings: {warnings}" if warnings else "")
    console.message(zh, en)


def _fine(path: Path, console: Console) -> str:
    from targetwatch.plan import load_plan

    types: Sequence[str] = [commitment.type for commitment in load_plan(path).commitments]
    counts = [types.count(kind) for kind in ("target", "milestone", "task")]
    zh = "没有问题：量化指标 {} 项，节点任务 {} 项，常态工作 {} 项".format(*counts)
    en = "{} targets, {} milestones, {} tasks".format(*counts)
    return f"{path}: ok " + console.say(zh, en)
