"""The queries of a claim, one method each.

Definitions: semantics, "Queries".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.case.expression import Is, Name, Query
from kautilya.findings.answer import Amounts, Answer, Options, Result, Situation
from kautilya.findings.bench import Table
from kautilya.payoffs import Level, Profile, ProfileSpace
from kautilya.solve import Agreement, Choice, Foresight, Settlement, acts, best, foresees, settle
from kautilya.terms import FloatArray


class Asked:
    """One query, with its profile and pins worked out.

    Parameters
    ----------
    situation, bench
        Where it is asked, and where payoffs and levels are found.
    query
        The question.
    seen_by
        Whose view replaces every mover's and owner's; None for their own.
    horizon
        Months.
    """

    def __init__(
        self, situation: Situation, bench: Table, query: Query, seen_by: str | None, horizon: int
    ) -> None:
        self.situation, self.bench, self.query = situation, bench, query
        self.seen_by, self.horizon = seen_by, horizon
        self.space: ProfileSpace = bench.space
        self.conditions = _pins(self.space, query.conditions)

    # -- numbers ----------------------------------------------------------------------------------

    def payoff(self) -> Result:
        """Discounted mean of weighted values at the profile."""
        return self._amounts(self._payoffs([self._profile()])[0])

    def gain(self) -> Result:
        """payoff(C) - payoff(D), other conditions on both sides."""
        to = self._profile(_pins(self.space, self.query.to))
        other = self._profile(_pins(self.space, self.query.instead_of))
        there, here = self._payoffs([to, other])
        return self._amounts(there - here)

    def final(self) -> Result:
        """Level after the last update."""
        return self._level("final")

    def average(self) -> Result:
        """Undiscounted mean of a level."""
        return self._level("average")

    def peak(self) -> Result:
        """Highest level."""
        return self._level("peak")

    def _level(self, kind: str) -> Result:
        level = Level(kind, self.query.subject.name)
        return self._amounts(
            self.bench.level_at(level, self.seen_by, self.horizon, self._profile())
        )

    # -- truths -----------------------------------------------------------------------------------

    def likes(self) -> Result:
        """Better off with the first condition than with each other option of its decision."""
        (axis, option), *others = self.conditions.items()
        rest = dict(others)
        outcome = self._profile({axis: option, **rest}, own=False)
        instead = _pins(self.space, self.query.instead_of)
        if instead:
            rivals = [self._profile({**rest, **instead}, own=False)]
        else:
            rivals = [
                self._profile({**rest, axis: other}, own=False)
                for other in range(self.space.shape[axis])
                if other != option
            ]
        here, *there = self._payoffs([outcome, *rivals])
        holds = (
            np.logical_and.reduce([here - other > self.situation.epsilon for other in there])
            if there
            else np.ones(here.shape, dtype=bool)
        )
        return Answer(np.asarray(holds), np.zeros(here.shape, dtype=bool))

    def acts(self) -> Result:
        """Some option other than `now` beats `now` once the others have settled around it."""
        truth = acts(self.space, self._axis(), self._foresight(), self.situation.epsilon)
        return Answer(truth.holds & ~truth.cycles, truth.cycles)

    def cycles(self) -> Result:
        """The settling never comes to rest."""
        found = self._settlement().cycles
        return Answer(found, np.zeros_like(found))

    # -- options ----------------------------------------------------------------------------------

    def best(self) -> Result:
        """The owner's best option, all others held."""
        axis = self._axis()
        owner = self.space.owners[axis]
        profile = self._profile()
        variants = [
            (*profile[:axis], option, *profile[axis + 1 :])
            for option in range(self.space.shape[axis])
        ]
        payoffs = self.bench.payoffs_at(owner, self.seen_by, self.horizon, variants)
        pinned = {a: o for a, o in enumerate(profile) if a != axis}
        shape = [1] * len(self.space.shape)
        shape[axis] = len(variants)
        table = payoffs.reshape(*shape, payoffs.shape[-1])
        choice = best(self.space, {owner: table}, axis, profile, pinned, self.situation.epsilon)
        return Options(self.query.subject.name, choice)

    def settled(self) -> Result:
        """Where the decision comes to rest."""
        settlement = self._settlement()
        option = settlement.profile[self._axis()]
        tied = np.zeros(option.shape, dtype=bool)
        return Options(self.query.subject.name, Choice(option, tied))

    def foresees(self) -> Result:
        """The option that is best once the others have settled around it."""
        return Options(self.query.subject.name, self._foresight().choice)

    def _settlement(self) -> Settlement:
        s, payoffs = self.situation, self._tensor()
        return settle(
            self.space,
            payoffs,
            self._profile(),
            self._pinned(),
            s.agreements,
            s.epsilon,
            self._order(payoffs),
        )

    def _foresight(self) -> Foresight:
        s, payoffs = self.situation, self._tensor()
        return foresees(
            self.space,
            payoffs,
            self._axis(),
            self._profile(),
            self._pinned(),
            s.agreements,
            s.epsilon,
            self._order(payoffs),
        )

    def _order(self, payoffs: Mapping[str, FloatArray]) -> tuple[str, ...] | None:
        """The order of moving, of those who can move."""
        order = self.situation.order
        return None if order is None else tuple(actor for actor in order if actor in payoffs)

    # -- profiles and payoffs ---------------------------------------------------------------------

    def _axis(self) -> int:
        return self.space.axis[self.query.subject.name]

    def _pinned(self) -> dict[int, int]:
        return {**self.conditions, **self.situation.held}

    def _profile(self, more: Mapping[int, int] | None = None, *, own: bool = True) -> Profile:
        """`now`, then `start`, then the conditions, then `hold`."""
        profile = list(self.situation.start)
        pins = {**(self.conditions if own else {}), **(more or {}), **self.situation.held}
        for axis, option in pins.items():
            profile[axis] = option
        return tuple(profile)

    def _tensor(self) -> dict[str, FloatArray]:
        pinned = self._pinned()
        movers = movers_of(self.space, pinned, self.situation.agreements)
        movers |= {self.space.owners[self._axis()]}
        return self.bench.grid_payoffs(self.seen_by, self.horizon, pinned, movers)

    def _payoffs(self, profiles: list[Profile]) -> FloatArray:
        return self.bench.payoffs_at(self.query.subject.name, self.seen_by, self.horizon, profiles)

    def _amounts(self, value: FloatArray) -> Amounts:
        return Amounts(value, np.zeros(value.shape, dtype=bool))


def _pins(space: ProfileSpace, conditions: tuple[Is, ...]) -> dict[int, int]:
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
