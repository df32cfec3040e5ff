"""A game in the form that quantal response needs: who mixes over what, and where payoffs stand.

Each actor that has something to choose is a *player*; its strategies are its joint choices over
all its free decisions. Payoffs stay where the caller has them: a player knows the place of each
of them, so axes of size 1 stay small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import check_pinned, world_count
from kautilya.solve.lanes import PayoffTable, tables_of
from kautilya.terms import FloatArray, IntArray

__all__ = ["Form", "Player", "form_of", "marginals"]


@dataclass(frozen=True, slots=True)
class Player:
    """An actor with more than one joint choice, and the payoffs that bear on it.

    Parameters
    ----------
    actor : str
        Its name.
    axes : tuple of int
        Its free decisions.
    choices : IntArray, shape (len(axes), K)
        Its joint choices, in file order, the last decision varying fastest.
    others : tuple of int
        Numbers of the players on whom its payoffs depend, rising.
    places : IntArray, shape (K, R)
        Where in `values` each payoff of the first world stands: by own joint choice, and by joint
        choice of the others, the last of them varying fastest.
    values : FloatArray, shape (any,)
        Payoffs, flat.
    world_stride : int
        Step in `values` from world to world; 0 where all have the same payoffs.
    """

    actor: str
    axes: tuple[int, ...]
    choices: IntArray
    others: tuple[int, ...]
    places: IntArray
    values: FloatArray
    world_stride: int

    @property
    def size(self) -> int:
        """Number of joint choices."""
        return int(self.choices.shape[1])

    def payoffs(self, worlds: IntArray) -> FloatArray:
        """Payoffs by own choice, choices of the others, and world: shape (K, R, W)."""
        return self.values.take(self.places[:, :, None] + worlds * self.world_stride)


@dataclass(frozen=True, slots=True)
class Form:
    """Who plays, in how many worlds.

    Parameters
    ----------
    players : tuple of Player
        In the order of the payoffs.
    actors : tuple of str
        Every actor that has payoffs, also one that has nothing to choose.
    worlds : int
        Number of worlds.
    """

    players: tuple[Player, ...]
    actors: tuple[str, ...]
    worlds: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of joint choices of each player."""
        return tuple(player.size for player in self.players)


def form_of(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    pinned: Mapping[int, int] | None = None,
) -> Form:
    """Bring payoffs into the form that quantal response needs.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs; an axis may have size 1 where the payoff does not depend on it.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.

    Returns
    -------
    Form

    Raises
    ------
    ValueError
        If shapes do not fit the space, or nobody's payoffs say how a free decision is taken.

    Examples
    --------
    >>> import numpy as np
    >>> space = ProfileSpace(("a.x", "b.y"), (("n", "y"), ("n", "y", "z")), ("a", "b"), (0, 0))
    >>> payoffs = {"a": np.zeros((2, 3, 5)), "b": np.zeros((1, 3, 1))}
    >>> form = form_of(space, payoffs)
    >>> form.sizes, form.worlds, [player.others for player in form.players]
    ((2, 3), 5, [(1,), ()])
    """
    pins = check_pinned(space, pinned)
    for axis, owner in enumerate(space.owners):
        if owner not in payoffs and axis not in pins and len(space.options[axis]) > 1:
            raise ValueError(
                f"actor '{owner}' has no payoffs, so nothing says how it mixes in "
                f"'{space.decisions[axis]}': give it payoffs, or pin the decision"
            )
    worlds = world_count(payoffs, space.now)
    tables = tables_of(space, payoffs, pins)
    playing = [actor for actor, table in tables.items() if table.choices.shape[1] > 1]
    players = tuple(_player(actor, tables, playing, pins) for actor in playing)
    return Form(players, tuple(payoffs), worlds)


def _player(
    actor: str, tables: Mapping[str, PayoffTable], playing: list[str], pins: Mapping[int, int]
) -> Player:
    """Lay out what one actor is paid, by its own choices and those of whom it depends on."""
    table = tables[actor]
    others = tuple(
        number
        for number, other in enumerate(playing)
        if other != actor and any(table.strides[axis] for axis in tables[other].axes)
    )
    places = np.array([sum(table.strides[axis] * option for axis, option in pins.items())])
    for number in others:
        choices = tables[playing[number]].choices
        steps = np.array([table.strides[a] for a in tables[playing[number]].axes]) @ choices
        places = np.add.outer(places, steps).reshape(-1)
    return Player(
        actor=actor,
        axes=table.axes,
        choices=table.choices,
        others=others,
        places=np.add.outer(table.offsets, places),
        values=table.values,
        world_stride=table.world_stride,
    )


def marginals(
    space: ProfileSpace,
    form: Form,
    strategies: Mapping[str, FloatArray],
    pinned: Mapping[int, int],
) -> tuple[FloatArray, ...]:
    """Return the share of each option of each decision.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    form : Form
        Who plays.
    strategies : mapping of str to FloatArray, shape (K, W)
        Each actor's mixture over its joint choices.
    pinned : mapping of int to int
        Decisions that are fixed.

    Returns
    -------
    tuple of FloatArray, shape (n_d, W)
        One for each decision.
    """
    shares = [np.zeros((size, form.worlds)) for size in space.shape]
    for axis in range(len(shares)):
        shares[axis][pinned.get(axis, 0)] = 1.0  # pinned, or there is but one option
    for player in form.players:
        mixture = strategies[player.actor]
        for row, axis in zip(player.choices, player.axes, strict=True):
            for option in range(space.shape[axis]):
                shares[axis][option] = mixture[row == option].sum(axis=0)
    return tuple(shares)
