"""A mapping applied to figures that were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from targetwatch.actuals import ActualsTable
from targetwatch.evaluate import evaluate_plan
from targetwatch.ingest import from_frame, read_actuals
from targetwatch.mapping import MappingRecord
from tests.sample import CLOSES, make_plan

OFFICE = """\
数据库：分省年度数据
指标：固定资产投资(不含农户)_比上年增长(%)
时间：2019-2020
地区,2020年,2019年
甲省,8.2,7.5
乙省,3.1,4.0
数据来源：国家统计局
"""


def read(
    tmp_path: Path, text: str, *rules: dict[str, Any], **keys: Any
) -> tuple[ActualsTable, list[dict[Any, Any]]]:
    path = tmp_path / "data.csv"
    path.write_text(text, "utf-8")
    record = MappingRecord.model_validate({"format": "1", "map": rules, **keys})
    table = read_actuals(path, mapping=record)
    names = ["indicator", "region", "period", "value", "unit", "measure"]
    rows: list[dict[Any, Any]] = table.frame[names].to_dict("records")
    return table, rows


def codes(table: ActualsTable) -> list[str]:
    return [finding.code for finding in table.findings if finding.code.startswith("mapping")]


def test_an_office_s_name_becomes_the_target(tmp_path: Path) -> None:
    rule = {"source": "固定资产投资(不含农户)_比上年增长(%)", "target": "investment", "region": "甲省"}
    table, rows = read(tmp_path, OFFICE, rule)
    assert [(row["indicator"], row["region"], row["period"], row["value"]) for row in rows] == [
        ("investment", "甲省", "2020", 8.2),
        ("investment", "甲省", "2019", 7.5),
        ("固定资产投资(不含农户)", "乙省", "2020", 3.1),
        ("固定资产投资(不含农户)", "乙省", "2019", 4.0),
    ]
    assert codes(table) == []


def test_a_mapping_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("indicator,period,value,unit\n就业,2020,10.2,万人\n", "utf-8")
    (tmp_path / "m.yaml").write_text("format: 1\nmap: [{source: 就业, target: jobs}]\n", "utf-8")
    table = read_actuals(tmp_path / "data.csv", mapping=tmp_path / "m.yaml")
    assert table.frame["indicator"].tolist() == ["jobs"]


def test_a_mapping_applies_to_a_frame_too() -> None:
    frame = pd.DataFrame({"indicator": ["就业"], "period": ["2020"], "value": [10.2], "unit": ["万人"]})
    rule = {"source": "就业", "target": "jobs"}
    table = from_frame(frame, mapping=MappingRecord.model_validate({"format": "1", "map": [rule]}))
    assert table.frame["indicator"].tolist() == ["jobs"]


def test_an_index_becomes_growth_exactly_where_that_is_stated(tmp_path: Path) -> None:
    text = "indicator,period,value,measure\n物价指数,2020,102.3,index\n"
    table, rows = read(
        tmp_path, text, {"source": "物价指数", "target": "prices", "transform": "index_to_growth"}
    )
    assert [(row["value"], row["unit"], row["measure"]) for row in rows] == [(2.3, "%", "growth")]
    assert table.frame["note"].tolist() == ["由指数减100得增速 (growth = index − 100)"]
    assert table.frame["check"].tolist() == ["derived"]


def test_an_index_stays_one_without_a_transform(tmp_path: Path) -> None:
    text = "indicator,period,value,measure\n物价指数,2020,102.3,index\n"
    _, rows = read(tmp_path, text, {"source": "物价指数", "target": "prices"})
    assert [(row["value"], row["measure"]) for row in rows] == [(102.3, "index")]


def test_a_factor_gives_its_unit(tmp_path: Path) -> None:
    rule = {"source": "产量", "target": "rice", "transform": "factor", "factor": "0.5", "into": "千克"}
    _, rows = read(tmp_path, "indicator,period,value,unit\n产量,2020,10.2,斤\n", rule)
    assert [(row["value"], row["unit"]) for row in rows] == [(5.1, "千克")]


@pytest.mark.parametrize(("measure", "kept"), [("growth", [8.2]), ("total", [120.0])])
def test_the_measure_tells_two_figures_of_one_name_apart(
    tmp_path: Path, measure: str, kept: list[float]
) -> None:
    text = "indicator,period,value,unit,measure\n投资,2020,8.2,%,growth\n投资,2020,120,亿元,total\n"
    table, rows = read(tmp_path, text, {"source": "投资", "target": "investment", "measure": measure})
    assert [row["value"] for row in rows if row["indicator"] == "investment"] == kept
    assert len(table.frame) == 2


def test_a_unit_that_the_file_states_is_never_overruled(tmp_path: Path) -> None:
    text = "indicator,period,value,unit\n投资,2020,120,亿元\n"
    table, rows = read(tmp_path, text, {"source": "投资", "target": "investment", "unit": "万元"})
    assert [(row["indicator"], row["unit"]) for row in rows] == [("投资", "亿元")]
    assert codes(table) == ["mapping_unused"]


def test_a_choice_takes_one_of_two_figures_for_a_period_and_leaves_the_other_as_it_is(tmp_path: Path) -> None:
    text = "indicator,period,value,unit,stage\n就业,2020,10.2,万人,快报\n就业,2020,10.4,万人,年报\n"
    rule = {"source": "就业", "target": "jobs", "choose": {"stage": "final"}}
    table, rows = read(tmp_path, text, rule)
    assert [(row["indicator"], row["value"]) for row in rows] == [("就业", 10.2), ("jobs", 10.4)]
    (finding,) = [each for each in table.findings if each.code == "mapping_not_chosen"]
    assert [place.rpartition("/")[2] for place in finding.rows] == ["data.csv:2"]


def test_a_choice_that_no_figure_fits_is_a_warning(tmp_path: Path) -> None:
    text = "indicator,period,value,unit\n就业,2020,10.2,万人\n就业,2020,10.4,万人\n"
    table, rows = read(tmp_path, text, {"source": "就业", "target": "jobs", "choose": {"row": 9}})
    assert [row["indicator"] for row in rows] == ["jobs", "jobs"]
    assert codes(table) == ["mapping_choice_empty"]


def test_a_rule_without_a_figure_names_the_nearest(tmp_path: Path) -> None:
    text = "indicator,period,value,unit\n城镇新增就业,2020,10.2,万人\n"
    table, rows = read(tmp_path, text, {"source": "新增就业人数", "target": "jobs"})
    assert [row["indicator"] for row in rows] == ["城镇新增就业"]
    assert [each.message_en for each in table.findings if each.code == "mapping_unused"] == [
        "新增就业人数 of the mapping file matches no row (nearest: 城镇新增就业)"
    ]


def test_regions_of_the_file_take_the_names_of_the_mapping(tmp_path: Path) -> None:
    text = "indicator,region,period,value,unit\n就业,3310,2020,10.2,万人\n"
    _, rows = read(tmp_path, text, {"source": "就业", "target": "jobs"}, regions={"3310": "甲市"})
    assert [row["region"] for row in rows] == ["甲市"]


def test_a_plan_is_scored_through_a_mapping_over_two_files(tmp_path: Path) -> None:
    goal = {"kind": "fixed", "comparator": ">=", "value": 8, "unit": "%"}
    jobs = {"kind": "fixed", "comparator": ">=", "value": 10, "unit": "万人"}
    plan = make_plan(
        {"id": "investment", "measure": "growth", "goal": goal},
        {"id": "jobs", "measure": "total", "goal": jobs},
        {
            "id": "prices",
            "measure": "growth",
            "goal": {"kind": "fixed", "comparator": "<=", "value": 2, "unit": "%"},
        },
    )
    (tmp_path / "office.csv").write_text(OFFICE.replace("甲省", "甲市"), "utf-8")
    (tmp_path / "own.csv").write_text(
        "indicator,region,period,value,unit,measure\n就业人数,3310,2020,98000,人,total\n物价,甲市,2020,102.3,,index\n",
        "utf-8",
    )
    (tmp_path / "m.yaml").write_text(
        'format: 1\nregions: {"3310": 甲市}\nmap:\n'
        "  - {source: 固定资产投资(不含农户)_比上年增长(%), target: investment, region: 甲市}\n"
        "  - {source: 就业人数, target: jobs}\n"
        "  - {source: 物价, target: prices, transform: index_to_growth}\n",
        "utf-8",
    )
    actuals = read_actuals([tmp_path / "office.csv", tmp_path / "own.csv"], mapping=tmp_path / "m.yaml")
    frame = evaluate_plan(plan, actuals, as_of=CLOSES).frame
    assert frame[["commitment", "actual", "verdict"]].values.tolist() == [
        ["investment", 8.2, "exceeded"],
        ["jobs", 9.8, "nearly_met"],
        ["prices", 2.3, "missed"],
    ]
