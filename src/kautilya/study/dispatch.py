"""Jobs sent to workers in batches, and what they give taken in, each once.

Needs `distributed`; nothing imports this module unless workers are asked for.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from distributed import CancelledError, Future, KilledWorker, wait

from kautilya.findings.job import Job
from kautilya.findings.runner import Deliver, Perform, Runner
from kautilya.study.batches import Batches
from kautilya.study.check import Checked
from kautilya.study.connection import ClusterFailed, Connection, no_workers
from kautilya.study.pipeline import Order
from kautilya.study.remote import (
    Performed,
    Unlike,
    Workplace,
    commission_of,
    difference,
    name_of,
    perform,
    versions,
)
from kautilya.study.version import VERSION

POLL = 1.0
"""Seconds after which to look whether anybody is still there, when nothing comes back."""

AHEAD = 2
"""Batches under way for each thread of a worker: one that runs and one that waits at its door."""


def on_workers(connection: Connection, checked: Checked, order: Order, size: int) -> Runner:
    """A runner on the workers of a cluster; see :meth:`Cluster.runner`."""

    def run(jobs: Sequence[Job], perform: Perform, deliver: Deliver) -> None:
        if not jobs:
            return
        commission = commission_of(checked, order, size)
        # Two runs may share a scheduler, even two of the same case: each has its own workplace.
        place = f"kautilya-{commission.fingerprint}-{uuid.uuid4().hex[:8]}"
        with _workplace(connection, place, Workplace(commission)):
            _Dispatch(connection, place, jobs).run(deliver)

    return run


def check_workers(connection: Connection) -> None:
    """Refuse a cluster without workers, or with other versions of what numbers depend on.

    Raises
    ------
    ClusterFailed
        With what to do; with both versions.
    """
    with _told(connection):
        try:
            connection.client.wait_for_workers(1, timeout=connection.patience.workers)
        except TimeoutError:
            raise no_workers(connection) from None
        found = connection.client.run(versions, on_error="return")
        for worker, there in found.items():
            if isinstance(there, ImportError):
                raise there
            if isinstance(there, dict) and (differs := difference(versions(), there)):
                raise _unlike(connection, differs, worker)


class _Dispatch:
    """The batches of one run: those under way and those to come."""

    def __init__(self, connection: Connection, place: str, jobs: Sequence[Job]) -> None:
        self.connection, self.client, self.place = connection, connection.client, place
        self.names = [name_of(job) for job in jobs]
        self.batches = Batches(jobs)
        self.flying: dict[Future, range] = {}
        self.slots, self.seen, self.looked = 1, time.monotonic(), float("-inf")

    def run(self, deliver: Deliver) -> None:
        """Send every batch and deliver what each gives."""
        try:
            while self._send():
                for future in self._landed():
                    performed = self._result(future)
                    if performed is None:
                        continue
                    batch = self.flying.pop(future)
                    self.batches.learn(len(batch), performed.seconds)
                    for number, parts in zip(batch, performed.parts, strict=True):
                        deliver(number, parts)
        finally:
            if self.flying:
                with suppress(Exception):  # what stopped the run is what is told
                    self.client.cancel(list(self.flying), force=True)

    def _send(self) -> bool:
        """Send what there is room for; whether anything is under way."""
        with _told(self.connection):
            self._look()
            while len(self.flying) < AHEAD * self.slots:
                batch = self.batches.take(self.slots)
                if batch is None:
                    break
                names = self.names[batch.start : batch.stop]
                future = self.client.submit(perform, self.place, names, pure=False)
                self.flying[future] = batch
        return bool(self.flying)

    def _landed(self) -> list[Future]:
        """Batches that are done; none where none is after a while."""
        # The client is the default one here alone: that of whoever calls stays as it is.
        with _told(self.connection), suppress(TimeoutError), self.client.as_current():
            wait(list(self.flying), timeout=POLL, return_when="FIRST_COMPLETED")
        return [future for future in self.flying if future.done()]

    def _result(self, future: Future) -> Performed | None:
        """What a batch gave; None where it was lost on its way and is being run again."""
        with _told(self.connection), suppress(TimeoutError):
            performed: Performed = future.result(timeout=POLL)
            return performed
        return None

    def _look(self) -> None:
        """How many threads the workers have; gives up where there has been none for too long."""
        now = time.monotonic()
        if now - self.looked < POLL:
            return
        if self.client.status != "running":
            raise CancelledError
        scheduler, seconds = self.client.scheduler, self.connection.patience.connect
        threads = self.client.sync(scheduler.ncores_running, workers=None, callback_timeout=seconds)
        self.looked = time.monotonic()
        if threads:
            self.slots, self.seen = sum(threads.values()), self.looked
        elif self.looked - self.seen > self.connection.patience.workers:
            raise no_workers(self.connection)


@contextmanager
def _workplace(connection: Connection, name: str, place: Workplace) -> Iterator[None]:
    """A run made known to all workers, those that come later too, and forgotten at its end."""
    with _told(connection):
        connection.client.register_plugin(place, name=name)
    try:
        yield
    finally:
        if connection.client.status == "running":  # a scheduler that is gone has forgotten it
            with suppress(Exception):
                connection.client.sync(
                    connection.client.scheduler.unregister_worker_plugin,
                    name=name,
                    callback_timeout=connection.patience.connect,
                )


@contextmanager
def _told(connection: Connection) -> Iterator[None]:
    """Say what went wrong with the workers, and pass on what went wrong in the case."""
    try:
        yield
    except ClusterFailed:
        raise
    except Unlike as error:
        raise _unlike(connection, str(error)) from error
    except ImportError as error:
        raise _unlike(connection, f"{error} there and kautilya {VERSION} here") from error
    except KilledWorker as error:
        raise ClusterFailed(
            f"the same jobs ended several workers of {connection.address}, one after another: they "
            "may be short of memory; give them more, or run fewer of them on one machine"
        ) from error
    except (CancelledError, OSError, TimeoutError) as error:
        raise ClusterFailed(
            f"the scheduler at {connection.address} is gone: look at its log, start it again with "
            "`dask scheduler`, and run again; or run here with --workers"
        ) from error


def _unlike(connection: Connection, differs: str, worker: str = "") -> ClusterFailed:
    """What to say where a worker would make another run of it."""
    who = f"the worker {worker} of" if worker else "a worker of"
    return ClusterFailed(
        f"{who} {connection.address} would not make the same run: {differs}; install the same "
        "versions on both sides and start the workers again"
    )
