"""The State Council's goals for 2019: our verdicts are those that it printed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from targetwatch.evaluate import Evaluated, evaluate_plan
from targetwatch.ingest import read_actuals
from targetwatch.plan import check_plan, load_plan

FOLDER = Path(__file__).parent.parent / "targets" / "china-2019"

#: Goal and outcome as published on 2020-05-19, and the conclusion printed with them.
PRINTED = [
    ("gdp-growth", (6.0, 6.5), 6.1, "met"),
    ("urban-new-jobs", 1100, 1352, "met"),
    ("registered-unemployment", 4.5, 3.62, "met"),
    ("surveyed-unemployment", 5.5, (5.0, 5.3), "met"),
    ("tax-and-fee-relief", 2, 2.3, "met"),
    ("rural-poverty-reduction", 1000, 1109, "met"),
    ("rural-roads", 20, 29, "met"),
    ("mobile-data-tariffs", -20, -41, "met"),
    ("sulphur-dioxide", -3, -4.4, "met"),
    ("nitrogen-oxides", -3, -3.5, "met"),
    ("chemical-oxygen-demand", -2, -3.2, "met"),
    ("ammonia-nitrogen", -2, -3.3, "met"),
    ("energy-intensity", -3, -2.6, "met"),
    ("railway-investment", 8000, 8029, "exceeded"),
    ("road-and-waterway-investment", 1.8, 2.3451, "exceeded"),
    ("high-standard-farmland", 8000, 8150, "met"),
    ("small-business-loans", 30, 53.1, "met"),
    ("small-business-financing-cost", -1, -1.35, "met"),
]


@lru_cache(maxsize=1)
def evaluated() -> Evaluated:
    return evaluate_plan(load_plan(FOLDER), read_actuals(FOLDER / "actuals.csv"))


def ends(low: Any, high: Any) -> object:
    """One number, or the two of a range."""
    return low if high != high else (low, high)


def test_the_plan_is_clean() -> None:
    assert [problem.text("en") for problem in check_plan(FOLDER)] == []


@pytest.mark.parametrize(("commitment", "goal", "actual", "printed"), PRINTED)
def test_our_verdict_is_the_printed_one(commitment: str, goal: object, actual: object, printed: str) -> None:
    frame = evaluated().frame
    (row,) = frame[frame["commitment"] == commitment].itertuples()
    assert (ends(row.goal, row.goal_high), ends(row.actual, row.actual_high)) == (goal, actual)
    assert row.verdict in {"met": ("met", "exceeded"), "exceeded": ("exceeded",)}[printed]


def test_every_goal_of_the_plan_was_printed_with_a_conclusion() -> None:
    assert sorted(evaluated().frame["commitment"]) == sorted(row[0] for row in PRINTED)


def test_only_energy_intensity_holds_by_its_tolerance_alone() -> None:
    frame = evaluated().frame
    assert frame.loc[frame["by_tolerance"], "commitment"].tolist() == ["energy-intensity"]


def test_every_row_of_the_actuals_is_used() -> None:
    counts = evaluated().counts
    assert (counts.read, counts.used, counts.unused, counts.rejected) == (18, 18, 0, 0)


def test_relief_and_unemployment_are_judged_from_a_bound_and_a_range() -> None:
    frame = evaluated().frame.set_index("commitment")
    names = ["tax-and-fee-relief", "surveyed-unemployment"]
    assert frame.loc[names, "actual_bound"].tolist() == ["gt", "range"]


def test_roads_and_waterways_are_converted_from_the_unit_that_the_outcome_is_printed_in() -> None:
    result = evaluated()
    used = result.used.set_index("indicator")
    assert (
        used.loc["road-and-waterway-investment", "value"],
        used.loc["road-and-waterway-investment", "unit"],
    ) == (
        23451.0,
        "亿元",
    )
