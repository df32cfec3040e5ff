"""Laws of acceptability and of the value of information, on random options."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kautilya.explore.information_value import knowing_all, knowing_some
from kautilya.explore.weight_support import largest_margins, weight_space
from kautilya.explore.weights import acceptability, holistic, rank_credits
from kautilya.terms import FloatArray

EIGHTHS = st.integers(0, 8).map(lambda n: n / 8)


@st.composite
def values(draw: st.DrawFn) -> FloatArray:
    """Values of two to four options by two or three criteria, in few draws."""
    shape = (draw(st.integers(2, 4)), draw(st.integers(2, 3)), draw(st.sampled_from([1, 60])))
    return draw(arrays.arrays(np.float64, shape, elements=EIGHTHS))


def drawn(criteria: int, seed: int = 1) -> FloatArray:
    """Weights of some criteria, uniform on the simplex."""
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), 60).T


@given(values())
def test_every_option_has_a_rank_and_every_rank_an_option(table: FloatArray) -> None:
    found = acceptability(table, drawn(table.shape[1]))
    assert np.allclose(found.ranks.sum(axis=0), 1.0)
    assert np.allclose(found.ranks.sum(axis=1), 1.0)
    assert ((found.ranks > -1e-12) & (found.ranks < 1 + 1e-12)).all()
    compromise = holistic(found.ranks)
    assert ((compromise > -1e-12) & (compromise < 1 + 1e-12)).all()


@given(values(), st.data())
def test_the_order_in_which_options_stand_does_not_matter(
    table: FloatArray, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(table))))
    one = acceptability(table, drawn(table.shape[1]))
    other = acceptability(table[order], drawn(table.shape[1]))
    assert np.allclose(one.ranks[order], other.ranks)
    assert np.allclose(one.central[order], other.central, equal_nan=True)
    assert np.allclose(one.confidence[order], other.confidence, equal_nan=True)


@given(values(), st.integers(-4, 4))
def test_what_all_options_gain_alike_changes_nothing(table: FloatArray, more: int) -> None:
    one = acceptability(table, drawn(table.shape[1]))
    other = acceptability(table + more / 8, drawn(table.shape[1]))
    assert np.allclose(one.ranks, other.ranks)


@given(values())
def test_central_weights_are_weights_that_support_the_option_where_values_are_certain(
    table: FloatArray,
) -> None:
    """The weights under which an option is best are convex: their mean is one of them."""
    certain = table[:, :, :1]
    found = acceptability(certain, drawn(table.shape[1]), epsilon=0.0)
    for option in np.flatnonzero(~np.isnan(found.confidence)):
        assert np.isclose(found.central[option].sum(), 1.0)
        payoffs = certain[:, :, 0] @ found.central[option]
        assert payoffs[option] >= payoffs.max() - 1e-9


@given(values())
def test_no_draw_supports_what_no_weights_support(table: FloatArray) -> None:
    certain = table[:, :, :1]
    found = acceptability(certain, drawn(table.shape[1]), epsilon=0.0)
    everything = weight_space([1] * table.shape[1])
    for option in range(len(table)):
        margin = float(largest_margins(certain, option, everything)[0])
        if margin < -1e-9:
            assert found.first[option] == 0.0
        ahead = certain[option, :, 0] - np.delete(certain[:, :, 0], option, axis=0)
        best = float((ahead @ drawn(table.shape[1])).min(axis=0).max())
        assert best <= margin + 1e-9


@given(arrays.arrays(np.float64, (3, 20), elements=EIGHTHS))
def test_credits_follow_the_payoffs(payoffs: FloatArray) -> None:
    """A better option never has the larger share of the last ranks."""
    found = rank_credits(payoffs, 1e-4)
    mean = (found * np.arange(3)[None, :, None]).sum(axis=1)
    better = payoffs[:, None] - payoffs[None, :] > 1e-4
    assert (mean[:, None] - mean[None, :] < 1e-12)[better].all()


@st.composite
def coins(draw: st.DrawFn) -> tuple[FloatArray, FloatArray]:
    """Payoffs of options in the eight worlds of three coins, each as likely as every other."""
    options = draw(st.integers(2, 3))
    table = draw(arrays.arrays(np.float64, (options, 2, 2, 2), elements=EIGHTHS))
    sides = np.array(np.meshgrid([0.0, 1.0], [0.0, 1.0], [0.0, 1.0], indexing="ij"))
    repeats = 50
    return np.tile(table.reshape(options, 8), repeats), np.tile(sides.reshape(3, 8), repeats)


@given(coins())
def test_partial_knowledge_is_worth_no_less_than_none_and_no_more_than_all(
    case: tuple[FloatArray, FloatArray],
) -> None:
    payoffs, sides = case
    everything = knowing_all(payoffs).value
    one = knowing_some(payoffs, sides[:1]).upper
    two = knowing_some(payoffs, sides[:2]).upper
    three = knowing_some(payoffs, sides).upper
    # Nothing is worth more than a tie's width less than what is inside of it.
    assert -1e-4 <= one <= two + 1e-4
    assert two <= three + 1e-4
    assert np.isclose(three, everything, atol=1e-4)


@given(coins())
def test_one_coin_is_worth_what_its_two_sides_are(case: tuple[FloatArray, FloatArray]) -> None:
    payoffs, sides = case
    by_side = [payoffs[:, sides[0] == side].mean(axis=1) for side in (0.0, 1.0)]
    exact = np.mean([means.max() for means in by_side]) - payoffs.mean(axis=1).max()
    means = np.sort(payoffs.mean(axis=1))
    assume(means[-1] - means[-2] > 1e-3 or means[-1] == means[-2])
    found = knowing_some(payoffs, sides[:1])
    assert np.isclose(found.upper, exact, atol=2e-4)
    assert found.in_cells is not None
    assert np.isclose(found.in_cells[1], exact, atol=2e-4)


@given(coins(), st.integers(1, 4))
def test_the_value_grows_with_the_stakes(case: tuple[FloatArray, FloatArray], factor: int) -> None:
    payoffs, sides = case
    one = knowing_some(payoffs, sides[:1], epsilon=0.0)
    more = knowing_some(factor * payoffs, sides[:1], epsilon=0.0)
    assert np.isclose(more.upper, factor * one.upper, atol=1e-9)
