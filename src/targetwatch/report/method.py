"""The method notes: which rules were in force, in words; they stand last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from targetwatch.display import show_date, show_number
from targetwatch.model import Measure
from targetwatch.report.describe import Block, Heading, Listing
from targetwatch.report.material import Material
from targetwatch.verdicts import MEASURE_WORDS, word


def describe_method(material: Material) -> Iterator[Block]:
    """The rules that were in force, as a list."""
    yield Heading(2, material.say("评价方法", "Method"), new_page=True)
    yield Listing(tuple(_method_lines(material)))


def _method_lines(material: Material) -> Iterator[str]:
    """The rules that were in force, in words."""
    say, record = material.say, material.evaluated.plan.record
    day = show_date(material.evaluated.as_of, material.lang)
    yield say(
        f"以{day}为评价截止日，只采用截止日前已发布的数据；未注明发布日期的数据，只在结账日之后采用，"
        "且不优先于有日期的同级数据。",
        f"Knowledge date {day}: only figures published by then are used. A figure without a date of "
        "publication "
        "is used only once the books are closed, and never before a dated one of its rank.",
    )
    yield say(
        "同一指标有多个数据时，先看来源（统计部门、主管部门、单位自报、媒体），再看阶段，"
        "再看发布日期；同级而数值不同的不予评价，列入待定事项。",
        "Of several figures the authority decides (statistics office, department, unit, media), then "
        "the stage, "
        "then the date of publication; figures of equal rank that differ are not judged but listed "
        "for decision.",
    )
    yield say(
        "“以上”“以下”“不低于”“不超过”“达到”包含本数；"
        "“超过”“突破”“低于”不包含本数（《民法典》第一千二百五十九条）。",
        "'At least', 'at most' and 'reach' include the bound; 'more than' and 'less than' do not "
        "(Civil Code of China, art. 1259).",
    )
    if record.tolerance:
        named = (
            f"{word(MEASURE_WORDS, name, material.lang)}±{band}" for name, band in record.tolerance.items()
        )
        told = say("、", ", ").join(named)
        yield say(
            f"“左右”的认可区间（方案设定）：{told}；区间端点在内，只在不利一侧区间内完成的，"
            "在结果中标明“区间内”。",
            f"Bands of 'about', set by the plan: {told}; their edges are inside, and what is met only "
            "in the bad "
            "half of a band is marked.",
        )
    yield _band_line(material)
    rate = show_number(record.publish_rate_from * 100)
    yield say(
        f"完成率＝（完成＋超额完成）÷已评价项数；已评价项数不足应评价项数{rate}%的不计算完成率，"
        "分组已评价不足5项的只列项数。"
        "不同指标的完成率不作平均。",
        f"Rate = (met + exceeded) ÷ judged. No rate is printed where less than {rate}% of what is due "
        "was judged, "
        "and a group with fewer than five judged items has counts only. Completions of different "
        "targets are "
        "never averaged.",
    )
    yield say(
        "有分项的指标只计父项，分项不重复计数；父项取分项中最差的结果。",
        "A target with parts is counted once; it takes the worst verdict of its parts.",
    )
    yield say(
        "各占比按最大余数法修约，合计为100.0%；其余数字四舍五入，位数取到“实际－目标＝差距”成立为止。",
        "Shares are rounded by largest remainder and add up to 100.0%; other numbers are rounded "
        "half up, with as "
        "many digits as it takes for actual − goal = gap.",
    )
    if record.compare == "rounded":
        yield say(
            "按修约值比较：实际值先修约到规定位数，再与目标比较。",
            "Rounded values are compared: the actual is rounded to the stated digits before it is compared.",
        )


def _band_line(material: Material) -> str:
    """Which bands of nearly met and exceeded are in force."""
    say, record = material.say, material.evaluated.plan.record

    def told(bands: Mapping[Measure, str]) -> str:
        named = (f"{word(MEASURE_WORDS, measure, material.lang)} {band}" for measure, band in bands.items())
        return material.say("、", ", ").join(named)

    nearly, exceeded = told(record.nearly_met), told(record.exceeded)
    zh = (
        f"基本完成：{nearly or '不设'}；超额完成：{exceeded or '不设'}。"
        "上限类、约束性、全覆盖类指标没有“基本完成”。"
    )
    en = (
        f"Nearly met from: {nearly or 'off'}; exceeded above: {exceeded or 'off'}. "
        "Caps, binding goals and full coverage are never nearly met."
    )
    return say(zh, en)
