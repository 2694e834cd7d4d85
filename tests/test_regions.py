"""Regions by name, short form and administrative code."""

from __future__ import annotations

import pytest

from targetwatch.model import Region
from targetwatch.regions import find_region, region_code, same_region, short_name

KNOWN = (
    Region(name="甲乙市", code="331000"),
    Region(name="丙丁县", code="331024", aliases=("丙丁",)),
    Region(name="戊己省"),
    Region(name="戊己市"),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("甲乙市", "甲乙市"),
        ("甲乙", "甲乙市"),
        (" 甲 乙 市 ", "甲乙市"),
        ("3310", "甲乙市"),
        ("331000", "甲乙市"),
        ("331000000000", "甲乙市"),
        ("331024", "丙丁县"),
        ("某省甲乙市", None),
        ("某某省甲乙市", "甲乙市"),
        ("戊己", None),
        ("戊己省", "戊己省"),
        ("3311", None),
        ("甲乙县", None),
        ("", None),
    ],
)
def test_a_region_is_found_by_name_short_form_or_code(text: str, name: str | None) -> None:
    assert find_region(text, KNOWN) == name


@pytest.mark.parametrize(
    ("code", "short"),
    [("330000", "33"), ("331000", "3310"), ("331001", "331001"), ("33100", None), ("031000", None)],
)
def test_zeros_that_fill_a_code_up_do_not_count(code: str, short: str | None) -> None:
    assert region_code(code) == short


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("恩施土家族苗族自治州", "恩施"),
        ("香港特别行政区", "香港"),
        ("乙县", "乙县"),
    ],
)
def test_the_short_form_of_a_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_two_full_names_with_one_short_form_are_two_regions() -> None:
    assert not same_region("戊己省", "戊己市")
