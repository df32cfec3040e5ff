"""The value of information against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from kautilya.explore.information_value import (
    chosen_once,
    knowing_all,
    knowing_some,
    knowing_weights,
)
from kautilya.terms import FloatArray


def normal_loss(mean: float, spread: float) -> float:
    """Value of knowing a normal difference between two options before one is chosen."""
    return float(spread * norm.pdf(mean / spread) - abs(mean) * norm.cdf(-abs(mean) / spread))


def normal_case(mean: float, worlds: int, seed: int) -> tuple[FloatArray, dict[str, FloatArray]]:
    """An option worth 0 and one worth a + b, both normal; c has nothing to do with either."""
    generator = np.random.default_rng(seed)
    known = {
        "a": generator.normal(mean, 0.3, worlds),
        "b": generator.normal(0.0, 0.4, worlds),
        "c": generator.normal(0.0, 1.0, worlds),
    }
    return np.stack([np.zeros(worlds), known["a"] + known["b"]]), known


@pytest.mark.slow
@pytest.mark.parametrize("mean", [0.1, -0.2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_options_with_a_normal_difference(mean: float, seed: int) -> None:
    payoffs, known = normal_case(mean, 4000, seed)
    for names, spread in (("a", 0.3), ("b", 0.4), ("ab", 0.5), ("abc", 0.5)):
        rows = np.stack([known[name] for name in names])
        found = knowing_some(payoffs, rows)
        truth = normal_loss(mean, spread)
        assert found.value == pytest.approx(truth, abs=4.0 * found.error)
        assert found.value <= found.upper
        assert found.counts(10)
    whole = knowing_all(payoffs)
    assert whole.value == pytest.approx(normal_loss(mean, 0.5), abs=4.0 * whole.error)


@pytest.mark.parametrize("seed", range(6))
def test_what_has_nothing_to_do_with_the_payoffs_is_worth_nothing(seed: int) -> None:
    payoffs, known = normal_case(0.1, 2000, seed)
    found = knowing_some(payoffs, known["c"][None, :])
    assert not found.counts(80)
    assert found.value == pytest.approx(0.0, abs=4.0 * found.error + 1e-12)


def test_both_ways_of_learning_agree_on_one_quantity() -> None:
    payoffs, known = normal_case(0.1, 4000, 5)
    found = knowing_some(payoffs, known["b"][None, :])
    assert found.in_cells is not None
    low, high = found.in_cells
    assert low <= high
    assert found.agrees
    assert abs(high - found.value) < 0.01


def test_two_coins_are_exact() -> None:
    """Payoff 0.5, or 0.9 on two heads, 0.6 on one and 0.1 on none: two coins, all four worlds."""
    first, second = np.repeat([0.0, 1.0], 200), np.tile([0.0, 1.0], 200)
    heads = first + second
    payoffs = np.stack([np.full(400, 0.5), np.choose(heads.astype(int), [0.1, 0.6, 0.9])])
    # In the mean 0.55 against 0.5. Known: max(0.5, 0.1) / 4 + 0.6 / 2 + 0.9 / 4 = 0.65.
    assert chosen_once(payoffs) == 1
    assert knowing_all(payoffs).value == pytest.approx(0.1)
    assert knowing_all(payoffs).changes == 0.25
    # One coin: on tails 0.35 < 0.5, on heads 0.75: (0.5 + 0.75) / 2 = 0.625.
    one = knowing_some(payoffs, first[None, :])
    assert one.value == pytest.approx(0.075)
    assert one.upper == pytest.approx(0.075)
    assert one.in_cells == pytest.approx((0.075, 0.075))
    assert one.changes == 0.5
    both = knowing_some(payoffs, np.stack([first, second]))
    assert both.value == pytest.approx(0.1)


def test_complements_are_worth_more_together_than_apart() -> None:
    """A bet on two coins being equal: one coin tells nothing, both tell all."""
    generator = np.random.default_rng(4)
    first, second = generator.integers(0, 2, (2, 1000)) * 1.0
    payoffs = np.stack([np.full(1000, 0.5), (first == second) * 0.96])
    assert not knowing_some(payoffs, first[None, :]).counts()
    assert knowing_some(payoffs, np.stack([first, second])).value == pytest.approx(0.23, abs=0.03)


def test_an_option_that_is_always_best_makes_knowledge_idle() -> None:
    generator = np.random.default_rng(1)
    x = generator.uniform(size=500)
    payoffs = np.stack([0.5 + 0.2 * x, 0.4 * x])
    assert knowing_all(payoffs).value == 0.0
    assert knowing_some(payoffs, x[None, :]).value == 0.0
    assert not knowing_all(payoffs).counts()


def test_ties_are_decided_for_the_option_of_today() -> None:
    payoffs = np.array([[0.5, 0.5], [0.50005, 0.50005]])
    assert chosen_once(payoffs, now=0) == 0
    assert chosen_once(payoffs, now=1) == 1
    assert knowing_all(payoffs, now=0).changes == 0.0


def test_weights_alone_need_nothing_learnt() -> None:
    """Values (1, 0) and (0.4, 0.8), weights even on [0, 1]: the first from 4/7 on.

    In the mean 0.5 against 0.6. Known: the integral of max(w, 0.8 - 0.4 w) is 0.6 + 9/70 - ..,
    here taken on a fine grid.
    """
    w = (np.arange(10_000) + 0.5) / 10_000
    found = knowing_weights(np.array([[1.0, 0.0], [0.4, 0.8]]), np.array([w, 1.0 - w]))
    # Gain where w > 4/7: the integral of w - (0.8 - 0.4 w) = 0.7 (1 - (4/7)^2) - 0.8 (1 - 4/7).
    assert found.value == pytest.approx(0.7 * (1 - 16 / 49) - 0.8 * 3 / 7, abs=1e-6)
    assert found.changes == pytest.approx(3 / 7, abs=1e-3)


@pytest.mark.parametrize(
    ("payoffs", "known", "words"),
    [
        (np.zeros((2, 5)), np.zeros((1, 4)), "quantity, world"),
        (np.zeros((2, 5)), np.zeros((4, 5)), "one to three"),
        (np.zeros((0, 5)), np.zeros((1, 5)), "at least one"),
        (np.array([[0.0, np.nan]]), np.zeros((1, 2)), "finite"),
    ],
)
def test_what_does_not_fit_is_refused(payoffs: FloatArray, known: FloatArray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        knowing_some(payoffs, known)


def test_more_trials_ask_for_a_larger_value() -> None:
    payoffs, known = normal_case(0.1, 400, 2)
    found = knowing_some(payoffs, known["b"][None, :])
    edge = found.value / found.error
    assert found.counts(1) is (edge > 1.96)
    assert not found.counts(10**15)
