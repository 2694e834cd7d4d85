"""The build step: what the offices read on each page, and what never stands there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from targetwatch.evaluate import Evaluated
from targetwatch.report import Report, build_report, render_html, render_markdown
from targetwatch.report.build import TRIAL_NOTICE
from targetwatch.report.describe import Heading, Listing, Paragraph, Table
from targetwatch.report.firstpage import row_verdict
from tests.sample import make_plan, make_result

SECTIONS = [
    {"id": "一", "name": {"zh": "主要预期目标", "en": "Main expected targets"}},
    {"id": "二", "name": {"zh": "聚力大投资", "en": "Investment"}},
]
OWNER = {"leaders": ["张三"], "units": ["市发改委", "各县（市、区）政府"]}


def fixed(comparator: str, value: str, unit: str, text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "fixed", "comparator": comparator, "value": value, "unit": unit, "text": text} | more


def target(number: int, name: str, measure: str, goal: dict[str, Any], **keys: Any) -> dict[str, Any]:
    section = keys.pop("section", "二")
    return {
        "id": f"item-{number}",
        "name": {"zh": name, "en": f"Item {number}"},
        "measure": measure,
        "goal": goal,
        "owner": OWNER,
        "source": {"section": section, "group": 1, "row": number, "quote": name},
    } | keys


COMMITMENTS = [
    target(1, "生产总值增长", "growth", fixed(">=", "6.5", "%", "6.5%以上"), section="一", strength="strive"),
    target(2, "新增城镇就业", "total", fixed(">=", "10", "万人", "10万人以上")),
    target(3, "固定资产投资增长", "growth", fixed(">=", "8", "%", "8%以上")),
    target(
        4,
        "审批时间",
        "level",
        fixed("<=", "80", "天", "最多80天"),
        nature="binding",
        owner={"units": ["市数据局"]},
    ),
    target(
        5,
        "新建幼儿园",
        "total",
        fixed(">=", "60", "所", "60所"),
        owner={"units": ["市教育局"]},
        data_from="市统计局",
    ),
    target(
        6, "新增绿地", "total", fixed(">=", "6", "公顷", "6公顷"), owner={"units": ["各县（市、区）政府"]}
    ),
    target(7, "新增公园", "total", fixed(">=", "6", "个", "6个"), released="2021-06-30"),
    target(8, "新增道路", "total", fixed(">=", "6", "公里", "6公里")),
    {
        "type": "milestone",
        "id": "bridge",
        "name": {"zh": "乙河大桥", "en": "Yi River bridge"},
        "event": "建成",
        "owner": OWNER,
        "source": {"section": "二", "group": 2, "row": 1, "quote": "建成乙河大桥"},
    },
    {
        "type": "task",
        "id": "reform",
        "name": {"zh": "深化改革", "en": "Reform"},
        "owner": OWNER,
        "source": {"section": "二", "group": 2, "row": 2, "quote": "深化改革"},
    },
]
ROWS: list[dict[str, Any]] = [
    {"indicator": "item-1", "value": 3.4, "unit": "%", "stage": "preliminary"},
    {"indicator": "item-2", "value": 10.2, "unit": "万人"},
    {"indicator": "item-3", "value": 5.4, "unit": "%"},
    {"indicator": "item-4", "value": 82, "unit": "天", "authority": "unit"},
    {"indicator": "item-8", "value": 5, "unit": "公里"},
    {"indicator": "item-8", "value": 7, "unit": "公里"},
    {"indicator": "bridge", "answer": "yes"},
    {"indicator": "item-5", "value": 99, "unit": "所", "check": "suspect", "source": "某报"},
]


@lru_cache(maxsize=4)
def evaluated(trial: bool = False, rate_from: str = "0.8") -> Evaluated:
    plan = make_plan(
        *COMMITMENTS,
        sections=SECTIONS,
        trial=trial,
        publish_rate_from=rate_from,
        organisations={"市教育局": [], "市数据局": [], "市发改委": [], "市统计局": []},
    )
    return make_result(plan, *ROWS)


@lru_cache(maxsize=4)
def report(lang: str = "zh", trial: bool = False, rate_from: str = "0.8") -> Report:
    return build_report(evaluated(trial, rate_from), lang)


def tables(built: Report) -> Iterator[tuple[str, Table]]:
    """Each table with the heading it stands under."""
    heading = ""
    for block in built.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            yield heading, block


def rows(built: Report, caption: str) -> list[list[str]]:
    """The texts of the table of that caption."""
    return [
        [cell.text for cell in row]
        for _, table in tables(built)
        if table.caption == caption
        for row in table.rows
    ]


def words(built: Report) -> str:
    """Everything that the report says, as Markdown."""
    return render_markdown(built).decode("utf-8")


def test_the_first_sentence_counts_rows_types_and_results() -> None:
    opening = next(block for block in report().blocks if isinstance(block, Paragraph))
    assert opening.text == (
        "《甲市2020年目标任务分解》（甲政发〔2020〕1号）共10条，细化为10项：量化指标8项、节点任务1项、常态工作1项。"
        "截至2021年3月31日，量化指标应评价8项，其中完成1项（超额1项）、基本完成0项、未完成3项；"
        "未到发布期1项，应报未报1项，无法评价2项。"
    )


def test_no_rate_is_printed_below_the_share_from_which_the_plan_publishes() -> None:
    assert "量化指标8项，具备评价条件4项，暂不计算完成率。" in words(report())
    assert [
        column.head
        for _, table in tables(report())
        for column in table.columns
        if table.caption.startswith("按")
    ].count("完成率") == 0


def test_a_rate_says_what_it_is_of_where_it_may_be_printed() -> None:
    told = words(report(rate_from="0.1"))
    assert "量化指标完成率25.0%（完成和超额完成1项，占已评价4项）。" in told


def test_groups_with_fewer_than_five_judged_have_counts_only() -> None:
    built = report(rate_from="0.1")
    by_section = rows(built, "按章节")
    assert [row[0] for row in by_section] == ["一、主要预期目标", "二、聚力大投资"]
    heads = [
        column.head for _, table in tables(built) if table.caption == "按章节" for column in table.columns
    ]
    assert heads[:4] == ["组别", "合计", "应评价", "已评价"]
    assert all(row[-1] == "—" or row[0] == "二、聚力大投资" for row in by_section if heads[-1] == "完成率")


def test_what_is_not_met_begins_with_the_binding_and_leaves_strive_goals_apart() -> None:
    missed = rows(report(), "未完成事项（约束性在前）")
    assert [row[:6] for row in missed] == [
        ["审批时间", "最多80天", "82天（单位自报）", "+2天", "未完成（约束性）", "市数据局"],
        ["固定资产投资增长", "8%以上", "5.4%（阶段未注明）", "-2.6个百分点", "未完成", "市发改委"],
    ]
    strive = rows(report(), "未实现力争目标")
    assert strive[0][:5] == ["生产总值增长", "6.5%以上", "3.4%（初步核算）", "-3.1个百分点", "未实现力争目标"]


def test_reasons_and_next_steps_are_never_made_up() -> None:
    assert {tuple(row[6:]) for row in rows(report(), "未完成事项（约束性在前）")} == {
        ("原因待报", "待报", "待报")
    }


def test_main_expected_targets_stand_on_page_one_whatever_their_strength() -> None:
    assert rows(report(), "主要预期目标完成情况")[0][0] == "生产总值增长"


def test_what_must_be_decided_begins_with_conflicts() -> None:
    decided = rows(report(), "无法评价的事项")
    assert [row[0::2] for row in decided] == [["新增道路", "数据相互矛盾"], ["新建幼儿园", "只有存疑数据"]]


def test_the_list_to_chase_has_what_is_due_and_no_collective_unit() -> None:
    assert rows(report(), "应报未报、退回待补") == [
        ["待明确报送单位", "新增绿地", "6公顷", "应报未报", "各县（市、区）政府"]
    ]


def test_what_is_not_yet_released_stands_apart() -> None:
    assert rows(report(), "未到发布期") == [["新增公园", "6个", "2021年6月30日", "市发改委"]]


def test_units_stand_in_the_offices_own_order_and_collective_ones_nowhere() -> None:
    assert [row[0] for row in rows(report(), "按牵头单位")] == ["市教育局", "市数据局", "市发改委"]


def test_suspect_figures_are_shown_apart_and_in_no_sentence() -> None:
    assert rows(report(), "存疑数据") == [["item-5", "2020", "99所", "某报", ""]]
    sentences = [item for block in report().blocks if isinstance(block, Listing) for item in block.items]
    assert not any("99" in item for item in sentences)


def test_each_row_of_the_document_has_its_verdict() -> None:
    assert [row[-1] for row in rows(report(), "二、聚力大投资") if row[0].startswith("二.")] == [
        "完成",
        "未完成",
        "未完成",
        "待定",
        "待定",
        "待定",
        "待定",
        "完成",
        "常态工作",
    ]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["met", "exceeded"], "all_met"),
        (["met", "nearly_met"], "some_met"),
        (["missed", "nearly_met"], "none_met"),
        (["met", "no_data"], "open"),
        (["met", "behind"], "open"),
        ([], "no_parts"),
    ],
)
def test_a_row_counts_as_met_only_where_all_of_it_is(verdicts: list[str], expected: str) -> None:
    assert row_verdict(verdicts) == expected


def test_shares_of_results_add_up_to_a_hundred() -> None:
    shares = [row[2] for row in rows(report(), "结果构成")]
    assert shares[-1] == "100.0%"
    assert sum(float(share.removesuffix("%")) for share in shares[:-1]) == pytest.approx(100)


def test_leaders_stand_beside_no_result() -> None:
    with_leaders = [
        table.caption
        for _, table in tables(report())
        if any("张三" in cell.text for row in table.rows for cell in row)
    ]
    assert with_leaders == ["责任分工"]


def test_deliverables_and_tasks_are_listed() -> None:
    assert rows(report(), "节点任务（是/否）") == [
        ["乙河大桥", "建成", "2020年12月31日", "已实现", "完成", "市发改委"]
    ]
    assert "常态工作共1项" in words(report())


def test_every_measured_item_has_a_sentence() -> None:
    items = [item for block in report().blocks if isinstance(block, Listing) for item in block.items]
    assert "甲市固定资产投资增长5.4%，低于目标（8%以上）2.6个百分点，未完成。" in items
    assert sum(item.startswith("甲市") for item in items) == 9


def test_the_method_and_the_digests_come_last() -> None:
    headings = [block.text for block in report().blocks if isinstance(block, Heading) and block.level == 2]
    assert headings[-2:] == ["评价方法", "溯源"]
    origin = dict(rows(report(), "摘要与版本"))
    assert origin["方案摘要（SHA-256）"] == evaluated().plan.digest
    assert origin["数据摘要（SHA-256）"] == evaluated().actuals_digest
    assert origin["targetwatch"] == evaluated().version


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_trial_says_so_on_page_one_and_in_every_footer(lang: str) -> None:
    built = report(lang, trial=True)
    assert built.notice == TRIAL_NOTICE[lang]
    assert render_html(built).decode("utf-8").count(f">{TRIAL_NOTICE[lang]}<") >= 1


def test_no_trial_has_no_notice() -> None:
    assert report().notice == ""
    assert "试算" not in words(report())


def test_the_english_report_speaks_english() -> None:
    told = words(report("en"))
    assert "Of 8 targets 4 can be judged; no rate is given." in told
    assert "Item 3 in 甲市 came to 5.4%, 2.6 percentage points below the goal (at least 8%): missed." in told
    assert [row[4] for row in rows(report("en"), "Not met (binding first)")] == ["missed (binding)", "missed"]


def test_the_same_evaluation_gives_the_same_report() -> None:
    assert build_report(evaluated()) == report()


def test_a_hostile_plan_is_safe() -> None:
    goal = fixed(">=", "10", "个", "10个")
    name = {"zh": "<script>alert(1)</script>|$x$", "en": "<img src=x onerror=alert(1)>"}
    result = make_result(
        make_plan({"name": name, "measure": "total", "goal": goal}), {"value": 3, "unit": "个"}
    )
    page = render_html(build_report(result)).decode("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;|$x$" in page
    assert "<img src=x" not in render_html(build_report(result, "en")).decode("utf-8")


def test_a_plan_without_anything_measured_has_a_report() -> None:
    result = make_result(make_plan({"type": "task", "name": {"zh": "深化改革"}}))
    assert "常态工作1项" in words(build_report(result))


def test_regions_stand_in_the_plans_own_order() -> None:
    goal = fixed(">=", "10", "个", "10个")
    keys = {"measure": "total", "goal": goal, "regions": "each", "name": {"zh": "新增公园"}}
    plan = make_plan(keys, regions=["丙县", "乙县"])
    result = make_result(
        plan, {"region": "乙县", "value": 3, "unit": "个"}, {"region": "丙县", "value": 12, "unit": "个"}
    )
    built = build_report(result)
    assert [row[0] for row in rows(built, "按地区")] == ["丙县", "乙县"]
    assert "丙县新增公园12个，高于目标（10个）2个，超额完成。" in words(built)


def test_english_counts_agree_in_number() -> None:
    from targetwatch.report.firstpage import _count

    assert [_count(number, "task") for number in (0, 1, 2)] == ["0 tasks", "1 task", "2 tasks"]
