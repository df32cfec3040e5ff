"""In which worlds each hypothesis and each item of evidence holds, under every shape of draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.findings.examine import Laboratory, joined
from kautilya.findings.hypotheses import EVIDENCE, HYPOTHESIS, inference_trials
from kautilya.findings.schedule import SHAPES
from kautilya.findings.trial import Trial, grouped
from kautilya.payoffs import Setting
from kautilya.study.asking import Progress, on_blocks
from kautilya.study.check import Checked
from kautilya.study.pipeline import Order, evaluator_of, planned_size
from kautilya.terms import BoolArray


@dataclass(frozen=True, eq=False)
class Held:
    """Where something holds, world by world, and where it has an answer at all."""

    holds: BoolArray
    known: BoolArray


@dataclass(frozen=True, eq=False)
class Worlds:
    """The worlds of one shape of draw.

    Parameters
    ----------
    number
        How many.
    hypotheses, evidence
        Where each of those that have a claim holds.
    """

    number: int
    hypotheses: dict[str, Held]
    evidence: dict[str, Held]

    def within(self, hypothesis: str) -> BoolArray:
        """The worlds of a hypothesis."""
        return self.hypotheses[hypothesis].holds

    def count(self, hypothesis: str, items: Sequence[str]) -> tuple[int, int]:
        """Worlds of a hypothesis in which some items all hold, and in which all have an answer."""
        own = self.within(hypothesis)
        known = np.logical_and.reduce([own, *(self.evidence[i].known for i in items)])
        holds = np.logical_and.reduce([known, *(self.evidence[i].holds for i in items)])
        return int(np.count_nonzero(holds)), int(np.count_nonzero(known))


def worlds_of(
    checked: Checked, order: Order, progress: Progress | None = None
) -> dict[str, Worlds]:
    """Run the claims of hypotheses and evidence in all worlds, as authored and in other shapes."""
    case, inference = checked.case, checked.inference
    assert case is not None and inference is not None
    evaluator = evaluator_of(checked, case, order.seed)
    hypotheses, evidence = inference_trials(case, inference, evaluator.space)
    trials = (*hypotheses, *evidence)
    laboratory = Laboratory(evaluator, planned_size(checked, order), trials)
    total = sum(_number(order, shape) for shape in SHAPES) * len(grouped(trials))
    done = 0

    def run(group: Sequence[Trial], setting: Setting, number: int) -> dict[str, Held]:
        nonlocal done
        parts = on_blocks(
            lambda block: laboratory.answer_block(group, setting, block, number),
            laboratory.blocks(number, group),
            order.threads,
        )
        done += number
        if progress is not None:
            progress(done, total)
        found = {}
        for trial in group:
            answer = joined([part[trial.name] for part in parts]).answer
            found[trial.name] = Held(answer.holds & ~answer.missing, ~answer.missing)
        return found

    by_shape = {}
    for shape in SHAPES:
        number = _number(order, shape)
        held: dict[str, Held] = {}
        for (scenario, _), group in grouped(trials).items():
            held |= run(group, Setting(scenario, shape=shape), number)
        by_shape[shape] = Worlds(
            number,
            {t.name.removeprefix(HYPOTHESIS): held[t.name] for t in hypotheses},
            {t.name.removeprefix(EVIDENCE): held[t.name] for t in evidence},
        )
    return by_shape


def _number(order: Order, shape: str) -> int:
    """How many worlds are drawn in a shape."""
    return order.worlds if shape == "authored" else max(1, order.worlds // 4)
