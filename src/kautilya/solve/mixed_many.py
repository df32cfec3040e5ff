"""Nash equilibria of games of three actors and more, each checked by its regret.

With three actors the chances in an equilibrium need not be fractions, and no method lists all
equilibria of a game of some size. So these are found in rounded numbers, and what is told of each
is its regret: the most that an actor gains by leaving it, worked out without rounding. There may be
equilibria that are not found.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from kautilya.payoffs import ExactArray, NormalForm
from kautilya.solve.certificate import check_equilibrium
from kautilya.solve.exact_replies import exact_regret, mean, replies
from kautilya.solve.indifference import Support, solutions
from kautilya.solve.limits import TooLarge
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.mixed_records import MixedAnswer, MixedEquilibrium
from kautilya.solve.tracing import regret_of, trace
from kautilya.solve.undominated import ranks, undominated
from kautilya.terms import FloatArray, IntArray

__all__ = ["NothingFound", "mixed_many"]

MOST_SUPPORTS = 4000
"""Combinations of supports that are gone through; a game with more is searched from starts."""

TOLERANCE = 1e-12
"""Regret up to which rounded chances count, in shares of the range of an actor's payoffs."""

_TRIES_A_PATH = 4  # a path takes longer than a start on a support
_SAME = 1e-7  # chances nearer than this are one equilibrium

Chances = tuple[FloatArray, ...]
Kept = tuple[tuple[int, ...], ...]


class NothingFound(TooLarge):
    """No equilibrium was found. Every game has one, so this is a failure of the search.

    Examples
    --------
    >>> raise NothingFound("none of 8 starts led to an equilibrium; try more")
    Traceback (most recent call last):
        ...
    kautilya.solve.mixed_many.NothingFound: none of 8 starts led to an equilibrium; try more
    """


def mixed_many(
    game: NormalForm,
    starts: Sequence[Sequence[Sequence[float]]] = (),
    *,
    tries: int = 16,
    seed: int = 0,
    most_supports: int = MOST_SUPPORTS,
) -> MixedAnswer:
    """Nash equilibria of a game, as many as are found.

    Strictly dominated strategies are taken out first. If no more than two actors are left with a
    choice, the answer is that of `mixed_nash`: all equilibria, exactly. Else all pure equilibria
    are found, by trying each profile; and mixed ones

    - on every combination of supports, if there are not too many of them: what makes the actors
      indifferent is solved for by Newton's method from several starts;
    - along paths of logit replies, from each start that is given; and where supports are too many,
      from even chances and from random ones.

    Parameters
    ----------
    game : NormalForm
        The game.
    starts : sequence of sequence of sequence of float
        What the actors may expect of one another: for each start, for each actor, the chance of
        each of its strategies.
    tries : int, default 16
        Starts for each combination of supports; where supports are too many, a quarter as many
        paths from random chances.
    seed : int, default 0
        Of the random ones; the same seed gives the same answer.
    most_supports : int, default 4000
        Combinations of supports that are gone through.

    Returns
    -------
    MixedAnswer
        Equilibria that play earlier strategies come first. Pure ones are exact; the others have
        a regret of at most 1e-12 of the range of an actor's payoffs.

    Raises
    ------
    ValueError
        If a start does not fit the game, or there are no tries.
    NothingFound
        If no equilibrium was found.

    See Also
    --------
    kautilya.solve.mixed_nash : all equilibria of a game of two.

    References
    ----------
    R. Porter, E. Nudelman and Y. Shoham, "Simple search methods for finding a Nash equilibrium",
    Games and Economic Behavior 63 (2008), for leaving out supports whose strategies are dominated.

    Examples
    --------
    The only equilibrium of a game of three, in chances that are no fractions (R. Nau, S. Gomez
    Canovas and P. Hansen, International Journal of Game Theory 32, 2004).

    >>> from kautilya.payoffs import parse_nfg
    >>> game = parse_nfg('''
    ... NFG 1 R "irrational" { "one" "two" "three" } { 2 2 2 }
    ... 3 0 2  0 1 0  0 2 0  1 0 0  1 0 0  0 3 0  0 1 0  2 0 3
    ... ''')
    >>> answer = mixed_many(game)
    >>> answer.statement
    '1 equilibrium found; there may be more'
    >>> [round(strategy[0], 4) for strategy in answer.equilibria[0].strategies]
    [0.6192, 0.4798, 0.3788]
    >>> answer.equilibria[0].regret < 1e-12
    True
    """
    if tries < 1:
        raise ValueError(f"{tries} tries: give one at least")
    kept = undominated(game)
    if len(game.actors) > 2 and sum(len(own) > 1 for own in kept) <= 2:
        return mixed_nash(game)
    tables = [_scaled(array[np.ix_(*kept)]) for array in game.payoffs]
    traced = [_expected(game, start, kept) for start in starts]
    generator, sizes = np.random.default_rng(seed), tuple(map(len, kept))
    how, found = ["every pure profile"], list[Chances]()
    if math.prod(2**size - 1 for size in sizes) <= most_supports:
        supports = _supports([ranks(array[np.ix_(*kept)]) for array in game.payoffs])
        how.append(f"{len(supports):,} combinations of supports, {tries} starts each")
        for support in supports:
            found += _on_support(tables, support, tries, generator)
    else:
        paths = range(tries // _TRIES_A_PATH)
        draws = [[generator.dirichlet(np.ones(size)) for size in sizes] for _ in paths]
        traced += [[np.ones(size) / size for size in sizes], *draws]
    if traced:
        how.append(f"paths of logit replies from {len(traced)} starts")
        found += [end for start in traced if (end := trace(tables, start, TOLERANCE))]
    mixed = _checked(game, [_whole(game, chances, kept) for chances in found])
    equilibria = _distinct([*_pure(game), *mixed])
    if not equilibria:
        raise NothingFound(f"no equilibrium was found ({'; '.join(how)}): try more starts")
    return MixedAnswer(equilibria, (), "unknown", "; ".join(how))


def _expected(game: NormalForm, start: Sequence[Sequence[float]], kept: Kept) -> list[FloatArray]:
    """A start that was given, for the strategies that are left."""
    fits = tuple(map(len, start)) == game.shape and all(
        all(0 <= chance < math.inf for chance in own) and sum(own) > 0 for own in start
    )
    if not fits:
        raise ValueError(
            f"a start gives chances, at least 0 and not all 0, for each of {game.shape} strategies"
        )
    chances = []
    for own, left in zip(start, kept, strict=True):
        rest = np.array(own, dtype=np.float64)[list(left)]
        # What is expected may all have been taken out.
        chances.append(rest / rest.sum() if rest.sum() > 0 else np.full(len(left), 1 / len(left)))
    return chances


def _scaled(payoffs: ExactArray) -> FloatArray:
    """Payoffs moved and shrunk, exactly, to lie between 0 and 1, then rounded."""
    entries: list[Fraction] = payoffs.ravel().tolist()
    low, width = min(entries), max(entries) - min(entries) or Fraction(1)
    shares = [float((entry - low) / width) for entry in entries]
    return np.array(shares).reshape(payoffs.shape)


def _pure(game: NormalForm) -> list[MixedEquilibrium]:
    """Every pure equilibrium, exactly."""
    calm = np.ones(game.shape, dtype=np.bool_)
    for actor, array in enumerate(game.payoffs):
        order = ranks(array)
        calm &= order == order.max(axis=actor, keepdims=True)
    return [_pure_one(game, tuple(profile)) for profile in np.argwhere(calm).tolist()]


def _pure_one(game: NormalForm, profile: tuple[int, ...]) -> MixedEquilibrium:
    """A profile as an equilibrium in chances."""
    strategies = tuple(
        tuple(Fraction(number == index) for number in range(size))
        for index, size in zip(profile, game.shape, strict=True)
    )
    return MixedEquilibrium(strategies, game.payoff(profile), Fraction(0), True)


def _supports(orders: Sequence[IntArray]) -> list[Support]:
    """Combinations of supports, small ones first, on which an equilibrium may mix.

    Left out are those on which a strategy is dominated given what the others may play, and those
    on which an actor would mix more than the others' chances can make it indifferent between.
    """
    own = [
        [subset for size in range(1, n + 1) for subset in itertools.combinations(range(n), size)]
        for n in orders[0].shape
    ]
    supports = []
    for support in itertools.product(*own):
        free = [len(played) - 1 for played in support]
        if 0 < 2 * max(free) <= sum(free) and not _some_dominated(orders, support):
            supports.append(support)
    return sorted(supports, key=lambda support: sum(map(len, support)))


def _some_dominated(orders: Sequence[IntArray], support: Support) -> bool:
    """Whether another strategy is better than one that is played, whatever the others play."""
    for actor, (order, played) in enumerate(zip(orders, support, strict=True)):
        places: list[Sequence[int]] = list(support)
        places[actor] = range(order.shape[actor])
        rows = np.moveaxis(order[np.ix_(*places)], actor, 0).reshape(order.shape[actor], -1)
        if any((rows > rows[strategy]).all(axis=1).any() for strategy in played):
            return True
    return False


def _on_support(
    tables: Sequence[FloatArray], support: Support, tries: int, generator: np.random.Generator
) -> list[Chances]:
    """Equilibria on one combination of supports."""
    starts = [generator.dirichlet(np.ones(len(played)), tries) for played in support]
    for own in starts:
        own[0] = 1 / own.shape[1]
    ends = _unlike(solutions(tables, support, starts))
    return [end for end in ends if regret_of(tables, end) <= TOLERANCE]


def _unlike(ends: Sequence[Chances]) -> list[Chances]:
    """Chances without those that are nearly others."""
    kept: list[Chances] = []
    for end in ends:
        if all(_apart(np.concatenate(end), np.concatenate(other)) > _SAME for other in kept):
            kept.append(end)
    return kept


def _apart(one: FloatArray, other: FloatArray) -> float:
    """The largest difference between two rows of chances."""
    return float(np.abs(one - other).max())


def _whole(game: NormalForm, chances: Chances, kept: Kept) -> tuple[tuple[float, ...], ...]:
    """Chances of all strategies, from those of the ones that were left."""
    whole = []
    for size, own, left in zip(game.shape, chances, kept, strict=True):
        every = np.zeros(size)
        every[list(left)] = own
        whole.append(tuple(every.tolist()))
    return tuple(whole)


def _checked(
    game: NormalForm, ends: Sequence[tuple[tuple[float, ...], ...]]
) -> list[MixedEquilibrium]:
    """Chances as equilibria, with regrets worked out exactly; without those that fail the check."""
    checked = []
    for strategies in ends:
        paid = [replies(game, strategies, actor) for actor in range(len(game.actors))]
        payoffs = tuple(float(mean(pay, own)) for pay, own in zip(paid, strategies, strict=True))
        one = MixedEquilibrium(strategies, payoffs, float(exact_regret(game, strategies)), False)
        if not check_equilibrium(game, one, TOLERANCE):
            checked.append(one)
    return checked


def _distinct(equilibria: Sequence[MixedEquilibrium]) -> tuple[MixedEquilibrium, ...]:
    """Equilibria in order; of those that are nearly the same one, an exact one if there is."""
    distinct: list[MixedEquilibrium] = []
    rows: list[FloatArray] = []
    for one in sorted(equilibria, key=lambda one: not one.exact):
        row = np.array([chance for own in one.strategies for chance in own], dtype=np.float64)
        if all(_apart(row, other) > _SAME for other in rows):
            distinct.append(one)
            rows.append(row)
    return tuple(sorted(distinct, key=lambda one: one.strategies, reverse=True))
