"""KC706: a confidence and a likelihood in one sentence.

A likelihood says how often a thing comes true; a confidence says how good the grounds are for
saying so. ICD 203 keeps them out of one sentence, since a reader takes one for the other.

Bad::

    propositions:
      closes: {says: we have high confidence that the port will likely close, claim: ..}

Mended::

    propositions:
      closes:
        says: the port will likely close
        note: the grounds are good - three independent soundings agree
        claim: ..
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import belief_part, entries
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Belief, Case
from kautilya.diagnostics import Diagnostic, Severity
from kautilya.source import Path

CODE = "KC706"
TITLE = "a confidence and a likelihood in one sentence"

_CONFIDENCE = re.compile(
    r"\b(?:high|moderate|medium|low|great|full|limited|some)\s+confidence\b"
    r"|\bconfidence\s+(?:level|that)\b|\bconfident(?:ly)?\s+(?:that|judge|assess)",
    re.IGNORECASE,
)
_LIKELIHOOD = re.compile(
    r"\b(?:un)?likely\b|\bprobabl[ey]\b|\bimprobabl[ey]\b|\balmost\s+certain(?:ly)?\b"
    r"|\bnearly\s+certain\b|\bremote\s+chance\b|\balmost\s+no\s+chance\b|\beven\s+chance\b"
    r"|\broughly\s+even\b|\brealistic\s+possibility\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;!?]+")


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Sentences of `says` that hold both."""
    for found in entries(case):
        says = getattr(found.entry, "says", "")
        path: Path = (*found.path, "says")
        if isinstance(found.entry, Belief):
            path = belief_part(places, found.path, "says")
        for sentence in _SENTENCE.finditer(says):
            confidence = _CONFIDENCE.search(sentence.group())
            likelihood = _LIKELIHOOD.search(sentence.group())
            if confidence and likelihood:
                at = sentence.start() + confidence.start()
                yield Diagnostic(
                    CODE,
                    f"{found.label} has '{confidence.group()}' and '{likelihood.group()}' in one "
                    "sentence",
                    places.inside(path, says, at, len(confidence.group())),
                    "a confidence speaks of the grounds, a likelihood of the thing (ICD 203)",
                    "say how good the grounds are in a sentence of its own, or in `note`",
                    Severity.ADVICE,
                )
