"""Answers about a game, checked from the definitions alone by code that solves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kautilya.payoffs import NormalForm
from kautilya.solve.certificate import Removal, check_answer, check_dominance
from kautilya.solve.dominance import Dominance
from kautilya.solve.mixed_records import MixedAnswer
from kautilya.study.strategic.record import Certificates


class Claims:
    """What is claimed of a game, checked from the definitions alone.

    Parameters
    ----------
    table
        The game.
    """

    def __init__(self, table: NormalForm) -> None:
        self.table = table
        self.checked = 0
        self.failed: list[str] = []

    @property
    def certificates(self) -> Certificates:
        """What was checked so far."""
        return Certificates(self.checked, tuple(self.failed))

    def add(self, what: str, faults: Sequence[str]) -> None:
        """Count one claim and what is wrong with it."""
        self.checked += 1
        self.failed += [f"{what}: {fault}" for fault in faults]

    def answer(self, found: MixedAnswer | None) -> None:
        """Check equilibria in mixed strategies, one by one and how they hang together."""
        if found is not None:
            self.checked += len(found.equilibria) - 1
            self.add("mixed equilibria", check_answer(self.table, found))

    def dominance(self, what: str, found: Dominance, epsilon: float) -> None:
        """Check what was eliminated, round by round."""
        steps = []
        for each in found.eliminations():
            by: int | Mapping[int, Fraction] = -1 if each.dominator is None else each.dominator
            if each.mixture is not None:
                by = each.mixture.weights
            steps.append(Removal(each.round, each.actor, each.strategy, by))
        if steps:
            self.checked += len(steps) - 1
            faults = check_dominance(self.table, steps, weak=found.weak, epsilon=epsilon)
            self.add(what, faults)
