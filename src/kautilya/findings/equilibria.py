"""Whether a claim about a settling also holds where the actors might come to rest otherwise.

A settling reaches one resting place of perhaps several. The claim is asked again at every pure
equilibrium: does it hold in all of them, in some, in none?
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kautilya.case.expression import Expression, Name, Query, queries
from kautilya.findings.answer import Amounts, Answer, Options, Result
from kautilya.findings.examiner import Examiner
from kautilya.findings.finding import Extent
from kautilya.findings.posed import Tables, movers_of
from kautilya.findings.table import Table
from kautilya.findings.trial import SOLVED, Trial
from kautilya.payoffs import ProfileSpace
from kautilya.solve import Choice, pure_nash
from kautilya.terms import IntArray


def is_about_rest(trial: Trial) -> bool:
    """Whether a claim asks where decisions settle, in one situation, and nothing else is solved."""
    asked = [q for q in queries(trial.claim.tree) if q.kind in SOLVED]
    if not asked or any(q.kind != "settled" for q in asked):
        return False
    frames = {
        (
            tuple((str(c.subject), c.options[0].name) for c in q.conditions),
            q.within,
            q.seen_by.name if q.seen_by else None,
            q.knowing,
        )
        for q in asked
    }
    return len(frames) == 1 and asked[0].knowing is None


def extent_of(trial: Trial, bench: Table, worlds: int, tables: Tables | None = None) -> Extent:
    """In how many worlds of a bench a claim holds in all, some or none of the pure equilibria."""
    situation = trial.situation
    query = next(q for q in queries(trial.claim.tree) if q.kind == "settled")
    space = bench.space
    pinned = dict(situation.held)
    for condition in query.conditions:
        assert isinstance(condition.subject, Name)
        axis = space.axis[condition.subject.name]
        pinned.setdefault(axis, space.option(condition.subject.name, condition.options[0].name))
    seen_by = query.seen_by.name if query.seen_by is not None else situation.voice
    movers = movers_of(space, pinned, situation.agreements)
    payoffs = bench.grid_payoffs(seen_by, query.within or situation.horizon, pinned, movers)
    found = pure_nash(space, payoffs, pinned, situation.epsilon)
    profiles = _profiles(space, pinned)
    shape = tuple(1 if axis in pinned else n for axis, n in enumerate(space.shape))
    equilibria = np.broadcast_to(found, (*shape, worlds)).reshape(len(profiles), worlds)
    inner = Examiner(bench, situation, worlds, tables)
    answer = _AtProfiles(inner, profiles).claim(trial.claim.tree)
    holds = answer.holds.reshape(len(profiles), worlds)
    total = np.count_nonzero(equilibria, axis=0)
    holding = np.count_nonzero(equilibria & holds, axis=0)
    return Extent(
        int(np.count_nonzero((total > 0) & (holding == total))),
        int(np.count_nonzero((holding > 0) & (holding < total))),
        int(np.count_nonzero((total > 0) & (holding == 0))),
        int(np.count_nonzero(total == 0)),
    )


def _profiles(space: ProfileSpace, pinned: Mapping[int, int]) -> IntArray:
    """All profiles that respect the pins, one a row, the last decision varying fastest."""
    axes = [
        np.array([pinned[axis]]) if axis in pinned else np.arange(n)
        for axis, n in enumerate(space.shape)
    ]
    table = np.meshgrid(*axes, indexing="ij")
    return np.stack([part.reshape(-1) for part in table], axis=1).astype(np.int64)


class _AtProfiles(Examiner):
    """Answers a claim at many profiles: what settles is read off the profile."""

    def __init__(self, inner: Examiner, profiles: IntArray) -> None:
        super().__init__(inner.bench, inner.situation, len(profiles) * inner.worlds)
        self.inner, self.profiles = inner, profiles

    def result(self, tree: Expression) -> Result:
        """A premise is the same at every profile."""
        if isinstance(tree, Name):
            return self._repeat(self.inner.result(tree))
        return super().result(tree)

    def _query(self, query: Query) -> Result:
        if query.kind != "settled":
            return self._repeat(self.inner._query(query))
        axis = self.bench.space.axis[query.subject.name]
        option = np.repeat(self.profiles[:, axis], self.inner.worlds)
        return Options(query.subject.name, Choice(option, np.zeros(option.shape, dtype=bool)))

    def _repeat(self, result: Result) -> Result:
        times = len(self.profiles)
        if isinstance(result, Amounts):
            return Amounts(np.tile(result.value, times), np.tile(result.missing, times))
        if isinstance(result, Answer):
            return Answer(np.tile(result.holds, times), np.tile(result.missing, times))
        choice = Choice(np.tile(result.choice.option, times), np.tile(result.choice.tied, times))
        return Options(result.decision, choice)
