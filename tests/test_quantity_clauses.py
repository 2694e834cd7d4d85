"""Clauses of plans: an own body with labels, clauses without goals, context, lists, tables, English."""

from __future__ import annotations

import itertools
import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from targetwatch import units
from targetwatch.quantity import GoalReading, read_goals
from targetwatch.quantity.numerals import write_number

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "shared" / "clauses" / "cases.jsonl"
OWN = [json.loads(line) for line in (DATA / "clauses.jsonl").read_text(encoding="utf-8").splitlines()]
WITHOUT = (DATA / "clauses_without_goals.txt").read_text(encoding="utf-8").splitlines()


def _labelled(goal: GoalReading) -> dict[str, Any]:
    return {
        "kind": goal.kind,
        "measure": goal.measure,
        "comparator": goal.comparator,
        "value": None if goal.value is None else write_number(goal.value),
        "value_high": None if goal.value_high is None else write_number(goal.value_high),
        "unit": goal.unit,
        "strength": goal.strength,
    }


def _of(goal: GoalReading, *names: str) -> tuple[object, ...]:
    return tuple(getattr(goal, name) for name in names)


def test_the_own_body_has_more_than_eighty_clauses() -> None:
    assert len(OWN) > 80
    assert len(WITHOUT) > 80


@pytest.mark.parametrize("case", OWN, ids=[case["quote"] for case in OWN])
def test_a_clause_is_read_as_labelled(case: dict[str, Any]) -> None:
    reading = read_goals(case["quote"])
    assert [_labelled(goal) for goal in reading.goals] == case["goals"]
    assert reading.problems == ()


@pytest.mark.parametrize("text", WITHOUT)
def test_a_clause_without_a_goal_gives_none(text: str) -> None:
    reading = read_goals(text)
    assert reading.goals == ()
    assert reading.unread


# --- frames: other nouns, numbers and units in the same kinds of clause are read the same way

AMOUNTS = ["地区甲产值", "乙类商品零售额", "高端装备投资", "水产品出口", "县域旅游收入"]
SHARES = ["再生材料利用率", "甲类课程覆盖率", "清洁取暖占比", "新材料产值占工业比重"]
LOWER = ["单位产值综合能耗", "甲流域氨氮浓度", "企业融资成本"]
WORKS = [
    ("新建", "口袋书屋", "间"),
    ("培育", "链主企业", "家"),
    ("改造", "老旧泵站", "座"),
    ("新增", "康复床位", "张"),
]
NUMBERS = ["3", "12.5", "1,250", "８", "十二"]
GROWTH_FRAMES = [
    ("{noun}增长{n}%以上", ">=", False),
    ("{noun}增长{n}%左右", "~=", False),
    ("力争{noun}增长{n}%", ">=", True),
    ("确保{noun}同比增长不低于{n}%", ">=", False),
    ("{noun}增速达到{n}%", ">=", False),
    ("{noun}年均增长{n}%", ">=", True),
    ("{noun}增长超过{n}%", ">", False),
]
VALUES: dict[str, Fraction] = {
    "3": Fraction(3),
    "12.5": Fraction("12.5"),
    "1,250": Fraction(1250),
    "８": Fraction(8),
    "十二": Fraction(12),
}


@pytest.mark.parametrize(("frame", "comparator", "implied"), GROWTH_FRAMES)
def test_growth_frames_hold_for_any_noun_and_number(frame: str, comparator: str, implied: bool) -> None:
    for noun, number in itertools.product(AMOUNTS, NUMBERS):
        (goal,) = read_goals(frame.format(noun=noun, n=number)).goals
        read = (goal.indicator.removesuffix("增速"), *_of(goal, "measure", "comparator", "value", "implied"))
        assert read == (noun, "growth", comparator, VALUES[number], implied)
        assert _of(goal, "unit", "better") == ("%", "higher")


@pytest.mark.parametrize(
    "frame", ["{noun}达到{n}%", "{noun}{n}%以上", "{noun}不低于{n}%", "{noun}提高到{n}%以上"]
)
def test_share_frames_hold_for_any_noun_and_number(frame: str) -> None:
    for noun, number in itertools.product(SHARES, NUMBERS):
        (goal,) = read_goals(frame.format(noun=noun, n=number)).goals
        read = _of(goal, "indicator", "measure", "comparator", "value", "unit")
        assert read == (noun, "share", ">=", VALUES[number], "%")


@pytest.mark.parametrize("frame", ["{noun}下降{n}%以上", "{noun}降低{n}%以上", "{noun}同比下降{n}%以上"])
def test_a_fall_is_negative_growth(frame: str) -> None:
    for noun, number in itertools.product(LOWER, NUMBERS):
        (goal,) = read_goals(frame.format(noun=noun, n=number)).goals
        read = _of(goal, "indicator", "measure", "comparator", "value", "better")
        assert read == (noun, "growth", "<=", -VALUES[number], "lower")


@pytest.mark.parametrize(
    ("frame", "comparator"),
    [("{verb}{noun}{n}{unit}", ">="), ("{verb}{noun}{n}{unit}以上", ">="),
     ("{verb}{n}{unit}以上{noun}", ">="), ("{verb}{noun}超{n}{unit}", ">"),
     ("全市{verb}{noun}不少于{n}{unit}", ">=")],
)  # fmt: skip
def test_work_frames_hold_for_any_noun_number_and_unit(frame: str, comparator: str) -> None:
    for (verb, noun, unit), number, scale in itertools.product(WORKS, NUMBERS[:4], ["", "万"]):
        text = frame.format(verb=verb, noun=noun, n=number, unit=scale + unit)
        (goal,) = read_goals(text).goals
        assert _of(goal, "measure", "comparator", "value") == ("total", comparator, VALUES[number])
        assert goal.unit == scale + unit


def test_a_list_after_one_predicate_gives_each_subject_its_value() -> None:
    for one, two in itertools.permutations(AMOUNTS, 2):
        first, second = read_goals(f"{one}、{two}分别增长4%和5%以上").goals
        assert _of(first, "indicator", "value", "comparator") == (one, 4, ">=")
        assert _of(second, "indicator", "value", "comparator") == (two, 5, ">=")


def test_a_shared_value_is_given_to_each_subject() -> None:
    for one, two in itertools.permutations(AMOUNTS, 2):
        goals = read_goals(f"{one}、{two}均增长6%左右").goals
        assert [_of(goal, "indicator", "value", "comparator") for goal in goals] == [
            (one, 6, "~="),
            (two, 6, "~="),
        ]


# --- leave some out: what a clause says does not depend on the words that stand in it


@pytest.mark.parametrize(
    ("known", "new"),
    [("一般公共预算收入", "甲乙丙收入"), ("农村文化礼堂", "某某驿站"), ("轨道交通", "索道缆车"),
     ("老旧小区", "老旧剧院"), ("高新技术企业", "乡土企业"), ("粮食", "莲藕"), ("储能", "制氢"),
     ("充电桩", "饮水点"), ("高标准农田", "高标准茶垄"), ("森林", "滩涂")],
)  # fmt: skip
def test_a_noun_that_is_in_no_list_does_not_change_the_reading(known: str, new: str) -> None:
    for case in OWN:
        if known in case["quote"]:
            reading = read_goals(case["quote"].replace(known, new))
            assert [_labelled(goal) for goal in reading.goals] == case["goals"]
    text = f"新增{new}设施120处以上"
    assert [_labelled(goal)["measure"] for goal in read_goals(text).goals] == ["total"]


# --- context


@pytest.mark.parametrize(
    "text",
    [
        "全年实现甲地区产值5200亿元",
        "办结率达82%",
        "人均产值比2020年翻一番",
        "高于全省1.2个百分点",
        "6项居全省前5位",
    ],
)
def test_a_result_is_no_goal(text: str) -> None:
    assert read_goals(text, context="result").goals == ()


def test_an_intention_in_a_text_of_results_is_a_goal() -> None:
    (goal,) = read_goals("下一步力争新增就业5万人", context="result").goals
    assert _of(goal, "value", "strength") == (5, "strive")


@pytest.mark.parametrize(
    "text", ["低于4%左右的预期目标", "完成“6%以上”的年度目标", "完成年度目标的95%", "完成了8万人培训任务"]
)
def test_a_target_that_a_result_quotes_is_no_goal(text: str) -> None:
    assert read_goals(text).goals == ()


# --- single readings


def test_strength_follows_the_nearest_word() -> None:
    first, second = read_goals("确保产值增长6%，力争增长6.5%").goals
    assert (first.strength, second.strength) == ("commit", "strive")


def test_a_goal_without_a_subject_takes_the_one_before() -> None:
    first, second = read_goals("甲县财政收入增长5%以上，力争突破30亿元").goals
    assert _of(first, "indicator", "measure") == ("甲县财政收入", "growth")
    assert _of(second, "indicator", "measure", "comparator") == ("甲县财政收入", "total", ">")


def test_a_class_of_things_is_not_the_goal() -> None:
    (goal,) = read_goals("新增年产值亿元以上加工企业20家").goals
    assert _of(goal, "indicator", "value", "unit") == ("新增年产值亿元以上加工企业", 20, "家")


def test_a_count_before_its_noun_is_a_goal_of_the_noun() -> None:
    first, second = read_goals("谋划实施30个3亿元以上投资项目和50个更新项目").goals
    assert _of(first, "indicator", "value") == ("实施3亿元以上投资项目", 30)
    assert _of(second, "indicator", "value") == ("更新项目", 50)


def test_a_share_of_a_noun_is_a_share() -> None:
    (goal,) = read_goals("实现80%以上办件网上受理").goals
    assert _of(goal, "indicator", "measure", "comparator") == ("办件网上受理", "share", ">=")


def test_a_doubling_of_two_counts_is_two_multiples() -> None:
    goals = read_goals("力争10亿元以上项目签约和落地数翻番").goals
    assert [_of(goal, "kind", "value", "strength") for goal in goals] == [("multiple", 2, "strive")] * 2


def test_each_subject_in_step_with_a_reference_is_a_relative_goal() -> None:
    goals = read_goals("财政收入增长、居民收入增长与经济增长基本同步").goals
    assert [_of(goal, "indicator", "kind", "comparator", "reference") for goal in goals] == [
        ("财政收入增长", "relative", ">=", "经济增长"),
        ("居民收入增长", "relative", ">=", "经济增长"),
    ]


def test_an_offset_to_a_reference_is_kept_as_text() -> None:
    (goal,) = read_goals("农村居民收入增速高于城镇居民1个百分点以上").goals
    assert _of(goal, "kind", "comparator", "reference", "offset") == (
        "relative",
        ">=",
        "城镇居民",
        "1个百分点",
    )


def test_the_basis_and_the_base_are_read() -> None:
    (goal,) = read_goals("居民收入实际增长5%").goals
    assert goal.basis == "real"
    (goal,) = read_goals("煤炭消费总量比2015年下降10%以上").goals
    assert goal.compared_to == "2015"


def test_a_payment_raised_to_an_amount_is_that_amount() -> None:
    (goal,) = read_goals("低保标准统一提到每人每月900元").goals
    assert _of(goal, "measure", "comparator", "value", "unit") == ("level", "==", 900, "元/(人·月)")


def test_what_is_brought_to_zero_has_the_unit_of_its_noun() -> None:
    (goal,) = read_goals("零就业家庭动态清零").goals
    assert _of(goal, "measure", "comparator", "value", "unit") == ("level", "==", 0, "户")
    (goal,) = read_goals("确保“小康路上一个都不能掉队”").goals
    assert _of(goal, "comparator", "value") == ("==", 0)


def test_a_bounded_quotation_is_read_and_a_name_is_not() -> None:
    (goal,) = read_goals("确保甲类审批“最多 60 天”").goals
    assert _of(goal, "comparator", "value", "unit") == ("<=", 60, "天")
    assert read_goals("深化“3355”企业培育").goals == ()


def test_a_lower_good_is_seen_from_the_subject() -> None:
    (goal,) = read_goals("城镇登记失业率4.5%").goals
    assert _of(goal, "comparator", "better", "implied") == ("<=", "lower", True)


def test_traditional_script_is_read_and_kept_in_the_indicator() -> None:
    (goal,) = read_goals("完成2.5萬戶農房改造").goals
    assert _of(goal, "value", "unit", "measure") == (Fraction("2.5"), "万户", "total")
    assert read_goals("森林覆蓋率達到50%").goals[0].indicator == "森林覆蓋率"


def test_a_number_with_a_bound_and_an_unknown_unit_is_a_problem() -> None:
    reading = read_goals("新增智慧灯杆达到500哒以上")
    assert reading.goals == ()
    assert [(problem.column, problem.found) for problem in reading.problems] == [(12, "哒以上")]
    assert read_goals("新增智慧灯杆达到500哒以上", own_units=["哒"]).goals[0].unit == "哒"


@pytest.mark.parametrize(
    ("text", "measure", "comparator", "value", "unit"),
    [
        ("制造业产值占比 | % | 31.5 | 预期性", "share", ">=", "31.5", "%"),
        ("1 | 地区生产总值 | % | 6.5左右 | 预期性", "growth", "~=", "6.5", "%"),
        ("细颗粒物浓度 | 微克/立方米 | 29 | 约束性", "level", "<=", "29", "微克/立方米"),
        ("城镇新增就业\t万人\t12\t预期性", "total", ">=", "12", "万人"),
        ("森林覆盖率（%） | 62 | 约束性", "share", ">=", "62", "%"),
    ],
)
def test_a_table_row_is_read(text: str, measure: str, comparator: str, value: str, unit: str) -> None:
    (goal,) = read_goals(text).goals
    assert _of(goal, "measure", "comparator", "value", "unit") == (
        measure,
        comparator,
        Fraction(value),
        unit,
    )


def test_a_table_row_with_two_figures_is_not_guessed() -> None:
    assert read_goals("城镇化率 | % | 62 | 63 | 预期性").goals == ()


@pytest.mark.parametrize(
    ("text", "measure", "comparator", "value", "unit"),
    [
        ("GDP growth of at least 6.5%", "growth", ">=", "6.5", "%"),
        ("create more than 100,000 new urban jobs", "total", ">", "100000", "jobs"),
        ("keep the urban unemployment rate below 5.5 percent", "share", "<", "5.5", "%"),
        ("reduce emissions by 50% by 2030 compared to 2015", "growth", "<=", "-50", "%"),
        ("R&D intensity of around 2.2%", "share", "~=", "2.2", "%"),
        ("raise research spending by over 7 percent per year", "growth", ">", "7", "%"),
        ("build 1,000 km of expressways", "total", ">=", "1000", "km"),
        ("keep debt below 60% of GDP", "share", "<", "60", "%"),
        ("a drop of around 3 percent in energy use per unit of output", "growth", "~=", "-3", "%"),
        ("at least 50% of villages meet the standard", "share", ">=", "50", "%"),
        ("approval of projects in at most 80 days", "level", "<=", "80", "days"),
        ("lower the PM2.5 concentration to 33 μg/m³", "level", "<=", "33", "μg/m³"),
    ],
)
def test_english_clauses_are_read(text: str, measure: str, comparator: str, value: str, unit: str) -> None:
    (goal,) = read_goals(text).goals
    assert _of(goal, "measure", "comparator", "value", "unit") == (
        measure,
        comparator,
        Fraction(value),
        unit,
    )


def test_an_english_base_year_is_read() -> None:
    (goal,) = read_goals("a 50% reduction compared to 2015").goals
    assert _of(goal, "value", "compared_to", "better") == (-50, "2015", "lower")


def test_a_thousand_clauses_take_a_few_seconds() -> None:
    read_goals("新增就业1万人")
    begin = time.perf_counter()
    for case in itertools.islice(itertools.cycle(OWN), 1000):
        read_goals(case["quote"])
    assert time.perf_counter() - begin < 10


# --- labelled clauses of published documents, where they lie beside the repository

MEASURES = {
    "flow": "total", "increment": "total", "growth": "growth", "share": "share", "level": "level",
    "decline": "growth",
}  # fmt: skip
MIRROR = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def _shared_cases() -> list[dict[str, Any]]:
    if not SHARED.exists():
        return []
    return [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled clauses are not here")
def test_published_clauses_are_read_as_labelled() -> None:
    for case in _shared_cases():
        if case.get("trap"):
            result = case["trap_type"].startswith(("past_", "long_horizon"))
            assert read_goals(case["quote"], context="result" if result else None).goals == (), case["quote"]
        else:
            _check_published(case)


def _check_published(case: dict[str, Any]) -> None:
    part, count = (int(number) for number in case.get("part", "1/1").split("/"))
    goals = read_goals(case["quote"]).goals
    assert len(goals) == count, case["quote"]
    goal = goals[part - 1]
    sign = -1 if case["kind"] == "decline" else 1
    comparator = {"range": "in"}.get(case["comparator"], case["comparator"])
    comparator = (
        ">=" if case["kind"] == "relative" else MIRROR.get(comparator, comparator) if sign < 0 else comparator
    )
    assert _of(goal, "comparator", "strength") == (comparator, case["strength"]), case["quote"]
    if case["value"] is not None:
        factor = units.factor(goal.unit or "", case["unit"])
        assert goal.value is not None
        assert Fraction(goal.value) * factor == Fraction(str(case["value"])) * sign, case["quote"]
    if case.get("value_high") is not None:
        assert goal.value_high == Fraction(str(case["value_high"])), case["quote"]
    expected = MEASURES.get(case["kind"])
    if case["kind"] in ("limit", "standard"):
        expected = "share" if case["unit"] == "%" else "level"
    if expected:
        assert goal.measure == expected, case["quote"]
