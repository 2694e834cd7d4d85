"""A plan as a whole: its cross-checks, warnings, source document, digest and look-ups."""

from __future__ import annotations

import pickle
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from targetwatch.bands import Band
from targetwatch.goals import FixedGoal
from targetwatch.plan import Plan, check_plan, load_plan

HEAD = """\
format: 1
id: jia-2020
title: 甲市2020年目标任务
region: 甲市
period: 2020
tolerance: {share: 0.1个百分点, total: 5%}
regions: [乙县, 丙县]
units: [筐]
leaders: [张三, 李四]
organisations: {市发展局: [市发改局], 市财政局: []}
sections:
  - {id: 一, name: 投资, groups: [{id: 1, name: 项目}, {id: 2, name: 平台}]}
  - {id: 二, name: 民生}
commitments:
"""
GDP = """\
  - type: target
    id: gdp-growth
    name: {zh: 生产总值增长, en: GDP growth}
    measure: growth
    basis: real
    goal: 6.5%以上
    source: {quote: 生产总值增长6.5%以上}
"""


def item(identity: str = "it", kind: str = "target", **changes: str) -> str:
    """One commitment: a total of 60 stations unless changed; an empty change leaves a key out."""
    written = {
        "name": f"充电站{identity}",
        "measure": "total",
        "goal": "60座以上",
        "source": "{quote: 充电站60座以上}",
    }
    if kind != "target":
        written = {"name": f"充电站{identity}", "source": "{quote: 建成充电站}"}
    written |= changes
    lines = [f"    {key}: {value}\n" for key, value in written.items() if value]
    return f"  - type: {kind}\n    id: {identity}\n" + "".join(lines)


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def check(folder: Path, *items: str, head: str = HEAD, level: str = "error") -> list[str]:
    """The problems of one level: key path, found, expected and hint."""
    path = write(folder, head + "".join(items))
    found = [problem for problem in check_plan(path) if problem.level == level]
    return [
        f"{each.key}: {each.found} / {each.expected}" + (f" ({each.hint})" if each.hint else "")
        for each in found
    ]


def load(folder: Path, *items: str, head: str = HEAD) -> Plan:
    return load_plan(write(folder, head + "".join(items)))


# --- units, measures, baselines


def test_a_plan_without_faults_has_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, GDP, item()) == []


@pytest.mark.parametrize(
    ("measure", "goal", "quote", "expected"),
    [
        ("growth", "8家以上", "企业8家以上", "% for a growth"),
        ("growth", "8个百分点以上", "提高8个百分点以上", "% for a growth"),
        ("share", "8万人以上", "占比8万人以上", "% for a share"),
        ("points", "8%以上", "提高8%以上", "个百分点 for points"),
        ("total", "8%以上", "投资增长8%以上", "an amount with its unit for a total"),
        ("level", "0.5个百分点以上", "提高0.5个百分点以上", "an amount with its unit for a level"),
        ("rank", "3万元以上", "位次3万元以上", "no unit, or 位, for a rank"),
        ("index", "3亩以上", "指数3亩以上", "no unit, points of a score or % for an index"),
    ],
)
def test_a_unit_that_does_not_fit_its_measure_is_told(
    tmp_path: Path, measure: str, goal: str, quote: str, expected: str
) -> None:
    (told,) = check(tmp_path, item(measure=measure, goal=goal, source=f"{{quote: {quote}}}"))
    assert told.startswith("commitments.0.goal: the unit ")
    assert f"with the measure {measure} / {expected}" in told


@pytest.mark.parametrize("measure", ["total", "level", "growth", "share", "points"])
def test_a_goal_without_a_unit_is_told(tmp_path: Path, measure: str) -> None:
    goal = '{kind: fixed, comparator: ">=", value: 60}'
    (told,) = check(tmp_path, item(measure=measure, goal=goal))
    assert told.startswith("commitments.0.goal.unit: a goal without a unit / ")


def test_a_rank_needs_no_unit(tmp_path: Path) -> None:
    assert check(tmp_path, item(measure="rank", goal="前三", source="{quote: 居全省前三}")) == []


def long_goal(unit: str) -> str:
    return f'{{kind: fixed, comparator: ">=", value: 60, unit: {unit}}}'


def test_an_unknown_unit_is_told_with_the_nearest(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(goal=long_goal("平方公理")))
    assert told == (
        "commitments.0.goal.unit: the unit '平方公理' / a known unit "
        "(nearest: 平方公里, 筐; or declare it in the plan's units)"
    )


def test_a_unit_of_the_plan_is_known(tmp_path: Path) -> None:
    assert check(tmp_path, item(goal="60筐以上", source="{quote: 水果60筐以上}")) == []


def test_a_multiple_needs_a_baseline(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(goal="翻番", source="{quote: 充电站数翻番}"))
    assert told == (
        "commitments.0.goal: a multiple without a baseline / the key 'baseline' with a period or a value "
        "(baseline: {period: 2019})"
    )


@pytest.mark.parametrize("period", ["2020", "2021", "2019/2020", "2020-03"])
def test_a_baseline_period_that_is_not_before_the_target_s_is_told(tmp_path: Path, period: str) -> None:
    (told,) = check(tmp_path, item(baseline=f"{{value: 50, unit: 座, period: {period}}}"))
    assert told.startswith("commitments.0.baseline.period: the baseline period ")


def test_a_baseline_period_before_the_target_s_own_is_fine(tmp_path: Path) -> None:
    assert check(tmp_path, item(period="2021", baseline="{value: 50, unit: 座, period: 2020}")) == []


def test_a_baseline_in_another_dimension_is_told(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(baseline="{value: 50, unit: 亿元, period: 2019}"))
    assert told == "commitments.0.baseline.unit: the baseline's unit '亿元' / a unit that fits the goal's, 座"


def test_a_baseline_in_another_unit_of_the_dimension_is_fine(tmp_path: Path) -> None:
    assert check(tmp_path, item(baseline="{value: 5, unit: 万个, period: 2019}")) == []


def test_a_baseline_value_without_a_unit_is_told(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(baseline="{value: 50}"))
    assert told == "commitments.0.baseline.unit: a baseline value without a unit / its unit, such as 座"


# --- direction and bands


def share(goal: str = "2.2%左右", **changes: str) -> str:
    return item(measure="share", goal=goal, source=f"{{quote: 占比{goal}}}", **changes)


def test_about_needs_a_side(tmp_path: Path) -> None:
    assert check(tmp_path, share()) == [
        "commitments.0.goal: the comparator '~=' without better / better: higher, lower or closer"
    ]


def test_a_range_needs_a_side(tmp_path: Path) -> None:
    (told,) = check(tmp_path, share("6%—6.5%"))
    assert told.startswith("commitments.0.goal: the comparator 'in' without better")


@pytest.mark.parametrize(
    ("goal", "better"),
    [("60座以上", "lower"), ("60座以上", "closer"), ("不超过60座", "higher"), ("突破60座", "lower")],
)
def test_a_better_that_contradicts_the_comparator_is_told(tmp_path: Path, goal: str, better: str) -> None:
    (told,) = check(tmp_path, item(goal=goal, better=better, source=f"{{quote: 充电站{goal}}}"))
    assert told.startswith(f"commitments.0.better: better: {better}, with the comparator")


def test_a_better_that_agrees_is_fine(tmp_path: Path) -> None:
    assert check(tmp_path, item(better="higher")) == []


def test_about_without_any_tolerance_is_told(tmp_path: Path) -> None:
    made = item(measure="growth", goal="8%左右", better="higher", source="{quote: 投资增长8%左右}")
    assert check(tmp_path, made) == [
        "commitments.0.goal: 左右 (~=) without a tolerance / a tolerance of the target, or the plan's for "
        "growth (tolerance: 0.1个百分点)"
    ]


def test_about_with_its_own_tolerance_is_fine(tmp_path: Path) -> None:
    made = item(
        measure="growth",
        goal="8%左右",
        better="higher",
        tolerance="0.2个百分点",
        source="{quote: 投资增长8%左右}",
    )
    assert check(tmp_path, made) == []


def test_a_tolerance_in_percent_is_refused_for_rates(tmp_path: Path) -> None:
    assert check(tmp_path, share(better="higher", tolerance="5%")) == [
        "commitments.0.tolerance: the band 5% for share / a band in 个百分点 (write 5个百分点)"
    ]


@pytest.mark.parametrize("key", ["tolerance", "nearly_met", "pace_margin"])
@pytest.mark.parametrize("measure", ["growth", "share", "points"])
def test_a_plan_s_band_in_percent_is_refused_for_rates(tmp_path: Path, key: str, measure: str) -> None:
    head = HEAD.replace("tolerance: {share: 0.1个百分点, total: 5%}\n", f"{key}: {{{measure}: 95%}}\n")
    (told,) = check(tmp_path, item(), head=head)
    assert told.startswith(f"{key}.{measure}: the band 95% for {measure} / a band in 个百分点")


@pytest.mark.parametrize(("written", "found"), [("nearly_met: 105%", "105%"), ("exceeded: 90%", "90%")])
def test_a_band_on_the_wrong_side_of_the_goal_is_told_once(tmp_path: Path, written: str, found: str) -> None:
    (told,) = check(tmp_path, item(), head=HEAD.replace("commitments:", f"{written}\ncommitments:"))
    assert told.startswith(f"{written.split(':')[0]}: {found} / a completion rate")


def test_rounded_comparison_needs_digits(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(compare="rounded"))
    assert told.startswith("commitments.0.compare: compare: rounded without digits")


# --- relative goals and parts


def keeping_pace(goal: str, **changes: str) -> str:
    base = {
        "name": "一般公共预算收入增长",
        "measure": "growth",
        "basis": "real",
        "source": "{quote: 收入增长与经济增长基本同步}",
    }
    return item("revenue", goal=goal, **{**base, **changes})


def test_a_relative_goal_with_all_it_needs_is_fine(tmp_path: Path) -> None:
    goal = "{kind: relative, to: gdp-growth, offset: -0.5个百分点}"
    assert check(tmp_path, GDP, keeping_pace(goal)) == []


def test_keeping_pace_needs_an_offset(tmp_path: Path) -> None:
    (told,) = check(tmp_path, GDP, keeping_pace("{kind: relative, to: gdp-growth}"))
    assert told.startswith("commitments.1.goal: 基本同步 without an offset")


def test_a_relative_goal_names_a_target_that_is_there(tmp_path: Path) -> None:
    (told,) = check(tmp_path, GDP, keeping_pace("{kind: relative, to: gdp-grwth, offset: 0}"))
    assert told == (
        "commitments.1.goal.to: the id 'gdp-grwth' / the id of a target of the plan (nearest: gdp-growth)"
    )


def test_the_bases_of_a_relative_goal_are_stated(tmp_path: Path) -> None:
    goal = "{kind: relative, to: gdp-growth, offset: 0}"
    (told,) = check(tmp_path, GDP, keeping_pace(goal, basis=""))
    assert "the bases revenue: not stated, gdp-growth: real" in told


def test_or_mixed_bases_are_accepted(tmp_path: Path) -> None:
    goal = "{kind: relative, to: gdp-growth, offset: 0, mixed_basis: accepted}"
    assert check(tmp_path, GDP, keeping_pace(goal, basis="")) == []


def test_an_offset_of_a_growth_is_in_points(tmp_path: Path) -> None:
    (told,) = check(tmp_path, GDP, keeping_pace("{kind: relative, to: gdp-growth, offset: -0.5%}"))
    assert told == "commitments.1.goal.offset: the offset '-0.5%' / an offset in 个百分点"


def test_a_reference_to_a_target_with_faults_of_its_own_is_no_second_problem(tmp_path: Path) -> None:
    broken = GDP.replace("measure: growth", "measure: growht")
    (told,) = check(tmp_path, broken, keeping_pace("{kind: relative, to: gdp-growth, offset: 0}"))
    assert told.startswith("commitments.0.measure")


def test_a_relative_goal_compares_what_is_of_one_measure(tmp_path: Path) -> None:
    goal = "{kind: relative, to: it, offset: 0}"
    (told,) = check(tmp_path, item(), keeping_pace(goal))
    assert told.startswith("commitments.1.goal.to: the measure total of 'it'")


def test_the_region_of_a_relative_goal_is_known(tmp_path: Path) -> None:
    goal = "{kind: relative, to: gdp-growth, region: 乙市, offset: 0}"
    (told,) = check(tmp_path, GDP, keeping_pace(goal))
    assert told.startswith("commitments.1.goal.region: the region '乙市'")


def test_a_part_names_a_commitment_that_is_there(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item("whole"), item("part", part_of="whle"))
    assert (
        told == "commitments.1.part_of: the id 'whle' / the id of a commitment of the plan (nearest: whole)"
    )


def test_a_circle_of_parts_is_told_once(tmp_path: Path) -> None:
    told = check(tmp_path, item("a", part_of="b"), item("b", part_of="c"), item("c", part_of="a"))
    assert told == ["commitments.0.part_of: the circle a → b → c → a / references that end"]


def test_a_circle_of_references_is_told(tmp_path: Path) -> None:
    goal = "{{kind: relative, to: {}, offset: 0}}"
    one = keeping_pace(goal.format("other"))
    other = keeping_pace(goal.format("revenue"), name="税收收入增长").replace("id: revenue", "id: other")
    assert check(tmp_path, one, other) == [
        "commitments.0.goal.to: the circle revenue → other → revenue / references that end"
    ]


# --- ids, names, sections, owners, dates


def test_two_targets_with_one_id_are_told(tmp_path: Path) -> None:
    told = check(tmp_path, item("a"), item("a", name="加油站"))
    assert len(told) == 1
    assert told[0].startswith("commitments.1.id: the id 'a' again / each id once (first at ")


def test_a_name_that_serves_two_targets_of_one_measure_is_told(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item("a", name="充电站"), item("b", name="换电站", aliases="[充 电 站]"))
    assert told.startswith(
        "commitments.1.aliases.0: the name '充 电 站', which 'a' of the measure total has too"
    )


def test_a_name_may_serve_targets_of_two_measures(tmp_path: Path) -> None:
    level = item("b", name="充电站", measure="level")
    assert check(tmp_path, item("a", name="充电站"), level) == []


def test_a_name_may_serve_targets_of_two_periods(tmp_path: Path) -> None:
    assert check(tmp_path, item("a", name="充电站"), item("b", name="充电站", period="2021")) == []


def test_a_section_is_one_of_the_plan_s(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(source="{section: 三, quote: 充电站60座以上}"))
    assert (
        told
        == "commitments.0.source.section: the section '三' / the id of a section of the plan (known: 一, 二)"
    )


def test_a_group_is_one_of_its_section_s(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(source="{section: 一, group: 3, quote: 充电站60座以上}"))
    assert told == "commitments.0.source.group: the group 3 / a group of section 一 (known: 1, 2)"


def test_each_region_needs_regions(tmp_path: Path) -> None:
    head = HEAD.replace("regions: [乙县, 丙县]\n", "")
    (told,) = check(tmp_path, item(regions="each"), head=head)
    assert told.startswith("commitments.0.regions: regions: each in a plan without regions")


def test_a_unit_is_listed_once(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item(owner="{units: [市财政局, 市发展局, 市财政局]}"))
    assert told == "commitments.0.owner.units.2: '市财政局' 2 times / each name once"


def test_a_variant_is_of_one_organisation(tmp_path: Path) -> None:
    head = HEAD.replace("市财政局: []", "市财政局: [市发改局]")
    (told,) = check(tmp_path, item(), head=head)
    assert told.startswith("organisations.市财政局.0: the name '市发改局', which is of '市发展局' too")


@pytest.mark.parametrize("weight", ["0", "-1"])
def test_a_weight_is_above_zero(tmp_path: Path, weight: str) -> None:
    (told,) = check(tmp_path, item(weight=weight))
    assert told == f"commitments.0.weight: the weight {weight} / a weight above 0"


def test_nothing_is_due_before_the_period(tmp_path: Path) -> None:
    (told,) = check(tmp_path, item("road", "milestone", due="2019-12-31"))
    assert told == "commitments.0.due: due 2019-12-31 / a day not before the period, 2020-01-01"


def amended(*days: str) -> str:
    each = [f"{{date: {day}, document: 文, goal: {place + 50}座以上}}" for place, day in enumerate(days)]
    return item(amendments=f"[{', '.join(each)}]")


def test_amendments_stand_in_the_order_of_their_dates(tmp_path: Path) -> None:
    (told,) = check(tmp_path, amended("2020-05-01", "2020-04-01"))
    assert told.startswith("commitments.0.amendments.1.date: the date 2020-04-01 after 2020-05-01")


def test_an_unreadable_period_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    head = HEAD.replace("period: 2020", "period: 去年")
    told = check(tmp_path, item(due="2019-01-01", weight="0"), head=head)
    assert [each.split(":")[0] for each in told] == ["period", "commitments.0.weight"]


# --- quotes and the source document


@pytest.mark.parametrize(
    ("goal", "quote", "fits"),
    [
        ("60座以上", "新建充电站60座以上", True),
        ("60座以上", "充电站，新建60座以上、改造20座以上", True),
        ("0.6万座以上", "新建充电站6000座以上", True),
        ("60座", "新建充电站60座", True),
        ("60座以上", "新建充电站60座", True),
        ("60座以上", "新建充电站80座以上", False),
        ("60座以上", "新建充电站超过60座", False),
        ("60座以上", "新建充电站60公里以上", False),
        ("60座以上", "大力建设充电站", False),
    ],
)
def test_the_goal_is_read_from_the_quote(tmp_path: Path, goal: str, quote: str, fits: bool) -> None:
    told = check(tmp_path, item(goal=goal, source=f"{{quote: '{quote}'}}"))
    assert [each.split(":")[0] for each in told] == ([] if fits else ["commitments.0.source.quote"])


def test_a_goal_of_another_authority_needs_only_a_quote(tmp_path: Path) -> None:
    made = item(
        measure="growth", goal='{kind: external, unit: "%", issuer: 丙省}', source="{quote: 完成省定目标}"
    )
    assert check(tmp_path, made) == []


DOCUMENT = "甲市人民政府\n\n一、新建充电站 60 座\n以上。二、建成环城公路。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_quote_stands_in_the_document_white_space_aside(tmp_path: Path, encoding: str) -> None:
    plan = write(tmp_path, HEAD + item(source="{quote: 新建 充电站60座以上}"))
    document = tmp_path / "document.txt"
    document.write_bytes(DOCUMENT.encode(encoding))
    assert check_plan(plan, document) == []


def test_a_quote_that_the_document_does_not_have_is_told_with_the_nearest_passage(tmp_path: Path) -> None:
    plan = write(tmp_path, HEAD + item("road", "milestone", source="{quote: 建成绕城公路}"))
    (problem,) = check_plan(plan, write(tmp_path, DOCUMENT, "document.txt"))
    assert problem.text().replace(f"{tmp_path}/", "") == (
        "plan.yaml:18:21: commitments.0.source.quote: found the quote '建成绕城公路', which the document "
        "does not have, expected a clause of the document, word for word (nearest passage: '建成环城公路')"
    )


def test_a_document_that_is_no_text_is_told(tmp_path: Path) -> None:
    plan = write(tmp_path, HEAD + item())
    document = tmp_path / "document.docx"
    document.write_bytes(b"PK\x03\x04\x00\x00")
    (problem,) = check_plan(plan, document)
    assert problem.found == "a document that is no text in UTF-8 or GB18030"


# --- warnings


def warnings(folder: Path, *items: str) -> list[str]:
    return check(folder, *items, level="warning")


@pytest.mark.parametrize(
    ("name", "basis", "usual"),
    [
        ("生产总值增长", "nominal", "real"),
        ("规上工业增加值增长", "comparable", "real"),
        ("固定资产投资增长", "nominal", "comparable"),
        ("一般公共预算收入增长", "real", "nominal"),
        ("社会消费品零售总额增长", "real", "nominal"),
        ("城镇居民人均可支配收入增长", "nominal", "real"),
    ],
)
def test_an_unusual_basis_is_a_warning(tmp_path: Path, name: str, basis: str, usual: str) -> None:
    made = {"measure": "growth", "goal": "8%以上", "source": f"{{quote: {name}8%以上}}", "name": name}
    assert warnings(tmp_path, item(basis=basis, **made)) == [
        f"commitments.0.basis: basis: {basis} / {usual}, as its growth is usually published"
    ]
    assert warnings(tmp_path, item(basis=usual, **made)) == []


@pytest.mark.parametrize("profile", ["", "linear"])
def test_what_is_certified_at_the_year_s_end_has_that_profile(tmp_path: Path, profile: str) -> None:
    made = {"goal": "60家以上", "source": "{quote: 认定高新企业60家以上}"}
    (told,) = warnings(tmp_path, item(profile=profile, **made))
    assert told.startswith("commitments.0.profile: 认定 without profile: at_end")
    assert warnings(tmp_path, item(profile="at_end", **made)) == []


def test_a_quote_that_strives_against_a_commitment_is_a_warning(tmp_path: Path) -> None:
    made = {"source": "{quote: 力争充电站60座以上}"}
    (told,) = warnings(tmp_path, item(**made))
    assert told.startswith("commitments.0.strength: strength: commit, with a quote that strives")
    assert warnings(tmp_path, item(strength="strive", **made)) == []


def test_all_households_do_not_stand_in_for_two(tmp_path: Path) -> None:
    made = item(name="城乡居民收入", aliases="[全体居民人均收入]")
    assert [each.split(":")[0] for each in warnings(tmp_path, made)] == [
        "commitments.0.name",
        "commitments.0.aliases.0",
    ]


def test_an_owner_that_the_plan_does_not_list_is_a_warning(tmp_path: Path) -> None:
    owner = "{leaders: [张三], units: [市财政居, 各县（市、区）政府, 市发改局]}"
    assert warnings(tmp_path, item(owner=owner)) == [
        "commitments.0.owner.units.0: '市财政居', which the plan does not list / "
        "a name in the plan's organisations (nearest: 市财政局)"
    ]


def test_warnings_do_not_stop_a_plan(tmp_path: Path) -> None:
    assert len(load(tmp_path, item(source="{quote: 力争充电站60座以上}"))) == 1


# --- digest


def digest(folder: Path, *items: str, head: str = HEAD) -> str:
    return load(folder, *items, head=head).digest


def test_the_digest_is_a_sha_256(tmp_path: Path) -> None:
    assert len(digest(tmp_path, item())) == 64
    assert int(digest(tmp_path, item()), 16)


def test_files_comments_and_order_do_not_change_the_digest(tmp_path: Path) -> None:
    one = tmp_path / "one"
    many = tmp_path / "many"
    one.mkdir()
    many.mkdir()
    write(one, HEAD + GDP + item())
    write(many, "# a comment\n" + HEAD.replace("commitments:\n", ""))
    write(many, "format: 1\ncommitments:\n" + item(), "1-stations.yaml")
    write(many, "format: 1\ncommitments:  # GDP\n" + GDP, "2-gdp.yaml")
    assert load_plan(one / "plan.yaml").digest == load_plan(one).digest == load_plan(many).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": '{kind: fixed, comparator: ">=", value: 60.0, unit: 座}'},
        {"goal": '">=60座"'},
        {"strength": "commit"},
        {"tolerance": "~"},
        {"status": "active"},
        {"owner": "{leaders: []}"},
        {"period": ""},
    ],
)
def test_what_says_the_same_has_the_same_digest(tmp_path: Path, changes: dict[str, str]) -> None:
    assert digest(tmp_path, item(**changes)) == digest(tmp_path, item())


@pytest.mark.parametrize(
    "changes",
    [
        {"goal": "60座"},
        {"goal": "突破60座", "source": "{quote: 充电站突破60座}"},
        {"strength": "strive"},
        {"measure": "level"},
        {"name": "别的"},
        {"tolerance": "5%"},
        {"weight": "2"},
    ],
)
def test_what_says_something_else_has_another_digest(tmp_path: Path, changes: dict[str, str]) -> None:
    assert digest(tmp_path, item(**changes)) != digest(tmp_path, item())


def test_the_type_of_a_commitment_is_in_the_digest(tmp_path: Path) -> None:
    assert digest(tmp_path, item(kind="milestone")) != digest(tmp_path, item(kind="task"))


# --- look-ups


def test_a_plan_is_looked_up_by_id(tmp_path: Path) -> None:
    plan = load(tmp_path, GDP, item(), item("road", "milestone"), item("work", "task"))
    assert [each.id for each in plan] == ["gdp-growth", "it", "road", "work"]
    assert [len(each) for each in (plan.targets, plan.milestones, plan.tasks)] == [2, 1, 1]
    assert plan["road"].type == "milestone"
    assert "road" in plan
    assert "rod" not in plan
    with pytest.raises(KeyError):
        plan["rod"]


def test_a_plan_is_frozen_hashable_and_survives_pickling(tmp_path: Path) -> None:
    plan = load(tmp_path, GDP)
    again = pickle.loads(pickle.dumps(plan))
    assert again == plan
    assert hash(again) == hash(plan)
    frozen: Any = plan
    with pytest.raises(AttributeError):
        frozen.record = None


def test_names_are_found_in_both_languages_and_by_alias(tmp_path: Path) -> None:
    plan = load(tmp_path, GDP, item(aliases="[ＧＤＰ 充电, 公共充电站]"))
    assert plan.find("GDP growth") == plan.find("生产总值 增长") == plan.find("gdp-growth") == ("gdp-growth",)
    assert plan.find("GDP充电") == ("it",)
    assert plan.find("别的") == ()


def test_one_name_may_find_several(tmp_path: Path) -> None:
    plan = load(tmp_path, item("a", name="充电站"), item("b", name="充电站", measure="level"))
    assert plan.find("充电站") == ("a", "b")


def test_the_nearest_ids_are_named(tmp_path: Path) -> None:
    plan = load(tmp_path, GDP, item())
    assert plan.nearest("gdp-grwth") == ("gdp-growth",)
    assert plan.nearest("生产总值的增长") == ("gdp-growth",)


def test_rows_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    plan = load(
        tmp_path,
        item("a", source="{section: 二, row: 1, quote: 充电站60座以上}"),
        item("b", source="{section: 一, group: 2, row: 1, quote: 充电站60座以上}"),
        item("c", source="{section: 一, group: 1, row: 10, quote: 充电站60座以上}"),
        item("d", source="{section: 一, group: 1, row: 2, quote: 充电站60座以上}"),
        item("e", source="{section: 一, group: 1, row: 2, quote: 充电站60座以上}"),
    )
    assert list(plan.rows.items()) == [
        (("一", 1, 2), ("d", "e")),
        (("一", 1, 10), ("c",)),
        (("一", 2, 1), ("b",)),
        (("二", None, 1), ("a",)),
    ]


def test_parts_are_known_by_their_whole(tmp_path: Path) -> None:
    plan = load(tmp_path, item("whole"), item("a", part_of="whole"), item("b", part_of="whole"))
    assert plan.parts_of("whole") == ("a", "b")
    assert plan.parts_of("a") == ()


def test_variants_of_a_unit_have_one_name(tmp_path: Path) -> None:
    plan = load(tmp_path, item())
    assert plan.canonical_unit("市发改局") == plan.canonical_unit("市发展局") == "市发展局"
    assert plan.canonical_unit("某办") == "某办"


def test_collective_units_are_known(tmp_path: Path) -> None:
    plan = load(tmp_path, item(), head=HEAD.replace("units: [筐]", "units: [筐]\ncollective: [工程指挥部]"))
    collective = ["各县（市、区）政府", "市级相关单位", "市级有关部门", "工程指挥部", "市财政局"]
    assert [plan.is_collective(name) for name in collective] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("as_of", "value"),
    [(date(2020, 4, 30), 60), (date(2020, 5, 1), 50), (date(2020, 9, 1), 51), (date(2021, 3, 31), 51)],
)
def test_the_goal_in_force_is_that_of_the_latest_amendment(tmp_path: Path, as_of: date, value: int) -> None:
    plan = load(tmp_path, amended("2020-05-01", "2020-09-01"))
    goal = plan.goal_in_force(plan.targets[0], as_of)
    assert isinstance(goal, FixedGoal)
    assert goal.value == value


def test_the_owner_is_the_one_in_office(tmp_path: Path) -> None:
    plan = load(tmp_path, item(owner="[{units: [市发展局]}, {from: 2020-07-01, units: [市财政局]}]"))
    units = [plan.owner_at(plan["it"], day).units for day in (date(2020, 6, 30), date(2020, 7, 1))]
    assert units == [("市发展局",), ("市财政局",)]


def test_bands_are_the_target_s_own_or_the_plan_s(tmp_path: Path) -> None:
    head = HEAD.replace("commitments:", "nearly_met: 95%\nexceeded: 100%\ncommitments:")
    plan = load(tmp_path, item("a"), item("b", tolerance="3座"), GDP, head=head)
    a, b, growth = plan.targets
    assert plan.tolerance_for(a) == Band(ratio=Decimal("0.05"))
    assert plan.tolerance_for(b) == Band(amount=Decimal(3), unit="座")
    assert plan.tolerance_for(growth) is None
    assert plan.nearly_met_for(a) == Band(ratio=Decimal("0.95"))
    assert plan.nearly_met_for(growth) is None
    assert plan.exceeded_for(growth) == Band(ratio=Decimal(1))


def test_a_large_plan_is_checked_in_seconds(tmp_path: Path) -> None:
    items = [
        item(
            f"t-{number}", goal=f"{number + 1}座以上", source=f"{{quote: 新建充电站{number % 500 + 1}座以上}}"
        )
        for number in range(500)
    ]
    path = write(tmp_path, HEAD + "".join(items))
    begin = time.perf_counter()
    assert check_plan(path) == []
    assert time.perf_counter() - begin < 10


def test_books_that_close_before_the_period_are_told(tmp_path: Path) -> None:
    head = HEAD.replace("commitments:", "closes: 2019-12-31\ncommitments:")
    assert check(tmp_path, item(), head=head) == [
        "closes: closes 2019-12-31 / a day not before the period, 2020-01-01"
    ]
