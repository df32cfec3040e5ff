"""Rival hypotheses weighed by evidence: ratios of likelihoods, and what they make of a prior.

By Bayes' theorem the odds of two hypotheses after an item of evidence are the odds before, times
the ratio of the item's likelihoods under the two. The ratio belongs to the evidence; the odds
before are the reader's. So ratios come first here, and posteriors are ranges over priors.

A likelihood is a value with bounds. It is counted, as the share of a hypothesis's worlds in which
the item holds, or a band that was set by hand, whose middle is its value. Bounds are carried
through: those of a product are the products of bounds, those of a ratio the quotients of opposite
ones. They hold whatever the errors of the parts have to do with each other, and so are wide.

References
----------
I. J. Good, *Probability and the Weighing of Evidence* (1950); R. J. Heuer, *Psychology of
Intelligence Analysis* (1999), chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kautilya.credence import wilson

Band = tuple[float, float]


@dataclass(frozen=True)
class Likelihood:
    """How likely something is under one hypothesis.

    Parameters
    ----------
    value, low, high
        The likelihood and its bounds.
    holds, of
        Worlds of the hypothesis in which it holds, and worlds of the hypothesis in which it has an
        answer; None where no worlds were counted.
    by_hand
        Whether it, or a part of it, was set by hand.
    """

    value: float
    low: float
    high: float
    holds: int | None = None
    of: int | None = None
    by_hand: bool = False


@dataclass(frozen=True)
class Ratio:
    """How much likelier something is under one hypothesis than under another.

    Parameters
    ----------
    value, low, high
        The ratio and its bounds; infinite where it cannot happen under the other, and not a number
        where it can happen under neither.
    by_hand
        Whether a likelihood in it was set by hand.
    """

    value: float
    low: float
    high: float
    by_hand: bool = False

    @property
    def discriminates(self) -> bool:
        """Whether the bounds leave out 1: the item speaks for one of the two."""
        return self.low > 1.0 or self.high < 1.0


@dataclass(frozen=True)
class LeftOut:
    """What the ranking is without one item.

    Parameters
    ----------
    item
        The item that is left out.
    order
        Hypotheses by joint likelihood, the likeliest first.
    changes_first, changes
        Whether another hypothesis comes first, and whether the order is another at all.
    shift
        By what factor the odds of the hypothesis that is first with all items, against each other
        one, change at most, at least 1.
    """

    item: str
    order: tuple[str, ...]
    changes_first: bool
    changes: bool
    shift: float


def counted(holds: int, of: int, others: Sequence[tuple[int, int]] = ()) -> Likelihood:
    """A likelihood from counts of worlds.

    Parameters
    ----------
    holds, of
        Worlds of the hypothesis in which the item holds, and all of its worlds; at least one.
    others
        The same counts under other ways of drawing worlds.

    Returns
    -------
    Likelihood
        The share, within Wilson's 95% interval. It is stretched to take in the share under another
        way of drawing worlds where the two differ by more than that one's own error: a share of a
        few worlds is noise, and says nothing of the way that they are drawn.

    Examples
    --------
    >>> found = counted(30, 40)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (0.75, 0.598, 0.858)
    >>> counted(30, 40, [(50, 100)]).low, round(counted(30, 40, [(1, 2)]).low, 3)
    (0.5, 0.598)
    """
    share = holds / of
    low, high = wilson(holds, of)
    for there, all_there in others:
        least, most = wilson(there, all_there)
        if not least <= share <= most:
            low, high = min(low, there / all_there), max(high, there / all_there)
    return Likelihood(share, low, high, holds, of)


def by_hand(low: float, high: float) -> Likelihood:
    """A likelihood that was set by hand, as a band.

    Examples
    --------
    >>> by_hand(0.2, 0.4).value.__round__(3)
    0.3
    """
    return Likelihood((low + high) / 2.0, low, high, by_hand=True)


def ratio(one: Likelihood, other: Likelihood) -> Ratio:
    """How much likelier under one hypothesis than under another.

    Examples
    --------
    >>> found = ratio(by_hand(0.4, 0.8), by_hand(0.1, 0.2))
    >>> [round(x, 3) for x in (found.value, found.low, found.high)], found.discriminates
    ([4.0, 2.0, 8.0], True)
    """
    return Ratio(
        _quotient(one.value, other.value),
        _quotient(one.low, other.high, least=True),
        _quotient(one.high, other.low),
        one.by_hand or other.by_hand,
    )


def _quotient(one: float, other: float, *, least: bool = False) -> float:
    if other > 0.0:
        return one / other
    if one > 0.0:
        return math.inf
    return 0.0 if least else math.nan


def joint(likelihoods: Sequence[Likelihood]) -> Likelihood:
    """All items together, taken as independent given the hypothesis: the product.

    Examples
    --------
    >>> found = joint([by_hand(0.5, 0.5), by_hand(0.2, 0.4)])
    >>> round(found.value, 3), found.low, found.high
    (0.15, 0.1, 0.2)
    """
    return Likelihood(
        math.prod(one.value for one in likelihoods),
        math.prod(one.low for one in likelihoods),
        math.prod(one.high for one in likelihoods),
        by_hand=any(one.by_hand for one in likelihoods),
    )


def even(number: int) -> tuple[Band, ...]:
    """The band of priors that holds even priors alone."""
    return ((1.0 / number, 1.0 / number),) * number


def posterior_ranges(
    likelihoods: Sequence[Likelihood], priors: Sequence[Band]
) -> tuple[Band, ...] | None:
    r"""Lowest and highest posterior of each hypothesis over bands of likelihoods and of priors.

    The posterior :math:`p_h L_h / \sum_k p_k L_k` grows in :math:`p_h` and :math:`L_h` and falls in
    every other :math:`L_k`. So its highest value has :math:`L_h` at its upper bound, all others at
    their lower, :math:`p_h` as large as the bands leave room for, and the rest of the prior with
    those that the evidence speaks against most; the lowest is the reverse. The result is exact.

    Parameters
    ----------
    likelihoods
        One for each hypothesis.
    priors
        A band for each; priors that sum to 1 fit into them.

    Returns
    -------
    tuple of (float, float), or None
        None where the items cannot happen under any of the hypotheses, so that there is no
        posterior.

    Raises
    ------
    ValueError
        Where no priors that sum to 1 fit into the bands.

    Examples
    --------
    >>> found = posterior_ranges([by_hand(0.6, 0.6), by_hand(0.2, 0.2)], even(2))
    >>> [tuple(round(x, 3) for x in pair) for pair in found]
    [(0.75, 0.75), (0.25, 0.25)]
    >>> found = posterior_ranges([by_hand(0.6, 0.6), by_hand(0.2, 0.2)], [(0.25, 0.75)] * 2)
    >>> [tuple(round(x, 3) for x in pair) for pair in found]
    [(0.5, 0.9), (0.1, 0.5)]
    """
    slack = 1e-9
    if sum(low for low, _ in priors) > 1.0 + slack or sum(b for _, b in priors) < 1.0 - slack:
        raise ValueError("no priors that sum to 1 fit into the bands")
    if not any(one.value > 0.0 for one in likelihoods):
        return None
    return tuple(
        (
            _posterior(number, likelihoods, priors, highest=False),
            _posterior(number, likelihoods, priors, highest=True),
        )
        for number in range(len(likelihoods))
    )


def _posterior(
    which: int, likelihoods: Sequence[Likelihood], priors: Sequence[Band], *, highest: bool
) -> float:
    """The highest or the lowest posterior of one hypothesis."""
    rest = [k for k in range(len(likelihoods)) if k != which]
    low, high = priors[which]
    if highest:
        own = min(high, 1.0 - sum(priors[k][0] for k in rest))
        mine = likelihoods[which].high
        theirs = {k: likelihoods[k].low for k in rest}
    else:
        own = max(low, 1.0 - sum(priors[k][1] for k in rest))
        mine = likelihoods[which].low
        theirs = {k: likelihoods[k].high for k in rest}
    left = 1.0 - own - sum(priors[k][0] for k in rest)
    against = 0.0
    for k in sorted(rest, key=lambda k: theirs[k], reverse=not highest):
        given = min(max(left, 0.0), priors[k][1] - priors[k][0])
        left -= given
        against += (priors[k][0] + given) * theirs[k]
    total = own * mine + against
    return own * mine / total if total > 0.0 else 0.0


def ranking(joints: Mapping[str, Likelihood]) -> tuple[str, ...]:
    """Hypotheses by likelihood, the likeliest first; equal ones in the order given."""
    return tuple(sorted(joints, key=lambda name: -joints[name].value))


def leave_one_out(
    table: Mapping[str, Mapping[str, Likelihood]], hypotheses: Sequence[str]
) -> tuple[LeftOut, ...]:
    """What the ranking would be if an item turned out wrong, the most telling item first.

    Parameters
    ----------
    table
        For each item the likelihood under each hypothesis.
    hypotheses
        Those that are compared.

    Examples
    --------
    >>> table = {"a": {"h": by_hand(0.9, 0.9), "k": by_hand(0.1, 0.1)},
    ...          "b": {"h": by_hand(0.3, 0.3), "k": by_hand(0.6, 0.6)}}
    >>> [(found.item, found.changes_first, round(found.shift, 2))
    ...  for found in leave_one_out(table, ["h", "k"])]
    [('a', True, 9.0), ('b', False, 2.0)]
    """
    order = ranking(_joints(table, hypotheses))
    found = []
    for item, row in table.items():
        rest = {name: other for name, other in table.items() if name != item}
        without = ranking(_joints(rest, hypotheses))
        shifts = [_factor(row[order[0]].value, row[name].value) for name in order[1:]]
        found.append(
            LeftOut(
                item, without, without[0] != order[0], without != order, max(shifts, default=1.0)
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.changes_first, -one.shift)))


def _joints(
    table: Mapping[str, Mapping[str, Likelihood]], hypotheses: Sequence[str]
) -> dict[str, Likelihood]:
    return {name: joint([row[name] for row in table.values()]) for name in hypotheses}


def _factor(one: float, other: float) -> float:
    """By what factor odds change, at least 1."""
    if one == other:
        return 1.0
    return math.inf if min(one, other) <= 0.0 else max(one, other) / min(one, other)
