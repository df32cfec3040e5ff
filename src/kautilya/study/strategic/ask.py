"""What a strategic picture is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from kautilya.solve.stability.moves import RULES, Rule
from kautilya.solve.stability.records import CONCEPTS, Concept
from kautilya.study.faults import UnknownName
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.strategic.record import CONCEPTS as ORDER


class NoAnswer(ValueError):
    """A question that a case has no answer to; the message says why."""


@dataclass(frozen=True)
class Question:
    """What is asked of a case.

    Parameters
    ----------
    worlds, seed
        How many worlds, drawn from which seed; of a case with one world neither matters.
    scenario
        Scenario to solve it in.
    rule
        Which sequences of moves count as answers: any, once, single.
    concepts
        Concepts to ask for; empty for all that are usual: Nash, SMR, SEQ and GMR, and SIM where
        there is one world and states are combinations of options.
    states
        Names, patterns or conditions of states whose witnesses are wanted.
    inverse, vary
        A state, and the actor whose rankings of the states are counted that make it hold.
    world
        In a dynamic case the world of the single game; the mean over worlds where None.
    everything
        Whether all states are wanted, and not only those that matter.
    memory
        Bytes that the run may use; what this machine has free where None.
    turns
        Whether to find what the actors' staying turns on.
    threads
        Threads that evaluate; the answer does not depend on it.
    """

    worlds: int = 2000
    seed: int = DEFAULT_SEED
    scenario: str | None = None
    rule: str = "any"
    concepts: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    inverse: str | None = None
    vary: str | None = None
    world: int | None = None
    everything: bool = False
    memory: int | None = None
    turns: bool = True
    threads: int = 2


def concepts_of(
    question: Question, usual: tuple[Concept, ...], *, options: bool
) -> tuple[Concept, ...]:
    """The concepts that are asked for, in the order in which they are shown.

    Parameters
    ----------
    question
        What is asked.
    usual
        What is meant where nothing is named.
    options
        Whether the states are combinations of options, which SIM needs.

    Raises
    ------
    UnknownName
        For one that is not known.
    NoAnswer
        For SIM where it is not defined.
    """
    known: dict[str, Concept] = {concept: concept for concept in CONCEPTS}
    for concept in question.concepts:
        if concept not in known:
            raise UnknownName("concept", concept, ORDER)
    if "sim" in question.concepts and not options:
        raise NoAnswer(
            "SIM needs states that are combinations of options, each its own: where moves are "
            "listed, or states merged, nothing says where moves made at once lead; ask for nash, "
            "smr, seq or gmr"
        )
    asked = question.concepts or usual
    return tuple(known[concept] for concept in ORDER if concept in asked)


def rule_of(question: Question) -> Rule:
    """The rule for sequences of answers.

    Raises
    ------
    UnknownName
        For one that is not known.
    """
    for rule in RULES:
        if rule == question.rule:
            return rule
    raise UnknownName("rule", question.rule, RULES)
