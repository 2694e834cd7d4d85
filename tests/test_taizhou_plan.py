"""The shipped plan of Taizhou for 2020: its counts as literals, and laws over every row.

A row is a row of the document's table, page breaks joined: ``(section, group, row)``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from targetwatch.goals import MultipleGoal, RelativeGoal, StatedGoal
from targetwatch.model import Milestone, Target, Task
from targetwatch.plan import Plan, load_plan

ROOT = Path(__file__).parents[1]
PLAN = ROOT / "targets" / "taizhou-2020"
DOCUMENT = ROOT.parent / "shared" / "documents" / "taizhou-2020.txt"

Row = tuple[str, int | None, int]
AnyCommitment = Target | Milestone | Task

ROWS_OF_GROUPS: dict[tuple[str, int | None], int] = {
    ("一", None): 4,
    ("二", 1): 7,
    ("二", 2): 3,
    ("二", 3): 3,
    ("三", 1): 8,
    ("三", 2): 7,
    ("三", 3): 9,
    ("四", 1): 6,
    ("四", 2): 6,
    ("四", 3): 2,
    ("五", 1): 3,
    ("五", 2): 4,
    ("六", 1): 5,
    ("六", 2): 7,
    ("六", 3): 7,
    ("七", 1): 4,
    ("七", 2): 6,
    ("七", 3): 3,
    ("七", 4): 5,
    ("八", 1): 1,
    ("八", 2): 5,
    ("八", 3): 5,
    ("九", 1): 1,
    ("九", 2): 1,
    ("九", 3): 1,
    ("九", 4): 1,
    ("九", 5): 1,
}
ROWS_OF_SECTIONS = {"一": 4, "二": 13, "三": 24, "四": 14, "五": 7, "六": 19, "七": 18, "八": 11, "九": 5}
TYPES_OF_SECTIONS = {
    "一": {"target": 10},
    "二": {"target": 12, "milestone": 4, "task": 34},
    "三": {"target": 18, "milestone": 15, "task": 28},
    "四": {"target": 9, "milestone": 3, "task": 29},
    "五": {"milestone": 2, "task": 25},
    "六": {"target": 8, "milestone": 4, "task": 54},
    "七": {"target": 5, "milestone": 7, "task": 45},
    "八": {"milestone": 1, "task": 27},
    "九": {"task": 13},
}
ROWS_OF_LEADERS = {
    "蔡永波": 39,
    "蒋冰风": 34,
    "赵海滨": 22,
    "林先华": 18,
    "吴丽慧": 16,
    "伍建利": 9,
    "吴海平": 6,
}
STRIVING_WORDS = re.compile("力争|争取|争创")


@cache
def taizhou() -> Plan:
    """The plan as shipped, read once."""
    return load_plan(PLAN)


def row_of(commitment: AnyCommitment) -> Row:
    """Where the commitment stands in the document's table."""
    source = commitment.source
    assert source.section is not None
    assert source.row is not None
    return source.section, source.group, source.row


def commitments_by_row() -> dict[Row, list[AnyCommitment]]:
    """All commitments, under the row that each stands in."""
    rows: dict[Row, list[AnyCommitment]] = defaultdict(list)
    for commitment in taizhou().commitments:
        rows[row_of(commitment)].append(commitment)
    return rows


def in_section(section: str) -> Iterator[AnyCommitment]:
    """The commitments of one section."""
    return (each for each in taizhou().commitments if each.source.section == section)


def folded(text: str) -> str:
    """The text without white space, as quotes are compared with the document."""
    return "".join(text.split())


# counts


def test_the_document_has_115_rows_in_nine_sections() -> None:
    counted = Counter(section for section, _, _ in commitments_by_row())
    assert counted == ROWS_OF_SECTIONS
    assert counted.total() == 115


@pytest.mark.parametrize("section", ROWS_OF_SECTIONS)
def test_each_section_holds_so_many_targets_milestones_and_tasks(section: str) -> None:
    assert Counter(each.type for each in in_section(section)) == TYPES_OF_SECTIONS[section]


def test_the_look_ups_by_type_together_are_all_commitments() -> None:
    plan = taizhou()
    parts = Counter(target=len(plan.targets), milestone=len(plan.milestones), task=len(plan.tasks))
    assert parts == sum((Counter(types) for types in TYPES_OF_SECTIONS.values()), Counter())
    assert parts.total() == len(plan.commitments)


def test_each_leader_answers_for_so_many_rows() -> None:
    counted = Counter(leader for row in commitments_by_row().values() for leader in row[0].owner.leaders)
    assert counted == ROWS_OF_LEADERS


def test_the_sections_and_groups_of_the_metadata_are_those_of_the_rows() -> None:
    declared = {(section.id, int(group.id)) for section in taizhou().sections for group in section.groups}
    assert declared | {("一", None)} == set(ROWS_OF_GROUPS)


def test_the_counts_printed_beside_the_plan_are_those_of_the_plan() -> None:
    text = (PLAN / "README.md").read_text(encoding="utf-8")
    printed = re.findall(r"^\| (.) \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.M)
    counted = []
    for section, rows in ROWS_OF_SECTIONS.items():
        types = Counter(each.type for each in in_section(section))
        numbers = (rows, types["target"], types["milestone"], types["task"], types.total())
        counted.append((section, *map(str, numbers)))
    assert printed == counted


# laws over rows


@pytest.mark.parametrize("group", ROWS_OF_GROUPS)
def test_each_row_of_a_group_yields_a_commitment_without_hole(group: tuple[str, int | None]) -> None:
    numbers = sorted(row for section, number, row in commitments_by_row() if (section, number) == group)
    assert numbers == list(range(1, ROWS_OF_GROUPS[group] + 1))


def test_no_commitment_stands_in_a_group_that_the_document_does_not_have() -> None:
    assert {row[:2] for row in commitments_by_row()} == set(ROWS_OF_GROUPS)


def test_each_row_has_leaders_and_units() -> None:
    assert [each.id for each in taizhou().commitments if not each.owner.leaders or not each.owner.units] == []


def test_the_commitments_of_one_row_have_one_owner() -> None:
    disagreeing = [
        row for row, held in commitments_by_row().items() if len({each.owner for each in held}) > 1
    ]
    assert disagreeing == []


def test_only_one_row_closes_its_list_of_units() -> None:
    closed = [row for row, held in commitments_by_row().items() if not held[0].owner.open_ended]
    assert closed == [("三", 3, 1)]


def test_no_leader_and_no_unit_is_named_twice_in_a_row() -> None:
    for held in commitments_by_row().values():
        owner = held[0].owner
        assert len(set(owner.leaders)) == len(owner.leaders)
        assert len(set(owner.units)) == len(owner.units)


def test_the_order_of_leaders_names_just_the_leaders_of_the_rows() -> None:
    named = {leader for each in taizhou().commitments for leader in each.owner.leaders}
    assert named == set(taizhou().record.leaders)


def test_the_leaders_of_each_row_stand_in_the_order_of_leaders() -> None:
    order = taizhou().record.leaders.index
    for held in commitments_by_row().values():
        leaders = held[0].owner.leaders
        assert list(leaders) == sorted(leaders, key=order)


def test_each_unit_is_an_organisation_one_of_its_variants_or_collective() -> None:
    record = taizhou().record
    known = {*record.organisations, *record.collective}.union(*record.organisations.values())
    assert {unit for each in record.commitments for unit in each.owner.units} == known


def test_units_are_split_at_the_top_level_only() -> None:
    units = {unit for each in taizhou().commitments for unit in each.owner.units}
    outside = {re.sub("（[^）]*）", "", unit) for unit in units}
    assert [unit for unit in outside if re.search("[、，（）\\s]|等$", unit)] == []
    assert "台州湾集聚区（高新区、绿心）管委会" in units


def test_leaders_and_units_that_share_one_cell_are_told_apart() -> None:
    owner = commitments_by_row()["八", 3, 5][0].owner
    assert owner.leaders == ("蔡永波", "赵海滨", "林先华")
    assert owner.units[:2] == ("市退役军人事务局", "市人防办")


def test_a_row_that_lost_its_indent_stays_in_its_group() -> None:
    quotes = [each.source.quote for each in commitments_by_row()["三", 2, 5]]
    assert any("路泽太高架一期" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("group", "title"),
    [(4, "勇于担当作为，始终做到实干勤政"), (5, "狠抓正风肃纪，始终做到廉洁从政")],
)
def test_a_row_without_text_is_quoted_by_the_title_of_its_group(group: int, title: str) -> None:
    assert [each.source.quote for each in commitments_by_row()["九", group, 1]] == [title]


# laws over commitments


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(each.id for each in taizhou().commitments).items() if n > 1] == []


def test_each_commitment_has_a_quote() -> None:
    assert [each.id for each in taizhou().commitments if not each.source.quote.strip()] == []


def test_each_commitment_has_a_chinese_and_an_english_name() -> None:
    assert [each.id for each in taizhou().commitments if not each.name.zh or not each.name.en] == []


def test_english_names_have_no_chinese_and_are_no_repeats() -> None:
    names = [each.name.en or "" for each in taizhou().commitments]
    assert [name for name in names if re.search("[\u4e00-\u9fff]", name)] == []
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_no_name_or_alias_serves_two_targets_of_one_measure() -> None:
    named = Counter(
        (name, each.measure)
        for each in taizhou().targets
        for name in {each.id, each.name.zh, each.name.en, *each.aliases}
    )
    assert [name for name, n in named.items() if n > 1] == []


def test_no_two_targets_share_their_indicator_and_their_goal() -> None:
    pairs = Counter((each.name.zh, str(each.goal)) for each in taizhou().targets)
    assert [pair for pair, n in pairs.items() if n > 1] == []


def test_no_task_is_quoted_like_a_target_or_a_milestone() -> None:
    plan = taizhou()
    measured = {folded(each.source.quote) for each in (*plan.targets, *plan.milestones)}
    assert [each.id for each in plan.tasks if folded(each.source.quote) in measured] == []


def test_each_relative_target_refers_to_a_target_that_is_there() -> None:
    ids = {each.id for each in taizhou().targets}
    references = {each.goal.to for each in taizhou().targets if isinstance(each.goal, RelativeGoal)}
    assert references
    assert references <= ids


def test_each_part_names_a_parent_that_is_there() -> None:
    ids = {each.id for each in taizhou().commitments}
    parents = {each.part_of for each in taizhou().commitments if each.part_of}
    assert parents
    assert parents <= ids


def test_each_milestone_says_which_event_counts() -> None:
    assert [each.id for each in taizhou().milestones if not each.event] == []


def test_striving_is_said_by_the_words_of_the_clause() -> None:
    plan = taizhou()
    for each in (*plan.targets, *plan.milestones):
        assert (each.strength == "strive") == bool(STRIVING_WORDS.search(each.source.quote)), each.id


def test_the_ten_hundreds_are_ten_targets_of_a_hundred_projects() -> None:
    hundreds = [
        each
        for each in in_section("三")
        if isinstance(each, Target) and each.source.group == 1 and getattr(each.goal, "value", None) == 100
    ]
    assert len(hundreds) == 10
    assert [each.id for each in hundreds if not each.scope] == []


def test_doubling_is_two_multiples_of_the_year_before() -> None:
    multiples = [each for each in taizhou().targets if isinstance(each.goal, MultipleGoal)]
    assert [each.baseline and each.baseline.period for each in multiples] == ["2019", "2019"]


def test_the_only_goal_in_words_is_the_standing_of_the_air() -> None:
    stated = [each for each in taizhou().targets if isinstance(each.goal, StatedGoal)]
    assert [each.name.zh for each in stated] == ["空气质量居全国重点城市前列"]


def test_new_jobs_and_wage_arrears_are_a_target_and_a_milestone_of_one_clause_without_a_comma() -> None:
    plan = taizhou()
    assert plan["urban-new-jobs"].type == "target"
    assert plan["no-wage-arrears-counties"].type == "milestone"
    assert row_of(plan["urban-new-jobs"]) == row_of(plan["no-wage-arrears-counties"]) == ("七", 1, 1)


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the document's text does not come with the package")
def test_each_quote_stands_in_the_document() -> None:
    document = folded(DOCUMENT.read_text(encoding="utf-8"))
    assert [each.id for each in taizhou().commitments if folded(each.source.quote) not in document] == []
