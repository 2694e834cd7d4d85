"""Laws of reading plan files: no value in any place makes the reader fail otherwise than by a problem."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from targetwatch.errors import Problem
from targetwatch.plan import Plan
from targetwatch.planfile import draft_plan
from targetwatch.yamlfile import parse_yaml

PLAN = """\
format: 1
id: jia-2020
title: {zh: 甲市2020年目标任务, en: Targets of Jia 2020}
region: 甲市
period: 2020
regions: [乙县, {name: 丙县, parent: 乙县}]
tolerance: {share: 0.1个百分点, total: 5%}
nearly_met: 95%
organisations: {市财政局: [市财办], 市建设局: null}
sections: [{id: 一, name: 投资, groups: [{id: 1, name: 项目}]}]
commitments:
  - type: target
    id: stations
    name: 充电站
    measure: total
    goal: {kind: fixed, comparator: "~=", value: 60, unit: 座}
    better: higher
    stretch: 80座以上
    baseline: {value: 50, unit: 座, period: 2019}
    amendments: [{date: 2020-05-01, document: 文, goal: 50座左右}]
    owner: [{leaders: [张三], units: [市财政局]}, {from: 2020-07-01, units: 市建设局}]
    source: {section: 一, group: 1, row: 1, quote: 充电站60座左右}
"""
SCALARS = ("", "x", "8%", "-1", "1/0", "2020", "2020-13-01", "：", "~=", "in", "true", "０", "市、局等")


def paths(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(deeper for key, value in inner for deeper in paths(value, (*path, key)))]


def written(value: Any) -> str:
    """A value in YAML's flow form, each text in quotation marks."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def replaced(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, dict):
        return {
            key: replaced(each, path[1:], value) if key == path[0] else each for key, each in data.items()
        }
    return [replaced(each, path[1:], value) if place == path[0] else each for place, each in enumerate(data)]


DATA = parse_yaml(PLAN, "plan.yaml").data
VALUES = st.recursive(
    st.none() | st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(("kind", "zh", "unit", "value", "x")), inner, max_size=2)
    ),
    max_leaves=4,
)


def check(text: str) -> tuple[Problem, ...]:
    return tuple(draft_plan([parse_yaml(text, "plan.yaml")]).problems)


def test_the_plan_itself_has_no_problem() -> None:
    assert check(PLAN) == check(written(DATA)) == ()


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(paths(DATA)), value=VALUES)
def test_any_value_in_any_place_is_read_or_told(path: tuple[str | int, ...], value: Any) -> None:
    draft = draft_plan([parse_yaml(written(replaced(DATA, path, value)), "plan.yaml")])
    for problem in draft.problems:
        assert problem.line >= 1
        assert problem.text("zh") != problem.text("en")
    assert draft.problems or Plan(draft.record).digest


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(PLAN) - 1), character=st.sampled_from(list(":：\t[]{}'\"#&*!|>%@`-\n ，，x")))
def test_any_character_in_any_place_is_read_or_told(place: int, character: str) -> None:
    for problem in check(PLAN[:place] + character + PLAN[place + 1 :]):
        assert problem.line >= 1
        assert problem.text("zh") != problem.text("en")
