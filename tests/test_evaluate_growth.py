"""Growth computed from two levels: only nominal, only of one vintage, and only where none was reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cases import cell_of, goal, plan_of, reasons_of, result_of, target


def plan(**more: Any) -> Any:
    return plan_of(target("revenue", "growth", goal(">=", 5, "%"), **{"basis": "nominal", **more}))


def level(period: str, value: float, **more: Any) -> dict[str, Any]:
    return {
        "indicator": "revenue",
        "period": period,
        "value": value,
        "unit": "亿元",
        "measure": "total",
        **more,
    }


def test_growth_is_computed_from_the_totals_of_two_years() -> None:
    # 424 / 400 − 1 = 6 %
    cell = cell_of(plan(), level("2019", 400.0), level("2020", 424.0))
    assert (cell["actual"], cell["verdict"], cell["basis"]) == (pytest.approx(6.0), "met", "nominal")


def test_both_levels_are_used_as_operands() -> None:
    result = result_of(plan(), level("2019", 400.0), level("2020", 424.0))
    assert (result.counts.used, result.counts.unused) == (2, 0)
    assert result.candidates["role"].tolist() == ["operand", "operand"]


def test_a_bound_that_growth_just_reaches_is_met() -> None:
    # 1.05 is no binary fraction: 105 / 100 − 1 is 0.050000000000000044
    assert cell_of(plan(), level("2019", 100.0), level("2020", 105.0))["verdict"] == "met"
    assert cell_of(plan(), level("2019", 3.0), level("2020", 3.15))["gap"] == 0.0


def test_a_reported_rate_beats_a_computed_one() -> None:
    rate = {"indicator": "revenue", "period": "2020", "value": 4.0, "unit": "%", "measure": "growth"}
    result = result_of(plan(), level("2019", 400.0), level("2020", 424.0), rate)
    assert result.frame["actual"].tolist() == [4.0]
    assert reasons_of(result) == {1: "outside_period", 2: "superseded"}


@pytest.mark.parametrize(
    ("basis", "reason"),
    [("real", "basis_differs"), ("comparable", "basis_differs"), (None, "basis_not_stated")],
)
def test_only_nominal_growth_is_computed(basis: str | None, reason: str) -> None:
    cell = cell_of(plan(basis=basis), level("2019", 400.0), level("2020", 424.0))
    assert (cell["verdict"], cell["reason"]) == ("not_assessable", reason)


def test_a_level_offered_to_a_rate_must_say_that_it_is_one() -> None:
    result = result_of(
        plan(), level("2019", 400.0) | {"measure": None}, level("2020", 424.0) | {"measure": None}
    )
    assert set(result.rejected["reason"]) == {"unit_does_not_fit"} or result.counts.used == 0
    assert result.frame["verdict"].tolist() == ["not_assessable"]


def test_levels_at_constant_prices_give_no_nominal_growth() -> None:
    cell = cell_of(plan(), level("2019", 400.0, basis="real"), level("2020", 424.0, basis="real"))
    assert cell["reason"] == "basis_differs"


def test_a_level_without_the_one_before_gives_no_growth() -> None:
    result = result_of(plan(), level("2020", 424.0))
    assert result.frame["reason"].tolist() == ["baseline_unresolved"]
    assert reasons_of(result) == {1: "operand_missing"}


def test_levels_of_two_stages_are_mixed_vintages() -> None:
    rows = level("2019", 400.0, stage="preliminary"), level("2020", 424.0, stage="census_revised")
    result = result_of(plan(), *rows)
    assert result.frame["reason"].tolist() == ["mixed_vintages"]
    assert reasons_of(result)[2] == "mixed_vintages"


def test_two_stages_of_one_publication_are_one_vintage() -> None:
    day = date(2021, 2, 1)
    rows = [
        level("2019", 400.0, stage="final", source="2020年统计公报", published=day),
        level("2020", 424.0, stage="preliminary", source="2020年统计公报", published=day),
    ]
    assert cell_of(plan(), *rows)["verdict"] == "met"


def test_levels_of_two_scopes_are_mixed_vintages() -> None:
    rows = level("2019", 400.0, scope="全市"), level("2020", 424.0, scope="市区")
    assert cell_of(plan(), *rows)["reason"] == "mixed_vintages"


def test_no_growth_is_computed_over_a_break() -> None:
    rows = level("2019", 400.0), level("2020", 424.0, **{"break": "按普查人口计算"})
    assert cell_of(plan(), *rows)["reason"] == "series_break"


def test_a_break_before_the_earlier_level_does_not_matter() -> None:
    rows = level("2019", 400.0, **{"break": "yes"}), level("2020", 424.0)
    assert cell_of(plan(), *rows)["verdict"] == "met"


def test_a_break_that_was_published_later_is_not_known() -> None:
    old = date(2021, 1, 20)
    rows = [
        level("2019", 400.0, published=old),
        level("2020", 424.0, published=old),
        level("2020", 424.0, published=date(2021, 6, 1), **{"break": "yes"}),
    ]
    assert cell_of(plan(), *rows)["verdict"] == "met"


def test_growth_over_another_year_takes_the_level_of_that_year() -> None:
    # 600 / 500 − 1 = 20 % over 2015
    rows = level("2015", 500.0), level("2019", 580.0), level("2020", 600.0)
    assert cell_of(plan(compared_to="2015"), *rows)["actual"] == pytest.approx(20.0)


def test_the_level_before_nought_gives_no_growth() -> None:
    assert cell_of(plan(), level("2019", 0.0), level("2020", 424.0))["reason"] == "baseline_unresolved"


def test_growth_of_part_of_a_year_compares_the_same_months() -> None:
    # Jan–Sep: 318 / 300 − 1 = 6 %; the whole of 2019 is not compared with
    rows = [
        level("2019", 400.0),
        level("2019-01/2019-09", 300.0, published=date(2019, 10, 20)),
        level("2020-01/2020-09", 318.0, published=date(2020, 10, 20)),
    ]
    cell = cell_of(plan(), *rows, as_of=date(2020, 11, 1))
    assert (cell["actual"], cell["verdict"]) == (pytest.approx(6.0), "ahead")


def test_months_are_summed_in_both_years() -> None:
    rows = [level(f"2019-{month:02d}", 10.0) for month in range(1, 13)]
    rows += [level(f"2020-{month:02d}", 10.6) for month in range(1, 13)]
    assert cell_of(plan(), *rows)["actual"] == pytest.approx(6.0)


def test_the_two_levels_may_be_in_different_units() -> None:
    rows = level("2019", 4000000.0) | {"unit": "万元"}, level("2020", 424.0)
    assert cell_of(plan(), *rows)["actual"] == pytest.approx(6.0)


def test_a_relative_goal_takes_a_computed_reference() -> None:
    relative = {"kind": "relative", "comparator": ">=", "to": "revenue", "offset": "0个百分点"}
    both = plan_of(
        target("revenue", "growth", goal(">=", 5, "%"), basis="nominal"),
        target("spending", "growth", relative, basis="nominal"),
    )
    spending = {"indicator": "spending", "period": "2020", "value": 6.5, "unit": "%"}
    cell = cell_of(both, level("2019", 400.0), level("2020", 424.0), spending, name="spending")
    assert (cell["goal"], cell["verdict"]) == (pytest.approx(6.0), "met")
