"""Coalition stability: no group of actors gains by moving together, or the rest would answer.

A coalition H *improves* from s to t if t is the end of a legal sequence of its members' moves from
s and every member prefers t to s; on the way a member may lose. Then

- **Nash**: s is stable for H if H has no improvement from s.
- **GMR**: each improvement t can be answered: the outsiders have a legal sequence from t to a
  *sanction*, a state that some member of H does not prefer to s.
- **SMR**: … to a sanction from which no legal sequence of H leads to a state that all its members
  prefer to s.
- **SEQ**: … to a sanction by a sequence of improvements by coalitions of outsiders of any size,
  each an improvement from where it begins; no coalition takes two in succession.

A state is a coalition equilibrium if it is stable for every coalition of every size, single actors
included. All actors together face no outsiders, so their improvements are never answered.

Not to be confused with a coalition that forms for good, or divides a gain: here its members move
together once, and nothing is handed over. Nor with Pareto improvements, where it is enough that
one member gains and none loses. For coalitions of one actor Nash, GMR and SMR are the concepts for
single actors; SEQ is not, since there the opponents answer one by one, not in coalitions.

Sources: D. M. Kilgour, K. W. Hipel, L. Fang and X. Peng, "Coalition analysis in group decision
support", Group Decision and Negotiation 10 (2001), for the improvement and Nash; T. Inohara and
K. W. Hipel, "Coalition analysis in the graph model for conflict resolution", Systems Engineering 11
(2008), for the shape of the other three.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.solve.stability.coalition_graph import (
    COALITION_CONCEPTS,
    Coalition,
    CoalitionConcept,
    CoalitionGraph,
    check_coalition,
    check_coalition_concept,
    coalitions,
    view_of,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import check_state
from kautilya.solve.stability.state_sets import members
from kautilya.terms import BoolArray, IntArray

__all__ = [
    "COALITION_CONCEPTS",
    "Coalition",
    "CoalitionConcept",
    "CoalitionStabilities",
    "coalition_improvements",
    "coalition_stabilities",
    "coalitions",
]


@dataclass(frozen=True, eq=False)
class CoalitionStabilities:
    """Which states are stable for which coalitions.

    Parameters
    ----------
    coalitions : tuple of tuple of str
        The coalitions, in the order of the arrays' first axis.
    by_concept : mapping of concept to BoolArray, shape (C, V, W)
        Where a state is stable for a coalition.
    """

    coalitions: tuple[Coalition, ...]
    by_concept: Mapping[CoalitionConcept, BoolArray]

    def stable(self, concept: CoalitionConcept, coalition: Sequence[str]) -> BoolArray:
        """Return where a state is stable for a coalition, shape (V, W).

        Raises
        ------
        ValueError
            If the concept or the coalition was not asked for.
        """
        for number, known in enumerate(self.coalitions):
            if set(known) == set(coalition):
                stable: BoolArray = self._of(concept)[number]
                return stable
        raise ValueError(f"the coalition of {', '.join(coalition)} was not asked for")

    def equilibria(
        self, concept: CoalitionConcept, sizes: Collection[int] | None = None
    ) -> BoolArray:
        """Return where a state is stable for all coalitions, or all of some sizes, shape (V, W).

        Raises
        ------
        ValueError
            If the concept was not asked for, or no coalition has one of the sizes.
        """
        wanted = [
            number
            for number, coalition in enumerate(self.coalitions)
            if sizes is None or len(coalition) in sizes
        ]
        if not wanted:
            raise ValueError("no coalition of these sizes was asked for")
        everywhere: BoolArray = np.all(self._of(concept)[wanted], axis=0)
        return everywhere

    def _of(self, concept: CoalitionConcept) -> BoolArray:
        """The verdicts under one concept."""
        if concept not in self.by_concept:
            raise ValueError(f"{concept} was not asked for; there is {', '.join(self.by_concept)}")
        return self.by_concept[concept]


def coalition_stabilities(
    conflict: Conflict,
    concepts: Sequence[CoalitionConcept] = COALITION_CONCEPTS,
    among: Sequence[Sequence[str]] | None = None,
) -> CoalitionStabilities:
    """Return which states are stable for which coalitions, world by world.

    What can be reached by whom is found once for all worlds.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    concepts : sequence of {"nash", "gmr", "smr", "seq"}
        Which concepts; by default all.
    among : sequence of sequence of str, optional
        Which coalitions; by default all, of every size.

    Returns
    -------
    CoalitionStabilities

    Raises
    ------
    ValueError
        If a concept or a member is unknown, or a coalition is empty or names somebody twice.
    TooLarge
        If there are more than ten actors and no coalitions are given; or if the moves are not
        transitive, and the pairs of state and last mover are too many.

    See Also
    --------
    kautilya.solve.stability.picture.stabilities : each actor for itself.
    kautilya.solve.stability.coalition_witness.coalition_improvements_unanswered : who upsets a
        state, and how.

    Examples
    --------
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) the two together
    upset the equilibrium of both talking, and no state is left that nobody upsets.

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
    >>> found = coalition_stabilities(Conflict(moves, values))
    >>> np.flatnonzero(found.equilibria("nash", sizes=[1])[:, 0]).tolist()
    [3]
    >>> np.flatnonzero(found.stable("nash", ["ann", "bob"])[:, 0]).tolist()
    [0, 1, 2]
    >>> {name: np.flatnonzero(found.equilibria(name)[:, 0]).tolist() for name in ("nash", "seq")}
    {'nash': [], 'seq': [0]}
    """
    for concept in concepts:
        check_coalition_concept(concept)
    if among is None:
        groups = coalitions(conflict.actors)
    else:
        groups = tuple(check_coalition(conflict, each) for each in among)
    graph = CoalitionGraph.of(conflict.moves)
    shape = (len(groups), conflict.states, conflict.worlds)
    verdicts = {concept: np.empty(shape, dtype=np.bool_) for concept in concepts}
    for world in range(conflict.worlds):
        view = view_of(graph, conflict, world)
        for number, group in enumerate(groups):
            for concept, verdict in verdicts.items():
                verdict[number, :, world] = [not left for left in view.unanswered(group, concept)]
    return CoalitionStabilities(groups, verdicts)


def coalition_improvements(
    conflict: Conflict, coalition: Sequence[str], state: int, world: int = 0
) -> IntArray:
    """Return the states to which a coalition improves from a state, ascending.

    They are the ends t of legal sequences of its members' moves such that every member prefers t
    to the state.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    coalition : sequence of str
        Its members.
    state : int
        Where the coalition starts.
    world : int, default 0
        Which world.

    Returns
    -------
    IntArray

    Raises
    ------
    ValueError
        If a member, the state or the world is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from kautilya.solve.stability.listed_moves import ListedMoves
    >>> moves = ListedMoves(
    ...     3,
    ...     {"ann": (np.array([0]), np.array([1])), "bob": (np.array([1]), np.array([2]))},
    ... )
    >>> values = {"ann": np.array([1.0, 0.0, 2.0]), "bob": np.array([1.0, 2.0, 3.0])}
    >>> coalition_improvements(Conflict(moves, values), ["ann", "bob"], 0)
    array([2])
    """
    group = check_coalition(conflict, coalition)
    check_state(conflict.moves, state)
    view = view_of(CoalitionGraph.of(conflict.moves), conflict, world)
    return np.array(list(members(view.improvements(group)[state])), dtype=np.int64)
