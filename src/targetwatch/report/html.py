"""A report as one HTML file: no outside request, no script, its own cut of the font inside."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from targetwatch.report.describe import Drawing, Report
from targetwatch.verdicts import VERDICT_SHAPES

_TEMPLATES: Final = Path(__file__).parent / "templates"
#: What the page counter prints.
_FOLIO: Final = " 0123456789/"
_FONT: Final = Path(__file__).parent.parent / "fontfiles" / "NotoSansSC-subset.otf"


def render_html(report: Report) -> bytes:
    """The report as UTF-8 HTML; the same report gives the same bytes.

    Every text is escaped by the template engine. The characters of the page are cut out
    of the bundled font and embedded, so that it reads alike on a machine without Chinese fonts.
    """
    template = _environment().get_template("report.html")
    page = template.render(report=report, shapes=VERDICT_SHAPES, font="", style=_style())
    font = base64.b64encode(cut_font(page)).decode("ascii")
    page = template.render(report=report, shapes=VERDICT_SHAPES, font=font, style=_style())
    return page.encode("utf-8", errors="replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    environment.filters["css_string"] = write_css_string
    environment.filters["data_uri"] = _data_uri
    return environment


def _kind(block: object) -> str:
    """The name of a block's class, by which the template tells blocks apart."""
    return type(block).__name__


def _data_uri(drawing: Drawing) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.svg).decode("ascii")


@lru_cache(maxsize=1)
def _style() -> Markup:
    """The style sheet of the package; it holds nothing of the report."""
    return Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8"))


def cut_font(text: str) -> bytes:
    """The bundled font with the characters of ``text`` only, as WOFF.

    What the font lacks is left to the fonts of the reader's machine.
    """
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    buffer = io.BytesIO()
    with TTFont(_FONT, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted({ord(character) for character in text + _FOLIO}))
        cutter.subset(font)
        font.flavor = "woff"
        font.save(buffer)
    return buffer.getvalue()


def write_css_string(text: str) -> Markup:
    """``text`` as a string of a style sheet: every character but letters and digits of ASCII as its number.

    >>> str(write_css_string('a"<'))
    '"a\\\\22 \\\\3c "'
    """
    inner = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text)
    return Markup(f'"{inner}"')
