"""Offices' names against the targets of a plan."""

from __future__ import annotations

from typing import Any

import pytest

from targetwatch.labelmatch import TargetMatch, match_figure
from tests.sample import make_plan


def goal(unit: str) -> dict[str, Any]:
    return {"kind": "fixed", "comparator": ">=", "value": 8, "unit": unit}


PLAN = make_plan(
    {
        "id": "investment",
        "name": {"zh": "固定资产投资增长", "en": "Growth of investment"},
        "measure": "growth",
        "goal": goal("%"),
    },
    {
        "id": "jobs",
        "name": {"zh": "新增城镇就业"},
        "aliases": ["城镇新增就业人数"],
        "measure": "total",
        "goal": goal("万人"),
    },
    {"id": "forest", "name": {"zh": "森林覆盖率"}, "measure": "share", "goal": goal("%")},
)


@pytest.mark.parametrize(
    ("name", "unit", "measure", "expected"),
    [
        ("固定资产投资_比上年增长(%)", None, None, TargetMatch(("investment",))),
        (
            "固定资产投资(不含农户)_比上年增长(%)",
            None,
            None,
            TargetMatch(("investment",), aside="(不含农户)"),
        ),
        ("固定资产投资", "%", "growth", TargetMatch(("investment",))),
        ("固定资产投资", "亿元", "total", TargetMatch(("investment",), step="levels")),
        ("固定资产投资", "亿元", None, TargetMatch(("investment",), step="levels")),
        ("固定资产投资指数(上年=100)", None, None, TargetMatch(nearest=("investment",))),
        ("固定资产投资", None, "index", TargetMatch(("investment",), step="index_to_growth")),
        ("Investment", "%", None, TargetMatch(("investment",))),
        ("城镇新增就业人数(万人)", None, None, TargetMatch(("jobs",))),
        ("JOBS", "人", None, TargetMatch(("jobs",))),
        ("城镇新增就业人数", "%", "growth", TargetMatch(others=("jobs",))),
        ("城镇新增就业人数", "亿元", None, TargetMatch(others=("jobs",))),
        ("森林覆盖率(%)", None, None, TargetMatch(("forest",))),
        ("城镇新增就业数", "万人", None, TargetMatch(nearest=("jobs",))),
        ("粮食产量", "万吨", None, TargetMatch()),
    ],
)
def test_a_figure_is_matched_by_name_measure_and_unit(
    name: str, unit: str | None, measure: str | None, expected: TargetMatch
) -> None:
    assert match_figure(PLAN, name, unit, measure) == expected
