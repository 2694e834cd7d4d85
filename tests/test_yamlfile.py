"""YAML as plain data with places, and every fault with what to write instead."""

from __future__ import annotations

import pytest

from targetwatch.yamlfile import DEEPEST, YamlFile, parse_yaml


def only(text: str | bytes, lang: str = "en") -> str:
    """The one problem of a text."""
    (problem,) = parse_yaml(text, "p.yaml").problems
    return problem.text(lang)


def test_every_plain_scalar_stays_the_text_that_was_written() -> None:
    written = "id: 1.10\nopen: NO\nday: 2020-04-30\ntime: 10:30\ncode: 012\nyes: true\nnumber: 1e3"
    assert parse_yaml(written, "p.yaml").data == {
        "id": "1.10",
        "open": "NO",
        "day": "2020-04-30",
        "time": "10:30",
        "code": "012",
        "yes": "true",
        "number": "1e3",
    }


def test_only_empty_null_and_tilde_are_none() -> None:
    data = parse_yaml('a:\nb: null\nc: ~\nd: ""\ne: "null"\nf: None', "p.yaml").data
    assert data == {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": "None"}


def test_goals_that_need_no_quotation_marks_are_read() -> None:
    data = parse_yaml("[8%, 6%—6.5%, ≥8%, ~= 2%, == 3%, <= 5%, -0.5个百分点]", "p.yaml").data
    assert data == ["8%", "6%—6.5%", "≥8%", "~= 2%", "== 3%", "<= 5%", "-0.5个百分点"]


def test_keys_and_values_have_places() -> None:
    file = parse_yaml("a: 1\nlist:\n  - 名称: x\n    b: [y, z]\n", "p.yaml")
    assert file.keys[("a",)] == (1, 1)
    assert file.values[("a",)] == (1, 4)
    assert file.keys[("list", 0, "名称")] == (3, 5)
    assert file.values[("list", 0, "名称")] == (3, 9)
    assert file.values[("list", 0, "b", 1)] == (4, 12)


def test_the_place_of_what_is_missing_is_that_of_what_is_above_it() -> None:
    file = parse_yaml("a:\n  b: 1\n", "p.yaml")
    assert file.place(("a", "c", 3)) == (2, 3)


def test_an_alias_has_the_place_of_its_anchor() -> None:
    file = parse_yaml("a: &x {unit: 市财政局}\nb: *x\n", "p.yaml")
    assert file.data == {"a": {"unit": "市财政局"}, "b": {"unit": "市财政局"}}
    assert file.values[("b", "unit")] == (1, 14)


def test_merged_keys_fill_what_is_not_there() -> None:
    file = parse_yaml("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n", "p.yaml")
    assert file.data["own"] == {"x": "1", "y": "3"}
    assert file.keys[("own", "x")] == (1, 11)
    assert file.keys[("own", "y")] == (4, 3)


def test_of_merged_mappings_the_first_wins() -> None:
    file = parse_yaml("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n", "p.yaml")
    assert file.data["c"] == {"x": "1", "y": "2"}
    assert not file.problems


def test_a_merge_of_text_is_a_problem() -> None:
    assert only("<<: 1") == "p.yaml:1:5: <<: found '1', expected an alias of a mapping, as *name"


def test_a_duplicate_key_is_told_with_the_line_of_the_first() -> None:
    assert only("a: 1\nb: 2\na: 3\n") == (
        "p.yaml:3:1: a: found the key 'a' again, expected each key once (first in line 1)"
    )


def test_a_duplicate_key_within_an_anchor_is_told_once() -> None:
    assert len(parse_yaml("a: &a {x: 1, x: 2}\nb: *a\nc: *a\n", "p.yaml").problems) == 1


@pytest.mark.parametrize(
    ("written", "place", "hint"),
    [
        ("goal: >= 8%", "1:7", 'quote it: goal: ">= 8%"'),
        ("goal: >8%", "1:7", 'quote it: goal: ">8%"'),
        ("goal: > 8%  # at least", "1:7", 'quote it: goal: "> 8%"'),
        ("unit: %", "1:7", 'quote it: unit: "%"'),
        ("note: 增长: 8%", "1:7", 'quote it: note: "增长: 8%"'),
        ("- goal: @8", "1:9", 'quote it: goal: "@8"'),
        ('quote: "全域通" 工程', "1:8", "quote it: quote: '\"全域通\" 工程'"),
        ("note: 'it's'", "1:7", "quote it: note: \"'it's'\""),
        ("list:\n  - `a`", "2:5", 'quote it: - "`a`"'),
        ("a: *8", "1:4", 'a text that begins with "*" must be quoted'),
    ],
)
def test_a_value_that_yaml_takes_for_something_else_is_told_to_be_quoted(
    written: str, place: str, hint: str
) -> None:
    text = only(written)
    assert text.startswith(f"p.yaml:{place}: ")
    assert text.endswith(f"({hint})")


def test_reading_goes_on_after_a_plain_repair() -> None:
    file = parse_yaml("goal: >= 8%\nunit: %\nid：a\nnote: x: y\n", "p.yaml")
    assert [(problem.line, problem.column) for problem in file.problems] == [(1, 7), (2, 7), (3, 3), (4, 7)]
    assert file.data == {"goal": ">= 8%", "unit": "%", "id": "a", "note": "x: y"}


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("format: 1\nid：甲\ntitle: x\n", "2:3"),
        ("c:\n  - goal：8%\n    measure: growth\n", "2:9"),
        ("c:\n  - measure: growth\n    goal：8%\n    basis: real\n", "3:9"),
    ],
)
def test_a_full_width_colon_is_told(written: str, place: str) -> None:
    text = only(written)
    assert text.startswith(f"p.yaml:{place}: found a full-width colon '：', expected an ASCII colon")


def test_a_full_width_colon_within_a_value_is_text() -> None:
    assert parse_yaml("note: 其中：工业", "p.yaml").data == {"note": "其中：工业"}


def test_a_colon_without_a_space_is_told() -> None:
    assert only("a: 1\nid:x\nb: 2\n").startswith("p.yaml:2:3: found a colon without a space")


def test_a_tab_is_told() -> None:
    assert only("a:\n\tb: 1\n") == "p.yaml:2:1: found a tab, expected spaces (no tab may indent a line)"


def test_faults_are_told_in_chinese_too() -> None:
    assert only("unit: %", "zh") == (
        "p.yaml:1:7: 实际为 未加引号的 '%'，应为 YAML 能读的值（加引号：unit: \"%\"）"
    )


def test_an_open_quotation_mark_is_told_where_it_stands() -> None:
    assert only('a: "b\nc: d\n').startswith("p.yaml:1:4: found '\"b' without its closing \"")


def test_an_open_bracket_is_told_where_it_stands() -> None:
    file = parse_yaml("units: [a, b\nid: x\n", "p.yaml")
    assert (
        file.problems[0].text()
        == "p.yaml:1:8: found '[' without its ']', expected a closing ']' (end it with ])"
    )
    assert file.data == {"units": ["a", "b"], "id": "x"}


def test_an_unknown_alias_names_the_nearest_anchor() -> None:
    assert only("a: &owner-1 x\nb: *owner-l\n").endswith("(nearest: owner-1)")


def test_a_wrong_indentation_is_told() -> None:
    text = only("a:\n  - x\n - y\n")
    assert text.startswith("p.yaml:3:2: found '- y', expected a key of the same indentation")


def test_gb18030_is_named_with_byte_and_line_and_read_on() -> None:
    file = parse_yaml("format: 1\ntitle: 目标\n".encode("gb18030"), "p.yaml")
    assert [problem.text() for problem in file.problems] == [
        "p.yaml:2:9: found byte 0xB1 (number 20 of the file), which is not UTF-8; "
        "the file looks like GB18030, expected a file in UTF-8 (save it as UTF-8)"
    ]
    assert file.data == {"format": "1", "title": "目标"}


def test_utf_16_is_named() -> None:
    assert "the file looks like UTF-16" in only("id: 目标\n".encode("utf-16"))


def test_bytes_in_no_encoding_are_told_without_a_guess() -> None:
    assert "looks like" not in only(b"id: \xff\xff\n")


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert parse_yaml(b"\xef\xbb\xbfid: a", "p.yaml").data == {"id": "a"}


def test_a_control_character_is_told_where_it_stands() -> None:
    assert only("a: 1\nb: x\x07y\n").startswith("p.yaml:2:5: found the control character U+0007")


def test_a_second_document_is_told() -> None:
    assert (
        only("a: 1\n---\nb: 2\n")
        == "p.yaml:2:1: found a second document ('---'), expected one document a file"
    )


def test_a_tag_is_told_and_never_run() -> None:
    assert only("a: !!python/object/apply:os.getcwd []").startswith("p.yaml:1:4: a: found the tag !!python")


def test_an_alias_within_its_own_anchor_is_told() -> None:
    assert "an alias within its own anchor" in only("a: &x [1, *x]")


def test_a_bomb_of_aliases_stops_early() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    file = parse_yaml("\n".join(lines), "p.yaml")
    assert "aliases that multiply the file" in file.problems[0].found
    assert file.data is None


@pytest.mark.parametrize("levels", [DEEPEST + 2, 900, 5000])
def test_a_very_deep_nest_is_told(levels: int) -> None:
    assert "nested too deeply" in only("[" * levels + "]" * levels)


def test_many_aliases_of_small_things_are_fine() -> None:
    owner = "o: &o {leaders: [张三], units: [市财政局, 市建设局]}\n"
    file = parse_yaml(owner + "list:\n" + "  - {owner: *o}\n" * 3000, "p.yaml")
    assert not file.problems
    assert len(file.data["list"]) == 3000


@pytest.mark.parametrize("written", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_holds_nothing_and_has_no_problem(written: str) -> None:
    assert parse_yaml(written, "p.yaml") == YamlFile("p.yaml", None)


def test_a_list_as_a_key_is_told() -> None:
    assert "a list or mapping as a key" in only("? [a, b]\n: c\n")
