"""Dominated strategies: textbook games, what proves a mixture, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kautilya.payoffs import NormalForm, ProfileSpace, exact_array
from kautilya.solve.dominance import BY_MIXTURE, STAYS, dominance, dominance_in
from kautilya.solve.dominance_mixed import dominating_mixture

DUEL = ProfileSpace(("a.x", "b.y"), (("p", "q"), ("s", "t")), ("a", "b"), (0, 0))


def game(row: list[list[object]], column: list[list[object]]) -> NormalForm:
    """A game of two."""
    first, second = exact_array(row), exact_array(column)
    names = tuple(tuple(str(number) for number in range(size)) for size in first.shape)
    return NormalForm(("row", "column"), names, (first, second))


def steps(found: object) -> list[tuple[int, str, int, int | None]]:
    """What goes, in which round and by what."""
    return [
        (each.round, each.actor, each.strategy, each.dominator)
        for each in found.eliminations()  # type: ignore[attr-defined]
    ]


# -------------------------------------------------------------------------------------- textbook


def test_the_prisoners_dilemma_is_solved_in_one_round() -> None:
    dilemma = game([[3, 1], [4, 2]], [[3, 4], [1, 2]])
    found = dominance_in(dilemma)
    assert steps(found) == [(1, "row", 0, 1), (1, "column", 0, 1)]
    assert found.solved.tolist() == [True]
    assert found.last_round.tolist() == [1]


def test_a_textbook_game_is_solved_in_three_rounds() -> None:
    """R. Gibbons, *A Primer in Game Theory* (1992), figure 1.1.1: right, then down, then left."""
    found = dominance_in(game([[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]))
    assert steps(found) == [(1, "column", 2, 1), (2, "row", 1, 0), (3, "column", 0, 1)]


def test_matching_pennies_keeps_everything() -> None:
    found = dominance_in(game([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), weak=True, mixed=True)
    assert steps(found) == []
    assert found.last_round.tolist() == [0]
    assert found.solved.tolist() == [False]
    assert (found.dominators["row"] == STAYS).all()


def test_weak_elimination_may_take_an_equilibrium_away() -> None:
    """Both of the second strategies are weakly dominated, and an equilibrium."""
    tied = game([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    assert steps(dominance_in(tied)) == []
    assert steps(dominance_in(tied, weak=True)) == [(1, "row", 1, 0), (1, "column", 1, 0)]


def test_weak_elimination_is_all_at_once() -> None:
    """If the row's bottom went alone, nothing would be wrong with the column's left."""
    found = dominance_in(game([[1, 1], [1, 0]], [[1, 1], [0, 1]]), weak=True)
    assert steps(found) == [(1, "row", 1, 0), (1, "column", 0, 1)]


def test_strategies_that_are_worth_the_same_stay() -> None:
    found = dominance_in(game([[1, 2], [1, 2]], [[0, 0], [0, 0]]), weak=True, mixed=True)
    assert steps(found) == []


def test_a_mixture_may_dominate_where_no_strategy_does() -> None:
    """D. Fudenberg and J. Tirole, *Game Theory* (1991), figure 1.2."""
    each = game([[2, -1], [0, 0], [-1, 2]], [[0, 0], [0, 0], [0, 0]])
    assert steps(dominance_in(each)) == []
    found = dominance_in(each, mixed=True)
    assert steps(found) == [(1, "row", 1, None)]
    assert found.dominators["row"][:, 0].tolist() == [STAYS, BY_MIXTURE, STAYS]
    (mixture,) = found.mixtures.values()
    assert mixture.weights == {0: Fraction(1, 2), 2: Fraction(1, 2)}
    assert (mixture.least, mixture.most) == (Fraction(1, 2), Fraction(1, 2))


def test_what_goes_in_a_round_is_dominated_by_what_stays() -> None:
    """Half 1 and half 3 dominate 0 weakly, but 1 goes in the same round."""
    row = [[3, 0, 1], [2, 0, 2], [0, 2, 4], [4, 1, 0], [2, 3, 0]]
    found = dominance_in(game(row, [[0, 0, 0]] * 5), weak=True, mixed=True)  # type: ignore[arg-type]
    assert [each[:3] for each in steps(found)] == [(1, "row", 0), (1, "row", 1)]
    assert all(set(mixture.weights) <= {2, 3, 4} for mixture in found.mixtures.values())


# ----------------------------------------------------------------------------- epsilon and worlds


def test_gains_up_to_epsilon_dominate_nothing() -> None:
    payoffs = {"a": np.array([[0.5, 0.5], [0.6, 0.7]])[..., None]}
    assert steps(dominance(DUEL, payoffs, epsilon=0.05)) == [(1, "a", 0, 1)]
    wide = 0.6 - 0.5  # as it is rounded
    assert steps(dominance(DUEL, payoffs, epsilon=wide)) == []
    assert steps(dominance(DUEL, payoffs, epsilon=wide, weak=True)) == [(1, "a", 0, 1)]


def test_weak_dominance_in_a_circle_takes_nothing() -> None:
    """Each loses no more than epsilon on the next, and once gains more."""
    space = ProfileSpace(("a.x", "b.y"), (("p", "q", "r"),) * 2, ("a", "b"), (0, 0))
    payoff = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 2.0], [1.0, 2.0, 0.0]])[..., None]
    assert steps(dominance(space, {"a": payoff}, epsilon=1.0, weak=True)) == []


def test_worlds_are_told_apart_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ann = np.array([[[0.5, 0.1, 0.4]], [[0.4, 0.2, 0.4]]])
    bob = np.array([[[0.3], [0.2]], [[0.1], [0.2]]])
    found = dominance(DUEL, {"a": ann, "b": bob})
    assert found.survivors("a").tolist() == [[True, False, True], [False, True, True]]
    assert found.survivors("b").tolist() == [[True, False, True], [False, True, True]]
    assert found.last_round.tolist() == [2, 2, 0]
    assert found.solved.tolist() == [True, True, False]
    monkeypatch.setattr("kautilya.solve.dominance._MOST_ENTRIES", 4)
    again = dominance(DUEL, {"a": ann, "b": bob})
    for actor in "ab":
        assert (again.rounds[actor] == found.rounds[actor]).all()
        assert (again.dominators[actor] == found.dominators[actor]).all()


def test_mixtures_are_kept_by_world() -> None:
    space = ProfileSpace(("a.x", "b.y"), (("p", "q", "r"), ("s", "t")), ("a", "b"), (0, 0))
    one = np.array([[3.0, 0.0], [1.0, 1.0], [0.0, 3.0]])
    two = np.array([[3.0, 0.0], [2.0, 2.0], [0.0, 3.0]])
    found = dominance(space, {"a": np.stack([two, one], axis=-1)}, mixed=True)
    assert list(found.mixtures) == [("a", 1, 1)]
    assert found.survivors("a")[1].tolist() == [True, False]


def test_strategies_are_joint_choices() -> None:
    space = ProfileSpace(
        ("a.x", "b.y", "a.z"), (("p", "q"), ("s", "t"), ("u", "v")), ("a", "b", "a"), (0, 0, 0)
    )
    # Each decision alone costs, both together pay.
    payoff = np.array([[0.3, 0.2], [0.2, 0.8]]).reshape(2, 1, 2, 1)
    found = dominance(space, {"a": payoff})
    assert found.strategies["a"] == ("p, u", "p, v", "q, u", "q, v")
    assert steps(found) == [(1, "a", 0, 3), (1, "a", 1, 3), (1, "a", 2, 3)]
    held = dominance(space, {"a": payoff}, {2: 0})
    assert held.strategies == {"a": ("p", "q"), "b": ("s", "t")}
    assert steps(held) == [(1, "a", 1, 0)]


# ------------------------------------------------------------------------------------- mixtures


def test_weights_that_are_no_simple_fractions_are_found_exactly() -> None:
    """Only one mixture loses nothing in the first two columns; its weights have large terms."""
    share = Fraction(1_000_003, 3_000_017)
    a, b = 1 - share, share  # share * a - (1 - share) * b = 0
    table = exact_array([[0, 0, 0], [a, -a, 1], [-b, b, 1]])
    found = dominating_mixture(table, 0, [0, 1, 2], 0.0, weak=True)
    assert found.mixture is not None
    assert found.mixture.weights == {1: share, 2: 1 - share}
    assert (found.mixture.least, found.mixture.most) == (0, 1)
    # Without the third column it gains nothing at all, and that is proven, too.
    for weak in (False, True):
        verdict = dominating_mixture(table[:, :2], 0, [0, 1, 2], 0.0, weak)
        assert (verdict.mixture, verdict.margin) == (None, None)


def test_thirds_are_told_as_thirds() -> None:
    table = np.array([[0.9, 0.9], [3.0, 0.0], [0.0, 1.5]])
    found = dominating_mixture(table, 0, [0, 1, 2], 0.0, weak=False)
    assert found.mixture is not None
    assert found.mixture.weights == {1: Fraction(1, 3), 2: Fraction(2, 3)}


def test_what_rounding_hides_is_proven_all_the_same() -> None:
    """Half and half is worth 0.2, but for the rounding of 0.1 and 0.3, which takes a little off."""
    table = np.array([[0.2, 0.2], [0.1, 0.3], [0.3, 0.1]])
    assert (Fraction(0.1) + Fraction(0.3)) / 2 < Fraction(0.2)
    for weak in (False, True):
        verdict = dominating_mixture(table, 0, [0, 1, 2], 0.0, weak)
        assert (verdict.mixture, verdict.margin) == (None, None)


def test_what_cannot_be_proven_is_told_with_its_margin() -> None:
    """The first is a mixture of the other two, rounded: a last digit decides, and nothing does."""
    table = np.array(
        [
            [0.47684585615583913, 0.223015972645229, 0.09166825018595968, 0.4924172880541068],
            [0.7834796266392912, 0.38863959350570654, 0.17425079926529286, 0.10065314312153584],
            [0.3235289708374547, 0.14020416217358433, 0.05037697562564747, 0.6882993606183333],
        ]
    )
    space = ProfileSpace(
        ("a.x", "b.y"), (("p", "q", "r"), ("s", "t", "u", "v")), ("a", "b"), (0, 0)
    )
    found = dominance(space, {"a": table[..., None]}, epsilon=0.0, weak=True, mixed=True)
    assert steps(found) == []
    (doubt,) = found.undecided
    assert (doubt.round, doubt.actor, doubt.strategy, doubt.world) == (1, "a", 0, 0)
    assert abs(doubt.margin) < 1e-12
    strict = dominance(space, {"a": table[..., None]}, epsilon=1e-4, mixed=True)
    assert (steps(strict), strict.undecided) == ([], ())


def test_a_pool_of_nobody_dominates_nothing() -> None:
    assert dominating_mixture(np.array([[1.0]]), 0, [0], 0.0, weak=True).mixture is None


# --------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("epsilon", [-1.0, float("nan"), float("inf")])
def test_epsilon_must_be_a_number(epsilon: float) -> None:
    with pytest.raises(ValueError, match="but must be a finite number, 0 or more"):
        dominance(DUEL, {}, epsilon=epsilon)
    with pytest.raises(ValueError, match="epsilon is"):
        dominance_in(game([[1]], [[1]]), epsilon=epsilon)


def test_with_everything_pinned_there_is_nothing_to_ask() -> None:
    with pytest.raises(ValueError, match="every decision is pinned"):
        dominance(DUEL, {}, {0: 0, 1: 0})


def test_a_payoff_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"payoffs of 'a' have shape \(3, 2, 1\)"):
        dominance(DUEL, {"a": np.zeros((3, 2, 1))})


def test_without_payoffs_nothing_goes() -> None:
    found = dominance(DUEL, {})
    assert steps(found) == []
    assert found.survivors("a").all()
