"""What ``inspect`` prints and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from targetwatch.cli import run
from targetwatch.ingest import read_actuals
from targetwatch.mapping import check_mapping
from targetwatch.plan import load_plan

Capture = pytest.CaptureFixture[str]

PLAN = """\
format: 1
id: jia-2020
title: {zh: 甲省2020年目标}
region: 甲省
period: 2020
closes: 2021-03-31
regions: [{name: 乙丙市, code: 331000}]
commitments:
  - type: target
    id: investment-growth
    name: {zh: 固定资产投资增长}
    measure: growth
    goal: 8%以上
    source: {quote: 固定资产投资增长8%以上}
  - type: target
    id: new-jobs
    name: {zh: 新增城镇就业}
    measure: total
    goal: 10万人以上
    source: {quote: 新增城镇就业10万人以上}
"""
OFFICE = """\
数据库：分省年度数据
指标：固定资产投资(不含农户)_比上年增长(%)
时间：2019-2020
地区,2020年,2019年
甲省,8.2,7.5
丁省,3.1,4.0
数据来源：国家统计局
"""
JOBS = "indicator,region,period,value,unit\n城镇就业新增数,3310,2020,3.1,万人\n粮食,乙丙,2020,4.2,万吨\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "office.csv").write_bytes(OFFICE.encode("gb18030"))
    (tmp_path / "jobs.csv").write_text(JOBS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def inspected(capsys: Capture, *arguments: str, lang: str = "en") -> list[str]:
    """The lines that ``inspect`` prints, runs of blanks as one."""
    assert run(["inspect", *arguments, "--lang", lang]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "layout nbs-csv; encoding gb18030; 146 bytes; 4 figures",
        "regions (2): 甲省, 丁省",
        "periods (2): 2019, 2020",
        "units (1): %",
        "固定资产投资(不含农户) % growth 4 2 2019, 2020 8.2",
        "A7 source: 数据来源：国家统计局",
    ],
)
def test_a_file_is_described(capsys: Capture, line: str) -> None:
    assert line in inspected(capsys, "office.csv")


def test_every_cell_is_accounted_for(capsys: Capture) -> None:
    (line,) = [each for each in inspected(capsys, "office.csv") if each.startswith("cells ")]
    assert line.startswith("cells 13 = used 4 + rejected 0 + set aside (")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (
            "office.csv",
            "固定资产投资(不含农户) % growth 4 2 2019, 2020 8.2 investment-growth (without (不含农户))",
        ),
        ("office.csv", "regions of the plan (1): 甲省"),
        ("jobs.csv", "城镇就业新增数 万人 1 1 2020 3.1 nearest: new-jobs"),
        ("jobs.csv", "粮食 万吨 1 1 2020 4.2"),
        ("jobs.csv", "regions of the plan (2): 3310 = 乙丙市, 乙丙 = 乙丙市"),
    ],
)
def test_with_a_plan_the_targets_that_a_file_can_feed_are_named(
    capsys: Capture, file: str, line: str
) -> None:
    assert line in inspected(capsys, file, "--plan", "plan.yaml")


def test_chinese_is_spoken_where_it_is_asked_for(capsys: Capture) -> None:
    assert "版式 nbs-csv；编码 gb18030；146 字节；4 个数据" in inspected(capsys, "office.csv", lang="zh")


def test_the_mapping_that_is_written_is_without_problems_and_feeds_the_plan(capsys: Capture) -> None:
    inspected(capsys, "office.csv", "--plan", "plan.yaml", "--mapping-out", "mapping.yaml")
    assert check_mapping("mapping.yaml", load_plan("plan.yaml")) == []
    table = read_actuals("office.csv", mapping="mapping.yaml")
    assert set(table.frame["indicator"]) == {"investment-growth"}


def test_a_suggestion_is_written_as_a_comment_only(here: Path, capsys: Capture) -> None:
    inspected(capsys, "jobs.csv", "--plan", "plan.yaml", "--mapping-out", "mapping.yaml")
    assert (here / "mapping.yaml").read_text("utf-8").splitlines()[1:] == [
        "format: 1",
        "regions:",
        '  "3310": "乙丙市"',
        '  "乙丙": "乙丙市"',
        "map:",
        '  # - {source: "城镇就业新增数", target: "", unit: "万人"}  # nearest: new-jobs',
        '  # - {source: "粮食", target: "", unit: "万吨"}',
    ]


def test_a_plan_with_problems_is_told(here: Path, capsys: Capture) -> None:
    (here / "bad.yaml").write_text("format: 1\n", "utf-8")
    assert run(["inspect", "office.csv", "--plan", "bad.yaml"]) == 3
    assert "bad.yaml" in capsys.readouterr().err


def test_the_rule_that_says_more_of_a_figure_stands_first(here: Path, capsys: Capture) -> None:
    rows = "新增城镇就业,2020-03,1.2,万人,\n新增城镇就业,2020,3.4,万人,total\n"
    text = "indicator,period,value,unit,measure\n" + rows
    (here / "two.csv").write_text(text, "utf-8")
    inspected(capsys, "two.csv", "--plan", "plan.yaml", "--mapping-out", "mapping.yaml")
    assert (here / "mapping.yaml").read_text("utf-8").splitlines()[3:] == [
        '  - {source: "新增城镇就业", target: "new-jobs", unit: "万人", measure: "total"}',
        '  - {source: "新增城镇就业", target: "new-jobs", unit: "万人"}',
    ]


def test_two_figures_for_one_period_ask_for_a_choice(here: Path, capsys: Capture) -> None:
    text = "indicator,period,value,unit\n新增城镇就业,2020,1.2,万人\n新增城镇就业,2020,3.4,万人\n"
    (here / "two.csv").write_text(text, "utf-8")
    inspected(capsys, "two.csv", "--plan", "plan.yaml", "--mapping-out", "mapping.yaml")
    written = (here / "mapping.yaml").read_text("utf-8")
    assert '  - {source: "新增城镇就业", target: "new-jobs", unit: "万人"}  # several figures' in written
