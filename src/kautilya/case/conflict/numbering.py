"""From a case to its states: which profiles can be, and which of them are one state."""

from __future__ import annotations

import math

import numpy as np

from kautilya.case.conflict.flaw import Flaw, Flaws
from kautilya.case.conflict.grid import StateGrid, short
from kautilya.case.conflict.selection import select
from kautilya.case.schema import Case
from kautilya.payoffs import ProfileSpace
from kautilya.terms import BoolArray, IntArray

LARGEST = 1 << 22
"""Profiles of the largest conflict that is solved."""

LARGEST_MERGED = 1 << 16
"""Feasible profiles of the largest conflict in which several share a name."""

_MOST_AXES = 60  # axes of a grid that NumPy serves

_ONE_NAME = "a profile belongs to one state"


def states_of(case: Case, space: ProfileSpace | None, flaws: Flaws) -> StateGrid | None:
    """The states of a case; None where they cannot be told."""
    if space is None:
        return _listed_states(case, flaws)
    size = math.prod(space.shape)
    if size > LARGEST or len(space.shape) > _MOST_AXES:
        _too_large(size, flaws)
        return None
    feasible = _feasible(case, space, flaws)
    if not feasible.any():
        if flaws.sure:
            flaws.add(
                Flaw(
                    "KC653",
                    "no profile is feasible",
                    ("infeasible",),
                    "a state is a profile that can be, and a conflict has one at least",
                    "take a pattern out of `infeasible` that rules out too much",
                    key=True,
                )
            )
        return None
    return _numbered(case, space, feasible, flaws)


def _too_many_merged(count: int, flaws: Flaws) -> None:
    flaws.add(
        Flaw(
            "KC805",
            f"the conflict has {count:,} feasible profiles, some under one name, and "
            f"{LARGEST_MERGED:,} is the most that is solved so",
            ("states",),
            "moves between states of several profiles are listed one by one",
            "give each named state one profile, or rule out by `infeasible` what cannot be",
            key=True,
        )
    )


def _too_large(size: int, flaws: Flaws) -> None:
    flaws.add(
        Flaw(
            "KC805",
            f"the conflict has {size:,} profiles, and {LARGEST:,} is the most that is solved"
            if size > LARGEST
            else f"the conflict has more than {_MOST_AXES} decisions",
            ("decisions",),
            "each profile is a state whose moves and answers are looked at, one by one",
            "leave out decisions that everybody takes alike, or list the states and their `moves` "
            "without decisions",
            key=True,
        )
    )


def _feasible(case: Case, space: ProfileSpace, flaws: Flaws) -> BoolArray:
    """Which profiles can be."""
    feasible = np.ones(space.shape, dtype=np.bool_)
    for number, text in enumerate(case.infeasible):
        chosen = select(space, text, ("infeasible", number), flaws)
        if chosen is None:
            flaws.unsure()
        else:
            chosen.put(feasible, False)
    return feasible


def _numbered(case: Case, space: ProfileSpace, feasible: BoolArray, flaws: Flaws) -> StateGrid:
    """Give every feasible profile its state."""
    flat = feasible.ravel()
    owner = np.full(flat.size, -1, dtype=np.int64)
    places = np.arange(flat.size, dtype=np.int64)
    profile_numbers = places.reshape(space.shape)
    first = places.copy()
    names = tuple(case.states)
    kept: dict[str, int] = {}
    for number, name in enumerate(names):
        mine = _profiles_of(case, name, space, profile_numbers, flaws)
        if mine is None:
            flaws.unknowable.add(name)
            continue
        mine = mine[flat[mine]]
        if not mine.size:
            flaws.unknowable.add(name)
            if flaws.sure:
                flaws.add(_no_profile(name))
            continue
        taken = mine[owner[mine] >= 0]
        if taken.size:
            flaws.add(_two_names(space, name, names[owner[taken[0]]], int(taken[0])))
        mine = mine[owner[mine] < 0]
        if mine.size:
            owner[mine] = number
            first[mine] = kept[name] = int(mine.min())
        else:
            flaws.unknowable.add(name)
    firsts = np.flatnonzero(flat & (first == places))
    number_at = np.full(flat.size, -1, dtype=np.int64)
    number_at[firsts] = np.arange(firsts.size)
    numbers = np.where(flat, number_at[first], -1).reshape(space.shape)
    named = {name: int(number_at[place]) for name, place in kept.items()}
    count = int(np.count_nonzero(flat))
    if firsts.size < count > LARGEST_MERGED and not case.moves:
        _too_many_merged(count, flaws)
    return StateGrid(space, numbers, firsts, named)


def _profiles_of(
    case: Case, name: str, space: ProfileSpace, numbers: IntArray, flaws: Flaws
) -> IntArray | None:
    """Numbers of the profiles that a named state is told by; None where they cannot be told."""
    texts = case.states[name].is_
    if not texts:
        flaws.add(
            Flaw(
                "KC659",
                f"the state '{name}' does not say which profiles it is",
                ("states", name),
                "where a case has decisions, a state is one of their profiles, or several",
                f'write a pattern or a condition: {name}: "{"0" * len(space.decisions)}"',
                key=True,
            )
        )
        flaws.unsure()
        return None
    parts: list[IntArray] = []
    for number, text in enumerate(texts):
        chosen = select(space, text, ("states", name, "is", number), flaws)
        if chosen is None:
            flaws.unsure()
        else:
            parts.append(chosen.of(numbers))
    return np.unique(np.concatenate(parts)) if len(parts) == len(texts) else None


def _no_profile(name: str) -> Flaw:
    return Flaw(
        "KC659",
        f"the state '{name}' covers no profile that can be",
        ("states", name),
        "every profile that its patterns mean is ruled out by `infeasible`",
        "take the state out, or what rules it out",
        key=True,
    )


def _two_names(space: ProfileSpace, name: str, other: str, flat: int) -> Flaw:
    profile = tuple(int(index) for index in np.unravel_index(flat, space.shape))
    return Flaw(
        "KC659",
        f"the states '{other}' and '{name}' both cover the profile {short(space, profile)}",
        ("states", name),
        _ONE_NAME,
        "narrow one of the two",
        key=True,
    )


def _listed_states(case: Case, flaws: Flaws) -> StateGrid | None:
    """The states of a conflict without decisions."""
    for name, state in case.states.items():
        if state.is_:
            flaws.add(
                Flaw(
                    "KC659",
                    f"the state '{name}' is told by '{state.is_[0]}', and the case has no "
                    "decisions",
                    ("states", name, "is", 0),
                    "patterns and conditions tell which options are chosen",
                    f"declare `decisions`, or write the name alone: {name}: {{}}",
                )
            )
    if not case.states:
        if flaws.sure and not isinstance(case.payoffs, str):
            flaws.add(
                Flaw(
                    "KC653",
                    "the conflict has no states",
                    ("preferences",) if case.preferences else ("moves",),
                    "its states are the profiles of its decisions, or those that `states` lists",
                    "add `decisions:`, or `states:` and `moves:`",
                    key=True,
                )
            )
        return None
    count = np.arange(len(case.states), dtype=np.int64)
    return StateGrid(None, count, count, {name: n for n, name in enumerate(case.states)})
