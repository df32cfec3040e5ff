"""Conflicts for tests: options the slow way, random conflicts, and conflicts read from data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves
from kautilya.solve.stability.moves import Moves
from kautilya.terms import BoolArray, FloatArray

DATA = Path(__file__).resolve().parents[1] / "textbook" / "data"
"""Conflicts and games with known answers, each with its sources."""


@dataclass(frozen=True, eq=False)
class Options:
    """The moves of a conflict in option form, by the rules in words."""

    shape: tuple[int, ...]
    owners: tuple[str, ...]
    ladders: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    feasible: BoolArray | None = None
    unperceived: Mapping[str, BoolArray] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    @cached_property
    def profiles(self) -> list[tuple[int, ...]]:
        """Feasible profiles, the last decision fastest."""
        everything = product(*(range(size) for size in self.shape))
        return [each for each in everything if self.feasible is None or self.feasible[each]]

    @property
    def actors(self) -> tuple[str, ...]:
        """Who owns a decision, in order."""
        return tuple(dict.fromkeys(self.owners))

    @property
    def states(self) -> int:
        """How many profiles are feasible."""
        return len(self.profiles)

    def profile_of(self, state: int) -> tuple[int, ...]:
        """The profile of a state."""
        return self.profiles[state]

    def state_of(self, profile: tuple[int, ...]) -> int | None:
        """The state of a profile, if it is feasible."""
        return self.profiles.index(tuple(profile)) if tuple(profile) in self.profiles else None

    def may_move(self, actor: str, start: int, end: int) -> bool:
        """Whether one move of an actor leads from one state to another."""
        before, after = self.profiles[start], self.profiles[end]
        changed = [
            axis for axis, pair in enumerate(zip(before, after, strict=True)) if len({*pair}) > 1
        ]
        unseen = self.unperceived.get(actor)
        return (
            start != end
            and all(self.owners[axis] == actor and axis not in self.held for axis in changed)
            and all(
                self.ladders[axis][after[axis]] >= self.ladders[axis][before[axis]]
                for axis in changed
                if axis in self.ladders
            )
            and (unseen is None or not (unseen[start] or unseen[end]))
        )

    @cached_property
    def listed(self) -> ListedMoves:
        """The same moves, listed."""
        count = range(self.states)
        edges = {}
        for actor in self.actors:
            pairs = [(s, t) for s in count for t in count if self.may_move(actor, s, t)]
            both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
            edges[actor] = (both[:, 0], both[:, 1])
        return ListedMoves(self.states, edges)

    def reach(self, actor: str, state: int) -> Any:
        """As `ListedMoves` has it."""
        return self.listed.reach(actor, state)

    def reach_max(self, actor: str, values: FloatArray) -> FloatArray:
        """As `ListedMoves` has it."""
        return self.listed.reach_max(actor, values)

    def has_move(self, actor: str) -> BoolArray:
        """As `ListedMoves` has it."""
        return self.listed.has_move(actor)

    def answer_min(self, movers: tuple[str, ...], floor: FloatArray, **more: Any) -> FloatArray:
        """As `ListedMoves` has it."""
        return self.listed.answer_min(movers, floor, **more)


# ------------------------------------------------------------------------------------- at random

ACTORS = ("ann", "bob", "cyd", "dov")
LADDERS = {2: [(0, 1), (1, 0)], 3: [(0, 1, 2), (2, 1, 0), (0, 0, 1), (1, 0, 0), (0, 1, 0)]}


def random_options(rng: np.random.Generator) -> Options:
    """A small conflict of options: infeasible, irreversible and misperceived states, held axes."""
    actors = ACTORS[: rng.integers(2, 5)]
    extra = int(rng.integers(0, 2 if len(actors) > 2 else 3))
    owners = tuple(rng.permutation([*actors, *rng.choice(actors, extra)]).tolist())
    shape = tuple(int(rng.choice([2, 2, 2, 3])) for _ in owners)
    feasible = rng.random(shape) < rng.choice([0.5, 0.75, 1.0])
    feasible[tuple(0 for _ in shape)] = True
    ladders = {
        axis: LADDERS[size][rng.integers(len(LADDERS[size]))]
        for axis, size in enumerate(shape)
        if rng.random() < 0.25
    }
    unperceived = {
        name: rng.random(int(feasible.sum())) < 0.3 for name in actors if rng.random() < 0.2
    }
    held = frozenset(axis for axis in range(len(shape)) if rng.random() < 0.05)
    return Options(shape, owners, ladders, feasible, unperceived, held)


def random_graph(rng: np.random.Generator) -> ListedMoves:
    """A small graph of any moves; most are not transitive."""
    states = int(rng.integers(2, 8))
    dense = rng.choice([0.1, 0.2, 0.4])
    edges = {}
    for actor in ACTORS[: rng.integers(2, 5)]:
        moves = rng.random((states, states)) < dense
        np.fill_diagonal(moves, False)
        starts, ends = np.nonzero(moves)
        edges[actor] = (starts, ends)
    return ListedMoves(states, edges)


def random_conflict(rng: np.random.Generator, moves: Moves, worlds: int | None = None) -> Conflict:
    """Values with many ties for given moves; differences of just epsilon occur."""
    size = (moves.states,) if worlds is None else (moves.states, worlds)
    most = int(rng.choice([2, 4, 30]))
    values = {name: rng.integers(0, most + 1, size).astype(np.float64) for name in moves.actors}
    return Conflict(moves, values, epsilon=float(rng.choice([0, 0, 1])))


# --------------------------------------------------------------------------------------- of data


@dataclass(frozen=True)
class Recorded:
    """A conflict with known answers, and which of our states is which of the record's."""

    record: Mapping[str, Any]
    conflict: Conflict
    states: tuple[int, ...]  # our number of each state of the record

    def numbers(self, found: BoolArray) -> list[int]:
        """The record's numbers, from 1, of those of our states that were found."""
        return [number for number, ours in enumerate(self.states, start=1) if found[ours]]


def records(*kinds: str | None) -> list[str]:
    """Names of the records of some kinds; conflicts have none."""
    return [
        path.stem for path in sorted(DATA.glob("*.json")) if load(path.stem).get("kind") in kinds
    ]


def load(name: str) -> dict[str, Any]:
    """One record."""
    record: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return record


def recorded(
    record: Mapping[str, Any],
    form: Callable[..., Moves],
    ranks: Mapping[str, Any] | None = None,
    misperceived: bool = True,
) -> Recorded:
    """The conflict of a record, its options in the form that is asked for."""
    numbering, moves = _moves(record, form, misperceived)
    values = {}
    for name, rank in (ranks or record["rank"]).items():
        values[name] = -np.array(rank, dtype=np.float64)[np.argsort(numbering)]
    return Recorded(record, Conflict(moves, values), numbering)


def _moves(
    record: Mapping[str, Any], form: Callable[..., Moves], misperceived: bool
) -> tuple[tuple[int, ...], Moves]:
    """Our number of each state, and the moves."""
    if "moves" in record:
        edges = {
            name: (np.array([a - 1 for a, _ in pairs]), np.array([b - 1 for _, b in pairs]))
            for name, pairs in record["moves"].items()
        }
        return tuple(range(len(record["states"]))), ListedMoves(len(record["states"]), edges)
    options = record["options"]
    shape = (2,) * len(options)
    feasible = np.zeros(shape, dtype=np.bool_)
    for profile in record["states"]:
        feasible[tuple(profile)] = True
    places = np.cumsum(feasible) - 1
    numbering = tuple(
        int(places[np.ravel_multi_index(tuple(profile), shape)]) for profile in record["states"]
    )
    unperceived = {}
    for name, states in record.get("misperceived", {}).items() if misperceived else ():
        unperceived[name] = np.zeros(len(numbering), dtype=np.bool_)
        unperceived[name][[numbering[state - 1] for state in states]] = True
    ways = {"fwd": (0, 1), "back": (1, 0)}
    moves = form(
        shape=shape,
        owners=tuple(option["dm"] for option in options),
        ladders={
            axis: ways[option["reversibility"]]
            for axis, option in enumerate(options)
            if option.get("reversibility", "both") != "both"
        },
        feasible=feasible,
        unperceived=unperceived,
    )
    return numbering, moves
