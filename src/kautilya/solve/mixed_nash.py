"""All Nash equilibria of a game of two, in mixed strategies, exactly.

An equilibrium gives each actor chances for its strategies such that neither gains by other chances.
It is no forecast: it is where beliefs about one another would be borne out. Pure equilibria are
among them; see `pure_nash` for these alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from operator import mul

import numpy as np

from kautilya.payoffs import NormalForm
from kautilya.solve.components import bits, connected, maximal_cliques
from kautilya.solve.mixed_records import Component, MixedAnswer, MixedEquilibrium, NashSubset
from kautilya.solve.polyhedra import MOST_WORK, TooManyVertices, vertices
from kautilya.solve.undominated import undominated

__all__ = ["mixed_nash"]

MOST_EQUILIBRIA = 100_000
_INSTEAD = "kautilya.solve.mixed_many finds some of them, each checked by its regret"
_METHOD = "vertices of the best-response polytopes by reverse search, in exact numbers"


Table = list[list[int]]
"""Payoffs as integers: a row for each strategy of the one, a column for each of the other."""

Weights = tuple[int, ...]
"""Chances up to a common factor."""


def mixed_nash(game: NormalForm, *, most_work: int = MOST_WORK) -> MixedAnswer:
    """Every Nash equilibrium of a game of two, exactly.

    The strategies against which an actor's replies are best by a margin that does not grow make a
    polytope for each of the two. A pair of vertices is an *extreme equilibrium* if every strategy
    is either not played or a best reply. Any other equilibrium is a mixture of extreme ones, as
    the maximal Nash subsets tell; so the answer is complete for degenerate games, too.

    Parameters
    ----------
    game : NormalForm
        Of two actors; more are allowed if all but two are left with one strategy once strictly
        dominated ones are taken out.
    most_work : int
        Entries of dictionaries that may be looked at for one polytope; the default is some ten
        seconds, which does for about 15 strategies each.

    Returns
    -------
    MixedAnswer
        All extreme equilibria, those that play earlier strategies first; regret exactly 0.

    Raises
    ------
    ValueError
        If more than two actors have a choice.
    TooManyVertices
        If the game is too large to list all. No part of an answer is given.

    See Also
    --------
    kautilya.solve.mixed_many : more actors, or larger games; the answer may lack some.
    kautilya.solve.certificate : checks an answer, by code that solves nothing.

    References
    ----------
    D. Avis, G. D. Rosenberg, R. Savani and B. von Stengel, "Enumeration of Nash equilibria for
    two-player games", Economic Theory 42 (2010).

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> sexes = parse_nfg('NFG 1 R "sexes" { "ann" "bob" } { 2 2 }  3 2  0 0  0 0  2 3')
    >>> answer = mixed_nash(sexes)
    >>> answer.statement
    'all 3 equilibria'
    >>> [[str(chance) for chance in strategy] for strategy in answer.equilibria[1].strategies]
    [['3/5', '2/5'], ['2/5', '3/5']]

    Where nothing matters everything is an equilibrium.

    >>> zero = parse_nfg('NFG 1 R "zero" { "ann" "bob" } { 2 2 }  0 0  0 0  0 0  0 0')
    >>> mixed_nash(zero).statement
    'all 4 extreme equilibria; 1 component, so infinitely many equilibria'
    """
    left = _Left(game)
    rows, columns = left.shape
    # A label is a strategy: tight in the one where it is not played, in the other where it is a
    # best reply. The first's labels come first, as `first` has them.
    first = _extreme(_turned(left.second), most_work)
    second = _extreme(left.first, most_work)
    second = {_swapped(mask, columns, rows): y for mask, y in second.items()}
    edges = _edges(list(first), list(second), rows + columns)
    return _answer(left, list(first.values()), list(second.values()), edges)


class _Left:
    """What is left of a game without dominated strategies: two actors, payoffs as integers."""

    def __init__(self, game: NormalForm) -> None:
        self.kept = undominated(game)
        actors = range(len(game.actors))
        free = [actor for actor in actors if len(self.kept[actor]) > 1]
        if len(free) > 2:
            names = ", ".join(game.actors[actor] for actor in free)
            raise ValueError(f"{len(free)} actors have a choice ({names}), not two: {_INSTEAD}")
        bound = [actor for actor in actors if actor not in free]
        self.pair = sorted((free + bound)[:2])  # a game of one has no second
        order = [*self.pair, *(actor for actor in actors if actor not in self.pair)]
        self.size = game.shape
        self.tables: list[Table] = []
        self.units: list[int] = []
        for array in game.payoffs:
            own = array[np.ix_(*self.kept)].transpose(order)
            rows = own.reshape(len(self.kept[self.pair[0]]), -1).tolist()
            unit = math.lcm(*(entry.denominator for row in rows for entry in row))
            self.tables.append([[int(entry * unit) for entry in row] for row in rows])
            self.units.append(unit)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of strategies of the first and of the second."""
        return len(self.tables[0]), len(self.tables[0][0])

    @property
    def first(self) -> Table:
        """Payoffs of the first."""
        return self.tables[self.pair[0]]

    @property
    def second(self) -> Table:
        """Payoffs of the second, a row for each strategy of the first; zero if there is none."""
        return self.tables[self.pair[1]] if len(self.pair) > 1 else [[0] for _ in self.first]


def _extreme(own: Table, most_work: int) -> dict[int, Weights]:
    """The other's strategies at the vertices of its polytope, by what is tight there.

    `own` has a row for each reply. Replies compare the same if a column is moved by a constant.
    """
    least = [min(column) for column in _turned(own)]
    above = [[entry - low for entry, low in zip(row, least, strict=True)] for row in own]
    unit = math.gcd(*(entry for row in above for entry in row)) or 1
    found = vertices([[entry // unit + 1 for entry in row] for row in above], _INSTEAD, most_work)
    return {mask: point for mask, point in found.items() if any(point)}


def _swapped(mask: int, low: int, high: int) -> int:
    """The lowest bits put behind the others."""
    return mask >> low | (mask & (1 << low) - 1) << high


def _edges(first: Sequence[int], second: Sequence[int], labels: int) -> list[tuple[int, int]]:
    """Pairs that together have every label."""
    having = [0] * labels  # for each label the second vertices that have it, as bits
    for number, mask in enumerate(second):
        for label in bits(mask):
            having[label] |= 1 << number
    every = (1 << labels) - 1
    edges: list[tuple[int, int]] = []
    for number, mask in enumerate(first):
        fitting = (1 << len(second)) - 1
        for label in bits(every ^ mask):
            fitting &= having[label]
        edges += [(number, other) for other in bits(fitting)]
        if len(edges) > MOST_EQUILIBRIA:
            raise TooManyVertices(f"over {MOST_EQUILIBRIA:,} extreme equilibria", _INSTEAD)
    return edges


def _answer(
    left: _Left, first: list[Weights], second: list[Weights], edges: list[tuple[int, int]]
) -> MixedAnswer:
    """The equilibria in order, and what hangs together."""
    xs, x_place = _in_order(first, {edge[0] for edge in edges})
    ys, y_place = _in_order(second, {edge[1] for edge in edges})
    ordered = sorted((x_place[x], y_place[y]) for x, y in edges)
    numbers = {edge: number for number, edge in enumerate(ordered)}
    equilibria = tuple(_equilibrium(left, xs[x], ys[y]) for x, y in ordered)
    components = []
    for part in connected(ordered):
        cliques = maximal_cliques(part)
        corners = (_corners(left, [xs[x] for x in a], [ys[y] for y in b]) for a, b in cliques)
        subsets = tuple(map(NashSubset, corners))
        components.append(Component(subsets, tuple(numbers[edge] for edge in part)))
    return MixedAnswer(equilibria, tuple(components), "all", _METHOD)


def _in_order(points: list[Weights], used: set[int]) -> tuple[list[Weights], dict[int, int]]:
    """Points that are used, those that play earlier strategies first, and where each has gone."""
    order = sorted(used, key=lambda number: _chances(points[number]), reverse=True)
    places = {number: place for place, number in enumerate(order)}
    return [points[number] for number in order], places


def _equilibrium(left: _Left, x: Weights, y: Weights) -> MixedEquilibrium:
    """One extreme equilibrium, with its payoffs and the regret that comes out."""
    whole = sum(x) * sum(y)
    payoffs = tuple(
        Fraction(sum(map(mul, x, _paid(table, y))), unit * whole)
        for table, unit in zip(left.tables, left.units, strict=True)
    )
    best = Fraction(max(_paid(left.first, y)), left.units[left.pair[0]] * sum(y))
    regret = best - payoffs[left.pair[0]]
    if len(left.pair) > 1:
        best = Fraction(max(_paid(_turned(left.second), x)), left.units[left.pair[1]] * sum(x))
        regret = max(regret, best - payoffs[left.pair[1]])
    strategies = tuple(own[0] for own in _corners(left, [x], [y]))
    return MixedEquilibrium(strategies, payoffs, regret, True)


def _corners(
    left: _Left, xs: list[Weights], ys: list[Weights]
) -> tuple[tuple[tuple[Fraction, ...], ...], ...]:
    """Extreme strategies of every actor of the whole game; a bound actor has one."""
    sides: dict[int, list[Weights]] = dict(zip(left.pair, (xs, ys), strict=False))
    corners = []
    for actor, (size, kept) in enumerate(zip(left.size, left.kept, strict=True)):
        own = []
        for weights in sides.get(actor, [(1,)]):
            chances = [Fraction(0)] * size
            for strategy, chance in zip(kept, _chances(weights), strict=True):
                chances[strategy] = chance
            own.append(tuple(chances))
        corners.append(tuple(own))
    return tuple(corners)


def _chances(weights: Weights) -> tuple[Fraction, ...]:
    """Weights as chances, which sum to one."""
    total = sum(weights)
    return tuple(Fraction(weight, total) for weight in weights)


def _paid(table: Table, weights: Weights) -> list[int]:
    """What each row pays against some weights of the columns."""
    return [sum(map(mul, row, weights)) for row in table]


def _turned(table: Table) -> Table:
    """Rows as columns."""
    return [list(column) for column in zip(*table, strict=True)]
