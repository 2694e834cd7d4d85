"""Rows of actuals in numbers: every text that matters once read and coded, every value a span."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from targetwatch.actuals import ActualsTable
from targetwatch.cells import BASES, Cells, comparison_code
from targetwatch.engines import Array, Frame, decode, table
from targetwatch.frames import ACTUALS_NAMES, REASON
from targetwatch.periods import PeriodError, parse_period
from targetwatch.spelling import fold
from targetwatch.verdicts import AUTHORITIES, BOUNDS, CHECKS, MEASURES, REJECTED_WORDS, REVIEWS, STAGES

if TYPE_CHECKING:
    from targetwatch.plan import Plan

_REASONS: Final = tuple(REJECTED_WORDS)
#: Codes of the column ``availability``.
AVAILABILITY: Final = ("not_yet_released", "not_submitted", "returned", "not_applicable")
#: A blank stage ranks between expected and flash.
STAGE_RANKS: Final = {"expected": 0, "": 1} | {stage: place + 2 for place, stage in enumerate(STAGES[1:])}
#: More rows than a file can have, so that (file, row) is one number.
_ROWS_A_FILE: Final = 2**40
AUTHORITY_RANKS: Final = {authority: 4 - place for place, authority in enumerate(AUTHORITIES)}


@dataclass(frozen=True)
class Rows:
    """The rows of actuals in numbers, those that the reader rejected after the others.

    ``names`` pairs each name code with the commitments that it serves. ``stated`` names
    the columns that any row fills. ``read`` counts the rows that are not rejected.
    """

    frame: Frame
    names: dict[str, Array]
    stated: frozenset[str]
    read: int


def code_rows(actuals: ActualsTable, plan: Plan, cells: Cells, as_of: date) -> Rows:
    """The rows of ``actuals`` with every text that matters as a number.

    A blank region is the plan's own. A value that is a bound or a range becomes a
    span from ``low`` to ``high`` with open ends where the bound is strict.
    """
    source = _stacked(actuals)
    names: dict[str, list[int]] = {"name": [], "commitment": []}
    numbers = _texts_as_numbers(source, plan, cells, names) | _spans_of_values(source)
    numbers["rid"] = np.arange(len(source), dtype="int64")
    numbers["reviewed"] = _reviewed(numbers, as_of)
    served = {name: np.asarray(codes, dtype="int64") for name, codes in names.items()}
    return Rows(table(numbers), served, _stated(numbers), len(actuals.frame))


def _stated(numbers: dict[str, Array]) -> frozenset[str]:
    """The columns that any row fills."""
    coded = ("basis", "review", "availability", "answer", "day", "scope", "comparison", "reason", "measure")
    filled = {name for name in coded if (numbers[name] >= 0).any()}
    filled |= {name for name in ("check", "break", "low_open", "high_open") if (numbers[name] > 0).any()}
    return frozenset(filled | ({"average"} if not np.isnan(numbers["average"]).all() else set()))


def _stacked(actuals: ActualsTable) -> pd.DataFrame:
    """The frame with a ``reason`` column, rejected rows below."""
    frame = actuals.frame.assign(reason=None)
    if not len(actuals.rejected):
        return frame
    rejected = actuals.rejected[[*ACTUALS_NAMES, REASON]]
    return pd.DataFrame(
        {name: pd.concat([frame[name].astype(object), rejected[name].astype(object)]) for name in rejected},
    ).reset_index(drop=True)


def _texts_as_numbers(
    source: pd.DataFrame, plan: Plan, cells: Cells, names: dict[str, list[int]]
) -> dict[str, Array]:
    codes = cells.codes
    for text in _sorted_texts(source["unit"]):
        codes.unit(text)
    one: dict[str, tuple[tuple[str, ...], Callable[..., int]]] = {
        "name": (("indicator",), _namer(plan, codes.commitment, names)),
        "region": (("region",), _regions(plan, codes.region)),
        "unit": (("unit",), lambda text: codes.unit(text or None)),
        "measure": (("measure",), _place(MEASURES)),
        "basis": (("basis",), _place(BASES)),
        "check": (("check",), lambda text: max(_place(CHECKS)(text), 0)),
        "review": (("review",), _place(REVIEWS)),
        "availability": (("availability",), _place(AVAILABILITY)),
        "answer": (("answer",), lambda text: {"yes": 1, "no": 0}.get(text or "", -1)),
        "stage": (("stage",), lambda text: STAGE_RANKS.get(text or "", 1)),
        "authority": (("authority",), lambda text: AUTHORITY_RANKS.get(text or "", 0)),
        "scope": (("scope",), lambda text: codes.scope(fold(text)) if text else -1),
        "break": (("break",), lambda text: int(bool(text) and fold(str(text)) not in _NO_BREAK)),
        "day": (("date",), _ordinal),
        "published": (("published",), _ordinal),
        "reason": (("reason",), _place(_REASONS)),
        "comparison": (
            ("compared_to", "period"),
            lambda text, period: _comparison(codes.comparison, text, period),
        ),
        "publication": (("source", "published"), _publications()),
        "file": (("file",), _sorted_counter(source["file"])),
        "stated": (("statement", "self_rating"), lambda a, b: int(bool(a) or bool(b))),
    }
    numbers = {
        name: decode([source[text] for text in texts], function)[0] for name, (texts, function) in one.items()
    }
    numbers["first"], numbers["last"] = decode([source["period"]], _period, ("integer", "integer"))
    numbers["average"] = source["average_over"].to_numpy(dtype="float64", na_value=math.nan)
    row = source["row"].to_numpy(dtype="float64", na_value=0.0).astype("int64")
    numbers["order"] = numbers["file"] * _ROWS_A_FILE + row
    return numbers


_NO_BREAK: Final = frozenset({"", "no", "false", "0", "否", "无"})


def _namer(
    plan: Plan, coder: Callable[[str], int], names: dict[str, list[int]]
) -> Callable[[str | None], int]:
    def name(text: str | None) -> int:
        found = plan.find(text) if text else ()
        if not found:
            return -1
        code = names["name"][-1] + 1 if names["name"] else 0
        for commitment in found:
            names["name"].append(code)
            names["commitment"].append(coder(commitment))
        return code

    return name


def _regions(plan: Plan, coder: Callable[[str], int]) -> Callable[[str | None], int]:
    known: dict[str, str] = {}
    for region in plan.record.regions:
        for alias in (region.name, region.code, *region.aliases):
            if alias:
                known.setdefault(fold(alias), region.name)
    known.setdefault(fold(plan.record.region), plan.record.region)
    return lambda text: coder(known.get(fold(text), text) if text else plan.record.region)


def _place(words: tuple[str, ...]) -> Callable[[str | None], int]:
    return lambda text: words.index(text) if text in words else -1


def _ordinal(day: Any) -> int:
    return -1 if day is None or day != day else int(day.toordinal())


def _period(text: str | None) -> tuple[int, int]:
    if text is None:
        return -1, -1
    try:
        period = parse_period(text)
    except PeriodError:
        return -1, -1
    return period.first, period.last


def _comparison(coder: Callable[[str], int], text: str | None, period: str | None) -> int:
    if text is None:
        return -1
    return coder(comparison_code(text, *_period(period)))


def _publications() -> Callable[..., int]:
    """Numbers for publications (source and date); −1 where the source is not stated."""
    known: dict[tuple[Any, ...], int] = {}
    return lambda source, day: known.setdefault((source, day), len(known)) if source else -1


def _sorted_texts(values: pd.Series[Any]) -> list[str]:
    return sorted({text for text in values.dropna().unique().tolist() if text})


def _sorted_counter(values: pd.Series[Any]) -> Callable[[str | None], int]:
    texts = _sorted_texts(values)
    return lambda text: texts.index(text) if text else -1


def _spans_of_values(source: pd.DataFrame) -> dict[str, Array]:
    value = source["value"].to_numpy(dtype="float64", na_value=math.nan)
    high = source["value_high"].to_numpy(dtype="float64", na_value=math.nan)
    bound = decode([source["bound"]], _place(BOUNDS))[0]
    bound = np.where(bound < 0, np.where(np.isnan(high), 0, BOUNDS.index("range")), bound)
    upper = np.where(bound == BOUNDS.index("range"), high, np.where(bound == 0, value, math.inf))
    below = (bound == BOUNDS.index("lt")) | (bound == BOUNDS.index("le"))
    missing = np.isnan(value)
    return {
        "low": np.where(missing, math.nan, np.where(below, -math.inf, value)),
        "high": np.where(missing, math.nan, np.where(below, value, upper)),
        "low_open": (bound == BOUNDS.index("gt")).astype("int64"),
        "high_open": (bound == BOUNDS.index("lt")).astype("int64"),
    }


def _reviewed(numbers: dict[str, Array], as_of: date) -> Array:
    """1 where the row's file has a review column, as far as is known at ``as_of``."""
    known = (numbers["published"] <= as_of.toordinal()) & (numbers["review"] >= 0)
    return np.isin(numbers["file"], numbers["file"][known]).astype("int64")
