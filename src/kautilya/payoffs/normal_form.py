"""Games in normal form: who plays, what each can do, and exact payoffs of every profile."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.payoffs.space import ProfileSpace

__all__ = ["ExactArray", "NormalForm", "exact_array", "normal_form"]

ExactArray = NDArray[np.object_]
"""An array whose entries are fractions."""


@dataclass(frozen=True, eq=False)
class NormalForm:
    """A finite game in normal form, with exact payoffs.

    Each actor picks one of its strategies, all at the same time, and a payoff follows for each
    actor. Two games are equal if their actors, strategies, payoffs and texts are.

    Parameters
    ----------
    actors : tuple of str
        In order; each is an axis of every payoff.
    strategies : tuple of tuple of str
        For each actor the names of its strategies, at least one.
    payoffs : tuple of ExactArray, shape (n_1, .., n_A)
        For each actor its payoff in every profile. Kept as read-only copies.
    title : str
        What the game is called.
    comment : str
        What its file says of it.

    Raises
    ------
    ValueError
        If there is no actor, an actor has no strategy, or a payoff has another shape or holds
        something else than fractions.

    See Also
    --------
    normal_form : the game of one world of a case.
    kautilya.payoffs.parse_nfg : the game of a file.

    Examples
    --------
    >>> pennies = exact_array([[1, -1], [-1, 1]])
    >>> game = NormalForm(("odd", "even"), (("h", "t"), ("h", "t")), (-pennies, pennies))
    >>> game.shape, game.payoff((0, 1))
    ((2, 2), (Fraction(1, 1), Fraction(-1, 1)))
    """

    actors: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: tuple[ExactArray, ...]
    title: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        """Check the shapes, and keep copies that nobody can change."""
        if not self.actors:
            raise ValueError("a game has at least one actor")
        if not len(self.actors) == len(self.strategies) == len(self.payoffs):
            raise ValueError(
                f"{len(self.actors)} actors, {len(self.strategies)} lists of strategies and "
                f"{len(self.payoffs)} arrays of payoffs: give one of each for every actor"
            )
        for actor, names in zip(self.actors, self.strategies, strict=True):
            if not names:
                raise ValueError(f"'{actor}' has no strategy; an actor has at least one")
        kept = []
        for actor, array in zip(self.actors, self.payoffs, strict=True):
            if array.shape != self.shape:
                raise ValueError(
                    f"payoffs of '{actor}' have shape {array.shape}; "
                    f"the strategies make {self.shape}"
                )
            if not all(isinstance(entry, Fraction) for entry in array.ravel().tolist()):
                raise ValueError(f"payoffs of '{actor}' are not all fractions; see exact_array")
            copy = array.copy()
            copy.setflags(write=False)
            kept.append(copy)
        object.__setattr__(self, "payoffs", tuple(kept))

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies of each actor."""
        return tuple(len(names) for names in self.strategies)

    @property
    def size(self) -> int:
        """Number of profiles."""
        return math.prod(self.shape)

    def payoff(self, profile: tuple[int, ...]) -> tuple[Fraction, ...]:
        """The payoff of each actor in one profile of strategies, given by their numbers."""
        return tuple(array[tuple(profile)] for array in self.payoffs)

    def label(self, profile: tuple[int, ...]) -> str:
        """A profile in words: the strategies' names in the order of the actors."""
        names = zip(self.strategies, profile, strict=True)
        return " / ".join(own[index] for own, index in names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NormalForm):
            return NotImplemented
        return (self.actors, self.strategies, self.title, self.comment) == (
            other.actors,
            other.strategies,
            other.title,
            other.comment,
        ) and all(map(np.array_equal, self.payoffs, other.payoffs))

    def __hash__(self) -> int:
        return hash((self.actors, self.strategies, self.title, self.comment))

    def __repr__(self) -> str:
        shape = " x ".join(map(str, self.shape))
        return f"<NormalForm {self.title!r}: {', '.join(self.actors)}; {shape}>"


def exact_array(values: Any) -> ExactArray:
    """Nested lists or an array of numbers as an array of fractions.

    Integers, fractions, decimals and texts such as ``"1/3"`` or ``"0.1"`` are taken at their
    word; a float is the binary fraction that it holds, so that nothing is rounded.

    Parameters
    ----------
    values : nested sequence or array
        Numbers, or texts of numbers.

    Returns
    -------
    ExactArray

    Raises
    ------
    ValueError
        If an entry is no finite number, or the rows are of different lengths.

    Examples
    --------
    >>> exact_array([[1, 0.5], ["1/3", "-0.1"]]).tolist()
    [[Fraction(1, 1), Fraction(1, 2)], [Fraction(1, 3), Fraction(-1, 10)]]
    """
    given = values if isinstance(values, np.ndarray) else np.array(values, dtype=np.object_)
    exact = np.empty(given.shape, dtype=np.object_)
    exact.reshape(-1)[:] = [_fraction(entry) for entry in given.ravel().tolist()]
    return exact


def normal_form(
    space: ProfileSpace,
    payoffs: Mapping[str, NDArray[Any]],
    world: int = 0,
) -> NormalForm:
    """The game of one world: the joint choices over an actor's decisions are its strategies.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to array, shape (n_1, .., n_D, W) or (n_1, .., n_D)
        Actor to payoffs, of floats or of exact numbers; an axis may have size 1 where the payoff
        does not depend on it.
    world : int, default 0
        Which world, where the payoffs have an axis of worlds.

    Returns
    -------
    NormalForm
        Its actors are the owners of decisions, in file order. A strategy is named by its options,
        joined by commas; the last decision varies fastest. An owner without payoffs minds
        nothing: its payoffs are zero. An actor with payoffs and no decision does not play.

    Raises
    ------
    ValueError
        If a shape does not fit the decisions, or a payoff is not finite.

    Notes
    -----
    Floats convert exactly, so ties that rounding broke stay broken.

    Examples
    --------
    >>> import numpy as np
    >>> space = ProfileSpace(
    ...     ("a.x", "b.y", "a.z"), (("p", "q"), ("s", "t"), ("u", "v")), ("a", "b", "a"), (0, 0, 0)
    ... )
    >>> game = normal_form(space, {"a": np.arange(8.0).reshape(2, 2, 2)})
    >>> game.strategies
    (('p, u', 'p, v', 'q, u', 'q, v'), ('s', 't'))
    >>> [int(payoff) for payoff in game.payoffs[0][:, 1]]
    [2, 3, 6, 7]
    """
    actors = tuple(dict.fromkeys(space.owners))
    own = [[axis for axis, owner in enumerate(space.owners) if owner == actor] for actor in actors]
    order = [axis for axes in own for axis in axes]
    names = tuple(_joint([space.options[axis] for axis in axes]) for axes in own)
    shape = tuple(map(len, names))
    tables = []
    for actor in actors:
        table = _of_world(space, actor, payoffs.get(actor), world)
        tables.append(exact_array(table.transpose(order)).reshape(shape))
    return NormalForm(actors, names, tuple(tables))


def _joint(options: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of the joint choices over some decisions, the last varying fastest."""
    names = [""]
    for number, own in enumerate(options):
        glue = ", " if number else ""
        names = [f"{before}{glue}{name}" for before in names for name in own]
    return tuple(names)


def _of_world(
    space: ProfileSpace, actor: str, payoff: NDArray[Any] | None, world: int
) -> NDArray[Any]:
    """One actor's payoffs in one world, one axis a decision, of full size."""
    if payoff is None:
        return np.broadcast_to(np.array(0), space.shape)
    decisions = len(space.shape)
    if payoff.ndim == decisions + 1:
        payoff = payoff[..., world if payoff.shape[-1] > 1 else 0]
    fits = payoff.ndim == decisions and all(
        have in (1, want) for have, want in zip(payoff.shape, space.shape, strict=True)
    )
    if not fits:
        raise ValueError(
            f"payoffs of '{actor}' have shape {payoff.shape}; expected one axis for each decision, "
            f"of size 1 or as in {space.shape}, and perhaps worlds last"
        )
    return np.broadcast_to(payoff, space.shape)


def _fraction(entry: Any) -> Fraction:
    """One entry as a fraction."""
    if type(entry) is Fraction:
        return entry
    if isinstance(entry, np.generic):
        entry = entry.item()  # a plain number, so that no fraction holds one of fixed width
    try:
        return Fraction(entry)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        raise ValueError(f"{entry!r} is no finite number") from None
