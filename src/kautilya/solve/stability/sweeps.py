"""The two questions about moves in option form, answered by NumPy alone, many worlds at once.

Arrays have one axis for each decision and the worlds last; what is no state holds +inf, so that
nothing is found there. What a group of movers can reach is swept together, one mover after another,
until nothing changes: for each mover k and state s, the least at the end of a legal sequence that
k opens at s is the least over k's moves from s of what lies there, or of what another opens there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.solve.stability.cells import levels_of
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["Better", "Laid", "SweptMoves"]


@dataclass(frozen=True, eq=False)
class Laid:
    """Values laid out over all profiles.

    Parameters
    ----------
    grid : FloatArray, shape (n_1, .., n_D, W)
        The values; +inf at profiles that are no states.
    shape : tuple of int
        The shape that they came in, (V,) or (V, W).
    """

    grid: FloatArray
    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Better:
    """What tells which moves are improvements.

    Parameters
    ----------
    values : mapping of int to FloatArray, shape (n_1, .., n_D, W)
        Values of each actor.
    epsilon : float
        Gains up to this do not count.
    """

    values: Mapping[int, FloatArray]
    epsilon: float


@dataclass(frozen=True, eq=False)
class _Mover:
    """What one actor can move."""

    axes: tuple[int, ...]
    levels: tuple[IntArray, ...]  # of each option, for each of the axes
    blocked: BoolArray | None  # (*shape, 1): where it can move neither from nor to


class SweptMoves:
    """The moves of all actors over arrays.

    Parameters
    ----------
    shape
        Number of options in each decision.
    own
        For each actor, the decisions that it can move.
    ladders
        Level of each option, for decisions that have a ladder.
    places
        Where each state's profile stands among all profiles in C order; None: they all are states.
    unperceived
        For each actor, the states that it can move neither from nor to, or None.
    """

    many_worlds = True
    """Values may have an axis for worlds."""

    def __init__(
        self,
        shape: tuple[int, ...],
        own: Sequence[Sequence[int]],
        ladders: Mapping[int, Sequence[int]],
        places: IntArray | None,
        unperceived: Sequence[BoolArray | None],
    ) -> None:
        self.shape, self.places = shape, places
        self._profiles = int(np.prod(shape, dtype=np.int64))
        self._movers = [
            _Mover(
                tuple(axes),
                tuple(levels_of(shape[a], ladders.get(a)).astype(np.int64) for a in axes),
                self._blocked(hidden),
            )
            for axes, hidden in zip(own, unperceived, strict=True)
        ]

    def lay(self, values: FloatArray) -> Laid:
        """Lay out values of shape (V,) or (V, W) over all profiles; +inf where no state is."""
        worlds = values.size // values.shape[0]
        if self.places is None:
            return Laid(values.reshape(*self.shape, worlds), values.shape)
        grid = np.full((self._profiles, worlds), np.inf)
        grid[self.places] = values.reshape(-1, worlds)
        return Laid(grid.reshape(*self.shape, worlds), values.shape)

    def better(self, values: Mapping[int, Laid], epsilon: float) -> Better:
        """Return what tells improvements: the actors' values, and the gain that does not count."""
        return Better({actor: laid.grid for actor, laid in values.items()}, epsilon)

    def highest(self, actor: int, values: FloatArray) -> FloatArray:
        """Return the highest value that an actor reaches by one move; -inf where it has none.

        Parameters
        ----------
        actor
            Whose moves.
        values
            What is to be high, shape (V,) or (V, W).
        """
        least = self._step(self._movers[actor], self.lay(-values).grid)
        return -self._states(least, values.shape)

    def least(
        self, movers: Sequence[int], floor: Laid, better: Better | None, *, single: bool = False
    ) -> FloatArray:
        """Return the least floor at the end of a legal sequence; +inf where there is none.

        Parameters
        ----------
        movers
            Who moves.
        floor
            What is to be low.
        better
            What each move must improve on for its mover; None where all moves count.
        single
            Whether one move by one mover is all.
        """

        def opened(k: int, there: FloatArray) -> FloatArray:
            """The least of what lies one move of k away."""
            if better is None:
                return self._step(self._movers[k], there)
            return self._improvement(self._movers[k], there, better.values[k], better.epsilon)

        if single or len(movers) < 2:
            found = {k: opened(k, floor.grid) for k in movers}
        else:
            found = {k: np.full(floor.grid.shape, np.inf) for k in movers}
            unchanged = 0
            while unchanged < len(movers):
                for k in movers:
                    others = [found[other] for other in movers if other != k]
                    fresh = opened(k, np.minimum.reduce([floor.grid, *others]))
                    unchanged = unchanged + 1 if np.array_equal(fresh, found[k]) else 0
                    found[k] = fresh
        nothing = np.full(floor.grid.shape, np.inf)
        return self._states(np.minimum.reduce([nothing, *found.values()]), floor.shape)

    # -- one move ----------------------------------------------------------------------------------

    def _step(self, mover: _Mover, there: FloatArray) -> FloatArray:
        """The least one move away: over the other options of one decision and any of the next."""
        if mover.blocked is not None:
            there = np.where(mover.blocked, np.inf, there)
        least = np.full(there.shape, np.inf)
        for axis, levels in zip(mover.axes, mover.levels, strict=True):
            others = np.full(there.shape, np.inf)
            by_option, here = np.moveaxis(others, axis, 0), np.moveaxis(there, axis, 0)
            for option, level in enumerate(levels.tolist()):
                below = np.flatnonzero(levels <= level)
                below = below[below != option]
                by_option[below] = np.minimum(by_option[below], here[option])
            np.minimum(least, others, out=least)
            there = np.minimum(there, others)
        if mover.blocked is not None:
            least[np.broadcast_to(mover.blocked, least.shape)] = np.inf
        return least

    def _improvement(
        self, mover: _Mover, there: FloatArray, values: FloatArray, epsilon: float
    ) -> FloatArray:
        """The least one move away that gains its mover more than epsilon."""
        if mover.blocked is not None:
            there = np.where(mover.blocked, np.inf, there)
        least = np.full(there.shape, np.inf)
        sizes = tuple(self.shape[axis] for axis in mover.axes)
        to_front = range(len(sizes))
        least_by, there_by, values_by = (
            np.moveaxis(array, mover.axes, to_front) for array in (least, there, values)
        )
        bars = values_by + epsilon
        for choice in np.ndindex(sizes):
            # Only from options that are nowhere higher.
            lower = np.ix_(
                *(np.flatnonzero(s <= s[o]) for s, o in zip(mover.levels, choice, strict=True))
            )
            better = values_by[choice] > bars[lower]
            found = np.where(better, there_by[choice], np.inf)
            least_by[lower] = np.minimum(least_by[lower], found)
        if mover.blocked is not None:
            least[np.broadcast_to(mover.blocked, least.shape)] = np.inf
        return least

    # -- states and profiles -----------------------------------------------------------------------

    def _states(self, grid: FloatArray, shape: tuple[int, ...]) -> FloatArray:
        """Values of all profiles at those that are states."""
        flat = grid.reshape(self._profiles, -1)
        return (flat if self.places is None else flat[self.places]).reshape(shape)

    def _blocked(self, hidden: BoolArray | None) -> BoolArray | None:
        """Where an actor can move neither from nor to."""
        if hidden is None and self.places is None:
            return None
        blocked = np.zeros(self._profiles, dtype=np.bool_)
        if self.places is not None:
            blocked[:] = True
            blocked[self.places] = False
        if hidden is not None:
            blocked[slice(None) if self.places is None else self.places] |= hidden
        return blocked.reshape(*self.shape, 1)
