"""What a cell may hold where a figure is due: marks of absence, answers, verdict words, faults.

None of these is a figure, and 0 is none of these.
"""

from __future__ import annotations

import re
from typing import Final

_ABSENT: Final = (
    "- -- --- — —— – ― … …… ... .. . ...... 空 / // : 缺 缺失 暂无 无数据 "
    "n/a na n.a. nan null none nil nat #n/a <na>"
)
#: Cells that say "no figure here".
MISSING: Final = frozenset(_ABSENT.split()) | {""}

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2212: "-", 0x3000: " "}
_AWAITED: Final = r"(公布|发布|反馈|核定|下达|通报|统计出|出数)"
_AVAILABILITY: Final = (
    ("not_yet_released", re.compile(rf"(等?待|尚未|暂未|还未|未)[^\d]{{0,8}}{_AWAITED}(数据)?|待定")),
    ("not_applicable", re.compile(r"(不涉及|不适用|无此项)[^\d]{0,6}|not applicable")),
    ("not_submitted", re.compile(r"应报未报|未报送?|未上报|未填报|not submitted")),
    ("not_yet_released", re.compile(r"(not yet released|to be released|to be published|tba|tbd)")),
)
_ANSWERS: Final = {"是": "yes", "yes": "yes", "y": "yes", "true": "yes"} | {
    "否": "no", "no": "no", "n": "no", "false": "no"
}  # fmt: skip
_MANNER: Final = (
    r"(预计|已经?|未能?|尚未|没有|基本|全部|全面|超额|提前|如期|按期|顺利|圆满|正在|按计划|有序|可以?|能够?|均|都)"
)
_ACT: Final = (
    r"(完成|达标|达到|达成|达产|实现|合格|通过|推进|建成|开工|竣工|落实|到位|进行|完工|验收|办结)(中|率)?"
)
_CLAIM: Final = r"(已|已经|基本|全面|实现|率先)*(全覆盖|翻番|翻一番|达产达效|清零|销号)"
_AIM: Final = r"(了|年度|全年|预期|既定|省定|市定)*(目标任务|目标|任务|计划|要求|值)?"
_VERDICT: Final = re.compile(
    rf"[√✓✔☑×✗✘✕○●]?{_MANNER}*{_ACT}{_AIM}|[√✓✔☑×✗✘✕]|{_CLAIM}"
    r"|(not |fully |nearly )?(done|completed?|met|achieved|missed|exceeded|reached)|ok|on track|in progress"
)
#: Errors of spreadsheets, cells too narrow to show their number, formulas that were never computed.
_FAULT: Final = re.compile(r"#[a-z/0-9]+[!?]|#+|#公式未计算|[+-]?inf(inity)?")
#: A number that a spreadsheet shortened: its last digits are lost.
_SHORTENED: Final = re.compile(r"[+-]?\d\.\d+E[+-]\d+")


def plain_text(text: str) -> str:
    """Half width, one kind of space and minus, nothing at the ends; letters keep their case (MW, kWh).

    >>> plain_text(" ＞５％ "), plain_text("10　MW")
    ('>5%', '10 MW')
    """
    return " ".join(text.translate(_HALF_WIDTH).split()).strip("'’‘").strip()


def read_availability(plain: str) -> str | None:
    """Why there is no figure, as a code of ``availability``; ``None`` where the text says no such thing.

    >>> read_availability("待省里公布"), read_availability("不涉及"), read_availability("10")
    ('not_yet_released', 'not_applicable', None)
    """
    return next((code for code, pattern in _AVAILABILITY if pattern.fullmatch(plain.casefold())), None)


def read_answer(plain: str) -> str | None:
    """``yes`` or ``no`` for the plain answers 是, 否, yes, no, true, false; not for words such as 已完成."""
    return _ANSWERS.get(plain.casefold())


def is_verdict(plain: str) -> bool:
    """Whether the text is a verdict and no figure: 已完成, 达标, √, on track.

    >>> is_verdict("超额完成"), is_verdict("完成年度目标任务"), is_verdict("完成10.2万人")
    (True, True, False)
    """
    return _VERDICT.fullmatch(plain.rstrip("。.!").casefold()) is not None


def is_fault(plain: str) -> bool:
    """Whether a spreadsheet lost the figure: #DIV/0!, ####, 2.02E+03.

    >>> is_fault("#DIV/0!"), is_fault("2.02E+03"), is_fault("2.02e+03")
    (True, True, False)
    """
    return _FAULT.fullmatch(plain.casefold()) is not None or _SHORTENED.fullmatch(plain) is not None
