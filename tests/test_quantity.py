"""Goal text and quantity text: values, units and bounds in Chinese and English, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from targetwatch.quantity import (
    Quantity,
    QuantityError,
    read_goal,
    read_goals,
    read_quantity,
    reading_as_json,
    write_goal,
    write_quantity,
)


@pytest.mark.parametrize(
    ("text", "comparator", "value", "high", "unit"),
    [
        ("10万人以上", ">=", "10", None, "万人"),
        ("230亿元", ">=", "230", None, "亿元"),
        ("1.35亿亩", ">=", "1.35", None, "亿亩"),
        ("12.8万亿元", ">=", "12.8", None, "万亿元"),
        ("1,234.5亿元", ">=", "1234.5", None, "亿元"),
        ("5～6万户", "in", "5", "6", "万户"),
        ("5万～6万户", "in", "5", "6", "万户"),
        ("6%—6.5%", "in", "6", "6.5", "%"),
        ("6—6.5%", "in", "6", "6.5", "%"),
        ("２．２％左右", "~=", "2.2", None, "%"),
        ("百分之六点五", ">=", "6.5", None, "%"),
        ("三分之一", ">=", "1/3", None, None),
        ("1万5千人", ">=", "15000", None, "人"),
        ("一万五千人", ">=", "15000", None, "人"),
        ("十万人", ">=", "10", None, "万人"),
        ("两千三百万斤", ">=", "2300", None, "万斤"),
        ("万台", ">=", "1", None, "万台"),
        ("超万台", ">", "1", None, "万台"),
        ("万亩以上", ">=", "1", None, "万亩"),
        ("千亿元", ">=", "1000", None, "亿元"),
        ("1亿2千万元", ">=", "120000000", None, "元"),
        ("一成五", ">=", "15", None, "%"),
        ("九成以上", ">=", "90", None, "%"),
        ("过半", ">", "50", None, "%"),
        ("8‰", ">=", "8", None, "‰"),
        ("每人每月810元", ">=", "810", None, "元/(人·月)"),
        ("810元/人·月", ">=", "810", None, "元/(人·月)"),
        ("810元/（人·月）", ">=", "810", None, "元/(人·月)"),
        ("最多80天", "<=", "80", None, "天"),
        ("不超过80天", "<=", "80", None, "天"),
        ("不低于95%", ">=", "95", None, "%"),
        ("控制在5.5%以内", "<=", "5.5", None, "%"),
        ("突破60家", ">", "60", None, "家"),
        (">60家", ">", "60", None, "家"),
        ("100余家", ">", "100", None, "家"),
        ("近2万亿元", "~=", "2", None, "万亿元"),
        ("不足100个", "<", "100", None, "个"),
        ("100㎡", ">=", "100", None, "m²"),
        ("½", ">=", "0.5", None, None),
        ("5000万元—1亿元", "in", "0.5", "1", "亿元"),
        (">= 8 %", ">=", "8", None, "%"),
        ("≤4.5％", "<=", "4.5", None, "%"),
        ("at least 8%", ">=", "8", None, "%"),
        ("8% or more", ">=", "8", None, "%"),
        ("no more than 80 days", "<=", "80", None, "days"),
        ("between 6% and 6.5%", "in", "6", "6.5", "%"),
        ("40 to 45%", "in", "40", "45", "%"),
        ("about 2.2%", "~=", "2.2", None, "%"),
        ("> 50%", ">", "50", None, "%"),
        ("more than 2.5 trillion yuan", ">", "2.5", None, "trillion yuan"),
        ("0.3 percentage points", ">=", "0.3", None, "percentage points"),
        ("810 yuan per person per month", ">=", "810", None, "yuan/(person·month)"),
        ("at least 250 national high-tech enterprises", ">=", "250", None, "enterprises"),
    ],
)
def test_a_goal_text_gives_comparator_value_and_unit(
    text: str, comparator: str, value: str, high: str | None, unit: str | None
) -> None:
    goal = read_goal(text)
    found = (goal.comparator, goal.value, goal.value_high, goal.unit)
    assert found == (comparator, Fraction(value), Fraction(high) if high else None, unit)


@pytest.mark.parametrize(
    ("text", "kind", "measure", "comparator", "value"),
    [
        ("翻番", "multiple", None, ">=", 2),
        ("翻一番", "multiple", None, ">=", 2),
        ("翻两番", "multiple", None, ">=", 4),
        ("增长1.5倍", "multiple", None, ">=", Decimal("2.5")),
        ("增加到1.5倍", "multiple", None, ">=", Decimal("1.5")),
        ("double", "multiple", None, ">=", 2),
        ("0.3个百分点", "fixed", "points", ">=", Decimal("0.3")),
        ("下降3%以上", "fixed", "growth", "<=", -3),
        ("下降3%左右", "fixed", "growth", "~=", -3),
        ("下降超过3%", "fixed", "growth", "<", -3),
        ("下降3%—4%", "fixed", "growth", "in", -4),
        ("提高0.3个百分点", "fixed", "points", ">=", Decimal("0.3")),
        ("降低0.3个百分点", "fixed", "points", "<=", Decimal("-0.3")),
        ("零增长", "fixed", "growth", "==", 0),
        ("正增长", "fixed", "growth", ">", 0),
        ("两位数增长", "fixed", "growth", ">=", 10),
        ("全覆盖", "fixed", "share", ">=", 100),
        ("前三", "fixed", "rank", "<=", 3),
        ("前10名", "fixed", "rank", "<=", 10),
        ("清零", "fixed", "level", "==", 0),
        ("与经济增长基本同步", "relative", "growth", ">=", None),
        ("完成省定目标", "external", None, ">=", None),
        ("居全国重点城市前列", "stated", "rank", ">=", None),
        ("a 50% reduction compared to 2015", "fixed", "growth", "<=", -50),
    ],
)
def test_a_goal_text_gives_kind_and_measure(
    text: str, kind: str, measure: str | None, comparator: str, value: Decimal | int | None
) -> None:
    goal = read_goal(text)
    assert (goal.kind, goal.measure, goal.comparator, goal.value) == (kind, measure, comparator, value)


@pytest.mark.parametrize("text", ["8%以上", "达到90%", "突破60家", "正增长", "控制在5%", "at least 8%"])
def test_a_stated_comparator_is_not_implied(text: str) -> None:
    assert not read_goal(text).implied


@pytest.mark.parametrize("text", ["5000个", "翻番", "增长8%", "8%", "万台"])
def test_a_bare_number_implies_its_comparator(text: str) -> None:
    assert read_goal(text).implied


@pytest.mark.parametrize(
    ("text", "column", "found"),
    [("8%以", 3, "以"), ("8%以上吗", 5, "吗"), ("5颗星星", 3, "星星"), ("foo", 1, "foo"), ("", 1, ""),
     ("十几个", 1, "十几个"), ("三四百家", 1, "三四百家"), ("10+N", 3, "+N"), ("2020年", 1, "2020年"),
     ("十三五", 1, "十三五"), ("双千亿", 1, "双千亿"), ("500千伏", 1, "500千伏"), ("3.0版", 1, "3.0版"),
     ("1.2e5", 4, "e5"), ("10%—5%", 1, "10%—5%")],
)  # fmt: skip
def test_what_is_no_goal_is_refused_with_its_column(text: str, column: int, found: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_goal(text)
    assert (caught.value.column, caught.value.found) == (column, found)


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(QuantityError, match=r"column 4: found '立坊米', expected a known unit"):
        read_quantity("100立坊米")


def test_an_own_measure_word_is_a_unit() -> None:
    assert read_goal("100筐以上", own_units=["筐"]).unit == "筐"
    with pytest.raises(QuantityError):
        read_goal("100筐以上")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("超过2.5万亿元", Quantity(Decimal("2.5"), None, "万亿元", "gt")),
        ("4.8—5.1", Quantity(Decimal("4.8"), Decimal("5.1"), None, "range")),
        ("约10.2万人", Quantity(Decimal("10.2"), None, "万人", "approx")),
        ("1,234.5", Quantity(Decimal("1234.5"), None, None, "exact")),
        ("-3.2%", Quantity(Decimal("-3.2"), None, "%", "exact")),
        ("不足100", Quantity(Decimal(100), None, None, "lt")),
        ("100万人次以上", Quantity(Decimal(100), None, "万人次", "ge")),
        ("nearly 2 million people", Quantity(Decimal(2), None, "million people", "approx")),
    ],
)
def test_a_quantity_text_is_an_actual(text: str, expected: Quantity) -> None:
    assert read_quantity(text) == expected


@pytest.mark.parametrize(
    "text", ["已完成", "完成10.2万人", "10万人，超额完成", "翻番", "", "√", "10.2万人和3万人"]
)
def test_a_number_is_never_lifted_out_of_words(text: str) -> None:
    with pytest.raises(QuantityError):
        read_quantity(text)


@pytest.mark.parametrize("text", ["超过2.5万亿元", "4.8—5.1%", "810元/(人·月)", "80天以下", "低于3家", "1/3"])
def test_a_quantity_is_written_as_it_is_read(text: str) -> None:
    if text == "1/3":
        assert write_quantity(Quantity(Fraction(1, 3))) == "1/3"
        return
    assert write_quantity(read_quantity(text)) == text


def test_a_goal_is_written_short() -> None:
    assert write_goal(read_goal("不低于８％")) == "8%以上"
    assert write_goal(read_goal("5000个")) == "5000个"


def test_parse_prints_exactly_these_keys() -> None:
    assert reading_as_json(read_goals("新增城镇就业10万人以上")) == {
        "text": "新增城镇就业10万人以上",
        "goals": [
            {
                "indicator": "新增城镇就业",
                "kind": "fixed",
                "measure": "total",
                "basis": None,
                "comparator": ">=",
                "value": "10",
                "value_high": None,
                "unit": "万人",
                "better": "higher",
                "reference": None,
                "offset": None,
                "compared_to": None,
                "strength": "commit",
                "implied": False,
            }
        ],
        "unread": "",
    }
    assert list(json.loads(json.dumps(reading_as_json(read_goals("三分之一"))))) == [
        "text",
        "goals",
        "unread",
    ]


def test_importing_the_reader_pulls_neither_lark_nor_pint() -> None:
    code = "import sys, targetwatch.quantity; print({'lark', 'pint', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_minus_at_the_beginning_of_a_goal_is_its_sign() -> None:
    values = [read_goal(text).value for text in ("-3%以上", "－5人以内", "-3%左右", "-0.5个百分点以上")]
    assert values == [Decimal("-3"), Decimal("-5"), Decimal("-3"), Decimal("-0.5")]
