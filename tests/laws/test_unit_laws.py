"""Laws of units: there and back is the same number, writing is stable, order of units does not matter."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from targetwatch import units

#: The first example builds the registry, so there is no deadline.
LAW = settings(deadline=None)
NAMES = sorted(name for name in units.unit_names() if "/" not in name)
SCALES = sorted(units.scale_words())


@st.composite
def unit_texts(draw: st.DrawFn) -> str:
    """A known unit, with or without a scale word before it."""
    name = draw(st.sampled_from(NAMES))
    scale = draw(st.sampled_from(["", *SCALES]))
    return f"{scale} {name}" if scale.isascii() and scale else scale + name


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@LAW
@given(unit_texts())
def test_every_name_with_every_scale_word_is_a_unit(text: str) -> None:
    assert units.is_unit(text)
    assert units.factor(text, text) == 1


@LAW
@given(unit_texts())
def test_the_usual_spelling_is_stable_and_means_the_same(text: str) -> None:
    usual = units.normalise_unit(text)
    assert units.normalise_unit(usual) == usual
    assert units.factor(text, usual) == 1


@LAW
@given(unit_texts(), unit_texts(), numbers)
def test_there_and_back_is_the_same_number(a: str, b: str, value: Decimal) -> None:
    above, below = f"{a}/{b}", f"{a}/({b})"
    assert units.fits(above, below)
    if units.fits(a, b):
        there = units.convert(value, a, b)
        assert Fraction(units.convert(there, b, a)) == Fraction(value)


@LAW
@given(unit_texts(), st.sampled_from(SCALES[:6]), numbers, numbers)
def test_a_comparison_does_not_depend_on_the_unit(name: str, scale: str, one: Decimal, two: Decimal) -> None:
    base = units.normalise_unit(name)
    if units.is_unit(scale + base):
        first, second = (Fraction(units.convert(value, base, scale + base)) for value in (one, two))
        assert (first < second) == (one < two)
        assert (first == second) == (one == two)


@LAW
@given(st.fractions())
def test_as_decimal_keeps_the_value(value: Fraction) -> None:
    assert Fraction(units.as_decimal(value)) == value
