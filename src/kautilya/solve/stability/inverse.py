"""Inverse analysis: what one actor would have to want for a state to hold.

For a wanted state, a concept and one actor whose ranking of the states is open, the others' being
as they are: which strict rankings make the state an equilibrium (stable for every actor), or stable
for that actor alone? They are counted exactly, and the condition is told in words.

Under Nash, GMR and SMR the actor's ranking matters for its own stability alone, and there only
which states stand below the wanted one. Under SEQ it matters for the others', too: their moves are
answered by its improvements, so that any two states may have to be compared.

Not to be confused with stability under uncertain preferences: each strict ranking counts once here,
however likely it is.

Source: Y. Kinsara, D. M. Kilgour and K. W. Hipel, "Inverse approach to the graph model for conflict
resolution", IEEE Transactions on Systems, Man, and Cybernetics: Systems 45 (2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Literal, get_args

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.inverse_condition import Clauses, clauses_of, in_words
from kautilya.solve.stability.inverse_count import count_places, count_rankings, stands_above
from kautilya.solve.stability.inverse_terms import (
    Above,
    Alternatives,
    least_terms,
    needs,
    states_of,
)
from kautilya.solve.stability.moves import Rule, check_actor, check_rule, check_state
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Concept
from kautilya.terms import FloatArray

__all__ = ["Goal", "Inverse", "inverse"]

Goal = Literal["equilibrium", "stable"]
"""Whether the state is to be stable for every actor, or for the varied one alone."""


@dataclass(frozen=True)
class Inverse:
    """Which rankings of one actor make a wanted state hold.

    Parameters
    ----------
    actor : str
        Whose ranking is open.
    state : int
        The wanted state.
    concept : {"nash", "gmr", "smr", "seq"}
        By which concept it is to hold.
    goal : {"equilibrium", "stable"}
        Whether for every actor or for that one alone.
    favourable, rankings : int
        Strict rankings of the open states under which it holds, and all of them. Where well over a
        thousand states are open, the numbers are too long to be written out: take those of the
        relevant states, or the share.
    relevant : tuple of int
        The open states that matter, ascending.
    favourable_relevant, rankings_relevant : int
        The same, counting rankings of the states that matter alone. (Where only some states are
        open, ways to place those that matter among the open places.)
    clauses : tuple of tuple of Above, or None
        The condition: in each clause one comparison at least must hold. No clause: it always
        holds; an empty clause: it never does. None where that form would be too long.
    condition : str
        The same in words: by clauses if they are few, else by the moves that are to be answered.
    lost : tuple of str
        Other actors for whom the state is unstable whatever the varied one wants.
    """

    actor: str
    state: int
    concept: Concept
    goal: Goal
    favourable: int
    rankings: int
    relevant: tuple[int, ...]
    favourable_relevant: int
    rankings_relevant: int
    clauses: Clauses | None
    condition: str
    lost: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """Favourable rankings as a share of all."""
        return Fraction(self.favourable, self.rankings)


def inverse(
    conflict: Conflict,
    actor: str,
    state: int,
    concept: Concept,
    *,
    goal: Goal = "equilibrium",
    open_states: Sequence[int] | None = None,
    world: int = 0,
    rule: Rule = "any",
) -> Inverse:
    """Return which strict rankings of one actor make a wanted state hold.

    Parameters
    ----------
    conflict : Conflict
        Moves and values. The varied actor's own values are looked at only if `open_states` leaves
        some of them fixed.
    actor : str
        The varied actor.
    state : int
        The wanted state.
    concept : {"nash", "gmr", "smr", "seq"}
        The concept.
    goal : {"equilibrium", "stable"}
        Whether the state is to be stable for every actor, or for the varied one alone.
    open_states : sequence of int, optional
        The states whose places in the ranking are open: they change places with one another, while
        all others stay where they are. By default all states.
    world : int, default 0
        In which world the values are taken.
    rule : {"any", "once", "single"}
        Which sequences of answers count.

    Returns
    -------
    Inverse

    Raises
    ------
    ValueError
        If the actor, a state, the concept, the goal or the rule is unknown; or open states are tied
        with one another in the present values, so that they have no places to change.
    TooLarge
        If too many states matter for an exact count. Where all are compared with the wanted state
        alone: more than 20, under more than 20 conditions; otherwise more than 9; where some states
        stay in place: more than 9! ways to place the others. Or if, under SEQ, too many ways to
        answer depend on the ranking.

    Examples
    --------
    Whatever ann wants, silence of both (state 0) is no Nash equilibrium of the prisoners' dilemma,
    bob being as he is; for ann to stay there, it must stand above talking alone (state 2).

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
    >>> dilemma = Conflict(moves, values)
    >>> found = inverse(dilemma, "ann", 0, "nash")
    >>> found.favourable, found.condition, found.lost
    (0, 'never', ('bob',))
    >>> found = inverse(dilemma, "ann", 0, "nash", goal="stable")
    >>> found.favourable, found.rankings, found.condition
    (12, 24, '0 above 2')

    Sequentially, bob is kept from talking by ann's answer, so she must want to give it.

    >>> found = inverse(dilemma, "ann", 0, "seq")
    >>> found.favourable, found.condition
    (7, '(0 above 2 or 0 above 3) and 3 above 1')
    """
    _check(conflict, actor, state, concept, goal, rule)
    own = conflict.values_in(actor, world)
    free = _open(conflict, open_states)
    everything = len(free) == conflict.states
    focal = None if goal == "equilibrium" else (actor,)
    wanted = needs(conflict, actor, state, concept, world, rule, focal)
    if everything:
        simple = {name: tuple(map(_ranked, parts)) for name, parts in wanted.items()}
        values = None
    else:
        values = own
        fixed = _Fixed(own, conflict.epsilon, frozenset(free))
        simple = {name: tuple(map(fixed.settled, parts)) for name, parts in wanted.items()}
    lost = tuple(name for name, parts in simple.items() if name != actor and () in parts)
    parts = _open_parts(simple)
    relevant = tuple(sorted(states_of(parts) & set(free)))
    if values is None:
        favourable, rankings = count_rankings(parts, relevant, state)
        scale = factorial(len(free)) // factorial(len(relevant))
    else:
        favourable, rankings = count_places(parts, relevant, free, values, conflict.epsilon)
        scale = factorial(len(free) - len(relevant))
    clauses = clauses_of(parts)
    return Inverse(
        actor=actor,
        state=state,
        concept=concept,
        goal=goal,
        favourable=favourable * scale,
        rankings=rankings * scale,
        relevant=relevant,
        favourable_relevant=favourable,
        rankings_relevant=rankings,
        clauses=clauses,
        condition=in_words(clauses, parts, conflict.label),
        lost=lost,
    )


@dataclass(frozen=True)
class _Fixed:
    """Comparisons that the present values settle."""

    values: FloatArray
    epsilon: float
    free: frozenset[int]

    def settled(self, alternatives: Alternatives) -> Alternatives:
        """Alternatives without comparisons that are settled."""
        terms = []
        for term in alternatives:
            left = [each for each in term if {each.high, each.low} & self.free]
            if all(self.holds(each) for each in term.difference(left)):
                terms.append(frozenset(left))
        return least_terms(terms)

    def holds(self, above: Above) -> bool:
        """Whether a comparison of two fixed states holds."""
        high, low = self.values[above.high], self.values[above.low]
        return bool(stands_above(high, low, above.strict, self.epsilon))


def _ranked(alternatives: Alternatives) -> Alternatives:
    """The same where nothing is tied, so that it makes no difference whether ties are enough."""
    return least_terms(
        [frozenset(Above(each.high, each.low) for each in term) for term in alternatives]
    )


def _open_parts(wanted: dict[str, tuple[Alternatives, ...]]) -> tuple[Alternatives, ...]:
    """Everything that must hold and does not hold anyhow; one empty part if something cannot."""
    every = [part for parts in wanted.values() for part in parts]
    if () in every:
        return ((),)
    return tuple(dict.fromkeys(part for part in every if frozenset() not in part))


def _open(conflict: Conflict, open_states: Sequence[int] | None) -> tuple[int, ...]:
    """The states whose places are open, ascending."""
    if open_states is None:
        return tuple(range(conflict.states))
    for each in open_states:
        check_state(conflict.moves, each)
    return tuple(sorted(set(open_states)))


def _check(
    conflict: Conflict, actor: str, state: int, concept: Concept, goal: Goal, rule: Rule
) -> None:
    """Raise ValueError unless the question is one."""
    check_actor(conflict.moves, actor)
    check_state(conflict.moves, state)
    check_rule(rule)
    if concept not in GRAPH_CONCEPTS:
        raise ValueError(
            f"no inverse analysis for the concept {concept!r}; there is one for "
            f"{', '.join(GRAPH_CONCEPTS)}"
        )
    if goal not in get_args(Goal):
        raise ValueError(f"no goal {goal!r}; there are {', '.join(get_args(Goal))}")
