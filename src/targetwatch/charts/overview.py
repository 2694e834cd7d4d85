"""The overview: stacked bars of verdicts by section, with the counts on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from targetwatch.charts.sheet import (
    AXES,
    EDGE,
    LINE,
    NAMES,
    STYLES,
    WIDTH,
    Sheet,
    width_of,
    wrap_name,
    wrap_text,
)
from targetwatch.fonts import cover_figure, drawing
from targetwatch.model import Section
from targetwatch.verdicts import DISPLAY_ORDER, VERDICT_SHAPES, VERDICT_WORDS, word

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the overview: its name and how many cells have each verdict."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All cells of the row."""
        return sum(self.counts.values())


def count_bars(evaluated: Evaluated, lang: str = "zh") -> list[Bar]:
    """The rows of the overview: each section in the plan's order, or all in one where there is but one.

    Targets and milestones are counted, tasks are not; a part is not counted beside its parent.
    """
    frame = measured_cells(evaluated)
    names = {
        section.id: section_name(section.id, section.name.text(lang), lang)
        for section in _sections(evaluated)
    }
    keys = frame["section"].fillna("")
    order = [key for key in names if (keys == key).any()]
    order += [key for key in dict.fromkeys(keys) if key not in names]
    if len(order) < 2:
        return [Bar("全部" if lang == "zh" else "All", _count(frame))]
    unnamed = "未分章节" if lang == "zh" else "no section"
    return [Bar(names.get(key, key) or unnamed, _count(frame[keys == key])) for key in order]


def _sections(evaluated: Evaluated) -> tuple[Section, ...]:
    return evaluated.plan.record.sections


def section_name(identifier: str, name: str, lang: str = "zh") -> str:
    """How a section is called: its number and its name.

    >>> section_name("三", "聚力大投资"), section_name("3", "Investment", "en")
    ('三、聚力大投资', '3. Investment')
    """
    if not name or name == identifier:
        return identifier
    return f"{identifier}、{name}" if lang == "zh" else f"{identifier}. {name}"


def measured_cells(evaluated: Evaluated) -> pd.DataFrame:
    """The cells that counts are of: no tasks, and no part beside its parent."""
    frame = evaluated.frame
    parts = {c.id for c in evaluated.plan.record.commitments if c.part_of is not None}
    return frame[frame["type"].isin(["target", "milestone"]) & ~frame["commitment"].isin(parts)]


def _count(frame: pd.DataFrame) -> dict[str, int]:
    counts = frame["verdict"].value_counts()
    return {str(verdict): int(counts[verdict]) for verdict in DISPLAY_ORDER if verdict in counts.index}


def plot_overview(evaluated: Evaluated, lang: str = "zh", *, font: str | Path | None = None) -> Figure:
    """Stacked bars of verdicts by section, with the counts on them.

    ``font`` names a font or a font file that comes before the bundled one.
    """
    record = evaluated.plan.record
    title = f"{record.title.text(lang)}：评价结果" if lang == "zh" else f"{record.title.text(lang)}: results"
    return draw_overview(count_bars(evaluated, lang), title, lang, font=font)


def draw_overview(
    bars: Sequence[Bar], title: str, lang: str = "zh", *, font: str | Path | None = None
) -> Figure:
    """The overview of counts that are there already; the legend carries their sums."""
    with drawing(font) as families:
        most = max([bar.total for bar in bars], default=0) or 1
        rows = [_Row.fit(bar, most * 1.02, lang) for bar in bars]
        sheet = Sheet.lay_out(title, [row.height for row in rows])
        sums = {verdict: sum(bar.counts.get(verdict, 0) for bar in bars) for verdict in DISPLAY_ORDER}
        sheet.draw_legend([(verdict, count) for verdict, count in sums.items() if count], lang)
        sheet.axes.set_xlim(0, most * 1.02)
        for row, place in zip(rows, sheet.places, strict=True):
            sheet.name_row(row.name, place)
            _draw_row(sheet, row, place)
        cover_figure(sheet.figure, families)
    return sheet.figure


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar fitted to the sheet: wrapped name, the label of each segment, what is told behind the bar."""

    name: str
    counts: Mapping[str, int]
    labels: Mapping[str, str]
    behind: str

    @property
    def height(self) -> float:
        """Inches that the row takes."""
        lines = 1 + max(self.name.count("\n"), self.behind.count("\n"))
        return max(0.42, 0.16 + LINE * lines)

    @classmethod
    def fit(cls, bar: Bar, scale: float, lang: str) -> _Row:
        """A segment too narrow for its number is told behind the bar."""
        inch = AXES / scale
        labels = {verdict: _fit_label(verdict, count, count * inch) for verdict, count in bar.counts.items()}
        outside = [
            f"{VERDICT_SHAPES[v]}{bar.counts[v]}".replace("？", "?")
            for v, label in labels.items()
            if not label
        ]
        whole = f"共{bar.total}项" if lang == "zh" else f"{bar.total} in all"
        room = WIDTH - NAMES - bar.total * inch - 0.2
        colon = ("：" if lang == "zh" else ":") if outside else ""
        behind = wrap_text(" ".join([whole + colon, *outside]), room / 0.125)
        return cls(wrap_name(bar.name), bar.counts, labels, behind)


def _fit_label(verdict: str, count: int, room: float) -> str:
    """Shape and count, the count alone, or nothing, as ``room`` inches allow."""
    full, short = f"{VERDICT_SHAPES[verdict]}{count}", str(count)
    return next((text for text in (full, short) if width_of(text) * 0.125 < room - 0.04), "")


def _draw_row(sheet: Sheet, row: _Row, place: float) -> None:
    start = 0
    for verdict, count in row.counts.items():
        fill, ink, hatch = STYLES[verdict]
        sheet.axes.barh(
            place, count, left=start, height=0.27, color=fill, edgecolor=EDGE, linewidth=0.6, hatch=hatch
        )
        if row.labels[verdict]:
            middle = (start + count / 2, place)
            sheet.axes.text(
                *middle, row.labels[verdict], ha="center", va="center_baseline", color=ink, fontsize=8.5
            )
        start += count
    sheet.note_row(row.behind, start, place)


def describe_overview(evaluated: Evaluated, lang: str = "zh") -> str:
    """The overview in words, for readers who do not see it."""
    lines = []
    for bar in count_bars(evaluated, lang):
        parts = [f"{word(VERDICT_WORDS, verdict, lang)}{count}" for verdict, count in bar.counts.items()]
        if lang == "zh":
            lines.append(f"{bar.name}共{bar.total}项：{'、'.join(parts) or '无'}")
        else:
            named = [f"{word(VERDICT_WORDS, verdict, lang)} {count}" for verdict, count in bar.counts.items()]
            lines.append(f"{bar.name}, {bar.total} in all: {', '.join(named) or 'none'}")
    return "；".join(lines) + "。" if lang == "zh" else "; ".join(lines) + "."
