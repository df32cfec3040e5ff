"""The program as a process of its own, for tests of what happens to processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"


def started(
    *arguments: str, cwd: Path, before: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """The program, started in a folder."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a runner in the background ignores it
        if before is not None:
            before()

    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "kautilya", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=prepare,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a process and what it wrote, once it has ended."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def until(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Wait until a process has got somewhere; fails where it ends before."""
    while not reached():
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
