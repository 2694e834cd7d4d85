"""The JSON Schema of plan files: what people write passes, what the reader refuses does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from targetwatch.model import PlanRecord
from targetwatch.schema import DESCRIPTIONS, plan_schema
from targetwatch.yamlfile import parse_yaml

SHIPPED = sorted((Path(__file__).parents[1] / "targets").rglob("*.yaml"))
SCHEMA = plan_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

TARGET: dict[str, Any] = {
    "type": "target",
    "id": "new-jobs",
    "name": {"zh": "新增城镇就业", "en": "New urban jobs"},
    "measure": "total",
    "goal": "10万人以上",
    "source": {"section": "一", "row": 1, "quote": "新增城镇就业10万人以上"},
}
PLAN: dict[str, Any] = {
    "format": 1,
    "id": "jia-2020",
    "title": "甲市2020年目标任务",
    "region": "甲市",
    "period": 2020,
    "commitments": [TARGET],
}


def as_editors_read(value: Any) -> Any:
    """Plain data as an editor for YAML 1.2 takes it: numbers, true and false are no text."""
    if isinstance(value, dict):
        return {key: as_editors_read(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editors_read(each) for each in value]
    if value in ("true", "false"):
        return value == "true"
    try:
        return int(value)
    except (TypeError, ValueError):
        return value


def errors(data: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(data)]


def with_target(**changes: Any) -> dict[str, Any]:
    return {**PLAN, "commitments": [{**TARGET, **changes}]}


def test_it_is_a_valid_schema_with_an_id() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:targetwatch:plan:1"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_plan_files_pass(path: Path) -> None:
    assert errors(as_editors_read(parse_yaml(path.read_bytes(), path.name).data)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": 60},
        {"goal": ">= 8 %"},
        {"goal": {"kind": "fixed", "comparator": ">=", "value": 10, "value_high": None, "unit": "万人"}},
        {"goal": {"kind": "fixed", "comparator": ">=", "value": "1/3", "unit": "%"}},
        {"goal": {"kind": "multiple", "comparator": ">=", "value": 2}, "baseline": {"period": 2019}},
        {
            "goal": {
                "kind": "relative",
                "to": "gdp-growth",
                "offset": "-0.5个百分点",
                "mixed_basis": "accepted",
            }
        },
        {"goal": {"kind": "external", "issuer": "丙省"}},
        {"goal": {"kind": "stated", "text": "居前列"}},
        {"name": "新增就业", "note": "说明"},
        {"owner": "市人社局、各县（市、区）政府等"},
        {"owner": {"leaders": ["张三"], "units": ["市人社局"], "open_ended": True, "from": "2020-01-01"}},
        {"owner": [{"units": ["甲局"]}, {"units": ["乙局"], "from": "2020-07-01"}]},
        {"status": "active"},
        {"status": {"state": "withdrawn", "date": "2020-09-01", "document": "文"}},
        {"amendments": [{"date": "2020-07-01", "document": "文", "goal": "8万人以上"}]},
        {"weight": 2, "digits": 1, "compare": "rounded", "regions": "each", "tolerance": "5%"},
    ],
)
def test_what_people_write_passes(changes: dict[str, Any]) -> None:
    assert errors(with_target(**changes)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"tolerance": {"growth": "0.5个百分点"}, "nearly_met": "95%", "exceeded": "100%"},
        {
            "organisations": {"甲局": None, "乙局": ["乙办"]},
            "regions": ["乙县", {"name": "丙县", "code": 330000}],
        },
        {"sections": [{"id": 1, "name": "投资", "groups": [{"id": 1, "name": "项目"}]}], "units": ["筐"]},
        {"publish_rate_from": "80%", "closes": "2021-03-31", "trial": True},
    ],
)
def test_metadata_passes(changes: dict[str, Any]) -> None:
    assert errors({**PLAN, **changes}) == []


def test_a_section_file_needs_no_metadata() -> None:
    assert errors({"format": 1, "commitments": [TARGET]}) == []


def test_the_main_file_of_a_folder_needs_no_commitments() -> None:
    assert errors({key: value for key, value in PLAN.items() if key != "commitments"}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "growht"},
        {"unit": "人"},
        {"steps": []},
        {"goal": {"kind": "fixed", "comparator": "=>", "value": 8, "unit": "%"}},
        {"goal": {"kind": "fixed", "comparator": ">=", "value": 8, "unti": "%"}},
        {"goal": {"comparator": ">=", "value": 8, "unit": "%"}},
        {"goal": {"kind": "fixed", "comparator": ">=", "value": "8%"}},
        {"id": "GDP"},
        {"type": "aim"},
        {"source": {"row": 1}},
        {"better": "more"},
        {"owner": {"unit": ["甲局"]}},
        {"regions": ["乙县"]},
    ],
)
def test_what_the_reader_refuses_does_not_pass(changes: dict[str, Any]) -> None:
    assert errors(with_target(**changes)) != []


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"regoin": "甲市"},
        {"tolerance": {"grwth": "5%"}},
        {"publish_rate_from": 80},
        {"language": "fr"},
    ],
)
def test_wrong_metadata_does_not_pass(changes: dict[str, Any]) -> None:
    assert errors({**PLAN, **changes}) != []


@pytest.mark.parametrize("key", ["id", "title", "region", "period"])
def test_a_plan_without_a_required_key_does_not_pass(key: str) -> None:
    assert errors({name: value for name, value in PLAN.items() if name != key}) != []


def test_a_section_file_with_metadata_of_the_plan_does_not_pass() -> None:
    assert errors({"format": 1, "closes": "2021-03-31", "commitments": [TARGET]}) != []


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key with its schema, anywhere within a schema."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield from part["properties"].items()
        for value in part.values():
            yield from properties(value)
    elif isinstance(part, list):
        for value in part:
            yield from properties(value)


def test_every_key_is_described() -> None:
    measures = {"level", "total", "growth", "share", "points", "rank", "index"}
    assert {key for key, part in properties(SCHEMA) if "description" not in part} <= measures


def test_every_description_is_of_a_key() -> None:
    keys = {key for key, _ in properties(SCHEMA)}
    assert {name.rpartition(".")[2] for name in DESCRIPTIONS} <= keys


def test_every_key_of_the_record_is_in_the_schema() -> None:
    assert set(SCHEMA["properties"]) == set(PlanRecord.model_fields)
