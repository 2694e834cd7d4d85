"""A second body of labelled clauses, and what must never be read wrong: denials, torn numbers, lead-ins."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from targetwatch.quantity import GoalReading, QuantityError, read_goal, read_goals
from targetwatch.quantity.numerals import write_number

DATA = Path(__file__).parent / "data"
BODY = [json.loads(line) for line in (DATA / "clauses_other.jsonl").read_text(encoding="utf-8").splitlines()]
WITHOUT = (DATA / "clauses_other_without_goals.txt").read_text(encoding="utf-8").splitlines()
CHINESE = [
    case
    for case in BODY[::7]
    if "|" not in case["quote"] and any(letter > "\u4e00" for letter in case["quote"])
]
RESULTS = (DATA / "clauses_of_results.txt").read_text(encoding="utf-8").splitlines()


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


def _read(text: str) -> list[dict[str, Any]]:
    return [_labelled(goal) for goal in read_goals(text).goals]


@pytest.mark.parametrize("case", BODY, ids=[case["quote"] for case in BODY])
def test_a_clause_is_read_as_labelled(case: dict[str, Any]) -> None:
    assert _read(case["quote"]) == case["goals"]


@pytest.mark.parametrize("text", WITHOUT)
def test_a_clause_without_a_goal_gives_none(text: str) -> None:
    assert read_goals(text).goals == ()


@pytest.mark.parametrize("text", RESULTS)
def test_a_reported_result_is_no_goal(text: str) -> None:
    assert read_goals(text, context="result").goals == ()


# --- what a goal says does not depend on what leads in to it, nor on how it is set


@pytest.mark.parametrize(
    "lead", ["甲市", "我省", "各地", "要", "统筹", "到2025年底", "——", "★", "（三）", "全县"]
)
@pytest.mark.parametrize(
    "clause",
    ["压减一般性支出5%以上", "治理水土流失面积500平方公里", "新增通航里程80公里", "降低企业用能成本10%",
     "盘活存量土地2万亩", "新增债务规模不突破50亿元", "森林覆盖率达到60%"],
)  # fmt: skip
def test_words_that_lead_in_do_not_change_a_goal(lead: str, clause: str) -> None:
    assert _read(lead + clause) == _read(clause)


@pytest.mark.parametrize("case", CHINESE, ids=[case["quote"] for case in CHINESE])
def test_a_stop_and_a_following_clause_do_not_change_a_goal(case: dict[str, Any]) -> None:
    assert _read(case["quote"] + "。加强协调服务。") == case["goals"]


# --- denials turn a strict bound round


@pytest.mark.parametrize(
    "denial", ["不", "不得", "不能", "不准", "不许", "不应", "不会", "不再", "未", "严禁", "绝不能"]
)
@pytest.mark.parametrize(
    ("word", "comparator"), [("超过", "<="), ("突破", "<="), ("低于", ">="), ("少于", ">=")]
)
def test_a_denied_bound_is_the_other_inclusive_one(denial: str, word: str, comparator: str) -> None:
    (goal,) = read_goals(f"甲类补助标准{denial}{word}80元").goals
    assert _of(goal, "comparator", "value") == (comparator, 80)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("costs never exceed 5%", "<="),
        ("costs must not exceed 5%", "<="),
        ("coverage not to fall below 5%", ">="),
    ],
)
def test_a_denied_english_bound_is_the_other_inclusive_one(text: str, comparator: str) -> None:
    (goal,) = read_goals(text).goals
    assert _of(goal, "comparator", "value") == (comparator, 5)


def test_a_denied_comparison_is_the_other_inclusive_one() -> None:
    (goal,) = read_goals("甲县投资增速不得低于全国平均水平").goals
    assert _of(goal, "kind", "comparator", "reference") == ("relative", ">=", "全国平均水平")


def test_a_denial_further_off_leaves_the_number_unread() -> None:
    assert read_goals("不得以任何理由超过80元").goals == ()


# --- numbers torn apart are not read in part


@pytest.mark.parametrize(
    "text",
    ["产值达1 234.5亿元", "产值达1.234.5亿元", "产值达12,34亿元", "产值达1，234亿元", "产值增长6。5%",
     "create 1 234 jobs", "create 12,34 jobs", "complete 12 of 15 projects", "±0.5%"],
)  # fmt: skip
def test_a_torn_number_is_not_read(text: str) -> None:
    assert read_goals(text).goals == ()


@pytest.mark.parametrize("text", ["±0.5%", "10 000 个", "1.2.3%", "24/7"])
def test_a_torn_number_is_refused_as_a_goal_text(text: str) -> None:
    with pytest.raises(QuantityError):
        read_goal(text)


# --- single readings


@pytest.mark.parametrize("text", ["三分之一", "1/3"])
def test_a_part_of_a_whole_is_exact(text: str) -> None:
    assert write_number(read_goal(text).value or 0) == "1/3"


def test_a_range_may_be_joined_by_and() -> None:
    (goal,) = read_goals("增长介于6%和6.5%之间").goals
    assert _of(goal, "comparator", "value", "value_high") == ("in", 6, Decimal("6.5"))


def test_a_rise_against_the_year_before_is_no_comparison_with_another() -> None:
    (goal,) = read_goals("占比比上年提高1个百分点").goals
    assert _of(goal, "kind", "measure", "value", "compared_to") == ("fixed", "points", 1, "上年")


def test_where_a_change_begins_is_no_part_of_the_goal() -> None:
    (goal,) = read_goals("用时由30天压缩至15天以内").goals
    assert _of(goal, "comparator", "value", "indicator") == ("<=", 15, "用时")
    (goal,) = read_goals("raise the share of renewables from 20% to 35%").goals
    assert _of(goal, "comparator", "value", "indicator") == (">=", 35, "share of renewables")


def test_what_a_past_time_begins_is_no_goal_up_to_the_stop() -> None:
    (goal,) = read_goals("去年，甲市投资增长7%；今年，力争增长8%以上。").goals
    assert _of(goal, "value", "strength") == (8, "strive")


def test_an_excluded_bound_is_strict() -> None:
    (goal,) = read_goals("占比在60%以上（不含60%）").goals
    assert _of(goal, "comparator", "value") == (">", 60)


def test_an_aim_in_brackets_is_a_second_goal() -> None:
    first, second = read_goals("甲县产值增长8%（力争10%）").goals
    assert _of(first, "value", "strength") == (8, "commit")
    assert _of(second, "indicator", "measure", "value", "strength") == ("甲县产值", "growth", 10, "strive")
