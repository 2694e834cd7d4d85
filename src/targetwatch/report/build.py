"""The one build step: an evaluation becomes a description in which everything is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from targetwatch.display import show_date
from targetwatch.report.appendix import describe_appendix
from targetwatch.report.breakdown import describe_breakdown
from targetwatch.report.chase import describe_missing
from targetwatch.report.describe import Block, Drawing, Report
from targetwatch.report.firstpage import describe_first_page
from targetwatch.report.material import Lang, Material
from targetwatch.report.register import describe_register

if TYPE_CHECKING:
    from targetwatch.evaluate import Evaluated

#: Stands on the first page and in every footer of a plan computed from public figures.
TRIAL_NOTICE = {
    "zh": "本表为依据公开数据的试算，非政府发布，不作为考核依据",
    "en": "Trial computation from public figures: not published by the government, no basis for assessment",
}


def build_report(evaluated: Evaluated, lang: str = "zh", *, font: str | Path | None = None) -> Report:
    """The internal completion summary of an evaluation in ``lang`` (zh or en).

    ``font`` names a font or a font file for the chart. Leaders are named, so it is marked
    as internal; on a trial plan the notice stands on page one and in every footer.
    """
    language: Lang = "en" if lang == "en" else "zh"
    material = Material(evaluated, language)
    record = evaluated.plan.record
    day = show_date(evaluated.as_of, language)
    title = record.title.text(language)
    return Report(
        lang=language,
        title=material.say(f"{title}完成情况", f"{title}: completion summary"),
        mark=material.say("内部", "Internal"),
        notice=TRIAL_NOTICE[language] if record.trial else "",
        blocks=tuple(_blocks(material, font)),
        footer=material.say(
            f"{title}；评价截止日{day}；targetwatch {evaluated.version}",
            f"{title}; as of {day}; targetwatch {evaluated.version}",
        ),
    )


def _blocks(material: Material, font: str | Path | None) -> Iterator[Block]:
    yield from describe_first_page(material)
    yield _draw_overview(material, font)
    yield from describe_missing(material)
    yield from describe_breakdown(material)
    yield from describe_register(material)
    yield from describe_appendix(material)


def _draw_overview(material: Material, font: str | Path | None) -> Drawing:
    from targetwatch.charts import describe_overview, draw_svg, plot_overview

    figure = plot_overview(material.evaluated, material.lang, font=font)
    return Drawing(
        draw_svg(figure),
        describe_overview(material.evaluated, material.lang),
        material.say("各章节评价结果（项数；形状、颜色和数字含义相同）", "Results by section (items)"),
    )
