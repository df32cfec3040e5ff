"""Worlds by a table: everything uncertain has the values that somebody else lays out.

A design of experiments needs worlds of its own: this premise at its low end in one run and at its
high end in the next. Here runs take the place of worlds, and each draw is read from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field

import numpy as np

from kautilya.case import Case
from kautilya.credence import Shape, quantile
from kautilya.kernel.evaluate import ArrayEvaluator
from kautilya.kernel.worlds import Draw, Form, Worlds
from kautilya.payoffs import Block, Crossed, Setting
from kautilya.terms import FACTS, FloatArray

__all__ = ["Design", "Uncertain", "on_design", "uncertain_of", "values_of"]


@dataclass(frozen=True)
class Uncertain:
    """One thing that is drawn.

    Parameters
    ----------
    role, name
        What the draw is for, and of what, as in `kautilya.credence.uniforms`.
    form
        A range, with or without a likeliest value, or a chance.
    """

    role: str
    name: str
    form: Form

    @property
    def key(self) -> tuple[str, str]:
        """By what it is told from all others."""
        return self.role, self.name

    @property
    def element(self) -> str:
        """Its name as in `reach`: a premise, a mechanism, or ``ACTOR.believes.NAME``."""
        kind, _, rest = self.role.partition(":")
        return f"{rest.partition(':')[0]}.believes.{self.name}" if kind == "belief" else self.name

    @property
    def persuading(self) -> str:
        """The option that gives the belief while it is chosen, or empty."""
        return self.role.removeprefix("belief:").partition(":")[2]

    @property
    def is_chance(self) -> bool:
        """Whether it is 0 or 1."""
        return self.form.band is not None


@dataclass(frozen=True, eq=False)
class Design:
    """Values of everything uncertain, one for each run.

    Parameters
    ----------
    draws
        By role and name; shape (run,). What is not in it is drawn as ever, by the run's number.
    weights
        For an actor the weights of its interests, shape (interest, run).
    """

    draws: Mapping[tuple[str, str], FloatArray]
    weights: Mapping[str, FloatArray] = field(default_factory=dict)


def uncertain_of(evaluator: ArrayEvaluator, setting: Setting) -> tuple[Uncertain, ...]:
    """Everything that is drawn in a setting, but for weights, in the order of the file.

    Parameters
    ----------
    evaluator
        What draws the worlds.
    setting
        What differs from the plain case: what a scenario sets is not drawn.
    """
    case = evaluator.worlds.case
    recorder = _Recorder(case, evaluator.worlds.seed)
    for viewer in (FACTS, *case.actors):
        recorder.view(viewer, setting, Block(0, 1))
    return tuple(recorder.found.values())


def values_of(uncertain: Uncertain, places: FloatArray) -> FloatArray:
    """Values at places of the inverse distribution function, as authored.

    Parameters
    ----------
    uncertain
        A range or a chance.
    places
        In [0, 1].

    Returns
    -------
    FloatArray
        Rising with the place; of a chance, 1 at the upper places, as many as its band has in the
        middle, and 0 below.

    Examples
    --------
    >>> values_of(Uncertain("fact", "toll", Form(range=(2.0, 4.0))), np.array([0.0, 0.5])).tolist()
    [2.0, 3.0]
    """
    form = uncertain.form
    if form.band is not None:
        chance = (form.band.low + form.band.high) / 2.0
        return np.asarray(places > 1.0 - chance, dtype=np.float64)
    assert form.range is not None
    return quantile(Shape.AUTHORED, places, *form.range, form.value)


def on_design(evaluator: ArrayEvaluator, design: Design) -> ArrayEvaluator:
    """An evaluator of the same case whose worlds are the runs of a design.

    What was compiled is shared; the evaluator that is given stays as it is.
    """
    other = copy(evaluator)
    other.worlds = _Tabled(evaluator.worlds.case, evaluator.worlds.seed, design)
    return other


class _Recorder(Worlds):
    """Worlds that write down what they draw."""

    def __init__(self, case: Case, seed: int) -> None:
        super().__init__(case, seed)
        self.found: dict[tuple[str, str], Uncertain] = {}

    def _draw(self, role: str, name: str, form: Form, setting: Setting, block: Block) -> Draw:
        drawn = super()._draw(role, name, form, setting, block)
        certain = form.band is not None and form.band.low == form.band.high in (0.0, 1.0)
        if isinstance(drawn, np.ndarray) and not certain:
            self.found.setdefault((role, name), Uncertain(role, name, form))
        return drawn


class _Tabled(Worlds):
    """Worlds whose draws are the rows of a design."""

    def __init__(self, case: Case, seed: int, design: Design) -> None:
        super().__init__(case, seed)
        self._design = design

    def _draw(self, role: str, name: str, form: Form, setting: Setting, block: Block) -> Draw:
        given = self._design.draws.get((role, name))
        if given is None or isinstance(block, Crossed):  # which comes back for its two worlds
            return super()._draw(role, name, form, setting, block)
        return given[block.first : block.first + block.count]

    def weights(self, actor: str, setting: Setting, block: Block) -> FloatArray:
        """Weights of an actor's interests, (interest, run)."""
        given = self._design.weights.get(actor)
        if given is None or isinstance(block, Crossed):
            return super().weights(actor, setting, block)
        return given[:, block.first : block.first + block.count]
