"""The logit equations of many worlds, over arrays whose last axis is the world.

What a player expects of each strategy, given one strategy of one other player, is the sum of its
gains over the joint choices of everyone else, weighted by their probabilities. The others are
parted in two halves, and each is summed out of the whole: that leaves a table for each half, which
is parted again until each table speaks of one other player alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import prod

import numpy as np

from kautilya.solve.logit.form import Form, Player
from kautilya.terms import FloatArray, IntArray

__all__ = ["Equations", "gains_of", "solve", "split"]


class Equations:
    """Chances from logits, and what they make of the payoffs.

    Logits stand without each player's first strategy, whose logit is 0: n numbers a world. Payoffs
    are given as gains over the first strategy.

    Parameters
    ----------
    form : Form
        Who plays.
    """

    def __init__(self, form: Form) -> None:
        self.sizes = form.sizes
        self.others = [player.others for player in form.players]
        ends = np.cumsum([0, *(size - 1 for size in form.sizes)]).tolist()
        self.rows = [slice(a, b) for a, b in pairwise(ends)]
        self.length = ends[-1]

    def mixed(self, logits: FloatArray) -> list[FloatArray]:
        """Each player's probabilities."""
        found = []
        for rows in self.rows:
            highest = np.maximum(logits[rows].max(axis=0), 0.0)
            weights = np.concatenate((np.exp(-highest)[None], np.exp(logits[rows] - highest)))
            found.append(weights / weights.sum(axis=0))
        return found

    def slopes(
        self, mixed: list[FloatArray], gains: list[FloatArray]
    ) -> tuple[FloatArray, FloatArray]:
        """What each strategy gains over the first, (n, L), and how logits move that, (n, n, L)."""
        n, lanes = self.length, mixed[0].shape[-1]
        value, slope = np.empty((n, lanes)), np.zeros((n, n, lanes))
        for rows, others, tensor in zip(self.rows, self.others, gains, strict=True):
            if not others:
                value[rows] = tensor[:, 0]
            for number, (other, pairs) in enumerate(self._pairs(tensor, others, mixed)):
                if number == 0:
                    value[rows] = (pairs * mixed[other]).sum(axis=1)
                beyond = pairs[:, 1:] - value[rows][:, None]
                slope[rows, self.rows[other]] = mixed[other][1:] * beyond
        return value, slope

    def _pairs(
        self, tensor: FloatArray, others: tuple[int, ...], mixed: list[FloatArray]
    ) -> Iterator[tuple[int, FloatArray]]:
        """For each other player: gains by own strategy and by its strategy, (K - 1, K', L)."""
        if len(others) == 1:
            yield others[0], tensor
        if len(others) > 1:
            cut = split(others, self.sizes)
            left, right = others[:cut], others[cut:]
            by_left, by_right = _joint(left, mixed), _joint(right, mixed)
            table = tensor.reshape(len(tensor), len(by_left), len(by_right), tensor.shape[-1])
            yield from self._pairs(np.einsum("abcw,cw->abw", table, by_right), left, mixed)
            yield from self._pairs(np.einsum("abcw,bw->acw", table, by_left), right, mixed)


def split(others: tuple[int, ...], sizes: tuple[int, ...]) -> int:
    """Where to part a row of players so that the joint choices of both parts are few.

    Examples
    --------
    >>> split((0, 1, 2), (3, 2, 2))
    1
    """
    products = [
        prod(sizes[j] for j in others[:cut]) + prod(sizes[j] for j in others[cut:])
        for cut in range(1, len(others))
    ]
    return 1 + products.index(min(products))


def gains_of(player: Player, worlds: IntArray) -> FloatArray:
    """What each strategy but the first is paid more than the first: (K - 1, R, L)."""
    payoffs = player.payoffs(worlds)
    return payoffs[1:] - payoffs[:1]


def _joint(players: tuple[int, ...], mixed: list[FloatArray]) -> FloatArray:
    """Probabilities of the joint choices of some players."""
    joint = mixed[players[0]]
    for player in players[1:]:
        joint = (joint[:, None] * mixed[player]).reshape(-1, joint.shape[-1])
    return joint


def solve(
    matrix: FloatArray, left: FloatArray, right: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Solve for two right-hand sides by elimination in order; also the least pivot."""
    n = len(matrix)
    table = np.concatenate((matrix, left[:, None], right[:, None]), axis=1)
    least = np.full(matrix.shape[-1], np.inf)
    for k in range(n):
        np.minimum(least, table[k, k], out=least)
        table[k, k + 1 :] /= table[k, k]
        table[k + 1 :, k + 1 :] -= table[k + 1 :, k, None] * table[k, k + 1 :]
    for k in range(n - 1, 0, -1):
        table[:k, n:] -= table[:k, k, None] * table[k, n:]
    return table[:, n], table[:, n + 1], least
