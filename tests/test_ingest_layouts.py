"""Files as publishers write them: each layout recognised by its content, every figure with its place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from targetwatch.actuals import ActualsTable
from targetwatch.errors import ActualsError
from targetwatch.ingest import read_actuals

DATA = Path(__file__).parent / "data" / "files"

Read = Callable[..., ActualsTable]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text as a file of the given name and encoding."""

    def reading(
        text: str, name: str = "a.csv", encoding: str = "utf-8", layout: str | None = None
    ) -> ActualsTable:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_actuals(path, layout=layout)

    return reading


def rows(table: ActualsTable, *columns: str) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in table.frame[list(columns)]
        .astype(object)
        .where(table.frame[list(columns)].notna(), None)
        .itertuples(index=False)
    ]


def aside(table: ActualsTable) -> dict[str, int]:
    (account,) = table.accounts
    assert account.balanced
    return dict(account.set_aside)


PROVINCES = """数据库：分省年度数据
指标：地区生产总值(亿元)
时间：最近3年
地区,2024年,2022年,2021年,
甲省,"1,234.5",--,10
乙省,0,…,９.５(p)
注：1.按现价计算，含修订
　　　2.续注
数据来源：国家统计局
"""


def test_provinces_by_years_take_the_unit_of_the_key_line(read: Read) -> None:
    table = read(PROVINCES, encoding="gb18030")
    assert rows(table, "indicator", "region", "period", "value", "unit", "stage", "row", "column") == [
        ("地区生产总值", "甲省", "2024", 1234.5, "亿元", None, 5, "B"),
        ("地区生产总值", "甲省", "2021", 10.0, "亿元", None, 5, "D"),
        ("地区生产总值", "乙省", "2024", 0.0, "亿元", None, 6, "B"),
        ("地区生产总值", "乙省", "2021", 9.5, "亿元", "preliminary", 6, "D"),
    ]
    assert (table.inputs[0].layout, table.inputs[0].encoding) == ("nbs-csv", "gb18030")


def test_every_cell_of_an_export_is_used_or_set_aside_with_its_reason(read: Read) -> None:
    table = read(PROVINCES)
    assert aside(table) == {
        "title": 3,
        "head": 4,
        "label": 2,
        "note": 2,
        "source": 1,
        "missing": 2,
        "blank": 1,
    }
    assert (table.accounts[0].read, table.accounts[0].used) == (19, 4)
    listed = [(part.row, part.first, part.reason, part.text) for part in table.accounts[0].listed]
    assert (5, "C", "missing", "--") in listed
    assert (7, "A", "note", "注：1.按现价计算，含修订") in listed


def test_notes_and_the_source_are_kept_as_provenance(read: Read) -> None:
    table = read(PROVINCES)
    assert set(table.frame["source"]) == {"国家统计局"}
    assert set(table.frame["authority"]) == {"statistics"}
    notes = [note.zh.partition("：")[2] for note in table.notes if note.code == "file_note"]
    assert notes == ["注：1.按现价计算，含修订", "2.续注"]


def test_quarters_keep_single_and_cumulative_figures_apart(read: Read) -> None:
    table = read(
        "数据库：季度数据\n时间：最近2季度\n指标,2021年第三季度,2021年第一季度\n"
        "甲产值当季值(亿元),3,1\n甲产值累计值(亿元),6,1\n甲产值累计增长(%),-2.5,4\n"
    )
    assert rows(table, "region", "period", "value", "unit", "measure", "compared_to") == [
        ("全国", "2021Q3", 3.0, "亿元", None, None),
        ("全国", "2021Q1", 1.0, "亿元", None, None),
        ("全国", "2021-01/2021-09", 6.0, "亿元", "total", None),
        ("全国", "2021Q1", 1.0, "亿元", "total", None),
        ("全国", "2021-01/2021-09", -2.5, "%", "growth", "2020-01/2020-09"),
        ("全国", "2021Q1", 4.0, "%", "growth", "2020Q1"),
    ]


def test_months_down_with_an_index_beside_amounts_and_a_note_over_two_lines(read: Read) -> None:
    table = read(
        "数据库：月度数据\n时间：2020-\n"
        "时间,居民消费价格指数(上年同月=100),居民消费价格指数(上年同期=100),出口总值当期值(千美元)\n"
        '2020年3月,104.3,104.9,185146000\n2020年2月,105.2,105.3,\n"注：一\n二"\n数据来源：国家统计局\n'
    )
    assert rows(table, "period", "value", "unit", "measure", "compared_to", "row", "column") == [
        ("2020-03", 104.3, None, "index", "2019-03", 4, "B"),
        ("2020Q1", 104.9, None, "index", "2019Q1", 4, "C"),
        ("2020-03", 185146000.0, "千美元", None, None, 4, "D"),
        ("2020-02", 105.2, None, "index", "2019-02", 5, "B"),
        ("2020-01/2020-02", 105.3, None, "index", "2019-01/2019-02", 5, "C"),
    ]


def test_january_and_february_published_together_are_one_span(read: Read) -> None:
    table = read("指标,2020年1-2月,2020年3月\n零售总额_当期值(亿元),52,26\n", layout="nbs")
    assert rows(table, "period", "value") == [("2020-01/2020-02", 52.0), ("2020-03", 26.0)]


def test_regions_by_indicators_at_one_time_and_cities(read: Read) -> None:
    table = read(
        "数据库：主要城市年度数据\n时间：2020年\n城市,生产总值(亿元),户籍人口(万人)\n甲市,1,2\n乙市,3,-\n"
    )
    assert rows(table, "indicator", "region", "period", "value", "unit") == [
        ("生产总值", "甲市", "2020", 1.0, "亿元"),
        ("户籍人口", "甲市", "2020", 2.0, "万人"),
        ("生产总值", "乙市", "2020", 3.0, "亿元"),
    ]


def test_times_down_and_regions_across_are_the_same_table_transposed(read: Read) -> None:
    table = read("指标：甲产量(万吨)\n时间,甲省,乙省\n2020年,1,2\n2019年,3,4\n", layout="nbs")
    assert rows(table, "indicator", "region", "period", "value", "unit")[:2] == [
        ("甲产量", "甲省", "2020", 1.0, "万吨"),
        ("甲产量", "乙省", "2020", 2.0, "万吨"),
    ]


def test_units_in_a_column_or_in_a_second_head_line_and_codes_beside_regions(read: Read) -> None:
    by_column = read("地区代码,地区,指标,单位,2020年\n0110,甲县,人口,万人,1\n", layout="nbs")
    by_line = read("时间,人口,产值\n,万人,亿元\n2020年,1,2\n", layout="nbs")
    assert rows(by_column, "region", "indicator", "unit") == [("甲县", "人口", "万人")]
    assert aside(by_column)["not needed"] == 1
    assert rows(by_line, "indicator", "unit") == [("人口", "万人"), ("产值", "亿元")]


def test_a_code_keeps_its_leading_zeros_where_it_is_all_that_names_a_region(read: Read) -> None:
    table = read("数据库：分省年度数据\n指标：人口(万人)\n地区,地区代码,2020年\n,0110,5\n", layout="nbs")
    assert rows(table, "region", "value") == [("0110", 5.0)]


def test_tables_under_each_other_are_all_read(read: Read) -> None:
    one = "数据库：年度数据\n指标,2020年\n甲产量(万吨),1\n数据来源：国家统计局\n"
    table = read(one + one.replace("甲", "乙").replace("1", "2"))
    assert rows(table, "indicator", "value", "row") == [("甲产量", 1.0, 3), ("乙产量", 2.0, 7)]


def test_tabs_cut_before_commas(read: Read) -> None:
    table = read("指标\t2020年\t2019年\n国内生产总值(亿元)\t1,013,567.0\t990,865.1\n")
    assert rows(table, "value") == [(1013567.0,), (990865.1,)]


def test_an_old_workbook_is_read_with_growth_and_the_gap_of_january() -> None:
    pytest.importorskip("xlrd")
    table = read_actuals(DATA / "nbs-monthly.xls")
    assert rows(table, "indicator", "period", "value", "measure", "sheet", "row", "column") == [
        ("甲产量", "2020-03", 12.5, None, "月度数据", 4, "B"),
        ("甲产量", "2019-12", 30.0, None, "月度数据", 4, "D"),
        ("甲产量", "2020Q1", -8.4, "growth", "月度数据", 5, "B"),
        ("甲产量", "2020-01/2020-02", -13.5, "growth", "月度数据", 5, "C"),
        ("甲产量", "2019", 5.7, "growth", "月度数据", 5, "D"),
    ]
    assert table.inputs[0].layout == "nbs-xls"


def test_an_html_table_named_xls_is_read_with_its_spans(read: Read) -> None:
    page = (
        "<html><body><table><tr><td colspan=3>数据库：年度数据</td></tr>"
        "<tr><th>指标</th><th>2020年</th><th>2019年</th></tr>"
        "<tr><td>甲产量(万吨)</td><td>1,234.5</td><td>&nbsp;</td></tr></table></body></html>"
    )
    table = read(page, "a.xls", "gb18030")
    assert rows(table, "indicator", "period", "value", "unit", "row", "column") == [
        ("甲产量", "2020", 1234.5, "万吨", 3, "B")
    ]
    assert (table.inputs[0].layout, table.inputs[0].encoding) == ("nbs-html", "gb18030")


COMMERCIAL = """指标,产值_当季,零售额_累计,增加值_累计同比
地区,甲省,甲省,甲省
频度,季,月,月
单位,亿元,亿元,%
2019.9,100.5,1000,5.6
2019.1,,1100,5.7
2019.11,,1200,
2019.12,120,1300,5.9
数据来源：某数据库
"""


def test_four_head_lines_with_quarters_in_rows_of_months_and_october_as_2019_1(read: Read) -> None:
    table = read(COMMERCIAL)
    assert rows(table, "indicator", "region", "period", "value", "unit") == [
        ("产值", "甲省", "2019Q3", 100.5, "亿元"),
        ("零售额", "甲省", "2019-01/2019-09", 1000.0, "亿元"),
        ("增加值", "甲省", "2019-01/2019-09", 5.6, "%"),
        ("零售额", "甲省", "2019-01/2019-10", 1100.0, "亿元"),
        ("增加值", "甲省", "2019-01/2019-10", 5.7, "%"),
        ("零售额", "甲省", "2019-01/2019-11", 1200.0, "亿元"),
        ("产值", "甲省", "2019Q4", 120.0, "亿元"),
        ("零售额", "甲省", "2019", 1300.0, "亿元"),
        ("增加值", "甲省", "2019", 5.9, "%"),
    ]
    assert table.inputs[0].layout == "commercial-csv"


def test_a_quarter_s_figure_in_a_month_that_ends_no_quarter_is_rejected(read: Read) -> None:
    table = read(COMMERCIAL.replace("2019.1,,1100", "2019.1,7,1100"))
    assert table.rejected[["reason", "row", "column"]].values.tolist() == [["unreadable_period", 6, "B"]]


def test_other_head_lines_and_a_region_in_the_name(read: Read) -> None:
    table = read(
        "指标名称,中国:GDP:现价:累计值,浙江:CPI:当月同比\n频率,季,月\n单位,亿元,%\n指标ID,M001,M002\n"
        "来源,国家统计局,\n更新时间,2020-04-18,2020-04-10\n2020-03-31,206504.3,4.3\n"
    )
    assert rows(table, "indicator", "region", "period", "basis", "published", "source") == [
        ("GDP", "中国", "2020Q1", "nominal", date(2020, 4, 18), "国家统计局"),
        ("CPI", "浙江", "2020-03", None, date(2020, 4, 10), None),
    ]


SDMX = """STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,\
UNIT_MULT,OBS_STATUS
dataflow,X:POP(1.0),I,A,CN,Population,_T,2020,1411.8,PS,6,A
dataflow,X:POP(1.0),I,A,CN,Population,F,2020,688.4,PS,6,P
dataflow,X:POP(1.0),I,A,CN,Population,_T,2021,NaN,PS,6,M
dataflow,X:POP(1.0),D,A,CN,Population,_T,2019,-,PS,6,
dataflow,X:GDP(1.0),I,Q,CN,GDP,,2020-Q4,9.5,PT,,B
"""


def test_sdmx_csv_reads_units_multiples_statuses_and_several_structures(read: Read) -> None:
    table = read(SDMX)
    assert rows(table, "indicator", "region", "period", "value", "unit", "stage", "break", "scope") == [
        ("Population", "CN", "2020", 1411.8, "百万人", None, None, None),
        ("Population [SEX: F]", "CN", "2020", 688.4, "百万人", "preliminary", None, "SEX: F"),
        ("GDP", "CN", "2020Q4", 9.5, "%", None, "yes", None),
    ]
    assert aside(table)["deleted"] == 11
    assert [note.zh[-8:] for note in table.notes if note.code == "structure"] == ["POP(1.0)", "GDP(1.0)"]


def test_sdmx_csv_in_a_locale_with_labels_has_semicolons_and_decimal_commas(read: Read) -> None:
    table = read(
        "STRUCTURE[|];STRUCTURE_ID;ACTION;SERIES_KEY;DIM_1: Dimension 1;DIM_2: Time;OBS_VALUE: Value;"
        "ATTR_1: Note\n"
        "dataflow;A:B(1.0): Principaux agrégats;I;A;A: Value A;2014-01: 2014-01;12,4;N: Non\n"
    )
    assert rows(table, "indicator", "period", "value", "scope") == [
        ("Principaux agrégats: Value A", "2014-01", 12.4, "Dimension 1: Value A")
    ]


def test_sdmx_csv_1_0_and_names_in_columns_of_their_own(read: Read) -> None:
    old = read(
        "DATAFLOW,LAST UPDATE,freq,unit,na_item,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        "E:G(1.0),15/12/22 23:00:00,A,CP_MEUR,B1GQ,DE,2020,3405430.0,p\n"
    )
    named = read(
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,unit,Unit of measure,geo,Geo,"
        "TIME_PERIOD,Time,"
        "OBS_VALUE,Observation value\n"
        "dataflow,E:T(1.0),Real growth,A,Annual,X,Percentage change on previous period,AT,Austria,"
        "2013,,0.3,\n"
    )
    columns = ("indicator", "region", "period", "value", "unit", "measure", "basis", "stage")
    assert rows(old, *columns) == [
        ("B1GQ", "DE", "2020", 3405430.0, "百万欧元", None, "nominal", "preliminary")
    ]
    assert rows(named, *columns) == [("Real growth", "Austria", "2013", 0.3, "%", "growth", None, None)]


def test_components_may_come_in_any_order(read: Read) -> None:
    one = read(
        "STRUCTURE,STRUCTURE_ID,ACTION,DIM_1,DIM_2,DIM_3,OBS_VALUE\ndataflow,A:B(1.0),M,x,y,2014-01,1\n",
        "1.csv",
    )
    other = read(
        "STRUCTURE,STRUCTURE_ID,ACTION,OBS_VALUE,DIM_2,DIM_3,DIM_1\ndataflow,A:B(1.0),M,1,y,2014-01,x\n",
        "2.csv",
    )
    assert one.digest == other.digest


def test_world_bank_years_across_with_blanks_a_trailing_comma_and_units_in_names(read: Read) -> None:
    table = read(
        '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2020-07-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2018","2019",\n'
        '"甲国","AAA","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","6.7","",\n'
        '"甲国","AAA","GDP (constant 2010 US$)","NY.GDP.MKTP.KD","10797000000000","6.27E-05",\n'
    )
    assert rows(table, "indicator", "region", "period", "value", "unit", "measure", "basis", "row") == [
        ("GDP growth (annual %)", "甲国", "2018", 6.7, "%", "growth", None, 6),
        ("GDP (constant 2010 US$)", "甲国", "2018", 10797000000000.0, "US dollars", None, "real", 7),
        ("GDP (constant 2010 US$)", "甲国", "2019", 0.0000627, "US dollars", None, "real", 7),
    ]
    assert str(table.frame["published"][0]) == "2020-07-01"


def test_databank_files_with_years_in_brackets_or_series_across(read: Read) -> None:
    years = read(
        "Country Name,Country Code,Series Name,Series Code,2018 [YR2018],2019 [YR2019]\n"
        "甲国,AAA,Exports (% of GDP),NE.EXP.GNFS.ZS,19.1,..\n\n"
        "Data from database: WDI\nLast Updated: 12/28/2020\n"
    )
    series = read(
        "Time,Time Code,Country Name,Country Code,Exports (% of GDP) [NE.EXP.GNFS.ZS]\n"
        "2018,YR2018,甲国,AAA,19.1\n"
    )
    columns = ("indicator", "region", "period", "value", "unit", "measure")
    assert (
        rows(years, *columns)
        == rows(series, *columns)
        == [("Exports (% of GDP)", "甲国", "2018", 19.1, "%", "share")]
    )
    assert str(years.frame["published"][0]) == "2020-12-28"


def test_un_sdg_lines_with_breakdowns_bounds_and_codes_that_mean_no_figure(read: Read) -> None:
    table = read(
        "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,"
        "TimePeriod,Value,Source,[Sex],[Nature],[Units]\n"
        "1,1.1,1.1.1,SI_POV,Poverty (%),156,甲国,2015,0.7,某行,BOTHSEX,G,PERCENT\n"
        "1,1.1,1.1.1,SI_POV,Poverty (%),156,甲国,2016.0,<0.1,某行,FEMALE,E,PERCENT\n"
        "1,1.1,1.1.1,SI_POV,Poverty (%),156,甲国,2017,N,某行,BOTHSEX,E,PERCENT\n"
    )
    assert rows(table, "indicator", "region", "period", "value", "bound", "unit", "scope") == [
        ("Poverty (%)", "甲国", "2015", 0.7, "exact", "%", None),
        ("Poverty (%) [Sex: FEMALE]", "甲国", "2016", 0.1, "lt", "%", "Sex: FEMALE"),
    ]
    assert aside(table)["missing"] == 1


def test_the_open_sdg_headline_is_the_row_with_every_dimension_empty(read: Read) -> None:
    table = read(
        "Year,Sex,Age,Units,Unit multiplier,Observation status,Value\n"
        "2015,,,Percentage (%),Units,Provisional value,12.5\n"
        "2015,Female,,Percentage (%),Units,Normal value,11\n",
        "indicator_5-1-1.csv",
    )
    assert rows(table, "indicator", "period", "value", "unit", "stage", "scope") == [
        ("5.1.1", "2015", 12.5, "%", "preliminary", None),
        ("5.1.1 [Sex: Female]", "2015", 11.0, "%", None, "Sex: Female"),
    ]


def test_a_file_with_a_placeholder_only_is_flagged_and_suspect(read: Read) -> None:
    table = read("Year,Value\n2015,0\n", "indicator_1-1-1.csv")
    assert [finding.code for finding in table.findings] == ["placeholder_only"]
    assert rows(table, "value", "check") == [(0.0, "suspect")]


def test_zeros_of_several_years_are_figures(read: Read) -> None:
    table = read("Year,Units,Value\n2015,Number,0\n2016,Number,0\n")
    assert (rows(table, "value", "check"), table.findings) == ([(0.0, None), (0.0, None)], ())


def test_ons_series_hold_years_quarters_and_months_in_one_column(read: Read) -> None:
    table = read(
        '"Title","甲 output: chained volume measures","CPI ANNUAL RATE 00"\n'
        '"CDID","ABMI","D7G7"\n"PreUnit","£",""\n'
        '"Unit","m","%"\n"Release date","12-08-2022","12-08-2022"\n"Important notes",,\n'
        '"2021","2196000","2.6"\n"2021 Q4","","4.9"\n"2022 JAN","100.1","5.5"\n'
    )
    assert rows(table, "period", "value", "unit", "measure", "basis", "compared_to") == [
        ("2021", 2196000.0, "百万英镑", None, "real", None),
        ("2021", 2.6, "%", "growth", None, "2020"),
        ("2021Q4", 4.9, "%", "growth", None, "2020Q4"),
        ("2022-01", 100.1, "百万英镑", None, "real", None),
        ("2022-01", 5.5, "%", "growth", None, "2021-01"),
    ]


def test_a_layout_can_be_forced_and_an_unknown_one_is_named(read: Read, tmp_path: Path) -> None:
    assert read("地区,2020年\n甲县,1\n", layout="国家统计局").inputs[0].layout == "nbs-csv"
    with pytest.raises(ActualsError, match=r"found 'yearbok', expected one of tidy.*did you mean yearbook"):
        read_actuals(tmp_path / "a.csv", layout="yearbok")


def test_the_constants_of_a_mapping_fill_what_a_published_file_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("指标,2020年\n甲产量,1\n乙产量(吨),2\n", "utf-8")
    table = read_actuals(tmp_path / "a.csv", mapping={"=甲市": "region", "=万吨": "unit", "本期": "value"})
    assert rows(table, "region", "unit") == [("甲市", "万吨"), ("甲市", "吨")]
    assert "mapping_unused" in [note.code for note in table.notes]


def test_an_old_workbook_without_its_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(ActualsError, match=r"expected the extra: pip install 'targetwatch\[xls\]'"):
        read_actuals(DATA / "nbs-monthly.xls")


def test_a_file_without_a_table_of_the_forced_layout_is_refused(read: Read) -> None:
    with pytest.raises(ActualsError, match="found no table of figures, expected an SDMX-CSV message"):
        read("甲,乙\n丙,丁\n", layout="sdmx")


def test_a_tidy_file_stays_tidy_and_has_an_account_too(read: Read) -> None:
    table = read("标题\n\n指标,时期,数值,单位,旁注\n甲,2020,5,个,x\n乙,二零,6,个,\n")
    (account,) = table.accounts
    assert (table.inputs[0].layout, account.layout, account.balanced) == ("csv", "tidy", True)
    assert (account.read, account.used, account.rejected) == (16, 1, 1)
    assert dict(account.set_aside) == {"title": 1, "head": 5, "label": 7, "blank": 1}
