"""Laws of the evaluation, held over random plans and actuals, and the agreement with the exact oracle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targetwatch.evaluate import evaluate_plan
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

tenths = st.integers(-400, 400).map(lambda n: Fraction(n, 10))
positive_tenths = st.integers(1, 400).map(lambda n: Fraction(n, 10))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


Case = tuple[dict[str, Any], list[Row]]


def _plan(*targets: dict[str, Any]) -> Plan:
    """A plan of targets ``t0``, ``t1`` …, each with the keys given."""
    commitments = [
        {
            "type": "target",
            "id": f"t{number}",
            "name": {"zh": f"指标{number}"},
            "source": {"quote": f"指标{number}"},
            **target,
        }
        for number, target in enumerate(targets)
    ]
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
            "commitments": commitments,
        }
    )
    return Plan(record)


def _frame(cases: Sequence[Sequence[Row]]) -> pd.DataFrame:
    """The rows of all cases, and one row of another indicator, so that no frame is empty."""
    records = as_records([Row("2020", Fraction(1), "人")], "别的指标", REGION)
    for number, rows in enumerate(cases):
        records += as_records(rows, f"t{number}", REGION)
    return pd.DataFrame(records)


def _evaluate(cases: Sequence[Case], as_of: date = CLOSES) -> list[Any]:
    """The assessments of the cases, in their order, from one evaluation."""
    plan = _plan(*(keys for keys, _ in cases))
    result = evaluate_plan(plan, from_frame(_frame([rows for _, rows in cases])), as_of=as_of)
    assert list(result.frame["commitment"]) == [f"t{number}" for number in range(len(cases))]
    return [row for _, row in result.frame.iterrows()]


def _same(first: Any, second: Any) -> None:
    assert (first.verdict, first.reason) == (second.verdict, second.reason)
    assert first.actual == second.actual or (pd.isna(first.actual) and pd.isna(second.actual))


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


def _agree(found: Any, expected: Outcome, case: Case) -> None:
    told = f"{found.verdict} ({found.reason}), the oracle {expected} of {case}"
    assert found.verdict == expected.verdict, told
    if expected.verdict == "not_assessable" and expected.reason:
        assert found.reason == expected.reason, told
    if expected.verdict not in ORDER:
        return
    for column in ("actual", "gap", "completion"):
        exact: Fraction | None = getattr(expected, column)
        if exact is not None:
            assert math.isclose(found[column], float(exact), rel_tol=1e-9, abs_tol=1e-9), (column, told)
        elif column != "actual":
            assert pd.isna(found[column]), (column, told)


@st.composite
def cases_of(draw: st.DrawFn) -> list[Case]:
    """Several targets, each with rows of its own."""
    targets = draw(st.lists(fixed_targets(), min_size=1, max_size=12))
    return [(keys, draw(rows_for(keys["measure"]))) for keys in targets]


MANY = settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
single_figures = st.lists(st.tuples(fixed_targets(), tenths, positive_tenths), min_size=1, max_size=20)


@MANY
@given(
    cases=cases_of(), as_of=st.sampled_from([CLOSES, date(2021, 2, 1), date(2020, 8, 1), date(2019, 12, 1)])
)
def test_the_evaluator_agrees_with_the_exact_oracle(cases: list[Case], as_of: date) -> None:
    plan = _plan(*(keys for keys, _ in cases))
    for found, target, case in zip(_evaluate(cases, as_of), plan.targets, cases, strict=True):
        _agree(found, judge(target, case[1], as_of, _rules(target)), case)


@MANY
@given(figures=single_figures)
def test_units_do_not_matter(figures: list[tuple[dict[str, Any], Fraction, Fraction]]) -> None:
    own, other = [], []
    for keys, value, _ in figures:
        unit, second = UNITS[keys["measure"]]
        own.append((keys, [Row("2020", value, unit)]))
        other.append((keys, [Row("2020", value * FACTORS[unit, second], second)]))
    for first, again in zip(_evaluate(own), _evaluate(other), strict=True):
        assert (first.verdict, first.reason) == (again.verdict, again.reason)


@MANY
@given(cases=cases_of(), seed=st.randoms(use_true_random=False))
def test_row_order_does_not_matter(cases: list[Case], seed: Random) -> None:
    plan = _plan(*(keys for keys, _ in cases))
    frame = _frame([rows for _, rows in cases])
    order = list(range(len(frame)))
    seed.shuffle(order)
    first = evaluate_plan(plan, from_frame(frame), as_of=CLOSES)
    second = evaluate_plan(plan, from_frame(frame.iloc[order].reset_index(drop=True)), as_of=CLOSES)
    for (_, before), (_, after) in zip(first.frame.iterrows(), second.frame.iterrows(), strict=True):
        _same(before, after)


@MANY
@given(pairs=st.lists(st.tuples(tenths, tenths, st.booleans()), min_size=1, max_size=20))
def test_a_mirrored_goal_and_figure_give_the_same_verdict(
    pairs: list[tuple[Fraction, Fraction, bool]],
) -> None:
    verdicts = []
    for sign in (1, -1):
        cases: list[Case] = []
        for goal, value, strict in pairs:
            comparator = (">" if strict else ">=") if sign > 0 else ("<" if strict else "<=")
            keys = {"kind": "fixed", "comparator": comparator, "value": _decimal(sign * goal), "unit": "%"}
            cases.append(({"measure": "growth", "goal": keys}, [Row("2020", sign * value, "%")]))
        verdicts.append([row.verdict for row in _evaluate(cases)])
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize(
    ("comparator", "held"), [(">=", True), (">", False), ("<=", True), ("<", False), ("==", True)]
)
def test_at_the_bound_the_inclusive_hold_and_the_strict_do_not(comparator: str, held: bool) -> None:
    keys: dict[str, Any] = {"kind": "fixed", "comparator": comparator, "value": "6.5", "unit": "%"}
    better = {"better": "higher"} if comparator == "==" else {}
    (found,) = _evaluate(
        [({"measure": "growth", "goal": keys, **better}, [Row("2020", Fraction(13, 2), "%")])]
    )
    assert found.verdict == ("met" if held else "missed")
    assert found.gap == 0


@MANY
@given(pairs=st.lists(st.tuples(positive_tenths, positive_tenths), min_size=1, max_size=20))
def test_progress_is_nought_at_the_baseline_and_one_at_the_goal(
    pairs: list[tuple[Fraction, Fraction]],
) -> None:
    at_base: list[Case] = []
    at_goal: list[Case] = []
    for base, rise in pairs:
        goal = {"kind": "fixed", "comparator": ">=", "value": _decimal(base + rise), "unit": "万人"}
        start = {"value": _decimal(base), "unit": "万人", "period": "2019"}
        keys = {"measure": "level", "goal": goal, "baseline": start}
        at_base.append((keys, [Row("2020", base, "万人")]))
        at_goal.append((keys, [Row("2020", base + rise, "万人")]))
    assert all(math.isclose(row.progress, 0, abs_tol=1e-9) for row in _evaluate(at_base))
    assert all(math.isclose(row.progress, 1, rel_tol=1e-9) for row in _evaluate(at_goal))


@MANY
@given(figures=single_figures)
def test_moving_the_right_way_never_worsens_a_verdict(
    figures: list[tuple[dict[str, Any], Fraction, Fraction]],
) -> None:
    before: list[Case] = []
    after: list[Case] = []
    for keys, value, step in figures:
        comparator = keys["goal"]["comparator"]
        sides = {">=": 1, ">": 1, "<=": -1, "<": -1}
        side = sides.get(comparator) or {"higher": 1, "lower": -1}.get(keys.get("better", ""))
        if side is None or comparator == "==":
            continue
        unit = UNITS[keys["measure"]][0]
        before.append((keys, [Row("2020", value, unit)]))
        after.append((keys, [Row("2020", value + side * step, unit)]))
    if before:
        for first, second in zip(_evaluate(before), _evaluate(after), strict=True):
            assert ORDER.index(second.verdict) >= ORDER.index(first.verdict)


@MANY
@given(cases=cases_of(), later=cases_of())
def test_later_publications_never_change_an_earlier_as_of(cases: list[Case], later: list[Case]) -> None:
    more = [[replace(row, published=date(2021, 9, 1)) for row in rows] for _, rows in later]
    longer = [
        (keys, [*rows, *(more[number] if number < len(more) else [])])
        for number, (keys, rows) in enumerate(cases)
    ]
    for before, after in zip(_evaluate(cases), _evaluate(longer), strict=True):
        _same(before, after)


@MANY
@given(cases=cases_of(), strange=st.lists(st.sampled_from(["别的指标", "t0", ""]), max_size=3))
def test_rows_read_are_used_or_unused_or_rejected_and_cells_in_are_assessments_out(
    cases: list[Case], strange: list[str]
) -> None:
    frame = _frame([rows for _, rows in cases])
    for name in strange:
        odd = as_records([Row("2020", Fraction(3), "公里")], name, "乙市" if name else REGION)
        frame = pd.DataFrame([*frame.to_dict("records"), *odd], columns=frame.columns)
    plan = _plan(*(keys for keys, _ in cases))
    result = evaluate_plan(plan, from_frame(frame), as_of=CLOSES)
    assert len(result.used) + len(result.unused) + len(result.rejected) == len(frame)
    assert len(result.frame) == len(cases)
