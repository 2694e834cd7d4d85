"""Charts of an evaluation: each returns a matplotlib ``Figure`` and touches no global setting.

Verdicts are told by colour, shape and number together; the colours stay apart for
the colour-blind and in grey. Long names wrap, what is too narrow for its number is
told behind its bar, and nothing overlaps.
"""

from __future__ import annotations

from targetwatch.charts.bullet import plot_bullet
from targetwatch.charts.overview import (
    Bar,
    count_bars,
    describe_overview,
    draw_overview,
    plot_overview,
    section_name,
)
from targetwatch.charts.sheet import draw_svg

__all__ = [
    "Bar",
    "count_bars",
    "describe_overview",
    "draw_overview",
    "draw_svg",
    "plot_bullet",
    "plot_overview",
    "section_name",
]
