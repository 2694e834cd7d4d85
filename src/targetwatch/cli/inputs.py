"""What several commands read: the plan, the actuals and the as-of date of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from targetwatch.cli.bilingual import Option
from targetwatch.cli.conduct import FIRST, tell_conduct
from targetwatch.cli.console import USAGE, Console
from targetwatch.cli.failures import ConsoleError

if TYPE_CHECKING:
    from targetwatch.errors import Problem
    from targetwatch.faces import Actuals, Evaluation, Plan
    from targetwatch.provenance import Row

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

EXISTING = click.Path(exists=True, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Columns of which one at least must say something in a usable row.
_SAYING = ("value", "answer", "date", "statement", "self_rating", "availability")
_NOTHING_USABLE = (
    ("no usable row", "没有一行可用"),
    ("a row with a value, an answer or a date", "至少一行有数值、是否或日期"),
)
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
    """Raise ``PlanError`` where a folder holds no plan."""
    from targetwatch.planfile import plan_paths

    plan_paths(path)


def read_plan(path: Path) -> Plan:
    """The plan at ``path``. Raises ``PlanError`` for problems, or a folder without a plan."""
    from targetwatch.faces import load_plan

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
    console.progress(f"读取 {plan_path}", f"reading {plan_path}")
    plan = read_plan(plan_path)
    console.progress(
        f"读取 {len(actuals_paths)} 个数据文件", f"reading {len(actuals_paths)} files of actuals"
    )
    actuals = read_actuals(actuals_paths)
    require_usable_rows(actuals)
    console.progress(f"评价 {len(actuals)} 行", f"evaluating {len(actuals)} rows")
    result = evaluate(plan, actuals, as_of=day, include_suspect=include_suspect)
    tell_conduct(result, console)
    return result


def require_apart(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Raise ``ConsoleError`` where a file to write is one of those that are read."""
    read = {path.resolve() for path in inputs}
    for path in outputs:
        if path.resolve() in read:
            raise ConsoleError(
                USAGE,
                f"--out {path}：这是读入的文件，应为另一个文件",
                f"--out {path}: found a file that is read, expected another file",
            )


def require_usable_rows(actuals: Actuals) -> None:
    """Raise ``ActualsError`` where a file has no row that says anything, with its first rejected rows."""
    from targetwatch.errors import ActualsError, Problem
    from targetwatch.provenance import rows_of

    says = actuals.frame[list(_SAYING)].notna().any(axis=1)
    useful = set(actuals.frame.loc[says, "file"])
    problems = []
    for part in actuals.inputs:
        if part.path not in useful:
            rows = [row for row in rows_of(actuals.rejected) if row["file"] == part.path]
            problems += [_as_problem(row) for row in rows[:FIRST]]
            problems.append(Problem.told(part.path, (0, 0), "", *_NOTHING_USABLE))
    if problems:
        raise ActualsError(problems)


def _as_problem(row: Row) -> Problem:
    from targetwatch.actuals import one
    from targetwatch.errors import Problem

    key = (f"[{row['sheet']}] " if row["sheet"] else "") + (row["indicator"] or "")
    found, expected = ((one(row[name], "en"), one(row[name], "zh")) for name in ("found", "expected"))
    key = " · ".join(part for part in (key, row["column"]) if part)
    return Problem.told(row["file"], (int(row["row"]), 0), key, found, expected)
