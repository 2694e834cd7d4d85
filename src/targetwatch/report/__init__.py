"""Reports: one frozen description, one build step, renderers that return bytes."""

from __future__ import annotations

from targetwatch.report.build import build_report
from targetwatch.report.describe import Report
from targetwatch.report.html import render_html
from targetwatch.report.markdown import render_markdown

__all__ = ["Report", "build_report", "render_html", "render_markdown"]
