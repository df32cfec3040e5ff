"""Asks questions at settings, all in the same worlds, and remembers what they answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

import numpy as np

from kautilya.explore.tipping import Curve
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.trial import Trial, grouped
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.study.tipping.questions import Question
from kautilya.terms import FloatArray

__all__ = ["Survey"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Job:
    """Some trials of one scenario in one setting and one block of worlds."""

    setting: Setting
    trials: tuple[Trial, ...]
    block: Block


class Survey:
    """Answers of questions in every world, under one setting after another.

    Parameters
    ----------
    evaluator
        Runs the case.
    questions
        Everything that may be asked.
    worlds, block_size
        How many worlds, and how many are evaluated at once.
    threads
        Threads that evaluate; the answers do not depend on it.
    progress
        Called with worlds done and worlds known to be wanted.
    expected
        Worlds that will be wanted, as far as that can be told, for the progress.
    """

    def __init__(
        self,
        evaluator: ArrayEvaluator,
        questions: Sequence[Question],
        worlds: int,
        block_size: int,
        threads: int,
        progress: Progress | None = None,
        expected: int = 0,
    ) -> None:
        self.questions = {question.name: question for question in questions}
        self.worlds, self._threads = worlds, max(1, threads)
        trials = [trial for question in questions for trial in question.trials]
        self._laboratory = Laboratory(evaluator, block_size, trials)
        self._known: dict[tuple[Setting, str], FloatArray] = {}
        self._progress, self._expected, self._done = progress, expected, 0

    def answers(self, name: str, setting: Setting) -> FloatArray:
        """What a question answers in each world, as asked before by `ask`."""
        return self._known[setting, name]

    def shares(self, names: Sequence[str], setting: Setting) -> dict[str, FloatArray]:
        """Share of worlds of each kind of answer, by question, as asked before."""
        found = {}
        for name in names:
            curve = Curve(np.zeros(1), self.answers(name, setting)[None])
            found[name] = curve.shares(self.questions[name].rule)[0]
        return found

    def ask(self, wanted: Mapping[Setting, Sequence[str]]) -> None:
        """Ask questions in settings, but for what was asked before.

        A setting's own scenario does not matter: each question is asked in its own.
        """
        jobs: list[_Job] = []
        fresh: list[tuple[Setting, Question]] = []
        for setting, names in wanted.items():
            new = [self.questions[n] for n in names if (setting, n) not in self._known]
            fresh += [(setting, question) for question in new]
            jobs += self._jobs(setting, new)
        found = self._run(jobs)
        for setting, question in fresh:
            self._known[setting, question.name] = self._answer(question, setting, found)

    def _jobs(self, setting: Setting, questions: Sequence[Question]) -> list[_Job]:
        jobs = []
        by_setting: dict[Setting, list[Trial]] = {}
        for question in questions:
            for held in _ends(question, setting) or [setting]:
                by_setting.setdefault(held, []).extend(question.trials)
        for held, trials in by_setting.items():
            for (scenario, _), group in grouped(trials).items():
                under = replace(held, scenario=scenario)
                blocks = self._laboratory.blocks(self.worlds, group)
                jobs += [_Job(under, tuple(group), block) for block in blocks]
        return jobs

    def _run(self, jobs: Sequence[_Job]) -> Mapping[tuple[Setting, str], Counted]:
        """The answers of each trial in each setting, all blocks together."""
        parts: dict[tuple[Setting, str], dict[int, Counted]] = {}
        wanted = self._done + sum(job.block.count for job in jobs)
        pool = ThreadPoolExecutor(self._threads)
        try:
            waiting = {pool.submit(self._perform, job): job for job in jobs}
            for future in as_completed(waiting):
                job = waiting.pop(future)
                for name, counted in future.result().items():
                    parts.setdefault((job.setting, name), {})[job.block.first] = counted
                self._done += job.block.count
                if self._progress is not None:
                    self._progress(self._done, max(wanted, self._expected))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        return {
            key: joined([counted for _, counted in sorted(blocks.items())])
            for key, blocks in parts.items()
        }

    def _perform(self, job: _Job) -> dict[str, Counted]:
        return self._laboratory.answer_block(job.trials, job.setting, job.block, self.worlds)

    def _answer(
        self, question: Question, setting: Setting, found: Mapping[tuple[Setting, str], Counted]
    ) -> FloatArray:
        """One number for each world, NaN where there is no answer."""

        def of(held: Setting, trial: Trial) -> Counted:
            return found[replace(held, scenario=trial.scenario), trial.name]

        if question.irrelevant is not None:
            (trial,) = question.trials
            low, high = (of(end, trial) for end in _ends(question, setting))
            both = low.counts & high.counts
            return np.where(both, low.value - high.value, np.nan)
        counted = [of(setting, trial) for trial in question.trials]
        if question.decision:
            holds = np.stack([one.answer.holds & one.counts for one in counted])
            return np.where(holds.any(axis=0), holds.argmax(axis=0), np.nan)
        return np.where(counted[0].counts, counted[0].value, np.nan)


def _ends(question: Question, setting: Setting) -> list[Setting]:
    """For a test of irrelevance, the setting with the premise at its low and at its high end."""
    verdict = question.verdict
    if verdict is None or verdict.premise is None:
        return []
    kept = tuple(pair for pair in setting.pinned if pair[0] != verdict.premise)
    return [replace(setting, pinned=(*kept, (verdict.premise, value))) for value in verdict.ends]
