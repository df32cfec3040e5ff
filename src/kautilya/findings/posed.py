"""A query in its place: the profile that it is asked of, its pins, and the payoffs that it reads.

Definitions: semantics, "Queries", "Profile".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kautilya.case.expression import Is, Name, Query
from kautilya.findings.answer import Situation
from kautilya.findings.table import Table
from kautilya.payoffs import Change, Profile, ProfileSpace
from kautilya.solve import Agreement, Choice, Foresight, Settlement, best, foresees, settle
from kautilya.terms import FloatArray

AS_IT_IS = Change()


class Tables(Protocol):
    """Where payoffs and levels are found, for all that a query may change and know."""

    def __call__(self, change: Change, knowing: tuple[str, ...] | None) -> Table:
        """The table with something changed, for a choice that knows some premises.

        None of them for a choice before the facts; everything is known where None.
        """
        ...


class Posed:
    """A query, with its profile and pins worked out.

    Parameters
    ----------
    situation, tables
        Where it is asked, and where payoffs and levels are found.
    query
        The question.
    change
        What is changed in the worlds that it is asked of.
    """

    def __init__(
        self, situation: Situation, tables: Tables, query: Query, change: Change = AS_IT_IS
    ) -> None:
        self.situation, self.query = situation, query
        self._tables, self._change = tables, change
        self.seen_by = query.seen_by.name if query.seen_by is not None else situation.voice
        self.horizon = query.within or situation.horizon
        self.bench = self.under(AS_IT_IS)
        self.space: ProfileSpace = self.bench.space
        self.conditions = pins_of(self.space, query.conditions)

    def under(self, change: Change) -> Table:
        """The table with something more changed."""
        knowing = self.query.knowing
        names = None if knowing is None else tuple(name.name for name in knowing)
        return self._tables(joined(self._change, change), names)

    # -- the profile -------------------------------------------------------------------------------

    def axis(self) -> int:
        """Axis of the decision that is asked about."""
        return self.space.axis[(self.query.decision or self.query.subject).name]

    def pinned(self) -> dict[int, int]:
        """What stays fixed in a settling: the conditions, then `hold`."""
        return {**self.conditions, **self.situation.held}

    def profile(self, more: Mapping[int, int] | None = None, *, own: bool = True) -> Profile:
        """`now`, then `start`, then the conditions, then `hold`."""
        profile = list(self.situation.start)
        pins = {**(self.conditions if own else {}), **(more or {}), **self.situation.held}
        for axis, option in pins.items():
            profile[axis] = option
        return tuple(profile)

    # -- payoffs and choices -----------------------------------------------------------------------

    def tensor(self, *, decides: bool = True) -> dict[str, FloatArray]:
        """Payoffs of all who can move, and of the owner where a decision is asked about."""
        pinned = self.pinned()
        movers = movers_of(self.space, pinned, self.situation.agreements)
        if decides:
            movers.add(self.space.owners[self.axis()])
        return self.bench.grid_payoffs(self.seen_by, self.horizon, pinned, movers)

    def payoffs(self, profiles: list[Profile]) -> FloatArray:
        """Payoff of the subject at some profiles, shape (profile, world)."""
        return self.bench.payoffs_at(self.query.subject.name, self.seen_by, self.horizon, profiles)

    def best_of(self, bench: Table) -> Choice:
        """The owner's best option by the payoffs of a table, all others held."""
        axis = self.axis()
        owner = self.space.owners[axis]
        profile = self.profile()
        variants = [
            (*profile[:axis], option, *profile[axis + 1 :])
            for option in range(self.space.shape[axis])
        ]
        payoffs = bench.payoffs_at(owner, self.seen_by, self.horizon, variants)
        pinned = {a: o for a, o in enumerate(profile) if a != axis}
        shape = [1] * len(self.space.shape)
        shape[axis] = len(variants)
        table = payoffs.reshape(*shape, payoffs.shape[-1])
        return best(self.space, {owner: table}, axis, profile, pinned, self.situation.epsilon)

    def settlement(self, payoffs: Mapping[str, FloatArray] | None = None) -> Settlement:
        """Where all come to rest; by the payoffs of all who can move, where none are given."""
        s, payoffs = self.situation, self.tensor() if payoffs is None else payoffs
        return settle(
            self.space,
            payoffs,
            self.profile(),
            self.pinned(),
            s.agreements,
            s.epsilon,
            self.order(payoffs),
        )

    def foresight(self) -> Foresight:
        """Where all come to rest around each option of the decision."""
        s, payoffs = self.situation, self.tensor()
        return foresees(
            self.space,
            payoffs,
            self.axis(),
            self.profile(),
            self.pinned(),
            s.agreements,
            s.epsilon,
            self.order(payoffs),
        )

    def order(self, payoffs: Mapping[str, FloatArray]) -> tuple[str, ...] | None:
        """The order of moving, of those who can move."""
        order = self.situation.order
        return None if order is None else tuple(actor for actor in order if actor in payoffs)


def joined(one: Change, other: Change) -> Change:
    """Two changes as one; what the second pins counts."""
    if other == AS_IT_IS:
        return one
    moved = {name for name, _ in other.pinned}
    kept = tuple(pair for pair in one.pinned if pair[0] not in moved)
    return Change(one.removed | other.removed, (*kept, *other.pinned), one.forced | other.forced)


def pins_of(space: ProfileSpace, conditions: tuple[Is, ...]) -> dict[int, int]:
    """What conditions pin: decision to option."""
    pins: dict[int, int] = {}
    for condition in conditions:
        assert isinstance(condition.subject, Name)
        decision = condition.subject.name
        pins[space.axis[decision]] = space.option(decision, condition.options[0].name)
    return pins


def movers_of(
    space: ProfileSpace, pinned: Mapping[int, int], agreements: Sequence[Agreement]
) -> set[str]:
    """Actors whose payoffs a settling reads: those who can move, alone or by an agreement."""
    movers = {owner for axis, owner in enumerate(space.owners) if axis not in pinned}
    return movers.union(*(agreement.parties for agreement in agreements))
