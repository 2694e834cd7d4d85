"""Actuals under the names of the plan: what a mapping file says, applied to figures that were read.

No row is dropped and no figure changed but by a transform that a rule states; what a
rule did, and rules that found nothing, are findings and notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Any, Final

from targetwatch.actuals import ActualsTable, Finding, ReadingNote, build_frame
from targetwatch.ingest.labels import Label, read_label
from targetwatch.mapping import Choice, MappingRecord, Rule
from targetwatch.periods import PeriodError, parse_period
from targetwatch.regions import same_region
from targetwatch.spelling import fold, nearest
from targetwatch.units import UnitError, normalise_unit

Row = dict[str, Any]
#: What an index of growth has as its base.
_BASE: Final = 100


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A rule with what its source name itself says."""

    rule: Rule
    folded: str
    label: Label

    @classmethod
    def of(cls, rule: Rule) -> _Wanted:
        return cls(rule, fold(rule.source), read_label(rule.source))

    def takes(self, row: Row) -> bool:
        """Whether the row is the rule's figure: its name, and nothing that it states is another."""
        name = fold(row["indicator"] or "")
        if name != self.folded and (not self.label.name or name != fold(self.label.name)):
            return False
        rule = self.rule
        unit, measure = (rule.unit, rule.measure) if name == self.folded else self._said()
        return (
            _same(row["unit"], unit, _one_unit)
            and _same(row["measure"], measure, str.__eq__)
            and _same(row["region"], rule.region, same_region)
            and _same(row["period"], rule.period, _one_period)
        )

    def fill(self, row: Row) -> Row:
        """The row under its target's id, with what it left unsaid."""
        rule = self.rule
        unit, measure = self._said()
        if fold(row["indicator"]) == self.folded:
            measure = rule.measure
        filled = {
            "indicator": rule.target,
            "unit": row["unit"] or unit,
            "measure": row["measure"] or measure,
            "region": rule.region or row["region"],
            "period": row["period"] or rule.period,
        }
        return row | filled

    def _said(self) -> tuple[str | None, str | None]:
        """Unit and measure that the figure has by the rule, or else by the words in its name.

        A fall is negated when a file is read, so a source of ``decline`` is growth here.
        """
        rule, label = self.rule, self.label
        measure = "growth" if label.measure == "decline" else label.measure
        return rule.unit or label.unit, rule.measure or measure


def apply_mapping(table: ActualsTable, mapping: MappingRecord) -> ActualsTable:
    """The table with the figures of each rule under its target's id; the first rule that takes a row wins.

    Figures that no rule takes stay as they are, and so do those that a rule's ``choose``
    leaves out; regions take the mapping's names in every row. A rule without a figure, and
    a choice without one, are findings.
    """
    rules = [_Wanted.of(rule) for rule in mapping.map]
    names = {name for each in rules for name in (each.folded, fold(each.label.name))}
    rows = [{str(name): value for name, value in row.items()} for row in table.frame.to_dict("records")]
    taken: dict[int, list[int]] = {number: [] for number in range(len(rules))}
    for position, row in enumerate(rows):
        row["region"] = _renamed(row["region"], mapping)
        if fold(row["indicator"] or "") in names:
            number = next((n for n, each in enumerate(rules) if each.takes(row)), None)
            if number is not None:
                taken[number].append(position)
    findings: list[Finding] = []
    for number, positions in taken.items():
        rule = rules[number].rule
        kept, told = _chosen(rule, rows, positions)
        findings += told
        for position in kept:
            rows[position] = _transformed(rules[number].fill(rows[position]), rule)
        if not positions:
            findings.append(_without_figure(rule, table))
    used = sum(map(len, taken.values()))
    note = ReadingNote(
        "mapping", f"对照文件：{used} 行对应到目标", f"mapping file: {used} rows matched to targets"
    )
    frame = build_frame({str(name): [row[name] for row in rows] for name in table.frame.columns})
    return replace(table, frame=frame, findings=(*table.findings, *findings), notes=(*table.notes, note))


def _same(stated: str | None, wanted: str | None, alike: Any) -> bool:
    """Whether what is stated, if anything, is what is wanted, if anything."""
    return not stated or wanted is None or bool(alike(stated, wanted))


def _one_unit(one: str, other: str) -> bool:
    try:
        return normalise_unit(one) == normalise_unit(other)
    except UnitError:
        return fold(one) == fold(other)


def _one_period(one: str, other: str) -> bool:
    try:
        return parse_period(one) == parse_period(other)
    except PeriodError:
        return fold(one) == fold(other)


def _renamed(region: str | None, mapping: MappingRecord) -> str | None:
    """The plan's name of a region that the mapping lists."""
    return next((new for old, new in mapping.regions.items() if region and fold(old) == fold(region)), region)


def _chosen(rule: Rule, rows: Sequence[Row], positions: list[int]) -> tuple[list[int], list[Finding]]:
    """The rows that the rule's choice takes of those for one region, period and measure."""
    if rule.choose is None:
        return positions, []
    groups: dict[tuple[Any, ...], list[int]] = {}
    for position in positions:
        row = rows[position]
        groups.setdefault((row["region"], row["period"], row["measure"]), []).append(position)
    kept: list[int] = []
    findings = []
    for group in groups.values():
        those = [position for position in group if _fits(rule.choose, rows[position])]
        if len(group) == 1:
            kept += group
        elif those:
            kept += those
            findings.append(_left_out(rule, [rows[each] for each in group if each not in those]))
        else:
            kept += group
            findings.append(_no_choice(rule, [rows[each] for each in group]))
    return sorted(kept), findings


def _fits(choice: Choice, row: Row) -> bool:
    """Whether a row has all that the choice names; ``file`` may be the end of a path, with ``*``."""
    for name, wanted in choice.model_dump(exclude_none=True).items():
        stated = row[name]
        if name == "file":
            path = str(stated or "").replace("\\", "/")
            if not (fnmatchcase(path, wanted) or fnmatchcase(path.rpartition("/")[2], wanted)):
                return False
        elif stated is None or fold(str(stated)) != fold(str(wanted)):
            return False
    return True


def _transformed(row: Row, rule: Rule) -> Row:
    """The row after the rule's transform, which its note tells; figures are exact decimals on the way."""
    if rule.transform == "index_to_growth" and row["measure"] in (None, "index"):
        told = "由指数减100得增速 (growth = index − 100)"
        return _changed(row, told, {"measure": "growth", "unit": "%"}, Fraction(1), -_BASE)
    if rule.transform == "factor" and rule.factor is not None:
        told = f"乘以{rule.factor} (× {rule.factor})"
        return _changed(row, told, {"unit": rule.into}, Fraction(rule.factor), 0)
    return row


def _changed(row: Row, told: str, keys: Row, factor: Fraction, added: int) -> Row:
    values = {
        name: float(Fraction(Decimal(repr(float(row[name])))) * factor + added)
        for name in ("value", "value_high")
        if row[name] is not None and row[name] == row[name]
    }
    note = "；".join(filter(None, (row["note"], told)))
    return row | keys | values | {"note": note, "check": row["check"] or "derived"}


def _places(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        sheet = f"[{row['sheet']}]" if row["sheet"] else ""
        yield f"{row['file']}{sheet}:{row['row']}"


def _left_out(rule: Rule, rows: Sequence[Row]) -> Finding:
    return Finding(
        "mapping_not_chosen", "note",
        f"{rule.source}：同一时期有多个数，按对照文件的 choose 取舍，未取 {len(rows)} 行",
        f"{rule.source}: several figures for one period; choose leaves {len(rows)} rows out",
        tuple(_places(rows)),
    )  # fmt: skip


def _no_choice(rule: Rule, rows: Sequence[Row]) -> Finding:
    return Finding(
        "mapping_choice_empty", "warning",
        f"{rule.source}：同一时期有 {len(rows)} 个数，没有一个符合对照文件的 choose",
        f"{rule.source}: {len(rows)} figures for one period, none as choose says",
        tuple(_places(rows)),
    )  # fmt: skip


def _without_figure(rule: Rule, table: ActualsTable) -> Finding:
    """A rule that took no row, with the names of the file that are nearest."""
    like = nearest(rule.source, [str(name) for name in table.frame["indicator"].dropna().unique()])
    zh = f"；相近的有：{'、'.join(like)}" if like else ""
    en = f" (nearest: {', '.join(like)})" if like else ""
    return Finding(
        "mapping_unused", "warning",
        f"对照文件中的 {rule.source} 在数据中没有对应的行{zh}",
        f"{rule.source} of the mapping file matches no row{en}",
    )  # fmt: skip
