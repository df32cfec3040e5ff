"""`best` and `joint_target`: ties, pins, worlds, refusals."""

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import best, joint_target

ALONE = ProfileSpace(("a.x",), (("p", "q", "r"),), ("a",), (2,))
TWO = ProfileSpace(("a.x", "b.y"), (("p", "q", "r"), ("s", "t")), ("a", "b"), (2, 0))
PAIR = ProfileSpace(("a.x", "a.y"), (("p", "q"), ("s", "t")), ("a", "a"), (1, 0))


@pytest.mark.parametrize(
    ("values", "option", "tied"),
    [
        pytest.param([0.5, 0.9, 0.1], 1, False, id="the highest"),
        pytest.param([0.5, 0.5, 0.5], 2, True, id="now wins a tie"),
        pytest.param([0.50005, 0.5, 0.5], 2, True, id="now wins within epsilon"),
        pytest.param([0.5, 0.50005, 0.4], 0, True, id="else the first in the file"),
        pytest.param([0.50015, 0.5, 0.5], 0, False, id="beyond epsilon"),
        pytest.param([0.5, 0.50008, 0.50016], 2, True, id="ties are with the highest alone"),
    ],
)
def test_ties(values: list[float], option: int, tied: bool) -> None:
    choice = best(ALONE, {"a": np.array(values)[:, None]}, 0, (0,))
    assert (choice.option[0], choice.tied[0]) == (option, tied)


def test_each_world_has_its_own_answer_and_profile() -> None:
    payoff = np.zeros((3, 2, 2))
    payoff[0, 0] = [0.9, 0.2]
    payoff[1, 1] = [0.7, 0.6]
    profile = np.array([[2, 2], [0, 1]])
    assert best(TWO, {"a": payoff}, 0, profile).option.tolist() == [0, 1]
    assert best(TWO, {"a": payoff}, 0, profile, pinned={1: 0}).option.tolist() == [0, 0]


def test_a_payoff_that_does_not_depend_on_the_decision_is_a_tie() -> None:
    choice = best(TWO, {"a": np.array([[[0.1], [0.4]]])}, 0, (0, 0))
    assert choice.option.tolist() == [2]
    assert choice.tied.tolist() == [True]


def test_one_payoff_serves_all_worlds_of_the_profile() -> None:
    payoff = np.arange(6.0).reshape(3, 2, 1) * [[-1], [1]]
    profile = np.array([[0, 0, 0], [1, 0, 1]])
    assert best(TWO, {"a": payoff}, 0, profile).option.tolist() == [2, 0, 2]


@pytest.mark.parametrize(
    ("values", "target", "moves"),
    [
        pytest.param([[0.5, 0.5], [0.5, 0.5]], (1, 0), False, id="all at now"),
        pytest.param([[0.5, 0.9], [0.1, 0.9]], (0, 1), False, id="first in file order"),
        pytest.param([[0.9, 0.9], [0.1, 0.1]], (0, 0), True, id="last varies fastest"),
        pytest.param([[0.1, 0.90005], [0.9, 0.1]], (1, 0), True, id="now within epsilon"),
    ],
)
def test_joint_target(values: list[list[float]], target: tuple[int, int], moves: bool) -> None:
    payoff = np.array(values)[..., None]
    found = joint_target(PAIR, {"a": payoff}, "a", (1, 1))
    assert tuple(found.profile[:, 0]) == target
    assert found.gain[0] == pytest.approx(payoff[(*target, 0)] - payoff[1, 1, 0])
    assert found.moves[0] == moves


def test_a_pinned_decision_is_no_part_of_the_joint_choice() -> None:
    payoff = np.array([[0.2, 0.3], [0.1, 0.9]])[..., None]
    found = joint_target(PAIR, {"a": payoff}, "a", (0, 0), pinned={0: 0})
    assert found.profile[:, 0].tolist() == [0, 1]


def test_who_owns_nothing_free_stays() -> None:
    found = joint_target(TWO, {"a": np.ones((3, 2, 1))}, "a", (0, 1), pinned={0: 1})
    assert found.profile[:, 0].tolist() == [1, 1]
    assert not found.moves[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((0, (0, 0), {0: 1}), "'a.x' is pinned", id="pinned"),
        pytest.param((1, (0, 0), None), "'b' has no payoffs", id="owner without payoffs"),
        pytest.param((2, (0, 0), None), "no decision has axis 2", id="no such decision"),
        pytest.param((0, (0,), None), "one option for each of 2", id="short profile"),
        pytest.param((0, (0, 2), None), "does not have", id="no such option in profile"),
        pytest.param((0, (0, 0), {1: 2}), "'b.y' has no option 2", id="no such option pinned"),
        pytest.param((0, (0, 0), {5: 0}), "no decision has axis 5", id="no such pin"),
        pytest.param((0, np.zeros((2, 3), int), None), "number of worlds", id="worlds disagree"),
    ],
)
def test_refusals(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        best(TWO, {"a": np.zeros((3, 2, 2))}, *arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(3, 2), (2, 2, 1), (3, 2, 1, 1)])
def test_a_payoff_that_does_not_fit_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="payoffs of 'a' have shape"):
        best(TWO, {"a": np.zeros(shape)}, 0, (0, 0))


def test_a_target_needs_payoffs() -> None:
    with pytest.raises(ValueError, match="'b' has no payoffs"):
        joint_target(TWO, {"a": np.zeros((3, 2, 1))}, "b", (0, 0))
