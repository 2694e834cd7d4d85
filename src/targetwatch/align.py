"""Rows of actuals paired with the slots that they may fill, each pair tested and converted once.

An offer is one (row, slot): the row's name serves the slot's commitment and its region
is the slot's. Each offer gets a status: ``PASSED``, or the first test that it fails.
Tests stand in the order in which they are told; what a row fails last says most.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import numpy as np
import pandas as pd

from targetwatch import units
from targetwatch.actuals import ActualsTable
from targetwatch.cells import (
    ANSWER,
    BASES,
    EXTERNAL,
    OPERAND,
    OWN_UNIT,
    TASK,
    VALUE,
    Cells,
    comparison_code,
)
from targetwatch.engines import Array, Frame, column, decode, table, with_array
from targetwatch.frames import ACTUALS_NAMES, REASON
from targetwatch.periods import PeriodError, parse_period
from targetwatch.spelling import fold
from targetwatch.verdicts import AUTHORITIES, BOUNDS, CHECKS, MEASURES, REJECTED_WORDS, REVIEWS, STAGES

if TYPE_CHECKING:
    from targetwatch.plan import Plan

#: What happened to an offer or a row, least telling first; a row's last word is the largest.
STATUSES: Final = (
    "unknown_indicator",
    "other_region",
    "outside_period",
    "not_yet_published",
    "publication_not_stated",
    "not_applicable",
    "not_submitted",
    "not_yet_released",
    "returned",
    "task",
    "refused",
    "measure_differs",
    "unit_missing",
    "unknown_unit",
    "unit_does_not_fit",
    "comparison_differs",
    "basis_not_stated",
    "basis_differs",
    "scope_differs",
    "not_accepted",
    "no_value",
    "withdrawn",
    "suspect",
    "gap_in_series",
    "aggregate_not_stated",
    "operand_missing",
    "mixed_vintages",
    "series_break",
    "superseded",
    "duplicate",
    "not_needed",
    "conflicting",
    "used",
)
STATUS: Final = {name: code for code, name in enumerate(STATUSES)}
PASSED: Final = STATUS["used"]
#: Statuses up to this one leave a cell as if the row were not there.
UNSEEN: Final = STATUS["publication_not_stated"]
#: What may be wrong with a unit; a row whose unit is wrong for all that its name serves is rejected.
UNIT_FAULTS: Final = ("unit_missing", "unknown_unit", "unit_does_not_fit")
_REASONS: Final = tuple(REJECTED_WORDS)
_AVAILABILITY: Final = ("not_yet_released", "not_submitted", "returned", "not_applicable")
#: A blank stage ranks between expected and flash.
STAGE_RANKS: Final = {"expected": 0, "": 1} | {stage: place + 2 for place, stage in enumerate(STAGES[1:])}
AUTHORITY_RANKS: Final = {authority: 4 - place for place, authority in enumerate(AUTHORITIES)}


@dataclass(frozen=True)
class Rows:
    """The rows of actuals in numbers, those that the reader rejected after the others.

    ``names`` pairs each name code with the commitments that it serves. ``read`` counts
    the rows that are not rejected.
    """

    frame: Frame
    names: dict[str, Array]
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
    return Rows(
        table(numbers), {k: np.asarray(v, dtype="int64") for k, v in names.items()}, len(actuals.frame)
    )


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
        "availability": (("availability",), _place(_AVAILABILITY)),
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
    numbers["order"] = source["row"].to_numpy(dtype="float64", na_value=0.0).astype("int64")
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


def pair(
    rows: Rows, slots: dict[str, Array], cells: Cells, plan: Plan, as_of: date, include_suspect: bool
) -> Frame:
    """The offers of ``rows`` to ``slots``: tested, with values in the slot's unit.

    Columns of both; ``status``; ``low`` and ``high`` in the slot's unit; ``own``: 1
    where measure and unit are the slot's.
    """
    wanted = table(slots).join(table(rows.names), on="commitment", how="inner")
    offers = rows.frame.join(wanted, on=["name", "region"], how="inner")
    blank = nw.col("first") < 0
    offers = offers.with_columns(
        first=nw.when(blank).then(nw.col("slot_first")).otherwise(nw.col("first")),
        last=nw.when(blank).then(nw.col("slot_last")).otherwise(nw.col("last")),
        measured=_measured(),
    )
    offers = offers.filter((nw.col("slot_kind") != OPERAND) | (nw.col("measured") == 1))
    offers = _with_factors(_with_own_units(offers), cells.codes.unit.texts, plan)
    closes = plan.record.closes or plan.period.end
    offers = offers.with_columns(status=_status(as_of.toordinal(), closes.toordinal(), include_suspect))
    offers = offers.with_columns(low=_scaled("low"), high=_scaled("high"))
    return with_array(offers, "offer", np.arange(len(offers)))


def _scaled(name: str) -> nw.Expr:
    """Multiplied first and divided then, so that 1.35亿亩 is exactly 9000000公顷."""
    return nw.col(name) * nw.col("numerator") / nw.col("denominator")


def _measured() -> nw.Expr:
    """1 where the row's measure is what the slot needs; blank means the target's own, never an operand's."""
    stated, kind = nw.col("measure"), nw.col("slot_kind")
    operand = (stated == MEASURES.index("level")) | (stated == MEASURES.index("total"))
    plain = (stated < 0) | (stated == nw.col("slot_measure")) | (nw.col("slot_measure") < 0)
    fits = ((kind == OPERAND) & operand) | ((kind != OPERAND) & plain)
    return nw.when(fits).then(nw.lit(1)).otherwise(nw.lit(0))


def _with_own_units(offers: Frame) -> Frame:
    """``unit_to``: the slot's unit; where the rows decide it, the first that they state, one for a commitment."""
    free = (nw.col("slot_unit") == OWN_UNIT) & (nw.col("unit") >= 0) & (nw.col("measured") == 1)
    found = offers.filter(free).select("commitment", unit_to=nw.col("unit"))
    if found.is_empty():
        return offers.with_columns(unit_to=nw.col("slot_unit"))
    first = found.group_by("commitment").agg(nw.col("unit_to").min())
    own = (
        nw.when(nw.col("slot_unit") == OWN_UNIT)
        .then(nw.col("unit_to").fill_null(OWN_UNIT))
        .otherwise(nw.col("slot_unit"))
    )
    return offers.join(first, on="commitment", how="left").with_columns(unit_to=own.cast(nw.Int64))


def _with_factors(offers: Frame, texts: list[str], plan: Plan) -> Frame:
    """``unit_status``, ``numerator`` and ``denominator``, asked once for each pair of units."""

    def convert(unit: int, unit_to: int, measure: int) -> tuple[int, float, float]:
        return _unit_test(_text(texts, unit), _text(texts, unit_to), measure, plan.own_units)

    pairs = [pd.Series(column(offers, name)) for name in ("unit", "unit_to", "slot_measure")]
    status, above, below = decode(pairs, convert, ("integer", "float", "float"))
    factors = table({"unit_status": status, "numerator": above, "denominator": below})
    return nw.concat([offers, factors], how="horizontal")


def _text(texts: list[str], code: int) -> str:
    return texts[code] if code >= 0 else ""


def _unit_test(unit: str, unit_to: str, measure: int, own: tuple[str, ...]) -> tuple[int, float, float]:
    """Status of a row's unit against a slot's, and the factor between them as numerator and denominator.

    A blank unit passes for ranks, indices and multiples (倍), and where the slot has none.
    """
    if unit and not units.is_unit(unit, own):
        return STATUS["unknown_unit"], 1.0, 1.0
    if not unit:
        free = measure in _UNITLESS or not unit_to or units.unit_class(unit_to, own) == "multiple"
        return (PASSED if free else STATUS["unit_missing"]), 1.0, 1.0
    if not unit_to:
        fits = measure == MEASURES.index("rank") and unit in units.RANK_UNITS
        return (PASSED if fits or measure < 0 else STATUS["unit_does_not_fit"]), 1.0, 1.0
    if not units.fits(unit, unit_to, own):
        return STATUS["unit_does_not_fit"], 1.0, 1.0
    factor = units.factor(unit, unit_to, own)
    return PASSED, float(factor.numerator), float(factor.denominator)


_UNITLESS: Final = (MEASURES.index("rank"), MEASURES.index("index"))


def _status(as_of: int, closes: int, include_suspect: bool) -> nw.Expr:
    """The first test that an offer fails, else ``PASSED``."""
    status: nw.Expr = nw.lit(PASSED)
    for code, test in reversed(_tests(as_of, closes, include_suspect)):
        status = nw.when(test).then(nw.lit(code)).otherwise(status)
    return status


def _tests(as_of: int, closes: int, include_suspect: bool) -> list[tuple[int, nw.Expr]]:
    """The tests of an offer in their order: the status that failing gives, and when it fails."""
    col = nw.col
    kind, review, availability = col("slot_kind"), col("review"), col("availability")
    yes_no = (kind == ANSWER) | (kind == TASK)
    inside = (col("first") >= col("slot_first")) & (col("last") <= col("slot_last"))
    valued, answered = ~col("low").is_null(), (col("answer") >= 0) | ((kind == ANSWER) & (col("day") >= 0))
    numeric = (kind == VALUE) | (kind == OPERAND)
    weighed = valued & (numeric | (kind == EXTERNAL))
    said = (valued & (numeric | (kind == EXTERNAL))) | (answered & ~numeric) | (kind == TASK)
    absent = [
        (STATUS[name], ~said & (availability == _AVAILABILITY.index(name)))
        for name in ("not_applicable", "not_submitted", "not_yet_released", "returned")
    ]
    return [
        (STATUS["outside_period"], (yes_no & (col("last") < col("slot_first"))) | (~yes_no & ~inside)),
        (STATUS["not_yet_published"], col("published") > as_of),
        (STATUS["publication_not_stated"], (col("published") < 0) & nw.lit(as_of < closes)),
        (STATUS["refused"], col("reason") >= 0),
        *absent,
        (STATUS["returned"], review == REVIEWS.index("returned")),
        (STATUS["task"], (kind == TASK) & (col("stated") == 0) & (col("answer") < 0)),
        (STATUS["measure_differs"], col("measured") == 0),
        *((STATUS[name], weighed & (col("unit_status") == STATUS[name])) for name in UNIT_FAULTS),
        (STATUS["comparison_differs"], _comparison_differs()),
        *_basis_tests(),
        (
            STATUS["scope_differs"],
            (col("scope") >= 0) & (col("slot_scope") >= 0) & (col("scope") != col("slot_scope")),
        ),
        (STATUS["not_accepted"], (col("reviewed") == 1) & (review != REVIEWS.index("accepted"))),
        (STATUS["no_value"], ~said),
        (STATUS["withdrawn"], col("check") == CHECKS.index("withdrawn")),
        (STATUS["suspect"], (col("check") == CHECKS.index("suspect")) & nw.lit(not include_suspect)),
    ]


def _comparison_differs() -> nw.Expr:
    """Compared with another period, or averaged over another number of years; blanks differ from nothing."""
    col = nw.col
    stated = (col("comparison") >= 0) & (col("slot_comparison") >= 0) & (col("slot_kind") != OPERAND)
    averaged = ~col("average").is_null() & (col("average") != col("slot_average"))
    return (stated & (col("comparison") != col("slot_comparison"))) | averaged


def _basis_tests() -> list[tuple[int, nw.Expr]]:
    """A level gives growth only where the target's basis is nominal; else a stated basis must be the target's."""
    basis, wanted, operand = nw.col("basis"), nw.col("slot_basis"), nw.col("slot_kind") == OPERAND
    nominal = BASES.index("nominal")
    return [
        (STATUS["basis_not_stated"], operand & (wanted < 0)),
        (
            STATUS["basis_differs"],
            (operand & (wanted != nominal)) | ((basis >= 0) & (wanted >= 0) & (basis != wanted)),
        ),
    ]
