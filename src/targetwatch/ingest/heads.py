"""The heads of a table of actuals, Chinese and English: which column of the file is which.

Heads are compared in compatibility form, without case, white space, underscores or
marks. A unit in brackets after a head (完成值（亿元）) is the unit of its column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from targetwatch import spelling
from targetwatch.frames import ACTUALS_NAMES, PLACE_NAMES
from targetwatch.units import is_unit

#: The column of ids that our forms write; it names the indicator before any column of names does.
ID: Final = "id"
#: Heads that stand in forms for the reader's eye and carry nothing to evaluate.
CONTEXT: Final = "context"

HEADS: Final[dict[str, str]] = {
    ID: "编号 指标编号 目标编号 任务编号 指标代码 id indicator_id commitment commitment_id target_id",
    "indicator": "指标 指标名称 指标名 指标项 目标名称 任务名称 名称 indicator indicator_name name target",
    "region": "地区 区域 地域 行政区 行政区划 县市区 市县 region area place",
    "period": "时期 报告期 期间 年份 年度 时间 统计期 所属期 period year time",
    "value": "数值 完成值 实际值 完成数 实际数 实际完成 实际完成值 值 数据 "
    "实绩 value actual actual_value figure",
    "value_high": "数值上限 上限 高值 value_high upper high",
    "bound": "界限 界限类型 上下限 bound",
    "answer": "是否完成 是否 完成与否 答复 answer done completed yes_no",
    "date": "完成日期 实际完成日期 完成时间 实际日期 开工日期 竣工日期 日期 date completion_date",
    "unit": "单位 计量单位 unit units",
    "measure": "指标类型 度量 数值类型 measure measure_type",
    "basis": "价格口径 计价口径 价格基础 计价方式 basis price_basis",
    "stage": "阶段 数据阶段 核算阶段 stage vintage",
    "check": "核查 核查状态 核查情况 查核 check",
    "authority": "来源级别 来源类别 来源层级 authority source_level",
    "compared_to": "比较基期 对比期 比较对象 基期 compared_to comparison",
    "average_over": "平均年数 年均年数 平均期 average_over",
    "scope": "口径 统计口径 统计范围 scope",
    "break": "序列中断 中断 数据中断 break series_break",
    "review": "审核 审核状态 审核结果 review review_status",
    "statement": "完成情况 完成情况说明 情况说明 填报内容 说明 statement description",
    "evidence": "佐证材料 佐证 证明材料 evidence",
    "published": "发布日期 公布日期 发布时间 公布时间 published release_date publication_date",
    "source": "来源 数据来源 资料来源 出处 source data_source",
    "note": "备注 附注 注 note notes remark remarks comment",
    "self_rating": "自评 自评结果 self_rating self_assessment",
    "availability": "报送状态 填报状态 数据状态 可得性 availability",
    CONTEXT: "序号 目标任务原文 目标任务 目标 目标值 牵头单位 责任单位 责任领导 类别 类型 goal quote "
    "lead_unit owner no type",
}

#: Columns of free text: several heads of one kind are joined, for the others they are ambiguous.
FREE: Final = ("statement", "evidence", "source", "note", "scope")

#: A table has at least an indicator and one of these.
_CONTENTS: Final = ("value", "answer", "date")
_BRACKETS: Final = re.compile(
    r"(?P<base>.+?)[(\[（](?P<inside>[^()（）\[\]]+(?:\([^()]*\))?)[)\]）]\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The heads of one table as understood.

    ``columns`` maps a canonical name to the positions in the file that feed it;
    ``constants`` the names that a mapping fixes.
    ``unit`` is the unit that the value's head states.
    """

    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    unknown: tuple[str, ...] = ()
    doubled: tuple[tuple[str, tuple[str, ...]], ...] = ()
    form: bool = False
    ignored_words: tuple[str, ...] = ()
    unused_mapping: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it names an indicator and something to say of it."""
        return "indicator" in self.columns and any(name in self.columns for name in _CONTENTS)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is lacking, as the head to write: Chinese / English."""
        lacking = [] if "indicator" in self.columns else ["指标/indicator"]
        if not any(name in self.columns for name in _CONTENTS):
            lacking.append("数值/value")
        return tuple(lacking)


def fold(text: str) -> str:
    """A head in the form in which heads are compared.

    >>> fold(" Release_Date ： ")
    'releasedate'
    """
    return re.sub(r"[_\-*:]+", "", spelling.fold(text))


def read_head(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Head:
    """The head that ``cells`` are; cells that are no known head are kept as unknown.

    ``mapping`` gives the canonical name for a head of the file; a key that starts with
    ``=`` is a constant for every row (``{"=万元": "unit"}``).

    Raises ``ValueError`` where the mapping names a column that does not exist.

    >>> read_head(["指标", "时期", "完成值（亿元）"]).unit
    '亿元'
    """
    own = _checked_mapping(mapping or {})
    found: dict[str, list[int]] = {}
    unknown: list[str] = []
    words: list[str] = []
    unit: str | None = None
    for position, cell in enumerate(cells):
        name, inside = _understand(cell, own)
        if name is None:
            unknown.extend([cell.strip()] if cell.strip() else [])
            continue
        if name == "value" and inside and is_unit(inside):
            unit = inside
        elif inside:
            words.append(cell.strip())
        found.setdefault(name, []).append(position)
    heads = {fold(cell) for cell in cells}
    return Head(
        columns=_merged(found),
        constants={name: key[1:] for key, name in own.items() if key.startswith("=")},
        unit=unit,
        unknown=tuple(unknown),
        doubled=_doubled(found, cells),
        form=ID in found and "evidence" in found,
        ignored_words=tuple(words),
        unused_mapping=tuple(key for key in own if not key.startswith("=") and key not in heads),
    )


def known_heads() -> tuple[str, ...]:
    """The first Chinese and the canonical head of each column, for messages."""
    return tuple(
        f"{HEADS[name].split()[0]}/{name}" for name in ("indicator", "period", "value", "unit")
    )


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    named = {fold(word): name for name, words in HEADS.items() for word in words.split()}
    return named | {fold(name): name for name in ACTUALS_NAMES}


def _understand(cell: str, own: Mapping[str, str]) -> tuple[str | None, str]:
    """The canonical name of a head and the words in brackets after it; mapped heads displace others."""
    name = _name_of(fold(cell), own)
    if name is not None:
        return name, ""
    match = _BRACKETS.match(cell.strip())
    if match is None:
        return None, ""
    return _name_of(fold(match["base"]), own), match["inside"].strip()


def _name_of(folded: str, own: Mapping[str, str]) -> str | None:
    if folded in own:
        return own[folded]
    name = _names().get(folded)
    displaced = name in own.values() or (name == ID and "indicator" in own.values())
    return None if displaced or name in PLACE_NAMES else name


def _checked_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    allowed = [name for name in ACTUALS_NAMES if name not in PLACE_NAMES]
    for head, name in mapping.items():
        if name not in allowed:
            nearest = spelling.nearest(name, allowed, 1)
            hint = f" (nearest: {nearest[0]})" if nearest else ""
            raise ValueError(
                f"found column {name!r} for head {head!r}, expected one of {', '.join(allowed)}{hint}"
            )
    return {key if key.startswith("=") else fold(key): name for key, name in mapping.items()}


def _merged(found: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """Positions a name; the ids stand before the names of indicators."""
    columns = {name: tuple(positions) for name, positions in found.items() if name not in (ID, CONTEXT)}
    indicator = (*found.get(ID, ()), *found.get("indicator", ()))
    if indicator:
        columns["indicator"] = indicator
    return columns


def _doubled(
    found: Mapping[str, Sequence[int]], cells: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (name, tuple(cells[position].strip() for position in positions))
        for name, positions in found.items()
        if len(positions) > 1 and name not in (CONTEXT, *FREE)
    )
