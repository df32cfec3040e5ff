"""Draws that vary together: rank correlations by a Gaussian copula.

Each draw has a uniform number of its own. Those that are tied become standard normal, are mixed so
that they correlate, and become uniform again: so every draw keeps its own distribution, and the
first of those tied together keeps its very numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.terms import FloatArray

Pair = tuple[str, str, float]
"""Two names and the Spearman rank correlation of their draws."""

SMALLEST_PIVOT = 1e-9
"""A matrix with a smaller pivot counts as none that draws can have."""


class NotTogether(ValueError):
    """Correlations that no draws can have together.

    Parameters
    ----------
    names
        The fewest names among which they cannot hold.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(f"no draws have these correlations: {', '.join(names)}")


@dataclass(frozen=True)
class Copula:
    """Names whose draws are tied to each other, directly or through others.

    Parameters
    ----------
    names
        In the order in which pairs first name them.
    correlation
        Of the normal numbers behind their draws.
    factor
        Lower triangle that mixes independent normal numbers into correlated ones.
    """

    names: tuple[str, ...]
    correlation: FloatArray
    factor: FloatArray

    def normal(self, name: str, own: Callable[[str], FloatArray]) -> FloatArray:
        """The correlated normal numbers of a name, from every name's own independent ones."""
        row = self.factor[self.names.index(name)]
        total: FloatArray | None = None
        for other, share in zip(self.names, row.tolist(), strict=True):
            if share:
                term = own(other) if share == 1.0 else share * own(other)
                total = term if total is None else total + term
        assert total is not None
        return total

    def is_first(self, name: str) -> bool:
        """Whether a name keeps its own numbers."""
        return name == self.names[0]

    def shift(self, name: str, known: Sequence[str]) -> FloatArray:
        """By how much a name moves where each of some others moves by one, all told.

        The regression of its normal number on theirs: what is left over does not depend on them.
        """
        places = [self.names.index(other) for other in known]
        among = self.correlation[np.ix_(places, places)]
        towards = self.correlation[self.names.index(name), places]
        return np.asarray(np.linalg.solve(among, towards), dtype=np.float64)


def copulas_of(pairs: Iterable[Pair]) -> tuple[Copula, ...]:
    """Names that are tied to each other, one copula for each set of them.

    Parameters
    ----------
    pairs
        Two names and the Spearman rank correlation of their draws, each pair once. What is not
        listed is not tied, but for what follows from the pairs that are: normal numbers of names
        that no pair ties have correlation 0.

    Returns
    -------
    tuple of Copula
        In the order in which pairs first name them. A pair that is added behind the others, with
        a new name, leaves every other draw as it was.

    Raises
    ------
    NotTogether
        Where no draws can have these correlations.

    Notes
    -----
    For normal numbers with correlation r the rank correlation is (6/π) arcsin(r/2), so
    r = 2 sin(π ρ/6).

    References
    ----------
    Kruskal, W. H. (1958). Ordinal measures of association. *Journal of the American Statistical
    Association* 53(284).

    Examples
    --------
    >>> (tied,) = copulas_of([("rain", "flood", 0.5)])
    >>> tied.names, round(float(tied.correlation[0, 1]), 4)
    (('rain', 'flood'), 0.5176)
    """
    listed = list(pairs)
    found = []
    for names in _components(listed):
        matrix = _matrix(names, listed)
        factor = _factor(matrix)
        if factor is None:
            raise NotTogether(_culprits(names, listed))
        found.append(Copula(names, matrix, factor))
    return tuple(found)


def _components(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Names that hang together, each set in the order of the pairs."""
    order = dict.fromkeys(name for one, other, _ in pairs for name in (one, other))
    sets: dict[str, set[str]] = {name: {name} for name in order}
    for one, other, _ in pairs:
        joined = sets[one] | sets[other]
        for name in joined:
            sets[name] = joined
    seen: set[str] = set()
    found = []
    for name in order:
        if name not in seen:
            seen |= sets[name]
            found.append(tuple(other for other in order if other in sets[name]))
    return found


def _matrix(names: Sequence[str], pairs: Iterable[Pair]) -> FloatArray:
    """Correlations of the normal numbers."""
    place: Mapping[str, int] = {name: number for number, name in enumerate(names)}
    matrix = np.eye(len(names))
    for one, other, rank in pairs:
        if one in place and other in place:
            value = 2.0 * math.sin(math.pi * rank / 6.0)
            matrix[place[one], place[other]] = matrix[place[other], place[one]] = value
    return matrix


def _factor(matrix: FloatArray) -> FloatArray | None:
    """Lower triangle whose product with itself is the matrix; None where there is none.

    Row by row, so that a row does not depend on those behind it.
    """
    size = len(matrix)
    factor = np.zeros((size, size))
    for row in range(size):
        for column in range(row + 1):
            done = math.fsum(factor[row, k] * factor[column, k] for k in range(column))
            left = float(matrix[row, column]) - done
            if row == column:
                if left < SMALLEST_PIVOT:
                    return None
                factor[row, row] = math.sqrt(left)
            else:
                factor[row, column] = left / factor[column, column]
    return factor


def _culprits(names: tuple[str, ...], pairs: Sequence[Pair]) -> tuple[str, ...]:
    """The fewest names, taken out one by one from the last, among which no draws can be."""
    kept = list(names)
    for name in reversed(names):
        fewer = [other for other in kept if other != name]
        if _factor(_matrix(fewer, pairs)) is None:
            kept = fewer
    return tuple(kept)
