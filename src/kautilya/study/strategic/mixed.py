"""Equilibria of a game that mix, and choices of actors who err, as the record keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import numpy as np

from kautilya.payoffs import NormalForm, ProfileSpace
from kautilya.solve.certificate import check_quantal
from kautilya.solve.limits import TooLarge
from kautilya.solve.mixed_many import mixed_many
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.mixed_records import MixedAnswer, MixedEquilibrium
from kautilya.solve.quantal import (
    DEFAULT_PRECISION,
    Branch,
    Status,
    principal_branch,
    principal_limit,
)
from kautilya.study.strategic.claims import Claims
from kautilya.study.strategic.record_games import Mixed, MixedSet, Quantal


@dataclass(frozen=True)
class Mixes:
    """Equilibria in mixed strategies, and what is claimed of them."""

    answer: MixedAnswer | None = None
    complete: str = "pure"
    left_out: tuple[str, ...] = ()


def mixed_of(table: NormalForm) -> Mixes:
    """All equilibria of a game of two; of more actors, or of a large game, those that were found.

    That none was found is told as such: every game has one.
    """
    left_out: tuple[str, ...] = ()
    try:
        answer = mixed_nash(table) if len(table.actors) <= 2 else mixed_many(table)
    except TooLarge as error:
        left_out = (f"all mixed equilibria (KC805): {error}",)
        try:
            answer = mixed_many(table)
        except TooLarge as failed:
            return Mixes(None, "failed", (f"mixed equilibria (KC805): {failed}",))
    if answer.complete == "all" and not answer.is_finite:
        return Mixes(answer, "continuum", left_out)
    return Mixes(answer, answer.complete, left_out)


def responses_of(table: NormalForm, claims: Claims) -> tuple[tuple[Quantal, ...], tuple[str, ...]]:
    """Choices of actors who err: at a precision that suits the payoffs, and in the limit."""
    widest = max(float(array.max() - array.min()) for array in table.payoffs)
    if not widest or not isfinite(widest):
        return (), ()
    space = ProfileSpace(table.actors, table.strategies, table.actors, (0,) * len(table.actors))
    payoffs = {
        actor: array.astype(np.float64)[..., np.newaxis]
        for actor, array in zip(table.actors, table.payoffs, strict=True)
    }
    precision = DEFAULT_PRECISION / widest
    found, left_out = [], []
    branch = principal_branch(space, payoffs, precision)
    if branch.status == Status.REACHED:
        chances = [branch.strategies[actor].tolist() for actor in table.actors]
        claims.add("quantal response", check_quantal(table, chances, precision))
        found.append(Quantal(precision, _chances(table, branch)))
    else:
        left_out.append(f"the quantal response: {branch.why}")
    limit = principal_limit(space, payoffs)
    if limit.status == Status.REACHED:
        found.append(Quantal(None, _chances(table, limit)))
    elif not left_out:
        left_out.append(f"the limit of quantal responses: {limit.why}")
    return tuple(found), tuple(left_out)


def _chances(table: NormalForm, branch: Branch) -> dict[str, dict[str, float]]:
    return {
        actor: dict(zip(names, branch.strategies[actor].tolist(), strict=True))
        for actor, names in zip(table.actors, table.strategies, strict=True)
    }


def listed(table: NormalForm, found: MixedAnswer | None, *, exact: bool) -> tuple[Mixed, ...]:
    """Equilibria as the record keeps them."""
    if found is None:
        return ()
    return tuple(_told(table, equilibrium, exact=exact) for equilibrium in found.equilibria)


def sets_of(found: MixedAnswer | None) -> tuple[MixedSet, ...]:
    """Sets of infinitely many equilibria: what may be combined with what."""
    if found is None:
        return ()
    return tuple(
        MixedSet(tuple(component.equilibria), len(component.subsets))
        for component in found.components
        if not component.is_single
    )


def _told(table: NormalForm, found: MixedEquilibrium, *, exact: bool) -> Mixed:
    """An equilibrium as the record keeps it."""
    told = exact_text if exact else rounded_text
    chances = {}
    for actor, names, strategy in zip(
        table.actors, table.strategies, found.strategies, strict=True
    ):
        chances[actor] = {
            name: str(chance) if found.exact and exact else f"{float(chance):.3f}"
            for name, chance in zip(names, strategy, strict=True)
            if chance > 0
        }
    payoffs = {
        actor: told(payoff) if isinstance(payoff, Fraction) else f"{payoff:.3f}"
        for actor, payoff in zip(table.actors, found.payoffs, strict=True)
    }
    return Mixed(chances, payoffs, found.is_pure, float(found.regret))


def exact_text(value: Fraction) -> str:
    """A payoff in exact numbers, as short as can be.

    Examples
    --------
    >>> exact_text(Fraction(3)), exact_text(Fraction(1, 3)), exact_text(Fraction(-5, 4))
    ('3', '1/3', '-1.25')
    """
    scaled = value.denominator
    for prime in (2, 5):
        while scaled % prime == 0:
            scaled //= prime
    short = repr(float(value))
    if value.denominator > 1 and scaled == 1 and len(short) <= 8:
        return short
    return str(value)


def rounded_text(value: Fraction) -> str:
    """A payoff to three digits, as everywhere where payoffs come from a model.

    Examples
    --------
    >>> rounded_text(Fraction(1, 3))
    '0.333'
    """
    return f"{float(value):.3f}"
