"""What passes: the word that each proposition uses, as a test of a share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.case import Case
from kautilya.credence import (
    Hedge,
    Yardstick,
    edges,
    fit_irrelevant,
    fit_of,
    hedge_of,
    passes,
)

IRRELEVANT = 0.05
"""Difference at which a test of irrelevance may turn."""


@dataclass(frozen=True)
class Verdict:
    """When a proposition passes as authored.

    Parameters
    ----------
    hedge
        The word, for a share; None for a test of irrelevance.
    premise, ends
        For a test of irrelevance the premise and the two values between which it is moved.
    """

    hedge: Hedge | None
    premise: str | None = None
    ends: tuple[float, float] = (0.0, 0.0)

    def passes(self, share: float) -> bool:
        """Whether a share passes; for a test of irrelevance, a difference."""
        if self.hedge is None:
            return passes(fit_irrelevant(share))
        return passes(fit_of(float(np.clip(share, 0.0, 1.0)), self.hedge))

    def turns_within(self, before: float, after: float, spread: float) -> bool:
        """Whether a share near `after` may pass where `before` does not, or the other way."""
        if self.hedge is None:
            low, high = max(-1.0, after - spread), min(1.0, after + spread)
            # At both edges it fails already: in the middle it passes.
            possible: Iterable[float] = (-IRRELEVANT, 0.0, IRRELEVANT)
        else:
            low, high = max(0.0, after - spread), min(1.0, after + spread)
            possible = edges(self.hedge)
        inside = [edge for edge in possible if low <= edge <= high]
        now = self.passes(before)
        return any(self.passes(share) != now for share in (low, high, *inside))


def verdicts_of(case: Case, names: Iterable[str], yardstick: Yardstick) -> Mapping[str, Verdict]:
    """When each proposition passes.

    Parameters
    ----------
    case
        The case.
    names
        Propositions with a claim.
    yardstick
        Between the words and the shares.
    """
    found = {}
    for name in names:
        stated = case.propositions[name].stated
        if isinstance(stated, str):
            found[name] = Verdict(hedge_of(stated, yardstick))
            continue
        premise = stated["irrelevant"]
        entry = case.premises[premise]
        ends = entry.range or (
            (0.0, 1.0) if entry.chance is not None else (entry.value or 0.0,) * 2
        )
        found[name] = Verdict(None, premise, ends)
    return found
