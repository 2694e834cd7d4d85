"""Laws of published layouts: a known table written in a layout is read back equal, and no cell is lost."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from targetwatch.actuals import ActualsTable
from targetwatch.errors import ActualsError
from targetwatch.ingest import read_actuals
from tests.published import BOOKS, TEXTS, Sample, Written

VALUES = st.one_of(
    st.none(), st.just(Decimal("0.0")), st.decimals(-99_999, 9_999_999, places=1, allow_nan=False)
)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Known tables of up to three indicators, three regions and four years, with a figure that is not 0."""
    indicators, regions, years = (draw(st.integers(1, most)) for most in (3, 3, 4))
    series = st.lists(VALUES, min_size=years, max_size=years).map(tuple)
    places = st.lists(series, min_size=regions, max_size=regions).map(tuple)
    values = draw(st.lists(places, min_size=indicators, max_size=indicators))
    assume(any(values[0][0]) and any(values[-1][-1]))
    return Sample(
        tuple(values),
        draw(st.sampled_from(["", "-", "--", "—", ":", "x", "…"])),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])),
    )


def read(written: Written) -> ActualsTable:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / written.name
        path.write_bytes(written.data)
        return read_actuals(path)


def figures(table: ActualsTable) -> list[tuple[object, ...]]:
    names = ["indicator", "region", "period", "value", "unit", "measure"]
    frame = table.frame[names].astype(object)
    return sorted(frame.where(frame.notna(), None).itertuples(index=False, name=None), key=repr)


def check(written: Written) -> None:
    table = read(written)
    assert figures(table) == sorted(written.known, key=repr)
    assert len(table.rejected) == 0
    assert all(account.balanced for account in table.accounts)
    assert sum(account.used for account in table.accounts) == len(table.frame)
    assert not any("not understood" in dict(account.set_aside) for account in table.accounts)


@pytest.mark.parametrize("layout", TEXTS)
def test_a_known_table_in_a_text_layout_is_read_back_equal(layout: str) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(samples())
    def law(sample: Sample) -> None:
        check(TEXTS[layout](sample))

    law()


@pytest.mark.parametrize("layout", BOOKS)
def test_a_known_table_in_a_workbook_is_read_back_equal(layout: str) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(samples())
    def law(sample: Sample) -> None:
        assume(sample.missing != "…")
        check(BOOKS[layout](sample))

    law()


@settings(max_examples=60, deadline=None)
@given(samples(), st.sampled_from(sorted(TEXTS)), st.data())
def test_a_damaged_file_is_read_with_its_cells_accounted_for_or_refused_in_words(
    sample: Sample, layout: str, data: st.DataObject
) -> None:
    written = TEXTS[layout](sample)
    start = data.draw(st.integers(0, len(written.data) - 1))
    end = data.draw(st.integers(start, min(len(written.data), start + 40)))
    patch = data.draw(st.binary(max_size=12))
    damaged = Written(written.name, written.data[:start] + patch + written.data[end:], [])
    with suppress(ActualsError):
        table = read(damaged)
        assert all(account.balanced for account in table.accounts)
        assert sum(account.used + account.rejected for account in table.accounts) == table.rows_read
