"""Counts of an evaluation: the headline, tables by unit or section, what failed and what is missing.

Parts are never counted beside their parent, tasks in no rate, and a commitment that
was withdrawn or does not apply is not due. Units, leaders and regions stand in the
plan's own order, never by result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from targetwatch.evaluate import Evaluated
from targetwatch.plan import Plan
from targetwatch.verdicts import DISPLAY_ORDER, JUDGED, MET, PACE, Verdict

#: A group with fewer judged items has counts only.
LEAST_JUDGED: Final = 5
#: Verdicts of what no verdict is due for yet.
OPEN: Final = (Verdict.NOT_DUE, Verdict.IN_PROGRESS, *PACE)
#: Reasons that take a cell out of what is due.
OUT: Final = ("withdrawn_target", "not_applicable")
#: What ``summarise`` can count by.
KEYS: Final = (
    "type", "section", "group", "row", "lead_unit", "unit", "leader", "region", "strength", "nature",
    "measure",
)  # fmt: skip
_COUNTED: Final = ("target", "milestone")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of cells of one kind.

    ``due`` = met + nearly_met + missed + not_yet_released + not_submitted + not_assessable:
    the cells that a verdict is due for. ``met`` includes ``exceeded``; ``missed`` includes
    ``late`` (逾期完成); ``not_submitted`` includes those returned for completion.
    ``total`` = ``due`` + ``open`` (not due, in progress, judged against their pace) +
    ``not_applicable`` + ``withdrawn``.
    """

    total: int
    due: int
    met: int
    exceeded: int
    nearly_met: int
    missed: int
    late: int
    not_yet_released: int
    not_submitted: int
    not_assessable: int
    open: int
    not_applicable: int
    withdrawn: int

    @property
    def judged(self) -> int:
        """Cells with a final judgement."""
        return self.met + self.nearly_met + self.missed


@dataclass(frozen=True, slots=True)
class Headline:
    """The numbers of the first page's sentence.

    ``rows`` is N, the rows of the document; ``commitments`` M = ``targets.total`` (a) +
    ``milestones.total`` (b) + ``tasks`` (c), parts not counted beside their parent. Of
    the targets: d is ``due``, e ``met``, f ``exceeded``, g ``nearly_met``, h ``missed``,
    i ``not_yet_released``, j ``not_submitted``, k ``not_assessable``; d = e + g + h + i + j + k.
    ``rate`` is met / judged of targets and milestones together, ``None`` where less than
    the plan's ``publish_rate_from`` of what is due was judged.
    """

    rows: int
    commitments: int
    targets: Tally
    milestones: Tally
    tasks: int
    by_tolerance: int
    provisional: int
    rate: float | None

    @property
    def shares(self) -> dict[str, float]:
        """Share of each verdict among judged targets and milestones; empty where no rate is given."""
        if self.rate is None:
            return {}
        both = (self.targets, self.milestones)
        judged = sum(each.judged for each in both)
        met, exceeded = sum(each.met for each in both), sum(each.exceeded for each in both)
        near, missed = sum(each.nearly_met for each in both), sum(each.missed for each in both)
        counts = {"exceeded": exceeded, "met": met - exceeded, "nearly_met": near, "missed": missed}
        return {name: count / judged for name, count in counts.items()}


def headline(evaluated: Evaluated) -> Headline:
    """The counts of the first page."""
    frame = whole_cells(evaluated)
    targets, milestones = (tally(frame[frame["type"] == kind]) for kind in _COUNTED)
    tasks = int((frame["type"] == "task").sum())
    measured = frame[frame["type"].isin(_COUNTED)]
    both = tally(measured)
    return Headline(
        rows=sum(row is not None for _, _, row in evaluated.plan.rows),
        commitments=targets.total + milestones.total + tasks,
        targets=targets,
        milestones=milestones,
        tasks=tasks,
        by_tolerance=int(measured["by_tolerance"].sum()),
        provisional=int(measured["provisional"].sum()),
        rate=both.met / both.judged if _enough(evaluated.plan, both) else None,
    )


def tally(frame: pd.DataFrame) -> Tally:
    """The counts of the cells in ``frame``."""
    verdict, reason = frame["verdict"], frame["reason"]
    count = {str(name): int((verdict == name).sum()) for name in Verdict}
    missing = verdict == Verdict.NO_DATA
    withdrawn = int((reason == "withdrawn_target").sum())
    not_applicable = int((reason == "not_applicable").sum())
    waiting = int((missing & (reason == "not_yet_released")).sum())
    still_open = sum(count[verdict] for verdict in OPEN)
    return Tally(
        total=len(frame),
        due=len(frame) - still_open - withdrawn - not_applicable,
        met=count["met"] + count["exceeded"],
        exceeded=count["exceeded"],
        nearly_met=count["nearly_met"],
        missed=count["missed"],
        late=int((reason == "completed_late").sum()),
        not_yet_released=waiting,
        not_submitted=count["no_data"] - waiting - int((missing & (reason == "not_applicable")).sum()),
        not_assessable=count["not_assessable"] - withdrawn,
        open=still_open,
        not_applicable=not_applicable,
        withdrawn=withdrawn,
    )


def whole_cells(evaluated: Evaluated) -> pd.DataFrame:
    """The cells of commitments that are no part of another."""
    parts = {each.id for each in evaluated.plan.record.commitments if each.part_of is not None}
    return evaluated.frame[~evaluated.frame["commitment"].isin(parts)]


def summarise(evaluated: Evaluated, by: str | None = None) -> pd.DataFrame:
    """Counts by verdict and the completion rate: over all, or by one of ``KEYS``.

    Columns: the key (``group`` has section and group, ``row`` section, group and row);
    ``total``; ``due`` (应评价); ``judged``; one column a verdict; ``late`` (逾期完成, among
    the missed); ``rate`` = (met + exceeded) / judged, missing where too little is judged:
    below the plan's ``publish_rate_from`` (then nowhere), fewer than five in a group, and
    always by leader. Groups stand in the plan's order. A collective unit stands in no
    table of units: its cells are in the row without a name. Raises ``ValueError`` for
    another key.
    """
    if by is not None and by not in KEYS:
        raise ValueError(f"found by={by!r}, expected one of {', '.join(KEYS)}")
    frame = whole_cells(evaluated)
    if by != "type":
        frame = frame[frame["type"].isin(_COUNTED)]
    whole = tally(frame[frame["type"].isin(_COUNTED)])
    allowed = _enough(evaluated.plan, whole)
    if by is None:
        return pd.DataFrame([_line(frame, evaluated.plan, allowed, 0)])
    names = _KEY_COLUMNS.get(by, (by,))
    lines = []
    for key, those in _grouped(evaluated, frame, by):
        values = dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True))
        lines.append(values | _line(those, evaluated.plan, allowed and by != "leader", LEAST_JUDGED))
    columns = [*names, *_line(frame, evaluated.plan, allowed, 0)]
    cells = {name: pd.Series([line[name] for line in lines], dtype=object) for name in names}
    return pd.DataFrame(lines, columns=columns).assign(**cells)


_KEY_COLUMNS: Final = {"group": ("section", "group"), "row": ("section", "group", "row")}


def _line(frame: pd.DataFrame, plan: Plan, allowed: bool, least: int) -> dict[str, Any]:
    counts = tally(frame[frame["type"] != "task"])
    verdicts = {str(verdict): int((frame["verdict"] == verdict).sum()) for verdict in DISPLAY_ORDER}
    printed = allowed and counts.judged >= max(least, 1) and _enough(plan, counts)
    return {
        "total": len(frame),
        "due": counts.due,
        "judged": counts.judged,
        **verdicts,
        "late": counts.late,
        "rate": counts.met / counts.judged if printed else float("nan"),
    }


def _enough(plan: Plan, counts: Tally) -> bool:
    """Whether so much of what is due was judged that a rate may be printed."""
    least = float(plan.record.publish_rate_from)
    return counts.judged > 0 and counts.judged >= least * counts.due - 1e-9


def _grouped(evaluated: Evaluated, frame: pd.DataFrame, by: str) -> list[tuple[Any, pd.DataFrame]]:
    """The groups of ``frame`` in the plan's order; a cell with several units or leaders stands in several."""
    plan = evaluated.plan
    keys = [_keys(plan, row, by) for row in frame.to_dict("records")]
    places: dict[Hashable, list[int]] = {}
    for place, those in enumerate(keys):
        for key in those:
            places.setdefault(key, []).append(place)
    order = _order(plan, by)
    return [
        (key, frame.iloc[places[key]]) for key in sorted(places, key=lambda key: order(key, list(places)))
    ]


def _keys(plan: Plan, row: dict[Hashable, Any], by: str) -> Sequence[Hashable]:
    source = plan[row["commitment"]].source
    match by:
        case "unit":
            return tuple(
                dict.fromkeys(None if plan.is_collective(unit) else unit for unit in row["units"])
            ) or (None,)
        case "lead_unit":
            unit = row["lead_unit"]
            return (None if unit is None or plan.is_collective(unit) else unit,)
        case "leader":
            return row["leaders"] or (None,)
        case "group":
            return ((source.section, source.group),)
        case "row":
            return ((source.section, source.group, source.row),)
    return (row[by],)


def _order(plan: Plan, by: str) -> Callable[[Any, list[Any]], tuple[int, int]]:
    """Place of a key: as the plan lists it, then as first met; without a name last."""
    record = plan.record
    lists: dict[str, Iterable[Any]] = {
        "unit": record.organisations,
        "lead_unit": record.organisations,
        "leader": record.leaders,
        "section": [section.id for section in record.sections],
        "region": [region.name for region in record.regions],
        "type": ("target", "milestone", "task"),
        "strength": ("commit", "strive"),
        "nature": ("binding", "anticipatory"),
        "row": plan.rows,
        "group": [key[:2] for key in plan.rows],
    }
    places = {name: place for place, name in reversed(list(enumerate(lists.get(by, ()))))}

    def place(key: Any, met: list[Any]) -> tuple[int, int]:
        return (len(places) + 1 if key is None else places.get(key, len(places))), met.index(key)

    return place


def failed(evaluated: Evaluated) -> pd.DataFrame:
    """The cells that were missed, binding ones first, else in plan order; columns as in ``frame``."""
    frame = evaluated.frame[evaluated.frame["verdict"] == Verdict.MISSED]
    binding = frame["nature"] == "binding"
    return pd.concat([frame[binding], frame[~binding]]).reset_index(drop=True)


def missing(evaluated: Evaluated) -> pd.DataFrame:
    """The targets and milestones without a usable figure for their whole span, whatever their verdict.

    Columns as in ``frame``, and ``missing_reason`` (why there is no such figure),
    ``data_from`` (who publishes it; the lead unit where the plan does not say) and
    ``chased``: whether it is due and not submitted, or was returned.
    """
    reasons = pd.Series(evaluated.missing_reasons, dtype=object)
    frame = evaluated.frame[(reasons != "").to_numpy()].copy()
    frame["missing_reason"] = reasons[reasons != ""].to_numpy()
    records = [evaluated.plan[name] for name in frame["commitment"]]
    frame["data_from"] = pd.Series(
        [each.data_from or unit for each, unit in zip(records, frame["lead_unit"], strict=True)],
        index=frame.index,
        dtype=object,
    )
    frame["chased"] = frame["missing_reason"].isin(("not_submitted", "returned", "part_year_only"))
    return frame.reset_index(drop=True)


def row_verdicts(evaluated: Evaluated) -> pd.DataFrame:
    """One line for each row of the document: its place, counts, and a verdict of ``ROW_WORDS``.

    ``all_met`` where every target and milestone of the row is met, ``some_met``,
    ``none_met``; ``open`` where any is not judged; ``no_parts`` for standing work alone.
    """
    frame = whole_cells(evaluated)
    frame = frame[frame["type"].isin(_COUNTED) & ~frame["reason"].isin(OUT)]
    cells: dict[str, list[str]] = {}
    for name, verdict in zip(frame["commitment"], frame["verdict"], strict=True):
        cells.setdefault(name, []).append(verdict)
    lines = []
    for (section, group, row), ids in evaluated.plan.rows.items():
        verdicts = [verdict for name in ids for verdict in cells.get(name, ())]
        met = sum(verdict in MET for verdict in verdicts)
        line = {"section": section, "group": group, "row": row, "total": len(verdicts), "met": met}
        lines.append(line | {"verdict": _row_verdict(verdicts, met), "commitments": ids})
    return pd.DataFrame(lines, columns=["section", "group", "row", "total", "met", "verdict", "commitments"])


def _row_verdict(verdicts: list[str], met: int) -> str:
    if not verdicts:
        return "no_parts"
    if any(verdict not in JUDGED for verdict in verdicts):
        return "open"
    return "all_met" if met == len(verdicts) else "some_met" if met else "none_met"
