"""Other ways of weighing an actor's interests than the author's: what a stress test tries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from kautilya.case.schema import Interest
from kautilya.credence import InterestRank, weights
from kautilya.terms import FloatArray

__all__ = ["LEXICOGRAPHIC", "ranked", "weighed"]

LEXICOGRAPHIC: Final = 0.01
"""What a tier weighs, of the one before it, where each outweighs all later ones."""


def ranked(interests: Sequence[Interest], rule: str = "") -> list[InterestRank]:
    """Order of an actor's interests under a rule of weighing.

    Parameters
    ----------
    interests
        As the author wrote them. Fixed weights order them, the heaviest first.
    rule
        Empty for the author's own tiers and absolute block; else as in `Setting.weighting`.

    Returns
    -------
    list of InterestRank

    Raises
    ------
    ValueError
        For a rule or an interest that there is not.

    Examples
    --------
    >>> rows = [Interest(id=i, value="x", anchors=(0, 1), absolute=i == "a") for i in ("a", "b")]
    >>> [(rank.id, rank.tier, rank.absolute) for rank in ranked(rows, "top:b")]
    [('a', 1, False), ('b', 0, False)]
    """
    own = [_tier(row, number, interests) for number, row in enumerate(interests)]
    if rule.startswith("top:"):
        top = rule.removeprefix("top:")
        if top not in {row.id for row in interests}:
            raise ValueError(f"no interest '{top}' to put above the others")
        tiers = [0 if row.id == top else tier for row, tier in zip(interests, own, strict=True)]
    elif rule == "reversed":
        tiers = [-tier for tier in own]
    elif rule == "flat":
        tiers = [1] * len(own)
    elif rule in ("", "ranks", "lexicographic"):
        tiers = own
    else:
        raise ValueError(f"no rule of weighing '{rule}'")
    return [
        InterestRank(row.id, tier, row.absolute and not rule)
        for row, tier in zip(interests, tiers, strict=True)
    ]


def _tier(row: Interest, number: int, interests: Sequence[Interest]) -> int:
    if row.weight is not None:
        heavier = {other.weight for other in interests if (other.weight or 0.0) > row.weight}
        return 1 + len(heavier)
    return row.tier if row.tier is not None else number + 1


def weighed(
    seed: int, actor: str, interests: Sequence[Interest], rule: str, first: int, count: int
) -> FloatArray:
    """Weights of an actor's interests under a rule, in a run of worlds.

    The draws are those of the author's own weights, so that a difference is the rule's.

    Parameters
    ----------
    seed, actor
        As for `kautilya.credence.weights`.
    interests
        The actor's interests.
    rule
        As for `ranked`.
    first, count
        Number of the first world, and how many.

    Returns
    -------
    FloatArray
        Shape (interest, world); every column sums to 1.
    """
    ranks = ranked(interests, rule)
    if rule != "lexicographic":
        return weights(seed, actor, ranks, first, count)
    alike = [InterestRank(rank.id, 1) for rank in ranks]
    drawn = weights(seed, actor, alike, first, count)
    order = {tier: place for place, tier in enumerate(sorted({rank.tier for rank in ranks}))}
    for tier, place in order.items():
        members = np.array([rank.tier == tier for rank in ranks])
        drawn[members] *= LEXICOGRAPHIC**place / drawn[members].sum(axis=0)
    return np.asarray(drawn / drawn.sum(axis=0))
