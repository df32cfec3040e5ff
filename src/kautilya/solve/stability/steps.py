"""What listed moves lead to: the least that can be reached by one move, or by legal sequences.

A legal sequence is a non-empty sequence of moves in which nobody moves twice in succession.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from kautilya.terms import FloatArray, IntArray

__all__ = ["Steps", "least_of", "least_once", "least_reached", "sorted_steps"]

_MOST_ONCE = 12
"""Most movers for sequences in which nobody moves twice: the cost doubles with each."""


@dataclass(frozen=True, eq=False)
class Steps:
    """One actor's moves, sorted by the state that they leave, then by the one that they reach."""

    offsets: IntArray  # (V + 1,): the moves from state s are offsets[s] to offsets[s + 1] - 1
    starts: IntArray  # (E,)
    ends: IntArray  # (E,)

    def out(self, state: int) -> IntArray:
        """Where the moves from a state lead."""
        return self.ends[self.offsets[state] : self.offsets[state + 1]].copy()

    def least(self, floor: FloatArray) -> FloatArray:
        """The lowest floor one move away; +inf where there is no move."""
        lowest = np.full(self.offsets.size - 1, np.inf)
        leaving = self.offsets[:-1][np.diff(self.offsets) > 0]
        if leaving.size:
            lowest[self.starts[leaving]] = np.minimum.reduceat(floor[self.ends], leaving)
        return lowest

    def improving(self, values: FloatArray, epsilon: float) -> Steps:
        """Those of the moves that gain their mover more than epsilon."""
        gains = values[self.ends] > values[self.starts] + epsilon
        return sorted_steps(self.offsets.size - 1, self.starts[gains], self.ends[gains])

    @cached_property
    def into(self) -> list[list[int]]:
        """For each state, from where a move leads there."""
        order = np.argsort(self.ends, kind="stable")
        cuts = np.searchsorted(self.ends[order], np.arange(1, self.offsets.size - 1))
        return [part.tolist() for part in np.split(self.starts[order], cuts)]


def sorted_steps(states: int, starts: IntArray, ends: IntArray) -> Steps:
    """Moves that are sorted already."""
    offsets = np.searchsorted(starts, np.arange(states + 1)).astype(np.int64)
    return Steps(offsets, starts, ends)


def least_of(found: Sequence[FloatArray], states: int) -> FloatArray:
    """The least of several arrays, +inf if there are none."""
    least: FloatArray = np.minimum.reduce([np.full(states, np.inf), *found])
    return least


def least_once(steps: Sequence[Steps], floor: FloatArray) -> FloatArray:
    """The least floor at the end of sequences in which nobody moves twice.

    From the smallest sets of movers who have not moved yet to all: the best that each can do from
    each state is known from the sets that lack the first to move.
    """
    if len(steps) > _MOST_ONCE:
        raise ValueError(f'rule "once" serves up to {_MOST_ONCE} movers, not {len(steps)}')
    known: dict[tuple[int, ...], FloatArray] = {(): floor}  # staying counts, too
    for size in range(1, len(steps)):
        for left in combinations(range(len(steps)), size):
            moved = [
                steps[mover].least(known[tuple(other for other in left if other != mover)])
                for mover in left
            ]
            known[left] = np.minimum(floor, least_of(moved, floor.size))
    everyone = tuple(range(len(steps)))
    first = [
        steps[mover].least(known[tuple(other for other in everyone if other != mover)])
        for mover in everyone
    ]
    return least_of(first, floor.size)


def least_reached(steps: Sequence[Steps], floor: FloatArray) -> FloatArray:
    """The least floor at the end of sequences in which nobody moves twice in succession.

    A pair of a state and a mover stands for having arrived at the state by a move of that mover.
    The first mark that a state gets as the start of someone's move is the least it can reach;
    it marks the pairs with each *other* last mover. The pair with that very mover is marked once
    a move of another can start here.
    """
    into = [each.into for each in steps]
    count = len(steps)
    least = [np.inf] * floor.size
    opener = [-1] * floor.size  # whose move from here was marked first
    marked = [[False] * floor.size for _ in range(count)]
    levels: list[float] = floor.tolist()
    for state in np.argsort(floor, kind="stable").tolist():
        level = levels[state]
        pending = [(state, mover) for mover in range(count) if not marked[mover][state]]
        for _, mover in pending:
            marked[mover][state] = True
        while pending:
            here, mover = pending.pop()
            for before in into[mover][here]:
                first = opener[before]
                if first == mover:
                    continue
                if first < 0:
                    opener[before], least[before] = mover, level
                    fresh = [other for other in range(count) if other != mover]
                else:
                    fresh = [first]
                for other in fresh:
                    if not marked[other][before]:
                        marked[other][before] = True
                        pending.append((before, other))
    return np.array(least)
