"""Slices of PRIM: where they are cut, and what they are chosen by."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

import numpy as np

from kautilya.terms import FloatArray

__all__ = ["OBJECTIVES", "between"]

Objective = Callable[[int, int, FloatArray, FloatArray], FloatArray]
"""How good a box is: from hits and cases of the old box, and hits and cases of each new one."""


def _gain(hits: int, cases: int, new_hits: FloatArray, new_cases: FloatArray) -> FloatArray:
    """How much denser each new box is."""
    density = np.divide(new_hits, new_cases, out=np.zeros_like(new_hits), where=new_cases > 0)
    return np.asarray(density - hits / cases)


def _lenient1(hits: int, cases: int, new_hits: FloatArray, new_cases: FloatArray) -> FloatArray:
    """Gain of density for each case that is given up or taken in."""
    moved = np.abs(cases - new_cases)
    gain = _gain(hits, cases, new_hits, new_cases)
    return np.divide(gain, moved, out=np.zeros_like(gain), where=moved > 0)


def _lenient2(hits: int, cases: int, new_hits: FloatArray, new_cases: FloatArray) -> FloatArray:
    """The same, times the cases that are left."""
    moved = np.abs(cases - new_cases)
    gain = _gain(hits, cases, new_hits, new_cases)
    return np.divide(new_cases * gain, moved, out=np.zeros_like(gain), where=moved > 0)


def _original(hits: int, cases: int, new_hits: FloatArray, new_cases: FloatArray) -> FloatArray:
    """Density of the new box; -1 for an empty one."""
    return np.divide(new_hits, new_cases, out=np.full_like(new_hits, -1.0), where=new_cases > 0)


OBJECTIVES: dict[str, Objective] = {
    "lenient1": _lenient1,
    "lenient2": _lenient2,
    "original": _original,
}
"""What a slice is chosen by. The lenient ones weigh what is gained against what is given up, so
that a category, which takes many cases at once, can be compared with a thin slice of a number."""


def between(ordered: FloatArray, share: float) -> FloatArray:
    """A quantile of each row, halfway between two values that differ.

    Where the values around the place are the same, the one farther from the end that is cut off
    moves on (from a high quantile down, from a low one up) until they differ, so that a slice
    never parts equal values.
    """
    count = ordered.shape[1]
    at = (count - 1) * share
    lower, upper = floor(at), ceil(at)
    if share > 0.5:
        top = ordered[:, upper]
        below = np.count_nonzero(ordered < top[:, None], axis=1)
        place = np.maximum(np.minimum(lower, below - 1), 0)
        other = ordered[np.arange(len(ordered)), place]
        return np.asarray((other + top) / 2.0)
    bottom = ordered[:, lower]
    upto = np.count_nonzero(ordered <= bottom[:, None], axis=1)
    place = np.minimum(np.maximum(upper, upto), count - 1)
    other = ordered[np.arange(len(ordered)), place]
    return np.asarray((bottom + other) / 2.0)
