"""The bench of a choice made before the facts: one world, with the payoffs of many in the mean."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

import numpy as np

from kautilya.findings.bench import Bench, Plain
from kautilya.findings.table import Pinned
from kautilya.payoffs import Block, Change, Evaluator, Profile, Setting
from kautilya.terms import FloatArray


class ExAnteBench(Bench):
    """A bench with one world: payoffs in the mean over many, for a choice made before the facts.

    Parameters
    ----------
    evaluator
        Runs the model.
    setting
        What differs from the plain case.
    blocks
        All the worlds over which the mean is taken.
    plain
        As for a bench.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        setting: Setting,
        blocks: Sequence[Block],
        plain: Plain | None = None,
    ) -> None:
        super().__init__(evaluator, setting, Block(0, 1), plain)
        self._blocks = tuple(blocks)
        self._means: dict[Hashable, dict[str, FloatArray]] = {}

    def under(self, change: Change) -> Bench:
        """The same with something changed; itself where nothing is."""
        if change == Change():
            return self
        return ExAnteBench(self.evaluator, self.setting.under(change), self._blocks)

    def grid_payoffs(
        self,
        seen_by: str | None,
        horizon: int,
        pinned: Pinned,
        actors: Collection[str] | None = None,
    ) -> dict[str, FloatArray]:
        """Mean payoffs of some actors (all where None) over the profiles that respect `pinned`."""
        key = (seen_by, horizon, tuple(sorted(pinned.items())), frozenset(actors or ()))
        if key not in self._means:
            worlds = sum(block.count for block in self._blocks)
            total: dict[str, FloatArray] = {}
            for block in self._blocks:
                bench = Bench(self.evaluator, self.setting, block, self._plain)
                for actor, payoff in bench.grid_payoffs(seen_by, horizon, pinned, actors).items():
                    total[actor] = summed(total.get(actor), payoff)
            self._means[key] = {actor: whole / worlds for actor, whole in total.items()}
        return self._means[key]

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Mean payoff at some profiles, shape (profile, 1)."""
        worlds = sum(block.count for block in self._blocks)
        total: FloatArray | None = None
        for block in self._blocks:
            bench = Bench(self.evaluator, self.setting, block, self._plain)
            total = summed(total, bench.payoffs_at(subject, seen_by, horizon, profiles))
        assert total is not None
        return total / worlds


def summed(sofar: FloatArray | None, worlds: FloatArray) -> FloatArray:
    """A sum over the last axis, world after world: blocks of any size round alike."""
    whole = worlds if sofar is None else np.concatenate((sofar, worlds), axis=-1)
    return np.add.accumulate(whole, axis=-1)[..., -1:].copy()
