"""Settling: the actors move in turns until nobody wants to move.

Rounds go through the actors in file order; each moves to its best joint choice over its free
decisions when that gains more than epsilon. At a point where nobody moves alone, agreements are
tried. A profile that comes back at the end of a round means that the settling never ends.

It is not a search for an equilibrium: which fixed point is reached depends on where it starts and
on who moves first. See `pure_nash` for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import (
    check_agreements,
    check_pinned,
    lanes_from,
    ordered,
    world_count,
)
from kautilya.solve.lanes import (
    PayoffTable,
    payoff_at,
    payoffs_of_choices,
    preferred,
    profile_codes,
    set_choice,
    tables_of,
)
from kautilya.solve.records import CYCLES, Agreement, Settlement, Truth
from kautilya.terms import DEFAULT_EPSILON, BoolArray, FloatArray, IntArray

__all__ = ["self_enforcing", "settle", "settle_lanes"]


def settle(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    start: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
    agreements: Sequence[Agreement] = (),
    epsilon: float = DEFAULT_EPSILON,
    order: Sequence[str] | None = None,
) -> Settlement:
    """Let the actors move in turns from a starting profile, world by world.

    In each round every actor in turn moves to its joint target (see `joint_target`) if that
    gains more than `epsilon`, until a round changes nothing. A profile that was seen before at
    the end of a round, the start included, means that the settling `cycles`.

    Where a round changed nothing, the first agreement in file order that is not yet formed and
    gives each party a gain above `epsilon`, by its own payoffs, is formed: its decisions are set.
    Then the rounds go on, with those decisions free, and what was seen before is forgotten. One
    that was not formed is tried again at the next such point; one that was formed is not.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it. The order of the keys is the order of moves. An actor without payoffs never
        moves.
    start : sequence of int or IntArray, shape (D,) or (D, W)
        Where the settling starts: one profile for all worlds, or one for each.
    pinned : mapping of int to int, optional
        Decisions that stay fixed throughout; overrides the start.
    agreements : sequence of Agreement, optional
        In file order. One that contradicts a pinned decision cannot be formed.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.
    order : sequence of str, optional
        Another order of moves; must name each actor of `payoffs` once.

    Returns
    -------
    Settlement

    Raises
    ------
    ValueError
        If the order is not one of the actors, an agreement sets an option that is not there, or
        shapes do not fit.

    See Also
    --------
    kautilya.solve.pure_nash.pure_nash : all the profiles from which nobody would move.

    Notes
    -----
    It always ends: the moves are determined by the profile, there are finitely many profiles, and
    each agreement is formed at most once. Without agreements a fixed point is a pure equilibrium,
    but for one case: an actor whose target (within epsilon of the highest payoff) gains less
    than epsilon stays, although the highest payoff itself may lie up to twice epsilon above.

    Examples
    --------
    A stag hunt from hare and stag: the first to move follows the other.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("ann.hunt", "bob.hunt"),
    ...     options=(("stag", "hare"), ("stag", "hare")),
    ...     owners=("ann", "bob"),
    ...     now=(1, 0),
    ... )
    >>> ann = np.array([[0.9, 0.0], [0.5, 0.5]])[..., None]
    >>> payoffs = {"ann": ann, "bob": ann.transpose(1, 0, 2)}
    >>> settle(space, payoffs, space.now).profile[:, 0]
    array([0, 0])
    >>> settle(space, payoffs, space.now, order=["bob", "ann"]).profile[:, 0]
    array([1, 1])

    From hare and hare neither moves alone; an agreement lifts both.

    >>> pact = Agreement("pact", ("ann", "bob"), {0: 0, 1: 0})
    >>> together = settle(space, payoffs, (1, 1), agreements=[pact])
    >>> together.profile[:, 0], together.formed[0]
    (array([0, 0]), array([ True]))
    """
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, start)
    lanes = lanes_from(space, start, pins, worlds)
    tables = tables_of(space, ordered(payoffs, order), pins)
    return settle_lanes(space, tables, lanes, np.arange(worlds), pins, agreements, epsilon)


def settle_lanes(
    space: ProfileSpace,
    tables: Mapping[str, PayoffTable],
    start: IntArray,
    world: IntArray,
    fixed: Collection[int],
    agreements: Sequence[Agreement],
    epsilon: float,
) -> Settlement:
    """Settle a batch of lanes, each a starting profile in a world.

    The decisions in `fixed` stay where each lane starts, so lanes may be held at different
    options of the same decision. Otherwise as `settle`.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    tables : mapping of str to PayoffTable
        Actor to payoffs, in the order of moves, made with the same `fixed`.
    start : IntArray, shape (D, L)
        Where each lane starts.
    world : IntArray, shape (L,)
        The world of each lane.
    fixed : collection of int
        Decision axes that nobody moves.
    agreements : sequence of Agreement
        In file order.
    epsilon : float
        Differences in payoff up to this are ties.

    Returns
    -------
    Settlement
        With lanes in place of worlds.
    """
    check_agreements(space, agreements)
    walk = _Walk.from_start(start, world, len(agreements))
    movers = [table for table in tables.values() if table.axes]
    seen = [profile_codes(space, walk.profile)]
    active = np.arange(world.size)
    while active.size:
        profile, here = walk.profile[:, active], world[active]
        _play_round(profile, here, movers, epsilon)
        walk.rounds[active] += 1
        codes = profile_codes(space, profile)
        quiet = codes == seen[-1][active]
        cycling = ~quiet & np.logical_or.reduce([earlier[active] == codes for earlier in seen])
        walk.profile[:, active] = profile
        walk.cycles[active[cycling]] = True
        latest = seen[-1].copy()
        latest[active] = codes
        still = active[quiet]
        formed = _form(walk, still, world, tables, fixed, agreements, epsilon)
        renewed = still[formed]
        if renewed.size:
            for earlier in seen:
                earlier[renewed] = _UNSEEN
            latest[renewed] = profile_codes(space, walk.profile[:, renewed])
        seen.append(latest)
        moving = ~quiet & ~cycling
        moving[quiet] = formed
        active = active[moving]
    walk.profile[:, walk.cycles] = CYCLES
    return Settlement(walk.profile, walk.cycles, walk.rounds, walk.formed, walk.forming)


def self_enforcing(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    settlement: Settlement,
    agreements: Sequence[Agreement],
    which: int,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
) -> Truth:
    """Tell whether an agreement was formed and no party would break it alone.

    True in a world where the agreement was formed in the settling and, at the profile that its
    forming made, no party gains more than `epsilon` by changing any number of its own free
    decisions, the others held.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs, as given to `settle`.
    settlement : Settlement
        What `settle` returned for these agreements.
    agreements : sequence of Agreement
        As given to `settle`.
    which : int
        Which of them is asked about.
    pinned : mapping of int to int, optional
        As given to `settle`.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.

    Returns
    -------
    Truth
        `cycles` where the settling cycles.

    Examples
    --------
    In a prisoners' dilemma the pact lifts both, and each would rather break it.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("ann.deed", "bob.deed"),
    ...     options=(("silent", "talk"), ("silent", "talk")),
    ...     owners=("ann", "bob"),
    ...     now=(1, 1),
    ... )
    >>> ann = np.array([[0.6, 0.0], [0.9, 0.3]])[..., None]
    >>> payoffs = {"ann": ann, "bob": ann.transpose(1, 0, 2)}
    >>> pacts = [Agreement("pact", ("ann", "bob"), {0: 0, 1: 0})]
    >>> outcome = settle(space, payoffs, space.now, agreements=pacts)
    >>> outcome.formed[0], outcome.profile[:, 0]
    (array([ True]), array([1, 1]))
    >>> self_enforcing(space, payoffs, outcome, pacts, 0).holds
    array([False])
    """
    pins = check_pinned(space, pinned)
    holds = settlement.formed[which] & ~settlement.cycles
    world = np.flatnonzero(holds)
    if not world.size:
        return Truth(holds=holds, cycles=settlement.cycles)
    profile = settlement.forming[which][:, world]
    tables = tables_of(space, payoffs, pins)
    firm = np.ones(world.size, dtype=np.bool_)
    for party in agreements[which].parties:
        table = tables[party]
        highest = payoffs_of_choices(table, profile, world).max(axis=0)
        firm &= ~(highest - payoff_at(table, profile, world) > epsilon)
    holds[world] = firm
    return Truth(holds=holds, cycles=settlement.cycles)


_UNSEEN = -1


@dataclass(frozen=True, slots=True)
class _Walk:
    """The state of all lanes while they settle; its arrays are written in place."""

    profile: IntArray
    cycles: BoolArray
    rounds: IntArray
    formed: BoolArray
    forming: IntArray

    @classmethod
    def from_start(cls, start: IntArray, world: IntArray, agreements: int) -> _Walk:
        """Begin at the start, with nothing formed and no round played."""
        decisions, lanes = start.shape
        return cls(
            profile=start.copy(),
            cycles=np.zeros(lanes, dtype=np.bool_),
            rounds=np.zeros(lanes, dtype=np.int64),
            formed=np.zeros((agreements, lanes), dtype=np.bool_),
            forming=np.full((agreements, decisions, lanes), CYCLES, dtype=np.int64),
        )


def _play_round(
    profile: IntArray, world: IntArray, movers: Sequence[PayoffTable], epsilon: float
) -> None:
    """Let each actor in turn move to its joint target, in place."""
    for table in movers:
        row, value, _ = preferred(payoffs_of_choices(table, profile, world), table.present, epsilon)
        moves = value - payoff_at(table, profile, world) > epsilon
        if moves.any():
            set_choice(profile, table, row, moves)


def _form(
    walk: _Walk,
    still: IntArray,
    world: IntArray,
    tables: Mapping[str, PayoffTable],
    fixed: Collection[int],
    agreements: Sequence[Agreement],
    epsilon: float,
) -> BoolArray:
    """Form the first agreement that lifts all its parties, in each lane that stands still."""
    done = np.zeros(still.size, dtype=np.bool_)
    if not still.size:
        return done
    for index, agreement in enumerate(agreements):
        if any(party not in tables for party in agreement.parties):
            continue
        candidates = ~done & ~walk.formed[index, still]
        for axis, option in agreement.when.items():
            if axis in fixed:
                candidates &= walk.profile[axis, still] == option
        lanes = still[candidates]
        if not lanes.size:
            continue
        now, here = walk.profile[:, lanes], world[lanes]
        then = now.copy()
        for axis, option in agreement.when.items():
            then[axis] = option
        gains = np.ones(lanes.size, dtype=np.bool_)
        for party in agreement.parties:
            table = tables[party]
            gains &= payoff_at(table, then, here) - payoff_at(table, now, here) > epsilon
        chosen = lanes[gains]
        walk.profile[:, chosen] = then[:, gains]
        walk.formed[index, chosen] = True
        walk.forming[index][:, chosen] = then[:, gains]
        done[np.flatnonzero(candidates)[gains]] = True
    return done
