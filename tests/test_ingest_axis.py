"""Times along an axis: forms of offices, months written as 2019.1, quarters in rows of months."""

from __future__ import annotations

import pytest

from targetwatch.ingest.axis import AMBIGUOUS, of_frequency, read_axis, read_time, since_january


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020年", "2020"),
        ("２０２０年", "2020"),
        ("2020.0", "2020"),
        ("2020年第一季度", "2020Q1"),
        ("2020年前三季度", "2020-01/2020-09"),
        ("2020年上半年", "2020H1"),
        ("2020年2月", "2020-02"),
        ("2020年1-2月", "2020-01/2020-02"),
        ("2020年1、2月", "2020-01/2020-02"),
        ("2020年末", "2020"),
        ("2020年(初步核算)", "2020"),
        ("1990 [YR1990]", "1990"),
        ("2020 Q1", "2020Q1"),
        ("2020 JAN", "2020-01"),
        ("2020-S2", "2020H2"),
        ("2020M07", "2020-07"),
        ("2020-03-31", "2020-03"),
        ("2020-01-01/P1Y", "2020"),
        ("Jan-20", "2020-01"),
        ("地区", None),
        ("2020-W05", None),
        ("1234.5", None),
    ],
)
def test_each_way_to_write_a_time_gives_its_period(text: str, period: str | None) -> None:
    assert read_time(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [("1月", "2020-01"), ("1—11月", "2020-01/2020-11"), ("一季度", "2020Q1"), ("全年", "2020")],
)
def test_a_part_of_the_year_is_read_with_the_year_of_the_title(text: str, period: str) -> None:
    assert (read_time(text, "2020"), read_time(text)) == (period, None)


@pytest.mark.parametrize(
    ("cells", "periods"),
    [
        ("2019.9 2019.1 2019.11", ["2019-09", "2019-10", "2019-11"]),
        ("2019.11 2019.1 2019.09", ["2019-11", "2019-10", "2019-09"]),
        ("2019.1 2019.2", ["2019-01", "2019-02"]),
        ("2018.12 2019.1", ["2018-12", "2019-01"]),
        ("2019.01 2019.1", ["2019-01", "2019-10"]),
        ("2019.1 2019.10", ["2019-01", "2019-10"]),
        ("2019.1", [AMBIGUOUS]),
        ("2018.1 2019.1", [AMBIGUOUS, AMBIGUOUS]),
    ],
)
def test_october_written_as_2019_1_is_told_from_january_by_its_column(cells: str, periods: list[str]) -> None:
    assert read_axis(cells.split()) == periods


def test_four_parts_of_a_quarterly_table_are_quarters() -> None:
    assert read_axis(["2019.1", "2019.2", "2019.4"], None, "Q") == ["2019Q1", "2019Q2", "2019Q4"]


@pytest.mark.parametrize(
    ("period", "frequency", "held"),
    [
        ("2020-03", "Q", "2020Q1"),
        ("2020-12", "Y", "2020"),
        ("2020-06", "H", "2020H1"),
        ("2020-02", "Q", None),
        ("2020-02", "M", "2020-02"),
        ("2020Q1", "Q", "2020Q1"),
    ],
)
def test_a_row_of_months_holds_the_quarter_or_year_that_ends_there(
    period: str, frequency: str, held: str | None
) -> None:
    assert of_frequency(period, frequency) == held


def test_a_cumulative_figure_covers_the_year_from_january() -> None:
    assert [since_january(p) for p in ("2020-11", "2020Q3", "2020-01")] == [
        "2020-01/2020-11",
        "2020-01/2020-09",
        "2020-01",
    ]
