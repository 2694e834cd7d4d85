"""A report as Markdown that reads well as plain text: every piece of text is escaped."""

from __future__ import annotations

import re
from typing import Final

from targetwatch.report.describe import Block, Cell, Drawing, Heading, Listing, Paragraph, Report, Table
from targetwatch.verdicts import VERDICT_SHAPES

_ALIGNMENTS: Final = {"left": ":--", "right": "--:", "center": ":-:"}
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#])")
_LINE_START: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def render_markdown(report: Report) -> bytes:
    """The report as UTF-8 text.

    The figure is given in words; nothing in the text is read as markup or HTML.
    """
    parts = [f"# {escape(report.title)}", escape(report.mark)]
    if report.notice:
        parts.append(f"> **{escape(report.notice)}**")
    parts += [_render(block) for block in report.blocks]
    parts += ["---", escape(report.footer)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8", errors="replace")


def escape(text: str) -> str:
    """``text`` on one line with every mark of Markdown and HTML made harmless.

    >>> escape("a|b <script> *x*")
    'a\\\\|b \\\\<script\\\\> \\\\*x\\\\*'
    """
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    return _LINE_START.sub(_escape_start, line)


def _escape_start(found: re.Match[str]) -> str:
    mark = found[2]
    return found[1] + (mark[:-1] + "\\" + mark[-1] if len(mark) > 1 else "\\" + mark)


def _render(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escape(block.text)}"
        case Paragraph():
            return f"> {escape(block.text)}" if block.kind == "notice" else escape(block.text)
        case Table():
            return _render_table(block)
        case Listing():
            marks = [f"{index}." if block.numbered else "-" for index in range(1, len(block.items) + 1)]
            return "\n".join(f"{mark} {escape(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Drawing():
            return f"{escape(block.caption)}\n\n{escape(block.alt)}"


def _render_table(table: Table) -> str:
    heads = [escape(column.head) for column in table.columns]
    rules = [_ALIGNMENTS[column.align] for column in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in [heads, rules, *rows]]
    return f"**{escape(table.caption)}**\n\n" + "\n".join(lines)


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f"{VERDICT_SHAPES[cell.verdict]} {text}" if cell.verdict in VERDICT_SHAPES else text
