"""Measure whole programs and solution concepts, and print a table: see README.md."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = ROOT / "cases" / "first-steps"
ACCEPTANCE = ROOT / "cases" / "beijing-acceptance"

ACTORS = 6
OPTIONS = (2, 3, 2, 3, 2, 3)  # 216 profiles
WORLDS = 500
PACKAGES = ("kautilya", "numpy", "scipy", "pydantic", "llvmlite")


@dataclass(frozen=True)
class Measure:
    """Runs of one thing: what it is, each result, the unit, and the most memory held."""

    what: str
    runs: tuple[float, ...]
    unit: str
    megabytes: float | None = None

    def row(self) -> str:
        """A row of the table: median, lowest and highest."""
        middle, low, high = statistics.median(self.runs), min(self.runs), max(self.runs)
        memory = "" if self.megabytes is None else f"{self.megabytes:.0f} MB"
        spread = f"{number(low)}-{number(high)}"
        return f"| {self.what} | {number(middle)} {self.unit} | {spread} | {memory} |"


def number(value: float) -> str:
    """A number with three digits that count."""
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


# -- whole programs ----------------------------------------------------------


def program(arguments: list[str], repeat: int, *, warm: bool = True) -> Measure:
    """Start the program several times, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if warm:
            started(arguments, folder)  # so that no run compiles Python or reads from a cold disk
        runs = [started(arguments, folder) for _ in range(repeat)]
    named = [str(Path(a).relative_to(ROOT)) if a.startswith(str(ROOT)) else a for a in arguments]
    seconds = tuple(took for took, _ in runs)
    return Measure(f"`kautilya {' '.join(named)}`", seconds, "s", max(held for _, held in runs))


def started(arguments: list[str], folder: str) -> tuple[float, float]:
    """Seconds of one process from start to end, and the most memory that it held, in MB."""
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kautilya", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: a claim does not hold, which is an answer
        raise SystemExit(f"kautilya {' '.join(arguments)} left with {process.returncode}")
    return took, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


# -- solution concepts ----------------------------------------------------------


def concepts(repeat: int) -> Iterator[Measure]:
    """Solution concepts on random payoffs."""
    import numpy as np

    from kautilya.payoffs import ProfileSpace
    from kautilya.solve import foresees, pure_nash, settle

    actors = [f"actor{n}" for n in range(ACTORS)]
    space = ProfileSpace(
        tuple(f"{actor}.choice" for actor in actors),
        tuple(tuple(f"option{n}" for n in range(length)) for length in OPTIONS),
        tuple(actors),
        (0,) * ACTORS,
    )
    draws = np.random.default_rng(20240501)
    payoffs = {actor: draws.random((*OPTIONS, WORLDS)) for actor in actors}
    # What an actor wants depends on everybody's choice, and on its own the most, so that many
    # games have an equilibrium and most settlings come to rest.
    for axis, actor in enumerate(actors):
        own = draws.random((OPTIONS[axis], WORLDS))
        shape = [1] * ACTORS
        shape[axis] = OPTIONS[axis]
        payoffs[actor] = 0.3 * payoffs[actor] + 0.7 * own.reshape(*shape, WORLDS)
    size = f"{space.size} profiles, {ACTORS} actors"
    asked: dict[str, Callable[[], object]] = {
        "pure Nash": lambda: pure_nash(space, payoffs),
        "settle": lambda: settle(space, payoffs, space.now),
        "foresees": lambda: foresees(space, payoffs, 1, space.now),
    }
    for name, ask in asked.items():
        ask()
        runs = []
        for _ in range(repeat):
            begin = time.perf_counter()
            ask()
            runs.append((time.perf_counter() - begin) / WORLDS * 1e6)
        yield Measure(f"{name}, {size}", tuple(runs), "µs a world")


# -- the machine ----------------------------------------------------------


def machine() -> str:
    """Processor, system and versions."""
    found = [f"{processor()} ({os.cpu_count()} cores)", f"{platform.system()} {platform.release()}"]
    found.append(f"Python {platform.python_version()}")
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def main() -> None:
    """Measure what is asked for, and print each row as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="runs of each (5)")
    parser.add_argument(
        "--acceptance", action="store_true", help="also a whole board of cases/beijing-acceptance"
    )
    asked = parser.parse_args()
    if asked.repeat < 1:
        parser.error("--repeat takes 1 or more")
    print(f"{machine()}\n")
    print("| what | median | lowest-highest | most memory |\n|---|---|---|---|", flush=True)
    for measure in measures(asked.repeat, acceptance=asked.acceptance):
        print(measure.row(), flush=True)


def measures(repeat: int, *, acceptance: bool) -> Iterator[Measure]:
    """Everything, the quick ones first."""
    yield program(["--help"], repeat)
    yield program(["lint", str(ACCEPTANCE)], repeat)
    yield program(["test", str(FIRST)], repeat)
    yield from concepts(repeat)
    if acceptance:
        yield program(["test", str(ACCEPTANCE)], min(repeat, 3), warm=False)


if __name__ == "__main__":
    main()
