"""`pure_nash`, `regret`, `count` and `extent`."""

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import count, equilibrium_profiles, extent, pure_nash, regret

DUEL = ProfileSpace(("a.x", "b.y"), (("p", "q"), ("s", "t")), ("a", "b"), (0, 0))
COORDINATE = {
    "a": np.array([[0.9, 0.0], [0.0, 0.5]])[..., None],
    "b": np.array([[0.5, 0.0], [0.0, 0.9]])[..., None],
}


def test_pinned_axes_have_size_one() -> None:
    found = pure_nash(DUEL, COORDINATE, {0: 1})
    assert found.shape == (1, 2, 1)
    assert found[0, :, 0].tolist() == [False, True]
    assert equilibrium_profiles(found, 0, {0: 1}) == [(1, 1)]


def test_a_payoff_may_come_with_its_pinned_axis_cut() -> None:
    cut = {actor: payoff[1:2] for actor, payoff in COORDINATE.items()}
    assert pure_nash(DUEL, cut, {0: 1})[0, :, 0].tolist() == [False, True]


def test_a_decision_that_nobody_minds_doubles_the_equilibria() -> None:
    space = ProfileSpace(("a.x", "c.z"), (("p", "q"), ("r", "s", "t")), ("a", "c"), (0, 0))
    found = pure_nash(space, {"a": np.array([0.1, 0.9]).reshape(2, 1, 1)})
    assert found.shape == (2, 3, 1)
    assert count(found).tolist() == [3]


def test_without_payoffs_everything_is_an_equilibrium() -> None:
    assert pure_nash(DUEL, {}).all()
    assert regret(DUEL, {}, (0, 0)).tolist() == [0.0]


def test_joint_changes_count() -> None:
    space = ProfileSpace(("a.x", "a.y"), (("p", "q"), ("s", "t")), ("a", "a"), (0, 0))
    payoff = {"a": np.array([[0.3, 0.2], [0.2, 0.8]])[..., None]}
    assert pure_nash(space, payoff)[..., 0].tolist() == [[False, False], [False, True]]
    assert pure_nash(space, payoff, {1: 0})[..., 0].tolist() == [[True], [False]]
    assert regret(space, payoff, (0, 0)).tolist() == [0.5]
    assert regret(space, payoff, (0, 0), {1: 0}).tolist() == [0.0]


def test_gains_within_epsilon_do_not_count() -> None:
    space = ProfileSpace(("a.x",), (("p", "q", "r"),), ("a",), (0,))
    payoff = {"a": np.array([[0.5], [0.50006], [0.50012]])}
    assert pure_nash(space, payoff)[:, 0].tolist() == [False, True, True]
    assert pure_nash(space, payoff, epsilon=2e-4).all()


def test_regret_is_the_largest_gain_of_any_actor() -> None:
    assert regret(DUEL, COORDINATE, (0, 1)).tolist() == [0.5]
    assert regret(DUEL, COORDINATE, (1, 0)).tolist() == [0.9]
    assert regret(DUEL, COORDINATE, np.array([[0], [0]])).tolist() == [0.0]


def test_extent_in_all_some_none_and_without_equilibria() -> None:
    equilibria = np.array(
        [[[1, 1, 1, 0], [0, 0, 0, 0]], [[0, 0, 0, 0], [1, 1, 1, 0]]], dtype=np.bool_
    )
    truth = np.array([[[1, 1, 0, 1], [0, 0, 1, 1]], [[0, 0, 1, 1], [1, 0, 0, 1]]], dtype=np.bool_)
    found = extent(equilibria, truth)
    assert found.in_all.tolist() == [True, False, False, False]
    assert found.in_some.tolist() == [False, True, False, False]
    assert found.in_none.tolist() == [False, False, True, False]
    assert found.total.tolist() == [2, 2, 2, 0]


def test_a_truth_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        extent(np.ones((2, 2, 1), dtype=np.bool_), np.ones((3, 1, 1), dtype=np.bool_))


def test_a_payoff_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="payoffs of 'a' have shape"):
        pure_nash(DUEL, {"a": np.zeros((2, 3, 1))})
