"""Text from bytes: the order of tries, and what an undecodable byte is told."""

from __future__ import annotations

import pytest

from targetwatch.errors import ActualsError
from targetwatch.ingest.decode import decode_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_byte_order_mark_then_utf8_then_gb18030_are_tried(encoding: str) -> None:
    assert decode_text("新增就业,10.2".encode(encoding), "a.csv") == ("新增就业,10.2", encoding)


def test_three_short_lines_of_gb18030_are_read_as_such() -> None:
    text = "指标,数值\n甲,1\n乙,2\n"
    assert decode_text(text.encode("gb18030"), "a.csv") == (text, "gb18030")


def test_big5_is_read_where_it_is_asked_for() -> None:
    assert decode_text("就業".encode("big5"), "a.csv", "big5") == ("就業", "big5")


@pytest.mark.parametrize("asked", ["gbk", "GB2312", "cp936"])
def test_the_older_chinese_encodings_are_read_as_gb18030_which_holds_them(asked: str) -> None:
    assert decode_text("鄠邑区㙦".encode("gb18030"), "a.csv", asked) == ("鄠邑区㙦", "gb18030")


def test_gb18030_forced_as_utf8_names_byte_line_and_remedy() -> None:
    data = "a,b\n指标,数值\n".encode("gb18030")
    with pytest.raises(ActualsError) as caught:
        decode_text(data, "a.csv", "utf-8")
    assert caught.value.text("en") == (
        "a.csv:2:3: found byte 0xB1 at offset 6, expected text in UTF-8 "
        "(the whole file reads as GB18030: leave the encoding out, or ask for gb18030)"
    )
    assert caught.value.text("zh") == (
        "a.csv:2:3: 实际为 第 6 字节处的 0xB1，应为 UTF-8 编码的文本"
        "（整个文件可按 GB18030 读取：不要指定编码，或指定 gb18030）"
    )


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    with pytest.raises(ActualsError, match=r"a\.csv:2:3: found byte 0xFF at offset 6"):
        decode_text(b"abc\nde\xff\xff", "a.csv")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ActualsError, match="encoding: found 'klingon'"):
        decode_text(b"a", "a.csv", "klingon")


@pytest.mark.parametrize(("encoding", "told"), [("gb18030", "text in GB18030"), ("utf-8", "text in UTF-8")])
def test_a_broken_byte_is_told_in_the_encoding_of_what_stands_before_it(encoding: str, told: str) -> None:
    data = "指标\n新增就业\n".encode(encoding) + b"\xff\xff,2025\n"
    with pytest.raises(ActualsError, match=rf"a\.csv:3:1: found byte 0xFF .* {told}"):
        decode_text(data, "a.csv")
