"""Charts of an evaluation: each returns a matplotlib ``Figure`` and touches no global setting.

Verdicts are told by colour, shape and number together; the colours stay apart for
the colour-blind and in grey. Places are measured after drawing, so that long names
wrap and nothing overlaps.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from targetwatch.display import COMPLETION_MEASURES, show_completion
from targetwatch.fonts import cover_figure, drawing
from targetwatch.model import Section
from targetwatch.sentences import gather_facts, say_actual, say_goal
from targetwatch.verdicts import DISPLAY_ORDER, JUDGED, MET, VERDICT_SHAPES, VERDICT_WORDS, word

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.evaluate import Evaluated

#: Fill, colour of the number on it, hatch.
STYLES: Final[dict[str, tuple[str, str, str]]] = {
    "exceeded": ("#08519c", "#ffffff", ""),
    "met": ("#6baed6", "#000000", ""),
    "nearly_met": ("#fee391", "#000000", ""),
    "missed": ("#c13c00", "#ffffff", ""),
    "ahead": ("#238b45", "#ffffff", ""),
    "on_pace": ("#a1d99b", "#000000", ""),
    "behind": ("#fdae6b", "#000000", ""),
    "in_progress": ("#dadaeb", "#000000", ""),
    "not_assessable": ("#bdbdbd", "#000000", ""),
    "no_data": ("#ffffff", "#000000", ""),
    "not_due": ("#f0f0f0", "#000000", ""),
}
_EDGE: Final = "#444444"
_INK: Final = "#1a1a1a"
#: Width of a figure and of its column of names, in inches; height of one line of text.
_WIDTH, _NAMES, _LINE = 9.0, 2.7, 0.21
#: Characters of full width that fit into the column of names.
_NAME_EMS: Final = 17


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the overview: its name and how many cells have each verdict."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All cells of the row."""
        return sum(self.counts.values())


def width_of(text: str) -> float:
    """The width of ``text`` in full-width characters.

    >>> width_of("增长8%")
    3.0
    """
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def wrap_text(text: str, ems: float) -> str:
    """``text`` in lines of at most ``ems`` full-width characters; words of letters stay whole where they can.

    >>> wrap_text("聚力大投资，不断增强发展后劲", 6)
    '聚力大投资，\\n不断增强发展\\n后劲'
    """
    lines, line = [], ""
    for piece in _split_pieces(" ".join(text.split())):
        if line and width_of((line + piece).rstrip()) > ems:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while width_of(line) > ems and width_of(piece) > ems:
            lines.append(line[: int(ems * 2)])
            line = line[int(ems * 2) :]
    return "\n".join([*lines, line.rstrip()] if line else lines)


def _split_pieces(text: str) -> list[str]:
    """Pieces that stay together: single wide characters with the mark after them, words with their space."""
    pieces: list[str] = []
    for one in text:
        wide = unicodedata.east_asian_width(one) in "WF"
        closing = wide and one in "，。、；：）》”’！？〕】"
        after_word = pieces and not wide and pieces[-1][-1].isascii() and not pieces[-1].endswith(" ")
        if pieces and (closing or after_word or (one == " " and not pieces[-1].endswith(" "))):
            pieces[-1] += one
        else:
            pieces.append(one)
    return pieces


def count_bars(evaluated: Evaluated, lang: str = "zh") -> list[Bar]:
    """The rows of the overview: all, then each section in the plan's order.

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
    bars = [Bar("全部" if lang == "zh" else "All", _count(frame))]
    if len(order) > 1:
        unnamed = "未分章节" if lang == "zh" else "no section"
        bars += [Bar(names.get(key, key) or unnamed, _count(frame[keys == key])) for key in order]
    return bars


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
    """Stacked bars of verdicts, all and by section, with the counts on them.

    ``font`` names a font or a font file that comes before the bundled one.
    """
    record = evaluated.plan.record
    title = f"{record.title.text(lang)}：评价结果" if lang == "zh" else f"{record.title.text(lang)}: results"
    return draw_overview(count_bars(evaluated, lang), title, lang, font=font)


def draw_overview(
    bars: Sequence[Bar], title: str, lang: str = "zh", *, font: str | Path | None = None
) -> Figure:
    """The overview of counts that are there already."""
    with drawing(font) as families:
        names = [wrap_text(bar.name, _NAME_EMS) for bar in bars]
        heights = [max(0.42, 0.16 + _LINE * (name.count("\n") + 1)) for name in names]
        sheet = _Sheet.lay_out(title, heights)
        legend = [verdict for verdict in DISPLAY_ORDER if any(bar.counts.get(verdict) for bar in bars)]
        sheet.draw_legend([(verdict, bars[0].counts.get(verdict, 0)) for verdict in legend], lang)
        most = max([bar.total for bar in bars], default=0) or 1
        sheet.axes.set_xlim(0, most * 1.02)
        for bar, name, place in zip(bars, names, sheet.places, strict=True):
            sheet.name_row(name, place)
            _draw_bar(sheet, bar, place, lang)
        cover_figure(sheet.figure, families)
    return sheet.figure


def _draw_bar(sheet: _Sheet, bar: Bar, place: float, lang: str) -> None:
    """One stacked bar; what is too narrow for its number is told behind the bar."""
    start, outside = 0, []
    for verdict in DISPLAY_ORDER:
        count = bar.counts.get(verdict, 0)
        if not count:
            continue
        fill, ink, hatch = STYLES[verdict]
        sheet.axes.barh(
            place, count, left=start, height=0.27, color=fill, edgecolor=_EDGE, linewidth=0.6, hatch=hatch
        )
        room = sheet.inches(count)
        label = f"{VERDICT_SHAPES[verdict]}{count}"
        label = label if width_of(label) * 0.125 < room - 0.04 else str(count)
        if width_of(label) * 0.125 < room - 0.03:
            sheet.axes.text(
                start + count / 2, place, label, ha="center", va="center_baseline", color=ink, fontsize=8.5
            )
        else:
            outside.append(f"{VERDICT_SHAPES[verdict]}{count}")
        start += count
    whole = f"共{bar.total}项" if lang == "zh" else f"{bar.total} in all"
    text = f"{whole}（{' '.join(outside)}）" if outside else whole
    sheet.axes.annotate(
        text,
        (start, place),
        (5, 0),
        textcoords="offset points",
        va="center_baseline",
        color=_INK,
        fontsize=8.5,
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A figure with a title, room for a legend, a column of names and the axes beside it.

    ``places`` are the heights of the rows in the axes, in inches from its foot.
    """

    figure: Figure
    axes: Axes
    places: tuple[float, ...]
    top: float
    axes_width: float

    @classmethod
    def lay_out(cls, title: str, heights: Sequence[float], *, right: float = 1.75) -> _Sheet:
        """An empty sheet for rows of these heights in inches."""
        wrapped = wrap_text(title, _WIDTH / 0.19)
        head = 0.35 + 0.25 * (wrapped.count("\n") + 1)
        legend, foot, body = 0.6, 0.15, sum(heights) + 0.1
        total = head + legend + body + foot
        figure = Figure(figsize=(_WIDTH, total), facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.2 / _WIDTH, 1 - 0.18 / total, wrapped, va="top", fontsize=13, color=_INK)
        width = _WIDTH - _NAMES - right
        axes = figure.add_axes((_NAMES / _WIDTH, foot / total, width / _WIDTH, body / total))
        axes.set_ylim(0, body)
        axes.set_axis_off()
        places, height = [], body - 0.05
        for row in heights:
            places.append(height - row / 2)
            height -= row
        return cls(figure, axes, tuple(places), total - head, width)

    def inches(self, value: float) -> float:
        """The length of ``value`` on the axis, in inches."""
        low, high = self.axes.get_xlim()
        return value / (high - low) * self.axes_width

    def name_row(self, name: str, place: float) -> None:
        """Writes the name of a row, right-aligned before the axes."""
        self.axes.annotate(
            name,
            (0, place),
            (-8, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=9.5,
            color=_INK,
            linespacing=1.25,
        )

    def draw_legend(self, entries: Sequence[tuple[str, int]], lang: str) -> None:
        """Patches with shape, word and count under the title, as many to a line as fit."""
        total = float(self.figure.get_figheight())
        across, down = 0.2, total - self.top + 0.08
        for verdict, count in entries:
            label = f"{VERDICT_SHAPES[verdict]} {word(VERDICT_WORDS, verdict, lang)} {count}"
            width = 0.3 + width_of(label) * 0.14 + 0.16
            if across + width > _WIDTH - 0.1:
                across, down = 0.2, down + 0.25
            fill, _, hatch = STYLES[verdict]
            self.figure.add_artist(
                Rectangle(
                    (across / _WIDTH, 1 - (down + 0.14) / total),
                    0.22 / _WIDTH,
                    0.14 / total,
                    facecolor=fill,
                    edgecolor=_EDGE,
                    linewidth=0.6,
                    hatch=hatch,
                    transform=self.figure.transFigure,
                )
            )
            self.figure.text(
                (across + 0.28) / _WIDTH,
                1 - (down + 0.07) / total,
                label,
                va="center_baseline",
                fontsize=9,
                color=_INK,
            )
            across += width


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


def plot_bullet(evaluated: Evaluated, lang: str = "zh", *, font: str | Path | None = None) -> Figure:
    """Actuals against goals on one scale of completion, where a completion is shown at all.

    Growth, points, rank and index have none and are left out, which the title says.
    """
    frame = evaluated.frame
    judged = frame["verdict"].isin([str(verdict) for verdict in JUDGED]) & (frame["type"] == "target")
    shown = frame[judged & frame["measure"].isin(COMPLETION_MEASURES) & frame["completion"].notna()]
    left_out = int(judged.sum()) - len(shown)
    if lang == "zh":
        title = f"完成率（目标=100%；另有{left_out}项已评价指标不计算完成率）"
    else:
        title = f"Completion (goal = 100%; {left_out} further judged targets have no completion)"
    with drawing(font) as families:
        rows = [_bullet_row(evaluated, cell, lang) for cell in shown.to_dict("records")]
        heights = [max(0.42, 0.16 + _LINE * (row.name.count("\n") + 1)) for row in rows]
        sheet = _Sheet.lay_out(title, heights or [0.42])
        sheet.axes.set_xlim(0, 1.5)
        if rows:
            sheet.axes.axvline(1, color=_INK, linewidth=1.2)
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
    return _Bullet(wrap_text(name + goal, _NAME_EMS), completion, label, facts.verdict)


def _draw_bullet(sheet: _Sheet, row: _Bullet, place: float) -> None:
    """A bar up to the completion; past the end of the scale it ends in an arrow."""
    reach = min(max(row.completion, 0.0), 1.5) if math.isfinite(row.completion) else 0.0
    fill, _, hatch = STYLES[row.verdict]
    sheet.axes.barh(place, 1.5, height=0.27, color="#eeeeee", edgecolor="none", zorder=0)
    sheet.axes.barh(place, reach, height=0.16, color=fill, edgecolor=_EDGE, linewidth=0.6, hatch=hatch)
    label = f"→ {row.label}" if row.completion > 1.5 else row.label
    sheet.axes.annotate(
        label,
        (1.5, place),
        (6, 0),
        textcoords="offset points",
        va="center_baseline",
        color=_INK,
        fontsize=8.5,
    )
