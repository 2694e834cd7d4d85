"""Marks beside figures and instead of them."""

from __future__ import annotations

import pytest

from targetwatch.ingest.statuses import is_absent, read_status, split_status
from targetwatch.ingest.unitwords import read_unit_words, with_multiple


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "—", "……", "…", ":", "：", "x", "X", "..", "...", ": c", "n.a.", "NaN", "－"]
)
def test_marks_of_absence_are_no_figures(text: str) -> None:
    assert is_absent(text)


@pytest.mark.parametrize("text", ["0", "0.0", "０", "-1", "<1", "待公布", "数据"])
def test_zero_and_words_are_not_absent(text: str) -> None:
    assert not is_absent(text)


@pytest.mark.parametrize(
    ("text", "figure", "stage"),
    [
        ("1,234.5(p)", "1,234.5", "preliminary"),
        ("12.3 p", "12.3", "preliminary"),
        ("3.5e", "3.5", "expected"),
        ("(P) 7", "7", "preliminary"),
        ("12.3（初步核算）", "12.3", "preliminary"),
        ("1 234 567.8", "1234567.8", None),
        ("3.4*", "3.4", None),
        ("8.98650920868024E-05", "0.0000898650920868024", None),
        ("2.02E+03", "2.02E+03", None),
        ("3500P", "3500P", None),
        ("100)", "100)", None),
        ("超过2.5", "超过2.5", None),
    ],
)
def test_a_mark_is_parted_from_its_figure_and_nothing_else_is(
    text: str, figure: str, stage: str | None
) -> None:
    found, status = split_status(text)
    assert (found, status.stage) == (figure, stage)


def test_a_break_is_a_break_and_a_decimal_comma_is_read_only_where_the_file_writes_one() -> None:
    assert split_status("12,4 b", True)[0] == "12.4"
    assert split_status("12,4 b", True)[1].breaks
    assert split_status("12,4")[0] == "12,4"
    assert split_status("1.234,5", True)[0] == "1234.5"


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Provisional value", "preliminary"),
        ("Estimated value", "expected"),
        ("Normal value", None),
        ("bp", "preliminary"),
    ],
)
def test_statuses_are_read_from_letters_and_words(words: str, stage: str | None) -> None:
    status = read_status(words)
    assert status is not None
    assert status.stage == stage


def test_an_unknown_status_is_not_guessed() -> None:
    assert read_status("qy!") is None


@pytest.mark.parametrize(
    ("words", "unit", "measure", "basis"),
    [
        ("Current prices, million euro", "million euro", None, "nominal"),
        ("Chain linked volumes (2015), million euro", "million euro", None, "real"),
        ("Percentage change on previous period", "%", "growth", None),
        ("% of GDP", "%", "share", None),
        ("Index, 2015=100", None, "index", None),
        ("constant 2010 US$", "US dollars", None, "real"),
        ("Percentage (%)", "%", None, None),
        ("Thousand persons", "thousand persons", None, None),
        ("Euro, millions", "million euro", None, None),
        ("CP_MEUR", "百万欧元", None, "nominal"),
        ("1=low to 5=high", "1=low to 5=high", None, None),
    ],
)
def test_english_words_for_units_say_unit_kind_and_basis(
    words: str, unit: str | None, measure: str | None, basis: str | None
) -> None:
    told = read_unit_words(words)
    assert (told.unit, told.measure, told.basis) == (unit, measure, basis)


def test_a_scale_word_is_never_lost_from_a_unit() -> None:
    assert read_unit_words("Millions of euro, current prices").unit == "Millions of euro, current prices"


def test_a_multiple_of_units_scales_them_and_no_percentages() -> None:
    assert [with_multiple("欧元", "6"), with_multiple("人", "Thousands"), with_multiple("%", "3")] == [
        "百万欧元",
        "千人",
        "%",
    ]
