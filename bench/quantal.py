"""Measure quantal response, beside pure Nash and, where it is installed, Gambit: see README.md."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import one_core  # noqa: F401
import run

from kautilya.codegen import Machine, host
from kautilya.payoffs import ProfileSpace
from kautilya.solve.logit import native
from kautilya.solve.logit.follow import MOST_STEPS, reach
from kautilya.solve.logit.form import form_of
from kautilya.solve.logit.game import game_of
from kautilya.solve.logit.lanes import by_arrays
from kautilya.solve.logit.native import by_machine_code
from kautilya.solve.pure_nash import pure_nash
from kautilya.solve.quantal import DEFAULT_PRECISION, quantal
from kautilya.terms import FloatArray

OPTIONS = (3, 3, 3, 2, 2, 2)  # 216 profiles
ACTORS = tuple(f"actor{number}" for number in range(len(OPTIONS)))
FEW = 20
"""Worlds in which games are solved one by one."""

Payoffs = dict[str, FloatArray]


def kinds(worlds: int) -> Iterator[tuple[str, Payoffs]]:
    """Payoffs from 0 to 1, from the tame to the wild."""
    draws = np.random.default_rng(20240501)
    noise = {actor: draws.random((*OPTIONS, worlds)) for actor in ACTORS}
    own = {
        actor: draws.random((*(n if a == axis else 1 for a, n in enumerate(OPTIONS)), worlds))
        for axis, actor in enumerate(ACTORS)
    }
    tame = {actor: 0.3 * noise[actor] + 0.7 * own[actor] for actor in ACTORS}
    yield "own choice matters most", tame
    yield "all random", noise
    chosen = np.indices(OPTIONS)
    alike = np.mean([left == right for left, right in pairwise(chosen)], axis=0)
    yield "doing the same pays", {a: 0.3 * noise[a] + 0.7 * alike[..., None] for a in ACTORS}
    yield "all want the same", dict.fromkeys(ACTORS, noise[ACTORS[0]])


def best(ask: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest of some calls."""
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begin)
    return min(times)


def gambit_takes(payoffs: Payoffs, repeat: int) -> str:
    """Milliseconds a game, where Gambit is installed."""
    try:
        import pygambit
    except ImportError:
        return "not installed"
    kind = getattr(pygambit, "StrategicGame", None) or pygambit.Game  # its name before 17
    games = [
        kind.from_arrays(*(payoffs[actor][..., world] for actor in ACTORS)) for world in range(FEW)
    ]
    solve = pygambit.qre.logit_solve_lambda
    took = best(
        lambda: [solve(game, DEFAULT_PRECISION, use_strategic=True) for game in games], repeat
    )
    return f"{took / FEW * 1e3:.1f} ms"


def rows(worlds: int, repeat: int) -> Iterator[tuple[str, ...]]:
    """One row for each kind of payoffs."""
    space = ProfileSpace(
        tuple(f"{actor}.choice" for actor in ACTORS),
        tuple(tuple(f"option{n}" for n in range(length)) for length in OPTIONS),
        ACTORS,
        (0,) * len(ACTORS),
    )
    machine = host()
    for kind, payoffs in kinds(worlds):
        form = form_of(space, payoffs)

        def micro(ask: Callable[[], object], times: int = repeat) -> str:
            return f"{best(ask, times) / worlds * 1e6:.2f} µs"

        code = "no code"
        if isinstance(machine, Machine):
            code = micro(lambda form=form: by_machine_code(form, DEFAULT_PRECISION, machine))
        few = [game_of(form, world) for world in range(FEW)]
        careful = best(
            lambda few=few: [reach(game, DEFAULT_PRECISION, None, MOST_STEPS) for game in few],
            repeat,
        )
        found = quantal(space, payoffs)
        yield (
            kind,
            micro(lambda payoffs=payoffs: pure_nash(space, payoffs)),
            code,
            micro(lambda form=form: by_arrays(form, DEFAULT_PRECISION), 2),
            f"{100 * found.followed / worlds:.1f} %",
            micro(lambda payoffs=payoffs: quantal(space, payoffs), 2),
            f"{100 * found.reached.mean():.1f} %",
            f"{careful / FEW * 1e3:.1f} ms",
            gambit_takes(payoffs, 2),
        )


def compiling() -> str:
    """Milliseconds of making machine code for games of this shape."""
    machine = host()
    if not isinstance(machine, Machine):
        return f"No machine code: {machine}."
    one = {actor: np.zeros((*OPTIONS, 1)) for actor in ACTORS}
    space = ProfileSpace(ACTORS, tuple(("",) * n for n in OPTIONS), ACTORS, (0,) * len(ACTORS))
    form = form_of(space, one)
    shape = native.shape_of(form)
    took = best(lambda: native.compiled(shape, machine, machine.width), 5)
    return f"Machine code for one shape of games is made in {took * 1e3:.0f} ms."


def main() -> None:
    """Measure what is asked for, and print each row as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, metavar="N", help="calls of each (9)")
    parser.add_argument("--worlds", type=int, default=1000, metavar="N", help="worlds (1000)")
    asked = parser.parse_args()
    if asked.repeat < 1 or asked.worlds < FEW:
        parser.error(f"--repeat takes 1 or more, --worlds {FEW} or more")
    print(f"{run.machine()}\n\n{compiling()}\n")
    print(
        f"216 profiles, six actors, precision {DEFAULT_PRECISION:g}, one core; "
        "the fastest of the calls.\n"
    )
    titles = (
        *("payoffs", "pure Nash, a world", "lanes, machine code", "lanes, arrays"),
        *("followed with care", "quantal, all told", "with an answer"),
        *("one with care", "one by Gambit"),
    )
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}", flush=True)
    for row in rows(asked.worlds, asked.repeat):
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
