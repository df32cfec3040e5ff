"""Symmetric metarationality (SMR): improvements are answered, and the actor cannot escape.

A state is SMR stable for an actor if each of its improvements can be answered by a sanction as in
GMR from which, moreover, no single move of the actor leads to a state that it prefers to where it
started. The actor looks three steps ahead: its move, the answer, its own way out.

Not to be confused with GMR, which ends at the answer. As in GMR, the opponents need not like what
they do.

Source: N. Howard, *Paradoxes of Rationality* (1971); for more than two actors L. Fang, K. W. Hipel
and D. M. Kilgour, *Interactive Decision Making* (1993), chapter 3.
"""

from __future__ import annotations

import numpy as np

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule, margin_under
from kautilya.terms import FloatArray

__all__ = ["guard", "margin"]


def guard(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return the least that an actor has after the opponents' answer and its own way out.

    It is the least m(u) over the ends u of the opponents' legal sequences, where m(u) is the
    larger of v(u) and the highest v that the actor reaches from u by one move.

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
        For each state in which the actor may have arrived; +inf where no opponent can move.
    """
    values = conflict.values_in(actor, world)
    after_escape = np.maximum(values, conflict.moves.reach_max(actor, values))
    return conflict.moves.answer_min(conflict.opponents(actor), after_escape, rule=rule)


def margin(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return how much payoff an actor's SMR stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of min(v(t), least m over R_H(t)), where H are the opponents
    and m is what the actor has after its way out (see `guard`). A state is stable where it is at
    least -epsilon.

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
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) ann gains nothing
    by falling silent again once bob has answered her talking with his own.

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
    array([ 1., -1.,  2.,  1.])
    """
    values = conflict.values_in(actor, world)
    return margin_under(conflict.moves, actor, values, guard(conflict, actor, world, rule))
