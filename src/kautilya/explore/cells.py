"""Cells: worlds put together by what is learnt in them, about as many in each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kautilya.terms import FloatArray, IntArray

__all__ = ["cells_of"]


def cells_of(known: FloatArray | Sequence[FloatArray], most: int) -> IntArray:
    """Put worlds into cells by quantiles of one or more quantities.

    A quantity with no more values than it may have parts has a part for each value; any other is
    cut at its quantiles. Several quantities make a cell for each combination of their parts.

    Parameters
    ----------
    known
        Shape (quantity, world).
    most
        How many cells there may be about; at least two parts of each quantity are made.

    Returns
    -------
    IntArray
        Number of the cell of each world, from 0 without a gap.

    Examples
    --------
    >>> cells_of(np.array([[0.1, 0.9, 0.4, 0.6]]), 2), cells_of(np.array([[3.0, 1.0, 3.0]]), 8)
    (array([0, 1, 0, 1]), array([1, 0, 1]))
    """
    rows = np.atleast_2d(np.asarray(known, dtype=np.float64))
    parts = max(2, int(max(1, most) ** (1.0 / len(rows)) + 1e-9))
    joint = np.zeros(rows.shape[1], dtype=np.int64)
    for row in rows:
        joint = joint * parts + _parts(row, parts)
    _, cells = np.unique(joint, return_inverse=True)
    return cells.astype(np.int64)


def _parts(row: FloatArray, parts: int) -> IntArray:
    """The part of each world by one quantity, from 0."""
    distinct, place = np.unique(row, return_inverse=True)
    if len(distinct) <= parts:
        return place.astype(np.int64)
    edges = np.quantile(row, np.arange(1, parts) / parts)
    return np.searchsorted(edges, row, side="left").astype(np.int64)
