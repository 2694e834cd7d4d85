"""A text made compact, and the spans of it that hold names and no numbers.

Spaces beside Chinese characters and digits mean nothing and go; each letter knows
where it stood. Dates, plan periods, document numbers, codes and headings are names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from targetwatch.quantity.script import plain

#: Spans that hold numerals which are names: dates, plan periods, document numbers, codes, headings.
NAMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[〔\[【（]?(?:19|20)\d\d[〕\]】）]\s*第?\d+号",
        r"第[零〇一二两三四五六七八九十百千\d]+(?![位名零〇一二两三四五六七八九十百千\d，。；、]|$)[^\d，。；、\s]?",
        r"(?:19|20)\d\d\s*[-—~至到、和/]\s*(?:19|20)\d\d\s*(?:年度?|学年|期间|(?=[，。；、）\s]|$))(?:期间)?",
        r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底前|底|末|初|前|以前|之前|度|内)?",
        r"(?:19|20)\d\d(?:\.\d{1,2}){2}(?!\d)",
        r"(?:19|20)\d\d[-/]\d{1,2}(?:[-/]\d{1,2})?(?!\d)",
        r"[二][零〇][零〇一二三四五六七八九]{2}年",
        r"(?<![\d.个])\d{1,2}\s*[-—~至到]\s*\d{1,2}月(?:份|底|末)?(?!度)",
        r"(?<![\d.])(?:[1-9]|1[0-2])月(?:\d{1,2}日|份|底前|底|末|初|前|上旬|中旬|下旬)",
        r"(?<![\d.])\d{1,2}日(?=前|至|召开|起|，)",
        r"[一二三四]季度|前[一二三]季度?(?=[，、末])|前[一二三123]个?季度|[上下]半年|前\d{1,2}个月",
        r"[“\"]?[十][一二三四五]五[”\"]?",
        r"PM\s?(?:2\.5|10)(?!\d)",
        r"[A-Za-z][A-Za-z&]*[-—]?\d+(?:\.\d+)?[A-Za-z]*(?![\d%％])",
        r"\d+\s*[+×xX＋]\s*[A-Za-z\d]+",
        r"(?<!\d)0\d{2,3}[-—]\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{6,}[/\-]\d+(?:[/\-]\d+)*",
        r"\d+号(?:文件?|楼|线|院|令|公告|岛|路)?",
        r"(?:^|(?<=[\s，。；：\n]))（?[一二三四五六七八九十]+[、）．](?=\D)|(?:^|(?<=[\s。；\n]))（?\d{1,2}[、）](?=\D)",
        r"(?:^|(?<=[\s。；\n]))\d{1,2}[．.](?=[^\d\s])",
        r"[一二三四五六七八九]是(?=\D)",
        r"\d+(?:\.\d+)?版",
        r"\d+[:：](?!1(?!\d))\d+(?:[:：]\d+)*",
        r"[新一二三四五六七八九十两]+届",
        r"(?:上午|下午|中午|早上?|晚上?|凌晨|傍晚)\d{1,2}(?:点半?|时|:\d\d)(?!以)",
        r"\d+个五年|四面八方|五湖四海",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compact:
    """A text without spaces beside Chinese characters and digits; ``at[i]`` is where letter ``i`` stood."""

    text: str
    at: tuple[int, ...]

    def column(self, index: int) -> int:
        """The place in the original text of ``index`` (its end for the end of the text)."""
        return self.at[index] if index < len(self.at) else (self.at[-1] + 1 if self.at else 0)


def compact(text: str) -> Compact:
    """``text`` in plain script without the spaces that mean nothing.

    >>> compact("增长 ８% 以上").text, compact("R&D 经费 >= 2 %").text
    ('增长8%以上', 'R&D经费>=2%')
    """
    simple = plain(text)
    kept = [index for index, letter in enumerate(simple) if not letter.isspace() or _matters(simple, index)]
    return Compact("".join(" " if simple[index].isspace() else simple[index] for index in kept), tuple(kept))


def _matters(text: str, index: int) -> bool:
    """Whether the space at ``index`` parts two ASCII words; beside Chinese or a sign it never does."""
    before, after = text[:index].rstrip(), text[index:].lstrip()
    if not before or not after or text[index - 1].isspace():
        return False
    sides = before[-1] + after[0]
    return sides.isascii() and sides.isalnum() and not (sides[0].isdigit() and sides[1].isalpha())


def named_spans(text: str) -> list[tuple[int, int]]:
    """Where ``text`` holds numerals that are names."""
    return [match.span() for pattern in NAMES for match in pattern.finditer(text)]
