"""What became of the rows of actuals, told on standard error: rejected, unused, findings, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from targetwatch.cli.console import Console

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.faces import Evaluation

#: How many rows or names of one kind are told; the rest are counted.
FIRST: Final = 10


def tell_conduct(result: Evaluation, console: Console) -> None:
    """Say how many rows were rejected and unused, with their reasons, and what to look at in the figures."""
    from targetwatch.verdicts import REJECTED_WORDS, UNUSED_WORDS

    rejected = _reasons(result.rejected, REJECTED_WORDS, console)
    console.message(f"剔除的行：{rejected}", f"rejected rows: {rejected}")
    _tell_each(_rejected_lines(result, console), len(result.rejected), console)
    unused = _reasons(result.unused, UNUSED_WORDS, console)
    console.message(f"未采用的行：{unused}", f"unused rows: {unused}")
    unknown = result.unused.loc[result.unused["reason"] == "unknown_indicator", "indicator"]
    names = list(dict.fromkeys(unknown.tolist()))
    _tell_each([_unknown_line(name, result, console) for name in names[:FIRST]], len(names), console)
    for finding in result.findings:
        places = ", ".join(finding.rows[:FIRST]) + (", …" if len(finding.rows) > FIRST else "")
        console.message(*(f"{finding.message(lang)} [{places}]" for lang in ("zh", "en")))
    for note in result.notes:
        if note.commitment is None:
            console.message(note.zh, note.en)


def _tell_each(lines: list[str], number: int, console: Console) -> None:
    for line in lines:
        console.message(f"  {line}", f"  {line}")
    if number > len(lines) > 0:
        left = number - len(lines)
        console.message(f"  另有 {left} 条", f"  and {left} more")


def _rejected_lines(result: Evaluation, console: Console) -> list[str]:
    from targetwatch.provenance import rejected_words, rows_of

    return [rejected_words(row, console.lang) for row in rows_of(result.rejected.head(FIRST))]


def _unknown_line(name: str, result: Evaluation, console: Console) -> str:
    """An indicator that the plan does not know, with the nearest ids."""
    line = console.say(f"方案中没有该指标：{name}", f"unknown indicator: {name}")
    nearest = result.plan.data.nearest(name)
    if not nearest:
        return line
    return line + console.say(f"（最接近的：{'、'.join(nearest)}）", f" (nearest: {', '.join(nearest)})")


def _reasons(frame: pd.DataFrame, words: dict[str, tuple[str, str]], console: Console) -> str:
    """How many rows, and how many for each reason."""
    from targetwatch.verdicts import word

    counts = frame["reason"].value_counts().items() if len(frame) else ()
    parts = [f"{word(words, str(code), console.lang)} {number}" for code, number in counts]
    if not parts:
        return str(len(frame))
    return console.say(f"{len(frame)}（{'，'.join(parts)}）", f"{len(frame)} ({', '.join(parts)})")
