"""What is worth finding out, on cases that can be worked out by hand."""

from __future__ import annotations

import pytest

from kautilya.study import UnknownName, load
from kautilya.study.deciding import CannotAsk
from kautilya.study.worth import worth
from support.documents import ROOT
from support.wagers import changed

# Sown, the field gives the rain, even on [0, 1]; fallow it gives 0.5 but for a trace of moonlight.
# Choosing once is worth 0.5; knowing the rain, the mean of max(rain, 0.5), which is 0.625.


def test_the_farm_would_give_an_eighth_to_know_the_rain() -> None:
    found = worth(changed(), only=[], worlds=2000)
    actor = found.actor
    assert found.reader is None
    assert actor is not None
    assert (actor.decision, actor.owner, actor.weights) == ("farm.field", "the farm", None)
    assert actor.everything.value == pytest.approx(0.125, abs=4 * actor.everything.error)
    assert actor.everything.changes == pytest.approx(0.5, abs=0.05)
    (rain,) = actor.singles
    assert [what.name for what in rain.what] == ["rain"]
    assert rain.knowing.value == pytest.approx(0.125, abs=4 * rain.knowing.error)
    assert rain.knowing.agrees
    assert actor.nothing == ("moon",)  # blight is nothing that its payoff depends on


def test_an_actor_learns_what_it_believes() -> None:
    """It takes the rain to be 0.4 to 0.6: knowing it is worth 0.025, whatever the facts are."""
    study = changed(("scenarios:\n", "beliefs:\n  farm: {rain: [0.4, 0.6]}\nscenarios:\n"))
    actor = worth(study, only=[], worlds=2000, together=["rain"]).actor
    assert actor is not None
    (rain,) = actor.singles
    assert (rain.what[0].name, rain.what[0].kind) == ("farm.believes.rain", "belief")
    assert rain.knowing.value == pytest.approx(0.025, abs=4 * rain.knowing.error)
    assert "rain" not in actor.nothing
    assert actor.together is not None
    assert actor.together.what[0].name == "farm.believes.rain"


def test_what_is_chosen_once_is_what_the_board_calls_ex_ante() -> None:
    study = load(ROOT / "cases" / "first-steps")
    actor = worth(study, only=[], worlds=400).actor
    choices = study.test(only=["dredges"], worlds=400, removals=False).choices
    assert actor is not None
    assert choices is not None
    assert actor.once == choices.ex_ante_best
    other = sum(share for option, share in choices.best.items() if option != actor.once)
    assert actor.everything.changes == pytest.approx(other, abs=choices.tied + 1e-9)


def test_an_actor_that_knows_its_weights_gains_what_they_decide() -> None:
    """The mill's prices are certain, its weights are not: they are all there is to know."""
    actor = worth(changed(), "mill.price", [], worlds=1000).actor
    assert actor is not None
    assert actor.weights is not None
    assert actor.weights.value == pytest.approx(actor.everything.value)
    assert (actor.singles, actor.nothing) == ((), ())


def test_more_is_worth_no_less() -> None:
    study = load(ROOT / "cases" / "first-steps")
    actor = worth(study, only=[], worlds=1000, together=["dredging_cost", "delay"]).actor
    assert actor is not None
    assert actor.together is not None
    single = max(one.knowing.value for one in actor.singles)
    assert single <= actor.together.knowing.value <= actor.everything.value
    assert actor.pairs[0].knowing == actor.together.knowing


def test_shares_move_as_they_should() -> None:
    """It rains where rain > 0.25, stated likely: 0.55 to 0.80, and more is understated.

    Eight cells: two without rain, six with it. |0 - .75| in a quarter, |1 - .75| in the rest.
    """
    reader = worth(changed(), worlds=2000).reader
    assert reader is not None
    rains, grows, sows = reader.asked
    (rain,) = rains.turning
    assert rain.what.name == "rain"
    assert rain.moves.expected == pytest.approx(0.375, abs=0.02)
    assert (rain.moves.low, rain.moves.high) == (0.0, 1.0)
    assert rain.moves.turns == pytest.approx(0.25, abs=0.01)
    assert {one.what.name for one in grows.turning} == {"rain", "blight"}
    assert [one.what.name for one in sows.turning] == ["rain"]
    assert reader.left_out == ("idle",)
    assert reader.found[0].what.name == "rain"
    assert set(reader.found[0].moved) == {"rains", "grows", "sows"}


def test_what_is_worth_finding_out_does_not_depend_on_threads() -> None:
    one, two = (worth(changed(), worlds=300, threads=threads) for threads in (1, 2))
    assert one == two


def test_a_scenario_takes_away_what_it_fixes() -> None:
    found = worth(changed(), worlds=500, scenario="drought")
    assert found.actor is not None
    assert found.actor.singles == ()
    assert found.reader is not None
    assert found.reader.asked[0].share == 0.0
    assert found.reader.asked[0].turning == ()


def test_two_interests_tell_the_same_and_one_is_named() -> None:
    reader = worth(load(ROOT / "cases" / "first-steps"), only=["dredges"], worlds=500).reader
    assert reader is not None
    names = [turning.what.name for turning in reader.asked[0].turning]
    assert "board.town" in names
    assert "board.purse" not in names


def test_without_a_focal_decision_only_the_reader_is_told() -> None:
    found = worth(changed(("focal: farm.field\n", "")), worlds=100)
    assert found.actor is None
    assert found.reader is not None


@pytest.mark.parametrize(
    ("together", "words"),
    [
        (["moon", "rain", "blight", "rain_grows"], "name 3 at most"),
        (["blight"], "nothing that farm.field is judged by depends on it"),
        (["rain_grows"], "the same in every world"),
    ],
)
def test_what_cannot_be_learnt(together: list[str], words: str) -> None:
    with pytest.raises(CannotAsk, match=words):
        worth(changed(), only=[], together=together, worlds=20)


def test_names_that_there_are_not_get_near_ones() -> None:
    with pytest.raises(UnknownName, match="there is no premise 'rainn'; did you mean 'rain'"):
        worth(changed(), only=[], together=["rainn"], worlds=20)
    with pytest.raises(UnknownName, match=r"did you mean 'farm\.field'"):
        worth(changed(), "farm.fields", worlds=20)
    with pytest.raises(CannotAsk, match="crow has no interests"):
        worth(changed(), "crow.flight", worlds=20)
