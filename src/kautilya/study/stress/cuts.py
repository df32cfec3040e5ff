"""The smallest set of removals that overturns one proposition."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kautilya.explore.assumptions import smallest_cut
from kautilya.payoffs import Setting
from kautilya.study.stress.record import REMOVALS, Cut, Effect, Variant

CANDIDATES = 8
"""Removals of which a larger cut is looked for: those that move the share most."""


def cut_of(
    name: str,
    effects: Sequence[Effect],
    variants: Sequence[Variant],
    asked: Callable[[Variant, str], Effect],
) -> Cut:
    """Find the smallest set of removals that overturns a proposition that passes.

    Parameters
    ----------
    name
        The proposition.
    effects
        What single removals and pairs did to it.
    variants
        Single variants and pairs.
    asked
        Tries a variant on a proposition.
    """
    of_kind = {v.name: v for v in variants if v.kind in REMOVALS}
    alone = [e for e in effects if e.variant in of_kind]
    turning = sorted((e for e in alone if e.flips), key=_size)
    if turning:
        first = turning[0]
        return Cut(of_kind[first.variant].elements, first.after, "every single removal was tried")
    of_two = {v.name: v for v in variants if v.kind == "pair"}
    both = sorted((e for e in effects if e.variant in of_two and e.flips), key=_size)
    if both:
        return Cut(
            of_two[both[0].variant].elements,
            both[0].after,
            "every single removal, and pairs of what carries the argument",
        )
    moving = sorted((e for e in alone if _real(e)), key=_size)
    candidates = [of_kind[e.variant].elements[0] for e in moving[:CANDIDATES]]
    shares: dict[frozenset[str], Effect] = {}

    def overturns(gone: frozenset[str]) -> bool:
        if len(gone) < 2:
            return False
        if gone not in shares:
            words = " and ".join(sorted(gone))
            removed = Variant(f"without {words}", "cut", tuple(sorted(gone)), Setting(removed=gone))
            shares[gone] = asked(removed, name)
        return shares[gone].flips

    leading = min(len(candidates), 4)
    found = smallest_cut(overturns, candidates[:leading], exhaustive=2, most=leading)
    if not found.members and len(candidates) > leading:
        found = smallest_cut(overturns, candidates, exhaustive=1, most=CANDIDATES)
    tried = "every single removal, pairs of what carries the argument"
    if not candidates:
        return Cut((), 0.0, f"{tried}; no other removal moves it at all")
    tried += f", pairs of the {leading} that move it most"
    if not found.members or len(found.members) > 2:
        tried += f", then more of the {len(candidates)} that move it at all, one after another"
    after = shares[frozenset(found.members)].after if found.members else 0.0
    return Cut(found.members, after, tried)


def _size(effect: Effect) -> tuple[float, str]:
    return -abs(effect.difference), effect.variant


def _real(effect: Effect) -> bool:
    """Whether a difference is beyond Monte Carlo error."""
    return abs(effect.difference) > 2.0 * effect.error and effect.difference != 0.0
