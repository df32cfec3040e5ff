"""Margins of all actors under several concepts together, for moves in option form.

Per actor and concept the formula is that of `moves.margin_under` with the guards of `gmr`, `smr`
and `seq`; here what they share is done once: each actor's values are sorted once, the moves are
put in the order of all actors' values once, and what follows from the moves alone is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kautilya.solve.stability.engine import Engine, least_under
from kautilya.solve.stability.free_form import gmr_margin, smr_margin
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.records import Concept
from kautilya.terms import FloatArray

__all__ = ["FreeForm", "blocks_of_worlds", "margins_in"]

Laid = TypeVar("Laid")
Better = TypeVar("Better")

_NUMBERS = 1 << 18
"""About how many numbers of each actor are looked at together."""


@dataclass(frozen=True, slots=True)
class FreeForm:
    """Decisions of a conflict in which every move is free and every profile is a state.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    own : tuple of tuple of bool
        For each actor, whether it moves the decision.
    """

    shape: tuple[int, ...]
    own: tuple[tuple[bool, ...], ...]


def margins_in(
    engine: Engine[Laid, Better],
    values: Sequence[FloatArray],
    movable: Sequence[int],
    concepts: Sequence[Concept],
    epsilon: float,
    rule: Rule,
    free: FreeForm | None,
) -> dict[Concept, list[FloatArray]]:
    """Return how much payoff each actor's stability has to spare, concept by concept.

    Parameters
    ----------
    engine : Engine
        Answers to questions about moves.
    values : sequence of FloatArray, shape (V,) or (V, W)
        The values of each actor.
    movable : sequence of int
        The actors that have a choice at all.
    concepts : sequence of {"nash", "gmr", "smr", "seq"}
        Which concepts.
    epsilon : float
        Gains up to this are no improvements.
    rule : {"any", "once", "single"}
        Which sequences of the opponents' moves count.
    free : FreeForm, optional
        The decisions, if closed forms serve.

    Returns
    -------
    dict of concept to list of FloatArray
        For each actor, of the shape of its values.
    """
    asked = {*concepts}
    sorted_needed = "seq" in asked or ("gmr" in asked and free is None)
    laid = [engine.lay(each) for each in values] if sorted_needed else []
    better = engine.better(dict(enumerate(laid)), epsilon) if "seq" in asked else None

    def answered(i: int, floor: Laid, low: FloatArray, better: Better | None) -> FloatArray:
        """An actor's margins where opponents answer with the least of something."""
        others = [k for k in movable if k != i]
        guard = least_under(rule, engine, others, floor, low, better)
        return values[i] - engine.highest(i, np.minimum(values[i], guard))

    found: dict[Concept, list[FloatArray]] = {concept: [] for concept in concepts}
    for i, v in enumerate(values):
        away = engine.highest(i, v) if asked & {"nash", "smr"} else v
        if "nash" in asked:
            found["nash"].append(v - away)
        if "gmr" in asked and free:
            found["gmr"].append(gmr_margin(v, free.shape, free.own[i]))
        elif "gmr" in asked:
            found["gmr"].append(answered(i, laid[i], v, None))
        if "smr" in asked and free:
            found["smr"].append(smr_margin(v, free.shape, free.own[i], away))
        elif "smr" in asked:
            after = np.maximum(v, away)
            found["smr"].append(answered(i, engine.lay(after), after, None))
        if "seq" in asked:
            found["seq"].append(answered(i, laid[i], v, better))
    return found


def blocks_of_worlds(
    values: Sequence[FloatArray], worlds: int, states: int, *, together: bool
) -> Iterator[tuple[slice, list[FloatArray]]]:
    """Cut values into blocks of worlds.

    Parameters
    ----------
    values : sequence of FloatArray, shape (V, 1) or (V, W)
        The values of each actor.
    worlds : int
        Number W of worlds.
    states : int
        Number V of states.
    together : bool
        Whether a block may hold several worlds.

    Yields
    ------
    worlds : slice
        The worlds of the block.
    values : list of FloatArray, shape (V, W') or (V,)
        The actors' values in them; without an axis for worlds if each block is one.
    """
    size = max(1, _NUMBERS // states)
    for start in range(0, worlds, size):
        stop = min(start + size, worlds)
        # Worlds first, so that one world's values lie side by side.
        rows = [
            np.broadcast_to(
                np.ascontiguousarray((each if each.shape[1] == 1 else each[:, start:stop]).T),
                (stop - start, states),
            )
            for each in values
        ]
        if together:
            yield slice(start, stop), [np.ascontiguousarray(each.T) for each in rows]
        else:
            for world in range(start, stop):
                yield slice(world, world + 1), [each[world - start] for each in rows]
