"""The focal decision and the game around it, as shares of worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.case import Case
from kautilya.findings import Bench, ExAnteBench
from kautilya.findings.claims import conditions_of
from kautilya.findings.trial import agreements_of, start_profile
from kautilya.payoffs import Block, Evaluator, Profile, ProfileSpace, Setting
from kautilya.solve import (
    Choice,
    Settlement,
    best,
    count,
    foresees,
    pure_nash,
    settle,
)
from kautilya.study.dossier import Choices, Swing
from kautilya.terms import BoolArray, FloatArray, IntArray

MOST_PROFILES = 5
"""Resting places that are listed."""


def focal_choices(
    case: Case, evaluator: Evaluator, blocks: Sequence[Block], scenario: str | None = None
) -> Choices | None:
    """What becomes of the focal decision over some worlds; None where the case names none."""
    if case.focal is None or not case.interests.get(case.focal.partition(".")[0]):
        return None
    study = _Focal(case, evaluator, Setting(scenario))
    for block in blocks:
        study.add(block)
    return study.choices(ExAnteBench(evaluator, study.setting, blocks))


class _Focal:
    """Counts over blocks of worlds."""

    def __init__(self, case: Case, evaluator: Evaluator, setting: Setting) -> None:
        self.case, self.evaluator, self.setting = case, evaluator, setting
        self.space: ProfileSpace = evaluator.space
        assert case.focal is not None
        self.decision = case.focal
        self.axis = self.space.axis[case.focal]
        self.owner = self.space.owners[self.axis]
        held = conditions_of(case.scenarios[setting.scenario].hold) if setting.scenario else {}
        self.held = {self.space.axis[d]: self.space.option(d, o) for d, o in held.items()}
        self.start: Profile = start_profile(case, self.space, setting.scenario, self.held)
        self.order = tuple(a for a in case.actors if a in evaluator.interests)
        self.agreements = agreements_of(case, self.space)
        self.best: Counter[int] = Counter()
        self.foreseen: Counter[int] = Counter()
        self.settled: Counter[int] = Counter()
        self.resting: Counter[str] = Counter()
        self.equilibria: Counter[str] = Counter()
        self.formed: Counter[str] = Counter()
        self.tied = self.nash = self.rest = self.worlds = 0
        self.swings: dict[str, list[float]] = {}

    def add(self, block: Block) -> None:
        """Count one block of worlds."""
        bench = Bench(self.evaluator, self.setting, block)
        payoffs = bench.grid_payoffs(None, self.case.horizon, self.held)
        self.worlds += block.count
        if self.axis not in self.held:
            choice = self._best(payoffs)
            self.best.update(choice.option.tolist())
            self.tied += int(np.count_nonzero(choice.tied))
            self.foreseen.update(self._foresees(payoffs).option.tolist())
        settlement = settle(
            self.space,
            payoffs,
            self.start,
            self.held,
            self.agreements,
            self.case.epsilon,
            self.order,
        )
        self.settled.update(settlement.profile[self.axis].tolist())
        self._rest(settlement, pure_nash(self.space, payoffs, self.held, self.case.epsilon))
        self._swing(bench)

    def _best(self, payoffs: Mapping[str, FloatArray]) -> Choice:
        return best(self.space, payoffs, self.axis, self.start, self.held, self.case.epsilon)

    def _foresees(self, payoffs: Mapping[str, FloatArray]) -> Choice:
        return foresees(
            self.space,
            payoffs,
            self.axis,
            self.start,
            self.held,
            self.agreements,
            self.case.epsilon,
            self.order,
        ).choice

    def _rest(self, settlement: Settlement, equilibria: BoolArray) -> None:
        worlds = settlement.cycles.size
        numbers: IntArray = np.broadcast_to(count(equilibria), (worlds,))
        self.equilibria.update("5+" if n > 4 else str(n) for n in numbers.tolist())
        for number, agreement in enumerate(self.agreements):
            self.formed[agreement.name] += int(np.count_nonzero(settlement.formed[number]))
        resting = ~settlement.cycles
        self.rest += int(np.count_nonzero(resting))
        place = tuple(
            np.zeros(worlds, dtype=np.int64)
            if equilibria.shape[axis] == 1
            else np.maximum(settlement.profile[axis], 0)
            for axis in range(len(self.space.decisions))
        )
        world = np.arange(worlds) if equilibria.shape[-1] > 1 else np.zeros(worlds, dtype=np.int64)
        self.nash += int(np.count_nonzero(equilibria[(*place, world)] & resting))
        labels = Counter(map(tuple, settlement.profile[:, resting].T.tolist()))
        self.resting.update({self.space.label(profile): n for profile, n in labels.items()})

    def _swing(self, bench: Bench) -> None:
        """Highest less lowest value of each interest over the options, others as they stand."""
        variants = [
            (*self.start[: self.axis], option, *self.start[self.axis + 1 :])
            for option in range(self.space.shape[self.axis])
        ]
        weights = bench.weights(self.owner)
        for number, interest in enumerate(self.evaluator.interests[self.owner]):
            values = bench.payoffs_at(interest, None, self.case.horizon, variants)
            swing = values.max(axis=0) - values.min(axis=0)
            held = self.swings.setdefault(interest, [0.0, 0.0])
            held[0] += float(weights[number].sum())
            held[1] += float(swing.sum())

    def choices(self, mean: ExAnteBench) -> Choices:
        """The counts as shares, and the choice ex ante."""
        ex_best = ex_foresees = ""
        if self.axis not in self.held:
            payoffs = mean.grid_payoffs(None, self.case.horizon, self.held)
            ex_best = self._name(int(self._best(payoffs).option[0]))
            ex_foresees = self._name(int(self._foresees(payoffs).option[0]))
        names = {row.id: row.name or row.id for row in self.case.interests[self.owner]}
        swings = tuple(
            Swing(i, names[i.partition(".")[2]], w / self.worlds, s / self.worlds)
            for i, (w, s) in self.swings.items()
        )
        return Choices(
            self.decision,
            self._shares(self.best),
            self._shares(self.foreseen),
            self._shares(self.settled),
            ex_best,
            ex_foresees,
            self.tied / self.worlds,
            self.rest / self.worlds,
            self.nash / self.worlds,
            {name: n / self.worlds for name, n in self.formed.items()},
            {key: n / self.worlds for key, n in sorted(self.equilibria.items())},
            {label: n / self.worlds for label, n in self.resting.most_common(MOST_PROFILES)},
            tuple(sorted(swings, key=lambda swing: -swing.carried)),
        )

    def _name(self, option: int) -> str:
        return "cycles" if option < 0 else self.space.options[self.axis][option]

    def _shares(self, counted: Counter[int]) -> dict[str, float]:
        order = [*range(self.space.shape[self.axis]), -1]
        return {self._name(o): counted[o] / self.worlds for o in order if counted[o]}
