"""The marks that offices print with a figure or instead of one: (p), e, b, r, ``:``, x, ``…``.

A mark beside a figure is its status; a mark alone says that there is no figure. 0 is a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from targetwatch.ingest.marks import MISSING, plain_text


@dataclass(frozen=True, slots=True)
class Status:
    """What a status says: codes for ``stage`` and ``break``, words for the note, whether none is there."""

    stage: str | None = None
    breaks: bool = False
    words: tuple[str, ...] = ()
    absent: bool = False


#: Status letters of Eurostat and of the SDMX code list of observation statuses, in lower case.
#: Source: SDMX code list CL_OBS_STATUS and Eurostat's list of flags.
_LETTERS: Final[dict[str, Status]] = {
    "a": Status(),
    "b": Status(breaks=True, words=("序列中断 break in the series",)),
    "c": Status(words=("保密 confidential",)),
    "d": Status(words=("口径不同 definition differs",)),
    "e": Status("expected", words=("估计数 estimated",)),
    "f": Status("expected", words=("预测数 forecast",)),
    "g": Status(words=("试验性统计 experimental",)),
    "i": Status(words=("插补数 imputed",)),
    "k": Status(words=("并入其他类别 included elsewhere",)),
    "l": Status(absent=True),
    "m": Status(absent=True),
    "n": Status(words=("不显著 not significant",)),
    "o": Status(absent=True),
    "p": Status("preliminary", words=("初步数 provisional",)),
    "q": Status(words=("已隐去 suppressed",), absent=True),
    "r": Status(words=("修订数 revised",)),
    "s": Status("expected", words=("机构估计数 estimated by the office",)),
    "u": Status(words=("可靠性低 low reliability",)),
    "v": Status(words=("未经验证 not validated",)),
    "z": Status(absent=True),
}
_CHINESE_WORDS: Final = (
    ("初步 初步数 初步核算 初步核算数", _LETTERS["p"]),
    ("预计 预计数", Status("expected", words=("预计数",))),
    ("快报 快报数", Status("flash", words=("快报数",))),
    ("估计 估计数", _LETTERS["e"]),
    ("修订 修订数", _LETTERS["r"]),
)
_CHINESE: Final = {word: status for words, status in _CHINESE_WORDS for word in words.split()}
_WORDS: Final = (
    ("provisional", "p"), ("preliminary", "p"), ("estimate", "e"), ("forecast", "f"), ("projection", "f"),
    ("break", "b"), ("revised", "r"), ("missing", "m"), ("confidential", "c"), ("suppressed", "q"),
    ("imputed", "i"), ("low reliability", "u"), ("unreliable", "u"), ("normal", "a"), ("definition", "d"),
    ("not significant", "n"), ("not applicable", "z"), ("experimental", "g"),
)  # fmt: skip

#: Marks that stand where a figure would: none was published.
_ABSENT_WORDS: Final = "x × : .. ... - -- … _ n.a na nan null c z ^ ~ (x) (c) (d) *"
_ABSENT: Final = MISSING | frozenset(_ABSENT_WORDS.split())
_ABSENT_WITH_MARK: Final = re.compile(r"(?::|-|\.\.)\s*\(?\s*[a-z]{1,2}\s*\)?|[-—–_.…*]+")
_NUMBER: Final = r"[-+<>≤≥＜＞]{0,2}\s*(?:\d[\d,. ]*\d|\d|\.\d+)\s*%?"
_AFTER: Final = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?:\(\s*(?P<marks>[a-z]{{1,4}}|[\u3400-\u9fff]{{2,5}})\s*\)|(?P<bare>(?-i:[pebrfucdnsiv]{{1,3}}))"
    r"|(?P<foot>[*†‡①-⑳¹²³⁴-⁹]+|\[\d{1,2}\]|\(\d\)))+",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    rf"(?:\(\s*(?P<marks>[a-z]{{1,3}}|[\u3400-\u9fff]{{2,5}})\s*\)|(?P<bare>(?-i:[pebrfucdnsiv]{{1,2}}))\s)\s*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
#: A program's number in all its digits; with fewer of them and a large exponent a spreadsheet shortened it.
_SCIENTIFIC: Final = re.compile(r"[-+]?\d(?:\.(?P<digits>\d+))?[Ee](?P<sign>[-+])\d{1,3}")
_DECIMAL_COMMA: Final = re.compile(r"(?P<whole>[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)),(?P<part>\d+)")


@lru_cache(maxsize=4096)
def read_status(text: str) -> Status | None:
    """The status that letters or words state (``p``, ``be``, Estimated value, 初步); ``None`` where unknown.

    >>> read_status("p").stage, read_status("Estimated value").stage, read_status("bp").breaks
    ('preliminary', 'expected', True)
    """
    plain = plain_text(text).strip("()[] ").casefold()
    if not plain:
        return Status()
    if plain in _CHINESE:
        return _CHINESE[plain]
    letters = [letter for word, letter in _WORDS if word in plain] if len(plain) > 3 else list(plain)
    known = [_LETTERS[letter] for letter in letters if letter in _LETTERS]
    return _joined(known) if known and len(known) == len(letters) else None


def is_absent(text: str) -> bool:
    """Whether a cell says that there is no figure: blank, ``-``, ``--``, ``—``, ``…``, ``:``, x, ``: c``.

    >>> is_absent("："), is_absent("x"), is_absent("0"), is_absent(": c")
    (True, True, False, True)
    """
    if text in _ABSENT:
        return True
    plain = plain_text(text).casefold()
    return plain in _ABSENT or _ABSENT_WITH_MARK.fullmatch(plain) is not None


@lru_cache(maxsize=65536)
def split_status(text: str, decimal_comma: bool = False) -> tuple[str, Status]:
    """The figure of a cell without its marks, and what the marks say.

    Spaces between thousands go; a decimal comma becomes a point where the file writes one.

    >>> split_status("1 234.5 (p)")[0], split_status("12,4", True)[0], split_status("3.5e")[1].stage
    ('1234.5', '12.4', 'expected')
    """
    plain = plain_text(text)
    status = Status()
    for pattern in (_AFTER, _BEFORE):
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            foot = parts.get("foot")
            marks = parts["marks"] or parts["bare"]
            read = read_status(marks) if marks else Status(words=(f"脚注 {foot}",) if foot else ())
            if read is None or read.absent:
                continue
            plain, status = parts["number"].strip(), read
            break
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
    if (match := _SCIENTIFIC.fullmatch(plain)) and (match["sign"] == "-" or len(match["digits"] or "") > 8):
        plain = format(Decimal(plain), "f")
    if decimal_comma and (match := _DECIMAL_COMMA.fullmatch(plain)):
        plain = f"{match['whole'].replace('.', '')}.{match['part']}"
    return (plain if status != Status() or plain != plain_text(text) else text), status


def _joined(parts: list[Status]) -> Status:
    stage = next((part.stage for part in parts if part.stage), None)
    words = tuple(dict.fromkeys(word for part in parts for word in part.words))
    return Status(stage, any(p.breaks for p in parts), words, any(p.absent for p in parts))
