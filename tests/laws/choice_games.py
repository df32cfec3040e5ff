"""Small random games in a few worlds, for the laws of choice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve import Agreement
from kautilya.terms import FloatArray, IntArray

from .choice_oracle import World

# In units of epsilon: payoffs differ by multiples of 0.4, so none is near 1, yet ties are not
# transitive (0, 0.8 and 1.6), which is where a careless rule goes wrong.
FINE, COARSE = 0.4, 30.0
EPSILON = 1e-4


@dataclass(frozen=True)
class Game:
    """A game in several worlds, and how to look at one of them."""

    space: ProfileSpace
    payoffs: dict[str, FloatArray]
    start: IntArray  # (D, W)
    pinned: dict[int, int]
    agreements: tuple[Agreement, ...]
    order: tuple[str, ...]

    @property
    def worlds(self) -> int:
        """How many worlds."""
        return int(self.start.shape[1])

    def starting(self, world: int) -> Profile:
        """Where one world starts."""
        return tuple(self.start[:, world].tolist())

    def world(self, number: int) -> World:
        """One world, by the words."""

        def payoff(actor: str, profile: Profile) -> float:
            array = self.payoffs[actor]
            place = (*profile, number)
            return float(array[tuple(np.minimum(place, np.array(array.shape) - 1))])

        return World(self.space, self.order, payoff, self.pinned, self.agreements, EPSILON)

    def askable(self) -> list[int]:
        """Decisions that are free and whose owner has payoffs."""
        return [
            axis
            for axis, owner in enumerate(self.space.owners)
            if axis not in self.pinned and owner in self.payoffs
        ]


@st.composite
def games(draw: st.DrawFn, *, agreements: int = 3, step: float | None = None) -> Game:
    """Two to four actors with one or two decisions of two or three options each."""
    actors = "abcd"[: draw(st.integers(2, 4))]
    owners = list(actors) + [actor for actor in actors if draw(st.integers(0, 2)) == 0]
    owners = list(draw(st.permutations(owners)))[:5]
    sizes = [draw(st.integers(2, 3)) for _ in owners]
    space = ProfileSpace(
        decisions=tuple(f"{owner}.d{axis}" for axis, owner in enumerate(owners)),
        options=tuple(tuple(f"o{option}" for option in range(size)) for size in sizes),
        owners=tuple(owners),
        now=tuple(draw(st.integers(0, size - 1)) for size in sizes),
    )
    worlds = draw(st.integers(1, 5))
    # Drawn from a seed: the shape of a game is worth shrinking, its many payoffs are not.
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    unit = EPSILON * (draw(st.sampled_from([FINE, COARSE])) if step is None else step)
    levels = draw(st.sampled_from([3, 6, 12]))
    payoffs: dict[str, FloatArray] = {}
    for actor in actors:
        if draw(st.integers(0, 7)) == 0:
            continue
        full = (*sizes, worlds)
        shape = tuple(size if rng.random() < 0.8 else 1 for size in full)
        array = (rng.integers(0, levels, shape) * unit).astype(np.float64)
        payoffs[actor] = np.broadcast_to(array, full) if rng.random() < 0.2 else array
    axes = range(len(sizes))
    pinned = {
        axis: draw(st.integers(0, sizes[axis] - 1)) for axis in axes if draw(st.integers(0, 4)) == 0
    }
    pacts = []
    for number in range(draw(st.integers(0, agreements))):
        touched = draw(st.lists(st.sampled_from(axes), min_size=1, max_size=3, unique=True))
        parties = draw(st.lists(st.sampled_from(actors), min_size=1, max_size=2, unique=True))
        when = {axis: draw(st.integers(0, sizes[axis] - 1)) for axis in touched}
        pacts.append(Agreement(f"pact{number}", tuple(parties), when))
    start = np.stack([rng.integers(0, size, worlds) for size in sizes])
    order = tuple(draw(st.permutations(list(payoffs))))
    return Game(space, payoffs, start, pinned, tuple(pacts), order)
