"""The codes of the coded columns, from the words that offices write, Chinese and English.

A word that means "not stated" gives no code; any other unknown word is refused with
the nearest known one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from targetwatch import spelling
from targetwatch.actuals import both
from targetwatch.ingest.heads import fold

#: Column → code → words. The code itself is always a word for it.
CODES: Final[dict[str, dict[str, str]]] = {
    "stage": {
        "expected": "预计 预计数 预期 预估 估计 estimate estimated forecast",
        "flash": "快报 快报数 快报值",
        "preliminary": "初步核算 初步核算数 初步 初步数 初步统计 初核 provisional",
        "final": "最终核实 最终核实数 最终 最终数 年报 年报数 核实数",
        "census_revised": "普查修订 普查修订数 经济普查修订 人口普查修订 census",
    },
    "check": {
        "ok": "已核 已核实 核实 已核对 正常 无误 verified checked",
        "derived": "推算 计算 测算 推算数 计算得出 computed calculated",
        "suspect": "存疑 可疑 有疑问 待核 待核实 doubtful",
        "withdrawn": "撤回 已撤回 作废 已作废 retracted",
    },
    "authority": {
        "statistics": "统计部门 统计局 统计机构 统计 统计调查 statistical statistics_office",
        "department": "主管部门 部门 业务主管部门 government ministry",
        "unit": "单位自报 自报 单位 责任单位 本单位 self self_reported",
        "media": "媒体 媒体报道 新闻 新闻报道 press news",
    },
    "review": {
        "submitted": "已报 已报送 已提交 待审 待审核 报送 pending",
        "accepted": "通过 已通过 审核通过 已审核 已认可 采纳 approved",
        "returned": "退回 已退回 退回修改 退回待补 不通过 审核不通过 rejected",
    },
    "measure": {
        "level": "水平 水平值 时点值 时点数 存量 期末数 期末值 stock",
        "total": "总量 累计 累计值 累计数 累计总量 合计 合计数 流量 当期值 当期数 flow sum",
        "growth": "增长率 增长 增速 增幅 同比 同比增长 同比增速 growth_rate",
        "decline": "下降 下降率 降幅 减幅 降低 同比下降 fall reduction",
        "share": "占比 比重 比例 份额 覆盖率 proportion",
        "points": "百分点 百分点变化 变化百分点 percentage_points",
        "rank": "位次 排名 名次 ranking",
        "index": "指数 指数值",
    },
    "basis": {
        "nominal": "名义 名义值 现价 现行价格 按现价 当年价 当年价格 current_prices",
        "real": "实际 实际值 不变价 不变价格 可比价 可比价格 按可比价 按可比价格 按不变价 constant_prices",
        "comparable": "同口径 可比口径 同口径可比 like_for_like",
    },
    "bound": {
        "exact": "等于 精确 确数 = ==",
        "gt": "超过 大于 高于 突破 > above over more_than",
        "ge": "不低于 不少于 不小于 以上 至少 大于等于 >= ≥ at_least",
        "lt": "低于 小于 少于 不足 不到 < below under less_than",
        "le": "不超过 不高于 不大于 以内 以下 至多 小于等于 <= ≤ at_most",
        "range": "区间 范围 between in",
    },
    "availability": {
        "not_yet_released": "未到发布期 待公布 待发布 未公布 尚未公布 暂未公布 unreleased",
        "not_submitted": "应报未报 未报 未报送 未填报 漏报",
        "returned": "退回待补 退回 已退回",
        "not_applicable": "不涉及 不适用 n/a",
    },
    "answer": {
        "yes": "是 有 已完成 完成 已达标 达标 已实现 实现 通过 已通过 已建成 建成 已开工 开工 √ ✓ ✔ ☑ "
        "y true 1 done completed met",
        "no": "否 无 没有 未完成 未达标 未实现 未通过 未建成 未开工 推进中 正在推进 进行中 × ✗ ✘ ✕ "
        "x n false 0 not_done not_met in_progress",
    },
}
#: Words that state nothing, in any coded column.
_BLANK_WORDS: Final = "未注明 未说明 不详 未知 未定 空 - -- — … ... / unknown none nan null available"
_NOT_STATED: Final = frozenset(map(fold, _BLANK_WORDS.split())) | {""}
_STATISTICS: Final = re.compile(r"(统计局|调查队|调查总队|统计部门)\Z")
_HAN_NUMBERS: Final = dict(zip("两二三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_YEARS: Final = re.compile(
    r"(?P<years>\d+(?:\.0+)?|[两二三四五六七八九十])(?:(?:年|个年度)(?:平均|年均|均)?|years?(?:average)?)?\Z"
)


class UnknownCodeError(ValueError):
    """A word that is no code of its column; ``expected`` lists the codes, with the nearest first."""

    def __init__(self, column: str, found: str) -> None:
        self.found = found
        self.expected = _expected(column, found)
        super().__init__(f"found {found!r}, expected {self.expected}")


def read_code(column: str, text: str) -> str | None:
    """The code of ``column`` that ``text`` is a word for; ``None`` where it states nothing.

    Raises ``UnknownCodeError`` for any other word.

    >>> read_code("stage", "快报"), read_code("measure", "decline"), read_code("check", "不详")
    ('flash', 'decline', None)
    """
    folded = fold(text)
    code = _words(column).get(folded)
    if code is not None:
        return code
    if folded in _NOT_STATED:
        return None
    if column == "authority" and _STATISTICS.search(folded):
        return "statistics"
    raise UnknownCodeError(column, text.strip())


def read_years(text: str) -> float | None:
    """The number of years of an average: ``2``, ``两年平均``, ``五年年均``; ``None`` where nothing is stated.

    Raises ``UnknownCodeError`` for any other text.

    >>> read_years("两年平均")
    2.0
    """
    folded = fold(text).replace("年年均", "年均")
    if folded in _NOT_STATED:
        return None
    match = _YEARS.match(folded)
    if match is None:
        raise UnknownCodeError("average_over", text.strip())
    years = match["years"]
    return float(_HAN_NUMBERS[years]) if years in _HAN_NUMBERS else float(years)


@lru_cache(maxsize=32)
def _words(column: str) -> dict[str, str]:
    codes = CODES[column]
    return {fold(word): code for code, words in codes.items() for word in (code, *words.split())}


def _expected(column: str, found: str) -> str:
    if column == "average_over":
        return both("年数，如 2、两年平均", "a number of years, such as 2")
    listed = ", ".join(f"{words.split()[0]}/{code}" for code, words in CODES[column].items())
    likely = spelling.nearest(found, [*CODES[column], *" ".join(CODES[column].values()).split()], 1)
    return (
        both(f"{listed}（最接近：{likely[0]}）", f"{listed} (nearest: {likely[0]})")
        if likely
        else listed
    )
