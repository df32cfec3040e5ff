"""KC704: a premise that cites a conclusion.

Premises are what an argument takes as given; conclusions are what it derives. A premise that
encodes a claim which ``claims.tsv`` calls a CONCLUSION puts the answer in before the question is
asked, and every test that hangs on it passes for nothing. A case without ``claims.tsv`` gets no
such warning.

Bad, with K12 a conclusion in ``claims.tsv``::

    premises:
      closes: {says: the port closes, chance: likely, row: K12, status: stated}

Mended, derived from what it follows from::

    premises:
      silting: {says: silt left in a year, value: 0.3, row: K10, status: stated}
    propositions:
      closes: {says: the port closes, claim: "final(depth) < 0.1", row: K12, stated: likely}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import items
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC704"
TITLE = "a premise that cites a conclusion"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Premises whose row is a conclusion of the list."""
    conclusions = {claim.id: claim.paraphrase for claim in claims if claim.type == "CONCLUSION"}
    for name, premise in case.premises.items():
        for path, row in items(places, ("premises", name, "row"), premise.row):
            if row in conclusions:
                yield Diagnostic(
                    CODE,
                    f"the premise '{name}' encodes a conclusion, {row}: {conclusions[row]}",
                    places.value(path),
                    "a conclusion is derived; taken as given it proves itself",
                    "make it a proposition, and its reasons premises and mechanisms",
                    Severity.WARNING,
                )
