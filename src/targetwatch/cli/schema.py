"""``targetwatch schema``: the JSON Schema of plan files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, Console
from targetwatch.cli.inputs import OUTPUT

_HELP = """
Print the JSON Schema of plan files, with which a YAML language server
completes and checks them.

Examples:
  targetwatch schema
  targetwatch schema --out plan.schema.json

First line of a plan file for an editor that knows YAML language servers:
  # yaml-language-server: $schema=plan.schema.json
"""

_HELP_ZH = """
输出方案文件的 JSON Schema，编辑器的 YAML 语言服务可据此补全和检查。

示例：
  targetwatch schema
  targetwatch schema --out plan.schema.json

在方案文件第一行写：
  # yaml-language-server: $schema=plan.schema.json
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("方案文件的 JSON Schema", "JSON Schema of plan files")
)
@click.option(
    "--out",
    cls=Option,
    type=OUTPUT,
    metavar="FILE",
    help="Write here instead of standard output.",
    help_zh="写入文件，而不是标准输出。",
)
@lang_option
@click.pass_obj
def command(console: Console, out: Path | None) -> int:
    """Print or write the schema."""
    from targetwatch.faces import write_file
    from targetwatch.schema import plan_schema

    text = json.dumps(plan_schema(), ensure_ascii=False, indent=2)
    if out is None:
        console.result(text)
    else:
        write_file(out, (text + "\n").encode("utf-8"))
        console.message(f"已写入 {out}", f"wrote {out}")
    return DONE
