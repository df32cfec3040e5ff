"""Shapes of draw: how often a value lies where in its range.

An author's range says where a value may lie and nothing about how often it lies there. So every
test is made under four shapes; a verdict that depends on the shape is underdetermined.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final

import numpy as np

from kautilya.terms import FloatArray

PERT_SHAPE: Final = 4.0
"""Weight of the most likely value in a PERT draw: its mean is (low + 4 mode + high)/6."""


class Shape(StrEnum):
    """A way to draw from a range.

    - ``authored``: uniform, or PERT where the author gives a value with the range.
    - ``edges``: Beta(1/2, 1/2), which favours the ends.
    - ``centre``: Beta(4, 4), which favours the middle.
    - ``log``: equal chances for equal ratios where the range is above zero, else as authored.
    """

    AUTHORED = "authored"
    EDGES = "edges"
    CENTRE = "centre"
    LOG = "log"


def quantile(
    shape: Shape, u: FloatArray, low: float, high: float, mode: float | None = None
) -> FloatArray:
    """The value below which a draw lies with given probability: the inverse distribution function.

    Parameters
    ----------
    shape
        Shape of the draw.
    u
        Probabilities in [0, 1], of any dimensions; uniform draws give draws of the shape.
    low, high
        Ends of the range, in the unit of the value; they may be equal.
    mode
        The author's value within the range, or None for a range alone. Used by ``authored``, and
        by ``log`` where `low` is not above zero.

    Returns
    -------
    FloatArray
        Values in [low, high], of the dimensions of `u`; rising with `u`.

    Raises
    ------
    ValueError
        If the range is reversed or not finite, the mode lies outside it, or a probability
        outside [0, 1].

    References
    ----------
    Malcolm, D. G., Roseboom, J. H., Clark, C. E., Fazar, W. (1959). Application of a technique
    for research and development program evaluation. Operations Research 7, 646-669 (PERT).

    Examples
    --------
    >>> quantile(Shape.AUTHORED, np.array([0.0, 0.25, 1.0]), 10.0, 20.0).tolist()
    [10.0, 12.5, 20.0]
    >>> quantile(Shape.LOG, np.array([0.5]), 1.0, 100.0).round(9).tolist()
    [10.0]
    >>> quantile(Shape.AUTHORED, np.array([0.5]), 0.0, 1.0, mode=0.5).round(9).tolist()
    [0.5]
    """
    _check(low, high, mode)
    if not bool(np.all((u >= 0.0) & (u <= 1.0))):
        raise ValueError("probabilities lie within 0 and 1")
    if low == high:
        return np.full_like(u, low)
    if shape == Shape.LOG and low > 0.0:
        values = np.exp(math.log(low) + u * (math.log(high) - math.log(low)))
    else:
        values = low + (high - low) * _place(shape, u, low, high, mode)
    # Rounding may carry a value past an end by a unit in the last place.
    return np.clip(values, low, high)


def _check(low: float, high: float, mode: float | None) -> None:
    """Refuse a range that is not one."""
    if not (low <= high and math.isfinite(low) and math.isfinite(high - low)):
        raise ValueError(f"a range runs from its low to its high end: not {low} to {high}")
    if mode is not None and not low <= mode <= high:
        raise ValueError(f"the value {mode} lies outside its range {low} to {high}")


def _place(shape: Shape, u: FloatArray, low: float, high: float, mode: float | None) -> FloatArray:
    """Where in its range a value lies, 0 at the low end and 1 at the high."""
    if shape == Shape.EDGES:
        root: FloatArray = np.sin(0.5 * np.pi * u)
        return root * root
    if shape == Shape.CENTRE:
        return _beta(u, 4.0, 4.0)
    if mode is None:
        return u
    peak = (mode - low) / (high - low)
    return _beta(u, 1.0 + PERT_SHAPE * peak, 1.0 + PERT_SHAPE * (1.0 - peak))


def _beta(u: FloatArray, a: float, b: float) -> FloatArray:
    """Inverse distribution function of Beta(a, b), for a and b from 1 to 5."""
    from scipy import special  # slow to import, and many commands never draw

    # Below about 1e-200 the library gives no number. Where u is 1e-100 the place is below 1e-20
    # for every a up to 5, so what is nearer to zero is at the low end but for rounding.
    raised = np.where(u > 0.0, np.maximum(u, 1e-100), 0.0)
    return np.asarray(special.betaincinv(a, b, raised), dtype=np.float64)
