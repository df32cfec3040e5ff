"""Equilibria of a game of two by the words: every basis tried, and every pair of supports."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from kautilya.payoffs import NormalForm

Vector = tuple[Fraction, ...]
Rows = list[list[Fraction]]


def solved(rows: Rows, right: list[Fraction]) -> list[Fraction] | None:
    """The only solution of some equations; None if there is none or more than one."""
    size = len(rows[0])
    left = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(size):
        pivot = next((row for row in left[column:] if row[column] != 0), None)
        if pivot is None:
            return None
        left.remove(pivot)
        left.insert(column, [entry / pivot[column] for entry in pivot])
        for place, row in enumerate(left):
            if place != column and row[column] != 0:
                top, factor = left[column], row[column]
                left[place] = [a - factor * b for a, b in zip(row, top, strict=True)]
    if any(row[-1] != 0 for row in left[size:]):
        return None
    return [row[-1] for row in left[:size]]


def vertices(own: Rows) -> dict[Vector, frozenset[str]]:
    """The other's strategies that are determined by what is tight, and all that is tight there.

    `own` has a row for each reply; "-j" says that strategy j is not played, "=i" that reply i is
    best. The unknowns are the other's chances and what the best reply pays.
    """
    size = len(own[0])
    tight: dict[str, tuple[list[Fraction], Fraction]] = {}
    for j in range(size):
        tight[f"-{j}"] = ([Fraction(k == j) for k in range(size)] + [Fraction(0)], Fraction(0))
    for i, row in enumerate(own):
        tight[f"={i}"] = ([*row, Fraction(-1)], Fraction(0))
    whole = [Fraction(1)] * size + [Fraction(0)]
    found: dict[Vector, frozenset[str]] = {}
    for chosen in combinations(tight, size):
        rows = [whole, *(tight[name][0] for name in chosen)]
        values = solved(rows, [Fraction(1), *(tight[name][1] for name in chosen)])
        if values is None:
            continue
        *chances, best = values
        paid = [sum(a * x for a, x in zip(row, chances, strict=True)) for row in own]
        if min(chances) >= 0 and max(paid) == best:
            found[tuple(chances)] = frozenset(
                [f"-{j}" for j, chance in enumerate(chances) if chance == 0]
                + [f"={i}" for i, pay in enumerate(paid) if pay == best]
            )
    return found


def sides(game: NormalForm) -> tuple[Rows, Rows]:
    """Payoffs of the first and of the second, each with a row for each of its own replies."""
    return game.payoffs[0].tolist(), game.payoffs[1].T.tolist()


def extreme_equilibria(game: NormalForm) -> set[tuple[Vector, Vector]]:
    """Pairs of determined strategies of which every strategy is best or not played."""
    first, second = sides(game)
    of_first, of_second = vertices(second), vertices(first)
    return {
        (x, y)
        for x, x_tight in of_first.items()
        for y, y_tight in of_second.items()
        if all(f"-{i}" in x_tight or f"={i}" in y_tight for i in range(len(first)))
        and all(f"-{j}" in y_tight or f"={j}" in x_tight for j in range(len(second)))
    }


def is_degenerate(game: NormalForm) -> bool:
    """Whether some chances have more best replies than strategies that are played."""
    return any(
        len(tight) > len(point) for own in sides(game) for point, tight in vertices(own).items()
    )


def by_supports(game: NormalForm) -> set[tuple[Vector, Vector]]:
    """Equilibria of a game that is not degenerate: on supports of one size, by equations."""
    first, second = sides(game)
    rows, columns = len(first), len(second)
    found = set()
    for size in range(1, min(rows, columns) + 1):
        for own in combinations(range(rows), size):
            for other in combinations(range(columns), size):
                y = _indifferent(first, own, other)
                x = _indifferent(second, other, own)
                if x and y and _is_best(first, own, y) and _is_best(second, other, x):
                    found.add((x, y))
    return found


def _indifferent(own: Rows, played: tuple[int, ...], other: tuple[int, ...]) -> Vector | None:
    """The other's chances, on a support, that make all that is played pay the same."""
    rows = [[own[i][j] for j in other] + [Fraction(-1)] for i in played]
    rows.append([Fraction(1)] * len(other) + [Fraction(0)])
    values = solved(rows, [Fraction(0)] * len(played) + [Fraction(1)])
    if values is None or min(values[:-1]) <= 0:
        return None
    chances = [Fraction(0)] * len(own[0])
    for j, chance in zip(other, values, strict=False):
        chances[j] = chance
    return tuple(chances)


def _is_best(own: Rows, played: tuple[int, ...], chances: Vector) -> bool:
    """Whether what is played is best against some chances."""
    paid = [sum(a * x for a, x in zip(row, chances, strict=True)) for row in own]
    return all(paid[i] == max(paid) for i in played)


def cliques(edges: set[tuple[int, int]]) -> set[tuple[frozenset[int], frozenset[int]]]:
    """Maximal sets of first and second ones that are all joined, by trying every first side."""
    firsts = sorted({a for a, _ in edges})
    found = set()
    for some in _subsets(firsts):
        joined = frozenset(b for _, b in edges if all((a, b) in edges for a in some))
        back = frozenset(a for a in firsts if all((a, b) in edges for b in joined))
        if joined and back == some:
            found.add((some, joined))
    return found


def _subsets(items: list[int]) -> Iterator[frozenset[int]]:
    """Every part of a list but the empty one."""
    for size in range(1, len(items) + 1):
        yield from map(frozenset, combinations(items, size))
