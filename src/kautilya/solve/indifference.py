"""Equilibria on a given support, by Newton's method from several starts at once.

Where each actor plays some strategies and no others, those that it plays pay it the same. With
three actors or more these are polynomial equations, and their solutions need not be fractions.
Payoffs here are floats, best scaled to lie between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kautilya.terms import BoolArray, FloatArray

__all__ = ["Support", "against", "solutions", "swings"]

Support = tuple[tuple[int, ...], ...]
"""For each actor the numbers of the strategies that it plays."""

_SOLVED = 1e-13  # largest error of an equation
_LONGEST = 0.5  # longest step of a chance
_PLAYED = 1e-9  # least chance of a strategy that is played


def solutions(
    tables: Sequence[FloatArray],
    support: Support,
    starts: Sequence[FloatArray],
    steps: int = 40,
) -> list[tuple[FloatArray, ...]]:
    """Chances on a support that make each actor indifferent between all that it plays.

    Whether another strategy would pay more is not looked at.

    Parameters
    ----------
    tables : sequence of FloatArray, shape (n_1, .., n_A)
        Each actor's payoffs.
    support : tuple of tuple of int
        For each actor the strategies that it plays.
    starts : sequence of FloatArray, shape (S, k_i)
        For each actor the chances of those strategies at each of S starts.
    steps : int, default 40
        Steps of Newton's method, and then as many by least squares, for slopes that vanish.

    Returns
    -------
    list of tuple of FloatArray
        For each start that led to chances above zero: for each actor the chances of all its
        strategies. Several starts may lead to the same.

    Examples
    --------
    >>> pennies = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> start = np.array([[0.9, 0.1]])
    >>> (found,) = solutions([pennies, 1 - pennies], ((0, 1), (0, 1)), [start, start])
    >>> [own.round(12).tolist() for own in found]
    [[0.5, 0.5], [0.5, 0.5]]
    """
    mixing = [actor for actor, own in enumerate(support) if len(own) > 1]
    shape = [len(support[actor]) for actor in mixing]
    inside = [tables[actor][np.ix_(*support)].reshape(shape) for actor in mixing]
    chances = [np.array(starts[actor], dtype=np.float64) for actor in mixing]
    solved = _newton(inside, chances, steps) if mixing else np.ones(1, dtype=np.bool_)
    found = []
    for number in np.flatnonzero(solved).tolist():
        whole = [np.zeros(size) for size in tables[0].shape]
        for actor, own in enumerate(support):
            whole[actor][list(own)] = 1.0
        for place, actor in enumerate(mixing):
            whole[actor][list(support[actor])] = chances[place][number]
        if all(whole[actor][list(support[actor])].min() > _PLAYED for actor in mixing):
            found.append(tuple(own / own.sum() for own in whole))
    return found


def _newton(tables: list[FloatArray], chances: list[FloatArray], steps: int) -> BoolArray:
    """Move chances, in place, to where the equations hold; tell for which starts they do."""
    sizes = [own.shape[1] for own in chances]
    cuts = np.cumsum(sizes)[:-1]
    for step in range(2 * steps):
        error, slope = _equations(tables, chances)
        if not (np.abs(error).max(axis=1) > _SOLVED / 10).any():
            break
        move = _solved(slope, error, by_squares=step >= steps)
        length = np.abs(move).max(axis=1, keepdims=True)
        move *= np.minimum(1.0, _LONGEST / np.maximum(length, _LONGEST))
        for own, change in zip(chances, np.split(move, cuts, axis=1), strict=True):
            own -= change
    error, _ = _equations(tables, chances)
    holds: BoolArray = np.abs(error).max(axis=1) <= _SOLVED
    return holds


def _equations(
    tables: list[FloatArray], chances: list[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Errors of the equations, shape (S, n), and their slopes, shape (S, n, n)."""
    sizes = [own.shape[1] for own in chances]
    ends = np.cumsum(sizes)
    starts, total = ends - sizes, int(ends[-1])
    error = np.empty((len(chances[0]), total))
    slope = np.zeros((len(chances[0]), total, total))
    for actor, table in enumerate(tables):
        first, end = starts[actor], ends[actor]
        paid = against(table, chances, actor)
        error[:, first] = chances[actor].sum(axis=1) - 1.0
        error[:, first + 1 : end] = paid[:, 1:] - paid[:, :1]
        slope[:, first, first:end] = 1.0
        for other in range(len(tables)):
            if other != actor:
                by = swings(table, chances, actor, other)
                across = slice(starts[other], ends[other])
                slope[:, first + 1 : end, across] = by[:, 1:] - by[:, :1]
    return error, slope


def _solved(slope: FloatArray, error: FloatArray, *, by_squares: bool) -> FloatArray:
    """The step that makes the linear equations hold, or nearly, where they contradict."""
    right = error[..., np.newaxis]
    if not by_squares:
        try:
            step: FloatArray = np.linalg.solve(slope, right).astype(np.float64)
        except np.linalg.LinAlgError:
            pass
        else:
            if np.isfinite(step).all():
                return step[..., 0]
    inverse: FloatArray = np.linalg.pinv(slope, rcond=1e-9).astype(np.float64)
    least: FloatArray = inverse @ right
    return least[..., 0]


def against(table: FloatArray, chances: Sequence[FloatArray], actor: int) -> FloatArray:
    """What each strategy of an actor pays against the others' chances.

    Parameters
    ----------
    table : FloatArray, shape (k_1, .., k_A)
        The actor's payoffs.
    chances : sequence of FloatArray, shape (S, k_i)
        Chances of every actor, at S places.
    actor : int
        Whose strategies.

    Returns
    -------
    FloatArray, shape (S, k)

    Examples
    --------
    >>> table = np.array([[1.0, 0.0], [0.0, 2.0]])
    >>> half = np.array([[0.5, 0.5]])
    >>> against(table, [half, half], 0).tolist()
    [[0.5, 1.0]]
    """
    return _weighed(table, chances, (actor,))


def swings(table: FloatArray, chances: Sequence[FloatArray], actor: int, other: int) -> FloatArray:
    """How much what each strategy pays moves with each chance of one other actor.

    Parameters
    ----------
    table, chances, actor
        As for `against`.
    other : int
        The other actor.

    Returns
    -------
    FloatArray, shape (S, k, k_other)
    """
    return _weighed(table, chances, (actor, other))


def _weighed(table: FloatArray, chances: Sequence[FloatArray], kept: tuple[int, ...]) -> FloatArray:
    """Payoffs weighed by the chances of all actors but some, whose axes stay, in that order."""
    others = [actor for actor in range(table.ndim) if actor not in kept]
    weighed: FloatArray = table.transpose(*kept, *others)
    if not others:
        return np.broadcast_to(weighed, (len(chances[0]), *weighed.shape))
    # The starts stand last until the end.
    weighed = weighed @ chances[others.pop()].T
    while others:
        weighed = (weighed * chances[others.pop()].T).sum(axis=-2)
    return weighed.transpose(-1, *range(len(kept)))
