"""Whether any weights at all make an option the best: decided, not sampled.

What no draw of weights supports may still be the best under rare ones. A linear programme decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog

from kautilya.terms import BoolArray, FloatArray

__all__ = ["WeightSpace", "largest_margins", "weight_space"]


@dataclass(frozen=True, eq=False)
class WeightSpace:
    """Admissible weights: not negative, summing to 1, and ``rows @ w >= least``.

    Parameters
    ----------
    rows
        Shape (condition, criterion).
    least
        One for each condition.
    """

    rows: FloatArray
    least: FloatArray


def weight_space(
    tiers: Sequence[int], heavy: BoolArray | None = None, share: float = 0.5
) -> WeightSpace:
    """The weights that respect an order of importance.

    Parameters
    ----------
    tiers
        Tier of each criterion, the lowest the most important: no criterion weighs less than one
        of a later tier. One tier for all asks nothing.
    heavy
        Criteria that together weigh at least `share`; none where None.
    share
        What those weigh.

    Examples
    --------
    >>> weight_space([1, 2, 2]).rows
    array([[ 1., -1.,  0.],
           [ 1.,  0., -1.]])
    """
    order = sorted(set(tiers))
    after = dict(pairwise(order))
    rows: list[FloatArray] = []
    for upper, tier in enumerate(tiers):
        for lower, other in enumerate(tiers):
            if after.get(tier) == other:
                row = np.zeros(len(tiers))
                row[upper], row[lower] = 1.0, -1.0
                rows.append(row)
    least = [0.0] * len(rows)
    if heavy is not None and bool(np.any(heavy)):
        rows.append(np.asarray(heavy, dtype=np.float64))
        least.append(share)
    return WeightSpace(np.array(rows).reshape(len(rows), len(tiers)), np.array(least))


def largest_margins(values: FloatArray, option: int, space: WeightSpace) -> FloatArray:
    """By how much an option can be ahead of every other, under the weights that favour it most.

    Parameters
    ----------
    values
        Value of each option by each criterion, shape (option, criterion, draw).
    option
        Which option.
    space
        The admissible weights.

    Returns
    -------
    FloatArray
        One for each draw: the greatest, over admissible weights, of the least difference to
        another option. Above 0 some weights make the option the only best; below 0 none make it
        even one of several. With a single option it is infinite.

    Notes
    -----
    In each draw: maximise t over w and t, subject to ``(v_option - v_other) @ w >= t`` for every
    other option. It is a linear programme, because the weighted sum is linear in the weights.

    Examples
    --------
    A compromise that is second best by both criteria, but too close to the worse end of each.

    >>> values = np.array([[[1.0], [0.0]], [[0.0], [1.0]], [[0.4], [0.4]]])
    >>> everything = weight_space([1, 1])
    >>> [float(largest_margins(values, o, everything)[0].round(3)) for o in range(3)]
    [0.6, 0.6, -0.1]
    """
    others = np.arange(len(values)) != option
    return np.array(
        [
            _margin(values[option, :, draw] - values[others, :, draw], space)
            for draw in range(values.shape[2])
        ]
    )


def _margin(ahead: FloatArray, space: WeightSpace) -> float:
    """The greatest of the least row of ``ahead @ w``."""
    if not len(ahead):
        return float("inf")
    criteria = ahead.shape[1]
    # Rows of linprog say `<=`; the last variable is the margin, which has no bounds.
    rows = np.vstack(
        [
            np.column_stack([-ahead, np.ones(len(ahead))]),
            np.column_stack([-space.rows, np.zeros(len(space.rows))]),
        ]
    )
    found = linprog(
        np.append(np.zeros(criteria), -1.0),
        A_ub=rows,
        b_ub=np.append(np.zeros(len(ahead)), -space.least),
        A_eq=np.append(np.ones(criteria), 0.0)[None, :],
        b_eq=np.ones(1),
        bounds=[(0.0, None)] * criteria + [(None, None)],
        method="highs",
    )
    if not found.success:
        raise ValueError("no weights are admissible")
    return float(found.x[-1])
