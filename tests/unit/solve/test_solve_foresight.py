"""`foresees` and `acts`: options left out, ties, other decisions of the same actor."""

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import Agreement, acts, foresees
from kautilya.terms import FloatArray

MARKET = ProfileSpace(
    ("new.entry", "old.price"), (("out", "in", "raft"), ("usual", "war")), ("new", "old"), (0, 0)
)
NEW = np.array([[0.3, 0.3], [0.6, 0.1], [0.35, 0.35]])[..., None]
OLD = np.array([[0.7, 0.6], [0.3, 0.45], [0.5, 0.4]])[..., None]


def test_what_each_option_leads_to() -> None:
    ahead = foresees(MARKET, {"new": NEW, "old": OLD}, 0, MARKET.now)
    assert ahead.payoffs[:, 0].tolist() == [0.3, 0.1, 0.35]
    assert ahead.profiles[:, :, 0].tolist() == [[0, 0], [1, 1], [2, 0]]
    assert ahead.choice.option.tolist() == [2]
    assert acts(MARKET, 0, ahead).holds.tolist() == [True]


def test_each_world_is_foreseen_apart() -> None:
    soft = np.array([[0.7, 0.6], [0.5, 0.45], [0.5, 0.4]])[..., None]
    old = np.concatenate([OLD, soft], axis=-1)
    ahead = foresees(MARKET, {"new": NEW, "old": old}, 0, MARKET.now)
    assert ahead.choice.option.tolist() == [2, 1]
    assert ahead.payoffs[1].tolist() == [0.1, 0.6]


CHASE = ProfileSpace(
    ("a.x", "b.y", "w.rule"),
    (("p", "q"), ("s", "t"), ("leave", "draw", "stop")),
    ("a", "b", "w"),
    (0, 0, 0),
)


def chase(stopped: tuple[bool, bool, bool], warden: list[float]) -> dict[str, FloatArray]:
    """Set up matching pennies under the rules that do not stop it, and a warden who looks on."""
    a, b = np.zeros((2, 2, 3, 1)), np.zeros((2, 2, 3, 1))
    for rule, still in enumerate(stopped):
        if not still:
            a[..., rule, 0], b[..., rule, 0] = np.eye(2), 1 - np.eye(2)
    return {"a": a, "b": b, "w": np.array(warden).reshape(1, 1, 3, 1)}


@pytest.mark.parametrize(
    ("stopped", "warden", "option", "holds", "unknown"),
    [
        pytest.param((False, False, True), [0.9, 0.9, 0.1], 2, False, True, id="one is left"),
        pytest.param((False, False, False), [0.1, 0.2, 0.3], -1, False, True, id="none is left"),
        pytest.param((True, False, True), [0.1, 0.9, 0.3], 2, True, False, id="best left out"),
        pytest.param((True, False, True), [0.3, 0.9, 0.3], 0, False, False, id="now wins a tie"),
        pytest.param((False, True, True), [0.9, 0.3, 0.3], 1, False, True, id="first in file"),
    ],
)
def test_an_option_whose_settling_cycles_is_left_out(
    stopped: tuple[bool, bool, bool], warden: list[float], option: int, holds: bool, unknown: bool
) -> None:
    ahead = foresees(CHASE, chase(stopped, warden), 2, CHASE.now)
    assert ahead.settled_cycles[:, 0].tolist() == [not still for still in stopped]
    assert np.isnan(ahead.payoffs[:, 0]).tolist() == [not still for still in stopped]
    assert ahead.choice.option.tolist() == [option]
    assert ahead.choice.cycles.tolist() == [option == -1]
    truth = acts(CHASE, 2, ahead)
    assert (truth.holds[0], truth.cycles[0]) == (holds, unknown)


def test_the_foreseen_option_must_itself_beat_now() -> None:
    # `in` is the first within epsilon of the highest, and is within epsilon of `out` too.
    space = ProfileSpace(("a.x",), (("out", "in", "top"),), ("a",), (0,))
    ahead = foresees(space, {"a": np.array([[0.5], [0.50008], [0.50016]])}, 0, (0,))
    assert ahead.choice.option.tolist() == [1]
    assert ahead.choice.tied.tolist() == [True]
    assert acts(space, 0, ahead).holds.tolist() == [False]


def test_an_agreement_that_contradicts_the_option_is_not_formed_under_it() -> None:
    space = ProfileSpace(("a.x", "b.y"), (("stag", "hare"),) * 2, ("a", "b"), (1, 1))
    a = np.array([[0.9, 0.0], [0.5, 0.5]])[..., None]
    hunt = Agreement("hunt", ("a", "b"), {0: 0, 1: 0})
    payoffs = {"a": a, "b": a.swapaxes(0, 1)}
    ahead = foresees(space, payoffs, 0, space.now, agreements=[hunt])
    assert ahead.profiles[:, :, 0].tolist() == [[0, 0], [1, 1]]


def test_the_start_matters_only_for_what_is_not_held() -> None:
    space = ProfileSpace(("a.x", "b.y", "c.z"), (("p", "q"),) * 3, ("a", "b", "c"), (0, 0, 0))
    both = np.array([[0.9, 0.0], [0.0, 0.5]])
    payoffs = {
        "a": np.array([0.1, 0.2]).reshape(2, 1, 1, 1),
        "b": both.reshape(1, 2, 2, 1),
        "c": both.reshape(1, 2, 2, 1),
    }
    ahead = foresees(space, payoffs, 0, (0, 1, 1))
    assert ahead.profiles[1, :, 0].tolist() == [1, 1, 1]
    assert foresees(space, payoffs, 0, (0, 1, 1), {1: 0}).profiles[1, :, 0].tolist() == [1, 0, 0]


def test_a_pinned_decision_cannot_be_asked_about() -> None:
    with pytest.raises(ValueError, match=r"'new\.entry' is pinned"):
        foresees(MARKET, {"new": NEW, "old": OLD}, 0, MARKET.now, {0: 1})
