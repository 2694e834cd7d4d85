"""Laws of the evaluation, held over random plans and actuals, and the agreement with the exact oracle."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targetwatch.evaluate import Evaluated, evaluate_plan
from targetwatch.ingest import from_frame
from targetwatch.model import PlanRecord, Target
from targetwatch.periods import parse_period
from targetwatch.plan import Plan
from tests.oracle import FACTORS, Outcome, Row, Rules, as_records, judge

REGION = "甲市"
PERIOD = parse_period("2020")
CLOSES = date(2021, 3, 31)
UNITS = {"total": ("万人", "人"), "level": ("万人", "人"), "growth": ("%", "‰"), "share": ("%", "‰")}
ORDER = ["missed", "nearly_met", "met", "exceeded"]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

tenths = st.integers(-400, 400).map(lambda n: Fraction(n, 10))
positive_tenths = st.integers(1, 400).map(lambda n: Fraction(n, 10))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plan(**target: Any) -> Plan:
    commitment = {
        "type": "target",
        "id": "the-target",
        "name": {"zh": "指标一"},
        "source": {"quote": "指标一"},
        **target,
    }
    record = PlanRecord.model_validate(
        {
            "format": 1,
            "id": "a-plan",
            "title": {"zh": "甲市目标"},
            "region": REGION,
            "period": "2020",
            "closes": CLOSES,
            "nearly_met": {"total": "95%", "level": "95%"},
            "exceeded": "100%",
            "commitments": [commitment],
        }
    )
    return Plan(record)


def _evaluate(plan: Plan, rows: list[Row], as_of: date = CLOSES, indicator: str = "the-target") -> Evaluated:
    frame = pd.DataFrame(
        as_records(rows, indicator, REGION),
        columns=list(as_records([Row("2020", Fraction(1), "人")], "", "")[0]),
    )
    return evaluate_plan(plan, from_frame(frame), as_of=as_of)


def _only(result: Evaluated) -> Any:
    assert len(result.frame) == 1
    return result.frame.iloc[0]


def _rules(target: Target, **stated: Any) -> Rules:
    unit = getattr(target.goal, "unit", "") or ""
    tolerance = Fraction(1, 2) if getattr(target.goal, "comparator", "") == "~=" else None
    return Rules(
        period=PERIOD,
        closes=CLOSES,
        tolerance=tolerance,
        nearly_met=Fraction(95, 100),
        exceeded=Fraction(1),
        own_unit=unit,
        **stated,
    )


@st.composite
def fixed_targets(draw: st.DrawFn) -> dict[str, Any]:
    """The keys of a fixed target of any comparator."""
    measure = draw(st.sampled_from(["total", "level", "growth", "share"]))
    comparator = draw(st.sampled_from([">=", ">", "<=", "<", "==", "~=", "in"]))
    low = draw(tenths if measure == "growth" else positive_tenths)
    unit = UNITS[measure][0]
    goal: dict[str, Any] = {"kind": "fixed", "comparator": comparator, "value": _decimal(low), "unit": unit}
    keys: dict[str, Any] = {"measure": measure, "goal": goal}
    if comparator == "in":
        goal["value_high"] = _decimal(low + draw(positive_tenths))
    if comparator in ("==", "~=", "in"):
        keys["better"] = draw(st.sampled_from(["higher", "lower", "closer"]))
    if comparator == "~=":
        keys["tolerance"] = "0.5个百分点" if measure in ("growth", "share") else "0.5万人"
    if measure in ("level", "share"):
        keys["aggregate"] = draw(st.sampled_from(["last", "mean", "worst"]))
        if keys["aggregate"] == "worst" and keys.get("better") == "closer":
            keys["aggregate"] = "mean"
    return keys


@st.composite
def rows_for(draw: st.DrawFn, measure: str) -> list[Row]:
    """Rows of one indicator: whole years, months, quarters, cumulative; vintages; some suspect."""
    unit = st.sampled_from(UNITS[measure])
    spans = ["2020", "2020-12", "2020Q1", "2020Q2", "2020-01/2020-11", "2020-01/2020-02"]
    spans += [f"2020-{month:02d}" for month in range(1, 13)]
    day = st.sampled_from([None, date(2020, 7, 20), date(2021, 1, 20), date(2021, 2, 20), date(2021, 6, 1)])
    row = st.builds(
        Row,
        period=st.sampled_from(spans[:1] * 8 + spans),
        value=tenths if measure == "growth" else positive_tenths,
        unit=unit,
        authority=st.sampled_from(["", "statistics", "department", "unit", "media"]),
        stage=st.sampled_from(["", "flash", "preliminary", "final"]),
        check=st.sampled_from(["ok", "ok", "ok", "derived", "suspect"]),
        published=day,
    )
    return draw(st.lists(row, max_size=8))


def _agree(found: Any, expected: Outcome) -> None:
    assert found.verdict == expected.verdict, (found.verdict, found.reason, expected)
    if expected.verdict == "not_assessable" and expected.reason:
        assert found.reason == expected.reason
    for column in ("actual", "gap", "completion"):
        exact: Fraction | None = getattr(expected, column)
        if expected.verdict in ORDER and exact is not None:
            assert math.isclose(found[column], float(exact), rel_tol=1e-9, abs_tol=1e-9), column
        if expected.verdict in ORDER and exact is None and column != "actual":
            assert pd.isna(found[column]), column


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_evaluator_agrees_with_the_exact_oracle(data: st.DataObject) -> None:
    keys = data.draw(fixed_targets())
    rows = data.draw(rows_for(keys["measure"]))
    as_of = data.draw(st.sampled_from([CLOSES, date(2021, 2, 1), date(2020, 8, 1), date(2019, 12, 1)]))
    plan = _plan(**keys)
    target = plan.targets[0]
    _agree(_only(_evaluate(plan, rows, as_of)), judge(target, rows, as_of, _rules(target)))


@FEW
@given(keys=fixed_targets(), value=tenths)
def test_units_do_not_matter(keys: dict[str, Any], value: Fraction) -> None:
    plan = _plan(**keys)
    unit, other = UNITS[keys["measure"]]
    first = _only(_evaluate(plan, [Row("2020", value, unit)]))
    second = _only(_evaluate(plan, [Row("2020", value * FACTORS[unit, other], other)]))
    assert (first.verdict, first.reason) == (second.verdict, second.reason)


@FEW
@given(data=st.data())
def test_row_order_does_not_matter(data: st.DataObject) -> None:
    keys = data.draw(fixed_targets())
    rows = data.draw(rows_for(keys["measure"]))
    shuffled = data.draw(st.permutations(rows))
    plan = _plan(**keys)
    first, second = _only(_evaluate(plan, rows)), _only(_evaluate(plan, shuffled))
    assert (first.verdict, first.reason) == (second.verdict, second.reason)
    assert first.actual == second.actual or (pd.isna(first.actual) and pd.isna(second.actual))


@FEW
@given(goal=tenths, value=tenths, strict=st.booleans())
def test_a_mirrored_goal_and_figure_give_the_same_verdict(goal: Fraction, value: Fraction, strict: bool) -> None:
    verdicts = []
    for sign, comparator in ((1, ">" if strict else ">="), (-1, "<" if strict else "<=")):
        keys = {"kind": "fixed", "comparator": comparator, "value": _decimal(sign * goal), "unit": "%"}
        verdicts.append(_only(_evaluate(_plan(measure="growth", goal=keys), [Row("2020", sign * value, "%")])).verdict)
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize(
    ("comparator", "held"), [(">=", True), (">", False), ("<=", True), ("<", False), ("==", True)]
)
def test_at_the_bound_the_inclusive_hold_and_the_strict_do_not(comparator: str, held: bool) -> None:
    keys: dict[str, Any] = {"kind": "fixed", "comparator": comparator, "value": "6.5", "unit": "%"}
    better = {"better": "higher"} if comparator == "==" else {}
    found = _only(_evaluate(_plan(measure="growth", goal=keys, **better), [Row("2020", Fraction(13, 2), "%")]))
    assert found.verdict == ("met" if held else "missed")
    assert found.gap == 0


@FEW
@given(base=positive_tenths, rise=positive_tenths)
def test_progress_is_nought_at_the_baseline_and_one_at_the_goal(base: Fraction, rise: Fraction) -> None:
    goal = {"kind": "fixed", "comparator": ">=", "value": _decimal(base + rise), "unit": "万人"}
    plan = _plan(
        measure="level", goal=goal, baseline={"value": _decimal(base), "unit": "万人", "period": "2019"}
    )
    at_base = _only(_evaluate(plan, [Row("2020", base, "万人")]))
    at_goal = _only(_evaluate(plan, [Row("2020", base + rise, "万人")]))
    assert math.isclose(at_base.progress, 0, abs_tol=1e-9)
    assert math.isclose(at_goal.progress, 1, rel_tol=1e-9)


@FEW
@given(keys=fixed_targets(), value=tenths, step=positive_tenths)
def test_moving_the_right_way_never_worsens_a_verdict(
    keys: dict[str, Any], value: Fraction, step: Fraction
) -> None:
    comparator = keys["goal"]["comparator"]
    side = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(comparator) or {"higher": 1, "lower": -1}.get(
        keys.get("better", "")
    )
    if side is None or comparator == "==":
        return
    plan = _plan(**keys)
    unit = UNITS[keys["measure"]][0]
    before = _only(_evaluate(plan, [Row("2020", value, unit)])).verdict
    after = _only(_evaluate(plan, [Row("2020", value + side * step, unit)])).verdict
    assert ORDER.index(after) >= ORDER.index(before)


@FEW
@given(data=st.data())
def test_later_publications_never_change_an_earlier_as_of(data: st.DataObject) -> None:
    keys = data.draw(fixed_targets())
    rows = data.draw(rows_for(keys["measure"]))
    later = [replace(row, published=date(2021, 9, 1)) for row in data.draw(rows_for(keys["measure"]))]
    plan = _plan(**keys)
    before, after = _only(_evaluate(plan, rows)), _only(_evaluate(plan, [*rows, *later]))
    if rows:
        assert (before.verdict, before.reason) == (after.verdict, after.reason)
    else:
        assert after.verdict in ("no_data", "not_assessable")


@FEW
@given(data=st.data())
def test_rows_read_are_used_or_unused_or_rejected_and_cells_in_are_assessments_out(data: st.DataObject) -> None:
    keys = data.draw(fixed_targets())
    rows = data.draw(rows_for(keys["measure"]))
    strange = data.draw(st.lists(st.sampled_from(["别的指标", "the-target", ""]), max_size=3))
    records = as_records(rows, "the-target", REGION)
    for name in strange:
        records += as_records([Row("2020", Fraction(3), "公里")], name, "乙市" if name else REGION)
    columns = list(as_records([Row("2020", Fraction(1), "人")], "", "")[0])
    result = evaluate_plan(_plan(**keys), from_frame(pd.DataFrame(records, columns=columns)), as_of=CLOSES)
    assert len(result.used) + len(result.unused) + len(result.rejected) == len(records)
    assert len(result.frame) == 1
