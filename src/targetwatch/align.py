"""Rows of actuals paired with the slots that they may fill, each pair tested and converted once.

An offer is one (row, slot): the row's name serves the slot's commitment and its region
is the slot's. Each offer gets a status: ``PASSED``, or the first test that it fails.
Tests stand in the order in which they are told; what a row fails last says most.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import narwhals as nw
import numpy as np
import pandas as pd

from targetwatch import units
from targetwatch.cells import ANSWER, BASES, EXTERNAL, OPERAND, OWN_UNIT, TASK, Cells
from targetwatch.coding import AVAILABILITY, Rows
from targetwatch.engines import Array, Frame, add_columns, column, decode, table, with_array
from targetwatch.verdicts import CHECKS, MEASURES, REVIEWS

if TYPE_CHECKING:
    from targetwatch.plan import Plan

#: What happened to an offer or a row, least telling first; a row's last word is the largest.
STATUSES: Final = (
    "unknown_indicator",
    "other_region",
    "outside_period",
    "blank",
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


def pair(
    rows: Rows, slots: dict[str, Array], cells: Cells, plan: Plan, as_of: date, include_suspect: bool
) -> Frame:
    """The offers of ``rows`` to ``slots``: tested, with values in the slot's unit.

    Columns of both; ``status``; ``low`` and ``high`` in the slot's unit; ``measured``
    and ``unit_status`` say whether measure and unit are the slot's; ``offer`` numbers them.
    """
    wanted = table(slots).join(table(rows.names), on="commitment", how="inner")
    offers = rows.frame.join(wanted, on=["name", "region"], how="inner")
    kind, blank = nw.col("slot_kind"), nw.col("first") < 0
    offers = add_columns(
        offers,
        first=nw.when(blank).then(nw.col("slot_first")).otherwise(nw.col("first")),
        last=nw.when(blank).then(nw.col("slot_last")).otherwise(nw.col("last")),
        measured=_measured(),
        weighed=~nw.col("low").is_null() & ((kind <= OPERAND) | (kind == EXTERNAL)),
    ).filter((kind != OPERAND) | (nw.col("measured") == 1))
    texts = cells.codes.unit.texts
    offers = _with_factors(_with_own_units(offers, _ratios(texts, plan.own_units)), texts, plan)
    offers = add_columns(offers, said=_said(), low=_scaled("low"), high=_scaled("high"))
    closes = (plan.record.closes or plan.period.end).toordinal()
    stated = rows.stated | ({"task"} if (slots["slot_kind"] == TASK).any() else set())
    offers = add_columns(offers, status=_status(as_of.toordinal(), closes, include_suspect, stated))
    return with_array(offers, "offer", np.arange(len(offers)))


def _said() -> nw.Expr:
    """Whether the row says what its slot asks: a value, a yes or no, a date (tasks: anything)."""
    kind = nw.col("slot_kind")
    dated = (kind == ANSWER) & (nw.col("day") >= 0)
    return nw.col("weighed") | ((kind > OPERAND) & (nw.col("answer") >= 0)) | dated | (kind == TASK)


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


def _ratios(texts: list[str], own: tuple[str, ...]) -> list[int]:
    """The codes of units that no total and no level of an amount is in: %, ‰, percentage points."""
    known = [(code, text) for code, text in enumerate(texts) if text and units.is_unit(text, own)]
    return [code for code, text in known if units.unit_class(text, own) in ("ratio", "points")]


_AMOUNTS: Final = [MEASURES.index("total"), MEASURES.index("level")]


def _with_own_units(offers: Frame, ratios: list[int]) -> Frame:
    """Adds ``unit_to``: the slot's unit; where the rows decide it, the first of a commitment's rows.

    A total or a level never takes its unit from a row in one of ``ratios``.
    """
    free = (nw.col("slot_unit") == OWN_UNIT) & (nw.col("unit") >= 0) & (nw.col("measured") == 1)
    free = free & ~(nw.col("slot_measure").is_in(_AMOUNTS) & nw.col("unit").is_in(ratios))
    found = offers.filter(free).select("commitment", unit_to=nw.col("unit"))
    if found.is_empty():
        return add_columns(offers, unit_to=nw.col("slot_unit"))
    first = found.group_by("commitment").agg(nw.col("unit_to").min())
    own = (
        nw.when(nw.col("slot_unit") == OWN_UNIT)
        .then(nw.col("unit_to").fill_null(OWN_UNIT))
        .otherwise(nw.col("slot_unit"))
    )
    return add_columns(offers.join(first, on="commitment", how="left"), unit_to=own.cast(nw.Int64))


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


def _status(as_of: int, closes: int, include_suspect: bool, stated: frozenset[str]) -> nw.Expr:
    """The first test that an offer fails, else ``PASSED``."""
    status: nw.Expr = nw.lit(PASSED)
    for name, test in reversed(_tests(as_of, closes, include_suspect, stated)):
        code = nw.col("unit_status") if name == "unit" else nw.lit(STATUS[name])
        status = nw.when(test).then(code).otherwise(status)
    return status


def _tests(
    as_of: int, closes: int, include_suspect: bool, stated: frozenset[str]
) -> list[tuple[str, nw.Expr]]:
    """The tests of an offer in their order: the status that failing gives, and when it fails.

    Tests of columns that no row fills are left out. ``unit`` gives the status of the units.
    """
    col = nw.col
    tests = {
        "outside_period": _outside(),
        "not_yet_published": col("published") > as_of,
        "publication_not_stated": (col("published") < 0) if as_of < closes else None,
        "refused": (col("reason") >= 0) if "reason" in stated else None,
        **_absences(stated),
        "task": ((col("slot_kind") == TASK) & (col("stated") == 0) & (col("answer") < 0))
        if "task" in stated
        else None,
        "measure_differs": (col("measured") == 0) if "measure" in stated else None,
        "unit": col("weighed") & (col("unit_status") != PASSED),
        "comparison_differs": _comparison_differs(stated),
        **(_basis_tests() if stated & {"basis", "measure"} else {}),
        "scope_differs": _scope_differs() if "scope" in stated else None,
        "not_accepted": _not_accepted() if "review" in stated else None,
        "blank": ~col("said") & (col("stated") == 0) & (col("answer") < 0) & (col("day") < 0),
        "no_value": ~col("said"),
        "withdrawn": (col("check") == CHECKS.index("withdrawn")) if "check" in stated else None,
        "suspect": (col("check") == CHECKS.index("suspect"))
        if "check" in stated and not include_suspect
        else None,
    }
    return [(name, test) for name, test in tests.items() if test is not None]


def _outside() -> nw.Expr:
    """Not within the slot's span; a yes or no only where it ends before it (a late one comes after)."""
    yes_no = (nw.col("slot_kind") == ANSWER) | (nw.col("slot_kind") == TASK)
    beyond = (nw.col("first") < nw.col("slot_first")) | (nw.col("last") > nw.col("slot_last"))
    return beyond & (~yes_no | (nw.col("last") < nw.col("slot_first")))


def _absences(stated: frozenset[str]) -> dict[str, nw.Expr | None]:
    """Rows that say only why there is no figure, and rows sent back in review."""
    names = ("not_applicable", "not_submitted", "not_yet_released", "returned")
    tests: dict[str, nw.Expr | None] = dict.fromkeys(names)
    if "availability" in stated:
        absent = nw.col("availability")
        tests |= {name: ~nw.col("said") & (absent == AVAILABILITY.index(name)) for name in names}
    if "review" in stated:
        sent_back = nw.col("review") == REVIEWS.index("returned")
        known = tests["returned"]
        tests["returned"] = sent_back if known is None else sent_back | known
    return tests


def _not_accepted() -> nw.Expr:
    return (nw.col("reviewed") == 1) & (nw.col("review") != REVIEWS.index("accepted"))


def _scope_differs() -> nw.Expr:
    scope, wanted = nw.col("scope"), nw.col("slot_scope")
    return (scope >= 0) & (wanted >= 0) & (scope != wanted)


def _comparison_differs(stated: frozenset[str]) -> nw.Expr | None:
    """Compared with another period, or averaged over another number of years; blanks differ from nothing."""
    col = nw.col
    given = (col("comparison") >= 0) & (col("slot_comparison") >= 0) & (col("slot_kind") != OPERAND)
    compared = given & (col("comparison") != col("slot_comparison")) if "comparison" in stated else None
    if "average" not in stated:
        return compared
    averaged = ~col("average").is_null() & (col("average") != col("slot_average"))
    return averaged if compared is None else compared | averaged


def _basis_tests() -> dict[str, nw.Expr]:
    """A level gives growth only where the target's basis is nominal; a stated basis must be the target's."""
    basis, wanted, operand = nw.col("basis"), nw.col("slot_basis"), nw.col("slot_kind") == OPERAND
    differs = (basis >= 0) & (wanted >= 0) & (basis != wanted)
    return {
        "basis_not_stated": operand & (wanted < 0),
        "basis_differs": (operand & (wanted != BASES.index("nominal"))) | differs,
    }
