"""Goals without a number of their own: against a reference, set by another authority, or only stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from targetwatch.quantity.expression import Expression
from targetwatch.quantity.readings import MIRRORED, Comparator, Kind
from targetwatch.quantity.words import ending, first_of, holds, turned, words

#: Words that link a subject to what it is compared with, and the comparison they make.
_LINKS: Final[tuple[tuple[str, Comparator], ...]] = (
    ("not_under", ">="),
    ("not_over", "<="),
    ("over", ">"),
    ("under", "<"),
)
_SPLIT: Final = re.compile("[、]|以及|及|和|与")
_DEGREE: Final = re.compile("(?:保持|大体|大致|总体|努力|继续|实现)*(?:基本)?(?:保持)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A goal without a number: its span in the clause, its subjects, and what it is held against."""

    kind: Kind
    start: int
    end: int
    subjects: tuple[tuple[int, int], ...]
    comparator: Comparator
    reference: str
    offset: str | None = None
    offset_direction: int = 1


def _any(path: str) -> str:
    return "|".join(re.escape(word) for word in words(path))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    marks = _any("relative.marks")
    links = "|".join(_any(f"relative.{name}") for name, _ in _LINKS)
    external = rf"(?:{_any('external.issuers')})(?:{_any('external.acts')})"
    return {
        "same": re.compile(
            rf"(?:基本|大体|大致|保持|总体)*(?:{_any('relative.same')})"
            r"(?!推进|实施|建设|发展|规划|部署|设计|落实|开展|投入|完成|实现|提升|跟进|改造|谋划|启动|集成)"
        ),
        "held": re.compile(
            rf"(?:{_any('relative.held')})(?P<ref>[^，。；、\d]{{0,12}}?(?:{marks})[^，。；、\d]{{0,8}}?)"
            r"(?P<side>以上|之上|以下|以内|之内|之下)"
        ),
        "link": re.compile(rf"(?P<link>{links})(?P<ref>[^，。；、\d%]{{1,20}})"),
        "than": re.compile(
            r"(?<![占对同环])比(?P<ref>[^比，。；、\d%][^，。；、\d%]{0,13}?)(?<![提升降减加增放])(?P<side>高|快|多|低|慢|少)(?:出)?(?=[\d一二三四五六七八九]|$)"
        ),
        "external": re.compile(
            rf"(?P<verb>{_any('external.verbs')})?(?P<ref>{external}(?:的)?[^，。；、\d]{{0,10}}?"
            rf"(?:{_any('external.objects')})|(?:{external}))(?:以内|之内|内|以上)?"
        ),
        "stated": re.compile(
            rf"(?P<verb>{_any('stated.verbs')})(?P<ref>[^，。；、\d]{{0,14}}?(?:{_any('stated.ends')}))"
        ),
    }


def find_reference(text: str, quantities: list[Expression]) -> Found | None:
    """The first goal of ``text`` that is held against something other than a number, or ``None``.

    Quantities before it are other goals; one right after a reference is its offset.
    """
    for find in (_same, _held, _than, _link, _external, _stated):
        if found := find(text, quantities):
            return found
    return None


def _subject_start(text: str, end: int, quantities: list[Expression]) -> int:
    """Where the subject that ends at ``end`` begins: after the last quantity before it."""
    start = max((found.end for found in quantities if found.end <= end), default=0)
    while start < end and text[start] in "、，和与及并":
        start += 1
    return start


def _subjects(text: str, start: int, end: int, *, split: bool) -> tuple[tuple[int, int], ...]:
    """The subject as one span, or as several where its parts are whole by themselves."""
    while word := ending(text[start:end], "subjects.adverbs"):
        end -= len(word)
    whole = ((start, end),)
    if not split:
        return whole
    cuts = [match.span() for match in re.finditer("、", text[start:end])]
    if not cuts:
        return whole
    edges = [start, *(start + place for cut in cuts for place in cut), end]
    parts = tuple(zip(edges[::2], edges[1::2], strict=True))
    return parts if all(stop - begin >= 2 for begin, stop in parts) else whole


def _same(text: str, quantities: list[Expression]) -> Found | None:
    """与经济增长基本同步: at least the reference, less an offset that the plan states."""
    match = _patterns()["same"].search(text)
    if not match:
        return None
    place = max((text.rfind(link, 0, match.start()) for link in words("relative.same_links")), default=-1)
    reference = _DEGREE.sub("", text[place + 1 : match.start()]) if place >= 0 else ""
    if not _names_reference(reference):
        return None
    start = _subject_start(text, place, quantities)
    subjects = _subjects(text, start, place, split=True)
    return Found("relative", start, match.end(), subjects, ">=", reference)


def _held(text: str, quantities: list[Expression]) -> Found | None:
    """保持在全国平均水平以上."""
    match = _patterns()["held"].search(text)
    if not match or holds(match["ref"], "relative.not_marks"):
        return None
    start = _subject_start(text, match.start(), quantities)
    comparator: Comparator = ">=" if match["side"] in ("以上", "之上") else "<="
    subjects = _subjects(text, start, match.start(), split=False)
    return Found("relative", start, match.end(), subjects, comparator, match["ref"])


def _link(text: str, quantities: list[Expression]) -> Found | None:
    """高于全国平均水平, 快于经济增长2个百分点以上."""
    for match in _patterns()["link"].finditer(text):
        comparator = next(sign for name, sign in _LINKS if match["link"] in words(f"relative.{name}"))
        reference, end = match["ref"], match.end()
        if not _names_reference(reference) or (match["link"] == "达到" and "平均" not in reference):
            continue
        sign, length = turned(text[: match.start()], comparator)
        if sign == "?":
            return None
        turned_to: Comparator = next(known for known in MIRRORED if known == sign)
        return _with_offset(text, match.start() - length, reference, end, turned_to, quantities)
    return None


def _than(text: str, quantities: list[Expression]) -> Found | None:
    """比全国平均水平高1个百分点."""
    match = _patterns()["than"].search(text)
    if not match or not _names_reference(match["ref"]) or match["ref"].startswith(("上年", "去年", "同期")):
        return None
    comparator: Comparator = ">" if match["side"] in "高快多" else "<"
    return _with_offset(text, match.start(), match["ref"], match.end(), comparator, quantities)


def _names_reference(text: str) -> bool:
    return holds(text, "relative.marks") and not holds(text, "relative.not_marks")


def _with_offset(
    text: str, start: int, reference: str, end: int, comparator: Comparator, quantities: list[Expression]
) -> Found | None:
    """The relative goal with the quantity that follows its reference as offset."""
    offset = next((found for found in quantities if found.start <= end <= found.core), None)
    sign = 1 if comparator in (">", ">=") else -1
    written = None
    if offset is not None and text[offset.start - 1] == "的":
        return None
    if offset is not None and offset.unit is not None:
        end = offset.end
        reference = text[text.find(reference) : offset.start] if offset.start < end else reference
        written = text[offset.core : offset.end]
        written = written.removesuffix("以上").removesuffix("以内").removesuffix("左右")
        stated = offset.comparator or ">="
        comparator = stated if sign > 0 else MIRRORED[stated]
    elif re.search(r"\d", text[end : end + 2]):
        return None
    begin = _subject_start(text, start, quantities)
    subjects = _subjects(text, begin, start, split=False)
    return Found("relative", begin, end, subjects, comparator, _tidied(reference), written, sign)


def _tidied(reference: str) -> str:
    return re.sub("(?:以上|左右|的)$", "", reference)


def _external(text: str, quantities: list[Expression]) -> Found | None:
    """完成省定目标: the number comes from another authority."""
    for match in _patterns()["external"].finditer(text):
        has_object = any(match["ref"].endswith(word) for word in words("external.objects"))
        if not (match["verb"] and has_object) and not match["ref"].endswith(("省定", "省定目标", "国定目标")):
            continue
        start = _subject_start(text, match.start(), quantities)
        subjects = _subjects(text, start, match.start(), split=False)
        comparator: Comparator = "<=" if "控制" in (match["verb"] or "") else ">="
        return Found("external", start, match.end(), subjects, comparator, match["ref"])
    return None


def _stated(text: str, quantities: list[Expression]) -> Found | None:
    """居全国重点城市前列: no number to compare with."""
    match = _patterns()["stated"].search(text)
    if not match:
        return None
    start = _subject_start(text, match.start(), quantities)
    subjects = _subjects(text, start, match.start(), split=False)
    return Found("stated", start, match.end(), subjects, ">=", text[match.start() : match.end()])


def issuer(reference: str) -> str | None:
    """Who sets an external goal, as written (省, 国家, 上级)."""
    return first_of(reference, words("external.issuers"))
