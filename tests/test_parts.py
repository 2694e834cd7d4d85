"""A total and its parts: only parts that make up the whole say what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases import cell_of, goal, plan_of, target


@pytest.mark.parametrize(
    ("rebuilt", "verdict", "reason"),
    [
        (goal(">=", 200, "公里"), "met", "from_parts"),
        (goal(">=", 200000, "米"), "met", "from_parts"),
        (goal(">=", 199, "公里"), "no_data", "not_submitted"),
    ],
)
def test_parts_speak_for_a_total_where_their_goals_make_up_its_own(
    rebuilt: dict[str, Any], verdict: str, reason: str
) -> None:
    plan = plan_of(
        target("roads", "total", goal(">=", 300, "公里")),
        target("new", "total", goal(">=", 100, "公里"), part_of="roads"),
        target("rebuilt", "total", rebuilt, part_of="roads"),
    )
    rows = [
        {"indicator": "new", "period": "2020", "value": 101.0, "unit": "公里"},
        {"indicator": "rebuilt", "period": "2020", "value": 201.0, "unit": "公里"},
    ]
    cell = cell_of(plan, *rows, name="roads")
    assert (cell["verdict"], cell["reason"]) == (verdict, reason)
