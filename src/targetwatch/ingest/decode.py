"""Text from the bytes of a file: byte order mark, then UTF-8, then GB18030, always strictly.

Other encodings (Big5, …) must be asked for: no order of tries tells them from GB18030.
"""

from __future__ import annotations

import codecs
from typing import Final

from targetwatch.errors import ActualsError, Problem

#: Byte order marks and the codec that each calls for; the longer ones first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: GB18030 holds all of GBK and GB2312, and files that claim those often step outside them.
_WIDENED: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "hz"}


def decode_text(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the name of the encoding that read it.

    Without ``encoding`` a byte order mark decides; then UTF-8 is tried, then GB18030.
    ``file`` only names the place in an error.

    Raises ``ActualsError`` at the first byte that the encoding does not allow, or for an
    encoding that is not known.

    >>> decode_text("就业".encode("gb18030"), "a.csv")
    ('就业', 'gb18030')
    >>> decode_text("就业".encode("utf-8-sig"), "a.csv")
    ('就业', 'utf-8-sig')
    """
    if encoding is not None:
        return _decode_as(data, file, _forced(data, file, encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, file, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as first:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as second:
            # Chinese that reads as UTF-8 before the fault shows what the file was meant to be.
            chinese = any(letter >= "\u2e80" for letter in data[: first.start].decode("utf-8"))
            other = not chinese and second.start > first.start
            tried, error = ("gb18030", second) if other else ("utf-8", first)
            raise ActualsError([_undecodable(data, file, tried, error)]) from None


def _forced(data: bytes, file: str, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise ActualsError([_unknown_encoding(file, encoding)]) from None
    if name == "utf-8" and data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return _WIDENED.get(name, name)


def _decode_as(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ActualsError([_undecodable(data, file, encoding, error)]) from None
    except (LookupError, UnicodeError, AssertionError):
        raise ActualsError([_unknown_encoding(file, encoding)]) from None


def _undecodable(data: bytes, file: str, encoding: str, error: UnicodeDecodeError) -> Problem:
    start = error.start
    line = data.count(b"\n", 0, start) + 1
    column = start - (data.rfind(b"\n", 0, start) + 1) + 1
    hint, hint_zh = _advice(data, encoding)
    return Problem(
        file=file,
        line=line,
        column=column,
        key="",
        found=f"byte 0x{data[start]:02X} at offset {start}",
        expected=f"text in {encoding.upper()}",
        hint=hint,
        found_zh=f"第 {start} 字节处的 0x{data[start]:02X}",
        expected_zh=f"{encoding.upper()} 编码的文本",
        hint_zh=hint_zh,
    )


def _advice(data: bytes, encoding: str) -> tuple[str, str]:
    for other in ("utf-8", "gb18030"):
        if other != encoding.removesuffix("-sig") and _reads_as(data, other):
            name = other.upper()
            return (
                f"the whole file reads as {name}: leave the encoding out, or ask for {other}",
                f"整个文件可按 {name} 读取：不要指定编码，或指定 {other}",
            )
    return (
        "save it as UTF-8, or name its encoding, for example big5",
        "请另存为 UTF-8，或指定其编码，例如 big5",
    )


def _reads_as(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unknown_encoding(file: str, encoding: str) -> Problem:
    return Problem(
        file=file,
        line=0,
        column=0,
        key="encoding",
        found=repr(encoding),
        expected="the name of an encoding such as utf-8, gb18030, big5 or utf-16",
        expected_zh="编码名称，如 utf-8、gb18030、big5、utf-16",
    )
