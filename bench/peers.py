"""Measure the model's hot loop against other ways of running it, side by side: see README.md.

Every way computes the same runs and is asked in turn, round after round, on one core; what is told
is the median of the rounds. Times are processor time, so that what else the machine does counts
little; ratios are medians of the ratios within a round.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import one_core  # noqa: F401
import run
import ways
from random_case import random_case

from kautilya.codegen import Machine, host
from kautilya.kernel import ArrayEvaluator, CompiledEvaluator
from kautilya.source import dump
from kautilya.study import check_file, check_text
from kautilya.study.check import Checked

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
PEERS = ("ema_workbench", "jax", "jaxlib", "pandas")
SLOW_ROUNDS = 3
"""Rounds in which ways over plain Python take part: they take long, and their times vary little."""

BOARD_WORLDS = {"NumPy": 50, "ours": 500}
MOST_TRIES, QUIET = 10, 0.05
"""Rounds to try for each that counts, and the cores that others may keep busy in it."""
MANY_WORLDS = 1_000_000

C = "generated C, `-O3 -march=native -ffast-math`"
EMA, EMA_TUNED = "EMA Workbench driving a plain Python function", "the same, function tuned"
OURS, OURS_BOARD = "**ours: machine code, every run in full**", "**ours, as a board runs it**"


@dataclass
class Row:
    """One way on one case: seconds for a run, by round, and what else is known."""

    way: str
    seconds: dict[int, float]
    compiling: float | None
    apart: float


# -- the table ----------------------------------------------------------


def makers(
    task: ways.Task, machine: Machine
) -> dict[str, tuple[Callable[[], ways.Made], int, bool]]:
    """Every way: how it is made, the worlds that it runs, and whether it is slow."""
    python, tuned, worlds = ways.sources.PYTHON, ways.sources.TUNED, task.worlds
    arrays = ArrayEvaluator(task.case, task.graph, 1)
    compiled = CompiledEvaluator(task.case, task.graph, 1, machine)
    few, many = BOARD_WORLDS["NumPy"], BOARD_WORLDS["ours"]
    return {
        EMA: (lambda: ways.ema(task, python), worlds, True),
        EMA_TUNED: (lambda: ways.ema(task, tuned), worlds, True),
        "plain Python floats": (lambda: ways.plain_python(task, python), worlds, True),
        "the same, tuned": (lambda: ways.plain_python(task, tuned), worlds, True),
        "NumPy over runs": (lambda: ways.plain_numpy(task), worlds, False),
        "JAX scan + vmap": (lambda: ways.jax(task), worlds, False),
        C: (lambda: ways.generated_c(task), worlds, False),
        OURS: (lambda: ways.in_full(task, machine), worlds, False),
        "ours over NumPy, as a board runs it": (
            lambda: ways.as_a_board(task, arrays, few),
            few,
            False,
        ),
        OURS_BOARD: (lambda: ways.as_a_board(task, compiled, many), many, False),
    }


def measured(task: ways.Task, machine: Machine, rounds: int) -> list[Row]:
    """Every way on one case, in rounds."""
    of_all = makers(task, machine)
    made = {way: make() for way, (make, _, _) in of_all.items()}
    results = {way: one.run() for way, one in made.items()}
    truth = results["plain Python floats"]
    for number in (0, task.runs // 2, task.runs - 1):
        same(task, "plain Python", ways.apart(truth[:, number], ways.by_interpreter(task, number)))
    rows = []
    for way, one in made.items():
        apart = same(task, way, ways.apart(truth, results[way]))
        rows.append(Row(way, {}, one.compiling, apart))
    for number in range(rounds):
        for row in rows:
            _, worlds, slow = of_all[row.way]
            if number < SLOW_ROUNDS or not slow:
                runs = task.graph.space.size * worlds
                row.seconds[number] = made[row.way].seconds() / runs
    return rows


def same(task: ways.Task, way: str, apart: float) -> float:
    """A difference, if it is no more than rounding."""
    if not apart <= (1e-6 if way == C else 1e-9):
        raise SystemExit(f"{task.name}: {way} gives other numbers, by {apart:.1e}")
    return apart


def table(task: ways.Task, rows: list[Row]) -> Iterator[str]:
    """Lines of Markdown."""
    months, found = task.graph.horizon, {row.way: row for row in rows}
    yield f"### {task.name}\n"
    yield (
        f"{task.equations} equations of its author, {task.operations:.0f} operations a month; "
        f"{months} months, {task.graph.space.size} profiles in {task.worlds} worlds: "
        f"{task.runs} runs.\n"
    )
    yield (
        "| way | ns an equation | ns an operation | × generated C | × ours in full | compile, s "
        "| differs by |"
    )
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        each = median(row.seconds.values()) / months * 1e9
        compiling = "-" if row.compiling is None or "NumPy" in row.way else f"{row.compiling:.2f}"
        cells = [
            row.way,
            run.number(each / task.equations),
            run.number(each / task.operations),
            run.number(ratio(row, found[C])),
            run.number(ratio(row, found[OURS])),
            compiling,
            f"{row.apart:.0e}" if row.apart else "0",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
    for way in (EMA, EMA_TUNED):
        full, board = (ratio(found[way], found[ours]) for ours in (OURS, OURS_BOARD))
        yield (
            f"- {way} takes {full:.0f} times as long as ours in full, "
            f"{board:.0f} as a board runs it"
        )
    yield ""


def ratio(one: Row, other: Row) -> float:
    """Median of the ratios within each round that both took part in."""
    both = one.seconds.keys() & other.seconds.keys()
    return median(one.seconds[number] / other.seconds[number] for number in both)


# -- the rest ----------------------------------------------------------


def compiling(machine: Machine, repeat: int) -> Iterator[str]:
    """From a graph to machine code, for cases of some sizes."""
    for equations in (84, 600):
        task = ways.Task("", *_model(check_text(dump(random_case(equations)))), 8)
        runs = []
        for _ in range(repeat):
            fresh = CompiledEvaluator(task.case, task.graph, 1, machine)
            runs.append(ways.as_a_board(task, fresh, 8).compiling or 0.0)
        yield run.Measure(f"compile {equations} equations", tuple(runs), "s").row()


def second_thread(task: ways.Task, machine: Machine, repeat: int) -> Iterator[str]:
    """Two blocks of worlds on one thread of a pool, and on two: time by the clock.

    A round counts if nothing else ran meanwhile; where that does not come about, it says so.
    """
    what = f"second thread, {task.name}: times as fast"
    if len(CORES) < 2:
        yield f"| {what} | this machine has one core | | |"
        return
    evaluator = CompiledEvaluator(task.case, task.graph, 1, machine)
    blocks = [task.request(BOARD_WORLDS["ours"], k * BOARD_WORLDS["ours"]) for k in (0, 1)]
    gains: list[float] = []
    for block in blocks:
        evaluator.evaluate(block)  # draws the worlds, and compiles
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
        for _ in range(MOST_TRIES * repeat):
            before, begin = others(), time.perf_counter()
            for _ in range(2):
                list(one.map(evaluator.evaluate, blocks))
            between = time.perf_counter()
            for _ in range(2):
                list(two.map(evaluator.evaluate, blocks))
            end = time.perf_counter()
            if others() - before < QUIET * (end - begin):
                gains.append((between - begin) / (end - between))
            if len(gains) == repeat:
                break
    if gains:
        yield run.Measure(what, tuple(gains), "×").row()
    else:
        yield f"| {what} | the machine was too busy to tell | | |"


def others() -> float:
    """Processor seconds that all but this process have used."""
    words = Path("/proc/stat").read_text(encoding="ascii").split(maxsplit=9)[1:9]
    user, nice, system, _, _, hard, soft, steal = map(int, words)
    ticks = user + nice + system + hard + soft + steal
    return ticks / os.sysconf("SC_CLK_TCK") - time.process_time()


def concepts(machine: Machine, repeat: int, tasks: list[ways.Task]) -> Iterator[str]:
    """Everything but the table of ways."""
    yield from compiling(machine, repeat)
    os.sched_setaffinity(0, CORES)
    for task in tasks:
        yield from second_thread(task, machine, repeat)
    os.sched_setaffinity(0, CORES[-1:])
    yield from (measure.row() for measure in run.concepts(repeat))


def many_worlds() -> None:
    """A row for a small case in very many worlds: run alone, so that little else is in memory."""
    asked = ["test", str(run.FIRST), "--worlds", str(MANY_WORLDS), "--no-removals"]
    print(run.program(asked, 1, warm=False).row())


def _model(checked: Checked) -> tuple[ways.Case, ways.ModelGraph]:
    assert checked.case and checked.graph
    return checked.case, checked.graph


def head() -> str:
    """The machine, versions, the day, and how busy the machine was at the start."""
    found = [run.machine()]
    for package in PEERS:
        try:
            found.append(f"{package} {run.version(package)}")
        except run.PackageNotFoundError:
            continue
    gcc = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True, check=True)
    found.append(f"gcc {gcc.stdout.strip()}")
    load = os.getloadavg()[0]
    return (
        f"{', '.join(found)}; {datetime.now(UTC):%Y-%m-%d}. {len(CORES)} cores, on which "
        f"{load:.1f} programs ran at the start."
    )


def main() -> None:
    """Measure, and print as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="of all ways (9)")
    parser.add_argument(
        "--many", action="store_true", help=f"also a small case in {MANY_WORLDS:,} worlds"
    )
    parser.add_argument("--many-alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.many_alone:
        many_worlds()
        return
    lacking, machine = ways.missing(), host()
    if lacking or isinstance(machine, str) or not CORES:
        why = f"install {', '.join(lacking)}" if lacking else machine
        print(f"\nNot compared with other ways of running a model: {why or 'needs Linux'}")
        print("(`.venv/bin/python -m pip install --editable '.[bench]'` has all but gcc)")
        return
    os.sched_setaffinity(0, CORES[-1:])
    print(f"\n{head()}\n", flush=True)
    tasks = [
        ways.Task("The first case", *_model(check_file(run.ACCEPTANCE)), 8),
        ways.Task("A random case", *_model(check_text(dump(random_case(84)))), 16),
    ]
    for task in tasks:
        print("\n".join(table(task, measured(task, machine, asked.rounds))), flush=True)
    print("### The rest\n\n| what | median | lowest-highest | most memory |\n|---|---|---|---|")
    for row in concepts(machine, asked.rounds, tasks):
        print(row, flush=True)
    if asked.many:
        os.sched_setaffinity(0, CORES)
        subprocess.run([sys.executable, __file__, "--many-alone"], check=True)


if __name__ == "__main__":
    main()
