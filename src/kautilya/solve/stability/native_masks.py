"""Machine code for conflicts in which every actor has at most 64 joint choices.

`masks.ll` holds it. A state and an actor have a mask of those from which the actor can come there;
a group has a mask of those from which it has not come yet. So to go backwards from a state costs
one operation for each mover, and one for each state that is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

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
from kautilya.solve.stability.slots import MaskArray, Slots
from kautilya.terms import FloatArray

__all__ = ["MaskedMoves"]


@dataclass(frozen=True)
class _Functions:
    """What `masks.ll` defines."""

    improvements: Function
    others: Function
    label: Function


@cache
def _functions(mask: int, word: int) -> _Functions:
    made = code("masks.ll", mask, word)
    return _Functions(
        made.function("improvements", POINTER, COUNT, NUMBER, COUNT, COUNT, *[POINTER] * 4, COUNT),
        made.function("others", POINTER, COUNT, COUNT, COUNT, *[POINTER] * 4),
        made.function("label", POINTER, COUNT, *[POINTER] * 4, COUNT, POINTER, MASK, MASK, POINTER),
    )


class MaskedMoves:
    """The moves of all actors as masks.

    Parameters
    ----------
    slots
        The groups of each actor.
    states
        Number of states.
    """

    many_worlds = False
    """One world at a time."""

    def __init__(self, slots: Sequence[Slots], states: int) -> None:
        self.slots, self.states = tuple(slots), states
        bits = 8 * slots[0].legal.itemsize
        self._type, self._code = np.dtype(f"i{bits // 8}"), _functions(8, bits)
        anyhow = Ordered(np.zeros(states), np.arange(states))
        # With an epsilon below zero every state lies below: all legal moves count.
        self._all = self.better(dict.fromkeys(range(len(slots)), anyhow), -1.0)

    def lay(self, values: FloatArray) -> Ordered:
        """Sort the states by values of shape (V,)."""
        return Ordered.of(values)

    def better(self, values: Mapping[int, Ordered], epsilon: float) -> MaskArray:
        """Return from which states each mover gains more than epsilon, by the movers' values.

        For each state and mover a mask of slots, and the mover's group, -1 if it has none there.
        """
        records = np.full((self.states, len(self.slots), 2), -1, dtype=self._type)
        for actor, laid in values.items():
            slots = self.slots[actor]
            self._code.improvements(
                address(laid.values),
                self.states,
                epsilon,
                slots.present.size,
                slots.shift,
                address(slots.members),
                address(slots.legal),
                address(slots.present),
                address(records[:, actor]),
                len(self.slots),
            )
        return records

    def highest(self, actor: int, values: FloatArray) -> FloatArray:
        """Return the highest value that an actor reaches by one move; -inf where it has none."""
        slots, highest = self.slots[actor], np.full(self.states, -np.inf)
        given = np.ascontiguousarray(values)
        self._code.others(
            address(given),
            self.states,
            slots.present.size,
            slots.shift,
            address(slots.members),
            address(slots.legal),
            address(slots.present),
            address(highest),
        )
        return highest

    def least(
        self,
        movers: Sequence[int],
        floor: Ordered,
        better: MaskArray | None,
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
        task = Labelling(self.states, len(movers), single=single)
        alive = [self.slots[mover].present.copy() for mover in movers]
        table = np.array(
            [
                (mover, address(left), address(self.slots[mover].members), self.slots[mover].shift)
                for mover, left in zip(movers, alive, strict=True)
            ],
            dtype=np.int64,
        )
        _functions(mask_bits(len(movers)), 8 * self._type.itemsize).label(
            address(floor.order),
            self.states,
            address(floor.values),
            address(task.answer),
            address(task.open),
            address(self._all if better is None else better),
            len(self.slots),
            address(table),
            task.movers,
            task.force,
            address(task.queue),
        )
        return task.answer
