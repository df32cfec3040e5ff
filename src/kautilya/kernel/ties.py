"""Premises that vary together: the normal numbers behind their draws."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from kautilya.case import Case
from kautilya.credence import Copula, copulas_of, uniforms
from kautilya.payoffs import Block, Crossed
from kautilya.terms import FloatArray


class Ties:
    """Which premises of a case vary together, and how.

    Parameters
    ----------
    case
        The case.
    seed
        Seed of every stream.
    """

    def __init__(self, case: Case, seed: int) -> None:
        self._case, self._seed = case, seed
        self._copulas: dict[str, Copula] = {
            name: copula for copula in copulas_of(case.corr) for name in copula.names
        }

    def group(self, premise: str) -> tuple[str, ...]:
        """A premise and those whose draws move with its own."""
        copula = self._copulas.get(premise)
        return (premise,) if copula is None else copula.names

    def normal(self, premise: str, block: Block) -> FloatArray | None:
        """Normal numbers that rise with a premise; None where it goes by its own uniform ones."""
        copula = self._copulas.get(premise)
        if copula is None or copula.is_first(premise):
            return None
        return self._normal(copula, premise, block)

    def crossed(self, premise: str, block: Crossed) -> FloatArray | None:
        """The same for worlds put together from two; None where it is as in the one behind.

        What is left of a normal number, once those that it is tied to are known, does not depend
        on them: it is that of the world behind, and the rest moves with what is known. What is
        0 or 1 and known moves nothing here: it tells which worlds may stand behind.
        """
        copula = self._copulas.get(premise)
        if copula is None:
            return None
        premises = self._case.premises
        known = [n for n in copula.names if n in block.premises and premises[n].chance is None]
        if not known:
            return None
        normal = block.of_rest(self._normal(copula, premise, block.behind))
        for name, weight in zip(known, copula.shift(premise, known).tolist(), strict=True):
            there = block.of_known(self._normal(copula, name, block.within))
            here = block.of_rest(self._normal(copula, name, block.behind))
            normal = normal + weight * (there - here)
        return normal

    def _normal(self, copula: Copula, premise: str, block: Block) -> FloatArray:
        """Correlated normal numbers of a premise, the first of its group included."""

        def own(name: str) -> FloatArray:
            at = (self._seed, "fact", name, block.first, block.count)
            if self._case.premises[name].chance is None:
                return np.asarray(ndtri(uniforms(*at)))
            # It happens where its uniform number is low.
            return -np.asarray(ndtri(uniforms(*at, sub=1)))

        return copula.normal(premise, own)
