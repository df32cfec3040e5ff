"""Which elements carry the most: how many verdicts turn on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kautilya.case import Case
from kautilya.study.causes import place_of
from kautilya.study.check import Checked
from kautilya.study.stress.record import REMOVALS, Carrier, Effect, Variant
from kautilya.study.stress.variants import entry_of

LEADING = 6
"""Elements that are taken away in pairs."""

ALONE = REMOVALS | {"premise", "held"}
"""Kinds of variant that are about one element."""


def leading_of(
    effects: Mapping[str, Sequence[Effect]], singles: Sequence[Variant]
) -> tuple[str, ...]:
    """The elements whose removal moves propositions most, beyond Monte Carlo error."""
    elements = {v.name: v.elements[0] for v in singles if v.kind in REMOVALS}
    moved: dict[str, float] = {}
    for found in effects.values():
        for effect in found:
            if effect.variant in elements and abs(effect.difference) > 2.0 * effect.error:
                name = elements[effect.variant]
                moved[name] = moved.get(name, 0.0) + abs(effect.difference)
    ranked = sorted(moved, key=lambda name: (-moved[name], name))
    return tuple(name for name in ranked if moved[name] > 0.0)[:LEADING]


def carriers_of(
    checked: Checked,
    case: Case,
    effects: Mapping[str, Sequence[Effect]],
    variants: Mapping[str, Variant],
) -> tuple[Carrier, ...]:
    """Elements on which verdicts turn, those with the most first."""
    turned: dict[str, dict[str, None]] = {}
    for name, found in effects.items():
        for effect in found:
            variant = variants[effect.variant]
            if effect.flips and variant.kind in ALONE:
                turned.setdefault(variant.elements[0], {})[name] = None
    assert checked.places is not None
    carriers = []
    for element in sorted(turned, key=lambda e: (-len(turned[e]), e)):
        entry = entry_of(case, element)
        line = checked.places.key(place_of(case, element)).line
        says = str(getattr(entry, "says", "") or getattr(entry, "name", ""))
        source = tuple(getattr(entry, "source", ()))
        carriers.append(Carrier(element, line, source, says, tuple(turned[element])))
    return tuple(carriers)
