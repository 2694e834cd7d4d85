"""An invented city and its figures, from which tests of sentences and reports are made."""

from __future__ import annotations

from datetime import date
from typing import Any

from targetwatch.actuals import REJECTED_NAMES, ActualsTable, build_frame
from targetwatch.evaluate import Evaluated, evaluate_plan
from targetwatch.model import PlanRecord
from targetwatch.plan import Plan

CLOSES = date(2021, 3, 31)

#: Metadata of the invented plan.
METADATA: dict[str, Any] = {
    "format": 1,
    "id": "a-plan",
    "title": {"zh": "甲市2020年目标任务", "en": "Targets of Jia, 2020"},
    "document": {
        "title": {"zh": "甲市2020年目标任务分解"},
        "number": "甲政发〔2020〕1号",
        "issuer": "甲市人民政府",
        "date": "2020-02-01",
    },
    "region": "甲市",
    "period": "2020",
    "closes": CLOSES,
    "tolerance": {"growth": "0.5个百分点", "share": "0.1个百分点", "total": "5%", "level": "5%"},
    "nearly_met": {"total": "95%", "level": "95%"},
    "exceeded": "100%",
}


def make_plan(*commitments: dict[str, Any], **metadata: Any) -> Plan:
    """A plan of commitments; each may leave out what a test does not need."""
    whole = []
    for number, keys in enumerate(commitments, start=1):
        names = {
            "id": f"target-{number}",
            "name": {"zh": f"指标{number}"},
            "source": {"quote": f"指标{number}"},
        }
        whole.append({"type": "target"} | names | keys)
    return Plan(PlanRecord.model_validate(METADATA | metadata | {"commitments": whole}))


def make_result(
    plan: Plan, *rows: dict[str, Any], as_of: date = CLOSES, include_suspect: bool = False
) -> Evaluated:
    """The evaluation of a plan; a row without region or period is of the plan's own."""
    whole = [
        {"indicator": "target-1", "region": "甲市", "period": "2020", "check": "ok", "row": number} | row
        for number, row in enumerate(rows, start=1)
    ]
    names = dict.fromkeys(name for row in whole for name in row)
    frame = build_frame({name: [row.get(name) for row in whole] for name in names})
    return evaluate_plan(
        plan,
        ActualsTable(frame, build_frame({}, REJECTED_NAMES)),
        as_of=as_of,
        include_suspect=include_suspect,
    )


def judge_one(
    target: dict[str, Any], *rows: dict[str, Any], as_of: date = CLOSES, **metadata: Any
) -> Evaluated:
    """The evaluation of one target by its rows."""
    return make_result(make_plan(target, **metadata), *rows, as_of=as_of)
