"""What a query sees of the worlds that it is asked in: payoffs, levels and premises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from kautilya.payoffs import Change, Level, Profile, ProfileSpace
from kautilya.terms import FloatArray

Pinned = Mapping[int, int]


class Table(Protocol):
    """Where queries find payoffs and levels."""

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        ...

    def grid_payoffs(
        self,
        seen_by: str | None,
        horizon: int,
        pinned: Pinned,
        actors: Collection[str] | None = None,
    ) -> dict[str, FloatArray]:
        """Payoffs of some actors (all where None) over all profiles that respect `pinned`."""
        ...

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Payoff of an actor or an interest at some profiles, shape (profile, world)."""
        ...

    def level_at(
        self, level: Level, seen_by: str | None, horizon: int, profile: Profile
    ) -> FloatArray:
        """A level at a profile, one for each world."""
        ...

    def premise(self, name: str, seen_by: str | None) -> FloatArray:
        """A premise in each world."""
        ...

    def under(self, change: Change) -> Table:
        """The same worlds with something changed; itself where nothing is."""
        ...
