"""Simultaneous stability (SIM): opponents move at once, unaware of the actor's own move.

A state is SIM stable for an actor if each of its improvements can be spoilt by the opponents moving
at the same moment: each of them takes one improvement, by its own values and from the very state
that the actor leaves, or stays; all these choices of options are laid over the actor's own, and
the outcome is a feasible state that the actor does not prefer to where it started.

It needs options, since nothing else says what moves made at once come to; in a graph whose moves
are merely listed it is not defined. It is not to be confused with SEQ, where opponents see the
actor's move and answer in turns.

Source: N. M. Fraser and K. W. Hipel, *Conflict Analysis: Models and Resolutions* (1984).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, runtime_checkable

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import listed
from kautilya.solve.stability.moves import Moves
from kautilya.terms import FloatArray, IntArray

__all__ = ["Laid", "OptionForm", "laid", "margin", "option_form"]

_ROWS = 1 << 19
"""About how many combinations are looked at together."""

_MOST_MOVES = 1 << 24
"""Most moves of all actors that are listed."""

_MOST_COMBINATIONS = 1 << 30
"""Most combinations that are looked at for one actor in one world."""

_INSTEAD = "ask for Nash, GMR, SMR or SEQ, which serve here"


@runtime_checkable
class OptionForm(Moves, Protocol):
    """Moves between profiles of options, so that moves of several actors can be laid together."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of options in each decision."""
        ...

    @property
    def owners(self) -> tuple[str, ...]:
        """Who owns each decision."""
        ...

    def profile_of(self, state: int) -> tuple[int, ...]:
        """Return the option that a state has in each decision."""
        ...

    def state_of(self, profile: tuple[int, ...]) -> int | None:
        """Return the state with these options, None where they are not feasible together."""
        ...


@dataclass(frozen=True, eq=False)
class Laid:
    """What SIM needs to know of the moves, the same in all worlds.

    Parameters
    ----------
    places : IntArray, shape (V,)
        Where each state's profile stands among all profiles, feasible or not, in C order.
    profiles : int
        Number of all profiles.
    edges : dict of str to pair of IntArray, shape (E,)
        Each actor's moves: states that they leave, ascending, and states that they reach.
    """

    places: IntArray
    profiles: int
    edges: dict[str, tuple[IntArray, IntArray]]


def option_form(moves: Moves) -> OptionForm:
    """Return the moves if they are in option form.

    Raises
    ------
    ValueError
        If they are not.
    """
    if not isinstance(moves, OptionForm):
        raise ValueError(
            "SIM is defined in option form alone: in a graph whose moves are listed (or whose "
            "states are merged) nothing says where moves made at once lead; ask for Nash, GMR, "
            "SMR or SEQ, or give the conflict by its options"
        )
    return moves


def laid(moves: Moves) -> Laid:
    """Return what SIM needs to know of the moves; worth keeping if there are many worlds.

    Raises
    ------
    ValueError
        If the moves are not in option form.
    TooLarge
        If there are too many moves to list them.
    """
    form = option_form(moves)
    at_most = form.states * sum(_own_choices(form, name) - 1 for name in form.actors)
    if at_most > _MOST_MOVES:
        raise TooLarge(
            f"SIM lists each move, of which there may be {at_most:,} here, and up to "
            f"{_MOST_MOVES:,} can be listed; {_INSTEAD}"
        )
    profiles = np.array([form.profile_of(state) for state in range(form.states)], dtype=np.int64)
    places = np.ravel_multi_index(tuple(profiles.T), form.shape) if form.shape else np.zeros(1)
    moved = {name: (starts, ends) for name, (starts, ends) in listed(form).edges.items()}
    return Laid(places.astype(np.int64), math.prod(form.shape), moved)


def margin(
    conflict: Conflict, actor: str, world: int = 0, structure: Laid | None = None
) -> FloatArray:
    """Return how much payoff an actor's SIM stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of min(v(t), least v over all feasible combinations of one
    improvement from s or none for each opponent, laid over t). A state is stable where it is at
    least -epsilon.

    Parameters
    ----------
    conflict : Conflict
        Moves, in option form, and values.
    actor : str
        The focal actor.
    world : int, default 0
        Which world.
    structure : Laid, optional
        What `laid` returns for the moves, if it is at hand.

    Returns
    -------
    FloatArray, shape (V,)
        +inf where the actor has no move.

    Raises
    ------
    ValueError
        If the moves are not in option form, or there is no such actor or world.
    TooLarge
        If there are too many moves or combinations.

    Notes
    -----
    The cost is the number of combinations: over each state and each move of the actor, the product
    over the opponents of one more than its improvements.

    Examples
    --------
    In the prisoners' dilemma each gains by talking whatever the other does, so that ann's talking
    is spoilt by bob talking at the same moment.

    >>> import numpy as np
    >>> from kautilya.solve.stability.option_moves import OptionMoves
    >>> moves = OptionMoves(shape=(2, 2), owners=("ann", "bob"))
    >>> values = {"ann": np.array([3.0, 1.0, 4.0, 2.0]), "bob": np.array([3.0, 4.0, 1.0, 2.0])}
    >>> margin(Conflict(moves, values), "ann")
    array([ 1., -1.,  3.,  1.])
    """
    known = laid(conflict.moves) if structure is None else structure
    values = conflict.values_in(actor, world)
    by_profile = np.full(known.profiles, np.inf)  # +inf where infeasible: no sanction there
    by_profile[known.places] = values
    choices = [
        _choices(known, name, conflict.values_in(name, world), conflict.epsilon)
        for name in conflict.opponents(actor)
    ]
    starts, ends = known.edges[actor]
    least = np.empty(starts.size)
    for part in _parts(actor, starts, choices):
        least[part] = _least_laid(starts[part], known.places[ends[part]], choices, by_profile)
    held = np.minimum(values[ends], least)
    highest = np.full(values.size, -np.inf)
    leaving = np.flatnonzero(np.diff(starts, prepend=-1))
    if leaving.size:
        highest[starts[leaving]] = np.maximum.reduceat(held, leaving)
    margin: FloatArray = values - highest
    return margin


@dataclass(frozen=True, eq=False)
class _Choices:
    """What one opponent may do at once, state by state: stay, or take one of its improvements."""

    offsets: IntArray  # (V,): where a state's choices begin
    counts: IntArray  # (V,): how many it has
    shifts: IntArray  # by how many places each moves the profile


def _choices(known: Laid, opponent: str, values: FloatArray, epsilon: float) -> _Choices:
    """One opponent's choices by its own values."""
    starts, ends = known.edges[opponent]
    gains = values[ends] > values[starts] + epsilon
    starts, ends = starts[gains], ends[gains]
    counts = 1 + np.bincount(starts, minlength=values.size).astype(np.int64)
    offsets = np.cumsum(counts) - counts
    shifts = np.zeros(int(counts.sum()), dtype=np.int64)
    stays = np.zeros(shifts.size, dtype=np.bool_)
    stays[offsets] = True
    shifts[~stays] = known.places[ends] - known.places[starts]
    return _Choices(offsets, counts, shifts)


def _own_choices(form: OptionForm, actor: str) -> int:
    """Number of an actor's joint choices over its decisions."""
    owned = zip(form.owners, form.shape, strict=True)
    return math.prod(size for owner, size in owned if owner == actor)


def _parts(actor: str, starts: IntArray, choices: list[_Choices]) -> Iterator[slice]:
    """Cut the actor's moves into runs with not too many combinations in each."""
    rows = np.ones(starts.size, dtype=np.float64)
    for each in choices:
        rows *= each.counts[starts]
    if rows.sum() > _MOST_COMBINATIONS:
        raise TooLarge(
            f"SIM looks at each combination of moves made at once, {rows.sum():,.0f} for {actor}, "
            f"and up to {_MOST_COMBINATIONS:,} can be looked at; {_INSTEAD}"
        )
    number = np.floor(np.cumsum(rows) / _ROWS)
    cuts = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), starts.size]
    for first, last in pairwise(cuts):
        if last > first:
            yield slice(first, last)


def _least_laid(
    starts: IntArray, places: IntArray, choices: list[_Choices], by_profile: FloatArray
) -> FloatArray:
    """The least value over the opponents' combinations laid over each of the actor's moves."""
    begins = np.arange(starts.size)
    for each in choices:
        counts = each.counts[starts]
        ends = np.cumsum(counts)
        row = np.repeat(np.arange(starts.size), counts)
        within = np.arange(row.size) - np.repeat(ends - counts, counts)
        begins = (ends - counts)[begins]
        starts = starts[row]
        places = places[row] + each.shifts[each.offsets[starts] + within]
    least: FloatArray = np.minimum.reduceat(by_profile[places], begins)
    return least
