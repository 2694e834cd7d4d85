"""Real files of statistics offices, as published, where the folder with them lies beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from targetwatch.actuals import ActualsTable
from targetwatch.ingest import read_actuals

FILES = Path(__file__).parents[2] / "shared" / "files"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="no folder of published files beside the repository"
)


def read(name: str) -> ActualsTable:
    if name.endswith(".xls"):
        pytest.importorskip("xlrd")
    table = read_actuals(FILES / name)
    assert all(account.balanced for account in table.accounts)
    assert not any("not understood" in dict(account.set_aside) for account in table.accounts)
    return table


@pytest.mark.parametrize(
    ("name", "layout", "encoding", "figures"),
    [
        ("nbs-provinces-gdp.csv", "nbs-csv", "gb18030", 589),
        ("nbs-provinces-fai-growth.csv", "nbs-csv", "gb18030", 217),
        ("nbs-quarterly-gdp.csv", "nbs-csv", "gb18030", 66),
        ("nbs-monthly-cpi-trade.csv", "nbs-csv", "gb18030", 546),
        ("nbs-monthly-industry-growth.xls", "nbs-xls", "", 63),
        ("worldbank-wdi-chn.csv", "worldbank-csv", "utf-8-sig", 33180),
        ("eurostat-gdp.xlsx", "eurostat-xlsx", "", 320),
        ("sdmx-csv2-01.csv", "sdmx-csv", "utf-8", 2),
        ("sdmx-csv2-04.csv", "sdmx-csv", "utf-8", 2),
        ("opensdg-indicator.csv", "opensdg-csv", "utf-8", 21),
    ],
)
def test_each_file_is_recognised_and_read_whole(name: str, layout: str, encoding: str, figures: int) -> None:
    table = read(name)
    (source,) = table.inputs
    assert (source.layout, source.encoding) == (layout, encoding)
    assert (len(table.frame), len(table.rejected)) == (figures, 0)


#: Name, row, column, then what is said there: indicator, region, period, value, unit, measure.
FIGURES = """
nbs-provinces-gdp.csv 15 F|地区生产总值|浙江省|2020|67164.5|亿元|
nbs-provinces-fai-growth.csv 15 C|固定资产投资(不含农户)实际到位资金|浙江省|2024|-5.9|%|growth
nbs-quarterly-gdp.csv 5 C|国内生产总值|全国|2021|1143669.7|亿元|total
nbs-quarterly-gdp.csv 4 G|国内生产总值|全国|2020Q4|295618.8|亿元|
nbs-monthly-cpi-trade.csv 4 B|居民消费价格指数|全国|2020-02|105.2||index
nbs-monthly-cpi-trade.csv 6 K|出口总值|全国|2019-12|238267589.0|千美元|
nbs-monthly-industry-growth.xls 5 D|工业增加值|全国|2020-01/2020-02|-13.5|%|growth
eurostat-gdp.xlsx 13 B|Gross domestic product at market prices|Belgium|2012|386174.7|million euro|
sdmx-csv2-04.csv 2 I|Principaux agrégats des comptes nationaux: Value A, Value B||2014-01|12.4||
opensdg-indicator.csv 22 F|Proportion of population below the international poverty line||2020|0.5|%|
"""


@pytest.mark.parametrize("line", FIGURES.split("\n")[1:-1])
def test_a_figure_stands_with_its_place_and_all_that_is_said_of_it(line: str) -> None:
    place, *told = line.split("|")
    name, row, column = place.split()
    frame = read(name).frame
    (found,) = frame[(frame["row"] == int(row)) & (frame["column"] == column)].to_dict("records")
    names = ("indicator", "region", "period", "value", "unit", "measure")
    assert [str(found[key] or "") for key in names] == told


def test_a_flag_beside_a_figure_makes_it_preliminary() -> None:
    frame = read("eurostat-gdp.xlsx").frame
    flagged = frame[frame["stage"] == "preliminary"]
    assert len(flagged) == 18
    assert set(flagged["period"]) <= {"2018", "2019", "2020", "2021"}
