"""Measure the stability of states in conflict graphs, and print a table: see README.md.

Each row is a process of its own. It finds Nash, GMR, SMR and SEQ for all actors in every state and
world, margins and all: first from the description of a conflict, with all that is made once, and
then again and again with other values for the same moves.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import one_core  # noqa: F401
import run

if TYPE_CHECKING:
    from kautilya.solve.stability.option_moves import OptionMoves

SEED = 20240501


@dataclass(frozen=True)
class Case:
    """A conflict to measure: options are yes or no, and each actor has as many as the next."""

    what: str
    options: int
    actors: int = 4
    general: bool = False
    worlds: int = 1
    dense: bool = False


CASES = {
    "12-free": Case("2^12 states, free moves", 12),
    "12-general": Case("2^12 profiles, general moves", 12, general=True),
    "16-free": Case("2^16 states, free moves", 16),
    "16-general": Case("2^16 profiles, general moves", 16, general=True),
    "20-free": Case("2^20 states, free moves", 20),
    "20-general": Case("2^20 profiles, general moves", 20, general=True),
    "20-two": Case("2^20 profiles, general moves, two actors", 20, actors=2, general=True),
    "worlds-free": Case("1,000 worlds of 2^12 states, free moves", 12, worlds=1000),
    "worlds-general": Case(
        "1,000 worlds of 2^12 profiles, general moves", 12, general=True, worlds=1000
    ),
    "12-dense": Case("2^12 states, free moves, by matrices", 12, dense=True),
}


# -- one process ----------------------------------------------------------


def described(case: Case) -> dict[str, Any]:
    """A conflict. General: a tenth of the profiles cannot be, every third option cannot be taken
    back, and one actor does not perceive a twentieth of the states."""
    import numpy as np

    draws, shape = np.random.default_rng(SEED), (2,) * case.options
    owners = tuple(f"actor{n * case.actors // case.options}" for n in range(case.options))
    if not case.general:
        return {"shape": shape, "owners": owners}
    feasible = draws.random(shape) < 0.9
    return {
        "shape": shape,
        "owners": owners,
        "feasible": feasible,
        "ladders": {axis: (0, 1) for axis in range(0, case.options, 3)},
        "unperceived": {"actor1": draws.random(int(feasible.sum())) < 0.05},
    }


def measured(case: Case, repeat: int) -> dict[str, Any]:
    """Seconds of each run by the clock and of the processor, and the most memory held, in MB."""
    import numpy as np

    told, draws = described(case), np.random.default_rng(SEED + 1)
    names = dict.fromkeys(told["owners"])
    states = int(told["feasible"].sum()) if case.general else 2**case.options
    runs = []
    moves: OptionMoves | None = None
    for _ in range(repeat + 1):
        values = {name: draws.random((states, case.worlds)) for name in names}
        clock, processor = time.perf_counter(), time.process_time()
        if moves is None:
            from kautilya.solve.stability.option_moves import OptionMoves

            moves = OptionMoves(**told)
        moves.margins(values)
        runs.append((time.perf_counter() - clock, time.process_time() - processor))
    return {"runs": runs, "megabytes": held()}


def by_matrices(case: Case) -> dict[str, Any]:
    """The same for the matrix method, once; its matrices of moves are made beforehand."""
    import dense_graph
    import numpy as np

    from kautilya.solve.stability.option_moves import OptionMoves

    moves, draws = OptionMoves(**described(case)), np.random.default_rng(SEED + 1)
    values = {name: draws.random(moves.states) for name in moves.actors}
    reach = {name: np.zeros((moves.states, moves.states), dtype=np.bool_) for name in moves.actors}
    for name, matrix in reach.items():
        for state, row in enumerate(matrix):
            row[moves.reach(name, state)] = True
    clock, processor = time.perf_counter(), time.process_time()
    found = dense_graph.stable(reach, values)
    runs = [(time.perf_counter() - clock, time.process_time() - processor)]
    answer = {"runs": runs, "megabytes": held()}
    for concept, margins in moves.margins(values).items():
        for name, margin in margins.items():
            if not np.array_equal(margin[:, 0] >= 0, found[concept][name]):
                raise SystemExit(f"matrices say otherwise on {concept} for {name}")
    return answer


def held() -> float:
    """The most memory that this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


# -- the table ----------------------------------------------------------


def row(name: str, repeat: int) -> str:
    """A row of the table, measured in a process of its own."""
    command = [sys.executable, __file__, "--one", name, "--repeat", str(repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer = json.loads(done.stdout)
    first, *again = [clock for clock, _ in answer["runs"]]
    busy = min(processor for _, processor in answer["runs"])
    memory = f"{answer['megabytes']:.0f} MB"
    cells = [seconds(first), "", "", seconds(busy)]
    if again:
        cells[1:3] = [seconds(min(again)), seconds(median(again))]
    return f"| {' | '.join([CASES[name].what, *cells, memory])} |"


def seconds(value: float) -> str:
    """A time with three digits that count."""
    return f"{run.number(value)} s" if value >= 1 else f"{run.number(value * 1000)} ms"


def main() -> None:
    """Measure, and print each row as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, metavar="N", help="runs of each (9)")
    parser.add_argument("--no-matrices", action="store_true", help="leave out the matrix method")
    parser.add_argument("--one", choices=CASES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.repeat < 1:
        parser.error("--repeat takes 1 or more")
    if asked.one:
        case = CASES[asked.one]
        print(json.dumps(by_matrices(case) if case.dense else measured(case, asked.repeat)))
        return
    print(f"\n{run.machine()}\n\n### Stability in conflict graphs\n")
    print("| what | first time | again, lowest | median | processor, lowest | most memory |")
    print("|---|---|---|---|---|---|", flush=True)
    for name, case in CASES.items():
        if case.dense and asked.no_matrices:
            continue
        print(row(name, min(asked.repeat, 3) if case.worlds > 1 else asked.repeat), flush=True)


if __name__ == "__main__":
    main()
