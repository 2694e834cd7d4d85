"""What stands before a number: the verb that leads to it, and where the subject ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from targetwatch.quantity.readings import Basis
from targetwatch.quantity.words import ending, holds, starting, words

Verb = Literal["to", "has", "keep", "cap", "up", "down", "up_to", "down_to"]

#: Verbs that state what value is reached or held; a bare number after them is stated, not implied.
STATED: Final[frozenset[Verb | None]] = frozenset({"to", "keep", "cap", "up_to", "down_to"})
#: Verbs after which the number is a value, not a change.
REACHING: Final[frozenset[Verb | None]] = STATED | {"has"}
_KINDS: Final[tuple[Verb, ...]] = ("to", "has", "keep", "cap", "up", "down", "up_to", "down_to")
_BASE: Final = re.compile(
    r"(?:在(?P<on>(?:19|20)\d\d)年?(?:的)?(?:基础上|水平上))$"
    r"|(?:比|较|相比于?|相较于?|与|同|对比)(?P<base>(?:19|20)\d\d年?(?:底|末|同期)?|上年(?:同期|末|底)?|去年(?:同期|底|末)?|同期|上年度"
    r"|“?十[一二三四五]五”?(?:末|期末|时期)?|基期|年初|往年)(?:相比|时|的)?[，,]?$"
    r"|(?P<of>(?:19|20)\d\d)年(?:底|末)?的$|(?P<last>上年|去年|原来|原有|现有|目前)(?:同期)?的$"
)
_SHARE_OF: Final = re.compile(
    "(?P<verb>达到|达|提高到|提升到|增加到|压缩至|压缩到|缩短至|缩短到|降至|降到|占到|占|不低于|不高于|控制在)[^，。；、]{1,12}的$"
)
_EACH: Final = frozenset({"分别", "依次"})
_ALL: Final = frozenset({"均", "都", "各"})
_BY_DATE: Final = re.compile("(?:[到至]20\\d\\d年(?:年?底|末)?前?|到?年底前)(?=[\u4e00-\u9fff]{2}|$)")
#: A region, a body, or a word of duty before a verb.
_DOER: Final = re.compile(
    "并|且|要|须|需|应|使|再|统筹|重点|企业"
    "|[\u4e00-\u9fff]{0,6}?(?:省|市|县|区|州|旗|镇|乡|村|各地|单位|部门|政府|街道|农村|城乡|新)"
)
_REGION: Final = re.compile("(?:全|我|本|各)?[\u4e00-\u9fff]{0,4}(?:省|市|县|区|州|旗|镇|乡)|各地")
_MEAN: Final = re.compile("[人年户亩月日平地校班]均$")


@dataclass(frozen=True, slots=True)
class Predicate:
    """How a number is led up to.

    ``subject`` is the text before the verb; ``growth`` is +1 where a noun of growth (增速)
    ends the subject, −1 where a noun of falling (降幅) does. ``each``: 分别; ``all``: 均.
    ``lead`` is the direction of a verb that begins the subject (降低成本10%) where none ends it.
    ``part``: the number is a part of what is named before it (达到财政支出的20%).
    ``full`` is the subject with its verb of rising or falling, as an amount is named by both.
    """

    subject: str
    verb: Verb | None = None
    growth: int = 0
    each: bool = False
    all: bool = False
    past: bool = False
    compared_to: str | None = None
    full: str = ""
    lead: int = 0
    part: bool = False

    @property
    def direction(self) -> int:
        """+1 where the number is a rise, −1 where it is a fall, 0 where it is neither."""
        if self.growth:
            return self.growth
        return {"up": 1, "down": -1}.get(self.verb or "", 0) or self.lead


def _longest(text: str) -> tuple[str, str]:
    """Kind and word of the longest known word at the end of ``text``; empty where there is none."""
    if ending(text, "verbs.not_verbs"):
        return "", ""
    best = ("", "")
    for kind in (*_KINDS, "act", "act_weak", "growth_nouns", "fall_nouns"):
        word = ending(text, f"verbs.{kind}") or ""
        if len(word) > len(best[1]):
            best = (kind, word)
    word = ending(text, "subjects.adverbs") or ""
    if word and (len(word) > len(best[1]) or (len(word) == len(best[1]) and best[0] in ("act", "act_weak"))):
        best = ("adverb", word)
    return best


def read_predicate(before: str) -> Predicate:
    """The predicate at the end of ``before``, the text between the last quantity and this number.

    >>> found = read_predicate("移动网络流量平均资费再降低")
    >>> found.subject, found.verb
    ('移动网络流量平均资费', 'down')
    >>> read_predicate("固定资产投资增速达到").direction
    1
    """
    text, full = before, ""
    part = None if _BASE.search(before) else _SHARE_OF.search(before)
    if part:
        text = before[: part.end("verb")]
    verb: Verb | None = None
    compared: str | None = None
    each = every = past = False
    while text:
        if base := _BASE.search(text):
            compared = compared or base["base"] or base["on"] or base["of"] or base["last"]
            text = text[: base.start()]
            continue
        if text.endswith("了"):
            text, past = text[:-1], True
            continue
        kind, word = _longest(text)
        if kind == "adverb" and not (word == "均" and _MEAN.search(text)):
            each, every = each or word in _EACH, every or word in _ALL
            text = text[: -len(word)]
        elif kind in _KINDS and (verb is None or (verb in ("up", "down") and kind in ("to", "keep"))):
            rest = text[: -len(word)]
            if verb is None and kind in ("up", "down") and word in words("verbs.growth_nouns") and not rest:
                return Predicate("", "up", 0, each, every, past, _base_year(compared))
            full = text if kind in ("up", "down") and not full else full
            verb = verb or _as_verb(kind)
            text = rest
        else:
            break
    growth = _growth(text, verb)
    lead = _leading(text) if verb is None and not growth else 0
    base_year = _base_year(compared)
    return Predicate(text, verb, growth, each, every, past, base_year, full or text, lead, part is not None)


def without_lead(text: str) -> str:
    """``text`` without the words, dates and doers that lead in to its verb.

    >>> without_lead("到2025年底力争压减支出"), without_lead("甲市压减支出"), without_lead("甲市支出")
    ('压减支出', '压减支出', '甲市支出')
    """
    while True:
        lead = starting(text, "subjects.lead") or ""
        date = _BY_DATE.match(text)
        doer = None if lead or date else _DOER.match(text)
        if doer and _begins_verb(text[doer.end() :]):
            lead = doer[0]
        length = max(len(lead), date.end() if date else 0)
        if not length:
            return text
        text = text[length:]


def is_region(text: str) -> bool:
    """Whether ``text`` only names a region that does the work.

    >>> is_region("甲市"), is_region("甲市支出")
    (True, False)
    """
    return _REGION.fullmatch(text) is not None


def _begins_verb(text: str) -> bool:
    paths = ("verbs.act", "verbs.down", "verbs.up", "subjects.lead", "strength.commit", "strength.strive")
    return any(len(starting(text, path) or "") > 1 for path in paths)


def _leading(subject: str) -> int:
    """The direction of a verb of rising or falling that begins the subject and is not followed by a share."""
    text = without_lead(subject)
    if ending(text, "nouns.share"):
        return 0
    for path, direction in (("verbs.down", -1), ("verbs.up", 1)):
        word = starting(text, path)
        if word and len(word) > 1 and len(text) > len(word) + 1:
            return direction
    return 0


def _as_verb(kind: str) -> Verb:
    return next(verb for verb in _KINDS if verb == kind)


def _base_year(base: str | None) -> str | None:
    """``2020年`` as ``2020``; other bases as they are written."""
    if base is None:
        return None
    match = re.fullmatch(r"((?:19|20)\d\d)年?", base)
    return match[1] if match else base


def _growth(subject: str, verb: Verb | None) -> int:
    """The direction that a noun at the end of the subject gives, where the verb gives none."""
    if verb in ("up", "down", "up_to", "down_to"):
        return 0
    text = subject
    for word in words("subjects.adverbs"):
        text = text.removesuffix(word) if word in {"目标", "预期目标", "预期", "幅度"} else text
    if ending(text, "verbs.fall_nouns"):
        return -1
    if ending(text, "verbs.growth_nouns"):
        return 1
    if verb in ("to", "keep", "cap"):
        if ending(text, "verbs.down"):
            return -1
        if any(text.endswith(word) for word in ("增长", "提高", "上升", "上涨", "增加", "提升")):
            return 1
    return 0


def read_basis(text: str) -> Basis | None:
    """Whether ``text`` says that a growth is real, nominal or comparable; ``None`` where it does not.

    >>> read_basis("居民收入实际增长"), read_basis("投资增长")
    ('real', None)
    """
    kinds: tuple[Basis, ...] = ("comparable", "real", "nominal")
    return next((kind for kind in kinds if holds(text, f"basis.{kind}")), None)
