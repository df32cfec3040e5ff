"""How one actor's moves fall into cells: what each form of the computation rests on.

Two profiles stand in one *group* of an actor if they differ in its own decisions alone. Within a
group, states whose options stand on the same levels of all its ladders form a *cell*: from each
of them the actor reaches all others. From a cell it also reaches the cells of its group that are
at least as high on every ladder. So an actor's moves are given by a number for each state.

It follows that one-move sets are transitive but for the state itself: what an actor reaches by two
moves in succession it also reaches by one, or it is back where it began. A move may jump over
profiles that are not feasible, as it sets all of an actor's decisions at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from kautilya.terms import BoolArray, IntArray

__all__ = ["Below", "Cells", "cells_of", "codes", "levels_of", "without_gaps"]

SmallIntArray = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Below:
    """Which joint levels of some ladders lie nowhere above which others.

    Parameters
    ----------
    starts : SmallIntArray, shape (C + 1,)
        Where the list of each of the C joint levels starts in `levels`.
    levels : SmallIntArray
        The lists: joint levels that are nowhere higher, the joint level itself included.
    """

    starts: SmallIntArray
    levels: SmallIntArray


@dataclass(frozen=True, eq=False)
class Cells:
    """One actor's cells.

    Parameters
    ----------
    of_state : SmallIntArray, shape (V,)
        The cell in which the actor moves from each state, numbered group by group; -1 where it
        can move neither from nor to the state.
    groups : int
        Number of groups.
    ladders : tuple of int
        Number of levels of each of the actor's ladders. The cells of a group are numbered in C
        order of their levels.
    """

    of_state: SmallIntArray
    groups: int
    ladders: tuple[int, ...]

    @property
    def width(self) -> int:
        """Number of cells in a group."""
        return prod(self.ladders)

    @property
    def halves(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The ladders in two halves, so that the lists of what lies below stay short."""
        middle = len(self.ladders) // 2
        return self.ladders[:middle], self.ladders[middle:]

    @property
    def listed_below(self) -> int:
        """Length of the lists of what lies below, of both halves together."""
        return sum(prod(size * (size + 1) // 2 for size in half) for half in self.halves)

    def below(self) -> tuple[Below, Below]:
        """Return what lies below on the first half of the ladders, and on the second."""
        first, second = self.halves
        return _below(first), _below(second)


def levels_of(size: int, ladder: Sequence[int] | None) -> SmallIntArray:
    """Return the level of each option of a decision, counted from 0 without gaps."""
    if ladder is None:
        return np.zeros(size, dtype=np.int32)
    return np.unique(np.asarray(ladder), return_inverse=True)[1].reshape(size).astype(np.int32)


def cells_of(
    shape: tuple[int, ...],
    own: Sequence[int],
    ladders: Mapping[int, Sequence[int]],
    places: IntArray | None,
    unperceived: BoolArray | None,
) -> Cells:
    """Find the cells of one actor.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    own : sequence of int
        Decisions that the actor can move.
    ladders : mapping of int to sequence of int
        Level of each option, for decisions that have a ladder.
    places : IntArray, shape (V,), optional
        Where each state's profile stands among all profiles in C order; None: they all are states.
    unperceived : BoolArray, shape (V,), optional
        States that the actor can move neither from nor to.

    Returns
    -------
    Cells
    """
    levels = {axis: levels_of(shape[axis], ladders.get(axis)) for axis in own}
    stepped = [axis for axis in own if int(levels[axis].max(initial=0)) > 0]
    sizes = tuple(int(levels[axis].max()) + 1 for axis in stepped)
    width = prod(sizes)
    others = [axis for axis in range(len(shape)) if axis not in levels]
    groups = prod(shape[axis] for axis in others)
    weights: dict[int, SmallIntArray] = {}
    step = 1
    for axis, size in zip(reversed(stepped), reversed(sizes), strict=True):
        weights[axis] = levels[axis] * np.int32(step)
        step *= size
    for axis in reversed(others):
        weights[axis] = np.arange(shape[axis], dtype=np.int32) * np.int32(step)
        step *= shape[axis]
    of_profile = codes(shape, weights)
    of_state = of_profile if places is None else of_profile[places]
    if places is not None and groups > 2 * places.size:
        groups, of_state = without_gaps(of_state, width)
    if unperceived is not None:
        of_state = np.where(unperceived, np.int32(-1), of_state)
    return Cells(of_state, groups, sizes)


def codes(shape: tuple[int, ...], weights: Mapping[int, SmallIntArray]) -> SmallIntArray:
    """Return, for each profile in C order, the sum of what its options weigh.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    weights : mapping of int to SmallIntArray
        For some decisions, the weight of each option.

    Returns
    -------
    SmallIntArray, shape (N,)
    """
    total = np.zeros(1, dtype=np.int32)
    for axis, size in enumerate(shape):
        weight = weights.get(axis, np.zeros(size, dtype=np.int32))
        total = (total[:, None] + weight[None, :]).reshape(-1)
    return total


def without_gaps(of_state: SmallIntArray, width: int) -> tuple[int, SmallIntArray]:
    """Number anew the groups that have a state, of so many cells each; gives their number first."""
    kept, group = np.unique(of_state // width, return_inverse=True)
    return kept.size, (group.reshape(-1) * width + of_state % width).astype(np.int32)


def _below(sizes: tuple[int, ...]) -> Below:
    """What lies nowhere above what, for joint levels in C order."""
    level, lower = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for size in sizes:
        here, there = np.tril_indices(size)
        level = (level[:, None] * size + here).reshape(-1)
        lower = (lower[:, None] * size + there).reshape(-1)
    order = np.argsort(level, kind="stable")
    starts = np.searchsorted(level[order], np.arange(prod(sizes) + 1))
    return Below(starts.astype(np.int32), lower[order].astype(np.int32))
