"""A dynamic case as a conflict: its states, its moves, and payoffs block by block of worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from kautilya.case import Case, Names
from kautilya.case.conflict import ConflictForm, StateGrid, conflict_form
from kautilya.findings import Bench
from kautilya.findings.bench import Plain
from kautilya.findings.claims import conditions_of
from kautilya.findings.trial import start_profile
from kautilya.payoffs import Block, Evaluator, Profile, ProfileSpace, Setting
from kautilya.solve.stability.conflict import Conflict
from kautilya.study.check import Checked
from kautilya.study.conflict import dynamic_conflict
from kautilya.terms import FloatArray

LANES = 2_000_000
"""States times worlds whose stability is found at once."""


@dataclass(frozen=True)
class Stage:
    """A dynamic case, ready to be solved in blocks of worlds.

    Parameters
    ----------
    case, names, evaluator
        The case, and what runs it.
    setting
        The scenario.
    held
        Decisions that the scenario holds, by axis.
    start
        The profile of today, in the scenario.
    form
        States and moves, without the profiles that the held decisions rule out.
    plain
        Evaluations of the plain case that changes do not reach.
    """

    case: Case
    names: Names
    evaluator: Evaluator
    setting: Setting
    held: Mapping[int, int]
    start: Profile
    form: ConflictForm
    plain: Plain

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        return self.evaluator.space

    @property
    def today(self) -> int | None:
        """Today's state."""
        return self.form.grid.state_of(self.start)

    @property
    def actors(self) -> tuple[str, ...]:
        """Actors that move, in file order."""
        owners = {o for axis, o in enumerate(self.space.owners) if axis not in self.held}
        return tuple(actor for actor in self.case.actors if actor in owners)

    def payoffs(self, block: Block, setting: Setting | None = None) -> dict[str, FloatArray]:
        """Payoffs of a block by each actor's own beliefs, as `grid_payoffs` gives them.

        An actor with decisions and without interests minds nothing.
        """
        chosen = self.setting if setting is None else setting
        shared = self.plain if setting is not None else None
        bench = Bench(self.evaluator, chosen, block, shared)
        wanted = [a for a in self.actors if a in self.evaluator.interests]
        found = bench.grid_payoffs(None, self.case.horizon, self.held, wanted)
        nothing = np.zeros((1,) * (len(self.space.shape) + 1))
        return {actor: found.get(actor, nothing) for actor in self.actors}

    def values(self, payoffs: Mapping[str, FloatArray], worlds: int) -> dict[str, FloatArray]:
        """Payoffs by state, shape (V, W)."""
        grid = self.form.grid
        places = np.unravel_index(grid.firsts, self.space.shape)
        values = {}
        for actor, table in payoffs.items():
            at = tuple(
                np.zeros_like(place) if table.shape[axis] == 1 else place
                for axis, place in enumerate(places)
            )
            picked = np.broadcast_to(table[at], (grid.count, worlds))
            values[actor] = np.ascontiguousarray(picked, dtype=np.float64)
        return values

    def template(self) -> Conflict:
        """The conflict without values: zeros, to be replaced block by block."""
        shape = (*self.space.shape, 1)
        nothing = {actor: np.zeros(shape) for actor in self.space.owners}
        return dynamic_conflict(self.form, nothing, self.case.epsilon, self.today)

    @property
    def is_full(self) -> bool:
        """Whether every combination of the decisions that are not held is feasible."""
        free = (n for axis, n in enumerate(self.space.shape) if axis not in self.held)
        return self.form.count == prod(free)

    def blocks(self, worlds: int, size: int) -> tuple[Block, ...]:
        """Blocks that cover the first worlds, small enough for every state's stability."""
        fits = max(1, min(size, LANES // max(1, self.form.count)))
        return tuple(Block(first, min(fits, worlds - first)) for first in range(0, worlds, fits))


def stage_of(checked: Checked, evaluator: Evaluator, scenario: str | None) -> Stage:
    """Set a dynamic case up in a scenario."""
    case, names = checked.case, checked.names
    assert case is not None and names is not None
    space = evaluator.space
    held = conditions_of(case.scenarios[scenario].hold) if scenario else {}
    axes = {space.axis[d]: space.option(d, o) for d, o in held.items()}
    start = start_profile(case, space, scenario, axes)
    form = restricted(conflict_form(case, checked.tree.file), axes, start)
    return Stage(case, names, evaluator, Setting(scenario), axes, start, form, Plain())


def restricted(form: ConflictForm, held: Mapping[int, int], start: Profile) -> ConflictForm:
    """The same conflict with some decisions held: only profiles that respect them are states."""
    if not held:
        return replace(form, today=form.grid.state_of(start))
    grid = form.grid
    assert grid.space is not None
    respects = np.ones(grid.numbers.shape, dtype=np.bool_)
    for axis, option in held.items():
        place: list[slice | int] = [slice(None)] * respects.ndim
        mask = np.zeros(respects.shape, dtype=np.bool_)
        place[axis] = option
        mask[tuple(place)] = True
        respects &= mask
    kept = respects.ravel()[grid.firsts]
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    numbers = np.where(respects & (grid.numbers >= 0), number[grid.numbers], -1)
    named = {name: int(number[s]) for name, s in grid.named.items() if number[s] >= 0}
    smaller = StateGrid(grid.space, numbers, grid.firsts[kept], named)
    unseen = {actor: hidden[kept] for actor, hidden in form.unseen.items()}
    edges = form.edges
    if edges is not None:
        edges = {a: _both(number, starts, ends) for a, (starts, ends) in edges.items()}
    return replace(form, grid=smaller, unseen=unseen, edges=edges, today=smaller.state_of(start))


def _both(
    number: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Moves between states that are left, by their new numbers."""
    left = (number[starts] >= 0) & (number[ends] >= 0)
    return number[starts[left]], number[ends[left]]


def conflicts(
    stage: Stage, worlds: int, size: int
) -> Iterator[tuple[Block, Mapping[str, FloatArray], Conflict]]:
    """Payoffs and conflict in block after block of worlds; what moves lead to is found once."""
    template = stage.template()
    for block in stage.blocks(worlds, size):
        payoffs = stage.payoffs(block)
        values = stage.values(payoffs, block.count)
        known = {actor: values[actor] for actor in template.actors}
        yield block, payoffs, replace(template, values=known)


def single_game(
    stage: Stage, conflict: Conflict
) -> tuple[ProfileSpace, dict[str, FloatArray]] | None:
    """The payoffs of one world as a game: its profiles without what is held.

    None where not every combination of the free decisions is feasible.
    """
    space = stage.space
    shape = tuple(1 if axis in stage.held else n for axis, n in enumerate(space.shape))
    if not stage.is_full:
        return None
    options = tuple(
        (names[stage.held[axis]],) if axis in stage.held else names
        for axis, names in enumerate(space.options)
    )
    now = tuple(0 if axis in stage.held else n for axis, n in enumerate(stage.start))
    smaller = ProfileSpace(space.decisions, options, space.owners, now)
    return smaller, {a: conflict.values_in(a).reshape(shape) for a in conflict.actors}
