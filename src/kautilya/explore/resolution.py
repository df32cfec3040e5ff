"""What is worth finding out: how far an answer would be expected to move a share of worlds.

A share is over everything that is uncertain. Whoever learnt one thing would look at the share
among the worlds where it is so. Before it is learnt, that is a gamble with a known spread: its
mean is the share as it stands, and how far it strays is what the answer can be expected to move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kautilya.credence import wilson
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["Moves", "expected_moves"]

SHUFFLES: Final = 200
"""Times that answers are shuffled to see how far a share strays by chance alone."""

BEYOND: Final = 0.95
"""Share of shuffles in which nothing at all strays further, before a move is believed."""


TINY: Final = 1e-12
"""What rounding may make of a move that is none."""


@dataclass(frozen=True)
class Moves:
    """How far learning one thing would be expected to move a share.

    Parameters
    ----------
    expected
        Mean, over what may be learnt, of how far the share then lies from where it is now.
    chance
        The same where answers are shuffled among the worlds: what sampling alone makes of it.
    beyond
        Whether `expected` is beyond what the most straying of all quantities reaches in 95% of
        shuffles.
    low, high
        The lowest and the highest share among the cells.
    turns
        Share of worlds that lie in cells where the verdict is another; cells whose Monte Carlo
        error reaches over an edge do not count.
    """

    expected: float
    chance: float
    beyond: bool
    low: float
    high: float
    turns: float


def expected_moves(
    holds: BoolArray,
    cells: Mapping[str, IntArray],
    passes: Callable[[float], bool],
    generator: np.random.Generator,
) -> dict[str, Moves]:
    """Find how far learning each of some quantities would be expected to move a share.

    Parameters
    ----------
    holds
        Where the claim holds, one for each world.
    cells
        For each quantity the cell of each world, from 0 without a gap; see `cells_of`.
    passes
        Whether a share passes.
    generator
        Shuffles the answers.

    Returns
    -------
    dict
        One entry for each quantity, in the order given.

    Notes
    -----
    With s the share, s_c the share in cell c and n_c its worlds of n, the expected move is the
    sum of n_c/n · abs(s_c - s). Even a quantity that has nothing to do with the claim has some,
    because each s_c has an error; so answers are shuffled among worlds, which leaves s and the
    cells as they are and breaks every tie between them. All quantities meet the same shuffles,
    and a move counts where it lies further above its own mean under shuffling, in standard
    deviations, than the greatest of all quantities does in 95% of the shuffles. So however many
    are tried, one of them counts by chance in about 5% of runs.

    References
    ----------
    Westfall, P. H. and Young, S. S. 1993. Resampling-Based Multiple Testing. Wiley.

    Examples
    --------
    It floods where the dyke is low; the colour of the dyke tells nothing.

    >>> low, green = np.arange(400) % 2, np.arange(400) // 2 % 2
    >>> cells = {"low": low, "green": green}
    >>> found = expected_moves(low == 1, cells, lambda share: share > 0.8, np.random.default_rng(1))
    >>> found["low"].expected, found["low"].beyond, found["low"].turns
    (0.5, True, 0.5)
    >>> found["green"].expected, found["green"].beyond
    (0.0, False)
    """
    worlds = len(holds)
    if not worlds or not cells:
        return {}
    value = holds.astype(np.float64)
    share = float(value.mean())
    shuffled = generator.permuted(np.tile(value, (SHUFFLES, 1)), axis=1)
    strayed = _strays(list(cells.values()), np.vstack([value, shuffled]).T, share)
    expected, moved = strayed[:, 0], strayed[:, 1:]
    chance, spread = moved.mean(axis=1), np.maximum(moved.std(axis=1), TINY)
    furthest = ((moved - chance[:, None]) / spread[:, None]).max(axis=0)
    limit = chance + spread * float(np.quantile(furthest, BEYOND)) + TINY
    return {
        name: Moves(
            float(expected[row]),
            float(chance[row]),
            bool(expected[row] > limit[row]),
            *_cells(cell, value, share, passes),
        )
        for row, (name, cell) in enumerate(cells.items())
    }


def _strays(cells: Sequence[IntArray], columns: FloatArray, share: float) -> FloatArray:
    """Mean distance of the cells' shares from the whole one, (quantity, column of answers)."""
    member = np.vstack([np.arange(int(cell.max()) + 1)[:, None] == cell for cell in cells])
    first = np.cumsum([0, *(int(cell.max()) + 1 for cell in cells[:-1])])
    excess = member.astype(np.float64) @ columns - share * member.sum(axis=1)[:, None]
    return np.asarray(np.add.reduceat(np.abs(excess), first, axis=0) / len(columns))


def _cells(
    cell: IntArray, value: FloatArray, share: float, passes: Callable[[float], bool]
) -> tuple[float, float, float]:
    """Lowest and highest share among the cells, and the worlds in cells with another verdict."""
    count = np.bincount(cell)
    holding = np.bincount(cell, weights=value)
    shares = holding / count
    now = passes(share)
    turning = sum(
        int(number)
        for held, number in zip(holding, count, strict=True)
        if all(passes(end) != now for end in (held / number, *wilson(held, number)))
    )
    return float(shares.min()), float(shares.max()), turning / len(cell)
