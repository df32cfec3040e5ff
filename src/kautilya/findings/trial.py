"""Propositions ready to be tried: what is asked, from which profile, by whose lights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kautilya.case import Case
from kautilya.findings.answer import Situation
from kautilya.findings.claims import Claim, Claims, conditions_of, held_decisions
from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve import Agreement

SOLVED = frozenset({"settled", "foresees", "acts", "cycles"})
"""Queries whose answer depends on where the actors settle."""


@dataclass(frozen=True)
class Trial:
    """A proposition ready to be tested.

    Parameters
    ----------
    name
        The proposition.
    claim, given
        What is tested, and its antecedent or None.
    scenario
        Scenario in which it is asked.
    situation
        Profile, pins, voice and order of moving.
    """

    name: str
    claim: Claim
    given: Claim | None
    scenario: str | None
    situation: Situation


def trials_of(case: Case, claims: Claims, space: ProfileSpace) -> tuple[Trial, ...]:
    """Every proposition with a claim, ready to be tested."""
    agreements = agreements_of(case, space)
    order = tuple(actor for actor in case.actors if case.interests.get(actor))
    trials = []
    for name, claim in claims.claims.items():
        proposition = case.propositions[name]
        held = _axes(space, held_decisions(case, name))
        situation = Situation(
            start_profile(case, space, proposition.in_, held),
            held,
            None if proposition.voice == "author" else proposition.voice,
            agreements,
            case.epsilon,
            case.horizon,
            order,
        )
        trials.append(Trial(name, claim, claims.givens.get(name), proposition.in_, situation))
    return tuple(trials)


def agreements_of(case: Case, space: ProfileSpace) -> tuple[Agreement, ...]:
    """The agreements of a case, in file order."""
    return tuple(
        Agreement(name, entry.parties, _axes(space, conditions_of(entry.when)))
        for name, entry in case.agreements.items()
    )


def start_profile(
    case: Case, space: ProfileSpace, scenario: str | None, held: Mapping[int, int]
) -> Profile:
    """`now`, overridden by the scenario's `start`, then by what is held."""
    start = case.scenarios[scenario].start if scenario else {}
    profile = list(space.profile(start))
    for axis, option in held.items():
        profile[axis] = option
    return tuple(profile)


def _axes(space: ProfileSpace, conditions: Mapping[str, str]) -> dict[int, int]:
    return {space.axis[d]: space.option(d, o) for d, o in conditions.items()}


def with_order(trial: Trial, order: tuple[str, ...]) -> Trial:
    """A trial with another order of moving."""
    return replace(trial, situation=replace(trial.situation, order=order))


def needs_grid(trial: Trial) -> bool:
    """Whether a claim asks what is solved over all profiles, and not at single ones."""
    asked = (*trial.claim.queries, *(trial.given.queries if trial.given else ()))
    return any(query.kind in SOLVED for query in asked)


def grouped(trials: Iterable[Trial]) -> dict[tuple[str | None, bool], list[Trial]]:
    """Trials that share their runs: by scenario, and by whether they need all profiles."""
    groups: dict[tuple[str | None, bool], list[Trial]] = {}
    for trial in trials:
        groups.setdefault((trial.scenario, needs_grid(trial)), []).append(trial)
    return groups
