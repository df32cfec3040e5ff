"""KC702: a conclusion of the text that no proposition tests.

``claims.tsv`` beside a case lists what its text claims. Its conclusions, its forecasts and what it
attributes to actors are what a case is there to test: each has a proposition that names it with
``row``. A claim that cannot be tested has one too, which says why in ``untested``, so that it is
counted and not hidden. A case without ``claims.tsv`` gets no such advice.

Bad, with K12 a conclusion in ``claims.tsv``::

    propositions: {}

Mended::

    propositions:
      closes: {says: the port closes, claim: "final(trade) < 0.1", row: K12, stated: likely}

or::

    propositions:
      closes: {says: the port closes, untested: the text does not say by when, row: K12}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import TESTED, ClaimRow
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC702"
TITLE = "a conclusion of the text that no proposition tests"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Claims of the list that no proposition names."""
    if any(section == "propositions" for section, _ in names.set_aside):
        return
    tested = {row for proposition in case.propositions.values() for row in proposition.row}
    for claim in claims:
        if claim.type in TESTED and claim.id not in tested:
            yield Diagnostic(
                CODE,
                f"no proposition tests {claim.id}: {claim.paraphrase}",
                claim.span,
                f"it is a {claim.type.lower()} of the text"
                if claim.type != "ATTRIBUTION"
                else "it is what the text attributes to somebody",
                f"add a proposition with `row: {claim.id}`, with `untested:` where it has no test",
                Severity.ADVICE,
            )
