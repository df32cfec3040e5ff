"""What coalitions can reach, what they gain by, and what the others can answer.

Everything here is a relation of states (see `state_sets`); `coalition` holds the concepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, get_args

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Moves, check_actor
from kautilya.solve.stability.sequences import Sequences, is_transitive, legal_sequences
from kautilya.solve.stability.state_sets import Relation, set_of, sets_of_rows, transposed

__all__ = [
    "COALITION_CONCEPTS",
    "Coalition",
    "CoalitionConcept",
    "CoalitionGraph",
    "CoalitionView",
    "check_coalition",
    "check_coalition_concept",
    "coalitions",
    "view_of",
]

Coalition = tuple[str, ...]
"""Its members, in file order."""

CoalitionConcept = Literal["nash", "gmr", "smr", "seq"]

COALITION_CONCEPTS: tuple[CoalitionConcept, ...] = get_args(CoalitionConcept)

_MOST_ACTORS = 10


def coalitions(actors: Sequence[str], sizes: Iterable[int] | None = None) -> tuple[Coalition, ...]:
    """Return the coalitions of some actors, small ones first, then in file order.

    Parameters
    ----------
    actors : sequence of str
        The actors, in file order.
    sizes : iterable of int, optional
        Which sizes; by default all from one actor to all of them.

    Returns
    -------
    tuple of tuple of str

    Raises
    ------
    TooLarge
        If there are more than ten actors and no sizes are given.

    Examples
    --------
    >>> coalitions(("ann", "bob"))
    (('ann',), ('bob',), ('ann', 'bob'))
    """
    if sizes is None and len(actors) > _MOST_ACTORS:
        raise TooLarge(
            f"{len(actors)} actors make {2 ** len(actors) - 1} coalitions; up to {_MOST_ACTORS} "
            "actors are served with all of them, more with coalitions of given sizes"
        )
    chosen = range(1, len(actors) + 1) if sizes is None else sorted(set(sizes))
    return tuple(group for size in chosen if size > 0 for group in combinations(actors, size))


@dataclass(frozen=True, eq=False)
class CoalitionGraph:
    """The moves of a conflict, as relations; the same in all worlds.

    Parameters
    ----------
    states : int
        Number V of states.
    relations : mapping of str to sequence of int
        For each actor, in file order, the states one move away from each state.
    transitive : bool
        Whether two moves of one actor never lead farther than one, or back.
    """

    states: int
    relations: Mapping[str, Relation]
    transitive: bool
    _sequences: dict[Coalition, Sequences] = field(default_factory=dict, init=False, repr=False)
    _ends: dict[Coalition, list[int]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, moves: Moves) -> CoalitionGraph:
        """Read the moves of a conflict."""
        relations = {
            actor: [set_of(moves.reach(actor, state)) for state in range(moves.states)]
            for actor in moves.actors
        }
        transitive = all(is_transitive(relation) for relation in relations.values())
        return cls(moves.states, relations, transitive)

    def sequences(self, coalition: Coalition) -> Sequences:
        """Return the legal sequences of moves by members of a coalition."""
        if coalition not in self._sequences:
            own = {actor: self.relations[actor] for actor in coalition}
            self._sequences[coalition] = legal_sequences(self.states, own, self.transitive)
        return self._sequences[coalition]

    def ends(self, coalition: Coalition) -> list[int]:
        """Return, for each state s, the set R_H(s).

        Where one-move sets are transitive, s may be among them although no legal sequence leads
        back to it, which makes no difference to any concept: s is neither better nor worse than s.
        """
        if coalition not in self._ends:
            each = [1 << state for state in range(self.states)]
            self._ends[coalition] = self.sequences(coalition).gather(each)
        return self._ends[coalition]


@dataclass(frozen=True, eq=False)
class CoalitionView:
    """One world: who prefers what, and what coalitions gain by.

    Parameters
    ----------
    graph : CoalitionGraph
        The moves.
    preferred : mapping of str to sequence of int
        For each actor and state, the set of the states that it prefers to it.
    """

    graph: CoalitionGraph
    preferred: Mapping[str, Relation]
    _improvements: dict[Coalition, list[int]] = field(default_factory=dict, init=False, repr=False)

    def preferred_by(self, coalition: Coalition) -> list[int]:
        """Return, for each state, the set of those that all members prefer to it."""
        together = list(self.preferred[coalition[0]])
        for actor in coalition[1:]:
            together = [
                one & other for one, other in zip(together, self.preferred[actor], strict=True)
            ]
        return together

    def improvements(self, coalition: Coalition) -> list[int]:
        """Return, for each state, the set of the coalition's improvements from it."""
        if coalition not in self._improvements:
            self._improvements[coalition] = [
                reached & better
                for reached, better in zip(
                    self.graph.ends(coalition), self.preferred_by(coalition), strict=True
                )
            ]
        return self._improvements[coalition]

    def outsiders(self, coalition: Coalition) -> Coalition:
        """Return the actors that are not members, in file order."""
        return tuple(actor for actor in self.graph.relations if actor not in coalition)

    def answering(
        self, coalition: Coalition, concept: CoalitionConcept
    ) -> dict[Coalition, Relation]:
        """Return who of the outsiders may move, and where, when a coalition is answered.

        Single outsiders with all their moves; under "seq" each of their coalitions with its
        improvements; under "nash" nobody.
        """
        outsiders = self.outsiders(coalition)
        if concept == "nash":
            return {}
        if concept == "seq":
            return {group: self.improvements(group) for group in coalitions(outsiders)}
        return {(actor,): self.graph.relations[actor] for actor in outsiders}

    def sanctions(self, coalition: Coalition, concept: CoalitionConcept) -> list[int]:
        """Return, for each state u, the set of the states s against which u is a sanction.

        It is one if some member does not prefer u to s; under "smr" the coalition must moreover
        have no way from u to a state that all members prefer to s.
        """
        size = self.graph.states
        everything = (1 << size) - 1
        better = transposed(self.preferred_by(coalition), size)
        sanctions = [everything & ~each for each in better]
        if concept == "smr":
            escapes = self.graph.sequences(coalition).gather(better)
            sanctions = [each & ~escape for each, escape in zip(sanctions, escapes, strict=True)]
        return sanctions

    def unanswered(self, coalition: Coalition, concept: CoalitionConcept) -> list[int]:
        """Return, for each state, the set of the coalition's improvements that nothing answers."""
        improvements = self.improvements(coalition)
        if concept == "nash" or not any(improvements) or not self.outsiders(coalition):
            return improvements
        if concept == "seq":
            answering = self.answering(coalition, concept)
            sequences = legal_sequences(self.graph.states, answering, self.graph.transitive)
        else:
            sequences = self.graph.sequences(self.outsiders(coalition))
        answered = sequences.gather(self.sanctions(coalition, concept))
        held = transposed(answered, self.graph.states)
        return [gains & ~answer for gains, answer in zip(improvements, held, strict=True)]


def view_of(graph: CoalitionGraph, conflict: Conflict, world: int) -> CoalitionView:
    """Return what a conflict's actors prefer in one world.

    Parameters
    ----------
    graph : CoalitionGraph
        The conflict's moves.
    conflict : Conflict
        The values.
    world : int
        Which world.

    Returns
    -------
    CoalitionView
    """
    preferred = {}
    for actor in conflict.actors:
        values = conflict.values_in(actor, world)
        preferred[actor] = sets_of_rows(values - values[:, np.newaxis] > conflict.epsilon)
    return CoalitionView(graph, preferred)


def check_coalition(conflict: Conflict, coalition: Sequence[str]) -> Coalition:
    """Return a coalition in file order, after checking that it is one.

    Raises
    ------
    ValueError
        If it is empty, or names nobody or somebody twice.
    """
    for actor in coalition:
        check_actor(conflict.moves, actor)
    if not coalition:
        raise ValueError("a coalition needs at least one member")
    if len(set(coalition)) != len(coalition):
        raise ValueError(f"a coalition names somebody twice: {', '.join(coalition)}")
    return tuple(actor for actor in conflict.actors if actor in coalition)


def check_coalition_concept(concept: str) -> None:
    """Raise ValueError unless a concept is defined for coalitions."""
    if concept not in COALITION_CONCEPTS:
        raise ValueError(
            f"no concept {concept!r} for coalitions; there are {', '.join(COALITION_CONCEPTS)}"
        )
