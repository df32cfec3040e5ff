"""KC703: a proposition that encodes no claim of the list, or an entry that names none of it.

``row`` ties an entry to the claim of the text that it encodes, by its id in ``claims.tsv``. A
proposition without one may test what the text never claimed; an id that the list lacks is most
often misspelt. A case without ``claims.tsv`` gets no such advice.

Bad, with K12 in ``claims.tsv`` and no K112::

    propositions:
      closes: {says: the port closes, claim: "final(trade) < 0.1", row: K112, stated: likely}

Mended::

    propositions:
      closes: {says: the port closes, claim: "final(trade) < 0.1", row: K12, stated: likely}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import FILE, ClaimRow
from kautilya.case.entries import belief_part, entries, items
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Belief, Case, Entry, Proposition
from kautilya.diagnostics import Diagnostic, Severity, did_you_mean
from kautilya.source import Path

CODE = "KC703"
TITLE = "a proposition that encodes no claim of the list, or an entry that names none of it"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Rows that the list lacks, and propositions without one."""
    known = [claim.id for claim in claims]
    if not known:
        return
    for found in entries(case):
        entry = found.entry
        if not isinstance(entry, Entry):
            continue
        path: Path = (*found.path, "row")
        if isinstance(entry, Belief):
            path = belief_part(places, found.path, "row")
        for where, row in items(places, path, entry.row):
            if row not in known:
                yield Diagnostic(
                    CODE,
                    f"{found.label} names the row '{row}', which {FILE} lacks",
                    places.value(where),
                    f"`row` is the id of a claim of {FILE}",
                    did_you_mean(row, known),
                    Severity.WARNING,
                )
        if isinstance(entry, Proposition) and not entry.row:
            yield Diagnostic(
                CODE,
                f"{found.label} names no row of {FILE}",
                places.key(found.path),
                "a proposition encodes a claim of the text",
                "add `row:` with the id of the claim that it encodes",
                Severity.ADVICE,
            )
