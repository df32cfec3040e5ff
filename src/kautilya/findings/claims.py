"""From the text of a claim to a test that can be run, with every fault of its author.

A claim is checked against the case when it is read, so that a misspelt option is an error at its
place and never a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.case import Case, Names, Places
from kautilya.case.expression import Expression, Query, queries
from kautilya.case.parse import ExpressionError, parse
from kautilya.case.schema import Evidence, Hypothesis, Proposition
from kautilya.diagnostics import Diagnostic
from kautilya.findings.claim_checker import ClaimChecker
from kautilya.findings.conditions import conditions_of as conditions_of
from kautilya.source import Path


@dataclass(frozen=True)
class Claim:
    """A claim that can be tested.

    Parameters
    ----------
    text
        As the author wrote it.
    tree
        As parsed.
    """

    text: str
    tree: Expression

    @property
    def queries(self) -> tuple[Query, ...]:
        """The queries that it asks."""
        return queries(self.tree)


@dataclass(frozen=True)
class Claims:
    """The claims of a case and what is wrong with them.

    Parameters
    ----------
    claims, givens
        Claim and antecedent of each proposition that has one.
    diagnostics
        Every fault.
    observed
        What was seen to happen, in the order of the file.
    """

    claims: Mapping[str, Claim]
    givens: Mapping[str, Claim]
    diagnostics: tuple[Diagnostic, ...]
    observed: tuple[Claim, ...] = ()


def read_claims(case: Case, names: Names, places: Places) -> Claims:
    """Read and check every claim, antecedent and observation of a case.

    Raises nothing: the faults are in the result.
    """
    claims: dict[str, Claim] = {}
    givens: dict[str, Claim] = {}
    found: list[Diagnostic] = []
    for name, proposition in case.propositions.items():
        for kind, into in (("claim", claims), ("given", givens)):
            text = getattr(proposition, kind)
            if text is None:
                continue
            path: Path = ("propositions", name, kind)
            claim, faults = read_claim(case, names, places, path, text, held_decisions(case, name))
            found += faults
            if claim is not None:
                into[name] = claim
    observed = []
    for number, observation in enumerate(case.observed):
        path = ("observed", number, "expect")
        claim, faults = read_claim(case, names, places, path, observation.expect, {})
        found += faults
        observed += [claim] if claim is not None else []
    return Claims(claims, givens, tuple(found), tuple(observed))


def read_claim(
    case: Case, names: Names, places: Places, path: Path, text: str, held: dict[str, str]
) -> tuple[Claim | None, list[Diagnostic]]:
    """A claim, None where it is faulty, and its faults."""
    try:
        tree = parse(text, queries=True)
    except ExpressionError as error:
        return None, [
            Diagnostic(f.code, f.message, places.inside(path, text, f.at, f.length), f.why, f.help)
            for f in error.faults
        ]
    faults = list(ClaimChecker(case, names, places, path, text, held).check(tree))
    return (None if faults else Claim(text, tree)), faults


def held_decisions(case: Case, proposition: str) -> dict[str, str]:
    """What a proposition holds: by its scenario, then by itself."""
    return held_by(case, case.propositions[proposition])


def held_by(case: Case, entry: Proposition | Hypothesis | Evidence) -> dict[str, str]:
    """What an entry holds: by its scenario, then by itself."""
    scenario = case.scenarios.get(entry.in_) if entry.in_ else None
    return {**(conditions_of(scenario.hold) if scenario else {}), **conditions_of(entry.hold)}
