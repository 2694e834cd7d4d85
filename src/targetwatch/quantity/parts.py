"""Parts of a whole written with a sign or a stroke: ½, 2/3."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from targetwatch.quantity.expression import Piece

_SIGNS: Final = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5)}
_STROKE: Final = re.compile(r"(?<![\dA-Za-z/])([1-9]\d?)/([2-9]|1\d|20)(?![\dA-Za-z/.]|万|千|百|十|号)")


def written_parts(text: str, position: int) -> list[Piece]:
    """The tokens of a part of a whole at ``position``; none where there is none.

    More than the whole (24/7) is a name.

    >>> [piece.type for piece in written_parts("占2/3以上", 1)], written_parts("24/7", 0)
    (['NUM', 'PARTS_OF', 'NUM'], [])
    """
    sign, match = _SIGNS.get(text[position : position + 1]), _STROKE.match(text, position)
    above, below = sign or ((int(match[1]), int(match[2])) if match else (1, 1))
    if above >= below:
        return []
    end = match.end() if match else position + 1
    return [Piece("NUM", (Decimal(below), True), position, end), Piece("PARTS_OF", "/", position, end),
            Piece("NUM", (Decimal(above), True), position, end)]  # fmt: skip
