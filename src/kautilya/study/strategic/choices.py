"""What actors would choose at once, over worlds: what never pays, and choices of actors who err."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.payoffs import ProfileSpace
from kautilya.solve.dominance import dominance
from kautilya.solve.quantal import quantal
from kautilya.study.strategic.record_worlds import Erring
from kautilya.terms import FloatArray

PRECISIONS = (10.0, 100.0)
"""How sharply actors choose, for payoffs from 0 to 1: at the first, what is worth a tenth of the
scale more is chosen 2.7 times as often; at the second, what is worth a hundredth more."""

ERRING_WORLDS = 500
"""The first worlds, on which quantal responses are sought."""

TRIED_WORLDS = 20
"""Worlds after which the search ends where many of them have to be followed one by one."""

MOST_CAREFUL = 5
"""More such worlds than that among the first are many."""


class Choices:
    """Counts over blocks of worlds, in which every combination of free options is a profile.

    Parameters
    ----------
    space
        The profiles.
    held
        Decisions that are held, by axis.
    epsilon
        Differences of a payoff up to this are ties.
    """

    def __init__(self, space: ProfileSpace, held: Mapping[int, int], epsilon: float) -> None:
        self.space, self.held, self.epsilon = space, dict(held), epsilon
        self.worlds = 0
        self.gone: dict[str, FloatArray] = {}
        self.names: dict[str, tuple[str, ...]] = {}
        self._sums: dict[float, list[FloatArray]] = {}
        self._found: dict[float, int] = dict.fromkeys(PRECISIONS, 0)
        self._tried: dict[float, int] = dict.fromkeys(PRECISIONS, 0)
        self._open = set(PRECISIONS)

    def add(self, payoffs: Mapping[str, FloatArray], worlds: int) -> None:
        """Count one block of worlds."""
        out = dominance(self.space, payoffs, self.held, self.epsilon)
        for actor, rounds in out.rounds.items():
            full = np.broadcast_to(rounds > 0, (len(rounds), worlds))
            count = np.count_nonzero(full, axis=1).astype(np.float64)
            self.gone[actor] = self.gone.get(actor, 0.0) + count
            self.names[actor] = out.strategies[actor]
        for precision in sorted(self._open):
            self._respond(payoffs, worlds, precision)
        self.worlds += worlds

    def _respond(self, payoffs: Mapping[str, FloatArray], worlds: int, precision: float) -> None:
        """Quantal responses in one block of the first worlds."""
        first = 0
        while precision in self._open and first < worlds:
            tried = self._tried[precision]
            # The first few by themselves: they tell whether the others are quick.
            size = TRIED_WORLDS if tried == 0 else ERRING_WORLDS - tried
            part = slice(first, min(first + size, worlds))
            block = {a: p if p.shape[-1] == 1 else p[..., part] for a, p in payoffs.items()}
            count = part.stop - part.start
            careful = self._responses(block, count, precision)
            first = part.stop
            self._tried[precision] += count
            if tried == 0 and careful > MOST_CAREFUL:
                self._open.discard(precision)
            if self._tried[precision] >= ERRING_WORLDS:
                self._open.discard(precision)

    def _responses(self, payoffs: Mapping[str, FloatArray], worlds: int, precision: float) -> int:
        """Sum up responses, and tell how many worlds had to be followed one by one."""
        out = quantal(self.space, payoffs, precision, self.held)
        reached = np.broadcast_to(out.reached, (worlds,))
        sums = self._sums.setdefault(precision, [np.zeros(len(s)) for s in out.shares])
        for total, shares in zip(sums, out.shares, strict=True):
            # World after world, so that blocks of any size round alike.
            full = np.broadcast_to(shares, (len(shares), worlds))[:, reached]
            for column in full.T:
                total += column
        self._found[precision] += int(np.count_nonzero(reached))
        return out.followed

    def dominated(self) -> dict[str, dict[str, float]]:
        """For each actor and strategy the share of worlds in which it is eliminated."""
        return {
            actor: {
                name: float(count) / self.worlds
                for name, count in zip(self.names[actor], counts, strict=True)
            }
            for actor, counts in self.gone.items()
        }

    def erring(self) -> tuple[Erring, ...]:
        """The mean chance of each option, by precision."""
        return tuple(
            Erring(precision, self._shares(precision), self._tried[precision], found)
            for precision, found in self._found.items()
            if found
        )

    def _shares(self, precision: float) -> dict[str, dict[str, float]]:
        found = self._found[precision]
        return {
            decision: _named(self.space.options[axis], sums / found)
            for axis, (decision, sums) in enumerate(
                zip(self.space.decisions, self._sums[precision], strict=True)
            )
            if axis not in self.held
        }


def _named(options: Sequence[str], shares: FloatArray) -> dict[str, float]:
    return {option: float(share) for option, share in zip(options, shares, strict=True)}
