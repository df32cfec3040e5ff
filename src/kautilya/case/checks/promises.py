"""Promises: how they are kept, and whether they are exposed (KC511, KC603)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import read_conditions
from kautilya.case.entries import options
from kautilya.case.names import Names, owner
from kautilya.case.places import Places
from kautilya.case.schema import Case, Option
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

_WHY = "an option with `persuades` gives beliefs to others while it is chosen"


def check_promises(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """`keeps` and `exposed` of options that promise nothing, and promises that cannot be kept."""
    for decision, option, entry in options(case):
        path: Path = ("decisions", decision, "options", option)
        for key, what in (("exposed", "is exposed"), ("keeps", "is kept")):
            if getattr(entry, key) is not None and not entry.persuades:
                yield Diagnostic(
                    "KC511",
                    f"the option '{decision}.{option}' {what}, and persuades nobody",
                    places.key((*path, key)),
                    _WHY,
                    f"add `persuades: {{ACTOR: {{PREMISE: FORM}}}}`, or take `{key}` out",
                )
        if entry.keeps is not None:
            yield from _keeps(case, names, places, (decision, option), entry)


def _keeps(
    case: Case, names: Names, places: Places, named: tuple[str, str], entry: Option
) -> Iterator[Diagnostic]:
    """Faults of how one promise is kept."""
    decision, option = named
    label = f"the option '{decision}.{option}'"
    path: Path = ("decisions", decision, "options", option, "keeps")
    read = read_conditions(names, places, path, (str(entry.keeps),), f"keeping {label} pins")
    yield from read.faults
    for pin in read.pins if not read.faults else ():
        kept = case.decisions.get(pin.decision)
        if owner(pin.decision) != owner(decision):
            yield Diagnostic(
                "KC511",
                f"{label} is kept by a decision of {owner(pin.decision)}",
                pin.span,
                f"a promise is kept or broken by the one who gives it, {owner(decision)}",
                f"name a decision of {owner(decision)}",
            )
        elif pin.decision == decision and pin.option != option:
            yield Diagnostic(
                "KC511",
                f"{label} is kept by another option of its own decision",
                pin.span,
                "a decision has one option at a time: the promise would not be given any more",
                f"name another decision of {owner(decision)}, or the option itself",
            )
        elif kept is not None and len(kept.options) == 1:
            yield Diagnostic(
                "KC511",
                f"{label} cannot but be kept: {pin.decision} has one option",
                pin.span,
                "a promise is empty where its owner would rather not keep it",
                f"add an option to {pin.decision}",
            )
