"""Boxes: parts of a table of cases, cut out by restricting some of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np

from kautilya.terms import BoolArray, FloatArray

__all__ = ["Box", "Column", "Restriction", "box_of", "inside"]


@dataclass(frozen=True, eq=False)
class Column:
    """One quantity of a table: numbers, or which of some categories each case has.

    Parameters
    ----------
    name
        Its name.
    values
        One for each case: the number, or the place of the category in `categories`.
    categories
        Names of the categories; empty for numbers.

    Examples
    --------
    >>> Column("berth", np.array([0.0, 1.0, 0.0]), ("stay", "leave")).is_number
    False
    """

    name: str
    values: FloatArray
    categories: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return not self.categories

    def of(self, cases: BoolArray) -> Column:
        """The column over some of its cases."""
        return Column(self.name, self.values[cases], self.categories)


@dataclass(frozen=True)
class Restriction:
    """What a box asks of one column.

    Parameters
    ----------
    name
        The column.
    low, high
        Least and greatest number inside, both included; None where that side is open.
    kept
        Categories inside; empty for numbers.

    Examples
    --------
    >>> print(Restriction("delay", low=0.41), Restriction("berth", kept=("stay",)), sep="; ")
    delay >= 0.41; berth is stay
    """

    name: str
    low: float | None = None
    high: float | None = None
    kept: tuple[str, ...] = ()

    def holds(self, column: Column) -> BoolArray:
        """In which cases of its column it is met."""
        if self.kept:
            wanted = [column.categories.index(name) for name in self.kept]
            return np.asarray(np.isin(column.values, wanted))
        met = np.ones(column.values.shape, dtype=bool)
        if self.low is not None:
            met &= column.values >= self.low
        if self.high is not None:
            met &= column.values <= self.high
        return met

    def sides(self) -> tuple[Restriction, ...]:
        """Its two sides apart, where both are bounded."""
        if self.low is None or self.high is None:
            return (self,)
        return Restriction(self.name, low=self.low), Restriction(self.name, high=self.high)

    def __str__(self) -> str:
        """The restriction as a formula."""
        if self.kept:
            kept = ", ".join(self.kept)
            return f"{self.name} is {kept}" if len(self.kept) == 1 else f"{self.name} in [{kept}]"
        if self.low is not None and self.high is not None:
            return f"{self.low:.3g} <= {self.name} <= {self.high:.3g}"
        sign, end = (">=", self.low) if self.high is None else ("<=", self.high)
        return f"{self.name} {sign} {end:.3g}"


@dataclass(frozen=True)
class Box:
    """A part of a table, and how many cases of interest lie in it.

    Parameters
    ----------
    restrictions
        At most one for each column, in the order of the columns; none for the whole table.
    cases, hits
        Cases inside, and how many of them are of interest.
    all_cases, all_hits
        The same of the whole table.
    """

    restrictions: tuple[Restriction, ...]
    cases: int
    hits: int
    all_cases: int
    all_hits: int

    @property
    def coverage(self) -> float:
        """Share of all cases of interest that lie inside."""
        return self.hits / self.all_hits if self.all_hits else 0.0

    @property
    def density(self) -> float:
        """Share of the cases inside that are of interest."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def outside(self) -> float:
        """Share of the cases outside that are of interest."""
        left = self.all_cases - self.cases
        return (self.all_hits - self.hits) / left if left else 0.0

    @property
    def mass(self) -> float:
        """Share of all cases that lie inside."""
        return self.cases / self.all_cases if self.all_cases else 0.0

    @cached_property
    def phi(self) -> float:
        """Correlation between lying inside and being of interest, over the cases.

        0 for the whole table and for a box that tells nothing; 1 for one that holds every case of
        interest and no other. It rewards coverage and density alike, whatever the share of cases
        of interest is.
        """
        left, missed = self.all_cases - self.cases, self.all_cases - self.all_hits
        spread = sqrt(self.cases * left) * sqrt(self.all_hits * missed)
        more = self.hits * self.all_cases - self.cases * self.all_hits
        return min(1.0, max(-1.0, more / spread)) if spread else 0.0

    def __str__(self) -> str:
        """The box as a formula."""
        return " and ".join(map(str, self.restrictions)) or "everywhere"


@dataclass(frozen=True, eq=False)
class Table:
    """Columns over the same cases, with the numbers side by side.

    Parameters
    ----------
    columns
        The columns.
    hits
        Which cases are of interest.
    """

    columns: tuple[Column, ...]
    hits: BoolArray
    numbers: tuple[int, ...] = field(init=False)
    named: tuple[int, ...] = field(init=False)
    matrix: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        """Part numbers from categories."""
        places = range(len(self.columns))
        numbers = tuple(n for n in places if self.columns[n].is_number)
        named = tuple(n for n in places if not self.columns[n].is_number)
        rows = [self.columns[n].values for n in numbers]
        empty = np.empty((0, self.hits.size))
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "matrix", np.stack(rows) if rows else empty)


def inside(columns: Sequence[Column], restrictions: Sequence[Restriction], cases: int) -> BoolArray:
    """Which cases meet every restriction."""
    by_name = {column.name: column for column in columns}
    met = np.ones(cases, dtype=bool)
    for restriction in restrictions:
        met &= restriction.holds(by_name[restriction.name])
    return met


def box_of(columns: Sequence[Column], hits: BoolArray, restrictions: Sequence[Restriction]) -> Box:
    """A box with its cases counted.

    Parameters
    ----------
    columns
        The table.
    hits
        Which cases are of interest.
    restrictions
        What the box asks.

    Examples
    --------
    >>> column = Column("x", np.array([0.1, 0.4, 0.6, 0.9]))
    >>> box = box_of([column], np.array([0, 0, 1, 1], bool), [Restriction("x", low=0.3)])
    >>> box.cases, round(box.density, 2), box.coverage
    (3, 0.67, 1.0)
    """
    met = inside(columns, restrictions, hits.size)
    return Box(
        tuple(restrictions),
        int(np.count_nonzero(met)),
        int(np.count_nonzero(met & hits)),
        int(hits.size),
        int(np.count_nonzero(hits)),
    )
