"""An evaluation: a pure function of (plan, actuals, as-of date).

The plan becomes small tables of cells and slots, the rows of actuals are offered to
the slots, the best are picked and cover them, and one expression tree judges all
cells. Rows read = used + unused + rejected; cells in = assessments out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import metadata
from typing import Any, Final

import numpy as np
import pandas as pd

from targetwatch.actuals import ActualsTable, Finding, InputFile
from targetwatch.align import STATUSES, UNSEEN
from targetwatch.cells import ROLES, TASK_GOAL, Cells, compile_cells
from targetwatch.engines import Array, column, table
from targetwatch.errors import AsOfError
from targetwatch.fill import Filled, fill_slots
from targetwatch.judge import OUTCOMES, STATUS_REASONS, judged
from targetwatch.ledger import candidate_rows, rejected_rows, unused_rows, used_rows
from targetwatch.measure import NEEDED, REASONS, Present, with_rounding
from targetwatch.parts import with_parts
from targetwatch.periods import Period
from targetwatch.plan import Plan
from targetwatch.readings import Note, findings_of, notes_of
from targetwatch.sheet import build_sheet

__all__ = ["Counts", "Evaluated", "Note", "evaluate_plan"]

VERSION: Final = metadata.version("targetwatch")


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of actuals: read = used + unused + rejected."""

    read: int
    used: int
    unused: int
    rejected: int


@dataclass(frozen=True, eq=False)
class Evaluated:
    """An evaluation as plain data.

    ``frame`` has one row a cell, in plan order, with exactly the columns of
    ``frames.EVALUATION``; ``stretch`` the same for the cells of stretch goals (力争),
    which count nowhere. ``used``, ``unused`` and ``rejected`` hold every row of the
    actuals once. ``missing_reasons`` says for each cell of ``frame`` why it has no usable
    figure for its whole span; empty where it has one or needs none. ``candidates`` (built
    when first asked for) has one row for each row of actuals that was considered for a cell.
    """

    plan: Plan
    as_of: date
    frame: pd.DataFrame
    stretch: pd.DataFrame
    used: pd.DataFrame
    unused: pd.DataFrame
    rejected: pd.DataFrame
    missing_reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    counts: Counts
    include_suspect: bool
    inputs: tuple[InputFile, ...]
    _parts: tuple[ActualsTable, Filled, Cells] = field(repr=False)
    version: str = VERSION

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Every (row of actuals, cell) that was considered: role, status, reason, converted value, months."""
        return candidate_rows(*self._parts)

    @property
    def actuals_digest(self) -> str:
        """SHA-256 of what the actuals say (worked out when first asked for)."""
        return self._parts[0].digest


def evaluate_plan(
    plan: Plan, actuals: ActualsTable, *, as_of: date | None = None, include_suspect: bool = False
) -> Evaluated:
    """The evaluation of ``plan`` from ``actuals`` as known at ``as_of`` (default: the day the books close).

    ``include_suspect`` lets figures marked as suspect decide. Raises ``AsOfError``
    where neither ``as_of`` nor the plan's ``closes`` is given.
    """
    day = as_of or plan.closes
    if day is None:
        raise AsOfError("found no as-of date, expected as_of, or closes in the plan")
    cells = compile_cells(plan, day)
    filled = fill_slots(plan, actuals, cells, day, include_suspect)
    columns = _assessed(plan, cells, filled, day)
    sheet = build_sheet(plan, cells, columns, actuals, day)
    stretch = columns["stretch"] == 1
    used, unused = used_rows(actuals, filled), unused_rows(actuals, filled)
    rejected = rejected_rows(actuals, filled, plan)
    frame = sheet[~stretch].reset_index(drop=True)
    return Evaluated(
        plan=plan,
        as_of=day,
        frame=frame,
        stretch=sheet[stretch].reset_index(drop=True),
        used=used,
        unused=unused,
        rejected=rejected,
        missing_reasons=_missing(columns, ~stretch),
        findings=(*actuals.findings, *findings_of(plan, frame, actuals, day)),
        notes=notes_of(plan, frame, actuals, day),
        counts=Counts(actuals.rows_read, len(used), len(unused), len(rejected)),
        include_suspect=include_suspect,
        inputs=actuals.inputs,
        _parts=(actuals, filled, cells),
    )


def _assessed(plan: Plan, cells: Cells, filled: Filled, as_of: date) -> dict[str, Array]:
    """All columns of all cells, judged; parents by their parts."""
    inputs = _judge_inputs(cells, filled)
    numbers = table({name: inputs[name] for name in inputs if name in NEEDED})
    if not np.isnan(inputs["digits"]).all():
        numbers = with_rounding(numbers)
    covered = (inputs["to"] >= inputs["due_last"]) & (inputs["due_day"] <= as_of.toordinal())
    part = bool(((inputs["found"] == 1) & ~covered).any())
    exact = not ((inputs["low"] != inputs["high"]) & ~np.isnan(inputs["low"])).any()
    present = Present(frozenset(inputs["kind"].tolist()), part, exact)
    frame = judged(numbers, as_of.toordinal(), present)
    columns = inputs | {name: column(frame, name) for name in OUTCOMES if name in frame.columns}
    return with_parts(plan, cells.codes.commitment.texts, columns)


def _missing(columns: dict[str, Array], wanted: Array) -> tuple[str, ...]:
    """Why each cell has no usable figure for its whole span; empty where it has one or needs none."""
    nothing = np.where(columns["status"] > UNSEEN, columns["told"], columns["silent"])
    part = np.where(columns["to"] >= columns["due_last"], 0, REASONS.index("part_year_only"))
    reason = np.where(columns["found"] == 1, np.where(columns["answer"] == 1, 0, part), nothing)
    needless = (columns["kind"] == TASK_GOAL) | (columns["withdrawn"] == 1) | columns["by_parts"]
    return tuple(REASONS[code] for code in np.where(needless, 0, reason)[wanted].tolist())


def _judge_inputs(cells: Cells, filled: Filled) -> dict[str, Array]:
    """The cells with the values of the slots that they need."""
    cell, values = cells.cells, filled.values
    slot = cell["value_slot"]
    taken = {name: array[slot] for name, array in values.items()}
    status = _cell_status(cells, filled)
    extra = {
        "status": status,
        "told": _TOLD[status],
        "side": np.where(cell["direction"] < 0, -1, 1),
        "silent_row": (status > 0) | (taken["found"] == 1),
        "from_day": _first_days(taken["from"]),
        "baseline": _baselines(cells, filled),
    }
    return cell | taken | extra | _references(cells, filled)


#: The reason that each status gives a cell.
_TOLD: Final = np.asarray(
    [REASONS.index(name) if name in REASONS else 0 for name in (STATUS_REASONS.get(s, s) for s in STATUSES)]
)


def _cell_status(cells: Cells, filled: Filled) -> Array:
    """The most telling status of the rows of each cell, levels offered for its growth included."""
    status = filled.slot_status[cells.cells["value_slot"]].copy()
    operand = cells.needs["role"] == ROLES.index("operand")
    own = cells.slots["commitment"][cells.needs["slot"]] == cells.cells["commitment"][cells.needs["cell"]]
    wanted = operand & own
    np.maximum.at(status, cells.needs["cell"][wanted], filled.slot_status[cells.needs["slot"][wanted]])
    return status


def _first_days(months: Array) -> Array:
    days = {month: Period(month, month).start.toordinal() for month in set(months.tolist()) if month >= 0}
    return np.asarray([days.get(month, -1) for month in months.tolist()], dtype="int64")


def _baselines(cells: Cells, filled: Filled) -> Array:
    """The plan's own baseline, else an exact value found for the whole baseline period."""
    stated, slot = cells.cells["baseline_value"], cells.cells["baseline_slot"]
    return np.where(np.isnan(stated) & (slot >= 0), _whole(cells, filled, slot), stated)


def _whole(cells: Cells, filled: Filled, slot: Array) -> Array:
    """Exact values that cover what their slots need; NaN elsewhere."""
    values = filled.values
    good = (
        (values["found"] == 1) & (values["low"] == values["high"]) & (values["to"] >= cells.slots["slot_due"])
    )
    exact = np.where(good, values["low"], np.nan)
    return exact[np.maximum(slot, 0)]


def _references(cells: Cells, filled: Filled) -> dict[str, Array]:
    """The reference of relative goals, exact and covering as much as the actual that it is compared with."""
    slot, values = cells.cells["reference_slot"], filled.values
    place = np.maximum(slot, 0)
    alike = values["to"][place] == values["to"][cells.cells["value_slot"]]
    exact = (values["found"][place] == 1) & (values["low"][place] == values["high"][place])
    part = np.where(exact & alike, values["low"][place], np.nan)
    reference = np.where(np.isnan(part), _whole(cells, filled, slot), part)
    there = (slot >= 0) & ~np.isnan(reference)
    return {
        "reference": np.where(there, reference, np.nan),
        "reference_stage": np.where(there, values["stage"][place], 99),
    }


Columns = Mapping[str, Any]
