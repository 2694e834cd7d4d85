"""Rows of actuals in words: where each stood, what it says, who says so, why it was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from targetwatch import display
from targetwatch.actuals import one
from targetwatch.periods import PeriodError, parse_period
from targetwatch.verdicts import (
    AUTHORITY_WORDS,
    MEASURE_WORDS,
    REJECTED_WORDS,
    STAGE_WORDS,
    UNUSED_WORDS,
    word,
)

#: One row of a frame by column; a missing cell is ``None``.
Row = Mapping[str, Any]

BOUND_SIGNS: Final = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ "}
BASIS_WORDS: Final = {
    "nominal": ("名义（现价）", "nominal"),
    "real": ("实际（可比价）", "real"),
    "comparable": ("同口径", "comparable"),
}

_ANSWERS: Final = {"yes": ("是", "yes"), "no": ("否", "no")}


def rows_of(frame: Any) -> list[Row]:
    """The rows of a pandas frame, missing cells as ``None``."""
    return [
        {str(name): None if is_blank(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def is_blank(cell: Any) -> bool:
    """Whether a cell of a frame is missing.

    >>> is_blank(float("nan")), is_blank(None), is_blank(0), is_blank("")
    (True, True, False, False)
    """
    return not isinstance(cell, list | tuple | str) and str(cell) in ("nan", "<NA>", "NaT", "None")


def place_of(row: Row) -> str:
    """Where a row of actuals stood: ``actuals.csv:5`` or ``form.xlsx[市人社局]:5``.

    >>> place_of({"file": "data/actuals.csv", "sheet": None, "row": 5})
    'actuals.csv:5'
    """
    name = PurePath(row["file"]).name if row["file"] else "frame"
    sheet = f"[{row['sheet']}]" if row["sheet"] else ""
    return f"{name}{sheet}:{int(row['row'])}" if row["row"] is not None else f"{name}{sheet}"


def period_words(text: str | None, lang: str) -> str:
    """A period in words; text that is none stays as it is."""
    if not text:
        return "时期未注明" if lang == "zh" else "period not stated"
    try:
        return parse_period(text).text(lang)
    except PeriodError:
        return text


def plain_value(value: Any, unit: str | None, lang: str) -> str:
    """A value in its unit as a file writes it, scale word and all.

    >>> plain_value(10.2, "万人", "en")
    '10.2 万人'
    """
    space = "" if lang == "zh" or (unit or "%") in "%‰" else " "
    return f"{display.show_number(value, lang=lang)}{space}{unit or ''}"


def figure_words(row: Row, lang: str) -> str:
    """One row of actuals: its place, value, period, measure, basis, authority, stage, day and source."""
    parts = [_content(row, lang), period_words(row["period"], lang)]
    parts += [word(MEASURE_WORDS, row["measure"], lang)] if row["measure"] else []
    parts += [word(BASIS_WORDS, row["basis"], lang)] if row["basis"] else []
    parts += [word(AUTHORITY_WORDS, row["authority"], lang), word(STAGE_WORDS, row["stage"], lang)]
    if row["published"]:
        parts.append(f"{row['published']}发布" if lang == "zh" else f"published {row['published']}")
    if row["source"]:
        parts.append(f"来源：{row['source']}" if lang == "zh" else f"source: {row['source']}")
    return _told(row, ("，" if lang == "zh" else ", ").join(parts), lang)


def _told(row: Row, words: str, lang: str) -> str:
    return f"{place_of(row)}：{words}" if lang == "zh" else f"{place_of(row)}: {words}"


def _content(row: Row, lang: str) -> str:
    parts = []
    if row["value"] is not None:
        ends = [row[name] for name in ("value", "value_high") if row[name] is not None]
        parts.append(
            BOUND_SIGNS.get(row["bound"] or "", "")
            + " – ".join(plain_value(end, row["unit"], lang) for end in ends)
        )
    parts += [word(_ANSWERS, row["answer"], lang)] if row["answer"] else []
    parts += [str(row["date"])] if row["date"] is not None else []
    statement = (row["statement"] or "").strip()
    parts += [f"“{statement}”"] if statement and statement not in parts else []
    return " ".join(parts) or ("没有数值" if lang == "zh" else "no value")


def unused_words(row: Row, lang: str) -> str:
    """A row that was not chosen, with the reason."""
    reason = word(UNUSED_WORDS, row["reason"], lang)
    return f"{figure_words(row, lang)} → {reason}"


def rejected_words(row: Row, lang: str) -> str:
    """A row that cannot be used: the reason, what was found and what was expected."""
    reason, found, expected = (
        word(REJECTED_WORDS, row["reason"], lang),
        one(row["found"], lang),
        one(row["expected"], lang),
    )
    if lang == "zh":
        return _told(row, f"剔除：{reason}（实际为 {found}，应为 {expected}）", lang)
    return _told(row, f"rejected: {reason} (found {found}, expected {expected})", lang)
