"""YAML as plain data with the place of every key and value; the only importer of yaml.

Every scalar stays the text that was written (``NO``, ``1.10`` and ``2020-04-30``
included); only an empty plain scalar, ``null`` and ``~`` are ``None``. What YAML
cannot read is told as a `Problem` with what to write instead. Where the repair is
plain (a missing quotation mark, a full-width colon), reading goes on with the line
as repaired, so that later problems of the file are found in the same run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from targetwatch.errors import Problem
from targetwatch.yamlfaults import (
    Fault,
    Mark,
    Pair,
    describe_bytes,
    describe_character,
    describe_syntax,
    too_deep,
)

Path = tuple[str | int, ...]

#: Levels of lists and mappings within each other that a file may have.
DEEPEST: Final = 50
#: Values that aliases may make of one node of the file, on the average, before reading stops.
_EXPANSION: Final = 20
#: Faults of one file that are repaired to read on.
_REPAIRS: Final = 50
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TAG: Final = "tag:yaml.org,2002:"
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One file as plain data: ``None``, text, lists, and mappings with text keys.

    ``values`` and ``keys`` hold the place of each value and key by its path of keys
    and list positions. What comes from an alias or a merge has the place of its
    anchor. ``data`` is ``None`` for an empty file and where ``problems`` stopped it.
    """

    name: str
    data: Any
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> Mark:
        """The place of the value at ``path``, or of the nearest thing above it that is there.

        >>> parse_yaml("a: {b: 1}", "p.yaml").place(("a", "b", "c"))
        (1, 8)
        """
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key_place(self, path: Path) -> Mark:
        """The place of the key at the end of ``path``; of its value or what is above where it has none."""
        return self.keys.get(path) or self.place(path)


def parse_yaml(content: str | bytes, name: str) -> YamlFile:
    """The data of a YAML text, with places and with every problem that YAML itself has.

    Bytes must be UTF-8, with or without a byte order mark; others are told with the
    encoding that they look like. ``name`` is the file's name in problems.

    >>> parse_yaml("id: 1.10\\nopen: NO\\nempty:\\n", "p.yaml").data
    {'id': '1.10', 'open': 'NO', 'empty': None}
    >>> parse_yaml("goal: >= 8%", "p.yaml").problems[0].hint
    'quote it: goal: ">= 8%"'
    """
    problems: list[Problem] = []
    text: str | None
    if isinstance(content, str):
        text = content.removeprefix("\ufeff")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text, problem = describe_bytes(content, error.start, name)
            problems.append(problem)
    node = None if text is None else _compose(text, name, problems)
    if node is None:
        return YamlFile(name, None, problems=tuple(problems))
    return _Builder(name, problems).build(node)


def _compose(text: str, name: str, problems: list[Problem]) -> yaml.Node | None:
    """The node tree; ``None`` for an empty text or a fault that no plain repair heals."""
    places: set[Mark] = set()
    while True:
        fault = describe_character(text, name)
        if fault is None:
            try:
                return yaml.compose(text, Loader=_Loader)
            except yaml.MarkedYAMLError as error:
                fault = _fault(text, name, error)
            except RecursionError:
                fault = Fault(too_deep(name, (1, 1)))
        place = (fault.problem.line, fault.problem.column)
        if place not in places:
            problems.append(fault.problem)
        if fault.repaired is None or place in places or len(places) == _REPAIRS:
            return None
        places.add(place)
        text = fault.repaired


def _fault(text: str, name: str, error: yaml.MarkedYAMLError) -> Fault:
    context = _mark(error.context_mark) if error.context_mark else None
    place = _mark(error.problem_mark) if error.problem_mark else context
    return describe_syntax(text, name, str(error), place, context)


def _mark(mark: yaml.Mark) -> Mark:
    return (mark.line + 1, mark.column + 1)


class _StopError(Exception):
    """Building stopped: what follows would only repeat the problem."""


class _Builder:
    """Builds plain data from nodes, with places, counting what aliases make of them."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.told: set[tuple[Mark, Pair]] = set()
        self.open: set[int] = set()
        self.seen: set[int] = set()
        self.visits = 0

    def build(self, root: yaml.Node) -> YamlFile:
        try:
            data = self._value(root, ())
        except _StopError:
            data = None
        return YamlFile(self.name, data, self.values, self.keys, tuple(self.problems))

    def _tell(self, node: yaml.Node, path: Path, found: Pair, expected: Pair, hint: Pair = ("", "")) -> None:
        """Adds a problem, once for all aliases of what it is about."""
        mark = _mark(node.start_mark)
        if (mark, found) not in self.told:
            self.told.add((mark, found))
            self.problems.append(Problem.told(self.name, mark, key_text(path), found, expected, hint))

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self.values[path] = _mark(node.start_mark)
        self._count(node, path)
        if not node.tag.startswith(_TAG) or node.tag.startswith(_TAG + "python"):
            self._tell(
                node,
                path,
                (f"the tag {node.tag.replace(_TAG, '!!')}", f"标签 {node.tag.replace(_TAG, '!!')}"),
                ("plain data", "普通数据"),
                ("quote a text that begins with '!'", "以“!”开头的文字要加引号"),
            )
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in _NULLS else str(node.value)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
            data: dict[str, Any] = {}
            assert isinstance(node, yaml.MappingNode)
            self._fill(node, data, path, merged=False)
            return data
        finally:
            self.open.discard(id(node))

    def _count(self, node: yaml.Node, path: Path) -> None:
        """Stops at an alias within its own anchor, at a bomb of aliases and at too deep a nest."""
        self.visits += 1
        self.seen.add(id(node))
        if id(node) in self.open:
            self._tell(
                node,
                path[:4],
                ("an alias within its own anchor", "别名位于自己的锚点之内"),
                ("an alias of something else", "指向别处的别名"),
            )
            raise _StopError
        if len(path) > DEEPEST:
            self.problems.append(too_deep(self.name, _mark(node.start_mark)))
            raise _StopError
        if self.visits > _EXPANSION * len(self.seen) + 10_000:
            self._tell(
                node,
                path[:4],
                ("aliases that multiply the file many times over", "别名使文件成倍膨胀"),
                ("an alias for each thing that is the same", "适度使用的别名"),
            )
            raise _StopError

    def _fill(self, node: yaml.MappingNode, data: dict[str, Any], path: Path, merged: bool) -> None:
        """Adds the keys of ``node`` to ``data``; keys that are there win over those merged in."""
        own: dict[str, Mark] = {}
        merges: list[yaml.Node] = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._tell(
                    key_node,
                    path,
                    ("a list or mapping as a key", "以列表或映射作键"),
                    ("a word as a key", "以词语作键"),
                )
            elif key_node.value == "<<" and not key_node.style:
                merges.append(value_node)
            elif key_node.value in own:
                self._duplicate(key_node, (*path, key_node.value), own[key_node.value])
            else:
                key = str(key_node.value)
                own[key] = _mark(key_node.start_mark)
                if not merged or key not in data:
                    self.keys[(*path, key)] = own[key]
                    data[key] = self._value(value_node, (*path, key))
        for value_node in merges:
            self._merge(value_node, data, path)

    def _merge(self, node: yaml.Node, data: dict[str, Any], path: Path) -> None:
        """Adds what ``data`` lacks from a mapping, or from a list of mappings in their order."""
        self._count(node, path)
        self.open.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._merge(item, data, path)
        elif isinstance(node, yaml.MappingNode):
            self._fill(node, data, path, merged=True)
        else:
            found = repr(str(node.value))
            self._tell(
                node,
                (*path, "<<"),
                (found, found),
                ("an alias of a mapping, as *name", "映射的别名，如 *name"),
            )
        self.open.discard(id(node))

    def _duplicate(self, node: yaml.Node, path: Path, first: Mark) -> None:
        self._tell(
            node,
            path,
            (f"the key {path[-1]!r} again", f"重复的键 {path[-1]!r}"),
            (f"each key once (first in line {first[0]})", f"每个键只出现一次（首次在第{first[0]}行）"),
        )


def key_text(path: Path) -> str:
    """A path of keys as one text, list positions counted from 0.

    >>> key_text(("commitments", 3, "goal"))
    'commitments.3.goal'
    """
    return ".".join(str(part) for part in path)
