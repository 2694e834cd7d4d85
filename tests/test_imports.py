"""What a fresh process loads: a cheap import, a cheap help."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import targetwatch as tw

HEAVY = (
    "pandas",
    "numpy",
    "matplotlib",
    "pint",
    "lark",
    "openpyxl",
    "pydantic",
    "yaml",
    "jinja2",
    "narwhals",
    "click",
)
REPOSITORY = Path(__file__).parent.parent


def loaded_after(code: str) -> set[str]:
    """The heavy packages that a fresh process has loaded after ``code``."""
    program = f"{code}\nimport sys\nprint('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("LOADED"))
    return set(line.split()[1:])


def test_importing_the_library_loads_nothing_heavy() -> None:
    assert loaded_after("import targetwatch") == set()


def test_help_loads_click_alone() -> None:
    assert loaded_after("from targetwatch.cli import run\nassert run(['--help']) == 0") == {"click"}


@pytest.mark.parametrize("command", ["check", "score", "report", "explain", "parse", "template", "schema"])
def test_the_help_of_each_command_loads_click_alone(command: str) -> None:
    assert loaded_after(f"from targetwatch.cli import run\nassert run([{command!r}, '--help']) == 0") == {
        "click"
    }


def test_every_public_name_can_be_loaded() -> None:
    assert [name for name in tw.__all__ if getattr(tw, name, None) is None] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tw.nothing


def test_the_public_names_are_listed() -> None:
    assert set(tw.__all__) <= set(dir(tw))


def test_the_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert tw.__version__ == project["project"]["version"]


def test_evaluate_stays_the_function_once_its_module_is_loaded() -> None:
    assert importlib.import_module("targetwatch.evaluate").evaluate_plan
    assert tw.evaluate.__module__ == "targetwatch.faces.evaluation"
