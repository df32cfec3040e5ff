"""What the solution concepts are given: checks, and one profile for each world."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.records import Agreement
from kautilya.terms import FloatArray, IntArray

__all__ = [
    "check_agreements",
    "check_pinned",
    "check_shape",
    "free_axes",
    "lanes_from",
    "ordered",
    "owner_of",
    "world_count",
]


def check_shape(space: ProfileSpace, actor: str, payoff: FloatArray) -> None:
    """Refuse payoffs whose axes do not fit the decisions.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    actor : str
        Whose payoffs they are.
    payoff : FloatArray
        The array to check.

    Raises
    ------
    ValueError
        If an axis is missing, or has neither size 1 nor one entry for each option.
    """
    sizes = space.shape
    fits = payoff.ndim == len(sizes) + 1 and all(
        have in (1, want) for have, want in zip(payoff.shape, sizes, strict=False)
    )
    if not fits:
        raise ValueError(
            f"payoffs of '{actor}' have shape {payoff.shape}; expected one axis for each decision, "
            f"of size 1 or as in {sizes}, and worlds last"
        )


def check_pinned(space: ProfileSpace, pinned: Mapping[int, int] | None) -> dict[int, int]:
    """Return the pins as a dictionary, after checking that each names an option there is.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    pinned : mapping of int to int, optional
        Decision axis to option index.

    Returns
    -------
    dict of int to int

    Raises
    ------
    ValueError
        If an axis or an option is out of range.
    """
    pins = dict(pinned or {})
    for axis, option in pins.items():
        if not 0 <= axis < len(space.decisions):
            raise ValueError(f"no decision has axis {axis}; there are {len(space.decisions)}")
        if not 0 <= option < len(space.options[axis]):
            raise ValueError(
                f"decision '{space.decisions[axis]}' has no option {option}; "
                f"it has {len(space.options[axis])}"
            )
    return pins


def check_agreements(space: ProfileSpace, agreements: Sequence[Agreement]) -> None:
    """Refuse an agreement that sets a decision or an option that is not there.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    agreements : sequence of Agreement
        The agreements to check.

    Raises
    ------
    ValueError
        If an axis or an option is out of range; it names the agreement.
    """
    for agreement in agreements:
        try:
            check_pinned(space, agreement.when)
        except ValueError as problem:
            raise ValueError(f"agreement '{agreement.name}': {problem}") from problem


def free_axes(space: ProfileSpace, actor: str, fixed: Collection[int]) -> tuple[int, ...]:
    """Return the decision axes that an actor owns and that are not fixed, in file order.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    actor : str
        The owner.
    fixed : collection of int
        Decision axes that nobody may move.

    Returns
    -------
    tuple of int
    """
    return tuple(
        axis for axis, owner in enumerate(space.owners) if owner == actor and axis not in fixed
    )


def world_count(payoffs: Mapping[str, FloatArray], profile: Sequence[int] | IntArray) -> int:
    """Return how many worlds payoffs and profile speak of.

    Parameters
    ----------
    payoffs : mapping of str to FloatArray
        Actor to payoffs, worlds last.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        One profile for all worlds, or one for each.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If they disagree.
    """
    counts = {payoff.shape[-1] for payoff in payoffs.values()}
    shape = np.shape(profile)
    if len(shape) == 2:
        counts.add(shape[1])
    many = counts - {1}
    if len(many) > 1:
        raise ValueError(f"payoffs and profile disagree about the number of worlds: {sorted(many)}")
    return many.pop() if many else 1


def lanes_from(
    space: ProfileSpace,
    profile: Sequence[int] | IntArray,
    pinned: Mapping[int, int],
    worlds: int,
) -> IntArray:
    """Return a fresh array of profiles, one lane a world, with the pins in force.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    profile : sequence of int or IntArray, shape (D,) or (D, W)
        One profile for all worlds, or one for each.
    pinned : mapping of int to int
        Decision axis to option index; overrides the profile.
    worlds : int
        How many worlds.

    Returns
    -------
    IntArray, shape (D, W)

    Raises
    ------
    ValueError
        If the profile does not fit the space.
    """
    given = np.asarray(profile, dtype=np.int64)
    if given.ndim not in (1, 2) or given.shape[0] != len(space.decisions):
        raise ValueError(
            f"a profile has one option for each of {len(space.decisions)} decisions; "
            f"got an array of shape {given.shape}"
        )
    column = given[:, None] if given.ndim == 1 else given
    lanes = np.array(np.broadcast_to(column, (given.shape[0], worlds)))
    for axis, option in pinned.items():
        lanes[axis] = option
    sizes = np.array(space.shape, dtype=np.int64)[:, None]
    if ((lanes < 0) | (lanes >= sizes)).any():
        raise ValueError("a profile names an option that its decision does not have")
    return lanes


def owner_of(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    decision: int,
    pinned: Mapping[int, int],
) -> str:
    """Return who takes a decision, refusing one that cannot be asked about.

    Parameters
    ----------
    space : ProfileSpace
        The decisions.
    payoffs : mapping of str to FloatArray
        Actor to payoffs.
    decision : int
        Axis of the decision.
    pinned : mapping of int to int
        Decisions that stay fixed.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no such decision, it is pinned, or its owner has no payoffs.
    """
    if not 0 <= decision < len(space.decisions):
        raise ValueError(f"no decision has axis {decision}; there are {len(space.decisions)}")
    name, owner = space.decisions[decision], space.owners[decision]
    if decision in pinned:
        raise ValueError(f"decision '{name}' is pinned, so there is nothing to choose")
    if owner not in payoffs:
        raise ValueError(f"actor '{owner}' has no payoffs, so it has no choice in '{name}'")
    return owner


def ordered(
    payoffs: Mapping[str, FloatArray], order: Sequence[str] | None
) -> Mapping[str, FloatArray]:
    """Return the payoffs with the actors in another order of moves.

    Parameters
    ----------
    payoffs : mapping of str to FloatArray
        Actor to payoffs.
    order : sequence of str, optional
        The order; the payoffs' own where it is not given.

    Returns
    -------
    mapping of str to FloatArray

    Raises
    ------
    ValueError
        If the order does not name each actor once.
    """
    if order is None:
        return payoffs
    if sorted(order) != sorted(payoffs):
        raise ValueError(
            f"the order of moves names {', '.join(order)}; it must name each of "
            f"{', '.join(payoffs)} once"
        )
    return {actor: payoffs[actor] for actor in order}
