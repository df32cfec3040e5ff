"""The verdict on a proposition under changes, from what was counted in blocks of worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt

import numpy as np

from kautilya.case import Case
from kautilya.credence import Fit, fit_irrelevant, fit_over, near_edge, passes, wilson
from kautilya.findings import Tally
from kautilya.findings.job import Sample
from kautilya.kernel import yardstick_of
from kautilya.study.stress.verdicts import Verdict as Word
from kautilya.study.stress.verdicts import verdicts_of

FEW = 500
"""Up to so many worlds only draws as authored are made: an answer for the hand on the slider."""

MOST_WORLDS = 2000
"""Worlds that a desk evaluates at most."""

DOUBT = 1.959963984540054  # standard errors on either side of a mean, for 95%


@dataclass(frozen=True)
class Verdict:
    """The verdict on one proposition under changes.

    Parameters
    ----------
    id
        The proposition.
    fit
        How its word fits; None where it is untested.
    passes
        Whether it passes.
    share, interval
        Share as authored and its 95% interval (Wilson); for a test of irrelevance the distance
        between the shares at the premise's two ends, and the interval of the paired difference.
    shares
        The share for each shape of draw that was tried.
    near_edge
        Whether the interval reaches a share at which the fit changes.
    n, missing
        Worlds as authored that count, and those without an answer.
    reached
        Whether the changes can move it.
    """

    id: str
    fit: Fit | None
    passes: bool = False
    share: float | None = None
    interval: tuple[float, float] = (0.0, 1.0)
    shares: Mapping[str, float] = field(default_factory=dict)
    near_edge: bool = False
    n: int = 0
    missing: int = 0
    reached: bool = False


@dataclass(frozen=True)
class Verdicts:
    """The board under changes.

    Parameters
    ----------
    worlds
        Worlds as authored.
    shapes
        Shapes of draw that were tried.
    verdicts
        One for each proposition, in the order of the file.
    pending
        Propositions whose verdict is still being found; they are not among the others.
    """

    worlds: int
    shapes: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    pending: tuple[str, ...] = ()


@dataclass
class Count:
    """What was counted of one proposition under one shape of draw, whatever comes first."""

    tally: Tally = field(default_factory=Tally)
    totals: list[float] = field(default_factory=list)
    squares: list[float] = field(default_factory=list)
    number: int = 0

    def add(self, tally: Tally, sample: Sample) -> None:
        """Count what a block of worlds gave."""
        value = sample.value[sample.counts]
        self.tally += tally
        self.totals.append(float(np.sum(value)))
        self.squares.append(float(np.sum(value * value)))
        self.number += sample.number

    @property
    def mean(self) -> float:
        """Mean of what the claim gives; 0 where no world counts."""
        return fsum(self.totals) / self.number if self.number else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95% interval of the size of the mean."""
        if not self.number:
            return 0.0, 1.0
        spread = max(0.0, fsum(self.squares) / self.number - self.mean**2)
        doubt = DOUBT * sqrt(spread / self.number)
        low, high = self.mean - doubt, self.mean + doubt
        ends = sorted((min(1.0, abs(low)), min(1.0, abs(high))))
        return (0.0, ends[1]) if low < 0.0 < high else (ends[0], ends[1])


Counts = dict[tuple[str, str], Count]
"""By proposition and shape of draw."""


def bands_of(case: Case) -> dict[str, tuple[float, float]]:
    """For each tested proposition with a hedge, the shares that bear it out."""
    tested = [name for name, entry in case.propositions.items() if entry.claim is not None]
    words = verdicts_of(case, tested, yardstick_of(case, None))
    return {
        name: (word.hedge.band.low, word.hedge.band.high)
        for name, word in words.items()
        if word.hedge is not None
    }


def verdict_of(
    name: str, word: Word, counts: Counts, shapes: Sequence[str], *, reached: bool
) -> Verdict:
    """The verdict that counts stand for.

    Parameters
    ----------
    name, word
        The proposition, and what its word claims.
    counts
        What was counted of it.
    shapes
        Shapes of draw that were tried.
    reached
        Whether the changes can move it.
    """
    found = {shape: counts[name, shape] for shape in shapes}
    authored, hedge = found["authored"], word.hedge
    tally = authored.tally
    if hedge is None:
        apart = {shape: count.mean for shape, count in found.items()}
        fit = fit_irrelevant(apart)
        return Verdict(
            name,
            fit,
            passes(fit),
            abs(apart["authored"]),
            authored.interval,
            {shape: abs(mean) for shape, mean in apart.items()},
            n=authored.number,
            missing=tally.missing,
            reached=reached,
        )
    shares = {shape: c.tally.share for shape, c in found.items() if c.tally.counted}
    fit = fit_over(shares, hedge) if shares else Fit.UNDERDETERMINED
    counted = tally.counted
    return Verdict(
        name,
        fit,
        passes(fit),
        shares.get("authored"),
        wilson(tally.holds, counted) if counted else (0.0, 1.0),
        shares,
        counted > 0 and near_edge(tally.holds, counted, hedge),
        counted,
        tally.missing,
        reached,
    )
