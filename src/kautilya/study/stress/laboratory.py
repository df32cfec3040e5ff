"""Runs variants: what each does to each proposition, on the worlds on which removals are tried."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from kautilya.case import Case
from kautilya.findings.examine import Laboratory
from kautilya.findings.job import REMOVAL_WORLDS, Sample
from kautilya.findings.reasons import bearing
from kautilya.findings.standing import paired
from kautilya.findings.trial import Trial, grouped, with_order
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.study.stress.record import Effect, Variant
from kautilya.study.stress.verdicts import Verdict

T = TypeVar("T")

SCREEN = 200
"""Worlds on which a variant is tried first; it goes on where a verdict may turn."""

CAUTION = 3.0
"""Standard errors by which a difference may be off before a variant is let go."""

UNSEEN = 0.015
"""What may change though no world of the screen changed: with 95% confidence, 3 in 200."""


@dataclass(frozen=True)
class Task:
    """One variant and the propositions of one scenario on which it may bear."""

    variant: Variant
    trials: tuple[Trial, ...]


class StressLaboratory:
    """Tries variants on propositions.

    Parameters
    ----------
    case, evaluator
        What the author wrote, and what runs it.
    trials
        The propositions, ready to be tried.
    verdicts
        What passes, by proposition.
    worlds
        Worlds on which everything is tried.
    block_size
        Worlds that are evaluated at once.
    """

    def __init__(
        self,
        case: Case,
        evaluator: ArrayEvaluator,
        trials: Sequence[Trial],
        verdicts: Mapping[str, Verdict],
        worlds: int,
        block_size: int,
    ) -> None:
        self.case, self.evaluator, self.verdicts = case, evaluator, verdicts
        self.trials = {trial.name: trial for trial in trials}
        self.worlds = min(worlds, REMOVAL_WORLDS)
        self._screen = tuple(_blocks(0, min(SCREEN, self.worlds), block_size))
        self._rest = tuple(_blocks(min(SCREEN, self.worlds), self.worlds, block_size))
        self._laboratory = Laboratory(evaluator, block_size, trials)
        self._others: dict[int, Laboratory] = {}
        self._lock = threading.Lock()
        self._bearing = {t.name: bearing(case, evaluator, t) for t in trials}
        self._base: dict[str, Sample] = {}

    # -- as authored ------------------------------------------------------------------------------

    def begin(self, threads: int, known: Mapping[str, Sample] | None = None) -> None:
        """Answer every proposition as authored; needed before any variant.

        Parameters
        ----------
        threads
            Threads that evaluate.
        known
            Answers from before, by proposition.
        """
        self._base.update(known or {})
        asked = [trial for trial in self.trials.values() if trial.name not in self._base]
        plain = Variant("as authored", "plain", ())
        tasks = [Task(plain, tuple(ts)) for ts in grouped(asked).values()]
        for _, found in self._over(tasks, self._whole, threads):
            self._base.update(found)

    def _whole(self, task: Task) -> dict[str, Sample]:
        return self._samples(task.variant, task.trials, (*self._screen, *self._rest))

    def base(self, name: str) -> Sample:
        """What a proposition gives as authored, world by world."""
        return self._base[name]

    # -- variants ---------------------------------------------------------------------------------

    def bearing(self, name: str) -> frozenset[str]:
        """What a proposition's answer can depend on."""
        return self._bearing[name]

    def bears_on(self, variant: Variant, name: str) -> bool:
        """Whether a variant can move a proposition's answer."""
        trial = self.trials[name]
        if variant.order is not None:
            return any(
                q.kind in ("settled", "foresees", "acts", "cycles") for q in trial.claim.queries
            )
        if variant.horizon is not None or variant.setting.discount is not None:
            return True
        reach = self._bearing[name]
        weighed = {
            f"{actor}.{row.id}"
            for actor, _ in variant.setting.weighting
            for row in self.case.interests[actor]
        }
        return bool((variant.setting.changed | weighed) & reach)

    def tasks(self, variants: Iterable[Variant], names: Iterable[str] | None = None) -> list[Task]:
        """What has to be run: each variant on each scenario in which it can move something."""
        wanted = list(self.trials if names is None else names)
        found = []
        for variant in variants:
            touched = [self.trials[n] for n in wanted if self.bears_on(variant, n)]
            found += [Task(variant, tuple(ts)) for ts in grouped(touched).values()]
        return found

    def run(self, tasks: Sequence[Task], threads: int) -> Iterator[tuple[Task, list[Effect]]]:
        """Run tasks, each as it is done; in no lasting order."""
        yield from self._over(tasks, self.effects, threads)

    def effects(self, task: Task) -> list[Effect]:
        """What one variant does to the propositions of one scenario."""
        samples = self._samples(task.variant, task.trials, self._screen)
        risky = tuple(t for t in task.trials if self._may_turn(t.name, samples[t.name]))
        if risky and self._rest:
            more = self._samples(task.variant, risky, self._rest)
            for name, sample in more.items():
                first = samples[name]
                samples[name] = Sample(
                    np.concatenate([first.value, sample.value]),
                    np.concatenate([first.counts, sample.counts]),
                )
        turning = {trial.name for trial in risky}
        return [
            self._effect(task.variant, name, sample, may_turn=name in turning)
            for name, sample in samples.items()
        ]

    def _may_turn(self, name: str, sample: Sample) -> bool:
        """Whether the verdict may turn on more worlds, going by the first."""
        verdict, whole = self.verdicts[name], self._base[name]
        seen = self._compare("", name, sample)
        # A world can move a test of irrelevance at both ends of its premise.
        unseen = UNSEEN if verdict.premise is None else 2.0 * UNSEEN
        spread = max(CAUTION * seen.error, unseen)
        return verdict.turns_within(whole.mean, whole.mean + seen.difference, spread)

    def _effect(self, variant: Variant, name: str, sample: Sample, *, may_turn: bool) -> Effect:
        found = self._compare(variant.name, name, sample)
        # On the screen alone the plain share may lie on the other side of an edge by chance.
        return found if may_turn else replace(found, flips=False)

    def _compare(self, label: str, name: str, sample: Sample) -> Effect:
        base, count = self._base[name], len(sample.value)
        before = Sample(base.value[:count], base.counts[:count])
        found = paired(label, before, sample, self.verdicts[name].passes)
        return Effect(
            label, name, before.mean, found.share, found.difference, found.error, count, found.flips
        )

    # -- runs -------------------------------------------------------------------------------------

    def _samples(
        self, variant: Variant, trials: Sequence[Trial], blocks: Sequence[Block]
    ) -> dict[str, Sample]:
        setting = replace(variant.setting, scenario=trials[0].scenario)
        laboratory, asked = self._laboratory, list(trials)
        if variant.order is not None:
            asked = [with_order(trial, variant.order) for trial in trials]
        if variant.horizon is not None:
            laboratory = self._over_months(variant.horizon)
            asked = [_over(trial, variant.horizon) for trial in asked]
        plain = [t for t in asked if self.verdicts[t.name].premise is None]
        found: dict[str, list[Sample]] = {trial.name: [] for trial in asked}
        for block in blocks:
            if plain:
                answers = laboratory.answer_block(plain, setting, block, self.worlds)
                for name, counted in answers.items():
                    found[name].append(Sample(counted.value, counted.counts))
            for name, sample in self._apart(laboratory, asked, setting, block).items():
                found[name].append(sample)
        return {name: _joined(parts) for name, parts in found.items()}

    def _apart(
        self, laboratory: Laboratory, trials: Sequence[Trial], setting: Setting, block: Block
    ) -> dict[str, Sample]:
        """Tests of irrelevance: the difference between both ends of the premise of each."""
        alike: dict[tuple[str, tuple[float, float]], list[Trial]] = {}
        for trial in trials:
            verdict = self.verdicts[trial.name]
            if verdict.premise is not None:
                alike.setdefault((verdict.premise, verdict.ends), []).append(trial)
        found = {}
        for (premise, ends), group in alike.items():
            rest = tuple(pair for pair in setting.pinned if pair[0] != premise)
            low, high = (
                laboratory.answer_block(
                    group, replace(setting, pinned=(*rest, (premise, end))), block, self.worlds
                )
                for end in ends
            )
            for name, at_low in low.items():
                at_high = high[name]
                found[name] = Sample(at_low.value - at_high.value, at_low.counts & at_high.counts)
        return found

    def _over_months(self, horizon: int) -> Laboratory:
        with self._lock:
            if horizon not in self._others:
                trials = [_over(trial, horizon) for trial in self.trials.values()]
                size = self._laboratory.block_size
                self._others[horizon] = Laboratory(self.evaluator, size, trials)
            return self._others[horizon]

    def _over(
        self, tasks: Sequence[Task], work: Callable[[Task], T], threads: int
    ) -> Iterator[tuple[Task, T]]:
        """Do tasks on threads; whoever stops is not made to wait for those under way."""
        pool = ThreadPoolExecutor(threads)
        try:
            waiting = {pool.submit(work, task): task for task in tasks}
            for future in as_completed(waiting):
                yield waiting.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()


def _blocks(first: int, end: int, size: int) -> Iterator[Block]:
    for start in range(first, end, size):
        yield Block(start, min(size, end - start))


def _over(trial: Trial, horizon: int) -> Trial:
    """A trial over another number of months."""
    return replace(trial, situation=replace(trial.situation, horizon=horizon))


def _joined(parts: Sequence[Sample]) -> Sample:
    return Sample(
        np.concatenate([p.value for p in parts]), np.concatenate([p.counts for p in parts])
    )
