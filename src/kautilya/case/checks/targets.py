"""Where mechanisms and options end (KC103)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.entries import kind_of, options
from kautilya.case.names import TARGETS, Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, Span, did_you_mean

_MENDS = {
    "a premise": "a premise never changes: make it the `is` of an auxiliary, and end there",
    "a decision": "its owner chooses: write what moves the owner as an interest or a belief",
    "an actor": "name the stock, auxiliary, transfer or event of that actor that is meant",
    "a mechanism": "end at what that mechanism ends at",
}
"""How to mend an end at something of another kind."""


def check_targets(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Mechanisms and options that end at nothing, or at something that nothing acts on."""
    known = [name for section in TARGETS for name in names.of(section)]
    for name, mechanism in case.mechanisms.items():
        if mechanism.to not in known:
            yield _fault(
                names,
                mechanism.to,
                f"the mechanism '{name}' ends at",
                "a mechanism ends at a declared stock, auxiliary, transfer or event",
                known,
                places.value(("mechanisms", name, "to")),
            )
    for decision, option, entry in options(case):
        for target in entry.does:
            if target not in known:
                yield _fault(
                    names,
                    target,
                    f"the option '{decision}.{option}' acts on",
                    "`does` adds to a declared stock, auxiliary, transfer or event",
                    known,
                    places.key(("decisions", decision, "options", option, "does", target)),
                )


def _fault(
    names: Names, target: str, what: str, why: str, known: list[str], span: Span
) -> Diagnostic:
    kind = kind_of(names, target)
    if kind:
        mend = _MENDS.get(kind, did_you_mean(target, known))
        return Diagnostic("KC103", f"{what} '{target}', which is {kind}", span, why, mend)
    return Diagnostic(
        "KC103",
        f"{what} something that is not declared: '{target}'",
        span,
        why,
        did_you_mean(target, known),
    )
