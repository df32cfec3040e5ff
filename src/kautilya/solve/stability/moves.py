"""Who can move where: what every form of a conflict's graph can be asked.

A state is a number from 0 to V - 1. A *legal sequence* of a group is a non-empty sequence of moves
by its members in which nobody moves twice in succession, but anyone may move again after somebody
else has. R_i(s) are the states that actor i can reach from s by one move; R_H(s) are the ends of
the legal sequences of group H from s, and R+_H(s) those of sequences in which every move is an
improvement for the one who makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, get_args

import numpy as np

from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = [
    "RULES",
    "Moves",
    "Rule",
    "check_actor",
    "check_rule",
    "check_state",
    "margin_under",
    "opponents",
]

Rule = Literal["any", "once", "single"]
"""Which sequences of a group's moves count.

``any``: the definition, nobody twice in succession; ``once``: moreover nobody twice at all;
``single``: one move by one mover. The latter two serve to compare with programs that use them.
"""

RULES: tuple[Rule, ...] = get_args(Rule)


class Moves(Protocol):
    """The moves of all actors between the states of a conflict."""

    @property
    def actors(self) -> tuple[str, ...]:
        """Names of the actors, in file order."""
        ...

    @property
    def states(self) -> int:
        """Number V of states."""
        ...

    def reach(self, actor: str, state: int) -> IntArray:
        """Return the states that an actor reaches by one move: ascending, never `state` itself."""
        ...

    def reach_max(self, actor: str, values: FloatArray) -> FloatArray:
        """Return, for each state, the highest value one move away; -inf where there is no move."""
        ...

    def has_move(self, actor: str) -> BoolArray:
        """Return in which states an actor has a move."""
        ...

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
        """
        ...


def margin_under(
    moves: Moves, actor: str, values: FloatArray, guard: FloatArray | float
) -> FloatArray:
    """Return how much payoff an actor's stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of min(v(t), guard(t)), where the guard is the least that
    the opponents can hold the actor to once it has moved to t. Below zero, it is minus what the
    actor gains by the best improvement that is not answered.

    Parameters
    ----------
    moves : Moves
        The moves of all actors.
    actor : str
        The focal actor.
    values : FloatArray, shape (V,)
        Its values, higher is better.
    guard : FloatArray, shape (V,), or float
        +inf where nothing answers.

    Returns
    -------
    FloatArray, shape (V,)
        +inf where the actor has no move.
    """
    held: FloatArray = np.minimum(values, guard)
    margin: FloatArray = values - moves.reach_max(actor, held)
    return margin


def opponents(moves: Moves, actor: str) -> tuple[str, ...]:
    """Return all actors but one, in file order.

    Raises
    ------
    ValueError
        If there is no such actor.
    """
    check_actor(moves, actor)
    return tuple(name for name in moves.actors if name != actor)


def check_actor(moves: Moves, actor: str) -> None:
    """Raise ValueError unless an actor is one of those who move."""
    if actor not in moves.actors:
        raise ValueError(f"no actor {actor!r}; the actors are {', '.join(moves.actors) or 'none'}")


def check_state(moves: Moves, state: int) -> None:
    """Raise ValueError unless a state is one of 0 to V - 1."""
    if not 0 <= state < moves.states:
        raise ValueError(f"no state {state}; states are numbered 0 to {moves.states - 1}")


def check_rule(rule: str) -> None:
    """Raise ValueError unless a rule for sequences is known."""
    if rule not in RULES:
        raise ValueError(f"no rule {rule!r} for sequences of moves; there are {', '.join(RULES)}")
