"""PRIM: a box in which cases of interest lie dense, found by peeling off one thin slice at a time.

Friedman and Fisher's patient rule induction, with categories: it is no regression and no
classification, but a walk from the whole table to ever smaller and denser boxes, of which the
reader chooses one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.explore.boxes import Box, Column, Restriction, Table
from kautilya.explore.slices import OBJECTIVES, between
from kautilya.terms import BoolArray, FloatArray

__all__ = ["Peeling", "trajectory_of"]


@dataclass(frozen=True)
class Peeling:
    """How patient the search is.

    Parameters
    ----------
    peel, paste
        Share of the cases inside that one slice of a number takes off, and share of those beside
        the box that it gives back.
    least
        Least share of all cases that a box holds.
    objective
        What a slice is chosen by: ``lenient1``, ``lenient2`` or ``original``, as in
        `kautilya.explore.slices`.
    """

    peel: float = 0.05
    paste: float = 0.05
    least: float = 0.05
    objective: str = "lenient1"


USUAL = Peeling()


def trajectory_of(
    columns: Sequence[Column], hits: BoolArray, peeling: Peeling = USUAL
) -> tuple[Box, ...]:
    """Peel the whole table down to a dense box, then paste back what makes it denser still.

    From the box as it stands every number is tried with its lowest and with its highest slice off
    (a slice is at least `peel` of the cases inside, cut halfway between two values), and every
    category that is still inside is tried without. The best by the objective is taken, among
    equals the one that restricts fewest columns, then the first in the order of the columns, until
    none makes the box denser or the next box would be too small. Pasting goes the other way, one
    side at a time, as long as the box gets denser.

    Parameters
    ----------
    columns
        The table; a column with one value only is left alone.
    hits
        Which cases are of interest; shape (case,).
    peeling
        How patient the search is.

    Returns
    -------
    tuple of Box
        Every box on the way, the whole table first.

    Raises
    ------
    ValueError
        Where the columns do not fit the cases, or two have one name.

    Notes
    -----
    With the same settings it walks the same boxes as the EMA Workbench 2.5.3 with numbers and
    categories, but for three things. Whole numbers are numbers here, cut between two values, and
    not truncated to the lower one. Categories that are equally good are taken off in the order
    given, where the order of a hash decides there. A box that restricts categories alone can be
    pasted; there, pasting ends before it looks at them.

    References
    ----------
    Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics
    and Computing 9, 123-143.
    Bryant, B. P. and Lempert, R. J. (2010). Thinking inside the box: a participatory,
    computer-assisted approach to scenario discovery. Technological Forecasting and Social Change
    77, 34-49.
    Kwakkel, J. H. and Jaxa-Rozen, M. (2016). Improving scenario discovery for handling
    heterogeneous uncertainties and multinomial classified outcomes. Environmental Modelling and
    Software 79, 311-321 (the lenient objectives).

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 101)
    >>> boxes = trajectory_of([Column("x", x)], x > 0.795)
    >>> boxes[0].coverage, round(boxes[0].density, 2), str(max(boxes, key=lambda b: b.phi))
    (1.0, 0.21, 'x >= 0.795')
    """
    _check(columns, hits)
    if not hits.any():
        return (Box((), int(hits.size), 0, int(hits.size), 0),)
    search = _Search(Table(tuple(columns), np.asarray(hits, dtype=bool)), peeling)
    boxes = [search.box()]
    for step in (search.peeled, search.pasted):
        while step():
            boxes.append(search.box())
    return tuple(boxes)


def _check(columns: Sequence[Column], hits: BoolArray) -> None:
    names = [column.name for column in columns]
    if len(set(names)) < len(names):
        raise ValueError("columns of one table have different names")
    if any(column.values.shape != hits.shape for column in columns):
        raise ValueError("a column has one value for each case")


@dataclass(frozen=True, eq=False)
class _Move:
    """One way to go on.

    Parameters
    ----------
    column
        The column that it moves.
    side
        ``low`` or ``high`` bound of a number; a category taken ``off`` or ``on``.
    bound
        The new bound, or the category.
    more
        How many more columns it restricts: 1 where the column was free, -1 where it gets free.
    """

    column: int
    side: str
    bound: float
    more: int


class _Search:
    """The box as it stands, and the steps from it.

    Bounds of numbers are by place among the numbers, infinite where open; categories by place
    among the named columns.
    """

    def __init__(self, table: Table, peeling: Peeling) -> None:
        self.table, self.peeling = table, peeling
        self.objective = OBJECTIVES[peeling.objective]
        self.low = np.full(len(table.numbers), -np.inf)
        self.high = np.full(len(table.numbers), np.inf)
        self.ends = (
            (table.matrix.min(axis=1), table.matrix.max(axis=1))
            if table.numbers
            else (self.low, self.high)
        )
        self.codes = [table.columns[n].values.astype(np.int64) for n in table.named]
        self.occurring = [
            np.isin(np.arange(len(table.columns[n].categories)), codes)
            for n, codes in zip(table.named, self.codes, strict=True)
        ]
        self.kept = [mask.copy() for mask in self.occurring]
        self.inside = np.ones(table.hits.size, dtype=bool)

    def box(self) -> Box:
        """The box as it stands."""
        found: dict[int, Restriction] = {}
        for place, column in enumerate(self.table.numbers):
            low, high = self.low[place], self.high[place]
            if np.isfinite(low) or np.isfinite(high):
                found[column] = Restriction(
                    self.table.columns[column].name,
                    float(low) if np.isfinite(low) else None,
                    float(high) if np.isfinite(high) else None,
                )
        for place, column in enumerate(self.table.named):
            if not np.array_equal(self.kept[place], self.occurring[place]):
                names = self.table.columns[column].categories
                kept = tuple(n for n, k in zip(names, self.kept[place], strict=True) if k)
                found[column] = Restriction(self.table.columns[column].name, kept=kept)
        hits = self.table.hits
        return Box(
            tuple(found[column] for column in sorted(found)),
            int(np.count_nonzero(self.inside)),
            int(np.count_nonzero(self.inside & hits)),
            int(hits.size),
            int(np.count_nonzero(hits)),
        )

    # -- peeling ----------------------------------------------------------------------------------

    def peeled(self) -> bool:
        """Take the best slice off; False where none is worth it."""
        moves, new_hits, new_cases = self._joined(self._slices(), self._categories_off())
        best = self._best(moves, new_hits, new_cases)
        if best is None or not self._smaller(new_cases[best]):
            return False
        self._go(moves[best])
        return True

    def _smaller(self, new_cases: float) -> bool:
        enough = new_cases / self.inside.size >= self.peeling.least
        return bool(enough and new_cases < np.count_nonzero(self.inside))

    def _slices(self) -> Iterator[tuple[_Move, float, float]]:
        """Every number without its highest and without its lowest slice."""
        if not self.table.numbers:
            return
        values = self.table.matrix[:, self.inside]
        ordered = np.sort(values, axis=1)
        hits = self.table.hits[self.inside].astype(np.float64)
        for side, share in (("high", 1.0 - self.peeling.peel), ("low", self.peeling.peel)):
            cuts = between(ordered, share)
            left = values <= cuts[:, None] if side == "high" else values >= cuts[:, None]
            cases = np.count_nonzero(left, axis=1).astype(np.float64)
            caught = left @ hits
            for place, column in enumerate(self.table.numbers):
                free = not (np.isfinite(self.low[place]) or np.isfinite(self.high[place]))
                move = _Move(column, side, float(cuts[place]), int(free))
                yield move, float(caught[place]), float(cases[place])

    def _categories_off(self) -> Iterator[tuple[_Move, float, float]]:
        """Every category that is inside taken out, where another one stays."""
        hits = self.table.hits
        for place, column in enumerate(self.table.named):
            kept = np.flatnonzero(self.kept[place])
            free = np.array_equal(self.kept[place], self.occurring[place])
            for category in kept if len(kept) > 1 else ():
                left = self.inside & (self.codes[place] != category)
                move = _Move(column, "off", float(category), int(free))
                yield move, float(np.count_nonzero(left & hits)), float(np.count_nonzero(left))

    # -- pasting ----------------------------------------------------------------------------------

    def pasted(self) -> bool:
        """Give back what makes the box denser; False where nothing does."""
        moves, new_hits, new_cases = self._joined(self._sides(), self._categories_on())
        best = self._best(moves, new_hits, new_cases)
        if best is None:
            return False
        old_hits = np.count_nonzero(self.inside & self.table.hits)
        old_cases = np.count_nonzero(self.inside)
        denser = new_hits[best] / new_cases[best] > old_hits / old_cases
        if not (denser and new_cases[best] > old_cases):
            return False
        self._go(moves[best])
        return True

    def _sides(self) -> Iterator[tuple[_Move, float, float]]:
        """Every bounded number with a slice given back at its low and at its high side."""
        for place, column in enumerate(self.table.numbers):
            if not (np.isfinite(self.low[place]) or np.isfinite(self.high[place])):
                continue
            others = self._without(place)
            values = self.table.matrix[place]
            for side in ("low", "high"):
                bound = self._given_back(place, side, others, values)
                low = bound if side == "low" else self.low[place]
                high = bound if side == "high" else self.high[place]
                now = others & (values >= low) & (values <= high)
                opens = not (low > self.ends[0][place] or high < self.ends[1][place])
                move = _Move(column, side, bound, -int(opens))
                hits = np.count_nonzero(now & self.table.hits)
                yield move, float(hits), float(np.count_nonzero(now))

    def _without(self, place: int) -> BoolArray:
        """Cases that meet everything but the bounds of one number."""
        met = np.ones(self.inside.size, dtype=bool)
        for other in range(len(self.table.numbers)):
            if other != place:
                values = self.table.matrix[other]
                met &= (values >= self.low[other]) & (values <= self.high[other])
        for kept, codes in zip(self.kept, self.codes, strict=True):
            met &= kept[codes]
        return met

    def _given_back(self, place: int, side: str, others: BoolArray, values: FloatArray) -> float:
        """The bound with a slice of what lies beyond it given back."""
        end = float(self.ends[0][place] if side == "low" else self.ends[1][place])
        if side == "low":
            beyond = values[others & (values <= max(self.low[place], end))]
            share = 1.0 - self.peeling.paste
        else:
            beyond = values[others & (values >= min(self.high[place], end))]
            share = self.peeling.paste
        if not beyond.size:
            return end
        return float(between(np.sort(beyond)[None, :], share)[0])

    def _categories_on(self) -> Iterator[tuple[_Move, float, float]]:
        """Every category that is outside taken in."""
        for place, column in enumerate(self.table.named):
            for category in np.flatnonzero(self.occurring[place] & ~self.kept[place]):
                kept = [mask.copy() for mask in self.kept]
                kept[place][category] = True
                now = self._met(kept)
                hits = np.count_nonzero(now & self.table.hits)
                opens = np.array_equal(kept[place], self.occurring[place])
                move = _Move(column, "on", float(category), -int(opens))
                yield move, float(hits), float(np.count_nonzero(now))

    # -- steps ------------------------------------------------------------------------------------

    def _joined(
        self, *kinds: Iterator[tuple[_Move, float, float]]
    ) -> tuple[list[_Move], FloatArray, FloatArray]:
        """Moves by column, hits and cases after each."""
        found = [entry for kind in kinds for entry in kind]
        found.sort(key=lambda entry: (entry[0].side in ("off", "on"), entry[0].column))
        return (
            [move for move, _, _ in found],
            np.array([hits for _, hits, _ in found]),
            np.array([cases for _, _, cases in found]),
        )

    def _best(
        self, moves: Sequence[_Move], new_hits: FloatArray, new_cases: FloatArray
    ) -> int | None:
        """The best move; None where none makes the box better."""
        if not moves:
            return None
        hits = int(np.count_nonzero(self.inside & self.table.hits))
        scores = self.objective(hits, int(np.count_nonzero(self.inside)), new_hits, new_cases)
        best = max(range(len(moves)), key=lambda n: (scores[n], -moves[n].more))
        return best if scores[best] > 0.0 else None

    def _go(self, move: _Move) -> None:
        """Take a step."""
        if move.side in ("off", "on"):
            self.kept[self.table.named.index(move.column)][int(move.bound)] = move.side == "on"
        else:
            place = self.table.numbers.index(move.column)
            bounds = self.low if move.side == "low" else self.high
            end = self.ends[0 if move.side == "low" else 1][place]
            open_ = -np.inf if move.side == "low" else np.inf
            bounds[place] = open_ if move.bound == end else move.bound
        self.inside = self._met(self.kept)

    def _met(self, kept: Sequence[BoolArray]) -> BoolArray:
        met = np.ones(self.inside.size, dtype=bool)
        for place, values in enumerate(self.table.matrix):
            if np.isfinite(self.low[place]):
                met &= values >= self.low[place]
            if np.isfinite(self.high[place]):
                met &= values <= self.high[place]
        for mask, codes in zip(kept, self.codes, strict=True):
            met &= mask[codes]
        return met
