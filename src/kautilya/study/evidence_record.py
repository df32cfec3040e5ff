"""What evidence says of rival hypotheses: the record that reports print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.explore.evidence import Band, LeftOut, Likelihood, Ratio
from kautilya.study.deciding import Subject

__all__ = [
    "Band",
    "Hypothesis",
    "Item",
    "LeftOut",
    "Likelihood",
    "Overlap",
    "Posterior",
    "Ratio",
    "RatioOf",
    "Together",
    "Weighing",
]

FEW = 0.1
"""Below this share of the worlds, what is said of them rests on few."""


@dataclass(frozen=True)
class Hypothesis:
    """A rival explanation and its worlds.

    Parameters
    ----------
    name, says, when, source, line
        As the author wrote it; `when` is empty for one that is a name alone.
    worlds, share, low, high
        Worlds as authored, their share, and the lowest and highest share over the shapes of draw;
        None for a name alone. The share is the volume of ranges, and no prior.
    missing
        Worlds in which its claim has no answer, because a settling cycles.
    prior
        Band of its prior: the author's, or from half to twice an even share.
    stated
        Whether the author gave that band.
    """

    name: str
    says: str
    when: str
    source: tuple[str, ...]
    line: int
    worlds: int | None
    share: float | None
    low: float | None
    high: float | None
    missing: int
    prior: Band
    stated: bool

    @property
    def is_empty(self) -> bool:
        """Whether it is a set of worlds and no world is in it."""
        return self.worlds == 0

    @property
    def warns(self) -> bool:
        """Whether it holds so few worlds that likelihoods under it are in doubt."""
        return self.share is not None and 0.0 < self.share < FEW


@dataclass(frozen=True)
class Overlap:
    """Worlds of two hypotheses at once."""

    one: str
    other: str
    worlds: int
    share: float


@dataclass(frozen=True)
class RatioOf:
    """The ratio of likelihoods of two hypotheses."""

    one: str
    other: str
    ratio: Ratio
    discriminates: bool


@dataclass(frozen=True)
class Item:
    """A piece of evidence.

    Parameters
    ----------
    name, says, expect, source, line
        As the author wrote it; `expect` is empty where all likelihoods are by hand.
    likelihoods
        Under each hypothesis that is compared.
    by_hand
        Hypotheses under which its likelihood was set by hand.
    ratios
        Of each pair of hypotheses, in file order.
    share
        Share of all worlds in which it holds; None without a claim.
    missing
        Worlds in which its claim has no answer.
    allowed
        Whether it can happen under any of the hypotheses.
    """

    name: str
    says: str
    expect: str
    source: tuple[str, ...]
    line: int
    likelihoods: Mapping[str, Likelihood]
    by_hand: tuple[str, ...]
    ratios: tuple[RatioOf, ...]
    share: float | None
    missing: int
    allowed: bool

    @property
    def discriminates(self) -> bool:
        """Whether it speaks for some hypothesis over some other."""
        return any(found.discriminates for found in self.ratios)


@dataclass(frozen=True)
class Together:
    """Items that follow from the model, in the same worlds and as if they were independent.

    Parameters
    ----------
    items
        The items with a claim.
    same_worlds, independent
        Their joint likelihood under each hypothesis that is a set of worlds: counted in the same
        worlds, and as the product of their likelihoods.
    dependent
        Hypotheses under which the product lies outside of the bounds of the count.
    share
        Share of all worlds in which all of them hold.
    worlds
        How many worlds these are: the effective number on which joint likelihoods rest.
    """

    items: tuple[str, ...]
    same_worlds: Mapping[str, Likelihood]
    independent: Mapping[str, Likelihood]
    dependent: tuple[str, ...]
    share: float
    worlds: int

    @property
    def warns(self) -> bool:
        """Whether so few worlds are left that the model is in doubt."""
        return self.share < FEW


@dataclass(frozen=True)
class Posterior:
    """What all items make of priors.

    Parameters
    ----------
    likelihoods, ratios, order
        Joint likelihood under each hypothesis, the ratio of each pair, and the hypotheses by it.
    even, banded
        Range of the posterior under even priors, and under all priors within the bands; None where
        the items cannot all happen under any hypothesis.
    fits
        Whether priors of the hypotheses that are compared fit into the bands. They do not where one
        that is left out took its band along; even priors stand for them then.
    """

    likelihoods: Mapping[str, Likelihood]
    ratios: tuple[RatioOf, ...]
    order: tuple[str, ...]
    even: Mapping[str, Band] | None
    banded: Mapping[str, Band] | None
    fits: bool


@dataclass(frozen=True)
class Weighing:
    """Everything that the evidence says of the hypotheses.

    Parameters
    ----------
    subject
        The case and the worlds.
    hypotheses
        In file order.
    compared
        Those that are compared: all but those without a world.
    overlaps
        Pairs that share worlds.
    under_none, under_several, unanswered
        Worlds under none of the hypotheses, under more than one, and where a claim of one has no
        answer.
    items
        In file order.
    independent
        All items, taken as independent given the hypothesis.
    together
        The items with a claim in the same worlds; None with fewer than two.
    same_worlds
        All items, those with a claim counted in the same worlds; None as `together`.
    left_out
        The ranking without each item, the most telling first.
    """

    subject: Subject
    hypotheses: tuple[Hypothesis, ...]
    compared: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    under_none: int
    under_several: int
    unanswered: int
    items: tuple[Item, ...]
    independent: Posterior | None
    together: Together | None
    same_worlds: Posterior | None
    left_out: tuple[LeftOut, ...]

    @property
    def any_by_hand(self) -> bool:
        """Whether any likelihood was set by hand."""
        return any(item.by_hand for item in self.items)
