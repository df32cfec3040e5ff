"""Machine code for conflicts in which some actor has many joint choices.

`lists.ll` holds it. An actor's cells, each in the order of its values, say from which states it can
come to a state, and a cursor in each cell how far that has been used up. So the cost does not grow
with the number of choices, but with the number of cells that lie below one on the ladders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kautilya.solve.stability.cells import Cells, SmallIntArray
from kautilya.solve.stability.native_code import (
    COUNT,
    MASK,
    NUMBER,
    POINTER,
    Function,
    Labelling,
    Ordered,
    address,
    code,
    mask_bits,
)
from kautilya.terms import FloatArray, IntArray

__all__ = ["MOST_LISTED", "ListMoves", "Ranking"]

MOST_LISTED = 1 << 26
"""Longest list of joint levels of ladders that is made."""


@dataclass(frozen=True)
class _Functions:
    """What `lists.ll` defines."""

    fill: Function
    others: Function
    label: Function


@cache
def _functions(mask: int) -> _Functions:
    made = code("lists.ll", mask)
    return _Functions(
        made.function("fill", POINTER, POINTER, COUNT, NUMBER, *[POINTER] * 4, COUNT),
        made.function("others", POINTER, *[COUNT] * 3, *[POINTER] * 8),
        made.function("label", POINTER, COUNT, *[POINTER] * 4, COUNT, POINTER, MASK, MASK, POINTER),
    )


@dataclass(frozen=True, eq=False)
class Ranking:
    """Moves, with each cell in the order of its actor's values.

    Parameters
    ----------
    entries : mapping of int to IntArray
        For each actor, cell by cell, its states in ascending order; each with its place among all.
    keys : IntArray, shape (V, A)
        For each state and actor the cell, and how many places are lower by more than epsilon.
    """

    entries: Mapping[int, IntArray]
    keys: IntArray


class ListMoves:
    """The moves of all actors as cells in order.

    Parameters
    ----------
    cells
        The cells of each actor.
    states
        Number of states.
    """

    many_worlds = False
    """One world at a time."""

    def __init__(self, cells: Sequence[Cells], states: int) -> None:
        self.cells, self.states = tuple(cells), states
        self._code = _functions(8)
        self._bounds = [_bounds(each) for each in self.cells]
        self._below = [each.below() for each in self.cells]
        anyhow = Ordered(np.zeros(states), np.arange(states))
        # With an epsilon below zero every place is lower: a ranking in which all moves count.
        self._all = self.better(dict.fromkeys(range(len(self.cells)), anyhow), -1.0)

    def lay(self, values: FloatArray) -> Ordered:
        """Sort the states by values of shape (V,)."""
        return Ordered.of(values)

    def better(self, values: Mapping[int, Ordered], epsilon: float) -> Ranking:
        """Return the moves in the order of the movers' values, which tells improvements."""
        entries = {}
        keys = np.empty((self.states, len(self.cells)), dtype=np.int64)
        for actor, laid in values.items():
            bounds, ascending = self._bounds[actor], laid.values[laid.order]
            cursors = bounds[:-1].copy()
            entries[actor] = np.empty(int(bounds[-1]), dtype=np.int64)
            self._code.fill(
                address(laid.order),
                address(ascending),
                self.states,
                epsilon,
                address(self.cells[actor].of_state),
                address(cursors),
                address(entries[actor]),
                address(keys) + actor * keys.itemsize,
                len(self.cells),
            )
        return Ranking(entries, keys)

    def highest(self, actor: int, values: FloatArray) -> FloatArray:
        """Return the highest value that an actor reaches by one move; -inf where it has none."""
        cells, highest = self.cells[actor], np.full(self.states, -np.inf)
        given, work = np.ascontiguousarray(values), np.empty(4 * cells.width)
        self._code.others(
            address(given),
            cells.groups,
            cells.width,
            *self._lists(actor),
            address(self._bounds[actor]),
            address(self._all.entries[actor]),
            address(highest),
            address(work),
        )
        return highest

    def least(
        self,
        movers: Sequence[int],
        floor: Ordered,
        better: Ranking | None,
        *,
        single: bool = False,
    ) -> FloatArray:
        """Return the least floor at the end of a legal sequence; +inf where there is none.

        Parameters
        ----------
        movers
            Who moves.
        floor
            What is to be low.
        better
            The moves that count; None for all.
        single
            Whether one move by one mover is all.
        """
        ranking = self._all if better is None else better
        task = Labelling(self.states, len(movers), single=single)
        cursors = [self._bounds[mover][:-1].copy() for mover in movers]
        rows = []
        for mover, cursor in zip(movers, cursors, strict=True):
            bounds = self._bounds[mover]
            addresses = (address(ranking.entries[mover]), address(cursor), address(bounds[1:]))
            rows.append((mover, *addresses, self.cells[mover].width, *self._lists(mover)))
        table = np.array(rows, dtype=np.int64)
        _functions(mask_bits(len(movers))).label(
            address(floor.order),
            self.states,
            address(floor.values),
            address(task.answer),
            address(task.open),
            address(ranking.keys),
            len(self.cells),
            address(table),
            task.movers,
            task.force,
            address(task.queue),
        )
        return task.answer

    def _lists(self, actor: int) -> tuple[int, ...]:
        """Cells of the second half of the ladders, and addresses of what lies below on both."""
        first, second = self._below[actor]
        lists = (first.starts, first.levels, second.starts, second.levels)
        return (second.starts.size - 1, *(address(each) for each in lists))


def _bounds(cells: Cells) -> SmallIntArray:
    """Where the states of each cell start, and where the last ends."""
    inside = cells.of_state[cells.of_state >= 0]
    bounds = np.zeros(cells.groups * cells.width + 1, dtype=np.int32)
    np.cumsum(np.bincount(inside, minlength=bounds.size - 1), out=bounds[1:])
    return bounds
