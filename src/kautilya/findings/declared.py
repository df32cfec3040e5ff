"""What queries read of a case beside payoffs: threats, promises, causes, the reach of a premise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kautilya.case import Case
from kautilya.case.schema import Premise
from kautilya.findings.conditions import conditions_of
from kautilya.payoffs import ProfileSpace

POINTS = 17
"""Values of a range at which `flips` asks, evenly apart, both ends among them."""


@dataclass(frozen=True)
class Pledge:
    """An option that may be empty: a threat, or a promise where it is said how it is kept.

    Parameters
    ----------
    axis, option
        Decision and option.
    kept
        Decision and option that keep the promise; None for a threat.
    persuaded
        Whom the promise persuades, the owner apart.
    """

    axis: int
    option: int
    kept: tuple[int, int] | None = None
    persuaded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declared:
    """What the case declares.

    Parameters
    ----------
    pledges
        By ``DECISION.OPTION``: every option with `if`, or with `persuades` and `keeps`.
    off
        What each premise with `off` is where it is taken away.
    points
        Values at which `flips` asks, for each premise with a range or a chance.
    """

    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    off: Mapping[str, float] = field(default_factory=dict)
    points: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def declared_of(case: Case, space: ProfileSpace) -> Declared:
    """What queries read of a case."""
    pledges = {}
    for axis, (decision, entry) in enumerate(case.decisions.items()):
        for number, (name, option) in enumerate(entry.options.items()):
            kept = conditions_of((option.keeps,)) if option.keeps is not None else {}
            others = tuple(a for a in option.persuades if a != space.owners[axis])
            for promised, how in kept.items():
                place = space.axis[promised], space.option(promised, how)
                pledges[f"{decision}.{name}"] = Pledge(axis, number, place, others)
            if not kept and option.if_ is not None:
                pledges[f"{decision}.{name}"] = Pledge(axis, number)
    return Declared(
        pledges,
        {name: entry.off for name, entry in case.premises.items() if entry.off is not None},
        {name: points for name, e in case.premises.items() if len(points := points_of(e)) > 1},
    )


def points_of(premise: Premise) -> tuple[float, ...]:
    """Values of a premise at which it is asked whether a choice flips.

    Examples
    --------
    >>> points_of(Premise(range=(0, 1)))[:3], points_of(Premise(chance="likely"))
    ((0.0, 0.0625, 0.125), (0.0, 1.0))
    """
    if premise.chance is not None:
        return 0.0, 1.0
    if premise.range is None or premise.range[0] == premise.range[1]:
        return () if premise.value is None else (premise.value,)
    return tuple(np.linspace(*premise.range, POINTS).tolist())
