"""What chances pay, worked out exactly from the table of a game: the ground of every check."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from kautilya.payoffs import NormalForm

__all__ = ["best_gain", "exact_regret", "mean", "replies", "wrong_chances", "wrong_profile"]

Chance = Fraction | float

_ROUNDING = 1e-12  # chances that are floats sum to one up to this


def replies(game: NormalForm, strategies: Sequence[Sequence[Chance]], actor: int) -> list[Fraction]:
    """What each strategy of an actor pays against the others' chances, exactly.

    Parameters
    ----------
    game : NormalForm
        The game.
    strategies : sequence of sequence of Fraction or float
        For each actor the chance of each strategy; a float is the binary fraction that it is,
        and chances that do not quite sum to one count in proportion. The actor's own do not
        matter.
    actor : int
        Whose.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> hunt = parse_nfg('NFG 1 R "hunt" { "ann" "bob" } { 2 2 }  3 3  2 0  0 2  2 2')
    >>> replies(hunt, [(1, 0), (0.5, 0.5)], 0)
    [Fraction(3, 2), Fraction(2, 1)]
    """
    entries = game.payoffs[actor].ravel().tolist()
    unit = math.lcm(*(entry.denominator for entry in entries))
    # Whole numbers over one denominator: fractions would be brought to lowest terms each time.
    table = np.array([int(entry * unit) for entry in entries], dtype=np.object_)
    table = table.reshape(game.shape)
    for other in reversed(range(len(game.actors))):
        if other != actor:
            weights, total = _weights(strategies[other])
            unit *= total
            table = np.tensordot(table, np.array(weights, dtype=np.object_), axes=([other], [0]))
    return [Fraction(int(entry), unit) for entry in table.tolist()]


def exact_regret(game: NormalForm, strategies: Sequence[Sequence[Chance]]) -> Fraction:
    """The most that an actor gains by leaving chances alone, worked out exactly.

    Parameters
    ----------
    game : NormalForm
        The game.
    strategies : sequence of sequence of Fraction or float
        For each actor the chance of each strategy, as `replies` takes them.

    Returns
    -------
    Fraction
        At least 0; 0 in an equilibrium.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> hunt = parse_nfg('NFG 1 R "hunt" { "ann" "bob" } { 2 2 }  3 3  2 0  0 2  2 2')
    >>> exact_regret(hunt, [(0.5, 0.5), (0.5, 0.5)])
    Fraction(1, 4)
    """
    gains = []
    for actor in range(len(game.actors)):
        paid = replies(game, strategies, actor)
        gains.append(max(paid) - mean(paid, strategies[actor]))
    return max(gains)


def _weights(chances: Sequence[Chance]) -> tuple[list[int], int]:
    """Chances as whole numbers, and their sum."""
    exact = [Fraction(chance) for chance in chances]
    unit = math.lcm(*(chance.denominator for chance in exact))
    weights = [int(chance * unit) for chance in exact]
    return weights, sum(weights)


def mean(paid: Sequence[Fraction], chances: Sequence[Chance]) -> Fraction:
    """What chances pay, given what each strategy pays."""
    weights, total = _weights(chances)
    pairs = zip(weights, paid, strict=True)
    return sum((weight * pay for weight, pay in pairs), Fraction(0)) / total


def best_gain(game: NormalForm, profile: Sequence[int], actor: int) -> tuple[Fraction, int]:
    """The most that an actor gains from a profile by another strategy, and by which."""
    pay = game.payoffs[actor]
    here = pay[tuple(profile)]
    gains = []
    for strategy in range(game.shape[actor]):
        other = list(profile)
        other[actor] = strategy
        gains.append(pay[tuple(other)] - here)
    return max(gains), gains.index(max(gains))


def wrong_profile(game: NormalForm, profile: Sequence[int]) -> list[str]:
    """What is wrong with a profile as such."""
    fits = len(profile) == len(game.shape) and all(
        0 <= index < size for index, size in zip(profile, game.shape, strict=True)
    )
    return [] if fits else [f"{tuple(profile)} is no profile of this game"]


def wrong_chances(
    game: NormalForm, strategies: Sequence[Sequence[Chance]], exact: bool
) -> list[str]:
    """What is wrong with chances as such."""
    if tuple(map(len, strategies)) != game.shape:
        return [f"chances for {tuple(map(len, strategies))} strategies; there are {game.shape}"]
    found, slack = [], Fraction(0 if exact else _ROUNDING)
    for name, own in zip(game.actors, strategies, strict=True):
        if exact and not all(isinstance(chance, Fraction | int) for chance in own):
            found.append(f"a chance of '{name}' is called exact and is no fraction")
        elif not all(0 <= chance < math.inf for chance in own):
            found.append(f"a chance of '{name}' is negative or no number")
        elif abs(sum((Fraction(chance) for chance in own), Fraction(-1))) > slack:
            found.append(f"the chances of '{name}' do not sum to one")
    return found
