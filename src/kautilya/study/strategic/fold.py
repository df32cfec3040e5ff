"""Stability over worlds: blocks come by one after the other, and only counts and margins stay.

What is kept does not grow with the number of worlds, beyond the margins of a few states on the
first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.picture import Stabilities
from kautilya.solve.stability.records import Concept
from kautilya.study.strategic.record_worlds import Spread
from kautilya.terms import BoolArray, FloatArray, IntArray

MARGIN_WORLDS = 5_000
"""The first worlds, on which margins are measured."""

FOLLOWED = 24
"""States whose margins are followed for each concept, besides today and those asked about."""

MOST_LEADING = 5
"""Leading states that are shown actor by actor, today apart."""


@dataclass(frozen=True)
class Shares:
    """Counts over worlds as shares.

    Parameters
    ----------
    worlds
        How many worlds.
    stable
        For each concept and actor, shape (V,): the share of worlds in which a state is stable.
    equilibrium
        For each concept, shape (V,): the share in which it is stable for all.
    numbers
        For each concept the share of worlds by number of equilibria.
    mean
        Mean value of each state for each actor, shape (V,).
    no_move
        For each actor, shape (V,): where it cannot move.
    """

    worlds: int
    stable: Mapping[str, Mapping[str, FloatArray]]
    equilibrium: Mapping[str, FloatArray]
    numbers: Mapping[str, Mapping[str, float]]
    mean: Mapping[str, FloatArray]
    no_move: Mapping[str, BoolArray]


class Fold:
    """Counts over blocks of worlds.

    Parameters
    ----------
    states, actors, concepts
        What is counted.
    """

    def __init__(self, states: int, actors: Sequence[str], concepts: Sequence[Concept]) -> None:
        self.states, self.actors, self.concepts = states, tuple(actors), tuple(concepts)
        self.worlds = 0
        self.stable: dict[Concept, dict[str, IntArray]] = {
            c: {a: np.zeros(states, dtype=np.int64) for a in actors} for c in concepts
        }
        self.equilibria: dict[Concept, IntArray] = {
            c: np.zeros(states, dtype=np.int64) for c in concepts
        }
        self.numbers: dict[Concept, Counter[int]] = {c: Counter() for c in concepts}
        self.total: dict[str, FloatArray] = {}
        self.no_move: dict[str, BoolArray] = {}
        self.followed: tuple[int, ...] = ()
        self._margins: dict[tuple[str, str], list[FloatArray]] = {}

    def add(self, conflict: Conflict, found: Stabilities, worlds: int) -> None:
        """Count one block of worlds."""
        for concept in self.concepts:
            for actor in self.actors:
                held = np.broadcast_to(found.stable(concept, actor), (self.states, worlds))
                self.stable[concept][actor] += np.count_nonzero(held, axis=1)
            rests = np.broadcast_to(found.equilibria(concept), (self.states, worlds))
            self.equilibria[concept] += np.count_nonzero(rests, axis=1)
            self.numbers[concept].update(np.count_nonzero(rests, axis=0).tolist())
        for actor in self.actors:
            values = np.asarray(conflict.values[actor], dtype=np.float64)
            full = np.broadcast_to(values.reshape(self.states, -1), (self.states, worlds))
            self.total[actor] = _summed(self.total.get(actor), full)
            self.no_move[actor] = found.no_move[actor]
        self.worlds += worlds

    def follow(self, states: Iterable[int]) -> None:
        """Say of which states margins are kept from now on."""
        self.followed = tuple(sorted(set(states)))

    def margins(self, found: Stabilities, first: int, worlds: int) -> None:
        """Keep the margins of the states that are followed, in one block of the first worlds."""
        count = min(worlds, MARGIN_WORLDS - first)
        if count <= 0:
            return
        rows = list(self.followed)
        for concept in self.concepts:
            for actor in self.actors:
                whole = found.margins[concept][actor].reshape(self.states, -1)[rows]
                part = np.broadcast_to(whole, (len(rows), worlds))[:, :count]
                self._margins.setdefault((concept, actor), []).append(part.copy())

    def spread(self, concept: str, actor: str, state: int) -> Spread | None:
        """The margin of a state over the worlds that were followed; None where it is endless."""
        row = self.followed.index(state)
        values = np.concatenate([part[row] for part in self._margins[concept, actor]])
        if not np.isfinite(values).all():
            return None
        low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
        return Spread(float(median), float(low), float(high))

    def shares(self) -> Shares:
        """The counts as shares."""
        n = self.worlds
        return Shares(
            n,
            {c: {a: k / n for a, k in rows.items()} for c, rows in self.stable.items()},
            {c: k / n for c, k in self.equilibria.items()},
            {c: _numbers(found, n) for c, found in self.numbers.items()},
            {a: total / n for a, total in self.total.items()},
            self.no_move,
        )


def ranked(shares: Shares, concept: str) -> list[int]:
    """States that are equilibria in some world, by share; those of equal share by number."""
    share = shares.equilibrium[concept]
    order = np.argsort(-share, kind="stable")
    return [int(state) for state in order if share[state] > 0.0]


def followed(shares: Shares, always: Iterable[int]) -> set[int]:
    """States that may lead in the end: the first under each concept, and some in any case."""
    found = set(always)
    for concept in shares.equilibrium:
        found.update(ranked(shares, concept)[:FOLLOWED])
    return found


def leading(shares: Shares, today: int | None) -> dict[int, tuple[str, ...]]:
    """Today, then the states that lead: the first under each concept, then the next of the first.

    Returns
    -------
    dict
        Each state and the concepts under which it leads, today first, the others by share.
    """
    leads: dict[int, list[str]] = {}
    for concept in shares.equilibrium:
        for state in ranked(shares, concept)[:1]:
            leads.setdefault(state, []).append(concept)
    first = next(iter(shares.equilibrium))
    for state in ranked(shares, first)[:MOST_LEADING]:
        if len(leads) < MOST_LEADING or state in leads:
            leads.setdefault(state, [])
    order = sorted(leads, key=lambda s: (-shares.equilibrium[first][s], s))
    head = [] if today is None else [today]
    return {s: tuple(leads.get(s, ())) for s in dict.fromkeys([*head, *order])}


def _numbers(counted: Counter[int], worlds: int) -> dict[str, float]:
    """Shares of worlds by number of equilibria: 0 to 4, and 5 or more."""
    found: dict[str, float] = {}
    for number in sorted(counted):
        key = str(number) if number < 5 else "5+"
        found[key] = found.get(key, 0.0) + counted[number] / worlds
    return found


def _summed(sofar: FloatArray | None, worlds: FloatArray) -> FloatArray:
    """A sum over the last axis, world after world: blocks of any size round alike."""
    whole = worlds if sofar is None else np.concatenate((sofar[:, None], worlds), axis=1)
    return np.add.accumulate(whole, axis=1)[:, -1].copy()
