"""The bench of a choice that knows some premises: payoffs in the mean over what is left.

What is 0 or 1 and known parts the worlds into groups: the mean is over the worlds of a group. A
premise with a range that is known has the world's own value, and the mean is over what all else is
in the first `LEFT` worlds of the group.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

import numpy as np

from kautilya.findings.bench import Bench
from kautilya.findings.ex_ante import summed
from kautilya.findings.table import Pinned
from kautilya.payoffs import Block, Change, Crossed, Evaluator, Profile, Setting
from kautilya.terms import FACTS, FloatArray, IntArray

LEFT = 100
"""Worlds over which the mean is taken of what is not known, where something with a range is."""

PIECE = 500
"""Worlds of which it is found out at once whether they are alike."""

MOST_LANES = 8000
"""Profiles times pairs of worlds that are evaluated at once where profiles are single ones."""

Ask = Callable[[Bench], FloatArray]
"""Asks a bench for an actor's payoffs, worlds on the last axis."""

Group = tuple[float, ...]
"""Values of the known premises that are 0 or 1, in one world."""


class Informed:
    """Payoffs in the mean over what is left, for worlds of one setting.

    Parameters
    ----------
    evaluator
        Runs the model.
    setting
        What differs from the plain case.
    blocks
        All the worlds over which means are taken.
    premises
        What is known.
    lanes
        Worlds that are evaluated at once over all profiles.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        setting: Setting,
        blocks: Sequence[Block],
        premises: tuple[str, ...],
        lanes: int,
    ) -> None:
        self.evaluator, self.setting, self.premises = evaluator, setting, premises
        self.blocks, self.lanes = tuple(blocks), lanes
        self._groups: dict[tuple[str, ...], list[Group]] = {}
        self._means: dict[Hashable, dict[Group, FloatArray]] = {}

    def at(self, block: Block) -> InformedBench:
        """The bench of some of the worlds."""
        return InformedBench(self, block)

    def telling(self, names: Sequence[str], view: str) -> dict[str, bool]:
        """Known premises that tell something of some interests, each with whether it is 0 or 1."""
        found: dict[str, bool] = {}
        for name in names:
            found |= self.evaluator.telling(self.premises, name, view, self.setting)
        return {name: found[name] for name in self.premises if name in found}

    def groups(self, premises: tuple[str, ...]) -> list[Group]:
        """The group of every world, by what is known to be 0 or 1."""
        if premises not in self._groups:
            found: list[Group] = []
            for block in self.blocks:
                rows = [
                    self.evaluator.premise(name, FACTS, self.setting, block).tolist()
                    for name in premises
                ]
                found += zip(*rows, strict=True) if rows else [()] * block.count
            self._groups[premises] = found
        return self._groups[premises]

    def means(
        self, key: Hashable, premises: tuple[str, ...], ask: Ask
    ) -> Mapping[Group, FloatArray]:
        """Payoffs in the mean over each group of worlds, the last axis of length 1.

        Where nothing parts them there is one group, `()`, and the mean is over all worlds.
        """
        if (key, premises) not in self._means:
            groups = self.groups(premises)
            totals: dict[Group, FloatArray] = {}
            for block in self.blocks:
                payoff = ask(Bench(self.evaluator, self.setting, block))
                payoff = np.broadcast_to(payoff, (*payoff.shape[:-1], block.count))
                here = groups[block.first : block.first + block.count]
                for group in dict.fromkeys(here):
                    places = [n for n, other in enumerate(here) if other == group]
                    totals[group] = summed(totals.get(group), payoff[..., places])
            counts = {group: groups.count(group) for group in totals}
            self._means[key, premises] = {g: total / counts[g] for g, total in totals.items()}
        return self._means[key, premises]


class InformedBench(Bench):
    """A bench of some worlds, with payoffs in the mean over what is not known in each.

    Parameters
    ----------
    informed
        What is known, and in which worlds.
    block
        The worlds.
    """

    def __init__(self, informed: Informed, block: Block) -> None:
        super().__init__(informed.evaluator, informed.setting, block)
        self._informed = informed
        self._known: dict[Hashable, FloatArray] = {}

    def under(self, change: Change) -> Bench:
        """The same with something changed; itself where nothing is."""
        if change == Change():
            return self
        i = self._informed
        changed = i.setting.under(change)
        return Informed(i.evaluator, changed, i.blocks, i.premises, i.lanes).at(self.block)

    def grid_payoffs(
        self,
        seen_by: str | None,
        horizon: int,
        pinned: Pinned,
        actors: Collection[str] | None = None,
    ) -> dict[str, FloatArray]:
        """Mean payoffs of some actors (all where None) over the profiles that respect `pinned`."""
        found = {}
        for actor in self.evaluator.interests:
            if actors is None or actor in actors:
                ask = _grid(actor, seen_by, horizon, pinned)
                key = ("grid", actor, seen_by, horizon, tuple(sorted(pinned.items())))
                found[actor] = self._mean(key, actor, seen_by, ask, self._informed.lanes)
        return found

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Mean payoff of an actor or an interest at some profiles, shape (profile, world)."""
        ask = _points(subject, seen_by, horizon, profiles)
        key = ("points", subject, seen_by, horizon, tuple(profiles))
        lanes = max(self._informed.lanes, MOST_LANES // len(profiles))
        mean = self._mean(key, subject, seen_by, ask, lanes)
        return np.broadcast_to(mean, (len(profiles), self.block.count))

    def _mean(
        self, key: Hashable, subject: str, seen_by: str | None, ask: Ask, lanes: int
    ) -> FloatArray:
        """Payoffs that `ask` gives, in the mean over what is left in each world."""
        if key not in self._known:
            actor, _, interest = subject.partition(".")
            names = (subject,) if interest else self.evaluator.interests[actor]
            telling = self._informed.telling(names, self.view(actor, seen_by))
            parting = tuple(name for name, is_chance in telling.items() if is_chance)
            self._known[key] = (
                self._grouped(key, parting, ask)
                if len(parting) == len(telling)
                else self._crossed(frozenset(telling), parting, ask, lanes)
            )
        return self._known[key]

    def _grouped(self, key: Hashable, parting: tuple[str, ...], ask: Ask) -> FloatArray:
        """Means over the worlds that are alike in what is 0 or 1 and known."""
        means = self._informed.means(key, parting, ask)
        if not parting:
            return means[()]
        here = self._informed.groups(parting)[self.block.first :][: self.block.count]
        return np.concatenate([means[group] for group in here], axis=-1)

    def _crossed(
        self, premises: frozenset[str], parting: tuple[str, ...], ask: Ask, lanes: int
    ) -> FloatArray:
        """Means with known premises at each world's own values, all else as in other worlds."""
        behind = self._behind(premises.difference(parting), parting)
        found = []
        for known in self._chunks([len(worlds) for worlds in behind.values()], lanes):
            rest = [behind[world] for world in known]
            pairs = np.repeat(np.array(known), [len(worlds) for worlds in rest])
            crossed = Crossed(
                known[0], len(pairs), premises, pairs, np.concatenate(rest), self.block
            )
            payoff = ask(Bench(self.evaluator, self.setting, crossed))
            payoff = np.broadcast_to(payoff, (*payoff.shape[:-1], len(pairs)))
            end = 0
            for worlds in rest:
                first, end = end, end + len(worlds)
                found.append(summed(None, payoff[..., first:end]) / len(worlds))
        return np.concatenate(found, axis=-1)

    def _behind(self, ranges: frozenset[str], parting: tuple[str, ...]) -> dict[int, IntArray]:
        """For each world the first of those that are alike in what is 0 or 1 and known.

        What is 0 or 1 and tied to a known range moves with it: then those count that are alike
        once they have moved.
        """
        evaluator = self.evaluator
        bound = tuple(c for c in parting if ranges.intersection(evaluator.tied(c)))
        groups = self._informed.groups(tuple(c for c in parting if c not in bound))
        alike = _by_group(groups)
        if not bound:
            return {world: alike[groups[world]][:LEFT] for world in self._worlds()}
        here = self._informed.groups(bound)
        return {
            world: self._moved(
                world, alike[groups[world]], ranges, dict(zip(bound, here[world], strict=True))
            )
            for world in self._worlds()
        }

    def _moved(
        self, world: int, alike: IntArray, ranges: frozenset[str], wanted: Mapping[str, float]
    ) -> IntArray:
        """The first worlds that have what is wanted, with the ranges of one world put in."""
        found: list[IntArray] = []
        for first in range(0, len(alike), PIECE):
            rest = alike[first : first + PIECE]
            known = np.full(len(rest), world)
            pairs = Crossed(world, len(rest), ranges, known, rest, self.block)
            fits = np.ones(len(rest), dtype=bool)
            for name, value in wanted.items():
                fits &= self.evaluator.premise(name, FACTS, self.setting, pairs) == value
            found.append(rest[fits])
            if sum(map(len, found)) >= LEFT:
                break
        return np.concatenate(found)[:LEFT]

    def _worlds(self) -> range:
        return range(self.block.first, self.block.first + self.block.count)

    def _chunks(self, sizes: list[int], lanes: int) -> Iterator[list[int]]:
        """The worlds of the block, cut so that not too many pairs are evaluated at once."""
        chunk: list[int] = []
        pairs = 0
        for world, size in zip(self._worlds(), sizes, strict=True):
            if chunk and pairs + size > lanes:
                yield chunk
                chunk, pairs = [], 0
            chunk.append(world)
            pairs += size
        yield chunk


def _by_group(groups: Sequence[Group]) -> dict[Group, IntArray]:
    """The worlds of each group."""
    found: dict[Group, list[int]] = {}
    for world, group in enumerate(groups):
        found.setdefault(group, []).append(world)
    return {group: np.array(worlds, dtype=np.int64) for group, worlds in found.items()}


def _grid(actor: str, seen_by: str | None, horizon: int, pinned: Pinned) -> Ask:
    def ask(bench: Bench) -> FloatArray:
        return bench.grid_payoffs(seen_by, horizon, pinned, (actor,))[actor]

    return ask


def _points(subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]) -> Ask:
    def ask(bench: Bench) -> FloatArray:
        return bench.payoffs_at(subject, seen_by, horizon, profiles)

    return ask
