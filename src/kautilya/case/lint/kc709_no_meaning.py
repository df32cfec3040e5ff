"""KC709: a stock or an auxiliary of which nobody can say what its numbers mean.

A quantity without a unit is a number on a scale of the author's own. What 0.7 means on it only the
author knows, unless ``says`` puts it into words or ``scale`` says what its ends stand for.

Bad::

    stocks:
      influence: {start: 0.7}

Mended::

    stocks:
      influence:
        says: how far the town sways the guild
        start: 0.7
        scale: {0: not at all, 1: decides for it}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import SINGULAR
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC709"
TITLE = "a stock or an auxiliary of which nobody can say what its numbers mean"


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Stocks and auxiliaries with neither words nor labels nor a unit."""
    for section in ("stocks", "auxiliaries"):
        for name, entry in getattr(case, section).items():
            if not (entry.says or entry.scale or entry.unit):
                yield Diagnostic(
                    CODE,
                    f"the {SINGULAR[section]} '{name}' has no words for its numbers",
                    places.key((section, name)),
                    "without a unit its numbers mean what the author says that they mean",
                    "add `says:`, and `scale: {0: .., 1: ..}` for what its ends stand for",
                    Severity.ADVICE,
                )
