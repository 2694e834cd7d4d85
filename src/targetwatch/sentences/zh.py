"""The sentence of one cell in Chinese.

The form is that of the offices: region, indicator, figure (its stage), the gap to
the goal (the goal as the plan writes it), the verdict.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from targetwatch.display import show_date, show_number, show_ordinal, show_value
from targetwatch.model import Milestone, Target, Task
from targetwatch.periods import PeriodError, parse_period
from targetwatch.sentences.facts import Facts, has_chinese
from targetwatch.verdicts import (
    AUTHORITY_WORDS,
    MET,
    REASON_WORDS,
    STAGE_WORDS,
    VERDICT_WORDS,
    Verdict,
    word,
)

#: Names that end so are a rate already: the number follows with 为.
_RATE_ENDINGS: Final = (
    *("增速", "增幅", "增长率", "增长速度", "涨幅", "升幅"),
    *("降幅", "下降率", "降低率", "变化率"),
)
_FALL_RATES: Final = ("降幅", "下降率", "降低率")
_RISES: Final = ("增长", "上涨", "提高", "上升", "增加", "提升")
_FALLS: Final = ("下降", "降低", "减少", "下跌", "压减", "回落")
#: Names that begin so are a verb with its object: the number follows at once.
_VERBS: Final = (
    *("新增", "新建", "新（", "新(", "新改", "改建", "扩建", "改造", "建成", "建设", "完成", "实现"),
    *("减轻", "减少", "压减", "引进", "培育", "培养", "培训", "创建", "打造", "推广", "实施", "谋划"),
    *("加快", "持续", "推进", "抓好", "开工", "签约", "落地", "盘活", "清退", "淘汰", "腾出", "开展"),
    *("增加", "发放", "治理", "修复", "整治", "解决"),
)
_SCOPE_VERBS: Final = (
    *("谋划", "签约", "开工", "在建", "完工", "实施", "抓好", "推进", "建成", "创建", "新建", "落地"),
    *("竣工", "投产", "改造", "培育", "引进", "扩建", "建设", "完成", "推动", "启动", "（扩）建"),
)
_SIGNS: Final = frozenset("<>=≤≥~≈")
_BOUND_FORMS: Final = {"gt": "超过{}", "ge": "不低于{}", "lt": "低于{}", "le": "不超过{}"}


def write_sentence(facts: Facts) -> str:
    """The sentence, with its full stop."""
    if isinstance(facts.record, Task):
        return _write_task(facts)
    subject = _subject(facts)
    if facts.verdict == Verdict.NOT_DUE:
        return f"{subject}（目标：{say_goal(facts)}）：{_verdict(facts)}。"
    if facts.parts:
        return _write_from_parts(facts, subject)
    if isinstance(facts.record, Milestone):
        return _write_milestone(facts, subject)
    if facts.verdict in (Verdict.NO_DATA, Verdict.NOT_ASSESSABLE):
        return _write_unjudged(facts, subject)
    if facts.actual is None:
        return (
            f"{subject}（目标：{say_goal(facts)}）：{say_reason(facts)}{_state(facts)}，{_verdict(facts)}。"
        )
    clauses = [_write_figure(facts, subject) + _state(facts), _relation(facts), _verdict(facts)]
    further = facts.stretch
    if further is not None and further.judged and further.gap is not None:
        clauses[-1] += f"；{_relation(further)}，{say_verdict(further)}"
    return "，".join(clause for clause in clauses if clause) + "。"


def _write_task(facts: Facts) -> str:
    told = facts.text("self_rating")
    return f"{_subject(facts)}：常态工作，不计入完成率" + (f"，单位自报：{told}。" if told else "。")


def _subject(facts: Facts) -> str:
    """Region, period where it is not the plan's, and the name; a verb of the scope goes before the name."""
    name = facts.record.name.text("zh")
    region = "" if name.startswith(facts.region) else facts.region
    period = _period(facts)
    return f"{region}{period}{_scope_verb(facts)}{name}"


def _period(facts: Facts) -> str:
    if not facts.period:
        return ""
    try:
        return parse_period(facts.period).text("zh")
    except PeriodError:
        return facts.period


def _scope_verb(facts: Facts) -> str:
    scope = facts.record.scope if isinstance(facts.record, Target) else None
    if not scope or facts.measure not in ("level", "total") or scope in facts.record.name.text("zh"):
        return ""
    return scope if scope.endswith(_SCOPE_VERBS) else ""


def _write_figure(facts: Facts, subject: str) -> str:
    """Subject and figure: 固定资产投资增长5.4%, 新增城镇就业10.2万人, 研发投入强度为2.15%."""
    if facts.measure in ("growth", "points"):
        return _write_change(facts, subject)
    figure = say_actual(facts)
    if facts.measure == "rank":
        return f"{subject}{'为' if subject.endswith(('次', '名')) else '居'}{figure}"
    name = facts.record.name.text("zh")
    verb_first = name.startswith(_VERBS) or "新增" in name or bool(_scope_verb(facts))
    if facts.bound in _BOUND_FORMS:
        return subject + figure
    if facts.cut and facts.cut not in name:
        return f"{subject}{facts.cut}{figure}"
    joined = facts.measure in ("total", "level") and verb_first and not _ends_latin(subject)
    return f"{subject}{'' if joined else '为'}{figure}"


def _ends_latin(text: str) -> bool:
    return text[-1:].isascii() and text[-1:].isalnum()


def _write_change(facts: Facts, subject: str) -> str:
    """A growth or a change in points: the verb follows the sign."""
    actual = facts.actual if facts.actual is not None else Decimal(0)
    if subject.endswith(_RATE_ENDINGS):
        falling = subject.endswith(_FALL_RATES)
        if falling and actual > 0:
            return f"{subject}为负，上升{say_actual(facts)}"
        return f"{subject}为{say_actual(facts, fall=falling)}"
    if not facts.exact or _ends_latin(subject):
        return f"{subject}{'' if facts.bound in _BOUND_FORMS else '为'}{say_actual(facts)}"
    ending = next((verb for verb in (*_RISES, *_FALLS) if subject.endswith(verb)), "")
    stem = subject.removesuffix(ending)
    if not actual:
        return f"{stem}与上年持平" if facts.measure == "growth" else f"{stem}没有变化"
    rise = "上涨" if "价格" in stem and not ending else ("提高" if facts.measure == "points" else "增长")
    fall = ending if ending in _FALLS else "下降"
    if actual < 0:
        return f"{stem}{fall}{say_actual(facts, fall=True)}"
    return f"{stem}{ending if ending in _RISES else ('上升' if ending else rise)}{say_actual(facts)}"


def say_actual(facts: Facts, *, fall: bool = False) -> str:
    """The actual as a figure with its unit; a bound or a range in words."""

    def figure(value: Decimal) -> str:
        shown = -value if fall else value
        return show_ordinal(shown) if facts.measure == "rank" else show_value(shown, facts.unit)

    if facts.actual is None:
        return "—"
    if facts.bound == "range" and facts.actual_high is not None:
        return f"{figure(facts.actual)}—{figure(facts.actual_high)}"
    return _BOUND_FORMS.get(facts.bound, "{}").format(figure(facts.actual))


def say_state(facts: Facts) -> str:
    """The state of the figure: its stage, who reported it, doubts, rounding; empty where nothing is known."""
    stage, authority = facts.text("stage"), facts.text("authority")
    words = [word(STAGE_WORDS, stage)] if stage else []
    answered = facts.reason in ("reported_yes", "reported_no") and not isinstance(facts.record, Milestone)
    missed = not stage and facts.verdict == Verdict.MISSED
    if authority and (authority in ("unit", "media") or missed or answered):
        words.append(word(AUTHORITY_WORDS, authority))
    if facts.unrounded is not None:
        words.append(f"修约前{show_value(facts.unrounded, facts.unit)}")
    if facts.suspect:
        words.append("存疑数据")
    return "，".join(words)


def _state(facts: Facts) -> str:
    told = say_state(facts)
    return f"（{told}）" if told else ""


def _relation(facts: Facts) -> str:
    """Where the actual lies against the goal, and by how much."""
    if facts.verdict in (Verdict.AHEAD, Verdict.ON_PACE, Verdict.BEHIND):
        return _pace(facts)
    goal = f"{'力争目标' if facts.is_stretch else '目标'}（{say_goal(facts)}）"
    if facts.verdict == Verdict.IN_PROGRESS:
        return f"{goal}{say_reason(facts) or '尚未到期'}"
    band = f"认可区间{_span(facts.low, facts.high, facts.unit)}"
    if facts.flag("by_tolerance"):
        return f"在{goal}{band}内"
    if not facts.exact or facts.gap is None:
        return f"符合{goal}" if facts.verdict in (Verdict.MET, Verdict.EXCEEDED) else f"不符合{goal}"
    if facts.comparator == "in":
        return _against_range(facts, goal)
    told = _against(facts, goal)
    return f"{told}，在{band}之外" if facts.comparator == "~=" and facts.verdict == Verdict.MISSED else told


def _against_range(facts: Facts, goal: str) -> str:
    if facts.at_the_bound or facts.gap is None:
        return f"在{goal}区间内"
    side, edge = ("高于", "上限") if facts.gap > 0 else ("低于", "下限")
    return f"{side}{goal}{edge}{say_gap(facts)}"


def _against(facts: Facts, goal: str) -> str:
    """Above, below or at the goal; falls are compared as falls, ranks as places."""
    gap = facts.gap if facts.gap is not None else Decimal(0)
    if facts.at_the_bound:
        if facts.strict and facts.verdict not in MET:
            return f"{_not_past(facts)}{goal}"
        level = facts.comparator in ("==", "<=") and not facts.wants_a_fall and facts.measure != "rank"
        return f"{'等于' if level else '达到'}{goal}"
    if facts.measure == "rank":
        return f"{'落后于' if gap > 0 else '优于'}{goal}{say_gap(facts)}"
    if facts.wants_a_fall and facts.actual is not None and facts.actual < 0:
        return f"降幅{'小于' if gap > 0 else '大于'}{goal}{say_gap(facts)}"
    return f"{'高于' if gap > 0 else '低于'}{goal}{say_gap(facts)}"


def _not_past(facts: Facts) -> str:
    """A strict bound that was reached and not passed: 未超过, 未低于, 未优于, 降幅未超过."""
    if facts.measure == "rank":
        return "未优于"
    if facts.wants_a_fall:
        return f"降幅未{'小于' if facts.comparator == '>' else '超过'}"
    return f"未{'超过' if facts.comparator == '>' else '低于'}"


def say_gap(facts: Facts) -> str:
    """The size of the gap with its unit: 2.6个百分点, 0.2万人, 2位."""
    if facts.gap is None:
        return "—"
    if facts.measure == "rank":
        return f"{show_number(abs(facts.gap))}位"
    return show_value(abs(facts.gap), facts.gap_unit)


def _pace(facts: Facts) -> str:
    if facts.expected is None or facts.actual is None:
        return f"目标（{say_goal(facts)}）"
    expected = f"序时进度（{show_value(facts.expected, facts.unit)}）"
    gap = facts.actual - facts.expected
    size = show_value(abs(gap), facts.gap_unit)
    place = f"达到{expected}" if not gap else f"{'高于' if gap > 0 else '低于'}{expected}{size}"
    partly = f"（{say_reason(facts)}）" if facts.reason == "part_year_only" else ""
    return f"{place}，全期目标为{say_goal(facts)}{partly}"


def _span(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    return f"{show_value(low, unit)}—{show_value(high, unit)}"


def say_goal(facts: Facts) -> str:
    """The goal as the plan writes it, with its number where the text has none."""
    if isinstance(facts.record, Milestone):
        return f"{show_date(facts.due)}前{say_event(facts)}" if facts.due else say_event(facts)
    if not isinstance(facts.record, Target):
        return ""
    goal = facts.goal_record
    written, built = (goal.text or "").strip() if goal else "", say_comparison(facts)
    if goal is None or goal.kind == "fixed":
        told = written if has_chinese(written) and not _SIGNS & set(written) else built or written
    else:
        other = facts.reference.text("zh") if facts.reference else "参照指标"
        named = {"external": "上级下达目标", "multiple": "基数的倍数", "relative": f"与{other}比较"}
        written = written or named.get(goal.kind, "")
        told = f"{written}，即{built}" if built else written
    return f"{told}，原为{facts.original}" if facts.original else told


def say_comparison(facts: Facts) -> str:
    """The goal from comparator and number: 8%以上, 超过60家, 不超过80天, 下降3%以上."""
    value = facts.goal
    if value is None:
        return ""
    if facts.measure == "rank":
        return {"<=": f"前{show_number(value)}位", "<": f"高于第{show_number(value)}位"}.get(
            facts.comparator, show_ordinal(value)
        )
    if facts.wants_a_fall:
        figure = show_value(-value, facts.unit)
        forms = {"<=": "下降{}以上", "<": "下降超过{}", "~=": "下降{}左右"}
        forms |= {">=": "降幅不超过{}", ">": "降幅小于{}"}
        return forms.get(facts.comparator, "下降{}").format(figure)
    if facts.comparator == "in":
        return _span(value, facts.goal_high, facts.unit)
    if facts.wants_all:
        return show_value(value, facts.unit)
    forms = {">=": "{}以上", ">": "超过{}", "<=": "不超过{}", "<": "低于{}", "~=": "{}左右"}
    return forms.get(facts.comparator, "{}").format(show_value(value, facts.unit))


def _verdict(facts: Facts) -> str:
    """The verdict in the office's words; what is missed by strength and nature."""
    return say_verdict(facts) + (f"；核定结果：{facts.text('ruling')}" if facts.text("ruling") else "")


def say_verdict(facts: Facts) -> str:
    """未完成, 未完成（约束性）, 未实现力争目标, 未达到预期目标, 逾期完成, 完成, …"""
    if facts.verdict != Verdict.MISSED:
        return word(VERDICT_WORDS, facts.verdict)
    if facts.reason == "completed_late":
        return word(REASON_WORDS, "completed_late")
    if facts.text("nature") == "binding":
        return "未完成（约束性）"
    if facts.text("strength") == "strive" or facts.is_stretch:
        return "未实现力争目标"
    return "未达到预期目标" if facts.text("nature") == "anticipatory" else "未完成"


def say_reason(facts: Facts) -> str:
    """The reason of a verdict in words."""
    return word(REASON_WORDS, facts.reason)


def _write_unjudged(facts: Facts, subject: str) -> str:
    goal = f"（目标：{say_goal(facts)}）" if say_goal(facts) else ""
    if facts.verdict == Verdict.NO_DATA:
        reason = say_reason(facts)
        return f"{subject}{goal}：{reason + '，' if reason else ''}缺数据。"
    told = say_reason(facts) or "原因未注明"
    if facts.reason == "bound_spans_goal" and facts.actual is not None:
        told = f"数据为{say_actual(facts)}，跨越目标值"
    return f"{subject}{goal}：无法评价（{told}）。"


def _write_from_parts(facts: Facts, subject: str) -> str:
    parts = "、".join(f"{part.record.name.text('zh')}{say_verdict(part)}" for part in facts.parts)
    return f"{subject}由{len(facts.parts)}个分项汇总（{parts}），{_verdict(facts)}。"


def say_event(facts: Facts) -> str:
    """Which event a milestone is reached by: 建成, 开工, …; 启动 or 完成 where the plan names none."""
    record = facts.record
    if isinstance(record, Milestone):
        return record.event or ("启动" if record.phase == "start" else "完成")
    return ""


def _write_milestone(facts: Facts, subject: str) -> str:
    event, day = say_event(facts), f"（{show_date(facts.happened)}）" if facts.happened else ""
    due = f"，时限{show_date(facts.due)}" if facts.due else ""
    if facts.verdict in (Verdict.MET, Verdict.EXCEEDED):
        return f"{subject}：已{event}{day}{_state(facts)}，{_verdict(facts)}。"
    if facts.verdict == Verdict.MISSED and facts.reason == "completed_late":
        return f"{subject}：已{event}{day}{_state(facts)}{due}，{_verdict(facts)}。"
    if facts.verdict == Verdict.MISSED:
        return f"{subject}：未{event}{_state(facts)}{due}，{_verdict(facts)}。"
    if facts.verdict == Verdict.IN_PROGRESS:
        return f"{subject}：尚未{event}{due}，{_verdict(facts)}。"
    reason = say_reason(facts)
    return f"{subject}：是否{event}{reason or '情况不明'}，{_verdict(facts)}。"
