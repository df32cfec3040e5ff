"""The bench on which claims are tested: payoffs and levels of one setting in one block of worlds.

Whatever was evaluated is kept, so that many claims share one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from kautilya.payoffs import (
    Block,
    Evaluator,
    Level,
    Outcome,
    Profile,
    ProfileSpace,
    Request,
    Setting,
    grid,
    listing,
)
from kautilya.terms import FloatArray

Pinned = Mapping[int, int]


class Table(Protocol):
    """Where queries find payoffs and levels."""

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        ...

    def grid_payoffs(
        self, seen_by: str | None, horizon: int, pinned: Pinned
    ) -> dict[str, FloatArray]:
        """Each actor's payoffs over all profiles that respect `pinned`."""
        ...

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Payoff of an actor or an interest at some profiles, shape (profile, world)."""
        ...

    def level_at(
        self, level: Level, seen_by: str | None, horizon: int, profile: Profile
    ) -> FloatArray:
        """A level at a profile, one for each world."""
        ...

    def premise(self, name: str, seen_by: str | None) -> FloatArray:
        """A premise in each world."""
        ...


class Bench:
    """Payoffs and levels of one setting in one block of worlds.

    Parameters
    ----------
    evaluator
        Runs the model.
    setting, block
        What differs from the plain case, and the worlds.
    """

    def __init__(self, evaluator: Evaluator, setting: Setting, block: Block) -> None:
        self.evaluator, self.setting, self.block = evaluator, setting, block
        self._grids: dict[tuple[str, int], list[tuple[dict[int, int], Outcome]]] = {}
        self._points: dict[tuple[str, int, str], dict[Profile, FloatArray]] = {}
        self._levels: dict[tuple[str, int, Level], dict[Profile, FloatArray]] = {}
        self._weights: dict[str, FloatArray] = {}

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        return self.evaluator.space

    def view(self, actor: str, seen_by: str | None) -> str:
        """The view that decides: the one named, or the actor's own."""
        if seen_by is not None:
            return seen_by if seen_by == "facts" else self.evaluator.viewer(seen_by, self.setting)
        return self.evaluator.viewer(actor, self.setting)

    def weights(self, actor: str) -> FloatArray:
        """Weights of an actor's interests, (interest, world)."""
        if actor not in self._weights:
            self._weights[actor] = self.evaluator.weights(actor, self.setting, self.block)
        return self._weights[actor]

    # -- payoffs over a grid ----------------------------------------------------------------------

    def grid_payoffs(
        self, seen_by: str | None, horizon: int, pinned: Pinned
    ) -> dict[str, FloatArray]:
        """Each actor's payoffs over all profiles that respect `pinned`, by its own view."""
        return {
            actor: self._grid_payoff(actor, self.view(actor, seen_by), horizon, pinned)
            for actor in self.evaluator.interests
        }

    def _grid_payoff(self, actor: str, view: str, horizon: int, pinned: Pinned) -> FloatArray:
        outcome = self._grid(view, horizon, pinned)
        weights = self.weights(actor)
        total: FloatArray | None = None
        for number, interest in enumerate(self.evaluator.interests[actor]):
            term = outcome[interest] * weights[number]
            total = term if total is None else total + term
        assert total is not None
        return total

    def _grid(self, view: str, horizon: int, pinned: Pinned) -> Mapping[str, FloatArray]:
        """Every interest over a grid, cut from a larger one where that is at hand."""
        held = dict(pinned)
        known = self._grids.setdefault((view, horizon), [])
        for larger, outcome in known:
            if all(held.get(axis) == option for axis, option in larger.items()):
                return {n: _cut(a, larger, held) for n, a in outcome.interests.items()}
        outcome = self.evaluator.evaluate(
            Request(
                self.setting,
                self.block,
                view,
                grid(self.space, held),
                horizon,
                interests=self._every_interest(),
            )
        )
        known.append((held, outcome))
        return outcome.interests

    def _every_interest(self) -> tuple[str, ...]:
        return tuple(i for rows in self.evaluator.interests.values() for i in rows)

    # -- single profiles --------------------------------------------------------------------------

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Payoff of an actor or an interest at some profiles, shape (profile, world)."""
        actor, _, interest = subject.partition(".")
        view = self.view(actor, seen_by)
        if interest:
            return self._interest_at(subject, view, horizon, profiles)
        weights = self.weights(actor)
        rows = self.evaluator.interests[actor]
        return np.asarray(
            sum(
                self._interest_at(name, view, horizon, profiles) * weights[number]
                for number, name in enumerate(rows)
            )
        )

    def _interest_at(
        self, name: str, view: str, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        known = self._points.setdefault((view, horizon, name), {})
        wanted = [p for p in dict.fromkeys(profiles) if p not in known]
        if wanted and not self._from_grid(name, view, horizon, wanted, known):
            self.prefetch(view, horizon, wanted, (name,), ())
        return np.stack([known[p] for p in profiles])

    def _from_grid(
        self,
        name: str,
        view: str,
        horizon: int,
        wanted: list[Profile],
        known: dict[Profile, FloatArray],
    ) -> bool:
        for larger, outcome in self._grids.get((view, horizon), ()):
            if all(p[axis] == option for p in wanted for axis, option in larger.items()):
                array = outcome.interests[name]
                for profile in wanted:
                    place = tuple(
                        0 if array.shape[axis] == 1 else option
                        for axis, option in enumerate(profile)
                    )
                    known[profile] = np.broadcast_to(array[place], (self.block.count,))
                return True
        return False

    def covers(self, view: str, horizon: int, profiles: Iterable[Profile]) -> bool:
        """Whether payoffs at some profiles are at hand from a grid."""
        wanted = list(profiles)
        return any(
            all(p[axis] == option for p in wanted for axis, option in larger.items())
            for larger, _ in self._grids.get((view, horizon), ())
        )

    def level_at(
        self, level: Level, seen_by: str | None, horizon: int, profile: Profile
    ) -> FloatArray:
        """A level at a profile, one for each world; by the facts where no viewer is named."""
        view = self.view("", seen_by) if seen_by is not None else "facts"
        known = self._levels.setdefault((view, horizon, level), {})
        if profile not in known:
            self.prefetch(view, horizon, [profile], (), (level,))
        return known[profile]

    def prefetch(
        self,
        view: str,
        horizon: int,
        profiles: Sequence[Profile],
        interests: tuple[str, ...],
        levels: tuple[Level, ...],
    ) -> None:
        """Evaluate some profiles in one run, and keep what is asked of them."""
        outcome = self.evaluator.evaluate(
            Request(self.setting, self.block, view, listing(profiles), horizon, interests, levels)
        )
        shape = (len(profiles), self.block.count)
        for name in interests:
            rows = np.broadcast_to(outcome.interests[name], shape)
            known = self._points.setdefault((view, horizon, name), {})
            known.update(zip(profiles, rows, strict=True))
        for level in levels:
            rows = np.broadcast_to(outcome.levels[level], shape)
            kept = self._levels.setdefault((view, horizon, level), {})
            kept.update(zip(profiles, rows, strict=True))

    # -- premises ---------------------------------------------------------------------------------

    def premise(self, name: str, seen_by: str | None) -> FloatArray:
        """A premise in each world; by the facts where no viewer is named."""
        return self.evaluator.premise(name, seen_by or "facts", self.setting, self.block)


class ExAnteBench(Bench):
    """A bench with one world: payoffs in the mean over many, for a choice made before the facts.

    Parameters
    ----------
    evaluator
        Runs the model.
    setting
        What differs from the plain case.
    blocks
        All the worlds over which the mean is taken.
    """

    def __init__(self, evaluator: Evaluator, setting: Setting, blocks: Sequence[Block]) -> None:
        super().__init__(evaluator, setting, Block(0, 1))
        self._blocks = tuple(blocks)
        self._means: dict[object, FloatArray] = {}

    def _grid_payoff(self, actor: str, view: str, horizon: int, pinned: Pinned) -> FloatArray:
        key = (actor, view, horizon, tuple(sorted(pinned.items())))
        if key not in self._means:
            self._fill(view, horizon, pinned)
        return self._means[key]

    def _fill(self, view: str, horizon: int, pinned: Pinned) -> None:
        """Mean payoffs of every actor whose view it is, block by block."""
        worlds = sum(block.count for block in self._blocks)
        for block in self._blocks:
            bench = Bench(self.evaluator, self.setting, block)
            for actor in self.evaluator.interests:
                key = (actor, view, horizon, tuple(sorted(pinned.items())))
                part = bench._grid_payoff(actor, view, horizon, pinned)
                part = part.sum(axis=-1, keepdims=True) / worlds
                held = self._means.get(key)
                self._means[key] = part if held is None else held + part

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Mean payoff at some profiles, shape (profile, 1)."""
        worlds = sum(block.count for block in self._blocks)
        total = sum(
            Bench(self.evaluator, self.setting, block)
            .payoffs_at(subject, seen_by, horizon, profiles)
            .sum(axis=-1, keepdims=True)
            for block in self._blocks
        )
        return np.asarray(total) / worlds


def _cut(array: FloatArray, larger: Mapping[int, int], held: Mapping[int, int]) -> FloatArray:
    """The part of a grid that holds more decisions fixed."""
    place = [slice(None)] * array.ndim
    for axis, option in held.items():
        if axis not in larger and array.shape[axis] > 1:
            place[axis] = slice(option, option + 1)
    return array[tuple(place)]
