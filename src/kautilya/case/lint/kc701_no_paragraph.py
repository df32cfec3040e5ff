"""KC701: a stated or implied entry that names no paragraph.

``status: stated`` says that the text states it, ``status: implied`` that the text needs it. Either
way a reader wants to look it up, so its ``source`` names a paragraph: ``osw#17``. Data have a
source of their own, which may be cited as a whole; what the analyst judged or an opponent would
add needs none.

Bad::

    sources: {diary: {title: The harbour master's diary}}
    premises:
      ice: {says: weeks of ice, value: 0.4, source: diary, status: stated}

Mended::

    premises:
      ice: {says: weeks of ice, value: 0.4, source: diary#4, status: stated}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import belief_part, entries
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Belief, Case, Entry, Status
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC701"
TITLE = "a stated or implied entry that names no paragraph"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Entries that the text states or needs, without the place in the text."""
    for found in entries(case):
        entry = found.entry
        if not isinstance(entry, Entry) or entry.status not in (Status.STATED, Status.IMPLIED):
            continue
        if any("#" in citation for citation in entry.source):
            continue
        status = (*found.path, "status")
        if isinstance(entry, Belief):
            status = belief_part(places, found.path, "status")
        yield Diagnostic(
            CODE,
            f"{found.label} is {entry.status} and names no paragraph",
            places.value(status),
            "what the text states or needs can be looked up in it",
            "add `source: SOURCE#PARAGRAPH`, or give it another status: data, judged, rival",
            Severity.ADVICE,
        )
