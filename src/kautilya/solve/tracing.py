"""From what the actors expect of one another to an equilibrium, along a path of logit replies.

At the start of the path the actors' chances are given ones. Along it each chance is in proportion
to the given one times exp(precision x payoff against the others' chances); as the precision grows,
the path ends, save in rare games, in an equilibrium. Which one depends on the start: this is a way
to find some, not to choose among them.

Not to be confused with the quantal response equilibrium, whose path starts where every strategy
has the same chance and whose points are of interest themselves.

Source: R. D. McKelvey and T. R. Palfrey, "Quantal response equilibria for normal form games", Games
and Economic Behavior 10 (1995); followed as by T. L. Turocy, "A dynamic homotopy interpretation of
the logistic quantal response equilibrium correspondence", ibid. 51 (2005).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kautilya.solve.indifference import Support, against, solutions, swings
from kautilya.terms import FloatArray

__all__ = ["regret_of", "trace"]

_FLOOR = 1e-3  # share of even chances in a start, so that none is zero
_MOST_STEPS = 1500
_FIRST, _LEAST, _LONGEST = 0.03, 1e-7, 5.0  # length of a step
_NEAR = 1e-9  # error at which a point lies on the path
_CORRECTIONS = 8
_LOOK = 5  # steps between looks for an equilibrium nearby
_CLOSE = 0.02  # how far its chances may be
_POLISH = 8  # steps of Newton's method from there
_ALMOST = 0.03  # regret at which it is worth a look
_PLAYED = (1e-2, 1e-4)  # least chances of strategies that are tried as the support


def trace(
    tables: Sequence[FloatArray], start: Sequence[FloatArray], tolerance: float
) -> tuple[FloatArray, ...] | None:
    """The equilibrium that a path of logit replies leads to from given chances.

    Parameters
    ----------
    tables : sequence of FloatArray, shape (n_1, .., n_A)
        Each actor's payoffs, scaled to lie between 0 and 1.
    start : sequence of FloatArray, shape (n_i,)
        For each actor the chance of each strategy. A little of even chances is mixed in.
    tolerance : float
        Regret up to which chances count as an equilibrium.

    Returns
    -------
    tuple of FloatArray, or None
        None where the path was lost or leads nowhere in a bearable number of steps.

    Examples
    --------
    In a stag hunt expectations bear themselves out.

    >>> own = np.array([[1.0, 0.0], [0.6, 0.6]])
    >>> hopeful, wary = np.array([0.9, 0.1]), np.array([0.2, 0.8])
    >>> [round(float(chance), 6) for chance in trace([own, own.T], [hopeful, hopeful], 1e-12)[0]]
    [1.0, 0.0]
    >>> [round(float(chance), 6) for chance in trace([own, own.T], [wary, wary], 1e-12)[0]]
    [0.0, 1.0]
    """
    path = _Path(tables, start)
    for step in range(_MOST_STEPS):
        if step % _LOOK == 0 and (found := _nearby(tables, path.chances(), tolerance)):
            return found
        if not path.advance():
            break
    return _nearby(tables, path.chances(), tolerance)


def regret_of(tables: Sequence[FloatArray], chances: Sequence[FloatArray]) -> float:
    """The most that an actor gains by leaving chances, in rounded numbers.

    Parameters
    ----------
    tables : sequence of FloatArray, shape (n_1, .., n_A)
        Each actor's payoffs.
    chances : sequence of FloatArray, shape (n_i,)
        For each actor the chance of each strategy.
    """
    rows = [own[np.newaxis] for own in chances]
    paid = [against(table, rows, actor)[0] for actor, table in enumerate(tables)]
    return max(float(pay.max() - pay @ own) for pay, own in zip(paid, chances, strict=True))


def _nearby(
    tables: Sequence[FloatArray], chances: list[FloatArray], tolerance: float
) -> tuple[FloatArray, ...] | None:
    """An equilibrium on a support that the chances suggest, if they are close to one."""
    if regret_of(tables, chances) > _ALMOST:
        return None
    for least in _PLAYED:
        support: Support = tuple(
            tuple(np.flatnonzero(own >= least * own.max()).tolist()) for own in chances
        )
        starts = [
            (own[list(played)] / own[list(played)].sum())[np.newaxis]
            for own, played in zip(chances, support, strict=True)
        ]
        for found in solutions(tables, support, starts, _POLISH):
            apart = max(np.abs(x - y).max() for x, y in zip(found, chances, strict=True))
            if apart <= _CLOSE and regret_of(tables, found) <= tolerance:
                return found
    return None


class _Path:
    """A point of the path, as logarithms of chances and the precision, and the way on."""

    def __init__(self, tables: Sequence[FloatArray], start: Sequence[FloatArray]) -> None:
        self._tables = tables
        self._sizes = [len(own) for own in start]
        self._ends = np.cumsum(self._sizes)
        prior = [(1 - _FLOOR) * own / own.sum() + _FLOOR / len(own) for own in start]
        self._prior = np.log(np.concatenate(prior))
        self._point = np.append(self._prior, 0.0)
        self._length = _FIRST
        self._ahead = np.append(np.zeros(len(self._prior)), 1.0)  # precision grows at first

    def chances(self) -> list[FloatArray]:
        """The chances at the present point."""
        chances = np.split(np.exp(np.minimum(self._point[:-1], 0.0)), self._ends[:-1])
        return [own / own.sum() for own in chances]

    def advance(self) -> bool:
        """Take a step along the path; False if it cannot be followed any further."""
        _, slope = self._equations(self._point)
        ahead = _kernel(slope)
        if ahead @ self._ahead < 0:
            ahead = -ahead
        while self._length >= _LEAST:
            point = self._corrected(self._point + self._length * ahead, ahead)
            if point is not None:
                self._point, self._ahead = point[0], ahead
                if point[1] <= _CORRECTIONS // 2:
                    self._length = min(self._length * 1.5, _LONGEST)
                return True
            self._length /= 2
        return False

    def _corrected(self, guess: FloatArray, ahead: FloatArray) -> tuple[FloatArray, int] | None:
        """The point of the path across from a guess, and in how many corrections; None if far."""
        point, first = guess.copy(), np.inf
        for count in range(_CORRECTIONS):
            error, slope = self._equations(point)
            size = float(np.abs(error).max())
            if size <= _NEAR * (1 + abs(point[-1])):
                return point, count
            if not size < 2 * first:
                return None
            first = min(first, size)
            square = np.vstack([slope, ahead])
            try:
                move = np.linalg.solve(square, np.append(error, 0.0))
            except np.linalg.LinAlgError:
                return None
            if not np.abs(move).max() < 1 + self._length:
                return None
            point -= move
        return None

    def _equations(self, point: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Errors of the equations of the path, shape (n,), and slopes, shape (n, n + 1)."""
        logs, precision = point[:-1], point[-1]
        chances = np.split(np.exp(np.minimum(logs, 1.0)), self._ends[:-1])
        rows = [own[np.newaxis] for own in chances]
        error, slope = np.empty(len(logs)), np.zeros((len(logs), len(point)))
        for actor, table in enumerate(self._tables):
            end = self._ends[actor]
            first = end - self._sizes[actor]
            own, rest = slice(first, end), slice(first + 1, end)
            paid = against(table, rows, actor)[0]
            moved = logs[own] - self._prior[own] - precision * paid
            error[first] = chances[actor].sum() - 1.0
            error[rest] = moved[1:] - moved[0]
            slope[first, own] = chances[actor]
            slope[rest, rest] = np.eye(self._sizes[actor] - 1)
            slope[rest, first] = -1.0
            slope[rest, -1] = paid[0] - paid[1:]
            for other in range(len(self._tables)):
                if other != actor:
                    by = swings(table, rows, actor, other)[0] * chances[other]
                    begin = self._ends[other] - self._sizes[other]
                    slope[rest, begin : self._ends[other]] = precision * (by[0] - by[1:])
        return error, slope


def _kernel(slope: FloatArray) -> FloatArray:
    """The direction in which the equations stay as they are, of length one."""
    full, _ = np.linalg.qr(slope.T, mode="complete")
    ahead: FloatArray = full[:, -1]
    return ahead
