"""What parts of a watch-list share: the case, what was tried, and how a change is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.case import Case, Places
from kautilya.credence import wilson
from kautilya.explore.one_answer import Threshold
from kautilya.explore.tipping import turns
from kautilya.study.check import Checked
from kautilya.study.stress.laboratory import StressLaboratory
from kautilya.study.stress.record import Effect
from kautilya.study.tipping.questions import Question
from kautilya.study.watch.record import Consequence
from kautilya.study.watch.trying import Trying
from kautilya.terms import FloatArray

__all__ = ["WatchBench", "is_at_edge", "nearest_first"]

CHANCES = 201
"""Chances between 0 and 1 at which the worlds are divided."""


@dataclass(frozen=True)
class WatchBench:
    """A case on which changes were tried.

    Parameters
    ----------
    case, checked
        What the author wrote.
    laboratory, trying
        Where changes are tried, and what was found.
    questions
        Choices and propositions.
    """

    case: Case
    checked: Checked
    laboratory: StressLaboratory
    trying: Trying
    questions: tuple[Question, ...]

    @property
    def places(self) -> Places:
        """Where each entry stands."""
        assert self.checked.places is not None
        return self.checked.places

    def authored(self, question: Question) -> FloatArray:
        """Share of each kind as authored."""
        return np.array([self.laboratory.base(trial.name).mean for trial in question.trials])

    def answers(self, question: Question) -> FloatArray:
        """The answer in each world as authored; NaN where there is none."""
        return answers_of(self.laboratory, question)

    def after(self, question: Question, variant: str) -> FloatArray | None:
        """Share of each kind under a variant; None where it does not bear on the question."""
        found = self._effects(question, variant)
        return None if found is None else np.array([effect.after for effect in found])

    def turned(self, question: Question, variant: str) -> bool:
        """Whether a variant changes the answer beyond twice the error of the difference."""
        found = self._effects(question, variant)
        if found is None:
            return False
        if not question.decision:
            return found[0].flips
        before, after = (
            int(self.state(question, s))
            for s in (self.authored(question), np.array([effect.after for effect in found]))
        )
        if before == after:
            return False
        moved = found[after].difference - found[before].difference
        return moved > 2.0 * (found[after].error + found[before].error)

    def state(self, question: Question, shares: FloatArray) -> int:
        """The one answer of all worlds, by number."""
        return int(question.rule.states(shares[None])[0])

    def _effects(self, question: Question, variant: str) -> list[Effect] | None:
        effects = [self.trying.effects.get((variant, trial.name)) for trial in question.trials]
        found = [effect for effect in effects if effect is not None]
        return found if len(found) == len(effects) else None

    def consequence(
        self, question: Question, after: FloatArray, level: float | None, distance: float
    ) -> Consequence:
        """What a sign would change, with the shares that it would leave."""
        before = self.authored(question)
        states = self.state(question, before), self.state(question, after)
        kind = states[1] if question.decision else 0
        return Consequence(
            question.name,
            question.decision,
            question.by,
            question.owner,
            question.says,
            question.stated,
            question.scenario,
            question.sources,
            question.line,
            question.system,
            question.actors,
            level,
            distance,
            question.named(states[0]),
            question.named(states[1]),
            (float(before[kind]), float(after[kind])),
            is_at_edge(self.laboratory, question),
        )

    def by_chance(
        self, question: Question, at_no: FloatArray, at_yes: FloatArray, today: float, *, yes: bool
    ) -> Consequence:
        """What changes where something that is so or not turns out so (`yes`), or not so.

        The level is the chance at which the answer changes on the way, the worlds being divided
        between those where it is so and those where it is not.
        """
        points = np.linspace(0.0, 1.0, CHANCES)
        shares = (1.0 - points[:, None]) * at_no + points[:, None] * at_yes
        found = [turn.at for turn in turns(points, shares, question.rule)]
        ahead = [at for at in found if (at >= today if yes else at <= today)]
        level = min(ahead, key=lambda at: abs(at - today), default=None)
        distance = 0.0 if level is None else abs(level - today)
        return self.consequence(question, at_yes if yes else at_no, level, distance)


def nearest_first(consequences: Sequence[Consequence]) -> tuple[Consequence, ...]:
    """Consequences by how near they are, choices before verdicts; those at an edge behind."""
    return tuple(
        sorted(consequences, key=lambda c: (c.at_edge, c.distance, not c.decision, c.name))
    )


def answers_of(laboratory: StressLaboratory, question: Question) -> FloatArray:
    """The answer in each world as authored; NaN where there is none."""
    samples = [laboratory.base(trial.name) for trial in question.trials]
    if not question.decision:
        return np.where(samples[0].counts, samples[0].value, np.nan)
    holds = np.stack([(s.value > 0.0) & s.counts for s in samples])
    return np.where(holds.any(axis=0), holds.argmax(axis=0), np.nan)


def is_at_edge(laboratory: StressLaboratory, question: Question) -> bool:
    """Whether Monte Carlo error reaches another answer as authored."""
    answers = answers_of(laboratory, question)
    seen = question.rule.seen(answers[~np.isnan(answers)])
    count = seen.shape[1]
    if not count:
        return True
    if question.decision:
        second, first = np.argsort(seen.mean(axis=1), kind="stable")[-2:]
        lead = seen[first] - seen[second]
        return bool(lead.mean() <= 2.0 * lead.std() / np.sqrt(count))
    if question.irrelevant is not None:
        middle, error = float(seen.mean()), 2.0 * float(seen.std()) / np.sqrt(count)
        low, high = middle - error, middle + error
    else:
        low, high = wilson(float(seen.sum()), count)
    edges = question.rule.edges if isinstance(question.rule, Threshold) else ()
    return any(low <= edge <= high for edge in edges)
