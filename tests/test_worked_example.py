"""A worked example: a small city's year, every number worked by hand.

The plan is of 甲市 for 2020; the books close on 2021-03-31. 左右 is ±0.1 个百分点 for
shares; 基本完成 from 95 %, 超额完成 above 100 %.

| # | goal | figures | working | verdict |
| - | ---- | ------- | ------- | ------- |
| 1 | 新增就业 ≥ 10 万人 | 10.2 (statistics), 11 (own report) | 10.2 − 10 = 0.2; 10.2/10 = 1.02 | exceeded |
| 2 | 固定资产投资增长 ≥ 8 % | 5.4 % | 5.4 − 8 = −2.6; 5.4/8 = 0.675 | missed |
| 3 | 上市公司 > 60 家 | 60 家 | 60 − 60 = 0: 突破 leaves 60 out; 60/60 = 1 ≥ 0.95 | nearly met |
| 4 | 研发投入强度 2.2 % 左右 | 2.15 % | band 2.1 to 2.3; 2.15 − 2.2 = −0.05 | met, by tolerance |
| 5 | 减轻企业负担 ≥ 230 亿元 | 5 + 6 quarters in 万元 | 1 000 000 + 1 300 000 万元 = 230 亿元 | met |
| 6 | 审批 ≤ 80 天 | 84 天 | 84 − 80 = 4; 2 − 84/80 = 0.95: a breached cap is no 基本完成 | missed |
| 7 | 签约数翻番 | 2019: 30 个, 2020: 57 个 | 2 × 30 = 60; 57/60 = 0.95 | nearly met |
| 8 | 收入与经济增长基本同步 (−0.5) | GDP 3.4 %, income 3.1 % | 3.4 − 0.5 = 2.9; 3.1 − 2.9 = 0.2 | met |
| 9 | 财政收入增长 ≥ 5 % | 4 000 000 万元, 422 亿元 | 422/400 − 1 = 5.5 %; 5.5 − 5 = 0.5 | exceeded |
| 10 | 高标准农田 ≥ 900 万公顷 | 1.35 亿亩 | 1 亩 = 1/15 公顷: 135 000 000/15 = 9 000 000 | met |
| 11 | 建成铁路 by 2020-12-31 | 2021-01-15 | after due | missed, completed late |
| 12 | 城镇调查失业率 ≤ 5.5 % | 5.0—5.3 % | all of it below 5.5 | exceeded |
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from targetwatch.evaluate import Evaluated
from targetwatch.rollup import headline
from tests.cases import goal, milestone, plan_of, result_of, target

PLAN = plan_of(
    target("jobs", "total", goal(">=", 10, "万人"), aliases=["新增城镇就业"]),
    target("investment", "growth", goal(">=", 8, "%"), basis="comparable"),
    target("listed", "level", goal(">", 60, "家")),
    target("research", "share", goal("~=", "2.2", "%"), better="higher"),
    target("relief", "total", goal(">=", 230, "亿元")),
    target("approval", "level", goal("<=", 80, "天")),
    target("signed", "total", {"kind": "multiple", "value": "2"}, baseline={"period": "2019"}),
    target("gdp", "growth", goal(">=", "6.5", "%"), basis="real"),
    target("income", "growth", {"kind": "relative", "to": "gdp", "offset": "-0.5个百分点"}, basis="real"),
    target("revenue", "growth", goal(">=", 5, "%"), basis="nominal"),
    target("farmland", "level", goal(">=", 900, "万公顷")),
    milestone("railway", event="建成"),
    target("unemployment", "share", goal("<=", "5.5", "%"), aggregate="every"),
    tolerance={"share": "0.1个百分点"},
    nearly_met="95%",
    exceeded="100%",
)


def row(name: str, value: float, unit: str, period: str = "2020", **more: Any) -> dict[str, Any]:
    return {"indicator": name, "period": period, "value": value, "unit": unit, **more}


ROWS: list[dict[str, Any]] = [
    row("新增城镇就业", 10.2, "万人", authority="statistics", published=date(2021, 1, 20)),
    row("jobs", 11.0, "万人", authority="unit", published=date(2021, 2, 20)),
    row("investment", 5.4, "%"),
    row("listed", 60.0, "家"),
    row("research", 2.15, "%"),
    row("relief", 1000000.0, "万元", "2020H1"),
    row("relief", 1300000.0, "万元", "2020H2"),
    row("approval", 84.0, "天"),
    row("signed", 30.0, "个", "2019"),
    row("signed", 57.0, "个"),
    row("gdp", 3.4, "%", stage="preliminary"),
    row("income", 3.1, "%", stage="final"),
    row("revenue", 4000000.0, "万元", "2019", measure="total"),
    row("revenue", 422.0, "亿元", measure="total"),
    row("farmland", 1.35, "亿亩"),
    {"indicator": "railway", "period": "2020", "date": date(2021, 1, 15)},
    row("unemployment", 5.0, "%", value_high=5.3),
]


@pytest.fixture(scope="module")
def result() -> Evaluated:
    return result_of(PLAN, *ROWS)


@pytest.mark.parametrize(
    ("name", "goal_value", "actual", "gap", "completion", "verdict"),
    [
        ("jobs", 10, 10.2, 0.2, 1.02, "exceeded"),
        ("investment", 8, 5.4, -2.6, 0.675, "missed"),
        ("listed", 60, 60, 0, 1, "nearly_met"),
        ("research", 2.2, 2.15, -0.05, 2.15 / 2.2, "met"),
        ("relief", 230, 230, 0, 1, "met"),
        ("approval", 80, 84, 4, 0.95, "missed"),
        ("signed", 60, 57, -3, 0.95, "nearly_met"),
        ("gdp", 6.5, 3.4, -3.1, 3.4 / 6.5, "missed"),
        ("income", 2.9, 3.1, 0.2, 3.1 / 2.9, "met"),
        ("revenue", 5, 5.5, 0.5, 1.1, "exceeded"),
        ("farmland", 900, 900, 0, 1, "met"),
        ("unemployment", 5.5, 5.0, -0.2, 2 - 5.3 / 5.5, "exceeded"),
    ],
)
def test_the_numbers_are_those_worked_by_hand(
    result: Evaluated,
    name: str,
    goal_value: float,
    actual: float,
    gap: float,
    completion: float,
    verdict: str,
) -> None:
    cell = result.frame[result.frame["commitment"] == name].iloc[0]
    assert cell["verdict"] == verdict
    assert cell["goal"] == pytest.approx(goal_value)
    assert cell["actual"] == pytest.approx(actual)
    assert cell["gap"] == pytest.approx(gap, abs=1e-12)
    assert cell["completion"] == pytest.approx(completion)


def test_the_flags_are_those_of_the_working(result: Evaluated) -> None:
    frame = result.frame
    assert frame.loc[frame["by_tolerance"], "commitment"].tolist() == ["research"]
    railway = frame[frame["commitment"] == "railway"].iloc[0]
    assert (railway["verdict"], railway["reason"]) == ("missed", "completed_late")
    provisional = frame.loc[frame["provisional"], "commitment"].tolist()
    assert "income" in provisional, "its reference is preliminary"


def test_every_row_landed_once(result: Evaluated) -> None:
    # 17 rows: the own report of jobs is superseded, all others are used
    counts = result.counts
    assert (counts.read, counts.used, counts.unused, counts.rejected) == (17, 16, 1, 0)


def test_the_counts_are_those_of_the_table(result: Evaluated) -> None:
    counts = headline(result)
    # exceeded: jobs, revenue, unemployment; met: research, relief, income, farmland
    assert (counts.targets.met, counts.targets.exceeded) == (7, 3)
    # nearly met: listed, signed; missed: investment, approval, gdp
    assert (counts.targets.nearly_met, counts.targets.missed) == (2, 3)
    # 7 met of 12 targets and one late milestone: 7 / 13
    assert counts.rate == pytest.approx(7 / 13)
