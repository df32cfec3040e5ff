"""Effects divided among causes, on a case that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.findings.answer import Amounts
from kautilya.study import UnknownName
from kautilya.study.attribution import Shares, share_of
from kautilya.study.deciding import CannotAsk
from support.cases import ask, compiled
from support.wagers import WAGER, changed

SOWN = "final(crop, farm.field is sow)"


def named(found: Shares) -> dict[str, tuple[float, float, float]]:
    """First, last and Shapley of each cause."""
    return {
        one.cause.name: (one.first.share, one.last.share, one.shapley.share) for one in found.causes
    }


def sure(rain: float = 0.75, blight: float = 0.0) -> tuple[tuple[str, str], ...]:
    """Changes that leave nothing to chance."""
    return (
        ("range: [0, 1], off: 0", f"value: {rain}, off: 0"),
        ("chance: roughly even", f"value: {blight}"),
    )


def test_causes_that_add_up() -> None:
    """0.75 of rain and 0.25 of weeds."""
    found = share_of(changed(*sure()), SOWN, ["rain_grows", "weeds"], worlds=10)
    assert (found.whole, found.nothing) == (1.0, 0.0)
    assert named(found)["rain_grows"] == pytest.approx((0.75, 0.75, 0.75))
    assert named(found)["weeds"] == pytest.approx((0.25, 0.25, 0.25))
    assert found.together.share == 1.0


def test_causes_that_work_through_one_another() -> None:
    """With blight 0.5: 1 becomes 0.5. Without it 1, without rain 0.125, without both 0.25."""
    study = changed(*sure(blight=1.0))
    found = share_of(study, SOWN, ["rain_grows", "blight_eats"], worlds=10)
    # First: (0.5 - 0.125) / 0.5 and (0.5 - 1) / 0.5. Last: (1 - 0.25) and (0.125 - 0.25), / 0.5.
    assert named(found)["rain_grows"] == pytest.approx((0.75, 1.5, 1.125))
    assert named(found)["blight_eats"] == pytest.approx((-1.0, -0.25, -0.625))
    assert found.together.share == pytest.approx(0.5)


def test_a_premise_is_taken_out_of_the_facts_and_of_every_view() -> None:
    study = changed(*sure(), ("scenarios:\n", "beliefs:\n  farm: {rain: 0.9}\nscenarios:\n"))
    found = share_of(study, "payoff(farm, farm.field is sow)", ["rain"], worlds=10)
    assert (found.whole, found.nothing) == (0.9, 0.0)
    facts = share_of(study, SOWN, ["rain"], worlds=10)
    assert (facts.whole, facts.nothing) == (1.0, 0.25)


def test_a_decision_is_off_as_it_stands_today_whatever_the_query_says() -> None:
    found = share_of(changed(*sure()), SOWN, ["farm.field", "weeds"], worlds=10)
    assert named(found)["farm.field"] == pytest.approx((0.75, 0.75, 0.75))
    gain = "gain(farm, to=farm.field is sow, instead_of=farm.field is sell)"
    assert share_of(changed(*sure()), gain, ["farm.field"], worlds=10).nothing == 0.0


def test_a_choice_that_is_not_taken_is_today() -> None:
    study = changed(*sure())
    found = share_of(study, "best(farm.field) is sow", ["farm.field", "rain"], worlds=10)
    assert found.is_truth
    assert named(found)["farm.field"] == pytest.approx((1.0, 0.0, 0.5))
    assert named(found)["rain"] == pytest.approx((1.0, 0.0, 0.5))


def test_what_an_option_does_is_a_cause() -> None:
    study = changed(
        *sure(),
        ("sow: {says: sow it}", "sow: {says: sow it, does: {crop: 0.5}}"),
    )
    found = share_of(study, SOWN, ["farm.field.sow"], worlds=10)
    assert named(found)["farm.field.sow"] == pytest.approx((0.5 / 1.5,) * 3)


def test_a_proposition_stands_for_its_claim() -> None:
    found = share_of(changed(), "grows", ["rain_grows"], worlds=200)
    assert (found.proposition, found.query) == ("grows", "final(crop, farm.field is sow) > 0.5")
    assert found.is_truth
    assert (found.whole, found.nothing) == (1.0, 0.0)
    assert found.counted + found.zero == 200
    assert found.zero > 0


def test_shares_sum_to_that_of_all_together_over_uncertain_worlds() -> None:
    causes = ["rain_grows", "blight_eats", "weeds", "farm.field"]
    found = share_of(changed(), SOWN, causes, worlds=200)
    total = sum(one.shapley.share for one in found.causes)
    assert total == pytest.approx(found.together.share)
    for one in found.causes:
        assert one.shapley.low <= one.shapley.share <= one.shapley.high


@pytest.mark.parametrize("cause", ["rain_grows", "blight_eats", "weeds", "rain", "farm.field"])
def test_removal_first_is_the_query_share_of(cause: str) -> None:
    """In a case without chance, where a share of the mean is the share of each world."""
    pairs = sure(blight=1.0)
    text = WAGER
    for old, new in pairs:
        text = text.replace(old, new)
    told = ask(compiled(text), f"share_of({SOWN}, {cause})")
    assert isinstance(told, Amounts)
    found = share_of(changed(*pairs), SOWN, [cause], worlds=1)
    assert np.isclose(told.value[0], found.causes[0].first.share)


def test_worlds_in_which_it_is_nothing_are_left_out_and_counted() -> None:
    study = changed(("adds: 0.25", "adds: 0"), ("says: some weeds", "says: no weeds"))
    found = share_of(study, f"max({SOWN} - 0.5, 0)", ["rain_grows"], worlds=200)
    assert found.zero > 50
    assert found.causes[0].first.share == 1.0


def test_an_effect_of_either_sign_is_told() -> None:
    text = f"{SOWN} - 0.625"
    study = changed(("chance: roughly even", "value: 0"))
    assert not share_of(study, SOWN, ["rain_grows"], worlds=200).wavers
    assert share_of(study, f"{text} - 0.125", ["rain_grows"], worlds=200).wavers


def test_threads_change_nothing() -> None:
    one, two = (
        share_of(changed(), SOWN, ["rain_grows", "weeds"], worlds=60, threads=n) for n in (1, 2)
    )
    assert one == two


@pytest.mark.parametrize(
    ("query", "causes", "words"),
    [
        (SOWN, [], "name the causes behind the query"),
        (SOWN, ["weeds", "weeds"], "weeds is named twice"),
        (SOWN, ["blight"], "the premise blight does not say what it is when it is off"),
        ("best(mill.price) is high", ["weeds"], "weeds does not bear on best"),
        ("best(mill.price) is high", ["farm.field"], "farm.field does not bear on best"),
        ("best(farm.field)", ["rain"], r"ask best\(farm\.field\) is OPTION"),
        (f"{SOWN} > 9", ["weeds"], "is false in every world, so there is nothing to share out"),
        (f"{SOWN} * 0", ["weeds"], "is 0 in every world"),
        ("final(corp)", ["weeds"], "'corp' is not declared; did you mean 'crop'"),
        ("final(crop", ["weeds"], "cannot be read"),
        ("rain + 1", ["rain"], "asks nothing of the model"),
        (f"share_of({SOWN}, weeds)", ["weeds"], "is a share already"),
        ("unseen", ["weeds"], "unseen has no claim"),
        (f"1 / ({SOWN} - {SOWN})", ["weeds"], "has no finite value in some world"),
    ],
)
def test_what_cannot_be_asked(query: str, causes: list[str], words: str) -> None:
    with pytest.raises(CannotAsk, match=words):
        share_of(changed(), query, causes, worlds=20)


def test_more_than_six_causes_are_refused() -> None:
    many = "".join(
        f"  more{n}: {{says: more, to: crop, adds: 0.1, status: rival}}\n" for n in range(5)
    )
    study = changed(("decisions:\n", f"{many}decisions:\n"))
    causes = ["rain_grows", "weeds", *(f"more{n}" for n in range(5))]
    with pytest.raises(CannotAsk, match="7 causes have 128: name 6 at most"):
        share_of(study, SOWN, causes, worlds=5)
    assert len(share_of(study, SOWN, causes[:6], worlds=5).causes) == 6


def test_causes_that_there_are_not_get_near_ones() -> None:
    with pytest.raises(UnknownName, match="there is no cause 'wheeds'; did you mean 'weeds'"):
        share_of(changed(), SOWN, ["wheeds"], worlds=5)
