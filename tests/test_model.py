"""Records: frozen, exact, refusing what they do not know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from targetwatch.bands import Band, parse_band
from targetwatch.fields import number_text, read_number, split_names
from targetwatch.goals import FixedGoal, RelativeGoal, StatedGoal
from targetwatch.model import Commitment, Milestone, Owner, PlanRecord, Source, Status, Target, Text
from targetwatch.refusals import describe

TARGET: dict[str, Any] = {
    "type": "target",
    "id": "investment-growth",
    "name": "固定资产投资增长",
    "measure": "growth",
    "goal": {"kind": "fixed", "comparator": ">=", "value": "8", "unit": "%"},
    "source": {"quote": "固定资产投资增长8%以上"},
}
COMMITMENT: TypeAdapter[Any] = TypeAdapter(Commitment)


def target(**changes: Any) -> Target:
    made = COMMITMENT.validate_python({**TARGET, **changes})
    assert isinstance(made, Target)
    return made


def refusal(**changes: Any) -> str:
    """The one refusal of a target with ``changes``: path, found, expected and hint."""
    data = {**TARGET, **changes}
    with pytest.raises(ValidationError) as caught:
        COMMITMENT.validate_python(data)
    (detail,) = caught.value.errors(include_url=False)
    said = describe(detail, data, Commitment)
    hint = f" ({said.hint[0]})" if said.hint[0] else ""
    return f"{'.'.join(map(str, said.path))}: {said.found[0]} / {said.expected[0]}{hint}"


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        target().id = "other"


def test_a_plain_name_fills_the_language_it_is_in() -> None:
    assert Text.model_validate("固定资产投资") == Text(zh="固定资产投资")
    assert Text.model_validate("Investment") == Text(en="Investment")


def test_words_fall_back_to_the_other_language() -> None:
    assert Text(zh="投资").text("en") == "投资"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("8", Decimal("8")),
        ("1.10", Decimal("1.10")),
        ("-0.5", Decimal("-0.5")),
        ("１２", Decimal("12")),
        ("1/3", Fraction(1, 3)),
        (7, Decimal("7")),
        (0.1, Decimal("0.1")),
    ],
)
def test_numbers_are_exact(written: str | float, value: Decimal | Fraction) -> None:
    assert read_number(written) == value


@pytest.mark.parametrize(
    "written", ["8%", "1,234", "NaN", "inf", "1_000", "", "0x10", "1/0", "1e999999", "十"]
)
def test_text_that_is_no_plain_number_is_refused(written: str) -> None:
    assert refusal(weight=written).startswith(f"weight: {written!r} / a number such as 8")


def test_a_truth_value_is_no_number() -> None:
    with pytest.raises(ValueError, match="a number such as 8"):
        read_number(True)


def test_equal_numbers_have_one_text() -> None:
    assert [number_text(Decimal(text)) for text in ("8", "8.0", "8.00", "80e-1")] == ["8", "8", "8", "8"]


def test_equal_goals_are_equal_however_they_were_written() -> None:
    short = FixedGoal(comparator=">=", value=Decimal("8.0"), unit="%", text="8%以上")
    long = FixedGoal(comparator=">=", value=Decimal("8"), unit="%")
    assert short == long
    assert hash(short) == hash(long)


def test_the_text_of_a_stated_goal_is_what_it_says() -> None:
    assert StatedGoal(text="居前列") != StatedGoal(text="居首位")


def test_a_key_without_a_value_is_as_if_left_out() -> None:
    goal = {"kind": "fixed", "comparator": ">=", "value": "8", "value_high": None, "unit": "%"}
    assert target(goal=goal, strength=None, tolerance=None) == target()


def test_an_unknown_key_names_the_nearest() -> None:
    assert (
        refusal(stenght="strive")
        == "stenght: the key 'stenght' / a known key (nearest: strength, weight, stretch)"
    )


def test_an_unknown_key_of_a_goal_names_the_nearest_of_that_goal() -> None:
    goal = {**TARGET["goal"], "unti": "%"}
    assert refusal(goal=goal) == "goal.unti: the key 'unti' / a known key (nearest: unit)"


@pytest.mark.parametrize("key", ["steps", "region_goals", "score"])
def test_reserved_keys_are_not_yet_supported(key: str) -> None:
    assert (
        refusal(**{key: []}) == f"{key}: the key {key!r} / no such key: it is reserved and not yet supported"
    )


def test_a_wrong_word_names_the_nearest_valid_one() -> None:
    assert refusal(measure="growht") == (
        "measure: 'growht' / one of level, total, growth, share, points, rank, index (nearest: growth)"
    )


def test_a_wrong_comparator_names_the_one_that_is_meant() -> None:
    goal = {**TARGET["goal"], "comparator": "=>"}
    assert refusal(goal=goal).endswith("(nearest: >=)")


def test_a_wrong_type_names_the_nearest() -> None:
    assert refusal(type="traget") == "type: 'traget' / one of target, milestone, task (nearest: target)"


def test_a_missing_key_is_named() -> None:
    assert refusal(source={"row": 1}) == "source.quote: nothing / the key 'quote', which is required"


def test_an_id_is_small_letters_digits_and_hyphens() -> None:
    assert refusal(id="GDP 增长").startswith("id: 'GDP 增长' / an id of small letters")


def test_text_in_place_of_a_mapping_is_told_with_its_colon() -> None:
    assert refusal(source="quote：增长8%以上").endswith("(write an ASCII colon and a space: 'key: value')")


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ({"comparator": "in", "value": "6"}, "the comparator 'in' with one value"),
        ({"comparator": ">=", "value": "6", "value_high": "7"}, "value_high with the comparator '>='"),
        ({"comparator": "in", "value": "7", "value_high": "6"}, "value_high 6 not above value 7"),
    ],
)
def test_a_range_has_two_values_and_only_a_range_has(goal: dict[str, str], words: str) -> None:
    assert refusal(goal={"kind": "fixed", "unit": "%", **goal}).startswith(f"goal: {words} / ")


def test_days_are_read_as_people_write_them() -> None:
    assert target(due="2020年6月30日").due == target(due="2020/6/30").due == date(2020, 6, 30)


def test_a_number_is_no_day() -> None:
    assert refusal(due="20200630") == "due: '20200630' / a day such as 2020-06-30"


def test_periods_have_one_spelling() -> None:
    assert target(period="2020年三季度").period == "2020Q3"


def test_units_are_split_outside_brackets_and_et_cetera_opens_the_list() -> None:
    owner = Owner.model_validate("市建设局、各县（市、区）政府，台州湾集聚区（高新区、绿心）管委会等")
    assert owner.units == ("市建设局", "各县（市、区）政府", "台州湾集聚区（高新区、绿心）管委会")
    assert owner.open_ended


def test_units_in_one_item_of_a_list_are_split_too() -> None:
    assert Owner.model_validate({"units": ["市建设局、市财政局", "市水利局"]}).units == (
        "市建设局",
        "市财政局",
        "市水利局",
    )


def test_the_first_unit_leads() -> None:
    assert target(owner="市建设局、市财政局").lead_unit == "市建设局"
    assert target().lead_unit is None


def test_names_in_brackets_are_not_split() -> None:
    assert split_names("集聚区（高新区、绿心）管委会") == (("集聚区（高新区、绿心）管委会",), False)


def test_an_owner_may_be_a_list_dated_from_when_each_is_in_office() -> None:
    made = target(owner=[{"units": ["甲局"]}, {"units": ["乙局"], "from": "2020-07-01"}])
    assert made.owner.units == ("甲局",)
    assert [(owner.units, owner.from_) for owner in made.owners] == [(("乙局",), date(2020, 7, 1))]


def test_a_withdrawn_commitment_has_date_and_document() -> None:
    assert refusal(status="withdrawn").startswith("status: withdrawn without date / ")
    stated = {"state": "withdrawn", "date": "2020-09-01", "document": "甲政办〔2020〕9号"}
    assert target(status=stated).status == Status(
        state="withdrawn", date=date(2020, 9, 1), document="甲政办〔2020〕9号"
    )


def test_a_baseline_states_a_value_or_a_period() -> None:
    assert refusal(baseline={"unit": "%"}).startswith("baseline: neither value nor period / ")


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("5%", Band(ratio=Decimal("0.05"))),
        ("± 5 %", Band(ratio=Decimal("0.05"))),
        ("0.5个百分点", Band(amount=Decimal("0.5"), unit="个百分点")),
        ("0.5 percentage points", Band(amount=Decimal("0.5"), unit="个百分点")),
        ("3家", Band(amount=Decimal("3"), unit="家")),
    ],
)
def test_bands_are_a_ratio_or_an_amount(written: str, band: Band) -> None:
    assert parse_band(written) == band


@pytest.mark.parametrize(
    ("written", "found"), [("0.5", "'0.5' without a unit"), ("-5%", "'-5%'"), ("少许", "'少许'")]
)
def test_what_is_no_band_is_refused(written: str, found: str) -> None:
    assert refusal(tolerance=written).startswith(f"tolerance: {found} / ")


def test_an_offset_is_a_number_with_its_unit() -> None:
    goal = RelativeGoal(to="gdp-growth", offset="－０．５ 个百分点")
    assert goal.offset == "-0.5个百分点"
    assert goal.shift == (Decimal("-0.5"), "个百分点")


@pytest.mark.parametrize(
    ("comparator", "better", "direction"),
    [(">=", None, "higher"), ("<", None, "lower"), ("~=", "lower", "lower"), ("==", "closer", "closer")],
)
def test_the_comparator_decides_the_direction_or_better_does(
    comparator: str, better: str | None, direction: str
) -> None:
    goal = {"kind": "fixed", "comparator": comparator, "value": "3", "unit": "%"}
    assert target(goal=goal, better=better).direction == direction


def plan(**changes: Any) -> PlanRecord:
    data = {
        "format": 1,
        "id": "jia-2020",
        "title": "甲市",
        "region": "甲市",
        "period": "2020",
        "commitments": (),
    }
    return PlanRecord.model_validate({**data, **changes})


def test_a_percent_alone_is_for_totals_and_levels() -> None:
    assert plan(nearly_met="95%").nearly_met == {"level": "95%", "total": "95%"}


def test_points_alone_are_for_rates() -> None:
    assert plan(tolerance="0.5个百分点").tolerance == dict.fromkeys(
        ("growth", "share", "points"), "0.5个百分点"
    )


def test_exceeded_in_percent_is_for_every_measure_with_a_completion() -> None:
    assert set(plan(exceeded="100%").exceeded) == {"level", "total", "growth", "share", "points", "index"}


def test_shares_of_a_plan_are_exact() -> None:
    assert plan(publish_rate_from="80%").publish_rate_from == Decimal("0.8")


def test_a_share_without_its_percent_sign_is_refused() -> None:
    with pytest.raises(ValidationError, match="a share such as 80%"):
        plan(publish_rate_from="80")


def test_organisations_may_have_no_variants() -> None:
    assert plan(organisations={"甲局": None, "乙局": ["乙办"]}).organisations == {
        "甲局": (),
        "乙局": ("乙办",),
    }
    assert plan(organisations=["甲局"]).organisations == {"甲局": ()}


def test_a_milestone_is_complete_unless_it_says_start() -> None:
    made = Milestone(id="road", name=Text(zh="建成公路"), source=Source(quote="建成公路"))
    assert made.phase == "complete"
