"""A connection to a scheduler of `dask.distributed`, and what is said where it fails."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kautilya.study.version import VERSION

if TYPE_CHECKING:
    from distributed import Client


class ClusterMissing(Exception):
    """Workers are asked for, and the library that they need is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "workers need dask.distributed, which is not installed: "
            "pip install 'kautilya[cluster]', or run on --threads"
        )


class AddressUnfit(ValueError):
    """An address that is none of a scheduler."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"'{address}' is not the address of a scheduler: write tcp://HOST:PORT, "
            "as `dask scheduler` prints it"
        )


class ClusterFailed(OSError):
    """Workers that cannot be reached, are gone, or would make another run of it.

    The message names the address and what to do.
    """


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, before giving up.

    Parameters
    ----------
    connect
        For a scheduler to answer.
    workers
        For a first worker to appear, and for another one after the last was lost.
    """

    connect: float = 10.0
    workers: float = 30.0


@dataclass(frozen=True)
class Connection:
    """A connection to a scheduler.

    Parameters
    ----------
    client
        The connection itself.
    address
        Where the scheduler is.
    patience
        How long to wait before giving up.
    """

    client: Client
    address: str
    patience: Patience


def no_workers(connection: Connection) -> ClusterFailed:
    """What to say where no worker is there to run anything."""
    address, seconds = connection.address, math.ceil(connection.patience.workers)
    return ClusterFailed(
        f"the scheduler at {address} has had no worker for {seconds} s: start one with "
        f"`dask worker {address} --nthreads 1` where kautilya {VERSION} is installed, "
        "or run here with --workers"
    )
