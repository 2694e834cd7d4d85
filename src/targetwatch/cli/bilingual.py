"""click's commands and options with help in two languages, and a group that loads commands on demand."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from targetwatch.cli.console import LANGUAGES, Console

_HEADINGS: Final = {
    "zh": ("用法：", "选项", "命令", "显示本帮助。"),
    "en": ("Usage: ", "Options", "Commands", "Show this help."),
}


def _language(context: click.Context) -> str:
    console = context.find_object(Console)
    return console.lang if console else "en"


class Option(click.Option):
    """An option whose help has Chinese words too."""

    def __init__(self, *names: Any, help_zh: str = "", **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help_zh = help_zh

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help in the console's language."""
        record = super().get_help_record(ctx)
        if record is None or _language(ctx) != "zh" or not self.help_zh:
            return record
        return record[0], self.help_zh


class Command(click.Command):
    """A command whose help is printed as it is written, in the console's language."""

    def __init__(
        self, *positional: Any, help_zh: str = "", summary: tuple[str, str] = ("", ""), **settings: Any
    ):
        settings.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*positional, **settings)
        self.help_zh = help_zh
        self.summary = summary

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_HEADINGS[_language(ctx)][0])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help text, line by line as written."""
        text = self.help_zh if _language(ctx) == "zh" else self.help or ""
        formatter.write("\n")
        for line in text.strip("\n").splitlines():
            formatter.write(f"  {line}".rstrip() + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with its help."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(_HEADINGS[_language(ctx)][1]):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with its own help in the console's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HEADINGS[_language(ctx)][3]
        return option


class Group(Command, click.Group):
    """The program: finds each command in the module of its name, loaded when it is asked for."""

    def __init__(
        self, *positional: Any, package: str, command_names: tuple[str, ...], **settings: Any
    ) -> None:
        super().__init__(*positional, **settings)
        self.package = package
        self.command_names = command_names

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of their use."""
        return list(self.command_names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or ``None``."""
        if cmd_name not in self.command_names:
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands."""
        super().format_options(ctx, formatter)
        chinese = _language(ctx) == "zh"
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            summary = getattr(command, "summary", ("", ""))
            rows.append((name, summary[0] if chinese else summary[1]))
        with formatter.section(_HEADINGS[_language(ctx)][2]):
            formatter.write_dl(rows)


def lang_option(function: Any) -> Any:
    """The option ``--lang`` that every command takes (read by the console before parsing)."""
    return click.option(
        "--lang",
        cls=Option,
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Language of the output and the messages.",
        help_zh="输出和提示的语言。",
    )(function)
