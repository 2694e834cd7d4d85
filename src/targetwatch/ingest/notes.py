"""What stands above and under a published table: key lines such as 单位：亿元, notes, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Final

from targetwatch.actuals import ReadingNote
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.ledger import Ledger

#: How a note begins; what follows it is notes as well.
NOTE: Final = re.compile(
    r"\s*[（(【\[]?\s*(?:注|附注|备注|说明|注释|本表|口径说明|指标解释)\s*[】\]）)]?\s*\d*\s*[:：.、]|\s*(?:notes?|remarks?)\s*\d*\s*[:.]"
    r"|\s*(?:注|note)\s*\Z|\s*本表",
    re.IGNORECASE,
)
SOURCE: Final = re.compile(
    r"\s*(?:(?:数据|资料|信息)?(?:来源|出处)|来源单位|data\s+source|source)s?\s*(?:of\s+data\s*)?[:：]\s*(?P<source>.*)",
    re.IGNORECASE | re.DOTALL,
)
_KEY: Final = re.compile(
    r"\s*(?P<key>[^\s:：,，。]{1,12}|[A-Za-z][A-Za-z ]{0,30})\s*[:：]\s*(?P<value>.*)", re.DOTALL
)


def filled(cells: Sequence[str]) -> list[int]:
    """The positions of the cells that are not blank.

    >>> filled(["", "a", " "])
    [1]
    """
    return [position for position, cell in enumerate(cells) if cell.strip()]


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a line holds nothing but white space.

    >>> is_blank(["", " "]), is_blank([" ", "a"])
    (True, False)
    """
    return not any(map(str.strip, cells))


def key_of(cells: Sequence[str]) -> tuple[str, str] | None:
    """The key and the value of a line such as 指标：固定资产投资; ``None`` where it is no such line.

    >>> key_of(["数据库：年度数据", ""]), key_of(["单位：", "亿元"]), key_of(["甲", "1"])
    (('数据库', '年度数据'), ('单位', '亿元'), None)
    """
    found = list(islice((n for n, cell in enumerate(cells) if cell.strip()), 3))
    if not found or len(found) > 2 or not (match := _KEY.fullmatch(cells[found[0]].strip())):
        return None
    rest = cells[found[1]].strip() if len(found) == 2 else ""
    if len(found) == 2 and match["value"].strip():
        return None
    return match["key"].strip(), (match["value"].strip() or rest)


def is_note(cells: Sequence[str]) -> bool:
    """Whether a line begins a block of notes: 注：…, 数据来源：…; with commas it may be cut into cells."""
    first = next((cell for cell in cells if cell.strip()), "")
    return bool(NOTE.match(first) or SOURCE.match(first))


def text_of(cells: Sequence[str]) -> str:
    """The whole text of a line that is one text."""
    return "，".join(" ".join(cell.split()) for cell in cells if cell.strip())


def take_notes(ledger: Ledger, lines: Iterable[int]) -> tuple[list[str], str | None]:
    """The notes on these lines, and the source that they name; the cells are claimed."""
    notes: list[str] = []
    source = None
    for line in lines:
        cells = ledger.grid.lines[line]
        words = text_of(cells)
        if not words:
            continue
        match = SOURCE.match(words)
        ledger.claim(line, "source" if match else "note")
        if match:
            source = match["source"].strip().rstrip("。.") or source
        else:
            notes.append(words)
    return notes, source


def reading_notes(grid: Grid, notes: Iterable[str], source: str | None = None) -> tuple[ReadingNote, ...]:
    """The notes and the source of a sheet as provenance."""
    where = f"{grid.file}[{grid.sheet}]" if grid.sheet else grid.file
    kept = [ReadingNote("file_note", f"{where}：{text}", f"{where}: {text}") for text in notes]
    if source:
        kept.append(ReadingNote("file_source", f"{where}：数据来源：{source}", f"{where}: source: {source}"))
    return tuple(kept)


_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_ISO_DAY: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
_EUROPEAN_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?:[T ,].*)?")
_NAMED_DAY: Final = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})(?:[T ,].*)?")


def day_of(text: str) -> str | None:
    """The day on which a publisher says that figures were released, day before month, as ISO text.

    >>> day_of("08/12/2022 23:00"), day_of("12-08-2022"), day_of("2020-07-01"), day_of("30 September 2022")
    ('2022-12-08', '2022-08-12', '2020-07-01', '2022-09-30')
    """
    plain = text.strip()
    if match := _ISO_DAY.fullmatch(plain):
        year, month, day = match.groups()
    elif match := _EUROPEAN_DAY.fullmatch(plain):
        day, month, year = match.groups()
        year = year if len(year) == 4 else f"20{year}"
    elif (match := _NAMED_DAY.fullmatch(plain)) and match[2].lower() in _MONTH_NAMES.split():
        day, month, year = match[1], str(_MONTH_NAMES.split().index(match[2].lower()) + 1), match[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def authority_of(source: str | None) -> str | None:
    """``statistics`` where the source is a statistics office; else nothing is said.

    >>> authority_of("国家统计局"), authority_of("某某网")
    ('statistics', None)
    """
    offices = ("统计局", "调查队", "调查总队", "Eurostat", "Office for National Statistics")
    return "statistics" if source and source.strip().endswith(offices) else None
