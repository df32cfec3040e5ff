"""What can be reached by legal sequences of moves, from every state at once.

A *legal sequence* is a non-empty sequence of moves in which nobody moves twice in succession.
Where two moves of one mover never lead farther than one, that makes no difference to what is
reached; where they may, pairs of state and last mover stand in place of states.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.state_sets import Relation, members, renumbered, transposed

__all__ = [
    "Reachability",
    "Sequences",
    "is_transitive",
    "legal_sequences",
    "reachability",
    "shortest_sequence",
]

Mover = TypeVar("Mover", bound=Hashable)

_MOST_NODES = 40_000


@dataclass(frozen=True, eq=False)
class Reachability:
    """What can be reached in a graph by one step or more.

    Parameters
    ----------
    components : tuple of tuple of int
        Nodes that reach one another, each set of them after all that it leads to.
    cyclic : tuple of bool
        Whether a component's nodes reach themselves.
    below : tuple of tuple of int
        Components that each leads to, so that all others it leads to lie beyond these.
    """

    components: tuple[tuple[int, ...], ...]
    cyclic: tuple[bool, ...]
    below: tuple[tuple[int, ...], ...]

    def gather(self, sets: Sequence[int]) -> list[int]:
        """Return, for each node, the union of the sets of all nodes that it reaches.

        Parameters
        ----------
        sets : sequence of int
            One set for each node.

        Returns
        -------
        list of int
        """
        answer = [0] * len(sets)
        totals: list[int] = []
        for nodes, cyclic, below in zip(self.components, self.cyclic, self.below, strict=True):
            beyond = own = 0
            for component in below:
                beyond |= totals[component]
            for node in nodes:
                own |= sets[node]
            totals.append(beyond | own)
            for node in nodes:
                answer[node] = totals[-1] if cyclic else beyond
        return answer


def reachability(relation: Sequence[int]) -> Reachability:
    """Return what can be reached along a relation.

    Parameters
    ----------
    relation : sequence of int
        For each node the set of those one step away.

    Returns
    -------
    Reachability

    Notes
    -----
    Components are found by two searches, along the relation and against it (Kosaraju, Sharir);
    a component's successors are then visited from the farthest along the order, and those already
    covered are passed over, so that about a transitive reduction's edges are used.

    Examples
    --------
    >>> reachability([0b010, 0b100, 0b010]).gather([0b001, 0b010, 0b100])
    [6, 6, 6]
    """
    components = _components(relation)
    order = [node for nodes in components for node in nodes]
    moved = renumbered(relation, order)
    starts = np.cumsum([0, *(len(nodes) for nodes in components)]).tolist()
    holder = np.repeat(np.arange(len(components)), np.diff(starts)).tolist()
    covers: list[int] = []
    below: list[tuple[int, ...]] = []
    cyclic: list[bool] = []
    for number, nodes in enumerate(components):
        first, stop = starts[number], starts[number + 1]
        leads = 0
        for place in range(first, stop):
            leads |= moved[place]
        cover = 0
        chosen = []
        left = leads & ((1 << first) - 1)
        while left:
            component = holder[left.bit_length() - 1]
            chosen.append(component)
            cover |= covers[component]
            left &= ~covers[component]
        covers.append(cover | ((1 << stop) - (1 << first)))
        below.append(tuple(chosen))
        cyclic.append(len(nodes) > 1 or bool(leads >> first & 1))
    return Reachability(components, tuple(cyclic), tuple(below))


def is_transitive(relation: Sequence[int]) -> bool:
    """Tell whether two steps along a relation never lead farther than one, or back.

    Examples
    --------
    >>> is_transitive([0b110, 0b101, 0]), is_transitive([0b010, 0b100, 0])
    (True, False)
    """
    reached = reachability(relation).gather([1 << node for node in range(len(relation))])
    return all(
        not far & ~(near | 1 << node)
        for node, (far, near) in enumerate(zip(reached, relation, strict=True))
    )


@dataclass(frozen=True, eq=False)
class Sequences:
    """Legal sequences: nobody twice in succession.

    Parameters
    ----------
    states : int
        Number V of states.
    labels : int
        0 where the last mover need not be remembered, else how many movers there are: nodes are
        then first the pairs of mover and state, and last the states where nobody has moved yet.
    graph : Reachability
    """

    states: int
    labels: int
    graph: Reachability

    def gather(self, sets: Sequence[int]) -> list[int]:
        """Return, for each state, the union of the sets of all ends of legal sequences from it.

        Where the last mover is not remembered, a state may count among its own ends although no
        legal sequence leads back.
        """
        if not self.labels:
            return self.graph.gather(sets)
        answer = self.graph.gather([*(list(sets) * self.labels), *([0] * self.states)])
        return answer[self.states * self.labels :]


def legal_sequences(
    states: int, relations: Mapping[Mover, Relation], transitive: bool
) -> Sequences:
    """Return the legal sequences along the relations of several movers.

    Parameters
    ----------
    states : int
        Number V of states.
    relations : mapping of mover to sequence of int
        For each mover, an actor or a coalition, the states one move away from each state.
    transitive : bool
        Whether two moves of one mover never lead farther than one, or back. Then the mover of the
        last move makes no difference to what is reached, but for the state that it began in.

    Returns
    -------
    Sequences

    Raises
    ------
    TooLarge
        If the last mover has to be remembered, and pairs of mover and state are too many.

    Examples
    --------
    Ann moves from 0 to 1 and from 1 to 2; alone, she has just moved when she is at 1.

    >>> alone = {"ann": [0b010, 0b100, 0]}
    >>> legal_sequences(3, alone, transitive=False).gather([1, 2, 4])
    [2, 4, 0]
    """
    movers = list(relations.values())
    labels = 0 if transitive else len(movers)
    if not labels:
        union = [0] * states
        for relation in movers:
            union = [one | other for one, other in zip(union, relation, strict=True)]
        return Sequences(states, 0, reachability(union))
    if states * (labels + 1) > _MOST_NODES:
        raise TooLarge(
            f"moves that are not transitive, with {states} states and {labels} movers, make "
            f"{states * (labels + 1)} pairs of state and last mover; up to {_MOST_NODES} are served"
        )
    ahead = [
        _shifted_union(movers, state, without, states)
        for without in (*range(labels), None)
        for state in range(states)
    ]
    return Sequences(states, labels, reachability(ahead))


def shortest_sequence(
    relations: Mapping[Mover, Relation], start: int, goals: int
) -> tuple[tuple[Mover, int], ...] | None:
    """Return a shortest legal sequence from a state to one of some others.

    Parameters
    ----------
    relations : mapping of mover to sequence of int
        For each mover the states one move away from each state.
    start : int
        Where the sequence begins.
    goals : int
        The set of states at which it may end.

    Returns
    -------
    tuple of pair of mover and int, or None
        Who moves, and to which state; None if no legal sequence ends at a goal. Among several
        shortest ones, movers that come first go first, to states of lower number.

    Examples
    --------
    >>> moves = {"ann": [0b0010, 0, 0b1000, 0], "bob": [0, 0b0100, 0, 0]}
    >>> shortest_sequence(moves, 0, 0b1000)
    (('ann', 1), ('bob', 2), ('ann', 3))
    """
    came: dict[tuple[Mover, int], tuple[Mover, int] | None] = {}
    arrived = dict.fromkeys(relations, 0)
    front: list[tuple[Mover, int] | None] = [None]
    while front:
        following: list[tuple[Mover, int] | None] = []
        for step in front:
            for mover, relation in relations.items():
                if step is not None and step[0] == mover:
                    continue
                fresh = relation[start if step is None else step[1]] & ~arrived[mover]
                arrived[mover] |= fresh
                for state in members(fresh):
                    came[mover, state] = step
                    if goals >> state & 1:
                        return _traced(came, (mover, state))
                    following.append((mover, state))
        front = following
    return None


def _traced(
    came: Mapping[tuple[Mover, int], tuple[Mover, int] | None], last: tuple[Mover, int]
) -> tuple[tuple[Mover, int], ...]:
    """The steps that led to the last one."""
    steps: list[tuple[Mover, int]] = []
    step: tuple[Mover, int] | None = last
    while step is not None:
        steps.append(step)
        step = came[step]
    return tuple(reversed(steps))


def _shifted_union(movers: Sequence[Relation], state: int, without: int | None, states: int) -> int:
    """Pairs of mover and state one move away, the last mover left out."""
    union = 0
    for mover, relation in enumerate(movers):
        if mover != without:
            union |= relation[state] << (mover * states)
    return union


def _components(relation: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Strongly connected components, each after all that it leads to."""
    count = len(relation)
    unseen = (1 << count) - 1
    finished: list[int] = []
    for root in range(count):
        if not unseen >> root & 1:
            continue
        unseen ^= 1 << root
        path = [root]
        while path:
            ahead = relation[path[-1]] & unseen
            if ahead:
                lowest = ahead & -ahead
                unseen ^= lowest
                path.append(lowest.bit_length() - 1)
            else:
                finished.append(path.pop())
    backward = transposed(relation, count)
    unseen = (1 << count) - 1
    found: list[tuple[int, ...]] = []
    for root in reversed(finished):
        if not unseen >> root & 1:
            continue
        unseen ^= 1 << root
        nodes, pending = [root], [root]
        while pending:
            fresh = backward[pending.pop()] & unseen
            unseen ^= fresh
            new = list(members(fresh))
            nodes += new
            pending += new
        found.append(tuple(nodes))
    return tuple(reversed(found))
