"""What is wrong with a text that YAML cannot read, and what to write instead.

A YAML parser's own words help no analyst; the line at the fault says more. Each
fault is found by the shape of that line, told as a `Problem`, and, where the
repair is plain, comes with the text as repaired so that reading can go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from targetwatch.errors import Problem
from targetwatch.spelling import nearest

Mark = tuple[int, int]
#: Words in English and in Chinese.
Pair = tuple[str, str]

_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_START: Final = r"(?P<start>\s*(?:-\s+)*)"
#: A line ``key: value`` (or ``- key: value``, or ``- value``), cut into its parts.
_ENTRY: Final = re.compile(
    _START + r"""(?:(?P<key>[^\s:：'"\[\]{},#&*!|>%@`-][^:：]*?)\s*:\s+)?(?P<value>\S.*)?$"""
)
_FULL_WIDTH: Final = re.compile(_START + r"(?P<key>[\w-]+)\s*：(?P<value>.*)$")
_NO_SPACE: Final = re.compile(_START + r"(?P<key>[a-z_]+):(?P<value>[^\s:].*)$")
_COMMENT: Final = re.compile(r"\s+#.*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the problem to tell, and the text as repaired where the repair is plain."""

    problem: Problem
    repaired: str | None = None


def describe_bytes(content: bytes, offset: int, name: str) -> tuple[str | None, Problem]:
    """Bytes that are not UTF-8 at ``offset``: the text where another encoding is evident, and the problem."""
    encoding, text = _guess(content)
    line_start = content.rfind(b"\n", 0, offset) + 1
    column = len(content[line_start:offset].decode("utf-8", "replace")) + 1
    byte = f"0x{content[offset]:02X}"
    looks = (f"; the file looks like {encoding}", f"，文件像是 {encoding} 编码") if encoding else ("", "")
    problem = Problem.told(
        name,
        (content.count(b"\n", 0, offset) + 1, column),
        "",
        (
            f"byte {byte} (number {offset + 1} of the file), which is not UTF-8{looks[0]}",
            f"非 UTF-8 字节 {byte}（文件第{offset + 1}个字节）{looks[1]}",
        ),
        ("a file in UTF-8", "UTF-8 编码的文件"),
        ("save it as UTF-8", "请另存为 UTF-8"),
    )
    return text, problem


def _guess(content: bytes) -> tuple[str, str | None]:
    """The encoding that bytes evidently have, and their text; nothing where none is evident."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16", content.decode("utf-16", "replace")
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return "", None
    return ("GB18030", text) if _HAN.search(text) else ("", None)


def describe_character(text: str, name: str) -> Fault | None:
    """The first control character of ``text``, which YAML does not allow; ``None`` where it has none."""
    match = _UNPRINTABLE.search(text)
    if match is None:
        return None
    before = _BREAK.split(text[: match.start()])
    code = f"U+{ord(match[0]):04X}"
    problem = Problem.told(
        name,
        (len(before), len(before[-1]) + 1),
        "",
        (f"the control character {code}", f"控制字符 {code}"),
        ("text that can be seen", "可见文字"),
        ("delete it", "请删除该字符"),
    )
    return Fault(problem, _UNPRINTABLE.sub("", text))


def too_deep(name: str, place: Mark) -> Problem:
    """The problem of lists and mappings nested deeper than any plan needs."""
    return Problem.told(
        name,
        place,
        "",
        ("lists and mappings nested too deeply", "过深的嵌套"),
        ("a plan file, which needs fewer than ten levels", "方案文件（不到十层）"),
    )


def describe_syntax(text: str, name: str, message: str, place: Mark | None, context: Mark | None) -> Fault:
    """The fault at which the parser stopped with ``message``, at ``place`` and perhaps ``context``.

    >>> fault = describe_syntax("unit: %", "p.yaml", "cannot start any token", (1, 7), None)
    >>> fault.problem.hint, fault.repaired
    ('quote it: unit: "%"', 'unit: "%"')
    """
    return _Lines(text, name).fault(message, place or (1, 1), context)


class _Lines:
    """A text as lines, looked at around the place of a fault."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.text = text
        self.lines = _BREAK.split(text)

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def fault(self, message: str, place: Mark, context: Mark | None) -> Fault:
        if "another document" in message:
            return self._told(
                place,
                ("a second document ('---')", "第二个文档（“---”）"),
                ("one document a file", "每个文件一个文档"),
            )
        if "nesting" in message:
            return Fault(too_deep(self.name, place))
        near = list(dict.fromkeys((place[0], context[0] if context else place[0], self._above(place[0]))))
        for number in near:
            if "\t" in _indent(self.line(number)):
                return self._tab(number)
        if "quoted scalar" in message and context:
            return self._open_quote(context)
        for shape in (self._colon, self._alias, self._value, self._bracket):
            for number in near:
                fault = shape(number, message)
                if fault is not None:
                    return fault
        return self._unclear(place)

    def _above(self, number: int) -> int:
        """The nearest line above that holds more than a comment; 0 where there is none."""
        number -= 1
        while number > 0 and (not self.line(number).strip() or self.line(number).lstrip().startswith("#")):
            number -= 1
        return number

    def _told(
        self, place: Mark, found: Pair, expected: Pair, hint: Pair = ("", ""), line: str | None = None
    ) -> Fault:
        repaired = None
        if line is not None:
            repaired = "\n".join([*self.lines[: place[0] - 1], line, *self.lines[place[0] :]])
        return Fault(Problem.told(self.name, place, "", found, expected, hint), repaired)

    def _tab(self, number: int) -> Fault:
        column = _indent(self.line(number)).index("\t") + 1
        hint = ("no tab may indent a line", "缩进不能用制表符（Tab）")
        return self._told((number, column), ("a tab", "制表符"), ("spaces", "空格"), hint)

    def _open_quote(self, context: Mark) -> Fault:
        number, column = context
        line = self.line(number)
        mark, text = line[column - 1 : column], _cut(line[column - 1 :])
        return self._told(
            context,
            (f"{text} without its closing {mark}", f"{text}，缺右引号 {mark}"),
            (f"a closing {mark}", f"右引号 {mark}"),
            (f"end the text with {mark}", f"请以 {mark} 结束"),
            line + mark if line.count(mark) == 1 else None,
        )

    def _colon(self, number: int, _message: str) -> Fault | None:
        """A full-width colon after a key, or a colon without a space after it."""
        line = self.line(number)
        entry = _ENTRY.match(line)
        match = _FULL_WIDTH.match(line) or _NO_SPACE.match(line)
        if match is None or (entry and entry["key"]):
            return None
        full = "：" in line[match.end("key") : match.start("value")]
        repaired = f"{match['start']}{match['key']}: {match['value'].strip()}"
        found = (
            ("a full-width colon '：'", "全角冒号“：”")
            if full
            else ("a colon without a space", "冒号后缺空格")
        )
        write = _cut(repaired.strip(), quote=False)
        return self._told(
            (number, match.end("key") + 1),
            found,
            ("an ASCII colon and a space ': '", "半角冒号加空格“: ”"),
            (f"write {write}", f"写作 {write}"),
            repaired,
        )

    def _alias(self, number: int, message: str) -> Fault | None:
        line = self.line(number)
        entry = _ENTRY.match(line)
        alias = re.match(r"\*([\w-]+)", entry["value"] or "") if entry else None
        if not alias or not entry or "undefined alias" not in message:
            return None
        like = nearest(alias[1], re.findall(r"(?:^|\s)&(\S+)", self.text))
        hint = ('a text that begins with "*" must be quoted', "以“*”开头的文字要加引号")
        if like:
            hint = (f"nearest: {', '.join(like)}", f"相近的有：{'、'.join(like)}")
        start = entry.start("value")
        return self._told(
            (number, start + 1),
            (f"the alias *{alias[1]} without an anchor above it", f"别名 *{alias[1]}，其上没有该锚点"),
            (f"an anchor &{alias[1]} earlier in the file", f"文件前面的锚点 &{alias[1]}"),
            hint,
            line[:start] + line[start + alias.end() :],
        )

    def _value(self, number: int, _message: str) -> Fault | None:
        """A value that YAML takes for something else: ``>= 8%``, ``%``, ``增长: 8%``, ``"a" b``."""
        line = self.line(number)
        entry = _ENTRY.match(line)
        value = _COMMENT.sub("", entry["value"] or "") if entry else ""
        if not entry or not _needs_quotes(value, bool(entry["key"])):
            return None
        quoted = _quoted(value)
        write = (f"{entry['key']}: " if entry["key"] else "- ") + _cut(quoted, quote=False)
        return self._told(
            (number, entry.start("value") + 1),
            (f"{_cut(value)} without quotation marks", f"未加引号的 {_cut(value)}"),
            ("a value that YAML can read", "YAML 能读的值"),
            (f"quote it: {write}", f"加引号：{write}"),
            line[: entry.start("value")] + quoted,
        )

    def _bracket(self, number: int, message: str) -> Fault | None:
        """A list or mapping in brackets that is not closed in its line."""
        line = self.line(number)
        entry = _ENTRY.match(line)
        value = _COMMENT.sub("", entry["value"] or "") if entry else ""
        opened = re.match(r"(?:&\S+\s+)?([\[{])", value)
        if not entry or not opened or "flow" not in message:
            return None
        close = "]" if opened[1] == "[" else "}"
        if value.count(opened[1]) <= value.count(close):
            return None
        return self._told(
            (number, entry.start("value") + opened.start(1) + 1),
            (f"{opened[1]!r} without its {close!r}", f"{opened[1]} 未闭合"),
            (f"a closing {close!r}", f"右括号 {close}"),
            (f"end it with {close}", f"请以 {close} 结束"),
            line[: entry.start("value")] + value.rstrip() + close,
        )

    def _unclear(self, place: Mark) -> Fault:
        number, column = place if self.line(place[0]).strip() else (self._above(place[0]), 1)
        text = _cut(self.line(number).strip()) if number else "nothing"
        return self._told(
            (max(number, 1), column),
            (text, text),
            (
                "a key of the same indentation as those above, or a value that YAML can read",
                "与上文同级对齐的键，或 YAML 能读的值",
            ),
            (
                "align it with the lines above; quote a text that holds ': ', ' #' or quotation marks",
                "与上面各行对齐；含“: ”“ #”或引号的文字要加引号",
            ),
        )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _needs_quotes(value: str, after_key: bool) -> bool:
    """Whether a value as written would be read by YAML as something else than its text."""
    if not value:
        return False
    if value[0] in "'\"":
        return not re.fullmatch(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', value)
    if value[0] in "%@`,]}":
        return True
    if value[0] in ">|":
        return not re.fullmatch(r"[>|][+-]?[1-9]?[+-]?", value)
    if value[0] == "*":
        return not re.fullmatch(r"\*[\w-]+", value)
    if value[0] in "[{&!":
        return False
    return after_key and (bool(re.search(r":(?:\s|$)", value)) or value[:2] in ("- ", "? "))


def _quoted(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _cut(text: str, quote: bool = True) -> str:
    """At most 40 characters of ``text``, in quotation marks unless told otherwise."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return repr(short) if quote else short
