"""Frames from a notebook: the same cleaning as a file, whatever types the columns have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from targetwatch.errors import ActualsError
from targetwatch.frames import ACTUALS_NAMES
from targetwatch.ingest import from_frame


def test_missing_columns_are_filled_and_rows_are_counted_from_one() -> None:
    table = from_frame(pd.DataFrame({"indicator": ["a", "b"], "period": [2020, 2020], "value": [1, 2]}))
    assert tuple(table.frame.columns) == ACTUALS_NAMES
    assert table.frame[["period", "value", "row"]].values.tolist() == [["2020", 1.0, 1], ["2020", 2.0, 2]]


@pytest.mark.parametrize("value", [10.2, Decimal("10.2"), "10.2", np.float64(10.2), "１０.２"])
def test_a_value_may_be_a_number_or_text(value: object) -> None:
    table = from_frame(
        pd.DataFrame({"indicator": ["a"], "period": ["2020"], "value": [value], "unit": ["万人"]})
    )
    assert table.frame["value"].tolist() == [10.2]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.nan, ""])
def test_every_kind_of_missing_is_missing(missing: object) -> None:
    data = {
        "indicator": ["a"],
        "period": [2020],
        "value": [missing],
        "unit": [missing],
        "published": [missing],
    }
    table = from_frame(pd.DataFrame(data, dtype=object))
    assert table.frame["value"].isna().tolist() == [True]
    assert table.frame[["unit", "published"]].values.tolist() == [[None, None]]


def test_timestamps_periods_and_yes_no_are_read() -> None:
    data = {
        "indicator": ["a", "b"],
        "period": [pd.Period("2020-11"), pd.Period("2020Q3")],
        "answer": [True, np.bool_(False)],
        "published": [pd.Timestamp("2021-02-03"), date(2021, 2, 4)],
    }
    table = from_frame(pd.DataFrame(data))
    assert table.frame[["period", "answer", "published"]].values.tolist() == [
        ["2020-11", "yes", date(2021, 2, 3)],
        ["2020Q3", "no", date(2021, 2, 4)],
    ]


def test_a_year_that_pandas_made_a_float_is_still_a_year() -> None:
    data = {"indicator": ["a", None], "period": [2020.0, float("nan")], "value": [1.0, float("nan")]}
    assert from_frame(pd.DataFrame(data)).frame["period"].tolist() == ["2020"]


def test_unusable_rows_are_returned_as_from_a_file() -> None:
    table = from_frame(pd.DataFrame({"指标": ["a", "b"], "时期": [2020, "?"], "数值": ["已完成", 1]}))
    assert table.rejected[["row", "reason"]].values.tolist() == [
        [1, "verdict_instead_of_figure"],
        [2, "unreadable_period"],
    ]


def test_a_frame_of_actuals_read_again_says_the_same() -> None:
    data = {
        "indicator": ["a", "b", "c", "d"],
        "period": ["2020"] * 4,
        "value": ["超过2.5", "4.8—5.1", "3", "待公布"],
        "unit": ["万亿元", "%", "%", "%"],
        "measure": ["total", "share", "decline", None],
        "file": ["x.csv"] * 4,
        "row": [7, 8, 9, 10],
    }
    once = from_frame(pd.DataFrame(data))
    again = from_frame(once.frame)
    pd.testing.assert_frame_equal(once.frame, again.frame)
    assert once.digest == again.digest
    assert once.frame[["file", "row"]].values.tolist() == [["x.csv", row] for row in (7, 8, 9, 10)]


def test_an_index_of_any_kind_is_no_matter() -> None:
    frame = pd.DataFrame({"indicator": ["a", "b"], "period": [2020] * 2, "value": [1, 2]}, index=["x", "x"])
    assert from_frame(frame).frame["value"].tolist() == [1.0, 2.0]


def test_a_frame_without_an_indicator_is_refused() -> None:
    with pytest.raises(ActualsError, match="missing: 指标/indicator"):
        from_frame(pd.DataFrame({"x": [1], "value": [2]}))


def test_an_empty_frame_is_refused() -> None:
    with pytest.raises(ActualsError, match="a head without rows"):
        from_frame(pd.DataFrame({"indicator": [], "value": []}))
