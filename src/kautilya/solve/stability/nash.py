"""Nash stability: nowhere better to go.

A state is Nash stable for an actor if none of its own moves from there is an improvement. The actor
looks one move ahead and expects nobody to answer.

Not to be confused with `kautilya.solve.pure_nash`: there an actor may always choose any of its
options, here it has only the moves that the conflict allows it. A state from which an actor has no
move at all is stable for it, however bad; `Stabilities.no_move` tells these apart.

Source: J. Nash, "Equilibrium points in n-person games", PNAS 36 (1950); as a stability of states:
L. Fang, K. W. Hipel and D. M. Kilgour, *Interactive Decision Making* (1993), chapter 3.
"""

from __future__ import annotations

import numpy as np

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule, check_rule, margin_under
from kautilya.terms import FloatArray

__all__ = ["guard", "margin"]


def guard(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return the least that opponents can hold an actor to: +inf, as nobody answers.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    actor : str
        The focal actor.
    world : int, default 0
        Which world.
    rule : {"any", "once", "single"}
        Makes no difference here, as nobody answers.

    Returns
    -------
    FloatArray, shape (V,)
    """
    check_rule(rule)
    return np.full(conflict.values_in(actor, world).size, np.inf)


def margin(conflict: Conflict, actor: str, world: int = 0, rule: Rule = "any") -> FloatArray:
    """Return how much payoff an actor's Nash stability has to spare in each state.

    It is v(s) - max over t in R_i(s) of v(t). A state is stable where it is at least -epsilon.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    actor : str
        The focal actor.
    world : int, default 0
        Which world.
    rule : {"any", "once", "single"}
        Makes no difference here, as nobody answers.

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
    In the prisoners' dilemma (states: neither, bob alone, ann alone, both talk) ann always gains
    by talking.

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
    array([-1., -1.,  1.,  1.])
    """
    values = conflict.values_in(actor, world)
    return margin_under(conflict.moves, actor, values, guard(conflict, actor, world, rule))
