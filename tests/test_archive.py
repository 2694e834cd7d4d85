"""The evaluation as one JSON document."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from targetwatch.archive import DocumentError, read_document, to_document
from targetwatch.evaluate import Evaluated
from tests.cases import goal, milestone, plan_of, result_of, target

PLAN = plan_of(
    target("jobs", "total", goal(">=", 10, "万人")),
    target("signed", "total", {"kind": "multiple", "value": "2"}, baseline={"period": "2019"}),
    target("gdp", "growth", goal(">=", 6, "%"), stretch=goal(">=", "6.5", "%")),
    target("income", "growth", {"kind": "relative", "to": "gdp", "offset": "-0.5个百分点"}),
    milestone("rail"),
)


def row(name: str, value: float, unit: str, period: str = "2020", **more: Any) -> dict[str, Any]:
    return {"indicator": name, "period": period, "value": value, "unit": unit, "file": "a.csv", **more}


def evaluated() -> Evaluated:
    return result_of(
        PLAN,
        row("jobs", 12.0, "万人", bound="gt", published=date(2021, 1, 20)),
        row("signed", 30.0, "个", "2019"),
        row("signed", 62.0, "个"),
        row("gdp", 6.2, "%"),
        row("income", 6.0, "%"),
        row("别的", 1.0, "%"),
    )


def test_the_document_begins_with_its_schema_and_both_digests() -> None:
    document = to_document(evaluated())
    assert list(document)[:3] == ["schema", "plan_digest", "actuals_digest"]
    assert document["schema"] == "targetwatch/evaluation/1"
    assert document["plan_digest"] == PLAN.digest


def test_the_document_is_strict_json() -> None:
    text = json.dumps(to_document(evaluated()), allow_nan=False, ensure_ascii=False)
    assert json.loads(text)["assessments"][0]["commitment"] == "jobs"


def test_the_same_evaluation_gives_the_same_document() -> None:
    assert json.dumps(to_document(evaluated())) == json.dumps(to_document(evaluated()))


def test_the_document_holds_rows_baselines_and_references_used() -> None:
    document = to_document(evaluated())
    assert [each["commitment"] for each in document["used"]] == ["jobs", "signed", "gdp", "income"]
    assert [(each["commitment"], each["converted"]) for each in document["baselines"]] == [("signed", 30.0)]
    assert [(each["commitment"], each["indicator"]) for each in document["references"]] == [("income", "gdp")]
    assert [each["reason"] for each in document["unused"]] == ["unknown_indicator"]
    assert document["counts"] == {"read": 6, "used": 5, "unused": 1, "rejected": 0}


def test_the_document_holds_the_whole_plan_and_the_rules_in_force() -> None:
    document = to_document(evaluated())
    assert [each["id"] for each in document["plan"]["commitments"]] == [each.id for each in PLAN.commitments]
    assert document["rules"][0]["goal"]["value"] == "10"
    assert document["stretch_assessments"][0]["verdict"] == "missed"


def test_a_document_is_read_back_with_its_tables_as_frames() -> None:
    document = read_document(json.loads(json.dumps(to_document(evaluated()))))
    assert document["assessments"]["verdict"].tolist() == evaluated().frame["verdict"].tolist()
    assert document["as_of"] == "2021-03-31"


@pytest.mark.parametrize("schema", ["targetwatch/evaluation/9", None])
def test_a_document_of_another_schema_is_refused(schema: str | None) -> None:
    with pytest.raises(DocumentError, match="expected 'targetwatch/evaluation/1'"):
        read_document({"schema": schema})
