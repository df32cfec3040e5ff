"""What differs between worlds: shares, margins, and what the actors' staying turns on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spread:
    """A quantity over worlds.

    Parameters
    ----------
    median
        In the middle of the worlds.
    low, high
        Bounds of the middle 90% of worlds.
    """

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Turn:
    """Something that moves how often an actor would stay.

    Parameters
    ----------
    name
        A premise, or what is taken away: a mechanism, the effect of an option, a belief
        (``ACTOR.believes.NAME``) or an interest (``ACTOR.ID``).
    ends
        The two values between which the premise was moved; None for what is taken away.
    first, second
        Share of worlds in which the state is stable for the actor: with the premise at its low and
        its high end, or as the case stands and with the thing taken away.
    error
        Standard error of the difference, world by world.
    """

    name: str
    ends: tuple[float, float] | None
    first: float
    second: float
    error: float

    @property
    def difference(self) -> float:
        """The second share less the first."""
        return self.second - self.first

    @property
    def turns(self) -> bool:
        """Whether it takes the actor from mostly staying to mostly leaving, or back."""
        return (self.first >= 0.5) != (self.second >= 0.5)


@dataclass(frozen=True)
class Stance:
    """Whether one actor would stay in a state, over worlds.

    Parameters
    ----------
    actor
        Who.
    no_move
        Whether it cannot leave at all; then it is stable in every world, whatever it wants.
    stable
        For each concept the share of worlds in which the state is stable for it.
    margins
        For each concept the payoff that the stability has to spare; below zero what it gains by
        leaving. Empty where it cannot leave.
    turns_on
        What moves the share, the largest first.
    """

    actor: str
    no_move: bool
    stable: Mapping[str, float]
    margins: Mapping[str, Spread] = field(default_factory=dict)
    turns_on: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Leading:
    """A leading state of a dynamic case, actor by actor.

    Parameters
    ----------
    state
        Its number.
    leads
        Concepts under which it is an equilibrium in more worlds than any other state.
    equilibrium
        For each concept the share of worlds in which it is one.
    error
        For each concept the bounds of that share by Monte Carlo error, 95%.
    stances
        One for each actor.
    tried
        Whether it was tried what the actors' staying turns on.
    """

    state: int
    leads: tuple[str, ...]
    equilibrium: Mapping[str, float]
    error: Mapping[str, tuple[float, float]]
    stances: tuple[Stance, ...]
    tried: bool = False


@dataclass(frozen=True)
class Erring:
    """Choices of actors who choose the better more often, but not always: quantal response.

    Parameters
    ----------
    precision
        How sharply they choose, per unit of payoff: what pays x more is taken exp(precision x)
        times as often. The response is the one on the principal branch.
    choices
        For each decision the chance of each option, in the mean over worlds.
    worlds, found
        In how many worlds a response was sought, and found; the mean is over the latter.
    """

    precision: float
    choices: Mapping[str, Mapping[str, float]]
    worlds: int
    found: int


@dataclass(frozen=True)
class OverWorlds:
    """What differs between worlds.

    Parameters
    ----------
    leading
        Today, and the states that lead under some concept.
    numbers
        For each concept the share of worlds by number of equilibria: 0, 1, .. as text.
    margin_worlds
        Worlds on which margins were measured.
    turn_worlds, turn_concept, tried
        Worlds on which premises were moved and things taken away, by which concept, and how many
        were tried; no worlds where that was not asked.
    dominated
        For each actor and strategy the share of worlds in which iterated elimination of strictly
        dominated strategies takes it out; empty where not every combination is feasible.
    erring
        Choices of actors who err, by precision.
    """

    leading: tuple[Leading, ...]
    numbers: Mapping[str, Mapping[str, float]]
    margin_worlds: int
    turn_worlds: int = 0
    turn_concept: str = ""
    tried: int = 0
    dominated: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    erring: tuple[Erring, ...] = ()
