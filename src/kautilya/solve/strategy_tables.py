"""Payoffs by strategy: the joint choices over an actor's free decisions on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import check_pinned, check_shape, free_axes, world_count
from kautilya.terms import FloatArray

__all__ = ["StrategyTables", "strategy_tables"]


@dataclass(frozen=True, eq=False)
class StrategyTables:
    """Payoffs of many worlds, decisions grouped by their owners.

    Parameters
    ----------
    names : mapping of str to tuple of str
        For each actor with a free decision, in file order, the names of its strategies: its
        options, joined by commas, the last decision varying fastest.
    sizes : tuple of tuple of int
        For each of them the number of options of each of its decisions.
    tables : mapping of str to FloatArray, shape (n, .., n, W)
        Payoffs with those decisions' axes actor by actor; of size 1 where nothing depends on them.
    worlds : int
        Number W of worlds.
    """

    names: Mapping[str, tuple[str, ...]]
    sizes: tuple[tuple[int, ...], ...]
    tables: Mapping[str, FloatArray]
    worlds: int

    @property
    def size(self) -> int:
        """Number of profiles of strategies."""
        return prod(len(own) for own in self.names.values())

    def block(self, worlds: range) -> dict[str, FloatArray]:
        """Return payoffs in some worlds at full size, shape (K_1, .., K_A, W)."""
        full = tuple(size for own in self.sizes for size in own)
        joint = tuple(len(own) for own in self.names.values())
        blocks = {}
        for actor, table in self.tables.items():
            part = table if table.shape[-1] == 1 else table[..., worlds.start : worlds.stop]
            spread = np.broadcast_to(part, (*full, len(worlds)))
            blocks[actor] = spread.reshape(*joint, len(worlds))
        return blocks


def strategy_tables(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    pinned: Mapping[int, int] | None = None,
) -> StrategyTables:
    """Group payoffs by strategy.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs; an axis may have size 1 where the payoff does not depend on it or the
        decision is pinned. Those of an actor without a free decision are left out.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.

    Returns
    -------
    StrategyTables

    Raises
    ------
    ValueError
        If shapes do not fit the space.

    Examples
    --------
    >>> space = ProfileSpace(
    ...     ("a.x", "b.y", "a.z"), (("p", "q"), ("s", "t"), ("u", "v")), ("a", "b", "a"), (0, 0, 0)
    ... )
    >>> grouped = strategy_tables(space, {"a": np.arange(8.0).reshape(2, 2, 2, 1)})
    >>> grouped.names["a"], grouped.block(range(1))["a"][:, 1, 0].tolist()
    (('p, u', 'p, v', 'q, u', 'q, v'), [2.0, 3.0, 6.0, 7.0])
    """
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, space.now)
    owners = {actor: free_axes(space, actor, pins) for actor in dict.fromkeys(space.owners)}
    own = {actor: axes for actor, axes in owners.items() if axes}
    order = [axis for axes in own.values() for axis in axes]
    tables = {}
    for actor, payoff in payoffs.items():
        check_shape(space, actor, payoff)
        if actor in own:
            for axis, option in pins.items():
                if payoff.shape[axis] > 1:
                    payoff = payoff.take([option], axis=axis)
            free = payoff.transpose([*pins, *order, payoff.ndim - 1])
            tables[actor] = free.reshape(free.shape[len(pins) :])
    return StrategyTables(
        names={
            actor: _joint([space.options[axis] for axis in axes]) for actor, axes in own.items()
        },
        sizes=tuple(tuple(space.shape[axis] for axis in axes) for axes in own.values()),
        tables=tables,
        worlds=worlds,
    )


def _joint(options: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names of joint choices, the last varying fastest."""
    return tuple(", ".join(names) for names in product(*options))
