"""``targetwatch report``: the completion summary as files."""

from __future__ import annotations

from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, Console
from targetwatch.cli.inputs import EXISTING, EXISTING_FILE, OUTPUT, evaluate_files, evaluation_options

_HELP = """
Write the completion summary: .html, .md or .json by suffix; --out may be given
several times. The headline counts are printed on standard output.

Examples:
  targetwatch report plan.yaml actuals.csv --out summary.html
  targetwatch report plan.yaml jan.csv feb.csv --out s.html --out s.md --lang en
"""

_HELP_ZH = """
生成完成情况总结：按后缀写 .html、.md 或 .json，--out 可以多次给出。
首页的各项计数同时输出到标准输出。

示例：
  targetwatch report 方案.yaml 实际数.csv --out 总结.html
  targetwatch report 方案.yaml 一月.csv 二月.csv --out 总结.html --out 总结.md
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("生成完成情况总结", "the completion summary as files")
)
@click.argument("plan", type=EXISTING)
@click.argument("actuals", type=EXISTING_FILE, nargs=-1, required=True)
@click.option(
    "--out",
    cls=Option,
    type=OUTPUT,
    multiple=True,
    required=True,
    metavar="FILE",
    help="File to write: .html, .md or .json; may be given several times.",
    help_zh="要写的文件：.html、.md 或 .json，可多次给出。",
)
@evaluation_options
@lang_option
@click.pass_obj
def command(
    console: Console,
    plan: Path,
    actuals: tuple[Path, ...],
    out: tuple[Path, ...],
    as_of: str | None,
    include_suspect: bool,
) -> int:
    """Write the reports and print the headline."""
    from targetwatch.faces import require_format

    for path in out:
        require_format(path)
    result = evaluate_files(plan, actuals, as_of, include_suspect, console)
    lang = console.language_of(result.plan.lang)
    for path in out:
        console.progress(f"生成 {path}", f"building {path}")
        result.report(path, lang=lang)
        console.message(f"已写入 {path}", f"wrote {path}")
    console.result(result.headline(lang))
    return DONE
