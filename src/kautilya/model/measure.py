"""What an expression measures, as far as its names tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kautilya.model.unit_registry import Unit


class Kind(Enum):
    """What is known of an expression's unit."""

    ANY = "any"  # a fault elsewhere: nothing follows from it
    BARE = "bare"  # made of bare numbers alone: takes the unit that its place needs
    TRUTH = "truth"  # 1 or 0: takes a unit as well, but lends none to a product
    SOFT = "soft"  # names times a bare number, which may stand for a unit of its own
    HARD = "hard"  # names alone


@dataclass(frozen=True, slots=True)
class Measure:
    """What an expression measures.

    Parameters
    ----------
    kind
        What is known of its unit.
    unit
        The unit, where names carry one.
    """

    kind: Kind
    unit: Unit | None = None


ANY = Measure(Kind.ANY)
BARE = Measure(Kind.BARE)
TRUTH = Measure(Kind.TRUTH)


def product(left: Measure, right: Measure, op: str) -> Measure:
    """Measure of a product or a quotient.

    Parameters
    ----------
    left, right
        What is multiplied or divided.
    op
        ``mul`` or ``div``.

    Examples
    --------
    >>> from kautilya.model.unit_registry import read_unit
    >>> grain = Measure(Kind.HARD, read_unit("kt"))
    >>> product(BARE, grain, "mul").kind, product(TRUTH, grain, "mul").kind
    (<Kind.SOFT: 'soft'>, <Kind.HARD: 'hard'>)
    >>> str(product(BARE, grain, "div").unit)
    '1/kt'
    """
    kinds = {left.kind, right.kind}
    if Kind.ANY in kinds:
        return ANY
    if left.unit is None and right.unit is None:
        return TRUTH if kinds == {Kind.TRUTH} and op == "mul" else BARE
    soft = bool(kinds & {Kind.BARE, Kind.SOFT})
    over = right.unit
    if over is None:
        unit = left.unit
    elif op == "mul":
        unit = over if left.unit is None else left.unit * over
    else:
        unit = over**-1 if left.unit is None else left.unit / over
    return Measure(Kind.SOFT if soft else Kind.HARD, unit)


def raised(base: Measure, power: float) -> Measure:
    """Measure of a power.

    Examples
    --------
    >>> from kautilya.model.unit_registry import read_unit
    >>> str(raised(Measure(Kind.HARD, read_unit("km")), 2.0).unit)
    'km**2'
    """
    if base.unit is None:
        return base if base.kind == Kind.ANY else BARE
    return replace(base, unit=base.unit**power)
