"""What the commands print and write when all is well."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from targetwatch.cli import run
from targetwatch.frames import EVALUATION_NAMES
from targetwatch.notebook import text_width

Capture = pytest.CaptureFixture[str]

PLAN = """\
format: 1
id: jia-2025
title: {zh: 甲市2025年目标, en: Targets of Jia 2025}
region: 甲市
period: 2025
closes: 2026-03-31
commitments:
  - type: target
    id: new-jobs
    name: {zh: 新增城镇就业, en: New urban jobs}
    measure: total
    goal: 10万人以上
    owner: {leaders: [张三, 李四], units: [市人社局, 市财政局]}
    source: {quote: 新增城镇就业10万人以上}
  - type: target
    id: investment-growth
    name: {zh: 固定资产投资增长, en: Growth of investment}
    measure: growth
    basis: comparable
    goal: 8%以上
    owner: {units: [市发展改革委]}
    source: {quote: 固定资产投资增长8%以上}
  - type: milestone
    id: east-line
    name: {zh: "=建成东线", en: East line}
    event: 建成
    source: {quote: 建成东线}
"""
JANUARY = (
    "indicator,period,value,unit,authority,published\n新增城镇就业,2025,10.2,万人,statistics,2026-01-20\n"
)
FEBRUARY = (
    "indicator,period,value,unit,authority,published\n固定资产投资增长,2025,5.4,%,statistics,2026-02-20\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "a.csv").write_text(JANUARY, "utf-8")
    (tmp_path / "b.csv").write_text(FEBRUARY, "utf-8")
    return tmp_path


def test_a_clean_plan_is_ok_with_its_counts(capsys: Capture) -> None:
    assert run(["check", "plan.yaml", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "plan.yaml: ok 2 targets, 1 milestones, 0 tasks\n"


def test_check_finds_a_quote_that_the_document_does_not_have(here: Path, capsys: Capture) -> None:
    (here / "document.txt").write_text(
        "新增城镇就业 10万人以上；固定资产投资\n增长8%以上。建成西线。", "utf-8"
    )
    assert run(["check", "plan.yaml", "--source", "document.txt", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert out.startswith("plan.yaml:27:21: commitments.2.source.quote: ")
    assert "建成东线" in out


def test_score_reads_several_files_and_aligns_its_table(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("指标"))
    place = text_width(lines[head].split("结论")[0])
    for row, verdict in ((head + 2, "● 完成"), (head + 3, "■ 未完成")):
        assert text_width(lines[row].split(verdict)[0]) == place


def test_the_document_is_shown_in_its_own_language_without_lang(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv"]) == 0
    assert "新增城镇就业" in capsys.readouterr().out


def test_score_prints_csv_with_every_column(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == EVALUATION_NAMES
    assert rows[0]["units"] == "市人社局、市财政局"
    assert rows[0]["leaders"] == "张三、李四"
    assert (rows[0]["actual"], rows[0]["as_of"], rows[0]["baseline"]) == ("10.2", "2026-03-31", "")


def test_score_prints_the_versioned_json(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "targetwatch/evaluation/1"


def test_score_writes_csv_xlsx_and_json_beside_what_it_prints(here: Path, capsys: Capture) -> None:
    outs = [word for name in ("o.csv", "o.xlsx", "o.json") for word in ("--out", name)]
    assert run(["score", "plan.yaml", "a.csv", "b.csv", *outs, "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "missed" in out
    assert "wrote o.csv\nwrote o.xlsx\nwrote o.json\n" in err
    assert json.loads((here / "o.json").read_text("utf-8"))["schema"] == "targetwatch/evaluation/1"
    assert (here / "o.csv").read_text("utf-8").startswith("commitment,type,name")


def test_text_that_looks_like_a_formula_stays_text_in_xlsx(here: Path) -> None:
    assert run(["score", "plan.yaml", "a.csv", "--out", "o.xlsx"]) == 0
    sheet = load_workbook(here / "o.xlsx").active
    assert sheet is not None
    assert sheet["C4"].value == "=建成东线"
    assert sheet["C4"].data_type == "s"


def test_excel_gets_a_byte_order_mark(here: Path) -> None:
    assert run(["score", "plan.yaml", "a.csv", "--out", "o.csv", "--excel"]) == 0
    assert (here / "o.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_pyarrow_names_the_extra(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "--out", "o.parquet", "--lang", "en"]) == 2
    assert "install targetwatch[parquet]" in capsys.readouterr().err


def test_fail_on_strikes_by_code_and_by_chinese_word(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--fail-on", "missed", "--lang", "en"]) == 1
    assert "--fail-on: 1: investment-growth" in capsys.readouterr().err
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--fail-on", "未完成，缺数据"]) == 1
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--fail-on", "exceeded,behind"]) == 0


def test_strict_is_content_with_clean_files() -> None:
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--strict"]) == 0


def test_as_of_hides_what_was_published_later(capsys: Capture) -> None:
    assert run(["score", "plan.yaml", "a.csv", "b.csv", "--as-of", "2026-01-31", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "5.4%" not in out
    assert "not yet published" in err


def test_a_report_prints_its_headline_and_writes_each_file(here: Path, capsys: Capture) -> None:
    assert run(["report", "plan.yaml", "a.csv", "b.csv", "--out", "r.html", "--out", "r.md"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("《甲市2025年目标》共1条，细化为3项：量化指标2项、节点任务1项、常态工作0项。")
    assert err.count("r.") == 2
    assert "■ 未完成" in (here / "r.md").read_text("utf-8")
    assert "<script" not in (here / "r.html").read_text("utf-8")


def test_parse_prints_one_object_a_text_in_chinese(capsys: Capture) -> None:
    assert run(["parse", "新增城镇就业10万人以上", "深化改革"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["goals"][0] == {
        "indicator": "新增城镇就业",
        "kind": "fixed",
        "measure": "total",
        "basis": None,
        "comparator": ">=",
        "value": "10",
        "value_high": None,
        "unit": "万人",
        "better": "higher",
        "reference": None,
        "offset": None,
        "compared_to": None,
        "strength": "commit",
        "implied": False,
    }
    assert (second["text"], second["goals"], second["unread"]) == ("深化改革", [], "深化改革")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_parse_reads_a_text_a_line_from_standard_input(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "targetwatch", "parse"],
        input="增长8%以上\n\n最多80天".encode(encoding),
        capture_output=True,
        check=True,
    )
    texts = [json.loads(line)["text"] for line in done.stdout.decode("utf-8").splitlines()]
    assert texts == ["增长8%以上", "", "最多80天"]


def test_a_template_is_filled_in_and_scored(here: Path, capsys: Capture) -> None:
    assert run(["template", "plan.yaml", "--out", "form.csv"]) == 0
    assert run(["template", "plan.yaml", "--out", "form.xlsx"]) == 0
    assert run(["score", "plan.yaml", "form.csv", "--lang", "en"]) == 3
    assert "no usable row" in capsys.readouterr().err
    book = load_workbook(here / "form.xlsx")
    assert set(book.sheetnames) >= {"市人社局", "市发展改革委"}


def test_a_template_of_another_suffix_is_a_wrong_argument(capsys: Capture) -> None:
    assert run(["template", "plan.yaml", "--out", "form.docx", "--lang", "en"]) == 2
    assert "expected .xlsx or .csv" in capsys.readouterr().err


def test_the_schema_is_printed_and_written(here: Path, capsys: Capture) -> None:
    assert run(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run(["schema", "--out", "s.json"]) == 0
    assert json.loads((here / "s.json").read_text("utf-8")) == printed
    assert "commitments" in printed["properties"]
