"""``targetwatch inspect``: what files of actuals are, and which targets of a plan they could feed."""

from __future__ import annotations

from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, Console
from targetwatch.cli.inputs import EXISTING, EXISTING_FILE, OUTPUT, read_plan

_HELP = """
Show what a file of actuals is: layout, encoding, indicators, units, regions,
periods, first values, what was set aside; with --plan, which targets it could
feed. Nothing is changed, and no suggestion is applied.

Examples:
  targetwatch inspect data.csv
  targetwatch inspect data.csv --plan plan.yaml --mapping-out mapping.yaml
"""

_HELP_ZH = """
查看数据文件：版式、编码、指标、单位、地区、时期、首个数值、搁置的内容；
给出 --plan 时列出可用于哪些目标。不改动任何数据，也不套用任何建议。

示例：
  targetwatch inspect 数据.csv
  targetwatch inspect 数据.csv --plan 方案.yaml --mapping-out 对照.yaml
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("查看数据文件", "what a file of actuals holds")
)
@click.argument("files", metavar="FILE...", type=EXISTING_FILE, nargs=-1, required=True)
@click.option(
    "--plan",
    cls=Option,
    type=EXISTING,
    metavar="PLAN",
    help="Say which targets of this plan the files could feed.",
    help_zh="列出可用于该方案的哪些目标。",
)
@click.option(
    "--mapping-out",
    cls=Option,
    type=OUTPUT,
    metavar="FILE",
    help="Write a mapping file (YAML) to start from.",
    help_zh="写出对照文件（YAML）的初稿。",
)
@click.option(
    "--layout",
    cls=Option,
    metavar="NAME",
    help="Read the files in this layout instead of recognising it.",
    help_zh="按该版式读取，不自动识别。",
)
@click.option(
    "--encoding",
    cls=Option,
    metavar="NAME",
    help="Encoding of text files, such as big5.",
    help_zh="文本文件的编码，如 big5。",
)
@lang_option
@click.pass_obj
def command(
    console: Console,
    files: tuple[Path, ...],
    plan: Path | None,
    mapping_out: Path | None,
    layout: str | None,
    encoding: str | None,
) -> int:
    """Read the files, say what they hold, and write the start of a mapping file where asked."""
    from targetwatch.ingest import read_actuals
    from targetwatch.inspection import inspect_table, inspection_text, starting_mapping

    loaded = None if plan is None else read_plan(plan).data
    table = read_actuals(files, layout=layout, encoding=encoding)
    series = inspect_table(table, loaded)
    console.result(inspection_text(table, series, loaded, console.lang))
    if mapping_out is not None:
        from targetwatch.faces import write_file

        write_file(mapping_out, starting_mapping(series, loaded, console.lang).encode("utf-8"))
        console.message(f"已写入 {mapping_out}", f"wrote {mapping_out}")
    return DONE
