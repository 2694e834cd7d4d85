"""The HTML report in a real browser: it opens alone, shows Chinese without a Chinese font, prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from matplotlib.image import imread

from targetwatch.report import render_html
from targetwatch.report.describe import Cell, Column, Paragraph, Report, Table

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-extensions", "--hide-scrollbars", "--enable-logging=stderr"),
)


def open_page(folder: Path, report: Report, *flags: str) -> str:
    """Opens the report in the browser; gives what the page complained of."""
    path = folder / "report.html"
    path.write_bytes(render_html(report))
    command = [BROWSER or "", *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def make_report(text: str, rows: int = 3) -> Report:
    table = Table(
        "表一",
        (Column("指标", width=70), Column("结果")),
        tuple((Cell(f"{text}{number}"), Cell("未完成", "missed")) for number in range(rows)),
    )
    return Report("zh", "甲市完成情况", "内部", "本表为试算", (Paragraph(text), table), "评价截止日")


def test_the_page_opens_without_complaint_and_prints_to_pages(tmp_path: Path) -> None:
    pages = tmp_path / "report.pdf"
    flags = (f"--print-to-pdf={pages}", "--no-pdf-header-footer")
    assert open_page(tmp_path, make_report("固定资产投资增长", rows=150), *flags) == ""
    assert pages.read_bytes().startswith(b"%PDF")
    assert pages.stat().st_size > 10_000


def test_rare_characters_of_places_are_drawn_each_in_its_own_shape(tmp_path: Path) -> None:
    pictures = []
    for number, text in enumerate(("鄠鄠鄠鄠", "浉浉浉浉")):
        picture = tmp_path / f"{number}.png"
        folder = tmp_path / str(number)
        folder.mkdir()
        assert open_page(folder, make_report(text), f"--screenshot={picture}", "--window-size=900,700") == ""
        pictures.append(imread(picture))
    assert pictures[0].shape == pictures[1].shape
    assert (pictures[0] != pictures[1]).any()
