"""A long list of jobs, cut into batches that are worth sending."""

from __future__ import annotations

from collections.abc import Sequence

from kautilya.findings.job import Job

SECONDS = 0.4
"""About how long a batch should take: sending one costs a few milliseconds."""

MOST_JOBS = 200
"""Jobs in a batch at the most, so that what it gives stays small."""


class Batches:
    """Cuts jobs into batches, from the first to the last.

    The first are single jobs. From how long they take follows how many make a batch; towards the
    end batches get smaller, so that all workers end at about the same time.

    Parameters
    ----------
    jobs
        All jobs.

    Examples
    --------
    >>> batches = Batches([])
    >>> batches.take(2) is None
    True
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._next = 0
        self._of_one: float | None = None
        # What is prepared for a setting serves all its blocks: a batch ends where another begins.
        self._begins = [
            number == 0
            or (job.key, job.setting) != (jobs[number - 1].key, jobs[number - 1].setting)
            for number, job in enumerate(jobs)
        ]

    def take(self, slots: int) -> range | None:
        """Numbers of the next batch for a cluster that runs `slots` at once; None at the end."""
        left = len(self._begins) - self._next
        if not left:
            return None
        size = 1 if self._of_one is None else int(SECONDS / max(self._of_one, 1e-6))
        size = max(1, min(size, MOST_JOBS, left // (2 * max(1, slots))))
        end = self._next + size
        if end < len(self._begins):
            borders = (n for n in range(end, self._next, -1) if self._begins[n])
            end = next(borders, end)
        taken = range(self._next, end)
        self._next = end
        return taken

    def learn(self, jobs: int, seconds: float) -> None:
        """Take note of how long a batch took; what was seen lately counts for more."""
        of_one = seconds / jobs
        self._of_one = of_one if self._of_one is None else 0.7 * self._of_one + 0.3 * of_one
