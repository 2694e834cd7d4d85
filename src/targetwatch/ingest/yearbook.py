"""Tables of yearbooks (统计年鉴) and bulletins (统计公报): merged heads, growth columns, sub-items.

Years or regions or indicators down, the others across, in one head line or several. 比上年增长
is growth of the figure before it; ``#`` and 其中 mark sub-items; a line without figures heads a
group. ``…`` stands for a figure below half of the last printed place.

Source: the notes on symbols that yearbooks print (“…”表示数据不足本表最小单位数, “#”表示其中的主要项).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from targetwatch.actuals import ActualsTable, ReadingNote
from targetwatch.ingest.axis import read_axis, read_time
from targetwatch.ingest.blocks import UNIT_LINE, Block, Panel, chinese_part, find_blocks, is_figure, is_latin
from targetwatch.ingest.grid import Grid
from targetwatch.ingest.headings import read_heading
from targetwatch.ingest.labels import Label, read_label, region_of
from targetwatch.ingest.ledger import Ledger
from targetwatch.ingest.notes import authority_of, filled, reading_notes, take_notes, text_of
from targetwatch.ingest.unroll import unroll
from targetwatch.ingest.wide import Said, Table, said
from targetwatch.periods import PeriodError, parse_period
from targetwatch.units import is_unit

NAME: Final = "yearbook"

_REGION_HEAD: Final = re.compile(
    r"(?:地\s*区|县.*区|区\s*县|市\s*县|城\s*市|省\s*份|县\s*别|地\s*市|各地|乡\s*镇|街道).*"
)
_TITLE_NUMBER: Final = re.compile(
    r"\s*(?:续?附?表\s*[\d一二三四五六七八九十]*(?:[-－–—.]\d+)?|\d{1,2}\s*[-－–—]\s*\d{1,3})\s*[:：、.]?\s*"
)
_TITLE_TIME: Final = re.compile(
    r"[（(]?(?P<time>(?:1[89]|20)\d\d\s*(?:年(?:\s*(?:(?:1[0-2]|0?[1-9])(?:\s*[-—–~至]\s*(?:1[0-2]|[1-9]))?月|上半年|下半年"
    r"|第?[一二三四]季度|前[二三]季度))?|(?:\s*[-—–~至]\s*(?:1[89]|20)\d\d)年?)?)(?:末|底|度)?[）)]?"
)
_TITLE_REGION: Final = re.compile(
    r"(?P<before>[\u3400-\u9fff]{1,8}?(?:省|市|自治区|自治州|县|区|旗|盟))(?=(?:1[89]|20)\d\d年)"
    r"|(?<=年)(?P<after>[\u3400-\u9fff]{1,8}?(?:省|市|自治区|自治州|县|旗|盟))(?=国民|主要|经济|统计|规模|各|分|社会|地区|生产|人口|财政)"
)
_EACH: Final = re.compile(
    r"(?:分|各)(?:地区|县[（(].*?[）)]|[省市县区]{1,3}|产业|行业)|历年|主要年份|情况|统计表|一览表|基本"
)
_SHEET: Final = re.compile(r"\s*(?:Sheet|工作表|表)\s*\d*\s*", re.IGNORECASE)
_COLLECTIVE: Final = ("全市", "全省", "全县", "全区", "各市", "各县", "各区", "全国")


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands above a table: its name, period, region and units."""

    name: str
    period: str | None
    region: str | None
    units: tuple[str, ...]

    @property
    def unit(self) -> str | None:
        """The unit of amounts: the first that is no percentage, where several are stated."""
        plain = [unit for unit in self.units if unit not in ("%", "‰")]
        return plain[0] if plain else next(iter(self.units), None)

    @property
    def year(self) -> str | None:
        """The year that the period lies in."""
        return self.period[:4] if self.period else None


def recognise(grid: Grid) -> float:
    """How surely a grid is such a table, from 0 to 1: by what only such tables have."""
    block = next(find_blocks(grid), None)
    if block is None:
        return 0.0
    title = _title(block)
    heads = [text for panel in block.panels for column in panel.figures for text in block.paths[column]]
    labels = [block.text(line, block.panels[0].labels[0]) for line in block.body]
    above = " ".join(text_of(grid.lines[n]) for n in block.titles)
    evidence = [
        len(block.head) > 1,
        any(read_heading(text, title.year, title.period).growth for text in heads),
        any(read_label(label).sub_item for label in labels),
        bool(title.units) or any(block.kind(column) == "unit" for p in block.panels for column in p.labels),
        title.period is not None
        or any(read_heading(text, None, None).said.period for text in heads)
        or any(map(read_time, labels)),
        bool(re.search(r"公报|年鉴|统计|表\s*\d|月报", f"{above} {grid.sheet or ''}")),
        bool(block.notes),
    ]
    least = 2 if grid.sheet is not None else 3
    return 0.0 if sum(evidence) < least else 0.68 if sum(evidence) > least else 0.6


def read(grid: Grid, ledger: Ledger) -> ActualsTable:
    """The figures of all tables of a sheet."""
    tables = [table for block in find_blocks(grid) for table in _tables(block, ledger)]
    return unroll(tables, ledger)


def _tables(block: Block, ledger: Ledger) -> Iterator[Table]:
    """One table a panel."""
    grid = block.grid
    for line in block.titles:
        ledger.claim(line, "title")
    for line in block.head:
        ledger.claim(line, "head")
    notes, source = take_notes(ledger, block.notes)
    title = _title(block)
    bulletin = (
        "statistics"
        if re.search(r"统计公报|统计年鉴", " ".join(text_of(grid.lines[n]) for n in block.titles))
        else None
    )
    common = Said(region=title.region, source=source, authority=authority_of(source) or bulletin)
    told = reading_notes(grid, notes, source)
    for panel in block.panels:
        yield _Reading(block, ledger, panel, title).table(common, told)
        told = ()


class _Reading:
    """One panel of a table as its columns and rows are read."""

    def __init__(self, block: Block, ledger: Ledger, panel: Panel, title: _Title) -> None:
        self.block, self.ledger, self.panel, self.title = block, ledger, panel, title
        self.kinds = {column: self._kind(column) for column in panel.labels}
        self.down = next((kind for kind in self.kinds.values() if kind in ("time", "region")), "indicator")

    def table(self, common: Said, notes: tuple[ReadingNote, ...]) -> Table:
        """The table that the panel is."""
        columns = _columns(self.block, self.panel, self.title)
        levels = {what.indicator for _, what in columns if what.indicator}
        named_down = "indicator" in self.kinds.values()
        if named_down and len(levels) == 1 and all(what.indicator for _, what in columns):
            columns = [(column, replace(what, indicator=None)) for column, what in columns]
        if not named_down:
            common = replace(common, indicator=self.title.name or None)
        rows = list(self._rows(columns))
        join = _join_names if named_down else None
        return Table(NAME, self.block.grid, rows, columns, common, below_half=True, notes=notes, join=join)

    def _kind(self, column: int) -> str:
        """What a column of labels holds: times, regions, units, codes, English, or indicators."""
        if kind := self.block.kind(column):
            return kind
        texts = [text for line in self.block.body if (text := self.block.text(line, column)).strip()]
        head = "".join(self.block.paths.get(column, ())[-1:])
        if 2 * sum(read_time(text) is not None for text in texts) > len(texts):
            return "time"
        if _REGION_HEAD.fullmatch(head) or 5 * sum(map(region_of, texts)) > 3 * len(texts):
            return "region"
        if column != self.panel.labels[0] and texts and all(map(is_latin, texts)):
            return "code"
        return "indicator"

    def _rows(self, columns: Sequence[tuple[int, Said]]) -> Iterator[tuple[int, Said]]:
        """Lines of figures; a line without any heads a group, a repeated head says nothing."""
        periods = self._periods()
        section, parent, last = Said(), Said(), Said()
        names = Counter(self._own_name(line) for line in self.block.body)
        for line in self.block.body:
            for column, kind in self.kinds.items():
                self.ledger.claim(line, "label" if kind != "code" else "not needed", [column])
            cells = self.block.grid.lines[line]
            label = self._label(line)
            if not any(column < len(cells) and cells[column].strip() for column, _ in columns):
                section = said(label) if self._own_name(line) else section
                self.ledger.claim(line, "section")
                continue
            if self._is_head_again(line):
                self.ledger.claims[line][:] = bytes(len(cells))
                self.ledger.claim(line, "repeated head")
                continue
            above = last if label.bare else parent if label.sub_item else section
            what = self._row(line, label, above, names[label.name] > 1)
            if not label.bare:
                last = what
                parent = parent if label.sub_item else what
            yield line, replace(what, period=periods.get(line))

    def _periods(self) -> dict[int, str | None]:
        column = next((column for column, kind in self.kinds.items() if kind == "time"), None)
        if column is None:
            return {}
        texts = [self.block.text(line, column) for line in self.block.body]
        read = read_axis(texts, self.title.year)
        return {line: p or t.strip() for line, p, t in zip(self.block.body, read, texts, strict=True)}

    def _label(self, line: int) -> Label:
        return read_label(chinese_part(self._text(line, "indicator")))

    def _own_name(self, line: int) -> str:
        return (
            self._label(line).name
            if "indicator" in self.kinds.values()
            else self._text(line, self.down).strip()
        )

    def _text(self, line: int, kind: str) -> str:
        texts = [self.block.text(line, column) for column, own in self.kinds.items() if own == kind]
        return "_".join(text.strip() if n else text for n, text in enumerate(texts) if text.strip())

    def _row(self, line: int, label: Label, above: Said, doubled: bool) -> Said:
        """What a line says; one of a kind of figure alone (比上年增长) belongs to the line above it.

        A name that stands twice is told apart by what it belongs to.
        """
        text = self._text(line, "indicator").strip()
        name = (above.indicator or text) if label.bare else label.name
        if doubled and above.indicator and name and not label.bare:
            name = f"{above.indicator}_{name}"
        note = None
        if label.sub_item:
            note = f"其中项，属于{above.indicator}" if above.indicator else "其中项"
        elif above.indicator and not label.bare:
            note = f"分组：{above.indicator}"
        region = self._text(line, "region").strip().lstrip("#＃").strip()
        unit = self._text(line, "unit").strip().strip("()（）")
        told = said(label, region=region or None)
        own = told.unit or unit or above.unit or (None if label.measure else self.title.unit)
        return replace(told, indicator=name or None, unit=own, note=note)

    def _is_head_again(self, line: int) -> bool:
        cells = self.block.grid.lines[line]
        last = self.block.grid.lines[self.block.head[-1]]
        return [cell.strip() for cell in cells] == [cell.strip() for cell in last] or (
            not any(is_figure(cells[c]) for c in self.panel.figures if c < len(cells))
            and any(
                line_ == list(cells) for line_ in (list(self.block.grid.lines[n]) for n in self.block.head)
            )
        )


def _columns(block: Block, panel: Panel, title: _Title) -> list[tuple[int, Said]]:
    """What each column says; growth without a name or period of its own belongs to the level before it."""
    columns: list[tuple[int, Said]] = []
    run: list[Said] = []
    newest: str | None = None
    for column in panel.figures:
        heading = read_heading("", title.year, title.period)
        for text in block.paths[column]:
            heading = read_heading(text, title.year, title.period).under(heading)
        what = heading.said
        newest = max(filter(None, (newest, what.period)), key=_end, default=None)
        if heading.growth:
            what = _after(what, run, title)
            if what.measure == "rank" and columns[-1:] and columns[-1][1].measure in ("growth", "decline"):
                what = replace(what, indicator=f"{what.indicator or title.name}_增速")
        else:
            run = [*run, what] if run and what.indicator == run[-1].indicator else [what]
        columns.append((column, replace(what, period=what.period or title.period or newest)))
    return columns


def _after(what: Said, run: Sequence[Said], title: _Title) -> Said:
    """Growth of the levels before it: their name and span, and the newest of their periods."""
    if not run:
        return what
    last = run[-1]
    periods = [level.period for level in run if level.period]
    newest = max(periods, key=_end, default=None)
    return replace(
        what,
        indicator=what.indicator or last.indicator,
        span=what.span or last.span,
        period=what.period or newest or title.period,
    )


def _end(period: str) -> int:
    try:
        return parse_period(period).last
    except PeriodError:
        return 0


def _title(block: Block) -> _Title:
    """The name, period, region and units that stand above a table, or in the name of its sheet."""
    grid = block.grid
    texts, units = [], []
    for line in block.titles:
        for column in filled(grid.lines[line]):
            cell = grid.lines[line][column]
            match = UNIT_LINE.search(cell)
            if match:
                units += [u.strip() for u in re.split(r"[、，,;；]", match["unit"]) if u.strip()]
                cell = cell[: match.start()]
            texts += [chinese_part(cell)] if cell.strip() else []
    words = "".join(text for text in texts if not is_latin(text)) or (grid.sheet or "")
    time = _TITLE_TIME.search(words) or _TITLE_TIME.search(grid.sheet or "")
    period = read_time(re.sub(r"\s+", "", time["time"])) if time else None
    region = _TITLE_REGION.search(words)
    place = (region["before"] or region["after"]) if region else None
    label = _table_name(words, place)
    label = label if label.name else _table_name(grid.sheet or "", place)
    known = tuple(unit for unit in units if is_unit(unit))
    return _Title(
        label.name,
        period,
        None if place in _COLLECTIVE else place,
        known or ((label.unit,) if label.unit else ()),
    )


def _table_name(words: str, place: str | None) -> Label:
    """What a title names, without its number, time, region and words such as 各县（市、区）."""
    name = _TITLE_TIME.sub("", _TITLE_NUMBER.sub("", words)).replace(place or "\0", "")
    return read_label(_EACH.sub("", name).strip("的及其 ")) if not _SHEET.fullmatch(name) else Label()


def _join_names(row: str, column: str) -> str:
    return f"{row}_{column}"
