"""What an actor would gain by knowing more before it chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kautilya.case import Case
from kautilya.explore.information_value import (
    Knowing,
    chosen_once,
    knowing_all,
    knowing_some,
    knowing_weights,
)
from kautilya.payoffs import Evaluator
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk, Deciding, deciding
from kautilya.study.drivers import draws_of
from kautilya.study.faults import UnknownName
from kautilya.study.learnable import Learnable, learnables
from kautilya.terms import FloatArray

LEADING = 4
"""Single things of which pairs are tried."""

MOST_TOGETHER = 3
"""Things that may be learnt at once."""


@dataclass(frozen=True)
class Learning:
    """What learning one thing, or a few at once, is worth.

    Parameters
    ----------
    what
        What would be learnt.
    knowing
        What it is worth.
    """

    what: tuple[Learnable, ...]
    knowing: Knowing


@dataclass(frozen=True)
class ActorWorth:
    """What more knowledge is worth to the owner of a decision.

    Parameters
    ----------
    decision, owner
        The decision, and its owner's name as printed.
    once, payoff
        What it chooses by the mean over worlds, and the mean payoff of that.
    everything
        Knowing the world.
    weights
        Knowing how its own interests weigh: it may know that, when we do not.
    singles
        Things worth more than their error, the most valuable first.
    nothing
        Names of those that are not.
    pairs
        Pairs of the leading ones that are worth more than their error, the most valuable first.
    together
        What was asked for to be learnt at once; None where nothing was.
    """

    decision: str
    owner: str
    once: str
    payoff: float
    everything: Knowing
    weights: Knowing | None
    singles: tuple[Learning, ...]
    nothing: tuple[str, ...]
    pairs: tuple[Learning, ...]
    together: Learning | None


def actor_worth(
    checked: Checked,
    decision: str,
    together: Sequence[str],
    worlds: int,
    seed: int,
    scenario: str | None,
) -> ActorWorth:
    """Find what more knowledge is worth to the owner of a decision, all others as they stand.

    Raises
    ------
    UnknownName
        For something to be learnt that there is not.
    CannotAsk
        For something on which the choice does not depend, or where nothing is chosen.
    """
    at_hand = deciding(checked, decision, scenario, worlds, seed)
    draws = _draws(at_hand)
    asked = _asked(at_hand, draws, together)
    case, payoffs = at_hand.case, at_hand.payoffs
    assert checked.places is not None
    known = learnables(case, checked.places, draws)

    def learning(*names: str) -> Learning:
        rows = np.stack([draws[name] for name in names])
        found = knowing_some(payoffs, rows, at_hand.now, case.epsilon)
        return Learning(tuple(known[name] for name in names), found)

    every = _ranked([learning(name) for name in draws])
    singles = [one for one in every if one.knowing.counts(len(every))]
    leading = [one.what[0].name for one in singles[:LEADING]]
    pairs = _ranked([learning(*pair) for pair in combinations(leading, 2)])
    once = chosen_once(payoffs, at_hand.now, case.epsilon)
    return ActorWorth(
        decision,
        case.actors[at_hand.owner].name or at_hand.owner,
        at_hand.options[once],
        float(payoffs[once].mean()),
        knowing_all(payoffs, at_hand.now, case.epsilon),
        _own_weights(at_hand),
        tuple(singles),
        tuple(one.what[0].name for one in every if one not in singles),
        tuple(pair for pair in pairs if pair.knowing.counts(len(pairs))),
        learning(*asked) if asked else None,
    )


def _ranked(found: list[Learning]) -> list[Learning]:
    return sorted(found, key=lambda one: (-one.knowing.value, [w.name for w in one.what]))


def _own_weights(at_hand: Deciding) -> Knowing | None:
    if not float(np.ptp(at_hand.weights, axis=1).max()):
        return None
    values = at_hand.values.mean(axis=2)
    return knowing_weights(values, at_hand.weights, at_hand.now, at_hand.case.epsilon)


def _draws(at_hand: Deciding) -> dict[str, FloatArray]:
    """What the owner could learn of the world: as it sees it, and without its own weights."""
    evaluator: Evaluator = at_hand.evaluator
    view = evaluator.viewer(at_hand.owner, at_hand.setting)
    reach = frozenset[str]().union(*(evaluator.reach(i, view) for i in at_hand.interests))
    replaced = {
        name.partition(".believes.")[2] for name in reach if name.startswith(f"{view}.believes.")
    }
    seen = frozenset(name for name in reach if name not in replaced)
    return draws_of(at_hand.case, at_hand.evaluator, seen, at_hand.setting, at_hand.blocks)


def _asked(
    at_hand: Deciding, draws: Mapping[str, FloatArray], together: Sequence[str]
) -> tuple[str, ...]:
    """What was asked to be learnt at once, each by the name under which the owner sees it."""
    names = tuple(dict.fromkeys(together))
    if len(names) > MOST_TOGETHER:
        raise CannotAsk(
            f"{len(names)} things to learn at once are more than the worlds can tell apart: "
            f"name {MOST_TOGETHER} at most"
        )
    found = []
    for name in names:
        own = f"{at_hand.owner}.believes.{name}"
        if own in draws:
            found.append(own)
        elif name in draws:
            found.append(name)
        else:
            _refuse(at_hand.case, name, at_hand)
    return tuple(found)


def _refuse(case: Case, name: str, at_hand: Deciding) -> None:
    """Say why something cannot be learnt."""
    beliefs = [f"{a}.believes.{n}" for a, held in case.beliefs.items() for n in held]
    known = [*case.premises, *case.mechanisms, *beliefs]
    if name not in known:
        raise UnknownName("premise", name, known)
    raise CannotAsk(
        f"{name} is nothing to learn for {at_hand.owner}: either it is the same in every world, or "
        f"nothing that {at_hand.decision} is judged by depends on it"
    )
