"""Goals of one Chinese clause: which of its quantities are goals, of what, and on which side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from targetwatch.quantity.around import paid_for
from targetwatch.quantity.clauses import NONE_LEFT, Clause
from targetwatch.quantity.expression import Expression
from targetwatch.quantity.goal import Item, goal_of, none_left_goal, referenced_goals
from targetwatch.quantity.measures import ratio_measure
from targetwatch.quantity.predicate import Predicate, read_predicate
from targetwatch.quantity.readings import GoalReading
from targetwatch.quantity.references import Found, find_reference
from targetwatch.quantity.roles import Place, role_of, tail_of
from targetwatch.quantity.scanner import scan
from targetwatch.quantity.subjects import before_rank, clean_span, members, subject_name, work_word
from targetwatch.quantity.words import holds
from targetwatch.units import normalise_unit, scale_words, unit_class

_STOP_BEFORE: Final = re.compile("(?:和|与|及|以及|并|、)$")
_PAST: Final = re.compile("已(?:经)?(?:达|建成|完成|实现|超|突破|有|累计|增|新增|降|提)")
_LAST_YEAR: Final = re.compile("去年|上一年|上年(?!同|末|底|度?末)|过去|截至目前|截至去年")
_LONGEST_TIME: Final = 6
_AT_LEAST: Final = re.compile(
    "(至少|最少|最多|至多)[\u4e00-\u9fff]{1,4}$"
    "|(最[高低长])(?:可|给予|补助|奖励|补贴|支持|资助|贷款|授信|获得?|奖补|额度|限额){1,3}$"
)
#: The amount where a rise begins (从每月90元提高到103元).
_AMOUNT_FROM: Final = re.compile("(?<=[\u4e00-\u9fff])[0-9.,]+[万亿]?元$")
_HORIZON: Final = re.compile("到?(?:20[3-9]\\d)年|比(?:19|20)\\d\\d年|本世纪")


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


def read_clause(
    clause: Clause, carried: Carried, own: frozenset[str], *, bare: bool, result: bool
) -> ClauseReading:
    """The goals of ``clause``; ``carried`` is read and then set for the clause after it."""
    reading = ClauseReading()
    if _is_past(clause.text) or (result and not _is_intended(clause.text)):
        return reading
    if match := NONE_LEFT.search(clause.text):
        reading.goals.append(none_left_goal(match, clause))
        reading.used.append((0, len(clause.text)))
        return reading
    found = scan(clause.text, own, bare=bare)
    reference = find_reference(clause.text, found)
    if reference is None or _is_only_part(reference, found):
        _Amounts(clause, found, carried, own, bare, reading).read(0, len(clause.text))
        return reading
    amounts = _Amounts(clause, found, carried, own, bare, reading)
    if reference.kind == "relative" and not bare and not _has_subject(reference, carried):
        amounts.read(0, len(clause.text))
        return reading
    amounts.read(0, reference.start)
    reading.goals += referenced_goals(reference, clause, carried.subject)
    carried.subject = reading.goals[-1].indicator
    reading.used.append((reference.start, reference.end))
    amounts.read(reference.end, len(clause.text))
    return reading


def _has_subject(reference: Found, carried: Carried) -> bool:
    """Whether a comparison has something that is compared (not: 与全国同步基本实现现代化)."""
    own = any(end > start for start, end in reference.subjects)
    return own or bool(carried.subject) or reference.offset is not None


def begins_past(text: str) -> bool:
    """Whether a clause only says that what follows is over (去年, 过去五年).

    >>> begins_past("去年"), begins_past("去年投资增长5%")
    (True, False)
    """
    return len(text) <= _LONGEST_TIME and _LAST_YEAR.match(text) is not None


def _is_past(text: str) -> bool:
    if _LAST_YEAR.match(text):
        return True
    return bool(_PAST.search(text)) and not holds(text, "strength.strive", "strength.commit")


def _is_intended(text: str) -> bool:
    """In a text about results only an intention is a goal, and none beyond the year."""
    return holds(text, "strength.intention") and not _HORIZON.search(text) and "确保了" not in text


def _is_only_part(reference: Found, found: Sequence[Expression]) -> bool:
    """Whether a stated or external phrase only introduces a number of its own (完成省定目标3.5%)."""
    after = [one for one in found if 0 <= one.start - reference.end <= 1]
    return reference.kind in ("stated", "external") and bool(after) and after[0].form == "amount"


class _Amounts:
    """Reads the quantities of one clause in turn."""

    def __init__(
        self, clause: Clause, found: list[Expression], carried: Carried, own: frozenset[str], bare: bool,
        reading: ClauseReading,
    ) -> None:  # fmt: skip
        self.clause, self.text, self.own, self.bare = clause, clause.text, own, bare
        self.found, self.carried, self.reading = _with_shared_units(clause.text, found), carried, reading
        self.items: list[Item] = []
        self.limit = len(clause.text)

    def read(self, position: int, limit: int) -> None:
        """Add the goals between ``position`` and ``limit`` of the clause to the reading."""
        self.items, self.limit = [], limit
        for index, found in enumerate(self.found):
            if found.start < position or found.end > limit:
                continue
            place = self._place(index, position)
            role = role_of(place)
            if role == "quoted":
                break
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
        found = self._paid(found, self.text[position : found.start])
        stop = self._noun_end(index)
        after_end = self.found[index + 1].start if index + 1 < len(self.found) else self.limit
        after_end = min(after_end, self.limit)
        before = self.text[position : found.start]
        after = self.text[found.end : after_end]
        if found.comparator is None and (stated := _AT_LEAST.search(before)):
            found = replace(found, comparator="<=" if stated[1] in ("最多", "至多") else ">=")
        follower = next((later for later in self.found[index + 1 :] if not _names_class(later)), None)
        if follower is not None and follower.start > stop:
            follower = None
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

    def _paid(self, found: Expression, before: str) -> Expression:
        """An amount of money with what it is paid for where a verb stands between (每人每月提高20元)."""
        subject = read_predicate(before).subject
        paid = paid_for(_AMOUNT_FROM.sub("", subject)) or paid_for(subject)
        if not paid or found.unit is None or unit_class(found.unit, self.own) != "money":
            return found
        return replace(found, unit=normalise_unit(f"{found.unit}/({paid})"))

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

    def _item(self, place: Place, position: int, *, of_noun: bool) -> Item:
        found = place.found
        if not of_noun:
            by_verb = place.kind not in ("ratio", "points", "multiple", "none")
            named = place.predicate.full if by_verb else place.predicate.subject
            if found.form == "front":
                named = before_rank(place.before)
            span = (position, position + len(named))
            end = found.end + tail_of(place.noun)
            return Item(place, place.predicate.subject, span, end, False)
        end = found.end + len(place.noun)
        return Item(place, place.before + place.noun, (found.end, end), end, True)

    def _groups(self) -> list[list[Item]]:
        """Quantities with one subject: a list of them after one predicate (分别增长5%、6%)."""
        groups: list[list[Item]] = []
        for item in self.items:
            joined = groups and not item.of_noun and not groups[-1][-1].of_noun
            if joined and not item.place.before.strip("、，和与及以并 "):
                groups[-1].append(item)
            else:
                groups.append([item])
        return groups

    def _emit(self, group: list[Item]) -> None:
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

    def _inherited(self, item: Item) -> Predicate:
        """The item's predicate, with the verb of the one before it in a list where it has none."""
        predicate, before = item.place.predicate, self.carried.predicate
        if predicate.verb is None and not predicate.growth and before is not None and self._continues(item):
            takes = item.place.kind in ("ratio", "points") and before.direction
            shares = ratio_measure(predicate.subject, predicate, share_of_noun=False) == "share"
            if takes and not shares and not item.of_noun:
                return replace(predicate, verb="up" if before.direction > 0 else "down")
        return predicate

    def _continues(self, item: Item) -> bool:
        """Whether the item goes on in the list of the item before it."""
        position = self.items.index(item)
        return position > 0 or not item.subject or bool(self.reading.goals)

    def _names(self, item: Item, predicate: Predicate, count: int) -> list[str]:
        """The subjects of a group: one each where 分别 or 均 gives several, else the same for all."""
        if item.of_noun:
            start, end = clean_span(self.text, *item.span)
            return [self._before_noun(item) + self.text[start:end]]
        subject, _ = subject_name(self.clause, item.span, self.carried.subject)
        subject = subject or (
            self.carried.subject if item.place.found.start == item.span[1] or predicate else ""
        )
        doubled = item.place.found.form == "multiple"
        if count == 1 and not (predicate.all or predicate.each or doubled):
            return [subject]
        parts = members(subject, count if count > 1 else None)
        if count > 1:
            return parts if len(parts) == count else [subject] * count
        return parts

    def _before_noun(self, item: Item) -> str:
        """The verb of work before a counted noun, or what a share of it is said of (财政支出70%以上用于…)."""
        if item.place.kind != "ratio":
            return work_word(item.place.before)
        position = item.place.found.start - len(item.place.before)
        subject = subject_name(self.clause, (position, position + len(item.place.predicate.subject)), "")[0]
        return subject if len(subject) > 1 else ""

    def _goal(self, item: Item, name: str, predicate: Predicate, found: Expression) -> None:
        if predicate.past:
            return
        goal = goal_of(found, item, name, predicate, self.clause, self.own)
        self.reading.goals.append(goal)
        self.reading.used.append((min(item.span[0], found.start), max(item.end, found.end)))


def _names_class(found: Expression) -> bool:
    """Whether a quantity without a number (千亩) only names a class of things."""
    return found.style == "unit_only" and found.comparator is None


def _with_shared_units(text: str, found: list[Expression]) -> list[Expression]:
    """``found`` with 20、30个 read as 20个、30个."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        one, after = result[index], result[index + 1]
        listed = re.fullmatch("、|和|与|及", text[one.end : after.start])
        if listed and one.form == after.form == "amount" and one.unit is None and after.unit:
            size = scale_words()[one.loose_scale] if one.loose_scale else 1
            value = one.value / size
            scale = one.loose_scale or after.scale
            result[index] = replace(one, unit=after.unit, scale=scale, value=value, loose_scale="")
    return result


def _shared_bounds(found: list[Expression]) -> list[Expression]:
    """The bounds of a list: one after its last quantity, or before its first, holds for all without one.

    Likewise what the first amount is paid for (每人每月800元、600元).
    """
    if len(found) < 2:
        return found
    first, last = found[0], found[-1]
    bound = last.comparator if last.bounded_after else None if first.bounded_after else first.comparator
    result = [
        one if one.comparator or bound in (None, "in") else replace(one, comparator=bound) for one in found
    ]
    paid, _, per = (first.unit or "").partition("/")
    return [replace(one, unit=first.unit) if per and one.unit == paid else one for one in result]
