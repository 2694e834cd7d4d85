"""The lines of a text file cut into cells: which character cuts, quoted cells, trailing separators."""

from __future__ import annotations

import csv
import io
from typing import Final

from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.grid import Grid, problem

#: Characters that may stand between cells, in the order in which they are tried.
SEPARATORS: Final = ("\t", ",", ";", "|")
#: Characters of the start of a file that are looked at to recognise its layout.
_SAMPLED: Final = 400_000
_UNCLOSED: Final = "\x00end\x00"


def sample_of(text: str) -> str:
    """The first lines of a long text, whole lines only."""
    if len(text) <= _SAMPLED:
        return text
    end = text.rfind("\n", 0, _SAMPLED)
    return text[: end + 1] if end > 0 else text[:_SAMPLED]


def cut(text: str, file: str, separator: str, lenient: bool = False) -> Grid:
    """The lines of ``text`` cut at ``separator``; a line is numbered where it begins.

    ``lenient`` takes text after a closing quotation mark as it comes and a last quoted
    cell that is not closed (of a sample).

    Raises ``ActualsError`` where a quotation mark is never closed or a cell is too long.
    """
    try:
        numbers, lines = _lines(text, separator, strict=True)
    except csv.Error as error:
        numbers, lines = _as_it_comes(text, file, separator, lenient, error)
    return Grid(file, None, lines, numbers, separator=separator)


def _as_it_comes(
    text: str, file: str, separator: str, lenient: bool, error: csv.Error
) -> tuple[list[int], list[list[str]]]:
    """The lines where a quotation mark within a note is no fault; refused where one swallows the rest."""
    try:
        numbers, lines = _lines(f"{text.rstrip()}\n{_UNCLOSED}", separator, strict=False)
    except csv.Error:
        raise ActualsError([_fault(file, 0, str(error))]) from None
    if lines and lines[-1] == [_UNCLOSED]:
        return numbers[:-1], lines[:-1]
    if lenient:
        return numbers[:-1], lines[:-1]
    raise ActualsError([_fault(file, numbers[-1] if numbers else 0, str(error))])


def _lines(text: str, separator: str, strict: bool) -> tuple[list[int], list[list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    numbers, lines, before = [], [], 0
    for line in reader:
        numbers.append(before + 1)
        lines.append(line)
        before = reader.line_num
    return numbers, lines


def _fault(file: str, line: int, words: str) -> Problem:
    if "field larger" in words:
        found = ("a cell of more than 131072 letters", "超过 131072 字的单元格")
        return problem(file, line, found[0], "shorter cells", found[1], "较短的单元格")
    found = ("a quotation mark that is not closed", "引号没有成对")
    return problem(file, line, found[0], 'quoted cells such as "1,234"', found[1], '成对的引号，如 "1,234"')
