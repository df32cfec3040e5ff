"""Moves listed one by one: the explicit graph of a conflict.

It serves conflicts whose moves follow no rule of options, and states that stand for several
profiles (merged states). One-move sets are not transitive here: if i can move from a to b and from
b to c, it may yet be unable to move from a to c. So a legal sequence must remember who moved last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kautilya.solve.stability.moves import Moves, Rule, check_actor, check_rule, check_state
from kautilya.solve.stability.steps import (
    Steps,
    least_of,
    least_once,
    least_reached,
    sorted_steps,
)
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["ListedMoves", "listed", "merged"]


@dataclass(frozen=True, eq=False)
class ListedMoves:
    """The moves of all actors, each given by the state that it leaves and the one that it reaches.

    Parameters
    ----------
    states : int
        Number V of states.
    edges : mapping of str to pair of IntArray, shape (E,)
        For each actor, in file order, the states that its moves leave and those that they reach.
        A move given twice counts once.

    Raises
    ------
    ValueError
        If a move is from or to no state, or from a state to itself, or the two arrays differ in
        length.

    Examples
    --------
    Ann can move from 0 to 1, Bob from 1 to 2, and Ann from 2 back to 0.

    >>> import numpy as np
    >>> moves = ListedMoves(
    ...     3,
    ...     {
    ...         "ann": (np.array([0, 2]), np.array([1, 0])),
    ...         "bob": (np.array([1]), np.array([2])),
    ...     },
    ... )
    >>> moves.reach("ann", 2)
    array([0])
    >>> moves.has_move("bob")
    array([False,  True, False])

    Together they get from 0 to each state, back to 0 as well; and from 2 Ann gets to 0, but
    cannot move on to 1, since she has just moved.

    >>> moves.answer_min(("ann", "bob"), np.array([5.0, 6.0, 7.0]))
    array([5., 5., 5.])
    >>> moves.answer_min(("ann", "bob"), np.array([7.0, 6.0, 5.0]))
    array([5., 5., 7.])
    """

    states: int
    edges: Mapping[str, tuple[IntArray, IntArray]]
    _steps: Mapping[str, Steps] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        steps = {name: _checked(self.states, name, *ends) for name, ends in self.edges.items()}
        object.__setattr__(self, "_steps", steps)

    @property
    def actors(self) -> tuple[str, ...]:
        """Names of the actors, in file order."""
        return tuple(self.edges)

    def reach(self, actor: str, state: int) -> IntArray:
        """Return the states that an actor reaches by one move: ascending, never `state` itself."""
        check_state(self, state)
        return self._of(actor).out(state)

    def reach_max(self, actor: str, values: FloatArray) -> FloatArray:
        """Return, for each state, the highest value one move away; -inf where there is no move."""
        highest: FloatArray = -self._of(actor).least(-np.asarray(values, dtype=np.float64))
        return highest

    def has_move(self, actor: str) -> BoolArray:
        """Return in which states an actor has a move."""
        some: BoolArray = np.diff(self._of(actor).offsets) > 0
        return some

    def answer_min(
        self,
        movers: tuple[str, ...],
        floor: FloatArray,
        *,
        improving: Mapping[str, FloatArray] | None = None,
        epsilon: float = 0.0,
        rule: Rule = "any",
    ) -> FloatArray:
        """Return, for each state, the least `floor` at the end of a legal sequence of a group.

        Parameters
        ----------
        movers : tuple of str
            The group.
        floor : FloatArray, shape (V,)
            What is to be as low as can be.
        improving : mapping of str to FloatArray, shape (V,), optional
            The movers' values; if given, each move must gain its mover more than `epsilon`.
        epsilon : float, default 0
            Gains up to this do not count; used with `improving` alone.
        rule : {"any", "once", "single"}
            Which sequences count.

        Returns
        -------
        FloatArray, shape (V,)
            +inf where the group has no such sequence.

        Raises
        ------
        ValueError
            If a mover or the rule is unknown, or there are more movers than "once" can serve.

        Notes
        -----
        Under "any" the states are taken in ascending order of `floor`, and each marks, backwards,
        every pair of a state and a last mover from which it can be reached and that no lower one
        has marked: one pass over the graph for each mover.
        """
        check_rule(rule)
        steps = [self._of(name) for name in dict.fromkeys(movers)]
        if improving is not None:
            steps = [
                each.improving(np.asarray(improving[name], dtype=np.float64), epsilon)
                for name, each in zip(dict.fromkeys(movers), steps, strict=True)
            ]
        floor = np.asarray(floor, dtype=np.float64)
        if rule == "any":
            return least_reached(steps, floor)
        if rule == "once":
            return least_once(steps, floor)
        return least_of([each.least(floor) for each in steps], self.states)

    def _of(self, actor: str) -> Steps:
        """One actor's moves."""
        check_actor(self, actor)
        return self._steps[actor]


def listed(moves: Moves) -> ListedMoves:
    """List the moves of any conflict one by one.

    Parameters
    ----------
    moves : Moves
        Moves in any form.

    Returns
    -------
    ListedMoves
        The same states, numbered alike, and the same moves.
    """
    edges = {}
    for actor in moves.actors:
        ends = [moves.reach(actor, state) for state in range(moves.states)]
        starts = np.repeat(np.arange(moves.states), [each.size for each in ends])
        edges[actor] = (starts, np.concatenate([*ends, np.empty(0, dtype=np.int64)]))
    return ListedMoves(moves.states, edges)


def merged(moves: Moves, groups: Sequence[Sequence[int]]) -> ListedMoves:
    """Merge states into groups, each of which is one state from then on.

    An actor can move from one group to another if it can move from some member of the first to
    some member of the second.

    Parameters
    ----------
    moves : Moves
        Moves between the states before merging.
    groups : sequence of sequence of int
        The members of each group, in the order of the new states; each state stands in one.

    Returns
    -------
    ListedMoves

    Raises
    ------
    ValueError
        If a state stands in no group or in several, or a group is empty.

    Examples
    --------
    >>> import numpy as np
    >>> moves = ListedMoves(3, {"ann": (np.array([0, 1]), np.array([1, 2]))})
    >>> merged(moves, [[0, 1], [2]]).reach("ann", 0)
    array([1])
    """
    into = _group_of(moves.states, groups)
    edges = {}
    for actor, (starts, ends) in listed(moves).edges.items():
        before, after = into[starts], into[ends]
        other = before != after
        edges[actor] = (before[other], after[other])
    return ListedMoves(len(groups), edges)


def _group_of(states: int, groups: Sequence[Sequence[int]]) -> IntArray:
    """The group in which each state stands, if it is one."""
    into = np.full(states, -1, dtype=np.int64)
    for number, members in enumerate(groups):
        if not members:
            raise ValueError(f"group {number} has no members")
        for state in members:
            if not 0 <= state < states:
                raise ValueError(f"group {number} has the member {state}, which is no state")
            if into[state] >= 0:
                raise ValueError(f"state {state} stands in groups {into[state]} and {number}")
            into[state] = number
    if (into < 0).any():
        missing = ", ".join(str(state) for state in np.flatnonzero(into < 0).tolist())
        raise ValueError(f"in no group: {missing}; give a state that stays alone its own group")
    return into


def _checked(states: int, actor: str, starts: IntArray, ends: IntArray) -> Steps:
    """One actor's moves, sorted and each once, if they are moves."""
    starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    if starts.ndim != 1 or starts.shape != ends.shape:
        raise ValueError(
            f"moves of {actor} are given by arrays of shapes {starts.shape} and {ends.shape}; "
            "they need two of the same length"
        )
    for kind, array in (("from", starts), ("to", ends)):
        outside = array[(array < 0) | (array >= states)]
        if outside.size:
            raise ValueError(
                f"{actor} has a move {kind} {outside[0]}; states are numbered 0 to {states - 1}"
            )
    if (starts == ends).any():
        state = starts[starts == ends][0]
        raise ValueError(f"{actor} has a move from state {state} to itself, which is none")
    pairs = np.unique(starts * states + ends)
    return sorted_steps(states, pairs // max(states, 1), pairs % max(states, 1))
