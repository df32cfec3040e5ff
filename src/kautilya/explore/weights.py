"""Acceptability: how much of what an actor may value, and of what may be so, supports an option.

Stochastic multicriteria acceptability analysis turns the usual question round. It does not ask
which option is best under given weights but which weights make each option best: whoever chooses
it must value things about so. It says nothing of how likely those weights are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from kautilya.terms import DEFAULT_EPSILON, FloatArray, IntArray

__all__ = ["Acceptability", "Meta", "acceptability", "holistic", "meta_weights", "rank_credits"]

Meta = Literal["centroid", "linear", "inverse"]

FEWEST: Final = 10
"""Draws that must put an option first before its central weights are told."""


@dataclass(frozen=True, eq=False)
class Acceptability:
    """What supports each option.

    Parameters
    ----------
    ranks
        Rank acceptability, shape (option, rank): share of draws in which the option has the rank.
        Every row and every column sums to 1.
    central
        Central weights, shape (option, criterion): the mean of the weights under which the option
        is first; NaN where too few draws put it first.
    central_error
        Standard error of `central`.
    confidence
        Share of the draws of values in which the option is first under its central weights; NaN
        where it has none.
    support
        Draws that put the option first; a tie counts in parts.
    tied
        Share of draws in which more than one option is first.
    draws
        Draws in all.
    """

    ranks: FloatArray
    central: FloatArray
    central_error: FloatArray
    confidence: FloatArray
    support: FloatArray
    tied: float
    draws: int

    @property
    def first(self) -> FloatArray:
        """Acceptability: share of draws that put each option first."""
        return self.ranks[:, 0]

    @property
    def error(self) -> FloatArray:
        """Standard error of `first`."""
        return np.sqrt(self.first * (1.0 - self.first) / self.draws)


def acceptability(
    values: FloatArray, weights: FloatArray, epsilon: float = DEFAULT_EPSILON
) -> Acceptability:
    """Find what supports each option, over draws of values and of weights.

    In each draw the options are ranked by the weighted sum of their values. Options that tie
    share the ranks that they take up in equal parts.

    Parameters
    ----------
    values
        Value of each option by each criterion, shape (option, criterion, draw); one draw where
        the values are certain.
    weights
        Weights, shape (criterion, draw); every column sums to 1.
    epsilon
        Sums within this of the best of a group tie with it, see `rank_credits`.

    Returns
    -------
    Acceptability

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    With values x and weights w drawn independently, the rank acceptability of option i and rank r
    is the probability that i has rank r, the central weights are E[w | i is first], and the
    confidence factor is the probability over x alone that i is first under them. All three are
    taken over the draws; ranks have a standard error of at most 1/(2·sqrt(draws)).

    References
    ----------
    Lahdelma, R., Hokkanen, J. and Salminen, P. 1998. SMAA: stochastic multiobjective acceptability
    analysis. European Journal of Operational Research 106(1), 137-143.
    Lahdelma, R. and Salminen, P. 2001. SMAA-2: stochastic multicriteria acceptability analysis for
    group decision making. Operations Research 49(3), 444-454.

    Examples
    --------
    A ferry is cheap, a bridge is fast; it takes a weight of more than 1/4 on speed to build.

    >>> values = np.array([[[1.0], [0.0]], [[0.7], [0.9]]])  # (option, criterion, draw)
    >>> speed = (np.arange(1000) + 0.5) / 1000
    >>> found = acceptability(values, np.array([1 - speed, speed]))
    >>> found.first.round(3), found.central.round(3)
    (array([0.25, 0.75]), array([[0.875, 0.125], [0.375, 0.625]]))
    """
    if values.ndim != 3 or weights.ndim != 2 or values.shape[1] != weights.shape[0]:
        raise ValueError("values are (option, criterion, draw) and weights (criterion, draw)")
    payoffs = _weighed(values, weights)
    credits_ = rank_credits(payoffs, epsilon)
    first = credits_[:, 0, :]
    support = first.sum(axis=1)
    enough = support >= FEWEST
    drawn = np.broadcast_to(weights, (weights.shape[0], payoffs.shape[1]))
    central = np.full((len(values), len(drawn)), np.nan)
    error = central.copy()
    for option in np.flatnonzero(enough):
        central[option] = first[option] @ drawn.T / support[option]
        spread = first[option] @ (drawn - central[option][:, None]).T ** 2 / support[option]
        error[option] = np.sqrt(spread / support[option])
    confidence = np.full(len(values), np.nan)
    for option in np.flatnonzero(enough):
        under = rank_credits(_weighed(values, central[option][:, None]), epsilon)
        confidence[option] = under[option, 0].mean()
    tied = float(np.mean(np.count_nonzero(first, axis=0) > 1))
    return Acceptability(
        credits_.mean(axis=2), central, error, confidence, support, tied, payoffs.shape[1]
    )


def rank_credits(payoffs: FloatArray, epsilon: float = DEFAULT_EPSILON) -> FloatArray:
    """Give each option its ranks in each draw; ties share theirs in equal parts.

    From the top: the options within `epsilon` of the best form a group, then those within
    `epsilon` of the best that is left, and so on. A group takes up as many ranks as it has
    members, and each member has an equal part of each of them.

    Parameters
    ----------
    payoffs
        Shape (option, draw).
    epsilon
        How close a payoff is to the best of its group.

    Returns
    -------
    FloatArray
        Shape (option, rank, draw); sums to 1 over options and over ranks.

    Examples
    --------
    >>> rank_credits(np.array([[0.5], [0.9], [0.5]]))[:, :, 0]
    array([[0. , 0.5, 0.5],
           [1. , 0. , 0. ],
           [0. , 0.5, 0.5]])
    """
    options, draws = payoffs.shape
    order: IntArray = np.argsort(-payoffs, axis=0, kind="stable")
    falling = np.take_along_axis(payoffs, order, axis=0)
    group = np.zeros((options, draws), dtype=np.int64)
    leader = falling[0]
    for place in range(1, options):
        behind = leader - falling[place] > epsilon
        leader = np.where(behind, falling[place], leader)
        group[place] = group[place - 1] + behind
    together = group[:, None, :] == group[None, :, :]
    shares = together / together.sum(axis=1, keepdims=True)
    found = np.empty((options, options, draws))
    np.put_along_axis(found, np.broadcast_to(order[:, None, :], found.shape), shares, axis=0)
    return found


def holistic(ranks: FloatArray, meta: Meta = "centroid") -> FloatArray:
    """Sum the rank acceptabilities of each option, the better ranks counting for more.

    An option that is hardly ever first may be nearly always second: a compromise, which the first
    ranks alone do not show.

    Parameters
    ----------
    ranks
        Rank acceptability, shape (option, rank).
    meta
        How ranks count, see `meta_weights`.

    Returns
    -------
    FloatArray
        One for each option, from 0 (always last) to 1 (always first); with ``inverse`` the last
        rank counts for something, too.

    Examples
    --------
    >>> holistic(np.array([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0], [0.5, 0.0, 0.5]]), "linear")
    array([0.5, 0.5, 0.5])
    """
    return np.asarray(ranks @ meta_weights(meta, ranks.shape[1]), dtype=np.float64)


def meta_weights(meta: Meta, ranks: int) -> FloatArray:
    """How much each rank counts, the first 1.

    Parameters
    ----------
    meta
        ``linear``: falling evenly to 0; ``inverse``: 1/r; ``centroid``: as the centroid of all
        weights that fall with the rank, the last taken as 0.
    ranks
        How many there are.

    Raises
    ------
    ValueError
        For a kind that there is not.

    Examples
    --------
    >>> meta_weights("centroid", 3).round(3).tolist()
    [1.0, 0.333, 0.0]
    """
    place = np.arange(1, ranks + 1, dtype=np.float64)
    if ranks == 1:
        return np.ones(1)
    if meta == "inverse":
        return 1.0 / place
    if meta == "linear":
        return (ranks - place) / (ranks - 1)
    if meta == "centroid":
        # The centroid of w_1 >= .. >= w_(n-1) >= 0 has w_r in proportion to the sum of 1/i from r.
        sums = np.append(np.cumsum((1.0 / place[:-1])[::-1])[::-1], 0.0)
        return np.asarray(sums / sums[0])
    raise ValueError(f"no meta-weights '{meta}'")


def _weighed(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted sums, (option, draw), added in the order of the criteria."""
    total = values[:, 0] * weights[0]
    for criterion in range(1, weights.shape[0]):
        total = total + values[:, criterion] * weights[criterion]
    return np.asarray(total)
