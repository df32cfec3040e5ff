"""What share of an effect each of some causes accounts for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from kautilya.explore.attribution import Attribution, TooManyCauses, attribute, coalitions
from kautilya.study.attribution_causes import Cause, causes_of
from kautilya.study.attribution_query import Effect, effect_of
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk, Subject, subject_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.study import Study
from kautilya.terms import BoolArray, FloatArray

TINY = 1e-12
"""A value of the query that is no further from 0 than this counts as 0."""

SPAN = (0.05, 0.95)
"""Between these quantiles lies the share in nine worlds of ten."""

STRAY = 0.05
"""Share of worlds that may lie on the other side of 0 before a share of the mean says little."""


@dataclass(frozen=True)
class Part:
    """A share of the effect.

    Parameters
    ----------
    share, error
        Of the mean over worlds, and its standard error.
    low, high
        Between these lies the share in nine worlds of ten.
    """

    share: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class CauseShare:
    """What one cause accounts for.

    Parameters
    ----------
    cause
        The cause, as the author wrote it.
    first
        What goes with it when it is taken away first, all others there.
    last
        What goes with it when it is taken away last, no other there.
    shapley
        The mean over all orders of taking the causes away.
    """

    cause: Cause
    first: Part
    last: Part
    shapley: Part


@dataclass(frozen=True)
class Shares:
    """An effect divided among its causes.

    Parameters
    ----------
    subject
        The case and the worlds.
    query, proposition, is_truth
        What was asked, the proposition whose claim it is or empty, and whether it is true or
        false in each world.
    whole, nothing
        Mean over the worlds that count, with all the causes and without any.
    together
        What goes when all the causes go.
    causes
        In the order asked.
    counted, zero, cycles
        Worlds that count, in which the query is 0, and in which it has no answer.
    above
        Share of the worlds that count in which the query is above 0.
    """

    subject: Subject
    query: str
    proposition: str
    is_truth: bool
    whole: float
    nothing: float
    together: Part
    causes: tuple[CauseShare, ...]
    counted: int
    zero: int
    cycles: int
    above: float

    @property
    def wavers(self) -> bool:
        """Whether it is on both sides of 0, so that a share of its mean says little."""
        return STRAY < self.above < 1.0 - STRAY


def share_of(
    study: Study,
    query: str,
    causes: Sequence[str],
    *,
    worlds: int = 500,
    seed: int = DEFAULT_SEED,
    scenario: str | None = None,
    threads: int = 2,
) -> Shares:
    """Divide what a query gives among some causes.

    Parameters
    ----------
    study
        The case.
    query
        A query or a claim as in a proposition, or a proposition's name for its claim.
    causes
        Up to six mechanisms, options' effects (``DECISION.OPTION``), premises that declare what
        they are when off, or decisions, which are off as they stand today.
    worlds, seed, scenario, threads
        As for a test; every subset of the causes is run.

    Returns
    -------
    Shares

    Raises
    ------
    UnknownName
        For a cause or a scenario that there is not.
    CannotAsk
        For a query that cannot be read, is 0 in every world or depends on none of a cause; for a
        premise that declares no off; for too many causes.
    CaseInvalid
        Where the run meets a value that is not finite.
    """
    checked: Checked = study.checked
    check_asked(checked, scenario=scenario)
    effect = effect_of(checked, query, scenario, worlds, seed)
    named = causes_of(checked, causes, effect.text, effect.bearing)
    try:
        subsets = coalitions(tuple(named))
    except TooManyCauses as error:
        raise CannotAsk(str(error)) from None

    @cache
    def value(there: frozenset[str]) -> tuple[FloatArray, BoolArray]:
        return effect.without([named[name] for name in named if name not in there])

    with told(checked):
        whole, missing = value(subsets[0])
        _check_effect(effect, whole, missing)
        with ThreadPoolExecutor(threads) as pool:
            found = dict(zip(subsets, pool.map(value, subsets), strict=True))
    missing = np.logical_or.reduce([gone for _, gone in found.values()])
    zero = ~missing & (np.abs(whole) <= TINY)
    counts = ~missing & ~zero
    if not counts.any():
        raise CannotAsk(f"{effect.text} has no answer in any world without its causes: it cycles")
    parts = attribute(lambda there: found[there][0][counts], list(named))
    subject = subject_of(checked, seed, worlds, effect.scenario)
    return _shares(subject, effect, parts, named, int(missing.sum()), int(zero.sum()))


def _check_effect(effect: Effect, whole: FloatArray, missing: BoolArray) -> None:
    if missing.all():
        raise CannotAsk(f"{effect.text} has no answer in any world: it cycles")
    if not np.any(np.abs(whole[~missing]) > TINY):
        what = "false" if effect.is_truth else "0"
        raise CannotAsk(f"{effect.text} is {what} in every world, so there is nothing to share out")


def _shares(
    subject: Subject,
    effect: Effect,
    parts: Attribution,
    causes: Mapping[str, Cause],
    cycles: int,
    zero: int,
) -> Shares:
    whole, nothing = parts.whole, parts.nothing
    return Shares(
        subject,
        effect.text,
        effect.proposition,
        effect.is_truth,
        float(whole.mean()),
        float(nothing.mean()),
        _part(whole - nothing, whole),
        tuple(
            CauseShare(
                cause,
                _part(parts.first[name], whole),
                _part(parts.last[name], whole),
                _part(parts.shapley[name], whole),
            )
            for name, cause in causes.items()
        ),
        int(whole.size),
        zero,
        cycles,
        float(np.mean(whole > 0.0)),
    )


def _part(amount: FloatArray, whole: FloatArray) -> Part:
    """A share of the mean with its error, and the span of shares over worlds."""
    mean = float(whole.mean())
    share = float(amount.mean()) / mean if mean else math.nan
    error = float(np.std(amount - share * whole)) / math.sqrt(whole.size) / abs(mean or math.nan)
    low, high = np.quantile(amount / whole, SPAN)
    return Part(share, error, float(low), float(high))
