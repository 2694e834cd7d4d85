"""Which layout a file is in, by its content: one reader a layout, each says how sure it is.

``tidy`` and ``form`` files are read by ``tidy`` and ``workbook``; the others here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import targetwatch.ingest.commercial as commercial
import targetwatch.ingest.eurostat as eurostat
import targetwatch.ingest.nbs as nbs
import targetwatch.ingest.ons as ons
import targetwatch.ingest.opensdg as opensdg
import targetwatch.ingest.sdmx as sdmx
import targetwatch.ingest.undata as undata
import targetwatch.ingest.worldbank as worldbank
import targetwatch.ingest.yearbook as yearbook
from targetwatch import spelling
from targetwatch.actuals import ActualsTable, CellAccount, ReadingNote, join_tables
from targetwatch.errors import ActualsError, Problem
from targetwatch.ingest.codes import CODES, UnknownCodeError, read_code
from targetwatch.ingest.figures import read_unit
from targetwatch.ingest.grid import Grid, find_head, problem
from targetwatch.ingest.ledger import Ledger, require_balance, whole_sheet
from targetwatch.ingest.text import SEPARATORS, cut, sample_of


@dataclass(frozen=True, slots=True)
class Reader:
    """One published layout: its name, its words, how surely a grid is in it, and the figures of one."""

    name: str
    zh: str
    en: str
    recognise: Callable[[Grid], float]
    read: Callable[[Grid, Ledger], ActualsTable]


#: Layouts of publishers, the most particular first.
READERS: Final[tuple[Reader, ...]] = (
    Reader(sdmx.NAME, "SDMX-CSV", "SDMX-CSV message", sdmx.recognise, sdmx.read),
    Reader(
        eurostat.NAME,
        "欧盟统计局数据浏览器工作簿",
        "Eurostat Data Browser workbook",
        eurostat.recognise,
        eurostat.read,
    ),
    Reader(worldbank.NAME, "世界银行数据文件", "World Bank file", worldbank.recognise, worldbank.read),
    Reader(undata.NAME, "联合国可持续发展目标数据库", "UN SDG database file", undata.recognise, undata.read),
    Reader(ons.NAME, "英国国家统计局时间序列", "ONS time series", ons.recognise, ons.read),
    Reader(opensdg.NAME, "Open SDG 数据文件", "Open SDG data file", opensdg.recognise, opensdg.read),
    Reader(
        commercial.NAME,
        "商业数据库导出（指标、地区、频度、单位表头）",
        "export of a commercial database",
        commercial.recognise,
        commercial.read,
    ),
    Reader(
        nbs.NAME,
        "国家统计局数据库导出",
        "export of the national statistics database",
        nbs.recognise,
        nbs.read,
    ),
    Reader(
        yearbook.NAME,
        "统计年鉴或统计公报表格",
        "table of a statistical yearbook or bulletin",
        yearbook.recognise,
        yearbook.read,
    ),
)
#: Layouts that are read elsewhere.
OWN_LAYOUTS: Final = ("tidy", "form")
LAYOUTS: Final = (*OWN_LAYOUTS, *(reader.name for reader in READERS))
#: Other names of layouts, for ``layout=``.
_ALIASES: Final = {
    "国家统计局": "nbs", "商业数据库": "commercial", "统计年鉴": "yearbook", "统计公报": "yearbook",
    "wdi": "worldbank", "unsdg": "undata", "un-sdg": "undata", "sdmx-csv": "sdmx", "bulletin": "yearbook",
}  # fmt: skip

#: Columns that a constant of a mapping may fill.
_FILLABLE: Final = (
    "region", "unit", "measure", "basis", "stage", "check", "authority", "compared_to", "scope", "source",
    "note",
)  # fmt: skip
#: How sure one must be of a tidy file with a complete head, and of any layout at all.
_TIDY: Final = 0.85
_LEAST: Final = 0.5


def require_layout(layout: str | None) -> str | None:
    """The name of a layout that was asked for. Raises ``ActualsError`` where there is none of that name."""
    if layout is None:
        return None
    name = _ALIASES.get(spelling.fold(layout), layout)
    if name in LAYOUTS:
        return name
    nearest = spelling.nearest(layout, LAYOUTS, 1)
    hint = f"did you mean {nearest[0]}?" if nearest else ""
    raise ActualsError([Problem("", 0, 0, "layout", repr(layout), f"one of {', '.join(LAYOUTS)}", hint)])


def recognise_text(
    text: str, file: str, layout: str | None, mapping: Mapping[str, str] | None
) -> tuple[Reader, Grid] | None:
    """The reader for a text file and its lines cut into cells; ``None`` where it is tidy or not known."""
    if layout in OWN_LAYOUTS:
        return None
    sample = sample_of(text)
    found: list[tuple[float, int, Reader | None, str]] = []
    for position, separator in enumerate(SEPARATORS):
        grid = cut(sample, file, separator, lenient=True)
        sure, reader = _surest([grid], layout, mapping)
        found.append((sure, -position, reader, separator))
    sure, _, reader, separator = max(found, key=lambda one: one[:2])
    if reader is None or (sure < _LEAST and layout is None):
        return None
    return reader, cut(text, file, separator)


def recognise_sheets(
    sheets: Sequence[Grid], layout: str | None, mapping: Mapping[str, str] | None
) -> dict[int, Reader]:
    """The reader for each sheet that has one, by position; empty where the workbook is tidy or not known."""
    if layout in OWN_LAYOUTS:
        return {}
    if layout is None and any(_is_tidy(sheet, mapping) > _surest([sheet], None, None)[0] for sheet in sheets):
        return {}
    chosen = {}
    for position, sheet in enumerate(sheets):
        sure, reader = _surest([sheet], layout, None)
        if reader is not None and sheet.visible and sure >= (_LEAST if layout is None else 0.01):
            chosen[position] = reader
    if layout is not None and not chosen:
        only = _named(layout)
        chosen = {position: only for position, sheet in enumerate(sheets) if sheet.visible and sheet.lines}
    return chosen


def read_published(
    grids: Sequence[Grid], readers: Mapping[int, Reader], file: str, mapping: Mapping[str, str] | None = None
) -> ActualsTable:
    """The actuals of the sheets of a file, each by its reader; the other sheets are set aside.

    Of ``mapping`` the constants count: they fill what the file does not say.

    Raises ``ActualsError`` where no sheet holds a table of its layout.
    """
    tables, accounts = [], []
    for position, grid in enumerate(grids):
        reader = readers.get(position)
        if reader is None:
            accounts.append(whole_sheet(grid, "other sheet" if grid.visible else "hidden"))
            continue
        table = _read_sheet(reader, grid)
        tables.append(table)
        accounts.extend(table.accounts)
    joined = replace(join_tables(tables), accounts=tuple(accounts))
    if not joined.rows_read and not any(dict(account.set_aside).get("missing") for account in accounts):
        raise ActualsError([_nothing(file, next(iter(readers.values())))])
    require_balance(joined.accounts, joined)
    return _with_constants(joined, file, mapping) if mapping else joined


def _read_sheet(reader: Reader, grid: Grid) -> ActualsTable:
    ledger = Ledger(grid)
    table = reader.read(grid, ledger)
    account: CellAccount = ledger.account(reader.name, len(table.frame), len(table.rejected))
    where = f"{grid.file}[{grid.sheet}]" if grid.sheet else grid.file
    notes = [ReadingNote("layout", f"{where}：按{reader.zh}读取", f"{where}: read as an {reader.en}")]
    if len(table.frame) and table.frame["region"].isna().any():
        notes.append(_no_region(where))
    return replace(table, notes=(*notes, *table.notes), accounts=(account,))


def _with_constants(table: ActualsTable, file: str, mapping: Mapping[str, str]) -> ActualsTable:
    """The table with a mapping's constants where it says nothing; its heads are told as unused."""
    head = find_head(Grid(file, None, [[""]], [1]), mapping)[1]
    frame = table.frame.copy()
    for name, text in head.constants.items():
        if name not in _FILLABLE:
            raise ActualsError([Problem(file, 0, 0, "mapping", name, f"one of {', '.join(_FILLABLE)}")])
        frame[name] = [_constant(name, text) if own is None else own for own in frame[name].tolist()]
    names = "、".join(head.unused_mapping)
    zh, en = f"{file}：没有对照表中的列：{names}", f"{file}: no such column: {names}"
    unused = (ReadingNote("mapping_unused", zh, en),) if names else ()
    return replace(table, frame=frame, notes=(*table.notes, *unused))


def _constant(name: str, text: str) -> str | None:
    if name == "unit":
        return read_unit(text)
    try:
        return read_code(name, text) if name in CODES else text
    except UnknownCodeError as error:
        raise ActualsError([Problem("", 0, 0, "mapping", error.found, error.expected)]) from None


def _no_region(where: str) -> ReadingNote:
    return ReadingNote(
        "region_of_the_plan",
        f"{where}：有数据未注明地区，按方案所属地区",
        f"{where}: figures without a region are taken to be the plan's region's",
    )


def _surest(
    grids: Sequence[Grid], layout: str | None, mapping: Mapping[str, str] | None
) -> tuple[float, Reader | None]:
    """How sure the surest reader is, and which; tidy (no reader) where that is surer."""
    readers = READERS if layout is None else (_named(layout),)
    found = [(max((reader.recognise(grid) for grid in grids), default=0.0), reader) for reader in readers]
    sure, reader = max(found, key=lambda one: one[0])
    tidy = max((_is_tidy(grid, mapping) for grid in grids), default=0.0) if layout is None else 0.0
    return (tidy, None) if layout is None and tidy >= sure else (sure, reader)


def _is_tidy(grid: Grid, mapping: Mapping[str, str] | None) -> float:
    if not grid.visible or not grid.lines:
        return 0.0
    return _TIDY if find_head(grid, mapping)[1].complete else 0.0


def _named(layout: str) -> Reader:
    return next(reader for reader in READERS if reader.name == layout)


def _nothing(file: str, reader: Reader) -> Problem:
    return problem(
        file, 0, "no table of figures", f"an {reader.en}", "没有数据表", reader.zh,
        "name another layout, or leave it out", "请指定其他 layout，或不指定",
    )  # fmt: skip
