"""From the text of a claim to a test that can be run, with every fault of its author.

A claim is checked against the case when it is read, so that a misspelt option is an error at its
place and never a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.case import Case, Names, Places
from kautilya.case.expression import Expression, Is, Name, Query, queries
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic
from kautilya.findings.claim_checker import ClaimChecker
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
    """

    claims: Mapping[str, Claim]
    givens: Mapping[str, Claim]
    diagnostics: tuple[Diagnostic, ...]


def read_claims(case: Case, names: Names, places: Places) -> Claims:
    """Read and check every claim and antecedent of a case.

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
            try:
                tree = parse(text, queries=True)
            except ExpressionError as error:
                found += [
                    Diagnostic(
                        f.code, f.message, places.inside(path, text, f.at, f.length), f.why, f.help
                    )
                    for f in error.faults
                ]
                continue
            checker = ClaimChecker(case, names, places, path, text, held_decisions(case, name))
            faults = list(checker.check(tree))
            found += faults
            if not faults:
                into[name] = Claim(text, tree)
    return Claims(claims, givens, tuple(found))


def conditions_of(texts: tuple[str, ...]) -> dict[str, str]:
    """Decisions and options of a list of conditions; what can't be read is left out.

    Examples
    --------
    >>> conditions_of(("canton.plough is run",))
    {'canton.plough': 'run'}
    """
    found: dict[str, str] = {}
    for text in texts:
        try:
            tree = parse(text)
        except ExpressionError:
            continue
        if isinstance(tree, Is) and isinstance(tree.subject, Name) and len(tree.options) == 1:
            found[tree.subject.name] = tree.options[0].name
    return found


def held_decisions(case: Case, proposition: str) -> dict[str, str]:
    """What a proposition holds: by its scenario, then by itself."""
    entry = case.propositions[proposition]
    scenario = case.scenarios.get(entry.in_) if entry.in_ else None
    return {**(conditions_of(scenario.hold) if scenario else {}), **conditions_of(entry.hold)}
