"""The board: every proposition held against its worlds, and what each verdict rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
from kautilya.findings.finding import Finding, Observed, Removal, Standing, Tally
from kautilya.findings.job import Job
from kautilya.findings.reasons import elements, is_restated
from kautilya.findings.results import Results, kept_key
from kautilya.findings.runner import Runner
from kautilya.findings.schedule import SHAPES, Plan, Progress, Schedule
from kautilya.findings.standing import paired, ranked, standing_of
from kautilya.findings.trial import observed_of, trials_of
from kautilya.payoffs import Evaluator


@dataclass(frozen=True)
class Outcome:
    """What a board found.

    Parameters
    ----------
    findings
        One for each proposition.
    observed
        What was seen to happen, and how many worlds agree with it; None where nothing was.
    """

    findings: tuple[Finding, ...]
    observed: Observed | None = None


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
        self.trials = {
            trial.name: trial
            for trial in trials_of(case, claims, evaluator.space)
            if trial.name in self.chosen
        }
        observed = observed_of(case, claims, evaluator.space)
        self.schedule = Schedule(case, names, evaluator, self.trials, plan, observed)

    def jobs(self) -> list[Job]:
        """All jobs: the same case and plan give the same list, on whatever machine."""
        schedule = self.schedule
        removals = schedule.removal_jobs() if self.plan.removals else []
        return schedule.shape_jobs() + removals + schedule.observed_jobs()

    def findings(
        self, progress: Progress | None = None, runner: Runner | None = None
    ) -> tuple[Finding, ...]:
        """Test every proposition; as `outcome`, without what was observed."""
        return self.outcome(progress, runner).findings

    def outcome(self, progress: Progress | None = None, runner: Runner | None = None) -> Outcome:
        """Test every proposition, and count the worlds that agree with what was observed.

        Parameters
        ----------
        progress
            Called as worlds are done.
        runner
            Runs the jobs; on threads of this process where None.

        Returns
        -------
        Outcome
            Findings in the order of the file.
        """
        results = Results()
        self.schedule.run(self.jobs(), results, progress, runner)
        findings = tuple(self._finding(name, results) for name in self.chosen)
        return Outcome(findings, self._observed(results))

    def _observed(self, results: Results) -> Observed | None:
        """How many worlds agree with what was observed; None where nothing was."""
        trials, entries = self.schedule.observed, self.case.observed
        if not trials:
            return None
        keys = {shape: ("observed", shape) for shape in SHAPES}
        first = trials[0].name
        spans = [self.places.key(("observed", number)) for number in range(len(entries))]
        return Observed(
            tuple(entry.says for entry in entries),
            tuple(entry.expect for entry in entries),
            tuple(entry.source for entry in entries),
            tuple(span.line for span in spans),
            tuple(results.tally(trial.name, keys["authored"]).holds for trial in trials),
            {s: results.tally(first, kept_key(key)).counted for s, key in keys.items()},
            {shape: self.schedule.worlds(shape) for shape in SHAPES},
        )

    def _finding(self, name: str, results: Results) -> Finding:
        written = self._written(name)
        if name not in self.trials:
            return written
        premise = self.schedule.irrelevant(name)
        tallies = {shape: results.tally(name, ("shape", shape)) for shape in SHAPES}
        found = replace(written, tallies=tallies, agreeing=self._agreeing(name, results))
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

    def _agreeing(self, name: str, results: Results) -> dict[str, Tally]:
        """The worlds that agree with what was observed, counted; none where nothing was."""
        keys = {shape: kept_key(("shape", shape)) for shape in SHAPES}
        return {s: results.tally(name, key) for s, key in keys.items() if results.has(name, key)}

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

    def _irrelevance(self, found: Finding, results: Results) -> Finding:
        """A premise's two ends on the same worlds: the share is how far they lie apart."""
        differences = {shape: results.mean(found.id, ("shape", shape)) for shape in SHAPES}
        kept = {shape: kept_key(("shape", shape)) for shape in found.agreeing}
        agreeing = {
            shape: results.mean(found.id, key)
            for shape, key in kept.items()
            if results.number(found.id, key)
        }
        return self._standing(
            replace(
                found,
                fit=fit_irrelevant(differences),
                differences=differences,
                agreeing_differences=agreeing,
            ),
            results,
            lambda difference: passes(fit_irrelevant(difference)),
        )

    def _standing(
        self, found: Finding, results: Results, passing: Callable[[float], bool]
    ) -> Finding:
        if not self.plan.removals:
            return replace(found, standing=Standing.UNKNOWN)
        base = results.sample(found.id, ("shape", "authored"))

        def removal(label: str, key: tuple[str, ...]) -> Removal | None:
            if not results.has(found.id, key):
                return None
            return paired(label, base, results.sample(found.id, key), passing)

        tried = [removal(e, ("without", e)) for e in elements(self.case, self.names)]
        removals = [r for r in tried if r is not None]
        standing, rests_on, vacuity = standing_of(
            passed=found.passes,
            as_authored=passing(base.mean),
            tally=results.tally(found.id, ("shape", "authored")),
            all_reasons=removal("reasons", ("reasons",)),
            removals=removals,
            restated=is_restated(self.case, self.trials[found.id]),
            has_given=bool(found.given),
        )
        shares = [
            results.tally(found.id, ("order", str(n))).share
            for n in range(len(self.schedule.orders()))
            if results.has(found.id, ("order", str(n)))
        ]
        return replace(
            found,
            standing=standing,
            rests_on=rests_on,
            vacuity=vacuity,
            removals=tuple(ranked(removals)),
            base=base.mean,
            extent=results.extent(found.id),
            orders=(min(shares), max(shares)) if shares else None,
        )
