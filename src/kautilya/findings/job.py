"""A piece of a board's work, and what it gives: small enough to send and to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.findings.finding import Extent, Tally
from kautilya.findings.trial import Trial
from kautilya.payoffs import Block, Setting
from kautilya.terms import BoolArray, FloatArray

REMOVAL_WORLDS = 500
"""Worlds on which removals and other orders of moving are tried."""


@dataclass(frozen=True)
class Job:
    """Some propositions in one setting and one block of worlds.

    Parameters
    ----------
    key
        What is being found out: ``shape`` and its name, ``without`` and an element, ``reasons``,
        ``order`` and its number, ``extent``, ``observed`` and the name of a shape.
    trials, setting, block
        What is run.
    worlds
        How many worlds there are in all.
    ends
        For a test of irrelevance the premise and the two values between which it is moved.
    """

    key: tuple[str, ...]
    trials: tuple[Trial, ...]
    setting: Setting
    block: Block
    worlds: int
    ends: tuple[str, float, float] | None = None

    @property
    def keeps_worlds(self) -> bool:
        """Whether the answer in each world is wanted, and not only how many there are.

        Removals are compared with the plain case world by world; the rest is counted.
        """
        if self.key[0] == "shape":
            return self.key[1] == "authored" and self.block.first < REMOVAL_WORLDS
        return self.key[0] in ("without", "reasons")

    @property
    def tells_kept(self) -> bool:
        """Whether what is found is also told of the worlds that agree with what was observed."""
        return self.key[0] in ("shape", "observed")


@dataclass(frozen=True)
class Sample:
    """What a claim gives in each world, and which worlds count.

    Parameters
    ----------
    value
        1 or 0; for `irrelevant` the difference between the premise's two ends.
    counts
        Worlds in which there is an answer and the antecedent holds.
    """

    value: FloatArray
    counts: BoolArray

    @property
    def total(self) -> float:
        """Sum over the worlds that count."""
        return float(np.sum(self.value[self.counts]))

    @property
    def number(self) -> int:
        """How many worlds count."""
        return int(np.count_nonzero(self.counts))

    @property
    def mean(self) -> float:
        """Share, or mean difference, over the worlds that count; 0 where none does."""
        return self.total / self.number if self.number else 0.0


@dataclass(frozen=True)
class Part:
    """What one job found of one proposition.

    Parameters
    ----------
    tally
        The worlds, counted; at the low end for a test of irrelevance.
    total, number
        Sum of what the claim gives, and the number of worlds that count.
    sample
        What it gives in each world, where that is kept.
    kept
        The same of the worlds that agree with what was observed; None where nothing was.
    """

    tally: Tally
    total: float
    number: int
    sample: Sample | None
    kept: Part | None = None


Parts = Mapping[str, Part | Extent]
"""What a job gives: a part, or an extent, for each of its propositions."""
