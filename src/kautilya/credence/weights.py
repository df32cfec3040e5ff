"""Weights of an actor's interests: drawn evenly among all that respect the author's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from kautilya.credence.draws import uniforms
from kautilya.terms import BoolArray, FloatArray

ABSOLUTE_SHARE: Final = 0.5
"""What the weights of absolute interests sum to at least."""

LEAST_ACCEPTANCE: Final = 0.01
"""Share of draws that must meet the absolute block; below it the order contradicts the block."""

_TRIALS: Final = 20_000


@dataclass(frozen=True, slots=True)
class InterestRank:
    """Where an interest stands in an actor's order of importance.

    Parameters
    ----------
    id
        Name of the interest, by which its numbers are drawn.
    tier
        1 for the most important; interests of one tier are not ordered among themselves.
    absolute
        Whether it belongs to the block that holds at least half of the weight.
    """

    id: str
    tier: int
    absolute: bool = False


class WeightsRejected(ValueError):
    """An order of interests under which the absolute ones hardly ever hold half of the weight."""

    def __init__(self, actor: str, acceptance: float) -> None:
        self.actor = actor
        self.acceptance = acceptance
        super().__init__(
            f"the interests of {actor}: the absolute ones hold half of the weight in "
            f"{acceptance:.1%} of the weights that respect the tiers, and 1% is needed; raise "
            "their tier, mark fewer others above them, or give weights outright"
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Travels between processes whole, with its notes."""
        return type(self), (self.actor, self.acceptance), self.__dict__


def weights(
    seed: int, actor: str, interests: Sequence[InterestRank], first: int, count: int
) -> FloatArray:
    """Weights of an actor's interests in a run of worlds.

    Uniform on all weights that are not negative, sum to 1, give every interest of a tier at least
    the weight of every interest of a later tier, and, where any interest is absolute, give the
    absolute ones together at least one half. The draw of world k depends only on (seed, actor,
    the interests, k): more worlds keep the earlier ones. Weights that an author fixes are not
    drawn here.

    Parameters
    ----------
    seed
        Seed of the run.
    actor
        The actor whose interests they are.
    interests
        Its interests with their tiers, at least one; any whole numbers, lower is more important.
    first, count
        Number of the first world, from 0, and how many.

    Returns
    -------
    FloatArray
        Shape (interest, world), interests as given; every column sums to 1 but for rounding.

    Raises
    ------
    WeightsRejected
        If the absolute interests hold half of the weight in under 1% of the weights that respect
        the tiers. That share is measured on draws of its own, which depend on the tiers and the
        absolute marks alone, so it is the same for every seed and every run of worlds.
    ValueError
        If there is no interest, or two have one name.

    Notes
    -----
    Exponentials scaled to sum to 1 are uniform on the simplex. Sorted into the tiers, keeping the
    drawn order inside each, they are uniform on the part that respects the tiers, because all
    orders of a uniform draw are equally likely. The absolute block is met by drawing again (try j
    in stream j of each interest), never by rescaling, which would not be uniform.

    Examples
    --------
    >>> order = [InterestRank("safety", 1, absolute=True), InterestRank("trade", 2)]
    >>> drawn = weights(7, "harbour", order, 0, 4)
    >>> bool((drawn[0] >= drawn[1]).all()), drawn.sum(axis=0).round(12).tolist()
    (True, [1.0, 1.0, 1.0, 1.0])
    """
    _check(interests)
    absolute = np.array([interest.absolute for interest in interests])
    if absolute.any():
        _check_acceptance(actor, interests)
    role = f"weight:{actor}"
    drawn = np.empty((len(interests), count))
    waiting = np.arange(count)
    attempt = 0
    while waiting.size:
        # The whole run is drawn though only some worlds wait: a run costs hardly more than one.
        candidates = _attempt(seed, role, interests, first, count, attempt)[:, waiting]
        held = _holds_half(candidates, absolute)
        drawn[:, waiting[held]] = candidates[:, held]
        waiting = waiting[~held]
        attempt += 1
    return drawn


def _check(interests: Sequence[InterestRank]) -> None:
    """Refuse interests that cannot be drawn."""
    if not interests:
        raise ValueError("an actor without interests has no weights")
    names = [interest.id for interest in interests]
    if len(set(names)) < len(names):
        raise ValueError(f"interests of one actor have different names: {', '.join(names)}")


def _check_acceptance(actor: str, interests: Sequence[InterestRank]) -> None:
    """Refuse an order under which the absolute block is hardly ever met."""
    places = [
        InterestRank(str(place), interest.tier, interest.absolute)
        for place, interest in enumerate(interests)
    ]
    trials = _attempt(0, "weight", places, 0, _TRIALS, 0)
    absolute = np.array([interest.absolute for interest in interests])
    acceptance = float(_holds_half(trials, absolute).mean())
    if acceptance < LEAST_ACCEPTANCE:
        raise WeightsRejected(actor, acceptance)


def _holds_half(drawn: FloatArray, absolute: BoolArray) -> BoolArray:
    """In which worlds the absolute interests, if any, hold at least half of the weight."""
    if not absolute.any():
        return np.ones(drawn.shape[1], dtype=np.bool_)
    return _total(drawn[absolute]) >= ABSOLUTE_SHARE


def _attempt(
    seed: int,
    role: str,
    interests: Sequence[InterestRank],
    first: int,
    count: int,
    attempt: int,
) -> FloatArray:
    """Weights that respect the tiers, whatever the absolute interests hold."""
    exponentials = -np.log(
        np.stack(
            [uniforms(seed, role, interest.id, first, count, attempt) for interest in interests]
        )
    )
    sorted_in = _into_tiers(exponentials, [interest.tier for interest in interests])
    return np.asarray(sorted_in / _total(sorted_in))


def _into_tiers(drawn: FloatArray, tiers: Sequence[int]) -> FloatArray:
    """Give the largest numbers to the first tier and so on, keeping the order inside each."""
    falling = -np.sort(-drawn, axis=0)
    placed = np.empty_like(drawn)
    taken = 0
    for tier in sorted(set(tiers)):
        members = np.array([place for place, of in enumerate(tiers) if of == tier])
        order = np.argsort(-drawn[members], axis=0, kind="stable")
        inside = np.empty_like(drawn[members])
        np.put_along_axis(inside, order, falling[taken : taken + members.size], axis=0)
        placed[members] = inside
        taken += members.size
    return placed


def _total(rows: FloatArray) -> FloatArray:
    """Sum over interests, in one order whatever the number of worlds.

    The library's own sum adds in another order when there is a single world, and a world would
    then depend, in its last digit, on the run that it is drawn in.
    """
    return reduce(np.add, rows)
