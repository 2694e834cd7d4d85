"""What the parts of a report are cut from: one evaluation, its facts, and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from targetwatch.display import NOTHING, show_completion, show_date
from targetwatch.model import Milestone, Target, Task
from targetwatch.report.describe import Cell, Column, Table
from targetwatch.sentences import (
    Facts,
    gather_facts,
    list_cells,
    say_actual,
    say_gap,
    say_goal,
    say_state,
    say_verdict,
    write_sentence,
)
from targetwatch.verdicts import AUTHORITY_WORDS, JUDGED, MET, PACE, REASON_WORDS, STAGE_WORDS, Verdict, word

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

Lang = Literal["zh", "en"]
#: Verdicts after which the figure is told in a table.
_FIGURED = (*JUDGED, *PACE, Verdict.IN_PROGRESS)


@dataclass(frozen=True)
class Material:
    """An evaluation in one language, with the facts of each of its cells in the plan's order."""

    evaluated: Evaluated
    lang: Lang

    def say(self, zh: str, en: str) -> str:
        """The words of the language."""
        return zh if self.lang == "zh" else en

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """The facts of every cell: targets, milestones, tasks."""
        return tuple(gather_facts(self.evaluated, row) for row in list_cells(self.evaluated.frame))

    @cached_property
    def targets(self) -> tuple[Facts, ...]:
        """The cells of targets."""
        return self._of(Target)

    @cached_property
    def milestones(self) -> tuple[Facts, ...]:
        """The cells of milestones."""
        return self._of(Milestone)

    @cached_property
    def tasks(self) -> tuple[Facts, ...]:
        """The cells of tasks."""
        return self._of(Task)

    @cached_property
    def measured(self) -> tuple[Facts, ...]:
        """Targets and milestones."""
        return tuple(facts for facts in self.facts if not isinstance(facts.record, Task))

    def _of(self, kind: type[Target | Milestone | Task]) -> tuple[Facts, ...]:
        return tuple(facts for facts in self.facts if isinstance(facts.record, kind))

    @cached_property
    def several_regions(self) -> bool:
        """Whether the cells are of more than one region."""
        return len({facts.region for facts in self.facts}) > 1

    def name(self, facts: Facts) -> str:
        """The name of a commitment; with its region and period where there are several."""
        name = facts.record.name.text(self.lang)
        marks = [facts.region] if self.several_regions else []
        marks += [facts.text("period")] if facts.text("period") != str(self.evaluated.plan.period) else []
        return name + self.brackets(*marks)

    def brackets(self, *texts: str) -> str:
        """The texts that are there, in one pair of brackets; nothing where none is."""
        joined = self.say("，", ", ").join(text for text in texts if text)
        if not joined:
            return ""
        return f"（{joined}）" if self.lang == "zh" else f" ({joined})"

    def goal(self, facts: Facts) -> str:
        """The goal in words."""
        return say_goal(facts, self.lang)

    def actual(self, facts: Facts) -> str:
        """The figure with its state, or why there is none; for a milestone what was reported.

        A miss always has a state.
        """
        if isinstance(facts.record, Milestone):
            return self.event(facts)
        if facts.verdict not in _FIGURED or facts.actual is None:
            return (
                self._with_state(facts, self.reason(facts)) if facts.judged else self.reason(facts) or NOTHING
            )
        told = say_actual(facts, self.lang)
        if facts.wants_a_fall and facts.exact and facts.actual < 0:
            told = self.say("下降", "a fall of ") + say_actual(facts, self.lang, fall=True)
        return self._with_state(facts, told, facts.period)

    def _with_state(self, facts: Facts, told: str, mark: str = "") -> str:
        """What was reported, with ``mark`` (its period or day) and its state in brackets."""
        state = say_state(facts, self.lang)
        if not state and facts.verdict == Verdict.MISSED and not facts.parts:
            answer = facts.actual is None
            state = word(AUTHORITY_WORDS if answer else STAGE_WORDS, "", self.lang)
        return told + self.brackets(mark, state)

    def event(self, facts: Facts) -> str:
        """Whether a milestone was reached, when, and who says so."""
        day = show_date(facts.happened, self.lang) if facts.happened else ""
        if facts.verdict in MET or facts.reason == "completed_late":
            return self._with_state(facts, self.say("已实现", "reached"), day)
        if facts.verdict in (Verdict.MISSED, Verdict.IN_PROGRESS):
            return self._with_state(facts, self.say("未实现", "not reached"))
        return self.reason(facts) or NOTHING

    def gap(self, facts: Facts) -> str:
        """Actual − goal with its sign; a dash where nothing was compared."""
        if facts.gap is None or not facts.judged or not facts.exact:
            return NOTHING
        if not facts.gap:
            return "0"
        sign = "+" if facts.gap > 0 else ("-" if self.lang == "zh" else "−")
        return sign + say_gap(facts, self.lang)

    def completion(self, facts: Facts) -> str:
        """The 完成率 of a judged target, a dash where it has none."""
        ratio = facts.cell.get("completion")
        if not facts.judged or not isinstance(ratio, float) or not facts.exact:
            return NOTHING
        return show_completion(ratio, facts.measure, met=facts.verdict in MET)

    def verdict(self, facts: Facts) -> Cell:
        """The verdict in words with its code, and the ruling beside it where there is one."""
        ruling = facts.text("ruling")
        told = say_verdict(facts, self.lang)
        if facts.flag("by_tolerance"):
            told += self.brackets(self.say("区间内", "within the band"))
        if ruling:
            told += self.say(f"；核定：{ruling}", f"; ruling: {ruling}")
        return Cell(told, facts.verdict)

    def reason(self, facts: Facts) -> str:
        """The reason of the verdict in words."""
        return word(REASON_WORDS, facts.reason, self.lang)

    def sentence(self, facts: Facts) -> str:
        """The sentence of a cell."""
        return write_sentence(facts, self.lang)

    def lead(self, facts: Facts) -> str:
        """The unit that leads, in the plan's own spelling."""
        unit = facts.text("lead_unit")
        return self.evaluated.plan.canonical_unit(unit) if unit else NOTHING

    def place(self, facts: Facts) -> str:
        """Section, group and row of the commitment in the document: 三.1.8."""
        source = facts.record.source
        parts = [part for part in (source.section, source.group, source.row) if part is not None]
        return ".".join(str(part) for part in parts) or NOTHING

    def table(self, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str | Cell]]) -> Table:
        """A table whose texts become cells."""
        cells = tuple(tuple(each if isinstance(each, Cell) else Cell(each) for each in row) for row in rows)
        return Table(caption, tuple(columns), cells)

    def count(self, test: Callable[[Facts], bool], among: Iterable[Facts]) -> int:
        """How many facts pass a test."""
        return sum(1 for facts in among if test(facts))

    def units_in_order(self, units: Iterable[str]) -> list[str]:
        """Units in the plan's own order, those it does not list after them as they came."""
        order = {unit: place for place, unit in enumerate(self.evaluated.plan.record.organisations)}
        return sorted(dict.fromkeys(units), key=lambda unit: order.get(unit, len(order)))
