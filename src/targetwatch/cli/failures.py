"""What a failure means at the console: its exit code and its words, in Chinese and English."""

from __future__ import annotations

import re
from typing import Final

import click

from targetwatch.cli.console import INPUT, USAGE, Console
from targetwatch.errors import (
    ActualsError,
    AsOfError,
    PlanError,
    ProblemsError,
    TargetwatchError,
    UnknownIdError,
)

_PATHS: Final = (
    ("Path ", "路径 "),
    ("File ", "文件 "),
    ("does not exist", "不存在"),
    ("is a directory", "是文件夹"),
    ("is not readable", "没有读取权限"),
    ("is not writable", "没有写入权限"),
)
_USAGES: Final = (
    (re.compile(r"No such command '(.*?)'"), "没有命令 {}；targetwatch --help --lang zh 列出全部命令"),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)"), "多余的参数：{}"),
)


class ConsoleError(TargetwatchError):
    """A failure of the user's making, with its exit code and its words in both languages."""

    def __init__(self, code: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en


def code_of(error: Exception) -> int:
    """The exit code of an error that reached the top."""
    if isinstance(error, ConsoleError):
        return error.code
    if isinstance(error, (PlanError, ActualsError)):
        return INPUT
    if isinstance(error, click.ClickException):
        return error.exit_code
    return USAGE


def words_of(error: Exception, console: Console) -> str:
    """What to print of an error, in the console's language."""
    if isinstance(error, ConsoleError):
        return console.say(error.zh, error.en)
    if isinstance(error, ProblemsError):
        return error.text(console.lang)
    if isinstance(error, click.ClickException):
        return _usage_words(error, console)
    if isinstance(error, OSError):
        return _system_words(error, console)
    return _own_words(error, console)


def _own_words(error: Exception, console: Console) -> str:
    text = getattr(error, "text", None)
    if isinstance(error, UnknownIdError) and text is None:
        hint = "、".join(error.nearest)
        chinese = f"没有 id 为 {error.found} 的条目" + (f"（最接近的：{hint}）" if hint else "")
        return console.say(chinese, str(error))
    if isinstance(error, AsOfError):
        return console.say("缺少评价截止日，或日期无法识别：请用 --as-of 给出，如 2021-03-31", str(error))
    if isinstance(error, TargetwatchError) and callable(text):
        return str(text(console.lang))
    return str(error)


def _system_words(error: OSError, console: Console) -> str:
    place = f"{error.filename}: " if error.filename else ""
    chinese = {
        FileNotFoundError: "找不到该文件或文件夹",
        PermissionError: "没有权限",
        IsADirectoryError: "这是文件夹，不是文件",
        NotADirectoryError: "路径中有一段不是文件夹",
    }.get(type(error), error.strerror or str(error))
    return console.say(place + chinese, place + (error.strerror or str(error)))


def _usage_words(error: click.ClickException, console: Console) -> str:
    english = error.format_message()
    if console.lang != "zh":
        return english
    if isinstance(error, click.NoSuchOption):
        hint = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}" + (f"（是否指 {hint}？）" if hint else "")
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_parameter(error)}"
    if isinstance(error, click.BadParameter):
        return f"参数 {_parameter(error)} 的值不对：{_value_words(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 缺少值或用法不对（{english}）"
    for pattern, chinese in _USAGES:
        if found := pattern.match(english):
            return chinese.format(*found.groups())
    return f"命令用法不对：{english}"


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    return (
        "/".join(error.param.opts)
        if isinstance(error.param, click.Option)
        else str(error.param.human_readable_name)
    )


def _value_words(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Path):
        text = error.message.rstrip(".")
        for english, chinese in _PATHS:
            text = text.replace(english, chinese)
        return text
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(str(choice) for choice in kind.choices)} 之一"
    return error.message
