"""Why a verdict is what it is: every step from the clause to the verdict, with the rows that decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from targetwatch import display
from targetwatch.errors import UnknownIdError
from targetwatch.model import Milestone, RelativeGoal, Target, Task
from targetwatch.notebook import Card, Shown, VerdictWord
from targetwatch.periods import PeriodError, parse_period
from targetwatch.phrases import PHRASES, ROLES
from targetwatch.provenance import (
    BASIS_WORDS,
    BOUND_SIGNS,
    Row,
    figure_words,
    period_words,
    place_of,
    plain_value,
    rejected_words,
    rows_of,
    unused_words,
)
from targetwatch.sentences import sentence
from targetwatch.verdicts import MEASURE_WORDS, MET, REASON_WORDS, STRENGTH_WORDS, word

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

#: A heading and its lines.
Step = tuple[str, tuple[str, ...]]

SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "=", "~=": "≈", "in": "∈"}

#: Reasons of a cell that has no row of its own.
_BY_PARTS: Final = ("from_parts", "parts_unjudged")


class UnknownCellError(UnknownIdError):
    """A region or a period that a commitment has no cell for; ``nearest`` holds those it has."""

    def __init__(self, column: str, found: str, cells: tuple[str, ...]) -> None:
        super().__init__(found, cells)
        self.column = column
        self.args = (self.text("en"),)

    def text(self, lang: str = "en") -> str:
        """The message in ``lang``."""
        if lang == "zh":
            name = {"region": "地区", "period": "时期"}[self.column]
            return f"该条目没有{name} {self.found}，有：{'、'.join(self.nearest)}"
        return f"found {self.column} {self.found!r}, expected one of {', '.join(self.nearest)}"


def explain(
    evaluated: Evaluated, commitment: str, region: str | None = None, period: str | None = None
) -> Explanation:
    """The explanation of one cell: of ``commitment``, and of ``region`` and ``period`` where it has several.

    Without them: the plan's own region where it is one of the cells, else the first cell.
    Raises ``UnknownIdError`` naming the nearest ids, ``UnknownCellError`` the regions or periods.
    """
    plan = evaluated.plan
    if commitment not in plan:
        raise UnknownIdError(commitment, plan.nearest(commitment))
    frame = evaluated.frame
    places = [place for place, found in enumerate(frame["commitment"].tolist()) if found == commitment]
    places = _narrowed("region", frame["region"].tolist(), places, region)
    places = _narrowed("period", frame["period"].tolist(), places, _period_text(period))
    own = [place for place in places if frame["region"].iloc[place] == plan.record.region]
    return Explanation(evaluated, (own or places)[0], plan.record.language)


def _narrowed(column: str, cells: list[str], places: list[int], wanted: str | None) -> list[int]:
    if wanted is None:
        return places
    kept = [place for place in places if cells[place] == wanted]
    if not kept:
        raise UnknownCellError(column, wanted, tuple(dict.fromkeys(cells[place] for place in places)))
    return kept


def _period_text(period: str | None) -> str | None:
    if period is None:
        return None
    try:
        return str(parse_period(period))
    except PeriodError:
        return period


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Shown):
    """Every step from the clause of one commitment to the verdict on one of its cells.

    ``place`` is the row of the evaluation's frame; ``lang`` the language it shows itself in.
    """

    evaluated: Evaluated
    place: int
    lang: str = "zh"

    @property
    def row(self) -> Row:
        """The cell: the row of the evaluation's frame by column, missing as ``None``."""
        return rows_of(self.evaluated.frame.iloc[[self.place]])[0]

    @property
    def verdict(self) -> str:
        """The verdict's code."""
        return str(self.row["verdict"])

    def steps(self, lang: str | None = None) -> tuple[Step, ...]:
        """The steps, each a heading with its lines, in ``zh`` or ``en``."""
        return tuple(_Steps(self, lang or self.lang).all())

    def text(self, lang: str | None = None) -> str:
        """The steps as text for a terminal."""
        return self._card(lang).text()

    def __repr__(self) -> str:
        return self.text()

    def _card(self, lang: str | None = None) -> Card:
        lang, row = lang or self.lang, self.row
        facts = {
            "region": row["region"],
            "name": self.evaluated.plan[row["commitment"]].name.text(lang),
            "id": row["commitment"],
            "period": period_words(row["period"], lang),
            "as_of": row["as_of"],
        }
        return Card(word(PHRASES, "title", lang).format(**facts), lang, steps=self.steps(lang))


class _Steps:
    """The steps of one cell in one language."""

    def __init__(self, explanation: Explanation, lang: str) -> None:
        self.evaluated = explanation.evaluated
        self.place = explanation.place
        self.row = explanation.row
        self.lang = lang
        self.record: Target | Milestone | Task = self.evaluated.plan[self.row["commitment"]]
        considered = self.evaluated.candidates
        self.candidates = self._of_cell(considered) if len(considered) else []
        self.used_rows = [row for row in self.candidates if row["status"] == "used"]

    def _of_cell(self, considered: Any) -> list[Row]:
        cell = considered["commitment"] == self.row["commitment"]
        for column, name in (("cell_region", "region"), ("cell_period", "period")):
            cell &= considered[column] == self.row[name]
        return rows_of(considered[cell])

    def all(self) -> Iterator[Step]:
        """The steps that this cell has, in order."""
        steps: dict[str, Callable[[], Iterator[str]]] = {
            "clause": self.clause,
            "goal": self.goal,
            "used": self.used,
            "aside": self.aside,
            "resolved": self.resolved,
            "conversion": self.conversion,
            "comparison": self.comparison,
            "verdict": self.verdict,
            "notes": self.notes,
        }
        for name, build in steps.items():
            lines = tuple(dict.fromkeys(line for line in build() if line))
            if lines:
                yield self.say(name), lines

    def say(self, phrase: str, *values: object, **named: object) -> str:
        """A phrase in the language, filled in."""
        text = word(PHRASES, phrase, self.lang)
        return text.format(*values, **named) if values or named else text

    def value(self, value: Any, unit: str | None) -> str:
        """A value in its unit, a place in a ranking as one."""
        if self.row["measure"] == "rank":
            return display.show_ordinal(value, self.lang)
        return plain_value(value, unit, self.lang)

    def clause(self) -> Iterator[str]:
        source, document = self.record.source, self.evaluated.plan.record.document
        numbers = (source.section, source.group, source.row)
        place = "·".join(str(number) for number in numbers if number is not None)
        yield f"“{source.quote}”" + (f" [{place}]" if place else "")
        title = document.title.text(self.lang) if document and document.title else ""
        named = [title, (document.number or "") if document else "", source.document or ""]
        yield self.say("from", " ".join(filter(None, named))) if any(named) else ""

    def goal(self) -> Iterator[str]:
        match self.record:
            case Task():
                yield self.say("task")
            case Milestone() as milestone:
                event = milestone.event or self.say(milestone.phase)
                due = display.show_date(self.row["due"], self.lang)
                yield self.say("milestone", event=event, due=due, strength=self._strength())
            case Target() as target:
                yield from self._target_goal(target)
        units = self.row["units"]
        if units:
            joined = ("、" if self.lang == "zh" else ", ").join(units)
            lead = self.say("lead", units[0]) if len(units) > 1 else ""
            yield self.say("owner", joined) + lead

    def _strength(self) -> str:
        return word(STRENGTH_WORDS, self.record.strength, self.lang)

    def _target_goal(self, target: Target) -> Iterator[str]:
        goal = self.evaluated.plan.goal_in_force(target, self.evaluated.as_of)
        number, comparator = self._goal_number(), self.row["comparator"]
        parts = [number, f"“{goal.text}”" if goal.text else ""]
        parts += [self.say(comparator)] if number and comparator in (">=", "<=", ">", "<") else []
        parts += [self._kind(goal)] if goal.kind != "fixed" else []
        yield self.say("comma").join(filter(None, parts))
        yield self.say("comma").join(self._traits(target))
        yield self.say("implied") if self.row["implied"] else ""
        for amendment in target.amendments:
            phrase = "amended" if amendment.date <= self.evaluated.as_of else "amended_later"
            before = target.goal.text or ""
            yield self.say(phrase, date=amendment.date, document=amendment.document, text=before)

    def _kind(self, goal: Any) -> str:
        return self.say(goal.kind, goal.issuer) if goal.kind == "external" else self.say(goal.kind)

    def _traits(self, target: Target) -> Iterator[str]:
        yield word(MEASURE_WORDS, target.measure, self.lang)
        yield self._strength()
        if target.basis:
            yield word(BASIS_WORDS, target.basis, self.lang)
        if target.better:
            yield self.say(target.better)
        if target.scope:
            yield self.say("scope", target.scope)

    def _goal_number(self) -> str:
        row = self.row
        if row["goal"] is None:
            return ""
        text = f"{SIGNS.get(row['comparator'], '')} {self.value(row['goal'], row['unit'])}"
        if row["goal_high"] is not None:
            text += f" – {self.value(row['goal_high'], row['unit'])}"
        if row["tolerance"]:
            text += f" ± {plain_value(row['tolerance'], self._gap_unit(), self.lang)}"
        return text.strip()

    def _gap_unit(self) -> str:
        unit = self.row["unit"]
        if self.row["measure"] == "rank":
            return self.say("places")
        if self.row["measure"] not in ("growth", "share", "points"):
            return unit or ""
        points = display.points_unit(unit)
        return points if self.lang == "zh" else display.show_unit(points, self.lang)

    def used(self) -> Iterator[str]:
        for row in self.used_rows:
            role = word(ROLES, row["role"], self.lang) if row["role"] in ROLES else ""
            yield figure_words(row, self.lang) + (f" [{role}]" if role else "")
        if self.used_rows or isinstance(self.record, Task) or self.row["reason"] in _BY_PARTS:
            return
        yield self.say("nothing")
        sender = self.record.data_from or self.record.lead_unit
        yield self.say("sender", sender) if sender else ""

    def aside(self) -> Iterator[str]:
        told = {place_of(row) for row in self.used_rows}
        for row in sorted(self.candidates, key=lambda row: row["role"] != "actual"):
            if row["status"] != "used" and place_of(row) not in told:
                told.add(place_of(row))
                yield unused_words(row, self.lang)
        for row in rows_of(self.evaluated.rejected):
            if isinstance(row["indicator"], str) and self.record.id in self.evaluated.plan.find(
                row["indicator"]
            ):
                yield rejected_words(row, self.lang)

    def resolved(self) -> Iterator[str]:
        if not isinstance(self.record, Target):
            return
        row, goal, baseline = self.row, self.record.goal, self.record.baseline
        if row["baseline"] is not None:
            when = period_words(baseline.period, self.lang) if baseline and baseline.period else ""
            source = (baseline.source or "") if baseline else ""
            value = self.value(row["baseline"], row["unit"])
            yield self.say("baseline", " ".join(filter(None, (value, when, source))))
        if isinstance(goal, RelativeGoal):
            name = self.evaluated.plan[goal.to].name.text(self.lang)
            yield self.say("other", name=name, id=goal.to, offset=self._offset(goal))
        if goal.kind == "multiple":
            yield self.say("times", goal.value)

    def _offset(self, goal: RelativeGoal) -> str:
        number, unit = goal.shift
        if not number:
            return ""
        words = plain_value(abs(number), display.show_unit(unit, self.lang), self.lang)
        return f"{'-' if number < 0 else '+'} {words}"

    def conversion(self) -> Iterator[str]:
        for row in self.used_rows:
            if row["converted"] is None or row["value"] is None or row["unit"] == self.row["unit"]:
                continue
            if self.row["unit"] is None:
                continue
            written = plain_value(row["value"], row["unit"], self.lang)
            factor = f" (× {display.show_number(row['converted'] / row['value'])})" if row["value"] else ""
            yield f"{written}{factor} = {plain_value(row['converted'], self.row['unit'], self.lang)}"
        tiles = [row for row in self.used_rows if row["role"] == "actual"]
        if len(tiles) > 1 and self.row["actual"] is not None:
            yield self.say("sum", count=len(tiles), value=self.value(self.row["actual"], self.row["unit"]))

    def comparison(self) -> Iterator[str]:
        row = self.row
        days = [used["date"] for used in self.used_rows if used["date"]]
        if row["type"] == "milestone" and days and row["due"]:
            sign = "≤" if days[0] <= row["due"] else ">"
            yield self.say("day", day=days[0], sign=sign, due=row["due"])
        if row["actual"] is None or row["goal"] is None:
            return
        if row["verdict"] in ("ahead", "on_pace", "behind") and row["expected"] is not None:
            yield self.say("pace", **self._pace())
            return
        yield self._against_goal()
        yield from self._measured()

    def _pace(self) -> dict[str, str]:
        row = self.row
        return {
            "period": period_words(row["actual_period"], self.lang),
            "actual": self.value(row["actual"], row["unit"]),
            "expected": self.value(row["expected"], row["unit"]),
            "goal": self._goal_number(),
        }

    def _against_goal(self) -> str:
        row = self.row
        gap = row["gap"] if row["goal_high"] is None else None
        shown = display.round_triple(row["goal"], row["actual"], gap)
        actual = BOUND_SIGNS.get(row["actual_bound"] or "", "") + self.value(shown.actual, row["unit"])
        if row["actual_high"] is not None:
            actual += f" – {self.value(row['actual_high'], row['unit'])}"
        return f"{actual} {self._goal_number()}{self.say('stop')}{self._truth()}"

    def _truth(self) -> str:
        """Whether the comparison holds; for a band, on which side of it the actual lies."""
        if self.row["reason"] in ("past_the_band_on_the_good_side", "within_tolerance"):
            return word(REASON_WORDS, self.row["reason"], self.lang)
        return self.say("true" if self.row["verdict"] in MET else "false")

    def _measured(self) -> Iterator[str]:
        row = self.row
        if row["gap"] is not None:
            sign = "+" if row["gap"] > 0 else ""
            gap = display.round_value(row["gap"])
            if row["goal_high"] is None:
                gap = display.round_triple(row["goal"], row["actual"], row["gap"]).gap
            yield self.say("gap", sign + plain_value(gap, self._gap_unit(), self.lang))
        completion = display.show_completion(row["completion"], row["measure"], met=row["verdict"] in MET)
        yield self.say("completion", completion) if completion != display.NOTHING else ""
        if row["progress"] is not None:
            yield self.say("progress", display.show_number(row["progress"] * 100, digits=1))

    def verdict(self) -> Iterator[str]:
        row = self.row
        if row["type"] == "task":
            return
        reason = word(REASON_WORDS, row["reason"], self.lang)
        yield VerdictWord(row["verdict"], self.lang) + (self.say("stop") + reason if reason else "")
        yield sentence(self.evaluated, self.place, self.lang)
        yield self.say("provisional") if row["provisional"] else ""
        yield self.say("by_tolerance") if row["by_tolerance"] else ""
        yield from self._parts()

    def _parts(self) -> Iterator[str]:
        frame = self.evaluated.frame
        for part in self.evaluated.plan.parts_of(self.record.id):
            name = self.evaluated.plan[part].name.text(self.lang)
            mine = frame[(frame["commitment"] == part) & (frame["region"] == self.row["region"])]
            for verdict in mine["verdict"].tolist():
                yield self.say("part", name=name, id=part, verdict=VerdictWord(verdict, self.lang))

    def notes(self) -> Iterator[str]:
        for note in self.evaluated.notes:
            if note.commitment == self.record.id and note.code != "implied":
                yield note.zh if self.lang == "zh" else note.en
        yield self.record.note.text(self.lang) if self.record.note else ""
