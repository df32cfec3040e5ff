"""Iterated elimination of dominated strategies: what nobody would do, given what nobody would do.

A strategy of an actor (a joint choice over its free decisions) is *strictly dominated* if some
other gains more than epsilon on it whatever the others do, and *weakly dominated* if some other
never loses more than epsilon on it and sometimes gains more than epsilon. In each round all
dominated strategies of all actors are eliminated at once; then the question is asked again among
those that are left.

The order of elimination makes no difference to what survives strict elimination; it may to what
survives weak elimination, where the order is the one just said: everything at once, round by round.
Weak elimination may take equilibria away, strict elimination never does.

Not to be confused with never being a best response: with three actors and more, a strategy may be
best against no independent mixtures of the others and yet be undominated.

Within one round a strategy goes only if one that stays dominates it. With epsilon zero that is no
restriction; otherwise weak dominance may run in a circle, and then nothing in the circle goes.

Source: R. D. Luce and H. Raiffa, *Games and Decisions* (1957), chapters 4 and 5; by mixtures:
D. G. Pearce, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52
(1984).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.payoffs import NormalForm, ProfileSpace
from kautilya.solve.dominance_mixed import Mixture
from kautilya.solve.dominance_rounds import (
    BY_MIXTURE,
    STAYS,
    Left,
    Rules,
    Undecided,
    check_epsilon,
    eliminate,
)
from kautilya.solve.strategy_tables import strategy_tables
from kautilya.terms import DEFAULT_EPSILON, BoolArray, FloatArray, IntArray

__all__ = [
    "BY_MIXTURE",
    "STAYS",
    "Dominance",
    "Elimination",
    "Undecided",
    "dominance",
    "dominance_in",
]

_MOST_ENTRIES = 4_000_000


@dataclass(frozen=True)
class Elimination:
    """One strategy that goes.

    Parameters
    ----------
    round : int
        In which round, from 1.
    actor : str
        Whose strategy it is.
    strategy : int
        Its number.
    dominator : int or None
        The first strategy that dominates it and stays in that round; None if only a mixture does.
    mixture : Mixture or None
        The mixture that dominates it, where no strategy does.
    """

    round: int
    actor: str
    strategy: int
    dominator: int | None
    mixture: Mixture | None = None


@dataclass(frozen=True, eq=False)
class Dominance:
    """Which strategies survive iterated elimination, and what eliminates the others.

    Parameters
    ----------
    strategies : mapping of str to tuple of str
        For each actor the names of its strategies, by number: its options, joined by commas, the
        last decision varying fastest.
    rounds : mapping of str to IntArray, shape (K, W)
        For each actor the round in which each strategy goes; 0 where it stays.
    dominators : mapping of str to IntArray, shape (K, W)
        The strategy that dominates it then; `STAYS` where it stays, `BY_MIXTURE` where only a
        mixture does.
    mixtures : mapping of (str, int, int) to Mixture
        By actor, strategy and world.
    undecided : tuple of Undecided
        What could not be decided; empty unless mixtures were asked for, and then as a rule, too.
    weak, mixed : bool
        What was asked for.
    """

    strategies: Mapping[str, tuple[str, ...]]
    rounds: Mapping[str, IntArray]
    dominators: Mapping[str, IntArray]
    mixtures: Mapping[tuple[str, int, int], Mixture]
    undecided: tuple[Undecided, ...]
    weak: bool
    mixed: bool

    def survivors(self, actor: str) -> BoolArray:
        """Return which strategies of an actor stay, shape (K, W)."""
        stays: BoolArray = self.rounds[actor] == 0
        return stays

    @property
    def last_round(self) -> IntArray:
        """The last round that eliminated something, world by world; 0 where none did."""
        last: IntArray = np.max([rounds.max(axis=0) for rounds in self.rounds.values()], axis=0)
        return last

    @property
    def solved(self) -> BoolArray:
        """Whether one strategy is left to each actor, world by world: dominance solvable."""
        alone = [self.survivors(actor).sum(axis=0) == 1 for actor in self.rounds]
        everyone: BoolArray = np.logical_and.reduce(alone)
        return everyone

    def eliminations(self, world: int = 0) -> tuple[Elimination, ...]:
        """Return what goes in one world, by round, then actor, then strategy."""
        found = []
        for actor, rounds in self.rounds.items():
            for strategy in np.flatnonzero(rounds[:, world]).tolist():
                dominator = int(self.dominators[actor][strategy, world])
                found.append(
                    Elimination(
                        round=int(rounds[strategy, world]),
                        actor=actor,
                        strategy=strategy,
                        dominator=None if dominator == BY_MIXTURE else dominator,
                        mixture=self.mixtures.get((actor, strategy, world)),
                    )
                )
        return tuple(sorted(found, key=lambda each: each.round))


def dominance(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
    *,
    weak: bool = False,
    mixed: bool = False,
) -> Dominance:
    """Return what survives iterated elimination of dominated strategies, world by world.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it or the decision is pinned. An owner without payoffs keeps all its strategies.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.
    epsilon : float, default 1e-4
        Differences in payoff up to this are ties.
    weak : bool, default False
        Whether weak dominance is enough.
    mixed : bool, default False
        Whether mixtures of strategies may dominate, too. They are found by linear programming,
        one world after another, and checked in exact arithmetic.

    Returns
    -------
    Dominance
        Its actors are those with a free decision, in file order.

    Raises
    ------
    ValueError
        If shapes do not fit the space, every decision is pinned, or epsilon is negative.

    See Also
    --------
    dominance_in : for a game with exact payoffs.
    kautilya.solve.pure_nash.pure_nash : the profiles that nobody would leave alone.

    Examples
    --------
    A baker who fears that the other may cut prices cuts as well; the other follows in round two.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     decisions=("ann.price", "bob.price"),
    ...     options=(("hold", "cut"), ("hold", "cut", "double")),
    ...     owners=("ann", "bob"),
    ...     now=(0, 0),
    ... )
    >>> ann = np.array([[0.5, 0.1, 0.6], [0.6, 0.2, 0.5]])[..., None]
    >>> bob = np.array([[0.6, 0.5, 0.1], [0.3, 0.4, 0.1]])[..., None]
    >>> found = dominance(space, {"ann": ann, "bob": bob})
    >>> [(each.round, each.actor, each.strategy, each.dominator) for each in found.eliminations()]
    [(1, 'bob', 2, 0), (2, 'ann', 0, 1), (3, 'bob', 0, 1)]
    >>> found.solved
    array([ True])
    """
    check_epsilon(epsilon)
    tables = strategy_tables(space, payoffs, pinned)
    if not tables.names:
        raise ValueError("every decision is pinned, so nobody has strategies to eliminate")
    block = max(1, _MOST_ENTRIES // max(tables.size, 1))
    cuts = range(0, tables.worlds, block)
    parts = [
        eliminate(tables.block(worlds), tables.names, Rules(epsilon, weak, mixed), worlds)
        for worlds in (range(start, min(start + block, tables.worlds)) for start in cuts)
    ]
    return _joined(tables.names, parts, weak, mixed)


def dominance_in(
    game: NormalForm, epsilon: float = 0.0, *, weak: bool = False, mixed: bool = False
) -> Dominance:
    """Return what survives iterated elimination in a game with exact payoffs.

    Parameters
    ----------
    game : NormalForm
        The game; its only world has number 0.
    epsilon : float, default 0
        Differences in payoff up to this are ties.
    weak, mixed : bool, default False
        As in `dominance`.

    Returns
    -------
    Dominance

    Raises
    ------
    ValueError
        If epsilon is negative.

    Examples
    --------
    Neither top nor bottom dominates the middle, but half of each does.

    >>> from kautilya.payoffs import NormalForm, exact_array
    >>> row = exact_array([[3, 0], [1, 1], [0, 3]])
    >>> game = NormalForm(
    ...     ("row", "column"), (("top", "middle", "bottom"), ("l", "r")), (row, row * 0)
    ... )
    >>> dominance_in(game).survivors("row")[:, 0].tolist()
    [True, True, True]
    >>> (found,) = dominance_in(game, mixed=True).eliminations()
    >>> found.strategy, found.mixture.weights
    (1, {0: Fraction(1, 2), 2: Fraction(1, 2)})
    """
    check_epsilon(epsilon)
    tables: dict[str, NDArray[Any]] = {
        actor: payoff[..., np.newaxis]
        for actor, payoff in zip(game.actors, game.payoffs, strict=True)
    }
    names = dict(zip(game.actors, game.strategies, strict=True))
    left = eliminate(tables, names, Rules(epsilon, weak, mixed), range(1))
    return _joined(names, [left], weak, mixed)


def _joined(
    names: Mapping[str, tuple[str, ...]], parts: Sequence[Left], weak: bool, mixed: bool
) -> Dominance:
    """Blocks of worlds, put together again."""
    return Dominance(
        strategies=names,
        rounds={
            actor: np.concatenate([part.rounds[actor] for part in parts], 1) for actor in names
        },
        dominators={
            actor: np.concatenate([part.dominators[actor] for part in parts], 1) for actor in names
        },
        mixtures={key: mixture for part in parts for key, mixture in part.mixtures.items()},
        undecided=tuple(each for part in parts for each in part.undecided),
        weak=weak,
        mixed=mixed,
    )
