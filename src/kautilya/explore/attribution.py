"""Attribution: how much of an effect each of its causes accounts for.

There is no single answer where causes work together. Taking a cause away first, while all others
are there, charges it with everything that it takes part in; taking it away last, when no other is
left, charges it with what it does alone. Shapley's value is the mean over every order of taking
them away, and the only division that gives all of the effect away, treats like causes alike and
gives nothing to a cause that does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np

from kautilya.terms import FloatArray

__all__ = ["MOST_CAUSES", "Attribution", "TooManyCauses", "attribute", "coalitions"]

MOST_CAUSES: Final = 6
"""Causes whose Shapley values are found: every subset of them is run."""


class TooManyCauses(ValueError):
    """More causes than every subset can be run of."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"Shapley's shares run every subset of the causes, and {number} causes have "
            f"{2**number:,}: name {MOST_CAUSES} at most"
        )


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each cause accounts for, in the units of the effect.

    Parameters
    ----------
    whole, nothing
        The effect with all the causes there, and with none of them.
    first
        By cause: what goes with it when it is taken away first.
    last
        By cause: what goes with it when it is taken away last.
    shapley
        By cause: the mean over all orders. They sum to ``whole - nothing``.
    """

    whole: FloatArray
    nothing: FloatArray
    first: Mapping[str, FloatArray]
    last: Mapping[str, FloatArray]
    shapley: Mapping[str, FloatArray]


def coalitions(causes: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Every set of causes that may be there, the largest first.

    Raises
    ------
    TooManyCauses
        For more than six.

    Examples
    --------
    >>> [sorted(there) for there in coalitions(["rain", "wind"])]
    [['rain', 'wind'], ['rain'], ['wind'], []]
    """
    if len(causes) > MOST_CAUSES:
        raise TooManyCauses(len(causes))
    return tuple(
        frozenset(there)
        for size in range(len(causes), -1, -1)
        for there in combinations(causes, size)
    )


def attribute(
    effect: Callable[[frozenset[str]], FloatArray | float], causes: Sequence[str]
) -> Attribution:
    """Divide an effect among its causes: removal first, removal last, and Shapley's value.

    Parameters
    ----------
    effect
        The effect when exactly these causes are there: a number, or one for each world. Asked
        once for every subset.
    causes
        Up to six, each once.

    Returns
    -------
    Attribution

    Raises
    ------
    TooManyCauses
        For more than six.
    ValueError
        For none, or for one that is named twice.

    Notes
    -----
    With v(S) the effect when the causes S are there and N all n of them: first is v(N) - v(N∖i),
    last is v({i}) - v(∅), and Shapley's value is the sum over S without i of
    |S|! (n-|S|-1)! / n! · (v(S∪i) - v(S)).

    References
    ----------
    Shapley, L. S. 1953. A value for n-person games. Contributions to the Theory of Games II,
    307-317. Princeton.

    Examples
    --------
    Spark and hay burn together: first, each is all of it; last, nothing; Shapley halves it.

    >>> fire = attribute(lambda there: 1.0 * (there >= {"spark", "hay"}), ["spark", "hay"])
    >>> [float(found["hay"]) for found in (fire.first, fire.last, fire.shapley)]
    [1.0, 0.0, 0.5]
    """
    if not causes or len(set(causes)) < len(causes):
        raise ValueError("name each cause once, at least one")
    value = {there: np.asarray(effect(there), dtype=np.float64) for there in coalitions(causes)}
    everything, none = frozenset(causes), frozenset[str]()
    return Attribution(
        value[everything],
        value[none],
        {c: value[everything] - value[everything - {c}] for c in causes},
        {c: value[frozenset({c})] - value[none] for c in causes},
        {c: _shapley(value, c, len(causes)) for c in causes},
    )


def _shapley(value: Mapping[frozenset[str], FloatArray], cause: str, number: int) -> FloatArray:
    """The mean, over all orders, of what comes with a cause."""
    total = np.zeros(())
    for there, amount in value.items():
        if cause in there:
            continue
        size = len(there)
        share = factorial(size) * factorial(number - size - 1) / factorial(number)
        total = total + share * (value[there | {cause}] - amount)
    return total
