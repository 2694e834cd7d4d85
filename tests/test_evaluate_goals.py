"""Goals that depend on other figures or other judges; amended, withdrawn, with parts, by region."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cases import cell_of, goal, plan_of, reasons_of, result_of, target


def row(name: str, value: float, unit: str = "%", **more: Any) -> dict[str, Any]:
    return {"indicator": name, "period": "2020", "value": value, "unit": unit, **more}


DOUBLE: dict[str, Any] = {"kind": "multiple", "comparator": ">=", "value": "2"}


def doubled(**more: Any) -> Any:
    return plan_of(target("signed", "total", DOUBLE, **more))


def test_a_doubling_takes_its_baseline_from_the_actuals() -> None:
    plan = doubled(baseline={"period": "2019"})
    cell = cell_of(plan, row("signed", 30.0, "个", period="2019"), row("signed", 62.0, "个"))
    assert (cell["baseline"], cell["goal"], cell["actual"], cell["verdict"]) == (30.0, 60.0, 62.0, "met")
    assert (cell["unit"], cell["gap"]) == ("个", 2.0)


def test_the_baseline_and_the_actual_may_be_in_different_units() -> None:
    plan = doubled(baseline={"period": "2019"})
    cell = cell_of(plan, row("signed", 3.0, "亿元", period="2019"), row("signed", 61000.0, "万元"))
    assert cell["verdict"] == "met"


def test_a_doubling_uses_the_baseline_of_the_plan_where_it_states_one() -> None:
    plan = doubled(baseline={"value": "30", "unit": "个", "period": "2019"})
    cell = cell_of(plan, row("signed", 10.0, "个", period="2019"), row("signed", 59.0, "个"))
    assert (cell["goal"], cell["verdict"]) == (60.0, "missed")


def test_a_doubling_without_a_baseline_is_not_assessable() -> None:
    cell = cell_of(doubled(baseline={"period": "2019"}), row("signed", 62.0, "个"))
    assert (cell["verdict"], cell["reason"]) == ("not_assessable", "baseline_unresolved")


def test_a_revised_baseline_is_picked_like_any_figure() -> None:
    plan = doubled(baseline={"period": "2019"})
    rows = [
        row("signed", 30.0, "个", period="2019", stage="preliminary", published=date(2020, 1, 20)),
        row("signed", 32.0, "个", period="2019", stage="final", published=date(2020, 12, 20)),
        row("signed", 62.0, "个", published=date(2021, 1, 20)),
    ]
    assert cell_of(plan, *rows)["goal"] == 64.0
    assert cell_of(plan, *rows, as_of=date(2020, 6, 30))["baseline"] == 30.0


RELATIVE: dict[str, Any] = {"kind": "relative", "comparator": ">=", "to": "gdp", "offset": "-0.5个百分点"}
IN_STEP = plan_of(
    target("gdp", "growth", goal(">=", "6.5", "%"), basis="real"),
    target("income", "growth", RELATIVE, basis="real"),
    exceeded="100%",
)


@pytest.mark.parametrize(("own", "expected"), [(5.6, "met"), (5.5, "missed"), (9.0, "met")])
def test_in_step_with_growth_allows_half_a_point_less_and_is_never_exceeded(
    own: float, expected: str
) -> None:
    cell = cell_of(IN_STEP, row("gdp", 6.1), row("income", own), name="income")
    assert (cell["goal"], cell["verdict"]) == (pytest.approx(5.6), expected)


def test_a_relative_goal_without_its_reference_is_not_assessable() -> None:
    cell = cell_of(IN_STEP, row("income", 5.8), name="income")
    assert (cell["verdict"], cell["reason"]) == ("not_assessable", "reference_unresolved")


def test_a_reference_that_conflicts_is_unresolved() -> None:
    cell = cell_of(IN_STEP, row("gdp", 6.1), row("gdp", 6.2), row("income", 5.8), name="income")
    assert cell["reason"] == "reference_unresolved"


def test_a_provisional_reference_makes_the_verdict_provisional() -> None:
    rows = row("gdp", 6.1, stage="preliminary"), row("income", 5.8, stage="final")
    assert cell_of(IN_STEP, *rows, name="income")["provisional"]


def test_the_reference_may_be_of_another_region() -> None:
    named = RELATIVE | {"region": "全省", "offset": "0个百分点"}
    plan = plan_of(
        target("gdp", "growth", goal(">=", 6, "%")), target("ours", "growth", named), regions=["全省"]
    )
    cell = cell_of(plan, row("gdp", 7.0), row("gdp", 6.0, region="全省"), row("ours", 6.2), name="ours")
    assert (cell["goal"], cell["verdict"]) == (6.0, "met")


def test_the_reference_is_of_the_same_region_where_none_is_named() -> None:
    plan = plan_of(
        target("gdp", "growth", goal(">=", 6, "%"), regions="each"),
        target("income", "growth", RELATIVE, regions="each"),
        regions=["乙县", "丙县"],
    )
    rows = [
        row("gdp", 6.0, region="乙县"),
        row("gdp", 8.0, region="丙县"),
        row("income", 6.0, region="乙县"),
        row("income", 6.0, region="丙县"),
    ]
    frame = result_of(plan, *rows).frame
    assert frame.loc[frame["commitment"] == "income", "verdict"].tolist() == ["met", "missed"]


EXTERNAL: dict[str, Any] = {"kind": "external", "comparator": "<=", "unit": "%", "issuer": "省政府"}


def test_an_external_goal_is_not_assessable_until_it_is_supplied() -> None:
    plan = plan_of(target("energy", "growth", EXTERNAL))
    for rows in ([], [row("energy", -3.0)]):
        cell = cell_of(plan, *rows)
        assert (cell["verdict"], cell["reason"]) == ("not_assessable", "goal_not_supplied")


def test_an_external_goal_is_judged_by_its_issuers_answer() -> None:
    plan = plan_of(target("energy", "growth", EXTERNAL))
    answer = {"indicator": "energy", "period": "2020", "answer": "yes", "authority": "department"}
    assert cell_of(plan, answer)["verdict"] == "met"
    assert cell_of(plan, answer | {"answer": "no"})["verdict"] == "missed"


def test_an_external_goal_is_judged_by_the_number_once_it_came() -> None:
    amendment = {"date": "2020-09-01", "document": "省文1号", "goal": goal("<=", -3, "%")}
    plan = plan_of(target("energy", "growth", EXTERNAL, amendments=[amendment]))
    assert cell_of(plan, row("energy", -3.2))["verdict"] == "met"
    assert cell_of(plan, row("energy", -3.2, published=date(2020, 8, 1)), as_of=date(2020, 8, 31))[
        "reason"
    ] == ("goal_not_supplied")


STATED = plan_of(target("air", "rank", {"kind": "stated", "text": "居全国前列"}))


@pytest.mark.parametrize(
    ("authority", "found"),
    [
        ("statistics", ("met", "reported_yes")),
        ("department", ("met", "reported_yes")),
        ("unit", ("not_assessable", "self_reported")),
        ("media", ("not_assessable", "judge_not_named")),
        (None, ("not_assessable", "judge_not_named")),
    ],
)
def test_a_stated_goal_needs_a_judge_who_is_not_the_unit_itself(
    authority: str | None, found: tuple[str, str]
) -> None:
    answer = {"indicator": "air", "period": "2020", "answer": "yes", "authority": authority}
    cell = cell_of(STATED, answer)
    assert (cell["verdict"], cell["reason"]) == found


def test_a_stated_goal_judged_not_reached_is_missed() -> None:
    answer = {"indicator": "air", "period": "2020", "answer": "no", "authority": "department"}
    assert cell_of(STATED, answer)["reason"] == "reported_no"


AMENDED = plan_of(
    target(
        "jobs",
        "total",
        goal(">=", 10, "万人"),
        amendments=[{"date": "2020-10-01", "document": "甲政〔2020〕9号", "goal": goal(">=", 8, "万人")}],
    )
)


def test_the_goal_in_force_at_as_of_judges() -> None:
    jobs = row("jobs", 9.0, "万人", published=date(2020, 9, 1))
    assert cell_of(AMENDED, jobs)["goal"] == 8.0
    assert cell_of(AMENDED, jobs, as_of=date(2020, 9, 30))["goal"] == 10.0


def test_a_withdrawn_target_is_not_assessable_from_the_day_it_was_withdrawn() -> None:
    status = {"state": "withdrawn", "date": "2020-10-01", "document": "甲政〔2020〕9号"}
    plan = plan_of(target("jobs", "total", goal(">=", 10, "万人"), status=status))
    jobs = row("jobs", 12.0, "万人", published=date(2020, 9, 1))
    assert cell_of(plan, jobs)["reason"] == "withdrawn_target"
    assert cell_of(plan, jobs, as_of=date(2020, 9, 30))["reason"] != "withdrawn_target"


def test_a_stretch_goal_is_judged_beside_the_goal_and_not_among_the_cells() -> None:
    plan = plan_of(target("gdp", "growth", goal(">=", 6, "%"), stretch=goal(">=", "6.5", "%")))
    result = result_of(plan, row("gdp", 6.2))
    assert result.frame["verdict"].tolist() == ["met"]
    assert result.stretch[["commitment", "goal", "verdict"]].to_numpy().tolist() == [["gdp", 6.5, "missed"]]
    assert len(result.candidates) == 1


PARTED = plan_of(
    target("income", "growth", goal(">=", 6, "%")),
    target("urban", "growth", goal(">=", 6, "%"), part_of="income"),
    target("rural", "growth", goal(">=", 6, "%"), part_of="income"),
)


@pytest.mark.parametrize(
    ("urban", "rural", "found"),
    [
        (7.0, 6.5, ("met", "from_parts")),
        (7.0, 5.0, ("missed", "from_parts")),
        (7.0, None, ("not_assessable", "parts_unjudged")),
    ],
)
def test_a_parent_without_a_row_is_the_worst_of_its_parts(
    urban: float, rural: float | None, found: tuple[str, str]
) -> None:
    rows = [row("urban", urban)] + ([] if rural is None else [row("rural", rural)])
    cell = cell_of(PARTED, *rows)
    assert (cell["verdict"], cell["reason"]) == found


def test_a_parent_with_a_row_of_its_own_is_judged_by_it() -> None:
    cell = cell_of(PARTED, row("income", 6.2), row("urban", 7.0), row("rural", 5.0))
    assert (cell["verdict"], cell["reason"]) == ("met", "comparator_holds")


def test_parents_of_parents_are_judged_from_below() -> None:
    plan = plan_of(
        target("all", "growth", goal(">=", 6, "%")),
        target("some", "growth", goal(">=", 6, "%"), part_of="all"),
        target("one", "growth", goal(">=", 6, "%"), part_of="some"),
    )
    assert result_of(plan, row("one", 5.0)).frame["verdict"].tolist() == ["missed", "missed", "missed"]


GONE = {"state": "withdrawn", "date": "2020-10-01", "document": "甲政〔2020〕9号"}


def test_a_withdrawn_part_counts_for_nothing() -> None:
    plan = plan_of(
        target("income", "growth", goal(">=", 6, "%")),
        target("urban", "growth", goal(">=", 6, "%"), part_of="income"),
        target("rural", "growth", goal(">=", 6, "%"), part_of="income", status=GONE),
    )
    assert cell_of(plan, row("urban", 7.0))["verdict"] == "met"


def test_an_external_parent_is_the_worst_of_its_parts() -> None:
    plan = plan_of(
        target("bundle", "index", {"kind": "external", "issuer": "省政府"}),
        target("energy", "growth", goal("<=", -3, "%"), part_of="bundle"),
    )
    assert cell_of(plan, row("energy", -3.5))["verdict"] == "met"


def test_each_region_has_a_cell_of_its_own() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 1, "万人"), regions="each"), regions=["乙县", "丙县"])
    result = result_of(plan, row("jobs", 1.2, "万人", region="乙县"), row("jobs", 2.0, "万人"))
    assert result.frame[["region", "verdict"]].to_numpy().tolist() == [["乙县", "met"], ["丙县", "no_data"]]
    assert reasons_of(result) == {2: "other_region"}


def test_a_target_may_have_a_period_of_its_own() -> None:
    plan = plan_of(target("jobs", "total", goal(">=", 3, "万人"), period="2020H1"))
    cell = cell_of(plan, row("jobs", 3.5, "万人", period="2020H1"), as_of=date(2021, 3, 31))
    assert (cell["period"], cell["verdict"]) == ("2020H1", "met")
