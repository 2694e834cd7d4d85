"""The errors that targetwatch raises, with their facts as attributes.

Every message says where, what was found and what was expected. All problems of
one input are collected and raised once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class TargetwatchError(Exception):
    """Root of every error that targetwatch raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one input: where it is, what was found, what was expected.

    ``line`` and ``column`` count from 1; 0 where the place has none. ``key`` is
    the path of keys in a plan file (``commitments.3.goal``), else empty.
    """

    file: str
    line: int
    column: int
    key: str
    found: str
    expected: str
    hint: str = ""
    found_zh: str = ""
    expected_zh: str = ""
    hint_zh: str = ""
    level: Literal["error", "warning"] = "error"

    @classmethod
    def told(
        cls,
        file: str,
        place: tuple[int, int],
        key: str,
        found: tuple[str, str],
        expected: tuple[str, str],
        hint: tuple[str, str] = ("", ""),
        level: Literal["error", "warning"] = "error",
    ) -> Problem:
        """A problem whose words are pairs: first English, then Chinese."""
        return cls(file, *place, key, found[0], expected[0], hint[0], found[1], expected[1], hint[1], level)

    def text(self, lang: str = "en") -> str:
        """The problem as one line, ``file:line:column: key: found …, expected …``.

        >>> Problem("p.yaml", 3, 5, "goal", "'8'", "a unit", hint="write 8%").text()
        "p.yaml:3:5: goal: found '8', expected a unit (write 8%)"

        A warning says so after its place.
        """
        chinese = lang == "zh"
        found = (self.found_zh or self.found) if chinese else self.found
        expected = (self.expected_zh or self.expected) if chinese else self.expected
        hint = (self.hint_zh or self.hint) if chinese else self.hint
        place = self.file
        if self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        key = f" {self.key}:" if self.key else ""
        if self.level == "warning":
            key = " 提示：" + key.lstrip() if chinese else " warning:" + key
        if chinese:
            return f"{place}:{key} 实际为 {found}，应为 {expected}" + (f"（{hint}）" if hint else "")
        return f"{place}:{key} found {found}, expected {expected}" + (f" ({hint})" if hint else "")


class ProblemsError(TargetwatchError):
    """Several problems of one input, raised together.

    ``problems`` holds them in the order of their places.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))

    def text(self, lang: str = "en") -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(lang) for problem in self.problems)


class PlanError(ProblemsError):
    """A plan with problems, or a path that holds no plan."""


class ActualsError(ProblemsError):
    """A file of actuals that cannot be read, or that has no usable row."""


class UnknownIdError(TargetwatchError, KeyError):
    """An id that the plan does not have; ``nearest`` holds the closest ones."""

    def __init__(self, found: str, nearest: Sequence[str] = ()) -> None:
        self.found = found
        self.nearest: tuple[str, ...] = tuple(nearest)
        hint = f" (nearest: {', '.join(self.nearest)})" if self.nearest else ""
        super().__init__(f"found id {found!r}, expected an id of the plan{hint}")

    __str__ = Exception.__str__


class AsOfError(TargetwatchError):
    """An as-of date that is missing or unreadable."""
