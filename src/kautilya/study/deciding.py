"""A decision at hand: who takes it, what each option would give it in each world, what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.case import Case
from kautilya.findings import Bench
from kautilya.findings.claims import conditions_of
from kautilya.findings.trial import start_profile
from kautilya.kernel import ArrayEvaluator, evaluator_for
from kautilya.payoffs import Block, Setting
from kautilya.study.check import Checked
from kautilya.study.dossier import case_hash
from kautilya.study.faults import UnknownName
from kautilya.study.pipeline import block_size
from kautilya.terms import FloatArray


class CannotAsk(ValueError):
    """A question that a case has no answer to; the message says why, in one sentence."""


@dataclass(frozen=True)
class Subject:
    """What is asked about.

    Parameters
    ----------
    case, title, publisher, year, case_hash, file
        The case, and the text that it encodes.
    seed, worlds, scenario
        On which worlds.
    """

    case: str
    title: str
    publisher: str
    year: int | None
    case_hash: str
    file: str
    seed: int
    worlds: int
    scenario: str | None


def subject_of(checked: Checked, seed: int, worlds: int, scenario: str | None) -> Subject:
    """What is asked about, of a case that was checked."""
    case = checked.case
    assert case is not None
    first = next(iter(case.sources.values()), None)
    return Subject(
        case.case,
        case.title,
        first.publisher if first else "",
        first.year if first else None,
        case_hash(checked.tree.data),
        checked.tree.file,
        seed,
        worlds,
        scenario,
    )


@dataclass(frozen=True, eq=False)
class Deciding:
    """A decision, all others as they stand.

    Parameters
    ----------
    case, evaluator, setting, blocks
        The case, what runs it, and in which worlds.
    decision, axis, owner
        The decision and who takes it.
    now
        Number of the option in force today.
    values
        Value of each option to the owner by each interest, as it sees the worlds, shape
        (option, interest, world).
    weights
        Weights of its interests, shape (interest, world).
    """

    case: Case
    evaluator: ArrayEvaluator
    setting: Setting
    blocks: tuple[Block, ...]
    decision: str
    axis: int
    owner: str
    now: int
    values: FloatArray
    weights: FloatArray

    @property
    def options(self) -> tuple[str, ...]:
        """The options, in file order."""
        return self.evaluator.space.options[self.axis]

    @property
    def interests(self) -> tuple[str, ...]:
        """The owner's interests, as ``ACTOR.ID``."""
        return self.evaluator.interests[self.owner]

    @property
    def payoffs(self) -> FloatArray:
        """Payoff of each option in each world, shape (option, world)."""
        total = self.values[:, 0] * self.weights[0]
        for number in range(1, len(self.weights)):
            total = total + self.values[:, number] * self.weights[number]
        return np.asarray(total)

    def weighed(self, rule: str) -> FloatArray:
        """The weights of the same worlds under another rule of weighing, see `Setting`."""
        setting = Setting(self.setting.scenario, weighting=((self.owner, rule),))
        parts = [self.evaluator.weights(self.owner, setting, block) for block in self.blocks]
        return np.concatenate(parts, axis=1)


def decision_of(case: Case, decision: str | None) -> str:
    """The decision that is meant: the one named, else the focal one.

    Raises
    ------
    UnknownName
        For a decision that there is not.
    CannotAsk
        Where none is named and the case has no focal one, or its owner wants nothing.
    """
    name = decision if decision is not None else case.focal
    if name is None:
        known = ", ".join(case.decisions)
        raise CannotAsk(f"the case names no focal decision: name one of {known}")
    if name not in case.decisions:
        raise UnknownName("decision", name, case.decisions)
    owner = name.partition(".")[0]
    if not case.interests.get(owner):
        raise CannotAsk(f"{owner} has no interests, so no option of {name} is better for it")
    if len(case.decisions[name].options) == 1:
        raise CannotAsk(f"{name} has one option, so there is nothing to choose")
    return name


def deciding(
    checked: Checked, decision: str, scenario: str | None, worlds: int, seed: int
) -> Deciding:
    """What each option of a decision would give its owner, over worlds as authored.

    Raises
    ------
    CannotAsk
        Where the scenario holds the decision.
    """
    case = checked.case
    assert case is not None and checked.graph is not None
    held = _held(case, scenario)
    if decision in held:
        raise CannotAsk(f"{scenario} holds {decision} at {held[decision]}: nothing is chosen in it")
    evaluator = evaluator_for(case, checked.graph, seed)
    space, setting = evaluator.space, Setting(scenario)
    axis, owner = space.axis[decision], decision.partition(".")[0]
    pinned = {space.axis[d]: space.option(d, o) for d, o in held.items()}
    start = start_profile(case, space, scenario, pinned)
    variants = [(*start[:axis], option, *start[axis + 1 :]) for option in range(space.shape[axis])]
    blocks = blocks_of(worlds, block_size(len(variants)))
    values, weights = [], []
    for block in blocks:
        bench = Bench(evaluator, setting, block)
        rows = [
            bench.payoffs_at(interest, None, case.horizon, variants)
            for interest in evaluator.interests[owner]
        ]
        values.append(np.stack(rows, axis=1))
        weights.append(bench.weights(owner))
    return Deciding(
        case,
        evaluator,
        setting,
        blocks,
        decision,
        axis,
        owner,
        space.now[axis],
        np.concatenate(values, axis=2),
        np.concatenate(weights, axis=1),
    )


def blocks_of(worlds: int, size: int) -> tuple[Block, ...]:
    """Blocks that cover the first worlds."""
    return tuple(Block(first, min(size, worlds - first)) for first in range(0, worlds, size))


def _held(case: Case, scenario: str | None) -> Mapping[str, str]:
    return conditions_of(case.scenarios[scenario].hold) if scenario is not None else {}
