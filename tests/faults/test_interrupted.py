"""Runs that are ended in the middle, by real signals to real processes."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kautilya.study import load
from kautilya.study.manifest import State
from kautilya.study.registry import Registry
from support.program import ended, started, until
from support.reports import FERRY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

WORLDS = 60_000
ASKED = ("test", "ferry-line", "--worlds", str(WORLDS), "--seed", "7", "--threads", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    return tmp_path


@pytest.fixture(scope="module")
def whole() -> str:
    """Result hash of the run when nothing ends it."""
    return load(FERRY).test(worlds=WORLDS, seed=7).result_hash


def journals(folder: Path) -> list[Path]:
    return list((folder / ".kautilya" / "runs").glob("*.journal"))


def names(folder: Path) -> set[str]:
    """Every file below a folder, the case apart."""
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {str(path) for path in found if path.parts[0] != "ferry-line"}


def broken_off(folder: Path, sign: signal.Signals, size: int = 20_000) -> subprocess.Popen[str]:
    """A run that gets a signal once its journal holds something."""
    process = started(*ASKED, "--json", "out.json", cwd=folder)
    until(process, lambda: any(path.stat().st_size > size for path in journals(folder)))
    process.send_signal(sign)
    return process


def resumed(folder: Path) -> str:
    code, _, err = ended(started(*ASKED, "--json", "out.json", "--resume", cwd=folder))
    assert code == 1, err
    assert "going on with run" in err
    return str(json.loads((folder / "out.json").read_text("utf-8"))["result_hash"])


def test_an_interruption_says_what_is_kept_and_goes_on_to_the_same_result(
    folder: Path, whole: str
) -> None:
    code, out, err = ended(broken_off(folder, signal.SIGINT))
    assert code == 130
    assert out == ""
    assert err.count("\n") == 1
    assert "% of the run is kept" in err
    assert "kautilya test ferry-line --worlds 60000 --seed 7 --threads 1" in err
    assert "--resume" in err
    (journal,) = journals(folder)
    (run,) = Registry(folder / ".kautilya").runs()
    assert run.state == State.INTERRUPTED
    assert names(folder) == {
        ".kautilya/.gitignore",
        ".kautilya/runs.db",
        f".kautilya/runs/{journal.name}",
    }
    assert resumed(folder) == whole
    assert journals(folder) == []
    (again,) = Registry(folder / ".kautilya").runs()
    assert (again.id, again.state, again.resumed) == (run.id, State.FINISHED, 1)
    assert again.result_hash == whole


def test_a_killed_run_goes_on_to_the_same_result_even_when_killed_twice(
    folder: Path, whole: str
) -> None:
    for size in (10_000, 60_000):
        code, _, _ = ended(broken_off(folder, signal.SIGKILL, size))
        assert code == -signal.SIGKILL
        process = started(*ASKED, "--resume", "--json", "out.json", cwd=folder)
        until(process, lambda: any(p.stat().st_size > 60_000 for p in journals(folder)))
        process.kill()
        ended(process)
    states = {run.state for run in Registry(folder / ".kautilya").runs()}
    assert states == {State.INTERRUPTED}
    assert not (folder / "out.json").exists()
    assert resumed(folder) == whole


def test_a_journal_cut_or_spoilt_at_its_end_loses_its_end_alone(folder: Path, whole: str) -> None:
    ended(broken_off(folder, signal.SIGKILL))
    (journal,) = journals(folder)
    content = journal.read_bytes()
    journal.write_bytes(content[:-7] + b"\xff\xff")
    assert resumed(folder) == whole


def test_a_run_that_is_still_under_way_is_not_taken_up_by_another(folder: Path) -> None:
    first = started(*ASKED, cwd=folder)
    until(first, lambda: any(path.stat().st_size > 10_000 for path in journals(folder)))
    (run,) = Registry(folder / ".kautilya").runs()
    assert run.state == State.RUNNING
    first.send_signal(signal.SIGSTOP)
    try:
        code, _, err = ended(started(*ASKED, "--resume", cwd=folder))
    finally:
        first.send_signal(signal.SIGCONT)
    assert code == 1
    assert "nothing to resume" in err
    assert ended(first)[0] == 1
    done = Registry(folder / ".kautilya").runs()
    assert {entry.state for entry in done} == {State.FINISHED}
    assert len({entry.result_hash for entry in done}) == 1
    assert len(done) == 2


def test_what_was_asked_otherwise_is_not_taken_up(folder: Path) -> None:
    ended(broken_off(folder, signal.SIGINT))
    code, _, err = ended(
        started("test", "ferry-line", "--worlds", "50", "--seed", "7", "--resume", cwd=folder)
    )
    assert code == 1
    assert "nothing to resume" in err
    assert len(journals(folder)) == 1


def test_runs_at_once_in_one_folder_all_succeed(folder: Path) -> None:
    processes = [
        started("test", "ferry-line", "--worlds", "400", "--seed", "7", cwd=folder)
        for _ in range(3)
    ]
    for process in processes:
        code, out, err = ended(process)
        assert (code, err) == (1, "")
        assert "run saved" in out
    registry = Registry(folder / ".kautilya")
    runs = registry.runs()
    assert [run.state for run in runs] == [State.FINISHED] * 3
    hashes = {registry.results(run)["result_hash"] for run in runs}
    assert hashes == {run.result_hash for run in runs}
    assert len(hashes) == 1
