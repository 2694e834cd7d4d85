"""The bullets: actuals against goals on one scale of completion."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from targetwatch.charts.sheet import EDGE, INK, LINE, STYLES, Sheet, wrap_name
from targetwatch.display import COMPLETION_MEASURES, show_completion
from targetwatch.fonts import cover_figure, drawing
from targetwatch.sentences import gather_facts, list_cells, say_actual, say_goal
from targetwatch.verdicts import JUDGED, MET, VERDICT_SHAPES

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated


def plot_bullet(evaluated: Evaluated, lang: str = "zh", *, font: str | Path | None = None) -> Figure:
    """Actuals against goals on one scale of completion, where a completion is shown at all.

    Growth, points, rank and index have none and are left out, which the title says.
    """
    frame = evaluated.frame
    judged = frame["verdict"].isin([str(verdict) for verdict in JUDGED]) & (frame["type"] == "target")
    judged &= ~frame["actual_bound"].isin(["gt", "ge", "lt", "le", "range"])
    shown = frame[judged & frame["measure"].isin(COMPLETION_MEASURES) & frame["completion"].notna()]
    left_out = int(judged.sum()) - len(shown)
    if lang == "zh":
        title = f"完成率（目标=100%；另有{left_out}项已评价指标不计算完成率）"
    else:
        title = f"Completion (goal = 100%; {left_out} further judged targets have no completion)"
    with drawing(font) as families:
        rows = [_bullet_row(evaluated, cell, lang) for cell in list_cells(shown)]
        heights = [max(0.42, 0.16 + LINE * (row.name.count("\n") + 1)) for row in rows]
        sheet = Sheet.lay_out(title, heights or [0.42])
        sheet.axes.set_xlim(0, 1.5)
        if rows:
            sheet.axes.axvline(1, color=INK, linewidth=1.2)
        for row, place in zip(rows, sheet.places, strict=False):
            sheet.name_row(row.name, place)
            _draw_bullet(sheet, row, place)
        cover_figure(sheet.figure, families)
    return sheet.figure


@dataclass(frozen=True, slots=True)
class _Bullet:
    name: str
    completion: float
    label: str
    verdict: str


def _bullet_row(evaluated: Evaluated, cell: Mapping[str, object], lang: str) -> _Bullet:
    facts = gather_facts(evaluated, cell)
    name = facts.record.name.text(lang)
    goal = f"（{say_goal(facts, lang)}）" if lang == "zh" else f" ({say_goal(facts, lang)})"
    completion = float(str(cell["completion"]))
    shown = show_completion(completion, facts.measure, met=facts.verdict in MET)
    label = f"{VERDICT_SHAPES[facts.verdict]} {say_actual(facts, lang)}  {shown}"
    return _Bullet(wrap_name(name + goal), completion, label, facts.verdict)


def _draw_bullet(sheet: Sheet, row: _Bullet, place: float) -> None:
    """A bar up to the completion; past the end of the scale it ends in an arrow."""
    reach = min(max(row.completion, 0.0), 1.5) if math.isfinite(row.completion) else 0.0
    fill, _, hatch = STYLES[row.verdict]
    sheet.axes.barh(place, 1.5, height=0.27, color="#eeeeee", edgecolor="none", zorder=0)
    sheet.axes.barh(place, reach, height=0.16, color=fill, edgecolor=EDGE, linewidth=0.6, hatch=hatch)
    sheet.note_row(f"→ {row.label}" if row.completion > 1.5 else row.label, 1.5, place)
