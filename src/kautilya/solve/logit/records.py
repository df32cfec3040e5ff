"""What is told of quantal responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["Branch", "Quantal", "Status"]


class Status(IntEnum):
    """How the search for a point of the principal branch ended.

    Attributes
    ----------
    REACHED
        The point was found.
    BIFURCATION
        Another branch crosses before that, or comes too near to tell them apart.
    LOST
        No further step could be verified.
    STEPS
        There were too many steps.
    NUMBERS
        Payoffs are not all finite.
    """

    REACHED = 0
    BIFURCATION = 1
    LOST = 2
    STEPS = 3
    NUMBERS = 4


@dataclass(frozen=True, slots=True)
class Quantal:
    """Quantal responses, world by world. Worlds without an answer hold not-a-number.

    Parameters
    ----------
    precision : float
        How sharply actors choose, per unit of payoff.
    strategies : mapping of str to FloatArray, shape (K, W)
        Each actor's chance of each of its joint choices, in file order, the last decision varying
        fastest; one row where it has nothing to choose.
    shares : tuple of FloatArray, shape (n_d, W)
        For each decision the chance of each option; certain where the decision is pinned.
    residual : FloatArray, shape (W,)
        Certificate: how far a chance is at most from the logit answer to the others' mixtures.
    regret : FloatArray, shape (W,)
        The most that an actor would gain by its best reply, in units of payoff.
    status : IntArray, shape (W,)
        A `Status` for each world; 0 where the answer was found.
    careful : BoolArray, shape (W,)
        Which worlds the fast way could not vouch for, so that they were followed one by one.
    branches : mapping of int to Branch
        What was met in those worlds.
    """

    precision: float
    strategies: Mapping[str, FloatArray]
    shares: tuple[FloatArray, ...]
    residual: FloatArray
    regret: FloatArray
    status: IntArray
    careful: BoolArray
    branches: Mapping[int, Branch]

    @property
    def reached(self) -> BoolArray:
        """True in the worlds that have an answer."""
        reached: BoolArray = self.status == Status.REACHED
        return reached

    @property
    def followed(self) -> int:
        """In how many worlds the branch had to be followed carefully."""
        return int(np.count_nonzero(self.careful))


@dataclass(frozen=True, slots=True)
class Branch:
    """The principal branch of one world, as far as it was followed.

    Parameters
    ----------
    status : Status
        Whether it came to what was wanted.
    why : str
        If not, why it ends; else empty.
    precision : float
        Where `strategies` stand: the wanted precision, or that of the last point that was verified.
        That one is an equilibrium too, but not the one that was asked for.
    strategies : mapping of str to FloatArray, shape (K,)
        Each actor's chance of each of its joint choices there.
    residual, regret : float
        As in `Quantal`.
    turns : tuple of float
        Precision of each turning point that was passed, in order.
    crossings : int
        How often the wanted precision was met before the branch came to `highest`.
    highest : float
        The highest precision that it was followed to.
    steps : int
        Number of steps.
    """

    status: Status
    why: str
    precision: float
    strategies: Mapping[str, FloatArray]
    residual: float
    regret: float
    turns: tuple[float, ...]
    crossings: int
    highest: float
    steps: int
