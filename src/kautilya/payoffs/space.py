"""Profiles: one option for every decision, and the arrangements in which they are evaluated."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kautilya.terms import IntArray

Profile = tuple[int, ...]


@dataclass(frozen=True)
class ProfileSpace:
    """Every combination of options that the actors could hold.

    A *profile* gives one option to every decision and is held for the horizon. Decisions stand in
    the order of the file; a profile is a tuple of option indices, the last decision varying
    fastest.

    Parameters
    ----------
    decisions
        Names of the decisions, in file order.
    options
        For each decision its options, in file order.
    owners
        For each decision the actor who takes it.
    now
        For each decision the index of the option in force today.

    Examples
    --------
    >>> space = ProfileSpace(("a.x", "b.y"), (("no", "yes"), ("no", "yes")), ("a", "b"), (0, 1))
    >>> space.size, space.profile({"a.x": "yes"})
    (4, (1, 1))
    >>> space.label((0, 1))
    'a.x=no,b.y=yes'
    """

    decisions: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    owners: tuple[str, ...]
    now: Profile

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of options of each decision."""
        return tuple(len(names) for names in self.options)

    @property
    def size(self) -> int:
        """Number of profiles."""
        return int(np.prod(self.shape, dtype=np.int64))

    @cached_property
    def axis(self) -> Mapping[str, int]:
        """Axis of each decision."""
        return {name: number for number, name in enumerate(self.decisions)}

    def option(self, decision: str, name: str) -> int:
        """Index of an option of a decision."""
        return self.options[self.axis[decision]].index(name)

    def profile(self, choices: Mapping[str, str]) -> Profile:
        """The profile that stands as today except for ``choices`` (decision to option)."""
        profile = list(self.now)
        for decision, name in choices.items():
            profile[self.axis[decision]] = self.option(decision, name)
        return tuple(profile)

    def label(self, profile: Sequence[int]) -> str:
        """A profile in words, ``decision=option`` joined by commas."""
        return ",".join(
            f"{decision}={names[index]}"
            for decision, names, index in zip(self.decisions, self.options, profile, strict=True)
        )

    def profiles(self) -> Iterator[Profile]:
        """All profiles, the last decision varying fastest."""
        return itertools.product(*(range(length) for length in self.shape))


@dataclass(frozen=True)
class Arrangement:
    """The profiles of one evaluation, laid out on axes that broadcast.

    Each decision has an array of option indices; together they broadcast to ``shape``. A *grid*
    has one axis for each decision, so that what depends on few decisions stays small; a *list*
    has a single axis with one profile at each place.

    Parameters
    ----------
    choices
        For each decision its option indices, all with the same number of axes.
    """

    choices: tuple[IntArray, ...]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape that all the choices broadcast to."""
        return np.broadcast_shapes(*(array.shape for array in self.choices))

    @cached_property
    def key(self) -> tuple[tuple[tuple[int, ...], bytes], ...]:
        """What tells two arrangements apart; fit for a dictionary."""
        return tuple((array.shape, array.tobytes()) for array in self.choices)


def grid(space: ProfileSpace, pinned: Mapping[int, int] | None = None) -> Arrangement:
    """All the profiles that hold some decisions fixed, one axis for each decision.

    Parameters
    ----------
    space
        The profiles.
    pinned
        Axis of a held decision to its option's index; its axis then has length 1.

    Examples
    --------
    >>> space = ProfileSpace(("a.x", "b.y"), (("no", "yes"), ("no", "yes")), ("a", "b"), (0, 0))
    >>> grid(space, {0: 1}).shape
    (1, 2)
    """
    held = pinned or {}
    dimensions = len(space.decisions)
    choices = []
    for axis, length in enumerate(space.shape):
        values = np.array([held[axis]]) if axis in held else np.arange(length)
        shape = [1] * dimensions
        shape[axis] = len(values)
        choices.append(values.astype(np.int64).reshape(shape))
    return Arrangement(tuple(choices))


def listing(profiles: Sequence[Profile]) -> Arrangement:
    """A list of profiles along one axis.

    Examples
    --------
    >>> listing([(0, 1), (1, 1)]).shape
    (2,)
    """
    table = np.array(profiles, dtype=np.int64).reshape(len(profiles), -1)
    return Arrangement(tuple(np.ascontiguousarray(column) for column in table.T))
