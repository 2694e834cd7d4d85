"""Fonts: what the bundled one covers, and what happens where nothing does."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import matplotlib
import pytest
from matplotlib.figure import Figure

from targetwatch import fonts


def test_bundled_font_covers_all_of_gb2312() -> None:
    missing = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if ord(character) not in fonts.read_coverage(str(fonts.BUNDLED_FILE)):
                missing.append(character)
    assert missing == []


@pytest.mark.parametrize(
    "text",
    [
        "鄠邑区 浉河区 堃 镕 喆 㙦 瀍河 猇亭 硚口 埇桥 洑 垟 埕 峃口 甪直 圐圙 㟃",
        "鄄 郓 濉 婺 睢 歙 黟 亳 郯 莒 鄱 珲 磴 溧 岢 岚 隰 泷 蓥 邛 崃 犍 珙 筠 荥 盱眙 堽 塅 滘 漷 邨",
        "★●◆■▲▼△▽○◎□◇→←↑↓√×÷±≤≥≠≈∞∑′″℃‰㎡㎞㎏²³½¼①⑩ⅠⅫ✓—…“”《》〔〕【】、。，；：？！％～－＋＝０９Ａｚ",
        "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüÉ−–·",
    ],
)
def test_bundled_font_alone_covers_place_names_and_signs(text: str) -> None:
    covered = fonts.read_coverage(str(fonts.BUNDLED_FILE))
    assert [one for one in text if ord(one) not in covered] == []


def test_font_and_licence_travel_together_and_are_small() -> None:
    licence = fonts.BUNDLED_FILE.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence.splitlines()[0]
    assert fonts.BUNDLED_FILE.stat().st_size < 2_500_000


def test_drawing_sets_the_family_itself_to_the_list_and_restores_the_settings() -> None:
    with matplotlib.rc_context({"font.family": ["serif"], "font.size": 33}):
        with fonts.drawing() as families:
            assert matplotlib.rcParams["font.family"] == ["Noto Sans SC", "DejaVu Sans"] == families
        assert matplotlib.rcParams["font.family"] == ["serif"]
        assert matplotlib.rcParams["font.size"] == 33


def test_a_font_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(fonts.FontError, match="No Such Font"):
        fonts.resolve_families("No Such Font")


def test_a_file_that_is_no_font_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.otf"
    path.write_bytes(b"no font")
    with pytest.raises(fonts.FontError, match=r"broken\.otf"):
        fonts.resolve_families(path)


def test_a_font_file_comes_first() -> None:
    assert fonts.resolve_families(fonts.BUNDLED_FILE) == ["Noto Sans SC", "Noto Sans SC", "DejaVu Sans"]


def make_figure(text: str) -> tuple[Figure, list[str]]:
    with fonts.drawing() as families:
        figure = Figure(figsize=(3, 1))
        figure.text(0.1, 0.5, text)
    return figure, families


def test_covered_text_gives_no_warning() -> None:
    figure, families = make_figure("鄠邑区 固定资产投资增长 −2.6% $x$")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fonts.cover_figure(figure, families) == ""
        figure.savefig(io.BytesIO(), format="png")


def test_what_no_font_has_gives_one_warning_that_names_the_characters(tmp_path: Path) -> None:
    figure, families = make_figure("甲\ue123乙\ue123丙\ue456")
    with pytest.warns(fonts.FontCoverageWarning, match=r"<U\+E123><U\+E456>") as caught:
        fonts.cover_figure(figure, families)
    assert len(caught) == 1
    assert [text.get_text() for text in fonts.list_texts(figure)] == ["甲〓乙〓丙〓"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(tmp_path / "figure.png")
