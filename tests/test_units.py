"""Units: names, spellings, dimensions, exact factors, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from targetwatch import units
from targetwatch.units import UnitError, UnitMismatchError


@pytest.mark.parametrize(
    "text",
    ["个", "万台", "亿元", "千亿元", "万亿元", "十万人", "百亿立方米", "元/人·月", "元/人月", "微克/立方米",
     "%",
     "‰", "个百分点", "人次", "万人次", "户", "张床位", "吨标准煤", "亿千瓦时", "倍", "℃", "㎡", "m²", "P",
     "万P",
     "吨标准煤/万元", "件/万人", "million people", "billion yuan", "percentage points", "hectares", "km",
     "MtCO2e", "个工作日", "Households", "yuan per person per month", "人月"],
)  # fmt: skip
def test_it_knows_the_units_that_plans_use(text: str) -> None:
    assert units.is_unit(text)


@pytest.mark.parametrize(
    "text", ["m人", "kilo元", "万万人", "人s", "5个", "", " ", "万", "元/", "(元", "版", "级", "千伏安公理"]
)
def test_it_refuses_what_is_no_unit(text: str) -> None:
    assert not units.is_unit(text)


@pytest.mark.parametrize(
    ("written", "usual"),
    [("元/人·月", "元/(人·月)"), ("元/人月", "元/(人·月)"), ("元／（人・月）", "元/(人·月)"), ("元/人/月",
     "元/(人·月)"),
     ("㎡", "m²"), ("萬戶", "万户"), ("percent", "%"), ("％", "%"), ("percentage point",
     "percentage points"),
     ("万 人", "万人"), ("million  people", "million people"), ("個", "个")],
)  # fmt: skip
def test_it_writes_one_usual_spelling(written: str, usual: str) -> None:
    assert units.normalise_unit(written) == usual


@pytest.mark.parametrize(
    ("from_unit", "to_unit", "expected"),
    [("亿元", "万元", Fraction(10000)), ("亩", "平方米", Fraction(2000, 3)), ("亿亩", "万公顷",
     Fraction(2000, 3)),
     ("平方公里", "亩", Fraction(1500)), ("万亿元", "亿元", Fraction(10000)), ("斤", "公斤",
     Fraction(1, 2)),
     ("‰", "%", Fraction(1, 10)), ("年", "月", Fraction(12)), ("EFLOPS", "P", Fraction(1000)),
     ("亿千瓦时", "kWh", Fraction(10**8)), ("元/(人·年)", "元/人·月", Fraction(1, 12)), ("家", "台",
     Fraction(1)),
     ("million yuan", "万元", Fraction(100)), ("千米", "公里", Fraction(1)), ("万千瓦", "MW",
     Fraction(10))],
)  # fmt: skip
def test_factors_are_exact(from_unit: str, to_unit: str, expected: Fraction) -> None:
    assert units.factor(from_unit, to_unit) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [("%", "百分点"), ("人", "户"), ("人", "人次"), ("户", "个"), ("元", "美元"), ("吨", "吨标准煤"), ("月",
     "天"),
     ("元/人·月", "元·月/人"), ("千瓦", "千瓦时"), ("天", "工作日"), ("倍", "%"), ("吨", "tCO2e")],
)  # fmt: skip
def test_different_dimensions_do_not_convert(a: str, b: str) -> None:
    assert not units.fits(a, b)
    with pytest.raises(UnitMismatchError):
        units.factor(a, b)


def test_a_dot_after_the_stroke_belongs_below_it() -> None:
    assert units.dimension("元/人·月") == units.dimension("元/(人·月)") == "money/(calendar·person)"


def test_eight_percent_is_not_a_plain_number() -> None:
    assert units.dimension("%") == "ratio"
    assert not units.is_unit("1")


def test_an_unknown_unit_is_named_with_the_nearest_ones() -> None:
    with pytest.raises(UnitError) as caught:
        units.factor("平方公理", "亩")
    assert caught.value.found == "平方公理"
    assert "平方公里" in caught.value.nearest
    assert "found unit '平方公理', expected a known unit" in str(caught.value)


def test_an_own_measure_word_is_a_counted_thing_of_its_own() -> None:
    assert not units.is_unit("筐")
    assert units.is_unit("万筐", own=["筐"])
    assert units.factor("万筐", "筐", own=["筐"]) == 10000
    assert not units.fits("筐", "个", own=["筐"])
    assert units.unit_class("筐", own=["筐"]) == "count"


def test_convert_gives_a_decimal_where_it_ends_and_a_fraction_where_not() -> None:
    assert units.convert(Decimal("0.8"), "万亿元", "亿元") == Decimal(8000)
    assert units.convert(Decimal(2), "亩", "公顷") == Fraction(2, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("%", "ratio"), ("‰", "ratio"), ("个百分点", "points"), ("pp", "points"), ("万台", "count"), ("名",
     "person"),
     ("万户", "household"), ("人次", "visit"), ("亿元", "money"), ("亿美元", "money"), ("亩", "area"),
     ("倍", "multiple"),
     ("个工作日", "time"), ("年", "time"), ("微克/立方米", "compound"), ("名次", "rank"), ("P", "other"),
     ("万千瓦", "power"), ("亿千瓦时", "energy")],
)  # fmt: skip
def test_each_unit_has_a_class(text: str, expected: str) -> None:
    assert units.unit_class(text) == expected


def test_importing_units_does_not_import_pint() -> None:
    code = (
        "import sys; from targetwatch import units; units.normalise_unit('万人'); "
        "print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
