"""Propositions held against the worlds: who holds where, under each shape of draw."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case
from kautilya.findings.answer import Answer, Examiner, NotFiniteClaim, Situation
from kautilya.findings.bench import Bench, ExAnteBench, Plain, Table
from kautilya.findings.claims import Claim, Claims, conditions_of, held_decisions
from kautilya.findings.finding import Tally
from kautilya.findings.needs import Needs, needs_of, prefetch
from kautilya.payoffs import Block, Evaluator, Profile, ProfileSpace, Setting
from kautilya.solve import Agreement
from kautilya.terms import BoolArray, FloatArray


REMOVAL_WORLDS = 500
"""Worlds on which removals and other orders of moving are tried."""


@dataclass(frozen=True)
class Trial:
    """A proposition ready to be tested.

    Parameters
    ----------
    name
        The proposition.
    claim, given
        What is tested, and its antecedent or None.
    scenario
        Scenario in which it is asked.
    situation
        Profile, pins, voice and order of moving.
    """

    name: str
    claim: Claim
    given: Claim | None
    scenario: str | None
    situation: Situation


@dataclass(frozen=True)
class Counted:
    """Answers of a proposition in a run of worlds.

    Parameters
    ----------
    answer
        The claim.
    given
        Where the antecedent holds.
    """

    answer: Answer
    given: BoolArray

    @property
    def counts(self) -> BoolArray:
        """Worlds that count: the antecedent holds and there is an answer."""
        return np.asarray(self.given & ~self.answer.missing)

    @property
    def value(self) -> FloatArray:
        """1 where the claim holds, 0 where it does not."""
        return self.answer.holds.astype(np.float64)

    def first(self, worlds: int) -> Counted:
        """The answers in the first worlds."""
        return Counted(
            Answer(self.answer.holds[:worlds], self.answer.missing[:worlds]), self.given[:worlds]
        )

    def tally(self) -> Tally:
        """The worlds, counted."""
        counts = self.counts
        return Tally(
            int(np.count_nonzero(self.answer.holds & counts)),
            int(np.count_nonzero(counts)),
            int(np.count_nonzero(self.given & self.answer.missing)),
            int(np.count_nonzero(~self.given)),
        )


def trials_of(case: Case, claims: Claims, space: ProfileSpace) -> tuple[Trial, ...]:
    """Every proposition with a claim, ready to be tested."""
    agreements = agreements_of(case, space)
    order = tuple(actor for actor in case.actors if case.interests.get(actor))
    tests = []
    for name, claim in claims.claims.items():
        proposition = case.propositions[name]
        held = _axes(space, held_decisions(case, name))
        situation = Situation(
            start_profile(case, space, proposition.in_, held),
            held,
            None if proposition.voice == "author" else proposition.voice,
            agreements,
            case.epsilon,
            case.horizon,
            order,
        )
        tests.append(Trial(name, claim, claims.givens.get(name), proposition.in_, situation))
    return tuple(tests)


def agreements_of(case: Case, space: ProfileSpace) -> tuple[Agreement, ...]:
    """The agreements of a case, in file order."""
    return tuple(
        Agreement(name, entry.parties, _axes(space, conditions_of(entry.when)))
        for name, entry in case.agreements.items()
    )


def start_profile(
    case: Case, space: ProfileSpace, scenario: str | None, held: Mapping[int, int]
) -> Profile:
    """`now`, overridden by the scenario's `start`, then by what is held."""
    start = case.scenarios[scenario].start if scenario else {}
    profile = list(space.profile(start))
    for axis, option in held.items():
        profile[axis] = option
    return tuple(profile)


def _axes(space: ProfileSpace, conditions: Mapping[str, str]) -> dict[int, int]:
    return {space.axis[d]: space.option(d, o) for d, o in conditions.items()}


class Laboratory:
    """Runs tests in settings and blocks, sharing what they have in common.

    Parameters
    ----------
    evaluator
        Runs the model.
    block_size
        Worlds evaluated at once.
    """

    def __init__(self, evaluator: Evaluator, block_size: int) -> None:
        self.evaluator, self.block_size = evaluator, block_size
        self._needs: dict[tuple[str, ...], Needs] = {}
        self._ex_ante: dict[tuple[Setting, int], ExAnteBench] = {}
        self._lock = threading.Lock()
        self._plain = Plain()

    def answer_block(
        self, tests: Sequence[Trial], setting: Setting, block: Block, worlds: int
    ) -> dict[str, Counted]:
        """Answers of some tests, all in the scenario of `setting`, in one block of worlds.

        `worlds` is how many worlds there are in all, over which a choice ex ante takes its mean.
        """
        bench = Bench(self.evaluator, setting, block, self._shared(setting, block))
        prefetch(bench, self.needs(tests))
        return {test.name: self._answer(test, bench, setting, worlds) for test in tests}

    def blocks(self, worlds: int) -> tuple[Block, ...]:
        """Blocks that cover the first worlds."""
        size = self.block_size
        return tuple(Block(first, min(size, worlds - first)) for first in range(0, worlds, size))

    def _shared(self, setting: Setting, block: Block) -> Plain | None:
        """Evaluations are shared among the worlds on which removals are tried."""
        shares = setting.shape == "authored" and block.first + block.count <= REMOVAL_WORLDS
        return self._plain if shares else None

    def needs(self, tests: Sequence[Trial]) -> Needs:
        """What some tests ask, kept for the next time."""
        key = tuple(test.name + repr(test.situation.order) for test in tests)
        if key not in self._needs:
            asked = [(test.claim.tree, test.situation) for test in tests]
            asked += [(t.given.tree, t.situation) for t in tests if t.given is not None]
            self._needs[key] = needs_of(self.evaluator, asked)
        return self._needs[key]

    def ex_ante(self, setting: Setting, worlds: int) -> ExAnteBench:
        """The bench of mean payoffs over the first worlds, made once for each setting."""
        with self._lock:
            key = (setting, worlds)
            if key not in self._ex_ante:
                self._ex_ante[key] = ExAnteBench(self.evaluator, setting, self.blocks(worlds))
            return self._ex_ante[key]

    def _answer(self, test: Trial, bench: Bench, setting: Setting, worlds: int) -> Counted:
        def mean() -> Table:
            return self.ex_ante(setting, worlds)

        count = bench.block.count
        examiner = Examiner(bench, test.situation, count, mean)
        try:
            answer = examiner.claim(test.claim.tree)
            given = np.ones(count, dtype=bool)
            if test.given is not None:
                found = examiner.claim(test.given.tree)
                given = found.holds & ~found.missing
        except NotFiniteClaim as error:
            error.add_note(test.name)
            raise
        return Counted(answer, given)


def with_order(test: Trial, order: tuple[str, ...]) -> Trial:
    """A test with another order of moving."""
    return replace(test, situation=replace(test.situation, order=order))


def by_scenario(tests: Iterable[Trial]) -> dict[str | None, list[Trial]]:
    """Tests grouped by the scenario in which they are asked."""
    groups: dict[str | None, list[Trial]] = {}
    for test in tests:
        groups.setdefault(test.scenario, []).append(test)
    return groups


def joined(parts: Sequence[Counted]) -> Counted:
    """The answers of several blocks, one behind the other."""
    return Counted(
        Answer(
            np.concatenate([p.answer.holds for p in parts]),
            np.concatenate([p.answer.missing for p in parts]),
        ),
        np.concatenate([p.given for p in parts]),
    )
