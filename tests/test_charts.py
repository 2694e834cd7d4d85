"""Charts: counts on the bars, no overlap, no box, no warning, no global setting."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from itertools import combinations

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from targetwatch.charts import (
    Bar,
    count_bars,
    describe_overview,
    draw_overview,
    draw_svg,
    plot_bullet,
    plot_overview,
)
from targetwatch.charts.sheet import wrap_text
from targetwatch.evaluate import Evaluated
from targetwatch.fonts import list_missing, list_texts, resolve_families
from tests.sample import make_plan, make_result

CHINESE = [
    Bar("一、主要预期目标", {"exceeded": 1, "met": 7, "nearly_met": 1, "missed": 2, "no_data": 12}),
    Bar(
        "二、聚力大投资，不断增强发展后劲，一个很长很长要折成三行才放得下的章节名称", {"missed": 1, "met": 31}
    ),
    Bar("三、鄠邑区、浉河区、甪直镇", {"met": 1}),
]
ENGLISH = [
    Bar(
        "1. Everything that can happen in one section",
        {
            "exceeded": 1200,
            "met": 3000,
            "nearly_met": 3,
            "missed": 8,
            "ahead": 3,
            "on_pace": 20,
            "behind": 2,
            "in_progress": 44,
            "not_assessable": 5,
            "no_data": 52,
            "not_due": 1,
        },
    ),
    Bar("2. Investment", {"missed": 1, "not_assessable": 4}),
]


@pytest.fixture(params=["zh", "en"])
def figure(request: pytest.FixtureRequest) -> Iterator[Figure]:
    bars = CHINESE if request.param == "zh" else ENGLISH
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield draw_overview(bars, "甲市2020年目标任务：评价结果", request.param)


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Where each text stands, in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in list_texts(figure)]


def test_no_text_covers_another(figure: Figure) -> None:
    covering = [
        (first, second)
        for (first, one), (second, other) in combinations(boxes(figure), 2)
        if one.padded(-0.5).overlaps(other.padded(-0.5))
    ]
    assert covering == []


def test_every_text_stands_inside_the_figure(figure: Figure) -> None:
    whole = figure.bbox
    outside = [
        text
        for text, box in boxes(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ]
    assert outside == []


def test_every_character_has_a_glyph_and_saving_warns_of_nothing(figure: Figure) -> None:
    assert list_missing("".join(text for text, _ in boxes(figure)), resolve_families()) == ""
    figure.savefig(io.BytesIO(), format="png")
    figure.savefig(io.BytesIO(), format="pdf")


def test_every_count_is_written_on_its_bar_or_behind_it() -> None:
    figure = draw_overview([Bar("一", {"met": 100, "missed": 1, "exceeded": 20})], "结果")
    told = [text.get_text() for text in list_texts(figure)]
    assert "●100" in told
    assert "★20" in told
    assert "共121项： ■1" in told


def test_the_settings_of_the_caller_stay_as_they_were() -> None:
    before = dict(matplotlib.rcParams)
    draw_overview(CHINESE, "结果")
    assert dict(matplotlib.rcParams) == before


def test_marks_of_formulas_in_a_name_are_drawn_as_they_stand() -> None:
    figure = draw_overview([Bar("$x_1$ \\frac <script>", {"met": 1})], "$")
    figure.savefig(io.BytesIO(), format="png")
    assert "$x_1$ \\frac <script>" in [text.get_text() for text in list_texts(figure)]


def test_the_same_figure_gives_the_same_svg_without_letters_as_text() -> None:
    one, other = (draw_svg(draw_overview(CHINESE, "结果")) for _ in range(2))
    assert one == other
    assert b"<text" not in one
    assert b"<script" not in one


def test_a_name_wraps_after_its_punctuation() -> None:
    assert wrap_text("聚力大投资，不断增强发展后劲", 6) == "聚力大投资，\n不断增强发展\n后劲"
    assert wrap_text("Services and the business environment", 8) == "Services and the\nbusiness\nenvironment"
    assert wrap_text("Donaudampfschifffahrt", 4) == "Donaudam\npfschiff\nfahrt"


def sectioned() -> Evaluated:
    goal = {"kind": "fixed", "comparator": ">=", "value": "10", "unit": "个"}
    target = {"measure": "total", "goal": goal}
    sections = [
        {"id": "一", "name": {"zh": "主要目标", "en": "Main"}},
        {"id": "二", "name": {"zh": "其他", "en": "Other"}},
    ]
    plan = make_plan(
        target | {"id": "a", "name": {"zh": "新增甲"}, "source": {"section": "一", "quote": "甲"}},
        target | {"id": "b", "name": {"zh": "新增乙"}, "source": {"section": "二", "quote": "乙"}},
        target
        | {"id": "c", "name": {"zh": "新增丙"}, "source": {"section": "二", "quote": "丙"}, "part_of": "b"},
        {"type": "task", "id": "d", "source": {"section": "二", "quote": "丁"}},
        sections=sections,
    )
    rows = [{"indicator": name, "value": value, "unit": "个"} for name, value in (("a", 12), ("c", 5))]
    return make_result(plan, *rows)


def test_parts_and_tasks_are_not_counted() -> None:
    result = sectioned()
    assert [(bar.name, dict(bar.counts)) for bar in count_bars(result)] == [
        ("一、主要目标", {"exceeded": 1}),
        ("二、其他", {"missed": 1}),
    ]


def test_the_overview_is_told_in_words_too() -> None:
    result = sectioned()
    assert describe_overview(result) == "一、主要目标共1项：超额完成1；二、其他共1项：未完成1。"
    assert describe_overview(result, "en") == "一. Main, 1 in all: exceeded 1; 二. Other, 1 in all: missed 1."


def test_overview_and_bullets_are_drawn_from_an_evaluation() -> None:
    result = sectioned()
    overview = [text.get_text() for text in list_texts(plot_overview(result))]
    bullets = [text.get_text() for text in list_texts(plot_bullet(result))]
    assert "一、主要目标" in overview
    assert "★ 12个  120.0%" in bullets
    assert "■ 5个  50.0%" in bullets
