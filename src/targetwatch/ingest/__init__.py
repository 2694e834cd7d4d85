"""Actuals from files and frames: one reader a format, the same cleaning in each.

Every row of an input is either usable or returned with its reason. Files may be
tidy CSV (UTF-8, GB18030, or an encoding that is asked for) and XLSX, filled forms included.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from targetwatch.actuals import ActualsTable, InputFile, build_frame, join_tables
from targetwatch.errors import ActualsError, Problem
from targetwatch.frames import PLACE_NAMES
from targetwatch.ingest.cells import cell_text
from targetwatch.ingest.files import Opened, old_format, open_file, read_bytes
from targetwatch.ingest.grid import Grid, problem, read_grid
from targetwatch.ingest.layout import read_published, recognise_sheets, recognise_text, require_layout
from targetwatch.ingest.ledger import require_balance, tidy_account
from targetwatch.ingest.mapped import apply_mapping
from targetwatch.ingest.rows import RawTable, clean_rows
from targetwatch.ingest.tidy import read_tidy
from targetwatch.ingest.workbook import read_tidy_sheets
from targetwatch.mapping import MappingRecord, load_mapping

__all__ = ["from_frame", "read_actuals"]

PathLike = str | os.PathLike[str]


def read_actuals(
    paths: PathLike | Iterable[PathLike],
    *,
    mapping: Mapping[str, str] | PathLike | MappingRecord | None = None,
    layout: str | None = None,
    encoding: str | None = None,
) -> ActualsTable:
    """The actuals of one file or several, every row usable or rejected with its reason.

    ``mapping`` gives the canonical column for heads of the files (``{"本期": "value"}``); a
    key that starts with ``=`` is a constant (``{"=万元": "unit"}``); or it is a mapping file,
    by its path or read, that says which figure is which target. ``layout`` forces what is
    else recognised by content: ``tidy``, ``form``, or one of ``layout.LAYOUTS`` (``nbs``,
    ``yearbook``, ``sdmx``, …). ``encoding`` forces the encoding of text files.

    Raises ``ActualsError`` with the problems of all files where one is a folder, is not
    there, is empty, is of a format that cannot be read, or has no head that is understood.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    layout = require_layout(layout)
    heads, targets = _mappings(mapping)
    if not listed:
        raise ActualsError(
            [problem("", 0, "no file", "one file of actuals or more", "没有文件", "至少一个数据文件")]
        )
    tables: list[ActualsTable] = []
    problems: list[Problem] = []
    for path in listed:
        try:
            tables.append(_read_file(Path(path), os.fspath(path), heads, layout, encoding))
        except ActualsError as error:
            problems.extend(error.problems)
    if problems:
        raise ActualsError(problems)
    joined = join_tables(tables)
    return joined if targets is None else apply_mapping(joined, targets)


def _mappings(
    mapping: Mapping[str, str] | PathLike | MappingRecord | None,
) -> tuple[Mapping[str, str] | None, MappingRecord | None]:
    """The names of heads, or the mapping file, that ``mapping`` is."""
    if isinstance(mapping, MappingRecord):
        return None, mapping
    if isinstance(mapping, str | os.PathLike):
        return None, load_mapping(Path(mapping))
    return mapping, None


def from_frame(
    frame: pd.DataFrame, *, mapping: Mapping[str, str] | PathLike | MappingRecord | None = None
) -> ActualsTable:
    """The actuals of a pandas frame, cleaned as a file is; ``row`` counts its rows from 1.

    Columns are named as in ``frames.ACTUALS`` or by any head that files may have; those
    of places (``file``, ``sheet``, ``row``, ``column``) are kept where the frame has them.
    ``mapping`` is as for files.

    Raises ``ActualsError`` where the frame names no indicator or holds nothing to say of it.

    >>> jobs = {"indicator": ["jobs"], "period": [2020], "value": [10.2], "unit": ["万人"]}
    >>> table = from_frame(pd.DataFrame(jobs))
    >>> table.frame[["period", "value", "unit"]].to_dict("records")
    [{'period': '2020', 'value': 10.2, 'unit': '万人'}]
    """
    heads, targets = _mappings(mapping)
    names = [str(name) for name in frame.columns]
    kept = [n for n, name in enumerate(names) if name not in PLACE_NAMES]
    columns = [[cell_text(value) or "" for value in frame.iloc[:, n].tolist()] for n in kept]
    lines = [[names[n] for n in kept], *map(list, zip(*columns, strict=True))]
    raw = read_grid(Grid("", None, lines, range(len(lines)), [names[n] for n in kept]), heads)
    table = clean_rows(raw)
    read = replace(_placed(table, frame), inputs=(InputFile("", "frame", "", 0, "", len(raw.rows)),))
    return read if targets is None else apply_mapping(read, targets)


def _placed(table: ActualsTable, frame: pd.DataFrame) -> ActualsTable:
    """The table with the places that the frame itself states."""
    stated = [name for name in PLACE_NAMES if name in frame.columns]
    places = build_frame({name: [cell_text(value) for value in frame[name]] for name in stated}, stated)
    good, bad = (_with_places(part, places) for part in (table.frame, table.rejected))
    return ActualsTable(good, bad, table.findings, table.notes)


def _with_places(part: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    if not len(places.columns):
        return part
    positions = [int(row) - 1 for row in part["row"]]
    own = places.iloc[positions].reset_index(drop=True)
    return part.assign(**{str(name): own[name] for name in own.columns})


def _read_file(
    path: Path, name: str, mapping: Mapping[str, str] | None, layout: str | None, encoding: str | None
) -> ActualsTable:
    """One file's table; the name stays as it was given."""
    data = read_bytes(path, name)
    opened = open_file(data, path, name, encoding)
    published = _published(opened, name, layout, mapping)
    if published is not None:
        names = dict.fromkeys(account.layout for account in published.accounts if account.layout)
        table, kind = published, f"{'+'.join(names)}-{opened.kind}"
    else:
        table, kind = _tidy(opened, path, name, mapping)
    digest = hashlib.sha256(data).hexdigest()
    source = InputFile(name, kind, opened.encoding, len(data), digest, table.rows_read)
    return replace(table, inputs=(source,))


def _published(
    opened: Opened, name: str, layout: str | None, mapping: Mapping[str, str] | None
) -> ActualsTable | None:
    """The table of a file in a publisher's layout; ``None`` where it is tidy or of no known layout."""
    if opened.kind != "csv":
        readers = recognise_sheets(opened.sheets, layout, mapping)
        return read_published(opened.sheets, readers, name, mapping) if readers else None
    found = recognise_text(opened.text, name, layout, mapping)
    return read_published([found[1]], {0: found[0]}, name, mapping) if found else None


def _tidy(
    opened: Opened, path: Path, name: str, mapping: Mapping[str, str] | None
) -> tuple[ActualsTable, str]:
    """The table of a tidy file or a filled form, and its kind."""
    try:
        raws = _raws(opened, name, mapping)
    except ActualsError:
        if path.suffix.lower() == ".xls":
            raise ActualsError([old_format(name, ".xls")]) from None
        raise
    tables = []
    for raw in raws:
        table = clean_rows(raw)
        tables.append(replace(table, accounts=(tidy_account(raw, table),)))
    joined = join_tables(tables)
    require_balance(joined.accounts, joined)
    return joined, ("form-" if any(raw.form for raw in raws) else "") + opened.kind


def _raws(opened: Opened, name: str, mapping: Mapping[str, str] | None) -> list[RawTable]:
    if opened.kind == "csv":
        return [read_tidy(opened.text, name, mapping)]
    return read_tidy_sheets(opened.sheets, name, mapping)
