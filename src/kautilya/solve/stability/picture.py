"""The whole picture: which states are stable for whom, under which concept, world by world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Protocol, runtime_checkable

import numpy as np

from kautilya.solve.stability import gmr, nash, seq, sim, smr
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Moves, Rule, check_rule
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Concept, check_concept
from kautilya.terms import BoolArray, FloatArray

__all__ = ["Stabilities", "stabilities"]


@dataclass(frozen=True, eq=False)
class Stabilities:
    """Which states are stable for whom, and how much payoff each stability has to spare.

    Parameters
    ----------
    margins : mapping of concept to mapping of str to FloatArray, shape (V, W)
        For each concept and actor: how much the stability has to spare; below -epsilon, minus
        what the actor gains by the best improvement that is not answered; +inf where the actor
        has no move.
    no_move : mapping of str to BoolArray, shape (V,)
        For each actor, where it has no move, and so is stable whatever the concept.
    epsilon : float
        Differences up to this are ties.
    """

    margins: Mapping[Concept, Mapping[str, FloatArray]]
    no_move: Mapping[str, BoolArray]
    epsilon: float = 0.0

    def stable(self, concept: Concept, actor: str) -> BoolArray:
        """Return where a state is stable for an actor, shape (V, W).

        Raises
        ------
        ValueError
            If the concept was not asked for, or there is no such actor.
        """
        margins = self._of(concept)
        if actor not in margins:
            raise ValueError(f"no actor {actor!r}; the actors are {', '.join(margins)}")
        return margins[actor] >= -self.epsilon

    def equilibria(self, concept: Concept) -> BoolArray:
        """Return where a state is stable for every actor, shape (V, W).

        Raises
        ------
        ValueError
            If the concept was not asked for.
        """
        verdicts = [self.stable(concept, actor) for actor in self._of(concept)]
        return reduce(np.logical_and, verdicts)

    def _of(self, concept: Concept) -> Mapping[str, FloatArray]:
        """The margins of one concept."""
        if concept not in self.margins:
            raise ValueError(f"{concept} was not asked for; there is {', '.join(self.margins)}")
        return self.margins[concept]


def stabilities(
    conflict: Conflict,
    concepts: Sequence[Concept] = GRAPH_CONCEPTS,
    rule: Rule = "any",
) -> Stabilities:
    """Return how stable each state is for each actor, under several concepts, world by world.

    What follows from the moves alone is found once for all worlds. The answer holds one number
    for each concept, actor, state and world; where that is too much, ask for one
    `Conflict.block` of worlds after another.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    concepts : sequence of {"nash", "gmr", "smr", "seq", "sim"}
        Which concepts; by default all that are defined on every graph.
    rule : {"any", "once", "single"}
        Which sequences of the opponents' moves count; "any" is the definition.

    Returns
    -------
    Stabilities

    Raises
    ------
    ValueError
        If a concept or the rule is unknown, or "sim" is asked for without options.

    Examples
    --------
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) silence of both
    is stable as soon as each foresees the other's answer.

    >>> import numpy as np
    >>> from kautilya.solve.stability.listed_moves import ListedMoves
    >>> moves = ListedMoves(
    ...     4,
    ...     {
    ...         "ann": (np.array([0, 1, 2, 3]), np.array([2, 3, 0, 1])),
    ...         "bob": (np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2])),
    ...     },
    ... )
    >>> values = {"ann": np.array([3.0, 1.0, 4.0, 2.0]), "bob": np.array([3.0, 4.0, 1.0, 2.0])}
    >>> found = stabilities(Conflict(moves, values))
    >>> {name: np.flatnonzero(found.equilibria(name)[:, 0]).tolist() for name in found.margins}
    {'nash': [3], 'gmr': [0, 3], 'smr': [0, 3], 'seq': [0, 3]}
    """
    check_rule(rule)
    for concept in concepts:
        check_concept(concept)
    return Stabilities(
        margins=_margins(conflict, concepts, rule),
        no_move={actor: ~conflict.moves.has_move(actor) for actor in conflict.actors},
        epsilon=conflict.epsilon,
    )


@runtime_checkable
class _MarginsTogether(Moves, Protocol):
    """Moves that know a faster way to the margins of all actors in all worlds."""

    def margins(
        self,
        values: Mapping[str, FloatArray],
        concepts: Sequence[Concept] = ...,
        *,
        epsilon: float = ...,
        rule: Rule = ...,
    ) -> Mapping[Concept, Mapping[str, FloatArray]]:
        """Return what the concepts' own functions give, in all worlds."""
        ...


def _margins(
    conflict: Conflict, concepts: Sequence[Concept], rule: Rule
) -> dict[Concept, Mapping[str, FloatArray]]:
    """The margins of all actors under each concept in all worlds, in the order asked for."""
    known: dict[Concept, Mapping[str, FloatArray]] = {}
    if isinstance(conflict.moves, _MarginsTogether):
        of_graph = [concept for concept in concepts if concept in GRAPH_CONCEPTS]
        known |= conflict.moves.margins(
            conflict.values, of_graph, epsilon=conflict.epsilon, rule=rule
        )
    left = [concept for concept in concepts if concept not in known]
    for concept, way in _margin_functions(conflict.moves, left, rule).items():
        known[concept] = {actor: _over_worlds(conflict, actor, way) for actor in conflict.actors}
    return {concept: known[concept] for concept in concepts}


_Margin = Callable[[Conflict, str, int], FloatArray]


def _margin_functions(
    moves: Moves, concepts: Sequence[Concept], rule: Rule
) -> dict[Concept, _Margin]:
    """How to find the margins of each concept."""
    ways: dict[Concept, _Margin] = {
        "nash": nash.margin,
        "gmr": partial(gmr.margin, rule=rule),
        "smr": partial(smr.margin, rule=rule),
        "seq": partial(seq.margin, rule=rule),
    }
    if "sim" in concepts:
        ways["sim"] = partial(sim.margin, structure=sim.laid(moves))
    return {concept: ways[concept] for concept in concepts}


def _over_worlds(conflict: Conflict, actor: str, way: _Margin) -> FloatArray:
    """One actor's margins under one concept in all worlds, shape (V, W)."""
    margins = np.empty((conflict.states, conflict.worlds))
    for world in range(conflict.worlds):
        margins[:, world] = way(conflict, actor, world)
    return margins
