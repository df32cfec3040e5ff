"""A case as a game in strategic form: matrix, equilibria, what never pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix of two actors.

    Parameters
    ----------
    row, column
        The strategies.
    state
        The state, or None where the combination is not feasible.
    worth
        What it is worth to each of the two, as text.
    best
        Actors that answer best here.
    """

    row: str
    column: str
    state: int | None
    worth: tuple[str, str]
    best: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """The game of two actors as a table.

    Parameters
    ----------
    rows, columns
        The actor whose strategies are the rows, and the other.
    row_names, column_names
        Their strategies.
    cells
        Row by row.
    """

    rows: str
    columns: str
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Dominated:
    """A strategy that is taken out because another is better whatever the others do.

    Parameters
    ----------
    round
        In which round of elimination, from 1.
    actor, strategy
        Whose, and which.
    by
        The strategy that dominates it; a mixture as text.
    """

    round: int
    actor: str
    strategy: str
    by: str


@dataclass(frozen=True)
class Mixed:
    """A Nash equilibrium in strategies played with certain chances.

    Parameters
    ----------
    chances
        For each actor the chance of every strategy that it plays.
    payoffs
        Expected payoff of each actor.
    pure
        Whether each actor plays one strategy.
    regret
        The most that an actor would gain by leaving it; 0 where it is exact.
    """

    chances: Mapping[str, Mapping[str, str]]
    payoffs: Mapping[str, str]
    pure: bool
    regret: float = 0.0


@dataclass(frozen=True)
class MixedSet:
    """Infinitely many equilibria that hang together.

    Parameters
    ----------
    corners
        Its extreme equilibria, by their place in the list.
    parts
        How many maximal Nash subsets make it up: within each, everything may be mixed with
        everything.
    """

    corners: tuple[int, ...]
    parts: int


@dataclass(frozen=True)
class Quantal:
    """The logit response at one precision, on the principal branch.

    Parameters
    ----------
    precision
        How sharply actors choose, per unit of payoff; None for the limit, where nobody errs.
    chances
        For each actor the chance of every strategy.
    """

    precision: float | None
    chances: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Game:
    """The case as a game in strategic form: the single game of the record.

    Parameters
    ----------
    strategies
        For each actor its strategies.
    matrix
        The table of two actors with few strategies; None otherwise.
    dominated_strictly, dominated_weakly
        Iterated elimination; the order of rounds matters for weak dominance alone.
    pure
        States that are Nash equilibria in pure strategies: all of them.
    mixed
        Equilibria that mix, and those that do not.
    complete
        ``all``: every equilibrium is listed; ``unknown``: there may be more; ``pure``: only pure
        ones were looked for; ``failed``: those that mix were looked for and none was found;
        ``continuum``: there are infinitely many, and the corners of what there is are listed.
    sets
        Connected sets of infinitely many equilibria.
    quantal
        Logit responses, by precision.
    """

    strategies: Mapping[str, tuple[str, ...]]
    matrix: Matrix | None
    dominated_strictly: tuple[Dominated, ...]
    dominated_weakly: tuple[Dominated, ...]
    pure: tuple[int, ...]
    mixed: tuple[Mixed, ...]
    complete: str
    sets: tuple[MixedSet, ...] = ()
    quantal: tuple[Quantal, ...] = ()
