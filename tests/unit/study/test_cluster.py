"""Runs on workers: the same result, whatever happens to them; and what is said where they fail."""

from __future__ import annotations

import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import distributed
import psutil
import pytest

from kautilya.cli.app import run
from kautilya.credence import WeightsRejected
from kautilya.diagnostics import CaseInvalid
from kautilya.findings import NotFiniteClaim
from kautilya.findings.job import Parts
from kautilya.kernel import NotFinite
from kautilya.study import Extent, Study, cluster, dispatch
from kautilya.study.cluster import Cluster, check_address, local_workers, workers_at
from kautilya.study.connection import AddressUnfit, ClusterFailed, Patience
from kautilya.study.pipeline import Order, board_of
from support.reports import FERRY, SEED, ferry

SOURCE = Path(__file__).resolve().parents[3] / "src"
PATHS = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)}
WORLDS = 2000
# Nine interests in order, of which the last is absolute: hardly any weights are admissible.
RANKS = "".join(
    f"    - {{id: i{n}, name: i, value: trade, anchors: [0, 1], tier: {n}, source: hi#4, "
    f"status: stated{', absolute: true' if n == 9 else ''}}}\n"
    for n in range(1, 10)
)
BRIEF = Patience(connect=0.5, workers=1.0)

# -- what needs no worker -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        NotFinite(("auxiliaries", "harm", "is"), "a division by zero", 3, (0, 1), 17),
        NotFiniteClaim(4, 7),
        WeightsRejected("town", 0.002),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_of_a_case_travel_whole(error: Exception) -> None:
    error.add_note("limit")
    there = pickle.loads(pickle.dumps(error))
    assert type(there) is type(error)
    assert str(there) == str(error)
    assert vars(there) == vars(error)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tls://host.example:1"])
def test_addresses(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address", ["", "8786", "localhost:8786", "tcp://localhost", "tcp://:1", "tcp://a:0", "://a:1"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressUnfit, match="tcp://HOST:PORT"):
        check_address(address)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "case.yaml").write_bytes(FERRY.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_the_library_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["test", "--workers", "2"]) == 2
    assert "pip install 'kautilya[cluster]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:8786"], "give one of them"),
        (["--cluster", "localhost"], "tcp://HOST:PORT"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_options_that_cannot_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert run(["test", *options]) == 2
    assert told in capsys.readouterr().err


def test_nobody_at_an_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def soon(address: str, count: int | None) -> object:
        return workers_at(address, patience=BRIEF)

    monkeypatch.setattr(cluster, "opened", soon)
    address = f"tcp://127.0.0.1:{free_port()}"
    assert run(["test", "--cluster", address]) == 4
    told = capsys.readouterr().err
    assert f"no scheduler answers at {address}" in told
    assert "dask scheduler" in told
    assert "Traceback" not in told


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# -- two workers here -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two() -> Iterator[Cluster]:
    with local_workers(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def study() -> Study:
    return ferry()


@pytest.fixture(scope="module")
def expected(study: Study) -> str:
    """The result on one thread."""
    return study.test(worlds=WORLDS, seed=SEED, threads=1).result_hash


class Progress:
    """Counts what is delivered, and does something once while the run goes on."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.done, self.total, self.then = [0], 0, then

    def __call__(self, done: int, total: int) -> None:
        if len(self.done) == 1:
            self.then()
        self.done.append(done)
        self.total = total

    def check_each_once(self) -> None:
        assert self.done == sorted(set(self.done))
        assert self.done[-1] == self.total


def processes(of: Cluster) -> list[int]:
    return list(of.client.run(os.getpid).values())


@pytest.mark.slow
def test_threads_and_workers_find_the_same(study: Study, expected: str, two: Cluster) -> None:
    assert study.test(worlds=WORLDS, seed=SEED, threads=2).result_hash == expected
    progress = Progress()
    dossier = study.test(worlds=WORLDS, seed=SEED, workers=two, progress=progress)
    assert dossier.result_hash == expected
    progress.check_each_once()
    assert dossier == study.test(worlds=WORLDS, seed=SEED, threads=1)


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_nothing(study: Study, expected: str, two: Cluster) -> None:
    victim = processes(two)[0]
    progress = Progress(lambda: os.kill(victim, signal.SIGKILL))
    dossier = study.test(worlds=WORLDS, seed=SEED, workers=two, progress=progress)
    assert dossier.result_hash == expected
    progress.check_each_once()
    assert not psutil.pid_exists(victim)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is: winter_cost,": "is: winter_cost / (island.ferry is drop),"}, "KC801"),
        ({"claim: final(harm) < 0.35": "claim: 1 / (final(harm) - final(harm)) < 0.35"}, "KC801"),
        (
            {
                "  town:\n    - {id: pride": f"  town:\n{RANKS}    - {{id: pride",
                "anchors: [0, 1], source: hi#7": "anchors: [0, 1], tier: 1, source: hi#7",
            },
            "KC802",
        ),
    ],
    ids=["value", "claim", "weights"],
)
def test_an_error_of_the_case_is_told_as_on_threads(
    changes: dict[str, str], code: str, two: Cluster
) -> None:
    study = ferry(**changes)
    places = []
    for more in ({"threads": 1}, {"workers": two}):
        with pytest.raises(CaseInvalid) as caught:
            study.test(worlds=20, seed=1, **more)
        # Which world is named depends on which job comes in first, on threads as well.
        (fault,) = caught.value.diagnostics
        assert fault.code == code
        places.append((fault.span, fault.help))
    assert places[0] == places[1]


@pytest.mark.slow
def test_other_versions_are_refused_with_both(
    two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {**dispatch.versions(), "kautilya": "99.1"}
    there = re.escape(dispatch.versions()["kautilya"])
    difference = dispatch.difference
    monkeypatch.setattr(dispatch, "difference", lambda _, found: difference(here, found))
    with pytest.raises(ClusterFailed, match=rf"kautilya {there} there and 99\.1 here"):
        dispatch.check_workers(two.connection)


@pytest.mark.slow
def test_what_a_worker_reads_otherwise_is_refused(
    two: Cluster, monkeypatch: pytest.MonkeyPatch, study: Study
) -> None:
    commission_of = dispatch.commission_of

    def another(*arguments: object) -> object:
        sent = commission_of(*arguments)  # type: ignore[arg-type]
        return replace(sent, text=sent.text.replace("discount: 0.05", "discount: 0.06"))

    monkeypatch.setattr(dispatch, "commission_of", another)
    with pytest.raises(ClusterFailed, match=r"the case reads \w+ there and \w+ here"):
        study.test(["limit"], worlds=20, workers=two)
    monkeypatch.setattr(dispatch, "commission_of", commission_of)
    monkeypatch.setattr(dispatch, "name_of", lambda job: "nobody")
    with pytest.raises(ClusterFailed, match="jobs are unknown there"):
        study.test(["limit"], worlds=20, workers=two)


@pytest.mark.slow
def test_a_runner_may_be_handed_some_of_the_jobs(study: Study, two: Cluster) -> None:
    order = Order(worlds=60, seed=SEED)
    board = board_of(study.checked, order, 20)
    some = board.jobs()[::-3]
    found: dict[int, Parts] = {}
    perform = board.schedule.laboratory.perform
    two.runner(study.checked, order, 20)(some, perform, found.__setitem__)
    assert sorted(found) == list(range(len(some)))
    for number, job in enumerate(some):
        assert plain(found[number]) == plain(perform(job))


def plain(parts: Parts) -> dict[str, object]:
    """What a job gave, without arrays."""
    return {
        name: part
        if isinstance(part, Extent) or part.sample is None
        else (part.tally, part.sample.value.tolist(), part.sample.counts.tolist())
        for name, part in parts.items()
    }


@pytest.mark.slow
def test_workers_here_listen_to_this_machine_alone_and_leave_nothing(study: Study) -> None:
    def folders() -> set[str]:
        return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("kautilya-")}

    before = folders()
    with local_workers(1) as workers:
        (child,) = processes(workers)
        for process in (psutil.Process(), psutil.Process(child)):
            listening = [c for c in process.net_connections() if c.status == psutil.CONN_LISTEN]
            assert listening
            assert {c.laddr.ip for c in listening} == {"127.0.0.1"}
        with pytest.raises(ValueError, match="No client"):
            distributed.default_client()
    assert not psutil.pid_exists(child)
    assert folders() == before


@pytest.mark.slow
def test_an_interrupt_ends_all_processes_without_a_word(folder: Path) -> None:
    script = folder / "script.py"
    script.write_text(
        "import sys\n"
        "from kautilya.cli import common, test\n"
        "from kautilya.cli.app import run\n"
        "from contextlib import contextmanager\n"
        "@contextmanager\n"
        "def bar(*, shown):\n"
        "    yield lambda done, total: print(done, flush=True)\n"
        "test.progress_bar = bar\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(run(['test', '--worlds', '60000', '--workers', '2']))\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=folder,
        env=ENVIRONMENT,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A runner in the background ignores it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        children = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


# -- a scheduler and a worker of their own --------------------------------------------------------


LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program of the library, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments, *LOOPBACK],
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """Read what a program says until it says some words; its line."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"it ended without saying '{words}'")


@pytest.mark.slow
def test_a_scheduler_and_its_worker(tmp_path: Path, study: Study, expected: str) -> None:
    with ExitStack() as stack:
        scheduler = stack.enter_context(program("scheduler", "--port", "0"))
        address = wait_for(scheduler, "Scheduler at:").split()[-1]

        def worker() -> subprocess.Popen[str]:
            options = ["--nthreads", "2", "--no-nanny", "--local-directory", str(tmp_path)]
            process = stack.enter_context(program("worker", address, *options))
            wait_for(process, "Registered to:")
            return process

        first = worker()
        with workers_at(address, patience=replace(BRIEF, connect=10)) as there:
            dossier = study.test(worlds=WORLDS, seed=SEED, workers=there)
            assert dossier.result_hash == expected

            with pytest.raises(ClusterFailed, match=f"{address} has had no worker for 1 s"):
                study.test(worlds=WORLDS, workers=there, progress=Progress(first.kill))

            worker()
            with pytest.raises(ClusterFailed, match=f"the scheduler at {address} is gone"):
                study.test(worlds=WORLDS, workers=there, progress=Progress(scheduler.kill))
