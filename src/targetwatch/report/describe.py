"""What a report is made of: a frozen description that says everything and draws nothing.

`build` decides, renderers only write down. All text is plain: a renderer escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "center"]
#: ``notice`` is framed, ``lead`` is the first sentence, ``note`` is small print.
Kind = Literal["plain", "lead", "notice", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``verdict`` is a code where the cell tells one."""

    text: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; ``width`` is its share of the table where it should have a fixed one."""

    head: str
    align: Align = "left"
    width: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; the report's title is the only one of level 1."""

    level: int
    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str
    kind: Kind = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. ``heads_first_column`` makes the first cell of each row its head."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads_first_column: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of lines, numbered where ``numbered``."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG; ``alt`` says in words all that it shows."""

    svg: bytes
    alt: str
    caption: str


Block = Heading | Paragraph | Table | Listing | Drawing


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. ``mark`` says for whom it is, ``notice`` stands on page one and in every footer."""

    lang: Literal["zh", "en"]
    title: str
    mark: str
    notice: str
    blocks: tuple[Block, ...]
    footer: str
