"""Tables that are known, written as publishers write them, with the traps of their files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

#: What a figure is: indicator, region, period, value, unit, measure.
Known = tuple[str, str | None, str, float, str | None, str | None]


@dataclass(frozen=True)
class Sample:
    """A known table: values by indicator, region and year, and the choices of how it is written."""

    values: tuple[tuple[tuple[Decimal | None, ...], ...], ...]
    missing: str
    thousands: bool
    newest_first: bool
    encoding: str

    @property
    def indicators(self) -> list[str]:
        """Names of invented indicators."""
        return ["甲产值", "乙产量", "丙收入"][: len(self.values)]

    @property
    def units(self) -> list[str]:
        """Their units."""
        return ["亿元", "万吨", "元/人"][: len(self.values)]

    @property
    def regions(self) -> list[str]:
        """Names of invented regions."""
        return ["甲省", "乙省", "丙自治区"][: len(self.values[0])]

    @property
    def years(self) -> list[int]:
        """Years that skip, in the order in which they are written."""
        years = [2015, 2018, 2019, 2020][: len(self.values[0][0])]
        return years[::-1] if self.newest_first else years

    def value(self, indicator: int, region: int, column: int) -> Decimal | None:
        """The value in the column that is written at this place."""
        own = self.values[indicator][region]
        return own[len(own) - 1 - column] if self.newest_first else own[column]

    def text(self, value: Decimal | None) -> str:
        """A value as this file writes it."""
        return self.missing if value is None else f"{value:,}" if self.thousands else str(value)


@dataclass(frozen=True)
class Written:
    """A file's name, bytes and the figures that it holds."""

    name: str
    data: bytes
    known: list[Known]


def lines_of(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """Rows as CSV text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def book_of(sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """Sheets as a workbook; the ranges are merged on the last one."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def provinces(sample: Sample) -> Written:
    """Provinces down, years across, the unit in the key line; a trailing comma and notes."""
    known: list[Known] = []
    rows: list[list[str]] = [
        ["数据库：分省年度数据"],
        [f"指标：{sample.indicators[0]}({sample.units[0]})"],
        ["时间：最近20年"],
    ]
    rows.append(["地区", *(f"{year}年" for year in sample.years), ""])
    for r, region in enumerate(sample.regions):
        values = [sample.value(0, r, c) for c in range(len(sample.years))]
        rows.append([region, *map(sample.text, values), ""])
        known += _known(sample, 0, region, values)
    rows += [["注：1.甲，乙"], ["　　　2.续注"], ["数据来源：国家统计局"]]
    return Written("a.csv", lines_of(rows, "\t").encode(sample.encoding), known)


def quarters(sample: Sample) -> Written:
    """Indicators down, quarters across; single and cumulative rows and cumulative growth."""
    rows: list[list[str]] = [["数据库：季度数据"], ["时间：最近4季度"]]
    heads = ["第一季度", "第二季度", "第三季度", "第四季度"][: len(sample.years)]
    rows.append(["指标", *(f"2020年{head}" for head in heads)])
    spans = {"当季值": ["Q1", "Q2", "Q3", "Q4"], "累计值": ["Q1", "H1", "-01/2020-09", ""]}
    known: list[Known] = []
    for i, (name, unit) in enumerate(zip(sample.indicators, sample.units, strict=True)):
        for word, ends in spans.items():
            values = [sample.value(i, 0, c) for c in range(len(heads))]
            rows.append([f"{name}{word}({unit})", *map(sample.text, values)])
            measure = "total" if word == "累计值" else None
            known += [
                (name, "全国", f"2020{end}", float(v), unit, measure)
                for end, v in zip(ends, values, strict=False)
                if v is not None
            ]
    rows.append(["数据来源：国家统计局"])
    return Written("a.csv", lines_of(rows).encode(sample.encoding), known)


def months(sample: Sample) -> Written:
    """Months down, an index and growth across, a note over two lines."""
    rows: list[list[str]] = [["数据库：月度数据"], ["时间：2020-"]]
    rows.append(["时间", "甲指数(上年同月=100)", "乙产量累计增长(%)"])
    known: list[Known] = []
    for c in range(len(sample.years)):
        first, second = sample.value(0, 0, c), sample.value(-1, -1, c)
        rows.append([f"2020年{c + 2}月", sample.text(first), sample.text(second)])
        if first is not None:
            known.append(("甲指数", "全国", f"2020-{c + 2:02d}", float(first), None, "index"))
        if second is not None:
            end = {3: "Q1", 6: "H1"}.get(c + 2, f"-01/2020-{c + 2:02d}")
            known.append(("乙产量", "全国", f"2020{end}", float(second), "%", "growth"))
    rows.append(["注：一\n　　　二"])
    return Written("a.csv", lines_of(rows).encode(sample.encoding), known)


def commercial(sample: Sample) -> Written:
    """Four head lines, months written as 2019.9, 2019.1, 2019.11."""
    pairs = [(i, r) for i in range(len(sample.indicators)) for r in range(len(sample.regions))]
    rows = [
        ["指标", *(sample.indicators[i] for i, _ in pairs)],
        ["地区", *(sample.regions[r] for _, r in pairs)],
        ["频度", *("月" for _ in pairs)],
        ["单位", *(sample.units[i] for i, _ in pairs)],
    ]
    known: list[Known] = []
    for c, month in enumerate(["2019.9", "2019.1", "2019.11", "2019.12"][: len(sample.years)]):
        values = [sample.value(i, r, c) for i, r in pairs]
        rows.append([month, *map(sample.text, values)])
        period = ["2019-09", "2019-10", "2019-11", "2019-12"][c]
        known += [
            (sample.indicators[i], sample.regions[r], period, float(v), sample.units[i], None)
            for (i, r), v in zip(pairs, values, strict=True)
            if v is not None
        ]
    return Written("a.csv", lines_of(rows).encode(sample.encoding), known)


def yearbook(sample: Sample) -> Written:
    """Regions down, a merged head of indicators over years, in a workbook."""
    years = sample.years
    top: list[Any] = ["地区"]
    for name, unit in zip(sample.indicators, sample.units, strict=True):
        top += [f"{name}（{unit}）", *[""] * (len(years) - 1)]
    rows: list[list[Any]] = [
        ["2-1 分地区主要指标"],
        top,
        ["", *(f"{y}年" for _ in sample.indicators for y in years)],
    ]
    known: list[Known] = []
    for r, region in enumerate(sample.regions):
        row: list[Any] = [region]
        for i in range(len(sample.indicators)):
            values = [sample.value(i, r, c) for c in range(len(years))]
            row += [sample.text(v) if v is None else float(v) for v in values]
            known += _known(sample, i, region, values)
        rows.append(row)
    rows += [["注：本表为初步数。"], ["资料来源：甲省统计局"]]
    merged = ["A2:A3"]
    for i in range(len(sample.indicators)):
        first, last = 2 + i * len(years), 1 + (i + 1) * len(years)
        if last > first:
            merged.append(f"{get_column_letter(first)}2:{get_column_letter(last)}2")
    return Written("a.xlsx", book_of({"表": rows}, merged), known)


def sdmx(sample: Sample) -> Written:
    """SDMX-CSV 2.0 in a locale with decimal commas, labels and several structures."""
    rows = [
        ["STRUCTURE[|]", "STRUCTURE_ID", "ACTION", "INDICATOR: Indicator", "REF_AREA: Area",
         "TIME_PERIOD: Time", "OBS_VALUE: Value", "UNIT_MEASURE: Unit", "OBS_STATUS: Status"]
    ]  # fmt: skip
    known: list[Known] = []
    for i, name in enumerate(sample.indicators):
        for r, region in enumerate(sample.regions):
            for c, year in enumerate(sample.years):
                value = sample.value(i, r, c)
                text = "" if value is None else str(value).replace(".", ",")
                keys = [f"A:S{i}(1.0): Structure {i}", "I", f"I{i}: {name}", f"R{r}: {region}", str(year)]
                rows.append(["dataflow", *keys, text, f"U: {sample.units[i]}", "P: Provisional"])
                known += _known(sample, i, region, [value], [year])
    return Written("a.csv", lines_of(rows, ";").encode("utf-8"), known)


def eurostat(sample: Sample) -> Written:
    """A sheet an indicator, flags in the neighbouring columns, a legend."""
    known: list[Known] = []
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        "Summary": [["Contents"]],
        "Structure": [["Dimension", "Position"]],
    }
    for i, name in enumerate(sample.indicators):
        rows: list[list[Any]] = [
            ["Data extracted from [ESTAT]"],
            ["Dataset: ", "甲 [X]"],
            ["Unit of measure", None, sample.units[i]],
        ]
        rows += [
            ["Item", None, name],
            [],
            ["TIME", *(x for y in sample.years for x in (str(y), None))],
            ["GEO (Labels)"],
        ]
        for r, region in enumerate(sample.regions):
            values = [sample.value(i, r, c) for c in range(len(sample.years))]
            rows.append(
                [
                    region,
                    *(
                        x
                        for v in values
                        for x in (":" if v is None else float(v), None if v is None else "p")
                    ),
                ]
            )
            known += _known(sample, i, region, values)
        sheets[f"Sheet {i + 1}"] = [*rows, [], ["Special value"], [":", "not available"]]
    return Written("a.xlsx", book_of(sheets), known)


def worldbank(sample: Sample) -> Written:
    """Preamble lines with blanks, a byte order mark, wide years, a trailing empty field."""
    rows: list[list[str]] = [["Data Source", "甲", ""], [], ["Last Updated Date", "2020-07-01", ""], []]
    rows.append(
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *map(str, sample.years), ""]
    )
    known: list[Known] = []
    for i, name in enumerate(sample.indicators):
        for r, region in enumerate(sample.regions):
            values = [sample.value(i, r, c) for c in range(len(sample.years))]
            texts = ["" if v is None else str(v) for v in values]
            rows.append([region, f"R{r}", f"{name} ({sample.units[i]})", f"X.{i}", *texts, ""])
            told = _known(sample, i, region, values)
            known += [(f"{name} ({sample.units[i]})", *rest) for _, *rest in told]  # type: ignore[misc]
    return Written("a.csv", lines_of(rows).encode("utf-8-sig"), known)


def undata(sample: Sample) -> Written:
    """The UN's database, one figure a line."""
    rows = [
        [
            "Goal",
            "SeriesCode",
            "SeriesDescription",
            "GeoAreaCode",
            "GeoAreaName",
            "TimePeriod",
            "Value",
            "[Sex]",
            "[Units]",
        ]
    ]
    known: list[Known] = []
    for i, name in enumerate(sample.indicators):
        for r, region in enumerate(sample.regions):
            for c, year in enumerate(sample.years):
                value = sample.value(i, r, c)
                text = "NaN" if value is None else str(value)
                rows.append(
                    ["1", f"S{i}", name, f"00{r}", region, f"{year}.0", text, "BOTHSEX", sample.units[i]]
                )
                known += _known(sample, i, region, [value], [year])
    return Written("a.csv", lines_of(rows).encode("utf-8"), known)


def opensdg(sample: Sample) -> Written:
    """The headline, and a dimension that breaks it down."""
    rows = [["Year", "Sex", "Series", "Units", "Value"]]
    known: list[Known] = []
    for i, name in enumerate(sample.indicators):
        for c, year in enumerate(sample.years):
            for sex in ("", "女"):
                value = sample.value(i, 0, c)
                rows.append([str(year), sex, name, sample.units[i], "" if value is None else str(value)])
                told = f"{name} [Sex: 女]" if sex else name
                if value is not None:
                    known.append((told, None, str(year), float(value), sample.units[i], None))
    return Written("a.csv", lines_of(rows).encode("utf-8"), known)


def ons(sample: Sample) -> Written:
    """Series side by side, years and quarters in one column."""
    heads = {"Title": sample.indicators, "CDID": ["AAAA"] * 3, "PreUnit": [""] * 3, "Unit": sample.units}
    count = len(sample.indicators)
    rows = [[key, *texts[:count]] for key, texts in heads.items()] + [
        ["Release date", *["12-08-2022"] * count]
    ]
    known: list[Known] = []
    for c, year in enumerate(sample.years):
        for period in (str(year), f"{year} Q2"):
            values = [sample.value(i, 0, c) for i in range(count)]
            rows.append([period, *("" if v is None else str(v) for v in values)])
            known += [
                (sample.indicators[i], None, period.replace(" ", ""), float(v), sample.units[i], None)
                for i, v in enumerate(values)
                if v is not None
            ]
    return Written("a.csv", lines_of(rows).encode("utf-8"), known)


def _known(
    sample: Sample, i: int, region: str, values: Sequence[Decimal | None], years: Sequence[int] | None = None
) -> list[Known]:
    return [
        (sample.indicators[i], region, str(year), float(value), sample.units[i], None)
        for year, value in zip(years or sample.years, values, strict=True)
        if value is not None
    ]


TEXTS: dict[str, Callable[[Sample], Written]] = {
    "nbs provinces": provinces,
    "nbs quarters": quarters,
    "nbs months": months,
    "commercial": commercial,
    "sdmx": sdmx,
    "worldbank": worldbank,
    "undata": undata,
    "opensdg": opensdg,
    "ons": ons,
}
BOOKS: dict[str, Callable[[Sample], Written]] = {"yearbook": yearbook, "eurostat": eurostat}
