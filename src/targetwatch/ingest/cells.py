"""The text of one cell that a program holds as a number, a day or a yes/no."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

import pandas as pd

#: Digits kept of a fraction that has no end in decimals.
_KEPT = Decimal("1e-15")


def cell_text(value: Any) -> str | None:
    """``value`` as text in all its digits; ``None`` where it is missing.

    >>> cell_text(2020.0), cell_text(1e-7), cell_text(True), cell_text(float("nan"))
    ('2020', '0.0000001', 'yes', None)
    >>> cell_text(pd.Timestamp("2020-06-30")), cell_text(pd.Period("2020Q3"))
    ('2020-06-30', '2020Q3')
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return _number_text(value) if isinstance(value, Decimal | Real) else str(value)


def number_digits(number: Decimal) -> str:
    """A number in all its digits, without exponent and without zeros at the end.

    >>> number_digits(Decimal("8.00")), number_digits(Decimal("1E+3"))
    ('8', '1000')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number_text(value: Decimal | Real) -> str | None:
    if value != value:
        return None
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Fraction):
        return number_digits((Decimal(value.numerator) / Decimal(value.denominator)).quantize(_KEPT))
    return number_digits(value if isinstance(value, Decimal) else Decimal(repr(float(value))))
