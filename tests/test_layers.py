"""The house stands: imports only go down, third parties stay behind their fences, modules stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "targetwatch"

#: The total order, ground first. A package is one floor; its inner order follows its name.
TOWER: tuple[str, ...] = (
    "errors",
    "verdicts",
    "periods",
    "spelling",
    "units",
    "quantity",
    "comparators",
    "frames",
    "yamlfaults",
    "yamlfile",
    "fields",
    "bands",
    "goals",
    "model",
    "refusals",
    "goaltext",
    "planfile",
    "goalcheck",
    "plancheck",
    "quotecheck",
    "advice",
    "plan",
    "schema",
    "actuals",
    "regions",
    "mapping",
    "ingest",
    "labelmatch",
    "engines",
    "trajectory",
    "rules",
    "cells",
    "coding",
    "align",
    "pick",
    "cover",
    "growth",
    "fill",
    "measure",
    "judge",
    "parts",
    "ledger",
    "sheet",
    "readings",
    "evaluate",
    "rollup",
    "archive",
    "display",
    "sentences",
    "provenance",
    "phrases",
    "fonts",
    "charts",
    "notebook",
    "inspection",
    "explain",
    "report",
    "tables",
    "forms",
    "cards",
    "scorecard",
    "faces",
    "cli",
)

#: Within a package: what its modules may import of each other, ground first; ``__init__`` stands last.
INNER: dict[str, tuple[str, ...]] = {
    "quantity": (
        "words",
        "script",
        "numerals",
        "line",
        "table",
        "readings",
        "expression",
        "predicate",
        "writer",
        "parts",
        "around",
        "english_scanner",
        "references",
        "scanner",
        "measures",
        "english",
        "clauses",
        "roles",
        "subjects",
        "goal",
        "chinese",
        "reader",
        "__init__",
    ),
    "ingest": (
        "decode",
        "cells",
        "heads",
        "marks",
        "findings",
        "codes",
        "figures",
        "times",
        "rows",
        "grid",
        "tidy",
        "limits",
        "workbook",
        "ledger",
        "text",
        "xls",
        "markup",
        "files",
        "labels",
        "axis",
        "statuses",
        "notes",
        "wide",
        "unroll",
        "headings",
        "blocks",
        "unitwords",
        "nbs",
        "commercial",
        "sdmx",
        "long",
        "eurostat",
        "worldbank",
        "undata",
        "opensdg",
        "ons",
        "yearbook",
        "layout",
        "mapped",
        "__init__",
    ),
    "sentences": ("facts", "en", "zh", "__init__"),
    "charts": ("sheet", "bullet", "overview", "__init__"),
    "report": (
        "describe",
        "html",
        "markdown",
        "material",
        "chase",
        "method",
        "register",
        "tally",
        "appendix",
        "firstpage",
        "breakdown",
        "build",
        "__init__",
    ),
    "faces": ("outfile", "plan", "actuals", "evaluation", "__init__"),
    "cli": (
        "console",
        "bilingual",
        "failures",
        "conduct",
        "inputs",
        "check",
        "score",
        "report",
        "explain",
        "parse",
        "template",
        "inspect",
        "schema",
        "__init__",
    ),
}

#: Third-party packages that only some modules (or packages) may import.
FENCES: dict[str, tuple[str, ...]] = {
    "pint": ("units",),
    "lark": ("quantity",),
    "yaml": ("yamlfile",),
    "click": ("cli",),
    "matplotlib": ("charts", "fonts"),
    "jinja2": ("report",),
    "openpyxl": ("ingest", "tables", "forms"),
    "xlrd": ("ingest",),
    "narwhals": TOWER[TOWER.index("engines") :],
}

#: Modules that may write files.
WRITERS = ("engines", "forms", "faces", "cli")
#: Modules that may read the clock.
CLOCKS = ("cli",)
#: Modules over 400 lines, each with the reason.
LONG: dict[str, str] = {}

_WRITING_CALLS = {
    "write_text",
    "write_bytes",
    "to_csv",
    "to_excel",
    "to_parquet",
    "to_json",
    "savefig",
    "mkdir",
}
_CLOCK_CALLS = {"now", "today", "utcnow"}

MODULES = sorted(ROOT.rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def rank(name: str) -> tuple[int, int]:
    """Place in the tower: the floor, then the place within its package."""
    floor, _, inner = name.partition(".")
    place = INNER.get(floor, ())
    inner = inner or "__init__"
    return TOWER.index(floor), place.index(inner) if inner in place else 0


def imported(tree: ast.AST) -> Iterator[str]:
    """Every absolute module named by an import anywhere in a syntax tree, functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """The modules of this package that a file imports, as ``floor`` or ``floor.inner``."""
    found = set()
    for name in imported(ast.parse(path.read_text("utf-8"))):
        parts = name.split(".")
        if parts[0] == "targetwatch" and len(parts) > 1:
            inner = ROOT / parts[1] / f"{parts[2]}.py" if len(parts) > 2 else None
            found.add(".".join(parts[1:3]) if inner and inner.exists() else parts[1])
    is_package = path.stem == "__init__"
    return found - {path.parent.name} if is_package else found


def floors() -> list[Path]:
    return [path for path in MODULES if module_name(path) not in ("__init__", "__main__")]


def test_every_module_has_its_place_in_the_tower() -> None:
    unplaced = [module_name(path) for path in floors() if module_name(path).split(".")[0] not in TOWER]
    assert unplaced == []


def test_every_module_of_a_package_has_its_place_within_it() -> None:
    unplaced = []
    for path in floors():
        floor, _, inner = module_name(path).partition(".")
        if inner and inner not in INNER.get(floor, ()):
            unplaced.append(f"{floor}.{inner}")
    assert unplaced == []


@pytest.mark.parametrize("path", floors(), ids=module_name)
def test_a_module_imports_only_what_stands_below_it(path: Path) -> None:
    name = module_name(path)
    above = sorted(other for other in own_imports(path) if rank(other) >= rank(name))
    assert above == []


@pytest.mark.parametrize("path", floors(), ids=module_name)
def test_no_module_imports_the_package_root(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    roots = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots += [alias.name for alias in node.names if alias.name == "targetwatch"]
        elif isinstance(node, ast.ImportFrom) and node.module == "targetwatch":
            roots += [alias.name for alias in node.names if alias.name not in TOWER]
    assert roots == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_third_parties_stay_behind_their_fences(path: Path) -> None:
    floor = module_name(path).split(".")[0]
    packages = {name.split(".")[0] for name in imported(ast.parse(path.read_text("utf-8")))}
    outside = sorted(name for name, allowed in FENCES.items() if name in packages and floor not in allowed)
    assert outside == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_module_is_over_400_lines_without_a_reason(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 400 or LONG.get(module_name(path))


def test_every_reason_for_a_long_module_is_still_needed() -> None:
    long = {module_name(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 400}
    assert sorted(set(LONG) - long) == []


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last part of the called name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node
            elif isinstance(function, ast.Name):
                yield function.id, node


def opens_for_writing(name: str, call: ast.Call) -> bool:
    if name != "open":
        return False
    place = 0 if isinstance(call.func, ast.Attribute) else 1
    modes = [word.value for word in call.keywords if word.arg == "mode"] + call.args[place : place + 1]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(set(text) & set("wax+") for text in texts)


def is_in_memory(call: ast.Call) -> bool:
    """Whether a ``to_csv()`` and its like returns text or fills a buffer instead of writing a file."""
    return not call.args or (isinstance(call.args[0], ast.Name) and call.args[0].id == "buffer")


@pytest.mark.parametrize("path", floors(), ids=module_name)
def test_files_are_written_in_few_modules_only(path: Path) -> None:
    if module_name(path).split(".")[0] in WRITERS:
        return
    writing = []
    for name, call in calls(path):
        if opens_for_writing(name, call) or (name in _WRITING_CALLS and not is_in_memory(call)):
            writing.append((name, call.lineno))
    assert writing == []


@pytest.mark.parametrize("path", floors(), ids=module_name)
def test_only_the_command_line_reads_the_clock(path: Path) -> None:
    if module_name(path).split(".")[0] in CLOCKS:
        return
    reading = [(name, call.lineno) for name, call in calls(path) if name in _CLOCK_CALLS]
    assert reading == []
    assert "time" not in set(imported(ast.parse(path.read_text("utf-8"))))


@pytest.mark.parametrize("path", floors(), ids=module_name)
def test_only_the_command_line_reads_the_environment_and_the_working_folder(path: Path) -> None:
    if module_name(path).split(".")[0] in CLOCKS:
        return
    tree = ast.parse(path.read_text("utf-8"))
    reading = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "getcwd", "cwd")
    ]
    assert reading == []
