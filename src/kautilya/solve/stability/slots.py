"""Where one actor can move when it has few joint choices: groups with a bit for each choice.

Profiles stand in one *group* of an actor if they differ in its own decisions alone; each of its
joint choices is a *slot* of the group. From which slots it can come to a slot, its ladders say, the
same in every group; in which slots of a group there is a state, another mask says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.solve.stability.cells import SmallIntArray, levels_of
from kautilya.terms import BoolArray

__all__ = ["MOST_CHOICES", "MaskArray", "Slots", "mask_bits_for", "numbered", "slots_of"]

MOST_CHOICES = 64
"""Most joint choices of an actor that have a bit each."""

MaskArray = NDArray[Any]  # np.uint32 or np.uint64


@dataclass(frozen=True, eq=False)
class Slots:
    """One actor's groups.

    Parameters
    ----------
    shift : int
        A group has 2^shift slots, some of which may never be used.
    members : SmallIntArray, shape (G, 2^shift)
        The state in each slot; V where there is none, or none in which the actor can move.
    present : MaskArray, shape (G,)
        In which slots of each group there is a state.
    legal : MaskArray, shape (2^shift,)
        From which other slots the actor can come to each.
    """

    shift: int
    members: SmallIntArray
    present: MaskArray
    legal: MaskArray


def mask_bits_for(choices: int) -> int:
    """Return how many bits a mask needs for so many joint choices: 32 or 64."""
    return 32 if choices <= 32 else 64


def numbered(shape: tuple[int, ...], feasible: BoolArray | None) -> SmallIntArray:
    """Return the number of the state of each profile, V where a profile is no state.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    feasible : BoolArray, shape `shape`, optional
        Which profiles are states; None: all.

    Returns
    -------
    SmallIntArray, shape `shape`
    """
    if feasible is None:
        return np.arange(prod(shape), dtype=np.int32).reshape(shape)
    numbers = np.cumsum(feasible.reshape(-1), dtype=np.int32)
    states = int(numbers[-1])
    numbers -= 1
    numbers[~feasible.reshape(-1)] = states
    return numbers.reshape(shape)


def slots_of(
    numbers: SmallIntArray,
    states: int,
    own: Sequence[int],
    ladders: Mapping[int, Sequence[int]],
    unperceived: BoolArray | None,
    bits: int,
) -> Slots:
    """Find the slots of one actor.

    Parameters
    ----------
    numbers : SmallIntArray, one axis for each decision
        The number of the state of each profile, V where a profile is no state.
    states : int
        Number V of states.
    own : sequence of int
        Decisions that the actor can move.
    ladders : mapping of int to sequence of int
        Level of each option, for decisions that have a ladder.
    unperceived : BoolArray, shape (V,), optional
        States that the actor can move neither from nor to.
    bits : {32, 64}
        Bits of a mask.

    Returns
    -------
    Slots
        Groups without a state in which the actor can move are left out.
    """
    sizes = tuple(numbers.shape[axis] for axis in own)
    choices = prod(sizes)
    others = [axis for axis in range(numbers.ndim) if axis not in own]
    members = numbers.transpose(*others, *own).reshape(-1, choices)
    if unperceived is not None:
        members = np.append(np.where(unperceived, states, np.arange(states)), states)[members]
    there = members < states
    if not there.all():
        some = there.any(axis=1)
        members, there = members[some], there[some]
    shift = (choices - 1).bit_length()
    room = ((0, 0), (0, (1 << shift) - choices))
    padded = np.pad(members, room, constant_values=states)
    return Slots(
        shift=shift,
        members=np.ascontiguousarray(padded, dtype=np.int32),
        present=_masks(there, bits),
        legal=_masks(np.pad(_legal(sizes, own, ladders), (0, room[1][1])), bits),
    )


def _legal(
    sizes: tuple[int, ...], own: Sequence[int], ladders: Mapping[int, Sequence[int]]
) -> BoolArray:
    """Whether an actor can come to one joint choice (first axis) from another (second)."""
    choices = prod(sizes)
    legal = ~np.eye(choices, dtype=np.bool_)
    options = np.unravel_index(np.arange(choices), sizes) if sizes else ()
    for axis, size, option in zip(own, sizes, options, strict=True):
        level = levels_of(size, ladders.get(axis))[option]
        legal &= level[:, None] >= level[None, :]
    return legal


def _masks(truths: BoolArray, bits: int) -> MaskArray:
    """Rows of truths as the bits of an integer, the first the lowest."""
    packed = np.packbits(truths, axis=1, bitorder="little")
    masks = np.zeros((truths.shape[0], bits // 8), dtype=np.uint8)
    masks[:, : packed.shape[1]] = packed
    return masks.view(f"<u{bits // 8}").reshape(-1)
