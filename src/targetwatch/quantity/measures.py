"""What kind of number a goal is: its measure, its side, and whether more of it is better."""

from __future__ import annotations

import re
from typing import Final

from targetwatch.quantity.predicate import REACHING, STATED, Predicate, without_lead
from targetwatch.quantity.readings import Better, Comparator, Measure
from targetwatch.quantity.words import ending, holds, starting, words

_STOCK: Final = ("总数", "总量", "累计", "保有", "拥有", "存量", "总规模", "总里程", "总面积", "在役")
_ADDED: Final = ("新增", "净增", "新建", "完成", "新")
_SUMMED: Final = re.compile("累计(?:新增|完成|投资|投入|培训|发放|实现|减)")


def is_lower(subject: str) -> bool:
    """Whether less of ``subject`` is better (失业率, 能耗, 浓度).

    >>> is_lower("城镇调查失业率"), is_lower("森林覆盖率"), is_lower("黑臭水体消除比例")
    (True, False, False)
    """
    return holds(subject, "nouns.lower") and not holds(subject, "nouns.higher")


def starts_with_work(subject: str) -> bool:
    """Whether the subject begins with a verb of work that is counted as it is done (新增, 建成)."""
    return starting(without_lead(subject), "verbs.act") is not None


def ratio_measure(subject: str, predicate: Predicate, *, share_of_noun: bool) -> Measure | None:
    """The measure of a number in % or ‰; ``None`` where the words do not decide it."""
    if predicate.direction:
        return "growth"
    if share_of_noun or predicate.verb == "has" or predicate.part:
        return "share"
    if any(subject.endswith(word) for word in words("nouns.growth_rates")):
        return "growth"
    if ending(subject, "nouns.share") or "占" in subject or "比重" in subject:
        return "share"
    if ending(subject, "nouns.amount"):
        return "growth"
    if subject and predicate.verb in REACHING:
        return "share"
    return "share" if holds(subject, "nouns.share") else None


def amount_measure(
    subject: str, predicate: Predicate, comparator: Comparator | None, unit_class: str
) -> Measure:
    """Level or total of a number that is no ratio: a stock at a date, or a sum over the period."""
    worked = starts_with_work(subject) or ending(subject, "verbs.act") is not None
    stock = any(word in subject for word in _STOCK if word != "存量" or not worked)
    stock = stock and not _SUMMED.search(subject)
    if predicate.verb in ("up", "down"):
        return "total"
    if predicate.verb in ("cap", "down_to"):
        return "level"
    if ending(subject, "nouns.level") and predicate.verb in REACHING and not subject.startswith(_ADDED):
        return "level"
    if worked and not stock and unit_class != "compound" and not _paid_each(subject, unit_class):
        return "total"
    if is_lower(subject):
        return "level"
    per_head = any(word in subject for word in words("nouns.per_head"))
    if stock or per_head or ending(subject, "nouns.level"):
        return "level"
    if unit_class in ("time", "compound", "temperature") or comparator in ("<=", "<"):
        return "level"
    counted = unit_class == "count" and (predicate.verb in REACHING or comparator == ">")
    if ending(subject, "nouns.flow") if counted else holds(subject, "nouns.flow"):
        return "total"
    if any(word in subject for word in words("nouns.level") if len(word) > 2):
        return "level"
    reached = predicate.verb in REACHING or comparator == ">"
    return "level" if reached else "total"


def _paid_each(subject: str, unit_class: str) -> bool:
    """Whether money is said of one of many (每户补助3万元)."""
    return unit_class == "money" and ending(subject[:2], "nouns.per_head") is not None


def default_comparator(
    subject: str, predicate: Predicate, measure: Measure | None, *, payment: bool
) -> tuple[Comparator, bool]:
    """The comparator where no bound states it, and whether it is only implied."""
    if predicate.verb in ("cap", "down_to"):
        return "<=", False
    if predicate.verb == "up_to" and payment:
        return "==", False
    implied = predicate.verb not in STATED
    if measure == "growth" and predicate.direction > 0 and holds(subject, "nouns.prices"):
        return "<=", implied
    lower = (
        measure in ("level", "share", "index", None) and is_lower(subject) and not starts_with_work(subject)
    )
    return ("<=" if lower else ">="), implied


def better_of(subject: str, comparator: Comparator, measure: Measure | None, *, falls: bool) -> Better | None:
    """The good side: given by the comparator, by a wanted fall, or by what the subject is."""
    if comparator in (">=", ">"):
        return "higher"
    if comparator in ("<=", "<"):
        return "lower"
    if falls or is_lower(subject):
        return "lower"
    return "higher" if subject or measure == "growth" else None
