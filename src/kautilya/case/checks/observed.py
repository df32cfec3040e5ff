"""What was observed: never the decision that the case is about (KC608)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.expression import names as names_in
from kautilya.case.names import Names
from kautilya.case.parse import ExpressionError, parse
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path


def check_observed(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Observations that name the focal decision, or one of its options."""
    if case.focal is None:
        return
    for number, observation in enumerate(case.observed):
        path: Path = ("observed", number, "expect")
        try:
            tree = parse(observation.expect, queries=True)
        except ExpressionError:
            continue  # told with the claims
        for name in names_in(tree):
            if name.name == case.focal or name.name.startswith(f"{case.focal}."):
                yield Diagnostic(
                    "KC608",
                    f"observation {number + 1} names the focal decision, '{case.focal}'",
                    places.inside(path, observation.expect, name.at, name.length),
                    "worlds are kept by what was seen of everything else; kept by the focal "
                    "decision, they would answer with what was put in",
                    "expect what others did, or the level of something",
                )
