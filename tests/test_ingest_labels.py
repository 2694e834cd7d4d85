"""Labels of indicators and heads of tables: what offices write into one line, taken apart."""

from __future__ import annotations

import pytest

from targetwatch.ingest.headings import read_heading
from targetwatch.ingest.labels import read_label, region_of


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("国内生产总值(亿元)", "国内生产总值", "亿元"),
        ("人均可支配收入（元/人）", "人均可支配收入", "元/人"),
        ("货币和准货币(M2)供应量(亿元)", "货币和准货币(M2)供应量", "亿元"),
        ("平板玻璃产量(万重量箱)", "平板玻璃产量", "万重量箱"),
        ("固定资产投资(不含农户)", "固定资产投资(不含农户)", None),
        ("国内生产总值(GDP)", "国内生产总值(GDP)", None),
        ("国内生产总值指数(-)", "国内生产总值指数", None),
        ("一、地区生产总值（亿元）", "地区生产总值", "亿元"),
        ("　　1.农业（亿元）", "农业", "亿元"),
        ("5G基站数(个)", "5G基站数", "个"),
        ("城镇登记失业率（％）", "城镇登记失业率", "%"),
    ],
)
def test_a_unit_in_brackets_is_taken_off_and_other_brackets_stay(
    text: str, name: str, unit: str | None
) -> None:
    label = read_label(text)
    assert (label.name, label.unit) == (name, unit)


@pytest.mark.parametrize(
    ("text", "name", "measure", "span", "compared_to"),
    [
        ("国内生产总值当季值(亿元)", "国内生产总值", None, "single", None),
        ("国内生产总值累计值(亿元)", "国内生产总值", "total", "cumulative", None),
        ("进出口总值_当期值(千美元)", "进出口总值", None, "single", None),
        ("工业增加值同比增长(%)", "工业增加值", "growth", None, "上年同期"),
        ("工业增加值累计增长(%)", "工业增加值", "growth", "cumulative", "上年同期"),
        ("固定资产投资(不含农户)_比上年增长(%)", "固定资产投资(不含农户)", "growth", None, "上年同期"),
        ("社会消费品零售总额:环比增长(%)", "社会消费品零售总额", "growth", None, "上期"),
        ("固定资产投资增速(%)", "固定资产投资", "growth", None, None),
        ("万元产值能耗比上年下降(%)", "万元产值能耗", "decline", None, "上年同期"),
        ("失业率比上年增减（百分点）", "失业率", "points", None, "上年同期"),
        ("第三产业占生产总值比重(%)", "第三产业占生产总值比重", "share", None, None),
        ("人口自然增长率(‰)", "人口自然增长率", None, None, None),
        ("贷款余额_期末值(亿元)", "贷款余额", "level", None, None),
        ("增加值 比上年\n增长 (%)", "增加值", "growth", None, "上年同期"),
        ("常住人口比上年增减（万人）", "常住人口比上年增减", None, None, None),
    ],
)
def test_kind_span_and_comparison_are_words_at_the_end(
    text: str, name: str, measure: str | None, span: str | None, compared_to: str | None
) -> None:
    label = read_label(text)
    assert (label.name, label.measure, label.span, label.compared_to) == (name, measure, span, compared_to)


@pytest.mark.parametrize(
    ("text", "compared_to", "span"),
    [
        ("居民消费价格指数(上年同月=100)", "上年同期", None),
        ("居民消费价格指数(上年同期=100)", "上年同期", "to date"),
        ("居民消费价格指数(上月=100)", "上期", None),
        ("居民消费价格指数(1978年=100)", "1978", None),
        ("生产总值指数(上年=100)_当季值", "上年同期", "single"),
        ("居民消费价格指数", None, None),
    ],
)
def test_an_index_is_no_growth_and_keeps_its_base(
    text: str, compared_to: str | None, span: str | None
) -> None:
    label = read_label(text)
    assert (label.measure, label.compared_to, label.span, label.unit) == ("index", compared_to, span, None)


@pytest.mark.parametrize(
    ("text", "name", "basis"),
    [
        ("人均可支配收入实际累计增长(%)", "人均可支配收入", "real"),
        ("人均可支配收入_累计名义增长(%)", "人均可支配收入", "nominal"),
        ("GDP:不变价:当季同比", "GDP", "real"),
        ("GDP:现价:累计值", "GDP", "nominal"),
        ("一般公共预算收入同口径增长(%)", "一般公共预算收入", "comparable"),
    ],
)
def test_the_price_basis_is_read_from_the_label(text: str, name: str, basis: str) -> None:
    label = read_label(text)
    assert (label.name, label.basis) == (name, basis)


@pytest.mark.parametrize(
    "text", ["#国有企业", "＃国有企业", "其中：国有企业", "其中: 国有企业", "　#国有企业"]
)
def test_sub_items_are_marked_and_named_without_the_mark(text: str) -> None:
    label = read_label(text)
    assert (label.name, label.sub_item) == ("国有企业", True)


@pytest.mark.parametrize("text", ["比上年增长(%)", "增速（%）", "本月", "1—本月", "同比±%"])
def test_a_label_of_a_kind_alone_names_no_indicator(text: str) -> None:
    assert read_label(text).bare


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("甲省", True),
        ("乙县", True),
        ("浙江", True),
        ("其他行业", False),
        ("国内生产总值", False),
        ("合计", False),
    ],
)
def test_regions_are_told_by_their_last_word_or_are_provinces(text: str, known: bool) -> None:
    assert region_of(text) is known


@pytest.mark.parametrize(
    ("text", "period", "measure", "compared_to", "growth"),
    [
        ("2020年", "2020", None, None, False),
        ("2020年1—11月", "2020-01/2020-11", None, None, False),
        ("1—本月", "2020-01/2020-11", None, None, False),
        ("本月", "2020-11", None, None, False),
        ("上年同期", "2019-11", None, None, False),
        ("2020年比2015年增长(%)", "2020", "growth", "2015", True),
        ("2020年为2019年%", "2020", "index", "2019", True),
        ("比上年增长（%）", None, "growth", "上年同期", True),
        ("2019年产量(万吨)", "2019", None, None, False),
    ],
)
def test_a_head_says_a_period_or_a_comparison(
    text: str, period: str | None, measure: str | None, compared_to: str | None, growth: bool
) -> None:
    heading = read_heading(text, "2020", "2020-11")
    told = heading.said
    assert (told.period, told.measure, told.compared_to, heading.growth) == (
        period,
        measure,
        compared_to,
        growth,
    )
