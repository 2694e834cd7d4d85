"""What an evaluation shows of itself: the headline, counts by verdict, a row a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from targetwatch.cards import SHOWN
from targetwatch.notebook import Card, Table, VerdictWord
from targetwatch.sentences import Facts, gather_facts, say_actual, say_gap, say_goal
from targetwatch.verdicts import DISPLAY_ORDER, REASON_WORDS, TYPE_WORDS, word

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

_CELL_HEADINGS: Final = {
    "zh": ("指标", "目标", "实际", "差距", "结论", "牵头单位"),
    "en": ("commitment", "goal", "actual", "gap", "verdict", "lead unit"),
}


def headline_words(evaluated: Evaluated, lang: str) -> str:
    """The first-page sentence."""
    from targetwatch.report import write_headline

    return write_headline(evaluated, lang)


def evaluation_card(evaluated: Evaluated, lang: str | None = None, shown: int | None = SHOWN) -> Card:
    """The card of an evaluation: the notice of a trial, the headline, counts by verdict, every cell.

    ``shown`` is how many cells it lists, ``None`` for all; tasks are not listed.
    """
    record = evaluated.plan.record
    lang = lang or record.language
    tables = (count_table(evaluated, lang), cell_table(evaluated, lang, shown))
    return Card(record.title.text(lang), lang, _paragraphs(evaluated, lang), tables=tables)


def evaluation_text(evaluated: Evaluated, lang: str) -> str:
    """The card as text for a terminal: every cell first, the headline and the counts last."""
    title = evaluated.plan.record.title.text(lang)
    parts = [title, cell_table(evaluated, lang, None).text(), count_table(evaluated, lang).text()]
    return "\n\n".join([*parts, *_paragraphs(evaluated, lang)])


def _paragraphs(evaluated: Evaluated, lang: str) -> tuple[str, ...]:
    headline = headline_words(evaluated, lang)
    if not evaluated.plan.record.trial:
        return (headline,)
    from targetwatch.report import trial_notice

    return (trial_notice(lang), headline)


def count_table(evaluated: Evaluated, lang: str) -> Table:
    """Targets and milestones by verdict, of the verdicts that occur."""
    frame = evaluated.frame
    verdicts = [str(verdict) for verdict in DISPLAY_ORDER if (frame["verdict"] == verdict).any()]
    rows = []
    for kind in ("target", "milestone"):
        found = frame.loc[frame["type"] == kind, "verdict"].tolist()
        counts = (found.count(verdict) for verdict in verdicts)
        rows.append((word(TYPE_WORDS, kind, lang), len(found), *counts))
    heads = ("类别", "共") if lang == "zh" else ("kind", "all")
    names = [VerdictWord(verdict, lang) for verdict in verdicts]
    return Table((*heads, *names), tuple(rows), tuple(range(1, len(verdicts) + 2)))


def cell_table(evaluated: Evaluated, lang: str, shown: int | None) -> Table:
    """One row a target and milestone: name, goal, actual, gap, verdict, lead unit."""
    frame = evaluated.frame
    places = [place for place, kind in enumerate(frame["type"].tolist()) if kind != "task"]
    kept = places if shown is None else places[:shown]
    several = frame["region"].nunique() > 1
    rows = tuple(_cell_row(gather_facts(evaluated, place), several, lang) for place in kept)
    return Table(_CELL_HEADINGS[lang], rows, (2, 3), more=len(places) - len(kept))


def _cell_row(facts: Facts, several: bool, lang: str) -> tuple[object, ...]:
    name = facts.record.name.text(lang)
    return (
        f"{facts.region} {name}" if several else name,
        say_goal(facts, lang),
        say_actual(facts, lang) if facts.actual is not None else str(facts.happened or ""),
        _gap(facts, lang),
        VerdictWord(facts.verdict, lang),
        facts.text("lead_unit"),
    )


def _gap(facts: Facts, lang: str) -> str:
    if not facts.judged or facts.gap is None:
        return word(REASON_WORDS, facts.reason, lang) if not facts.judged else ""
    return ("+" if facts.gap > 0 else "−" if facts.gap < 0 else "") + say_gap(facts, lang)
