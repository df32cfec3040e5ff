"""One answer of many worlds: what is chosen in most of them, or whether a share passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kautilya.terms import FloatArray, IntArray

__all__ = ["Plurality", "Rule", "Threshold"]


class Rule(Protocol):
    """How the answers of many worlds become one: what most choose, or whether a share passes."""

    def seen(self, answers: FloatArray) -> FloatArray:
        """What each world adds to the share of each kind, shape (.., kind, world); 0 for none."""
        ...

    def states(self, shares: FloatArray) -> IntArray:
        """The one answer, by number, of shares (.., kind)."""
        ...

    def lead(self, shares: FloatArray, before: int, after: int) -> FloatArray:
        """How far shares are from the change of one answer to another: positive before it."""
        ...

    def sides(self, answers: FloatArray, before: int, after: int, *, rising: bool) -> IntArray:
        """Of single worlds: -1 for the answer before a change, 1 for that after, 0 for others."""
        ...


@dataclass(frozen=True)
class Plurality:
    """The answer of most worlds: the option chosen in the largest share of them.

    Of two with the same share it is the one that is first in the file.

    Parameters
    ----------
    kinds
        Number of options; an answer is the number of an option, NaN where there is none.

    Examples
    --------
    >>> Plurality(2).states(np.array([[0.7, 0.3], [0.4, 0.6]]))
    array([0, 1])
    """

    kinds: int

    def seen(self, answers: FloatArray) -> FloatArray:
        """1 for the kind that the world gives."""
        kinds = np.arange(self.kinds, dtype=np.float64)[:, None]
        return np.asarray(answers[..., None, :] == kinds, dtype=np.float64)

    def states(self, shares: FloatArray) -> IntArray:
        """The kind with the largest share; -1 where no world has an answer."""
        known = ~np.isnan(shares).any(axis=-1)
        return np.where(known, np.argmax(np.nan_to_num(shares), axis=-1), -1)

    def lead(self, shares: FloatArray, before: int, after: int) -> FloatArray:
        """Share of the one less share of the other."""
        return np.asarray(shares[..., before] - shares[..., after])

    def sides(self, answers: FloatArray, before: int, after: int, *, rising: bool) -> IntArray:
        """Worlds that give one of the two answers."""
        return np.asarray((answers == after).astype(np.int64) - (answers == before))


@dataclass(frozen=True)
class Threshold:
    """Whether a share passes: states 1 for passing, 0 for failing or where no world counts.

    Parameters
    ----------
    passes
        Whether a share passes.
    edges
        Shares at which that may change.

    Examples
    --------
    >>> likely = Threshold(lambda share: share >= 0.55, (0.55,))
    >>> likely.states(np.array([[0.5], [0.6]]))
    array([0, 1])
    """

    passes: Callable[[float], bool]
    edges: tuple[float, ...]

    def seen(self, answers: FloatArray) -> FloatArray:
        """The answer itself."""
        return np.nan_to_num(answers)[..., None, :]

    def states(self, shares: FloatArray) -> IntArray:
        """1 where a share passes."""
        flat = shares[..., 0]
        distinct, place = np.unique(flat, return_inverse=True)
        verdicts = [not np.isnan(share) and self.passes(float(share)) for share in distinct]
        return np.asarray(verdicts, dtype=np.int64)[place].reshape(flat.shape)

    def lead(self, shares: FloatArray, before: int, after: int) -> FloatArray:
        """Distance from the nearest edge."""
        flat = shares[..., 0]
        if not self.edges:
            return np.zeros(flat.shape)
        away = np.min(np.abs(flat[..., None] - np.asarray(self.edges)), axis=-1)
        return np.asarray(np.where(self.states(shares) == before, away, -away))

    def sides(self, answers: FloatArray, before: int, after: int, *, rising: bool) -> IntArray:
        """Worlds in which it holds stand after a change that makes it hold in more of them."""
        sign = np.where(answers > 0.0, 1, -1) * (1 if rising else -1)
        return np.asarray(np.where(np.isnan(answers), 0, sign), dtype=np.int64)
