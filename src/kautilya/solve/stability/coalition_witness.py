"""Which coalition upsets a state, to what end and by which moves; and what would answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kautilya.solve.stability.coalition_graph import (
    Coalition,
    CoalitionConcept,
    CoalitionGraph,
    CoalitionView,
    check_coalition,
    check_coalition_concept,
    coalitions,
    view_of,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import check_state
from kautilya.solve.stability.sequences import shortest_sequence
from kautilya.solve.stability.state_sets import members

__all__ = [
    "CoalitionAnswer",
    "CoalitionImprovement",
    "CoalitionStep",
    "coalition_improvements_answered",
    "coalition_improvements_unanswered",
]


@dataclass(frozen=True, slots=True)
class CoalitionStep:
    """One step of a sequence.

    Parameters
    ----------
    movers : tuple of str
        Who takes it: one actor, or in a SEQ answer a coalition that improves.
    state : int
        Where it leads.
    """

    movers: Coalition
    state: int


@dataclass(frozen=True)
class CoalitionImprovement:
    """A state that a coalition can reach and that all its members prefer.

    Parameters
    ----------
    coalition : tuple of str
        Its members, in file order.
    start : int
        The state that it would leave.
    end : int
        The state that it would reach.
    gains : mapping of str to float
        What each member gains.
    path : tuple of CoalitionStep
        A shortest legal sequence of its members' moves.
    """

    coalition: Coalition
    start: int
    end: int
    gains: Mapping[str, float]
    path: tuple[CoalitionStep, ...]


@dataclass(frozen=True)
class CoalitionAnswer:
    """An improvement of a coalition, and what deters from it.

    Parameters
    ----------
    improvement : CoalitionImprovement
        What the coalition would do.
    path : tuple of CoalitionStep, optional
        A shortest legal sequence of the outsiders to a sanction; None if nothing answers.
    deterred : tuple of str
        The members that do not prefer the sanction to the state that they left.
    """

    improvement: CoalitionImprovement
    path: tuple[CoalitionStep, ...] | None
    deterred: tuple[str, ...]


def coalition_improvements_unanswered(
    conflict: Conflict,
    state: int,
    concept: CoalitionConcept = "nash",
    world: int = 0,
    among: Sequence[Sequence[str]] | None = None,
) -> tuple[CoalitionImprovement, ...]:
    """Return every coalition that upsets a state, and where it would go.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    state : int
        The state in question.
    concept : {"nash", "gmr", "smr", "seq"}, default "nash"
        Which answers of the outsiders deter; under "nash" none does.
    world : int, default 0
        Which world.
    among : sequence of sequence of str, optional
        Which coalitions; by default all, of every size.

    Returns
    -------
    tuple of CoalitionImprovement
        By coalition, small ones first, then by the state reached; empty where the state is stable
        for all of them.

    Raises
    ------
    ValueError
        If the concept, the state, the world or a member is unknown.
    TooLarge
        As for `coalition_stabilities`.

    Examples
    --------
    Out of the trap of the prisoners' dilemma (state 3: both talk) only both together get.

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
    >>> (found,) = coalition_improvements_unanswered(Conflict(moves, values), 3)
    >>> found.coalition, found.end, found.gains
    (('ann', 'bob'), 0, {'ann': 1.0, 'bob': 1.0})
    >>> [(step.movers, step.state) for step in found.path]
    [(('ann',), 1), (('bob',), 0)]
    """
    check_coalition_concept(concept)
    check_state(conflict.moves, state)
    if among is None:
        groups = coalitions(conflict.actors)
    else:
        groups = tuple(check_coalition(conflict, each) for each in among)
    view = view_of(CoalitionGraph.of(conflict.moves), conflict, world)
    return tuple(
        _improvement(conflict, view, group, state, end, world)
        for group in groups
        for end in members(view.unanswered(group, concept)[state])
    )


def coalition_improvements_answered(
    conflict: Conflict,
    coalition: Sequence[str],
    state: int,
    concept: CoalitionConcept,
    world: int = 0,
) -> tuple[CoalitionAnswer, ...]:
    """Return each improvement of a coalition from a state, and what answers it.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    coalition : sequence of str
        Its members.
    state : int
        The state in question.
    concept : {"nash", "gmr", "smr", "seq"}
        Which answers count.
    world : int, default 0
        Which world.

    Returns
    -------
    tuple of CoalitionAnswer
        By the state reached. The state is stable for the coalition if each has a path.

    Raises
    ------
    ValueError
        If the concept, the state, the world or a member is unknown.

    Examples
    --------
    Ann would talk where neither does (state 0), but bob would follow, to both talking (state 3).

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
    >>> (found,) = coalition_improvements_answered(Conflict(moves, values), ["ann"], 0, "seq")
    >>> found.improvement.end, found.path, found.deterred
    (2, (CoalitionStep(movers=('bob',), state=3),), ('ann',))
    """
    check_coalition_concept(concept)
    group = check_coalition(conflict, coalition)
    check_state(conflict.moves, state)
    view = view_of(CoalitionGraph.of(conflict.moves), conflict, world)
    answering = view.answering(group, concept)
    sanctions = sum(
        1 << end
        for end, against in enumerate(view.sanctions(group, concept))
        if against >> state & 1
    )
    answers = []
    for end in members(view.improvements(group)[state]):
        improvement = _improvement(conflict, view, group, state, end, world)
        found = shortest_sequence(answering, end, sanctions)
        if found is None:
            answers.append(CoalitionAnswer(improvement, None, ()))
            continue
        last = found[-1][1]
        deterred = tuple(actor for actor in group if not view.preferred[actor][state] >> last & 1)
        path = tuple(CoalitionStep(movers, there) for movers, there in found)
        answers.append(CoalitionAnswer(improvement, path, deterred))
    return tuple(answers)


def _improvement(
    conflict: Conflict, view: CoalitionView, group: Coalition, start: int, end: int, world: int
) -> CoalitionImprovement:
    """One improvement with its gains and the moves that lead there."""
    own = {(actor,): view.graph.relations[actor] for actor in group}
    found = shortest_sequence(own, start, 1 << end)
    if found is None:
        raise AssertionError("an improvement is reached by a legal sequence")
    values = {actor: conflict.values_in(actor, world) for actor in group}
    return CoalitionImprovement(
        coalition=group,
        start=start,
        end=end,
        gains={actor: float(own[end] - own[start]) for actor, own in values.items()},
        path=tuple(CoalitionStep(movers, state) for movers, state in found),
    )
