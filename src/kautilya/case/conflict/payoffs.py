"""Exact payoffs of the profiles, from nested lists or from a game in a file beside the case."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.case.conflict.flaw import Flaw, Flaws, counted
from kautilya.case.conflict.grid import StateGrid
from kautilya.payoffs import ProfileSpace
from kautilya.source import Path

_MOST = 10  # faults of one actor's payoffs that are told


def payoffs_of(
    rows: dict[str, Any], grid: StateGrid, flaws: Flaws
) -> dict[str, NDArray[np.object_]]:
    """Each actor's payoffs as fractions, shape of the space; those that can be read."""
    if grid.space is None:
        flaws.add(
            Flaw(
                "KC656",
                "payoffs are given, and the case has no decisions",
                ("payoffs",),
                "a payoff belongs to a profile, one option of every decision",
                "declare `decisions`, or rank the states in `preferences`",
                key=True,
            )
        )
        return {}
    found: dict[str, NDArray[np.object_]] = {}
    for actor, nested in rows.items():
        table = _table(actor, nested, grid.space, flaws)
        if table is None:
            continue
        if agree(actor, table, grid, flaws):
            found[actor] = table
    return found


def _table(
    actor: str, nested: Any, space: ProfileSpace, flaws: Flaws
) -> NDArray[np.object_] | None:
    """Nested lists as an array; None where they do not fit."""
    table = np.empty(space.shape, dtype=np.object_)
    told = 0

    def fill(here: Any, index: tuple[int, ...], path: Path) -> None:
        nonlocal told
        if told >= _MOST:
            return
        depth = len(index)
        if depth == len(space.shape):
            if isinstance(here, Fraction):
                table[index] = here
                return
            told += 1
            flaws.add(_no_number(actor, here, path))
            return
        if not isinstance(here, tuple) or len(here) != space.shape[depth]:
            told += 1
            flaws.add(_wrong_shape(actor, here, depth, space, path))
            return
        for number, inner in enumerate(here):
            fill(inner, (*index, number), (*path, number))

    fill(nested, (), ("payoffs", actor))
    return None if told else table


def _no_number(actor: str, here: object, path: Path) -> Flaw:
    if isinstance(here, tuple):
        return Flaw(
            "KC656",
            f"the payoffs of {actor} are nested one level too deep",
            path,
            "nested lists have one level for each decision, in file order",
            "write one number here",
        )
    return Flaw(
        "KC656",
        f"a payoff of {actor} is no number: '{here}'",
        path,
        "payoffs are exact numbers: integers, decimals, and fractions as a text",
        'for instance 3, -0.25 or "1/3"',
    )


def _wrong_shape(actor: str, here: object, depth: int, space: ProfileSpace, path: Path) -> Flaw:
    decision, options = space.decisions[depth], space.options[depth]
    listed = ", ".join(options[:6]) + (", .." if len(options) > 6 else "")
    has = counted(len(here), "entry", "entries") if isinstance(here, tuple) else f"'{here}'"
    return Flaw(
        "KC656",
        f"the payoffs of {actor} have {has} where {decision} has {counted(len(options), 'option')}",
        path,
        "nested lists have one level for each decision, in file order, and in it one entry for "
        "each option",
        f"write a list of {len(options)}, for {listed}",
    )


def agree(actor: str, table: NDArray[np.object_], grid: StateGrid, flaws: Flaws) -> bool:
    """Whether the profiles of each merged state are worth the same."""
    flat = table.ravel()
    for state, profiles in grid.merged.items():
        if len({flat[profile] for profile in profiles}) > 1:
            flaws.add(
                Flaw(
                    "KC659",
                    f"the state '{grid.label(state)}' covers profiles that {actor} values "
                    "differently",
                    ("states", grid.label(state)),
                    "several profiles under one name are one state, with one payoff",
                    "give the profiles names of their own, or the same payoffs",
                    key=True,
                )
            )
            return False
    return True
