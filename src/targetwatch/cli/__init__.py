"""The command line: the only reader of the clock and of the console.

One file a command; each imports what it needs when it runs, so that ``--help`` and
``check`` load neither pandas nor matplotlib.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from targetwatch.cli.bilingual import Group, Option, lang_option
from targetwatch.cli.console import DONE, INTERRUPTED, PIPE_CLOSED, USAGE, Console, open_console
from targetwatch.cli.failures import code_of, words_of
from targetwatch.errors import TargetwatchError

_COMMANDS = ("check", "score", "report", "explain", "parse", "template", "inspect", "schema")

_HELP = """
Targets, actuals and what became of them: checks plans of quantitative
commitments, scores them against actuals, explains every verdict and writes
the completion summary.

Examples:
  targetwatch check plan.yaml
  targetwatch score plan.yaml actuals.csv
  targetwatch report plan.yaml actuals.csv --out summary.html

Exit codes: 0 done; 1 problems found by check, or --fail-on or --strict struck;
2 wrong arguments, a path that does not exist, an unknown id; 3 a plan with
problems, a folder without a plan, actuals without one usable row.
"""

_HELP_ZH = """
目标与完成情况：检查目标方案，用实际数评价，逐项说明结论的由来，
并生成年终完成情况总结。

示例：
  targetwatch check 方案.yaml
  targetwatch score 方案.yaml 实际数.csv
  targetwatch report 方案.yaml 实际数.csv --out 总结.html

退出码：0 完成；1 check 发现问题，或触发 --fail-on、--strict；
2 参数有误、路径不存在、没有该 id；3 方案有问题、文件夹中没有方案、
实际数文件没有一行可用。
"""


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"targetwatch {version('targetwatch')}")
        context.exit()


@click.command(
    cls=Group,
    package=__name__,
    command_names=_COMMANDS,
    invoke_without_command=True,
    help=_HELP,
    help_zh=_HELP_ZH,
)
@click.option(
    "--version",
    "-V",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
    help_zh="显示版本。",
)
@lang_option
@click.pass_context
def program(context: click.Context) -> int:
    """All commands; without one it prints the help on standard error."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return USAGE
    return DONE


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command line."""
    console = open_console(arguments)
    try:
        with program.make_context("targetwatch", list(arguments), obj=console) as context:
            code = program.invoke(context)
        if sys.stdout is not None:  # None where the caller closed it
            sys.stdout.flush()
    except click.exceptions.Exit as left:
        code = left.exit_code
    except BrokenPipeError:
        return _close_pipe()
    except (click.Abort, KeyboardInterrupt):
        console.message("已中断", "interrupted")
        return INTERRUPTED
    except (click.ClickException, TargetwatchError, OSError) as error:
        return _fail(error, console)
    return code if isinstance(code, int) else DONE


def _fail(error: Exception, console: Console) -> int:
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    click.echo(words_of(error, console), err=True)
    return code_of(error)


def _close_pipe() -> int:
    """Leave quietly where the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def main() -> None:
    """The entry point: run the command line of this process and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))
