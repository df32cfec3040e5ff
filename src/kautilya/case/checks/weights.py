"""Weights and tiers of interests (KC504, KC505, KC506)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case, Interest
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

TOLERANCE = 1e-9
"""How far fixed weights may sum to something else than one."""

_WEIGHTS = "fixed weights stand on all of an actor's interests, at least 0 each, and sum to 1"
_TIERS = "tiers are 1, 2, .. without a gap, the most important first; equal ones are not ordered"


def check_weights(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Fixed weights that are no weights."""
    for actor, rows in case.interests.items():
        fixed = [row.weight for row in rows if row.weight is not None]
        if not fixed or not all(math.isfinite(weight) for weight in fixed):
            continue
        path: Path = ("interests", actor)
        for number, row in enumerate(rows):
            yield from _weight(places, (*path, number), actor, row)
        total = sum(fixed)
        if len(fixed) == len(rows) and abs(total - 1) > TOLERANCE:
            yield Diagnostic(
                "KC504",
                f"the fixed weights of {actor} sum to {total:.10g}, not 1",
                places.key(path),
                _WEIGHTS,
                "correct them, or take all of them out: the order of the list then ranks them",
            )


def _weight(places: Places, path: Path, actor: str, row: Interest) -> Iterator[Diagnostic]:
    """Faults of one interest among fixed weights."""
    if row.weight is None:
        yield Diagnostic(
            "KC504",
            f"the interest '{actor}.{row.id}' has no weight, and others of {actor} have",
            places.value((*path, "id")),
            _WEIGHTS,
            "give it a weight too, or take the others' out",
        )
    elif row.weight < 0:
        yield Diagnostic(
            "KC504",
            f"the weight of the interest '{actor}.{row.id}' is negative: {row.weight:g}",
            places.value((*path, "weight")),
            _WEIGHTS,
            "turn its anchors round where less is better: [worst, best]",
        )
    if row.tier is not None:
        yield Diagnostic(
            "KC504",
            f"the interest '{actor}.{row.id}' has a tier beside fixed weights",
            places.key((*path, "tier")),
            "fixed weights say all that tiers could say",
            f"take the tiers of {actor} out, or the weights",
        )


def check_tiers(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Ranks that stand on some interests alone, or leave a gap."""
    for actor, rows in case.interests.items():
        tiers = {row.tier for row in rows if row.tier is not None}
        if not tiers or any(row.weight is not None for row in rows):
            continue
        if any(row.tier is None for row in rows):
            yield from _partial(places, actor, rows)
        else:
            yield from _gaps(places, actor, rows, sorted(tiers))


def _partial(places: Places, actor: str, rows: Sequence[Interest]) -> Iterator[Diagnostic]:
    number, row = next((n, row) for n, row in enumerate(rows) if row.tier is None)
    yield Diagnostic(
        "KC506",
        f"the interest '{actor}.{row.id}' has no tier, and others of {actor} have",
        places.value(("interests", actor, number, "id")),
        "tiers stand on all of an actor's interests or on none; without any, the order ranks them",
        "give it a tier, or take the others' out",
    )


def _gaps(
    places: Places, actor: str, rows: Sequence[Interest], tiers: list[int]
) -> Iterator[Diagnostic]:
    if tiers == list(range(1, len(tiers) + 1)):
        return
    odd = next(tier for number, tier in enumerate(tiers, start=1) if tier != number)
    number = next(n for n, row in enumerate(rows) if row.tier == odd)
    listed = ", ".join(map(str, tiers[:-1])) + (" and " if len(tiers) > 1 else "") + str(tiers[-1])
    yield Diagnostic(
        "KC505",
        f"the tiers of {actor} are {listed}: a gap"
        if tiers[0] == 1
        else f"the tiers of {actor} do not begin with 1: {listed}",
        places.value(("interests", actor, number, "tier")),
        _TIERS,
        f"write {tiers.index(odd) + 1} here",
    )
