"""What beliefs are about (KC507)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.entries import Held, beliefs, kind_of
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, did_you_mean


def check_beliefs(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Beliefs about nothing, and forms that do not fit what they are about."""
    known = [*names.of("premises"), *names.of("mechanisms")]
    for held in beliefs(case):
        if held.name not in known:
            kind = kind_of(names, held.name)
            yield Diagnostic(
                "KC507",
                f"{held.label}: that is {kind}, and no premise or mechanism"
                if kind
                else f"{held.label}: there is no premise or mechanism of that name",
                places.key(held.path),
                "an actor can hold another number, or another link, to be true than the facts have",
                did_you_mean(held.name, known),
            )
        elif held.name in case.mechanisms:
            yield from _about_mechanism(held, places)
        elif held.name in case.premises and case.premises[held.name].chance is None:
            yield from _about_number(held, places)


def _about_mechanism(held: Held, places: Places) -> Iterator[Diagnostic]:
    """A mechanism is in force or not."""
    belief = held.belief
    if belief.chance is None and not isinstance(belief.form, str):
        yield Diagnostic(
            "KC507",
            f"{held.label}: a mechanism has no number",
            places.value(held.path),
            "a mechanism is believed to be in force or not",
            "write `on`, `off` or `{chance: ..}`; for its strength, hold a belief about a premise "
            "that its formula names",
        )


def _about_number(held: Held, places: Places) -> Iterator[Diagnostic]:
    """A premise without a chance is a number."""
    if isinstance(held.belief.form, str):
        yield Diagnostic(
            "KC507",
            f"{held.label}: a number is neither on nor off",
            places.value(held.path),
            "`on` and `off` are for mechanisms, and for premises with a chance",
            "write a number, or [low, high]",
        )
