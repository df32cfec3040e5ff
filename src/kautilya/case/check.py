"""Every check of a case, in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from kautilya.case.checks.beliefs import check_beliefs
from kautilya.case.checks.conflict import check_conflict
from kautilya.case.checks.corr import check_corr
from kautilya.case.checks.events import check_events
from kautilya.case.checks.evidence import check_evidence, check_priors
from kautilya.case.checks.frame import check_language
from kautilya.case.checks.hedges import check_chances, check_stated, check_yardsticks
from kautilya.case.checks.numbers import check_finite, check_forms, check_ranges
from kautilya.case.checks.observed import check_observed
from kautilya.case.checks.promises import check_promises
from kautilya.case.checks.propositions import check_propositions, check_reasons
from kautilya.case.checks.references import (
    check_actors,
    check_citations,
    check_decisions,
    check_origins,
)
from kautilya.case.checks.scenarios import check_agreements, check_holds, check_scenarios
from kautilya.case.checks.stocks import check_stocks
from kautilya.case.checks.targets import check_targets
from kautilya.case.checks.weights import check_tiers, check_weights
from kautilya.case.from_source import Reading
from kautilya.case.names import Names, check_names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, in_file_order

Check = Callable[[Case, Names, Places], Iterator[Diagnostic]]
"""A check takes the case, its names and its places, and yields what is wrong."""


def _names(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Names that cannot be used; what a loop has left of its $ was told with the loop."""
    for found in check_names(case, places):
        if found.span is None or "$" not in found.message:
            yield found


CHECKS: Final[tuple[Check, ...]] = (
    check_language,
    _names,
    check_citations,
    check_actors,
    check_decisions,
    check_origins,
    check_targets,
    check_stocks,
    check_events,
    check_forms,
    check_ranges,
    check_finite,
    check_corr,
    check_yardsticks,
    check_chances,
    check_stated,
    check_weights,
    check_tiers,
    check_beliefs,
    check_promises,
    check_agreements,
    check_conflict,
    check_scenarios,
    check_holds,
    check_propositions,
    check_reasons,
    check_observed,
    check_evidence,
    check_priors,
)
"""Every check, in the order of the pages of the language."""


def check_case(reading: Reading) -> tuple[Diagnostic, ...]:
    r"""What is wrong with a case that could be read, beside its shape and its formulas.

    Parameters
    ----------
    reading
        The case as far as it could be read. A fault that follows from an entry that was set aside
        is not reported.

    Returns
    -------
    tuple of Diagnostic
        In the order of the file; none for a case whose frame could not be read.

    See Also
    --------
    kautilya.model.from_case : checks formulas.
    kautilya.case.lint.lint_case : advice on how a case is written.

    Examples
    --------
    >>> from kautilya.case import from_source
    >>> from kautilya.source import parse_source
    >>> text = "language: 1\ncase: x\nhorizon: 6\nfocal: town.toll\nactors: {town: {}}\n"
    >>> for found in check_case(from_source(parse_source(text, "case.yaml"))):
    ...     print(found.code, found.message)
    KC107 the case is about a decision that is not declared: 'town.toll'
    """
    case = reading.case
    if case is None:
        return ()
    names = Names(case, reading.set_aside)
    return in_file_order(found for check in CHECKS for found in check(case, names, reading.places))
