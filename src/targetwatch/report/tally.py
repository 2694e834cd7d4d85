"""Counts of facts, and whether a rate may be said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from targetwatch.report.chase import is_chased, is_waiting
from targetwatch.report.material import Material
from targetwatch.sentences import Facts
from targetwatch.verdicts import JUDGED, MET, PACE, Verdict

#: A group with fewer judged items has counts only.
LEAST_JUDGED = 5
_OPEN = (Verdict.NOT_DUE, Verdict.IN_PROGRESS, *PACE)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts there are and what became of them; ``due`` are those that a verdict is due for."""

    total: int
    due: int
    verdicts: Counter[str]
    late: int
    by_tolerance: int
    waiting: int
    chased: int
    not_assessable: int
    open: int
    not_applicable: int
    withdrawn: int

    @property
    def judged(self) -> int:
        """Facts with a final judgement."""
        return sum(self.verdicts[verdict] for verdict in JUDGED)

    @property
    def met(self) -> int:
        """Met or exceeded."""
        return sum(self.verdicts[verdict] for verdict in MET)

    @property
    def missed(self) -> int:
        """Missed, late ones included."""
        return self.verdicts[Verdict.MISSED]


def tally(facts: Iterable[Facts]) -> Tally:
    """The counts of facts; a part is not counted beside its parent by the caller's choice."""
    those = list(facts)
    verdicts = Counter(each.verdict for each in those)
    not_applicable = sum(each.reason == "not_applicable" for each in those)
    withdrawn = sum(each.reason == "withdrawn_target" for each in those)
    still_open = sum(verdicts[verdict] for verdict in _OPEN)
    return Tally(
        total=len(those),
        due=len(those) - still_open - not_applicable - withdrawn,
        verdicts=verdicts,
        late=sum(each.reason == "completed_late" for each in those),
        by_tolerance=sum(each.flag("by_tolerance") for each in those),
        waiting=sum(is_waiting(each) for each in those),
        chased=sum(is_chased(each) and each.verdict == Verdict.NO_DATA for each in those),
        not_assessable=verdicts[Verdict.NOT_ASSESSABLE] - withdrawn,
        open=still_open,
        not_applicable=not_applicable,
        withdrawn=withdrawn,
    )


def without_parts(facts: Iterable[Facts]) -> list[Facts]:
    """Facts without those that are parts of another commitment."""
    return [each for each in facts if each.record.part_of is None]


def rate_allowed(material: Material, counted: Tally, *, group: bool) -> bool:
    """Whether a rate may be printed: enough of what is due was judged, and in a group at least five.

    A plan that is below its ``publish_rate_from`` as a whole prints no rate anywhere.
    """
    least = float(material.evaluated.plan.record.publish_rate_from)

    def enough(counts: Tally) -> bool:
        return counts.due > 0 and counts.judged > 0 and counts.judged >= least * counts.due - 1e-9

    whole = tally(without_parts(material.measured))
    if group and counted.judged < LEAST_JUDGED:
        return False
    return enough(whole) and enough(counted)
