"""One sentence a cell: number, unit, direction, strictness and the office's words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targetwatch.display import round_value, show_number
from targetwatch.evaluate import Evaluated
from targetwatch.sentences import sentence
from tests.sample import judge_one, make_plan, make_result

INVESTMENT = {
    "name": {"zh": "固定资产投资增长", "en": "Growth of fixed asset investment"},
    "measure": "growth",
    "basis": "comparable",
    "goal": {"kind": "fixed", "comparator": ">=", "value": "8", "unit": "%", "text": "8%以上"},
}
RESEARCH = {
    "name": {"zh": "研发投入强度", "en": "R&D intensity"},
    "measure": "share",
    "better": "higher",
    "goal": {"kind": "fixed", "comparator": "~=", "value": "2.2", "unit": "%", "text": "2.2%左右"},
}
LISTED = {
    "name": {"zh": "上市企业总数", "en": "Listed companies"},
    "measure": "level",
    "strength": "strive",
    "goal": {"kind": "fixed", "comparator": ">", "value": "60", "unit": "家", "text": "突破60家"},
}
JOBS = {
    "name": {"zh": "新增城镇就业", "en": "New urban jobs"},
    "measure": "total",
    "goal": {"kind": "fixed", "comparator": ">=", "value": "10", "unit": "万人", "text": "10万人以上"},
}
DAYS = {
    "name": {"zh": "审批时间", "en": "Approval time"},
    "measure": "level",
    "nature": "binding",
    "goal": {"kind": "fixed", "comparator": "<=", "value": "80", "unit": "天", "text": "最多80天"},
}
ENERGY = {
    "name": {"zh": "单位生产总值能耗下降", "en": "Energy use per unit of GDP"},
    "measure": "growth",
    "nature": "anticipatory",
    "goal": {"kind": "fixed", "comparator": "<=", "value": "-3", "unit": "%", "text": "下降3%以上"},
}
RANK = {
    "name": {"zh": "综合评价排名", "en": "Overall ranking"},
    "measure": "rank",
    "goal": {"kind": "fixed", "comparator": "<=", "value": "3", "text": "前三"},
}
INDUSTRY = {
    "name": {"zh": "工业增加值增长", "en": "Growth of industry"},
    "measure": "growth",
    "better": "higher",
    "goal": {
        "kind": "fixed",
        "comparator": "in",
        "value": "6",
        "value_high": "6.5",
        "unit": "%",
        "text": "6%—6.5%",
    },
}
PRICES = {
    "name": {"zh": "居民消费价格涨幅", "en": "Rise of consumer prices"},
    "measure": "growth",
    "goal": {"kind": "fixed", "comparator": "<=", "value": "3", "unit": "%", "text": "3%以内"},
}
LEFT_BEHIND = {
    "name": {"zh": "掉队农户", "en": "Households left behind"},
    "measure": "level",
    "better": "lower",
    "goal": {"kind": "fixed", "comparator": "==", "value": "0", "unit": "户"},
}
UNEMPLOYMENT = {
    "name": {"zh": "失业率", "en": "Unemployment rate"},
    "measure": "points",
    "goal": {
        "kind": "fixed",
        "comparator": "<=",
        "value": "-0.5",
        "unit": "个百分点",
        "text": "下降0.5个百分点以上",
    },
}
SIGNED = {
    "name": {"zh": "项目签约数", "en": "Projects signed"},
    "measure": "total",
    "goal": {"kind": "multiple", "value": "2", "text": "翻番"},
    "baseline": {"value": "16", "unit": "个", "period": "2019"},
}
RENEWAL = {
    "name": {"zh": "城市更新项目", "en": "Urban renewal projects"},
    "measure": "level",
    "better": "higher",
    "scope": "加快实施",
    "goal": {
        "kind": "fixed",
        "comparator": ">=",
        "value": "100",
        "unit": "个",
        "text": "100个",
        "implied": True,
    },
}
BRIDGE = {"type": "milestone", "name": {"zh": "乙河大桥", "en": "Yi River bridge"}, "event": "建成"}
STANDING = {
    "name": {"zh": "空气质量", "en": "Air quality"},
    "measure": "rank",
    "goal": {"kind": "stated", "text": "居全国前列"},
}


def tell(target: dict[str, Any], *rows: dict[str, Any], lang: str = "zh", **keys: Any) -> str:
    return sentence(judge_one(target, *rows, **keys), 0, lang)


#: Target, row of actuals, sentence; all stand in one plan, which is evaluated once.
CHINESE: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (
        INVESTMENT,
        {"value": 5.4, "unit": "%"},
        "甲市固定资产投资增长5.4%，低于目标（8%以上）2.6个百分点，未完成。",
    ),
    (
        INVESTMENT,
        {"value": -2.6, "unit": "%"},
        "甲市固定资产投资下降2.6%，低于目标（8%以上）10.6个百分点，未完成。",
    ),
    (
        INVESTMENT,
        {"value": 0.0, "unit": "%"},
        "甲市固定资产投资与上年持平，低于目标（8%以上）8个百分点，未完成。",
    ),
    (
        INVESTMENT,
        {"value": 10.4, "unit": "%"},
        "甲市固定资产投资增长10.4%，高于目标（8%以上）2.4个百分点，超额完成。",
    ),
    (INVESTMENT, {"value": 8.0, "unit": "%"}, "甲市固定资产投资增长8%，达到目标（8%以上），完成。"),
    (
        INVESTMENT,
        {"value": 7.9999, "unit": "%"},
        "甲市固定资产投资增长7.9999%，低于目标（8%以上）0.0001个百分点，未完成。",
    ),
    (
        RESEARCH,
        {"value": 2.15, "unit": "%"},
        "甲市研发投入强度为2.15%，在目标（2.2%左右）认可区间2.1%—2.3%内，完成。",
    ),
    (
        RESEARCH,
        {"value": 2.4, "unit": "%"},
        "甲市研发投入强度为2.4%，高于目标（2.2%左右）0.2个百分点，完成。",
    ),
    (
        RESEARCH,
        {"value": 2.05, "unit": "%"},
        "甲市研发投入强度为2.05%，低于目标（2.2%左右）0.15个百分点，在认可区间2.1%—2.3%之外，未完成。",
    ),
    (LISTED, {"value": 62, "unit": "家"}, "甲市上市企业总数为62家，高于目标（突破60家）2家，超额完成。"),
    (
        LISTED,
        {"value": 50, "unit": "家"},
        "甲市上市企业总数为50家，低于目标（突破60家）10家，未实现力争目标。",
    ),
    (
        JOBS,
        {"value": 102000, "unit": "人"},
        "甲市新增城镇就业10.2万人，高于目标（10万人以上）0.2万人，超额完成。",
    ),
    (
        JOBS,
        {"value": 9.6, "unit": "万人"},
        "甲市新增城镇就业9.6万人，低于目标（10万人以上）0.4万人，基本完成。",
    ),
    (
        JOBS,
        {"value": 10, "unit": "万人", "bound": "gt"},
        "甲市新增城镇就业超过10万人，符合目标（10万人以上），超额完成。",
    ),
    (
        JOBS,
        {"value": 9, "value_high": 11, "unit": "万人", "bound": "range"},
        "甲市新增城镇就业（目标：10万人以上）：无法评价（数据为9万人—11万人，跨越目标值）。",
    ),
    (
        DAYS,
        {"value": 82, "unit": "天"},
        "甲市审批时间为82天，高于目标（最多80天）2天，未完成（约束性）。",
    ),
    (DAYS, {"value": 80, "unit": "天"}, "甲市审批时间为80天，等于目标（最多80天），完成。"),
    (
        ENERGY,
        {"value": -2.6, "unit": "%"},
        "甲市单位生产总值能耗下降2.6%，降幅小于目标（下降3%以上）0.4个百分点，未达到预期目标。",
    ),
    (
        ENERGY,
        {"value": -3.5, "unit": "%"},
        "甲市单位生产总值能耗下降3.5%，降幅大于目标（下降3%以上）0.5个百分点，超额完成。",
    ),
    (
        ENERGY,
        {"value": 1.2, "unit": "%"},
        "甲市单位生产总值能耗上升1.2%，高于目标（下降3%以上）4.2个百分点，未达到预期目标。",
    ),
    (RANK, {"value": 5}, "甲市综合评价排名为第5位，落后于目标（前三）2位，未完成。"),
    (RANK, {"value": 2}, "甲市综合评价排名为第2位，优于目标（前三）1位，完成。"),
    (INDUSTRY, {"value": 6.2, "unit": "%"}, "甲市工业增加值增长6.2%，在目标（6%—6.5%）区间内，完成。"),
    (
        INDUSTRY,
        {"value": 5.7, "unit": "%"},
        "甲市工业增加值增长5.7%，低于目标（6%—6.5%）下限0.3个百分点，未完成。",
    ),
    (
        INDUSTRY,
        {"value": 6.8, "unit": "%"},
        "甲市工业增加值增长6.8%，高于目标（6%—6.5%）上限0.3个百分点，完成。",
    ),
    (
        PRICES,
        {"value": 3.4, "unit": "%"},
        "甲市居民消费价格涨幅为3.4%，高于目标（3%以内）0.4个百分点，未完成。",
    ),
    (LEFT_BEHIND, {"value": 3, "unit": "户"}, "甲市掉队农户为3户，高于目标（0户）3户，未完成。"),
    (LEFT_BEHIND, {"value": 0, "unit": "户"}, "甲市掉队农户为0户，等于目标（0户），完成。"),
    (
        UNEMPLOYMENT,
        {"value": -0.3, "unit": "个百分点"},
        "甲市失业率下降0.3个百分点，降幅小于目标（下降0.5个百分点以上）0.2个百分点，未完成。",
    ),
    (
        SIGNED,
        {"value": 30, "unit": "个"},
        "甲市项目签约数为30个，低于目标（翻番，即32个以上）2个，未完成。",
    ),
    (
        RENEWAL,
        {"value": 87, "unit": "个"},
        "甲市加快实施城市更新项目87个，低于目标（100个）13个，未完成。",
    ),
    (BRIDGE, {"date": date(2020, 12, 25)}, "甲市乙河大桥：已建成（2020年12月25日），完成。"),
    (
        BRIDGE,
        {"date": date(2021, 2, 3)},
        "甲市乙河大桥：已建成（2021年2月3日），时限2020年12月31日，逾期完成。",
    ),
    (BRIDGE, {"answer": "no"}, "甲市乙河大桥：未建成，时限2020年12月31日，未完成。"),
    (
        STANDING,
        {"answer": "yes", "authority": "unit"},
        "甲市空气质量（目标：居全国前列）：无法评价（仅单位自报，未经认定）。",
    ),
    (
        STANDING,
        {"answer": "no", "authority": "statistics"},
        "甲市空气质量（目标：居全国前列）：报未完成（统计部门），未完成。",
    ),
]


@pytest.mark.parametrize("place", range(len(CHINESE)), ids=[case[2] for case in CHINESE])
def test_chinese_sentence(place: int) -> None:
    assert sentence(evaluate_all("zh"), place) == CHINESE[place][2]


ENGLISH: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (
        INVESTMENT,
        {"value": 5.4, "unit": "%"},
        "Growth of fixed asset investment in 甲市 came to 5.4%, "
        "2.6 percentage points below the goal (at least 8%): missed.",
    ),
    (
        RESEARCH,
        {"value": 2.15, "unit": "%"},
        "R&D intensity in 甲市 stood at 2.15%, "
        "within the accepted band 2.1% to 2.3% of the goal (about 2.2%): met.",
    ),
    (
        LISTED,
        {"value": 50, "unit": "家"},
        "Listed companies in 甲市 stood at 50, 10 below the goal (more than 60): strive goal not reached.",
    ),
    (
        JOBS,
        {"value": 10.2, "unit": "万人"},
        "New urban jobs in 甲市 came to 102,000 people, "
        "2,000 people above the goal (at least 100,000 people): exceeded.",
    ),
    (
        DAYS,
        {"value": 82, "unit": "天"},
        "Approval time in 甲市 stood at 82 days, 2 days above the goal (at most 80 days): missed (binding).",
    ),
    (
        ENERGY,
        {"value": -2.6, "unit": "%"},
        "Energy use per unit of GDP in 甲市 showed a fall of 2.6%, "
        "0.4 percentage points less than the goal (a fall of at least 3%): anticipated goal not reached.",
    ),
    (
        RANK,
        {"value": 5},
        "Overall ranking in 甲市 stood in 5th place, 2 places behind the goal (3rd or better): missed.",
    ),
    (
        INDUSTRY,
        {"value": 6.2, "unit": "%"},
        "Growth of industry in 甲市 came to 6.2%, within the goal (6% to 6.5%): met.",
    ),
    (
        SIGNED,
        {"value": 30, "unit": "个"},
        "Projects signed in 甲市 came to 30, "
        "2 below the goal (2 times the baseline, that is at least 32): missed.",
    ),
    (
        BRIDGE,
        {"date": date(2021, 2, 3)},
        "Yi River bridge in 甲市: completed on 3 February 2021, due 31 December 2020: completed late.",
    ),
    (
        JOBS,
        {"value": 9, "value_high": 11, "unit": "万人", "bound": "range"},
        "New urban jobs in 甲市 (goal: at least 100,000 people): "
        "not assessable (the figure, 90,000 to 110,000 people, spans the goal).",
    ),
]


@pytest.mark.parametrize("place", range(len(ENGLISH)), ids=[case[2] for case in ENGLISH])
def test_english_sentence(place: int) -> None:
    assert sentence(evaluate_all("en"), place, "en") == ENGLISH[place][2]


@lru_cache(maxsize=2)
def evaluate_all(lang: str) -> Evaluated:
    cases = CHINESE if lang == "zh" else ENGLISH
    rows = [{"indicator": f"target-{number}"} | case[1] for number, case in enumerate(cases, start=1)]
    return make_result(make_plan(*(case[0] for case in cases)), *rows)


def test_sixty_is_not_past_sixty_and_never_a_hundred_percent() -> None:
    told = tell(LISTED | {"strength": "commit"}, {"value": 60, "unit": "家"}, nearly_met={})
    assert told == "甲市上市企业总数为60家，未超过目标（突破60家），未完成。"


def test_the_state_of_a_figure_stands_beside_a_miss() -> None:
    row = {"value": 5.4, "unit": "%", "stage": "preliminary", "authority": "unit"}
    assert (
        tell(INVESTMENT, row)
        == "甲市固定资产投资增长5.4%（初步核算，单位自报），低于目标（8%以上）2.6个百分点，未完成。"
    )


def test_a_rounded_comparison_shows_the_rounded_figure_and_the_one_before() -> None:
    told = tell(INVESTMENT | {"compare": "rounded", "digits": 1}, {"value": 7.96, "unit": "%"})
    assert told == "甲市固定资产投资增长8.0%（修约前7.96%），达到目标（8%以上），完成。"


def test_no_figure_is_told_as_due_and_not_submitted() -> None:
    assert tell(JOBS) == "甲市新增城镇就业（目标：10万人以上）：应报未报，缺数据。"


def test_a_deliverable_that_nobody_reported_is_told_as_such() -> None:
    assert tell(BRIDGE) == "甲市乙河大桥：是否建成应报未报，缺数据。"


def test_conflicting_figures_are_not_told() -> None:
    told = tell(INVESTMENT, {"value": 5.4, "unit": "%"}, {"value": 5.6, "unit": "%"})
    assert told == "甲市固定资产投资增长（目标：8%以上）：无法评价（数据相互矛盾）。"


def test_a_suspect_figure_is_not_told() -> None:
    told = tell(INVESTMENT, {"value": 10.4, "unit": "%", "check": "suspect"})
    assert told == "甲市固定资产投资增长（目标：8%以上）：无法评价（只有存疑数据）。"


def test_a_suspect_figure_that_was_asked_for_is_marked() -> None:
    result = make_result(
        make_plan(INVESTMENT), {"value": 5.4, "unit": "%", "check": "suspect"}, include_suspect=True
    )
    assert (
        sentence(result, 0) == "甲市固定资产投资增长5.4%（存疑数据），低于目标（8%以上）2.6个百分点，未完成。"
    )


def test_part_of_the_year_is_told_with_its_period_and_the_expected_value() -> None:
    row = {"value": 7.8, "unit": "万人", "period": "2020-01/2020-09"}
    assert tell(JOBS, row) == (
        "甲市2020年1—9月新增城镇就业7.8万人，高于序时进度（7.5万人）0.3万人，"
        "全期目标为10万人以上（只有部分时段数据），超进度。"
    )


def test_a_stretch_goal_is_told_after_the_goal() -> None:
    goal = {"kind": "fixed", "comparator": ">=", "value": "6", "unit": "%", "text": "6%以上"}
    stretch = {"kind": "fixed", "comparator": ">=", "value": "6.5", "unit": "%", "text": "6.5%"}
    target = {"name": {"zh": "生产总值增长"}, "measure": "growth", "goal": goal, "stretch": stretch}
    assert tell(target, {"value": 6.2, "unit": "%"}, exceeded={}) == (
        "甲市生产总值增长6.2%，高于目标（6%以上）0.2个百分点，完成；"
        "低于力争目标（6.5%以上）0.3个百分点，未实现力争目标。"
    )


def test_an_amended_goal_stands_beside_the_original() -> None:
    goal = {"kind": "fixed", "comparator": ">=", "value": "3", "unit": "%", "text": "3%以上"}
    amended = INVESTMENT | {
        "amendments": [{"date": "2020-08-01", "document": "甲政发〔2020〕9号", "goal": goal}]
    }
    told = tell(amended, {"value": 2.5, "unit": "%"})
    assert told == "甲市固定资产投资增长2.5%，低于目标（3%以上，原为8%以上）0.5个百分点，未完成。"


def test_a_relative_goal_is_told_with_its_number_and_the_parent_by_its_parts() -> None:
    step = {"kind": "relative", "to": "gdp", "offset": "-0.5个百分点", "text": "与经济增长基本同步"}
    growth = {"measure": "growth", "basis": "real"}
    plan = make_plan(
        growth | {"id": "gdp", "name": {"zh": "生产总值增长"}, "goal": INVESTMENT["goal"]},
        growth | {"id": "income", "name": {"zh": "居民收入增长"}, "goal": step},
        growth | {"id": "urban", "name": {"zh": "城镇收入增长"}, "goal": step, "part_of": "income"},
        growth | {"id": "rural", "name": {"zh": "农村收入增长"}, "goal": step, "part_of": "income"},
    )
    result = make_result(
        plan,
        {"indicator": "gdp", "value": 3.4, "unit": "%"},
        {"indicator": "urban", "value": 4.1, "unit": "%"},
        {"indicator": "rural", "value": 2.1, "unit": "%"},
    )
    assert (
        sentence(result, 3)
        == "甲市农村收入增长2.1%，低于目标（与经济增长基本同步，即2.9%以上）0.8个百分点，未完成。"
    )
    assert (
        sentence(result, 1)
        == "甲市居民收入增长由2个分项汇总（城镇收入增长完成、农村收入增长未完成），未完成。"
    )


def test_a_task_is_told_as_standing_work() -> None:
    assert tell({"type": "task", "name": {"zh": "深化改革"}}) == "甲市深化改革：常态工作，不计入完成率。"


@settings(max_examples=4, deadline=None)
@given(st.lists(st.decimals("-20", "20", places=3), min_size=20, max_size=60))
def test_a_difference_of_growth_is_always_in_points(values: list[Decimal]) -> None:
    rows = [
        {"indicator": f"target-{number}", "value": float(value), "unit": "%"}
        for number, value in enumerate(values, start=1)
    ]
    result = make_result(make_plan(*[INVESTMENT] * len(values)), *rows)
    for place, value in enumerate(values):
        told = sentence(result, place)
        gaps = re.findall(r"）([\d.]+)(%|个百分点)", told)
        assert gaps == ([] if value == 8 else [(show_number(round_value(abs(value - 8))), "个百分点")])
        assert "完成率" not in told


def fixed(measure: str, comparator: str, value: str, unit: str | None, text: str) -> dict[str, Any]:
    goal = {"kind": "fixed", "comparator": comparator, "value": value, "unit": unit, "text": text}
    return {"name": {"zh": "排放", "en": "Emissions"}, "measure": measure, "goal": goal}


@pytest.mark.parametrize(
    ("target", "actual", "zh", "en"),
    [
        (
            fixed("growth", "<", "-3", "%", "下降超过3%"),
            {"value": -3.0, "unit": "%"},
            "甲市排放下降3%，降幅未超过目标（下降超过3%），未完成。",
            "Emissions in 甲市 showed a fall of 3%, no more than the goal (a fall of more than 3%): missed.",
        ),
        (
            fixed("rank", "<", "3", None, "高于第3位"),
            {"value": 3.0},
            "甲市排放居第3位，未优于目标（高于第3位），未完成。",
            "Emissions in 甲市 stood in 3rd place, not ahead of the goal (better than 3rd): missed.",
        ),
        (
            fixed("total", ">=", "300", "家", "减少300家"),
            {"value": 280.0, "unit": "家"},
            "甲市排放减少280家，低于目标（减少300家）20家，未完成。",
            "Emissions in 甲市 came to a reduction of 280, 20 below the goal (at least 300): missed.",
        ),
        (
            fixed("share", ">=", "100", "%", "100%"),
            {"value": 99.6, "unit": "%"},
            "甲市排放为99.6%，低于目标（100%）0.4个百分点，未完成。",
            "Emissions in 甲市 stood at 99.6%, 0.4 percentage points below the goal (100%): missed.",
        ),
    ],
)
def test_a_sentence_keeps_the_direction_of_its_goal(
    target: dict[str, Any], actual: dict[str, Any], zh: str, en: str
) -> None:
    result = judge_one(target, actual)
    assert sentence(result, 0, "zh") == zh
    assert sentence(result, 0, "en") == en
