"""What an evaluation is asked and what it answers: the waist between model and reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from kautilya.payoffs.space import Arrangement, ProfileSpace
from kautilya.terms import FloatArray, IntArray


@dataclass(frozen=True)
class Change:
    """What one query changes in the worlds that it asks about.

    Parameters
    ----------
    removed
        What is taken away, as in `Setting`.
    pinned
        Premises held at a value, in place of what holds them already.
    forced
        Options (``DECISION.OPTION``) whose `if` is taken as true in every month.
    """

    removed: frozenset[str] = frozenset()
    pinned: tuple[tuple[str, float], ...] = ()
    forced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Setting:
    """What differs from the plain case in one evaluation.

    Parameters
    ----------
    scenario
        Name of a scenario, or None for the case as it stands.
    removed
        Mechanisms, `does`, beliefs (``ACTOR.believes.NAME``) and interests (``ACTOR.ID``) that
        are taken away. A premise that is removed and pinned is held so in every view.
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
    forced
        Options (``DECISION.OPTION``) whose `if` is taken as true in every month.
    """

    scenario: str | None = None
    removed: frozenset[str] = frozenset()
    pinned: tuple[tuple[str, float], ...] = ()
    shape: str = "authored"
    believed: tuple[tuple[str, float], ...] = ()
    weighting: tuple[tuple[str, str], ...] = ()
    anchors: tuple[tuple[str, float, float], ...] = ()
    discount: float | None = None
    forced: frozenset[str] = frozenset()

    @cached_property
    def changed(self) -> frozenset[str]:
        """Inputs of the model that are not as in the plain case, by the names of `reach`."""
        return self.removed.union(
            self.forced,
            (name for name, _ in self.pinned),
            (name for name, _ in self.believed),
            (f"{name}.anchors" for name, _, _ in self.anchors),
        )

    @property
    def plain(self) -> Setting:
        """The same scenario, shape and discount with nothing changed."""
        return Setting(self.scenario, shape=self.shape, discount=self.discount)

    def under(self, change: Change) -> Setting:
        """The same with a change, which overrules what is pinned already.

        Examples
        --------
        >>> held = Setting(pinned=(("ice", 0.2), ("toll", 1.0)))
        >>> held.under(Change(pinned=(("ice", 0.7),))).pinned
        (('toll', 1.0), ('ice', 0.7))
        """
        if change == Change():
            return self
        moved = {name for name, _ in change.pinned}
        kept = tuple(pair for pair in self.pinned if pair[0] not in moved)
        return replace(
            self,
            removed=self.removed | change.removed,
            pinned=(*kept, *change.pinned),
            forced=self.forced | change.forced,
        )


@dataclass(frozen=True)
class Block:
    """A run of worlds, by the number of the first and how many."""

    first: int
    count: int

    def number(self, place: int) -> int:
        """Number of the world at a place."""
        return self.first + place


@dataclass(frozen=True, eq=False)
class Crossed(Block):
    """Worlds put together from two: some premises as in one world, all else as in another.

    A draw that is tied to these premises moves with them, as far as it is tied.

    Parameters
    ----------
    first, count
        First of the worlds that the premises are from, and number of pairs.
    premises
        Premises that are as in the worlds of `known`.
    known, rest
        World of each pair that the premises are from, and the one that all else is from.
    within
        A run of worlds in which all of `known` lie.
    """

    premises: frozenset[str]
    known: IntArray
    rest: IntArray
    within: Block

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def number(self, place: int) -> int:
        """Number of the world at a place: the one whose premises are known."""
        return int(self.known[place])

    def of_known(self, draws: FloatArray) -> FloatArray:
        """Draws of the worlds of `within`, worlds on the last axis, for each pair."""
        return draws[..., self.known - self.within.first]

    def of_rest(self, draws: FloatArray) -> FloatArray:
        """Draws of the worlds of `behind`, worlds on the last axis, for each pair."""
        return draws[..., self.rest]

    @property
    def behind(self) -> Block:
        """The worlds from the first on in which all of `rest` lie."""
        return Block(0, int(self.rest.max()) + 1)


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

    def telling(
        self, premises: tuple[str, ...], name: str, view: str, setting: Setting
    ) -> dict[str, bool]:
        """Premises whose value in a world tells something of an interest, as a viewer sees it.

        Each with whether it is drawn as 0 or 1, and not from a range.
        """
        ...

    def tied(self, premise: str) -> tuple[str, ...]:
        """A premise and those whose draws move with its own."""
        ...
