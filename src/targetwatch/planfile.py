"""Plan records from YAML files, with the file, line and column of every problem.

A plan is one file, or a folder with ``plan.yaml`` (the metadata, and commitments if
wanted) and further ``*.yaml`` files that hold ``format`` and ``commitments``. All files
are read to their end: what is wrong anywhere is told at once. Short goal texts become
the long form here, so that both give the same record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from targetwatch.errors import PlanError, Problem
from targetwatch.fields import Pair
from targetwatch.goaltext import long_goals
from targetwatch.model import Commitment, CommitmentBase, PlanRecord
from targetwatch.refusals import Refusal, colon_hint, describe, shown, unknown_key
from targetwatch.yamlfile import Path as KeyPath
from targetwatch.yamlfile import YamlFile, key_text, parse_yaml

#: The format that this version reads.
FORMAT: Final = 1
#: Names of the file that holds the metadata of a plan in a folder.
MAIN_NAMES: Final = ("plan.yaml", "plan.yml")
_SECTION_KEYS: Final = ("format", "commitments")
_COMMITMENT: Final[TypeAdapter[CommitmentBase]] = TypeAdapter(Commitment)
#: What stands in for metadata that is missing or refused, while the rest is checked.
_PLACEHOLDERS: Final[Mapping[str, Any]] = {
    "format": 1,
    "id": "unknown",
    "title": "?",
    "region": "?",
    "period": "2000",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a file, by its path of keys, from which problems are told."""

    file: YamlFile
    base: KeyPath = ()

    def tell(
        self,
        path: KeyPath,
        found: Pair,
        expected: Pair,
        hint: Pair = ("", ""),
        *,
        at_key: bool = False,
        level: Literal["error", "warning"] = "error",
    ) -> Problem:
        """The problem of what is at ``path`` within this part."""
        whole = self._reach((*self.base, *path))
        mark = self.file.key_place(whole) if at_key else self.file.place(whole)
        return Problem.told(self.file.name, mark, key_text(whole), found, expected, hint, level)

    def _reach(self, path: KeyPath) -> KeyPath:
        """``path`` cut where the file has a text in short form in place of what the path goes into."""
        data = self.file.data
        for index, part in enumerate(path):
            if isinstance(data, str):
                return path[:index]
            inner = (
                data if isinstance(data, dict) else dict(enumerate(data)) if isinstance(data, list) else {}
            )
            data = inner.get(part)
        return path

    def refused(self, refusal: Refusal) -> Problem:
        """The problem that a refusal says."""
        return self.tell(refusal.path, refusal.found, refusal.expected, refusal.hint, at_key=refusal.at_key)


@dataclass(slots=True)
class Draft:
    """A plan as far as its files could be read.

    ``commitments`` and ``places`` go together. Where something was refused, ``record``
    holds what is left, ``blanks`` names the metadata that had to be made up, ``broken``
    the ids of commitments that are not among ``commitments``, and ``problems`` why.
    ``files`` are the names of all files in their order.
    """

    main: Place
    record: PlanRecord
    commitments: list[CommitmentBase] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    blanks: frozenset[str] = frozenset()
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    files: tuple[str, ...] = ()


def plan_paths(path: Path) -> tuple[Path, ...]:
    """The files of the plan at ``path``, the one with the metadata first, the rest by name (2 before 10).

    Raises ``FileNotFoundError`` where there is nothing at ``path``, and ``PlanError``
    where a folder holds no ``plan.yaml``.
    """
    if not path.exists():
        raise FileNotFoundError(2, "no such file or folder", str(path))
    if not path.is_dir():
        return (path,)
    main = next((path / name for name in MAIN_NAMES if (path / name).is_file()), None)
    if main is None:
        raise PlanError(
            [
                Problem.told(
                    str(path),
                    (0, 0),
                    "",
                    ("a folder without a plan", "没有方案的文件夹"),
                    ("a file plan.yaml in it", "其中有 plan.yaml 文件"),
                )
            ]
        )
    others = (
        entry
        for entry in path.iterdir()
        if entry.suffix in (".yaml", ".yml") and not entry.name.startswith(".") and entry != main
    )
    return (main, *sorted((entry for entry in others if entry.is_file()), key=_natural))


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path.name)]


def read_plan(path: Path) -> Draft:
    """The plan at ``path``, as far as it can be read, with every problem of every file.

    Raises ``FileNotFoundError`` and ``PlanError`` as `plan_paths` does.
    """
    paths = plan_paths(path)
    return draft_plan([_read_file(each) for each in paths], folder=path.is_dir())


def _read_file(path: Path) -> YamlFile:
    try:
        content = path.read_bytes()
    except OSError as error:
        found = (f"a file that cannot be opened ({error.strerror})", f"无法打开的文件（{error.strerror}）")
        problem = Problem.told(str(path), (0, 0), "", found, ("a readable file", "可读的文件"))
        return YamlFile(str(path), None, problems=(problem,))
    return parse_yaml(content, str(path))


def draft_plan(files: Sequence[YamlFile], folder: bool = False) -> Draft:
    """The plan of files that were read, the one with the metadata first."""
    problems = [problem for file in files for problem in file.problems]
    main, *others = files
    data = _mapping(main, problems)
    metadata = {key: value for key, value in data.items() if key != "commitments"}
    _check_format(main, metadata, problems)
    record, blanks = _metadata(Place(main), metadata, problems)
    draft = Draft(
        Place(main), record, blanks=blanks, problems=problems, files=tuple(file.name for file in files)
    )
    if not folder and data and data.get("commitments") is None:
        problems.append(Place(main).refused(Refusal(("commitments",), True, *_NO_COMMITMENTS)))
    _read_commitments(draft, main, data)
    for file in others:
        section = _mapping(file, problems)
        _check_format(file, section, problems)
        _check_section(file, section, problems)
        _read_commitments(draft, file, section)
    if not draft.commitments and not problems:
        problems.append(Place(main).tell((), *_NO_COMMITMENTS))
    return draft


_NO_COMMITMENTS: Final[tuple[Pair, Pair]] = (
    ("no commitments", "没有目标任务"),
    ("the key 'commitments' with at least one", "键 'commitments'，其中至少一条"),
)


def _mapping(file: YamlFile, problems: list[Problem]) -> dict[str, Any]:
    """The keys of a file; empty, with a problem, where it holds none."""
    if isinstance(file.data, dict):
        return file.data
    if file.data is None and file.problems:
        return {}
    found = ("an empty file", "空文件") if file.data is None else shown(file.data)
    expected = ("a plan file with format, id, title, …", "方案文件（format、id、title……）")
    problems.append(Place(file).tell((), found, expected, colon_hint(file.data)))
    return {}


def _check_format(file: YamlFile, data: dict[str, Any], problems: list[Problem]) -> None:
    """Refuses any other format; a higher one by name."""
    if not data:
        return
    written = data.get("format")
    if written is not None and str(written).strip() == str(FORMAT):
        return
    reads = (f"format {FORMAT}", f"格式 {FORMAT}")
    if isinstance(written, str) and written.isdigit():
        found = (
            f"format {written}; this version reads format {FORMAT}",
            f"格式 {written}；本版本读格式 {FORMAT}",
        )
        problems.append(Place(file).tell(("format",), found, reads))
    elif written is None:
        problems.append(
            Place(file).tell(
                ("format",),
                ("nothing", "空"),
                ("the key 'format', which is required", "必需的键 'format'"),
                (f"write format: {FORMAT}", f"写作 format: {FORMAT}"),
                at_key=True,
            )
        )
    else:
        problems.append(Place(file).tell(("format",), shown(written), reads))


def _metadata(
    place: Place, data: dict[str, Any], problems: list[Problem]
) -> tuple[PlanRecord, frozenset[str]]:
    """The plan record without commitments, and the required keys that had to be made up."""
    blanks: set[str] = set()
    empty = not data
    data = {**data, "format": FORMAT}
    while True:
        try:
            return PlanRecord.model_validate({**data, "commitments": ()}), frozenset(blanks)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                key = str(detail["loc"][0])
                if not empty and key not in blanks:
                    problems.append(place.refused(describe(detail, data, PlanRecord)))
            for detail in error.errors(include_url=False):
                key = str(detail["loc"][0])
                data = {name: value for name, value in data.items() if name != key}
                if key in _PLACEHOLDERS:
                    blanks.add(key)
                    data[key] = _PLACEHOLDERS[key]


def _check_section(file: YamlFile, data: dict[str, Any], problems: list[Problem]) -> None:
    for key in data:
        if key in _SECTION_KEYS:
            continue
        if key in PlanRecord.model_fields:
            found = (f"the key {key!r}", f"键 {key!r}")
            expected = ("format and commitments only", "只有 format 和 commitments")
            hint = ("what is said of the whole plan goes into plan.yaml", "关于整个方案的内容写入 plan.yaml")
            problems.append(Place(file).tell((key,), found, expected, hint, at_key=True))
        else:
            problems.append(Place(file).refused(unknown_key((key,), _SECTION_KEYS)))
    if data and data.get("commitments") is None:
        problems.append(Place(file).refused(Refusal(("commitments",), True, *_NO_COMMITMENTS)))


def _read_commitments(draft: Draft, file: YamlFile, data: Mapping[str, Any]) -> None:
    listed = data.get("commitments")
    if listed is None:
        return
    if not isinstance(listed, list):
        expected = ("a list of commitments", "目标任务列表")
        draft.problems.append(Place(file).tell(("commitments",), shown(listed), expected, colon_hint(listed)))
        return
    for index, item in enumerate(listed):
        place = Place(file, ("commitments", index))
        if isinstance(item, dict):
            _read_commitment(draft, place, item)
        else:
            expected = (
                "a commitment: a mapping with type, id, name, …",
                "一条目标任务：含 type、id、name 等键的映射",
            )
            draft.problems.append(place.tell((), shown(item), expected, colon_hint(item)))


def _read_commitment(draft: Draft, place: Place, written: dict[str, Any]) -> None:
    """Adds the commitment; where parts are refused, what is left of it, so that it is checked as well."""
    data, faults = long_goals(written, draft.record.units)
    draft.problems += [place.tell(path, error.found, error.expected, error.hint) for path, error in faults]
    refused = {str(path[0]) for path, _ in faults}
    while True:
        try:
            commitment = _COMMITMENT.validate_python(data)
        except ValidationError as error:
            faulty = set()
            for detail in error.errors(include_url=False):
                refusal = describe(_as_written(detail, data), data, Commitment)
                key = refusal.path[0] if refusal.path else ""
                faulty.add(str(key))
                if key not in refused:
                    draft.problems.append(place.refused(refusal))
            if refused & faulty or not faulty & set(data):
                break
            refused |= faulty
            data = {key: value for key, value in data.items() if key not in faulty}
        else:
            draft.commitments.append(commitment)
            draft.places.append(place)
            return
    if isinstance(written.get("id"), str):
        draft.broken.add(written["id"])


def _as_written(detail: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    """An error at its place in the file, where ``owner`` may be a list of which the rest is ``owners``."""
    loc = list(detail["loc"])
    if isinstance(data.get("owner"), list) and len(loc) > 1:
        if loc[1] == "owner":
            loc[2:2] = [0]
        elif loc[1] == "owners" and len(loc) > 2 and isinstance(loc[2], int):
            loc[1:3] = ["owner", loc[2] + 1]
    return {**detail, "loc": tuple(loc)}
