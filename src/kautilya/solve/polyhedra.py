"""All vertices of a polytope, exactly, by reverse search.

The polytope is {x >= 0, M x <= 1} with a positive integer matrix M, as the best responses of a game
make it. A *dictionary* writes some of the variables (coordinates and slacks), the basic ones, by
the others, which are zero at its vertex. Reverse search (Avis and Fukuda 1992) walks the tree of
steps that the simplex method would take towards x = 0, backwards: every dictionary is met once, and
nothing is remembered but the way back. Where more constraints than needed meet in a vertex, the
right-hand side is taken to be moved by powers of something small (the lexicographic rule), so that
the tree reaches every vertex. Numbers are integers over one denominator (Edmonds 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from kautilya.solve.limits import TooLarge

__all__ = ["TooManyVertices", "Vertex", "vertices"]

MOST_WORK = 30_000_000
"""Entries of dictionaries that are looked at before a polytope is given up: some ten seconds."""

_PROBE_SHARE = 20  # the estimate may take this part of the work allowed
_SURE = 4  # times too large, before an estimate is believed


class TooManyVertices(TooLarge):
    """A polytope with more vertices than can be listed in sensible time.

    Parameters
    ----------
    size : str
        What was counted or estimated.
    instead : str
        Which method serves.

    Examples
    --------
    >>> raise TooManyVertices("about 3,000,000 vertices", "mixed_many finds some equilibria")
    Traceback (most recent call last):
        ...
    kautilya.solve.polyhedra.TooManyVertices: too large to list every equilibrium: \
about 3,000,000 vertices; mixed_many finds some equilibria
    """

    def __init__(self, size: str, instead: str) -> None:
        self.size = size
        self.instead = instead
        super().__init__(f"too large to list every equilibrium: {size}; {instead}")


@dataclass(frozen=True, slots=True)
class Vertex:
    """One dictionary of {x >= 0, M x <= 1}: a vertex, and the steps to its neighbours.

    Variable j < d is a coordinate, variable d + i the slack of constraint i. Row i reads:
    scale * basic[i] = rows[i][-1] - sum_j rows[i][j] * cobasic[j].

    Parameters
    ----------
    rows : list of list of int
        A row for each basic variable.
    cost : list of int
        The same for the sum of the coordinates, which the simplex method would make small.
    scale : int
        The denominator, positive.
    basic : list of int
        Variables that are written by the others.
    cobasic : list of int
        Variables that are zero.
    """

    rows: list[list[int]]
    cost: list[int]
    scale: int
    basic: list[int]
    cobasic: list[int]

    @classmethod
    def origin(cls, matrix: Sequence[Sequence[int]]) -> Vertex:
        """The vertex x = 0."""
        dimension = len(matrix[0])
        return cls(
            rows=[[*row, 1] for row in matrix],
            cost=[-1] * dimension + [0],
            scale=1,
            basic=list(range(dimension, dimension + len(matrix))),
            cobasic=list(range(dimension)),
        )

    def leaving(self, column: int) -> int:
        """The row whose variable becomes zero first as a zero variable grows."""
        best: list[int] = []
        top, bottom = 1, 0
        for number, row in enumerate(self.rows):
            by = row[column]
            if by > 0:
                gap = row[-1] * bottom - top * by if best else -1
                if gap < 0:
                    best, top, bottom = [number], row[-1], by
                elif gap == 0:
                    best.append(number)
        return best[0] if len(best) == 1 else self._first_moved(best, column)

    def _first_moved(self, tied: list[int], column: int) -> int:
        """The one of the tied rows that is first once the right-hand sides are moved a little."""
        places = {variable: place for place, variable in enumerate(self.cobasic)}
        dimension = len(self.cobasic)
        for slack in range(dimension, dimension + len(self.rows)):
            least: list[int] = []
            top, bottom = 1, 0
            for number in tied:
                row = self.rows[number]
                if slack in places:
                    entry = row[places[slack]]
                else:
                    entry = self.scale if self.basic[number] == slack else 0
                gap = entry * bottom - top * row[column] if least else -1
                if gap < 0:
                    least, top, bottom = [number], entry, row[column]
                elif gap == 0:
                    least.append(number)
            if len(least) == 1:
                return least[0]
            tied = least
        raise AssertionError("two rows of a dictionary are alike")  # they are independent

    def is_child(self, row: int, column: int) -> bool:
        """Whether the simplex method would come back by this step.

        There it lets the first variable grow that makes the sum of the coordinates smaller; so the
        variable that leaves here must be the first such one there.
        """
        cost, pivot = self.cost, self.rows[row]
        own, by, leaves = cost[column], pivot[column], self.basic[row]
        return all(
            cost[place] * by <= own * pivot[place]
            for place, variable in enumerate(self.cobasic)
            if variable < leaves and place != column
        )

    def after(self, row: int, column: int) -> Vertex:
        """The neighbour where a basic and a zero variable are swapped; the same leads back."""
        pivot, scale = self.rows[row], self.scale
        by = pivot[column]
        rows = [_reduced(old, pivot, column, by, scale) for old in self.rows]
        rows[row] = pivot.copy()
        rows[row][column] = scale
        basic, cobasic = self.basic.copy(), self.cobasic.copy()
        basic[row], cobasic[column] = cobasic[column], basic[row]
        return Vertex(rows, _reduced(self.cost, pivot, column, by, scale), by, basic, cobasic)

    def children(self) -> list[tuple[int, int]]:
        """Every step that leads away from x = 0 in the tree."""
        return [
            (row, column)
            for column in range(len(self.cobasic))
            if self.cost[column] < 0 and self.is_child(row := self.leaving(column), column)
        ]

    def tight(self) -> int:
        """The variables that are zero at the vertex, as the bits of a number."""
        mask = 0
        for variable in self.cobasic:
            mask |= 1 << variable
        for row, variable in zip(self.rows, self.basic, strict=True):
            if not row[-1]:
                mask |= 1 << variable
        return mask

    def point(self) -> tuple[int, ...]:
        """The coordinates of the vertex, up to a positive factor."""
        values = [0] * len(self.cobasic)
        for row, variable in zip(self.rows, self.basic, strict=True):
            if variable < len(values):
                values[variable] = row[-1]
        return tuple(values)


def vertices(
    matrix: Sequence[Sequence[int]], instead: str, most_work: int = MOST_WORK
) -> dict[int, tuple[int, ...]]:
    """Every vertex of {x >= 0, M x <= 1}.

    Parameters
    ----------
    matrix : sequence of sequence of int
        M, all entries positive: one row for each constraint.
    instead : str
        What serves where there are too many, for the message.
    most_work : int
        Entries of dictionaries that may be looked at.

    Returns
    -------
    dict of int to tuple of int
        What is tight at the vertex, as bits (coordinate j that is zero: bit j; constraint i that
        holds with equality: bit d + i), to its coordinates up to a positive factor.

    Raises
    ------
    TooManyVertices
        If more work would be needed: at once where an estimate from random descents of the tree
        (Knuth 1975) says so, else when the allowance is used up.

    Examples
    --------
    The triangle under x + y = 1, and the square.

    >>> vertices([[1, 1]], "")
    {3: (0, 0), 5: (0, 1), 6: (1, 0)}
    >>> len(vertices([[2, 1], [1, 2]], ""))
    4
    """
    dimension, constraints = len(matrix[0]), len(matrix)
    most = max(most_work // ((constraints + 1) * (dimension + 1)), 1)
    if _most_vertices(dimension, constraints) > most:
        _refuse_if_hopeless(matrix, most, instead)
    here = Vertex.origin(matrix)
    found = {here.tight(): here.point()}
    met, way = 1, [(here, here.children())]
    while way:
        here, children = way[-1]
        if not children:
            way.pop()
            continue
        met += 1
        if met > most:
            raise TooManyVertices(f"over {most:,} vertices of dimension {dimension}", instead)
        here = here.after(*children.pop())
        found.setdefault(here.tight(), here.point())
        way.append((here, here.children()))
    return found


def _reduced(old: list[int], pivot: list[int], column: int, by: int, scale: int) -> list[int]:
    """One row after a step in another row; every division comes out even."""
    own = old[column]
    if own:
        new = [(entry * by - own * other) // scale for entry, other in zip(old, pivot, strict=True)]
    elif by == scale:
        return old
    else:
        new = [entry * by // scale for entry in old]
    new[column] = -own
    return new


def _most_vertices(dimension: int, constraints: int) -> int:
    """The most vertices that such a polytope can have (McMullen 1970)."""
    facets = dimension + constraints
    low, high = dimension // 2, (dimension + 1) // 2
    return comb(facets - high, low) + comb(facets - low - 1, high - 1)


def _refuse_if_hopeless(matrix: Sequence[Sequence[int]], most: int, instead: str) -> None:
    """Give up if an estimate is far more than can be met.

    A random way down the tree, each time times the number of ways to go on, is an estimate of how
    many dictionaries there are: right on average, and mostly too low. So there are many such ways.
    """
    generator = np.random.default_rng(0)
    left = most // _PROBE_SHARE
    estimates: list[int] = []
    while left > 0:
        here, many, total = Vertex.origin(matrix), 1, 1
        while left > 0 and (children := here.children()):
            many *= len(children)
            total += many
            left -= 1
            here = here.after(*children[generator.integers(len(children))])
        left -= 1
        estimates.append(total)
    if estimates and (mean := sum(estimates) // len(estimates)) > _SURE * most:
        size = f"about {str(mean)[0]} x 10^{len(str(mean)) - 1} vertices"
        told = f"{size} of dimension {len(matrix[0])}, where {most:,} can be listed"
        raise TooManyVertices(told, instead)
