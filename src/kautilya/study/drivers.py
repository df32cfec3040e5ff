"""What carries a claim: how worlds where it holds differ from worlds where it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.case import Case
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.terms import FACTS, BoolArray, FloatArray

MOST_DRIVERS = 5
"""What carries a claim: so many are named."""

FEWEST = 5
"""Worlds that each side of a comparison needs."""


@dataclass(frozen=True)
class Driver:
    """How something uncertain differs between worlds where a claim holds and where it fails.

    Parameters
    ----------
    name
        A premise, a contested mechanism, a belief (``ACTOR.believes.NAME``) or an interest.
    is_weight
        Whether it is the weight of an interest.
    holds, fails
        Its mean in worlds where the claim holds and where it fails.
    difference
        The first less the second, in standard deviations.
    """

    name: str
    is_weight: bool
    holds: float
    fails: float
    difference: float


@dataclass(frozen=True)
class Split:
    """The share in two halves of the worlds, parted by one quantity.

    Parameters
    ----------
    name, is_weight, threshold
        What parts them, whether it is the weight of an interest, and where: the median, or 1 for
        what is 0 or 1.
    below, above
        Share of the worlds below the threshold, and at or above it.
    worlds_below, worlds_above
        How many worlds there are.
    """

    name: str
    is_weight: bool
    threshold: float
    below: float
    above: float
    worlds_below: int
    worlds_above: int

    @property
    def gap(self) -> float:
        """How far the two shares lie apart."""
        return abs(self.above - self.below)


def draws_of(
    case: Case,
    evaluator: ArrayEvaluator,
    reach: frozenset[str],
    setting: Setting,
    blocks: Sequence[Block],
) -> dict[str, FloatArray]:
    """Everything in reach that differs between worlds, in each world.

    Parameters
    ----------
    case, evaluator
        The case, and what draws its worlds.
    reach
        What a claim can depend on: premises, mechanisms, beliefs and interests.
    setting, blocks
        In which worlds.
    """
    found = {}
    for name in sorted(reach):
        parts = [_draw(case, evaluator, name, setting, block) for block in blocks]
        values = np.concatenate([part for part in parts if part is not None] or [np.zeros(1)])
        if np.ptp(values) > 0.0:
            found[name] = values
    return found


def _draw(
    case: Case, evaluator: ArrayEvaluator, name: str, setting: Setting, block: Block
) -> FloatArray | None:
    """One name in each world; None for what is not drawn."""
    actor, believes, believed = name.partition(".believes.")
    if believes:
        view = evaluator.worlds.view(actor, setting, block)
        return _full(view.premises.get(believed, view.switches.get(believed, 0.0)), block)
    if name in case.premises:
        return evaluator.premise(name, FACTS, setting, block)
    if name in case.mechanisms:
        return _full(evaluator.worlds.view(FACTS, setting, block).switches[name], block)
    owner = name.partition(".")[0]
    interests = evaluator.interests.get(owner, ())
    if name not in interests:
        return None
    row: FloatArray = evaluator.weights(owner, setting, block)[interests.index(name)]
    return row


def _full(value: float | FloatArray, block: Block) -> FloatArray:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (block.count,))


def drivers_of(
    draws: Mapping[str, FloatArray],
    holds: BoolArray,
    fails: BoolArray,
    is_weight: Callable[[str], bool],
) -> tuple[Driver, ...]:
    """The largest differences between worlds where a claim holds and where it fails.

    Parameters
    ----------
    draws
        Everything uncertain, in each world.
    holds, fails
        Worlds in which the claim holds, and in which it fails.
    is_weight
        Whether a name is an interest.

    Returns
    -------
    tuple of Driver
        The largest first; none where one side has hardly a world.
    """
    if _few(holds, fails):
        return ()
    found = []
    for name, values in draws.items():
        spread = float(np.std(values[holds | fails]))
        if spread > 0.0:
            high, low = float(values[holds].mean()), float(values[fails].mean())
            found.append(Driver(name, is_weight(name), high, low, (high - low) / spread))
    found.sort(key=lambda driver: (-abs(driver.difference), driver.name))
    return tuple(found[:MOST_DRIVERS])


def splits_of(
    draws: Mapping[str, FloatArray],
    holds: BoolArray,
    fails: BoolArray,
    is_weight: Callable[[str], bool],
) -> tuple[Split, ...]:
    """Of all else and of weights, the one whose lower and upper half differ most."""
    if _few(holds, fails):
        return ()
    best: dict[bool, Split] = {}
    for name, values in draws.items():
        split = _split(name, is_weight(name), values, holds, fails)
        if split is None:
            continue
        known = best.get(split.is_weight)
        if known is None or split.gap > known.gap:
            best[split.is_weight] = split
    return tuple(best[kind] for kind in (False, True) if kind in best)


def _split(
    name: str, is_weight: bool, values: FloatArray, holds: BoolArray, fails: BoolArray
) -> Split | None:
    """The shares below the median of a quantity, and at or above it; None where a half is empty."""
    counts = holds | fails
    kept = values[counts]
    distinct = np.unique(kept)
    threshold = float(distinct[-1]) if distinct.size == 2 else float(np.median(kept))
    above = values >= threshold
    low, high = np.asarray(counts & ~above), np.asarray(counts & above)
    below, beyond = int(np.count_nonzero(low)), int(np.count_nonzero(high))
    if min(below, beyond) < FEWEST:
        return None
    return Split(
        name,
        is_weight,
        threshold,
        int(np.count_nonzero(holds & low)) / below,
        int(np.count_nonzero(holds & high)) / beyond,
        below,
        beyond,
    )


def _few(holds: BoolArray, fails: BoolArray) -> bool:
    return min(int(np.count_nonzero(holds)), int(np.count_nonzero(fails))) < FEWEST
