"""The renderers: hostile text is harmless, nothing is fetched, the same report gives the same bytes."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import pytest
from fontTools.ttLib import TTFont

from targetwatch.report.describe import (
    Block,
    Cell,
    Column,
    Drawing,
    Heading,
    Listing,
    Paragraph,
    Report,
    Table,
)
from targetwatch.report.html import cut_font, render_html, write_css_string
from targetwatch.report.markdown import escape, render_markdown

HOSTILE = (
    "<script>alert(1)</script> | a & b \"q\" 's' `c` *d* _e_ [f](javascript:g) </style> ${h} {{ i }}\n# j"
)


def make_report(*blocks: Block, lang: str = "zh", title: str = "甲市完成情况", notice: str = "") -> Report:
    return Report("en" if lang == "en" else "zh", title, "内部", notice, blocks, "评价截止日2021年3月31日")


def make_table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table("表一", (Column("指标", width=60), Column("差距", "right")), cells)


class Page(HTMLParser):
    """What a browser finds in a page: its tags with attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.text += data

    def attributes(self, wanted: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == wanted]


def hostile_report() -> Report:
    return make_report(
        Heading(2, HOSTILE),
        Paragraph(HOSTILE),
        make_table((HOSTILE, HOSTILE)),
        Listing((HOSTILE,)),
        Drawing(b"<svg/>", HOSTILE, HOSTILE),
        title=HOSTILE,
        notice=HOSTILE,
    )


def test_hostile_text_makes_no_element_in_html() -> None:
    page = Page(render_html(hostile_report()))
    assert page.attributes("script") == []
    assert [
        attributes for _, attributes in page.tags if any(name.startswith("on") for name in attributes)
    ] == []
    assert page.attributes("a") == []
    assert len(page.attributes("style")) == 1
    assert page.attributes("img")[0]["alt"] == HOSTILE
    assert page.text.count("<script>alert(1)</script>") >= 5


def test_hostile_text_makes_no_markup_in_markdown() -> None:
    text = render_markdown(hostile_report()).decode("utf-8")
    assert re.search(r"(?<!\\)<", text) is None
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in table] == [3, 3, 3]
    assert "\\[f\\]" in text
    assert len([line for line in text.splitlines() if line.startswith("# ")]) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "a\\|b"),
        ("两行\n文字", "两行 文字"),
        ("# 标题", "\\# 标题"),
        ("- 项", "\\- 项"),
        ("1. 项", "1\\. 项"),
        ("-2.6个百分点", "-2.6个百分点"),
        ("<b>", "\\<b\\>"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_markdown_text_stays_what_it_is(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_html_asks_for_nothing_outside() -> None:
    page = Page(render_html(hostile_report()))
    addresses = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset")
    ]
    assert all((address or "").startswith("data:") for address in addresses)
    assert page.attributes("link") == []
    style = render_html(make_report()).decode("utf-8").split("<style>")[1].split("</style>")[0]
    assert re.findall(r"url\((?!data:)", style) == []
    assert "@import" not in style


def test_html_says_its_language_and_has_tables_that_can_be_read_aloud() -> None:
    page = Page(render_html(make_report(make_table(("固定资产投资增长", "-2.6个百分点")))))
    assert page.attributes("html") == [{"lang": "zh-Hans"}]
    assert (
        len(page.attributes("caption")) == len(page.attributes("table")) == len(page.attributes("thead")) == 1
    )
    assert [attributes["scope"] for attributes in page.attributes("th")] == ["col", "col", "row"]
    assert Page(render_html(make_report(lang="en"))).attributes("html") == [{"lang": "en"}]


def test_a_verdict_is_told_by_word_and_shape() -> None:
    table = Table("表一", (Column("结果"),), ((Cell("未完成", "missed"),),), heads_first_column=False)
    assert "■ 未完成" in Page(render_html(make_report(table))).text
    assert "| ■ 未完成 |" in render_markdown(make_report(table)).decode("utf-8")


def test_the_notice_stands_at_the_top_in_the_footer_and_on_every_printed_page() -> None:
    notice = "本表为依据公开数据的试算"
    page = render_html(make_report(notice=notice)).decode("utf-8")
    assert Page(page.encode()).text.count(notice) == 2
    assert f"@bottom-left {{ content: {write_css_string(notice)};" in page
    assert f"**{notice}**" in render_markdown(make_report(notice=notice)).decode("utf-8")


def test_no_notice_where_there_is_none() -> None:
    assert "@bottom-left" not in render_html(make_report()).decode("utf-8")


def test_a_css_string_cannot_be_left() -> None:
    assert str(write_css_string('"}</style>')) == '"\\22 \\7d \\3c \\2f style\\3e "'


def test_the_embedded_font_has_every_character_of_the_page_and_few_more() -> None:
    report = make_report(Paragraph("鄠邑区浉河区增长8%以上★"))
    page = render_html(report).decode("utf-8")
    found = re.search(r"font/woff;base64,([A-Za-z0-9+/=]+)", page)
    assert found is not None
    with TTFont(io.BytesIO(base64.b64decode(found[1]))) as font:
        covered = set(font.getBestCmap())
    assert {ord(character) for character in Page(page.encode()).text if not character.isspace()} <= covered
    assert len(covered) < 200


def test_a_character_that_the_font_lacks_is_left_to_the_reader() -> None:
    assert cut_font("甲\ue123")[:4] == b"wOFF"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_html(hostile_report()) == render_html(hostile_report())


def test_broken_characters_do_not_stop_a_report() -> None:
    report = make_report(Paragraph("甲\ud800乙"))
    assert b"?" in render_html(report)
    assert b"?" in render_markdown(report)
