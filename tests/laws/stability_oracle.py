"""Stability by the words of its definitions: sets and recursion, slow and plain."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from kautilya.solve.stability.conflict import Conflict


@dataclass(frozen=True)
class Words:
    """One world of a conflict.

    `tolerance` is by how much the focal actor must gain; left out, it is the conflict's epsilon.
    """

    conflict: Conflict
    world: int = 0
    rule: str = "any"
    tolerance: float | None = None
    known: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def values(self, actor: str) -> list[float]:
        if actor not in self.known:
            self.known[actor] = self.conflict.values_in(actor, self.world).tolist()
        return self.known[actor]

    def reach(self, actor: str, state: int) -> set[int]:
        if (actor, state) not in self.known:
            self.known[actor, state] = set(self.conflict.moves.reach(actor, state).tolist())
        return self.known[actor, state]

    def improving(self, actor: str, state: int) -> set[int]:
        """R+ of an actor that answers."""
        values = self.values(actor)
        least = values[state] + self.conflict.epsilon
        return {end for end in self.reach(actor, state) if values[end] > least}

    def prefers(self, focal: str, other: int, state: int) -> bool:
        tolerance = self.conflict.epsilon if self.tolerance is None else self.tolerance
        return self.values(focal)[other] > self.values(focal)[state] + tolerance

    def improvements(self, focal: str, state: int) -> set[int]:
        """R+ of the focal actor."""
        return {end for end in self.reach(focal, state) if self.prefers(focal, end, state)}

    def ends(self, group: tuple[str, ...], state: int, improving: bool) -> set[int]:
        """R_H, or R+_H: where the legal sequences of a group end."""
        if (group, state, improving) not in self.known:
            self.known[group, state, improving] = self.walked(group, state, improving)
        return self.known[group, state, improving]

    def walked(self, group: tuple[str, ...], state: int, improving: bool) -> set[int]:
        moves = self.improving if improving else self.reach
        arrivals: set[tuple[int, tuple[str, ...]]] = set()

        def walk(here: int, before: tuple[str, ...]) -> None:
            for mover in group:
                if mover in before[-1:] or (self.rule == "once" and mover in before):
                    continue
                if self.rule == "single" and before:
                    continue
                for end in moves(mover, here):
                    # Who may go on: under the definition all but the last to move.
                    arrival = (end, (*before, mover) if self.rule == "once" else (mover,))
                    if arrival not in arrivals:
                        arrivals.add(arrival)
                        walk(*arrival)

        walk(state, ())
        return {end for end, _ in arrivals}

    def stable(self, concept: str, focal: str, state: int) -> bool:
        others = tuple(name for name in self.conflict.actors if name != focal)
        return all(
            any(
                self.sanctions(concept, focal, sanction, state)
                for sanction in self.answers(concept, others, state, improvement)
            )
            for improvement in self.improvements(focal, state)
        )

    def answers(
        self, concept: str, others: tuple[str, ...], state: int, improvement: int
    ) -> set[int]:
        """What the opponents can make of an improvement."""
        if concept == "nash":
            return set()
        if concept == "sim":
            return self.laid_over(others, state, improvement)
        return self.ends(others, improvement, improving=concept == "seq")

    def sanctions(self, concept: str, focal: str, sanction: int, state: int) -> bool:
        if self.prefers(focal, sanction, state):
            return False
        ways_out = self.reach(focal, sanction) if concept == "smr" else set()
        return not any(self.prefers(focal, end, state) for end in ways_out)

    def laid_over(self, others: tuple[str, ...], state: int, improvement: int) -> set[int]:
        """Feasible outcomes of one improvement or none for each of the others, made at once."""
        form = self.conflict.moves
        outcomes = set()
        for heading in product(*({state} | self.improving(name, state) for name in others)):
            profile = list(form.profile_of(improvement))
            for name, end in zip(others, heading, strict=True):
                for axis, owner in enumerate(form.owners):
                    if owner == name:
                        profile[axis] = form.profile_of(end)[axis]
            outcomes.add(form.state_of(tuple(profile)))
        return outcomes - {None}
