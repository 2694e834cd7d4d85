"""The JSON Schema of plan files as people write them, for editors that complete and check YAML.

It is made from the records, so that both always agree, and widened by the short forms
that files may use: goals as text, words as plain text, regions as names. It holds for
a plan in one file, for ``plan.yaml`` of a folder and for the section files beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from targetwatch.model import Measure, PlanRecord

SCHEMA_ID: Final = "urn:targetwatch:plan:1"
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_METADATA: Final = ("id", "title", "region", "period")
_TEXT: Final[Mapping[str, Any]] = {"type": ["string", "number"]}
_GOALS: Final = ("FixedGoal", "MultipleGoal", "RelativeGoal", "ExternalGoal", "StatedGoal")

#: What each key means, by ``Record.key`` or by key alone, for the reader of a plan file.
DESCRIPTIONS: Final[Mapping[str, str]] = {
    "format": "格式版本，现为 1 · version of the format",
    "PlanRecord.id": "方案标识，小写字母、数字、连字符 · id of the plan",
    "PlanRecord.title": "方案名称，文字或 {zh, en} · title, plain or {zh, en}",
    "PlanRecord.document": "来源文件 · the document that the plan is taken from",
    "language": "方案的语言 · language of the plan",
    "PlanRecord.region": "方案所属地区 · the region that the plan is for",
    "PlanRecord.period": "目标期：2020、2020-11、2020Q3、2016/2020 · the period of the plan",
    "closes": "结账日，默认的数据截止日 · the day the books close: the default as-of date",
    "trial": "根据公开数据的试算，各页注明 · a trial from public figures, said on every page",
    "PlanRecord.tolerance": "“左右”的认可区间，按指标类型 · band of 左右 by measure",
    "PlanRecord.pace_margin": "序时进度的允许偏差 · band within which pace is kept",
    "nearly_met": "“基本完成”的下限，不写则不用 · from where a target is nearly met; off where left out",
    "exceeded": "“超额完成”的界限，不写则不用 · above which a target is exceeded; off where left out",
    "publish_rate_from": "可评价比例低于此值时不公布完成率 · below this share judged no rate is printed",
    "compare": "全数值比较或修约值比较（GB/T 8170） · compare full or rounded values",
    "digits": "修约到几位小数 · decimals of rounded values",
    "PlanRecord.leaders": "领导排序 · leaders in display order",
    "organisations": "单位：别称，按显示顺序 · organisation: its variants, in display order",
    "collective": "集合性单位，不排名、不催报 · collective units, in no ranking and no list to chase",
    "PlanRecord.regions": "下级地区，按显示顺序 · regions in display order",
    "units": "自定义计量单位 · own measure words",
    "sections": "文件的章节 · sections of the document",
    "commitments": "目标任务：target、milestone、task · targets, milestones and tasks",
    "type": "量化指标 target、节点任务 milestone、常态工作 task · type of the commitment",
    "id": "标识，小写字母、数字、连字符 · id: small letters, digits, hyphens",
    "name": "名称，文字或 {zh, en} · name, plain or {zh, en}",
    "title": "标题，文字或 {zh, en} · title, plain or {zh, en}",
    "zh": "中文 · in Chinese",
    "en": "英文 · in English",
    "aliases": "统计数据中的其他名称 · other names in figures",
    "strength": "commit 确保、strive 力争 · how firmly it is promised",
    "nature": "binding 约束性、anticipatory 预期性 · binding or anticipatory",
    "owner": "责任领导和责任单位，第一个牵头 · leaders and units; the first leads",
    "owners": "后续责任人，各有 from · later owners, each with from",
    "leaders": "责任领导 · leaders",
    "Owner.units": "责任单位，第一个牵头 · responsible units; the first leads",
    "open_ended": "名单以“等”结尾 · the list ends in 等",
    "from": "自何日起负责 · in office from this day",
    "part_of": "上级指标的 id · id of the commitment that it is part of",
    "weight": "权重，大于 0 · weight above 0",
    "status": "active、amended、withdrawn，后两者附日期和文号 · with date and document",
    "state": "active、amended 已调整、withdrawn 已取消 · state",
    "due": "完成时限，默认期末 · due day; default the end of the period",
    "period": "时期，如 2020、2020-11、2020Q3 · a period",
    "data_from": "数据由谁提供，默认牵头单位 · who publishes the figure; default the lead unit",
    "released": "数据何时公布 · when the figure will be published",
    "confidential": "不公开 · not for publication",
    "note": "说明 · a note",
    "Baseline.source": "基数的来源 · where the value comes from",
    "source": "文件中的位置和原文 · where it stands in the document, and its words",
    "quote": "原文语句，逐字 · the clause, word for word",
    "section": "章节 id · id of the section",
    "group": "组号 · number of the group",
    "row": "组内第几行 · row within its group, from 1",
    "measure": "指标类型 · what kind of number: level, total, growth, share, points, rank, index",
    "goal": "目标：8%以上、“>= 8 %”、at least 8%，或长形式 · short text or the long form",
    "stretch": "力争目标 · a second goal beyond the first",
    "amendments": "年内调整，按日期 · goals changed within the year, in the order of their dates",
    "better": "higher 越高越好、lower 越低越好、closer 越近越好 · which way is better",
    "baseline": "基数 · the value that the goal starts from",
    "basis": "nominal 现价、real 可比价、comparable 同口径 · basis of a growth rate",
    "compared_to": "增长与何时相比，默认上年同期 · what a growth is against; default a year before",
    "annualised": "年均 · a yearly average",
    "aggregate": "多期数据如何合成全期 · how figures of parts make the whole period",
    "tolerance": "“左右”的认可区间，如 0.1个百分点、5% · band of 左右",
    "pace_margin": "序时进度的允许偏差 · band within which pace is kept",
    "profile": "序时进度的形状；at_end 用于年底认定、验收 · shape of the expected progress",
    "scope": "口径：统计到哪一步（开工、在建、完工……） · at which stage a thing counts",
    "regions": "each：各地区同一目标 · the same goal for each region",
    "phase": "start 开工启动、complete 建成完成 · start or complete",
    "event": "以何事件为准（建成、通车、竣工验收……） · which event counts",
    "kind": "目标种类 · kind of goal",
    "comparator": "比较符，~= 为左右，in 为区间 · comparator; ~= about, in a range",
    "value": "数值 · number",
    "value_high": "区间上限 · upper end of a range",
    "unit": "单位 · unit",
    "text": "原写法 · how it was written",
    "implied": "比较符由默认规则得出 · the comparator was not written",
    "to": "参照指标的 id · id of the target that it is compared with",
    "region": "地区 · region",
    "offset": "与参照之差，如 -0.5个百分点 · distance to the other",
    "mixed_basis": "accepted：允许两者口径不同 · bases may differ",
    "issuer": "由谁下达 · who sets or issues it",
    "reading": "方案对它的解读 · the plan's own reading of it",
    "pinned": "固定此值，不取数据 · this value stands, whatever the figures say",
    "reason": "原因 · reason",
    "date": "日期 · day",
    "document": "文号 · document",
    "number": "文号 · number of the document",
    "url": "网址 · address",
    "groups": "章内各组 · groups of the section",
    "code": "行政区划代码 · code of the region",
    "parent": "上级地区 · region that it belongs to",
    "level": "层级 · level",
}


def plan_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a plan file.

    A file with any of id, title, region and period must have them all; any other file
    is a section file and must have commitments.

    >>> plan_schema()["properties"]["format"]["const"]
    1
    """
    made = PlanRecord.model_json_schema(by_alias=True)
    definitions = {name: _record(name, _widen(part)) for name, part in made["$defs"].items()}
    definitions["Goal"] = _goal()
    definitions["Owner"] = {"anyOf": [_TEXT, definitions["Owner"]]}
    definitions["Text"] = {"anyOf": [_TEXT, definitions["Text"]]}
    definitions["Region"] = {"anyOf": [_TEXT, definitions["Region"]]}
    definitions["Status"] = {"anyOf": [definitions["Status"]["properties"]["state"], definitions["Status"]]}
    plan = _record("PlanRecord", _widen(made))
    return {
        "$schema": _DRAFT,
        "$id": SCHEMA_ID,
        "title": "targetwatch plan, format 1",
        "description": plan["description"],
        "type": "object",
        "properties": plan["properties"],
        "additionalProperties": False,
        "required": ["format"],
        "if": {"anyOf": [{"required": [key]} for key in _METADATA]},
        "then": {"required": list(_METADATA)},
        "else": {"required": ["commitments"], "propertyNames": {"enum": ["format", "commitments"]}},
        "$defs": definitions,
    }


def _goal() -> dict[str, Any]:
    examples = ["8%以上", "10万人以上", "2.2%左右", ">= 8 %", "翻番", "at least 8%"]
    long = [{"$ref": f"#/$defs/{name}"} for name in _GOALS]
    return {"anyOf": [{**_TEXT, "examples": examples}, {"type": "object", "oneOf": long}]}


def _record(name: str, made: dict[str, Any]) -> dict[str, Any]:
    """A record's schema with its keys described, and with the keys that tell its type required."""
    properties = {
        key: _described(name, key, _short_forms(name, key, part)) for key, part in made["properties"].items()
    }
    telling = [key for key in ("type", "kind") if "const" in properties.get(key, {})]
    result = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [*telling, *(key for key in made.get("required", ()) if key not in telling)]
    if required:
        result["required"] = required
    return {"description": made.get("description", ""), **result}


def _described(record: str, key: str, part: dict[str, Any]) -> dict[str, Any]:
    words = DESCRIPTIONS.get(f"{record}.{key}", DESCRIPTIONS.get(key))
    return {"description": words, **part} if words else part


def _short_forms(record: str, key: str, part: dict[str, Any]) -> dict[str, Any]:
    """What a file may write for a key beside what the record holds."""
    if key in ("goal", "stretch"):
        return {"$ref": "#/$defs/Goal"}
    if key == "owner":
        owner = {"$ref": "#/$defs/Owner"}
        return {"anyOf": [owner, {"type": "array", "items": owner, "minItems": 1}]}
    if key == "organisations":
        variants = {"anyOf": [{"type": "null"}, _TEXT, {"type": "array", "items": _TEXT}]}
        names = {"type": "array", "items": _TEXT}
        return {"anyOf": [{"type": "object", "additionalProperties": variants}, names]}
    if record == "PlanRecord" and key in ("tolerance", "pace_margin", "nearly_met", "exceeded"):
        band = {"type": "string", "examples": ["5%", "0.5个百分点"]}
        by_measure = dict.fromkeys(get_args(Measure), band)
        return {"anyOf": [band, {"type": "object", "properties": by_measure, "additionalProperties": False}]}
    return part


def _widen(part: Any) -> Any:
    """A part of the made schema without titles and defaults; free text may look like a number."""
    if isinstance(part, list):
        return [_widen(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "string" and not {"pattern", "enum", "const", "examples"} & set(part):
        return {**_TEXT, **{key: value for key, value in part.items() if key in ("description",)}}
    return {
        key: {name: _widen(each) for name, each in value.items()}
        if key in ("properties", "$defs")
        else _widen(value)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str)) and key not in ("default", "discriminator")
    }
