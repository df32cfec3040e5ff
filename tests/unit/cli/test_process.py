"""The program as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.reports import FERRY

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).resolve().parents[3] / "src"
HEAVY = ("numpy", "scipy", "pydantic", "rich", "ruamel", "pint", "kautilya.study", "kautilya.case")


def environment(**more: str) -> dict[str, str]:
    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **more}


def kautilya(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kautilya", *arguments],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(FERRY, tmp_path / "case.yaml")
    return tmp_path


def test_a_run(folder: Path) -> None:
    done = kautilya("test", "--worlds", "30", cwd=folder, PYTHONUTF8="1")
    assert done.returncode == 1
    assert done.stderr == b""
    assert "✘ limit" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_an_encoding_without_marks(folder: Path) -> None:
    done = kautilya("test", "--worlds", "30", cwd=folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"x limit" in done.stdout


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from kautilya.cli.app import run; run(['--help']);"
        f"heavy = [n for n in {HEAVY!r} if n in sys.modules];"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_that_leaves_is_no_fault(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "kautilya", "show"],
            cwd=folder,
            env=environment(),
            stdout=gone,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 4
    assert done.stderr == b""
