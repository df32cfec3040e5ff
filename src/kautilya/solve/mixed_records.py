"""Records of equilibria in mixed strategies, and what is claimed of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Component", "MixedAnswer", "MixedEquilibrium", "NashSubset", "Strategy"]

Strategy = tuple[Fraction | float, ...]
"""The chance of each of an actor's strategies; they sum to one."""


@dataclass(frozen=True, slots=True)
class MixedEquilibrium:
    """Chances for every actor's strategies from which nobody gains by leaving.

    Parameters
    ----------
    strategies : tuple of Strategy
        For each actor the chance of each of its strategies.
    payoffs : tuple of Fraction or of float
        For each actor its expected payoff.
    regret : Fraction or float
        The most that an actor gains by leaving; 0 where the equilibrium is exact.
    exact : bool
        Whether every number is a fraction without rounding; else a float.
    """

    strategies: tuple[Strategy, ...]
    payoffs: tuple[Fraction | float, ...]
    regret: Fraction | float
    exact: bool

    @property
    def is_pure(self) -> bool:
        """Whether each actor plays one strategy for certain."""
        return all(sum(chance > 0 for chance in strategy) == 1 for strategy in self.strategies)

    @property
    def support(self) -> tuple[tuple[int, ...], ...]:
        """For each actor the numbers of the strategies that it plays."""
        return tuple(
            tuple(number for number, chance in enumerate(strategy) if chance > 0)
            for strategy in self.strategies
        )


@dataclass(frozen=True, slots=True)
class NashSubset:
    """A maximal Nash subset: strategies that go together in every combination.

    Whatever mixture of its corners each actor plays, the result is an equilibrium; and no corner
    can be added. A single equilibrium has one corner for each actor.

    Parameters
    ----------
    corners : tuple of tuple of Strategy
        For each actor its extreme strategies.
    """

    corners: tuple[tuple[Strategy, ...], ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Equilibria that hang together: from each the others are reached through equilibria.

    Parameters
    ----------
    subsets : tuple of NashSubset
        The maximal Nash subsets that make it up.
    equilibria : tuple of int
        Its extreme equilibria, by their number in the answer.
    """

    subsets: tuple[NashSubset, ...]
    equilibria: tuple[int, ...]

    @property
    def is_single(self) -> bool:
        """Whether it is one equilibrium and no more."""
        return len(self.equilibria) == 1


@dataclass(frozen=True, slots=True)
class MixedAnswer:
    """Nash equilibria of a game, and whether they are all.

    Parameters
    ----------
    equilibria : tuple of MixedEquilibrium
        At least one. Where there are infinitely many and all are claimed, the extreme ones: the
        others are mixtures of these, as the components tell.
    components : tuple of Component
        The connected sets of equilibria, where all are claimed; else empty.
    complete : {"all", "unknown"}
        Whether every equilibrium is there, in the sense above.
    method : str
        How they were found.
    """

    equilibria: tuple[MixedEquilibrium, ...]
    components: tuple[Component, ...]
    complete: Literal["all", "unknown"]
    method: str

    @property
    def is_finite(self) -> bool | None:
        """Whether there are finitely many equilibria; None where that is not known."""
        if self.complete == "unknown":
            return None
        return all(component.is_single for component in self.components)

    @property
    def statement(self) -> str:
        """What is claimed, in words."""
        number = len(self.equilibria)
        if self.complete == "unknown":
            return f"{_counted(number, 'equilibrium', 'equilibria')} found; there may be more"
        if self.is_finite:
            return f"all {_counted(number, 'equilibrium', 'equilibria')}"
        extreme = _counted(number, "extreme equilibrium", "extreme equilibria")
        components = _counted(len(self.components), "component", "components")
        return f"all {extreme}; {components}, so infinitely many equilibria"


def _counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"
