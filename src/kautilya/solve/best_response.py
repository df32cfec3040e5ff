"""Best responses: what an actor does best while everyone else stands still.

`best` moves one decision alone; `joint_target` moves all of an actor's free decisions together.
Both hold the others at a profile, so neither foresees an answer: see `foresight` for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import (
    check_pinned,
    free_axes,
    lanes_from,
    owner_of,
    world_count,
)
from kautilya.solve.lanes import (
    payoff_at,
    payoffs_of_choices,
    preferred,
    set_choice,
    table_of,
)
from kautilya.solve.records import Choice, JointTarget
from kautilya.terms import DEFAULT_EPSILON, FloatArray, IntArray

__all__ = ["best", "joint_target"]


def best(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    decision: int,
    profile: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
) -> Choice:
    """Return the owner's best option of one decision, all other decisions held.

    Decided world by world: the option with the highest payoff; among those within `epsilon` of
    the highest, the decision's `now`, else the first in the file.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs; an axis may have size 1 where the payoff does not depend on it.
    decision : int
        Axis of the decision.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        Where the others stand: one profile for all worlds, or one for each.
    pinned : mapping of int to int, optional
        Decision axis to option index; overrides the profile.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.

    Returns
    -------
    Choice
        The option in each world, and where it was a tie.

    Raises
    ------
    ValueError
        If the owner has no payoffs, the decision is pinned, or shapes do not fit.

    See Also
    --------
    joint_target : all of an actor's decisions together.
    kautilya.solve.foresight.foresees : the others answer.

    Examples
    --------
    A newcomer thinks of entering a market; the incumbent may fight. If nobody fights, it enters.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("newcomer.entry", "incumbent.price"),
    ...     options=(("stay_out", "enter"), ("usual", "war")),
    ...     owners=("newcomer", "incumbent"),
    ...     now=(0, 0),
    ... )
    >>> newcomer = np.array([[0.3, 0.3], [0.6, 0.1]])[..., None]
    >>> best(space, {"newcomer": newcomer}, 0, (0, 0)).option
    array([1])
    >>> best(space, {"newcomer": newcomer}, 0, (0, 0), pinned={1: 1}).option
    array([0])
    """
    pins = check_pinned(space, pinned)
    owner = owner_of(space, payoffs, decision, pins)
    worlds = world_count(payoffs, profile)
    lanes = lanes_from(space, profile, pins, worlds)
    table = table_of(space, owner, payoffs[owner], (decision,))
    values = payoffs_of_choices(table, lanes, np.arange(worlds))
    row, _, ties = preferred(values, table.present, epsilon)
    return Choice(option=row, tied=ties.sum(axis=0) > 1)


def joint_target(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    actor: str,
    profile: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
) -> JointTarget:
    """Return an actor's best joint choice over all its free decisions, others held.

    Decided world by world: among the joint choices within `epsilon` of the highest payoff, the
    one with every decision at its `now`, else the first in file order (the last decision varying
    fastest). The actor moves only if that one gains more than `epsilon` over the profile as it
    stands, so it may stay although some other choice would gain slightly more than `epsilon`.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs; an axis may have size 1 where the payoff does not depend on it.
    actor : str
        Who moves.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        Where everyone stands: one profile for all worlds, or one for each.
    pinned : mapping of int to int, optional
        Decisions that stay fixed; overrides the profile.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.

    Returns
    -------
    JointTarget
        The profile at the target, the gain, and where the actor moves.

    Raises
    ------
    ValueError
        If the actor has no payoffs, or shapes do not fit.

    See Also
    --------
    best : one decision alone.
    kautilya.solve.settle.settle : the actors do this in turns.

    Examples
    --------
    One keeper, two houses: a single inn loses money, a pair of them pays.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("keeper.hill", "keeper.ford"),
    ...     options=(("barn", "inn"), ("barn", "inn")),
    ...     owners=("keeper", "keeper"),
    ...     now=(0, 0),
    ... )
    >>> keeper = np.array([[0.3, 0.2], [0.2, 0.8]])[..., None]
    >>> best(space, {"keeper": keeper}, 0, (0, 0)).option
    array([0])
    >>> target = joint_target(space, {"keeper": keeper}, "keeper", (0, 0))
    >>> target.profile[:, 0], target.moves
    (array([1, 1]), array([ True]))
    """
    if actor not in payoffs:
        raise ValueError(f"actor '{actor}' has no payoffs, so it has no best choice")
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, profile)
    lanes = lanes_from(space, profile, pins, worlds)
    world = np.arange(worlds)
    table = table_of(space, actor, payoffs[actor], free_axes(space, actor, pins))
    row, value, _ = preferred(payoffs_of_choices(table, lanes, world), table.present, epsilon)
    gain = value - payoff_at(table, lanes, world)
    set_choice(lanes, table, row, np.ones(worlds, dtype=np.bool_))
    return JointTarget(profile=lanes, gain=gain, moves=gain > epsilon)
