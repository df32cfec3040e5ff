"""What is asked of moves in option form, whether machine code or NumPy answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

import numpy as np

from kautilya.solve.stability.moves import Rule
from kautilya.terms import FloatArray

__all__ = ["Engine", "least_under"]

Laid = TypeVar("Laid")
Better = TypeVar("Better")


class Engine(Protocol[Laid, Better]):
    """Answers to questions about moves; actors are numbered in file order.

    Values have one entry for each state, and may have a second axis where `many_worlds` says so.
    """

    @property
    def many_worlds(self) -> bool:
        """Whether values may have a second axis, for worlds."""
        ...

    def lay(self, values: FloatArray) -> Laid:
        """Prepare values, so that what this takes is shared by all questions about them."""
        ...

    def better(self, values: Mapping[int, Laid], epsilon: float) -> Better:
        """Prepare to tell which moves gain their mover more than epsilon."""
        ...

    def highest(self, actor: int, values: FloatArray) -> FloatArray:
        """Return the highest value that an actor reaches by one move; -inf where it has none."""
        ...

    def least(
        self, movers: Sequence[int], floor: Laid, better: Better | None, *, single: bool = False
    ) -> FloatArray:
        """Return the least floor at the end of a legal sequence; +inf where there is none.

        With `better` every move must be an improvement; with `single` one move is all.
        """
        ...


def least_under(
    rule: Rule,
    engine: Engine[Laid, Better],
    movers: Sequence[int],
    floor: Laid,
    values: FloatArray,
    better: Better | None,
) -> FloatArray:
    """Return the least at the end of a sequence that a rule allows; +inf where there is none.

    Parameters
    ----------
    rule : {"any", "once", "single"}
        Which sequences count.
    engine : Engine
        Answers to questions about moves.
    movers : sequence of int
        Who moves.
    floor : as the engine lays it out
        What is to be low.
    values : FloatArray, shape (V,) or (V, W)
        The same, as it was.
    better : as the engine prepares it, or None
        What each move must improve on; None where all moves count.

    Returns
    -------
    FloatArray
        Of the shape of `values`.
    """
    if rule != "once" or len(movers) < 2:
        return engine.least(movers, floor, better, single=rule == "single")
    # From the smallest sets of movers who have not moved to all of them: what a set can do from a
    # state follows from what it can do, without the first to move, from where that one moves to.
    known: dict[tuple[int, ...], FloatArray] = {(): values}  # staying counts, too
    for size in range(1, len(movers) + 1):
        known = {
            left: np.minimum.reduce(
                [
                    engine.least(
                        (first,), engine.lay(known[tuple(k for k in left if k != first)]), better
                    )
                    for first in left
                ]
                + ([values] if size < len(movers) else [])
            )
            for left in combinations(movers, size)
        }
    return known[tuple(movers)]
