"""The README's examples run as they stand, in English and Chinese."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from targetwatch.cli import run

REPOSITORY = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    text = (REPOSITORY / name).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(name: str) -> list[list[str]]:
    """The command lines of ``targetwatch`` that a README shows."""
    lines = "\n".join(blocks(name, "sh")).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("targetwatch ")]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A folder with the plan and the actuals of a README."""
    name: str = request.param
    (tmp_path / "plan.yaml").write_text(blocks(name, "yaml")[0], "utf-8")
    (tmp_path / "actuals.csv").write_text(blocks(name, "csv")[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("example", "name"), [(name, name) for name in READMES], indirect=["example"])
def test_the_commands_of_a_readme_run(example: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = commands(name)
    assert [command[0] for command in shown] == ["check", "score", "explain", "report", "parse", "template"]
    for command in shown:
        assert run(command) == 0, command
    assert (example / "summary.html").exists()
    assert (example / "summary.md").exists()
    assert (example / "form.xlsx").exists()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(("example", "name"), [(name, name) for name in READMES], indirect=["example"])
def test_the_python_of_a_readme_runs(example: Path, name: str) -> None:
    code = blocks(name, "python")[0]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=example, check=False, encoding="utf-8"
    )
    assert done.stderr == ""
    assert "investment-growth" in done.stdout
    assert "missed" in done.stdout
    assert (example / "summary.html").exists()


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_of_a_readme_are_targets_of_make(name: str) -> None:
    shown = re.findall(r"^make (\w+)", "\n".join(blocks(name, "sh")), flags=re.MULTILINE)
    targets = re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert shown == ["summary", "test"]
    assert set(shown) <= set(targets)


@pytest.mark.parametrize("name", READMES)
def test_what_a_readme_links_to_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / name).read_text("utf-8"))
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []
