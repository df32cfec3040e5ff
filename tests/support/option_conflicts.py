"""Small random conflicts in option form, and their answers straight from the definitions.

Everything here enumerates: profiles as tuples, moves one by one, sequences step by step. Nothing
is shared with what is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

from kautilya.codegen import Machine, host
from kautilya.solve.stability import option_engine, option_moves
from kautilya.solve.stability.option_moves import OptionMoves

WAYS = ("masks", "lists", "numpy") if isinstance(host(), Machine) else ("numpy",)
"""Ways of answering that this machine has."""

INF = float("inf")
Profile = tuple[int, ...]


@contextmanager
def forced(way: str) -> Iterator[None]:
    """Answer in one way, whatever the size of a conflict."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(option_moves, "_WORTH_COMPILING", 2**62 if way == "numpy" else 0)
        if way == "lists":
            patch.setattr(option_engine, "MOST_CHOICES", 0)
        yield


@dataclass(frozen=True)
class Plan:
    """A conflict as it is described: what `OptionMoves` is told, in words of profiles."""

    shape: tuple[int, ...]
    owners: tuple[str, ...]
    ladders: dict[int, tuple[int, ...]]
    infeasible: frozenset[Profile]
    unperceived: dict[str, frozenset[Profile]]
    held: frozenset[int]
    values: dict[str, np.ndarray]  # (V, W)
    epsilon: float

    @property
    def profiles(self) -> list[Profile]:
        """The states."""
        every = product(*(range(size) for size in self.shape))
        return [profile for profile in every if profile not in self.infeasible]

    def moves(self) -> OptionMoves:
        """What is tested."""
        feasible = None
        if self.infeasible:
            feasible = np.ones(self.shape, dtype=np.bool_)
            for profile in self.infeasible:
                feasible[profile] = False
        hidden = {
            actor: np.array([profile in some for profile in self.profiles])
            for actor, some in self.unperceived.items()
        }
        return OptionMoves(self.shape, self.owners, self.ladders, feasible, hidden, self.held)


def drawn(
    rng: np.random.Generator, *, most_profiles: int = 100, most_worlds: int = 2, plain: bool = False
) -> Plan:
    """A random conflict of two to four actors, of all kinds; a plain one is free everywhere."""
    shape: tuple[int, ...] = ()
    actors = ["ann", "bob", "cyd", "dan"][: rng.integers(2, 5)]
    while len(shape) < len(actors) or (len(shape) < 7 and rng.random() < 0.7):
        size = int(rng.choice([2, 2, 2, 3, 4] if rng.random() < 0.95 else [1]))
        if np.prod([*shape, size]) > most_profiles:
            break
        shape += (size,)
    owners = tuple(str(rng.choice(actors)) for _ in shape)
    every = list(product(*(range(size) for size in shape)))
    ladders: dict[int, tuple[int, ...]] = {}
    infeasible: list[Profile] = []
    unperceived: dict[str, frozenset[Profile]] = {}
    held: list[int] = []
    if not plain:
        share = rng.choice([0.0, 0.4, 1.0])
        ladders = {
            axis: tuple(rng.integers(0, size, size).tolist())
            for axis, size in enumerate(shape)
            if rng.random() < share
        }
        infeasible = some_of(rng, every[1:], rng.choice([0.0, 0.0, 0.2, 0.6]))
        for owner in sorted({*owners}):
            hidden = some_of(rng, every, rng.choice([0.0, 0.0, 0.3]))
            if hidden or rng.random() < 0.1:
                unperceived[owner] = frozenset(hidden)
        held = [axis for axis in range(len(shape)) if rng.random() < 0.05]
    states = len(every) - len(infeasible)
    worlds = int(rng.integers(1, most_worlds + 1))
    levels = int(rng.choice([2, 4, 8, 1000]))  # few levels make ties
    values = {
        owner: rng.integers(0, levels, (states, 1 if rng.random() < 0.2 else worlds)) * 0.5
        for owner in dict.fromkeys(owners)
    }
    epsilon = float(rng.choice([0.0, 0.0, 0.5, 0.7, 1.2]))
    return Plan(
        shape,
        owners,
        ladders,
        frozenset(infeasible),
        unperceived,
        frozenset(held),
        values,
        epsilon,
    )


def some_of(rng: np.random.Generator, of_all: Sequence[Profile], share: float) -> list[Profile]:
    """A random part."""
    return [profile for profile in of_all if rng.random() < share]


class Truth:
    """One world of a conflict, by the definitions."""

    def __init__(self, plan: Plan, world: int = 0) -> None:
        self.plan, self.profiles = plan, plan.profiles
        self.actors = tuple(dict.fromkeys(plan.owners))
        self.value = {
            actor: plan.values[actor][:, world % plan.values[actor].shape[1]].tolist()
            for actor in self.actors
        }
        self.steps = {
            actor: [self._reached(actor, profile) for profile in self.profiles]
            for actor in self.actors
        }

    def _reached(self, actor: str, profile: Profile) -> list[int]:
        plan, ladders, found = self.plan, self.plan.ladders, []
        hidden = plan.unperceived.get(actor, frozenset())
        for number, other in enumerate(self.profiles):
            changed = [a for a, (x, y) in enumerate(zip(profile, other, strict=True)) if x != y]
            legal = all(
                plan.owners[a] == actor
                and a not in plan.held
                and (a not in ladders or ladders[a][other[a]] >= ladders[a][profile[a]])
                for a in changed
            )
            if changed and legal and profile not in hidden and other not in hidden:
                found.append(number)
        return found

    def prefers(self, actor: str, one: int, other: int) -> bool:
        """Whether an actor prefers one state to another."""
        value = self.value[actor]
        return bool(value[one] > value[other] + self.plan.epsilon)

    def ends(self, movers: Iterable[str], state: int, rule: str, improving: bool) -> set[int]:
        """Where the legal sequences of a group end."""
        group = tuple(dict.fromkeys(movers))
        # What a sequence must remember: for "any" who moved last, for "once" all who moved.
        start: tuple[int, frozenset[str]] = (state, frozenset())
        seen, waiting = {start}, [start]
        found: set[int] = set()
        while waiting:
            here, barred = waiting.pop()
            for mover in group:
                if mover in barred or (rule == "single" and barred):
                    continue
                for there in self.steps[mover][here]:
                    if improving and not self.prefers(mover, there, here):
                        continue
                    found.add(there)
                    after = barred | {mover} if rule == "once" else frozenset({mover})
                    if (there, after) not in seen:
                        seen.add((there, after))
                        waiting.append((there, after))
        return found

    def answer_min(
        self, movers: Iterable[str], floor: Sequence[float], rule: str, improving: bool
    ) -> list[float]:
        """The least floor where the legal sequences of a group end."""
        group = tuple(movers)
        return [
            min((floor[end] for end in self.ends(group, state, rule, improving)), default=INF)
            for state in range(len(self.profiles))
        ]

    def margins(self, rule: str) -> Mapping[str, Mapping[str, list[float]]]:
        """What each stability has to spare, by the margins' own definition."""
        found: dict[str, dict[str, list[float]]] = {}
        for actor in self.actors:
            v, steps = self.value[actor], self.steps[actor]
            others = [other for other in self.actors if other != actor]
            after = [max([v[u], *(v[x] for x in steps[u])]) for u in range(len(v))]
            guards = {
                "nash": [INF] * len(v),
                "gmr": self.answer_min(others, v, rule, False),
                "smr": self.answer_min(others, after, rule, False),
                "seq": self.answer_min(others, v, rule, True),
            }
            for concept, guard in guards.items():
                found.setdefault(concept, {})[actor] = [
                    v[s] - max((min(v[t], guard[t]) for t in steps[s]), default=-INF)
                    for s in range(len(v))
                ]
        return found

    def stable(self, concept: str, actor: str, state: int, rule: str) -> bool:
        """Whether a state is stable for an actor, in the words of the definition."""
        others = [other for other in self.actors if other != actor]
        for there in self.steps[actor][state]:
            if not self.prefers(actor, there, state):
                continue
            ends: set[int] = set()
            if concept != "nash":
                ends = self.ends(others, there, rule, concept == "seq")
            sanctions = [end for end in ends if not self.prefers(actor, end, state)]
            if concept == "smr":
                sanctions = [
                    end
                    for end in sanctions
                    if not any(self.prefers(actor, out, state) for out in self.steps[actor][end])
                ]
            if not sanctions:
                return False
        return True
