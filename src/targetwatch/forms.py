"""The blank form that the responsible units fill in, and that `ingest` reads back.

A workbook has one sheet a lead unit, with drop-downs and locked ids; a CSV file has
the same rows in one table. A row left blank is a row without a value, not an error.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from targetwatch.errors import TargetwatchError
from targetwatch.model import Milestone, Target
from targetwatch.periods import Period, parse_period
from targetwatch.plan import Plan
from targetwatch.verdicts import AUTHORITY_WORDS, MEASURE_WORDS, STAGE_WORDS, TYPE_WORDS

SUFFIXES: Final = (".xlsx", ".csv")


class FormError(TargetwatchError, ValueError):
    """A suffix that no form can be written to; ``suffix`` is what was found."""

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        super().__init__(f"found suffix {suffix!r}, expected one of {', '.join(SUFFIXES)}")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the form: its heads, width in half-width characters, and what may be chosen.

    ``filled`` columns are ours and locked; the others are the unit's to fill in.
    """

    key: str
    zh: str
    en: str
    width: int
    filled: bool = False
    choices: str = ""


FIELDS: Final = (
    Field("id", "编号", "id", 22, filled=True),
    Field("type", "类型", "type", 10, filled=True),
    Field("name", "指标名称", "name", 28, filled=True),
    Field("quote", "目标任务原文", "quote", 42, filled=True),
    Field("goal", "目标值", "goal", 16, filled=True),
    Field("region", "地区", "region", 10, filled=True),
    Field("value", "完成值", "value", 14),
    Field("unit", "单位", "unit", 12),
    Field("measure", "指标类型", "measure", 12, choices="measure"),
    Field("period", "时期", "period", 18),
    Field("stage", "阶段", "stage", 12, choices="stage"),
    Field("answer", "是否完成", "answer", 10, choices="answer"),
    Field("date", "完成日期", "date", 13),
    Field("availability", "报送状态", "availability", 14, choices="availability"),
    Field("published", "发布日期", "published", 13),
    Field("authority", "来源级别", "authority", 12, choices="authority"),
    Field("source", "来源", "source", 30),
    Field("evidence", "佐证材料", "evidence", 24),
    Field("statement", "完成情况说明", "statement", 36),
)
_LEAD: Final = Field("lead_unit", "牵头单位", "lead_unit", 20, filled=True)

_WORDS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "measure": MEASURE_WORDS | {"decline": ("降幅", "decline")},
    "stage": {code: words for code, words in STAGE_WORDS.items() if code},
    "answer": {"yes": ("是", "yes"), "no": ("否", "no")},
    "availability": {
        "not_yet_released": ("未到发布期", "not_yet_released"),
        "not_submitted": ("应报未报", "not_submitted"),
        "not_applicable": ("不涉及", "not_applicable"),
    },
    "authority": {code: words for code, words in AUTHORITY_WORDS.items() if code},
}
#: What stands for a goal in the row that asks for the figure of an earlier period.
_BASELINE: Final = ("（基数）", "(baseline)")
_NO_UNIT: Final = ("未注明牵头单位", "no lead unit")
_HEAD: Final = PatternFill("solid", start_color="FFDCE6F1")
_OURS: Final = PatternFill("solid", start_color="FFF2F2F2")
_ILLEGAL: Final = re.compile(r"[\\/?*\[\]:\x00-\x1f]")
_SHEET_NAME: Final = 31
#: A moment for every form, so that one plan gives one file.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)

_INSTRUCTIONS: Final = (
    ("填报说明", "How to fill in this form"),
    (
        "每个牵头单位一张表；灰底各列已填好，请勿改动，编号用于对应指标。",
        "One sheet a lead unit; grey columns are filled in and locked, ids match the rows.",
    ),
    (
        "完成值只填数值，如 10.2、超过2.5、4.8—5.1；不要填“已完成”“√”或一段文字。",
        "Write figures such as 10.2 or 4.8 to 5.1 in value: no verdicts, no narrative.",
    ),
    (
        "单位可改为实际报送的单位；目标为数量的不填百分比。",
        "The unit may be changed to the one you report in; no percentage where an amount is due.",
    ),
    (
        "指标类型为降幅的，填下降的幅度（正数）。",
        "Where measure is decline, write the size of the fall as a positive number.",
    ),
    (
        "节点任务填是否完成，已完成的填完成日期。",
        "For milestones choose yes or no, and the day of completion.",
    ),
    (
        "目标为定性表述的，选是或否，并在来源中写明由谁认定。",
        "For goals in words choose yes or no, and name in source who judged.",
    ),
    (
        "数据尚未公布的，完成值留空，报送状态选未到发布期。",
        "Where a figure is not out yet leave value blank and choose not_yet_released.",
    ),
    ("没有数据的行整行留空即可。", "Leave a row without data blank."),
)


def write_form(
    plan: Plan, path: str | os.PathLike[str], *, as_of: date | None = None, lang: str = "zh"
) -> None:
    """Write the blank form of ``plan`` to ``path`` (``.xlsx`` or ``.csv``).

    Raises ``FormError`` for another suffix.
    """
    target = Path(path)
    target.write_bytes(form_bytes(plan, target.suffix.lower(), lang, as_of=as_of))


def form_bytes(plan: Plan, suffix: str, lang: str = "zh", *, as_of: date | None = None) -> bytes:
    """The blank form of ``plan`` as the bytes of an XLSX or CSV file.

    With ``as_of`` within the plan's period the form asks for the months up to then, and
    shows the goals in force then. Withdrawn commitments and tasks are not asked for.

    Raises ``FormError`` for a suffix other than ``.xlsx`` and ``.csv``.
    """
    rows = form_rows(plan, lang, as_of)
    if suffix == ".csv":
        return _csv_bytes(rows, lang)
    if suffix == ".xlsx":
        return _workbook_bytes(plan, rows, lang)
    raise FormError(suffix)


def form_rows(plan: Plan, lang: str = "zh", as_of: date | None = None) -> dict[str, list[dict[str, str]]]:
    """The rows of the form by lead unit, units in the offices' own order, rows in the plan's."""
    found: dict[str, list[dict[str, str]]] = {}
    for commitment in plan.commitments:
        if isinstance(commitment, Target | Milestone) and commitment.status.state != "withdrawn":
            lead = _lead(plan, commitment, lang, as_of)
            found.setdefault(lead, []).extend(_rows(plan, commitment, lang, as_of))
    ranked = {unit: place for place, unit in enumerate(plan.record.organisations)}
    return dict(sorted(found.items(), key=lambda item: ranked.get(item[0], len(ranked))))


def _lead(plan: Plan, commitment: Target | Milestone, lang: str, as_of: date | None) -> str:
    owner = plan.owner_at(commitment, as_of) if as_of else commitment.owner
    unit = owner.units[0] if owner.units else ""
    return plan.canonical_unit(unit) if unit else _NO_UNIT[lang != "zh"]


def _rows(
    plan: Plan, commitment: Target | Milestone, lang: str, as_of: date | None
) -> Iterable[dict[str, str]]:
    row = {
        "id": commitment.id,
        "type": _word("type", commitment.type, lang),
        "name": commitment.name.text(lang),
        "quote": " ".join(commitment.source.quote.split()),
        "region": plan.record.region,
    }
    if isinstance(commitment, Milestone):
        return [row | {"period": commitment.period or plan.record.period}]
    asked = [row | _asked(plan, commitment, lang, as_of)]
    baseline = commitment.baseline
    if baseline is not None and baseline.value is None and baseline.period is not None:
        asked.append(asked[0] | {"goal": _BASELINE[lang != "zh"], "period": baseline.period})
    each = commitment.regions == "each"
    names = [region.name for region in plan.record.regions] if each else [row["region"]]
    return [part | {"region": name} for name in names for part in asked]


def _asked(plan: Plan, target: Target, lang: str, as_of: date | None) -> dict[str, str]:
    """What is asked of a target: its goal in force, the unit, the measure and the period."""
    goal = plan.goal_in_force(target, as_of) if as_of else target.goal
    whole = parse_period(target.period or plan.record.period)
    text = getattr(goal, "text", None) or _goal_text(goal)
    asked = {"goal": text, "period": str(_period(whole, target, as_of))}
    if goal.kind == "stated":
        return asked
    measure = "decline" if _falls(target, goal) else target.measure
    return asked | {"unit": _unit(target, goal), "measure": _word("measure", measure, lang)}


def _falls(target: Target, goal: Any) -> bool:
    """Whether the goal is a fall in percent or points, which offices report by its size."""
    down = goal.kind == "external" and goal.comparator in ("<=", "<")
    return target.measure in ("growth", "points") and (down or (goal.kind == "fixed" and goal.value < 0))


def _goal_text(goal: Any) -> str:
    if goal.kind != "fixed":
        return ""
    ends = f"{goal.value}" if goal.value_high is None else f"{goal.value}—{goal.value_high}"
    return f"{goal.comparator} {ends} {goal.unit or ''}".strip()


def _unit(target: Target, goal: Any) -> str:
    given: str | None = getattr(goal, "unit", None) or (target.baseline.unit if target.baseline else None)
    return given or {"growth": "%", "share": "%", "points": "个百分点"}.get(target.measure, "")


def _period(whole: Period, target: Target, as_of: date | None) -> Period:
    """The period to report on: the whole, or its months that are over at ``as_of``; of a level the last."""
    if as_of is None:
        return whole
    last = as_of.year * 12 + as_of.month - 1
    over = last if as_of == Period(last, last).end else last - 1
    if not whole.first <= over < whole.last:
        return whole
    return Period(over if target.measure in ("level", "share", "rank", "index") else whole.first, over)


def _word(kind: str, code: str, lang: str) -> str:
    pair = (TYPE_WORDS if kind == "type" else _WORDS[kind])[code]
    return pair[0] if lang == "zh" else code


def _head(field: Field, lang: str) -> str:
    return field.zh if lang == "zh" else field.en


def _csv_bytes(rows: dict[str, list[dict[str, str]]], lang: str) -> bytes:
    """One table, in UTF-8 with a byte order mark, which spreadsheets need to show Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_head(field, lang) for field in (*FIELDS[:1], _LEAD, *FIELDS[1:])])
    for unit, listed in rows.items():
        for row in listed:
            cells = [row.get(field.key, "") for field in FIELDS]
            writer.writerow([cells[0], unit, *cells[1:]])
    return text.getvalue().encode("utf-8-sig")


def _workbook_bytes(plan: Plan, rows: dict[str, list[dict[str, str]]], lang: str) -> bytes:
    book = Workbook()
    _write_instructions(book.active, plan, lang)
    taken = {book.worksheets[0].title.casefold()}
    for unit, listed in rows.items():
        _write_sheet(book.create_sheet(sheet_name(unit, taken)), listed, lang)
    if rows:
        book.active = 1
    data = io.BytesIO()
    book.save(data)
    return _without_moment(data.getvalue())


def sheet_name(unit: str, taken: set[str]) -> str:
    """A legal sheet name for ``unit`` that is not ``taken`` yet; it is added there.

    At most 31 characters, none of ``\\\\ / ? * [ ] :``, no quote at an end.

    >>> taken = set()
    >>> sheet_name("甲市教育局/体育局", taken), sheet_name("甲市教育局:体育局", taken)
    ('甲市教育局／体育局', '甲市教育局：体育局')
    >>> len(sheet_name("局" * 40, taken)), sheet_name("局" * 40, taken)[-3:]
    (31, '（2）')
    """
    wide = _ILLEGAL.sub(lambda mark: chr(ord(mark[0]) + 0xFEE0) if mark[0] > " " else " ", unit).strip("' ")
    base = wide or "_"
    name, number = base[:_SHEET_NAME], 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        tail = f"（{number}）"
        name = base[: _SHEET_NAME - len(tail)] + tail
    taken.add(name.casefold())
    return name


def _write_instructions(sheet: Any, plan: Plan, lang: str) -> None:
    sheet.title = _INSTRUCTIONS[0][0] if lang == "zh" else "Instructions"
    lines = [plan.record.title.text(lang), *(pair[lang != "zh"] for pair in _INSTRUCTIONS)]
    for number, line in enumerate(lines, start=1):
        _put(sheet.cell(number, 1), line)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 1).font = Font(bold=number <= 2)
    sheet.column_dimensions["A"].width = 90


def _write_sheet(sheet: Any, rows: Sequence[dict[str, str]], lang: str) -> None:
    for column, field in enumerate(FIELDS, start=1):
        head = sheet.cell(1, column, _head(field, lang))
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        width = max(field.width, text_width(_head(field, lang)) + 2)
        sheet.column_dimensions[get_column_letter(column)].width = width
        for number, row in enumerate(rows, start=2):
            _write_cell(sheet.cell(number, column), row.get(field.key, ""), field)
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = 15 * _lines(row)
    _add_choices(sheet, len(rows) + 1, lang)
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)


def _write_cell(cell: Any, text: str, field: Field) -> None:
    if text:
        _put(cell, text)
    if field.key != "value":
        cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=field.filled or field.width > 20, vertical="top")
    cell.protection = Protection(locked=field.filled)
    if field.filled:
        cell.fill = _OURS


def _put(cell: Any, text: str) -> None:
    """Write text that stays text: a leading ``=`` makes no formula."""
    cell.value = text
    cell.data_type = "s"


def _add_choices(sheet: Any, last: int, lang: str) -> None:
    for column, field in enumerate(FIELDS, start=1):
        if not field.choices:
            continue
        words = [pair[0] if lang == "zh" else code for code, pair in _WORDS[field.choices].items()]
        choice = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
        choice.showErrorMessage = True
        sheet.add_data_validation(choice)
        letter = get_column_letter(column)
        choice.add(f"{letter}2:{letter}{last}")


def _protect(sheet: Any) -> None:
    """Lock what is ours, without a password; widths and heights stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def text_width(text: str) -> int:
    """The width of ``text`` in half-width characters: 汉字 count two.

    >>> text_width("完成值abc")
    9
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _lines(row: dict[str, str]) -> int:
    needed = (-(-text_width(row.get(field.key, "")) // (field.width - 1)) for field in FIELDS if field.filled)
    return min(max(1, *needed), 12)


def _without_moment(data: bytes) -> bytes:
    """The same workbook without the moment of writing."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2000-01-01T00:00:00Z", part)
            target.writestr(zipfile.ZipInfo(name, _MOMENT), part, zipfile.ZIP_DEFLATED)
    return result.getvalue()
