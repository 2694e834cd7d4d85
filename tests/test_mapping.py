"""Mapping files are read and checked with the place of every problem."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from targetwatch.errors import ActualsError
from targetwatch.mapping import check_mapping, load_mapping
from tests.sample import make_plan

EIGHT: dict[str, Any] = {"kind": "fixed", "comparator": ">=", "value": 8, "unit": "%"}
TEN: dict[str, Any] = {"kind": "fixed", "comparator": ">=", "value": 10, "unit": "万人"}
PLAN = make_plan(
    {"id": "investment", "measure": "growth", "goal": EIGHT}, {"id": "jobs", "measure": "total", "goal": TEN}
)


def problems_of(tmp_path: Path, text: str) -> list[tuple[int, int, str, str]]:
    path = tmp_path / "m.yaml"
    path.write_text(text, "utf-8")
    return [
        (each.line, each.column, each.found, each.expected + (f" ({each.hint})" if each.hint else ""))
        for each in check_mapping(path, PLAN)
    ]


def test_a_mapping_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "format: 1\nregions: {3310: 甲市}\nmap:\n"
        "  - {source: 投资_比上年增长(%), target: investment, region: 甲市, choose: {row: 3}}\n"
        "  - {source: 就业, target: jobs, transform: factor, factor: 1e4, into: 人}\n",
        "utf-8",
    )
    record = load_mapping(path, PLAN)
    assert record.regions == {"3310": "甲市"}
    assert [(rule.source, rule.target) for rule in record.map] == [
        ("投资_比上年增长(%)", "investment"),
        ("就业", "jobs"),
    ]
    assert record.map[0].choose is not None
    assert record.map[0].choose.row == 3
    assert record.map[1].factor == Decimal(10000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "format: 1\nmap:\n  - {source: 投资, target: investmnt}\n",
            (3, 26, "'investmnt'", "an id of the plan (nearest: investment)"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, traget: investment, target: jobs}\n",
            (3, 18, "the key 'traget'", "a known key (nearest: target)"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs, factor: 10}\n",
            (3, 5, "a factor without transform: factor", "transform: factor, stated"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs, transform: factor, factor: 10}\n",
            (3, 5, "transform: factor alone", "factor and into (the unit that it gives)"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs, transform: index_to_growth}\n",
            (3, 43, "'growth'", "total, the target's measure"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs, region: 丙县}\n",
            (3, 40, "'丙县'", "a region of the plan (known: 甲市)"),
        ),
        (
            "format: 1\nregions: {甲: 甲}\nmap:\n  - {source: 投资, target: jobs}\n",
            (2, 14, "'甲'", "a region of the plan (nearest: 甲市)"),
        ),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs}\n  - {source: 投 资, target: investment}\n",
            (4, 14, "'投 资' again", "each figure once (first in line 3)"),
        ),
        (
            "map:\n  - {source: 投资, target: jobs}\n",
            (1, 1, "nothing", "the key 'format', which is required"),
        ),
        ("format: 1\nmap: []\n", (2, 1, "no rule", "at least one rule")),
        (
            "format: 1\nmap:\n  - {source: 投资, target: jobs, choose: {}}\n",
            (3, 40, "nothing", "a key such as"),
        ),
    ],
)
def test_a_problem_is_told_with_its_place(
    tmp_path: Path, text: str, expected: tuple[int, int, str, str]
) -> None:
    found = problems_of(tmp_path, text)
    assert [each[:3] for each in found] == [expected[:3]]
    assert found[0][3].startswith(expected[3])


def test_a_mapping_with_problems_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("format: 1\nmap:\n  - {source: 投资}\n", "utf-8")
    with pytest.raises(ActualsError, match=r"m\.yaml:3:5.*'target', which is required"):
        load_mapping(path)
