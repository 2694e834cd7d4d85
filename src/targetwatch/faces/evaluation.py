"""The face of an evaluation, and the call that makes one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetwatch.errors import AsOfError
from targetwatch.faces.actuals import Actuals, read_actuals
from targetwatch.faces.outfile import Paths, require_format, write_file
from targetwatch.faces.plan import Plan, load_plan
from targetwatch.notebook import Card, Shown
from targetwatch.periods import PeriodError, parse_date

if TYPE_CHECKING:
    import pandas as pd

    from targetwatch.actuals import ActualsTable, Finding
    from targetwatch.evaluate import Counts, Evaluated, Note
    from targetwatch.explain import Explanation
    from targetwatch.plan import Plan as PlainPlan
    from targetwatch.report import Report


@dataclass(frozen=True, eq=False)
class Plots:
    """The charts of an evaluation; each returns a matplotlib figure and changes no global setting."""

    evaluated: Evaluated
    lang: str

    def overview(self, lang: str | None = None) -> Any:
        """Counts by verdict and section."""
        from targetwatch.charts import plot_overview

        return plot_overview(self.evaluated, lang or self.lang)

    def bullet(self, lang: str | None = None) -> Any:
        """Each judged target's actual against its goal."""
        from targetwatch.charts import plot_bullet

        return plot_bullet(self.evaluated, lang or self.lang)


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation(Shown):
    """What became of a plan: one row a cell, with verdicts, reasons and everything they rest on.

    ``data`` is the plain evaluation; what is asked of it here is computed below.
    """

    data: Evaluated

    @property
    def plan(self) -> Plan:
        """The plan."""
        return Plan(self.data.plan)

    @property
    def as_of(self) -> date:
        """The day of knowledge: nothing published later was used."""
        return self.data.as_of

    @property
    def lang(self) -> str:
        """The plan's own language."""
        return self.data.plan.record.language

    @property
    def frame(self) -> pd.DataFrame:
        """One row a cell (commitment, region, period), with exactly the columns of ``frames.EVALUATION``."""
        return self.data.frame

    @property
    def used(self) -> pd.DataFrame:
        """The rows of actuals that decide a verdict."""
        return self.data.used

    @property
    def unused(self) -> pd.DataFrame:
        """The well-formed rows that were not chosen, each with its ``reason``."""
        return self.data.unused

    @property
    def rejected(self) -> pd.DataFrame:
        """The rows that cannot be used, each with ``reason``, ``found`` and ``expected``."""
        return self.data.rejected

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should look at in the figures."""
        return self.data.findings

    @property
    def notes(self) -> tuple[Note, ...]:
        """Readings of the plan and the figures that a report must say."""
        return self.data.notes

    @property
    def counts(self) -> Counts:
        """Rows read, used, unused and rejected; the first is the sum of the others."""
        return self.data.counts

    def summary(self, by: str | None = None) -> pd.DataFrame:
        """Counts by verdict and the rate: over all, or by ``lead_unit``, ``section``, ``strength`` …"""
        from targetwatch.rollup import summarise

        return summarise(self.data, by)

    def failed(self) -> pd.DataFrame:
        """The rows of ``frame`` that were missed."""
        from targetwatch.rollup import failed

        return failed(self.data)

    def missing(self) -> pd.DataFrame:
        """The cells without a usable figure for their whole span, each with the reason."""
        from targetwatch.rollup import missing

        return missing(self.data)

    def headline(self, lang: str | None = None) -> str:
        """The first-page sentence: how many were to be judged and what became of them."""
        from targetwatch.scorecard import headline_words

        return headline_words(self.data, lang or self.lang)

    def text(self, lang: str | None = None) -> str:
        """Every cell and the counts as text for a terminal, the headline last."""
        from targetwatch.scorecard import evaluation_text

        return evaluation_text(self.data, lang or self.lang)

    def explain(self, commitment: str, region: str | None = None, period: str | None = None) -> Explanation:
        """Every step from the clause to the verdict. Raises ``UnknownIdError`` naming the nearest ids."""
        from targetwatch.explain import explain

        return explain(self.data, commitment, region=region, period=period)

    @property
    def plot(self) -> Plots:
        """The charts."""
        return Plots(self.data, self.lang)

    def document(self) -> dict[str, Any]:
        """The whole evaluation as plain data, ``{"schema": "targetwatch/evaluation/1", …}``."""
        from targetwatch.archive import to_document

        return to_document(self.data)

    def to_json(self) -> str:
        """`document` as JSON text."""
        return json.dumps(self.document(), ensure_ascii=False, indent=1)

    def report(self, path: Paths | None = None, lang: str | None = None) -> Path | Report:
        """The report as a file (``.html``, ``.md``, ``.json`` by suffix); its description without ``path``.

        ``lang`` is ``zh`` or ``en``, by default the plan's language. Gives the path written.
        Raises ``FormatError`` for another suffix, ``OSError`` where it cannot write.
        """
        suffix = require_format(path) if path is not None else ""
        if path is not None and suffix == ".json":
            return write_file(path, (self.to_json() + "\n").encode("utf-8"))
        from targetwatch.report import build_report, render_html, render_markdown

        built = build_report(self.data, lang or self.lang)
        if path is None:
            return built
        return write_file(path, render_html(built) if suffix == ".html" else render_markdown(built))

    def __repr__(self) -> str:
        return self._card().text()

    def _card(self) -> Card:
        from targetwatch.scorecard import evaluation_card

        return evaluation_card(self.data)


def evaluate(
    plan: Plan | PlainPlan | Paths,
    actuals: Actuals | ActualsTable | pd.DataFrame | Paths | Sequence[Paths],
    as_of: str | date | None = None,
    include_suspect: bool = False,
) -> Evaluation:
    """What became of ``plan`` by ``actuals``, knowing what was published up to ``as_of``.

    ``as_of`` is a day or its text; by default the day the plan closes. Plan and actuals
    may be paths. Raises ``AsOfError`` where no day is known.
    """
    from targetwatch.evaluate import evaluate_plan

    looked_up = plan.data if isinstance(plan, Plan) else plan
    if isinstance(looked_up, (str, os.PathLike)):
        looked_up = load_plan(looked_up).data
    return Evaluation(
        evaluate_plan(looked_up, _table(actuals), as_of=_day(as_of), include_suspect=include_suspect)
    )


def _table(actuals: Any) -> ActualsTable:
    if isinstance(actuals, Actuals):
        return actuals.data
    if hasattr(actuals, "rejected"):
        table: ActualsTable = actuals
        return table
    return read_actuals(actuals).data


def _day(as_of: str | date | None) -> date | None:
    if isinstance(as_of, datetime):
        return as_of.date()
    if not isinstance(as_of, str):
        return as_of
    try:
        return parse_date(as_of)
    except PeriodError:
        raise AsOfError(f"found as_of {as_of!r}, expected a day such as 2021-03-31") from None
