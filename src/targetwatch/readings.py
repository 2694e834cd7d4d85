"""Reading notes of an evaluation, and findings on the figures that it used.

A note says how something was read where a reader could have read it otherwise. A
finding says that a figure looks odd; it changes no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from targetwatch.actuals import Finding
from targetwatch.goals import MultipleGoal, RelativeGoal
from targetwatch.model import Target
from targetwatch.periods import parse_period

if TYPE_CHECKING:
    from targetwatch.actuals import ActualsTable
    from targetwatch.plan import Plan

#: A rate is taken for a fraction where the goal is this many times larger or more, and the rate is below 1.
_FRACTION_RATIO: Final = 20.0
_RATES: Final = ("growth", "share")


@dataclass(frozen=True, slots=True)
class Note:
    """How something was read: a code, the commitment it is about (``None`` for the whole), words."""

    code: str
    commitment: str | None
    zh: str
    en: str

    def text(self, lang: str = "zh") -> str:
        """The note in ``lang``."""
        return self.zh if lang == "zh" else self.en


def notes_of(plan: Plan, frame: pd.DataFrame, actuals: ActualsTable, as_of: date) -> tuple[Note, ...]:
    """The reading notes: first those on the whole, then those on targets in plan order."""
    targets = frame[frame["type"] == "target"].drop_duplicates("commitment").to_dict("records")
    each = [note for row in targets for note in _target_notes(plan, row, as_of)]
    odd = [
        note for row in frame.to_dict("records") if looks_like_fraction(row) for note in _fraction_note(row)
    ]
    return (*_plan_notes(plan, actuals), *each, *odd)


#: The columns of a frame that are read here.
_READ: Final = [
    "commitment", "type", "region", "period", "measure", "comparator", "goal", "tolerance", "implied", "unit",
    "actual", "source_file", "source_sheet", "source_row",
]  # fmt: skip


def _rates(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The cells whose figure is a rate in %."""
    rates = frame["actual"].notna() & (frame["unit"] == "%") & frame["measure"].isin(_RATES)
    return frame[rates].to_dict("records")


def _plan_notes(plan: Plan, actuals: ActualsTable) -> Iterator[Note]:
    if len(actuals.frame) and actuals.frame["region"].isna().all():
        here = plan.region
        yield Note(
            "region_assumed",
            None,
            f"数据没有地区列，按{here}读取。",
            f"The actuals have no region: read as {here}.",
        )
    owners = [commitment.owner for commitment in plan.record.commitments if len(commitment.owner.units) > 1]
    if owners and not any("牵头" in unit for owner in owners for unit in owner.units):
        yield Note(
            "first_unit_leads",
            None,
            "文件未注明牵头单位的，以列在首位的责任单位为牵头单位。",
            "Where the document names no leading unit, the first unit of the list is taken to lead.",
        )
    assumed = sum(target.data_from is None for target in plan.targets)
    if assumed:
        yield Note(
            "data_from_assumed",
            None,
            f"有{assumed}项量化指标未注明数据发布单位，暂以牵头单位为数据来源单位。",
            f"For {assumed} targets the plan names no publisher of the figure: the lead unit is assumed.",
        )


def _target_notes(plan: Plan, row: dict[Any, Any], as_of: date) -> Iterator[Note]:
    target = plan[row["commitment"]]
    if not isinstance(target, Target):
        return
    goal = plan.goal_in_force(target, as_of)
    for code, zh, en in (
        *_goal_notes(target, goal, row),
        *_ways_of_counting(plan, target, row),
    ):
        yield Note(code, target.id, zh, en)


def _goal_notes(target: Target, goal: Any, row: dict[Any, Any]) -> Iterator[tuple[str, str, str]]:
    if row["implied"]:
        word = ("至少", "at least") if row["comparator"] == ">=" else ("至多", "at most")
        yield (
            "implied",
            f"目标只写数值，按“{word[0]}”理解。",
            f"The goal is a bare number, read as “{word[1]}”.",
        )
    if row["comparator"] == "~=" and row["tolerance"] == row["tolerance"]:
        width = f"{row['tolerance']:.12g}"
        unit = "个百分点" if row["unit"] == "%" else row["unit"] or ""
        english = "points" if row["unit"] == "%" else row["unit"] or ""
        yield (
            "tolerance_used",
            f"“左右”按±{width}{unit}的区间判断。",
            f"“About” is judged as a band of ±{width} {english}".rstrip() + ".",
        )
    if any(amendment.goal == goal for amendment in target.amendments):
        yield (
            "goal_amended",
            "目标已按调整文件执行，原目标另列。",
            "The goal was amended; the original is shown beside it.",
        )
    if isinstance(goal, RelativeGoal) and goal.mixed_basis == "accepted":
        yield (
            "mixed_basis",
            "与参照指标的价格口径不同，按文件的比法直接比较。",
            "Its basis differs from that of its reference; the two are compared as the document does.",
        )
    if isinstance(goal, MultipleGoal):
        yield "multiple_of_baseline", "目标值为基数的倍数。", "The goal is a multiple of the baseline."


def _ways_of_counting(plan: Plan, target: Target, row: dict[Any, Any]) -> Iterator[tuple[str, str, str]]:
    lower = row["comparator"] in ("<=", "<") or target.better == "lower"
    if lower and row["goal"] == row["goal"] and row["goal"] > 0 and target.measure in ("total", "level"):
        yield (
            "reversed_completion",
            "数值越低越好，完成率按 2 − 实际值/目标值 计算。",
            "Less is better: completion is 2 − actual/goal.",
        )
    if (target.compare or plan.record.compare) == "rounded":
        yield "compared_rounded", "按修约值比较。", "The actual is rounded before it is compared."
    if target.aggregate in ("last", "mean", "every", "worst"):
        zh = {"last": "取期末值", "mean": "取各期均值", "every": "要求各期均达到", "worst": "取最差一期"}
        en = {
            "last": "the last value",
            "mean": "the mean",
            "every": "every value must meet it",
            "worst": "the worst value",
        }
        how = target.aggregate
        yield "aggregate_stated", f"多期数据{zh[how]}。", f"Over several rows: {en[how]}."


def looks_like_fraction(row: dict[Any, Any]) -> bool:
    """Whether a rate in % looks like a fraction of one: 0.08 against a goal of 8 %."""
    goal, actual = row["goal"], row["actual"]
    if row["measure"] not in _RATES or row["unit"] != "%" or goal != goal or actual != actual:
        return False
    return bool(0 < abs(actual) < 1 <= abs(goal) and abs(goal) >= _FRACTION_RATIO * abs(actual))


def _fraction_note(row: dict[Any, Any]) -> Iterator[Note]:
    value, goal = f"{row['actual']:.12g}", f"{row['goal']:.12g}"
    percent = f"{row['actual'] * 100:.12g}"
    yield Note(
        "looks_like_fraction",
        row["commitment"],
        f"数值{value}%相对目标{goal}%疑似小数（是否应为{percent}%？），按所填数值评价。",
        f"{value} % against a goal of {goal} % looks like a fraction ({percent} %?); it is scored as given.",
    )


def findings_of(plan: Plan, frame: pd.DataFrame, actuals: ActualsTable, as_of: date) -> tuple[Finding, ...]:
    """What a reader should look at in the figures that were used."""
    figures = _rates(frame[_READ])
    fractions = tuple(_place(row) for row in figures if looks_like_fraction(row))
    averages = _averages(plan, figures, actuals, as_of)
    found = {"looks_like_fraction": fractions, "looks_like_period_average": averages}
    return tuple(Finding(code, "warning", *_FINDINGS[code], rows) for code, rows in found.items() if rows)


_FINDINGS: Final = {
    "looks_like_fraction": (
        "百分数疑似填成了小数，按所填数值评价，请核对",
        "rates that look like fractions; scored as given: check them",
    ),
    "looks_like_period_average": (
        "增速与两年数值算出的相差较大，却等于多年平均增速，疑似把年均增速当作当年增速，请核对",
        "rates far from what two years' levels give, but equal to an average over several years: check them",
    ),
}


def _averages(
    plan: Plan, figures: list[dict[Any, Any]], actuals: ActualsTable, as_of: date
) -> tuple[str, ...]:
    """The places of yearly rates that look like an average over several years."""
    rates = [row for row in figures if row["measure"] == "growth"]
    if not rates:
        return ()
    levels = _yearly_levels(plan, actuals.frame, as_of)
    series = [(row, levels.get((row["commitment"], row["region"]), {}).values()) for row in rates]
    return tuple(_place(row) for row, those in series if any(_is_average(row, each) for each in those))


#: Values by year, for each unit.
_Series = dict[str, dict[int, float]]


def _yearly_levels(plan: Plan, frame: pd.DataFrame, as_of: date) -> dict[tuple[str, str], _Series]:
    """Levels and totals of whole years by (commitment, region), unit and year, as known at ``as_of``."""
    stated = frame[
        frame["measure"].isin(("level", "total")) & frame["value"].notna() & frame["period"].notna()
    ]
    names = ("indicator", "region", "period", "value", "unit", "published", "check")
    levels: dict[tuple[str, str], _Series] = {}
    for row in zip(*(stated[each].tolist() for each in names), strict=True):
        name, region, period, value, unit, published, check = row
        year = parse_period(period).year
        known = published is None or published <= as_of
        if year is not None and known and check not in ("suspect", "withdrawn"):
            for commitment in plan.find(name):
                series = levels.setdefault((commitment, region or plan.region), {})
                series.setdefault(unit or "", {})[year] = value
    return levels


def _is_average(row: dict[Any, Any], levels: dict[int, float]) -> bool:
    """Whether a year's rate is far from its two levels and equals, rounded, a mean over 2 to 10 years."""
    year = parse_period(row["period"]).year
    now = levels.get(year or 0)
    if year is None or not now or not levels.get(year - 1) or now <= 0:
        return False
    if abs(row["actual"] - (now / levels[year - 1] - 1) * 100) <= _FAR:
        return False
    before = ((span, levels.get(year - span, 0.0)) for span in range(2, 11))
    means = (((now / level) ** (1 / span) - 1) * 100 for span, level in before if level > 0)
    return any(abs(row["actual"] - mean) <= _ROUNDING for mean in means)


#: Points by which a rate is far from its two levels, and within which it equals a mean printed to one place.
_FAR: Final = 0.5
_ROUNDING: Final = 0.05 + 1e-9


def _place(row: dict[Any, Any]) -> str:
    sheet = f"[{row['source_sheet']}]" if row["source_sheet"] else ""
    number = "" if pd.isna(row["source_row"]) else f":{int(row['source_row'])}"
    return f"{row['source_file'] or 'frame'}{sheet}{number}"
