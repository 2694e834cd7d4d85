"""Plans from files: short forms, folders, and every problem with its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from targetwatch.errors import PlanError
from targetwatch.goals import FixedGoal, MultipleGoal, StatedGoal
from targetwatch.model import Target
from targetwatch.plan import check_plan, load_plan
from targetwatch.planfile import plan_paths

HEAD = """\
format: 1
id: jia-2020
title: {zh: 甲市2020年目标任务, en: Targets of Jia 2020}
region: 甲市
period: 2020
tolerance: {growth: 0.5个百分点, total: 5%}
"""
JOBS = """\
  - type: target
    id: new-jobs
    name: {zh: 新增城镇就业, en: New urban jobs}
    measure: total
    goal: 10万人以上
    source: {section: 一, row: 1, quote: 新增城镇就业10万人以上}
"""


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str, lang: str = "en") -> list[str]:
    """The problems of a plan in one file, without the path of its folder."""
    path = write(folder, text)
    return [problem.text(lang).replace(f"{folder}/", "") for problem in check_plan(path)]


def target(folder: Path, goal: str, measure: str = "total", quote: str = "", more: str = "") -> Target:
    """The one target of a plan whose goal is written as ``goal``."""
    text = (
        f"{HEAD}commitments:\n  - type: target\n    id: it\n    name: 指标\n    measure: {measure}\n"
        f"    goal: {goal}\n    source: {{quote: '{quote or goal}'}}\n{more}"
    )
    plan = load_plan(write(folder, text))
    return plan.targets[0]


def test_short_and_long_form_give_equal_records(tmp_path: Path) -> None:
    short = target(tmp_path, "10万人以上")
    long = target(
        tmp_path,
        '{kind: fixed, comparator: ">=", value: 10, value_high: null, unit: 万人, text: 10万人以上, '
        "implied: false}",
        quote="新增就业10万人以上",
    )
    assert short.goal == long.goal == FixedGoal(comparator=">=", value=Decimal(10), unit="万人")
    assert short.goal.text == long.goal.text == "10万人以上"


@pytest.mark.parametrize(
    ("goal", "measure", "comparator", "value", "unit"),
    [
        ("8%以上", "growth", ">=", "8", "%"),
        ('">= 8 %"', "growth", ">=", "8", "%"),
        ("at least 8%", "growth", ">=", "8", "%"),
        ("最多80天", "level", "<=", "80", "天"),
        ("突破60家", "level", ">", "60", "家"),
        ("全覆盖", "share", ">=", "100", "%"),
        ("810元/(人·月)", "level", ">=", "810", "元/(人·月)"),
    ],
)
def test_short_texts_are_read(
    tmp_path: Path, goal: str, measure: str, comparator: str, value: str, unit: str
) -> None:
    read = target(tmp_path, goal, measure, quote=goal.strip('"')).goal
    assert read == FixedGoal(
        comparator=comparator,  # type: ignore[arg-type]
        value=Decimal(value),
        unit=unit,
        implied=goal.startswith("810"),
    )


def test_doubling_is_a_multiple_of_the_baseline(tmp_path: Path) -> None:
    made = target(tmp_path, "翻番", quote="签约数翻番", more="    baseline: {period: 2019}\n")
    assert made.goal == MultipleGoal(comparator=">=", value=Decimal(2))


@pytest.mark.parametrize(
    ("more", "comparator"),
    [("", ">="), ("    better: higher\n", ">="), ("    better: lower\n", "<=")],
)
def test_a_bare_number_is_at_least_or_at_most_as_better_says(
    tmp_path: Path, more: str, comparator: str
) -> None:
    goal = target(tmp_path, "5000个", quote="新增基站5000个", more=more).goal
    assert goal == FixedGoal(comparator=comparator, value=Decimal(5000), unit="个", implied=True)  # type: ignore[arg-type]


def test_a_bare_number_takes_its_side_from_the_quote(tmp_path: Path) -> None:
    goal = target(tmp_path, "80天", "level", quote="审批时间不超过80天").goal
    assert goal == FixedGoal(comparator="<=", value=Decimal(80), unit="天", implied=True)


def test_a_stated_goal_needs_only_its_words(tmp_path: Path) -> None:
    made = target(tmp_path, "{kind: stated, text: 居全国前列}", "rank", quote="居全国前列")
    assert made.goal == StatedGoal(text="居全国前列")


def test_a_relative_goal_as_short_text_asks_for_the_long_form(tmp_path: Path) -> None:
    text = HEAD + "commitments:\n" + JOBS.replace("10万人以上\n", "与经济增长基本同步\n", 1)
    assert any("expected the long form with to, offset" in each for each in problems(tmp_path, text))


def test_a_goal_that_cannot_be_read_is_told_at_its_place(tmp_path: Path) -> None:
    text = HEAD + "commitments:\n" + JOBS.replace("10万人以上\n", "很多很多\n", 1)
    (told,) = problems(tmp_path, text)
    assert told.startswith("plan.yaml:12:11: commitments.0.goal: found '很多很多'")


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    made = target(
        tmp_path, '{kind: fixed, comparator: ">=", value: 8.50, unit: "%"}', "growth", quote="8.5%以上"
    )
    assert isinstance(made.goal, FixedGoal)
    assert str(made.goal.value) == "8.50"


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "regoin: 甲市\nnearly_met: {growth: 95%}\n")
    write(tmp_path, "format: 1\ncommitments:\n" + JOBS.replace("goal: 10万人", "goal: >= 10万人"), "1-a.yaml")
    write(tmp_path, "format: 1\ncommitments:\n" + JOBS.replace("measure: total", "mesure: total"), "2-b.yaml")
    told = [problem.text().replace(f"{tmp_path}/", "") for problem in check_plan(tmp_path)]
    places = [each.split(": ")[0] for each in told]
    assert places == [
        "plan.yaml:7:1",
        "plan.yaml:8:22",
        "1-a.yaml:7:11",
        "2-b.yaml:3:5",
        "2-b.yaml:6:5",
    ]


def test_a_plan_with_problems_is_not_loaded(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "commitments:\n" + JOBS + "    stenght: strive\n")
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path)
    assert len(caught.value.problems) == 1
    assert "commitments.0.stenght" in str(caught.value)


def test_problems_are_told_in_chinese(tmp_path: Path) -> None:
    text = HEAD + "commitments:\n" + JOBS + "    stenght: strive\n"
    assert problems(tmp_path, text, "zh") == [
        "plan.yaml:14:5: commitments.0.stenght: 实际为 键 'stenght'，应为 已知的键"
        "（相近的有：strength、weight、stretch）"
    ]


def test_missing_keys_are_told_at_what_should_hold_them(tmp_path: Path) -> None:
    text = HEAD.replace("period: 2020\n", "") + "commitments:\n" + JOBS.replace("    measure: total\n", "")
    assert problems(tmp_path, text) == [
        "plan.yaml:1:1: period: found nothing, expected the key 'period', which is required",
        "plan.yaml:7:5: commitments.0.measure: found nothing, expected the key 'measure', which is required",
    ]


def test_a_higher_format_is_refused_by_name(tmp_path: Path) -> None:
    text = HEAD.replace("format: 1", "format: 2") + "commitments:\n" + JOBS
    assert problems(tmp_path, text) == [
        "plan.yaml:1:9: format: found format 2; this version reads format 1, expected format 1"
    ]


def test_a_file_without_format_is_told(tmp_path: Path) -> None:
    text = HEAD.replace("format: 1\n", "") + "commitments:\n" + JOBS
    assert problems(tmp_path, text) == [
        "plan.yaml:1:1: format: found nothing, expected the key 'format', which is required (write format: 1)"
    ]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == [
        "plan.yaml:1:1: found an empty file, expected a plan file with format, id, title, …"
    ]


def test_a_file_that_is_no_mapping_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "id：jia\n")[0].endswith("(write an ASCII colon and a space: 'key: value')")


def test_a_plan_without_commitments_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD)[0].startswith("plan.yaml:1:1: commitments: found no commitments")


def test_a_commitment_that_is_text_is_told(tmp_path: Path) -> None:
    text = HEAD + "commitments:\n" + JOBS + "  - type：target\n"
    (told,) = problems(tmp_path, text)
    assert told.startswith("plan.yaml:14:5: commitments.1: found 'type：target', expected a commitment")


def test_gb18030_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes((HEAD + "commitments:\n" + JOBS).encode("gb18030"))
    (told,) = check_plan(path)
    assert "the file looks like GB18030" in told.text()


def test_a_folder_is_read_with_its_main_file_first_and_the_rest_by_number(tmp_path: Path) -> None:
    for name in ("10-x.yaml", "2-y.yaml", "plan.yaml", ".hidden.yaml", "notes.txt"):
        write(tmp_path, "", name)
    assert [path.name for path in plan_paths(tmp_path)] == ["plan.yaml", "2-y.yaml", "10-x.yaml"]


def test_a_folder_without_a_plan_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"found a folder without a plan, expected a file plan\.yaml in it"):
        load_plan(tmp_path)
    assert len(check_plan(tmp_path)) == 1


def test_a_path_that_is_not_there_is_another_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_plan(tmp_path / "nothing")


def test_metadata_in_a_section_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, HEAD)
    write(tmp_path, "format: 1\nregion: 乙县\ncommitments:\n" + JOBS, "1-a.yaml")
    (told,) = check_plan(tmp_path)
    assert told.text().endswith(
        "1-a.yaml:2:1: region: found the key 'region', expected format and commitments only "
        "(what is said of the whole plan goes into plan.yaml)"
    )


def test_an_alias_gives_each_commitment_its_owner(tmp_path: Path) -> None:
    second = JOBS.replace("new-jobs", "more-jobs").replace("新增城镇就业, en: New urban", "再就业, en: More")
    text = (
        HEAD
        + "commitments:\n"
        + JOBS
        + "    owner: &o {units: [甲局, 乙局], open_ended: true}\n"
        + second
        + "    owner: *o\n"
    )
    plan = load_plan(write(tmp_path, text))
    assert [each.owner.units for each in plan.targets] == [("甲局", "乙局"), ("甲局", "乙局")]


def test_a_problem_within_an_anchor_is_told_once(tmp_path: Path) -> None:
    second = JOBS.replace("new-jobs", "more-jobs").replace("新增城镇就业, en: New urban", "再就业, en: More")
    text = HEAD + "commitments:\n" + JOBS + "    owner: &o {unit: [甲局]}\n" + second + "    owner: *o\n"
    assert len(problems(tmp_path, text)) == 1
