"""What several commands read: the plan, the actuals and the as-of date of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from targetwatch.cli.bilingual import Option
from targetwatch.cli.console import INPUT, USAGE, Console
from targetwatch.cli.failures import ConsoleError

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.faces import Evaluation, Plan

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

EXISTING = click.Path(exists=True, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)


def evaluation_options(function: Decorated) -> Decorated:
    """The options that every command with an evaluation takes."""
    function = click.option(
        "--include-suspect",
        cls=Option,
        is_flag=True,
        help="Let figures whose check is suspect decide verdicts.",
        help_zh="存疑（suspect）数据也参与评价。",
    )(function)
    return click.option(
        "--as-of",
        cls=Option,
        metavar="DATE",
        help='What was known on this day, such as 2021-03-31, or "today"; default: the day the plan closes.',
        help_zh="按这一天已知的数据评价，如 2021-03-31 或 today；默认为方案的结账日（closes）。",
    )(function)


def require_plan_files(path: Path) -> None:
    """Raise ``ConsoleError`` where a folder holds no plan file."""
    if path.is_dir():
        found = [file for file in path.iterdir() if file.suffix.lower() in (".yaml", ".yml")]
        if not found:
            raise ConsoleError(
                INPUT,
                f"{path}: 文件夹中没有方案，应有 .yaml 文件（如 plan.yaml）",
                f"{path}: found a folder without a plan, expected .yaml files (such as plan.yaml)",
            )


def read_plan(path: Path) -> Plan:
    """The plan at ``path``. Raises ``ConsoleError`` for a folder without one, ``PlanError`` for problems."""
    from targetwatch.faces import load_plan

    require_plan_files(path)
    return load_plan(path)


def read_as_of(text: str | None) -> date | None:
    """The day of ``--as-of``; ``today`` is the clock's."""
    from targetwatch.periods import PeriodError, parse_date

    if text is None:
        return None
    if text.strip().lower() in ("today", "今天"):
        return date.today()
    try:
        return parse_date(text)
    except PeriodError:
        raise ConsoleError(
            USAGE,
            f"--as-of 的值为 {text}，应为日期，如 2021-03-31",
            f"--as-of: found {text!r}, expected a date such as 2021-03-31",
        ) from None


def evaluate_files(
    plan_path: Path, actuals_paths: Sequence[Path], as_of: str | None, include_suspect: bool, console: Console
) -> Evaluation:
    """The evaluation of a plan against files of actuals; says on standard error what was not used."""
    from targetwatch.faces import evaluate, read_actuals

    day = read_as_of(as_of)
    plan = read_plan(plan_path)
    actuals = read_actuals(actuals_paths)
    result = evaluate(plan, actuals, as_of=day, include_suspect=include_suspect)
    _tell_rejected(result, console)
    return result


def _tell_rejected(result: Evaluation, console: Console) -> None:
    from targetwatch.verdicts import REJECTED_WORDS, UNUSED_WORDS

    for finding in result.findings:
        console.message(finding.message("zh"), finding.message("en"))
    rejected = _reasons(result.rejected, REJECTED_WORDS, console)
    unused = _reasons(result.unused, UNUSED_WORDS, console)
    console.message(f"剔除的行：{rejected}", f"rejected rows: {rejected}")
    console.message(f"未采用的行：{unused}", f"unused rows: {unused}")


def _reasons(frame: pd.DataFrame, words: dict[str, tuple[str, str]], console: Console) -> str:
    """How many rows, and how many for each reason."""
    from targetwatch.verdicts import word

    counts = frame["reason"].value_counts().items() if len(frame) else ()
    parts = [f"{word(words, str(code), console.lang)} {number}" for code, number in counts]
    if not parts:
        return str(len(frame))
    return console.say(f"{len(frame)}（{'，'.join(parts)}）", f"{len(frame)} ({', '.join(parts)})")
