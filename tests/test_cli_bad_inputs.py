"""Bad inputs from end to end: what each gets at the command line, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from targetwatch.cli import run

Capture = pytest.CaptureFixture[str]

PLAN = """\
format: 1
id: jia-2025
title: 甲市2025年目标
region: 甲市
period: 2025
closes: 2026-03-31
commitments:
  - type: target
    id: new-jobs
    name: 新增城镇就业
    measure: total
    goal: 10万人以上
    owner: {units: [市人社局]}
    source: {quote: 新增城镇就业10万人以上}
  - type: target
    id: research-share
    name: 研发经费占比
    measure: share
    goal: 2.5%以上
    owner: {units: [市科技局]}
    source: {quote: 研发经费占比2.5%以上}
"""
ACTUALS = """\
indicator,period,value,unit,authority,published
新增城镇就业,2025,10.8,万人,statistics,2026-01-20
研发经费占比,2025,2.6,%,statistics,2026-01-20
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "actuals.csv").write_text(ACTUALS, "utf-8")
    return tmp_path


def test_a_good_plan_and_good_actuals_score(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "108,000 people" in out
    assert "rejected rows: 0" in err


def test_an_unknown_unit_in_a_plan_is_told_with_its_place(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("goal: 10万人以上", "goal: 10万滴以上"), "utf-8")
    assert run(["check", "plan.yaml", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("plan.yaml:12:11: commitments.0.goal: found ")
    assert "滴" in out
    assert "problems: " in err


def test_an_unknown_unit_in_actuals_rejects_the_row_and_counts_it(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text(ACTUALS.replace("万人", "万滴"), "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 0
    err = capsys.readouterr().err
    assert (
        "rejected rows: 1 (unknown unit 1)\n  actuals.csv:2: rejected: unknown unit (found 万滴, expected "
        in err
    )
    assert run(["score", "plan.yaml", "actuals.csv", "--strict"]) == 1


def test_gb18030_needs_no_telling(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_bytes(ACTUALS.encode("gb18030"))
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "zh"]) == 0
    assert "10.8万人" in capsys.readouterr().out


def test_a_plan_in_gb18030_is_told_to_be_utf8(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_bytes(PLAN.encode("gb18030"))
    assert run(["check", "plan.yaml", "--lang", "en"]) == 1
    assert "UTF-8" in capsys.readouterr().out


def test_a_percent_given_as_a_fraction_is_scored_as_given_with_a_note(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text(ACTUALS.replace("2.6,%", "0.026,%"), "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "0.026%" in out
    assert "missed" in out
    assert "fraction" in err


def test_a_duplicated_target_id_is_told(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("id: research-share", "id: new-jobs"), "utf-8")
    assert run(["check", "plan.yaml", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("plan.yaml:16:9: commitments.1.id: found ")
    assert "new-jobs" in out


def test_a_full_width_colon_is_told_with_its_line(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("goal: 10万人以上", "goal：10万人以上"), "utf-8")
    assert run(["check", "plan.yaml", "--lang", "zh"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("plan.yaml:12:")
    assert "半角" in out or "英文" in out


def test_text_in_the_value_column_is_rejected_with_what_was_found(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text(ACTUALS.replace("10.8", "已完成"), "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 0
    assert "rejected rows: 1 (a verdict where a figure is due 1)" in capsys.readouterr().err
    assert run(["explain", "plan.yaml", "actuals.csv", "new-jobs", "--lang", "en"]) == 0
    assert "actuals.csv:2: rejected: a verdict where a figure is due" in capsys.readouterr().out


def test_two_different_actuals_of_one_target_and_period_conflict(here: Path, capsys: Capture) -> None:
    twice = ACTUALS + "新增城镇就业,2025,9.8,万人,statistics,2026-01-20\n"
    (here / "actuals.csv").write_text(twice, "utf-8")
    assert run(["explain", "plan.yaml", "actuals.csv", "new-jobs", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "not assessable: conflicting actuals" in out
    assert "actuals.csv:2" in out
    assert "actuals.csv:4" in out


def test_an_unknown_indicator_is_counted_and_strict_strikes(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text(ACTUALS + "新增就业,2025,1,万人,,\n", "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 0
    err = capsys.readouterr().err
    assert "unused rows: 1 (unknown indicator 1)\n  unknown indicator: 新增就业 (nearest: new-jobs" in err
    assert run(["score", "plan.yaml", "actuals.csv", "--strict"]) == 1


def test_an_empty_file_of_actuals_is_bad_input(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_bytes(b"")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 3
    assert "actuals.csv: found an empty file" in capsys.readouterr().err


def test_an_empty_plan_file_is_a_problem(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_bytes(b"")
    assert run(["check", "plan.yaml", "--lang", "en"]) == 1
    assert capsys.readouterr().out.startswith("plan.yaml:1:1: found ")


@pytest.mark.parametrize(
    "command", [["check", "."], ["score", ".", "actuals.csv"], ["template", ".", "--out", "f.csv"]]
)
def test_a_folder_without_a_plan_is_bad_input(command: list[str], here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").unlink()
    assert run([*command, "--lang", "en"]) == 3
    assert "found a folder without a plan" in capsys.readouterr().err


def test_a_plan_with_problems_stops_every_other_command(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("measure: total", "measure: totall"), "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 3
    assert "plan.yaml:11:" in capsys.readouterr().err


def test_actuals_without_one_usable_row_are_bad_input(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text("indicator,period,value,unit\n新增城镇就业,2025,已完成,万人\n", "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 3
    err = capsys.readouterr().err
    assert "actuals.csv:2" in err
    assert "no usable row" in err


def test_one_of_several_files_without_a_usable_row_is_named(here: Path, capsys: Capture) -> None:
    (here / "blank.csv").write_text("indicator,period,value,unit\n新增城镇就业,2025,,万人\n", "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "blank.csv", "--lang", "en"]) == 3
    err = capsys.readouterr().err
    assert "blank.csv" in err
    assert "actuals.csv" not in err


def test_an_unknown_id_names_the_nearest(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["explain", "plan.yaml", "actuals.csv", "new-job", "--lang", "zh"]) == 2
    assert "没有 id 为 new-job 的条目（最接近的：new-jobs" in capsys.readouterr().err


def test_a_missing_output_folder_is_a_wrong_argument(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["score", "plan.yaml", "actuals.csv", "--out", "no/where.csv", "--lang", "zh"]) == 2
    assert "no: 找不到该文件或文件夹" in capsys.readouterr().err


def test_a_suffix_that_no_report_is_written_to_names_what_is(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["report", "plan.yaml", "actuals.csv", "--out", "a.docx", "--lang", "en"]) == 2
    assert "found suffix '.docx', expected one of .html .md .json" in capsys.readouterr().err


def test_an_unreadable_as_of_is_a_wrong_argument(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["score", "plan.yaml", "actuals.csv", "--as-of", "31.3.21", "--lang", "en"]) == 2
    assert "--as-of: found '31.3.21', expected a date" in capsys.readouterr().err


def test_a_plan_that_never_closes_needs_an_as_of(here: Path, capsys: Capture) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("closes: 2026-03-31\n", ""), "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "zh"]) == 2
    assert "--as-of" in capsys.readouterr().err
    assert run(["score", "plan.yaml", "actuals.csv", "--as-of", "today"]) == 0


def test_an_unknown_verdict_to_fail_on_is_a_wrong_argument(here: Path, capsys: Capture) -> None:
    assert here
    assert run(["score", "plan.yaml", "actuals.csv", "--fail-on", "bad", "--lang", "en"]) == 2
    assert "found 'bad', expected verdicts out of" in capsys.readouterr().err


def test_a_binary_file_named_csv_is_bad_input_without_a_traceback(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_bytes(bytes(range(256)) * 4)
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 3
    assert "actuals.csv" in capsys.readouterr().err


def test_a_file_that_is_read_is_never_written_over(here: Path, capsys: Capture) -> None:
    before = (here / "actuals.csv").read_bytes()
    assert run(["score", "plan.yaml", "actuals.csv", "--out", "./actuals.csv", "--lang", "en"]) == 2
    assert "found a file that is read, expected another file" in capsys.readouterr().err
    assert (here / "actuals.csv").read_bytes() == before


def test_a_row_is_told_by_its_line_and_the_head_of_the_cell(here: Path, capsys: Capture) -> None:
    (here / "actuals.csv").write_text("indicator,period,value,unit\n新增就业,2025,已完成,人\n", "utf-8")
    assert run(["score", "plan.yaml", "actuals.csv", "--lang", "en"]) == 3
    assert "actuals.csv:2: 新增就业 · value: found 已完成, expected" in capsys.readouterr().err
