"""The console: language, streams, exit codes, wrong arguments, files that are never half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from targetwatch.cli import run
from targetwatch.cli.console import Console, asked_language, open_console
from targetwatch.faces import write_file

COMMANDS = ("check", "score", "report", "explain", "parse", "template", "schema")
Capture = pytest.CaptureFixture[str]


def targetwatch(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One command line in a fresh process."""
    return subprocess.run(
        [sys.executable, "-m", "targetwatch", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_without_a_command_the_help_goes_to_standard_error(capsys: Capture) -> None:
    assert run([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Commands:" in err


def test_the_version_is_printed(capsys: Capture) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == "targetwatch 0.1.0\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples_in_english(command: str, capsys: Capture) -> None:
    assert run([command, "-h", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Examples:" in out
    assert f"targetwatch {command}" in out
    assert "--lang" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples_in_chinese(command: str, capsys: Capture) -> None:
    assert run([command, "--lang", "zh", "--help"]) == 0
    out = capsys.readouterr().out
    assert "示例：" in out
    assert out.startswith("用法：")


def test_an_unknown_option_is_told_with_the_nearest(capsys: Capture) -> None:
    assert run(["check", "--sourse", "x", "--lang", "zh"]) == 2
    assert "没有选项 --sourse（是否指 --source？）" in capsys.readouterr().err


def test_an_unknown_command_is_told_in_the_chosen_language(capsys: Capture) -> None:
    assert run(["--lang", "zh", "explian"]) == 2
    assert "没有命令 explian" in capsys.readouterr().err


def test_a_missing_argument_is_told(capsys: Capture) -> None:
    assert run(["check", "--lang", "zh"]) == 2
    assert "缺少参数 PLAN" in capsys.readouterr().err


def test_a_path_that_does_not_exist_is_a_wrong_argument(tmp_path: Path, capsys: Capture) -> None:
    assert run(["check", str(tmp_path / "nothing"), "--lang", "en"]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_too_many_arguments_are_told(capsys: Capture) -> None:
    assert run(["schema", "a", "b", "--lang", "zh"]) == 2
    assert "多余的参数：a b" in capsys.readouterr().err


def test_the_language_is_found_before_options_are_parsed() -> None:
    assert asked_language(["score", "--lang=zh", "x"]) == "zh"
    assert asked_language(["score", "x", "--lang", "en"]) == "en"
    assert asked_language(["parse", "--", "--lang", "zh"]) is None
    assert asked_language(["score", "--lang", "fr"]) is None


def test_without_lang_the_messages_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert open_console([]).lang == "zh"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert open_console([]).lang == "en"


def test_a_document_is_shown_in_its_own_language_unless_asked_otherwise() -> None:
    assert open_console([]).language_of("zh") == "zh"
    assert open_console(["--lang", "en"]).language_of("zh") == "en"


def test_a_gbk_console_prints_what_it_can() -> None:
    done = targetwatch("parse", "面积1.35亿亩以上 ✓㎡", PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert "亿亩".encode("gbk") in done.stdout
    assert b"Traceback" not in done.stderr


def test_chinese_help_on_a_gbk_console_is_gbk() -> None:
    done = targetwatch("check", "--help", "--lang", "zh", PYTHONIOENCODING="gbk")
    assert "检查方案".encode("gbk") in done.stdout


def test_a_gbk_console_shows_a_whole_score(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "format: 1\nid: a\ntitle: 甲市\nregion: 甲市\nperiod: 2025\ncloses: 2026-03-31\ncommitments:\n"
        "  - {type: target, id: growth, name: 投资增长, measure: growth, goal: 8%以上,"
        " source: {quote: 投资增长8%以上}}\n",
        "utf-8",
    )
    (tmp_path / "a.csv").write_text("indicator,period,value,unit\ngrowth,2025,5.4,%\n", "utf-8")
    done = targetwatch(
        "score", str(tmp_path / "plan.yaml"), str(tmp_path / "a.csv"), "--lang", "zh", PYTHONIOENCODING="gbk"
    )
    text = done.stdout.decode("gbk")
    assert "-2.6个百分点  ■ 未完成" in text
    assert "?" not in text


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"yes 增长8%以上 | head -n 20000 | {sys.executable} -m targetwatch parse | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"{command}; echo ${{PIPESTATUS[2]}}"], capture_output=True, check=False
    )
    assert done.stderr == b""
    assert done.stdout.split()[-1] == b"141"


def test_an_interrupt_leaves_with_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "targetwatch", "parse", "--lang", "en"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("增长8%以上\n".encode() * 3000)
    process.stdin.flush()
    process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_a_file_is_written_with_the_mode_of_a_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    written = write_file(tmp_path / "报告.md", b"x")
    assert written.read_bytes() == b"x"
    assert written.stat().st_mode == plain.stat().st_mode


def test_writing_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md", b"1")
    write_file(tmp_path / "a.md", b"2")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"2"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_file(tmp_path / "nowhere" / "a.md", b"x")
    assert caught.value.filename == str(tmp_path / "nowhere")


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_stream_that_the_caller_closed_is_no_failure(closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, closed, None)
    assert run(["schema"]) == 0
    Console("en").progress("读取", "reading")
