"""The blank form: what it asks of whom, and that it is read back once it is filled in."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from targetwatch.forms import FormError, form_bytes, form_rows, sheet_name, write_form
from targetwatch.ingest import read_actuals
from targetwatch.plan import Plan, load_plan

PLAN = """
format: 1
id: form-plan
title: {zh: 甲市2020年目标任务, en: Goals of Jia 2020}
region: 甲市
period: 2020
organisations: [市教育局, 市发展改革委/统计局]
commitments:
  - {type: target, id: jobs, name: {zh: 新增就业, en: New jobs}, measure: total, goal: 10万人以上,
     owner: {units: [市发展改革委/统计局]}, source: {quote: 新增就业10万人以上}}
  - {type: target, id: energy, name: {zh: 单位能耗下降, en: Energy}, measure: growth, goal: 下降3%以上,
     owner: {units: [市发展改革委/统计局]}, source: {quote: 单位能耗下降3%以上}}
  - {type: target, id: days, name: {zh: 审批时间, en: Days}, measure: level, goal: 最多80天, aggregate: last,
     owner: {units: [市教育局]}, source: {quote: 审批时间最多80天}}
  - {type: target, id: air, name: {zh: 空气质量, en: Air}, measure: rank, goal: {kind: stated, text: 居前列},
     source: {quote: 空气质量居前列}}
  - {type: milestone, id: school, name: {zh: 建成第一中学, en: School}, owner: {units: [市教育局]},
     source: {quote: =建成第一中学}}
  - {type: task, id: work, name: {zh: 推进课改, en: Work}, owner: {units: [市教育局]},
     source: {quote: 推进课改}}
  - {type: target, id: gone, name: {zh: 取消的, en: Gone}, measure: total, goal: 5个,
     source: {quote: 建成5个},
     status: {state: withdrawn, date: 2020-06-01, document: 甲政〔2020〕1号}}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load_plan(path)


@lru_cache(maxsize=4)
def book_of(plan: Plan, lang: str = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(form_bytes(plan, ".xlsx", lang)))


def heads(sheet: Any) -> dict[str, str]:
    """Head → column letter."""
    return {cell.value: cell.column_letter for cell in sheet[1]}


def test_there_is_one_sheet_a_lead_unit_in_the_offices_order_after_the_instructions(plan: Plan) -> None:
    assert book_of(plan).sheetnames == ["填报说明", "市教育局", "市发展改革委／统计局", "未注明牵头单位"]


def test_targets_and_milestones_are_asked_for_and_tasks_and_withdrawn_goals_are_not(plan: Plan) -> None:
    asked = {unit: [row["id"] for row in rows] for unit, rows in form_rows(plan).items()}
    assert asked == {
        "市教育局": ["days", "school"],
        "市发展改革委/统计局": ["jobs", "energy"],
        "未注明牵头单位": ["air"],
    }


def test_goal_unit_measure_and_period_are_filled_in(plan: Plan) -> None:
    rows = {row["id"]: row for listed in form_rows(plan).values() for row in listed}
    names = ("goal", "unit", "measure", "period")
    assert [
        [rows[key].get(name, "") for name in names] for key in ("jobs", "energy", "days", "air", "school")
    ] == [
        ["10万人以上", "万人", "累计总量", "2020"],
        ["下降3%以上", "%", "降幅", "2020"],
        ["最多80天", "天", "水平值", "2020"],
        ["居前列", "", "", "2020"],
        ["", "", "", "2020"],
    ]


def test_a_baseline_that_the_plan_does_not_give_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        PLAN.partition("commitments:")[0]
        + """commitments:
  - {type: target, id: deals, name: {zh: 签约项目, en: Deals}, measure: total, goal: 翻番,
     baseline: {period: 2019}, source: {quote: 签约项目翻番}}
""",
        encoding="utf-8",
    )
    rows = form_rows(load_plan(path))["未注明牵头单位"]
    assert [(row["id"], row["goal"], row["period"]) for row in rows] == [
        ("deals", "翻番", "2020"),
        ("deals", "（基数）", "2019"),
    ]


def test_within_the_year_the_form_asks_for_the_months_that_are_over(plan: Plan) -> None:
    rows = {
        row["id"]: row["period"]
        for listed in form_rows(plan, as_of=date(2020, 12, 10)).values()
        for row in listed
    }
    assert [rows[key] for key in ("jobs", "days", "school")] == ["2020-01/2020-11", "2020-11", "2020"]
    ended = form_rows(plan, as_of=date(2020, 12, 31))
    assert ended["市教育局"][0]["period"] == "2020"


def test_text_that_begins_with_an_equals_sign_stays_text(plan: Plan) -> None:
    sheet = book_of(plan)["市教育局"]
    cell = sheet[heads(sheet)["目标任务原文"] + "3"]
    assert (cell.value, cell.data_type) == ("=建成第一中学", "s")


def test_ids_are_locked_and_values_are_free(plan: Plan) -> None:
    sheet = book_of(plan)["市教育局"]
    at = heads(sheet)
    assert sheet.protection.sheet
    assert [sheet[f"{at[head]}2"].protection.locked for head in ("编号", "完成值", "单位", "来源")] == [
        True,
        False,
        False,
        False,
    ]
    assert sheet.freeze_panes == "D2"


def test_stage_and_answer_are_chosen_from_lists(plan: Plan) -> None:
    sheet = book_of(plan)["市教育局"]
    at = heads(sheet)
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists[f"{at['阶段']}2:{at['阶段']}3"] == '"预计,快报,初步核算,最终核实,普查修订"'
    assert lists[f"{at['是否完成']}2:{at['是否完成']}3"] == '"是,否"'


def test_columns_are_wide_enough_for_their_chinese_heads(plan: Plan) -> None:
    sheet = book_of(plan)["市教育局"]
    widths = {head: sheet.column_dimensions[letter].width for head, letter in heads(sheet).items()}
    assert all(width >= 2 * len(head) for head, width in widths.items())


def test_sheet_names_are_legal_unique_and_short() -> None:
    taken: set[str] = set()
    names = [sheet_name(unit, taken) for unit in ("局" * 40, "局" * 41, "[甲]", "History", "'乙'", "")]
    assert names == ["局" * 31, "局" * 28 + "（2）", "［甲］", "History（2）", "乙", "_"]


def fill(sheet: Any, row: int, cells: dict[str, Any]) -> None:
    at = heads(sheet)
    for head, value in cells.items():
        sheet[f"{at[head]}{row}"] = value


def test_a_filled_workbook_is_read_back_by_its_ids(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_form(plan, path)
    book = openpyxl.load_workbook(path)
    fill(
        book["市发展改革委／统计局"],
        2,
        {"完成值": 10.3, "阶段": "快报", "发布日期": date(2021, 1, 20), "来源": "快报"},
    )
    fill(book["市发展改革委／统计局"], 3, {"完成值": 3.2})
    fill(book["市教育局"], 2, {"完成值": "待公布"})
    fill(book["市教育局"], 3, {"是否完成": "是", "完成日期": date(2020, 11, 2)})
    book.save(path)
    table = read_actuals(path)
    columns = [
        "indicator",
        "value",
        "unit",
        "measure",
        "stage",
        "answer",
        "date",
        "availability",
        "period",
        "region",
    ]
    read = table.frame[columns].astype(object).where(table.frame[columns].notna(), None).values.tolist()
    assert read == [
        ["days", None, "天", "level", None, None, None, "not_yet_released", "2020", "甲市"],
        ["school", None, None, None, None, "yes", date(2020, 11, 2), None, "2020", "甲市"],
        ["jobs", 10.3, "万人", "total", "flash", None, None, None, "2020", "甲市"],
        ["energy", -3.2, "%", "growth", None, None, None, None, "2020", "甲市"],
        ["air", None, None, None, None, None, None, None, "2020", "甲市"],
    ]
    assert (len(table.rejected), table.inputs[0].layout) == (0, "form-xlsx")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_blank_form_is_read_back_as_rows_without_a_value(
    plan: Plan, tmp_path: Path, suffix: str, lang: str
) -> None:
    path = tmp_path / f"form{suffix}"
    write_form(plan, path, lang=lang)
    table = read_actuals(path)
    assert sorted(table.frame["indicator"]) == ["air", "days", "energy", "jobs", "school"]
    assert table.frame["value"].isna().all()
    assert (len(table.rejected), table.findings) == (0, ())


def test_a_filled_csv_form_is_read_back(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    write_form(plan, path)
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert lines[0][:3] == ["编号", "牵头单位", "类型"]
    value, row = lines[0].index("完成值"), next(n for n, line in enumerate(lines) if line[0] == "jobs")
    lines[row][value] = "超过10.2"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    path.write_bytes(text.getvalue().encode("gb18030"))
    table = read_actuals(path)
    jobs = table.frame[table.frame["indicator"] == "jobs"]
    assert jobs[["value", "bound", "unit"]].values.tolist() == [[10.2, "gt", "万人"]]
    assert (table.inputs[0].layout, table.inputs[0].encoding) == ("form-csv", "gb18030")


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert form_bytes(plan, ".xlsx") == form_bytes(plan, ".xlsx")


def test_another_suffix_is_refused(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"found suffix '\.docx', expected one of \.xlsx, \.csv"):
        write_form(plan, tmp_path / "form.docx")
