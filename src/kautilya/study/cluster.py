"""More than one process, or machine: boards whose jobs are run by workers of `dask.distributed`.

Workers get the text of the case, the seed and what is asked; they compile it themselves and are
sent numbers of jobs. What a board finds is the same as on threads, however many workers there are
and whichever of them fail: the jobs of a worker that is lost are run again by another.

Whoever reaches a scheduler can run programs on its workers. Workers started here therefore listen
on this machine's loopback address alone, which other users of the machine can reach; an address
that is given is used as it is.
"""

from __future__ import annotations

import logging
import math
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kautilya.findings.runner import Runner
from kautilya.study.check import Checked
from kautilya.study.connection import (
    AddressUnfit,
    ClusterFailed,
    ClusterMissing,
    Connection,
    Patience,
)
from kautilya.study.pipeline import Order

if TYPE_CHECKING:
    from distributed import Client

LOOPBACK = "127.0.0.1"
"""Where workers that are started here listen."""


class Cluster:
    """Workers that run the jobs of boards.

    Made by :func:`local_workers` and :func:`workers_at`.

    Parameters
    ----------
    connection
        To their scheduler.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def client(self) -> Client:
        """The connection, as `distributed` has it."""
        return self.connection.client

    def runner(self, checked: Checked, order: Order, size: int) -> Runner:
        """A runner of the jobs of one run.

        Parameters
        ----------
        checked, order
            The case, and what is asked.
        size
            Worlds evaluated at once.
        """
        from kautilya.study.dispatch import on_workers

        return on_workers(self.connection, checked, order, size)

    def __repr__(self) -> str:
        return f"<Cluster {self.connection.address}>"


@contextmanager
def local_workers(
    count: int, *, threads: int = 1, patience: Patience | None = None
) -> Iterator[Cluster]:
    """Worker processes on this machine, for as long as the context lasts.

    They listen on the loopback address alone, have no dashboard, and leave no file behind. A
    script that uses them keeps its own work under ``if __name__ == "__main__":``, because each
    worker imports it.

    Parameters
    ----------
    count
        How many processes.
    threads
        Threads of each.
    patience
        How long to wait before giving up.

    Yields
    ------
    Cluster
        To be handed to :meth:`Study.test`.

    Raises
    ------
    ClusterMissing
        Where `distributed` is not installed.
    ClusterFailed
        Where the processes do not start.
    """
    _check_installed()
    import dask
    from distributed import LocalCluster

    from kautilya.study.remote import Undisturbed

    patience = patience or Patience()
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        folder = stack.enter_context(
            TemporaryDirectory(prefix="kautilya-", ignore_cleanup_errors=True)
        )
        stack.enter_context(dask.config.set(_settings()))
        try:
            local = LocalCluster(
                n_workers=count,
                threads_per_worker=threads,
                processes=True,
                host=LOOPBACK,
                protocol="tcp://",
                # Off; but its server starts all the same, so that it is told where to listen.
                scheduler_kwargs={"dashboard": False, "dashboard_address": f"{LOOPBACK}:0"},
                dashboard_address=None,
                worker_dashboard_address=None,
                silence_logs=logging.CRITICAL,
                memory_limit=0,
                local_directory=folder,
            )
        except (OSError, RuntimeError, TimeoutError) as error:
            raise ClusterFailed(
                f"no worker processes could be started on {LOOPBACK}: {error}; run on --threads"
            ) from error
        stack.callback(local.close, timeout=patience.connect)
        cluster = stack.enter_context(_connected(local.scheduler_address, patience))
        cluster.client.register_plugin(Undisturbed(), name="undisturbed")
        yield cluster


@contextmanager
def workers_at(address: str, *, patience: Patience | None = None) -> Iterator[Cluster]:
    """Workers of a scheduler that runs already, for as long as the context lasts.

    Parameters
    ----------
    address
        ``tcp://HOST:PORT``, as ``dask scheduler`` prints it. Whoever holds that address can send
        this process what it likes: name only a scheduler that you trust.
    patience
        How long to wait before giving up.

    Yields
    ------
    Cluster
        To be handed to :meth:`Study.test`.

    Raises
    ------
    ClusterMissing
        Where `distributed` is not installed.
    AddressUnfit
        Where it is no address.
    ClusterFailed
        Where nobody answers, where there is no worker, or where its workers have other versions.
    """
    check_address(address)
    _check_installed()
    with _quiet(), _connected(address, patience or Patience()) as cluster:
        yield cluster


@contextmanager
def opened(address: str | None, count: int | None) -> Iterator[Cluster | None]:
    """Workers at an address, or so many here, or none where neither is asked for."""
    if address is not None:
        with workers_at(address) as cluster:
            yield cluster
    elif count is not None:
        with local_workers(count) as cluster:
            yield cluster
    else:
        yield None


def check_address(address: str) -> None:
    """Refuse what is not the address of a scheduler.

    Raises
    ------
    AddressUnfit
        With how to write it.

    Examples
    --------
    >>> check_address("tcp://127.0.0.1:8786")
    >>> check_address("localhost")
    Traceback (most recent call last):
    kautilya.study.connection.AddressUnfit: 'localhost' is not the address of a scheduler: write \
    tcp://HOST:PORT, as `dask scheduler` prints it
    """
    scheme, _, rest = address.partition("://")
    host, _, port = rest.rpartition(":")
    if not (scheme.isalpha() and host and port.isdecimal() and 0 < int(port) < 65536):
        raise AddressUnfit(address)


def _check_installed() -> None:
    try:
        import distributed  # noqa: F401 - whether it is there is what is asked
    except ImportError:
        raise ClusterMissing from None


@contextmanager
def _connected(address: str, patience: Patience) -> Iterator[Cluster]:
    """A scheduler that answers and has at least one fitting worker."""
    from distributed import Client

    from kautilya.study.dispatch import check_workers

    seconds = math.ceil(patience.connect)
    try:
        client = Client(address, timeout=patience.connect, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ClusterFailed(
            f"no scheduler answers at {address} within {seconds} s: start one with "
            "`dask scheduler`, mend the address, or run here with --workers"
        ) from error
    except ValueError:
        raise AddressUnfit(address) from None
    client.loop.asyncio_loop.set_exception_handler(_unretrieved)
    try:
        connection = Connection(client, address, patience)
        check_workers(connection)
        yield Cluster(connection)
    finally:
        client.close(timeout=patience.connect)


def _unretrieved(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of what the library leaves behind when a scheduler goes; that is told once."""
    if type(context.get("exception")).__name__ != "AllExit":
        loop.default_exception_handler(context)


def _settings() -> dict[str, object]:
    """Settings of worker processes that are started here."""
    return {
        # Nobody watches them, so no page is served.
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        # Nobody looks at a profile, which takes a look at every thread a hundred times a second.
        "distributed.worker.profile.enabled": False,
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own log off the error stream: what counts is raised."""
    import distributed  # noqa: F401 - it sets its loggers up when it is imported

    loggers = [
        logging.getLogger(name)
        for name in logging.root.manager.loggerDict
        if name.partition(".")[0] == "distributed"
    ]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
