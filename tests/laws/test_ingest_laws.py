"""Laws of reading actuals: no row is lost, and how a file is written does not change what it says."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from targetwatch.actuals import ActualsTable
from targetwatch.ingest import from_frame, read_actuals
from targetwatch.ingest.figures import Figure, read_figure

HEADS = ("指标", "时期", "数值", "单位", "指标类型", "阶段", "发布日期", "备注")

NUMBERS = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
WORDS = st.text(st.characters(codec="gb18030", exclude_categories=("C", "Z")), max_size=8)
VALUES = st.one_of(
    NUMBERS.map(str),
    st.sampled_from(
        ["已完成", "—", "待公布", "超过2.5", "4.8—5.1", "121%", "是", "约10.2万人", "下降3%", "2.02E+03"]
    ),
    WORDS,
)
ROWS = st.lists(
    st.tuples(
        st.one_of(WORDS, st.sampled_from(["新增就业", "投资"])),
        st.one_of(st.sampled_from(["2020", "2020-11", "2020年三季度", "", "2020.1"]), WORDS),
        VALUES,
        st.one_of(st.sampled_from(["万人", "%", "个百分点", "", "盘"]), WORDS),
        st.sampled_from(["", "总量", "增长率", "降幅", "占比"]),
        st.one_of(st.sampled_from(["", "快报", "final", "快板"]), WORDS),
        st.one_of(st.sampled_from(["", "2021-02-03", "2021年2月", "昨天"]), WORDS),
        st.one_of(st.sampled_from(["", "一\n二", 'a"b', "x,y"]), WORDS),
    ).filter(lambda row: any(cell.strip() for cell in row)),
    min_size=1,
    max_size=12,
)


#: Whole files are written and read: fewer of them, and no deadline.
LAW = settings(max_examples=30, deadline=None)


def read(rows: list[tuple[str, ...]], encoding: str = "utf-8", separator: str = ",") -> ActualsTable:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([HEADS, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actuals.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return read_actuals(path)


@LAW
@given(ROWS)
def test_rows_read_are_usable_or_rejected_and_every_rejected_row_says_why(
    rows: list[tuple[str, ...]],
) -> None:
    table = read(rows)
    assert len(table.frame) + len(table.rejected) == len(rows) == table.inputs[0].rows_read
    assert table.rejected[["reason", "expected"]].map(bool).all(axis=None)


@LAW
@given(ROWS, st.sampled_from(["gb18030", "utf-8-sig", "utf-16"]), st.sampled_from([",", "\t", ";"]))
def test_encoding_and_separator_change_nothing(
    rows: list[tuple[str, ...]], encoding: str, separator: str
) -> None:
    assert read(rows, encoding, separator).digest == read(rows).digest


@LAW
@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, ...]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(shuffled).digest == read(rows).digest


@LAW
@given(ROWS)
def test_what_was_read_once_is_read_again_as_it_is(rows: list[tuple[str, ...]]) -> None:
    once = read(rows).frame
    if len(once):
        pd.testing.assert_frame_equal(from_frame(once).frame, once)


@given(NUMBERS)
def test_a_number_is_read_as_itself_with_or_without_separators_and_in_full_width(number: Decimal) -> None:
    wide = str(number).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for text in (str(number), f"{number:,}", wide):
        figure = read_figure(text, "个")
        assert isinstance(figure, Figure)
        assert figure.value == number


@given(NUMBERS)
def test_the_size_of_a_fall_is_negated_exactly_once(number: Decimal) -> None:
    figure = read_figure(str(number), "%", "decline")
    assert isinstance(figure, Figure)
    assert (figure.value, figure.measure) == (-number, "growth")


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=20),
    st.sampled_from([None, "%", "亿元", "盘"]),
    st.sampled_from([None, "decline", "growth"]),
)
def test_no_text_breaks_the_reader_of_cells(text: str, unit: str | None, measure: str | None) -> None:
    read = read_figure(text, unit, measure)
    assert isinstance(read, Figure) or read.reason
