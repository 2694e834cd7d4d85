"""Counts: the headline adds up, parts and tasks are not counted, rates only where enough is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from targetwatch.evaluate import Evaluated
from targetwatch.rollup import failed, headline, missing, row_verdicts, summarise
from tests.cases import goal, milestone, plan_of, result_of, target, task


def numbered(count: int, **more: Any) -> list[dict[str, Any]]:
    """Targets t0, t1 … of 10 万人 each, in section 一, one a row."""
    return [target(f"t{n}", "total", goal(">=", 10, "万人"), **{**_place(n), **more}) for n in range(count)]


def _place(row: int) -> dict[str, Any]:
    return {"source": {"quote": f"t{row}", "section": "一", "row": row + 1}}


def figures(*values: float | None) -> list[dict[str, Any]]:
    return [
        {"indicator": f"t{n}", "period": "2020", "value": value, "unit": "万人", "stage": "final"}
        for n, value in enumerate(values)
        if value is not None
    ]


BANDS: dict[str, Any] = {"nearly_met": "95%", "exceeded": "100%"}
SECTIONS: dict[str, Any] = {
    "sections": [{"id": "一", "name": {"zh": "主要目标"}}, {"id": "二", "name": {"zh": "产业"}}]
}


def mixed() -> Evaluated:
    """Seven targets: exceeded, met, nearly met, missed, not submitted, not released, suspect; and others."""
    targets = numbered(7)
    targets[5]["released"] = "2021-06-01"
    plan = plan_of(*targets, milestone("rail"), milestone("road"), task("reform"), **BANDS, **SECTIONS)
    rows = figures(12.0, 10.0, 9.6, 8.0)
    rows.append({"indicator": "t6", "period": "2020", "value": 9.0, "unit": "万人", "check": "suspect"})
    rows.append({"indicator": "rail", "period": "2020", "date": date(2020, 11, 2)})
    rows.append({"indicator": "road", "period": "2020", "date": date(2021, 2, 2)})
    return result_of(plan, *rows)


def test_the_headline_counts_targets_by_what_became_of_them() -> None:
    those = headline(mixed()).targets
    assert (those.total, those.due, those.met, those.exceeded, those.nearly_met, those.missed) == (
        7,
        7,
        2,
        1,
        1,
        1,
    )
    assert (those.not_yet_released, those.not_submitted, those.not_assessable) == (1, 1, 1)


def test_what_is_due_adds_up() -> None:
    for those in (headline(mixed()).targets, headline(mixed()).milestones):
        waiting = those.not_yet_released + those.not_submitted + those.not_assessable
        assert those.due == those.met + those.nearly_met + those.missed + waiting
        assert those.total == those.due + those.open + those.not_applicable + those.withdrawn


def test_milestones_and_tasks_are_counted_apart_and_late_ones_among_the_missed() -> None:
    counts = headline(mixed())
    assert (counts.milestones.met, counts.milestones.missed, counts.milestones.late) == (1, 1, 1)
    assert (counts.tasks, counts.commitments) == (1, 10)


def test_no_rate_is_given_below_the_plans_share_of_judged() -> None:
    # 6 judged of 9 due is below 80 %
    assert headline(mixed()).rate is None
    assert headline(mixed()).shares == {}


def test_the_rate_is_met_over_judged() -> None:
    result = result_of(plan_of(*numbered(5), **BANDS), *figures(12.0, 10.0, 9.6, 8.0, 11.0))
    counts = headline(result)
    assert counts.rate == 0.6
    assert counts.shares == {"exceeded": 0.4, "met": 0.2, "nearly_met": 0.2, "missed": 0.2}


def test_withdrawn_and_not_applicable_commitments_are_not_due() -> None:
    gone = {"state": "withdrawn", "date": "2020-10-01", "document": "甲政〔2020〕9号"}
    plan = plan_of(*numbered(2), target("gone", "total", goal(">=", 1, "个"), status=gone))
    rows = [*figures(12.0), {"indicator": "t1", "period": "2020", "availability": "not_applicable"}]
    those = headline(result_of(plan, *rows)).targets
    assert (those.total, those.due, those.withdrawn, those.not_applicable) == (3, 1, 1, 1)


def test_parts_are_not_counted_beside_their_parent() -> None:
    plan = plan_of(*numbered(1), target("part", "total", goal(">=", 1, "个"), part_of="t0"))
    assert headline(result_of(plan)).targets.total == 1
    assert summarise(result_of(plan))["total"].tolist() == [1]


def test_part_years_are_open_and_not_due() -> None:
    plan = plan_of(*numbered(2))
    row = {
        "indicator": "t0",
        "period": "2020-01/2020-06",
        "value": 6.0,
        "unit": "万人",
        "published": date(2020, 7, 10),
    }
    those = headline(result_of(plan, row, as_of=date(2020, 7, 20))).targets
    assert (those.total, those.open, those.due, those.not_yet_released) == (2, 1, 1, 1)


def test_a_summary_has_a_column_a_verdict() -> None:
    line = summarise(mixed()).iloc[0]
    assert (line["total"], line["due"], line["judged"]) == (9, 9, 6)
    assert (line["exceeded"], line["met"], line["missed"], line["no_data"], line["late"]) == (1, 2, 2, 2, 1)


def test_groups_stand_in_the_plans_order_not_by_result() -> None:
    targets = numbered(3)
    for each, unit in zip(targets, ("市乙局", "市甲局", "市丙局"), strict=True):
        each["owner"] = {"units": [unit]}
    plan = plan_of(*targets, organisations={"市甲局": [], "市乙局": []})
    table = summarise(result_of(plan, *figures(1.0, 2.0, 12.0)), "lead_unit")
    assert table["lead_unit"].tolist() == ["市甲局", "市乙局", "市丙局"]


def test_a_collective_unit_stands_in_no_table_of_units() -> None:
    targets = numbered(2)
    targets[0]["owner"] = {"units": ["各县（市、区）政府"]}
    targets[1]["owner"] = {"units": ["市甲局", "各县（市、区）政府"]}
    result = result_of(plan_of(*targets))
    assert summarise(result, "lead_unit")["lead_unit"].tolist() == ["市甲局", None]
    assert summarise(result, "unit")["unit"].tolist() == ["市甲局", None]


def test_a_group_of_fewer_than_five_judged_has_no_rate() -> None:
    targets = numbered(9)
    for n, each in enumerate(targets):
        each["owner"] = {"units": ["市甲局" if n < 5 else "市乙局"]}
    result = result_of(plan_of(*targets), *figures(*[12.0] * 9))
    rates = summarise(result, "lead_unit")["rate"].tolist()
    assert rates[0] == 1.0
    assert rates[1] != rates[1]


def test_leaders_have_no_rate_and_stand_in_their_own_order() -> None:
    targets = numbered(6, owner={"leaders": ["王乙", "张甲"], "units": ["市甲局"]})
    result = result_of(plan_of(*targets, leaders=["张甲", "王乙"]), *figures(*[12.0] * 6))
    table = summarise(result, "leader")
    assert table["leader"].tolist() == ["张甲", "王乙"]
    assert table["total"].tolist() == [6, 6]
    assert table["rate"].isna().all()


def test_by_type_tasks_have_a_line_and_nothing_judged() -> None:
    table = summarise(mixed(), "type").set_index("type")
    assert table["total"].to_dict() == {"target": 7, "milestone": 2, "task": 1}
    assert table.loc["task", "judged"] == 0


def test_strive_stands_apart_from_commit() -> None:
    targets = [*numbered(2), target("more", "total", goal(">=", 1, "个"), strength="strive")]
    table = summarise(result_of(plan_of(*targets), *figures(12.0, 8.0)), "strength").set_index("strength")
    assert table["total"].to_dict() == {"commit": 2, "strive": 1}


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="found by='colour', expected one of type, section"):
        summarise(mixed(), "colour")


def test_failed_lists_what_was_missed_binding_first() -> None:
    targets = numbered(3)
    targets[1]["nature"] = "binding"
    result = result_of(plan_of(*targets), *figures(9.0, 9.0, 12.0))
    assert failed(result)["commitment"].tolist() == ["t1", "t0"]


def test_missing_lists_every_cell_without_a_whole_figure_and_who_publishes_it() -> None:
    targets = numbered(4, owner={"units": ["市甲局"]})
    targets[1]["data_from"] = "市统计局"
    targets[3]["released"] = "2021-06-01"
    rows = [
        {"indicator": "t0", "period": "2020", "value": 12.0, "unit": "万人"},
        {"indicator": "t2", "period": "2020-01/2020-06", "value": 6.0, "unit": "万人"},
    ]
    table = missing(result_of(plan_of(*targets), *rows))
    columns = ["commitment", "missing_reason", "data_from", "chased"]
    assert table[columns].to_numpy().tolist() == [
        ["t1", "not_submitted", "市统计局", True],
        ["t2", "part_year_only", "市甲局", True],
        ["t3", "not_yet_released", "市甲局", False],
    ]


def test_a_cell_whose_goal_is_unresolved_is_missing_only_where_its_own_figure_is() -> None:
    relative = {"kind": "relative", "comparator": ">=", "to": "gdp", "offset": "0个百分点"}
    plan = plan_of(target("gdp", "growth", goal(">=", 6, "%")), target("own", "growth", relative))
    result = result_of(plan, {"indicator": "own", "period": "2020", "value": 6.0, "unit": "%"})
    assert missing(result)["commitment"].tolist() == ["gdp"]


def test_a_parent_judged_by_its_parts_is_not_missing() -> None:
    plan = plan_of(*numbered(1), target("part", "total", goal(">=", 10, "万人"), part_of="t0"))
    assert missing(result_of(plan))["commitment"].tolist() == ["part"]


def test_a_row_of_the_document_is_met_partly_missed_or_open() -> None:
    targets = numbered(6)
    for each, place in zip(targets, (0, 0, 1, 1, 2, 3), strict=True):
        each["source"] |= {"row": place + 1}
    only_task = task("reform") | {"source": {"quote": "reform", "section": "二", "row": 1}}
    result = result_of(plan_of(*targets, only_task, **SECTIONS), *figures(12.0, 10.0, 12.0, 9.0, 9.0))
    table = row_verdicts(result)
    assert table[["section", "row", "verdict"]].to_numpy().tolist() == [
        ["一", 1, "all_met"],
        ["一", 2, "some_met"],
        ["一", 3, "none_met"],
        ["一", 4, "open"],
        ["二", 1, "no_parts"],
    ]
