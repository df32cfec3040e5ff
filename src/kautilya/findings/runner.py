"""How the jobs of a board are run: on threads here, or by whatever else is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol

from kautilya.findings.job import Job, Parts

Perform = Callable[[Job], Parts]
"""Does a job here."""

Deliver = Callable[[int, Parts], None]
"""Takes in what the job of a number gave; called from one thread, in any order of jobs."""


class Runner(Protocol):
    """Anything that runs jobs and delivers what each gives, once."""

    def __call__(self, jobs: Sequence[Job], perform: Perform, deliver: Deliver) -> None:
        """Run all jobs; raises what a job raised, after which nothing more is delivered."""
        ...


def on_threads(threads: int) -> Runner:
    """A runner on threads of this process; the evaluators release Python's lock.

    Parameters
    ----------
    threads
        How many jobs run at once. What a board finds does not depend on it.
    """

    def run(jobs: Sequence[Job], perform: Perform, deliver: Deliver) -> None:
        pool = ThreadPoolExecutor(threads)
        try:
            waiting = {pool.submit(perform, job): number for number, job in enumerate(jobs)}
            for future in as_completed(waiting):
                deliver(waiting.pop(future), future.result())
        except BaseException:
            # Whoever stops the run is not made to wait for the jobs that are under way.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()

    return run
