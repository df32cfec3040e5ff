"""The bench on which claims are tested: payoffs and levels of one setting in one block of worlds.

Whatever was evaluated is kept, so that many claims share one run.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kautilya.findings.grids import cut, overlaid
from kautilya.findings.table import Pinned
from kautilya.payoffs import (
    Block,
    Change,
    Evaluator,
    Level,
    Profile,
    ProfileSpace,
    Request,
    Setting,
    grid,
    listing,
)
from kautilya.terms import FACTS, FloatArray


@dataclass
class Plain:
    """Evaluations of the plain case, shared by all benches that take something away.

    What a removal does not reach is the same with it as without, so it is evaluated once.
    """

    grids: dict[Hashable, FloatArray] = field(default_factory=dict)
    points: dict[Hashable, FloatArray] = field(default_factory=dict)


class Bench:
    """Payoffs and levels of one setting in one block of worlds.

    Parameters
    ----------
    evaluator
        Runs the model.
    setting, block
        What differs from the plain case, and the worlds.
    plain
        Where evaluations that no removal reaches are kept; none are shared where None.
    """

    def __init__(
        self, evaluator: Evaluator, setting: Setting, block: Block, plain: Plain | None = None
    ) -> None:
        self.evaluator, self.setting, self.block = evaluator, setting, block
        self._plain = Plain() if plain is None else plain
        self._grids: dict[tuple[str, str, int], list[tuple[dict[int, int], FloatArray]]] = {}
        self._points: dict[tuple[str, str, int], dict[Profile, FloatArray]] = {}
        self._levels: dict[tuple[Level, str, int], dict[Profile, FloatArray]] = {}
        self._weights: dict[str, FloatArray] = {}
        self._seen_changed: dict[str, frozenset[str]] = {}
        self._under: dict[Change, Bench] = {}

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        return self.evaluator.space

    def under(self, change: Change) -> Bench:
        """The same worlds with something changed; itself where nothing is."""
        if change == Change():
            return self
        if change not in self._under:
            setting = self.setting.under(change)
            self._under[change] = Bench(self.evaluator, setting, self.block, self._plain)
        return self._under[change]

    def view(self, actor: str, seen_by: str | None) -> str:
        """The view that decides: the one named, or the actor's own."""
        if seen_by == FACTS:
            return FACTS
        return self.evaluator.viewer(seen_by or actor, self.setting)

    def weights(self, actor: str) -> FloatArray:
        """Weights of an actor's interests, (interest, world)."""
        if actor not in self._weights:
            self._weights[actor] = self.evaluator.weights(actor, self.setting, self.block)
        return self._weights[actor]

    def _key(self, name: str, view: str, *rest: Hashable) -> Hashable | None:
        """Key of an evaluation of the plain case; None where something changed reaches it."""
        setting = self.setting
        if setting.changed and self._changed(view) & self.evaluator.reach(name, view):
            return None
        return (name, view, setting.plain, self.block, *rest)

    def _changed(self, view: str) -> frozenset[str]:
        """What is not as in the plain case, as a viewer sees it."""
        if view not in self._seen_changed:
            setting = self.setting
            # A premise that is held in the facts stays what a viewer believes it to be.
            held = {
                name
                for name, _ in setting.pinned
                if self.evaluator.believes(view, name, setting) and name not in setting.removed
            }
            self._seen_changed[view] = setting.changed - held
        return self._seen_changed[view]

    # -- payoffs over a grid -----------------------------------------------------------------------

    def grid_payoffs(
        self,
        seen_by: str | None,
        horizon: int,
        pinned: Pinned,
        actors: Collection[str] | None = None,
    ) -> dict[str, FloatArray]:
        """Payoffs of some actors (all where None) over the profiles that respect `pinned`.

        Each actor judges by its own view, or all by the one that is named.
        """
        held = dict(pinned)
        views = {
            actor: self.view(actor, seen_by)
            for actor in self.evaluator.interests
            if actors is None or actor in actors
        }
        for view in dict.fromkeys(views.values()):
            names = [
                i
                for actor, rows in self.evaluator.interests.items()
                if views.get(actor) == view
                for i in rows
            ]
            self._fill_grid(names, view, horizon, held)
        return {actor: self._weigh(actor, view, horizon, held) for actor, view in views.items()}

    def _weigh(self, actor: str, view: str, horizon: int, held: dict[int, int]) -> FloatArray:
        weights = self.weights(actor)
        total: FloatArray | None = None
        for number, name in enumerate(self.evaluator.interests[actor]):
            array = self._from_larger(name, view, horizon, held)
            assert array is not None
            term = array * weights[number]
            total = term if total is None else total + term
        assert total is not None
        return total

    def _fill_grid(self, names: list[str], view: str, horizon: int, held: dict[int, int]) -> None:
        """Bring some interests over a grid to hand.

        Where one is not, it is evaluated; where several are not, all are: so there are few
        different questions, and each is compiled once.
        """
        key = (horizon, tuple(sorted(held.items())))
        missing = []
        for name in names:
            if self._from_larger(name, view, horizon, held) is not None:
                continue
            plain = self._key(name, view, *key)
            known = None if plain is None else self._plain.grids.get(plain)
            if known is None:
                missing.append(name)
            else:
                self._grids.setdefault((name, view, horizon), []).append((held, known))
        if not missing:
            return
        asked = tuple(missing) if len(missing) == 1 else tuple(names)
        found = self._patched(asked, view, horizon, held)
        if found is None:
            found = self._evaluated(asked, view, horizon, held)
        for name in missing:
            array = found[name]
            self._grids.setdefault((name, view, horizon), []).append((held, array))
            plain = self._key(name, view, *key)
            if plain is not None and not self.setting.changed:
                self._plain.grids[plain] = array

    def _evaluated(
        self, names: tuple[str, ...], view: str, horizon: int, held: Mapping[int, int]
    ) -> Mapping[str, FloatArray]:
        """Interests over all profiles that hold some decisions fixed."""
        arrangement = grid(self.space, held)
        request = Request(self.setting, self.block, view, arrangement, horizon, names)
        return self.evaluator.evaluate(request).interests

    def _patched(
        self, names: tuple[str, ...], view: str, horizon: int, held: dict[int, int]
    ) -> Mapping[str, FloatArray] | None:
        """Interests without what one option does: the plain ones, but where it is chosen.

        None where more than that has changed, or the plain ones are not at hand.
        """
        place = self._only_option()
        if place is None or place[0] in held:
            return None
        axis, option = place
        plain = []
        for name in names:
            key = (name, view, self.setting.plain, self.block, horizon, tuple(sorted(held.items())))
            if key not in self._plain.grids:
                return None
            plain.append(self._plain.grids[key])
        chosen = self._evaluated(names, view, horizon, {**held, axis: option})
        return {
            name: overlaid(array, chosen[name], axis, option, self.space.shape[axis])
            for name, array in zip(names, plain, strict=True)
        }

    def _only_option(self) -> tuple[int, int] | None:
        """Axis and number of the option whose `does` is all that was taken away."""
        setting = self.setting
        if len(setting.changed) != 1 or len(setting.removed) != 1:
            return None
        (name,) = setting.removed
        decision, _, option = name.rpartition(".")
        if decision not in self.space.axis:
            return None
        axis = self.space.axis[decision]
        return (
            (axis, self.space.option(decision, option))
            if option in self.space.options[axis]
            else None
        )

    def _from_larger(
        self, name: str, view: str, horizon: int, held: dict[int, int]
    ) -> FloatArray | None:
        """A grid cut from one that holds fewer decisions fixed, where that is at hand."""
        for larger, array in self._grids.get((name, view, horizon), ()):
            if all(held.get(axis) == option for axis, option in larger.items()):
                return cut(array, larger, held)
        return None

    # -- single profiles ---------------------------------------------------------------------------

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        """Payoff of an actor or an interest at some profiles, shape (profile, world)."""
        actor, _, interest = subject.partition(".")
        view = self.view(actor, seen_by)
        if interest:
            return self._interest_at(subject, view, horizon, profiles)
        weights = self.weights(actor)
        total = np.zeros((len(profiles), self.block.count))
        for number, name in enumerate(self.evaluator.interests[actor]):
            total += self._interest_at(name, view, horizon, profiles) * weights[number]
        return total

    def _interest_at(
        self, name: str, view: str, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        known = self._points.setdefault((name, view, horizon), {})
        wanted = [p for p in dict.fromkeys(profiles) if p not in known]
        if any(not self._point_from_grid(name, view, horizon, p) for p in wanted):
            self.prefetch(view, horizon, wanted, (name,), ())
        return np.stack([known[p] for p in profiles])

    def _point_from_grid(self, name: str, view: str, horizon: int, profile: Profile) -> bool:
        array = self._from_larger(name, view, horizon, dict(enumerate(profile)))
        if array is None:
            return False
        flat = np.broadcast_to(array.reshape(-1), (self.block.count,))
        self._points.setdefault((name, view, horizon), {})[profile] = flat
        return True

    def level_at(
        self, level: Level, seen_by: str | None, horizon: int, profile: Profile
    ) -> FloatArray:
        """A level at a profile, one for each world; by the facts where no viewer is named."""
        view = FACTS if seen_by is None else self.view("", seen_by)
        known = self._levels.setdefault((level, view, horizon), {})
        if profile not in known:
            self.prefetch(view, horizon, [profile], (), (level,))
        return known[profile]

    def prefetch(
        self,
        view: str,
        horizon: int,
        profiles: Sequence[Profile],
        interests: Sequence[str],
        levels: Sequence[Level],
    ) -> None:
        """Bring interests and levels at some profiles to hand, in one run where any is not."""
        if not self.knows(view, horizon, profiles, interests, levels):
            self.fetch(view, horizon, profiles, interests, levels)

    def knows(
        self,
        view: str,
        horizon: int,
        profiles: Sequence[Profile],
        interests: Sequence[str],
        levels: Sequence[Level],
    ) -> bool:
        """Whether all of this is at hand, here or from the plain case."""
        wanted: list[str | Level] = [*interests, *levels]
        return all(self._all_known(what, view, horizon, profiles) for what in wanted)

    def fetch(
        self,
        view: str,
        horizon: int,
        profiles: Sequence[Profile],
        interests: Sequence[str],
        levels: Sequence[Level],
    ) -> None:
        """Evaluate interests and levels at some profiles in one run, and keep them."""
        outcome = self.evaluator.evaluate(
            Request(
                self.setting,
                self.block,
                view,
                listing(profiles),
                horizon,
                tuple(interests),
                tuple(levels),
            )
        )
        for name in interests:
            self._keep(name, view, horizon, profiles, outcome.interests[name])
        for level in levels:
            self._keep(level, view, horizon, profiles, outcome.levels[level])

    def _store(self, what: str | Level, view: str, horizon: int) -> dict[Profile, FloatArray]:
        if isinstance(what, Level):
            return self._levels.setdefault((what, view, horizon), {})
        return self._points.setdefault((what, view, horizon), {})

    def _all_known(
        self, what: str | Level, view: str, horizon: int, profiles: Sequence[Profile]
    ) -> bool:
        name = what if isinstance(what, str) else what.name
        store = self._store(what, view, horizon)
        for profile in profiles:
            if profile in store:
                continue
            if isinstance(what, str) and self._point_from_grid(what, view, horizon, profile):
                continue
            key = self._key(name, view, what, horizon, profile)
            known = None if key is None else self._plain.points.get(key)
            if known is None:
                return False
            store[profile] = known
        return True

    def _keep(
        self,
        what: str | Level,
        view: str,
        horizon: int,
        profiles: Sequence[Profile],
        array: FloatArray,
    ) -> None:
        name = what if isinstance(what, str) else what.name
        rows = np.broadcast_to(array, (len(profiles), self.block.count))
        store = self._store(what, view, horizon)
        for profile, row in zip(profiles, rows, strict=True):
            store[profile] = row
            key = self._key(name, view, what, horizon, profile)
            if key is not None and not self.setting.changed:
                self._plain.points[key] = row

    # -- premises ----------------------------------------------------------------------------------

    def premise(self, name: str, seen_by: str | None) -> FloatArray:
        """A premise in each world; by the facts where no viewer is named."""
        return self.evaluator.premise(name, seen_by or FACTS, self.setting, self.block)
