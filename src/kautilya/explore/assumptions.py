"""Cuts: the smallest sets of assumptions without which a conclusion falls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

__all__ = ["Cuts", "smallest_cut"]


@dataclass(frozen=True)
class Cuts:
    """What a search for the smallest cut found.

    Parameters
    ----------
    members
        The assumptions to give up together; empty where no set that was tried suffices.
    exhaustive
        Sizes up to which every set of candidates was tried.
    asked
        How many sets were tried.
    """

    members: tuple[str, ...]
    exhaustive: int
    asked: int


def smallest_cut(
    overturns: Callable[[frozenset[str]], bool],
    candidates: Sequence[str],
    *,
    exhaustive: int = 2,
    most: int = 8,
) -> Cuts:
    """Find a smallest set of assumptions that overturns a conclusion once they are given up.

    Every set of up to `exhaustive` candidates is tried, the smallest first. Where none suffices,
    candidates are given up one after another in the order given until the conclusion falls; then
    each member that can be put back is put back, so that the set found is minimal (no member can
    be left out), though a smaller one that is not part of it may exist.

    Parameters
    ----------
    overturns
        Whether the conclusion falls without some assumptions.
    candidates
        Assumptions, the most promising first.
    exhaustive
        Size up to which every set is tried.
    most
        Candidates that are given up at most.

    Returns
    -------
    Cuts

    Notes
    -----
    A conclusion that several assumptions carry, each enough by itself, survives every single
    removal: redundancy hides what carries it. Such a set is a minimal cut of the argument, as in
    the analysis of fault trees.

    References
    ----------
    Vesely, W. E., Goldberg, F. F., Roberts, N. H. and Haasl, D. F. 1981. Fault Tree Handbook.
    NUREG-0492.

    Examples
    --------
    Either of two reasons is enough, so both must go.

    >>> smallest_cut(lambda gone: {"trade", "fear"} <= gone, ["trade", "pride", "fear"])
    Cuts(members=('trade', 'fear'), exhaustive=2, asked=5)
    """
    pool, asked = list(candidates)[:most], 0
    for size in range(1, exhaustive + 1):
        for members in combinations(pool, size):
            asked += 1
            if overturns(frozenset(members)):
                return Cuts(members, exhaustive, asked)
    gone: list[str] = pool[:exhaustive]
    for candidate in pool[exhaustive:]:
        gone.append(candidate)
        asked += 1
        if overturns(frozenset(gone)):
            break
    else:
        return Cuts((), exhaustive, asked)
    for member in list(gone[:-1]):
        fewer = frozenset(gone) - {member}
        asked += 1
        if overturns(fewer):
            gone.remove(member)
    return Cuts(tuple(gone), exhaustive, asked)
