"""How much memory a run takes, told before it begins, and how to make it fit.

What a run holds at once is blocks of worlds: one on each thread, in which every variable has a
number for each world and each profile that it depends on (a *lane*). Results are counted as they
come in, and beyond the first worlds, which are kept because removals are tried on them, the number
of worlds enters only by the number of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from kautilya.case import Case
from kautilya.findings.job import REMOVAL_WORLDS
from kautilya.model.graph import ModelGraph

NUMBER = 8
"""Bytes of a number."""

PROGRAM = 200_000_000
"""Bytes that the program and its libraries take before the first world."""

JOB = 4_000
"""Bytes of a piece of the work that waits to be done."""

WORKING = 8
"""Arrays over all profiles that solving holds besides the payoffs of each actor."""

LISTED = 32
"""Profiles that claims about single profiles are evaluated at together, as a rule."""

SIZES = (1, 2, 4, 5, 10, 20, 25, 50, 100, 125, 250, 500)
"""Worlds that may be evaluated at once: divisors of the worlds of removals."""

SHARE_OF_FREE = 0.9
"""Part of the free memory that a run may take where nobody says how much."""

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(I?B)?", re.IGNORECASE)
_POWERS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class DoesNotFit(Exception):
    """A run that takes more memory than it may use.

    Parameters
    ----------
    needed, allowed
        Bytes that it takes at least, and bytes that it may use.
    help
        What would fit.
    """

    def __init__(self, needed: int, allowed: int, help: str) -> None:
        self.needed, self.allowed, self.help = needed, allowed, help
        super().__init__(
            f"this run takes about {told_bytes(needed)} of memory at least, and may use "
            f"{told_bytes(allowed)}"
        )


@dataclass(frozen=True)
class Demand:
    """What a run takes.

    Parameters
    ----------
    fixed
        Bytes that do not depend on how the worlds are cut into blocks.
    of_world
        Bytes for each world of a block, on each thread.
    of_list
        Bytes on each thread for claims about single profiles, whose blocks are long.
    threads
        Threads that evaluate.
    worlds
        Worlds that are run in all, every time that a proposition is tested or something removed.
    """

    fixed: int
    of_world: int
    of_list: int
    threads: int
    worlds: int = 0

    def bytes(self, size: int) -> int:
        """Bytes of a run with blocks of so many worlds."""
        jobs = -(-self.worlds // size)
        return self.fixed + JOB * jobs + self.threads * max(self.of_world * size, self.of_list)


def demand_of(case: Case, graph: ModelGraph, threads: int, worlds: int) -> Demand:
    """What a run of a case takes: lanes times variables, counted from above.

    A variable has one lane for each world and each profile of the decisions that it depends on.
    The months are not held at once, so the horizon does not enter.

    Parameters
    ----------
    case, graph
        The case, compiled.
    threads
        Threads that evaluate.
    worlds
        Worlds as authored.

    Examples
    --------
    >>> Demand(10, 3, 5, 2).bytes(4)
    34
    """
    profiles = prod(graph.space.shape)
    lanes = lanes_of(case, graph)
    actors = sum(bool(rows) for rows in case.interests.values())
    views = 1 + sum(1 for actor in case.interests if _sees_apart(case, actor))
    values = sum(lanes[value.clipped] for value in graph.values)
    of_world = NUMBER * (2 * sum(lanes) + views * values + (actors + WORKING) * profiles)
    listed = min(profiles, LISTED)
    of_list = NUMBER * REMOVAL_WORLDS * (2 * sum(min(n, listed) for n in lanes) + listed)
    asked = len({entry.in_ for entry in case.propositions.values()} or {None})
    kept = NUMBER * REMOVAL_WORLDS * values * views * asked
    taken = len(case.mechanisms) + len(graph.values) + len(case.propositions)
    run = 2 * asked * (2 * worlds + taken * min(worlds, REMOVAL_WORLDS))
    return Demand(PROGRAM + kept, of_world, of_list, threads, run)


def lanes_of(case: Case, graph: ModelGraph) -> list[int]:
    """For each node the number of profiles of the decisions that it depends on, through time."""
    space = graph.space
    persuaded = dict(_persuaded(case))
    through: dict[str, frozenset[str]] = {state.name: frozenset() for state in graph.states}
    sets: list[frozenset[str]] = [frozenset()] * len(graph.nodes)
    while True:
        for number, node in enumerate(graph.nodes):
            own: frozenset[str] = frozenset()
            if node.op == "chosen":
                own = frozenset({node.name})
            elif node.op == "state":
                own = through[node.name]
            elif node.op in ("premise", "switch"):
                own = persuaded.get(node.name, own)
            sets[number] = own.union(*(sets[a] for a in node.args))
        fresh = {state.name: sets[state.start] | sets[state.next] for state in graph.states}
        if fresh == through:
            break
        through = fresh
    sizes = dict(zip(space.decisions, space.shape, strict=True))
    return [prod(sizes[decision] for decision in found) for found in sets]


def fitting_size(demand: Demand, quick: int, allowed: int | None = None) -> int:
    """Worlds evaluated at once: as many as are quick, and fewer where the memory is short.

    Parameters
    ----------
    demand
        What the run takes.
    quick
        As many as there should be.
    allowed
        Bytes that the run may use; most of what is free on this machine where None.

    Raises
    ------
    DoesNotFit
        Where no size fits.

    Examples
    --------
    >>> fitting_size(Demand(1000, 10, 0, 2), 100, 2000)
    50
    """
    bound = allowed
    if bound is None:
        free = free_bytes()
        if free is None:
            return quick
        bound = PROGRAM + int(SHARE_OF_FREE * free)
    for size in sorted((s for s in SIZES if s <= quick), reverse=True):
        if demand.bytes(size) <= bound:
            return size
    raise DoesNotFit(_least(demand), bound, _what_fits(demand, bound))


def _what_fits(demand: Demand, bound: int) -> str:
    """Fewer threads where that is enough, else more memory or a smaller case."""
    for threads in range(demand.threads - 1, 0, -1):
        if _least(replace(demand, threads=threads)) <= bound:
            return f"it fits with --threads {threads}"
    least = _least(replace(demand, threads=1))
    if _least(replace(demand, threads=1, worlds=0)) <= bound:
        return f"it fits with fewer --worlds, or in --memory {-(-least // 10**6)}M"
    return (
        f"it fits in --memory {-(-least // 10**6)}M with --threads 1; "
        "or take out options that nobody would choose"
    )


def _least(demand: Demand) -> int:
    """Bytes with blocks of the best size."""
    return min(demand.bytes(size) for size in SIZES)


def free_bytes() -> int | None:
    """Memory that a process may still take on this machine; None where that cannot be told."""
    found = list(_free())
    return min(found) if found else None


def _free() -> Iterator[int]:
    """What the system has available, and what is left of this process's share of it."""
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                yield int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        group = Path("/sys/fs/cgroup")
        most = group.joinpath("memory.max").read_text("ascii").strip()
        yield int(most) - int(group.joinpath("memory.current").read_text("ascii"))
    except (OSError, ValueError):
        pass


def read_bytes(text: str) -> int:
    """An amount of memory as people write it.

    Raises
    ------
    ValueError
        Where it is none.

    Examples
    --------
    >>> read_bytes("2G"), read_bytes("512 MB"), read_bytes("1.5g")
    (2000000000, 512000000, 1500000000)
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or float(found[1]) <= 0.0:
        raise ValueError(f"'{text}' is no amount of memory: write 2G or 500M")
    return int(float(found[1]) * _POWERS[found[2].upper()])


def told_bytes(number: int) -> str:
    """An amount of memory in words.

    Examples
    --------
    >>> told_bytes(1_234_000_000), told_bytes(56_000_000)
    ('1.2 GB', '56 MB')
    """
    return f"{number / 1e9:,.1f} GB" if number >= 10**9 else f"{number / 1e6:,.0f} MB"


def _persuaded(case: Case) -> Iterator[tuple[str, frozenset[str]]]:
    """Premises and mechanisms of which options persuade somebody, with those decisions."""
    found: dict[str, set[str]] = {}
    for decision, entry in case.decisions.items():
        for option in entry.options.values():
            for beliefs in option.persuades.values():
                for name in beliefs:
                    found.setdefault(name, set()).add(decision)
    return ((name, frozenset(decisions)) for name, decisions in found.items())


def _sees_apart(case: Case, actor: str) -> bool:
    """Whether an actor believes anything, or may be persuaded of anything, of its own."""
    return bool(case.beliefs.get(actor)) or any(
        actor in option.persuades
        for entry in case.decisions.values()
        for option in entry.options.values()
    )
