"""Which values count: those that some result reads, given the branches that are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.kernel.faults import cause
from kautilya.kernel.program import Program

Array = NDArray[Any]


def first_fault(
    program: Program, values: Mapping[int, Array], steps: Sequence[int], roots: Sequence[int]
) -> tuple[int, str, tuple[int, ...]] | None:
    """The first value in the order of the steps that counts and is not finite.

    A branch that is not taken does not count, nor the right side of an `and` whose left side is
    false, as in Python.

    Returns
    -------
    tuple or None
        Node, what happened, and where: option indices and the place of the world in its block.
    """
    broken = [n for n in steps if not np.all(np.isfinite(np.asarray(values[n], dtype=np.float64)))]
    if not broken:
        return None
    counts = _counting(program, values, steps, roots)
    for number in broken:
        where = np.logical_and(counts.get(number, False), ~np.isfinite(values[number]))
        if np.any(where):
            place = np.argwhere(np.atleast_1d(where))[0]
            return number, cause(program.graph.nodes[number].op), tuple(int(p) for p in place)
    return None


def _counting(
    program: Program, values: Mapping[int, Array], steps: Sequence[int], roots: Sequence[int]
) -> dict[int, Array]:
    """For each node where it counts."""
    counts: dict[int, Array] = {root: np.asarray(True) for root in roots}
    for number in reversed(steps):
        here = counts.get(number)
        if here is None:
            continue
        node = program.graph.nodes[number]
        args = [program.resolve(a) for a in node.args]
        reads = [here] * len(args)
        if node.op == "if":
            taken = np.asarray(values[args[0]], dtype=bool)
            reads = [here, here & taken, here & ~taken]
        elif node.op in ("and", "or"):
            left = np.asarray(values[args[0]], dtype=bool)
            reads = [here, here & (left if node.op == "and" else ~left)]
        for argument, read in zip(args, reads, strict=True):
            counts[argument] = np.logical_or(counts.get(argument, False), read)
    return counts
