"""Pure equilibria: the profiles that nobody would leave alone.

An equilibrium here is not what the actors reach: see `settle` for that. It takes into account
every change that one actor could make with all its free decisions together, but no coalition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve.inputs import (
    check_pinned,
    check_shape,
    free_axes,
    lanes_from,
    world_count,
)
from kautilya.solve.lanes import (
    payoff_at,
    payoffs_of_choices,
    tables_of,
)
from kautilya.terms import DEFAULT_EPSILON, BoolArray, FloatArray, IntArray

__all__ = ["Extent", "count", "equilibrium_profiles", "extent", "pure_nash", "regret"]


@dataclass(frozen=True, slots=True)
class Extent:
    """In how many of a world's equilibria something is true.

    A world without equilibria is in none of `in_all`, `in_some` and `in_none`.

    Parameters
    ----------
    holding : IntArray, shape (W,)
        Number of equilibria in which it is true.
    total : IntArray, shape (W,)
        Number of equilibria.
    """

    holding: IntArray
    total: IntArray

    @property
    def in_all(self) -> BoolArray:
        """True where there are equilibria and it is true in each."""
        answer: BoolArray = (self.total > 0) & (self.holding == self.total)
        return answer

    @property
    def in_some(self) -> BoolArray:
        """True where it is true in one equilibrium at least, and false in another."""
        return (self.holding > 0) & (self.holding < self.total)

    @property
    def in_none(self) -> BoolArray:
        """True where there are equilibria and it is true in none of them."""
        answer: BoolArray = (self.total > 0) & (self.holding == 0)
        return answer


def pure_nash(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
) -> BoolArray:
    """Return which profiles are pure equilibria, world by world.

    A profile is one if no actor gains more than `epsilon`, by its own payoffs, by changing any
    number of its free decisions, the others held.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it or the decision is pinned.
    pinned : mapping of int to int, optional
        Decisions that stay fixed; the answer covers only the profiles that respect them.
    epsilon : float, default 1e-4
        Gains up to this do not count.

    Returns
    -------
    BoolArray, shape (m_1, .., m_D, W)
        One axis for each decision: of size 1 where it is pinned, else one entry for each option.
        It may be a read-only view.

    Raises
    ------
    ValueError
        If shapes do not fit the space.

    See Also
    --------
    regret : a certificate for one profile.
    kautilya.solve.settle.settle : which fixed point the actors reach by moving in turns.

    Notes
    -----
    For each actor, the highest payoff over its own axes less the payoff is its regret; a profile
    is an equilibrium where no regret exceeds `epsilon`. The cost is one pass over each actor's
    payoffs, and an actor's pass is as small as its array.

    Examples
    --------
    The prisoners' dilemma has one equilibrium, the battle of the sexes two.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("ann.deed", "bob.deed"),
    ...     options=(("silent", "talk"), ("silent", "talk")),
    ...     owners=("ann", "bob"),
    ...     now=(0, 0),
    ... )
    >>> ann = np.array([[0.6, 0.0], [0.9, 0.3]])[..., None]
    >>> dilemma = pure_nash(space, {"ann": ann, "bob": ann.transpose(1, 0, 2)})
    >>> dilemma[..., 0].tolist()
    [[False, False], [False, True]]
    >>> ann = np.array([[0.9, 0.0], [0.0, 0.5]])[..., None]
    >>> bob = np.array([[0.5, 0.0], [0.0, 0.9]])[..., None]
    >>> count(pure_nash(space, {"ann": ann, "bob": bob}))
    array([2])
    """
    pins = check_pinned(space, pinned)
    stable = [_content(space, actor, payoff, pins, epsilon) for actor, payoff in payoffs.items()]
    sizes = tuple(1 if axis in pins else size for axis, size in enumerate(space.shape))
    full = (*sizes, world_count(payoffs, space.now))
    # Smallest first: the full size is reached as late as can be.
    stable.sort(key=lambda mask: mask.size)
    return np.broadcast_to(reduce(np.logical_and, stable, np.array(True)), full)


def regret(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    profile: Sequence[int] | IntArray,
    pinned: Mapping[int, int] | None = None,
) -> FloatArray:
    """Return the largest gain that any actor has from leaving a profile alone.

    It certifies an equilibrium: a profile is one exactly where its regret does not exceed epsilon.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        One profile for all worlds, or one for each.
    pinned : mapping of int to int, optional
        Decisions that stay fixed; overrides the profile.

    Returns
    -------
    FloatArray, shape (W,)
        In units of payoff, at least 0.

    Raises
    ------
    ValueError
        If shapes do not fit the space.

    See Also
    --------
    pure_nash : with all profiles at once.

    Examples
    --------
    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(("ann.deed",), (("rest", "work"),), ("ann",), (0,))
    >>> regret(space, {"ann": np.array([[0.25], [0.75]])}, (0,))
    array([0.5])
    """
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, profile)
    lanes, world = lanes_from(space, profile, pins, worlds), np.arange(worlds)
    worst = np.zeros(worlds)
    for table in tables_of(space, payoffs, pins).values():
        highest = payoffs_of_choices(table, lanes, world).max(axis=0)
        np.maximum(worst, highest - payoff_at(table, lanes, world), out=worst)
    return worst


def count(equilibria: BoolArray) -> IntArray:
    """Return the number of equilibria in each world.

    Parameters
    ----------
    equilibria : BoolArray, shape (m_1, .., m_D, W)
        As `pure_nash` returns them.

    Returns
    -------
    IntArray, shape (W,)

    Examples
    --------
    >>> import numpy as np
    >>> count(np.array([[[True, False]], [[True, True]]]))
    array([2, 1])
    """
    profiles = tuple(range(equilibria.ndim - 1))
    number: IntArray = np.sum(equilibria, axis=profiles, dtype=np.int64)
    return number


def extent(equilibria: BoolArray, truth: BoolArray) -> Extent:
    """Tell whether something is true in all, some or none of the equilibria, world by world.

    Parameters
    ----------
    equilibria : BoolArray, shape (m_1, .., m_D, W)
        As `pure_nash` returns them.
    truth : BoolArray, broadcastable to (m_1, .., m_D, W)
        Where it is true, profile by profile.

    Returns
    -------
    Extent

    Raises
    ------
    ValueError
        If the truth does not broadcast to the shape of the equilibria.

    Examples
    --------
    Both meet in each equilibrium of the battle of the sexes, at the opera in one of them.

    >>> import numpy as np
    >>> equilibria = np.array([[True, False], [False, True]])[..., None]
    >>> extent(equilibria, np.eye(2, dtype=bool)[..., None]).in_all
    array([ True])
    >>> at_opera = np.array([True, False])[:, None, None]
    >>> extent(equilibria, at_opera).in_some
    array([ True])
    """
    everywhere = np.broadcast_to(truth, equilibria.shape)
    return Extent(holding=count(equilibria & everywhere), total=count(equilibria))


def equilibrium_profiles(
    equilibria: BoolArray, world: int, pinned: Mapping[int, int] | None = None
) -> list[Profile]:
    """List one world's equilibria, in file order, the last decision varying fastest.

    Parameters
    ----------
    equilibria : BoolArray, shape (m_1, .., m_D, W)
        As `pure_nash` returns them.
    world : int
        Which world.
    pinned : mapping of int to int, optional
        As given to `pure_nash`.

    Returns
    -------
    list of tuple of int

    Examples
    --------
    >>> import numpy as np
    >>> equilibrium_profiles(np.array([[[True], [True]]]), 0, pinned={0: 2})
    [(2, 0), (2, 1)]
    """
    found = np.argwhere(equilibria[..., world])
    for axis, option in (pinned or {}).items():
        found[:, axis] = option
    return [tuple(row) for row in found.tolist()]


def _content(
    space: ProfileSpace,
    actor: str,
    payoff: FloatArray,
    pinned: Mapping[int, int],
    epsilon: float,
) -> BoolArray:
    """Return where one actor gains no more than epsilon by moving alone; size 1 if it cannot."""
    check_shape(space, actor, payoff)
    for axis, option in pinned.items():
        if payoff.shape[axis] > 1:
            payoff = payoff.take([option], axis=axis)
    highest = payoff
    for axis in free_axes(space, actor, pinned):
        if highest.shape[axis] > 1:
            highest = highest.max(axis=axis, keepdims=True)
    if highest is payoff:
        return np.ones((1,) * payoff.ndim, dtype=np.bool_)
    return highest - payoff <= epsilon
