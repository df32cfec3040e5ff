"""The work of a board: which propositions run in which setting and block of worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kautilya.case import Case, Names
from kautilya.findings.equilibria import is_about_rest
from kautilya.findings.examine import Laboratory
from kautilya.findings.job import REMOVAL_WORLDS, Job, Parts
from kautilya.findings.reasons import bearing, elements
from kautilya.findings.results import Results
from kautilya.findings.runner import Runner, on_threads
from kautilya.findings.trial import Trial, grouped, turns_on_order, with_order
from kautilya.payoffs import Evaluator, Setting

SHAPES = ("authored", "edges", "centre", "log")
"""Shapes of draw under which every test is made."""


@dataclass(frozen=True)
class Plan:
    """How a board is made.

    Parameters
    ----------
    worlds
        Worlds as authored; a quarter of them in each other shape.
    threads
        Threads that evaluate.
    block_size
        Worlds evaluated at once.
    removals
        Whether to try removals and other orders; without them the standing is unknown.
    """

    worlds: int = 2000
    threads: int = 2
    block_size: int = 100
    removals: bool = True


Progress = Callable[[int, int], None]
"""Called with worlds done and worlds in all."""


class Schedule:
    """The jobs of a board, and how they are run.

    Parameters
    ----------
    case, names, evaluator
        What the author wrote, and what runs it.
    trials
        Propositions to test, by name.
    plan
        How many worlds, and how they are run.
    observed
        What was seen to happen.
    """

    def __init__(
        self,
        case: Case,
        names: Names,
        evaluator: Evaluator,
        trials: Mapping[str, Trial],
        plan: Plan,
        observed: Sequence[Trial] = (),
    ) -> None:
        self.case, self.names, self.evaluator = case, names, evaluator
        self.trials, self.plan, self.observed = trials, plan, tuple(observed)
        self.laboratory = Laboratory(evaluator, plan.block_size, trials.values(), observed)

    def shape_jobs(self) -> list[Job]:
        """Every proposition under every shape of draw."""
        jobs = []
        for shape in SHAPES:
            worlds = self.worlds(shape)
            for (scenario, _), trials in grouped(self.trials.values()).items():
                setting = Setting(scenario, shape=shape)
                jobs += self._jobs(("shape", shape), trials, setting, worlds)
        return jobs

    def observed_jobs(self) -> list[Job]:
        """What was observed, under every shape of draw."""
        return [
            Job(("observed", shape), tuple(trials), Setting(shape=shape), block, self.worlds(shape))
            for shape in SHAPES
            for trials in grouped(self.observed).values()
            for block in self.laboratory.blocks(self.worlds(shape), trials)
        ]

    def worlds(self, shape: str) -> int:
        """How many worlds are drawn in a shape."""
        return self.plan.worlds if shape == "authored" else max(1, self.plan.worlds // 4)

    def _jobs(
        self, key: tuple[str, ...], trials: Sequence[Trial], setting: Setting, worlds: int
    ) -> list[Job]:
        """Jobs over all blocks; a test of irrelevance runs at both ends of its premise."""
        plain = tuple(t for t in trials if self.irrelevant(t.name) is None)
        jobs = []
        for block in self.laboratory.blocks(worlds, plain or trials):
            if plain:
                jobs.append(Job(key, plain, setting, block, worlds))
            for trial in trials:
                premise = self.irrelevant(trial.name)
                if premise is not None:
                    ends = (premise, *self._ends(premise))
                    jobs.append(Job(key, (trial,), setting, block, worlds, ends))
        return jobs

    def removal_jobs(self) -> list[Job]:
        """Every proposition without each element that bears on it, and in other orders."""
        worlds = min(REMOVAL_WORLDS, self.plan.worlds)
        reach = {
            name: bearing(self.case, self.evaluator, trial) for name, trial in self.trials.items()
        }
        jobs = []
        for element in elements(self.case, self.names):
            touched = [trial for name, trial in self.trials.items() if element in reach[name]]
            for (scenario, _), trials in grouped(touched).items():
                setting = Setting(scenario, frozenset({element}))
                jobs += self._jobs(("without", element), trials, setting, worlds)
        for name, trial in self.trials.items():
            reasons = self.case.propositions[name].because
            if reasons:
                setting = Setting(trial.scenario, frozenset(reasons))
                jobs += self._jobs(("reasons",), [trial], setting, worlds)
        return jobs + self._order_jobs(worlds) + self._extent_jobs(worlds)

    def _extent_jobs(self, worlds: int) -> list[Job]:
        resting = [trial for trial in self.trials.values() if is_about_rest(trial)]
        return [
            Job(("extent",), tuple(trials), Setting(scenario), block, worlds)
            for (scenario, _), trials in grouped(resting).items()
            for block in self.laboratory.blocks(worlds, trials)
        ]

    def _order_jobs(self, worlds: int) -> list[Job]:
        solved = [
            trial
            for trial in self.trials.values()
            if turns_on_order(trial) and self.irrelevant(trial.name) is None
        ]
        jobs = []
        for number, order in enumerate(self.orders()):
            for (scenario, _), trials in grouped(solved).items():
                turned = [with_order(trial, order) for trial in trials]
                jobs += self._jobs(("order", str(number)), turned, Setting(scenario), worlds)
        return jobs

    def orders(self) -> tuple[tuple[str, ...], ...]:
        """Other orders of moving: reversed, and each actor first."""
        actors = tuple(a for a in self.case.actors if a in self.evaluator.interests)
        first = [(a, *(b for b in actors if b != a)) for a in actors]
        return tuple(dict.fromkeys(o for o in (actors[::-1], *first) if o != actors))

    def run(
        self,
        jobs: Sequence[Job],
        results: Results,
        progress: Progress | None = None,
        runner: Runner | None = None,
    ) -> None:
        """Run jobs and add what they give to the results, in whatever order they come in."""
        total, done = sum(job.block.count for job in jobs), 0

        def deliver(number: int, parts: Parts) -> None:
            nonlocal done
            results.add(jobs[number], parts)
            done += jobs[number].block.count
            if progress is not None:
                progress(done, total)

        run = on_threads(self.plan.threads) if runner is None else runner
        run(jobs, self.laboratory.perform, deliver)

    # -- what is irrelevant -----------------------------------------------------------------------

    def irrelevant(self, name: str) -> str | None:
        """The premise that a proposition calls irrelevant, or None."""
        stated = self.case.propositions[name].stated
        return stated.get("irrelevant") if isinstance(stated, dict) else None

    def _ends(self, premise: str) -> tuple[float, float]:
        entry = self.case.premises[premise]
        if entry.range is not None:
            return entry.range
        return (0.0, 1.0) if entry.chance is not None else (entry.value or 0.0, entry.value or 0.0)
