"""The queries of a claim, one method each.

Definitions: semantics, "Queries".
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kautilya.case.expression import Is, Name, Query
from kautilya.findings.answer import Amounts, Answer, Options, Result
from kautilya.findings.pledges import is_broken, is_hollow
from kautilya.findings.posed import Posed, joined, pins_of
from kautilya.payoffs import Change, Level
from kautilya.solve import Choice, acts, self_enforcing
from kautilya.terms import FloatArray


class Asked(Posed):
    """One query, and the answer to each kind of it."""

    def answer(self) -> Result:
        """What the query answers."""
        found: Result = getattr(self, self.query.kind)()
        return found

    # -- numbers ----------------------------------------------------------------------------------

    def payoff(self) -> Result:
        """Discounted mean of weighted values at the profile."""
        return self._amounts(self.payoffs([self.profile()])[0])

    def gain(self) -> Result:
        """payoff(C) - payoff(D), other conditions on both sides."""
        to = self.profile(pins_of(self.space, self.query.to))
        other = self.profile(pins_of(self.space, self.query.instead_of))
        there, here = self.payoffs([to, other])
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
        return self._amounts(self.bench.level_at(level, self.seen_by, self.horizon, self.profile()))

    # -- truths -----------------------------------------------------------------------------------

    def likes(self) -> Result:
        """Better off with the first condition than with each other option of its decision."""
        (axis, option), *others = self.conditions.items()
        rest = dict(others)
        outcome = self.profile({axis: option, **rest}, own=False)
        instead = pins_of(self.space, self.query.instead_of)
        if instead:
            rivals = [self.profile({**rest, **instead}, own=False)]
        else:
            rivals = [
                self.profile({**rest, axis: other}, own=False)
                for other in range(self.space.shape[axis])
                if other != option
            ]
        here, *there = self.payoffs([outcome, *rivals])
        holds = (
            np.logical_and.reduce([here - other > self.situation.epsilon for other in there])
            if there
            else np.ones(here.shape, dtype=bool)
        )
        return Answer(np.asarray(holds), np.zeros(here.shape, dtype=bool))

    def acts(self) -> Result:
        """Some option other than `now` beats `now` once the others have settled around it."""
        truth = acts(self.space, self.axis(), self.foresight(), self.situation.epsilon)
        return Answer(truth.holds & ~truth.cycles, truth.cycles)

    def cycles(self) -> Result:
        """The settling never comes to rest."""
        found = self.settlement().cycles
        return Answer(found, np.zeros_like(found))

    def self_enforcing(self) -> Result:
        """The agreement is formed, and no party gains by leaving it alone."""
        s, space = self.situation, self.space
        names = [agreement.name for agreement in s.agreements]
        which = names.index(self.query.subject.name)
        payoffs = self.tensor(decides=False)
        settlement = self.settlement(payoffs)
        truth = self_enforcing(
            space, payoffs, settlement, s.agreements, which, self.pinned(), s.epsilon
        )
        return Answer(truth.holds & ~truth.cycles, truth.cycles)

    def empty(self) -> Result:
        """The owner would rather not carry out the threat, or not keep the promise once paid."""
        pledge = self.situation.declared.pledges[self.query.subject.name]
        return is_hollow(self, pledge) if pledge.kept is None else is_broken(self, pledge)

    def flips(self) -> Result:
        """The owner's best option differs somewhere in the range of the premise."""
        premise = self.query.subject.name
        own = self.best_of(self.bench).option
        moved = [
            self.best_of(self.under(Change(pinned=((premise, value),)))).option != own
            for value in self.situation.declared.points[premise]
        ]
        holds = np.asarray(np.logical_or.reduce(moved))
        return Answer(holds, np.zeros(holds.shape, dtype=bool))

    def share_of(self) -> Result:
        """What the cause adds to the query's answer, as a share: (with - without) / with."""
        of, cause = self.query.of, self.query.subject.name
        assert of is not None
        whole = _numbers(Asked(self.situation, self._tables, of, self._change).answer())
        rest = _numbers(self._without(of, cause).answer())
        none = whole.value == 0.0
        share = (whole.value - rest.value) / np.where(none, 1.0, whole.value)
        return Amounts(share, np.asarray(none | whole.missing | rest.missing))

    def _without(self, of: Query, cause: str) -> Asked:
        """A query with a cause taken away: from the facts, every view and every condition."""
        situation, change = self.situation, self._change
        if cause in self.space.axis:
            axis = self.space.axis[cause]
            option = self.space.now[axis]
            start = (*situation.start[:axis], option, *situation.start[axis + 1 :])
            situation = replace(situation, start=start, held={**situation.held, axis: option})
            of = replace(
                of,
                conditions=_others(of.conditions, cause),
                to=_others(of.to, cause),
                instead_of=_others(of.instead_of, cause),
            )
        else:
            off = self.situation.declared.off
            pinned = ((cause, off[cause]),) if cause in off else ()
            change = joined(change, Change(removed=frozenset({cause}), pinned=pinned))
        return Asked(situation, self._tables, of, change)

    # -- options ----------------------------------------------------------------------------------

    def best(self) -> Result:
        """The owner's best option, all others held."""
        return Options(self.query.subject.name, self.best_of(self.bench))

    def settled(self) -> Result:
        """Where the decision comes to rest."""
        settlement = self.settlement()
        option = settlement.profile[self.axis()]
        tied = np.zeros(option.shape, dtype=bool)
        return Options(self.query.subject.name, Choice(option, tied))

    def foresees(self) -> Result:
        """The option that is best once the others have settled around it."""
        return Options(self.query.subject.name, self.foresight().choice)

    def _amounts(self, value: FloatArray) -> Amounts:
        return Amounts(value, np.zeros(value.shape, dtype=bool))


def _others(conditions: tuple[Is, ...], decision: str) -> tuple[Is, ...]:
    """Conditions about other decisions."""
    return tuple(
        c for c in conditions if isinstance(c.subject, Name) and c.subject.name != decision
    )


def _numbers(result: Result) -> Amounts:
    """An answer as a number: a truth counts 1."""
    if isinstance(result, Answer):
        return Amounts(result.holds.astype(np.float64), result.missing)
    assert isinstance(result, Amounts)
    return result
