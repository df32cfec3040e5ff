"""What an actor must value to choose each option, over weights and worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.explore.weight_support import WeightSpace, largest_margins, weight_space
from kautilya.explore.weights import Acceptability, acceptability, holistic
from kautilya.kernel.weighting import ranked
from kautilya.study.check import Checked
from kautilya.study.deciding import (
    CannotAsk,
    Deciding,
    Subject,
    deciding,
    decision_of,
    subject_of,
)
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.study import Study
from kautilya.terms import FloatArray

DECIDED_WORLDS = 100
"""Worlds in which it is decided whether any weights make an option the best."""


@dataclass(frozen=True)
class Supported:
    """What supports one option.

    Parameters
    ----------
    option
        The option.
    first, error
        Share of worlds, each with its weights, that put it first, and the standard error.
    ranks
        Share that gives it each rank, the first among them; ties share their ranks.
    holistic
        All ranks in one number, from 0 (always last) to 1 (always first).
    once
        Share of the weights under which it is best by the mean over worlds.
    central
        Typical weight of each interest where it is first; empty where it hardly ever is.
    unlike
        Interests whose typical weight differs from that over all weights by more than twice the
        standard error.
    confidence
        Share of worlds in which it is best under these weights; None where there are none.
    some
        For an option that no draw puts first: share of worlds in which there are weights under
        which it is the only best, found without draws. None for all others.
    """

    option: str
    first: float
    error: float
    ranks: tuple[float, ...]
    holistic: float
    once: float
    central: Mapping[str, float]
    unlike: tuple[str, ...]
    confidence: float | None
    some: float | None


@dataclass(frozen=True)
class Ordering:
    """All options under one way of drawing weights.

    Parameters
    ----------
    rule
        ``author`` for weights in the author's order, ``flat`` for weights without any order,
        ``fixed`` for weights that the author gives as numbers.
    order
        Interests from the most to the least important, those of one tier together.
    typical
        Mean weight of each interest.
    tied
        Share of worlds in which two options or more are first.
    options
        In file order.
    """

    rule: str
    order: tuple[tuple[str, ...], ...]
    typical: Mapping[str, float]
    tied: float
    options: tuple[Supported, ...]


@dataclass(frozen=True)
class Choosing:
    """An option as the author wrote it.

    Parameters
    ----------
    option, says, source, line
        Its name, what it is, what it cites, and where it stands in the case.
    """

    option: str
    says: str
    source: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Weights:
    """What must be valued to choose each option of a decision.

    Parameters
    ----------
    subject
        The case and the worlds.
    decision, owner
        The decision, and its owner's name as printed.
    options
        As the author wrote them.
    interests
        Names of the owner's interests as printed, by id, in file order.
    lines
        Line of each interest in the case.
    orders
        Under the author's weights, and without any order.
    decided
        Worlds in which it was decided whether any weights make an option the best.
    """

    subject: Subject
    decision: str
    owner: str
    options: tuple[Choosing, ...]
    interests: Mapping[str, str]
    lines: Mapping[str, int]
    orders: tuple[Ordering, ...]
    decided: int


def weights(
    study: Study,
    decision: str | None = None,
    *,
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    scenario: str | None = None,
) -> Weights:
    """Find what an actor must value to choose each option of a decision.

    Parameters
    ----------
    study
        The case.
    decision
        The decision; the focal one where None.
    worlds, seed, scenario
        As for a test. Every world has its own draw of the weights.

    Returns
    -------
    Weights
        Acceptability, typical weights and confidence of every option, other decisions as they
        stand.

    Raises
    ------
    UnknownName
        For a decision or a scenario that the case does not have.
    CannotAsk
        Where there is nothing to choose, or nothing to weigh.
    CaseInvalid
        Where the run meets a value that is not finite, or weights that cannot be drawn.
    """
    checked = study.checked
    check_asked(checked, scenario=scenario)
    name = decision_of(study.case, decision)
    with told(checked):
        at_hand = deciding(checked, name, scenario, worlds, seed)
        return _weights(checked, at_hand, subject_of(checked, seed, worlds, scenario))


def _weights(checked: Checked, at_hand: Deciding, subject: Subject) -> Weights:
    rows = at_hand.case.interests[at_hand.owner]
    if len(rows) == 1:
        raise CannotAsk(
            f"{at_hand.owner} has one interest, {rows[0].id}, so there is nothing to weigh: "
            f"`kautilya worth {at_hand.decision}` says what its choice turns on"
        )
    assert checked.places is not None
    places = checked.places
    choosing = tuple(
        Choosing(
            option,
            entry.says,
            entry.source,
            places.key(("decisions", at_hand.decision, "options", option)).line,
        )
        for option, entry in at_hand.case.decisions[at_hand.decision].options.items()
    )
    fixed = rows[0].weight is not None
    space = weight_space(
        [rank.tier for rank in ranked(rows)], np.array([row.absolute for row in rows])
    )
    orders = [
        _ordering(
            at_hand, "fixed" if fixed else "author", at_hand.weights, None if fixed else space
        )
    ]
    if fixed or not _is_everything(space):
        orders.append(
            _ordering(at_hand, "flat", at_hand.weighed("flat"), weight_space([1] * len(rows)))
        )
    actor = at_hand.case.actors[at_hand.owner]
    return Weights(
        subject,
        at_hand.decision,
        actor.name or at_hand.owner,
        choosing,
        {row.id: row.name or row.id for row in rows},
        {
            row.id: places.key(("interests", at_hand.owner, number)).line
            for number, row in enumerate(rows)
        },
        tuple(orders),
        min(DECIDED_WORLDS, subject.worlds),
    )


def _is_everything(space: WeightSpace) -> bool:
    """Whether the author's order asks nothing of the weights."""
    return not len(space.rows)


def _ordering(
    at_hand: Deciding, rule: str, drawn: FloatArray, space: WeightSpace | None
) -> Ordering:
    """Every option under one way of drawing weights."""
    epsilon, values = at_hand.case.epsilon, at_hand.values
    found = acceptability(values, drawn, epsilon)
    once = acceptability(values.mean(axis=2, keepdims=True), drawn, epsilon)
    compromise = holistic(found.ranks)
    typical = drawn.mean(axis=1)
    ids = [interest.partition(".")[2] for interest in at_hand.interests]
    options = []
    for number, option in enumerate(at_hand.options):
        some = None
        if space is not None and not found.support[number]:
            margins = largest_margins(values[:, :, :DECIDED_WORLDS], number, space)
            some = float(np.mean(margins > epsilon))
        options.append(
            Supported(
                option,
                float(found.first[number]),
                float(found.error[number]),
                tuple(float(share) for share in found.ranks[number]),
                float(compromise[number]),
                float(once.first[number]),
                *_central(found, number, ids, typical),
                some,
            )
        )
    return Ordering(
        rule,
        _order(at_hand, rule),
        dict(zip(ids, map(float, typical), strict=True)),
        found.tied,
        tuple(options),
    )


def _central(
    found: Acceptability, option: int, ids: list[str], typical: FloatArray
) -> tuple[Mapping[str, float], tuple[str, ...], float | None]:
    """Typical weights where an option is first, those unlike the usual, and their confidence."""
    central = found.central[option]
    if np.isnan(central).any():
        return {}, (), None
    far = np.abs(central - typical) > 2.0 * np.maximum(found.central_error[option], 1e-9)
    unlike = tuple(name for name, differs in zip(ids, far, strict=True) if differs)
    weighed = dict(zip(ids, map(float, central), strict=True))
    return weighed, unlike, float(found.confidence[option])


def _order(at_hand: Deciding, rule: str) -> tuple[tuple[str, ...], ...]:
    """Interests by tier, the most important first."""
    ranks = ranked(at_hand.case.interests[at_hand.owner], "flat" if rule == "flat" else "")
    tiers = sorted({rank.tier for rank in ranks})
    return tuple(tuple(rank.id for rank in ranks if rank.tier == tier) for tier in tiers)
