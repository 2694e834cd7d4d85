"""An evaluation as one JSON document, complete and versioned, and read back as data.

The document holds the whole plan record, every row of actuals that was read with
where it landed, and every assessment with the baselines and references behind it, so
that a later library can compare with it. It is strict JSON: missing is ``null``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pandas as pd

from targetwatch.errors import TargetwatchError
from targetwatch.evaluate import Evaluated
from targetwatch.model import Target

SCHEMA: Final = "targetwatch/evaluation/1"
#: The part of the schema before its version.
_FAMILY: Final = "targetwatch/evaluation/"


class DocumentError(TargetwatchError, ValueError):
    """A document that is no evaluation of a version that is read here; ``found`` is its schema."""

    def __init__(self, found: object) -> None:
        self.found = found
        super().__init__(f"found schema {found!r}, expected {SCHEMA!r}")


def to_document(evaluated: Evaluated) -> dict[str, Any]:
    """The evaluation as plain data (text, numbers, booleans, ``None``, lists, dicts), the same each time."""
    plan = evaluated.plan
    return {
        "schema": SCHEMA,
        "plan_digest": plan.digest,
        "actuals_digest": evaluated.actuals_digest,
        "version": evaluated.version,
        "as_of": evaluated.as_of.isoformat(),
        "include_suspect": evaluated.include_suspect,
        "plan": plan.record.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "inputs": [_plain(asdict(each)) for each in evaluated.inputs],
        "counts": asdict(evaluated.counts),
        "rules": [_rules(evaluated, target) for target in plan.targets],
        "assessments": _rows(evaluated.frame),
        "stretch_assessments": _rows(evaluated.stretch),
        "missing_reasons": list(evaluated.missing_reasons),
        "used": _used(evaluated, "actual"),
        "operands": _used(evaluated, "operand"),
        "baselines": _used(evaluated, "baseline"),
        "references": _used(evaluated, "reference"),
        "unused": _rows(evaluated.unused),
        "rejected": _rows(evaluated.rejected),
        "findings": [_plain(asdict(each)) for each in evaluated.findings],
        "notes": [_plain(asdict(each)) for each in evaluated.notes],
    }


def read_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its tables (``assessments``, ``used``, ``unused``, ``rejected`` …) as frames.

    Raises ``DocumentError`` where its schema is not the one written here.
    """
    if document.get("schema") != SCHEMA:
        raise DocumentError(document.get("schema"))
    tables = (
        "assessments",
        "stretch_assessments",
        "used",
        "operands",
        "baselines",
        "references",
        "unused",
        "rejected",
    )
    return dict(document) | {name: pd.DataFrame(document[name]) for name in tables}


def _rules(evaluated: Evaluated, target: Target) -> dict[str, Any]:
    """The goal in force and the bands that judged a target."""
    plan = evaluated.plan
    bands = {
        "tolerance": plan.tolerance_for(target),
        "nearly_met": plan.nearly_met_for(target),
        "exceeded": plan.exceeded_for(target),
        "pace_margin": plan.pace_margin_for(target),
    }
    goal = plan.goal_in_force(target, evaluated.as_of)
    return {
        "commitment": target.id,
        "goal": goal.model_dump(mode="json", exclude_defaults=False),
        **{name: None if band is None else band.text for name, band in bands.items()},
        "compare": target.compare or plan.record.compare,
    }


def _used(evaluated: Evaluated, role: str) -> list[dict[str, Any]]:
    """The rows that cells used in one role, each with its cell and its value in the goal's unit."""
    rows = evaluated.candidates
    return _rows(rows[(rows["role"] == role) & (rows["status"] == "used")])


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, map(_plain, cells), strict=True)) for cells in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    """A value as JSON has it; missing and what is no finite number become ``None``."""
    if value is None or value is pd.NA or isinstance(value, str | bool):
        return None if value is pd.NA else value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [_plain(each) for each in value]
    return value
