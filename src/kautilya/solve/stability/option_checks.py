"""Whether what is said of moves in option form, and of their values, fits together."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from kautilya.terms import FloatArray

__all__ = ["MOST_PROFILES", "check_decisions", "over_worlds"]

MOST_PROFILES = 2**31 - 1
"""Most profiles, feasible or not, that can be numbered."""


def check_decisions(
    shape: tuple[int, ...],
    owners: tuple[str, ...],
    ladders: Mapping[int, tuple[int, ...]],
    held: frozenset[int],
) -> None:
    """Raise ValueError unless what is said of the decisions fits together."""
    if len(owners) != len(shape):
        raise ValueError(f"{len(owners)} owners of {len(shape)} decisions")
    if any(size < 1 for size in shape):
        raise ValueError(f"every decision needs an option, but the numbers of them are {shape}")
    if prod(shape) > MOST_PROFILES:
        raise ValueError(
            f"{prod(shape)} profiles are too many to number (up to {MOST_PROFILES}): hold some "
            "decisions, or leave out options"
        )
    for axis in sorted({*held, *ladders}):
        if not 0 <= axis < len(shape):
            raise ValueError(f"no decision {axis}; they are numbered 0 to {len(shape) - 1}")
    for axis, levels in ladders.items():
        if len(levels) != shape[axis]:
            raise ValueError(
                f"the ladder of decision {axis} has {len(levels)} levels for {shape[axis]} options"
            )


def over_worlds(
    values: Mapping[str, FloatArray], actors: tuple[str, ...], states: int
) -> list[FloatArray]:
    """Return every actor's values with an axis for worlds, if there is one for each state.

    Raises
    ------
    ValueError
        If values are missing, or have neither shape (V,) nor (V, 1) nor (V, W).
    """
    missing = [actor for actor in actors if actor not in values]
    if missing:
        raise ValueError(f"no values for {', '.join(missing)}: every actor needs them")
    given = [np.asarray(values[actor], dtype=np.float64) for actor in actors]
    worlds = max((each.shape[1] for each in given if each.ndim == 2), default=1)
    fits = {(states,), (states, 1), (states, worlds)}
    for actor, each in zip(actors, given, strict=True):
        if each.shape not in fits:
            raise ValueError(
                f"values of {actor} have shape {each.shape}; there are {states} states in "
                f"{worlds} worlds"
            )
    return [each[:, None] if each.ndim == 1 else each for each in given]
