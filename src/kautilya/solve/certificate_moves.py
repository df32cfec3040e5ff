"""Checks of answers about moves: pure equilibria, dominance, logit replies and paths of responses.

As in `certificate`, nothing is solved and no solver is imported; an empty list of complaints says
that an answer holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Literal

import numpy as np

from kautilya.payoffs import NormalForm
from kautilya.solve.exact_replies import best_gain, replies, wrong_chances, wrong_profile

__all__ = ["Removal", "check_dominance", "check_path", "check_pure", "check_quantal"]


@dataclass(frozen=True, slots=True)
class Removal:
    """A strategy that was taken out of a game, because another one is better for its actor.

    Parameters
    ----------
    round : int
        Strategies of one round are taken out together, ascending.
    actor : str
        Whose it is.
    strategy : int
        Its number.
    by : int or mapping of int to Fraction
        The strategy that dominates it, or a mixture: strategies and their chances.
    """

    round: int
    actor: str
    strategy: int
    by: int | Mapping[int, Fraction]


def check_pure(game: NormalForm, profile: Sequence[int], epsilon: float = 0.0) -> list[str]:
    """What is wrong with a claim that a profile is a pure equilibrium.

    Parameters
    ----------
    game : NormalForm
        The game.
    profile : sequence of int
        The number of each actor's strategy.
    epsilon : float, default 0
        Gains up to this do not count.

    Returns
    -------
    list of str
        Empty if no actor gains by another strategy, the others' held.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> hunt = parse_nfg('NFG 1 R "hunt" { "ann" "bob" } { 2 2 }  3 3  2 0  0 2  2 2')
    >>> check_pure(hunt, (0, 0)), check_pure(hunt, (1, 0))
    ([], ["'ann' gains 1 by '1' in place of '2'", "'bob' gains 2 by '2' in place of '1'"])
    """
    if wrong := wrong_profile(game, profile):
        return wrong
    return [
        f"'{game.actors[actor]}' gains {gain} by '{game.strategies[actor][best]}' "
        f"in place of '{game.strategies[actor][profile[actor]]}'"
        for actor in range(len(game.actors))
        for gain, best in [best_gain(game, profile, actor)]
        if gain > epsilon
    ]


def check_dominance(
    game: NormalForm,
    steps: Iterable[Removal],
    *,
    weak: bool = False,
    epsilon: float = 0.0,
    left: Mapping[str, Iterable[int]] | None = None,
) -> list[str]:
    """What is wrong with a claim that strategies are dominated, round by round.

    Each has to be dominated in the game that the rounds before have left, by the strategy or the
    mixture that is named, of strategies that are left themselves.

    Parameters
    ----------
    game : NormalForm
        The game.
    steps : iterable of Removal
        What was taken out.
    weak : bool, default False
        Whether it is enough to be never better and somewhere worse; else always worse.
    epsilon : float, default 0
        Differences in payoff up to this are ties.
    left : mapping of str to iterable of int, optional
        For each actor the strategies said to be left: no fewer and no more.

    Returns
    -------
    list of str
        Empty if it holds.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> dilemma = parse_nfg('NFG 1 R "" { "ann" "bob" } { 2 2 }  2 2  3 0  0 3  1 1')
    >>> steps = [Removal(1, "ann", 0, 1), Removal(1, "bob", 0, 1)]
    >>> check_dominance(dilemma, steps, left={"ann": [1], "bob": [1]})
    []
    >>> check_dominance(dilemma, [Removal(1, "ann", 1, 0)])
    ["round 1: '2' of 'ann' is not strictly dominated by what is named"]
    """
    sizes = zip(game.actors, game.shape, strict=True)
    kept = {actor: set(range(size)) for actor, size in sizes}
    found: list[str] = []
    rounds: dict[int, list[Removal]] = {}
    for step in steps:
        rounds.setdefault(step.round, []).append(step)
    for number in sorted(rounds):
        here = {actor: set(own) for actor, own in kept.items()}
        for step in rounds[number]:
            if step.strategy not in kept.get(step.actor, ()):
                found.append(f"round {number}: a strategy is taken out that is not there")
                continue
            if not _dominated(game, here, step, weak=weak, epsilon=epsilon):
                name = game.strategies[game.actors.index(step.actor)][step.strategy]
                found.append(
                    f"round {number}: '{name}' of '{step.actor}' is not "
                    f"{'weakly' if weak else 'strictly'} dominated by what is named"
                )
            kept[step.actor].discard(step.strategy)
    if left is not None and {actor: set(own) for actor, own in left.items()} != kept:
        found.append("other strategies are left than is said")
    return found


def check_quantal(
    game: NormalForm,
    strategies: Sequence[Sequence[float]],
    precision: float,
    tolerance: float = 1e-8,
) -> list[str]:
    """What is wrong with a claim that chances are a logit quantal response equilibrium.

    Every chance is the logit reply to the others' chances: in proportion to
    exp(precision x payoff). So the logarithm of the ratio of two chances is the precision times
    the difference of what they pay; both are checked.

    Parameters
    ----------
    game : NormalForm
        The game.
    strategies : sequence of sequence of float
        For each actor the chance of each strategy.
    precision : float
        How sharply the better is preferred, per unit of payoff; at least 0.
    tolerance : float, default 1e-8
        Largest error of a chance, and of a logarithm for each unit of the steepest one.

    Returns
    -------
    list of str
        Empty if it holds.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> pennies = parse_nfg('NFG 1 R "" { "odd" "even" } { 2 2 }  -1 1  1 -1  1 -1  -1 1')
    >>> check_quantal(pennies, [[0.5, 0.5], [0.5, 0.5]], 3.0)
    []
    >>> check_quantal(pennies, [[0.5, 0.5], [0.45, 0.55]], 0.0)[0]
    "a chance of 'even' is off its logit reply by 5.0e-02"
    """
    if not precision >= 0 or math.isinf(precision):
        return [f"{precision} is no precision"]
    given = tuple(tuple(map(float, own)) for own in strategies)
    if wrong := wrong_chances(game, given, exact=False):
        return wrong
    found = []
    for actor, name in enumerate(game.actors):
        paid = [precision * float(pay) for pay in _above_best(replies(game, given, actor))]
        whole = math.fsum(map(math.exp, paid))
        own = given[actor]
        off = max(abs(x - math.exp(pay) / whole) for x, pay in zip(own, paid, strict=True))
        if off > tolerance:
            found.append(f"a chance of '{name}' is off its logit reply by {off:.1e}")
        # A chance too small for a float has no logarithm; its payoff must say so, too.
        top = max(range(len(own)), key=own.__getitem__)
        steep = 1 + max(map(abs, paid))
        for x, pay in zip(own, paid, strict=True):
            if x > 0 and abs(math.log(x / own[top]) - (pay - paid[top])) > tolerance * steep:
                found.append(f"the chances of '{name}' have other ratios than its payoffs ask for")
                break
    return found


def check_path(
    game: NormalForm,
    profiles: Sequence[Sequence[int]],
    *,
    to_best: bool = True,
    epsilon: float = 0.0,
    ends: Literal["equilibrium", "cycle"] | None = None,
) -> list[str]:
    """What is wrong with a claim that profiles follow each other by gains of one actor at a time.

    Parameters
    ----------
    game : NormalForm
        The game.
    profiles : sequence of sequence of int
        From the first to the last.
    to_best : bool, default True
        Whether each goes to a best reply; else a better one is enough.
    epsilon : float, default 0
        A move gains more than this, and nothing better is by more than this.
    ends : {"equilibrium", "cycle"}, optional
        Whether the last is said to be a pure equilibrium, or to have been there before.

    Returns
    -------
    list of str
        Empty if it holds.

    Examples
    --------
    >>> from kautilya.payoffs import parse_nfg
    >>> pennies = parse_nfg('NFG 1 R "" { "odd" "even" } { 2 2 }  -1 1  1 -1  1 -1  -1 1')
    >>> round_about = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    >>> check_path(pennies, round_about, ends="cycle")
    []
    >>> check_path(pennies, round_about[::-1])[0]
    "step 1: 'even' does not gain"
    """
    for profile in profiles:
        if wrong := wrong_profile(game, profile):
            return wrong
    if not profiles:
        return ["the path is empty"]
    found = []
    steps = pairwise(profiles)
    for number, (before, after) in enumerate(steps, start=1):
        moved = [actor for actor in range(len(game.actors)) if before[actor] != after[actor]]
        if len(moved) != 1:
            found.append(f"step {number}: {len(moved)} actors move, not one")
            continue
        (actor,) = moved
        pay = game.payoffs[actor]
        if not pay[tuple(after)] - pay[tuple(before)] > epsilon:
            found.append(f"step {number}: '{game.actors[actor]}' does not gain")
        elif to_best and best_gain(game, after, actor)[0] > epsilon:
            found.append(f"step {number}: '{game.actors[actor]}' does not go to a best reply")
    last = tuple(profiles[-1])
    if ends == "equilibrium":
        found += [f"at the end {complaint}" for complaint in check_pure(game, last, epsilon)]
    if ends == "cycle" and last not in [tuple(profile) for profile in profiles[:-1]]:
        found.append("the last profile has not been there before")
    return found


def _above_best(paid: list[Fraction]) -> list[Fraction]:
    """What each strategy pays less what the best pays, so that no exponential overflows."""
    best = max(paid)
    return [pay - best for pay in paid]


def _dominated(
    game: NormalForm, kept: Mapping[str, set[int]], step: Removal, *, weak: bool, epsilon: float
) -> bool:
    """Whether one strategy is dominated, as named, in what is left of a game."""
    by = {step.by: Fraction(1)} if isinstance(step.by, int) else step.by
    mixture = {number: Fraction(chance) for number, chance in by.items() if chance != 0}
    if not mixture or min(mixture.values()) < 0 or sum(mixture.values()) != 1:
        return False
    if not set(mixture) <= kept[step.actor] - {step.strategy}:
        return False
    actor = game.actors.index(step.actor)
    others = [sorted(kept[name]) for name in game.actors if name != step.actor]
    table = np.moveaxis(game.payoffs[actor], actor, 0)
    gains = []
    for cell in product(*others):
        paid = sum((mixture[own] * table[(own, *cell)] for own in mixture), Fraction(0))
        gains.append(paid - table[(step.strategy, *cell)])
    least, most = Fraction(min(gains)), Fraction(max(gains))
    return least >= -epsilon and most > epsilon if weak else least > epsilon
