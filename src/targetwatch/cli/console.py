"""What a command knows of its console: the language, the two streams, the exit codes.

Results go to standard output, messages and progress to standard error.
"""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import click

DONE: Final = 0
#: ``check`` found problems, or ``--fail-on`` or ``--strict`` struck.
FOUND: Final = 1
#: Wrong arguments, a path that does not exist, an unknown id.
USAGE: Final = 2
#: A plan with problems, a folder without a plan, actuals without one usable row.
INPUT: Final = 3
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Console:
    """The language of messages, and what ``--lang`` asked for (``None`` where it is absent)."""

    lang: str
    asked: str | None = None

    def say(self, zh: str, en: str) -> str:
        """The words in the console's language."""
        return zh if self.lang == "zh" else en

    def message(self, zh: str, en: str) -> None:
        """Print one message on standard error."""
        click.echo(self.say(zh, en), err=True)

    def progress(self, zh: str, en: str) -> None:
        """Say on standard error what is being done, where somebody watches it."""
        if sys.stderr is not None and sys.stderr.isatty():
            click.echo(self.say(zh, en) + " …", err=True)

    def result(self, text: str) -> None:
        """Print a result on standard output."""
        click.echo(text)

    def results(self, lines: Iterable[str]) -> None:
        """Print results, one a line."""
        for line in lines:
            self.result(line)

    def language_of(self, document: str) -> str:
        """The language of what is printed about a document: ``--lang``, else the document's own."""
        return self.asked or document


def open_console(arguments: Sequence[str]) -> Console:
    """The console for a command line: ``--lang`` where it stands there, else the locale's language.

    Both streams get ``errors="replace"``: a GBK console prints ``?`` for what it lacks.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    asked = asked_language(arguments)
    return Console(asked or _locale_language(), asked)


def asked_language(arguments: Sequence[str]) -> str | None:
    """The last ``--lang`` of a command line, or ``None``; found before any option is parsed.

    >>> asked_language(["check", "plan", "--lang", "zh"]), asked_language(["check", "--lang=en"])
    ('zh', 'en')
    """
    found = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in LANGUAGES:
            found = value
    return found


def _locale_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return "zh" if os.environ[variable].lower().startswith("zh") else "en"
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"
