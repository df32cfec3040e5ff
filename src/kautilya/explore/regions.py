"""Regions: the part of a table where cases of interest lie, found, checked and put as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.explore.boxes import Box, Column, Restriction, box_of
from kautilya.explore.prim import Peeling, trajectory_of
from kautilya.terms import BoolArray, FloatArray

__all__ = ["Choosing", "Region", "Tested", "quasi_p", "region_of", "without_chance"]


@dataclass(frozen=True)
class Choosing:
    """Which box of a trajectory is reported.

    Parameters
    ----------
    chance
        A restriction stays where chance alone explains what it adds with no more than this
        probability: its greatest quasi-p value.
    most
        Columns that the box restricts at most.
    alike
        Boxes whose `Box.phi` lies this near to the best are as good: the one with fewest
        restricted columns is taken.
    halves
        Random halves of the cases in which the search is repeated; 0 for no such test.
    found
        A restriction stays where at least this share of the halves find it again.
    """

    chance: float = 0.05
    most: int = 4
    alike: float = 0.01
    halves: int = 10
    found: float = 0.5


@dataclass(frozen=True)
class Tested:
    """One restriction of the box, and what speaks for it.

    Parameters
    ----------
    restriction
        One side of a number, or the categories that are kept.
    quasi_p
        Probability that chance alone makes the box as dense as it is, were the restriction not
        there.
    again
        Share of the halves whose own box has the restriction too; None where no halves were tried.
    """

    restriction: Restriction
    quasi_p: float
    again: float | None = None


@dataclass(frozen=True)
class Region:
    """Where cases of interest lie.

    Parameters
    ----------
    box
        The box that is reported; without restrictions where none stands out.
    tested
        Its restrictions, the most telling first.
    trajectory
        Every box on the way of the search that it was chosen from.
    held_out
        Coverage and density of the halves' own boxes among the cases of the other half, on the
        mean; None where no halves were tried, or no restriction is left.
    dropped
        Columns that the box restricted before the halves spoke against them.
    """

    box: Box
    tested: tuple[Tested, ...]
    trajectory: tuple[Box, ...]
    held_out: tuple[float, float] | None
    dropped: tuple[str, ...]

    @property
    def stands_out(self) -> bool:
        """Whether there is a region at all."""
        return bool(self.box.restrictions)


USUAL_PEELINGS = (Peeling(), Peeling(objective="lenient2"))
"""Twice: the first objective may take a category off that a thin slice should have gone before,
the second may keep one too long. Over numbers alone both mostly walk the same way."""

USUAL_CHOOSING = Choosing()


def region_of(
    columns: Sequence[Column],
    hits: BoolArray,
    peelings: Sequence[Peeling] = USUAL_PEELINGS,
    choosing: Choosing = USUAL_CHOOSING,
    seed: int = 0,
) -> Region:
    """Find the region where cases of interest lie.

    The rule, so that nobody has to choose by eye: every box of every search is freed, one by one,
    of the restrictions that chance explains, then of all but `choosing.most`; of what is left
    the box is taken that parts cases of interest from the others best (the highest `Box.phi`), and
    among those as good the one that restricts fewest columns. Then the search is repeated in
    random halves of the cases, and restrictions that too few of them find again are dropped.

    Parameters
    ----------
    columns
        The table.
    hits
        Which cases are of interest; shape (case,).
    peelings
        The searches: how patient each is, and by what it goes.
    choosing
        Which box is reported.
    seed
        Of the halves.

    Returns
    -------
    Region

    Notes
    -----
    The quasi-p value is that of Bryant and Lempert (2010). Their resampling test compares the box
    with those of like coverage and of like density in a subsample, chosen by eye. Here each half
    gets a box by the very rule that chose the reported one, so that the rule is tested and not only
    the search: where a category is taken off, coverage jumps, and the box of like coverage is
    another one. A number that is bounded on one side has to be bounded on that side again.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> columns = [Column(name, rng.random(400)) for name in ("x", "y", "z")]
    >>> found = region_of(columns, (columns[0].values > 0.7) & (columns[1].values < 0.4))
    >>> [each.restriction.name for each in found.tested], found.box.density > 0.9
    (['x', 'y'], True)
    """
    chosen, trajectory = _chosen(columns, hits, peelings, choosing)
    if not chosen.restrictions or not choosing.halves:
        return Region(chosen, _tested(columns, hits, chosen, []), trajectory, None, ())
    tries = _tries(columns, hits, peelings, choosing, seed)
    first = _tested(columns, hits, chosen, tries)
    kept = [t.restriction for t in first if t.again is None or t.again >= choosing.found]
    box = box_of(columns, hits, _merged(columns, kept))
    names = {restriction.name for restriction in box.restrictions}
    return Region(
        box,
        _tested(columns, hits, box, tries),
        trajectory,
        _held_out(tries) if box.restrictions else None,
        tuple(r.name for r in chosen.restrictions if r.name not in names),
    )


def quasi_p(columns: Sequence[Column], hits: BoolArray, box: Box, side: Restriction) -> float:
    """How likely chance alone makes a box as dense as it is, were one restriction not there.

    The probability that at least as many of the cases inside are of interest, were each so with
    the density of the box without the restriction: a one-sided binomial test. *Quasi*, because the
    restriction was chosen for what it does.

    Parameters
    ----------
    columns, hits
        The table.
    box
        The box.
    side
        One of the sides of its restrictions.

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 101)
    >>> hits, side = x > 0.795, Restriction("x", low=0.795)
    >>> quasi_p([Column("x", x)], hits, box_of([Column("x", x)], hits, [side]), side) < 1e-10
    True
    """
    sides = [each for restriction in box.restrictions for each in restriction.sides()]
    return float(_quasi_ps(_unmet(columns, sides), hits)[sides.index(side)])


def _unmet(columns: Sequence[Column], sides: Sequence[Restriction]) -> BoolArray:
    """Which cases do not meet which side; shape (side, case)."""
    by_name = {column.name: column for column in columns}
    return np.stack([~side.holds(by_name[side.name]) for side in sides])


def _quasi_ps(unmet: BoolArray, hits: BoolArray) -> FloatArray:
    """The quasi-p value of every side of a box."""
    from scipy import special  # slow to import

    failed = unmet.sum(axis=0)
    inside, once = failed == 0, unmet & (failed == 1)
    cases, caught = np.count_nonzero(inside), np.count_nonzero(inside & hits)
    if caught == 0:
        return np.ones(len(unmet))
    freed = (caught + np.count_nonzero(once & hits, axis=1)) / (cases + once.sum(axis=1))
    return np.asarray(special.betainc(caught, cases - caught + 1, freed))


def without_chance(
    columns: Sequence[Column], hits: BoolArray, box: Box, choosing: Choosing = USUAL_CHOOSING
) -> Box:
    """A box freed of the restrictions that chance explains, then of all but a few.

    The side with the greatest quasi-p value goes first; then, one by one, the column without which
    the box parts the cases best.
    """
    sides = [side for restriction in box.restrictions for side in restriction.sides()]
    unmet = _unmet(columns, sides) if sides else np.empty((0, hits.size), dtype=bool)
    while sides:
        values = _quasi_ps(unmet, hits)
        worst = int(np.argmax(values))
        if values[worst] <= choosing.chance:
            break
        del sides[worst]
        unmet = np.delete(unmet, worst, axis=0)
    box = box_of(columns, hits, _merged(columns, sides))
    while len(box.restrictions) > choosing.most:
        fewer = [
            box_of(columns, hits, [r for r in box.restrictions if r is not gone])
            for gone in box.restrictions
        ]
        box = max(fewer, key=lambda each: each.phi)
    return box


def _chosen(
    columns: Sequence[Column], hits: BoolArray, peelings: Sequence[Peeling], choosing: Choosing
) -> tuple[Box, tuple[Box, ...]]:
    """The box to report, before it is tried in halves, and the trajectory that it is from."""
    found = []
    for peeling in peelings:
        trajectory = trajectory_of(columns, hits, peeling)
        boxes = dict.fromkeys(without_chance(columns, hits, b, choosing) for b in trajectory)
        found += [(box, trajectory) for box in boxes]
    best = max(box.phi for box, _ in found)
    good = [pair for pair in found if pair[0].phi >= best - choosing.alike]
    return min(good, key=lambda pair: (len(pair[0].restrictions), -pair[0].phi))


# -- halves ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Try:
    """What one half found, and how that fares in the other half."""

    box: Box
    outside: Box


def _tries(
    columns: Sequence[Column],
    hits: BoolArray,
    peelings: Sequence[Peeling],
    choosing: Choosing,
    seed: int,
) -> list[_Try]:
    generator = np.random.default_rng(seed)
    tries = []
    for _ in range(choosing.halves):
        half = np.zeros(hits.size, dtype=bool)
        half[generator.permutation(hits.size)[: hits.size // 2]] = True
        if not hits[half].any() or not hits[~half].any():
            continue
        here, there = [c.of(half) for c in columns], [c.of(~half) for c in columns]
        box, _ = _chosen(here, hits[half], peelings, choosing)
        tries.append(_Try(box, box_of(there, hits[~half], box.restrictions)))
    return tries


def _held_out(tries: Sequence[_Try]) -> tuple[float, float] | None:
    """Coverage and density in the halves that the boxes were not found in."""
    if not tries:
        return None
    coverage = np.mean([each.outside.coverage for each in tries])
    return float(coverage), float(np.mean([each.outside.density for each in tries]))


def _tested(
    columns: Sequence[Column], hits: BoolArray, box: Box, tries: Sequence[_Try]
) -> tuple[Tested, ...]:
    """Sides of a box with what speaks for each, the most telling first."""
    found = []
    for side in (side for restriction in box.restrictions for side in restriction.sides()):
        again = float(np.mean([_has(each.box, side) for each in tries])) if tries else None
        found.append(Tested(side, quasi_p(columns, hits, box, side), again))
    return tuple(sorted(found, key=lambda each: (each.quasi_p, each.restriction.name)))


def _has(box: Box, side: Restriction) -> bool:
    """Whether a box restricts the same side of the same column."""
    for restriction in box.restrictions:
        if restriction.name == side.name:
            return bool(
                (side.kept and restriction.kept)
                or (side.low is not None and restriction.low is not None)
                or (side.high is not None and restriction.high is not None)
            )
    return False


def _merged(columns: Sequence[Column], sides: Sequence[Restriction]) -> list[Restriction]:
    """Sides of one column together again, in the order of the columns."""
    merged = []
    for column in columns:
        own = [side for side in sides if side.name == column.name]
        if own:
            low = next((side.low for side in own if side.low is not None), None)
            high = next((side.high for side in own if side.high is not None), None)
            merged.append(Restriction(column.name, low, high, own[0].kept))
    return merged
