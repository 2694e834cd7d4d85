"""The phrases of explanations, in Chinese and English."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "clause": ("原文", "Clause"),
    "goal": ("目标", "Goal"),
    "used": ("采用的数据", "Figures used"),
    "aside": ("未采用的数据", "Figures set aside"),
    "resolved": ("基数和参照", "Baseline and reference"),
    "conversion": ("换算", "Conversion"),
    "comparison": ("比较", "Comparison"),
    "verdict": ("结论", "Verdict"),
    "notes": ("说明", "Notes"),
    "title": (
        "{region} · {name}（{id}） · {period} · 截至{as_of}",
        "{region} · {name} ({id}) · {period} · as of {as_of}",
    ),
    "from": ("出自：{}", "from: {}"),
    "owner": ("责任单位：{}", "owned by {}"),
    "lead": ("（{}牵头）", " ({} leads)"),
    "task": ("常态工作：不计量，不评价", "standing work: not measured, not judged"),
    "milestone": ("节点任务：{event}，时限 {due}，{strength}", "milestone: {event}, due {due}, {strength}"),
    "start": ("启动", "start"),
    "complete": ("完成", "completion"),
    ">=": ("含本数", "the bound counts as reached"),
    "<=": ("含本数", "the bound counts as kept"),
    ">": ("不含本数", "the bound does not count as reached"),
    "<": ("不含本数", "the bound does not count as kept"),
    "higher": ("越高越好", "higher is better"),
    "lower": ("越低越好", "lower is better"),
    "closer": ("越接近越好", "closer is better"),
    "multiple": ("基数的倍数", "a multiple of the baseline"),
    "relative": ("与另一指标相比", "set against another target"),
    "external": ("由{}下达", "set by {}"),
    "stated": (
        "文字目标，没有数值，凭有权认定者的是／否评价",
        "in words: judged by a yes or no that names its judge",
    ),
    "scope": ("口径：{}", "scope: {}"),
    "implied": (
        "原文没有“以上”“以下”等字样，按指标方向理解",
        "the clause has no bound word: read by the way that is better",
    ),
    "amended": (
        "目标自 {date} 起调整（{document}），原目标 {text}",
        "goal amended from {date} ({document}), before: {text}",
    ),
    "amended_later": (
        "截止日之后（{date}，{document}）另有调整",
        "amended after the as-of date ({date}, {document})",
    ),
    "nothing": ("没有可用的数据", "no figure could be used"),
    "sender": ("应由{}报送", "due from {}"),
    "baseline": ("基数：{}", "baseline: {}"),
    "other": ("目标 = “{name}”（{id}）的实际数 {offset}", "goal = actual of {name} ({id}) {offset}"),
    "times": ("目标 = 基数 × {}", "goal = baseline × {}"),
    "sum": ("{count} 行合为 {value}", "{count} rows make {value}"),
    "true": ("成立", "true"),
    "false": ("不成立", "false"),
    "band": ("目标区间 {}", "band of the goal {}"),
    "day": ("报告日期 {day} {sign} 时限 {due}", "reported {day} {sign} due {due}"),
    "pace": (
        "{period}：实际 {actual}，届时应达 {expected}，全期目标 {goal}",
        "{period}: actual {actual}, expected by then {expected}, goal for the whole period {goal}",
    ),
    "gap": ("差距 {}", "gap {}"),
    "places": ("位", "places"),
    "completion": ("完成率 {}", "completion {}"),
    "progress": ("自基数起的进展 {}%", "progress from the baseline {}%"),
    "provisional": ("所用数据尚非最终核实数", "provisional: not all figures are final"),
    "by_tolerance": ("依靠认可区间才成立", "holds only within the tolerance"),
    "part": ("分项 {name}（{id}）：{verdict}", "part {name} ({id}): {verdict}"),
    "stop": ("：", ": "),
    "comma": ("，", ", "),
}  # fmt: skip
ROLES: Final = {
    "baseline": ("基数", "baseline"),
    "reference": ("参照", "reference"),
    "operand": ("用于计算", "operand"),
}
