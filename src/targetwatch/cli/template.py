"""``targetwatch template``: the blank form that the units fill in."""

from __future__ import annotations

from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, USAGE, Console
from targetwatch.cli.failures import ConsoleError
from targetwatch.cli.inputs import EXISTING, OUTPUT, read_as_of, read_plan

_HELP = """
Write the blank form that the responsible units fill in and that score reads
back: .xlsx with one sheet a lead unit and drop-downs, or .csv.

Examples:
  targetwatch template plan.yaml --out form.xlsx
  targetwatch template targets/taizhou-2020 --out form.csv
"""

_HELP_ZH = """
生成责任单位填报用的空表：.xlsx 每个牵头单位一张表并带下拉选项，或 .csv。
填好后可直接交给 score。

示例：
  targetwatch template 方案.yaml --out 填报表.xlsx
  targetwatch template targets/taizhou-2020 --out 填报表.csv
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("生成填报表", "the blank form the units fill in")
)
@click.argument("plan", type=EXISTING)
@click.option(
    "--out",
    cls=Option,
    type=OUTPUT,
    required=True,
    metavar="FILE",
    help="File to write: .xlsx or .csv.",
    help_zh="要写的文件：.xlsx 或 .csv。",
)
@click.option(
    "--as-of",
    cls=Option,
    metavar="DATE",
    help="Ask for the months up to this day; default: the whole period.",
    help_zh="填报到这一天为止的月份；默认为整个时期。",
)
@lang_option
@click.pass_obj
def command(console: Console, plan: Path, out: Path, as_of: str | None) -> int:
    """Write the form."""
    suffix = out.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise ConsoleError(
            USAGE,
            f"--out {out}：文件后缀应为 .xlsx 或 .csv",
            f"--out {out}: found suffix {out.suffix!r}, expected .xlsx or .csv",
        )
    from targetwatch.faces import write_file
    from targetwatch.forms import form_bytes

    day = read_as_of(as_of)
    loaded = read_plan(plan)
    write_file(out, form_bytes(loaded.data, suffix, console.language_of(loaded.lang), as_of=day))
    console.message(f"已写入 {out}", f"wrote {out}")
    return DONE
