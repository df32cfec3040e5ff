"""The stress test of a case: singles, then pairs of what carries most, cuts, and joint changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kautilya.findings.schedule import Plan, Schedule
from kautilya.findings.trial import trials_of
from kautilya.kernel import evaluator_for, yardstick_of
from kautilya.study.check import Checked
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, block_size, in_scenario
from kautilya.study.stress.cache import Cache
from kautilya.study.stress.cuts import cut_of
from kautilya.study.stress.laboratory import StressLaboratory, Task
from kautilya.study.stress.load import carriers_of, leading_of
from kautilya.study.stress.record import Cut, Effect, Stress, Variant
from kautilya.study.stress.told import stress_of
from kautilya.study.stress.variants import joint_of, pairs_of, variants_of
from kautilya.study.stress.verdicts import verdicts_of
from kautilya.study.study import Study

WORLDS = 500
"""Worlds on which each change is tried."""

KEEP_EVERY = 2.0
"""Seconds after which what was tried is kept, so that a run that dies has not run in vain."""

Progress = Callable[[int, int], None]


def stress(
    study: Study,
    only: Sequence[str] | None = None,
    *,
    worlds: int = WORLDS,
    seed: int = DEFAULT_SEED,
    yardstick: str | None = None,
    scenario: str | None = None,
    threads: int = 2,
    home: Path | None = None,
    progress: Progress | None = None,
) -> Stress:
    """Change each assumption of a case and see which verdicts turn.

    Each mechanism, option, belief and interest is taken away; each premise and belief is held at
    both ends of its range; weights, anchors, horizon, discount and order of moving are changed;
    then the six elements that carry most are taken away in pairs, the smallest set of removals
    that overturns each proposition is looked for, and many changes are made at once. Worlds are
    paired with the same ones as authored, so that a difference is the change's and not the draw's.

    Parameters
    ----------
    study
        The case.
    only
        Propositions to test; all where None.
    worlds
        Worlds on which each change is tried, 500 at most. A change that moves nothing near an
        edge on the first 200 is not tried on the others.
    seed, yardstick, scenario
        As for `Study.test`.
    threads
        Threads that evaluate; the result does not depend on it.
    home
        Folder in which what was tried is kept, so that a repeat costs nothing and an edit costs
        what it touches; nothing is kept where None.
    progress
        Called with changes done and changes in all.

    Returns
    -------
    Stress
        Only what changes a verdict, ranked. Where it was interrupted, what was found so far.

    Raises
    ------
    UnknownName
        For a proposition, a scenario or a yardstick that the case does not have.
    CaseInvalid
        Where the run meets a value that is not finite.

    Examples
    --------
    >>> import kautilya
    >>> found = stress(kautilya.load("cases/first-steps"), ["stays"], worlds=100)
    >>> found.tested[0].name, found.whole
    ('stays', True)
    """
    check_asked(study.checked, only, scenario, yardstick)
    with told(study.checked):
        test = StressTest(study.checked, only, worlds, seed, yardstick, scenario, threads, home)
        return test.run(progress or (lambda done, total: None))


class StressTest:
    """One stress test under way.

    Parameters
    ----------
    checked
        The case, compiled.
    only, worlds, seed, yardstick, scenario, threads, home
        As for `stress`.
    """

    def __init__(
        self,
        checked: Checked,
        only: Sequence[str] | None,
        worlds: int,
        seed: int,
        yardstick: str | None,
        scenario: str | None,
        threads: int,
        home: Path | None,
    ) -> None:
        case, names = checked.case, checked.names
        assert case and names and checked.graph and checked.claims and checked.places
        if scenario is not None:
            case = in_scenario(case, scenario)
            names = replace(names, case=case)
        self.checked, self.case, self.names, self.seed = checked, case, names, seed
        self.threads = threads
        evaluator = evaluator_for(case, checked.graph, seed)
        trials = [
            t
            for t in trials_of(case, checked.claims, evaluator.space)
            if only is None or t.name in only
        ]
        by = yardstick_of(case, yardstick)
        verdicts = verdicts_of(case, [t.name for t in trials], by)
        size = block_size(evaluator.space.size)
        self.laboratory = StressLaboratory(case, evaluator, trials, verdicts, worlds, size)
        self.cache = Cache(home, case, seed, self.laboratory.worlds, yardstick)
        named = {trial.name: trial for trial in trials}
        self.orders = Schedule(case, names, evaluator, named, Plan()).orders()
        self.whole = True
        self.effects: dict[str, list[Effect]] = {name: [] for name in named}

    def run(self, progress: Progress) -> Stress:
        """Everything, or what was done until it was interrupted."""
        laboratory = self.laboratory
        singles = variants_of(self.case, self.names, self.orders)
        joint = joint_of(singles, self.seed)
        pairs: list[Variant] = []
        cuts: dict[str, Cut] = {}
        leading: tuple[str, ...] = ()
        self._begin()
        bar = _Bar(progress, len(singles) + len(joint) + 15)
        try:
            self._try(singles, bar)
            leading = leading_of(self.effects, singles)
            pairs = pairs_of(leading)
            bar.total = len(singles) + len(joint) + len(pairs)
            self._try(pairs, bar)
            self._try(joint, bar)
            cuts = self._cuts([*singles, *pairs])
        except KeyboardInterrupt:
            self.whole = False
        everything = {variant.name: variant for variant in (*singles, *pairs, *joint)}
        found = stress_of(self.checked, self.case, laboratory, self.effects, everything, cuts)
        carriers = carriers_of(self.checked, self.case, self.effects, everything)
        return replace(found, seed=self.seed, carriers=carriers, leading=leading, whole=self.whole)

    def _begin(self) -> None:
        """Answer every proposition as authored, but for what is known from before."""
        plain = Variant("as authored", "plain", ())
        keys = {name: self._key(plain, name) for name in self.effects}
        samples = ((name, self.cache.sample(key)) for name, key in keys.items())
        known = {name: sample for name, sample in samples if sample is not None}
        self.laboratory.begin(self.threads, known)
        for name, key in keys.items():
            if name not in known:
                self.cache.keep_sample(key, self.laboratory.base(name))

    def _try(
        self, variants: Iterable[Variant], bar: _Bar, names: Iterable[str] | None = None
    ) -> None:
        """Try variants, but for what is known from before."""
        listed = list(variants)
        tasks, known = self._unknown(self.laboratory.tasks(listed, names))
        for effect in known:
            self.effects[effect.proposition].append(effect)
        left = {variant.name: 0 for variant in listed}
        for task in tasks:
            left[task.variant.name] += 1
        bar.advance(sum(not count for count in left.values()))
        fresh: dict[str, Effect] = {}
        due = time.monotonic() + KEEP_EVERY
        try:
            for task, effects in self.laboratory.run(tasks, self.threads):
                for effect in effects:
                    self.effects[effect.proposition].append(effect)
                    fresh[self._key(task.variant, effect.proposition)] = effect
                if time.monotonic() > due:
                    self.cache.keep(fresh)
                    fresh, due = {}, time.monotonic() + KEEP_EVERY
                left[task.variant.name] -= 1
                bar.advance(not left[task.variant.name])
        finally:
            self.cache.keep(fresh)

    def _unknown(self, tasks: Sequence[Task]) -> tuple[list[Task], list[Effect]]:
        """Tasks that are not known from before, and the effects that are."""
        keys = {
            (t.variant.name, r.name): self._key(t.variant, r.name) for t in tasks for r in t.trials
        }
        known = self.cache.known(keys.values())
        rest, found = [], []
        for task in tasks:
            of_task = {r.name: keys[task.variant.name, r.name] for r in task.trials}
            found += [
                replace(known[key], variant=task.variant.name, proposition=name)
                for name, key in of_task.items()
                if key in known
            ]
            trials = tuple(r for r in task.trials if of_task[r.name] not in known)
            if trials:
                rest.append(replace(task, trials=trials))
        return rest, found

    def _key(self, variant: Variant, name: str) -> str:
        laboratory = self.laboratory
        return self.cache.key(laboratory.trials[name], variant, laboratory.bearing(name))

    def _cuts(self, variants: Sequence[Variant]) -> dict[str, Cut]:
        """The smallest cut of every proposition that passes."""
        found: dict[str, Cut] = {}
        for name in self.effects:
            verdict = self.laboratory.verdicts[name]
            if verdict.passes(self.laboratory.base(name).mean):
                found[name] = cut_of(name, self.effects[name], variants, self._asked)
        return found

    def _asked(self, variant: Variant, name: str) -> Effect:
        """What taking a set away does to one proposition."""
        self._try([variant], _Bar(lambda done, total: None, 0), [name])
        return self.effects[name].pop()


class _Bar:
    """Counts what is done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self.total, self.done = progress, total, 0

    def advance(self, number: int) -> None:
        """So many more are done."""
        self.done += number
        self._progress(min(self.done, self.total), self.total)
