"""A conflict: who can move where, and what the states are worth to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kautilya.solve.stability.moves import Moves, check_actor, check_state, opponents
from kautilya.terms import FloatArray

__all__ = ["Conflict"]


@dataclass(frozen=True, eq=False)
class Conflict:
    """A graph model: actors, states, moves, and each actor's values of the states.

    An actor prefers u to s where its value of u exceeds that of s by more than `epsilon`.

    Parameters
    ----------
    moves : Moves
        Who can move where.
    values : mapping of str to FloatArray, shape (V,) or (V, W)
        Each actor's values by its own beliefs, higher is better; of an ordinal rank r (1 is best)
        take -r. Values of shape (V,) or (V, 1) are the same in all worlds.
    epsilon : float, default 0
        Differences up to this are ties.
    today : int, optional
        The state of today (status quo).
    labels : tuple of str, optional
        A name for each state.

    Raises
    ------
    ValueError
        If an actor is without values or unknown, values are not finite or of the wrong shape,
        epsilon is negative, today is no state, or the labels are not V different names.

    Examples
    --------
    >>> import numpy as np
    >>> from kautilya.solve.stability.listed_moves import ListedMoves
    >>> moves = ListedMoves(2, {"ann": (np.array([0]), np.array([1]))})
    >>> conflict = Conflict(moves, {"ann": np.array([[0.0, 1.0], [1.0, 0.0]])}, today=0)
    >>> conflict.worlds
    2
    >>> conflict.values_in("ann", world=1)
    array([1., 0.])
    >>> conflict.label(1)
    '1'
    """

    moves: Moves
    values: Mapping[str, FloatArray]
    epsilon: float = 0.0
    today: int | None = None
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.moves.states < 1:
            raise ValueError("a conflict needs at least one state")
        _check_values(self.moves, self.values)
        if not (math.isfinite(self.epsilon) and self.epsilon >= 0):
            raise ValueError(f"epsilon is {self.epsilon}, but must be a finite number, 0 or more")
        if self.today is not None:
            check_state(self.moves, self.today)
        if self.labels is not None:
            _check_labels(self.labels, self.moves.states)

    @property
    def actors(self) -> tuple[str, ...]:
        """Names of the actors, in file order."""
        return self.moves.actors

    @property
    def states(self) -> int:
        """Number V of states."""
        return self.moves.states

    @property
    def worlds(self) -> int:
        """Number W of worlds; 1 where no values have an axis for them."""
        return max((_worlds(values) for values in self.values.values()), default=1)

    def opponents(self, actor: str) -> tuple[str, ...]:
        """Return all actors but one, in file order."""
        return opponents(self.moves, actor)

    def values_in(self, actor: str, world: int = 0) -> FloatArray:
        """Return an actor's values in one world, shape (V,)."""
        check_actor(self.moves, actor)
        if not 0 <= world < self.worlds:
            raise ValueError(f"no world {world}; worlds are numbered 0 to {self.worlds - 1}")
        values = np.asarray(self.values[actor], dtype=np.float64)
        if values.ndim == 1:
            return values
        column: FloatArray = values[:, world if values.shape[1] > 1 else 0]
        return np.ascontiguousarray(column)

    def reach(self, actor: str, state: int) -> tuple[int, ...]:
        """Return the states that an actor reaches by one move, ascending.

        Each is asked of the moves once and kept, which serves searches step by step.
        """
        asked = (actor, state)
        if asked not in self._reached:
            self._reached[asked] = tuple(self.moves.reach(actor, state).tolist())
        return self._reached[asked]

    def block(self, start: int, stop: int) -> Conflict:
        """Return the same conflict in the worlds from `start` to `stop` - 1 only.

        The moves, and with them all that is known of what can be reached, are shared.

        Raises
        ------
        ValueError
            If there are no such worlds.
        """
        if not 0 <= start < stop <= self.worlds:
            raise ValueError(f"no worlds {start} to {stop - 1}; there are {self.worlds}")
        return replace(
            self,
            values={
                name: values if _worlds(values) == 1 else values[:, start:stop]
                for name, values in self.values.items()
            },
        )

    @cached_property
    def _reached(self) -> dict[tuple[str, int], tuple[int, ...]]:
        """What `reach` has found so far."""
        return {}

    def label(self, state: int) -> str:
        """Return the name of a state; its number where states have no names."""
        check_state(self.moves, state)
        return str(state) if self.labels is None else self.labels[state]


def _worlds(values: FloatArray) -> int:
    """In how many worlds values are given."""
    return int(values.shape[1]) if values.ndim == 2 else 1


def _check_values(moves: Moves, values: Mapping[str, FloatArray]) -> None:
    """Raise ValueError unless each actor, and nobody else, has finite values of a right shape."""
    for name in values:
        check_actor(moves, name)
    without = [name for name in moves.actors if name not in values]
    if without:
        raise ValueError(f"no values for {', '.join(without)}: every actor needs them")
    sizes: dict[int, str] = {}
    for name, array in values.items():
        shape = np.shape(array)
        if len(shape) not in (1, 2) or shape[0] != moves.states or 0 in shape:
            raise ValueError(
                f"values of {name} have shape {shape}, but must have one entry for each of the "
                f"{moves.states} states, (V,) or (V, W)"
            )
        if not np.isfinite(array).all():
            raise ValueError(f"values of {name} are not all finite numbers")
        if _worlds(np.asarray(array)) != 1:
            sizes[_worlds(np.asarray(array))] = name
    if len(sizes) > 1:
        told = ", ".join(f"{size} for {name}" for size, name in sizes.items())
        raise ValueError(f"values differ in the number of worlds: {told}")


def _check_labels(labels: tuple[str, ...], states: int) -> None:
    """Raise ValueError unless there is a name for each state and no name stands for two."""
    if len(labels) != states:
        raise ValueError(f"{len(labels)} labels for {states} states")
    if len(set(labels)) != states:
        twice = sorted({label for label in labels if labels.count(label) > 1})
        raise ValueError(f"two states have the same label: {', '.join(twice)}")
