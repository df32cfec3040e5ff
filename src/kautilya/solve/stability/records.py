"""Names of the concepts, and the records that say why a state is or is not stable for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kautilya.solve.stability.moves import Rule

__all__ = [
    "CONCEPTS",
    "GRAPH_CONCEPTS",
    "Answer",
    "Concept",
    "Escape",
    "Step",
    "Witness",
    "check_concept",
]

Concept = Literal["nash", "gmr", "smr", "seq", "sim"]

CONCEPTS: tuple[Concept, ...] = get_args(Concept)
GRAPH_CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq")
"""Those that are defined on every graph; SIM needs option form."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move in an answer.

    Parameters
    ----------
    mover : str
        Who moves.
    state : int
        Where the move leads. Under SIM, where moves are made at once, it is where the move alone
        would lead from the state that the focal actor leaves.
    """

    mover: str
    state: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How opponents answer one improvement.

    Parameters
    ----------
    improvement : int
        The state that the focal actor moves to.
    steps : tuple of Step
        What the opponents do then (under SIM: at the same moment); as short as can be.
    sanction : int
        Where that ends: a state that the focal actor does not prefer to where it started.
    counter_moves : tuple of int
        Under SMR all states that the focal actor can reach from the sanction, none of which it
        prefers to where it started; else empty.
    """

    improvement: int
    steps: tuple[Step, ...]
    sanction: int
    counter_moves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Escape:
    """Under SMR, why a state is no sanction: the actor has a way out of it.

    Parameters
    ----------
    state : int
        Where the opponents can bring the actor, and which it does not prefer to its start.
    to : int
        Where it can move from there, and which it does prefer to its start.
    """

    state: int
    to: int


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a state is, or is not, stable for an actor under a concept.

    Parameters
    ----------
    concept : {"nash", "gmr", "smr", "seq", "sim"}
        The concept.
    actor : str
        The focal actor.
    state : int
        The state in question.
    world : int
        In which world.
    rule : {"any", "once", "single"}
        Which sequences of the opponents' moves count.
    stable : bool
        The verdict.
    improvements : tuple of int
        All states that the actor reaches by one move and prefers, ascending.
    answers : tuple of Answer
        If stable, one for each improvement, in the same order; else empty.
    unanswered : int or None
        If not stable, the improvement that nothing answers; of several, the one that leaves the
        actor best off whatever the opponents do.
    reached : tuple of int
        If not stable, all states that the opponents could bring about from there (under SIM: with
        it), ascending; none of them is a sanction. Empty under Nash, where nobody answers.
    escapes : tuple of Escape
        If not stable under SMR, the way out of each reached state that the actor does not prefer.
    """

    concept: Concept
    actor: str
    state: int
    world: int
    rule: Rule
    stable: bool
    improvements: tuple[int, ...]
    answers: tuple[Answer, ...] = ()
    unanswered: int | None = None
    reached: tuple[int, ...] = ()
    escapes: tuple[Escape, ...] = ()


def check_concept(concept: str) -> None:
    """Raise ValueError unless a concept is known."""
    if concept not in CONCEPTS:
        raise ValueError(f"no concept {concept!r}; there are {', '.join(CONCEPTS)}")
