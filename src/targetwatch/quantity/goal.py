"""A goal from what was found: its measure, side and value put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from targetwatch.quantity.clauses import Clause
from targetwatch.quantity.expression import Expression
from targetwatch.quantity.measures import (
    amount_measure,
    better_of,
    default_comparator,
    is_lower,
    ratio_measure,
)
from targetwatch.quantity.numerals import Number
from targetwatch.quantity.predicate import Predicate, read_basis, read_predicate
from targetwatch.quantity.readings import MIRRORED, Comparator, GoalReading, Kind, Measure
from targetwatch.quantity.references import Found
from targetwatch.quantity.roles import Place
from targetwatch.quantity.subjects import clean_span, counted_unit, strength_of, subject_name
from targetwatch.quantity.words import words
from targetwatch.units import unit_class

#: Where a rise begins (从5万亿元增加到8万亿元) is no part of the subject.
_FROM: Final = re.compile("[从由](?:每[人户月年日天])*[0-9.,]+[^，。]{0,8}$")


@dataclass(frozen=True, slots=True)
class Item:
    """A quantity that is a goal, with its subject as text and as span in the clause."""

    place: Place
    subject: str
    span: tuple[int, int]
    end: int
    of_noun: bool


def goal_of(
    found: Expression, item: Item, name: str, predicate: Predicate, clause: Clause, own: frozenset[str]
) -> GoalReading:
    """The goal that one quantity states of ``name``."""
    start, end = clean_span(item.subject, 0, len(item.subject))
    context = item.subject if item.of_noun or end > start else name
    kind, value, high, unit, measure = _value(found, item, context, predicate, own)
    if measure == "points" and predicate.direction == 0 and predicate.verb is not None:
        measure = "points"
    falls = predicate.direction < 0 and measure in ("growth", "points")
    comparator, implied = _comparator(found, item, context, predicate, measure, own)
    if falls:
        low, value = value, -value
        value, high = (value, None) if high is None else (-high, -low)
        comparator = MIRRORED[comparator]
    start, end = clause.place(min(item.span[0], found.start), max(item.end, found.end))
    better = "lower" if found.form == "none_left" else better_of(context, comparator, measure, falls=falls)
    return GoalReading(
        indicator=_FROM.sub("", name).strip(" 、，的"), kind=kind, measure=measure,
        basis=read_basis(clause.text) if measure == "growth" else None, comparator=comparator, value=value,
        value_high=high, unit=unit, better=better, reference=None, offset=None,
        compared_to=predicate.compared_to, strength=strength_of(clause.text, found.core),
        implied=implied, start=start, end=end,
    )  # fmt: skip


def _value(
    found: Expression, item: Item, context: str, predicate: Predicate, own: frozenset[str]
) -> tuple[Kind, Number, Number | None, str | None, Measure | None]:
    """Kind, value, upper value, unit and measure."""
    unit = found.written_unit
    if found.form == "cover":
        return "fixed", found.value, None, unit, "share"
    if found.form == "growth":
        return "fixed", found.value, None, unit, "growth"
    if found.form == "front":
        return "fixed", found.value, None, unit, "rank"
    if found.form == "none_left":
        return "fixed", found.value, None, unit or counted_unit(context), "level"
    unit_kind = "none" if unit is None else unit_class(unit, own)
    if found.form == "multiple" or (unit_kind == "multiple" and not _is_ratio_of_two(context)):
        add = 1 if found.form == "amount" and predicate.verb == "up" else 0
        high = None if found.high is None else found.high + add
        measure = amount_measure(context, Predicate(context), None, "count") if context else None
        return "multiple", found.value + add, high, unit, measure
    return "fixed", found.value, found.high, unit, _measure(found, item, context, predicate, unit_kind)


def _is_ratio_of_two(context: str) -> bool:
    return any(word in context for word in words("nouns.bare_ratio"))


def _measure(
    found: Expression, item: Item, context: str, predicate: Predicate, unit_kind: str
) -> Measure | None:
    if unit_kind == "points":
        return "points"
    if found.style == "word" and not predicate.direction:
        return "share"
    if unit_kind == "ratio" or (unit_kind == "none" and found.style == "chinese"):
        if re.match("的?(?:年均|同比)?(?:增长|增速|速度|增幅)", item.place.noun):
            return "growth"
        return ratio_measure(context, predicate, share_of_noun=item.of_noun)
    if unit_kind == "none":
        return (
            "index"
            if any(word in context for word in words("nouns.index"))
            else ("level" if context else None)
        )
    if not context:
        return "level" if unit_kind in ("time", "compound") else ("total" if predicate.direction else None)
    if item.of_noun and found.comparator not in ("<=", "<"):
        return "total"
    return amount_measure(context, predicate, found.comparator, unit_kind)


def _comparator(
    found: Expression,
    item: Item,
    context: str,
    predicate: Predicate,
    measure: Measure | None,
    own: frozenset[str],
) -> tuple[Comparator, bool]:
    if found.form == "growth" and found.comparator == "==" and is_lower(context):
        return "<=", False
    if found.comparator is not None:
        return found.comparator, False
    if found.form == "multiple":
        return ">=", True
    unit = found.written_unit
    money = unit is not None and unit_class(unit, own) in ("money", "compound")
    payment = money and "标准" in context
    if item.of_noun and not predicate.direction:
        predicate = Predicate(predicate.subject)
    return default_comparator(context, predicate, measure, payment=payment)


def referenced_goals(found: Found, clause: Clause, carried: str) -> list[GoalReading]:
    goals: list[GoalReading] = []
    for span in found.subjects:
        subject, _ = subject_name(clause, span, carried)
        if not subject and found.kind in ("stated", "external") and len(found.subjects) == 1:
            subject = ""
        measure = _referenced_measure(found, clause.text[span[0] : found.end], subject)
        comparator = found.comparator
        better = (
            None
            if found.kind in ("stated", "external")
            else better_of(subject, comparator, measure, falls=False)
        )
        start, end = clause.place(span[0], found.end)
        goals.append(
            GoalReading(
                indicator=subject, kind=found.kind, measure=measure, basis=read_basis(clause.text),
                comparator=comparator, value=None, value_high=None,
                unit="%" if measure in ("growth", "share") and found.kind == "relative" else None,
                better=better, reference=found.reference, offset=found.offset, compared_to=None,
                strength=strength_of(clause.text, found.end), implied=False, start=start, end=end,
            )
        )  # fmt: skip
    return goals


def _referenced_measure(found: Found, text: str, subject: str) -> Measure | None:
    if found.kind == "stated":
        return "rank"
    predicate = read_predicate(subject)
    if predicate.direction or any(word in text for word in ("增长", "增速", "增幅")) or "同步" in text:
        return "growth"
    return (
        ratio_measure(subject, Predicate(subject), share_of_noun=False) if found.kind == "relative" else None
    )


def none_left_goal(match: re.Match[str], clause: Clause) -> GoalReading:
    """一个都不能掉队: none left behind."""
    span = clean_span(clause.text, 0, match.start())
    start, end = clause.place(0, len(clause.text))
    return GoalReading(
        indicator=clause.text[slice(*span)], kind="fixed", measure="level", basis=None, comparator="==",
        value=Decimal(0), value_high=None, unit=match["unit"], better="lower", reference=None, offset=None,
        compared_to=None, strength=strength_of(clause.text, match.end()), implied=False, start=start, end=end,
    )  # fmt: skip
