"""Text with every character kept in its place: half width, simplified script, one kind of dash.

Only one character for one character, so a column of the result is a column of the
text. Compatibility signs with a meaning (m², ㎡, ½) stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Final

_SIGNS: Final = {
    "，": "，", "：": "：", "；": "；", "（": "（", "）": "）", "！": "！", "？": "？",
    "(": "（", ")": "）", ";": "；", "﹪": "%", "﹣": "-", "﹢": "+", "−": "-", "‐": "-", "‑": "-", "‒": "-",
    "–": "—", "―": "—", "─": "—", "━": "—", "〜": "~", "∼": "~", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤",
    "「": "“", "」": "”", "『": "“", "』": "”", "＂": '"', "〇": "〇", "○": "〇", "◯": "〇",
    "\u3000": " ", "\xa0": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
    "•": "·", "・": "·", "‧": "·",
}  # fmt: skip
_COLON: Final = re.compile(r"(?<=\d)：(?=\d)")
_FULL_WIDTH_THOUSANDS: Final = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """One character for one character."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    lines = resources.files("targetwatch.quantity").joinpath("traditional.txt").read_text(encoding="utf-8")
    rows = [line for line in lines.splitlines() if line and not line.startswith("#")]
    for traditional, simplified in zip(rows[::2], rows[1::2], strict=True):
        table.update({ord(a): b for a, b in zip(traditional, simplified, strict=True)})
    table.update({ord(sign): plain for sign, plain in _SIGNS.items()})
    return table


def plain(text: str) -> str:
    """``text`` in half width and simplified script, as long as it was.

    A full-width comma between full-width digits in threes is a thousands comma.

    >>> plain("２．２％左右，３．５萬戶"), plain("１，２３４"), plain("100㎡½")
    ('2.2%左右，3.5万户', '1,234', '100㎡½')
    """
    result = text.translate(_table())
    result = _COLON.sub(":", result)
    for match in _FULL_WIDTH_THOUSANDS.finditer(result):
        before, after = text[match.start() - 1], text[match.end()]
        if "０" <= before <= "９" and "０" <= after <= "９":
            result = result[: match.start()] + "," + result[match.end() :]
    return result


def is_chinese(text: str) -> bool:
    """Whether ``text`` holds any Chinese character.

    >>> is_chinese("8%以上"), is_chinese("at least 8%")
    (True, False)
    """
    return any("\u3400" <= letter <= "\u9fff" or letter == "〇" for letter in text)
