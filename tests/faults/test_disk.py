"""Disks that are full, met by real processes: a small file system, or a limit on files."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kautilya.study import load
from support.program import ended, started
from support.reports import FERRY

pytestmark = pytest.mark.slow
QUICK = ("--worlds", "60", "--seed", "7")


@dataclass(frozen=True)
class Disk:
    """A folder on a disk that takes nothing more, and how a process meets it."""

    folder: Path
    before: Callable[[], None] | None


def fill(folder: Path, leave: int) -> Path:
    """Take all room but some bytes."""
    filler = folder / "filler"
    with filler.open("wb") as stream:
        room = os.statvfs(folder)
        stream.write(b"x" * max(0, room.f_bavail * room.f_frsize - leave))
    return filler


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte, with the case on it."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this user may not mount a small file system")
    try:
        shutil.copy(FERRY, folder / "case.yaml")
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(params=["full file system", "limit on files"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Disk:
    if request.param == "full file system":
        folder = request.getfixturevalue("small")
        fill(folder, 0)
        return Disk(folder, None)
    shutil.copy(FERRY, tmp_path / "case.yaml")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return Disk(tmp_path, limit)


def test_a_run_that_cannot_be_kept_is_shown_with_a_warning(disk: Disk) -> None:
    code, out, err = ended(started("test", *QUICK, cwd=disk.folder, before=disk.before))
    assert code == 1
    assert "✘ limit" in out
    assert "run saved" not in out
    assert err.startswith("warning[KC804]: the run was not kept: ")
    assert err.count("\n") == 1
    whole = [path for path in disk.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert {path.name for path in whole} <= {"case.yaml", "filler", ".gitignore"}


@pytest.mark.parametrize("option", ["--json", "--junit"])
def test_what_was_asked_for_and_cannot_be_written_is_exit_code_4(disk: Disk, option: str) -> None:
    arguments = ("test", *QUICK, option, "out")
    code, out, err = ended(started(*arguments, cwd=disk.folder, before=disk.before))
    assert code == 4
    assert "✘ limit" in out
    assert "kautilya: out: " in err
    assert not (disk.folder / "out").exists()
    assert not list(disk.folder.glob(".out.*"))


def test_a_disk_that_fills_during_the_run_does_not_stop_it(small: Path) -> None:
    filler = fill(small, 48_000)
    code, out, err = ended(started("test", "--worlds", "20000", "--seed", "7", cwd=small))
    assert code == 1
    assert "✘ limit" in out
    assert "warning[KC804]" in err
    assert "Traceback" not in err
    kept = list((small / ".kautilya" / "runs").iterdir())
    assert [path.suffix for path in kept] == [".journal"]
    filler.unlink()
    command = ("test", "--worlds", "20000", "--seed", "7", "--resume")
    code, out, err = ended(started(*command, cwd=small))
    assert code == 1
    assert "going on with run" in err
    assert "run saved" in out
    code, out, _ = ended(started("runs", "show", cwd=small))
    assert code == 0
    assert load(small).test(worlds=20000, seed=7).result_hash in out
