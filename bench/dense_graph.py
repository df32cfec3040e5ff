"""The matrix method for conflict graphs, with a row and a column for every state.

Stability by products of matrices of truths: what an actor reaches, what it prefers, and what its
opponents together reach, each V by V (H. Xu, K. W. Li, K. W. Hipel, D. M. Kilgour, "A matrix
approach to status quo analysis in the graph model for conflict resolution", Applied Mathematics and
Computation 212 (2009), and related papers). Products go through the library for single precision,
which is as fast as a processor multiplies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.bool_]


def stable(
    reach: Mapping[str, Truths], values: Mapping[str, NDArray[np.float64]]
) -> dict[str, dict[str, Truths]]:
    """Where each state is stable for whom.

    Parameters
    ----------
    reach
        For each actor, from which state (row) it reaches which (column) by one move.
    values
        Each actor's values.
    """
    better = {actor: value[None, :] > value[:, None] for actor, value in values.items()}
    improving = {actor: moves & better[actor] for actor, moves in reach.items()}
    found: dict[str, dict[str, Truths]] = {name: {} for name in ("nash", "gmr", "smr", "seq")}
    for actor, own in improving.items():
        others = [name for name in reach if name != actor]
        together = reached([reach[name] for name in others])
        no_better = ~better[actor].T
        found["nash"][actor] = ~own.any(axis=1)
        found["gmr"][actor] = answered(own, product(together, no_better))
        no_escape = no_better & ~product(reach[actor], better[actor].T)
        found["smr"][actor] = answered(own, product(together, no_escape))
        together = reached([improving[name] for name in others])
        found["seq"][actor] = answered(own, product(together, no_better))
    return found


def reached(movers: Sequence[Truths]) -> Truths:
    """What legal sequences of a group reach: nobody moves twice in succession."""
    first = list(movers)
    changed = True
    while changed:
        changed = False
        for mover, moves in enumerate(movers):
            rest = [each for other, each in enumerate(first) if other != mover]
            after = moves | product(moves, np.logical_or.reduce(rest))
            changed |= bool((after != first[mover]).any())
            first[mover] = after
    return np.logical_or.reduce(first)


def answered(improvements: Truths, sanctioned: Truths) -> Truths:
    """Whether each improvement is answered, state by state."""
    return ~(improvements & ~sanctioned.T).any(axis=1)


def product(left: Truths, right: Truths) -> Truths:
    """The product of two matrices of truths."""
    return (left.astype(np.float32) @ right.astype(np.float32)) > 0.5
