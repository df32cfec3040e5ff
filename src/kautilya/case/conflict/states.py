"""Which states a text means: the name of one, a pattern or a condition."""

from __future__ import annotations

import numpy as np

from kautilya.case.conflict.flaw import Flaw, Flaws
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.selection import select
from kautilya.diagnostics import did_you_mean
from kautilya.source import Path
from kautilya.terms import IntArray


class States:
    """Finds the states that a text means.

    Parameters
    ----------
    grid
        The states.
    flaws
        Takes what is wrong with a text.
    """

    def __init__(self, grid: StateGrid, flaws: Flaws) -> None:
        self.grid, self.flaws = grid, flaws

    def named(self, text: str, path: Path) -> IntArray | None:
        """The states that a name, a pattern or a condition means, ascending.

        None where it cannot be told, or where it means none.
        """
        grid = self.grid
        if text in grid.named:
            return np.array([grid.named[text]], dtype=np.int64)
        if text in self.flaws.unknowable:
            self.flaws.unsure()
            return None
        if grid.space is None or text.isidentifier():
            self.flaws.add(self._undeclared(text, path))
            self.flaws.unsure()
            return None
        chosen = select(grid.space, text, path, self.flaws)
        if chosen is None:
            self.flaws.unsure()
            return None
        numbers = chosen.of(grid.numbers)
        numbers = numbers[numbers >= 0]
        if not numbers.size:
            if self.flaws.sure:
                self.flaws.add(self._none(text, path))
            return None
        return self._whole(numbers, text, path)

    def _whole(self, numbers: IntArray, text: str, path: Path) -> IntArray | None:
        """Each state once; None where only a part of one is meant."""
        if not self.grid.merged:
            return np.sort(numbers)
        counts = np.bincount(numbers, minlength=self.grid.count)
        found = np.flatnonzero(counts)
        cut = found[counts[found] < self.grid.sizes[found]]
        if not cut.size:
            return found
        name = self.grid.label(int(cut[0]))
        self.flaws.add(
            Flaw(
                "KC659",
                f"'{text}' covers a part of the state '{name}'",
                path,
                "several profiles under one name are one state, and are ranked and moved to as one",
                f"write '{name}'",
            )
        )
        self.flaws.unsure()
        return None

    def _undeclared(self, text: str, path: Path) -> Flaw:
        return Flaw(
            "KC659",
            f"no state is called '{text}'",
            path,
            "`states` gives names to states"
            + ("" if self.grid.space is None else "; others are told by a pattern or a condition"),
            did_you_mean(text, self.grid.named),
        )

    def _none(self, text: str, path: Path) -> Flaw:
        return Flaw(
            "KC659",
            f"'{text}' covers no state",
            path,
            "every profile that it means is ruled out by `infeasible`",
            "take it out",
        )
