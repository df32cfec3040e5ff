"""Answers of a board by what was run and by proposition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np

from kautilya.findings.examine import Counted, joined
from kautilya.findings.finding import Extent, Tally
from kautilya.findings.schedule import Done
from kautilya.findings.standing import Sample


class Results:
    """Answers by what was run and by proposition."""

    def __init__(self, results: Sequence[Done]) -> None:
        parts: dict[tuple[str, tuple[str, ...]], list[Counted]] = {}
        extents: dict[str, list[Extent]] = {}
        for job, found in results:
            for name, answer in found.items():
                if isinstance(answer, Extent):
                    extents.setdefault(name, []).append(answer)
                else:
                    parts.setdefault((name, job.key), []).append(answer)
        self._found = {key: joined(blocks) for key, blocks in parts.items()}
        self._extents = {name: reduce(add, several) for name, several in extents.items()}

    def extent(self, name: str) -> Extent | None:
        """Where a claim about a settling holds among the pure equilibria."""
        return self._extents.get(name)

    def has(self, name: str, key: tuple[str, ...]) -> bool:
        """Whether this was run."""
        return (name, key) in self._found

    def tally(
        self, name: str, key: tuple[str, ...], premise: str | None, worlds: int | None = None
    ) -> Tally:
        """Worlds counted; at the low end for a test of irrelevance."""
        counted = self._found[name, (*key, "low") if premise is not None else key]
        return (counted if worlds is None else counted.first(worlds)).tally()

    def sample(
        self, name: str, key: tuple[str, ...], *, both_ends: bool = False, worlds: int | None = None
    ) -> Sample:
        """What a claim gives in each world."""
        if not both_ends:
            counted = self._found[name, key]
            counted = counted if worlds is None else counted.first(worlds)
            return Sample(counted.value, counted.counts)
        low, high = (self._found[name, (*key, end)] for end in ("low", "high"))
        if worlds is not None:
            low, high = low.first(worlds), high.first(worlds)
        return Sample(np.subtract(low.value, high.value), low.counts & high.counts)
