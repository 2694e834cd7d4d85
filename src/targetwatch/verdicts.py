"""The closed sets of verdicts, reasons, findings and notes, with their words and order.

Source: the verdict table and the reason codes are those of the project's design;
the Chinese words are those that supervision offices print.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What an evaluation says of one cell; the first that applies from the top."""

    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"
    NO_DATA = "no_data"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    IN_PROGRESS = "in_progress"
    EXCEEDED = "exceeded"
    MET = "met"
    NEARLY_MET = "nearly_met"
    MISSED = "missed"


#: Verdicts that pass a final judgement; the denominator of every completion rate.
JUDGED: Final = (Verdict.EXCEEDED, Verdict.MET, Verdict.NEARLY_MET, Verdict.MISSED)
#: Verdicts that count as met (超额完成 is a kind of 完成).
MET: Final = (Verdict.EXCEEDED, Verdict.MET)
#: Verdicts against the expected value of a part-year.
PACE: Final = (Verdict.AHEAD, Verdict.ON_PACE, Verdict.BEHIND)
#: The order in which reports show verdicts: judged first, then pace, then the rest.
DISPLAY_ORDER: Final = (
    *JUDGED,
    *PACE,
    Verdict.IN_PROGRESS,
    Verdict.NOT_ASSESSABLE,
    Verdict.NO_DATA,
    Verdict.NOT_DUE,
)
#: The order from best to worst used for "worst of its parts".
WORST_LAST: Final = (Verdict.EXCEEDED, Verdict.MET, Verdict.NEARLY_MET, Verdict.MISSED)

VERDICT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "not_due": ("未到期", "not due"),
    "not_assessable": ("无法评价", "not assessable"),
    "no_data": ("缺数据", "no data"),
    "ahead": ("超进度", "ahead of pace"),
    "on_pace": ("达进度", "on pace"),
    "behind": ("欠进度", "behind pace"),
    "in_progress": ("推进中", "in progress"),
    "exceeded": ("超额完成", "exceeded"),
    "met": ("完成", "met"),
    "nearly_met": ("基本完成", "nearly met"),
    "missed": ("未完成", "missed"),
}

#: A shape beside the word, so that a verdict is never told by colour alone.
VERDICT_SHAPES: Final[dict[str, str]] = {
    "not_due": "○",
    "not_assessable": "？",
    "no_data": "—",
    "ahead": "▲",
    "on_pace": "→",
    "behind": "▼",
    "in_progress": "△",
    "exceeded": "★",
    "met": "●",
    "nearly_met": "◆",
    "missed": "■",
}

#: Reason codes of an assessment: code → (zh, en). A plain judged cell has an empty reason.
REASON_WORDS: Final[dict[str, tuple[str, str]]] = {
    "": ("", ""),
    # met / missed
    "comparator_holds": ("达到目标", "the comparator holds"),
    "comparator_fails": ("未达到目标", "the comparator does not hold"),
    "past_the_band_on_the_good_side": ("优于目标区间", "past the band on its good side"),
    "within_tolerance": ("在认可区间内", "within the tolerance band"),
    "within_nearly_met_band": ("在基本完成区间内", "within the band of nearly met"),
    "from_parts": ("由各分项汇总", "the worst of its parts"),
    "reported_yes": ("已报完成", "reported as done"),
    "reported_no": ("报未完成", "reported as not done"),
    "completed_late": ("逾期完成", "completed late"),
    # not assessable
    "goal_not_supplied": ("目标值未提供", "the goal was not supplied"),
    "baseline_unresolved": ("缺基数", "the baseline is unresolved"),
    "reference_unresolved": ("参照指标无法评价", "the reference is unresolved"),
    "suspect_only": ("只有存疑数据", "only suspect figures"),
    "withdrawn_only": ("数据已撤回", "only withdrawn figures"),
    "conflicting_actuals": ("数据相互矛盾", "conflicting actuals"),
    "unit_does_not_fit": ("单位不符", "the unit does not fit"),
    "measure_differs": ("指标类型不符", "the measure differs"),
    "basis_differs": ("价格口径不同", "the basis differs"),
    "basis_not_stated": ("价格口径未说明", "the basis is not stated"),
    "comparison_differs": ("比较基期不同", "the comparison differs"),
    "scope_differs": ("统计口径不同", "the scope differs"),
    "gap_in_series": ("序列有缺口", "a gap in the series"),
    "aggregate_not_stated": ("未说明汇总方式", "the aggregation is not stated"),
    "mixed_vintages": ("数据版本不一致", "mixed vintages"),
    "series_break": ("序列中断", "a break in the series"),
    "part_year_only": ("只有部分时段数据", "part-year figures only"),
    "bound_spans_goal": ("数据为界限值，跨越目标", "the actual is a bound that spans the goal"),
    "not_accepted": ("未经审核认可", "not accepted in review"),
    "self_reported": ("仅单位自报，未经认定", "the unit's own word only"),
    "judge_not_named": ("未注明认定单位", "who judged is not named"),
    "parts_unjudged": ("分项未全部评价", "some parts are not judged"),
    "value_missing": ("数值缺失", "the value is missing"),
    "rejected_only": ("只有无法采用的数据", "only rejected figures"),
    "unit_missing": ("数据缺单位", "the unit is missing"),
    "unknown_unit": ("单位不认识", "the unit is unknown"),
    "goal_is_zero": ("目标为零", "the goal is zero"),
    "withdrawn_target": ("目标已取消", "the commitment was withdrawn"),
    # no data
    "not_yet_released": ("未到发布期", "not yet released"),
    "not_submitted": ("应报未报", "due and not submitted"),
    "returned": ("退回待补", "returned for completion"),
    "not_applicable": ("不涉及", "not applicable"),
    # pace and progress
    "no_pace_defined": ("未定义序时进度", "no pace is defined"),
    "too_early_for_pace": ("一、二月不评价进度", "no pace is judged in January and February"),
    "not_yet_due": ("未到完成时限", "not yet due"),
    "before_period": ("未到目标期", "before the period"),
    "ahead_of_pace": ("超过序时进度", "above the expected value"),
    "on_pace": ("达到序时进度", "at the expected value"),
    "behind_pace": ("落后序时进度", "below the expected value"),
}

#: Why a row of actuals was not used (well-formed, not chosen): code → (zh, en).
UNUSED_WORDS: Final[dict[str, tuple[str, str]]] = {
    "unknown_indicator": ("方案中没有该指标", "unknown indicator"),
    "other_region": ("其他地区", "another region"),
    "outside_period": ("不在目标期内", "outside the period"),
    "superseded": ("有更权威或更新的数据", "superseded by a better row"),
    "not_yet_published": ("截止日尚未发布", "not yet published at the as-of date"),
    "publication_not_stated": (
        "未注明发布日期，结账日之前不用",
        "no publication date, unusable before the books close",
    ),
    "suspect": ("数据存疑", "suspect"),
    "withdrawn": ("已撤回", "withdrawn"),
    "duplicate": ("重复", "duplicate"),
    "conflicting": ("同级数据相互矛盾", "conflicts with a row of equal rank"),
    "measure_differs": ("指标类型不符", "the measure differs"),
    "basis_differs": ("价格口径不同", "the basis differs"),
    "comparison_differs": ("比较基期不同", "the comparison differs"),
    "scope_differs": ("统计口径不同", "the scope differs"),
    "not_accepted": ("未经审核认可", "not accepted in review"),
    "returned": ("退回待补", "returned for completion"),
    "not_yet_released": ("待公布", "announced, not yet released"),
    "not_needed": ("已有整期数据，无需汇总", "not needed: a better tile covers its span"),
    "blank": ("空行，未填报", "blank, nothing reported"),
    "no_value": ("没有数值", "no value"),
    "gap_in_series": (
        "序列有缺口，接不上期初",
        "a gap in the series: it does not follow from the period's start",
    ),
    "aggregate_not_stated": ("多行数据，未说明汇总方式", "several rows and no stated aggregation"),
    "operand_missing": (
        "缺另一期数值，无法推算增长率",
        "no usable figure of the other period to compute growth from",
    ),
    "mixed_vintages": ("数据版本不一致，不推算增长率", "mixed vintages, from which no growth is computed"),
    "series_break": ("序列中断，不推算增长率", "a break in the series, across which no growth is computed"),
    "basis_not_stated": (
        "未说明价格口径，不推算增长率",
        "the basis is not stated, so that no growth is computed",
    ),
    "not_submitted": ("应报未报", "marked as not submitted"),
    "unit_missing": ("缺单位", "the unit is missing"),
    "unknown_unit": ("单位不认识", "unknown unit"),
    "unit_does_not_fit": ("单位与该指标不符", "the unit does not fit this target"),
    "task": ("常态工作，不计量", "a task, not measured"),
    "not_applicable": ("不涉及", "not applicable"),
}

#: Why a row of actuals was rejected (unreadable by itself, or its unit cannot fit).
REJECTED_WORDS: Final[dict[str, tuple[str, str]]] = {
    "unreadable_value": ("数值无法识别", "the value cannot be read"),
    "verdict_instead_of_figure": ("填了结论，没有填数值", "a verdict where a figure is due"),
    "rate_instead_of_figure": ("填了百分比，应填数量", "a percentage where an amount is due"),
    "narrative_instead_of_figure": ("填了文字，没有填数值", "narrative where a figure is due"),
    "unreadable_period": ("时期无法识别", "the period cannot be read"),
    "unknown_unit": ("单位不认识", "unknown unit"),
    "unit_missing": ("缺单位", "the unit is missing"),
    "unit_does_not_fit": ("单位与指标不符", "the unit does not fit"),
    "unreadable_date": ("日期无法识别", "the date cannot be read"),
    "unknown_code": ("代码不认识", "unknown code"),
    "indicator_missing": ("缺指标名", "the indicator is missing"),
    "unreadable_row": ("该行无法识别", "the row cannot be read"),
}

MEASURES: Final = ("level", "total", "growth", "share", "points", "rank", "index")
COMPARATORS: Final = (">=", ">", "<=", "<", "==", "~=", "in")
#: Authorities, best first: statistics 统计部门, department 主管部门, unit 单位自报, media.
AUTHORITIES: Final = ("statistics", "department", "unit", "media")
#: Stages, lowest first. A blank stage ranks between expected and flash.
STAGES: Final = ("expected", "flash", "preliminary", "final", "census_revised")
CHECKS: Final = ("ok", "derived", "suspect", "withdrawn")
REVIEWS: Final = ("submitted", "accepted", "returned")
BOUNDS: Final = ("exact", "gt", "ge", "lt", "le", "range")

STAGE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "": ("阶段未注明", "stage not stated"),
    "expected": ("预计", "expected"),
    "flash": ("快报", "flash"),
    "preliminary": ("初步核算", "preliminary"),
    "final": ("最终核实", "final"),
    "census_revised": ("普查修订", "census revised"),
}
AUTHORITY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "": ("来源级别未注明", "authority not stated"),
    "statistics": ("统计部门", "statistics office"),
    "department": ("主管部门", "department in charge"),
    "unit": ("单位自报", "unit's own report"),
    "media": ("媒体报道", "media"),
}
MEASURE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "level": ("水平值", "level"),
    "total": ("累计总量", "total"),
    "growth": ("增长率", "growth"),
    "share": ("占比", "share"),
    "points": ("百分点变化", "change in points"),
    "rank": ("位次", "rank"),
    "index": ("指数", "index"),
}
STRENGTH_WORDS: Final[dict[str, tuple[str, str]]] = {
    "commit": ("确保类", "commit"),
    "strive": ("力争类", "strive"),
}
NATURE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "binding": ("约束性", "binding"),
    "anticipatory": ("预期性", "anticipatory"),
}
TYPE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "target": ("量化指标", "target"),
    "milestone": ("节点任务", "milestone"),
    "task": ("常态工作", "task"),
}
#: Verdicts of a document's row: all parts met, some, none, any unjudged.
ROW_WORDS: Final[dict[str, tuple[str, str]]] = {
    "all_met": ("完成", "met"),
    "some_met": ("部分完成", "partly met"),
    "none_met": ("未完成", "missed"),
    "open": ("待定", "open"),
    "no_parts": ("常态工作", "standing work"),
}


def word(words: dict[str, tuple[str, str]], code: str | None, lang: str = "zh") -> str:
    """The word of a code in ``lang`` (zh or en); the code itself where it has none.

    >>> word(VERDICT_WORDS, "nearly_met", "zh")
    '基本完成'
    """
    pair = words.get(code or "", (code or "", code or ""))
    return pair[0] if lang == "zh" else pair[1]
