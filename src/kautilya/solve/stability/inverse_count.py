"""Counting rankings: under how many of them a condition on one actor's comparisons holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from math import factorial, perm

import numpy as np

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.inverse_condition import Clauses, clauses_of
from kautilya.solve.stability.inverse_terms import Above, Alternatives, states_of
from kautilya.terms import BoolArray, FloatArray

__all__ = ["count_places", "count_rankings", "stands_above"]

_MOST_RANKED = 9
_MOST_COMPARED = 20
_MOST_JOINED = 20
_MOST_RELEVANT = 1_000
"""Beyond that, numbers of rankings have more digits than Python writes out."""


def count_rankings(
    parts: Sequence[Alternatives], relevant: Sequence[int], state: int
) -> tuple[int, int]:
    """Return the favourable strict rankings of the states that matter, and the number of all.

    Parameters
    ----------
    parts : sequence of Alternatives
        What must hold.
    relevant : sequence of int
        All states that are compared.
    state : int
        The wanted state.

    Returns
    -------
    favourable, rankings : int

    Raises
    ------
    TooLarge
        If too many states matter.

    Notes
    -----
    Where all comparisons are with the wanted state, it is enough to know which states stand below
    it. A given set of b states stands below it and one of a states above it in a share
    a! b! / (a + b + 1)! of the rankings. So if the condition has few clauses, each of which needs
    some of several states below, they are counted by inclusion and exclusion over the clauses;
    otherwise over the sets of states that may stand below. Where other states are compared as
    well, rankings are made one by one.

    Examples
    --------
    Of the six rankings of three states, four have 0 above 1 or above 2.

    >>> either = (frozenset({Above(0, 1)}), frozenset({Above(0, 2)}))
    >>> count_rankings([either], [0, 1, 2], 0)
    (4, 6)
    """
    if len(relevant) > _MOST_RELEVANT:
        raise TooLarge(
            f"{len(relevant)} states matter; up to {_MOST_RELEVANT} are served: leave fewer states "
            "open"
        )
    rankings = factorial(len(relevant))
    if not parts:
        return rankings, rankings
    if () in parts:
        return 0, rankings
    if all(above.high == state for part in parts for term in part for above in term):
        others = [each for each in relevant if each != state]
        clauses = clauses_of(parts)
        if clauses is not None and sum(len(clause) > 1 for clause in clauses) <= _MOST_JOINED:
            share = _share_by_clauses(clauses, others)
            return int(share * rankings), rankings
        return _count_below(parts, others), rankings
    if len(relevant) > _MOST_RANKED:
        raise TooLarge(
            f"{len(relevant)} states matter, and their rankings are counted one by one; up to "
            f"{_MOST_RANKED} are served: leave fewer states open, ask under Nash, GMR or SMR, or "
            'ask for the actor alone (goal "stable")'
        )
    places = _placed(range(len(relevant)), len(relevant))
    # The first place is the highest.
    height = dict(zip(relevant, -places.T.astype(np.float64), strict=True))
    return int(_true(parts, height, 0.0).sum()), rankings


def _share_by_clauses(clauses: Clauses, others: Sequence[int]) -> Fraction:
    """In what share of the rankings each clause has one of its states below the wanted one."""
    bit = {each: 1 << place for place, each in enumerate(others)}
    sets = [sum(bit[above.low] for above in clause) for clause in clauses]
    below = sum(each for each in sets if each.bit_count() == 1)
    # Sets of states that stand above, and how often they are added or taken away.
    above = {0: 1}
    for each in sets:
        if each.bit_count() > 1:
            joined = dict(above)
            for states, times in above.items():
                joined[states | each] = joined.get(states | each, 0) - times
            above = joined
    return sum(
        (
            times * _share(states.bit_count(), below.bit_count())
            for states, times in above.items()
            if times and not states & below
        ),
        Fraction(0),
    )


def _share(above: int, below: int) -> Fraction:
    """In what share of the rankings given states stand above one state, and others below it."""
    return Fraction(factorial(above) * factorial(below), factorial(above + below + 1))


def _count_below(parts: Sequence[Alternatives], others: Sequence[int]) -> int:
    """Favourable rankings where all that matters is which states stand below the wanted one."""
    count = len(others)
    if count > _MOST_COMPARED:
        raise TooLarge(
            f"{count} states are compared with the wanted one, under more than {_MOST_JOINED} "
            f"conditions; up to {_MOST_COMPARED} states or {_MOST_JOINED} conditions are served: "
            "leave fewer states open"
        )
    bit = {each: 1 << place for place, each in enumerate(others)}
    below = np.arange(1 << count, dtype=np.int64)
    good: BoolArray = np.ones(below.size, dtype=np.bool_)
    for part in parts:
        some: BoolArray = np.zeros(below.size, dtype=np.bool_)
        for term in part:
            mask = sum(bit[above.low] for above in term)
            some |= below & mask == mask
        good &= some
    sizes = np.bincount(np.bitwise_count(below[good]), minlength=count + 1).tolist()
    return sum(
        number * factorial(size) * factorial(count - size) for size, number in enumerate(sizes)
    )


def count_places(
    parts: Sequence[Alternatives],
    relevant: Sequence[int],
    free: Sequence[int],
    values: FloatArray,
    epsilon: float,
) -> tuple[int, int]:
    """Return the favourable ways to place states among the open places, and the number of all.

    Parameters
    ----------
    parts : sequence of Alternatives
        What must hold.
    relevant : sequence of int
        The open states that are compared.
    free : sequence of int
        All open states; their present values are the places.
    values : FloatArray, shape (V,)
        The present values of all states.
    epsilon : float
        Differences up to this are ties.

    Returns
    -------
    favourable, arrangements : int

    Raises
    ------
    ValueError
        If open states are tied with one another.
    TooLarge
        If there are too many ways.

    Examples
    --------
    >>> either = (frozenset({Above(0, 1)}), frozenset({Above(0, 2)}))
    >>> count_places([either], [0, 1], [0, 1], np.array([3.0, 1.0, 2.0]), 0.0)
    (1, 2)
    """
    levels = np.sort(values[list(free)])
    if (np.diff(levels) <= epsilon).any():
        raise ValueError(
            "some open states are tied with one another, so they have no places to change: leave "
            "all states open, or only such as are not tied"
        )
    arrangements = perm(len(free), len(relevant))
    if not parts:
        return arrangements, arrangements
    if () in parts:
        return 0, arrangements
    if arrangements > factorial(_MOST_RANKED):
        raise TooLarge(
            f"there are {arrangements} ways to place {len(relevant)} states that matter among "
            f"{len(free)} open ones; up to {factorial(_MOST_RANKED)} are counted one by one: leave "
            "fewer states open, or all of them"
        )
    placed = levels[_placed(range(len(free)), len(relevant))]
    height: dict[int, FloatArray] = dict(zip(relevant, placed.T, strict=True))
    for each in states_of(parts) - set(relevant):
        height[each] = values[each : each + 1]
    return int(np.broadcast_to(_true(parts, height, epsilon), arrangements).sum()), arrangements


def _placed(places: Sequence[int], count: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    """All ways to give some states different places, one way a row."""
    flat = [place for way in permutations(places, count) for place in way]
    return np.array(flat, dtype=np.int8).reshape(-1, count)


def _true(
    parts: Sequence[Alternatives], height: dict[int, FloatArray], epsilon: float
) -> BoolArray:
    """Where the condition holds, for heights given in many rankings at once."""
    known: dict[Above, BoolArray | np.bool_] = {}
    for above in {above for part in parts for term in part for above in term}:
        known[above] = stands_above(height[above.high], height[above.low], above.strict, epsilon)
    good: BoolArray = np.ones(1, dtype=np.bool_)
    for part in parts:
        some: BoolArray = np.zeros(1, dtype=np.bool_)
        for term in part:
            together: BoolArray = np.ones(1, dtype=np.bool_)
            for above in term:
                together = together & known[above]
            some = some | together
        good = good & some
    return good


def stands_above(
    high: FloatArray, low: FloatArray, strict: bool, epsilon: float
) -> BoolArray | np.bool_:
    """Return whether one state stands above another, or, if not strict, is not below it."""
    return high - low > epsilon if strict else ~(low - high > epsilon)
