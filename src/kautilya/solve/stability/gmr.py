"""General metarationality (GMR): the opponents could answer each improvement, at any cost.

A state is GMR stable for an actor if each of its improvements can be answered: from where it leads,
the opponents together have some legal sequence of moves that ends in a state which the actor does
not prefer to where it started (a sanction). They need not like what they do. So the concept suits
an actor who is cautious, looks two steps ahead, and knows nothing of what the others want.

Not to be confused with SMR, where the actor also looks whether it could escape from the sanction,
or SEQ, where a sanction counts only if no opponent harms itself by it.

Source: N. Howard, *Paradoxes of Rationality* (1971); for more than two actors L. Fang, K. W. Hipel
and D. M. Kilgour, *Interactive Decision Making* (1993), chapter 3.
"""

from __future__ import annotations

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule, margin_under
from kautilya.terms import FloatArray

__all__ = ["guard", "margin"]


def guard(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return the least value for an actor at the ends of the opponents' legal sequences.

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
    return conflict.moves.answer_min(conflict.opponents(actor), values, rule=rule)


def margin(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return how much payoff an actor's GMR stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of min(v(t), least v over R_H(t)), where H are the opponents.
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
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) bob can answer
    ann's talking with his own, so that silence is GMR stable for her.

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
