"""Games in normal form: from arrays, and from a world of a case."""

from fractions import Fraction

import numpy as np
import pytest

from kautilya.payoffs import NormalForm, ProfileSpace, exact_array, normal_form
from support.normal_forms import of_tables

SPACE = ProfileSpace(
    decisions=("ann.x", "bob.y", "ann.z"),
    options=(("p", "q"), ("s", "t", "u"), ("v", "w")),
    owners=("ann", "bob", "ann"),
    now=(0, 0, 0),
)


def test_joint_choices_are_strategies() -> None:
    ann = np.arange(24.0).reshape(2, 3, 2, 2)
    game = normal_form(SPACE, {"ann": ann, "bob": -ann}, world=1)
    assert game.actors == ("ann", "bob")
    assert game.strategies == (("p, v", "p, w", "q, v", "q, w"), ("s", "t", "u"))
    for x in range(2):
        for y in range(3):
            for z in range(2):
                value = Fraction(ann[x, y, z, 1])
                assert game.payoff((2 * x + z, y)) == (value, -value)


def test_axes_of_size_one_are_spread_and_worlds_may_be_left_out() -> None:
    bob = np.array([0.0, 0.5, 1.0]).reshape(1, 3, 1)
    game = normal_form(SPACE, {"bob": bob})
    assert game.payoffs[1].tolist() == [[0, Fraction(1, 2), 1]] * 4
    assert not game.payoffs[0].any(), "an owner without payoffs minds nothing"
    assert game == normal_form(SPACE, {"bob": bob[..., None]}, world=7)


def test_floats_convert_exactly() -> None:
    tenth = normal_form(SPACE, {"bob": np.full((1, 1, 1), 0.1)}).payoffs[1][0, 0]
    assert tenth == Fraction(0.1) != Fraction(1, 10)
    exact = np.full((1, 1, 1), Fraction(1, 10), dtype=np.object_)
    assert normal_form(SPACE, {"bob": exact}).payoffs[1][0, 0] == Fraction(1, 10)


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 2), (2, 3, 2, 2, 1)])
def test_payoffs_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="payoffs of 'ann' have shape"):
        normal_form(SPACE, {"ann": np.zeros(shape)})


@pytest.mark.parametrize("entry", [float("nan"), float("inf"), "much", "1/0", None, [1]])
def test_what_is_no_number_is_refused(entry: object) -> None:
    with pytest.raises(ValueError, match="is no finite number"):
        exact_array([[1, entry]])


def test_numbers_of_arrays_become_plain_fractions() -> None:
    for kind in (np.int8, np.float32, np.object_):
        (entry,) = exact_array(np.array([3], dtype=kind)).tolist()
        assert entry * 10**30 == 3 * 10**30
        assert type(entry.numerator) is int


def test_a_game_is_checked_and_cannot_be_changed() -> None:
    ones = exact_array([[1, 1]])
    with pytest.raises(ValueError, match="at least one actor"):
        NormalForm((), (), ())
    with pytest.raises(ValueError, match="'b' has no strategy"):
        NormalForm(("a", "b"), (("x",), ()), (ones, ones))
    with pytest.raises(ValueError, match="one of each for every actor"):
        NormalForm(("a", "b"), (("x",), ("y", "z")), (ones,))
    with pytest.raises(ValueError, match="payoffs of 'b' have shape"):
        NormalForm(("a", "b"), (("x",), ("y", "z")), (ones, ones.T))
    with pytest.raises(ValueError, match="not all fractions"):
        NormalForm(("a", "b"), (("x",), ("y", "z")), (ones, np.ones((1, 2), dtype=np.object_)))
    game = NormalForm(("a", "b"), (("x",), ("y", "z")), (ones, ones))
    ones[0, 0] = Fraction(5)
    assert game.payoff((0, 0)) == (1, 1)
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0][0, 0] = Fraction(5)


def test_games_are_equal_if_all_of_them_is() -> None:
    game = of_tables([[1, 2]], [[3, 4]], title="t")
    assert game == of_tables([[1, 2]], [[3, 4]], title="t")
    assert hash(game) == hash(of_tables([[1, 2]], [[3, 4]], title="t"))
    assert game != of_tables([[1, 2]], [[3, 5]], title="t")
    assert game != of_tables([[1, 2]], [[3, 4]], title="u")
    assert game != "a game"
    assert game.label((0, 1)) == "1 / 2"
    assert (game.size, game.shape) == (2, (1, 2))
