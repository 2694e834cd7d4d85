"""Laws of the reader: number text and value, writing and reading, units, full width, surroundings."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import cn2an
from hypothesis import given, settings
from hypothesis import strategies as st

from targetwatch import units
from targetwatch.quantity import (
    GoalReading,
    Quantity,
    QuantityError,
    read_goal,
    read_goals,
    read_quantity,
    reading_as_json,
    write_goal,
    write_quantity,
)
from targetwatch.quantity.numerals import read_digits, write_chinese, write_number
from targetwatch.quantity.readings import MIRRORED, Bound

#: The first example builds the parser and the registry, so there is no deadline.
LAW = settings(deadline=None)
UNITS = [
    "人",
    "万人",
    "亿元",
    "万亿元",
    "家",
    "%",
    "个百分点",
    "万亩",
    "公里",
    "户",
    "天",
    "元/(人·月)",
    "微克/立方米",
]
BOUNDS: list[Bound] = ["exact", "gt", "ge", "lt", "le", "approx"]
amounts = st.decimals(min_value=0, max_value=10**7, places=2)
whole = st.integers(min_value=21, max_value=10**15)


@LAW
@given(st.integers(min_value=0, max_value=10**15))
def test_our_chinese_numerals_are_those_of_the_oracle(number: int) -> None:
    assert write_chinese(number) == cn2an.an2cn(number)


@LAW
@given(whole)
def test_a_chinese_numeral_of_the_oracle_is_read_to_its_number(number: int) -> None:
    read = read_quantity(f"{cn2an.an2cn(number)}人")
    assert Fraction(read.value) * units.factor(read.unit or "", "人") == number


@LAW
@given(st.decimals(min_value=21, max_value=10**6, places=2))
def test_chinese_decimals_are_read_to_their_number(number: Decimal) -> None:
    read = read_quantity(f"{write_chinese(number)}吨")
    assert Fraction(read.value) * units.factor(read.unit or "", "吨") == Fraction(number)


@LAW
@given(amounts)
def test_digits_are_read_to_their_number_in_any_width_and_with_commas(number: Decimal) -> None:
    text = write_number(number)
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert read_quantity(f"{text}个") == read_quantity(f"{wide}个") == read_quantity(f"{number:,}个")
    assert read_digits(f"{number:,}") == number


@LAW
@given(amounts, st.sampled_from(UNITS), st.sampled_from(BOUNDS), st.sampled_from(["zh", "en"]))
def test_a_quantity_is_read_back_as_it_was_written(
    value: Decimal, unit: str, bound: Bound, lang: str
) -> None:
    quantity = Quantity(value, None, unit, bound)
    read = read_quantity(write_quantity(quantity, "zh"))
    assert (read.value, read.value_high, read.unit, read.bound) == (value, None, unit, bound)
    assert write_quantity(quantity, lang)


@LAW
@given(amounts, st.decimals(min_value=1, max_value=10**4, places=1), st.sampled_from(UNITS))
def test_a_range_is_read_back_as_it_was_written(low: Decimal, width: Decimal, unit: str) -> None:
    quantity = Quantity(low, low + width, unit, "range")
    assert read_quantity(write_quantity(quantity)) == quantity


@LAW
@given(
    amounts,
    st.sampled_from(["{}以上", "{}以下", "超过{}", "低于{}", "{}左右", "{}"]),
    st.sampled_from(UNITS),
)
def test_a_goal_is_read_back_as_it_was_written(value: Decimal, frame: str, unit: str) -> None:
    goal = read_goal(frame.format(f"{write_number(value)}{unit}"))
    assert read_goal(write_goal(goal)) == _moved(goal, read_goal(write_goal(goal)))


def _moved(goal: GoalReading, other: GoalReading) -> GoalReading:
    """``goal`` at the place of ``other``."""
    return replace(goal, start=other.start, end=other.end)


@LAW
@given(
    amounts, st.sampled_from([("亿元", "万元"), ("万人", "人"), ("亩", "平方米"), ("‰", "%"), ("吨", "斤")])
)
def test_a_quantity_in_any_unit_of_its_dimension_is_the_same(value: Decimal, pair: tuple[str, str]) -> None:
    read = read_quantity(f"{write_number(value)}{pair[0]}")
    there = units.convert(read.value, read.unit or "", pair[1])
    again = Quantity(there, None, pair[1])
    back = units.convert(again.value, pair[1], pair[0])
    assert Fraction(back) == Fraction(value)


@LAW
@given(st.decimals(min_value=1, max_value=99, places=1), st.sampled_from(["以上", "左右", "", "以内"]))
def test_a_fall_mirrors_the_rise(value: Decimal, bound: str) -> None:
    rise, fall = read_goal(f"增长{value}%{bound}"), read_goal(f"下降{value}%{bound}")
    assert rise.value is not None
    assert fall.value == -rise.value
    assert fall.comparator == MIRRORED[rise.comparator]


@LAW
@given(
    st.text(
        alphabet="一二三五十百万亿千分之点0123456789.,%%人家元个以上下增长降达到超、，的至—~()约", max_size=14
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_goals(text)
    assert list(reading_as_json(reading)) == ["text", "goals", "unread"]
    for goal in reading.goals:
        assert 0 <= goal.start <= goal.end <= len(text)
        assert goal.unit is None or units.is_unit(goal.unit)


@LAW
@given(st.text(alphabet="一二三百万亿0123456789.%人家以上下增长降达到、—", max_size=8))
def test_a_refused_goal_text_names_a_column_of_the_text(text: str) -> None:
    column = 1
    try:
        read_goal(text)
    except QuantityError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1


@LAW
@given(st.text(max_size=30))
def test_any_text_at_all_is_read_without_an_exception(text: str) -> None:
    assert read_goals(text).text == text


@LAW
@given(st.sampled_from(["甲市产值增长8%以上", "新增就业10万人", "覆盖率达到90%"]), st.integers(0, 3))
def test_white_space_outside_a_number_does_not_change_a_goal(text: str, count: int) -> None:
    spaced = re.sub(r"(?<!\d)(?=.)|(?<=\d)(?!\d)", " " * count, text)
    one, two = read_goals(text).goals[0], read_goals(spaced).goals[0]
    assert (one.indicator, one.value, one.unit) == (two.indicator, two.value, two.unit)
