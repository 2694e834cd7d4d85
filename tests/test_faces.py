"""The faces: what users hold, and how it shows itself."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

import targetwatch as tw
from targetwatch.frames import ACTUALS_NAMES, EVALUATION_NAMES

PLAN = """\
format: 1
id: jia-2025
title: {zh: 甲市2025年<目标>, en: Targets of Jia}
region: 甲市
period: 2025
closes: 2026-03-31
commitments:
  - type: target
    id: new-jobs
    name: {zh: 新增城镇就业, en: New urban jobs}
    measure: total
    goal: 10万人以上
    owner: {units: [市人社局]}
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
    name: {zh: 建成东线, en: East line}
    event: 建成
    source: {quote: 建成东线}
  - type: task
    id: reform
    name: {zh: 深化改革, en: Reform}
    source: {quote: 深化改革}
"""
ACTUALS = """\
indicator,period,value,unit,authority,published
新增城镇就业,2025,10.2,万人,statistics,2026-01-20
固定资产投资增长,2025,5.4,%,statistics,2026-01-20
新增就业,2025,1,万人,statistics,2026-01-20
新增城镇就业,2025,已完成,万人,unit,2026-01-20
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("faces")
    (made / "plan.yaml").write_text(PLAN, "utf-8")
    (made / "actuals.csv").write_text(ACTUALS, "utf-8")
    return made


@pytest.fixture(scope="module")
def plan(folder: Path) -> tw.Plan:
    return tw.load_plan(str(folder / "plan.yaml"))


@pytest.fixture(scope="module")
def result(folder: Path, plan: tw.Plan) -> tw.Evaluation:
    return tw.evaluate(plan, tw.read_actuals(folder / "actuals.csv"))


def test_a_plan_lists_its_commitments_by_type(plan: tw.Plan) -> None:
    assert [c.id for c in plan.commitments] == ["new-jobs", "investment-growth", "east-line", "reform"]
    assert [c.id for c in plan.targets] == ["new-jobs", "investment-growth"]
    assert [c.id for c in plan.milestones] == ["east-line"]
    assert [c.id for c in plan.tasks] == ["reform"]


def test_a_commitment_has_the_fields_of_its_record(plan: tw.Plan) -> None:
    jobs = plan["new-jobs"]
    assert (jobs.measure, jobs.goal.value, jobs.goal.unit, jobs.lead_unit) == (
        "total",
        10,
        "万人",
        "市人社局",
    )


def test_an_unknown_id_is_a_key_error_with_the_nearest(plan: tw.Plan) -> None:
    with pytest.raises(KeyError, match=r"found id 'new-job', expected an id of the plan \(nearest: new-jobs"):
        _ = plan["new-job"]
    assert "new-job" not in plan
    assert "new-jobs" in plan


def test_a_commitment_is_frozen_and_can_be_copied(plan: tw.Plan) -> None:
    jobs = plan["new-jobs"]
    with pytest.raises(AttributeError):
        jobs.goal = None
    assert copy.deepcopy(jobs) == jobs
    assert pickle.loads(pickle.dumps(jobs)) == jobs
    assert hash(plan["new-jobs"]) == hash(jobs)


def test_an_unknown_field_is_an_attribute_error(plan: tw.Plan) -> None:
    with pytest.raises(AttributeError):
        _ = plan["new-jobs"].nothing


def test_a_plan_and_its_commitments_show_themselves_in_words(plan: tw.Plan) -> None:
    assert repr(plan) == "<Plan jia-2025: 甲市2025年<目标>; 甲市 2025; 量化指标2项、节点任务1项、常态工作1项>"
    assert repr(plan["new-jobs"]) == "<target new-jobs: 新增城镇就业 10万人以上>"
    assert repr(plan["reform"]) == "<task reform: 深化改革>"


def test_actuals_hold_the_frame_of_the_contract(folder: Path) -> None:
    actuals = tw.read_actuals([folder / "actuals.csv"])
    assert tuple(actuals.frame.columns) == ACTUALS_NAMES
    assert len(actuals.frame) == 3
    assert actuals.rejected["reason"].tolist() == ["verdict_instead_of_figure"]
    assert repr(actuals) == "<Actuals actuals.csv: 3 usable rows, 1 rejected, 0 findings>"


def test_an_evaluation_holds_the_frame_of_the_contract(result: tw.Evaluation) -> None:
    assert tuple(result.frame.columns) == EVALUATION_NAMES
    assert result.frame["verdict"].tolist()[:2] == ["met", "missed"]
    assert result.as_of == date(2026, 3, 31)
    assert result.failed()["commitment"].tolist() == ["investment-growth"]
    assert result.missing()["commitment"].tolist() == ["east-line"]
    assert result.unused["reason"].tolist() == ["unknown_indicator"]
    assert result.rejected["reason"].tolist() == ["verdict_instead_of_figure"]


def test_rows_read_are_used_unused_or_rejected(result: tw.Evaluation) -> None:
    counts = result.counts
    assert (counts.read, counts.used, counts.unused, counts.rejected) == (4, 2, 1, 1)


def test_the_summary_counts_by_lead_unit(result: tw.Evaluation) -> None:
    summary = result.summary(by="lead_unit")
    assert summary.loc[summary["lead_unit"] == "市发展改革委", "missed"].tolist() == [1]


@pytest.mark.parametrize("as_of", ["2026-02-01", "2026年2月1日", date(2026, 2, 1), datetime(2026, 2, 1, 9)])
def test_as_of_is_a_day_or_its_text(folder: Path, as_of: str | date) -> None:
    assert tw.evaluate(folder / "plan.yaml", folder / "actuals.csv", as_of=as_of).as_of == date(2026, 2, 1)


def test_an_unreadable_as_of_says_what_was_found(folder: Path) -> None:
    with pytest.raises(tw.AsOfError, match="found as_of 'soon', expected a day"):
        tw.evaluate(folder / "plan.yaml", folder / "actuals.csv", as_of="soon")


def test_a_pandas_frame_is_evaluated_as_a_file_is(plan: tw.Plan, result: tw.Evaluation) -> None:
    frame = pd.DataFrame(
        {
            "indicator": ["new-jobs", "investment-growth"],
            "period": [2025, 2025],
            "value": [10.2, 5.4],
            "unit": ["万人", "%"],
        }
    )
    verdicts = tw.evaluate(plan, frame).frame["verdict"]
    assert verdicts.tolist() == result.frame["verdict"].tolist()


def test_the_json_of_an_evaluation_names_its_schema_and_digests(result: tw.Evaluation) -> None:
    document = json.loads(result.to_json())
    assert document["schema"] == "targetwatch/evaluation/1"
    assert document["plan_digest"] == result.plan.digest
    assert list(document)[:3] == ["schema", "plan_digest", "actuals_digest"]


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.json", "R.HTML"])
def test_a_report_is_written_by_its_suffix(result: tw.Evaluation, tmp_path: Path, name: str) -> None:
    assert result.report(tmp_path / name, lang="zh") == tmp_path / name
    assert "固定资产投资增长" in (tmp_path / name).read_text("utf-8")


def test_the_same_evaluation_gives_the_same_report(result: tw.Evaluation, tmp_path: Path) -> None:
    result.report(tmp_path / "a.html")
    result.report(tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("name", ["r.docx", "r.xlsx", "r.pdf", "r.txt", "r"])
def test_another_suffix_names_what_is_supported(result: tw.Evaluation, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"expected one of \.html \.md \.json \(\.docx \.xlsx \.pdf come"):
        result.report(tmp_path / name)


def test_an_evaluation_shows_itself_in_words(result: tw.Evaluation) -> None:
    words = repr(result)
    assert "量化指标" in words
    assert "■ 未完成" in words
    assert "<" not in words.replace("<目标>", "")


def test_an_evaluation_shows_itself_in_a_notebook_without_script(result: tw.Evaluation) -> None:
    html = result._repr_html_()
    assert "甲市2025年&lt;目标&gt;" in html
    assert "<script" not in html
    assert "10.2万人" in html
    assert "| 新增城镇就业 |" in result._repr_markdown_()


def test_every_face_shows_itself_in_a_notebook(plan: tw.Plan, folder: Path) -> None:
    faces = (
        plan,
        plan["new-jobs"],
        plan["east-line"],
        plan["reform"],
        tw.read_actuals(folder / "actuals.csv"),
    )
    for face in faces:
        assert "<table" in face._repr_html_()
        assert "| --- |" in face._repr_markdown_()


def test_the_charts_are_figures_that_change_no_global_setting(result: tw.Evaluation) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    before = dict(matplotlib.rcParams)
    for figure in (result.plot.overview(), result.plot.bullet()):
        assert type(figure).__name__ == "Figure"
    assert dict(matplotlib.rcParams) == before
