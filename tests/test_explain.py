"""Explanations: every step from the clause to the verdict, for commitments of every kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import targetwatch as tw

PLAN = """\
format: 1
id: jia-2025
title: 甲市2025年目标
document: {number: 甲政发〔2025〕1号}
region: 甲市
period: 2025
closes: 2026-03-31
tolerance: {share: 0.1个百分点, growth: 0.5个百分点}
nearly_met: 95%
exceeded: 100%
sections: [{id: 一, name: 主要目标}, {id: 二, name: 民生}]
commitments:
  - type: target
    id: new-jobs
    name: {zh: 新增城镇就业, en: New urban jobs}
    measure: total
    goal: 10万人以上
    owner: {units: [市人社局, 各县（市、区）政府]}
    source: {section: 二, row: 1, quote: 新增城镇就业10万人以上}
  - type: target
    id: gdp-growth
    name: {zh: 生产总值增长, en: GDP growth}
    measure: growth
    basis: real
    goal: 6.5%以上
    strength: strive
    owner: {units: [市统计局]}
    source: {section: 一, row: 1, quote: 力争生产总值增长6.5%以上}
  - type: target
    id: income-growth
    name: {zh: 居民收入增长, en: Income growth}
    measure: growth
    basis: real
    goal: {kind: relative, comparator: ">=", to: gdp-growth, offset: -0.5个百分点, text: 与经济增长基本同步}
    source: {section: 一, row: 2, quote: 居民收入增长与经济增长基本同步}
  - type: target
    id: research-share
    name: {zh: 研发投入强度, en: Research share}
    measure: share
    goal: 2.2%左右
    better: higher
    source: {section: 一, row: 3, quote: 研发投入强度2.2%左右}
  - type: target
    id: exports-growth
    name: {zh: 出口增长, en: Export growth}
    measure: growth
    basis: nominal
    goal: 6%—6.5%
    better: higher
    source: {section: 一, row: 4, quote: 出口增长6%—6.5%}
  - type: target
    id: new-stations
    name: {zh: 新增站点数, en: New stations}
    measure: total
    goal: 翻番
    baseline: {period: 2024}
    source: {section: 一, row: 5, quote: 新增站点数翻番}
  - type: target
    id: air
    name: {zh: 空气质量优良率, en: Good air}
    measure: share
    goal: {kind: external, issuer: 丙省, unit: "%", text: 完成省定目标}
    source: {section: 二, row: 3, quote: 空气质量优良率完成省定目标}
  - type: target
    id: approval-days
    name: {zh: 审批时间, en: Approval time}
    measure: level
    goal: 最多80天
    owner: {units: [市建设局]}
    source: {section: 二, row: 4, quote: 审批时间最多80天}
  - type: milestone
    id: east-line
    name: {zh: 建成东线, en: East line}
    event: 建成
    due: 2025-12-31
    source: {section: 二, row: 5, quote: 建成东线}
  - type: task
    id: reform
    name: {zh: 深化改革, en: Reform}
    source: {section: 二, row: 6, quote: 深化改革}
  - type: target
    id: standing
    name: {zh: 综合实力, en: Standing}
    measure: rank
    goal: {kind: stated, text: 居全省前列}
    source: {section: 一, row: 6, quote: 综合实力居全省前列}
  - type: target
    id: school-places
    name: {zh: 新增学位, en: School places}
    measure: total
    goal: 6000个以上
    owner: {units: [市教育局]}
    source: {section: 二, row: 7, quote: 新增学位6000个以上}
  - type: target
    id: primary-places
    name: {zh: 新增小学学位, en: Primary places}
    measure: total
    goal: 6000个以上
    part_of: school-places
    source: {section: 二, row: 7, quote: 新增小学学位6000个以上}
"""

ACTUALS = """\
indicator,period,value,unit,measure,basis,answer,date,authority,stage,published,source
新增城镇就业,2025,108000,人,,,,,unit,final,2026-01-20,人社局月报
新增城镇就业,2025,102000,人,,,,,statistics,final,2026-01-25,统计公报
新增城镇就业,2025,十万多,万人,,,,,department,final,2026-01-25,
生产总值增长,2025,5.4,%,growth,real,,,statistics,preliminary,2026-01-25,统计公报
居民收入增长,2025,5.0,%,growth,real,,,statistics,final,2026-01-25,
研发投入强度,2025,2.15,%,,,,,statistics,final,2026-02-25,
出口增长,2025,7.1,%,growth,nominal,,,statistics,final,2026-02-25,
新增站点数,2024,30,个,,,,,department,final,2025-02-25,
新增站点数,2025,65,个,,,,,department,final,2026-02-25,
建成东线,2025,,,,,yes,2026-01-30,department,final,2026-02-02,
综合实力,2025,,,,,yes,,unit,,2026-02-02,
新增小学学位,2025,6200,个,,,,,department,final,2026-02-25,
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tw.Evaluation:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    (folder / "actuals.csv").write_text(ACTUALS, "utf-8")
    return tw.evaluate(folder / "plan.yaml", folder / "actuals.csv")


def steps(result: tw.Evaluation, commitment: str, lang: str) -> dict[str, tuple[str, ...]]:
    return dict(result.explain(commitment).steps(lang))


def test_a_total_is_explained_from_clause_to_verdict_in_chinese(result: tw.Evaluation) -> None:
    assert result.explain("new-jobs").text("zh") == (
        "甲市 · 新增城镇就业（new-jobs） · 2025年 · 截至2026-03-31\n"
        "\n"
        "1. 原文\n"
        "   “新增城镇就业10万人以上” [二·1]\n"
        "   出自：甲政发〔2025〕1号\n"
        "2. 目标\n"
        "   ≥ 10万人，“10万人以上”，含本数\n"
        "   累计总量，确保类\n"
        "   责任单位：市人社局、各县（市、区）政府（市人社局牵头）\n"
        "3. 采用的数据\n"
        "   actuals.csv:3：102000人，2025年，统计部门，最终核实，2026-01-25发布，来源：统计公报\n"
        "4. 未采用的数据\n"
        "   actuals.csv:2：108000人，2025年，单位自报，最终核实，2026-01-20发布，来源：人社局月报"
        " → 有更权威或更新的数据\n"
        "   actuals.csv:4：剔除：填了文字，没有填数值"
        "（实际为 十万多，应为 数值，如 10.2、超过2.5、4.8—5.1）\n"
        "5. 换算\n"
        "   102000人 (× 0.0001) = 10.2万人\n"
        "6. 比较\n"
        "   10.2万人 ≥ 10万人：成立\n"
        "   差距 +0.2万人\n"
        "   完成率 102.0%\n"
        "7. 结论\n"
        "   ★ 超额完成：达到目标\n"
        "   甲市新增城镇就业10.2万人（最终核实），高于目标（10万人以上）0.2万人，超额完成。"
    )


def test_a_relative_goal_is_explained_with_its_reference_in_english(result: tw.Evaluation) -> None:
    told = steps(result, "income-growth", "en")
    assert told["Goal"][0] == (
        "≥ 4.9%, “与经济增长基本同步”, the bound counts as reached, set against another target"
    )
    assert told["Figures used"] == (
        "actuals.csv:6: 5%, 2025, growth, real, statistics office, final, published 2026-01-25",
        "actuals.csv:5: 5.4%, 2025, growth, real, statistics office, preliminary, published 2026-01-25,"
        " source: 统计公报 [reference]",
    )
    assert told["Baseline and reference"] == (
        "goal = actual of GDP growth (gdp-growth) - 0.5 percentage points",
    )
    assert told["Comparison"] == ("5% ≥ 4.9%: true", "gap +0.1 percentage points")
    assert told["Verdict"][0] == "● met: the comparator holds"
    assert told["Verdict"][-1] == "provisional: not all figures are final"


def test_a_missed_growth_is_false_by_its_points(result: tw.Evaluation) -> None:
    assert steps(result, "gdp-growth", "zh")["比较"] == ("5.4% ≥ 6.5%：不成立", "差距 -1.1个百分点")


def test_a_goal_met_by_its_tolerance_says_so(result: tw.Evaluation) -> None:
    told = steps(result, "research-share", "zh")
    assert told["目标"][0] == "≈ 2.2% ± 0.1个百分点，“2.2%左右”"
    assert told["比较"][0] == "2.15% ≈ 2.2% ± 0.1个百分点：在认可区间内"
    assert told["结论"][-1] == "依靠认可区间才成立"


def test_a_range_tells_on_which_side_the_actual_lies(result: tw.Evaluation) -> None:
    assert steps(result, "exports-growth", "zh")["比较"] == (
        "7.1% ∈ 6% – 6.5%：优于目标区间",
        "差距 +0.6个百分点",
    )


def test_a_multiple_shows_its_baseline_and_the_row_it_comes_from(result: tw.Evaluation) -> None:
    told = steps(result, "new-stations", "zh")
    assert told["采用的数据"][1] == "actuals.csv:9：30个，2024年，主管部门，最终核实，2025-02-25发布 [基数]"
    assert told["基数和参照"] == ("基数：30个 2024年", "目标 = 基数 × 2")
    assert told["比较"][0] == "65个 ≥ 60个：成立"


def test_an_external_goal_names_its_issuer(result: tw.Evaluation) -> None:
    told = steps(result, "air", "zh")
    assert told["目标"][0] == "“完成省定目标”，由丙省下达"
    assert told["结论"][0] == "？ 无法评价：目标值未提供"


def test_a_missing_figure_names_who_must_send_it(result: tw.Evaluation) -> None:
    told = steps(result, "approval-days", "en")
    assert told["Figures used"] == ("no figure could be used", "due from 市建设局")
    assert told["Verdict"][0] == "— no data: due and not submitted"
    assert "Comparison" not in told


def test_a_milestone_compares_its_day(result: tw.Evaluation) -> None:
    told = steps(result, "east-line", "zh")
    assert told["目标"][0] == "节点任务：建成，时限 2025年12月31日，确保类"
    assert told["比较"] == ("报告日期 2026-01-30 > 时限 2025-12-31",)
    assert told["结论"][0] == "■ 未完成：逾期完成"


def test_a_task_is_not_judged(result: tw.Evaluation) -> None:
    told = steps(result, "reform", "en")
    assert told["Goal"] == ("standing work: not measured, not judged",)
    assert "Verdict" not in told


def test_a_goal_in_words_needs_a_named_judge(result: tw.Evaluation) -> None:
    told = steps(result, "standing", "zh")
    assert told["目标"][0] == "“居全省前列”，文字目标，没有数值，凭有权认定者的是／否评价"
    assert told["结论"][0] == "？ 无法评价：仅单位自报，未经认定"


def test_a_parent_lists_its_parts_and_asks_nobody(result: tw.Evaluation) -> None:
    told = steps(result, "school-places", "zh")
    assert "采用的数据" not in told
    assert told["结论"][-1] == "分项 新增小学学位（primary-places）：★ 超额完成"


def test_an_unknown_id_names_the_nearest(result: tw.Evaluation) -> None:
    with pytest.raises(tw.UnknownIdError) as caught:
        result.explain("gdp-grwth")
    assert caught.value.nearest[0] == "gdp-growth"


def test_an_unknown_region_names_those_there_are(result: tw.Evaluation) -> None:
    with pytest.raises(tw.UnknownIdError, match="found region '乙县', expected one of 甲市"):
        result.explain("new-jobs", region="乙县")
    with pytest.raises(tw.UnknownIdError, match="found period '2024', expected one of 2025"):
        result.explain("new-jobs", period="2024年")


def test_every_commitment_can_be_explained_in_both_languages(result: tw.Evaluation) -> None:
    for commitment in result.plan:
        for lang in ("zh", "en"):
            assert commitment.source.quote in result.explain(commitment.id).text(lang)


def test_an_explanation_shows_itself_escaped(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("甲政发〔2025〕1号", "<b>1</b>"), "utf-8")
    (tmp_path / "actuals.csv").write_text(ACTUALS, "utf-8")
    html = tw.evaluate(tmp_path / "plan.yaml", tmp_path / "actuals.csv").explain("air")._repr_html_()
    assert "&lt;b&gt;1&lt;/b&gt;" in html
    assert "<script" not in html


def test_part_of_a_year_is_explained_by_the_pace(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "actuals.csv").write_text(
        "indicator,period,value,unit,published\n"
        "新增城镇就业,2025-01/2025-03,1.5,万人,2025-04-10\n"
        "新增城镇就业,2025-04,0.8,万人,2025-05-10\n"
        "新增城镇就业,2025-05,0.9,万人,2025-06-10\n",
        "utf-8",
    )
    result = tw.evaluate(tmp_path / "plan.yaml", tmp_path / "actuals.csv", as_of=date(2025, 5, 31))
    told = steps(result, "new-jobs", "zh")
    assert told["换算"] == ("2 行合为 2.3万人",)
    assert told["比较"] == ("2025年1—4月：实际 2.3万人，届时应达 3.33万人，全期目标 ≥ 10万人",)
    assert told["结论"][0] == "▼ 欠进度：落后序时进度"
    assert told["未采用的数据"] == (
        "actuals.csv:4：0.9万人，2025年5月，来源级别未注明，阶段未注明，2025-06-10发布 → 截止日尚未发布",
    )
