"""Closed forms for GMR and SMR where all moves are free and all profiles are states.

Each actor can then set its own decisions as it likes whatever the others do, so an answer by all
opponents is any choice of theirs, made by one move of each. For focal i with choices a, and o what
the opponents choose:

- GMR: the opponents can hold i to g(a) = min over o of v(a, o) once it has chosen a;
- SMR: whatever they choose, i can still take its best reply, so they can hold it to its minimax
  payoff M = min over o of max over a of v(a, o), and no lower.

Where i has moved, what counts is min(v, guard); a state itself as an answer to itself changes
nothing in that, so it does no harm that the minimum runs over it as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kautilya.terms import FloatArray

__all__ = ["blocks", "gmr_margin", "smr_margin"]


def blocks(shape: tuple[int, ...], own: Sequence[bool]) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Take neighbouring decisions together that are the actor's own, or none of them is.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    own : sequence of bool
        Whether the decision is the actor's.

    Returns
    -------
    shape : tuple of int
        Number of joint choices in each block.
    own : tuple of bool
        Whether the block is the actor's.

    Examples
    --------
    >>> blocks((2, 3, 2, 2), (True, True, False, True))
    ((6, 2, 2), (True, False, True))
    """
    sizes: list[int] = []
    kinds: list[bool] = []
    for size, kind in zip(shape, own, strict=True):
        if kinds and kinds[-1] == kind:
            sizes[-1] *= size
        else:
            sizes.append(size)
            kinds.append(kind)
    return tuple(sizes), tuple(kinds)


def gmr_margin(values: FloatArray, shape: tuple[int, ...], own: Sequence[bool]) -> FloatArray:
    """Return how much payoff an actor's GMR stability has to spare in each state.

    Parameters
    ----------
    values : FloatArray, shape (V,) or (V, W)
        The actor's values.
    shape : tuple of int
        Number of options in each decision; V is their product.
    own : sequence of bool
        Whether the actor can move the decision; those that nobody can move do not belong here.

    Returns
    -------
    FloatArray, of the shape of `values`
        +inf where the actor has no other choice.

    Examples
    --------
    In the prisoners' dilemma ann gets at least 1 by silence and 2 by talking.

    >>> import numpy as np
    >>> gmr_margin(np.array([3.0, 1.0, 4.0, 2.0]), (2, 2), (True, False))
    array([ 1., -1.,  3.,  1.])
    """
    sizes, kinds = blocks(shape, own)
    grid = values.reshape(*sizes, -1)
    theirs = tuple(axis for axis, kind in enumerate(kinds) if not kind)
    held = grid.min(axis=theirs, keepdims=True) if theirs else grid
    margin: FloatArray = (grid - _highest_other(held)).reshape(values.shape)
    return margin


def smr_margin(
    values: FloatArray, shape: tuple[int, ...], own: Sequence[bool], elsewhere: FloatArray
) -> FloatArray:
    """Return how much payoff an actor's SMR stability has to spare in each state.

    Parameters
    ----------
    values : FloatArray, shape (V,) or (V, W)
        The actor's values.
    shape : tuple of int
        Number of options in each decision; V is their product.
    own : sequence of bool
        Whether the actor can move the decision; those that nobody can move do not belong here.
    elsewhere : FloatArray, of the shape of `values`
        The highest value that the actor reaches by one move; -inf where it has none.

    Returns
    -------
    FloatArray, of the shape of `values`
        +inf where the actor has no other choice.

    Examples
    --------
    In the prisoners' dilemma bob can hold ann to 2, whatever she does.

    >>> import numpy as np
    >>> values = np.array([3.0, 1.0, 4.0, 2.0])
    >>> smr_margin(values, (2, 2), (True, False), elsewhere=np.array([4.0, 2.0, 3.0, 1.0]))
    array([ 1., -1.,  2.,  1.])
    """
    sizes, kinds = blocks(shape, own)
    grid = values.reshape(*sizes, -1)
    mine = tuple(axis for axis, kind in enumerate(kinds) if kind)
    best = grid.max(axis=mine) if mine else grid
    minimax = best.reshape(-1, best.shape[-1]).min(axis=0)
    held = np.minimum(elsewhere.reshape(-1, minimax.size), minimax)
    margin: FloatArray = values - held.reshape(values.shape)
    return margin


def _highest_other(held: FloatArray) -> FloatArray:
    """For each choice, the highest that another choice is held to; -inf if there is no other."""
    flat = held.reshape(-1, held.shape[-1])
    first = flat.max(axis=0)
    highest = flat == first
    rest = np.where(highest, -np.inf, flat).max(axis=0)
    other: FloatArray = np.where(highest & (highest.sum(axis=0) == 1), rest, first)
    return other.reshape(held.shape)
