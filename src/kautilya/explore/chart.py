"""A map over two values: what is answered where, and the nearest place with another answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.explore.one_answer import Rule
from kautilya.terms import FloatArray, IntArray

__all__ = ["AskPairs", "Chart", "charted", "nearest_other"]

Pair = tuple[float, float]

AskPairs = Callable[[Sequence[Pair]], Mapping[Pair, Mapping[str, FloatArray]]]
"""Shares of some questions where two values are held: by pair and question, one for each kind."""


@dataclass(frozen=True, eq=False)
class Chart:
    """One question over two values.

    Parameters
    ----------
    first, second
        The values, rising.
    states
        The one answer of all worlds, by number, shape (second, first).
    shares
        Share of worlds of each kind, shape (second, first, kind).
    """

    first: tuple[float, ...]
    second: tuple[float, ...]
    states: IntArray
    shares: FloatArray


def charted(
    ask: AskPairs, first: Sequence[float], second: Sequence[float], rules: Mapping[str, Rule]
) -> dict[str, Chart]:
    """Ask questions at every pair of two values.

    Parameters
    ----------
    ask
        Gives shares; all pairs are asked at once.
    first, second
        The values, rising.
    rules
        Each question by name, and what makes one answer of its shares.

    Examples
    --------
    >>> from kautilya.explore.one_answer import Threshold
    >>> half = Threshold(lambda share: share >= 0.5, (0.5,))
    >>> def ask(pairs):
    ...     return {(x, y): {"wet": np.array([x * y])} for x, y in pairs}
    >>> charted(ask, (0.0, 1.0), (0.4, 0.6), {"wet": half})["wet"].states
    array([[0, 0],
           [0, 1]])
    """
    pairs = [(x, y) for y in second for x in first]
    found = ask(pairs)
    shape = (len(second), len(first))
    charts = {}
    for name, rule in rules.items():
        shares = np.array([found[pair][name] for pair in pairs])
        shares = shares.reshape(*shape, shares.shape[-1])
        charts[name] = Chart(tuple(first), tuple(second), rule.states(shares), shares)
    return charts


def nearest_other(
    chart: Chart, here: Pair, units: Pair
) -> tuple[int, Pair, tuple[float, float]] | None:
    """The place on a map nearest to here with another answer, and how far it is along each value.

    Parameters
    ----------
    chart
        The map; `here` is one of its pairs.
    here
        Where one stands.
    units
        What counts as one step along each value, such as its range.

    Returns
    -------
    tuple or None
        The answer there by number, the pair, and the way in units along both values; None where
        all of the map answers alike. The way is measured as the crow flies.

    Examples
    --------
    >>> states = np.array([[0, 0, 1]])
    >>> chart = Chart((0.0, 1.0, 2.0), (5.0,), states, np.zeros((1, 3, 1)))
    >>> nearest_other(chart, (0.0, 5.0), (2.0, 1.0))
    (1, (2.0, 5.0), (1.0, 0.0))
    """
    own = chart.states[chart.second.index(here[1]), chart.first.index(here[0])]
    others = [
        (chart.first[x], chart.second[y]) for y, x in np.argwhere(chart.states != own).tolist()
    ]
    if not others:
        return None
    ways = [((x - here[0]) / units[0], (y - here[1]) / units[1]) for x, y in others]
    nearest = min(range(len(others)), key=lambda n: ways[n][0] ** 2 + ways[n][1] ** 2)
    x, y = others[nearest]
    state = int(chart.states[chart.second.index(y), chart.first.index(x)])
    return state, (x, y), ways[nearest]
