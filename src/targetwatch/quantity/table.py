"""Goals of one row of a table of targets: 指标 | 单位 | 目标 | 属性, cells parted by ``|`` or tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from targetwatch.quantity.script import plain
from targetwatch.quantity.words import ending
from targetwatch.units import is_unit, normalise_unit

_PARTS: Final = re.compile(r"\s*[|｜│\t]\s*")
_NATURE: Final = re.compile("[（(【\\[]?(?:约束性|预期性|约束|预期|引导性|指导性)(?:指标)?[）)】\\]]?")
_ORDINAL: Final = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]+)[）).、]?")
_VALUE: Final = re.compile(
    r"[\[［（(]?[^|]*\d[^|]*[\]］）)]?|.*(?:定|下达|同步|全覆盖|翻番|完成|[高低快]于|持平).*"
)
_NO_VALUE: Final = frozenset({"", "-", "—", "/", "——", "–"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a name, a unit (``None`` where no cell is one) and the text of its goal."""

    name: str
    unit: str | None
    goal: str
    column: int


def read_row(text: str) -> Row | None:
    """The row that ``text`` is, or ``None`` where it is no table row or its goal is not plain.

    A row with several figures (this year's and last year's) is ambiguous and no row.

    >>> read_row("森林覆盖率 | % | 61.2 | 约束性")
    Row(name='森林覆盖率', unit='%', goal='61.2', column=12)
    >>> read_row("新增城镇就业10万人以上") is None
    True
    """
    cells = _cells(text)
    if len(cells) < 2 or not re.search("[|｜│\t]", text):
        return None
    named = next((cell for cell in cells if _is_name(cell[0])), None)
    if named is None:
        return None
    rest = cells[cells.index(named) + 1 :]
    unit = next((cell for cell in rest if is_unit(cell[0].strip("（）()"))), None)
    goals = [cell for cell in rest if cell is not unit and _VALUE.fullmatch(cell[0])]
    name, inside = _unit_in_name(named[0])
    unitless = ending(name, "nouns.bare_ratio") or ending(name, "nouns.index")
    if len(goals) != 1 or (len(cells) < 3 and inside is None and not unitless):
        return None
    written = normalise_unit(unit[0].strip("（）()")) if unit else inside
    return Row(name, written, goals[0][0].strip("[]［］"), goals[0][1])


def _cells(text: str) -> list[tuple[str, int]]:
    """The cells with the column where each begins, without blank ones and the nature of the target."""
    cells: list[tuple[str, int]] = []
    position = 0
    for match in [*_PARTS.finditer(text), None]:
        end = match.start() if match else len(text)
        cell = plain(text[position:end]).strip()
        if cell not in _NO_VALUE and not _NATURE.fullmatch(cell):
            cells.append((cell, position))
        position = match.end() if match else end
    return cells


def _is_name(cell: str) -> bool:
    return (
        not _ORDINAL.fullmatch(cell)
        and not is_unit(cell)
        and re.search("[\u4e00-\u9fffA-Za-z]{2}", cell) is not None
    )


def _unit_in_name(name: str) -> tuple[str, str | None]:
    """国内生产总值（亿元） as a name and a unit."""
    match = re.fullmatch(r"(.+?)[（(]([^（）()]+)[）)]", name)
    if match and is_unit(match[2]):
        return match[1], normalise_unit(match[2])
    return name, None
