"""Hypotheses and evidence read and made ready: what is asked in each world to tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kautilya.case import Case, Names, Places
from kautilya.case.schema import Evidence, Hypothesis
from kautilya.diagnostics import Diagnostic
from kautilya.findings.answer import Situation
from kautilya.findings.claims import Claim, held_by, read_claim
from kautilya.findings.declared import declared_of
from kautilya.findings.trial import Trial, agreements_of, axes_of, start_profile
from kautilya.payoffs import ProfileSpace
from kautilya.source import Path

HYPOTHESIS = "hypothesis "
"""How the names of trials of hypotheses begin."""

EVIDENCE = "evidence "
"""How the names of trials of evidence begin."""


@dataclass(frozen=True)
class Inference:
    """What a case says of rival hypotheses, as claims, and what is wrong with it.

    Parameters
    ----------
    whens
        The claim of each hypothesis that is a set of worlds.
    expects
        The claim of each piece of evidence that has one.
    diagnostics
        Every fault.
    """

    whens: Mapping[str, Claim]
    expects: Mapping[str, Claim]
    diagnostics: tuple[Diagnostic, ...]


def read_inference(case: Case, names: Names, places: Places) -> Inference:
    """Read and check the claims of hypotheses and evidence.

    Raises nothing: the faults are in the result.
    """
    found: list[Diagnostic] = []
    whens: dict[str, Claim] = {}
    expects: dict[str, Claim] = {}
    for into, section, key in ((whens, "hypotheses", "when"), (expects, "evidence", "expect")):
        for name, entry in getattr(case, section).items():
            text = getattr(entry, key)
            if text is None:
                continue
            path: Path = (section, name, key)
            claim, faults = read_claim(case, names, places, path, text, held_by(case, entry))
            found += faults
            if claim is not None:
                found += _before_the_facts(places, path, claim)
                into[name] = claim
    found += _restated(case, places, whens, expects)
    return Inference(whens, expects, tuple(found))


def _before_the_facts(places: Places, path: Path, claim: Claim) -> Iterator[Diagnostic]:
    """Queries that have one answer for all worlds."""
    for query in claim.queries:
        if query.knowing is not None and not query.knowing:
            yield Diagnostic(
                "KC619",
                "a choice with knowing=nothing is the same in all worlds",
                places.inside(path, claim.text, query.at, query.length),
                "a hypothesis is a set of worlds, and evidence holds in some of them: what is "
                "chosen before the facts are known tells none apart",
                "take knowing= out",
            )


def _restated(
    case: Case, places: Places, whens: Mapping[str, Claim], expects: Mapping[str, Claim]
) -> Iterator[Diagnostic]:
    """Evidence that asks what a hypothesis says."""
    asked = {_asked(case.hypotheses[name], claim): name for name, claim in whens.items()}
    for name, claim in expects.items():
        hypothesis = asked.get(_asked(case.evidence[name], claim))
        if hypothesis is not None:
            yield Diagnostic(
                "KC619",
                f"the evidence '{name}' asks what the hypothesis '{hypothesis}' says",
                places.value(("evidence", name, "expect")),
                "it holds in each world of that hypothesis by definition, so it would count twice "
                "what was put in",
                "expect what was seen, and not what it is to show",
            )


def _asked(entry: Hypothesis | Evidence, claim: Claim) -> tuple[object, ...]:
    """What is asked, where, and by whose lights."""
    return (" ".join(claim.text.split()), entry.in_, entry.hold, entry.voice)


def inference_trials(
    case: Case, inference: Inference, space: ProfileSpace
) -> tuple[tuple[Trial, ...], tuple[Trial, ...]]:
    """Hypotheses, and evidence, ready to be asked in each world.

    Returns
    -------
    tuple
        Trials of hypotheses, called ``hypothesis NAME``, and of evidence, called
        ``evidence NAME``.
    """
    hypotheses = tuple(
        _trial(case, space, HYPOTHESIS + name, case.hypotheses[name], claim)
        for name, claim in inference.whens.items()
    )
    evidence = tuple(
        _trial(case, space, EVIDENCE + name, case.evidence[name], claim)
        for name, claim in inference.expects.items()
    )
    return hypotheses, evidence


def _trial(
    case: Case, space: ProfileSpace, name: str, entry: Hypothesis | Evidence, claim: Claim
) -> Trial:
    held = axes_of(space, held_by(case, entry))
    situation = Situation(
        start_profile(case, space, entry.in_, held),
        held,
        None if entry.voice == "author" else entry.voice,
        agreements_of(case, space),
        case.epsilon,
        case.horizon,
        tuple(actor for actor in case.actors if case.interests.get(actor)),
        declared_of(case, space),
    )
    return Trial(name, claim, None, entry.in_, situation)


def place_of_trial(name: str) -> Path | None:
    """Where the claim of a trial of a hypothesis or of evidence stands; None for another trial.

    Examples
    --------
    >>> place_of_trial("evidence silence"), place_of_trial("accepts")
    (('evidence', 'silence', 'expect'), None)
    """
    if name.startswith(HYPOTHESIS):
        return ("hypotheses", name.removeprefix(HYPOTHESIS), "when")
    if name.startswith(EVIDENCE):
        return ("evidence", name.removeprefix(EVIDENCE), "expect")
    return None
