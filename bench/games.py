"""Measure the search for all equilibria of games of two, beside Gambit and nashpy: see README.md.

Every way is given the same games and asked in turn, round after round, on one core; what is told is
the median of the rounds, in processor time, and how many equilibria each gives. Ours and Gambit's
are exact and compared with each other; nashpy works in floats. What is not installed is left out.
"""

from __future__ import annotations

import argparse
import io
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from statistics import median
from typing import Any

import numpy as np
import one_core  # noqa: F401
import run

from kautilya.payoffs import NormalForm, exact_array, read_nfg, write_nfg
from kautilya.solve.mixed_nash import mixed_nash

PEERS = ("pygambit", "nashpy")
TEXTBOOK = run.ROOT / "cases" / "textbook"
LARGEST = {"pygambit": 10, "nashpy": 6}
"""Strategies up to which each is asked: beyond, an answer takes minutes."""

Answer = set[tuple[tuple[Fraction, ...], ...]]


def games(largest: int) -> Iterator[tuple[str, NormalForm]]:
    """From print, and at random; each has its name."""
    yield "75 equilibria (von Stengel), 6 x 6", read_nfg(TEXTBOOK / "von_stengel_75.nfg")
    eye = np.eye(6, dtype=int)
    yield "coordination, 6 x 6", of_tables(eye, eye)
    draw = np.random.default_rng(1)
    yield "payoffs 0 or 1 at random, 6 x 6", of_tables(*draw.integers(0, 2, (2, 6, 6)))
    for size in range(4, largest + 1, 2):
        tables = np.random.default_rng(size).integers(-1000, 1001, (2, size, size))
        yield f"at random, {size} x {size}", of_tables(*tables)


def of_tables(*tables: Any) -> NormalForm:
    """A game of two from whole numbers."""
    names = tuple(tuple(map(str, range(size))) for size in tables[0].shape)
    return NormalForm(("row", "column"), names, tuple(map(exact_array, tables)))


def ours(game: NormalForm) -> Callable[[], Answer]:
    """All extreme equilibria, exactly."""
    return lambda: {one.strategies for one in mixed_nash(game).equilibria}  # type: ignore[misc]


def gambit(game: NormalForm) -> Callable[[], Answer]:
    """The same by Gambit's enumeration of vertices, in rational numbers."""
    import pygambit

    theirs = pygambit.read_nfg(io.StringIO(write_nfg(game)))
    return lambda: {
        tuple(
            tuple(Fraction(str(chance)) for _, chance in profile[player])
            for player in theirs.players
        )
        for profile in pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    }


def nashpy(game: NormalForm) -> Callable[[], list[Any]]:
    """By nashpy's enumeration of vertices, in floats."""
    import nashpy as peer

    theirs = peer.Game(*(array.astype(np.float64) for array in game.payoffs))
    return lambda: list(theirs.vertex_enumeration())


def seconds(ask: Callable[[], Any]) -> tuple[float, int]:
    """Processor time of one answer, and how many equilibria it has."""
    begin = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = ask()
    return time.process_time() - begin, len(answer)


def row(name: str, game: NormalForm, rounds: int, peers: list[str]) -> str:
    """A line of the table."""
    asks: dict[str, Callable[[], Any]] = {"ours": ours(game)}
    fit = [package for package in peers if max(game.shape) <= LARGEST[package]]
    if "pygambit" in fit:
        asks["pygambit"] = gambit(game)
        if asks["ours"]() != asks["pygambit"]():
            raise SystemExit(f"{name}: Gambit finds other equilibria")
    if "nashpy" in fit:
        asks["nashpy"] = nashpy(game)
    told: dict[str, list[tuple[float, int]]] = {way: [] for way in asks}
    for _ in range(rounds):
        for way, ask in asks.items():
            told[way].append(seconds(ask))
    cells = [name]
    for way in ("ours", *peers):
        if way in told:
            middle = median(took for took, _ in told[way])
            cells.append(f"{run.number(middle * 1000)} ms, {told[way][0][1]} found")
        else:
            cells.append("")
    return f"| {' | '.join(cells)} |"


def installed() -> list[str]:
    """Peers that are there."""
    found = []
    for package in PEERS:
        try:
            run.version(package)
        except run.PackageNotFoundError:
            continue
        found.append(package)
    return found


def main() -> None:
    """Measure, and print as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of all ways (5)")
    parser.add_argument(
        "--largest", type=int, default=12, metavar="N", help="strategies of the largest game (12)"
    )
    asked = parser.parse_args()
    peers = installed()
    versions = [run.machine(), *(f"{package} {run.version(package)}" for package in peers)]
    print(f"\n{', '.join(versions)}; {datetime.now(UTC):%Y-%m-%d}.\n")
    print(f"| game | {' | '.join(('ours', *peers))} |")
    print("|---|" + "---|" * (len(peers) + 1))
    for name, game in games(asked.largest):
        print(row(name, game, asked.rounds, peers), flush=True)
    lacking = [package for package in PEERS if package not in peers]
    if lacking:
        print(f"\nNot compared with {' and '.join(lacking)}: not installed")


if __name__ == "__main__":
    main()
