"""What a reader of actuals should look at although the figures can be used: codes, levels and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from targetwatch.actuals import Finding

Level = Literal["note", "warning"]

FINDINGS: Final[dict[str, tuple[Level, str, str]]] = {
    "approximate": ("note", "近似值，按所填数值使用", "approximate figures, used as they are written"),
    "fall_of_a_fall": (
        "warning",
        "降幅一栏填了负数，按“负的下降”读作上升，请核对",
        "a negative size of a fall, read as a rise: check it",
    ),
    "day_not_stated": (
        "note",
        "日期只写到月，按当月最后一日",
        "days given by month only, taken as its last day",
    ),
    "unit_not_known": (
        "warning",
        "单位不在单位表中，只有方案自定义了该单位才能使用",
        "units outside the registry, usable only where the plan declares them",
    ),
    "placeholder_only": (
        "warning",
        "整个文件只有同一时期的 0，应为占位数据，按存疑处理",
        "nothing but zeros of one period: a placeholder, taken as suspect",
    ),
    "replacement_character": (
        "warning",
        "含有替换符 �，文件曾按错误的编码保存",
        "replacement characters: the file was once saved in a wrong encoding",
    ),
}


def tell(places: Mapping[str, Sequence[str]]) -> tuple[Finding, ...]:
    """One finding for each code that has places, in the order of ``FINDINGS``.

    >>> [finding.code for finding in tell({"approximate": ["a.csv:2"], "day_not_stated": []})]
    ['approximate']
    """
    return tuple(
        Finding(code, level, zh, en, tuple(places[code]))
        for code, (level, zh, en) in FINDINGS.items()
        if places.get(code)
    )
