"""The strategic picture of one world: of rankings, exact payoffs, or payoffs in the mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.certificate import check_witness
from kautilya.solve.stability.coalition import coalition_stabilities
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.picture import Stabilities, stabilities
from kautilya.solve.stability.records import Concept
from kautilya.solve.stability.records import Witness as Found
from kautilya.solve.stability.witness import witness
from kautilya.study.strategic.record import COALITION, CONCEPTS, Certificates, Row
from kautilya.study.strategic.record_answers import Reply, Witness
from kautilya.terms import BoolArray

MOST_ROWS = 16
"""With so few states all of them are shown."""

MOST_OF_ONE = 12
"""Equilibria of one concept that are shown, where there are more states than that."""

CERTIFIED = 400
"""Witnesses that are checked at most, the leading states first."""

CERTIFIED_STATES = 2_000_000
"""Witnesses times states that are looked at for them."""

MOST_GROUPED = 5_000
"""States of the largest conflict in which groups of actors are looked at."""


@dataclass(frozen=True)
class Single:
    """A conflict in one world, and which of its states are stable for whom.

    Parameters
    ----------
    conflict
        Moves and values of one world.
    found
        The stabilities.
    concepts, rule
        What was asked.
    coalition
        Where no coalition improves, shape (V,); None where it was not found.
    left_out
        What was not found, and why.
    """

    conflict: Conflict
    found: Stabilities
    concepts: tuple[Concept, ...]
    rule: Rule
    coalition: BoolArray | None
    left_out: tuple[str, ...] = ()

    def equilibria(self, concept: Concept) -> list[int]:
        """States that are stable for all under a concept, ascending."""
        states: list[int] = np.flatnonzero(self.found.equilibria(concept)[:, 0]).tolist()
        return states

    def coalition_equilibria(self) -> list[int]:
        """States on which no coalition improves, ascending."""
        if self.coalition is None:
            return []
        states: list[int] = np.flatnonzero(self.coalition).tolist()
        return states

    @property
    def numbers(self) -> dict[str, int]:
        """How many states are equilibria under each concept."""
        counts: dict[str, int] = {c: len(self.equilibria(c)) for c in self.concepts}
        if self.coalition is not None:
            counts[COALITION] = len(self.coalition_equilibria())
        return counts

    def stable(self, state: int) -> dict[str, dict[str, float]]:
        """For each concept and actor 1 where a state is stable, else 0."""
        return {
            concept: {
                actor: float(self.found.margins[concept][actor][state, 0] >= -self.found.epsilon)
                for actor in self.conflict.actors
            }
            for concept in self.concepts
        }

    def no_move(self, state: int) -> tuple[str, ...]:
        """Actors that cannot leave a state."""
        return tuple(a for a in self.conflict.actors if self.found.no_move[a][state])


def single(conflict: Conflict, concepts: Sequence[Concept], rule: Rule, *, groups: bool) -> Single:
    """Find which states of one world are stable for whom.

    Parameters
    ----------
    conflict
        Moves and values of one world.
    concepts, rule
        What is asked.
    groups
        Whether coalitions are looked at as well.
    """
    found = stabilities(conflict, concepts, rule)
    coalition: BoolArray | None = None
    left_out: tuple[str, ...] = ()
    if groups and conflict.states > MOST_GROUPED:
        left_out = (
            f"coalitions: {conflict.states:,} states; up to {MOST_GROUPED:,} are looked at",
        )
    elif groups:
        try:
            grouped = coalition_stabilities(conflict, ("nash",))
            coalition = np.asarray(grouped.equilibria("nash")[:, 0])
        except TooLarge as error:
            left_out = (f"coalitions: {error}",)
    return Single(conflict, found, tuple(concepts), rule, coalition, left_out)


def shown(one: Single, always: Sequence[int], everything: bool) -> list[int]:
    """States that are shown: all where they are few, else equilibria and those in any case."""
    count = one.conflict.states
    if everything or count <= MOST_ROWS:
        return list(range(count))
    found = set(always)
    for concept in CONCEPTS:
        if concept in one.concepts:
            found.update(one.equilibria(concept)[:MOST_OF_ONE])
    found.update(one.coalition_equilibria()[:MOST_OF_ONE])
    return sorted(found)


def witnessed(one: Single, states: Sequence[int]) -> tuple[tuple[Witness, ...], Certificates]:
    """Why some states are stable for each actor, or not; each answer checked by itself."""
    told, failed = [], []
    for state in states:
        for actor in one.conflict.actors:
            for concept in one.concepts:
                found = witness(one.conflict, concept, actor, state, 0, one.rule)
                failed += _faults(one, found)
                told.append(_told(one, found))
    return tuple(told), Certificates(len(told), tuple(failed))


def certified(one: Single, states: Sequence[int]) -> Certificates:
    """Check the verdicts on some states, as far as there is time for it."""
    per_state = max(1, len(one.conflict.actors) * len(one.concepts))
    number = min(CERTIFIED, CERTIFIED_STATES // one.conflict.states) // per_state
    return witnessed(one, states[: max(1, number)])[1]


def _faults(one: Single, found: Found) -> list[str]:
    """What is wrong with a witness, or with the verdict that it should bear out."""
    where = f"{found.concept} at state {found.state} for {found.actor}"
    faults = [f"{where}: {fault}" for fault in check_witness(one.conflict, found)]
    margin = one.found.margins[found.concept][found.actor][found.state, 0]
    if found.stable != bool(margin >= -one.found.epsilon):
        faults.append(f"{where}: the witness and the verdict disagree")
    return faults


def _told(one: Single, found: Found) -> Witness:
    """A witness as the record keeps it."""
    values = one.conflict.values_in(found.actor)

    def gain(state: int) -> float:
        return float(values[state] - values[found.state])

    if found.stable:
        replies = tuple(
            Reply(
                answer.improvement,
                gain(answer.improvement),
                tuple((step.mover, step.state) for step in answer.steps),
                answer.sanction,
                max(answer.counter_moves, key=lambda s: float(values[s]), default=None),
            )
            for answer in found.answers
        )
    else:
        assert found.unanswered is not None
        replies = (Reply(found.unanswered, gain(found.unanswered), ()),)
    cannot = bool(one.found.no_move[found.actor][found.state])
    return Witness(found.state, found.actor, found.concept, found.stable, cannot, replies)


def mentioned(witnesses: Sequence[Witness]) -> set[int]:
    """Every state that some witnesses name."""
    states: set[int] = set()
    for found in witnesses:
        states.add(found.state)
        for reply in found.replies:
            states.update((reply.to, *(state for _, state in reply.path)))
            states.update(s for s in (reply.end, reply.back) if s is not None)
    return states


def rows_of(
    one: Single, states: Sequence[int], worth: Mapping[int, Mapping[str, str]]
) -> tuple[Row, ...]:
    """Rows of some states; `worth` says what each is worth to whom, as text."""
    found = []
    for state in states:
        stable = one.stable(state)
        rests = {concept: min(rows.values(), default=1.0) for concept, rows in stable.items()}
        upset = None if one.coalition is None else bool(one.coalition[state])
        found.append(Row(state, worth[state], stable, rests, one.no_move(state), upset))
    return tuple(found)
