"""Warnings about a plan: what is allowed and yet unlike what the offices usually write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from targetwatch.errors import Problem
from targetwatch.fields import Pair
from targetwatch.goaltext import quoted_goals
from targetwatch.model import CommitmentBase, Target
from targetwatch.planfile import Draft, Place
from targetwatch.refusals import nearest_hint

#: Names of indicators and the basis in which their growth is usually published.
_USUAL_BASES: Final = (
    (re.compile("固定资产投资|民间投资|fixed[- ]asset investment", re.I), "comparable"),
    (
        re.compile(
            "财政收入|预算收入|税收收入|社会消费品零售|budget revenue|fiscal revenue|retail sales", re.I
        ),
        "nominal",
    ),
    (re.compile("居民.{0,6}收入|household income|disposable income", re.I), "real"),
    (re.compile("生产总值|增加值|GDP|value added|经济增长", re.I), "real"),
)
_NAMED_AT_THE_END: Final = re.compile("认定|命名|创成|通过")
_BOTH_HOUSEHOLDS: Final = re.compile("城乡居民.{0,6}收入")


def advise(draft: Draft) -> Iterator[Problem]:
    """Warnings: an unusual basis, a profile that will raise false alarms, names that are not in the lists."""
    parents = {commitment.part_of for commitment in draft.commitments}
    for commitment, place in zip(draft.commitments, draft.places, strict=True):
        if isinstance(commitment, Target):
            yield from _basis(commitment, place)
            yield from _profile(commitment, place)
            yield from _strength(draft, commitment, place)
            yield from _households(commitment, place, commitment.id in parents)
        yield from _unlisted(draft, commitment, place)


def _warn(
    place: Place, path: tuple[str | int, ...], found: Pair, expected: Pair, hint: Pair = ("", "")
) -> Problem:
    return place.tell(path, found, expected, hint, level="warning")


def _basis(target: Target, place: Place) -> Iterator[Problem]:
    """Source: the bases in which statistics offices publish growth rates of these indicators."""
    if target.measure != "growth" or target.basis is None:
        return
    names = " ".join(filter(None, (target.name.zh, target.name.en)))
    usual = next((basis for pattern, basis in _USUAL_BASES if pattern.search(names)), target.basis)
    if usual != target.basis:
        found = (f"basis: {target.basis}", f"basis: {target.basis}")
        expected = (f"{usual}, as its growth is usually published", f"{usual}（通常公布的口径）")
        yield _warn(place, ("basis",), found, expected)


def _profile(target: Target, place: Place) -> Iterator[Problem]:
    words = " ".join(filter(None, (target.source.quote, target.name.zh, target.scope)))
    match = _NAMED_AT_THE_END.search(words)
    if match and target.profile in (None, "linear") and target.measure in ("level", "total", "share"):
        found = (f"{match[0]} without profile: at_end", f"“{match[0]}”而无 profile: at_end")
        expected = (
            "profile: at_end for what is certified at the year's end",
            "年底认定、命名、验收的用 profile: at_end",
        )
        yield _warn(
            place, ("profile",), found, expected, ("else it is called behind all year", "否则全年显示欠进度")
        )


def _strength(draft: Draft, target: Target, place: Place) -> Iterator[Problem]:
    read = {goal.strength for goal in quoted_goals(target.source.quote, draft.record.units)}
    if len(read) == 1 and read == {"strive"} and target.strength == "commit" and target.stretch is None:
        found = ("strength: commit, with a quote that strives", "strength: commit，而引文为力争、争取、争创")
        yield _warn(place, ("strength",), found, ("strength: strive", "strength: strive"))


def _households(target: Target, place: Place, has_parts: bool) -> Iterator[Problem]:
    name = target.name.zh or ""
    if _BOTH_HOUSEHOLDS.search(name) and not has_parts and target.part_of is None:
        found = ("one target for urban and rural households", "城乡居民收入作一个指标")
        expected = ("a parent with two parts, 城镇 and 农村", "上级指标下设城镇、农村两个分项")
        yield _warn(place, ("name",), found, expected)
    for index, alias in enumerate(target.aliases):
        if "全体居民" in alias and "全体居民" not in name:
            found = (f"the alias {alias!r}", f"别名 {alias!r}")
            expected = ("a name of the same households", "同一口径居民的名称")
            hint = ("全体居民 does not stand in for 城镇 or 农村", "全体居民不能代替城镇居民或农村居民")
            yield _warn(place, ("aliases", index), found, expected, hint)


def _unlisted(draft: Draft, commitment: CommitmentBase, place: Place) -> Iterator[Problem]:
    """Leaders and units that a plan with lists of them does not list: likely misspelt."""
    record = draft.record
    organisations = {*record.organisations, *record.collective}
    for variants in record.organisations.values():
        organisations.update(variants)
    lists = (
        ("leaders", commitment.owner.leaders, set(record.leaders)),
        ("units", commitment.owner.units, organisations),
    )
    for key, names, known in lists:
        for index, name in enumerate(names if known else ()):
            if name not in known and not (key == "units" and is_collective(name)):
                found = (f"{name!r}, which the plan does not list", f"方案未列的 {name!r}")
                which = "leaders" if key == "leaders" else "organisations"
                expected = (f"a name in the plan's {which}", f"方案 {which} 中的名称")
                like = nearest_hint(name, sorted(known))
                yield _warn(
                    place,
                    ("owner", key, index),
                    found,
                    expected,
                    like if like[0].startswith("nearest") else ("", ""),
                )


def is_collective(unit: str) -> bool:
    """Whether a name is of many units and of none in particular.

    >>> is_collective("各县（市、区）政府"), is_collective("市级相关单位"), is_collective("市财政局")
    (True, True, False)
    """
    return unit.startswith("各") or bool(
        re.search("(?:相关|有关|各).{0,12}(?:单位|部门|政府|县|市|区)|市直.*单位", unit)
    )
