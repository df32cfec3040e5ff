"""Premises that vary together (KC107, KC510)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import undeclared
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.credence import NotTogether, copulas_of
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

_WHY = "`corr` lists [premise, premise, rank correlation], each pair once"


def check_corr(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Pairs that name no two premises that are drawn, and numbers that no draws can have."""
    found = [
        fault for number in range(len(case.corr)) for fault in _pair(case, names, places, number)
    ]
    yield from found
    if found:
        return
    try:
        copulas_of(case.corr)
    except NotTogether as error:
        together = set(error.names)
        last = max(n for n, (one, other, _) in enumerate(case.corr) if {one, other} <= together)
        listed = f"{', '.join(error.names[:-1])} and {error.names[-1]}"
        yield Diagnostic(
            "KC510",
            f"the correlations of {listed} cannot hold together",
            places.value(("corr", last)),
            "two that go along with a third go along with each other to some extent: the "
            "correlations form no positive definite matrix; pairs that are not listed count as 0",
            f"move this one toward 0, or list every pair of {listed}",
        )


def _pair(case: Case, names: Names, places: Places, number: int) -> Iterator[Diagnostic]:
    """Faults of one pair."""
    one, other, rank = case.corr[number]
    path: Path = ("corr", number)
    for side, name in enumerate((one, other)):
        if name not in names.of("premises"):
            yield undeclared(
                names,
                name,
                "`corr` ties",
                "a premise",
                names.of("premises"),
                places.value((*path, side)),
                _WHY,
            )
        elif name in case.premises and _is_fixed(case, name):
            yield Diagnostic(
                "KC510",
                f"`corr` ties '{name}', which has one value alone",
                places.value((*path, side)),
                "what varies together is drawn: it has a range or a chance",
                f"give '{name}' a range or a chance, or take the pair out",
            )
    if one == other:
        yield Diagnostic(
            "KC510",
            f"`corr` ties '{one}' to itself",
            places.value((*path, 1)),
            _WHY,
            "name two premises",
        )
    elif {one, other} in [set(pair[:2]) for pair in case.corr[:number]]:
        yield Diagnostic(
            "KC510",
            f"`corr` ties '{one}' and '{other}' twice",
            places.value(path),
            _WHY,
            "take one of the two out",
        )
    if not -1.0 < rank < 1.0:
        yield Diagnostic(
            "KC510",
            f"a rank correlation of {rank:g}",
            places.value((*path, 2)),
            "a rank correlation lies between -1 and 1; at the ends one premise would be the other",
            "write a number such as 0.7; for one that follows from the other use an auxiliary",
        )


def _is_fixed(case: Case, name: str) -> bool:
    """Whether a premise has one value in all worlds; one without any form has its own fault."""
    premise = case.premises[name]
    if premise.chance is not None or (premise.range is None and premise.value is None):
        return False
    return premise.range is None or premise.range[0] == premise.range[1]
