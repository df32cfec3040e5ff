"""Propositions ready to be tried: what is asked, from which profile, by whose lights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kautilya.case import Case
from kautilya.findings.answer import Situation
from kautilya.findings.claims import Claim, Claims, conditions_of, held_decisions
from kautilya.findings.declared import declared_of
from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve import Agreement

SOLVED = frozenset({"settled", "foresees", "acts", "cycles", "self_enforcing"})
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
    agreements, declared = agreements_of(case, space), declared_of(case, space)
    order = tuple(actor for actor in case.actors if case.interests.get(actor))
    trials = []
    for name, claim in claims.claims.items():
        proposition = case.propositions[name]
        held = axes_of(space, held_decisions(case, name))
        situation = Situation(
            start_profile(case, space, proposition.in_, held),
            held,
            None if proposition.voice == "author" else proposition.voice,
            agreements,
            case.epsilon,
            case.horizon,
            order,
            declared,
        )
        trials.append(Trial(name, claim, claims.givens.get(name), proposition.in_, situation))
    return tuple(trials)


OBSERVED = "observed "
"""How the names of observations begin; no proposition is called so."""


def observed_of(case: Case, claims: Claims, space: ProfileSpace) -> tuple[Trial, ...]:
    """What was seen to happen, ready to be tested in the case as it stands.

    They are called by their place in the file: ``observed 1`` and so on.
    """
    situation = Situation(
        start_profile(case, space, None, {}),
        {},
        None,
        agreements_of(case, space),
        case.epsilon,
        case.horizon,
        tuple(actor for actor in case.actors if case.interests.get(actor)),
        declared_of(case, space),
    )
    return tuple(
        Trial(f"{OBSERVED}{number}", claim, None, None, situation)
        for number, claim in enumerate(claims.observed, start=1)
    )


def agreements_of(case: Case, space: ProfileSpace) -> tuple[Agreement, ...]:
    """The agreements of a case, in file order."""
    return tuple(
        Agreement(name, entry.parties, axes_of(space, conditions_of(entry.when)))
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


def axes_of(space: ProfileSpace, conditions: Mapping[str, str]) -> dict[int, int]:
    """Conditions as axes and options."""
    return {space.axis[d]: space.option(d, o) for d, o in conditions.items()}


def with_order(trial: Trial, order: tuple[str, ...]) -> Trial:
    """A trial with another order of moving."""
    return replace(trial, situation=replace(trial.situation, order=order))


def needs_grid(trial: Trial) -> bool:
    """Whether a claim asks what is solved over all profiles, and not at single ones."""
    asked = (*trial.claim.queries, *(trial.given.queries if trial.given else ()))
    return any(query.kind in SOLVED for query in asked)


def turns_on_order(trial: Trial) -> bool:
    """Whether the answer may depend on who moves first."""
    asked = (*trial.claim.queries, *(trial.given.queries if trial.given else ()))
    pledges = trial.situation.declared.pledges
    return needs_grid(trial) or any(
        query.kind == "empty" and len(pledges[query.subject.name].persuaded) > 1 for query in asked
    )


def grouped(trials: Iterable[Trial]) -> dict[tuple[str | None, bool], list[Trial]]:
    """Trials that share their runs: by scenario, and by whether they need all profiles."""
    groups: dict[tuple[str | None, bool], list[Trial]] = {}
    for trial in trials:
        groups.setdefault((trial.scenario, needs_grid(trial)), []).append(trial)
    return groups
