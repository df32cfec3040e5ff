"""Propositions held against the worlds: who holds where, under each shape of draw."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.findings.answer import Answer, NotFiniteClaim
from kautilya.findings.bench import Bench, Plain
from kautilya.findings.equilibria import extent_of
from kautilya.findings.ex_ante import ExAnteBench
from kautilya.findings.examiner import Examiner
from kautilya.findings.finding import Extent, Tally
from kautilya.findings.informed import Informed
from kautilya.findings.job import REMOVAL_WORLDS, Job, Part, Parts, Sample
from kautilya.findings.needs import Needs, needs_of, prefetch
from kautilya.findings.posed import Tables
from kautilya.findings.table import Table
from kautilya.findings.trial import Trial, grouped, needs_grid
from kautilya.payoffs import Block, Change, Evaluator, Setting
from kautilya.terms import BoolArray, FloatArray

KEPT_BLOCKS = 64
"""Blocks of worlds of which it is remembered which agree with what was observed."""


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

    def among(self, kept: BoolArray) -> Counted:
        """The answers where the worlds are kept; others count as left out by an antecedent."""
        return Counted(self.answer, np.asarray(self.given & kept))

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


class Laboratory:
    """Runs trials in settings and blocks, sharing what they have in common.

    Parameters
    ----------
    evaluator
        Runs the model.
    block_size
        Worlds evaluated at once.
    trials
        Everything that will be asked, where that is known beforehand.
    observed
        What was seen to happen: worlds in which it does not are set apart.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        block_size: int,
        trials: Iterable[Trial] = (),
        observed: Sequence[Trial] = (),
    ) -> None:
        self.evaluator, self.block_size = evaluator, block_size
        self.observed = tuple(observed)
        self._groups = grouped([*trials, *observed])
        self._kept: OrderedDict[tuple[str, Block], BoolArray] = OrderedDict()
        self._needs: dict[tuple[str, ...], Needs] = {}
        self._ex_ante: dict[tuple[Setting, int], ExAnteBench] = {}
        self._informed: dict[tuple[Setting, int, tuple[str, ...]], Informed] = {}
        self._lock = threading.Lock()
        self._plain = Plain()

    def answer_block(
        self, trials: Sequence[Trial], setting: Setting, block: Block, worlds: int
    ) -> dict[str, Counted]:
        """Answers of some trials, all in the scenario of `setting`, in one block of worlds.

        `worlds` is how many worlds there are in all, over which a choice ex ante takes its mean.
        """
        bench = Bench(self.evaluator, setting, block, self._shared(setting, block))
        prefetch(bench, self.needs(trials), self._usual(trials))
        tables = self.tables(bench, worlds)
        return {trial.name: self._answer(trial, bench, tables) for trial in trials}

    def examiner(self, trial: Trial, setting: Setting, block: Block, worlds: int) -> Examiner:
        """What answers any part of a trial's claim, numbers too, in one block of worlds."""
        bench = Bench(self.evaluator, setting, block, self._shared(setting, block))
        prefetch(bench, self.needs([trial]), self._usual([trial]))
        return Examiner(bench, trial.situation, block.count, self.tables(bench, worlds))

    def kept(self, shape: str, block: Block, worlds: int) -> BoolArray | None:
        """Worlds that agree with what was observed; None where nothing was.

        It was observed in the case as it stands, whatever scenario a proposition is made in. A
        world in which it needs a value that is `cycles` does not agree with it.
        """
        if not self.observed:
            return None
        with self._lock:
            found = self._kept.get((shape, block))
        if found is None:
            found = self._agree(Setting(shape=shape), block, worlds)
            with self._lock:
                self._kept[shape, block] = found
                if len(self._kept) > KEPT_BLOCKS:
                    self._kept.popitem(last=False)
        return found

    def _agree(self, setting: Setting, block: Block, worlds: int) -> BoolArray:
        parts = []
        end = block.first + block.count
        for first in range(block.first, end, self.block_size):
            piece = Block(first, min(self.block_size, end - first))
            agree = np.ones(piece.count, dtype=bool)
            for trials in grouped(self.observed).values():
                for counted in self.answer_block(trials, setting, piece, worlds).values():
                    agree &= counted.answer.holds & ~counted.answer.missing
            parts.append(agree)
        return np.concatenate(parts)

    def perform(self, job: Job) -> Parts:
        """Do a piece of a board's work."""
        if job.key == ("extent",):
            return self._extents(job)
        kept = self.kept(job.setting.shape, job.block, job.worlds) if job.tells_kept else None
        if job.ends is None:
            found = self.answer_block(job.trials, job.setting, job.block, job.worlds)
            return {
                name: _part(counted, Sample(counted.value, counted.counts), job, kept)
                for name, counted in found.items()
            }
        return self._both_ends(job, *job.ends, kept)

    def _both_ends(
        self, job: Job, premise: str, low: float, high: float, kept: BoolArray | None
    ) -> Parts:
        """A claim with a premise at its low and at its high end, on the same worlds."""
        at_low, at_high = (
            self.answer_block(
                job.trials, replace(job.setting, pinned=((premise, value),)), job.block, job.worlds
            )
            for value in (low, high)
        )
        parts = {}
        for name, counted in at_low.items():
            other = at_high[name]
            apart = Sample(counted.value - other.value, counted.counts & other.counts)
            parts[name] = _part(counted, apart, job, kept)
        return parts

    def _extents(self, job: Job) -> dict[str, Extent]:
        """Where claims about a settling hold: in all pure equilibria, in some, in none."""
        bench = Bench(self.evaluator, job.setting, job.block, self._shared(job.setting, job.block))
        prefetch(bench, self.needs(job.trials), self._usual(job.trials))
        tables, worlds = self.tables(bench, job.worlds), job.block.count
        return {trial.name: extent_of(trial, bench, worlds, tables) for trial in job.trials}

    def blocks(self, worlds: int, trials: Sequence[Trial] = ()) -> tuple[Block, ...]:
        """Blocks that cover the first worlds: smaller where trials need all profiles."""
        few = bool(trials) and not any(needs_grid(trial) for trial in trials)
        size = max(self.block_size, REMOVAL_WORLDS) if few else self.block_size
        return tuple(Block(first, min(size, worlds - first)) for first in range(0, worlds, size))

    def _shared(self, setting: Setting, block: Block) -> Plain | None:
        """Evaluations are shared among the worlds on which removals are tried."""
        shares = setting.shape == "authored" and block.first + block.count <= REMOVAL_WORLDS
        return self._plain if shares else None

    def _usual(self, trials: Sequence[Trial]) -> Needs:
        """What is asked by all the trials that share their runs with these."""
        group = self._groups.get((trials[0].scenario, needs_grid(trials[0])))
        return self.needs(trials if group is None else group)

    def needs(self, trials: Sequence[Trial]) -> Needs:
        """What some trials ask, kept for the next time."""
        key = tuple(trial.name + repr(trial.situation.order) for trial in trials)
        if key not in self._needs:
            asked = [(trial.claim.tree, trial.situation) for trial in trials]
            asked += [(t.given.tree, t.situation) for t in trials if t.given is not None]
            self._needs[key] = needs_of(self.evaluator, asked)
        return self._needs[key]

    def ex_ante(self, setting: Setting, worlds: int) -> ExAnteBench:
        """The bench of mean payoffs over the first worlds, made once for each setting."""
        with self._lock:
            key = (setting, worlds)
            if key not in self._ex_ante:
                self._ex_ante[key] = ExAnteBench(self.evaluator, setting, self.blocks(worlds))
            return self._ex_ante[key]

    def informed(self, setting: Setting, worlds: int, premises: tuple[str, ...]) -> Informed:
        """Means over what is left where some premises are known, made once for each setting."""
        with self._lock:
            key = (setting, worlds, premises)
            if key not in self._informed:
                self._informed[key] = Informed(
                    self.evaluator, setting, self.blocks(worlds), premises, self.block_size
                )
            return self._informed[key]

    def forget(self) -> None:
        """Let go of means over worlds, for one who asks in ever new settings."""
        with self._lock:
            self._ex_ante.clear()
            self._informed.clear()

    def tables(self, bench: Bench, worlds: int) -> Tables:
        """Where queries about the worlds of a bench find what they change and know."""
        known: dict[tuple[Change, tuple[str, ...]], Table] = {}

        def tables(change: Change, knowing: tuple[str, ...] | None) -> Table:
            if knowing is None:
                return bench.under(change)
            setting = bench.setting.under(change)
            if not knowing:
                return self.ex_ante(setting, worlds)
            if (change, knowing) not in known:
                informed = self.informed(setting, worlds, knowing)
                known[change, knowing] = informed.at(bench.block)
            return known[change, knowing]

        return tables

    def _answer(self, trial: Trial, bench: Bench, tables: Tables) -> Counted:
        count = bench.block.count
        examiner = Examiner(bench, trial.situation, count, tables)
        try:
            answer = examiner.claim(trial.claim.tree)
            given = np.ones(count, dtype=bool)
            if trial.given is not None:
                found = examiner.claim(trial.given.tree)
                given = found.holds & ~found.missing
        except NotFiniteClaim as error:
            error.add_note(trial.name)
            raise
        return Counted(answer, given)


def joined(parts: Sequence[Counted]) -> Counted:
    """The answers of several blocks, one behind the other."""
    return Counted(
        Answer(
            np.concatenate([p.answer.holds for p in parts]),
            np.concatenate([p.answer.missing for p in parts]),
        ),
        np.concatenate([p.given for p in parts]),
    )


def _part(counted: Counted, sample: Sample, job: Job, kept: BoolArray | None) -> Part:
    agreeing = None
    if kept is not None:
        inner = Sample(sample.value, np.asarray(sample.counts & kept))
        agreeing = Part(counted.among(kept).tally(), inner.total, inner.number, None)
    world = sample if job.keeps_worlds else None
    return Part(counted.tally(), sample.total, sample.number, world, agreeing)
