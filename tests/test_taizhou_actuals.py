"""Outcomes found in public: nothing invented or lost, nothing of another place or in doubt judged."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from targetwatch.actuals import ActualsTable
from targetwatch.evaluate import Evaluated, evaluate_plan
from targetwatch.ingest import read_actuals
from targetwatch.plan import load_plan
from targetwatch.verdicts import JUDGED

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "targets" / "taizhou-2020"
FACTS = ROOT.parent / "shared" / "facts" / "taizhou-2020-outcomes.csv"
CITY = "台州市"


@lru_cache(maxsize=1)
def actuals() -> ActualsTable:
    return read_actuals(FOLDER / "actuals.csv")


@lru_cache(maxsize=2)
def evaluated(include_suspect: bool = False) -> Evaluated:
    return evaluate_plan(load_plan(FOLDER), actuals(), include_suspect=include_suspect)


def behind(result: Evaluated) -> pd.DataFrame:
    """The rows of the actuals that stand behind the assessments."""
    rows = result.frame["source_row"].dropna().astype(int)
    table = actuals().frame
    return table[table["row"].isin(rows)]


def test_every_row_is_usable_and_says_where_it_is_from() -> None:
    table = actuals()
    assert (len(table.frame), len(table.rejected)) == (78, 0)
    assert table.frame["source"].notna().all()
    assert table.frame["check"].notna().all()


@pytest.mark.parametrize("include_suspect", [False, True])
def test_no_figure_of_another_region_stands_in_an_assessment(include_suspect: bool) -> None:
    rows = behind(evaluated(include_suspect))
    assert rows["region"].unique().tolist() == [CITY]


def test_no_figure_in_doubt_stands_in_an_assessment() -> None:
    assert not behind(evaluated())["check"].isin(["suspect", "withdrawn"]).any()


def test_no_value_of_an_assessment_is_one_that_the_file_does_not_hold() -> None:
    held = actuals().frame
    own = set(held.loc[held["region"] == CITY, "value"].dropna())
    assert set(evaluated().frame["actual"].dropna()) <= own


def test_the_count_of_listed_companies_is_all_that_is_judged() -> None:
    frame = evaluated().frame
    judged = frame[frame["verdict"].isin(JUDGED)]
    columns = ["commitment", "goal", "actual", "verdict", "authority"]
    assert judged[columns].values.tolist() == [["listed-companies", 60.0, 62.0, "exceeded", "media"]]


def test_targets_with_nothing_but_doubtful_figures_are_not_assessable() -> None:
    frame = evaluated().frame
    assert sorted(frame.loc[frame["reason"] == "suspect_only", "commitment"]) == [
        "fixed-asset-investment-growth",
        "new-high-tech-enterprises",
        "new-sci-tech-smes",
    ]


def test_nominal_growth_is_not_set_against_the_goal_of_real_growth() -> None:
    unused = evaluated().unused
    row = unused[(unused["indicator"] == "gdp-growth") & (unused["region"] == CITY)]
    assert row[["value", "basis", "reason"]].values.tolist() == [[2.51, "nominal", "basis_differs"]]


def test_clean_air_in_the_press_does_not_meet_the_goal_in_words() -> None:
    frame = evaluated().frame.set_index("commitment")
    assert frame.loc["air-quality-standing", "verdict"] == "not_assessable"
    assert frame.loc["air-quality-standing", "reason"] in ("judge_not_named", "self_reported")


def test_income_of_all_residents_stands_in_for_neither_town_nor_country() -> None:
    frame = evaluated().frame.set_index("commitment")
    parts = ["resident-income-growth", "urban-income-growth", "rural-income-growth"]
    assert frame.loc[parts, "actual"].isna().all()


def test_no_growth_of_revenue_is_computed_without_the_year_before() -> None:
    frame = evaluated().frame.set_index("commitment")
    assert frame.loc[["budget-revenue-growth"], "actual"].isna().all()
    assert frame.loc["budget-revenue-growth", "verdict"] == "not_assessable"


@pytest.mark.skipif(not FACTS.exists(), reason="the list of facts is not beside the repository")
def test_every_figure_of_the_facts_has_one_row_and_no_row_has_another_figure() -> None:
    with FACTS.open(encoding="utf-8-sig", newline="") as lines:
        facts = [row for row in csv.DictReader(lines) if row["status"] != "not_found"]
    found = sorted(float(fact["value"]) for fact in facts if fact["indicator_zh"] != "空气质量")
    assert sorted(actuals().frame["value"].dropna()) == found
    counts = actuals().frame["check"].value_counts()
    statuses = pd.Series([fact["status"] for fact in facts]).value_counts()
    assert (counts["ok"], counts["derived"], counts["suspect"]) == (
        statuses["verified"],
        statuses["derived"],
        statuses["suspect"],
    )
