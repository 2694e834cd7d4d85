"""Reading notes of an evaluation, and findings on its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from targetwatch.actuals import Finding
from targetwatch.model import Target

if TYPE_CHECKING:
    from targetwatch.actuals import ActualsTable
    from targetwatch.plan import Plan


@dataclass(frozen=True, slots=True)
class Note:
    """How something was read: a code, the commitment it is about (``None`` for the whole), words."""

    code: str
    commitment: str | None
    zh: str
    en: str

    def text(self, lang: str = "zh") -> str:
        """The note in ``lang``."""
        return self.zh if lang == "zh" else self.en


def notes_of(plan: Plan, frame: pd.DataFrame, actuals: ActualsTable, as_of: date) -> tuple[Note, ...]:
    """The reading notes: what was assumed about the whole, then target by target in plan order."""
    return tuple(_plan_notes(plan, actuals)) + tuple(_target_notes(plan, frame))


def _plan_notes(plan: Plan, actuals: ActualsTable) -> Iterator[Note]:
    if len(actuals.frame) and actuals.frame["region"].isna().all():
        yield Note(
            "region_assumed",
            None,
            f"数据未列地区，按{plan.region}读取",
            f"no region in the actuals: read as {plan.region}",
        )


def _target_notes(plan: Plan, frame: pd.DataFrame) -> Iterator[Note]:
    for row in frame[frame["implied"] == True].to_dict("records"):  # noqa: E712
        yield Note("implied", row["commitment"], "目标只写数值", "a bare number")


def findings_of(plan: Plan, frame: pd.DataFrame, used: pd.DataFrame) -> Iterator[Finding]:
    """What a reader should look at in the figures that were used."""
    return iter(())


__all__ = ["Any", "Note", "Target", "findings_of", "notes_of"]
