"""Coalitions, ways from today and rankings by the words of their definitions: slow and plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

import numpy as np

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.status_quo import Joint

from .stability_oracle import Words

Group = tuple[str, ...]


def groups_of(actors: Sequence[str]) -> list[Group]:
    """All coalitions, from one actor to all."""
    return [group for size in range(1, len(actors) + 1) for group in combinations(actors, size)]


@dataclass(frozen=True)
class Together:
    """One world of a conflict, as coalitions see it."""

    conflict: Conflict
    world: int = 0
    improved: dict[tuple[Group, int], set[int]] = field(default_factory=dict, repr=False)

    def prefers(self, actor: str, one: int, other: int) -> bool:
        values = self.conflict.values_in(actor, self.world)
        return bool(values[one] - values[other] > self.conflict.epsilon)

    def all_prefer(self, group: Group, one: int, other: int) -> bool:
        return all(self.prefers(actor, one, other) for actor in group)

    def moves(self, actor: str, state: int) -> set[int]:
        return set(self.conflict.moves.reach(actor, state).tolist())

    def ends(self, group: Group, state: int) -> set[int]:
        """R_H(s)."""
        return walked(state, {(actor,): self.moves_of(actor) for actor in group})

    def moves_of(self, actor: str) -> Mapping[int, set[int]]:
        return {state: self.moves(actor, state) for state in range(self.conflict.states)}

    def improvements(self, group: Group, state: int) -> set[int]:
        if (group, state) not in self.improved:
            self.improved[group, state] = {
                end for end in self.ends(group, state) if self.all_prefer(group, end, state)
            }
        return self.improved[group, state]

    def answers(self, concept: str, outsiders: Group, state: int) -> set[int]:
        if concept != "seq":
            return self.ends(outsiders, state)
        states = range(self.conflict.states)
        steps = {
            group: {here: self.improvements(group, here) for here in states}
            for group in groups_of(outsiders)
        }
        return walked(state, steps)

    def deters(self, concept: str, group: Group, sanction: int, state: int) -> bool:
        if self.all_prefer(group, sanction, state):
            return False
        return concept != "smr" or not any(
            self.all_prefer(group, end, state) for end in self.ends(group, sanction)
        )

    def stable(self, concept: str, group: Group, state: int) -> bool:
        outsiders = tuple(actor for actor in self.conflict.actors if actor not in group)
        return all(
            concept != "nash"
            and any(
                self.deters(concept, group, sanction, state)
                for sanction in self.answers(concept, outsiders, end)
            )
            for end in self.improvements(group, state)
        )


def walked(start: int, steps: Mapping[Group, Mapping[int, set[int]]]) -> set[int]:
    """Ends of sequences in which no label takes two steps in succession."""
    arrivals: set[tuple[int, Group]] = set()
    pending: list[tuple[int, Group]] = [(start, ())]
    while pending:
        here, last = pending.pop()
        for label, relation in steps.items():
            if label != last:
                fresh = {(end, label) for end in relation[here]} - arrivals
                arrivals |= fresh
                pending += fresh
    return {end for end, _ in arrivals}


# ----------------------------------------------------------------------------------- from today


def arrivals(
    conflict: Conflict, start: int, world: int, improving: bool, joints: Iterable[Joint] = ()
) -> dict[tuple[str, int], int]:
    """For each mover and state, after how many moves of a legal sequence it first arrives."""
    words = Together(conflict, world)
    found: dict[tuple[str, int], int] = {}
    front: set[tuple[str, int]] = {("", start)}
    step = 0
    while front:
        step += 1
        reached = set()
        for last, here in front:
            for actor in conflict.actors:
                for end in words.moves(actor, here) if actor != last else ():
                    if not improving or words.prefers(actor, end, here):
                        reached.add((actor, end))
            for joint in joints:
                for begin, end in zip(*(each.tolist() for each in joint.edges), strict=True):
                    follows = joint.name != last and begin == here
                    if follows and words.all_prefer(joint.parties, end, here):
                        reached.add((joint.name, end))
        front = reached - set(found)
        found |= dict.fromkeys(front, step)
    return found


# ------------------------------------------------------------------------------------- rankings


def rankings(conflict: Conflict, actor: str, open_states: Sequence[int]) -> Iterator[Conflict]:
    """The conflict under each order of some states in one actor's ranking, others in place."""
    values = np.asarray(conflict.values[actor], dtype=np.float64)
    places = values[list(open_states)]
    for order in permutations(places.tolist()):
        changed = values.copy()
        changed[list(open_states)] = order
        yield replace(conflict, values={**conflict.values, actor: changed})


def favourable(
    conflict: Conflict, actor: str, state: int, concept: str, goal: str, open_states: Sequence[int]
) -> int:
    """Under how many of them a state is stable."""
    focal = conflict.actors if goal == "equilibrium" else (actor,)
    return sum(
        all(Words(ranked).stable(concept, name, state) for name in focal)
        for ranked in rankings(conflict, actor, open_states)
    )
