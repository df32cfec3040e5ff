"""Best replies of some actors to a profile that the others hold.

Each of them moves to its best joint choice, in turn, until none would choose otherwise. It is not
a settling: whoever does not reply stands still, and a reply within epsilon of the best is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.best_response import joint_target
from kautilya.solve.inputs import check_pinned, lanes_from, world_count
from kautilya.solve.lanes import profile_codes
from kautilya.solve.records import CYCLES
from kautilya.terms import DEFAULT_EPSILON, BoolArray, FloatArray, IntArray

__all__ = ["Reply", "reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """Where some actors stand once each replies best to all others.

    Parameters
    ----------
    profile : IntArray, shape (D, W)
        The profile; -1 in every decision where the replies go round in circles.
    cycles : BoolArray, shape (W,)
        True there.
    """

    profile: IntArray
    cycles: BoolArray


def reply(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    profile: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
) -> Reply:
    """Let some actors reply to a profile, world by world.

    Each in turn takes, of its joint choices within `epsilon` of the highest payoff, the one with
    every free decision at its `now`, else the first in file order; until a round changes nothing.
    One actor alone replies at once; several may answer each other for ever.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Payoffs of those who reply, in the order in which they do.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        What they reply to.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.

    Returns
    -------
    Reply

    See Also
    --------
    kautilya.solve.settle.settle : everyone moves, and only for a gain.

    Examples
    --------
    A buyer pays for a promise, if it is given.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("seller.word", "buyer.purse"),
    ...     options=(("silent", "promise"), ("shut", "open")),
    ...     owners=("seller", "buyer"),
    ...     now=(0, 0),
    ... )
    >>> buyer = np.array([[0.5, 0.1], [0.5, 0.8]])[..., None]
    >>> reply(space, {"buyer": buyer}, (1, 0)).profile[:, 0]
    array([1, 1])
    """
    pins = check_pinned(space, pinned)
    lanes = lanes_from(space, profile, pins, world_count(payoffs, profile))
    cycles = np.zeros(lanes.shape[1], dtype=np.bool_)
    seen = [profile_codes(space, lanes)]
    moving = np.full(lanes.shape[1], bool(payoffs))
    while moving.any():
        before = lanes
        for actor in payoffs:
            lanes = joint_target(space, payoffs, actor, lanes, pins, epsilon).profile
        lanes = np.where(moving, lanes, before)
        codes = profile_codes(space, lanes)
        quiet = codes == seen[-1]
        back = np.logical_or.reduce([codes == earlier for earlier in seen]) & ~quiet & moving
        cycles |= back
        moving &= ~quiet & ~back
        seen.append(codes)
    return Reply(np.where(cycles, CYCLES, lanes), cycles)
