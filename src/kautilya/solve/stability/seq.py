"""Sequential stability (SEQ): the opponents would answer, since each step serves who takes it.

A state is SEQ stable for an actor if each of its improvements can be answered by a sanction as in
GMR that is credible: every move of the sequence is an improvement for the opponent who makes it,
seen from the state in which it stands at that moment.

Not to be confused with GMR, where opponents may harm themselves, or with SIM, where they answer
all at once and by what is an improvement from the state that the actor leaves. An opponent is held
to improve at each step, not at the end of the sequence.

Source: N. M. Fraser and K. W. Hipel, "Solving complex conflicts", IEEE Transactions on Systems,
Man, and Cybernetics 9 (1979); L. Fang, K. W. Hipel and D. M. Kilgour, *Interactive Decision Making*
(1993), chapter 3.
"""

from __future__ import annotations

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule, margin_under
from kautilya.terms import FloatArray

__all__ = ["guard", "margin"]


def guard(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return the least value for an actor at the ends of the opponents' sequences of improvements.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    actor : str
        The focal actor.
    world : int, default 0
        Which world.
    rule : {"any", "once", "single"}
        Which sequences count.

    Returns
    -------
    FloatArray, shape (V,)
        For each state in which the actor may have arrived; +inf where no opponent has an
        improvement.
    """
    others = conflict.opponents(actor)
    return conflict.moves.answer_min(
        others,
        conflict.values_in(actor, world),
        improving={name: conflict.values_in(name, world) for name in others},
        epsilon=conflict.epsilon,
        rule=rule,
    )


def margin(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return how much payoff an actor's SEQ stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of min(v(t), least v over R+_H(t)), where H are the opponents.
    A state is stable where it is at least -epsilon.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    actor : str
        The focal actor.
    world : int, default 0
        Which world.
    rule : {"any", "once", "single"}
        Which sequences count.

    Returns
    -------
    FloatArray, shape (V,)
        +inf where the actor has no move.

    Raises
    ------
    ValueError
        If there is no such actor, world or rule.

    Examples
    --------
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) bob gains by
    answering ann's talking with his own; but where she is silent alone, he would not fall silent.

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
    >>> margin(Conflict(moves, values), "ann")
    array([ 1., -1.,  3.,  1.])
    """
    values = conflict.values_in(actor, world)
    return margin_under(conflict.moves, actor, values, guard(conflict, actor, world, rule))
