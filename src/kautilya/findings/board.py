"""The board: every proposition held against its worlds, and what each verdict rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case, Names, Places
from kautilya.credence import (
    Fit,
    Yardstick,
    fit_irrelevant,
    fit_of,
    fit_over,
    hedge_of,
    near_edge,
    passes,
    wilson,
)
from kautilya.findings.claims import Claims
from kautilya.findings.examine import (
    REMOVAL_WORLDS,
    Counted,
    Laboratory,
    Trial,
    by_scenario,
    joined,
    trials_of,
    with_order,
)
from kautilya.findings.finding import Finding, Removal, Standing, Tally
from kautilya.findings.reasons import bearing, elements, is_restated
from kautilya.findings.standing import Sample, paired, ranked, standing_of
from kautilya.payoffs import Block, Evaluator, Setting

SHAPES = ("authored", "edges", "centre", "log")
"""Shapes of draw under which every test is made."""

SOLVED = frozenset({"settled", "foresees", "acts", "cycles"})
"""Queries whose answer depends on the order of moving."""


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


@dataclass(frozen=True)
class _Job:
    """Some tests in one setting and one block of worlds."""

    key: tuple[str, ...]
    tests: tuple[Trial, ...]
    setting: Setting
    block: Block
    worlds: int


class Board:
    """Makes the findings of a case.

    Parameters
    ----------
    case, names, places, claims
        What the author wrote.
    evaluator
        Runs the model.
    yardstick
        Between the words and the shares.
    plan
        How many worlds, and how they are run.
    only
        Propositions to test; all where None.
    """

    def __init__(
        self,
        case: Case,
        names: Names,
        places: Places,
        claims: Claims,
        evaluator: Evaluator,
        yardstick: Yardstick,
        plan: Plan,
        only: Sequence[str] | None = None,
    ) -> None:
        self.case, self.names, self.places = case, names, places
        self.evaluator, self.yardstick, self.plan = evaluator, yardstick, plan
        self.chosen = tuple(case.propositions) if only is None else tuple(only)
        self.tests = {
            test.name: test
            for test in trials_of(case, claims, evaluator.space)
            if test.name in self.chosen
        }
        self.laboratory = Laboratory(evaluator, plan.block_size)

    def findings(self, progress: Progress | None = None) -> tuple[Finding, ...]:
        """Trial every proposition.

        Parameters
        ----------
        progress
            Called as worlds are done.

        Returns
        -------
        tuple of Finding
            In the order of the file.
        """
        jobs = self._shape_jobs() + (self._removal_jobs() if self.plan.removals else [])
        results = _Results(self._run(jobs, progress))
        return tuple(self._finding(name, results) for name in self.chosen)

    # -- jobs -------------------------------------------------------------------------------------

    def _shape_jobs(self) -> list[_Job]:
        jobs = []
        for shape in SHAPES:
            worlds = self.plan.worlds if shape == "authored" else max(1, self.plan.worlds // 4)
            for scenario, tests in by_scenario(self.tests.values()).items():
                setting = Setting(scenario, shape=shape)
                jobs += self._jobs(("shape", shape), tests, setting, worlds)
        return jobs

    def _jobs(
        self, key: tuple[str, ...], tests: Sequence[Trial], setting: Setting, worlds: int
    ) -> list[_Job]:
        """Jobs over all blocks; a test of irrelevance runs at both ends of its premise."""
        plain = tuple(t for t in tests if self._irrelevant(t.name) is None)
        jobs = []
        for block in self.laboratory.blocks(worlds):
            if plain:
                jobs.append(_Job(key, plain, setting, block, worlds))
            for test in tests:
                premise = self._irrelevant(test.name)
                if premise is None:
                    continue
                for end, value in zip(("low", "high"), self._ends(premise), strict=True):
                    pinned = replace(setting, pinned=((premise, value),))
                    jobs.append(_Job((*key, end), (test,), pinned, block, worlds))
        return jobs

    def _removal_jobs(self) -> list[_Job]:
        worlds = min(REMOVAL_WORLDS, self.plan.worlds)
        reach = {
            name: bearing(self.case, self.evaluator, test) for name, test in self.tests.items()
        }
        jobs = []
        for element in elements(self.case, self.names):
            touched = [test for name, test in self.tests.items() if element in reach[name]]
            for scenario, tests in by_scenario(touched).items():
                setting = Setting(scenario, frozenset({element}))
                jobs += self._jobs(("without", element), tests, setting, worlds)
        for name, test in self.tests.items():
            reasons = self.case.propositions[name].because
            if reasons:
                setting = Setting(test.scenario, frozenset(reasons))
                jobs += self._jobs(("reasons",), [test], setting, worlds)
        return jobs + self._order_jobs(worlds)

    def _order_jobs(self, worlds: int) -> list[_Job]:
        solved = [
            test
            for test in self.tests.values()
            if any(query.kind in SOLVED for query in test.claim.queries)
            and self._irrelevant(test.name) is None
        ]
        jobs = []
        for number, order in enumerate(self.orders()):
            for scenario, tests in by_scenario(solved).items():
                turned = [with_order(test, order) for test in tests]
                jobs += self._jobs(("order", str(number)), turned, Setting(scenario), worlds)
        return jobs

    def orders(self) -> tuple[tuple[str, ...], ...]:
        """Other orders of moving: reversed, and each actor first."""
        actors = tuple(a for a in self.case.actors if a in self.evaluator.interests)
        first = [(a, *(b for b in actors if b != a)) for a in actors]
        return tuple(dict.fromkeys(o for o in (actors[::-1], *first) if o != actors))

    def _run(self, jobs: list[_Job], progress: Progress | None) -> dict[_Job, dict[str, Counted]]:
        total, done = sum(job.block.count for job in jobs), 0
        results: dict[_Job, dict[str, Counted]] = {}
        with ThreadPoolExecutor(self.plan.threads) as pool:
            waiting = {
                pool.submit(
                    self.laboratory.answer_block, job.tests, job.setting, job.block, job.worlds
                ): job
                for job in jobs
            }
            try:
                for future in as_completed(waiting):
                    job = waiting[future]
                    results[job] = future.result()
                    done += job.block.count
                    if progress is not None:
                        progress(done, total)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return {job: results[job] for job in jobs}

    # -- what is irrelevant -----------------------------------------------------------------------

    def _irrelevant(self, name: str) -> str | None:
        stated = self.case.propositions[name].stated
        return stated.get("irrelevant") if isinstance(stated, dict) else None

    def _ends(self, premise: str) -> tuple[float, float]:
        entry = self.case.premises[premise]
        if entry.range is not None:
            return entry.range
        return (0.0, 1.0) if entry.chance is not None else (entry.value or 0.0, entry.value or 0.0)

    # -- findings ---------------------------------------------------------------------------------

    def _finding(self, name: str, results: _Results) -> Finding:
        written = self._written(name)
        if name not in self.tests:
            return written
        premise = self._irrelevant(name)
        tallies = {shape: results.tally(name, ("shape", shape), premise) for shape in SHAPES}
        found = replace(written, tallies=tallies)
        if premise is not None:
            return self._irrelevance(found, results)
        hedge = hedge_of(str(self.case.propositions[name].stated), self.yardstick)
        authored = tallies["authored"]
        shares = {shape: tally.share for shape, tally in tallies.items() if tally.counted}
        fit = fit_over(shares, hedge) if shares else Fit.UNDERDETERMINED
        found = replace(
            found,
            fit=fit,
            error=wilson(authored.holds, authored.counted) if authored.counted else (0.0, 1.0),
            saturated=authored.counted > 0 and authored.holds in (0, authored.counted),
            near_edge=authored.counted > 0 and near_edge(authored.holds, authored.counted, hedge),
        )
        return self._standing(found, results, lambda share: passes(fit_of(share, hedge)))

    def _written(self, name: str) -> Finding:
        entry = self.case.propositions[name]
        span = self.places.key(("propositions", name))
        stated = (
            entry.stated
            if isinstance(entry.stated, str)
            else f"irrelevant: {entry.stated.get('irrelevant', '')}"
        )
        return Finding(
            name,
            entry.says,
            entry.system,
            entry.voice,
            entry.row,
            entry.source,
            stated,
            entry.claim or "",
            entry.given or "",
            entry.in_,
            entry.hold,
            entry.because,
            entry.untested or "",
            file=span.file,
            line=span.line,
            reply=entry.reply,
        )

    def _irrelevance(self, found: Finding, results: _Results) -> Finding:
        """A premise's two ends on the same worlds: the share is how far they lie apart."""
        differences = {
            shape: results.sample(found.id, ("shape", shape), both_ends=True).mean
            for shape in SHAPES
        }
        return self._standing(
            replace(found, fit=fit_irrelevant(differences)),
            results,
            lambda difference: passes(fit_irrelevant(difference)),
        )

    def _standing(
        self, found: Finding, results: _Results, passing: Callable[[float], bool]
    ) -> Finding:
        if not self.plan.removals:
            return replace(found, standing=Standing.UNKNOWN)
        worlds = min(REMOVAL_WORLDS, self.plan.worlds)
        ends = self._irrelevant(found.id) is not None
        base = results.sample(found.id, ("shape", "authored"), both_ends=ends, worlds=worlds)

        def removal(label: str, key: tuple[str, ...]) -> Removal | None:
            if not results.has(found.id, (*key, "low") if ends else key):
                return None
            return paired(label, base, results.sample(found.id, key, both_ends=ends), passing)

        tried = [removal(e, ("without", e)) for e in elements(self.case, self.names)]
        removals = [r for r in tried if r is not None]
        tally = results.tally(found.id, ("shape", "authored"), "both" if ends else None, worlds)
        standing, rests_on, vacuity = standing_of(
            passed=found.passes,
            tally=tally,
            all_reasons=removal("reasons", ("reasons",)),
            removals=removals,
            restated=is_restated(self.case, self.tests[found.id]),
            has_given=bool(found.given),
        )
        shares = [
            results.tally(found.id, ("order", str(n)), None).share
            for n in range(len(self.orders()))
            if results.has(found.id, ("order", str(n)))
        ]
        return replace(
            found,
            standing=standing,
            rests_on=rests_on,
            vacuity=vacuity,
            removals=tuple(ranked(removals)),
            base=base.mean,
            orders=(min(shares), max(shares)) if shares else None,
        )


class _Results:
    """Answers by what was run and by proposition."""

    def __init__(self, results: Mapping[_Job, dict[str, Counted]]) -> None:
        parts: dict[tuple[str, tuple[str, ...]], list[Counted]] = {}
        for job, found in results.items():
            for name, counted in found.items():
                parts.setdefault((name, job.key), []).append(counted)
        self._found = {key: joined(blocks) for key, blocks in parts.items()}

    def has(self, name: str, key: tuple[str, ...]) -> bool:
        """Whether this was run."""
        return (name, key) in self._found

    def tally(
        self, name: str, key: tuple[str, ...], premise: str | None, worlds: int | None = None
    ) -> Tally:
        """Worlds counted; at the low end for a test of irrelevance."""
        counted = self._found[name, (*key, "low") if premise is not None else key]
        return (counted if worlds is None else counted.first(worlds)).tally()

    def sample(
        self, name: str, key: tuple[str, ...], *, both_ends: bool = False, worlds: int | None = None
    ) -> Sample:
        """What a claim gives in each world."""
        if not both_ends:
            counted = self._found[name, key]
            counted = counted if worlds is None else counted.first(worlds)
            return Sample(counted.value, counted.counts)
        low, high = (self._found[name, (*key, end)] for end in ("low", "high"))
        if worlds is not None:
            low, high = low.first(worlds), high.first(worlds)
        return Sample(np.subtract(low.value, high.value), low.counts & high.counts)
