"""``targetwatch parse``: the goals that texts state, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

import click

from targetwatch.cli.bilingual import Command, Option, lang_option
from targetwatch.cli.console import DONE, USAGE
from targetwatch.cli.failures import ConsoleError

_HELP = """
Read goals from text and print one JSON object a line. What was not
understood stands under "unread"; without TEXT, each line of standard
input is a text.

Examples:
  targetwatch parse "新增城镇就业10万人以上"
  targetwatch parse "at least 8%" "no more than 80 days"
  targetwatch parse --context result "城镇新增就业12.3万人"
  targetwatch parse < clauses.txt
"""

_HELP_ZH = """
从文字中读出目标，每条文字输出一行 JSON。未能读懂的文字列在 unread 中；
不给 TEXT 时，标准输入的每一行是一条文字。

示例：
  targetwatch parse "新增城镇就业10万人以上"
  targetwatch parse --context result "城镇新增就业12.3万人"
  targetwatch parse < 条目.txt
"""


@click.command(
    cls=Command, help=_HELP, help_zh=_HELP_ZH, summary=("从文字中读出目标", "goals read from text, as JSON")
)
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option(
    "--context",
    cls=Option,
    type=click.Choice(["result"]),
    help="The texts report results: what was reached is no goal.",
    help_zh="文字是完成情况：已达到的数不是目标。",
)
@lang_option
def command(texts: tuple[str, ...], context: str | None) -> int:
    """Print the goals of each text."""
    from targetwatch.quantity import read_goals, reading_as_json

    for text in texts or _standard_input():
        reading = read_goals(text, context=context)
        click.echo(json.dumps(reading_as_json(reading), ensure_ascii=False))
    return DONE


def _standard_input() -> Iterator[str]:
    lines: Iterable[bytes] = sys.stdin.buffer
    for number, line in enumerate(lines, start=1):
        yield _decoded(line.rstrip(b"\r\n"), number)


def _decoded(line: bytes, number: int) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConsoleError(
        USAGE,
        f"标准输入第{number}行：既不是 UTF-8 也不是 GB18030",
        f"standard input, line {number}: neither UTF-8 nor GB18030",
    )
