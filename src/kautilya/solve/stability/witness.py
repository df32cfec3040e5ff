"""Why a state is, or is not, stable for an actor: found by searching forward from each improvement.

`kautilya.solve.stability.certificate` checks what is found here from the definitions alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule, check_rule, check_state
from kautilya.solve.stability.records import Answer, Concept, Escape, Step, Witness, check_concept
from kautilya.solve.stability.sim import OptionForm, option_form
from kautilya.terms import FloatArray

__all__ = ["witness"]

_MOST_OUTCOMES = 1 << 19
"""Most outcomes, counted each time that they come about, after which one search gives up."""

_Path = tuple[Step, ...]


def witness(
    conflict: Conflict,
    concept: Concept,
    actor: str,
    state: int,
    world: int = 0,
    rule: Rule = "any",
) -> Witness:
    """Tell why a state is, or is not, stable for an actor under a concept.

    If it is, there is an answer to each improvement of the actor: the shortest sequence of the
    opponents' moves that ends in a sanction. If not, there is an improvement that nothing answers,
    with all states that the opponents can bring about from it.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    concept : {"nash", "gmr", "smr", "seq", "sim"}
        The concept.
    actor : str
        The focal actor.
    state : int
        The state in question.
    world : int, default 0
        In which world.
    rule : {"any", "once", "single"}
        Which sequences of the opponents' moves count.

    Returns
    -------
    Witness

    Raises
    ------
    ValueError
        If there is no such concept, actor, state, world or rule, or SIM is asked for without
        options.
    TooLarge
        If the opponents can bring about too much to list it.

    Examples
    --------
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) bob answers ann's
    talking with his own; but where he talks alone, nothing keeps her from talking, too.

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
    >>> witness(dilemma, "seq", "ann", 0).answers
    (Answer(improvement=2, steps=(Step(mover='bob', state=3),), sanction=3, counter_moves=()),)
    >>> found = witness(dilemma, "seq", "ann", 1)
    >>> found.stable, found.unanswered, found.reached
    (False, 3, ())
    """
    check_concept(concept)
    check_rule(rule)
    check_state(conflict.moves, state)
    question = _question(conflict, concept, actor, state, world)
    improvements = tuple(end for end in conflict.reach(actor, state) if question.prefers(end))
    found = [_answer(question, improvement, rule) for improvement in improvements]
    answers = tuple(each for each in found if isinstance(each, Answer))
    if len(answers) == len(found):
        return Witness(concept, actor, state, world, rule, True, improvements, answers)
    reached = {
        improvement: each
        for improvement, each in zip(improvements, found, strict=True)
        if not isinstance(each, Answer)
    }
    best = max(reached, key=lambda end: (question.held_to(end, reached[end]), -end))
    return Witness(
        concept,
        actor,
        state,
        world,
        rule,
        False,
        improvements,
        unanswered=best,
        reached=reached[best],
        escapes=_escapes(question, reached[best]) if concept == "smr" else (),
    )


@dataclass(frozen=True, eq=False)
class _Question:
    """Whether a state is stable for an actor under a concept.

    `left_with` is what the actor has in each state: its value, under SMR after its best way out.
    """

    conflict: Conflict
    concept: Concept
    actor: str
    state: int
    values: Mapping[str, FloatArray]  # of all actors, in the world asked for
    left_with: FloatArray

    def prefers(self, other: int) -> bool:
        """Whether the actor prefers another state to the one in question."""
        return self.gains(float(self.values[self.actor][other]))

    def sanction(self, other: int) -> bool:
        """Whether a state spoils an improvement."""
        return not self.gains(float(self.left_with[other]))

    def gains(self, worth: float) -> bool:
        """Whether something is worth more to the actor than the state in question."""
        # As a difference, like a margin: rounded otherwise, the two verdicts could disagree.
        return worth - float(self.values[self.actor][self.state]) > self.conflict.epsilon

    def held_to(self, improvement: int, reached: tuple[int, ...]) -> float:
        """What an improvement is sure to bring the actor, whatever the opponents do."""
        sure = self.left_with[list(reached)].min(initial=self.values[self.actor][improvement])
        return float(sure)


def _question(
    conflict: Conflict, concept: Concept, actor: str, state: int, world: int
) -> _Question:
    """A question, with what is known of it at once."""
    values = {name: conflict.values_in(name, world) for name in (actor, *conflict.opponents(actor))}
    left_with = values[actor]
    if concept == "smr":
        left_with = np.maximum(left_with, conflict.moves.reach_max(actor, left_with))
    return _Question(conflict, concept, actor, state, values, left_with)


def _answer(question: _Question, improvement: int, rule: Rule) -> Answer | tuple[int, ...]:
    """The shortest answer to an improvement; if there is none, all that can be brought about."""
    reached: set[int] = set()
    for count, (end, path) in enumerate(_outcomes(question, improvement, rule)):
        if count == _MOST_OUTCOMES:
            raise TooLarge(
                f"why {question.state} is or is not stable for {question.actor} takes more to tell "
                f"than the {_MOST_OUTCOMES:,} outcomes that a witness goes through; `stabilities` "
                "gives the verdict alone"
            )
        if question.sanction(end):
            ways = question.conflict.reach(question.actor, end)
            return Answer(improvement, path(), end, ways if question.concept == "smr" else ())
        reached.add(end)
    return tuple(sorted(reached))


def _escapes(question: _Question, reached: tuple[int, ...]) -> tuple[Escape, ...]:
    """The actor's best way out of each state that it does not prefer."""
    values = question.values[question.actor]
    return tuple(
        Escape(state, max(question.conflict.reach(question.actor, state), key=values.__getitem__))
        for state in reached
        if not question.prefers(state)
    )


def _outcomes(
    question: _Question, improvement: int, rule: Rule
) -> Iterator[tuple[int, Callable[[], _Path]]]:
    """Where opponents can bring the actor, with how they do it, the shortest ways first."""
    if question.concept == "nash":
        return iter(())
    if question.concept == "sim":
        return _at_once(question, option_form(question.conflict.moves), improvement)
    return _in_turns(question, improvement, rule)


def _in_turns(
    question: _Question, start: int, rule: Rule
) -> Iterator[tuple[int, Callable[[], _Path]]]:
    """Ends of legal sequences, breadth first; a state may come up again after another mover."""
    movers = question.conflict.opponents(question.actor)
    spends: Callable[[frozenset[str], str], frozenset[str]] = {
        "any": lambda spent, mover: frozenset((mover,)),
        "once": lambda spent, mover: spent | {mover},
        "single": lambda spent, mover: frozenset(movers),
    }[rule]
    origin = (start, frozenset[str]())  # a state, and who may not move next
    came: dict[tuple[int, frozenset[str]], tuple[tuple[int, frozenset[str]], str]] = {}
    pending = deque([origin])

    def path(node: tuple[int, frozenset[str]]) -> _Path:
        """The moves that led to a node."""
        steps: list[Step] = []
        while node != origin:
            before, mover = came[node]
            steps.append(Step(mover, node[0]))
            node = before
        return tuple(reversed(steps))

    while pending:
        here = pending.popleft()
        for mover in movers:
            if mover in here[1]:
                continue
            for end in _taken(question, mover, here[0]):
                node = (end, spends(here[1], mover))
                if node not in came:
                    came[node] = (here, mover)
                    pending.append(node)
                    yield end, partial(path, node)


def _at_once(
    question: _Question, form: OptionForm, improvement: int
) -> Iterator[tuple[int, Callable[[], _Path]]]:
    """Feasible outcomes of opponents' improvements at once, laid over the actor's own."""
    base = form.profile_of(improvement)
    improving = {
        name: _taken(question, name, question.state, improving=True)
        for name in question.conflict.opponents(question.actor)
    }
    for size in range(len(improving) + 1):
        for movers in combinations(improving, size):
            for states in product(*(improving[name] for name in movers)):
                steps = tuple(Step(*pair) for pair in zip(movers, states, strict=True))
                end = form.state_of(_laid_over(form, base, steps))
                if end is not None:
                    yield end, partial(tuple, steps)


def _laid_over(form: OptionForm, base: tuple[int, ...], steps: _Path) -> tuple[int, ...]:
    """A profile with each mover's own options as they are where it heads."""
    profile = list(base)
    for step in steps:
        for axis, option in enumerate(form.profile_of(step.state)):
            if form.owners[axis] == step.mover:
                profile[axis] = option
    return tuple(profile)


def _taken(
    question: _Question, mover: str, state: int, improving: bool | None = None
) -> Sequence[int]:
    """Where an opponent moves from a state; under SEQ, and if asked, only to improve."""
    ends = question.conflict.reach(mover, state)
    if not (question.concept == "seq" if improving is None else improving):
        return ends
    values = question.values[mover]
    bar = values[state] + question.conflict.epsilon
    return [end for end in ends if values[end] > bar]
