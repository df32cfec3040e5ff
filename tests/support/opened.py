"""A case opened by the whole program, at a port of this machine."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import httpx

from support.documents import ROOT
from support.program import started


def copied(folder: Path) -> Path:
    """A copy of the first steps."""
    return Path(shutil.copytree(ROOT / "cases" / "first-steps", folder / "first-steps"))


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Program:
    """The program that has a case open."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def client(self) -> httpx.Client:
        """A client of it."""
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/", timeout=120)

    def interrupt(self) -> tuple[int, str]:
        """End it as Ctrl-C does; its exit code and what it wrote of errors."""
        self.process.send_signal(signal.SIGINT)
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.communicate()


def opened(folder: Path, *options: str, port: int | None = None) -> Program:
    """Open a case by the program, and wait until it says where."""
    at = free_port() if port is None else port
    process = started("open", ".", "--no-browser", "--port", str(at), *options, cwd=folder)
    assert process.stdout is not None
    giving_up = threading.Timer(120, process.kill)
    giving_up.start()
    try:
        for line in process.stdout:
            if line.startswith("Ctrl-C"):
                return Program(folder, at, process)
    finally:
        giving_up.cancel()
    raise AssertionError(process.communicate())
