"""Tipping points: where along a value a choice or a verdict turns, and where single worlds flip.

A grid over the value finds where an answer changes; bisection closes in on each change. All values
are asked in the same worlds, so what differs between two values is the value's doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.explore.one_answer import Rule
from kautilya.terms import FloatArray, IntArray

__all__ = [
    "Ask",
    "Curve",
    "Spread",
    "Turn",
    "crowded",
    "resampled",
    "spaced",
    "spread_of",
    "sweep",
    "turns",
]

Ask = Callable[[Mapping[float, Sequence[str]]], Mapping[float, Mapping[str, FloatArray]]]
"""Shares of some questions at some values: by value and question, one share for each kind."""


@dataclass(frozen=True)
class Turn:
    """A place at which the one answer of all worlds changes.

    Parameters
    ----------
    at
        The value, by linear interpolation of the shares between `low` and `high`.
    low, high
        Neighbouring values that were asked, on either side.
    before, after
        The answers on either side, by number.
    """

    at: float
    low: float
    high: float
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Curve:
    """Answers of the same worlds at several values.

    Parameters
    ----------
    points
        Values at which shares are looked at, rising.
    answers
        The answer of each world, shape (value asked, world): 1 or 0, the number of an option, NaN
        where there is none.
    mix
        Weight of each value asked at each point, shape (point, value asked); None where the points
        are the values. So a fact that is so or not is asked at 0 and at 1 alone, and at a chance
        between them the worlds are divided.
    """

    points: FloatArray
    answers: FloatArray
    mix: FloatArray | None = None

    @classmethod
    def of_chance(cls, answers: FloatArray, steps: int = 200) -> Curve:
        """The curve over the chance of a fact, of its answers at 0 and at 1."""
        points = np.linspace(0.0, 1.0, steps + 1)
        return cls(points, answers, np.stack([1.0 - points, points], axis=1))

    def shares(self, rule: Rule, weights: FloatArray | None = None) -> FloatArray:
        """Share of each kind at each point, shape (.., point, kind); NaN where no world counts.

        Parameters
        ----------
        rule
            Says which kinds there are.
        weights
            Weight of each world, shape (.., world); all alike where None.
        """
        worlds = self.answers.shape[-1]
        held = np.ones(worlds) if weights is None else np.asarray(weights, dtype=np.float64)
        seen, known = rule.seen(self.answers), (~np.isnan(self.answers)).astype(np.float64)
        count = np.tensordot(held, seen, axes=(-1, -1))
        total = np.tensordot(held, known, axes=(-1, -1))
        if self.mix is not None:
            count = np.einsum("pv,...vk->...pk", self.mix, count)
            total = np.einsum("pv,...v->...p", self.mix, total)
        empty = np.full(count.shape, np.nan)
        np.divide(count, total[..., None], out=empty, where=total[..., None] > 0.0)
        return empty


@dataclass(frozen=True)
class Spread:
    """Where single worlds flip.

    Parameters
    ----------
    low, high
        From the 5th to the 95th of a hundred of the worlds that flip; NaN where none does.
    share
        Share of worlds that flip this way somewhere along the value.
    """

    low: float
    high: float
    share: float


def spaced(low: float, high: float, number: int, through: float | None = None) -> tuple[float, ...]:
    """Values at even distances from one end to the other, and one more where it lies between.

    Examples
    --------
    >>> spaced(0.0, 1.0, 3, through=0.4)
    (0.0, 0.4, 0.5, 1.0)
    """
    values = {float(value) for value in np.linspace(low, high, number)}
    if through is not None and low < through < high:
        values = {value for value in values if abs(value - through) > 1e-9 * (high - low)}
        values.add(through)
    return tuple(sorted(values))


def turns(points: FloatArray, shares: FloatArray, rule: Rule) -> tuple[Turn, ...]:
    """Every place between neighbouring points at which the one answer changes, in rising order.

    Parameters
    ----------
    points
        Values, rising.
    shares
        Shape (point, kind).
    rule
        Makes one answer of shares.

    Examples
    --------
    >>> from kautilya.explore.one_answer import Threshold
    >>> half = Threshold(lambda share: share >= 0.5, (0.5,))
    >>> points = np.array([0.0, 1.0, 2.0, 3.0])
    >>> [turn.at for turn in turns(points, np.array([[0.2], [0.6], [0.6], [0.1]]), half)]
    [0.75, 2.2]
    """
    states = rule.states(shares)
    found = []
    for place in np.flatnonzero(states[1:] != states[:-1]):
        before, after = int(states[place]), int(states[place + 1])
        low, high = float(points[place]), float(points[place + 1])
        lead = rule.lead(shares[place : place + 2], before, after)
        found.append(Turn(_between(low, high, *map(float, lead)), low, high, before, after))
    return tuple(found)


def _between(low: float, high: float, lead: float, lag: float) -> float:
    """Where a line from a lead to a lag meets zero; the middle where that cannot be told."""
    drop = lead - lag
    part = lead / drop if np.isfinite(drop) and drop > 0.0 else 0.5
    return low + float(np.clip(part, 0.0, 1.0)) * (high - low)


def sweep(
    ask: Ask, grid: Sequence[float], rules: Mapping[str, Rule], tolerance: float = 1 / 256
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Ask questions over a grid of values, then bisect wherever an answer changes.

    Parameters
    ----------
    ask
        Gives shares; each round of values is asked at once.
    grid
        Values to begin with, rising, both ends among them.
    rules
        Each question by name, and what makes one answer of its shares.
    tolerance
        Bisection ends where neighbours are no farther apart than this part of the whole way.

    Returns
    -------
    dict
        For each question the values that were asked, rising, and the shares (value, kind) there.

    Notes
    -----
    Every change that leaves the answers of two neighbours on the grid different is found; two
    changes within one cell of the grid undo each other and are not seen.

    Examples
    --------
    >>> def ask(wanted):
    ...     return {x: {"wet": np.array([x * x])} for x in wanted}
    >>> from kautilya.explore.one_answer import Threshold
    >>> half = Threshold(lambda share: share >= 0.5, (0.5,))
    >>> values, shares = sweep(ask, (0.0, 0.5, 1.0), {"wet": half})["wet"]
    >>> round(turns(values, shares, half)[0].at, 4)
    0.7071
    """
    width = tolerance * (grid[-1] - grid[0])
    known: dict[str, dict[float, FloatArray]] = {name: {} for name in rules}
    wanted: dict[float, list[str]] = {value: list(rules) for value in grid}
    while wanted:
        for value, found in ask(wanted).items():
            for name, share in found.items():
                known[name][value] = share
        wanted = {}
        for name, rule in rules.items():
            for turn in turns(*_table(known[name]), rule):
                if turn.high - turn.low > width:
                    wanted.setdefault((turn.low + turn.high) / 2, []).append(name)
    return {name: _table(found) for name, found in known.items()}


def _table(found: Mapping[float, FloatArray]) -> tuple[FloatArray, FloatArray]:
    values = sorted(found)
    return np.array(values), np.array([found[value] for value in values])


def crowded(values: FloatArray, answers: FloatArray, most: int) -> tuple[float, ...]:
    """Middles of the cells in which most worlds change their answer, wide cells before narrow.

    Parameters
    ----------
    values
        Values that were asked, rising.
    answers
        Shape (value, world).
    most
        How many middles at most.

    Examples
    --------
    >>> crowded(np.array([0.0, 1.0, 2.0]), np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 1.0]]), 3)
    (0.5,)
    """
    both = ~(np.isnan(answers[1:]) | np.isnan(answers[:-1]))
    moved = np.count_nonzero(both & (answers[1:] != answers[:-1]), axis=1)
    load = moved * np.diff(values)
    order = [int(cell) for cell in np.argsort(-load, kind="stable") if load[cell] > 0.0]
    return tuple(sorted(float(values[cell] + values[cell + 1]) / 2 for cell in order[:most]))


def spread_of(curve: Curve, rule: Rule, turn: Turn) -> Spread:
    """Where single worlds flip the way that all worlds together do at a turn.

    A world's flip lies in the middle between the last value at which it gives the one answer and
    the next at which it gives the other; of several the one nearest to the turn counts.

    Parameters
    ----------
    curve
        Answers of the worlds at the values that were asked.
    rule
        What makes one answer of them.
    turn
        The turn.

    Examples
    --------
    >>> from kautilya.explore.one_answer import Threshold
    >>> half = Threshold(lambda share: share >= 0.5, (0.5,))
    >>> curve = Curve(np.array([0.0, 1.0, 2.0]), np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0.0]]))
    >>> spread_of(curve, half, turns(curve.points, curve.shares(half), half)[0])
    Spread(low=0.55, high=1.45, share=0.6666666666666666)
    """
    shares = curve.shares(rule)
    rising = _rising(curve, shares, turn)
    sides = rule.sides(curve.answers, turn.before, turn.after, rising=rising)
    worlds = sides.shape[1]
    if curve.mix is not None:
        flipping = float(np.mean((sides[0] < 0) & (sides[-1] > 0)))
        return Spread(float("nan"), float("nan"), flipping)
    number = np.where(sides != 0, np.arange(len(sides))[:, None], -1)
    last = np.maximum.accumulate(number, axis=0)
    nearest = np.full(worlds, np.inf)
    point = np.full(worlds, np.nan)
    everyone = np.arange(worlds)
    for place in range(1, len(sides)):
        before = last[place - 1]
        flips = (sides[place] > 0) & (before >= 0) & (sides[before, everyone] < 0)
        middle = (curve.points[np.maximum(before, 0)] + curve.points[place]) / 2
        closer = flips & (np.abs(middle - turn.at) < nearest)
        point[closer], nearest[closer] = middle[closer], np.abs(middle - turn.at)[closer]
    flipped = point[np.isfinite(nearest)]
    if not flipped.size:
        return Spread(float("nan"), float("nan"), 0.0)
    low, high = np.percentile(flipped, [5.0, 95.0])
    return Spread(float(low), float(high), flipped.size / worlds)


def _rising(curve: Curve, shares: FloatArray, turn: Turn) -> bool:
    """Whether the first share rises across a turn."""
    low, high = np.searchsorted(curve.points, [turn.low, turn.high])
    return bool(shares[high, 0] > shares[low, 0])


def resampled(
    curve: Curve, rule: Rule, turn: Turn, generator: np.random.Generator, draws: int = 400
) -> tuple[float, float]:
    """Monte Carlo error of a turn, 95%, by the paired bootstrap of worlds.

    Worlds are drawn with replacement, the same ones at every value, and the turn is looked for
    again: the change that is nearest. Where a draw does not turn within the values asked, it counts
    as beyond the end at which it would.

    Parameters
    ----------
    curve, rule, turn
        As for `spread_of`.
    generator
        Draws the worlds.
    draws
        How often.

    Returns
    -------
    tuple of float
        Lower and upper end; minus or plus infinity beyond the values asked.

    References
    ----------
    Efron, B. and Tibshirani, R. J. 1993. An Introduction to the Bootstrap. Chapman and Hall.
    """
    worlds = curve.answers.shape[1]
    weights = generator.multinomial(worlds, np.full(worlds, 1.0 / worlds), size=draws)
    shares = curve.shares(rule, weights.astype(np.float64))
    states = rule.states(shares)
    found = np.array([_again(curve.points, shares[n], states[n], rule, turn) for n in range(draws)])
    low = np.percentile(found, 2.5, method="lower")
    return float(low), float(np.percentile(found, 97.5, method="higher"))


def _again(
    points: FloatArray, shares: FloatArray, states: IntArray, rule: Rule, turn: Turn
) -> float:
    """The nearest place at which one draw of worlds leaves the one answer or comes to the other."""
    leaves = (states[:-1] == turn.before) & (states[1:] != turn.before)
    comes = (states[:-1] != turn.after) & (states[1:] == turn.after)
    places = np.flatnonzero(leaves | comes)
    if not places.size:
        before, after = (int(np.sum(states == state)) for state in (turn.before, turn.after))
        return -np.inf if after > before else np.inf
    at = [
        _between(
            float(points[place]),
            float(points[place + 1]),
            *map(float, rule.lead(shares[place : place + 2], turn.before, turn.after)),
        )
        for place in places
    ]
    return min(at, key=lambda value: abs(value - turn.at))
