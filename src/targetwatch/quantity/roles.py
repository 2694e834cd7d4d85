"""Whether a quantity in a clause is a goal, a description of things, or not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from targetwatch.quantity.expression import Expression
from targetwatch.quantity.measures import starts_with_work
from targetwatch.quantity.predicate import REACHING, Predicate, is_region, without_lead
from targetwatch.quantity.words import ending, holds, starting, words
from targetwatch.units import unit_class

Role = Literal["goal", "of_noun", "other", "quoted", "unknown"]

_MILESTONE: Final = re.compile("^(?:的)?(?:大关|台阶|门槛|关口|目标大关|新台阶|俱乐部)")
_AIM: Final = re.compile(
    "^(?:的)?(?:年度|全年|年初|既定|规划|预定|考核|省定|市定|国家|预期|增长|计划)*(?:预期)?(?:目标|任务目标|目标任务)"
)
_OF_PLAN: Final = re.compile("(?:目标|任务|计划|预算|进度)(?:数|任务|目标|总数)?的$")
#: Words that point at what a text has just named, and nouns of the parts of a document.
_POINTED: Final = re.compile("(?:上述|以下|下列|以上|前述|首批|全文|全书|本文)共?")
_OF_DOCUMENT: Final = re.compile("^(?:具体|政策)?(?:意见|措施|政策|规定|办法|举措|条款)$")
_AGAINST_PLAN: Final = re.compile(
    "(?:[高低快好优]于|超过|超出|超|比)[^，。；、]{0,6}(?:目标|任务|计划|预期|预算)(?:数|值)?[高低多少快慢]?$"
)
#: A share of a reference (上年的80%) is neither an offset nor a share of the subject.
_OF_REFERENCE: Final = re.compile(
    "(?:[于过][^，。；、]{0,4}(?:全国|全省|全市)|[于过到达为至][^，。；、]{0,4}(?:上年|去年|同期|平均))[^，。；、]{0,4}的$"
)
_GROWTH_AFTER: Final = re.compile("^(?:的)?(?:年均|同比)?(?:增长|增速|速度|增幅)")
_SIZE_AFTER: Final = re.compile("^的(?:规模|水平|总量|产量|产值|投资|目标|标准)")
_JOINT: Final = re.compile("(?:、|和|与|及|以及|并|且|，)$")
_HAVING: Final = re.compile("(?:有|配备|设有|建有|具有|开设)$")
_FROM: Final = re.compile("[由从]\\d[\\d.]*$")
_TOWARDS: Final = ("为", "对", "向", "给", "让", "使", "将", "把")
_HARD_COUNT: Final = frozenset({"count", "person", "household", "visit"})


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity in its clause: text before and after it up to the neighbouring quantities.

    ``noun`` is the text after it up to the next stop of a list; ``follower`` the next
    quantity where no stop stands between.
    """

    found: Expression
    before: str
    after: str
    noun: str
    predicate: Predicate
    follower: Expression | None
    bare: bool
    own: frozenset[str]

    @property
    def kind(self) -> str:
        """The class of its unit, ``none`` without a unit."""
        unit = self.found.written_unit
        return "none" if unit is None else unit_class(unit, self.own)


def role_of(place: Place) -> Role:
    """What the quantity is in its clause.

    ``goal``: its subject stands before it; ``of_noun``: a goal whose subject stands after
    it (新建400家以上农村文化礼堂); ``other``: a class of things, a name, a duration;
    ``quoted``: a target that a result quotes, after which the clause states none.
    ``unknown``: a number with a bound whose unit we do not know.
    """
    found = place.found
    if found.form == "front":
        if place.before.endswith(("由", "从")):
            return "other"
        ranked = holds(place.before, "rank.verbs") or (place.bare and not place.before)
        return "goal" if ranked else "other"
    if found.form != "amount":
        return "other" if starting(place.after, "names.after") else "goal"
    if found.unit is None:
        return _without_unit(place)
    if place.kind == "ratio" and _OF_REFERENCE.search(place.before):
        return "unknown"
    if _is_quoted_aim(place):
        return "quoted"
    if place.predicate.direction and (found.unit.endswith("点") or found.value < 0):
        doubtful = place.kind not in ("points", "ratio") or place.predicate.direction < 0
        if doubtful or (found.comparator == "<=" and found.bounded_after):
            return "unknown" if place.kind != "points" or found.value < 0 else "goal"
    if _is_name(place):
        return "other"
    if _too_vague(place):
        return "other"
    return _by_noun(place)


def _without_unit(place: Place) -> Role:
    subject, predicate = place.predicate.subject, place.predicate
    if place.found.style == "chinese" and place.found.value != int(place.found.value):
        return "of_noun" if place.noun else "goal"
    if place.bare and not place.before and not place.after:
        return "goal"
    subject = _FROM.sub("", subject)
    compared = subject.endswith("比") or ending(subject, "nouns.bare_ratio")
    if compared or ending(subject, "nouns.index") or "指数" in subject[-4:]:
        return "goal"
    bounded = place.found.comparator is not None or predicate.verb in REACHING
    if place.found.style == "chinese" or re.match(r"[A-Za-z+×\-—/]", place.after):
        return "other"
    return "unknown" if bounded and subject else "other"


def _is_name(place: Place) -> bool:
    """Grades (亿元级), ordinals (第3), denominators (每万人), voltage classes, 万亩产业平台."""
    found = place.found
    if starting(place.after, "grades.after_unit") or place.before.endswith(
        ("第", "每", "近年", "双", "平均每")
    ):
        return True
    if found.unit == "类" and found.value <= 5 and place.noun and found.comparator is None:
        return not _work_before(place)
    if found.comparator is None and (
        _POINTED.fullmatch(place.before) or (not place.before and _OF_DOCUMENT.search(place.noun))
    ):
        return place.kind in _HARD_COUNT
    if found.unit == "次" and place.before.endswith("跑"):
        return True
    if found.unit in ("千伏", "kV", "KV", "伏", "克", "P2P"):
        return True
    if found.style == "unit_only" and found.comparator is None:
        return not (place.bare and not place.before) and not _MILESTONE.match(place.after)
    return False


def _is_quoted_aim(place: Place) -> bool:
    """A target that a result only quotes (低于3.5%左右的预期目标, 完成8%的年度目标)."""
    if place.kind == "ratio" and _OF_PLAN.search(place.before):
        return True
    if place.kind == "points" and _AGAINST_PLAN.search(place.before):
        return True
    if not _AIM.match(place.after):
        return False
    return not holds(place.before, "strength.strive", "strength.commit")


def _too_vague(place: Place) -> bool:
    """Durations without a bound, 一个, and small Chinese numerals without work that is counted."""
    found, kind = place.found, place.kind
    if place.bare and not place.before:
        return False
    stated = found.comparator is not None
    alone = found.style == "chinese" and found.high is None
    if alone and found.value == 1 and not found.scale and kind in _HARD_COUNT:
        return found.comparator not in (">=", "<=")
    if kind == "time":
        return not stated and place.predicate.verb is None and not place.predicate.lead
    if found.style == "chinese" and found.unit in ("期", "届", "轮", "回"):
        return True
    if found.style != "chinese" or stated or kind in ("ratio", "points", "multiple"):
        return False
    if found.value <= 20 and not found.scale and kind in _HARD_COUNT:
        hard = any(place.before.endswith(word) for word in words("verbs.hard"))
        return not hard and not (not place.noun and holds(place.before, "verbs.hard"))
    return False


def _by_noun(place: Place) -> Role:
    """Goal with the subject before, goal of the noun after, or a description of that noun."""
    kind, noun = place.kind, place.noun
    if kind == "multiple" and place.before.endswith("的") and place.predicate.compared_to is None:
        return "unknown"
    if not noun or starting(noun, "grades.idle_after") or _MILESTONE.match(noun) or _AIM.match(noun):
        return "goal"
    if _GROWTH_AFTER.match(place.after) and kind == "ratio":
        return "of_noun"
    if kind in ("points", "multiple"):
        return "goal"
    if kind == "ratio":
        return _ratio_by_noun(place)
    follower = place.follower
    if follower is not None and place.after != "" and not _JOINT.search(place.after):
        return "other"
    if follower is not None and place.after == "" and kind in _HARD_COUNT and place.found.comparator is None:
        unit = follower.written_unit
        if unit is not None and unit_class(unit, place.own) in _HARD_COUNT:
            return "other"
    if noun.startswith("的"):
        return _by_adjective(place)
    if kind == "time":
        return "other"
    if kind in _HARD_COUNT:
        return _count_by_noun(place)
    return _amount_by_noun(place)


def _ratio_by_noun(place: Place) -> Role:
    led = place.predicate.direction or place.predicate.verb in REACHING
    if led and len(place.predicate.subject) >= 2:
        return "goal"
    if place.follower is not None and not _JOINT.search(place.after) and place.follower.form == "amount":
        return "other"
    return "of_noun" if not led else "goal"


def _by_adjective(place: Place) -> Role:
    """A quantity with 的 after it mostly describes a class of things."""
    if _SIZE_AFTER.match(place.noun):
        return "goal"
    if place.kind == "count" and _work_before(place):
        return "of_noun"
    bounded_after = place.found.bounded_after or place.kind not in ("area", "length")
    worked = ending(place.noun, "verbs.act") and not _is_thing(place.noun)
    return "of_noun" if worked and not bounded_after and _work_before(place) else "other"


def _count_by_noun(place: Place) -> Role:
    """Counted things: the noun after is what is counted, unless the subject stands before."""
    found = place.found
    if place.before.endswith(_TOWARDS) or (_HAVING.search(place.before) and place.kind == "count"):
        return "of_noun"
    sized = ending(place.predicate.subject, "nouns.attribute") and place.predicate.verb is None
    if sized and found.bounded_after and not _work_before(place) and _is_thing(place.noun):
        return "other"
    if _own_subject(place) and not _work_before(place):
        return "goal" if starts_with_work(place.predicate.subject) or place.predicate.verb else "other"
    if place.kind == "count" or _work_before(place) or place.found.comparator is None:
        return "of_noun"
    return "of_noun" if _ends_as(place.noun, "person") else "other"


def _amount_by_noun(place: Place) -> Role:
    """Amounts: a goal of the noun only where the noun is such stuff, else a class of things."""
    subject = place.predicate.subject
    if subject.startswith("对"):
        return "other"
    if _own_subject(place):
        described = ending(subject, "nouns.attribute") and place.predicate.verb is None
        led = starts_with_work(subject) or place.predicate.verb in REACHING
        return "goal" if led and not described else "other"
    stuff = place.kind if place.kind in ("money", "area", "length", "volume", "mass", "power") else "other"
    if stuff == "other" or place.found.comparator in ("<=", "<"):
        return "other"
    if _ends_as(place.noun, stuff):
        return "of_noun"
    built = stuff == "money" or (place.found.unit or "").endswith(("平方米", "平米", "平方", "m²"))
    unknown = not built and _work_before(place) and not _is_thing(place.noun)
    return "of_noun" if unknown else "other"


def _is_thing(noun: str) -> bool:
    """Whether the noun is something that a size only describes (1000吨级码头建设)."""
    listed = words("stuff.things")
    return noun.endswith(listed) or any(word in noun for word in listed if len(word) > 1)


def _ends_as(noun: str, stuff: str) -> bool:
    return any(noun.removesuffix("任务").endswith(word) for word in words(f"stuff.{stuff}"))


def tail_of(noun: str) -> int:
    """How much of the text after a quantity belongs to it (大关, 的目标, 的增长)."""
    for pattern in (_MILESTONE, _AIM, _GROWTH_AFTER):
        if match := pattern.match(noun):
            return match.end()
    return len(starting(noun, "grades.idle_after") or "")


def _work_before(place: Place) -> bool:
    """Whether a verb of work stands directly before the number."""
    return ending(place.before, "verbs.act") is not None or ending(place.before, "verbs.act_weak") is not None


def _own_subject(place: Place) -> bool:
    """Whether words other than verbs stand between the start of the clause and the number.

    Two characters before a count with its noun are a verb that we do not know (培育壮大10条产业链).
    """
    least = 3 if place.kind == "count" and place.noun else 2
    text = without_lead(place.predicate.subject)
    while True:
        paths = ("verbs.act", "verbs.act_weak", "subjects.lead")
        word = max((starting(text, path) or "" for path in paths), key=len)
        if not word:
            return len(text) >= least and not is_region(text)
        text = text[len(word) :]
