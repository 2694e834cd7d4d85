"""Tidy CSV files: heads, separators, rows kept and rows returned with their reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from targetwatch.actuals import ActualsTable, one
from targetwatch.errors import ActualsError
from targetwatch.frames import ACTUALS_NAMES
from targetwatch.ingest import read_actuals


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def to_file(text: str, name: str = "actuals.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return to_file


def rows(table: ActualsTable, *names: str) -> list[tuple[Any, ...]]:
    return list(table.frame[list(names)].itertuples(index=False, name=None))


def refusals(table: ActualsTable) -> list[tuple[Any, ...]]:
    return [
        (int(row), reason, one(found, "en"))
        for row, reason, found in table.rejected[["row", "reason", "found"]].itertuples(
            index=False, name=None
        )
    ]


def test_the_frame_has_exactly_the_columns_of_the_contract(write: Any) -> None:
    table = read_actuals(write("indicator,period,value,unit\njobs,2020,10.2,万人\n"))
    assert tuple(table.frame.columns) == ACTUALS_NAMES
    assert tuple(table.rejected.columns) == (*ACTUALS_NAMES, "reason", "found", "expected")


@pytest.mark.parametrize(
    "head",
    [
        "indicator,period,value,unit",
        "指标,时期,数值,单位",
        "指标名称,报告期,完成值,计量单位",
        "Indicator, Period ,Value,Unit",
    ],
)
def test_heads_are_read_in_chinese_and_english(write: Any, head: str) -> None:
    table = read_actuals(write(f"{head}\n新增就业,2020年,10.2,万人\n"))
    assert rows(table, "indicator", "period", "value", "unit") == [("新增就业", "2020", 10.2, "万人")]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_cells_may_stand_between_commas_tabs_or_semicolons(write: Any, separator: str) -> None:
    text = "指标,时期,数值,单位,说明\n甲,2020,5,个,a\n".replace(",", separator)
    assert rows(read_actuals(write(text)), "value", "statement") == [(5.0, "a")]


def test_the_encoding_is_reported_with_the_input(write: Any) -> None:
    path = write("指标,时期,数值\n甲,2020,5\n", encoding="gb18030")
    (source,) = read_actuals(path).inputs
    assert (source.path, source.layout, source.encoding, source.rows_read) == (str(path), "csv", "gb18030", 1)


def test_a_quoted_newline_is_one_row_and_the_next_row_keeps_its_line(write: Any) -> None:
    table = read_actuals(write('指标,时期,数值,备注\n甲,2020,5,"一\n二"\n乙,2020,6,\n'))
    assert rows(table, "indicator", "note", "row") == [("甲", "一 二", 2), ("乙", None, 4)]


def test_title_lines_above_the_head_are_passed_over(write: Any) -> None:
    table = read_actuals(write("2020年主要指标完成情况\n\n指标,时期,数值,单位\n甲,2020,5,个\n"))
    assert rows(table, "indicator", "row") == [("甲", 4)]


def test_a_unit_in_the_head_is_the_unit_of_its_column(write: Any) -> None:
    table = read_actuals(write("指标,时期,完成值（亿元）\n甲,2020,5\n乙,2020,3万元\n"))
    assert rows(table, "value", "unit") == [(5.0, "亿元"), (3.0, "万元")]


def test_unknown_columns_are_named_in_a_note(write: Any) -> None:
    table = read_actuals(write("指标,地区,时期,数值,天气\n甲,甲市,2020,5,晴\n"))
    assert [note.text("en").partition(": ")[2] for note in table.notes] == ["columns not used: 天气"]


def test_a_missing_region_is_said_in_a_note(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值\n甲,2020,5\n"))
    assert [note.code for note in table.notes] == ["region_of_the_plan"]
    assert rows(table, "region") == [(None,)]


def test_a_mapping_names_columns_and_fixes_constants(write: Any) -> None:
    path = write("项目,本期,时期\n甲,5,2020\n")
    table = read_actuals(path, mapping={"项目": "indicator", "本期": "value", "=万元": "unit"})
    assert rows(table, "indicator", "value", "unit") == [("甲", 5.0, "万元")]


def test_a_mapping_to_a_column_that_does_not_exist_is_refused(write: Any) -> None:
    with pytest.raises(ActualsError, match=r"mapping: found column 'vlaue' .*nearest: value"):
        read_actuals(write("a,b\n1,2\n"), mapping={"a": "vlaue"})


def test_codes_are_read_from_the_words_of_the_offices(write: Any) -> None:
    table = read_actuals(
        write(
            "指标,时期,数值,单位,指标类型,价格口径,阶段,核查,来源级别,审核\n"
            "甲,2020,5,%,增长率,可比价,快报,存疑,市统计局,通过\n"
            "乙,2020,5,%,share,nominal,final,ok,media,returned\n"
        )
    )
    assert rows(table, "measure", "basis", "stage", "check", "authority", "review") == [
        ("growth", "real", "flash", "suspect", "statistics", "accepted"),
        ("share", "nominal", "final", "ok", "media", "returned"),
    ]


def test_an_unknown_code_is_returned_with_the_nearest(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值,单位,阶段\n甲,2020,5,个,快板\n"))
    assert refusals(table) == [(2, "unknown_code", "快板")]
    assert one(table.rejected["expected"][0], "en").endswith("(nearest: 快报)")


def test_answers_and_days_are_read_in_their_own_columns(write: Any) -> None:
    table = read_actuals(write("指标,是否完成,完成日期\n甲,已完成,2020/6/30\n乙,×,\n丙,/,2020年8月\n"))
    assert rows(table, "answer", "date") == [
        ("yes", date(2020, 6, 30)),
        ("no", None),
        (None, date(2020, 8, 31)),
    ]
    assert [finding.code for finding in table.findings] == ["day_not_stated"]


def test_periods_are_kept_in_canonical_text(write: Any) -> None:
    table = read_actuals(
        write("指标,时期,数值\n甲,2020年1—11月,1\n甲,2020/6/30,1\n甲,2020Q3,1\n甲,202011,1\n")
    )
    assert rows(table, "period") == [("2020-01/2020-11",), ("2020-06",), ("2020Q3",), ("2020-11",)]


def test_a_month_that_a_spreadsheet_may_have_cut_is_refused_unless_october_stands_beside_it(
    write: Any,
) -> None:
    assert refusals(read_actuals(write("指标,时期,数值\n甲,2020.1,1\n"))) == [
        (2, "unreadable_period", "2020.1")
    ]
    both = read_actuals(write("指标,时期,数值\n甲,2020.1,1\n甲,2020.10,1\n"))
    assert rows(both, "period") == [("2020-01",), ("2020-10",)]


def test_a_comparison_in_words_becomes_the_period_compared_with(write: Any) -> None:
    table = read_actuals(
        write("指标,时期,数值,比较基期\n甲,2020-11,1,上年同期\n甲,2020-11,1,环比\n甲,2020,1,2015年\n")
    )
    assert rows(table, "compared_to") == [("2019-11",), ("2020-10",), ("2015",)]


def test_averages_over_years_are_numbers_of_years(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值,平均年数\n甲,2021,1,两年平均\n甲,2020,1,5\n甲,2020,1,\n"))
    assert [value if value == value else None for (value,) in rows(table, "average_over")] == [2.0, 5.0, None]


def test_every_unusable_row_comes_back_with_line_reason_and_what_was_found(write: Any) -> None:
    table = read_actuals(
        write(
            "指标,时期,数值,单位,发布日期\n"
            ",2020,5,个,\n"
            "甲,去年,5,个,\n"
            "甲,,5,个,\n"
            "甲,2020,已完成,个,\n"
            "甲,2020,121%,亿元,\n"
            "甲,2020,5,个,昨天\n"
            "甲,2020,1,234,个,\n"
            "数据来源：甲市统计局\n"
            "甲,2020,5,个,2021-02-03\n"
        )
    )
    assert refusals(table) == [
        (2, "indicator_missing", "blank"),
        (3, "unreadable_period", "去年"),
        (4, "unreadable_period", "blank"),
        (5, "verdict_instead_of_figure", "已完成"),
        (6, "rate_instead_of_figure", "121%"),
        (7, "unreadable_date", "昨天"),
        (8, "unreadable_row", "6 cells"),
        (9, "unreadable_row", "数据来源：甲市统计局"),
    ]
    assert (len(table.frame), table.rows_read, table.inputs[0].rows_read) == (1, 9, 9)


def test_what_the_unit_wrote_is_kept_with_a_refused_figure(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值\n甲,2020,已完成\n"))
    assert table.rejected[["statement", "column"]].to_dict("records") == [
        {"statement": "已完成", "column": "数值"}
    ]


def test_a_row_without_a_value_stays_in_the_frame(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值,单位\n甲,2020,—,个\n乙,2020,待公布,个\n丙,2020,0,个\n"))
    values = [
        (None if value != value else value, said) for value, said in rows(table, "value", "availability")
    ]
    assert values == [(None, None), (None, "not_yet_released"), (0.0, None)]


def test_a_bound_and_an_upper_end_may_have_columns_of_their_own(write: Any) -> None:
    table = read_actuals(
        write("指标,时期,数值,上限,界限\n甲,2020,2.5,,超过\n乙,2020,4.8,5.1,\n丙,2020,5,4,\n")
    )
    assert [row[:3] for row in rows(table, "value", "bound", "indicator")] == [
        (2.5, "gt", "甲"),
        (4.8, "range", "乙"),
    ]
    assert refusals(table) == [(4, "unreadable_value", "5, 4")]


def test_a_unit_outside_the_registry_stays_and_is_warned_of(write: Any) -> None:
    table = read_actuals(write("指标,时期,数值,单位\n甲,2020,5,盘\n"))
    assert rows(table, "unit") == [("盘",)]
    (finding,) = table.findings
    assert (finding.code, finding.level, finding.rows[0].rpartition(":")[2]) == (
        "unit_not_known",
        "warning",
        "2",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found an empty file, expected a head and rows"),
        ("\n \n", "found an empty file, expected a head and rows"),
        ("指标,时期,数值\n", "found a head without rows, expected rows of actuals"),
        (
            "名目,数目\n甲,5\n",
            "found heads 名目、数目, expected heads such as 指标/indicator、时期/period、数值/value",
        ),
        ("指标,时期,数值,完成值\n甲,2020,5,6\n", "found several columns for value: 数值, 完成值"),
        ('指标,时期,数值\n"甲,2020,5\n', "found a quotation mark that is not closed"),
    ],
)
def test_a_file_that_is_no_table_of_actuals_is_refused(write: Any, text: str, message: str) -> None:
    with pytest.raises(ActualsError) as caught:
        read_actuals(write(text))
    assert message in caught.value.text("en")


def test_a_big5_file_read_without_asking_is_told_to_name_its_encoding(write: Any) -> None:
    path = write("指標,時期,數值\n甲,2020,5\n", encoding="big5")
    with pytest.raises(ActualsError, match="big5"):
        read_actuals(path)
    with pytest.raises(ActualsError, match="指標"):
        read_actuals(path, encoding="big5")


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.wps", "a.ods"])
def test_formats_of_other_programs_are_told_how_to_be_saved(write: Any, name: str) -> None:
    with pytest.raises(ActualsError, match=r"save it as \.xlsx or as CSV"):
        read_actuals(write("x", name))


def test_folders_and_missing_files_are_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(ActualsError) as caught:
        read_actuals([tmp_path, tmp_path / "none.csv"])
    assert [problem.found for problem in caught.value.problems] == ["a folder", "No such file or directory"]


def test_several_files_are_one_table_in_their_order(write: Any) -> None:
    first, second = (
        write("指标,时期,数值\n甲,2020,1\n", "1.csv"),
        write("指标,时期,数值\n乙,2020,2\n", "2.csv"),
    )
    table = read_actuals([first, second])
    assert rows(table, "indicator", "file") == [("甲", str(first)), ("乙", str(second))]
    assert [part.path for part in table.inputs] == [str(first), str(second)]


def test_the_digest_says_what_the_rows_say_and_not_where_they_stood(write: Any) -> None:
    one_way = read_actuals(write("指标,时期,数值\n甲,2020,1\n乙,2020,2\n", "1.csv"))
    other_way = read_actuals(write("\n指标;时期;数值\n乙;2020;2\n甲;2020;1\n", "2.csv"))
    changed = read_actuals(write("指标,时期,数值\n甲,2020,1\n乙,2020,3\n", "3.csv"))
    assert one_way.digest == other_way.digest != changed.digest
