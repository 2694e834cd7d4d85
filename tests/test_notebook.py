"""Cards: escaped, without script, aligned for terminals."""

from __future__ import annotations

from targetwatch.notebook import Card, Table, VerdictWord, escaped, text_table

CARD = Card(
    "甲市 <2025>",
    "zh",
    ("共3项",),
    steps=(("原文", ("“增长8%以上”",)),),
    tables=(Table(("指标", "n"), (("a|b <i>", 3), (VerdictWord("missed", "zh"), 4)), numbers=(1,), more=2),),
)


def test_html_is_escaped_and_has_no_script() -> None:
    html = CARD.html()
    assert "甲市 &lt;2025&gt;" in html
    assert "a|b &lt;i&gt;" in html
    assert "<script" not in html


def test_html_sets_no_colour_of_text_or_ground() -> None:
    html = CARD.html()
    assert "color:inherit;background:transparent" in html
    assert "background:#" not in html


def test_a_verdict_in_html_keeps_its_word_beside_its_shape() -> None:
    assert escaped(VerdictWord("met", "en")) == (
        '<span style="color:#1b8a5a" aria-hidden="true">●</span>&nbsp;met'
    )


def test_markdown_escapes_what_would_break_a_table() -> None:
    assert "| a\\|b \\<i\\> | 3 |" in CARD.markdown()


def test_rows_that_are_not_shown_are_counted() -> None:
    assert "另有 2 行未显示。" in CARD.text()
    assert "另有 2 行未显示。" in CARD.html()
    assert "另有 2 行未显示。" in CARD.markdown()


def test_text_is_aligned_with_characters_of_double_width() -> None:
    assert text_table(("指标", "数"), (("城镇新增就业", "1"), ("GDP", "22")), numbers=(1,)).splitlines() == [
        "指标          数",
        "------------  --",
        "城镇新增就业   1",
        "GDP           22",
    ]


def test_a_cell_too_wide_is_cut() -> None:
    assert text_table(("a",), (("固定资产投资增长",),), widest=7).splitlines()[-1] == "固定资…"
