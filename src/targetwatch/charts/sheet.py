"""The sheet that every chart is drawn on: colours, wrapped names, room measured in inches."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from targetwatch.verdicts import VERDICT_SHAPES, VERDICT_WORDS, word

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
EDGE: Final = "#444444"
INK: Final = "#1a1a1a"
#: In inches: width of a figure, of its column of names and of its bars; height of one line of text.
WIDTH, NAMES, AXES, LINE = 9.0, 2.95, 4.4, 0.21
#: Characters of full width that fit into the column of names.
NAME_EMS: Final = 19


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


def wrap_name(text: str) -> str:
    """A name wrapped for its column, its lines about equally long.

    >>> wrap_name("聚力大产业，推动民营经济再创新辉煌，建设现代产业体系")
    '聚力大产业，推动民营经济再\\n创新辉煌，建设现代产业体系'
    """
    ems = float(NAME_EMS)
    lines = wrap_text(text, ems).count("\n")
    while ems > 4 and wrap_text(text, ems - 1).count("\n") == lines:
        ems -= 1
    return wrap_text(text, ems)


def _split_pieces(text: str) -> list[str]:
    """Pieces that stay together: single wide characters with the mark after them, words with their space."""
    pieces: list[str] = []
    for one in text:
        before = pieces[-1][-1] if pieces else ""
        closing = _is_wide(one) and one in "，。、；：）》”’！？〕】"
        in_word = before and before != " " and not _is_wide(before) and not _is_wide(one)
        if pieces and (closing or in_word or one == " "):
            pieces[-1] += one
        else:
            pieces.append(one)
    return pieces


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure with a title, room for a legend, a column of names and the axes beside it.

    ``places`` are the heights of the rows in the axes, in inches from its foot.
    """

    figure: Figure
    axes: Axes
    places: tuple[float, ...]
    top: float

    @classmethod
    def lay_out(cls, title: str, heights: Sequence[float]) -> Sheet:
        """An empty sheet for rows of these heights in inches."""
        wrapped = wrap_text(title, WIDTH / 0.19)
        head = 0.35 + 0.25 * (wrapped.count("\n") + 1)
        legend, foot, body = 0.6, 0.15, sum(heights) + 0.1
        total = head + legend + body + foot
        figure = Figure(figsize=(WIDTH, total), facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.2 / WIDTH, 1 - 0.18 / total, wrapped, va="top", fontsize=13, color=INK)
        axes = figure.add_axes((NAMES / WIDTH, foot / total, AXES / WIDTH, body / total))
        axes.set_ylim(0, body)
        axes.set_axis_off()
        places, height = [], body - 0.05
        for row in heights:
            places.append(height - row / 2)
            height -= row
        return cls(figure, axes, tuple(places), total - head)

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
            color=INK,
            linespacing=1.25,
        )

    def note_row(self, text: str, end: float, place: float) -> None:
        """Writes what stands behind a bar that ends at ``end``."""
        self.axes.annotate(
            text,
            (end, place),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=8.5,
            linespacing=1.25,
        )

    def draw_legend(self, entries: Sequence[tuple[str, int]], lang: str) -> None:
        """Patches with shape, word and count under the title, as many to a line as fit."""
        total = float(self.figure.get_figheight())
        across, down = 0.2, total - self.top + 0.08
        for verdict, count in entries:
            label = f"{VERDICT_SHAPES[verdict]} {word(VERDICT_WORDS, verdict, lang)} {count}"
            width = 0.3 + width_of(label) * 0.14 + 0.16
            if across + width > WIDTH - 0.1:
                across, down = 0.2, down + 0.25
            fill, _, hatch = STYLES[verdict]
            self.figure.add_artist(
                Rectangle(
                    (across / WIDTH, 1 - (down + 0.14) / total),
                    0.22 / WIDTH,
                    0.14 / total,
                    facecolor=fill,
                    edgecolor=EDGE,
                    linewidth=0.6,
                    hatch=hatch,
                    transform=self.figure.transFigure,
                )
            )
            self.figure.text(
                (across + 0.28) / WIDTH,
                1 - (down + 0.07) / total,
                label,
                va="center_baseline",
                fontsize=9,
                color=INK,
            )
            across += width


def draw_svg(figure: Figure) -> bytes:
    """A figure as SVG: letters as outlines, no date, the same bytes for the same figure."""
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "targetwatch"}):
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
