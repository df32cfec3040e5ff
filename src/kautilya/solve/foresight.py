"""Foresight: the option that is best once everyone else has settled around it.

Each option is pinned in turn and everything else settles, the actor's other decisions included;
the owner compares where that leads. It is not a best response, which holds the others still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import (
    check_pinned,
    lanes_from,
    ordered,
    owner_of,
    world_count,
)
from kautilya.solve.lanes import (
    payoff_at,
    preferred,
    tables_of,
)
from kautilya.solve.records import CYCLES, Agreement, Choice, Foresight, Truth
from kautilya.solve.settle import settle_lanes
from kautilya.terms import DEFAULT_EPSILON, FloatArray, IntArray

__all__ = ["acts", "foresees"]


def foresees(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    decision: int,
    start: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
    agreements: Sequence[Agreement] = (),
    epsilon: float = DEFAULT_EPSILON,
    order: Sequence[str] | None = None,
) -> Foresight:
    """Return the option whose settling leaves its owner best off, world by world.

    For each option: pin it, settle everything else from the start, and take the owner's payoff
    where that comes to rest. The highest wins; among those within `epsilon` of it the decision's
    `now`, else the first in the file. An option whose settling cycles is left out.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it. The order of the keys is the order of moves.
    decision : int
        Axis of the decision.
    start : sequence of int or IntArray, shape (D,) or (D, W)
        Where the settling starts: one profile for all worlds, or one for each.
    pinned : mapping of int to int, optional
        Decisions that stay fixed throughout; overrides the start.
    agreements : sequence of Agreement, optional
        In file order; those that contradict the option that is tried cannot be formed.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.
    order : sequence of str, optional
        Another order of moves.

    Returns
    -------
    Foresight
        The choice (-1 where every option's settling cycles) and what each option leads to.

    Raises
    ------
    ValueError
        If the owner has no payoffs, the decision is pinned, or shapes do not fit.

    See Also
    --------
    acts : whether some other option beats the present one so.

    Examples
    --------
    Entering pays while the incumbent keeps its price, but it would answer with a price war.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("newcomer.entry", "incumbent.price"),
    ...     options=(("stay_out", "enter"), ("usual", "war")),
    ...     owners=("newcomer", "incumbent"),
    ...     now=(0, 0),
    ... )
    >>> payoffs = {
    ...     "newcomer": np.array([[0.3, 0.3], [0.6, 0.1]])[..., None],
    ...     "incumbent": np.array([[0.7, 0.6], [0.3, 0.45]])[..., None],
    ... }
    >>> ahead = foresees(space, payoffs, 0, space.now)
    >>> ahead.choice.option, ahead.payoffs[:, 0]
    (array([0]), array([0.3, 0.1]))
    >>> acts(space, 0, ahead).holds
    array([False])
    """
    pins = check_pinned(space, pinned)
    owner = owner_of(space, payoffs, decision, pins)
    worlds, options = world_count(payoffs, start), len(space.options[decision])
    held = {**pins, decision: space.now[decision]}
    lanes = np.tile(lanes_from(space, start, held, worlds), options)
    lanes[decision] = np.repeat(np.arange(options), worlds)
    world = np.tile(np.arange(worlds), options)
    tables = tables_of(space, ordered(payoffs, order), held)
    outcome = settle_lanes(space, tables, lanes, world, held, agreements, epsilon)

    rests = ~outcome.cycles
    values = np.full(rests.size, np.nan)
    values[rests] = payoff_at(tables[owner], outcome.profile[:, rests], world[rests])
    by_option = values.reshape(options, worlds)
    cycles = outcome.cycles.reshape(options, worlds)
    return Foresight(
        choice=_choice(by_option, space.now[decision], epsilon),
        payoffs=by_option,
        settled_cycles=cycles,
        profiles=outcome.profile.reshape(-1, options, worlds).swapaxes(0, 1),
    )


def acts(
    space: ProfileSpace, decision: int, foresight: Foresight, epsilon: float = DEFAULT_EPSILON
) -> Truth:
    """Tell whether the foreseen option is not the present one and beats it.

    True in a world where the foreseen option is not the decision's `now` and its payoff exceeds
    that under `now` by more than `epsilon`. Unknown where the settling under `now` cycles.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    decision : int
        Axis of the decision that `foresight` is about.
    foresight : Foresight
        What `foresees` returned.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.

    Returns
    -------
    Truth

    See Also
    --------
    foresees : with an example.
    """
    now = space.now[decision]
    option = foresight.choice.option
    cycles = foresight.settled_cycles[now]
    chosen = foresight.payoffs[option, np.arange(option.size)]
    holds = (option != now) & (chosen - foresight.payoffs[now] > epsilon)
    return Truth(holds=holds & ~cycles, cycles=cycles)


def _choice(payoffs: FloatArray, now: int, epsilon: float) -> Choice:
    """Choose among the options whose settling came to rest; -1 where none did."""
    known = ~np.isnan(payoffs)
    some = known.any(axis=0)
    # Zero stands in where nothing came to rest, for infinities cannot be subtracted.
    usable = np.where(some, np.where(known, payoffs, -np.inf), 0.0)
    row, _, ties = preferred(usable, now, epsilon)
    return Choice(option=np.where(some, row, CYCLES), tied=some & (ties.sum(axis=0) > 1))
