"""Small plans and actuals for the tests of evaluation, each written in view of the test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from targetwatch.actuals import REJECTED_NAMES, ActualsTable, build_frame
from targetwatch.evaluate import Evaluated, evaluate_plan
from targetwatch.model import PlanRecord
from targetwatch.plan import Plan

CLOSES = date(2021, 3, 31)


def goal(comparator: str, value: float | str, unit: str | None = None, **more: Any) -> dict[str, Any]:
    """A fixed goal in the long form."""
    return {"kind": "fixed", "comparator": comparator, "value": str(value), "unit": unit, **more}


def target(name: str, measure: str, its_goal: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A target whose id, name and quote are ``name``."""
    return {
        "type": "target",
        "id": name,
        "name": {"zh": name},
        "measure": measure,
        "goal": its_goal,
        "source": {"quote": name},
        **more,
    }


def milestone(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "milestone", "id": name, "name": {"zh": name}, "source": {"quote": name}, **more}


def task(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "task", "id": name, "name": {"zh": name}, "source": {"quote": name}, **more}


def plan_of(*commitments: dict[str, Any], **more: Any) -> Plan:
    """A plan of 甲市 for 2020 whose books close on 2021-03-31."""
    keys: dict[str, Any] = {
        "format": 1,
        "id": "a-plan",
        "title": {"zh": "甲市目标"},
        "region": "甲市",
        "period": "2020",
        "closes": CLOSES,
        "commitments": list(commitments),
    }
    return Plan(PlanRecord.model_validate(keys | more))


def rows_of(*rows: dict[str, Any]) -> ActualsTable:
    """A table of actuals; each row has its number, from 1."""
    numbered = [{"row": number, **row} for number, row in enumerate(rows, 1)]
    names = sorted({name for row in numbered for name in row})
    columns = {name: [row.get(name) for row in numbered] for name in names}
    return ActualsTable(build_frame(columns), build_frame({}, REJECTED_NAMES))


def result_of(
    plan: Plan, *rows: dict[str, Any], as_of: date | None = None, include_suspect: bool = False
) -> Evaluated:
    return evaluate_plan(plan, rows_of(*rows), as_of=as_of, include_suspect=include_suspect)


def cell_of(
    plan: Plan, *rows: dict[str, Any], as_of: date | None = None, name: str | None = None
) -> pd.Series[Any]:
    """The cell of the plan's first commitment, or of the one named."""
    frame = result_of(plan, *rows, as_of=as_of).frame
    if name is not None:
        frame = frame[frame["commitment"] == name]
    return frame.iloc[0]


def reasons_of(result: Evaluated) -> dict[int, str]:
    """The reason of each unused row by its number."""
    return dict(zip(result.unused["row"], result.unused["reason"], strict=True))
