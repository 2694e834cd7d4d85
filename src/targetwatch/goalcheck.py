"""Whether each goal of a plan makes sense: unit and measure, baseline, direction, bands, references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from targetwatch.bands import POINTS, Band, parse_band
from targetwatch.errors import Problem
from targetwatch.fields import Pair
from targetwatch.goals import DIRECTIONS
from targetwatch.model import (
    Baseline,
    ExternalGoal,
    FixedGoal,
    MultipleGoal,
    RelativeGoal,
    StatedGoal,
    Target,
)
from targetwatch.periods import parse_period
from targetwatch.planfile import Draft, Place
from targetwatch.refusals import nearest_hint
from targetwatch.units import RANK_UNITS, fits, is_unit, nearest_units, unit_class
from targetwatch.yamlfile import Path

AnyGoal = FixedGoal | MultipleGoal | RelativeGoal | ExternalGoal | StatedGoal

#: Measures whose differences are percentage points.
RATES: Final = ("growth", "share", "points")
_UNITS_OF: Final[Mapping[str, Pair]] = {
    "growth": ("% for a growth", "growth 用 %"),
    "share": ("% for a share", "share 用 %"),
    "points": (f"{POINTS} for points", f"points 用{POINTS}"),
    "level": (
        "an amount with its unit for a level (share or growth takes %)",
        "level 用数量单位（百分比用 share 或 growth）",
    ),
    "total": (
        "an amount with its unit for a total (share or growth takes %)",
        "total 用数量单位（百分比用 share 或 growth）",
    ),
    "rank": ("no unit, or 位, for a rank", "rank 不带单位，或用位"),
    "index": ("no unit, points of a score or % for an index", "index 不带单位，或用分、%"),
}
_CLASSES_OF: Final[Mapping[str, frozenset[str]]] = {
    "growth": frozenset({"ratio"}),
    "share": frozenset({"ratio"}),
    "points": frozenset({"points"}),
    "rank": frozenset({"rank"}),
    "index": frozenset({"ratio", "score", "multiple"}),
}
_NO_AMOUNT: Final = frozenset({"ratio", "points", "multiple", "rank"})


def check_goals(draft: Draft) -> Iterator[Problem]:
    """Every problem of the goals, baselines and bands of each target, and of the plan's own bands."""
    yield from _plan_bands(draft)
    targets = {each.id: each for each in draft.commitments if isinstance(each, Target)}
    for commitment, place in zip(draft.commitments, draft.places, strict=True):
        if isinstance(commitment, Target):
            yield from _TargetCheck(draft, commitment, place, targets).problems()


def unit_suits(measure: str, unit: str, own_units: tuple[str, ...]) -> bool:
    """Whether a known unit suits a measure: % for growth and share, an amount for level and total, …

    >>> unit_suits("growth", "%", ()), unit_suits("total", "%", ()), unit_suits("points", "%", ())
    (True, False, False)
    """
    found = unit_class(unit, own_units)
    if measure in ("level", "total"):
        return found not in _NO_AMOUNT
    return found in _CLASSES_OF[measure] or (measure == "rank" and unit in RANK_UNITS)


class _TargetCheck:
    """One target under check, with the plan around it."""

    def __init__(self, draft: Draft, target: Target, place: Place, targets: Mapping[str, Target]) -> None:
        self.draft, self.target, self.place, self.targets = draft, target, place, targets
        self.own = draft.record.units

    def problems(self) -> Iterator[Problem]:
        goals: list[tuple[Path, AnyGoal]] = [(("goal",), self.target.goal)]
        if self.target.stretch is not None:
            goals.append((("stretch",), self.target.stretch))
        for index, amendment in enumerate(self.target.amendments):
            goals.append((("amendments", index, "goal"), amendment.goal))
        for path, goal in goals:
            yield from self._goal(path, goal)
        yield from self._direction(goals)
        yield from self._tolerance(goals)
        if self.target.baseline is not None:
            yield from self._baseline(self.target.baseline)
        yield from self._amendments()
        yield from self._rounding()

    def _goal(self, path: Path, goal: AnyGoal) -> Iterator[Problem]:
        if isinstance(goal, FixedGoal):
            yield from self._unit(path, goal.unit, required=True)
        elif isinstance(goal, ExternalGoal):
            yield from self._unit(path, goal.unit, required=False)
        elif isinstance(goal, MultipleGoal):
            yield from self._multiple(path)
        elif isinstance(goal, RelativeGoal):
            yield from self._relative(path, goal)

    def _unit(self, path: Path, unit: str | None, required: bool) -> Iterator[Problem]:
        measure = self.target.measure
        if unit is None:
            if required and measure not in ("rank", "index"):
                yield self.place.tell(
                    (*path, "unit"), ("a goal without a unit", "目标缺单位"), _UNITS_OF[measure]
                )
        elif not is_unit(unit, self.own):
            yield self._unknown_unit((*path, "unit"), unit)
        elif not unit_suits(measure, unit, self.own):
            found = (f"the unit {unit!r} with the measure {measure}", f"指标类型 {measure} 的单位 {unit!r}")
            yield self.place.tell((*path, "unit"), found, _UNITS_OF[measure])

    def _unknown_unit(self, path: Path, unit: str) -> Problem:
        like = (*nearest_units(unit), *self.own)
        hint = (
            "or declare it in the plan's units",
            "或在方案的 units 中声明",
        )
        if like:
            hint = (f"nearest: {', '.join(like)}; {hint[0]}", f"相近的有：{'、'.join(like)}；{hint[1]}")
        found = (f"the unit {unit!r}", f"单位 {unit!r}")
        return self.place.tell(path, found, ("a known unit", "已知的单位"), hint)

    def _multiple(self, path: Path) -> Iterator[Problem]:
        measure = self.target.measure
        if measure in ("growth", "points", "rank"):
            found = (
                f"a multiple of the baseline with the measure {measure}",
                f"指标类型 {measure} 的倍数目标",
            )
            expected = ("level, total, share or index", "level、total、share 或 index")
            hint = ("翻番 of a count is a total or level", "数量翻番用 total 或 level")
            yield self.place.tell(path, found, expected, hint)
        if self.target.baseline is None:
            found = ("a multiple without a baseline", "倍数目标缺基数")
            expected = ("the key 'baseline' with a period or a value", "键 'baseline'，含 period 或 value")
            yield self.place.tell(
                path, found, expected, ("baseline: {period: 2019}", "baseline: {period: 2019}")
            )

    def _relative(self, path: Path, goal: RelativeGoal) -> Iterator[Problem]:
        other = self.targets.get(goal.to)
        if other is None:
            if goal.to not in self.draft.broken:
                yield self._no_reference((*path, "to"), goal.to)
        elif other.measure != self.target.measure:
            found = (f"the measure {other.measure} of {goal.to!r}", f"{goal.to!r} 的指标类型 {other.measure}")
            expected = (
                f"a target of the same measure, {self.target.measure}",
                f"同类指标 {self.target.measure}",
            )
            yield self.place.tell((*path, "to"), found, expected)
        else:
            yield from self._bases(path, goal, other)
        yield from self._offset(path, goal)

    def _no_reference(self, path: Path, to: str) -> Problem:
        found = (f"the id {to!r}", f"标识 {to!r}")
        expected = ("the id of a target of the plan", "方案中某个量化指标的 id")
        return self.place.tell(path, found, expected, nearest_hint(to, self.targets))

    def _bases(self, path: Path, goal: RelativeGoal, other: Target) -> Iterator[Problem]:
        if self.target.measure != "growth" or goal.mixed_basis:
            return
        bases = {self.target.id: self.target.basis, other.id: other.basis}
        stated = ", ".join(f"{name}: {basis or 'not stated'}" for name, basis in bases.items())
        stated_zh = "，".join(f"{name}：{basis or '未注明'}" for name, basis in bases.items())
        hint = ("or write mixed_basis: accepted in the goal", "或在 goal 中写 mixed_basis: accepted")
        if None in bases.values():
            expected = ("the basis of both, for they are compared", "两者都注明 basis，因为要相互比较")
            yield self.place.tell(path, (f"the bases {stated}", f"口径 {stated_zh}"), expected, hint)
        elif self.target.basis != other.basis:
            expected = ("one basis for both", "两者口径一致")
            found = (f"different bases ({stated})", f"口径不同（{stated_zh}）")
            yield self.place.tell(path, found, expected, hint, level="warning")

    def _offset(self, path: Path, goal: RelativeGoal) -> Iterator[Problem]:
        words = (goal.text or "") + self.target.source.quote
        if goal.offset is None:
            if "基本同步" in words:
                found = ("基本同步 without an offset", "“基本同步”缺 offset")
                expected = (
                    "how far below the other still counts as keeping pace",
                    "低于参照多少仍算基本同步",
                )
                yield self.place.tell(
                    path, found, expected, (f"offset: -0.5{POINTS}", f"offset: -0.5{POINTS}")
                )
            return
        number, unit = goal.shift
        where = (*path, "offset")
        if self.target.measure in RATES:
            if unit != POINTS and (unit or number):
                found = (f"the offset {goal.offset!r}", f"偏移 {goal.offset!r}")
                yield self.place.tell(where, found, (f"an offset in {POINTS}", f"以{POINTS}表示的偏移"))
        elif unit and not is_unit(unit, self.own):
            yield self._unknown_unit(where, unit)

    def _direction(self, goals: list[tuple[Path, AnyGoal]]) -> Iterator[Problem]:
        better = self.target.better
        for path, goal in goals:
            if isinstance(goal, StatedGoal):
                continue
            decided = DIRECTIONS.get(goal.comparator)
            if decided is None and better is None:
                found = (
                    f"the comparator {goal.comparator!r} without better",
                    f"比较符 {goal.comparator} 而无 better",
                )
                expected = ("better: higher, lower or closer", "better: higher、lower 或 closer")
                yield self.place.tell(path, found, expected)
            elif decided is not None and better not in (None, decided):
                found = (
                    f"better: {better}, with the comparator {goal.comparator!r}",
                    f"better: {better}，比较符却为 {goal.comparator}",
                )
                expected = (f"better: {decided}, or no such key", f"better: {decided}，或不写此键")
                where = ("better",) if path == ("goal",) else path
                yield self.place.tell(where, found, expected)

    def _tolerance(self, goals: list[tuple[Path, AnyGoal]]) -> Iterator[Problem]:
        measure, own = self.target.measure, self.target.tolerance
        for key in ("tolerance", "pace_margin"):
            text = getattr(self.target, key)
            if text is not None:
                yield from self._band((key,), parse_band(text))
        about = [path for path, goal in goals if getattr(goal, "comparator", None) == "~="]
        plan_states = measure in self.draft.record.tolerance or "tolerance" in self.draft.blanks
        if about and own is None and not plan_states:
            found = ("左右 (~=) without a tolerance", "“左右”（~=）缺认可区间")
            expected = (
                f"a tolerance of the target, or the plan's for {measure}",
                f"指标的 tolerance，或方案对 {measure} 的 tolerance",
            )
            band = f"0.1{POINTS}" if measure in RATES else "5%"
            yield self.place.tell(about[0], found, expected, (f"tolerance: {band}", f"tolerance: {band}"))

    def _band(self, path: Path, band: Band) -> Iterator[Problem]:
        measure = self.target.measure
        if measure in RATES:
            if band.unit != POINTS:
                yield self.place.tell(path, *_not_points(band, measure))
        elif band.unit is not None:
            goal_unit = getattr(self.target.goal, "unit", None)
            if not is_unit(band.unit, self.own):
                yield self._unknown_unit(path, band.unit)
            elif goal_unit is not None and not fits(band.unit, goal_unit, self.own):
                found = (f"a band in {band.unit!r}", f"以 {band.unit!r} 表示的区间")
                yield self.place.tell(
                    path, found, (f"a band in % or {goal_unit}", f"以 % 或 {goal_unit} 表示的区间")
                )

    def _baseline(self, baseline: Baseline) -> Iterator[Problem]:
        yield from self._baseline_unit(baseline)
        if baseline.period is None or ("period" in self.draft.blanks and self.target.period is None):
            return
        own, start = (
            parse_period(self.target.period or self.draft.record.period),
            parse_period(baseline.period),
        )
        if start.last >= own.first:
            found = (f"the baseline period {start}", f"基期 {start}")
            expected = (f"a period before that of the target, {own}", f"早于目标期 {own} 的时期")
            yield self.place.tell(("baseline", "period"), found, expected)

    def _baseline_unit(self, baseline: Baseline) -> Iterator[Problem]:
        unit, path = baseline.unit, ("baseline", "unit")
        goal_unit = getattr(self.target.goal, "unit", None)
        if unit is None:
            if baseline.value is not None and self.target.measure not in ("rank", "index"):
                found = ("a baseline value without a unit", "基数缺单位")
                yield self.place.tell(
                    path,
                    found,
                    (
                        f"its unit{f', such as {goal_unit}' if goal_unit else ''}",
                        f"单位{f'，如 {goal_unit}' if goal_unit else ''}",
                    ),
                )
        elif not is_unit(unit, self.own):
            yield self._unknown_unit(path, unit)
        elif goal_unit is not None and is_unit(goal_unit, self.own) and not fits(unit, goal_unit, self.own):
            found = (f"the baseline's unit {unit!r}", f"基数的单位 {unit!r}")
            yield self.place.tell(
                path,
                found,
                (f"a unit that fits the goal's, {goal_unit}", f"与目标单位 {goal_unit} 相符的单位"),
            )
        elif goal_unit is None and not unit_suits(self.target.measure, unit, self.own):
            found = (
                f"the unit {unit!r} with the measure {self.target.measure}",
                f"指标类型 {self.target.measure} 的单位 {unit!r}",
            )
            yield self.place.tell(path, found, _UNITS_OF[self.target.measure])

    def _amendments(self) -> Iterator[Problem]:
        dates = [amendment.date for amendment in self.target.amendments]
        for index, (earlier, later) in enumerate(pairwise(dates)):
            if later <= earlier:
                found = (f"the date {later} after {earlier}", f"{earlier} 之后的日期 {later}")
                expected = ("amendments in the order of their dates", "按日期先后排列的调整")
                yield self.place.tell(("amendments", index + 1, "date"), found, expected)

    def _rounding(self) -> Iterator[Problem]:
        record = self.draft.record
        digits = record.digits if self.target.digits is None else self.target.digits
        if self.target.compare == "rounded" and digits is None:
            yield self.place.tell(("compare",), *_NO_DIGITS)


_NO_DIGITS: Final[tuple[Pair, Pair]] = (
    ("compare: rounded without digits", "compare: rounded 缺 digits"),
    ("the key 'digits': how many decimals are compared", "键 'digits'：比较时保留的小数位数"),
)


def _not_points(band: Band, measure: str) -> tuple[Pair, Pair, Pair]:
    number = band.text.removesuffix("%")
    write = f"{number}{POINTS}"
    hint = (f"write {write}", f"写作 {write}") if band.ratio is not None else ("", "")
    return (
        (f"the band {band.text} for {measure}", f"{measure} 的区间 {band.text}"),
        (f"a band in {POINTS}", f"以{POINTS}表示的区间"),
        hint,
    )


def _plan_bands(draft: Draft) -> Iterator[Problem]:
    """The plan's bands: points for rates, percent for the rest, on the right side of 100 %."""
    record, place = draft.record, draft.main
    for key in ("tolerance", "nearly_met", "exceeded", "pace_margin"):
        for measure, text in getattr(record, key).items():
            band = parse_band(text)
            path = (key, measure)
            if measure in RATES and band.unit != POINTS and key != "exceeded":
                found, expected, hint = _not_points(band, measure)
                yield place.tell(path, found, expected, ("", "") if key == "nearly_met" else hint)
            elif measure not in RATES and band.ratio is None:
                yield place.tell(
                    path,
                    (f"the band {text} for {measure}", f"{measure} 的区间 {text}"),
                    ("a band in %", "以 % 表示的区间"),
                )
            elif band.ratio is not None and key == "nearly_met" and not 0 < band.ratio < 1:
                yield place.tell(path, (text, text), ("a completion rate below 100%", "低于 100% 的完成率"))
            elif band.ratio is not None and key == "exceeded" and band.ratio < 1:
                yield place.tell(
                    path, (text, text), ("a completion rate of 100% or more", "不低于 100% 的完成率")
                )
    if record.compare == "rounded" and record.digits is None:
        missing = any(
            isinstance(each, Target) and each.digits is None and each.compare is None
            for each in draft.commitments
        )
        if missing:
            yield place.tell(("compare",), *_NO_DIGITS)
