"""What a worker does: compile the case that it is given, once, and perform jobs by their names.

A worker needs no file: it gets the text of the case as it was read, and makes the same jobs as the
process that asks. A job's name follows from what is run, so that only names travel, and a worker
that would run something else does not know them.

Needs `distributed`; nothing imports this module unless workers are asked for.
"""

from __future__ import annotations

import hashlib
import platform
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

from distributed import Worker, WorkerPlugin, get_worker

from kautilya.diagnostics import CaseInvalid
from kautilya.findings.examine import Laboratory
from kautilya.findings.job import Job, Parts
from kautilya.study.check import Checked, check_text
from kautilya.study.dossier import case_hash
from kautilya.study.pipeline import Order, board_of
from kautilya.study.version import VERSION


class Unlike(Exception):
    """A worker on which a run would be another run: other versions, or another reading of the case.

    Parameters
    ----------
    message
        What differs, both sides named.
    """


@dataclass(frozen=True)
class Commission:
    """A run in which workers take part.

    Parameters
    ----------
    text, file
        The case as it was read, and the name of its file, for messages.
    case_hash
        Hash of the case's content.
    order
        What the run is asked to do.
    block_size
        Worlds evaluated at once.
    versions
        Versions of what numbers depend on.
    """

    text: str
    file: str
    case_hash: str
    order: Order
    block_size: int
    versions: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """Hash of all of it: two runs with the same one have the same jobs."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Performed:
    """What a batch of jobs gave, and how many seconds it took."""

    parts: tuple[Parts, ...]
    seconds: float


def commission_of(checked: Checked, order: Order, size: int) -> Commission:
    """A run, as it is sent to workers."""
    tree = checked.tree
    # Threads and memory are this process's affair; no job depends on them.
    plain = replace(order, threads=1, memory=None)
    return Commission(tree.text, tree.file, case_hash(tree.data), plain, size, versions())


def name_of(job: Job) -> str:
    """Name of a job: hash of what is run, in which setting and which worlds."""
    trials = [(trial.name, trial.scenario, trial.situation.order) for trial in job.trials]
    set_to = job.setting
    setting = (set_to.scenario, sorted(set_to.removed), set_to.pinned, set_to.shape)
    block = (job.block.first, job.block.count)
    content = repr((job.key, trials, setting, block, job.worlds, job.ends))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def versions() -> dict[str, str]:
    """Versions of what numbers, and talk between machines, depend on.

    Examples
    --------
    >>> sorted(versions())
    ['Python', 'distributed', 'kautilya', 'llvmlite', 'numpy', 'scipy']
    """
    python = ".".join(platform.python_version_tuple()[:2])
    libraries = ("numpy", "scipy", "llvmlite", "distributed")
    return {"kautilya": VERSION, "Python": python, **{n: _installed(n) for n in libraries}}


def _installed(name: str) -> str:
    """Version of a library; one that need not be there may be missing on both sides."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What two sides have in different versions; empty where they agree.

    Examples
    --------
    >>> difference({"kautilya": "0.2", "numpy": "2.1"}, {"kautilya": "0.1", "numpy": "2.1"})
    'kautilya 0.1 there and 0.2 here'
    """
    return ", ".join(
        f"{name} {there.get(name, 'missing')} there and {number} here"
        for name, number in here.items()
        if there.get(name) != number
    )


class Workplace(WorkerPlugin):  # type: ignore[misc]  # its class is not typed where it is missing
    """A run on one worker process: its board is made when the first job comes, and kept.

    Parameters
    ----------
    commission
        The run.
    """

    def __init__(self, commission: Commission) -> None:
        self.commission = commission

    def setup(self, worker: Worker) -> None:
        """Make ready on a worker: a lock does not travel, so it is made here."""
        self._laboratory: Laboratory | None = None
        self._jobs: Mapping[str, Job] = {}
        self._lock = Lock()

    def perform(self, names: Sequence[str]) -> Performed:
        """Perform jobs by their names.

        Raises
        ------
        Unlike
            Where this worker would make another run of it.
        NotFinite, NotFiniteClaim, WeightsRejected
            As on any board.
        """
        with self._lock:  # a worker of several threads compiles once
            if self._laboratory is None:
                self._laboratory, self._jobs = _compiled(self.commission)
        unknown = sum(name not in self._jobs for name in names)
        if unknown:
            raise Unlike(f"{unknown} of {len(names)} jobs are unknown there")
        begun = time.perf_counter()
        parts = tuple(self._laboratory.perform(self._jobs[name]) for name in names)
        return Performed(parts, time.perf_counter() - begun)


class Undisturbed(WorkerPlugin):  # type: ignore[misc]  # as above
    """A worker that is started here: Ctrl-C is for the process that started it, which stops it."""

    def setup(self, worker: Worker) -> None:
        """Let the signal pass; called in the worker's main thread, where alone that can be done."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def perform(place: str, names: Sequence[str]) -> Performed:
    """Perform jobs at a workplace, on the worker where this runs."""
    found = get_worker().plugins.get(place)
    if found is None:
        raise Unlike("it was not given the case")
    performed: Performed = found.perform(names)
    return performed


def _compiled(commission: Commission) -> tuple[Laboratory, Mapping[str, Job]]:
    """What performs the jobs of a run, and the jobs by name, made from the text of the case."""
    differs = difference(commission.versions, versions())
    if differs:
        raise Unlike(differs)
    try:
        checked = check_text(commission.text, commission.file)
    except CaseInvalid as invalid:
        raise Unlike(f"the case cannot be read there: {invalid}") from None
    if checked.errors:
        raise Unlike(f"the case has errors there: {checked.errors[0].message}")
    found = case_hash(checked.tree.data)
    if found != commission.case_hash:
        raise Unlike(f"the case reads {found[:7]} there and {commission.case_hash[:7]} here")
    board = board_of(checked, commission.order, commission.block_size)
    return board.schedule.laboratory, {name_of(job): job for job in board.jobs()}
