"""What an evaluation is asked and what it answers: the waist between model and reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from kautilya.payoffs.space import Arrangement, ProfileSpace
from kautilya.terms import FloatArray


@dataclass(frozen=True)
class Setting:
    """What differs from the plain case in one evaluation.

    Parameters
    ----------
    scenario
        Name of a scenario, or None for the case as it stands.
    removed
        Mechanisms, `does`, beliefs (``ACTOR.believes.NAME``) and interests (``ACTOR.ID``) that
        are taken away.
    pinned
        Premises held at a value in the facts of every world.
    shape
        Shape of the draws: authored, edges, centre or log.
    believed
        Beliefs (``ACTOR.believes.NAME``) held at a value in every world.
    weighting
        How an actor's weights are drawn where not by its tiers and absolute block: ``ranks``
        (tiers without the block), ``flat`` (all weights alike), ``lexicographic`` (each tier
        outweighs all later ones), ``reversed`` (the last tier first), or ``top:ID`` (that interest
        above all others).
    anchors
        Interests (``ACTOR.ID``) whose anchors are moved: by how many lengths of the way from worst
        to best the worst one moves, and the best one.
    discount
        Discount a year; the case's own where None.
    """

    scenario: str | None = None
    removed: frozenset[str] = frozenset()
    pinned: tuple[tuple[str, float], ...] = ()
    shape: str = "authored"
    believed: tuple[tuple[str, float], ...] = ()
    weighting: tuple[tuple[str, str], ...] = ()
    anchors: tuple[tuple[str, float, float], ...] = ()
    discount: float | None = None

    @cached_property
    def changed(self) -> frozenset[str]:
        """Inputs of the model that are not as in the plain case, by the names of `reach`."""
        return self.removed.union(
            (name for name, _ in self.pinned),
            (name for name, _ in self.believed),
            (f"{name}.anchors" for name, _, _ in self.anchors),
        )

    @property
    def plain(self) -> Setting:
        """The same scenario, shape and discount with nothing changed."""
        return Setting(self.scenario, shape=self.shape, discount=self.discount)


@dataclass(frozen=True)
class Block:
    """A run of worlds, by the number of the first and how many."""

    first: int
    count: int


@dataclass(frozen=True)
class Level:
    """A level asked for: ``final``, ``average`` or ``peak`` of a variable."""

    kind: str
    name: str


@dataclass(frozen=True)
class Request:
    """One evaluation: which profiles, in which worlds, as seen by whom, for how long.

    Parameters
    ----------
    setting, block
        What differs from the plain case, and the worlds.
    view
        ``facts``, or the actor whose beliefs the model runs under.
    arrangement
        The profiles.
    horizon
        Months that payoffs and levels cover.
    interests
        Interests (``ACTOR.ID``) whose discounted mean value is wanted.
    levels
        Levels that are wanted.
    audit
        Whether to count months in which values are clipped or stocks held at a bound.
    """

    setting: Setting
    block: Block
    view: str
    arrangement: Arrangement
    horizon: int
    interests: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    audit: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an evaluation gives.

    Every array broadcasts to the arrangement's shape with the worlds as its last axis; an axis
    has length 1 where the quantity does not depend on it.

    Parameters
    ----------
    interests
        Discounted mean of each interest's value in [0, 1], without its weight.
    levels
        Each level asked for.
    clipped
        For each interest the share of months (over profiles and worlds) in which its value lay
        outside its anchors.
    clamped
        For each bounded stock the number of months in which it was held at a bound.
    """

    interests: Mapping[str, FloatArray]
    levels: Mapping[Level, FloatArray]
    clipped: Mapping[str, float] = field(default_factory=dict)
    clamped: Mapping[str, int] = field(default_factory=dict)


class Evaluator(Protocol):
    """Anything that turns profiles and worlds into payoffs and levels."""

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        ...

    @property
    def interests(self) -> Mapping[str, tuple[str, ...]]:
        """Each actor with interests, and those interests (``ACTOR.ID``), in file order."""
        ...

    @property
    def horizon(self) -> int:
        """Months that the case looks ahead."""
        ...

    def evaluate(self, request: Request) -> Outcome:
        """Run the model for every profile and world of a request."""
        ...

    def weights(self, actor: str, setting: Setting, block: Block) -> FloatArray:
        """Weights of an actor's interests, shape (interest, world); they sum to one."""
        ...

    def premise(self, name: str, view: str, setting: Setting, block: Block) -> FloatArray:
        """Value of a premise in each world, as a viewer takes it to be."""
        ...

    def viewer(self, actor: str, setting: Setting) -> str:
        """The view that an actor has: its own, or ``facts`` where it believes nothing apart."""
        ...

    def believes(self, view: str, name: str, setting: Setting) -> bool:
        """Whether a viewer has a belief of its own about a premise, whatever is chosen."""
        ...

    def reach(self, name: str, view: str) -> frozenset[str]:
        """What an interest or a variable depends on: premises, mechanisms and decisions."""
        ...
