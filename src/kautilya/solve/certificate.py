"""A check of answers about games, from the definitions alone.

Nothing here solves anything, and no solver is imported: the checks try every deviation, in exact
numbers, and say in words what is wrong. An empty list says that an answer holds. That an answer is
*complete* cannot be checked so.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

from kautilya.payoffs import NormalForm
from kautilya.solve.certificate_moves import (
    Removal,
    check_dominance,
    check_path,
    check_pure,
    check_quantal,
)
from kautilya.solve.exact_replies import exact_regret, mean, replies, wrong_chances
from kautilya.solve.mixed_records import MixedAnswer, MixedEquilibrium, Strategy

__all__ = [
    "Removal",
    "check_answer",
    "check_dominance",
    "check_equilibrium",
    "check_path",
    "check_pure",
    "check_quantal",
    "exact_regret",
    "replies",
]

TOLERANCE = 1e-9
"""Regret, in shares of the range of an actor's payoffs, up to which a rounded answer holds."""

_ROUNDED = 1e-12  # to what share rounded payoffs and regrets have to be right


def check_equilibrium(
    game: NormalForm, equilibrium: MixedEquilibrium, tolerance: float = TOLERANCE
) -> list[str]:
    """What is wrong with a claim that chances are an equilibrium.

    Chances that are exact have to be fractions, sum to one, pay what is said and leave no regret
    at all. Chances that are rounded are taken as the binary fractions that they are; what they
    pay is worked out without further rounding.

    Parameters
    ----------
    game : NormalForm
        The game.
    equilibrium : MixedEquilibrium
        The claim.
    tolerance : float, default 1e-9
        For rounded chances: the largest regret, in shares of the range of the actor's payoffs.

    Returns
    -------
    list of str
        Empty if it holds.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> pennies = parse_nfg('NFG 1 R "" { "odd" "even" } { 2 2 }  -1 1  1 -1  1 -1  -1 1')
    >>> half, third = (Fraction(1, 2),) * 2, (Fraction(1, 3), Fraction(2, 3))
    >>> zero = Fraction(0)
    >>> check_equilibrium(pennies, MixedEquilibrium((half, half), (zero, zero), zero, True))
    []
    >>> check_equilibrium(pennies, MixedEquilibrium((half, third), (zero, zero), zero, True))
    ["'odd' gains 1/3 by '1'", 'the regret is 1/3, not 0']
    """
    exact = equilibrium.exact
    if wrong := wrong_chances(game, equilibrium.strategies, exact):
        return wrong
    if len(equilibrium.payoffs) != len(game.actors):
        return [f"{len(equilibrium.payoffs)} payoffs for {len(game.actors)} actors"]
    found, worst, widest = [], Fraction(0), Fraction(0)
    for actor, name in enumerate(game.actors):
        paid = replies(game, equilibrium.strategies, actor)
        own = mean(paid, equilibrium.strategies[actor])
        gain = max(paid) - own
        width = _width(game, actor)
        worst, widest = max(worst, gain), max(widest, width)
        if gain > (0 if exact else Fraction(tolerance) * width):
            best = game.strategies[actor][paid.index(max(paid))]
            found.append(f"'{name}' gains {_shown(gain, exact)} by '{best}'")
        # The payoffs themselves may be large where they differ little.
        slack = 0 if exact else Fraction(_ROUNDED) * max(width, abs(own))
        if not _agree(equilibrium.payoffs[actor], own, slack):
            told = equilibrium.payoffs[actor]
            found.append(f"'{name}' is paid {_shown(own, exact)}, not {told}")
    if not _agree(equilibrium.regret, worst, 0 if exact else Fraction(_ROUNDED) * widest):
        found.append(f"the regret is {_shown(worst, exact)}, not {equilibrium.regret}")
    return found


def check_answer(game: NormalForm, answer: MixedAnswer, tolerance: float = TOLERANCE) -> list[str]:
    """What is wrong with an answer: with each equilibrium, and with how they hang together.

    That nothing is missing is not checked.

    Parameters
    ----------
    game : NormalForm
        The game.
    answer : MixedAnswer
        The claim.
    tolerance : float, default 1e-9
        As for `check_equilibrium`.

    Returns
    -------
    list of str
        Empty if it holds.
    """
    if not answer.equilibria:
        return ["no equilibrium is given, and every game has one"]
    found = [
        f"equilibrium {number}: {complaint}"
        for number, equilibrium in enumerate(answer.equilibria)
        for complaint in check_equilibrium(game, equilibrium, tolerance)
    ]
    known = {one.strategies: number for number, one in enumerate(answer.equilibria)}
    if len(known) < len(answer.equilibria):
        found.append("an equilibrium is given twice")
    if answer.complete == "all" and not all(one.exact for one in answer.equilibria):
        found.append("the answer is called complete, but not every equilibrium is exact")
    if answer.complete == "all" or answer.components:
        found += _apart(answer, known)
    return found


def _apart(answer: MixedAnswer, known: dict[tuple[Strategy, ...], int]) -> list[str]:
    """What is wrong with the components of an answer."""
    found: list[str] = []
    seen: set[int] = set()
    for place, component in enumerate(answer.components):
        own: set[int] = set()
        parts = []
        for subset in component.subsets:
            numbers = {known.get(corner) for corner in product(*subset.corners)}
            if None in numbers or not numbers:
                found.append(f"component {place} has a corner that is no equilibrium given")
            parts.append({number for number in numbers if number is not None})
            own |= parts[-1]
        if own != set(component.equilibria):
            found.append(f"component {place} names other equilibria than its corners make")
        if own & seen:
            found.append(f"component {place} shares an equilibrium with another one")
        if not _hang_together(parts):
            found.append(f"component {place} falls apart")
        seen |= own
    if seen != set(known.values()):
        found.append("an equilibrium belongs to no component")
    return found


def _hang_together(parts: list[set[int]]) -> bool:
    """Whether sets are linked to each other by what they share."""
    if not parts:
        return False
    reached, rest = set(parts[0]), parts[1:]
    while rest:
        near = [part for part in rest if part & reached]
        if not near:
            return False
        for part in near:
            reached |= part
        rest = [part for part in rest if not part <= reached]
    return True


def _width(game: NormalForm, actor: int) -> Fraction:
    """The highest payoff of an actor less the lowest."""
    entries = game.payoffs[actor].ravel().tolist()
    return Fraction(max(entries) - min(entries))


def _agree(told: Fraction | float, true: Fraction, slack: Fraction | int) -> bool:
    """Whether a number that was told is the true one, up to some slack."""
    return math.isfinite(told) and abs(Fraction(told) - true) <= slack


def _shown(number: Fraction, exact: bool) -> str:
    """A number in a complaint."""
    return str(number) if exact else f"{float(number):.3g}"
