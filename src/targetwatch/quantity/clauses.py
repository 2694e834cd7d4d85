"""Clauses of a Chinese text: names in quotation marks masked, brackets taken out, cut at the stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from targetwatch.quantity.line import Compact
from targetwatch.quantity.scanner import scan
from targetwatch.quantity.words import holds

MASK: Final = "□"
_QUOTES: Final = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|《([^《》]*)》|‘([^‘’]*)’")
_BRACKETS: Final = re.compile(r"(?<!/)（([^（）]*)）|\[([^\[\]]*)\]|【([^【】]*)】")
_HEADING: Final = re.compile(
    r"^\s*(?:\d{1,2}[.、．](?=[^\d])|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九十]{1,3}是|[①-⑳])"
)
_BULLETS: Final = frozenset(" \u3000、*·●○■□◆◇★☆※▶►➢❖▪▫▲△√✓→") - {MASK}
#: A mark between two digits stops nothing: it tears a number.
_STOPS: Final = re.compile(r"(?<!\d)[。；！？，：,:;]|[。；！？，：,;](?!\d)|[\n①-⑳⑴-⒇]")
#: 以上（不含60%）: the bound is strict, and its bracket stays with it.
_EXCLUDES: Final = re.compile("不含[^（）]{0,8}")
_BOUND: Final = re.compile("(?:以上|以下|以内|之上|之下|之内)$")
NONE_LEFT: Final = re.compile(
    r"一(?P<unit>[个户人名家])(?:[^，。；]{0,3})?(?:都|也)?(?:不能|不许|不得|不可|不落|不让|不)(?:掉队|落下|少|落|漏)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text without brackets; letter ``i`` stood at ``at[i]`` to ``to[i]`` of the original.

    ``inner`` marks a bracket's content, whose subject is the clause before it.
    """

    text: str
    at: tuple[int, ...]
    to: tuple[int, ...]
    inner: bool = False

    def words(self, name: str, original: str) -> str:
        """``name`` as it is written in the original text, with what was masked, where it stands there."""
        start = self.text.find(name) if name else -1
        if start < 0:
            cuts = (cut for cut in range(1, len(name)) if name[:cut] in self.text and name[cut:] in self.text)
            cut = next(cuts, 0)
            return self.words(name[:cut], original) + self.words(name[cut:], original) if cut else name
        places = range(start, start + len(name))
        written = "".join(original[self.at[index] : self.to[index]] for index in places)
        return written if name.isascii() else "".join(written.split())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of ``text[start:end]``."""
        if not self.at:
            return 0, 0
        first = self.at[min(start, len(self.at) - 1)]
        last = self.to[end - 1] if end > start else first
        return first, last


def clauses(line: Compact) -> Iterator[Clause]:
    """The clauses of a text in order, each bracket that states a goal right after its clause."""
    text, at, to = list(line.text), list(line.at), [place + 1 for place in line.at]
    for match in _QUOTES.finditer(line.text):
        start, end = match.span()
        if _readable(line.text[start + 1 : end - 1]) and text[start] != "《":
            text[start], text[end - 1] = "", ""
        else:
            text[start:end] = [MASK, *[""] * (end - start - 1)]
            to[start] = line.at[end - 1] + 1
    inner: list[Clause] = []
    plain = "".join(letter or "\0" for letter in text)
    for match in _BRACKETS.finditer(plain):
        start, end = match.span()
        content = plain[start + 1 : end - 1].replace("\0", "")
        if _EXCLUDES.fullmatch(content) and _BOUND.search(plain[:start].replace("\0", "")):
            continue
        found = scan(content)
        if any(one.comparator for one in found) or (found and holds(content, "strength.strive")):
            inner.append(_cut(text, at, to, start + 1, end - 1, inner=True))
        text[start:end] = [""] * (end - start)
    yield from _ordered(text, at, to, inner)


def _readable(content: str) -> bool:
    """Whether quoted words are themselves a bounded quantity, and not a name."""
    if NONE_LEFT.search(content):
        return True
    found = scan(content)
    return (
        len(found) == 1
        and (found[0].start, found[0].end) == (0, len(content))
        and _stated(content, found[0].form)
    )


def _stated(content: str, form: str) -> bool:
    return form in ("cover", "none_left", "growth") or bool(
        re.search("以上|以下|以内|左右|最多|最少|至少|不|%|—|~", content)
    )


def _ordered(text: list[str], at: list[int], to: list[int], inner: list[Clause]) -> Iterator[Clause]:
    joined = "".join(letter or "\0" for letter in text)
    start = 0
    stops = [match.start() for match in _STOPS.finditer(joined.replace("\0", "□"))]
    for stop in [*stops, len(text)]:
        clause = _cut(text, at, to, start, stop)
        if clause.text:
            yield clause
        end = at[stop] if stop < len(at) else at[-1] + 1 if at else 0
        while inner and inner[0].at and inner[0].at[0] < end:
            yield inner.pop(0)
        start = stop + 1


def _is_bullet(text: list[str], kept: list[int]) -> bool:
    """Whether the first letter only marks the beginning of a clause (——, ★), and is no minus."""
    if text[kept[0]] in _BULLETS:
        return True
    signed = len(kept) > 1 and text[kept[1]] in "0123456789-—"
    return text[kept[0]] in "-—" and (not signed or text[kept[1]] in "-—")


def _cut(
    text: list[str], at: list[int], to: list[int], start: int, end: int, *, inner: bool = False
) -> Clause:
    kept = [index for index in range(start, min(end, len(text))) if text[index]]
    while kept and _is_bullet(text, kept):
        kept.pop(0)
    while kept and text[kept[-1]] in " \u3000、.":
        kept.pop()
    words = "".join(text[index] for index in kept)
    if heading := _HEADING.match(words):
        kept, words = kept[heading.end() :], words[heading.end() :]
    return Clause(words, tuple(at[index] for index in kept), tuple(to[index] for index in kept), inner)
