"""What must be valued to choose each option, on cases that can be worked out by hand."""

from __future__ import annotations

import pytest

from kautilya.study import UnknownName, load
from kautilya.study.deciding import CannotAsk
from kautilya.study.weights import weights
from support.documents import ROOT
from support.wagers import changed

MILL = "mill.price"


def test_two_options_part_the_weights_where_they_should() -> None:
    """High gives 0.6 w + 0.2 (1 - w), low 0.4 w + 0.8 (1 - w): high is better from w = 0.75 on."""
    found = weights(changed(), MILL, worlds=4000)
    author, flat = found.orders
    assert (author.rule, author.order) == ("author", (("profit",), ("peace",)))
    assert (flat.rule, flat.order) == ("flat", (("profit", "peace"),))
    low, high = author.options
    # In the author's order profit weighs 0.5 to 1, evenly; without it 0 to 1.
    assert high.first == pytest.approx(0.5, abs=4 * high.error)
    assert high.central["profit"] == pytest.approx(0.875, abs=0.01)
    assert low.central["profit"] == pytest.approx(0.625, abs=0.01)
    assert flat.options[1].first == pytest.approx(0.25, abs=4 * flat.options[1].error)
    assert flat.options[1].central["profit"] == pytest.approx(0.875, abs=0.01)
    assert set(high.unlike) == {"profit", "peace"}
    assert (high.confidence, high.once) == (1.0, high.first)


def test_first_ranks_are_the_shares_of_the_board() -> None:
    study = load(ROOT / "cases" / "first-steps")
    found = weights(study, worlds=300)
    choices = study.test(only=["dredges"], worlds=300, removals=False).choices
    assert choices is not None
    author = found.orders[0]
    for option in author.options:
        shown = choices.best.get(option.option, 0.0)
        assert option.first == pytest.approx(shown, abs=author.tied + 1e-9)


def test_an_option_that_no_weights_support_is_told() -> None:
    study = changed(
        ("options: {low: {}, high: {}}", "options: {low: {}, high: {}, burn: {}}"),
        (
            "0.6 if mill.price is high else 0.4",
            "0.6 if mill.price is high else 0.5 * (mill.price is low)",
        ),
        (
            "0.2 if mill.price is high else 0.8",
            "0.2 if mill.price is high else 0.8 * (mill.price is low)",
        ),
    )
    for order in weights(study, MILL, worlds=100).orders:
        burn = order.options[2]
        assert (burn.first, burn.some, burn.confidence) == (0.0, 0.0, None)
        assert burn.central == {}
        assert order.options[0].some is None


def test_an_option_beyond_the_author_order_has_weights_without_it() -> None:
    """High needs profit to weigh over 3/4; the author puts peace first."""
    study = changed(
        ("anchors: [0, 1], tier: 1}", "anchors: [0, 1], tier: 2}"),
        ("[0, 1], tier: 2}\nscen", "[0, 1], tier: 1}\nscen"),
    )
    author, flat = weights(study, MILL, worlds=200).orders
    assert author.options[1].some == 0.0
    assert flat.options[1].some is None
    assert flat.options[1].first > 0.1


def test_rare_weights_are_found_without_draws() -> None:
    """High is better from w = 0.99986 on: 1 draw in 7,000; yet there are such weights."""
    study = changed(
        ("0.6 if mill.price is high else 0.4", "0.4011 if mill.price is high else 0.4"),
        ("0.2 if mill.price is high else 0.8", "0 if mill.price is high else 1"),
    )
    flat = weights(study, MILL, worlds=50).orders[1]
    assert flat.options[1].first == 0.0
    assert flat.options[1].some == 1.0


def test_weights_that_the_author_gives_are_fixed() -> None:
    study = changed(
        ("anchors: [0, 1], tier: 1}", "anchors: [0, 1], weight: 0.8}"),
        ("anchors: [0, 1], tier: 2}", "anchors: [0, 1], weight: 0.2}"),
    )
    fixed, flat = weights(study, MILL, worlds=100).orders
    assert (fixed.rule, flat.rule) == ("fixed", "flat")
    assert [option.first for option in fixed.options] == [0.0, 1.0]
    assert fixed.options[0].some is None


def test_an_order_that_asks_nothing_is_shown_once() -> None:
    study = changed(("anchors: [0, 1], tier: 2}", "anchors: [0, 1], tier: 1}"))
    (only,) = weights(study, MILL, worlds=100).orders
    assert only.order == (("profit", "peace"),)


@pytest.mark.parametrize(
    ("decision", "scenario", "words"),
    [
        ("crow.flight", None, "crow has no interests, so no option of crow.flight is better"),
        (None, None, "farm has one interest, harvest, so there is nothing to weigh"),
        ("farm.field", "sown", "sown holds farm.field at sow: nothing is chosen in it"),
    ],
)
def test_what_cannot_be_asked(decision: str | None, scenario: str | None, words: str) -> None:
    with pytest.raises(CannotAsk, match=words):
        weights(changed(), decision, worlds=20, scenario=scenario)


def test_a_case_without_a_focal_decision_asks_for_one() -> None:
    study = changed(("focal: farm.field\n", ""))
    with pytest.raises(CannotAsk, match=r"name one of farm\.field, mill\.price, crow\.flight"):
        weights(study, worlds=20)


def test_one_option_is_no_choice() -> None:
    study = changed(
        ("options: {low: {}, high: {}}", "options: {low: {}}"),
        ("0.6 if mill.price is high else 0.4", "0.4"),
        ("0.2 if mill.price is high else 0.8", "0.8"),
    )
    with pytest.raises(CannotAsk, match=r"mill\.price has one option"):
        weights(study, MILL, worlds=20)


def test_names_that_there_are_not_get_near_ones() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'mill\.price'"):
        weights(changed(), "mill.prize", worlds=20)
    with pytest.raises(UnknownName, match="did you mean 'drought'"):
        weights(changed(), MILL, worlds=20, scenario="draught")
