"""What turns it: how often an actor would stay, with a premise moved or something taken away.

Every change runs on the same worlds as the case as it stands, so that a difference is the
change's and not the draw's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case, Names
from kautilya.findings.bench import Bench, Plain
from kautilya.findings.reasons import elements
from kautilya.payoffs import Block, Evaluator, Profile, Setting
from kautilya.study.strategic.record_worlds import Turn
from kautilya.terms import BoolArray, FloatArray

TURN_WORLDS = 500
"""The first worlds, on which changes are tried under Nash."""

DEEP_WORLDS = 100
"""The same under concepts that look further ahead, for which every profile is run."""

ERRORS = 2.0
"""A change counts from so many standard errors of the paired difference."""

Progress = Callable[[int, int], None]
Asked = tuple[int, str]
"""A state and an actor."""

Judge = Callable[[Setting, Collection[Asked]], Mapping[Asked, BoolArray]]
"""In which worlds a state is stable for an actor, in a setting, for each that is asked about."""


@dataclass(frozen=True)
class Change:
    """A premise at its two ends, or something taken away.

    Parameters
    ----------
    name
        The premise or the thing.
    ends
        Low and high end; None for what is taken away.
    """

    name: str
    ends: tuple[float, float] | None = None

    def settings(self, plain: Setting) -> tuple[Setting, Setting]:
        """The two settings that are compared."""
        if self.ends is None:
            return plain, replace(plain, removed=frozenset({self.name}))
        low, high = (replace(plain, pinned=((self.name, end),)) for end in self.ends)
        return low, high


def changes_of(case: Case, names: Names, setting: Setting) -> Iterator[Change]:
    """Everything that can be moved or taken away: premises that vary, then all elements.

    A premise that the scenario sets is left alone.
    """
    set_ = case.scenarios[setting.scenario].set if setting.scenario else {}
    for name, premise in case.premises.items():
        if name in set_ or (premise.range is None and premise.chance is None):
            continue
        low, high = premise.range or (0.0, 1.0)
        if low != high:
            yield Change(name, (float(low), float(high)))
    yield from (Change(name) for name in elements(case, names))


def turns(
    changes: Sequence[Change],
    reach: Mapping[str, frozenset[str]],
    asked: Sequence[Asked],
    setting: Setting,
    judge: Judge,
    threads: int = 1,
    progress: Progress | None = None,
) -> dict[Asked, tuple[Turn, ...]]:
    """What moves the share of worlds in which each state is stable for each actor.

    Parameters
    ----------
    changes
        What is tried.
    reach
        For each actor the names that its stability can depend on.
    asked
        States and actors.
    setting
        The case as it stands.
    judge
        Says in which worlds a state is stable.
    threads
        Threads that try changes; the answer does not depend on it.
    progress
        Called with changes tried, and how many there are.

    Returns
    -------
    dict
        For each state and actor the changes whose effect exceeds its error, the largest first.
    """
    found: dict[Asked, list[Turn]] = {pair: [] for pair in asked}
    plain = judge(setting, asked)

    def effect(change: Change) -> list[tuple[Asked, Turn]]:
        """What one change does."""
        touched = [pair for pair in asked if change.name in reach[pair[1]]]
        if not touched:
            return []
        one, other = change.settings(setting)
        before = plain if change.ends is None else judge(one, touched)
        after = judge(other, touched)
        effects = [(pair, _turn(change, before[pair], after[pair])) for pair in touched]
        return [(pair, turn) for pair, turn in effects if turn is not None]

    with ThreadPoolExecutor(max(1, threads)) as pool:
        for number, effects in enumerate(pool.map(effect, changes), 1):
            for pair, turn in effects:
                found[pair].append(turn)
            if progress is not None:
                progress(number, len(changes))
    return {
        pair: tuple(sorted(rows, key=lambda t: (-abs(t.difference), t.name)))
        for pair, rows in found.items()
    }


def _turn(change: Change, before: BoolArray, after: BoolArray) -> Turn | None:
    """The paired difference, where it exceeds its error."""
    apart = after.astype(np.float64) - before.astype(np.float64)
    difference = float(apart.mean())
    error = float(apart.std()) / math.sqrt(apart.size)
    if abs(difference) <= ERRORS * error:
        return None
    return Turn(change.name, change.ends, float(before.mean()), float(after.mean()), error)


@dataclass(frozen=True)
class PointJudge:
    """Nash stability of single states: only they and the states one move away are run.

    Parameters
    ----------
    evaluator, block, horizon, epsilon
        What runs the model, the worlds, the months, and what counts as a tie.
    profiles
        For each state and actor the state's profile, then those that the actor can move to.
    """

    evaluator: Evaluator
    block: Block
    horizon: int
    epsilon: float
    profiles: Mapping[Asked, Sequence[Profile]]
    plain: Plain

    def __call__(self, setting: Setting, asked: Collection[Asked]) -> Mapping[Asked, BoolArray]:
        """In which worlds the actor gains nothing by leaving the state."""
        bench = Bench(self.evaluator, setting, self.block, self.plain)
        found: dict[Asked, BoolArray] = {}
        for actor in dict.fromkeys(actor for _, actor in asked):
            states = [state for state, who in asked if who == actor]
            # The same question each time, whichever states are touched: it is compiled once.
            every = tuple(
                dict.fromkeys(
                    p for (_, who), ps in self.profiles.items() if who == actor for p in ps
                )
            )
            view = bench.view(actor, None)
            interests = self.evaluator.interests[actor]
            bench.prefetch(view, self.horizon, every, interests, ())
            for state in states:
                values = bench.payoffs_at(actor, None, self.horizon, self.profiles[state, actor])
                found[state, actor] = _content(values, self.epsilon)
        return found


def _content(values: FloatArray, epsilon: float) -> BoolArray:
    """Where the first row is within epsilon of the highest of the others."""
    if len(values) == 1:
        return np.ones(values.shape[1], dtype=np.bool_)
    answer: BoolArray = values[0] - values[1:].max(axis=0) >= -epsilon
    return answer


def reach_of(evaluator: Evaluator, actors: Collection[str], setting: Setting) -> frozenset[str]:
    """What the payoffs of some actors can depend on."""
    found: set[str] = set()
    for actor in actors:
        view = evaluator.viewer(actor, setting)
        found.update(evaluator.interests[actor])
        for interest in evaluator.interests[actor]:
            found |= evaluator.reach(interest, view)
    return frozenset(found)
