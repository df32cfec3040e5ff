"""Measure what a second worker process brings, and print a table.

    .venv/bin/python bench/cluster.py [--worlds N] [--repeat N] [--workers N] [CASE]

A run is timed as a whole, with what a worker does once (to compile the case) and what this process
does alone (the choices and the audit); the start of the processes is told apart. Efficiency is the
time of one worker over the time of n, divided by n. It means something only on a machine that does
nothing else and has a core for each worker. What workers add to the work shows on any machine: in
the seconds that all processors worked.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kautilya.study import Study
    from kautilya.study.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def main() -> None:
    """Measure one worker and several, in turn, and print each row as it is done."""
    from run import machine, number

    from kautilya.study import load
    from kautilya.study.cluster import local_workers

    parser = argparse.ArgumentParser(description="Efficiency of several workers against one.")
    parser.add_argument("case", nargs="?", type=Path, default=ROOT / "cases" / "first-steps")
    parser.add_argument("--worlds", type=int, default=200_000, metavar="N")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (3)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="at the most (2)")
    asked = parser.parse_args()
    study = load(asked.case)
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}")
    print(f"{study.case.case}, {asked.worlds:,} worlds\n")
    print("| evaluated by | start, s | run, s | processor, s | efficiency | result |")
    print("|---|---|---|---|---|---|", flush=True)
    one = 0.0
    for count in range(asked.workers + 1):
        begin = time.perf_counter()
        with local_workers(count) if count else nullcontext() as workers:
            started = time.perf_counter() - begin
            runs = [measured(study, asked.worlds, workers) for _ in range(asked.repeat)]
        wall = statistics.median(run[0] for run in runs)
        processor = statistics.median(run[1] for run in runs)
        one = wall if count == 1 else one
        who = f"{count} worker{'s' if count > 1 else ''}" if count else "1 thread, here"
        start = number(started) if count else ""
        efficiency = f"{one / wall / count:.2f}" if count else ""
        result = ", ".join(sorted({run[2] for run in runs}))
        print(
            f"| {who} | {start} | {number(wall)} | {number(processor)} | {efficiency} | {result} |",
            flush=True,
        )


def measured(study: Study, worlds: int, workers: Cluster | None) -> tuple[float, float, str]:
    """Seconds of a run, seconds that processors worked for it in all, and its result."""
    begin, worked = time.perf_counter(), processors(workers)
    found = study.test(worlds=worlds, threads=1, workers=workers).result_hash
    return time.perf_counter() - begin, processors(workers) - worked, found


def processors(workers: Cluster | None) -> float:
    """Seconds that processors have worked so far for this process and its workers."""
    there = workers.client.run(time.process_time).values() if workers is not None else ()
    return time.process_time() + sum(there)


if __name__ == "__main__":
    main()
