"""Which way of answering questions about moves in option form can serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from kautilya.codegen import Machine, host
from kautilya.solve.stability.cells import cells_of
from kautilya.solve.stability.native_lists import MOST_LISTED, ListMoves
from kautilya.solve.stability.native_masks import MaskedMoves
from kautilya.solve.stability.slots import MOST_CHOICES, mask_bits_for, numbered, slots_of
from kautilya.terms import BoolArray, IntArray

__all__ = ["MOST_MASKED", "machine_code"]

MOST_MASKED = 2**30
"""Most profiles for masks: a group may have nearly twice as many slots as profiles."""


def machine_code(
    shape: tuple[int, ...],
    own: Sequence[Sequence[int]],
    ladders: Mapping[int, Sequence[int]],
    feasible: BoolArray | None,
    places: IntArray | None,
    unperceived: Sequence[BoolArray | None],
) -> MaskedMoves | ListMoves | None:
    """Return the moves of all actors as machine code takes them; None if it cannot serve.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    own : sequence of sequence of int
        For each actor, the decisions that it can move.
    ladders : mapping of int to sequence of int
        Level of each option, for decisions that have a ladder.
    feasible : BoolArray, shape `shape`, optional
        Which profiles are states; None: all.
    places : IntArray, shape (V,), optional
        Where the states stand among all profiles in C order; None: they all are states.
    unperceived : sequence of BoolArray, shape (V,), or None
        For each actor, the states that it can move neither from nor to.
    """
    if not own or not isinstance(host(), Machine):
        return None
    states = prod(shape) if places is None else places.size
    parts = list(zip(own, unperceived, strict=True))
    most = max(prod(shape[axis] for axis in axes) for axes in own)
    if most <= MOST_CHOICES and prod(shape) <= MOST_MASKED:
        numbers, bits = numbered(shape, feasible), mask_bits_for(most)
        slots = [slots_of(numbers, states, axes, ladders, hidden, bits) for axes, hidden in parts]
        return MaskedMoves(slots, states)
    cells = [cells_of(shape, axes, ladders, places, hidden) for axes, hidden in parts]
    if max(each.listed_below for each in cells) > MOST_LISTED:
        return None
    return ListMoves(cells, states)
