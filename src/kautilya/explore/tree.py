"""A shallow decision tree: the questions, one after another, that part cases of interest best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.explore.boxes import Column, Restriction
from kautilya.terms import BoolArray, FloatArray

__all__ = ["Growing", "Node", "tree_of"]


@dataclass(frozen=True)
class Growing:
    """How far a tree grows.

    Parameters
    ----------
    depth
        Questions in a row.
    least
        Least share of all cases that a branch holds.
    gain
        Least share of the whole table's impurity that a question takes away.
    """

    depth: int = 3
    least: float = 0.05
    gain: float = 0.01


@dataclass(frozen=True)
class Node:
    """A part of the table, and the question that parts it further.

    Parameters
    ----------
    cases, hits
        Cases in it, and how many of them are of interest.
    asked
        What the cases of `yes` meet and those of `no` do not; None for a leaf.
    yes, no
        The two parts; None for a leaf.
    """

    cases: int
    hits: int
    asked: Restriction | None = None
    yes: Node | None = None
    no: Node | None = None

    @property
    def density(self) -> float:
        """Share of its cases that are of interest."""
        return self.hits / self.cases if self.cases else 0.0

    def leaves(self) -> Iterator[Node]:
        """The parts that are not parted further, `yes` before `no`."""
        if self.yes is None or self.no is None:
            yield self
            return
        yield from self.yes.leaves()
        yield from self.no.leaves()


@dataclass(frozen=True)
class _Split:
    """A question and the impurity that it leaves."""

    left: float
    asked: Restriction


USUAL = Growing()


def tree_of(columns: Sequence[Column], hits: BoolArray, growing: Growing = USUAL) -> Node:
    """Grow a shallow tree of questions about a table.

    Each part is split by the question that leaves the least Gini impurity: whether a number is at
    least a value halfway between two that occur, or whether the category is among some. Among
    questions as good the first column, then the lowest value, is taken, so the same table gives
    the same tree. A part stays whole where no question takes enough impurity away.

    Parameters
    ----------
    columns
        The table.
    hits
        Which cases are of interest; shape (case,).
    growing
        How far it grows.

    Returns
    -------
    Node
        The whole table.

    Notes
    -----
    With two classes the best two groups of categories are found by ordering the categories by
    their share of interest and trying each place between two of them (Breiman and others, 1984,
    theorem 4.5). A tree partitions the whole table, where a box of PRIM describes one part.

    References
    ----------
    Breiman, L., Friedman, J. H., Olshen, R. A. and Stone, C. J. (1984). Classification and
    Regression Trees. Wadsworth.

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 101)
    >>> tree = tree_of([Column("x", x)], x > 0.795)
    >>> str(tree.asked), tree.yes.density, tree.no.density
    ('x >= 0.795', 1.0, 0.0)
    """
    hits = np.asarray(hits, dtype=bool)
    whole = _impurity(float(np.count_nonzero(hits)), float(hits.size))
    return _grown(tuple(columns), hits, growing, growing.depth, hits.size, float(whole))


def _grown(
    columns: tuple[Column, ...],
    hits: BoolArray,
    growing: Growing,
    depth: int,
    all_cases: int,
    whole: float,
) -> Node:
    """A part with everything below it."""
    cases, caught = int(hits.size), int(np.count_nonzero(hits))
    leaf = Node(cases, caught)
    if depth == 0 or caught in (0, cases):
        return leaf
    least = max(1, int(np.ceil(growing.least * all_cases)))
    splits = [split for column in columns if (split := _best_of(column, hits, least))]
    if not splits:
        return leaf
    best = min(splits, key=lambda split: split.left)
    if float(_impurity(caught, cases)) - best.left < growing.gain * whole:
        return leaf
    column = next(c for c in columns if c.name == best.asked.name)
    met = best.asked.holds(column)
    parts = [
        _grown(tuple(c.of(side) for c in columns), hits[side], growing, depth - 1, all_cases, whole)
        for side in (met, ~met)
    ]
    return Node(cases, caught, best.asked, *parts)


def _best_of(column: Column, hits: BoolArray, least: int) -> _Split | None:
    """The best question about one column; None where none leaves both parts large enough."""
    return _number(column, hits, least) if column.is_number else _category(column, hits, least)


def _number(column: Column, hits: BoolArray, least: int) -> _Split | None:
    order = np.argsort(column.values, kind="stable")
    values, caught = column.values[order], np.cumsum(hits[order])
    below = np.arange(1, hits.size)
    fits = (values[1:] > values[:-1]) & (below >= least) & (hits.size - below >= least)
    if not fits.any():
        return None
    left = _impurity(caught[:-1], below) + _impurity(caught[-1] - caught[:-1], hits.size - below)
    place = int(np.argmin(np.where(fits, left, np.inf)))
    cut = (values[place] + values[place + 1]) / 2.0
    # Between neighbouring numbers the middle may be the lower one; the question then means the
    # upper one.
    cut = cut if cut > values[place] else values[place + 1]
    return _Split(float(left[place]), Restriction(column.name, low=float(cut)))


def _category(column: Column, hits: BoolArray, least: int) -> _Split | None:
    codes = column.values.astype(np.int64)
    many = len(column.categories)
    cases = np.bincount(codes, minlength=many)
    caught = np.bincount(codes, weights=hits, minlength=many)
    there = np.flatnonzero(cases)
    if there.size < 2:
        return None
    order = there[np.argsort(-caught[there] / cases[there], kind="stable")]
    inside, got = np.cumsum(cases[order])[:-1], np.cumsum(caught[order])[:-1]
    fits = (inside >= least) & (hits.size - inside >= least)
    if not fits.any():
        return None
    left = _impurity(got, inside) + _impurity(caught.sum() - got, hits.size - inside)
    place = int(np.argmin(np.where(fits, left, np.inf)))
    kept = tuple(column.categories[code] for code in sorted(order[: place + 1]))
    return _Split(float(left[place]), Restriction(column.name, kept=kept))


def _impurity(hits: NDArray[Any] | float, cases: NDArray[Any] | float) -> FloatArray:
    """Gini impurity of a part, times its cases: 2 hits (cases - hits) / cases."""
    part, of = np.asarray(hits, dtype=np.float64), np.asarray(cases, dtype=np.float64)
    return np.asarray(2.0 * part * (of - part) / of)
