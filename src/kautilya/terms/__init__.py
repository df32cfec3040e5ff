"""Words that every part shares: array aliases and the names of axes and views.

Axes always stand in one order: actor, profile (one axis for each decision), world.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

FACTS: Final = "facts"
"""The view that holds what is so in a world, as against what an actor takes to be so."""

DEFAULT_EPSILON: Final = 1e-4
"""Differences of a payoff in [0, 1] up to this size are ties."""

__all__ = ["DEFAULT_EPSILON", "FACTS", "BoolArray", "FloatArray", "IntArray"]
