"""The rounds of iterated elimination, in a block of worlds at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.solve.dominance_mixed import Mixture, Verdict, dominating_mixture
from kautilya.terms import BoolArray, IntArray

__all__ = ["BY_MIXTURE", "STAYS", "Left", "Rules", "Undecided", "check_epsilon", "eliminate"]

STAYS = -1
"""Stands for the dominator of a strategy that is not eliminated."""

BY_MIXTURE = -2
"""Stands for the dominator of a strategy that only a mixture dominates."""


@dataclass(frozen=True)
class Undecided:
    """A strategy that was left because floating-point arithmetic could not decide.

    Parameters
    ----------
    round, actor, strategy, world
        Which, and when.
    margin : float
        By how much the best mixture found seemed to exceed what is needed; close to zero.
    """

    round: int
    actor: str
    strategy: int
    world: int
    margin: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as dominance.

    Parameters
    ----------
    epsilon : float
        Differences in payoff up to this are ties.
    weak : bool
        Whether weak dominance is enough.
    mixed : bool
        Whether mixtures may dominate, too.
    """

    epsilon: float
    weak: bool
    mixed: bool


@dataclass(frozen=True, eq=False)
class Left:
    """What is left in a block of worlds; written in place, round by round.

    Parameters
    ----------
    rounds, dominators : mapping of str to IntArray, shape (K, W)
        As in `Dominance`, for the worlds of the block.
    mixtures : mapping of (str, int, int) to Mixture
        By actor, strategy and world, worlds numbered in all.
    undecided : list of Undecided
    """

    rounds: dict[str, IntArray]
    dominators: dict[str, IntArray]
    mixtures: dict[tuple[str, int, int], Mixture]
    undecided: list[Undecided]


def eliminate(
    tables: Mapping[str, NDArray[Any]],
    names: Mapping[str, Sequence[str]],
    rules: Rules,
    worlds: range,
) -> Left:
    """Return what survives in a block of worlds, and in which round the rest goes.

    Parameters
    ----------
    tables : mapping of str to array, shape (K_1, .., K_A, W)
        Payoffs of those who mind; floats or fractions.
    names : mapping of str to sequence of str
        For each actor, in the order of the axes, the names of its strategies.
    rules : Rules
        What counts as dominance.
    worlds : range
        The numbers of the worlds.

    Returns
    -------
    Left
    """
    actors = list(names)
    shapes = {actor: (len(own), len(worlds)) for actor, own in names.items()}
    left = Left(
        {actor: np.zeros(shape, dtype=np.int64) for actor, shape in shapes.items()},
        {actor: np.full(shape, STAYS, dtype=np.int64) for actor, shape in shapes.items()},
        {},
        [],
    )
    alive = {actor: np.ones(shape, dtype=np.bool_) for actor, shape in shapes.items()}
    step = 0
    moved = True
    while moved:
        step += 1
        going: dict[str, IntArray] = {}
        for actor, table in tables.items():
            number = actors.index(actor)
            own = np.moveaxis(table, number, 0).reshape(len(names[actor]), -1, len(worlds))
            others = _others(alive, actors, number)
            going[actor] = _by_strategies(own, alive[actor], others, rules)
            if rules.mixed:
                question = _Mixed(actor, own, alive[actor], others, rules, step)
                question.ask(left, going[actor], worlds)
        for actor, dominators in going.items():
            gone = dominators != STAYS
            left.rounds[actor][gone] = step
            left.dominators[actor][gone] = dominators[gone]
            alive[actor] &= ~gone
        moved = any((dominators != STAYS).any() for dominators in going.values())
    return left


def check_epsilon(epsilon: float) -> None:
    """Raise ValueError unless epsilon is a finite number, 0 or more."""
    if not (math.isfinite(epsilon) and epsilon >= 0):
        raise ValueError(f"epsilon is {epsilon}, but must be a finite number, 0 or more")


def _by_strategies(
    own: NDArray[Any], alive: BoolArray, others: BoolArray, rules: Rules
) -> IntArray:
    """For each strategy the first that dominates it and is itself undominated, (K, W)."""
    epsilon = rules.epsilon
    beats = np.zeros((own.shape[0], *alive.shape), dtype=np.bool_)  # by whom, which, world
    for strategy in range(own.shape[0]):
        gains = own - own[strategy]
        more = gains > epsilon
        if rules.weak:
            found = ((gains >= -epsilon) | ~others).all(axis=1) & (more & others).any(axis=1)
        else:
            found = (more | ~others).all(axis=1)
        beats[:, strategy] = found & alive & alive[strategy]
    undominated: BoolArray = ~np.any(beats, axis=0)
    beats &= undominated[:, np.newaxis, :]
    first: IntArray = np.where(beats.any(axis=0), beats.argmax(axis=0), STAYS)
    return first


@dataclass(frozen=True, eq=False)
class _Mixed:
    """One actor in one round: the strategies that only mixtures dominate."""

    actor: str
    own: NDArray[Any]
    alive: BoolArray
    others: BoolArray
    rules: Rules
    step: int

    def ask(self, left: Left, going: IntArray, worlds: range) -> None:
        """Add them to those that go."""
        for place, world in enumerate(worlds):
            table = self.own[:, self.others[:, place], place]
            pool = np.flatnonzero(self.alive[:, place] & (going[:, place] == STAYS)).tolist()
            if len(pool) < 3:
                continue
            first = {each: self._verdict(table, each, pool) for each in pool}
            staying = [each for each, verdict in first.items() if verdict.mixture is None]
            for each, verdict in first.items():
                if verdict.mixture is not None:
                    # Again, by strategies that stay in this round.
                    verdict = self._verdict(table, each, staying)
                if verdict.mixture is not None:
                    going[each, place] = BY_MIXTURE
                    left.mixtures[self.actor, each, world] = verdict.mixture
                elif verdict.margin is not None:
                    left.undecided.append(
                        Undecided(self.step, self.actor, each, world, verdict.margin)
                    )

    def _verdict(self, table: NDArray[Any], strategy: int, pool: Sequence[int]) -> Verdict:
        """Whether a mixture of some strategies dominates one."""
        return dominating_mixture(table, strategy, pool, self.rules.epsilon, self.rules.weak)


def _others(alive: Mapping[str, BoolArray], actors: Sequence[str], number: int) -> BoolArray:
    """Which joint choices of the others are left, (R, W), in the order of the reshaped payoffs."""
    worlds = alive[actors[0]].shape[-1]
    joint: BoolArray = np.ones((1, worlds), dtype=np.bool_)
    for place, actor in enumerate(actors):
        if place != number:
            joint = (joint[:, np.newaxis] & alive[actor]).reshape(-1, worlds)
    return joint
