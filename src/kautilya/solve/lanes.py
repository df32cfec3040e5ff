"""Lanes: many profiles in many worlds, answered together.

A *lane* is one profile in one world. Payoffs are looked up for a batch of lanes by flat
index arithmetic, so arrays with axes of size 1 are used as they are and never copied to full size,
and the same world may stand in several lanes (one for each option that is tried in it).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import check_shape, free_axes
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = [
    "PayoffTable",
    "payoff_at",
    "payoffs_of_choices",
    "preferred",
    "profile_codes",
    "set_choice",
    "table_of",
    "tables_of",
]


@dataclass(frozen=True, slots=True)
class PayoffTable:
    """One actor's payoffs, laid out for looking up the joint choices that are its own to make.

    Parameters
    ----------
    values : FloatArray, shape (any,)
        The payoffs, flat.
    strides : tuple of int
        Step in `values` for each decision axis; 0 where the payoff does not depend on it.
    world_stride : int
        Step for the world; 0 where all worlds have the same payoffs.
    axes : tuple of int
        The decision axes that are varied together.
    choices : IntArray, shape (len(axes), K)
        All joint choices, in file order, the last decision varying fastest.
    offsets : IntArray, shape (K,)
        Step in `values` of each joint choice.
    present : int
        Which joint choice has every decision at its `now`.
    """

    values: FloatArray
    strides: tuple[int, ...]
    world_stride: int
    axes: tuple[int, ...]
    choices: IntArray
    offsets: IntArray
    present: int


def table_of(
    space: ProfileSpace, actor: str, payoff: FloatArray, axes: tuple[int, ...]
) -> PayoffTable:
    """Lay out one actor's payoffs for joint choices over `axes`.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    actor : str
        Whose payoffs they are, for messages.
    payoff : FloatArray, shape (n_1, .., n_D, W)
        Axes may have size 1 where the payoff does not depend on them.
    axes : tuple of int
        Decision axes to vary together, in file order.

    Returns
    -------
    PayoffTable

    Raises
    ------
    ValueError
        If the shape does not fit the space.
    """
    check_shape(space, actor, payoff)
    # A broadcast view repeats itself along axes of stride 0: keep one entry of each.
    once = tuple(
        slice(0, 1) if step == 0 and size > 1 else slice(None)
        for size, step in zip(payoff.shape, payoff.strides, strict=True)
    )
    compact = np.ascontiguousarray(payoff[once], dtype=np.float64)
    steps = tuple(
        0 if size == 1 else step // compact.itemsize
        for size, step in zip(compact.shape, compact.strides, strict=True)
    )
    rows = list(product(*(range(len(space.options[axis])) for axis in axes)))
    choices = np.array(rows, dtype=np.int64).reshape(len(rows), len(axes)).T
    own_steps = np.array([steps[axis] for axis in axes], dtype=np.int64)
    return PayoffTable(
        values=compact.reshape(-1),
        strides=steps[:-1],
        world_stride=steps[-1],
        axes=axes,
        choices=choices,
        offsets=own_steps @ choices,
        present=rows.index(tuple(space.now[axis] for axis in axes)),
    )


def tables_of(
    space: ProfileSpace, payoffs: Mapping[str, FloatArray], fixed: Collection[int]
) -> dict[str, PayoffTable]:
    """Lay out every actor's payoffs for joint choices over its decisions that are not fixed.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    payoffs : mapping of str to FloatArray
        Actor to payoffs, as in `table_of`.
    fixed : collection of int
        Decision axes that nobody may move.

    Returns
    -------
    dict of str to PayoffTable
        In the order of `payoffs`.
    """
    return {
        actor: table_of(space, actor, payoff, free_axes(space, actor, fixed))
        for actor, payoff in payoffs.items()
    }


def payoff_at(table: PayoffTable, profile: IntArray, world: IntArray) -> FloatArray:
    """Return an actor's payoff at each lane.

    Parameters
    ----------
    table : PayoffTable
        The actor's payoffs.
    profile : IntArray, shape (D, L)
        The profile of each lane.
    world : IntArray, shape (L,)
        The world of each lane.

    Returns
    -------
    FloatArray, shape (L,)
    """
    return table.values.take(_position(table, profile, world, ()))


def payoffs_of_choices(table: PayoffTable, profile: IntArray, world: IntArray) -> FloatArray:
    """Return an actor's payoff for each of its joint choices, others held, at each lane.

    Parameters
    ----------
    table : PayoffTable
        The actor's payoffs.
    profile : IntArray, shape (D, L)
        The profile of each lane; the actor's own entries do not matter.
    world : IntArray, shape (L,)
        The world of each lane.

    Returns
    -------
    FloatArray, shape (K, L)
    """
    position = _position(table, profile, world, table.axes)
    return table.values.take(table.offsets[:, None] + position)


def preferred(
    payoffs: FloatArray, present: int, epsilon: float
) -> tuple[IntArray, FloatArray, BoolArray]:
    """Choose among rows: within epsilon of the highest, the present row, else the first.

    Parameters
    ----------
    payoffs : FloatArray, shape (K, L)
        Payoff of each choice at each lane; minus infinity for one that is left out.
    present : int
        The row that wins ties.
    epsilon : float
        Differences up to this are ties.

    Returns
    -------
    row : IntArray, shape (L,)
        The chosen row.
    value : FloatArray, shape (L,)
        Its payoff.
    ties : BoolArray, shape (K, L)
        Which rows lie within epsilon of the highest.
    """
    ties = payoffs.max(axis=0) - payoffs <= epsilon
    row = np.where(ties[present], present, ties.argmax(axis=0))
    return row, payoffs[row, np.arange(row.size)], ties


def set_choice(profile: IntArray, table: PayoffTable, row: IntArray, where: BoolArray) -> None:
    """Write an actor's joint choice into the lanes where it moves, in place.

    Parameters
    ----------
    profile : IntArray, shape (D, L)
        The profiles to change.
    table : PayoffTable
        Whose choice it is.
    row : IntArray, shape (L,)
        Which joint choice.
    where : BoolArray, shape (L,)
        The lanes that change.
    """
    for position, axis in enumerate(table.axes):
        np.copyto(profile[axis], table.choices[position, row], where=where)


def profile_codes(space: ProfileSpace, profile: IntArray) -> IntArray:
    """Return the number of each profile in file order, the last decision varying fastest.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    profile : IntArray, shape (D, L)
        The profile of each lane.

    Returns
    -------
    IntArray, shape (L,)

    Raises
    ------
    ValueError
        If there are more profiles than a 64-bit number can count.
    """
    sizes = space.shape
    if prod(sizes) >= 2**63:
        raise ValueError(f"{prod(sizes)} profiles are too many to number: pin some decisions")
    steps = [prod(sizes[axis + 1 :]) for axis in range(len(sizes))]
    return np.array(steps, dtype=np.int64) @ profile


def _position(
    table: PayoffTable, profile: IntArray, world: IntArray, skipped: tuple[int, ...]
) -> IntArray:
    """Return the flat index of each lane, leaving out the skipped decisions."""
    position = world * table.world_stride
    for axis, step in enumerate(table.strides):
        if step and axis not in skipped:
            position += profile[axis] * step
    return position
