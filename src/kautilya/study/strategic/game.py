"""A case as a game in strategic form: its matrix, what never pays, equilibria pure and mixed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from kautilya.case.conflict import StateGrid
from kautilya.payoffs import NormalForm
from kautilya.solve.certificate import check_pure
from kautilya.solve.dominance import Dominance, dominance_in
from kautilya.study.strategic.claims import Claims
from kautilya.study.strategic.mixed import (
    Mixes,
    exact_text,
    listed,
    mixed_of,
    responses_of,
    rounded_text,
    sets_of,
)
from kautilya.study.strategic.record import Certificates
from kautilya.study.strategic.record_games import Cell, Dominated, Game, Matrix
from kautilya.terms import BoolArray, IntArray

MOST_CELLS = 144
"""Cells of the largest matrix that is shown."""

MOST_PROFILES = 20_000
"""Profiles of the largest game that is solved in exact numbers."""


@dataclass(frozen=True)
class Solved:
    """A game as far as it was solved.

    Parameters
    ----------
    game
        What was found; None where the case is no game in strategic form, or too large a one.
    certificates
        What was checked.
    left_out
        What was not found, and why.
    """

    game: Game | None
    certificates: Certificates = field(default_factory=Certificates)
    left_out: tuple[str, ...] = ()


def unsolved(*why: str) -> Solved:
    """No game, and why."""
    return Solved(None, left_out=why)


def states_of(grid: StateGrid, held: Mapping[int, int] | None = None) -> IntArray:
    """The state of each profile of strategies, laid out as `normal_form` lays out payoffs.

    Parameters
    ----------
    grid
        The states; its space is not None.
    held
        Decisions that are held, by axis.
    """
    space = grid.space
    assert space is not None
    numbers = grid.numbers
    for axis, option in (held or {}).items():
        numbers = numbers.take([option], axis=axis)
    actors = tuple(dict.fromkeys(space.owners))
    own = [[axis for axis, owner in enumerate(space.owners) if owner == a] for a in actors]
    shape = [prod(numbers.shape[axis] for axis in axes) for axes in own]
    return numbers.transpose([axis for axes in own for axis in axes]).reshape(shape)


def solved(
    table: NormalForm, states: IntArray, epsilon: float, *, exact: bool, mixes: bool
) -> Solved:
    """Solve a game in strategic form.

    Parameters
    ----------
    table
        The game.
    states
        The state of each profile of strategies, as `states_of` gives it.
    epsilon
        Differences of a payoff up to this are ties, in elimination and in pure equilibria.
    exact
        Whether payoffs are told as fractions, or to three digits.
    mixes
        Whether to look for equilibria that mix.
    """
    if table.size > MOST_PROFILES:
        return unsolved(
            f"as a game: {table.size:,} profiles; up to {MOST_PROFILES:,} are solved as one"
        )
    best = _best(table, Fraction(epsilon))
    rests = np.logical_and.reduce(best)
    strict = dominance_in(table, epsilon)
    # In the mean over worlds nothing is equal by more than chance.
    weak = dominance_in(table, epsilon, weak=True) if exact else strict
    found = mixed_of(table) if mixes else Mixes()
    claims = Claims(table)
    claims.dominance("strictly dominated", strict, epsilon)
    if weak is not strict:
        claims.dominance("weakly dominated", weak, epsilon)
    for profile in np.argwhere(rests).tolist():
        claims.add("pure equilibrium", check_pure(table, profile, epsilon))
    claims.answer(found.answer)
    responses, why = responses_of(table, claims) if exact else ((), ())
    game = Game(
        dict(zip(table.actors, table.strategies, strict=True)),
        _matrix(table, states, best, exact_text if exact else rounded_text),
        _dominated(strict),
        () if _same(strict, weak) else _dominated(weak),
        tuple(sorted(states[rests].tolist())),
        listed(table, found.answer, exact=exact),
        found.complete,
        sets_of(found.answer),
        responses,
    )
    return Solved(game, claims.certificates, (*found.left_out, *why))


def _best(table: NormalForm, epsilon: Fraction) -> list[BoolArray]:
    """For each actor, where its strategy is a best answer to the others'."""
    found = []
    for axis, payoff in enumerate(table.payoffs):
        highest = payoff.max(axis=axis, keepdims=True)
        found.append((payoff >= highest - epsilon).astype(np.bool_))
    return found


def _matrix(
    table: NormalForm,
    states: IntArray,
    best: Sequence[BoolArray],
    told: Callable[[Fraction], str],
) -> Matrix | None:
    """The table of two actors, where it is small."""
    if len(table.actors) != 2 or table.size > MOST_CELLS:
        return None
    rows, columns = table.actors
    cells = []
    for profile in product(*map(range, table.shape)):
        one, other = (told(payoff) for payoff in table.payoff(profile))
        answers = tuple(a for a, marks in zip(table.actors, best, strict=True) if marks[profile])
        names = [table.strategies[axis][number] for axis, number in enumerate(profile)]
        cells.append(Cell(names[0], names[1], int(states[profile]), (one, other), answers))
    return Matrix(rows, columns, table.strategies[0], table.strategies[1], tuple(cells))


def _dominated(found: Dominance) -> tuple[Dominated, ...]:
    """What goes, round by round."""
    rows = []
    for each in found.eliminations():
        names = found.strategies[each.actor]
        if each.dominator is not None:
            by = names[each.dominator]
        elif each.mixture is not None:
            weights = each.mixture.weights.items()
            by = " + ".join(f"{weight} {names[number]}" for number, weight in weights)
        else:
            by = "a mixture"
        rows.append(Dominated(each.round, each.actor, names[each.strategy], by))
    return tuple(rows)


def _same(one: Dominance, other: Dominance) -> bool:
    """Whether the same strategies go."""
    return all(np.array_equal(one.survivors(a), other.survivors(a)) for a in one.rounds)
