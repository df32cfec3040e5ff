"""What was found so far, by what was run and by proposition.

Counts are added up as jobs come in, in any order; the answer in each world is kept only where a
removal is compared with it. So memory does not grow with the number of worlds.
"""

from __future__ import annotations

import numpy as np

from kautilya.findings.finding import Extent, Tally
from kautilya.findings.job import REMOVAL_WORLDS, Job, Part, Parts, Sample

Key = tuple[str, tuple[str, ...]]


def kept_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """Under which the same stands, of the worlds that agree with what was observed."""
    return ("kept", *key)


class Results:
    """What was found so far."""

    def __init__(self) -> None:
        self._tallies: dict[Key, Tally] = {}
        self._totals: dict[Key, tuple[float, int]] = {}
        self._samples: dict[Key, dict[int, Sample]] = {}
        self._extents: dict[str, Extent] = {}

    def add(self, job: Job, parts: Parts) -> None:
        """Add what a job gave."""
        for name, part in parts.items():
            if isinstance(part, Extent):
                self._extents[name] = self._extents.get(name, Extent()) + part
            else:
                self._add(job, (name, job.key), part)
                if part.kept is not None:
                    self._add(job, (name, kept_key(job.key)), part.kept)

    def _add(self, job: Job, key: Key, part: Part) -> None:
        self._tallies[key] = self._tallies.get(key, Tally()) + part.tally
        total, number = self._totals.get(key, (0.0, 0))
        self._totals[key] = (total + part.total, number + part.number)
        if part.sample is not None:
            self._samples.setdefault(key, {})[job.block.first] = part.sample

    def has(self, name: str, key: tuple[str, ...]) -> bool:
        """Whether this was run."""
        return (name, key) in self._tallies

    def tally(self, name: str, key: tuple[str, ...]) -> Tally:
        """Worlds counted; at the low end for a test of irrelevance."""
        return self._tallies[name, key]

    def number(self, name: str, key: tuple[str, ...]) -> int:
        """Worlds that count; for a test of irrelevance those that count at both ends."""
        return self._totals[name, key][1]

    def mean(self, name: str, key: tuple[str, ...]) -> float:
        """Share, or mean difference between a premise's ends, over the worlds that count."""
        total, number = self._totals[name, key]
        return total / number if number else 0.0

    def sample(self, name: str, key: tuple[str, ...]) -> Sample:
        """What a claim gives in each of the worlds on which removals are tried."""
        blocks = [sample for _, sample in sorted(self._samples[name, key].items())]
        return Sample(
            np.concatenate([b.value for b in blocks])[:REMOVAL_WORLDS],
            np.concatenate([b.counts for b in blocks])[:REMOVAL_WORLDS],
        )

    def extent(self, name: str) -> Extent | None:
        """Where a claim about a settling holds among the pure equilibria."""
        return self._extents.get(name)
