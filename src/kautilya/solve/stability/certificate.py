"""A small checker of witnesses, from the definitions alone.

It asks the moves for nothing but one-move reachable sets (and, for SIM, the profiles of states),
shares no code with what finds the stabilities, and is slow and plain on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise, product
from typing import Any

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import RULES
from kautilya.solve.stability.records import CONCEPTS, Answer, Step, Witness

__all__ = ["check_witness"]


def check_witness(conflict: Conflict, witness: Witness) -> list[str]:
    """Check that a witness shows what it claims to show.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    witness : Witness
        What is to be checked.

    Returns
    -------
    list of str
        What is wrong with it; empty if it is valid.

    Examples
    --------
    >>> import numpy as np
    >>> from dataclasses import replace
    >>> from kautilya.solve.stability.listed_moves import ListedMoves
    >>> from kautilya.solve.stability.witness import witness
    >>> moves = ListedMoves(2, {"ann": (np.array([0]), np.array([1]))})
    >>> conflict = Conflict(moves, {"ann": np.array([0.0, 1.0])})
    >>> found = witness(conflict, "nash", "ann", 0)
    >>> check_witness(conflict, found)
    []
    >>> check_witness(conflict, replace(found, stable=True, unanswered=None))
    ['answers are to [], but the improvements are [1]']
    """
    faults = _unknown(conflict, witness)
    if faults:
        return faults
    ends = conflict.reach(witness.actor, witness.state)
    improvements = [end for end in ends if _preferred(conflict, witness, end)]
    if list(witness.improvements) != improvements:
        faults.append(
            f"improvements are given as {list(witness.improvements)}, but are {improvements}"
        )
    check = _stable if witness.stable else _unstable
    return faults + check(conflict, witness, improvements)


# ------------------------------------------------------------------------------ the two verdicts


def _stable(conflict: Conflict, witness: Witness, improvements: list[int]) -> list[str]:
    """Faults of a witness that says stable."""
    faults = []
    if witness.unanswered is not None or witness.reached or witness.escapes:
        faults.append("it says stable, but names what goes unanswered")
    answered = [answer.improvement for answer in witness.answers]
    if answered != improvements:
        faults.append(f"answers are to {answered}, but the improvements are {improvements}")
    for answer in witness.answers:
        told = f"answer to {answer.improvement}: "
        faults += [told + fault for fault in _answer(conflict, witness, answer)]
    return faults


def _unstable(conflict: Conflict, witness: Witness, improvements: list[int]) -> list[str]:
    """Faults of a witness that says not stable."""
    faults = []
    if witness.answers:
        faults.append("it says not stable, but has answers")
    if witness.unanswered not in improvements:
        return [*faults, f"{witness.unanswered} is no improvement"]
    reached = sorted(_reached(conflict, witness, witness.unanswered))
    if list(witness.reached) != reached:
        faults.append(f"reached states are given as {list(witness.reached)}, but are {reached}")
    feared = [state for state in reached if not _preferred(conflict, witness, state)]
    if witness.concept != "smr":
        faults += [f"{state} is a sanction" for state in feared]
        return faults + (["only SMR knows escapes"] if witness.escapes else [])
    if [escape.state for escape in witness.escapes] != feared:
        faults.append(f"the states to escape from are {feared}")
    for escape in witness.escapes:
        if not _is_move(conflict, witness.actor, escape.state, escape.to):
            faults.append(f"{witness.actor} cannot escape from {escape.state} to {escape.to}")
        elif not _preferred(conflict, witness, escape.to):
            faults.append(f"{escape.to} is no escape: {witness.actor} does not prefer it")
    return faults


def _answer(conflict: Conflict, witness: Witness, answer: Answer) -> list[str]:
    """Faults of one answer."""
    if witness.concept == "nash":
        return ["nobody answers under Nash"]
    if not 0 <= answer.sanction < conflict.states:
        return [f"no state {answer.sanction}"]
    walk = _laid if witness.concept == "sim" else _walked
    faults = walk(conflict, witness, answer)
    if _preferred(conflict, witness, answer.sanction):
        faults.append(f"{answer.sanction} is no sanction: {witness.actor} prefers it")
    if witness.concept != "smr":
        return faults + (["only SMR knows counter-moves"] if answer.counter_moves else [])
    ways = conflict.reach(witness.actor, answer.sanction)
    if answer.counter_moves != ways:
        given = list(answer.counter_moves)
        faults.append(f"counter-moves are given as {given}, but are {list(ways)}")
    escapes = [end for end in ways if _preferred(conflict, witness, end)]
    return faults + [f"{witness.actor} escapes from the sanction to {end}" for end in escapes]


def _walked(conflict: Conflict, witness: Witness, answer: Answer) -> list[str]:
    """Faults of a sequence of moves that answers an improvement."""
    faults = [] if answer.steps else ["no move answers"]
    here, movers = answer.improvement, [step.mover for step in answer.steps]
    for step in answer.steps:
        fault = _step(conflict, witness, step, here, witness.concept == "seq")
        faults += [fault] if fault else []
        here = step.state
    if here != answer.sanction:
        faults.append(f"the moves end in {here}, not in the sanction {answer.sanction}")
    if any(first == second for first, second in pairwise(movers)):
        faults.append("somebody moves twice in succession")
    if witness.rule == "once" and len(set(movers)) < len(movers):
        faults.append("somebody moves twice")
    if witness.rule == "single" and len(movers) > 1:
        faults.append("more than one move")
    return faults


def _laid(conflict: Conflict, witness: Witness, answer: Answer) -> list[str]:
    """Faults of moves made at once that answer an improvement."""
    faults = []
    for step in answer.steps:
        fault = _step(conflict, witness, step, witness.state, True)
        faults += [fault] if fault else []
    if len({step.mover for step in answer.steps}) < len(answer.steps):
        faults.append("somebody moves twice at once")
    if not faults and _outcome(conflict, answer.improvement, answer.steps) != answer.sanction:
        faults.append(f"the moves laid over {answer.improvement} are not {answer.sanction}")
    return faults


def _step(conflict: Conflict, witness: Witness, step: Step, here: int, improving: bool) -> str:
    """What is wrong with one move from a state; empty if nothing is."""
    if step.mover == witness.actor or step.mover not in conflict.actors:
        return f"{step.mover} is no opponent"
    if not _is_move(conflict, step.mover, here, step.state):
        return f"{step.mover} cannot move from {here} to {step.state}"
    if improving and step.state not in _improvements(conflict, step.mover, here, witness.world):
        return f"{step.mover} does not improve from {here} to {step.state}"
    return ""


# ------------------------------------------------------------------------------- the definitions


def _unknown(conflict: Conflict, witness: Witness) -> list[str]:
    """What the witness speaks of and the conflict does not have."""
    checks = [
        (witness.concept in CONCEPTS, f"no concept {witness.concept}"),
        (witness.rule in RULES, f"no rule {witness.rule}"),
        (witness.actor in conflict.actors, f"no actor {witness.actor}"),
        (0 <= witness.state < conflict.states, f"no state {witness.state}"),
        (0 <= witness.world < conflict.worlds, f"no world {witness.world}"),
        (
            witness.concept != "sim" or hasattr(conflict.moves, "profile_of"),
            "SIM needs a conflict in option form",
        ),
    ]
    return [fault for known, fault in checks if not known]


def _is_move(conflict: Conflict, mover: str, start: int, end: int) -> bool:
    """Whether an actor can move from one state to another."""
    inside = 0 <= start < conflict.states
    return inside and end in conflict.reach(mover, start)


def _improvements(conflict: Conflict, mover: str, start: int, world: int) -> list[int]:
    """States that an opponent reaches by one move and prefers, ascending."""
    bar = _value(conflict, mover, start, world) + conflict.epsilon
    ends = conflict.reach(mover, start)
    return [end for end in ends if _value(conflict, mover, end, world) > bar]


def _preferred(conflict: Conflict, witness: Witness, state: int) -> bool:
    """Whether the focal actor prefers a state to the one in question."""
    # Its stability is a difference of values, a margin; so this must round as a difference does.
    there, here = (
        _value(conflict, witness.actor, each, witness.world) for each in (state, witness.state)
    )
    return there - here > conflict.epsilon


def _value(conflict: Conflict, actor: str, state: int, world: int) -> float:
    """What a state is worth to an actor in a world."""
    values = conflict.values[actor]
    if values.ndim == 1:
        return float(values[state])
    return float(values[state, world if values.shape[1] > 1 else 0])


def _reached(conflict: Conflict, witness: Witness, start: int) -> set[int]:
    """All states that the opponents can bring about once the actor has moved."""
    others = [name for name in conflict.actors if name != witness.actor]
    if witness.concept == "nash":
        return set()
    if witness.concept == "sim":
        return _reached_at_once(conflict, witness, start, others)

    def moves(mover: str, state: int) -> Iterable[int]:
        if witness.concept == "seq":
            return _improvements(conflict, mover, state, witness.world)
        return conflict.reach(mover, state)

    may_move: Callable[[tuple[str, ...], str], bool] = {
        "any": lambda before, mover: before[-1:] != (mover,),
        "once": lambda before, mover: mover not in before,
        "single": lambda before, mover: not before,
    }[witness.rule]
    # What matters of those who have moved: who was last, or, under "once", who they are.
    kept: Callable[[tuple[str, ...]], tuple[str, ...]] = (
        (lambda before: tuple(sorted(before)))
        if witness.rule == "once"
        else (lambda before: before[-1:])
    )
    seen: set[tuple[int, tuple[str, ...]]] = set()
    pending: list[tuple[int, tuple[str, ...]]] = [(start, ())]
    while pending:
        state, before = pending.pop()
        for mover in others:
            if may_move(before, mover):
                arrived = {(end, kept((*before, mover))) for end in moves(mover, state)} - seen
                seen |= arrived
                pending += arrived
    return {state for state, _ in seen}


def _reached_at_once(
    conflict: Conflict, witness: Witness, start: int, others: list[str]
) -> set[int]:
    """Feasible outcomes of the opponents' improvements, or staying, laid over the actor's move."""
    choices = [
        [
            None,
            *(
                Step(name, end)
                for end in _improvements(conflict, name, witness.state, witness.world)
            ),
        ]
        for name in others
    ]
    combinations = product(*choices)
    ends = (
        _outcome(conflict, start, tuple(step for step in chosen if step is not None))
        for chosen in combinations
    )
    return {end for end in ends if end is not None}


def _outcome(conflict: Conflict, start: int, steps: tuple[Step, ...]) -> int | None:
    """The state in which each mover's own options are as in where it heads; None if infeasible."""
    form: Any = conflict.moves
    profile = list(form.profile_of(start))
    for step in steps:
        for axis, owner in enumerate(form.owners):
            if owner == step.mover:
                profile[axis] = form.profile_of(step.state)[axis]
    end = form.state_of(tuple(profile))
    return None if end is None else int(end)
