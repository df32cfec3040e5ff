"""The value of information: what an actor would gain by knowing more before it chooses.

A choice made once is best by the mean payoff over worlds. Whoever knew the world, or one thing
about it, could choose otherwise where that pays. The gain expected before the answer is known is
the value of the answer: never negative, and at most that of knowing everything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from kautilya.explore.cells import cells_of
from kautilya.terms import DEFAULT_EPSILON, BoolArray, FloatArray, IntArray

__all__ = ["Knowing", "knowing_all", "knowing_some", "knowing_weights"]

FOLDS: Final = 10
"""Parts of the worlds: what is done in one is learnt from the others."""

DEGREE: Final = {1: 6, 2: 4, 3: 3}
"""Degree of the polynomial by how many quantities it has."""

WORLDS_IN_CELL: Final = 40
"""Worlds that a cell has about, where conditional means are taken in cells."""

MOST_IN_CELLS: Final = 1
"""Quantities whose cells are fine enough to check by; two would leave a few parts of each."""


@dataclass(frozen=True)
class Knowing:
    """What knowing something is worth.

    Parameters
    ----------
    value
        Expected gain in payoff over choosing without it; may fall below 0 by its error.
    error
        Standard error of `value`, by the paired difference between both choices.
    upper
        The same, learnt and counted on the same worlds: biased upward. Equal to `value` where
        nothing had to be learnt.
    changes
        Share of worlds in which the choice would be another.
    in_cells
        `value` and `upper` again, by means in cells instead of a polynomial; None where nothing
        had to be learnt, or for several quantities, of which cells are too coarse.
    apart
        Standard error of the difference between both ways.
    """

    value: float
    error: float
    upper: float
    changes: float
    in_cells: tuple[float, float] | None = None
    apart: float = 0.0

    def counts(self, of: int = 1) -> bool:
        """Whether the value is beyond its error, where it is one of so many that were tried.

        Were all of them worth nothing, one or more would count by chance in about 2.5% of runs.
        """
        return self.value > -NormalDist().inv_cdf(0.025 / max(1, of)) * self.error

    @property
    def agrees(self) -> bool:
        """Whether both ways of finding the value agree, within twice the error between them."""
        if self.in_cells is None:
            return True
        low, high = self.in_cells
        return low - 2.0 * self.apart <= self.value <= max(low, high) + 2.0 * self.apart


def knowing_all(payoffs: FloatArray, now: int = 0, epsilon: float = DEFAULT_EPSILON) -> Knowing:
    """The expected value of perfect information.

    The mean over worlds of the highest payoff, less the highest mean payoff.

    Parameters
    ----------
    payoffs
        Payoff of each option in each world, shape (option, world); worlds are equally likely.
    now
        What is chosen among options whose mean payoffs tie.
    epsilon
        Payoffs within it tie, and for a tie nobody changes a choice.

    Returns
    -------
    Knowing

    References
    ----------
    Raiffa, H. and Schlaifer, R. 1961. Applied Statistical Decision Theory. Harvard.

    Examples
    --------
    A dyke pays only where the flood comes, which is as likely as not.

    >>> found = knowing_all(np.array([[0.5, 0.5], [0.2, 0.9]]))
    >>> round(found.value, 6), found.changes
    (0.15, 0.5)
    """
    _check(payoffs)
    chosen = chosen_once(payoffs, now, epsilon)
    gain = payoffs.max(axis=0) - payoffs[chosen]
    value, error = _mean(gain)
    changes = float(np.mean(gain > epsilon))
    return Knowing(value, error, value, changes)


def knowing_some(
    payoffs: FloatArray,
    known: FloatArray,
    now: int = 0,
    epsilon: float = DEFAULT_EPSILON,
) -> Knowing:
    """The expected value of partial perfect information: of knowing one or a few quantities.

    The mean, over what may be learnt, of the highest conditional mean payoff, less the highest
    mean payoff.

    Parameters
    ----------
    payoffs
        Payoff of each option in each world, shape (option, world).
    known
        What would be learnt, shape (quantity, world); one to three quantities.
    now, epsilon
        As for `knowing_all`.

    Returns
    -------
    Knowing

    Raises
    ------
    ValueError
        If the shapes do not fit, or there are more than three quantities.

    Notes
    -----
    Conditional means are learnt by a polynomial of the quantities, and those of one quantity again
    by means in cells.
    The highest of several estimated means is too high on average, so the plain estimate, `upper`,
    is biased upward. `value` learns from nine tenths of the worlds which option to choose where,
    and counts what that earns in the last tenth, in turn: an unbiased estimate of what this way
    of choosing earns, and so on average no more than the value of the information. The truth
    lies between `value` and `upper` but for the error. A quantity with few values is exact in
    both ways.

    References
    ----------
    Strong, M., Oakley, J. E. and Brennan, A. 2014. Estimating multiparameter partial expected
    value of perfect information from a probabilistic sensitivity analysis sample: a nonparametric
    regression approach. Medical Decision Making 34(3), 311-326.
    Strong, M. and Oakley, J. E. 2013. An efficient method for computing single-parameter partial
    expected value of perfect information. Medical Decision Making 33(6), 755-766.

    Examples
    --------
    The flood decides, and a forecast tells it; the colour of the dyke decides nothing.

    >>> flood = np.arange(400) % 2
    >>> colour = np.arange(400) // 2 % 2
    >>> payoffs = np.array([np.full(400, 0.5), np.where(flood == 1, 0.9, 0.2)])
    >>> found = knowing_some(payoffs, flood[None, :] * 1.0)
    >>> round(found.value, 6), found.changes, found.agrees
    (0.15, 0.5, True)
    >>> knowing_some(payoffs, colour[None, :] * 1.0).value
    0.0
    """
    _check(payoffs)
    if known.ndim != 2 or known.shape[1] != payoffs.shape[1] or not 1 <= len(known) <= 3:
        raise ValueError("what is known is (quantity, world), one to three quantities")
    once = chosen_once(payoffs, now, epsilon)
    basis, cells = _polynomial(known), cells_of(known, payoffs.shape[1] // WORLDS_IN_CELL)

    def by_polynomial(learnt: BoolArray, asked: BoolArray) -> IntArray:
        fitted = np.linalg.lstsq(basis[learnt], payoffs[:, learnt].T, rcond=None)[0]
        return _choose((basis[asked] @ fitted).T, once, epsilon)

    def by_cells(learnt: BoolArray, asked: BoolArray) -> IntArray:
        means = _cell_means(payoffs[:, learnt], cells[learnt], int(cells.max()) + 1)
        return _choose(means[:, cells[asked]], once, epsilon)

    everything = np.ones(payoffs.shape[1], dtype=np.bool_)
    policy = by_polynomial(everything, everything)
    fitted = basis @ np.linalg.lstsq(basis, payoffs.T, rcond=None)[0]
    upper = float(np.mean(fitted.max(axis=1) - fitted[:, once]))
    gain = _earned(payoffs, once, by_polynomial)
    value, error = _mean(gain)
    changes = float(np.mean(policy != once))
    if len(known) > MOST_IN_CELLS:
        return Knowing(value, error, max(upper, value), changes)
    other = _earned(payoffs, once, by_cells)
    means = _cell_means(payoffs, cells, int(cells.max()) + 1)[:, cells]
    in_cells = float(other.mean()), float(np.mean(means.max(axis=0) - means[once]))
    return Knowing(value, error, max(upper, value), changes, in_cells, _mean(gain - other)[1])


def knowing_weights(
    values: FloatArray, weights: FloatArray, now: int = 0, epsilon: float = DEFAULT_EPSILON
) -> Knowing:
    """What it is worth to know how the interests weigh, and nothing else.

    Payoffs are weighted sums and the weights are drawn apart from the values, so that under given
    weights the mean payoff is the weighted sum of mean values: nothing has to be learnt.

    Parameters
    ----------
    values
        Mean value of each option by each interest, shape (option, interest).
    weights
        Shape (interest, draw).
    now, epsilon
        As for `knowing_all`.

    Returns
    -------
    Knowing

    Examples
    --------
    >>> weights = np.array([[0.2, 0.8], [0.8, 0.2]])
    >>> round(knowing_weights(np.array([[1.0, 0.0], [0.0, 1.0]]), weights).value, 6)
    0.3
    """
    return knowing_all(values @ weights, now, epsilon)


def chosen_once(payoffs: FloatArray, now: int = 0, epsilon: float = DEFAULT_EPSILON) -> int:
    """The option with the highest mean payoff; among ties `now`, else the first.

    Examples
    --------
    >>> chosen_once(np.array([[0.5, 0.5], [0.2, 0.9], [0.5, 0.6]]), now=2)
    2
    """
    means = payoffs.mean(axis=1)
    tied = means >= means.max() - epsilon
    return now if tied[now] else int(np.argmax(tied))


def _choose(means: FloatArray, once: int, epsilon: float) -> IntArray:
    """The option with the highest mean in each world; the one chosen once where that ties."""
    best = means.argmax(axis=0)
    ahead = np.take_along_axis(means, best[None, :], axis=0)[0] - means[once]
    return np.where(ahead > epsilon, best, once).astype(np.int64)


def _earned(
    payoffs: FloatArray, once: int, learn: Callable[[BoolArray, BoolArray], IntArray]
) -> FloatArray:
    """What a way of choosing earns over the choice made once, in worlds it was not learnt from."""
    worlds = payoffs.shape[1]
    fold = np.arange(worlds) % FOLDS
    gain = np.zeros(worlds)
    for number in range(min(FOLDS, worlds)):
        asked = fold == number
        if not asked.any() or asked.all():
            continue
        option = learn(~asked, asked)
        place = np.flatnonzero(asked)
        gain[place] = payoffs[option, place] - payoffs[once, place]
    return gain


def _polynomial(known: FloatArray) -> FloatArray:
    """Products of Legendre polynomials, shape (world, term), of a total degree."""
    degree = DEGREE[len(known)]
    columns = [_legendre(row, degree) for row in known]
    terms = [
        math.prod((column[power] for column, power in zip(columns, powers, strict=True)), start=1.0)
        for powers in _powers([len(column) for column in columns], degree)
    ]
    worlds = known.shape[1]
    return np.stack([np.broadcast_to(term, (worlds,)) for term in terms], axis=1)


def _legendre(row: FloatArray, degree: int) -> list[FloatArray]:
    """Legendre polynomials of a quantity scaled to [-1, 1]; fewer where it has few values."""
    distinct = len(np.unique(row))
    low, high = float(row.min()), float(row.max())
    scaled = (2.0 * row - low - high) / (high - low) if high > low else np.zeros_like(row)
    table = np.polynomial.legendre.legvander(scaled, min(degree, distinct - 1))
    return list(table.T)


def _powers(most: Sequence[int], degree: int) -> list[tuple[int, ...]]:
    """Every tuple of degrees below `most` whose sum is at most `degree`."""
    found: list[tuple[int, ...]] = [()]
    for length in most:
        found = [(*p, q) for p in found for q in range(length) if sum(p) + q <= degree]
    return found


def _cell_means(payoffs: FloatArray, cells: IntArray, number: int) -> FloatArray:
    """Mean payoff of each option in each cell; the mean of all in a cell without a world."""
    count = np.bincount(cells, minlength=number)
    sums = np.stack([np.bincount(cells, weights=row, minlength=number) for row in payoffs])
    overall = payoffs.mean(axis=1, keepdims=True)
    return np.where(count > 0, sums / np.maximum(count, 1), overall)


def _mean(gain: FloatArray) -> tuple[float, float]:
    """A mean and its standard error."""
    return float(gain.mean()), float(gain.std() / math.sqrt(gain.size))


def _check(payoffs: FloatArray) -> None:
    if payoffs.ndim != 2 or not payoffs.size:
        raise ValueError("payoffs are (option, world), at least one of each")
    if not np.isfinite(payoffs).all():
        raise ValueError("payoffs are finite")
