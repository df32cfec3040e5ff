"""Best replies to a profile that the others hold."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import reply


def space_of(*owners: str, sizes: tuple[int, ...] = ()) -> ProfileSpace:
    """Decisions of some actors, with two options each where nothing else is said."""
    sizes = sizes or (2,) * len(owners)
    return ProfileSpace(
        tuple(f"{owner}.d{n}" for n, owner in enumerate(owners)),
        tuple(tuple(f"o{k}" for k in range(size)) for size in sizes),
        owners,
        (0,) * len(owners),
    )


def test_one_actor_takes_its_best_joint_choice() -> None:
    space = space_of("a", "a", "b")
    payoff = np.zeros((2, 2, 2, 1))
    payoff[1, 1, 1] = 1.0
    assert reply(space, {"a": payoff}, (0, 0, 1)).profile[:, 0].tolist() == [1, 1, 1]
    assert reply(space, {"a": payoff}, (0, 0, 0)).profile[:, 0].tolist() == [0, 0, 0]


def test_within_epsilon_it_takes_what_is_now_though_it_stands_elsewhere() -> None:
    space = space_of("a")
    payoff = np.array([0.5, 0.50005])[:, None]
    assert reply(space, {"a": payoff}, (1,)).profile[0, 0] == 0


def test_whoever_is_pinned_stands_still() -> None:
    space = space_of("a", "a")
    payoff = np.zeros((2, 2, 1))
    payoff[1, 1] = 1.0
    assert reply(space, {"a": payoff}, (0, 0), {1: 0}).profile[:, 0].tolist() == [0, 0]


def test_several_reply_to_each_other() -> None:
    space = space_of("a", "b", "c")
    follows = np.zeros((2, 2, 2, 1))
    for a, b, c in product(range(2), repeat=3):
        follows[a, b, c] = a == c
    second = np.zeros((2, 2, 2, 1))
    for a, b, c in product(range(2), repeat=3):
        second[a, b, c] = b == a
    found = reply(space, {"b": second, "a": follows}, (0, 0, 1))
    assert found.profile[:, 0].tolist() == [1, 1, 1]
    assert not found.cycles[0]


def test_one_who_follows_and_one_who_flees_go_round_in_circles() -> None:
    space = space_of("a", "b")
    same = np.eye(2)[..., None]
    # In the second world the second actor has no reason to flee.
    payoffs = {"a": np.repeat(same, 2, axis=-1), "b": np.concatenate([1 - same, same], axis=-1)}
    found = reply(space, payoffs, (0, 1))
    assert found.cycles.tolist() == [True, False]
    assert found.profile[:, 0].tolist() == [-1, -1]
    assert found.profile[0, 1] == found.profile[1, 1]


def test_nobody_replies_and_nothing_moves() -> None:
    assert reply(space_of("a"), {}, (1,)).profile[:, 0].tolist() == [1]


@pytest.mark.parametrize("seed", range(20))
def test_a_reply_is_best_for_each(seed: int) -> None:
    rng = np.random.default_rng(seed)
    space = space_of("a", "b", "a", sizes=(2, 3, 2))
    payoffs = {name: rng.random((2, 3, 2, 7)) for name in "ab"}
    found = reply(space, payoffs, (0, 0, 0))
    for world in np.flatnonzero(~found.cycles):
        profile = tuple(found.profile[:, world])
        for name, axes in (("a", (0, 2)), ("b", (1,))):
            best = max(
                payoffs[name][tuple(p)][world]
                for p in product(*(range(n) for n in space.shape))
                if all(p[k] == profile[k] for k in range(3) if k not in axes)
            )
            assert best - payoffs[name][profile][world] <= 1e-4
