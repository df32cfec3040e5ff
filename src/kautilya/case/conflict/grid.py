"""The states of a conflict: feasible profiles in the order of the grid, some of them named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kautilya.case.conflict.selection import MOST_OPTIONS
from kautilya.payoffs import Profile, ProfileSpace
from kautilya.terms import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class StateGrid:
    """The states of a conflict, and where they lie in the space of profiles.

    States are numbered from 0 in the order of the grid, the last decision varying fastest, and
    profiles that cannot be are left out. Profiles under one name are one state, which stands in
    the place of the first of them. A conflict without decisions has the states of its `states`, in
    file order.

    Parameters
    ----------
    space
        The profiles; None for a conflict without decisions.
    numbers
        The state of each profile, -1 for one that cannot be; shape of the space. Without
        decisions, each state its own, shape (V,).
    firsts
        The first profile of each state, as its number in the order of the grid; shape (V,).
    named
        The states that have a name.

    Examples
    --------
    >>> from kautilya.case import Case
    >>> from kautilya.case.conflict import conflict_form
    >>> case = Case.model_validate({"language": 1, "case": "dam", "actors": {"up": {}, "down": {}},
    ...     "decisions": {"up.gate": {"options": ["shut", "open"]},
    ...                   "down.suit": {"options": ["none", "filed", "won"]}},
    ...     "infeasible": ["12"], "states": {"court": ["01", "02"]},
    ...     "preferences": {"up": ["00", "court", "10", "11"], "down": {"statements": ["1-"]}}})
    >>> grid = conflict_form(case).grid
    >>> grid.labels
    ('00', 'court', '10', '11')
    >>> grid.describe(1)
    'up.gate is shut'
    """

    space: ProfileSpace | None
    numbers: IntArray
    firsts: IntArray
    named: Mapping[str, int]

    @property
    def count(self) -> int:
        """Number V of states."""
        return len(self.firsts)

    @cached_property
    def feasible(self) -> BoolArray:
        """Which profiles can be; shape of the space."""
        mask: BoolArray = self.numbers >= 0
        return mask

    @cached_property
    def sizes(self) -> IntArray:
        """Profiles in each state, shape (V,)."""
        counts: IntArray = np.bincount(self.numbers[self.feasible], minlength=self.count)
        return counts

    @cached_property
    def merged(self) -> Mapping[int, tuple[int, ...]]:
        """States of several profiles, and the numbers of these in the order of the grid."""
        flat = self.numbers.ravel()
        return {
            state: tuple(np.flatnonzero(flat == state).tolist())
            for state in np.flatnonzero(self.sizes > 1).tolist()
        }

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The name of each state that has one."""
        return {state: name for name, state in self.named.items()}

    @property
    def labels(self) -> tuple[str, ...]:
        """What each state is called; see `label`."""
        return tuple(self.label(state) for state in range(self.count))

    def label(self, state: int) -> str:
        """The name of a state; else the pattern of its profile, or ``decision=option`` in full."""
        name = self.names.get(state)
        if name is not None or self.space is None:
            return name or str(state)
        return short(self.space, self.profile(state))

    def describe(self, state: int) -> str:
        """What is chosen in a state; of several profiles, what all of them have in common."""
        if self.space is None:
            return self.label(state)
        profiles = self.profiles(state)
        said = [
            f"{decision} is {options[profiles[0][axis]]}"
            for axis, (decision, options) in enumerate(
                zip(self.space.decisions, self.space.options, strict=True)
            )
            if len({profile[axis] for profile in profiles}) == 1
        ]
        return ", ".join(said) or self.label(state)

    def profile(self, state: int) -> Profile:
        """The first profile of a state."""
        return self._unravel(int(self.firsts[state]))

    def profiles(self, state: int) -> tuple[Profile, ...]:
        """Every profile of a state."""
        several = self.merged.get(state)
        return tuple(map(self._unravel, several or (int(self.firsts[state]),)))

    def state_of(self, profile: Sequence[int]) -> int | None:
        """The state that a profile belongs to; None for one that cannot be."""
        number = int(self.numbers[tuple(profile)])
        return None if number < 0 else number

    def _unravel(self, flat: int) -> Profile:
        if self.space is None:
            return ()
        return tuple(int(index) for index in np.unravel_index(flat, self.space.shape))


def short(space: ProfileSpace, profile: Sequence[int]) -> str:
    """A profile as a pattern; in full, ``decision=option``, where options are too many for one."""
    if max(space.shape, default=0) <= MOST_OPTIONS:
        return "".join(map(str, profile))
    return space.label(profile)
