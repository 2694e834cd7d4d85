"""``targetwatch explain``: every step from the clause to the verdict."""

from __future__ import annotations

from pathlib import Path

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, Console
from targetwatch.cli.inputs import EXISTING, EXISTING_FILE, evaluate_files, evaluation_options

_HELP = """
Explain the verdict on one commitment: the clause, the goal as read, the rows of
actuals used and set aside, the conversion, the comparison, the verdict.

Examples:
  targetwatch explain plan.yaml actuals.csv urban-new-jobs
  targetwatch explain plan.yaml jan.csv feb.csv gdp-growth --lang en
"""

_HELP_ZH = """
说明一个条目的结论是怎样得出的：原文、读出的目标、采用和未采用的数据行、
单位换算、比较、结论。

示例：
  targetwatch explain 方案.yaml 实际数.csv urban-new-jobs
  targetwatch explain 方案.yaml 一月.csv 二月.csv gdp-growth
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("逐步说明结论", "every step from clause to verdict")
)
@click.argument("plan", type=EXISTING)
@click.argument("actuals", type=EXISTING_FILE, nargs=-1, required=True)
@click.argument("commitment", metavar="ID")
@click.option(
    "--region", cls=Option, help="Of several regions, this one.", help_zh="有多个地区时，只看该地区。"
)
@click.option(
    "--period", cls=Option, help="Of several periods, this one.", help_zh="有多个时期时，只看该时期。"
)
@evaluation_options
@lang_option
@click.pass_obj
def command(
    console: Console,
    plan: Path,
    actuals: tuple[Path, ...],
    commitment: str,
    region: str | None,
    period: str | None,
    as_of: str | None,
    include_suspect: bool,
) -> int:
    """Print the steps."""
    result = evaluate_files(plan, actuals, as_of, include_suspect, console)
    explanation = result.explain(commitment, region=region, period=period)
    console.result(explanation.text(console.language_of(result.plan.lang)))
    return DONE
