"""Goals of one Chinese clause: which of its quantities are goals, of what, and on which side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from targetwatch.quantity.clauses import NONE_LEFT, Clause
from targetwatch.quantity.expression import Expression
from targetwatch.quantity.measures import (
    amount_measure,
    better_of,
    default_comparator,
    is_lower,
    ratio_measure,
)
from targetwatch.quantity.numerals import Number
from targetwatch.quantity.predicate import REACHING, Predicate, read_basis, read_predicate
from targetwatch.quantity.readings import MIRRORED, Comparator, GoalReading, Kind, Measure, Strength
from targetwatch.quantity.references import Found, find_reference
from targetwatch.quantity.roles import Place, role_of, tail_of
from targetwatch.quantity.scanner import scan
from targetwatch.quantity.words import holds, words
from targetwatch.units import scale_words, unit_class

_LIST_MARKS: Final = re.compile("^(?:、|和|与|及|以及|并|且|或|，)+|(?:、|和|与|及|以及|并|且|或|，)+$")
_STOP_BEFORE: Final = re.compile("(?:和|与|及|以及|并|、)$")
_SPLIT: Final = re.compile("、|以及|及|和|与")
_PAST: Final = re.compile("已(?:经)?(?:达|建成|完成|实现|超|突破|有|累计|增|新增|降|提)")
_AT_LEAST: Final = re.compile("(至少|最少|最多|至多)[\u4e00-\u9fff]{1,4}$")
_HORIZON: Final = re.compile("到?(?:20[3-9]\\d)年|比(?:19|20)\\d\\d年|本世纪")
_BOTH: Final = {
    "城乡": ("城镇", "农村"),
    "一二三": ("一", "二", "三"),
    "一二": ("一", "二"),
    "二三": ("二", "三"),
}


@dataclass(slots=True)
class Carried:
    """What a clause hands on to the next: its last subject and predicate."""

    subject: str = ""
    span: tuple[int, int] = (0, 0)
    predicate: Predicate | None = None


@dataclass(slots=True)
class ClauseReading:
    """Goals of a clause, the spans of the clause that they use, and numbers not understood."""

    goals: list[GoalReading] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[Expression] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    """A quantity that is a goal, with its subject as text and as span in the clause."""

    place: Place
    subject: str
    span: tuple[int, int]
    end: int
    of_noun: bool


def read_clause(
    clause: Clause, carried: Carried, own: frozenset[str], *, bare: bool, result: bool
) -> ClauseReading:
    """The goals of ``clause``; ``carried`` is read and then set for the clause after it."""
    reading = ClauseReading()
    if _is_past(clause.text) or (result and not _is_intended(clause.text)):
        return reading
    if match := NONE_LEFT.search(clause.text):
        reading.goals.append(_none_left(match, clause))
        reading.used.append((0, len(clause.text)))
        return reading
    found = scan(clause.text, own, bare=bare)
    reference = find_reference(clause.text, found)
    if reference is None or _is_only_part(reference, found):
        _Amounts(clause, found, carried, own, bare, reading).read(0, len(clause.text))
        return reading
    amounts = _Amounts(clause, found, carried, own, bare, reading)
    amounts.read(0, reference.start)
    reading.goals += _referenced(reference, clause, carried)
    reading.used.append((reference.start, reference.end))
    amounts.read(reference.end, len(clause.text))
    return reading


def _is_past(text: str) -> bool:
    return bool(_PAST.search(text)) and not holds(text, "strength.strive", "strength.commit")


def _is_intended(text: str) -> bool:
    """In a text about results only an intention is a goal, and none beyond the year."""
    return holds(text, "strength.intention") and not _HORIZON.search(text) and "确保了" not in text


def _is_only_part(reference: Found, found: Sequence[Expression]) -> bool:
    """Whether a stated or external phrase only introduces a number of its own (完成省定目标3.5%)."""
    after = [one for one in found if 0 <= one.start - reference.end <= 1]
    return reference.kind in ("stated", "external") and bool(after) and after[0].form == "amount"


def _strength(text: str, before: int) -> Strength:
    """``strive`` where the last word of strength before the number is one of striving."""
    strive = max((text.rfind(word, 0, before) for word in words("strength.strive")), default=-1)
    commit = max((text.rfind(word, 0, before) for word in words("strength.commit")), default=-1)
    return "strive" if strive > commit else "commit"


def _cleaned(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without words that only lead in (确保, 全年, 将) and marks at its ends."""
    while start < end:
        part = text[start:end]
        lead = next((word for word in words("subjects.lead") if part.startswith(word)), None)
        if lead is None or (len(lead) == 1 and lead in "到至在于由为以对从按要" and len(part) < 3):
            break
        start += len(lead)
    match = _LIST_MARKS.search(text[start:end][::-1]) if end > start else None
    while end > start and text[end - 1] in "、，和与及的":
        end -= 1
    return (start, end) if match is None or end > start else (start, start)


def _name(clause: Clause, span: tuple[int, int], carried: Carried) -> tuple[str, tuple[int, int]]:
    start, end = _cleaned(clause.text, *span)
    if end > start:
        return clause.text[start:end], (start, end)
    return carried.subject, (span[0], span[0])


def _referenced(found: Found, clause: Clause, carried: Carried) -> list[GoalReading]:
    goals: list[GoalReading] = []
    for span in found.subjects:
        subject, _ = _name(clause, span, carried)
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
                strength=_strength(clause.text, found.end), implied=False, start=start, end=end,
            )
        )  # fmt: skip
        carried.subject = subject
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


def _none_left(match: re.Match[str], clause: Clause) -> GoalReading:
    """一个都不能掉队: none left behind."""
    span = _cleaned(clause.text, 0, match.start())
    start, end = clause.place(0, len(clause.text))
    return GoalReading(
        indicator=clause.text[slice(*span)], kind="fixed", measure="level", basis=None, comparator="==",
        value=Decimal(0), value_high=None, unit=match["unit"], better="lower", reference=None, offset=None,
        compared_to=None, strength=_strength(clause.text, match.end()), implied=False, start=start, end=end,
    )  # fmt: skip


class _Amounts:
    """Reads the quantities of one clause in turn."""

    def __init__(
        self, clause: Clause, found: list[Expression], carried: Carried, own: frozenset[str], bare: bool,
        reading: ClauseReading,
    ) -> None:  # fmt: skip
        self.clause, self.text, self.own, self.bare = clause, clause.text, own, bare
        self.found, self.carried, self.reading = _with_shared_units(clause.text, found), carried, reading
        self.items: list[_Item] = []
        self.limit = len(clause.text)

    def read(self, position: int, limit: int) -> None:
        """Add the goals between ``position`` and ``limit`` of the clause to the reading."""
        self.items, self.limit = [], limit
        for index, found in enumerate(self.found):
            if found.start < position or found.end > limit:
                continue
            place = self._place(index, position)
            role = role_of(place)
            if role == "unknown":
                self.reading.unknown.append(found)
            if role in ("goal", "of_noun"):
                item = self._item(place, position, of_noun=role == "of_noun")
                self.items.append(item)
                position = item.end
        for group in self._groups():
            self._emit(group)

    def _place(self, index: int, position: int) -> Place:
        found = self._with_people(index)
        stop = self._noun_end(index)
        after_end = self.found[index + 1].start if index + 1 < len(self.found) else self.limit
        after_end = min(after_end, self.limit)
        before = self.text[position : found.start]
        after = self.text[found.end : after_end]
        if found.comparator is None and (stated := _AT_LEAST.search(before)):
            found = replace(found, comparator="<=" if stated[1] in ("最多", "至多") else ">=")
        follower = self.found[index + 1] if index + 1 < len(self.found) and stop >= after_end else None
        noun = self.text[found.end : stop]
        return Place(found, before, after, noun, read_predicate(before), follower, self.bare, self.own)

    def _with_people(self, index: int) -> Expression:
        """A large number of a population that is written without 人 (农村贫困人口减少1000万)."""
        found = self.found[index]
        if found.unit is not None or not found.loose_scale or found.high is not None:
            return found
        near = self.text[max(0, found.start - 12) : found.start] + self.text[found.end : found.end + 8]
        if not re.search("人口|人数|就业", near):
            return found
        size = scale_words()[found.loose_scale]
        return replace(found, value=found.value / size, scale=found.loose_scale, unit="人", loose_scale="")

    def _noun_end(self, index: int) -> int:
        """Where the noun after a quantity ends: at a list mark, or where a list goes on before a quantity."""
        found = self.found[index]
        stop = self.text.find("、", found.end)
        ends = [min(stop, self.limit) if stop >= 0 else self.limit]
        for later in self.found[index + 1 :]:
            gap = self.text[found.end : later.start]
            if match := _STOP_BEFORE.search(gap):
                ends.append(found.end + match.start())
        if joint := re.match("(?:和|与|及|以及|并|且|或)", self.text[found.end :]):
            ends.append(found.end + joint.start())
        return min(ends)

    def _item(self, place: Place, position: int, *, of_noun: bool) -> _Item:
        found = place.found
        if not of_noun:
            by_verb = place.kind not in ("ratio", "points", "multiple", "none")
            named = place.predicate.full if by_verb else place.predicate.subject
            if found.form == "front":
                named = _before_rank(place.before)
            span = (position, position + len(named))
            end = found.end + tail_of(place.noun)
            return _Item(place, place.predicate.subject, span, end, False)
        end = found.end + len(place.noun)
        return _Item(place, place.before + place.noun, (found.end, end), end, True)

    def _groups(self) -> list[list[_Item]]:
        """Quantities with one subject: a list of them after one predicate (分别增长5%、6%)."""
        groups: list[list[_Item]] = []
        for item in self.items:
            joined = groups and not item.of_noun and not groups[-1][-1].of_noun
            if joined and not item.place.before.strip("、，和与及以并 "):
                groups[-1].append(item)
            else:
                groups.append([item])
        return groups

    def _emit(self, group: list[_Item]) -> None:
        first = group[0]
        predicate = self._inherited(first)
        names = self._names(first, predicate, len(group))
        bounds = _shared_bounds([item.place.found for item in group])
        if len(group) == 1 and len(names) > 1:
            group, bounds = group * len(names), bounds * len(names)
        for item, name, found in zip(group, names, bounds, strict=True):
            self._goal(replace(item, subject=first.subject), name, predicate, found)
        self.carried.subject = names[-1]
        self.carried.predicate = predicate

    def _inherited(self, item: _Item) -> Predicate:
        """The item's predicate, with the verb of the one before it in a list where it has none."""
        predicate, before = item.place.predicate, self.carried.predicate
        if predicate.verb is None and not predicate.growth and before is not None and self._continues(item):
            takes = item.place.kind in ("ratio", "points") and before.direction
            shares = ratio_measure(predicate.subject, predicate, share_of_noun=False) == "share"
            if takes and not shares and not item.of_noun:
                return replace(predicate, verb="up" if before.direction > 0 else "down")
        return predicate

    def _continues(self, item: _Item) -> bool:
        """Whether the item goes on in the list of the item before it."""
        position = self.items.index(item)
        return position > 0 or not item.subject or bool(self.reading.goals)

    def _names(self, item: _Item, predicate: Predicate, count: int) -> list[str]:
        """The subjects of a group: one each where 分别 or 均 gives several, else the same for all."""
        if item.of_noun:
            work = _work_word(item.place.before)
            start, end = _cleaned(self.text, *item.span)
            return [work + self.text[start:end]]
        subject, _ = _name(self.clause, item.span, self.carried)
        subject = subject or (
            self.carried.subject if item.place.found.start == item.span[1] or predicate else ""
        )
        doubled = item.place.found.form == "multiple"
        if count == 1 and not (predicate.all or predicate.each or doubled):
            return [subject]
        parts = _parts(subject, count if count > 1 else None)
        if count > 1:
            return parts if len(parts) == count else [subject] * count
        return parts

    def _goal(self, item: _Item, name: str, predicate: Predicate, found: Expression) -> None:
        goal = goal_of(found, item, name, predicate, self.clause, self.own)
        if goal is None:
            self.reading.unknown.append(found)
            return
        self.reading.goals.append(goal)
        self.reading.used.append((min(item.span[0], found.start), max(item.end, found.end)))


def _with_shared_units(text: str, found: list[Expression]) -> list[Expression]:
    """``found`` with 20、30个 read as 20个、30个."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        one, after = result[index], result[index + 1]
        if one.unit is None and one.form == "amount" and after.unit and after.form == "amount":
            if re.fullmatch("、|和|与|及", text[one.end : after.start]):
                result[index] = replace(one, unit=after.unit, scale=one.scale or after.scale)
    return result


def _before_rank(before: str) -> str:
    """The subject of a rank: what stands before its verb (居, 进入)."""
    places = [place for word in words("rank.verbs") if (place := before.rfind(word)) >= 0]
    return before[: min(places)] if places else before


def _shared_bounds(found: list[Expression]) -> list[Expression]:
    """A bound after the last quantity of a list holds for those before it that have none."""
    last = found[-1]
    if len(found) < 2 or not last.bounded_after:
        return found
    return [one if one.comparator else replace(one, comparator=last.comparator) for one in found]


def _parts(subject: str, count: int | None) -> list[str]:
    """The members of a list of subjects; 城乡 is two of them."""
    for word, members in _BOTH.items():
        if word in subject and (count is None or count == len(members)):
            return [subject.replace(word, member, 1) for member in members]
    parts = [part for part in _SPLIT.split(subject) if part]
    return parts if parts and (count is None or len(parts) == count) else [subject]


def _work_word(before: str) -> str:
    """The verb of work directly before a number, which belongs to the indicator."""
    return next(
        (word for path in ("verbs.act", "verbs.act_weak") for word in words(path) if before.endswith(word)),
        "",
    )


def goal_of(
    found: Expression, item: _Item, name: str, predicate: Predicate, clause: Clause, own: frozenset[str]
) -> GoalReading | None:
    """The goal that one quantity states of ``name``; ``None`` where its words contradict each other."""
    if predicate.past:
        return None
    context = item.subject if item.of_noun else (item.subject or name)
    kind, value, high, unit, measure = _value(found, item, context, predicate, own)
    if measure == "points" and predicate.direction == 0 and predicate.verb is not None:
        measure = "points"
    falls = predicate.direction < 0 and measure in ("growth", "points")
    comparator, implied = _comparator(found, context, predicate, measure, own)
    if falls:
        low, value = value, -value
        value, high = (value, None) if high is None else (-high, -low)
        comparator = MIRRORED[comparator]
    start, end = clause.place(min(item.span[0], found.start), max(item.end, found.end))
    better = "lower" if found.form == "none_left" else better_of(context, comparator, measure, falls=falls)
    return GoalReading(
        indicator=name.strip(" 、，的"), kind=kind, measure=measure,
        basis=read_basis(clause.text) if measure == "growth" else None, comparator=comparator, value=value,
        value_high=high, unit=unit, better=better, reference=None, offset=None, compared_to=predicate.compared_to,
        strength=_strength(clause.text, found.core), implied=implied, start=start, end=end,
    )  # fmt: skip


def _value(
    found: Expression, item: _Item, context: str, predicate: Predicate, own: frozenset[str]
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
        return "fixed", found.value, None, unit or _counted(context), "level"
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
    found: Expression, item: _Item, context: str, predicate: Predicate, unit_kind: str
) -> Measure | None:
    if unit_kind == "points":
        return "points"
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
    found: Expression, context: str, predicate: Predicate, measure: Measure | None, own: frozenset[str]
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
    return default_comparator(context, predicate, measure, payment=payment)


def _counted(context: str) -> str:
    """The unit of what is brought to zero, by the last word of its name; 个 where none is known."""
    for unit in ("户", "人", "家", "起", "条"):
        if any(context.endswith(word) for word in words(f"zero_units.{unit}")):
            return unit
    return "个"


__all__ = ["REACHING", "Carried", "ClauseReading", "read_clause"]
