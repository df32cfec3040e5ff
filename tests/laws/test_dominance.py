"""Dominance and responses: the fast way agrees with the words."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.payoffs import NormalForm, Profile, ProfileSpace, exact_array
from kautilya.solve.dominance import Dominance, dominance, dominance_in
from kautilya.solve.dominance_mixed import dominating_mixture
from kautilya.solve.pure_nash import equilibrium_profiles, pure_nash
from kautilya.solve.response_graph import response_graph
from kautilya.solve.response_paths import response_path
from kautilya.solve.settle import settle
from support.effort import examples

from . import choice_oracle
from . import dominance_oracle as words
from .choice_games import EPSILON, Game, games
from .choice_oracle import World
from .dominance_oracle import Table

BATCHES = range(5)


# ------------------------------------------------------------------------------------- dominance


@settings(max_examples=examples(60))
@given(games(agreements=0), st.booleans())
def test_elimination_is_as_in_the_words(game: Game, weak: bool) -> None:
    if len(game.pinned) == len(game.space.shape):
        return
    found = dominance(game.space, game.payoffs, game.pinned, EPSILON, weak=weak)
    for number in range(game.worlds):
        world = min(number, next(iter(found.rounds.values())).shape[1] - 1)
        expected = [
            (step, actor, strategy, by)
            for step, gone in enumerate(Table.of(game.world(number)).rounds(weak), start=1)
            for (actor, strategy), by in gone.items()
        ]
        assert [
            (each.round, each.actor, each.strategy, each.dominator)
            for each in found.eliminations(world)
        ] == expected
        assert found.last_round[world] == max((each[0] for each in expected), default=0)


@settings(max_examples=examples(40))
@given(games(agreements=0))
def test_strict_elimination_takes_no_equilibrium_and_minds_no_order(game: Game) -> None:
    if len(game.pinned) == len(game.space.shape):
        return
    found = dominance(game.space, game.payoffs, game.pinned, EPSILON)
    stable = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    for number in range(game.worlds):
        table = Table.of(game.world(number))
        world = min(number, next(iter(found.rounds.values())).shape[1] - 1)
        left = {
            actor: np.flatnonzero(found.survivors(actor)[:, world]).tolist()
            for actor in table.choices
        }
        assert one_at_a_time(table) == left
        for profile in equilibrium_profiles(stable, min(number, stable.shape[-1] - 1), game.pinned):
            for actor, choices in table.choices.items():
                played = {axis: profile[axis] for axis in table.world.free(actor)}
                assert choices.index(played) in left[actor]


def one_at_a_time(table: Table) -> dict[str, list[int]]:
    """What survives if the last strategy that is strictly dominated goes alone, again and again."""
    left = table.everything()
    while True:
        beaten = [
            (actor, each)
            for actor in table.choices
            if actor in table.world.actors
            for each in left[actor]
            if table.dominators(actor, each, left, weak=False)
        ]
        if not beaten:
            return left
        actor, strategy = beaten[-1]
        left[actor].remove(strategy)


def random_game(rng: np.random.Generator) -> NormalForm:
    """A small game with whole payoffs, many of them equal."""
    shape = tuple(rng.integers(2, 5, int(rng.integers(2, 4))).tolist())
    if len(shape) == 3:
        shape = tuple(min(size, 3) for size in shape)
    most = int(rng.choice([2, 4, 9]))
    actors = tuple("abc"[: len(shape)])
    payoffs = tuple(exact_array(rng.integers(0, most + 1, shape)) for _ in actors)
    return NormalForm(actors, tuple(tuple(map(str, range(size))) for size in shape), payoffs)


def gains_in(
    game: NormalForm, number: int, one: int, other: int, left: list[list[int]]
) -> list[Fraction]:
    """What one strategy gains on another, for each choice that is left to the others."""
    rest = [own for place, own in enumerate(left) if place != number]
    payoff = game.payoffs[number]
    return [
        payoff[(*each[:number], one, *each[number:])]
        - payoff[(*each[:number], other, *each[number:])]
        for each in product(*rest)
    ]


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("weak", [False, True], ids=["strict", "weak"])
def test_mixtures_eliminate_what_corners_say(batch: int, weak: bool) -> None:
    rng = np.random.default_rng([3, batch])
    for _ in range(12):
        game = random_game(rng)
        found = dominance_in(game, weak=weak, mixed=True)
        assert not found.undecided
        left = [list(range(size)) for size in game.shape]
        step = 0
        while True:
            step += 1
            gone = [
                (actor, each)
                for number, actor in enumerate(game.actors)
                for each in left[number]
                if beaten(game, number, each, left, weak)
            ]
            marked = [
                (actor, each)
                for actor in game.actors
                for each in np.flatnonzero(found.rounds[actor][:, 0] == step).tolist()
            ]
            assert marked == gone
            if not gone:
                break
            assert_mixtures(game, found, step, left, weak)
            assert_dominators(game, found, step, left, weak)
            for actor, each in gone:
                left[game.actors.index(actor)].remove(each)


def beaten(game: NormalForm, number: int, strategy: int, left: list[list[int]], weak: bool) -> bool:
    """Whether a mixture of any other strategies that are left dominates one."""
    others = [each for each in left[number] if each != strategy]
    gains = [gains_in(game, number, each, strategy, left) for each in others]
    return bool(others) and words.mixture_dominates(gains, Fraction(0), weak)


def assert_mixtures(
    game: NormalForm, found: Dominance, step: int, left: list[list[int]], weak: bool
) -> None:
    """Each mixture is one of strategies that stay, and gains what it says."""
    for each in found.eliminations():
        if each.round != step or each.mixture is None:
            continue
        weights, number = each.mixture.weights, game.actors.index(each.actor)
        assert sum(weights.values()) == 1
        assert all(share > 0 for share in weights.values())
        rounds = found.rounds[each.actor][:, 0]
        assert all(rounds[one] == 0 or rounds[one] > step for one in weights)
        table = [gains_in(game, number, one, each.strategy, left) for one in weights]
        gains = [
            sum(
                (share * own[place] for share, own in zip(weights.values(), table, strict=True)),
                Fraction(0),
            )
            for place in range(len(table[0]))
        ]
        assert (min(gains), max(gains)) == (each.mixture.least, each.mixture.most)
        assert min(gains) >= 0 if weak else min(gains) > 0
        assert max(gains) > 0


def assert_dominators(
    game: NormalForm, found: Dominance, step: int, left: list[list[int]], weak: bool
) -> None:
    """A strategy is named where one dominates: the first that stays."""
    for each in found.eliminations():
        if each.round == step:
            number = game.actors.index(each.actor)
            by = dominators(game, number, each.strategy, left, weak)
            staying = [one for one in by if not dominators(game, number, one, left, weak)]
            assert each.dominator == (staying[0] if staying else None)


def dominators(
    game: NormalForm, number: int, strategy: int, left: list[list[int]], weak: bool
) -> list[int]:
    """The strategies that are left and dominate one."""
    others = [each for each in left[number] if each != strategy]
    table = {each: gains_in(game, number, each, strategy, left) for each in others}
    return [
        each
        for each, gains in table.items()
        if (min(gains) >= 0 and max(gains) > 0 if weak else min(gains) > 0)
    ]


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("weak", [False, True], ids=["strict", "weak"])
def test_whole_payoffs_are_eliminated_as_in_the_words(batch: int, weak: bool) -> None:
    rng = np.random.default_rng([6, batch])
    for _ in range(60):
        game = random_game(rng)
        found = dominance_in(game, weak=weak)
        left = [list(range(size)) for size in game.shape]
        for step in range(1, int(found.last_round[0]) + 2):
            gone = [
                (number, each)
                for number, own in enumerate(left)
                for each in own
                if dominators(game, number, each, left, weak)
            ]
            marked = [
                (number, each)
                for number, actor in enumerate(game.actors)
                for each in np.flatnonzero(found.rounds[actor][:, 0] == step).tolist()
            ]
            assert marked == gone
            assert_dominators(game, found, step, left, weak)
            for number, each in gone:
                left[number].remove(each)


@pytest.mark.parametrize("batch", BATCHES)
def test_one_mixture_is_decided_as_corners_say(batch: int) -> None:
    rng = np.random.default_rng([4, batch])
    for _ in range(40):
        rows, columns = rng.integers(2, 5), rng.integers(1, 5)
        table = exact_array(rng.integers(0, int(rng.choice([2, 5, 50])) + 1, (rows, columns)))
        table /= int(rng.choice([1, 7]))
        epsilon = float(rng.choice([0, 0, 0.5]))
        pool = list(range(rows))
        gains = [[a - b for a, b in zip(table[each], table[0], strict=True)] for each in pool[1:]]
        for weak in (False, True):
            verdict = dominating_mixture(table, 0, pool, epsilon, weak)
            assert verdict.margin is None
            assert (verdict.mixture is not None) == words.mixture_dominates(
                gains, Fraction(epsilon), weak
            )


@settings(max_examples=examples(30))
@given(games(agreements=0))
def test_a_world_alone_goes_as_among_others(game: Game) -> None:
    if len(game.pinned) == len(game.space.shape):
        return
    for weak in (False, True):
        together = dominance(game.space, game.payoffs, game.pinned, EPSILON, weak=weak)
        worlds = next(iter(together.rounds.values())).shape[1]
        for world in range(worlds):
            alone = {
                actor: payoff[..., world : world + 1] if payoff.shape[-1] > 1 else payoff
                for actor, payoff in game.payoffs.items()
            }
            single = dominance(game.space, alone, game.pinned, EPSILON, weak=weak)
            assert single.eliminations() == together.eliminations(world)


# ------------------------------------------------------------------------------------- responses


@settings(max_examples=examples(60))
@given(games(agreements=0), st.sampled_from(["best", "better"]))
def test_response_paths_are_as_in_the_words(game: Game, kind: str) -> None:
    several = max((each.shape[-1] for each in game.payoffs.values()), default=1) > 1
    for number in range(game.worlds if several else 1):
        start = game.start[:, number]
        found = response_path(
            game.space,
            game.payoffs,
            start,
            number,
            game.pinned,
            EPSILON,
            kind=kind,  # type: ignore[arg-type]
            order=game.order,
        )
        moves, cycle = words.path(game.world(number), game.starting(number), kind)
        assert [(each.actor, each.profile) for each in found.responses] == moves
        assert all(each.gain > EPSILON for each in found.responses)
        assert found.cycle == (() if cycle is None else found.responses[cycle:])
        last = moves[-1][1] if moves else game.world(number).hold(game.starting(number))
        assert found.end == (last if cycle is None else None)


@pytest.mark.parametrize("batch", BATCHES)
def test_a_profile_may_come_back_with_another_to_move(batch: int) -> None:
    rng = np.random.default_rng([13, batch])
    actors = ("a", "b", "c")
    space = ProfileSpace(("a.x", "b.y", "c.z"), (("p", "q", "r"),) * 3, actors, (0, 0, 0))
    for _ in range(60):
        payoffs = {actor: rng.integers(0, 3, (3, 3, 3, 1)).astype(np.float64) for actor in actors}
        game = Game(space, payoffs, np.zeros((3, 1), dtype=np.int64), {}, (), actors)
        for kind in ("best", "better"):
            found = response_path(space, payoffs, (0, 0, 0), kind=kind)  # type: ignore[arg-type]
            moves, cycle = words.path(game.world(0), (0, 0, 0), kind)
            assert [(each.actor, each.profile) for each in found.responses] == moves
            assert found.cycle == (() if cycle is None else found.responses[cycle:])


@settings(max_examples=examples(60))
@given(games(agreements=0))
def test_best_responses_end_where_settling_ends(game: Game) -> None:
    settled = settle(game.space, game.payoffs, game.start, game.pinned, (), EPSILON, game.order)
    several = max((each.shape[-1] for each in game.payoffs.values()), default=1) > 1
    for number in range(game.worlds if several else 1):
        start = game.start[:, number]
        found = response_path(
            game.space, game.payoffs, start, number, game.pinned, EPSILON, order=game.order
        )
        assert (found.end is None) == settled.cycles[number]
        if found.end is not None:
            assert found.end == tuple(settled.profile[:, number].tolist())


@settings(max_examples=examples(40))
@given(games(agreements=0))
def test_the_graph_of_responses_is_as_in_the_words(game: Game) -> None:
    world = game.world(0)
    graph = response_graph(game.space, game.payoffs, 0, game.pinned, EPSILON)
    everywhere = words.profiles(world)
    reach = {profile: words.reached(world, profile) for profile in everywhere}
    alike = {
        profile: tuple(other for other in everywhere if other in own and profile in reach[other])
        for profile, own in reach.items()
    }
    sinks = [
        alike[profile]
        for profile in everywhere
        if alike[profile][0] == profile and reach[profile] == set(alike[profile])
    ]
    assert [graph.members(sink) for sink in graph.sinks] == sinks
    assert list(graph.equilibria) == [sink[0] for sink in sinks if len(sink) == 1]
    rounds = [own for own in alike.values() if len(own) > 1]
    assert list(graph.cycles) == list(dict.fromkeys(rounds))
    assert graph.acyclic == (not rounds)
    assert graph.weakly_acyclic == all(
        any(sink[0] in own for sink in sinks if len(sink) == 1) for own in reach.values()
    )
    for profile in everywhere[:5]:
        assert list(graph.sinks_from(profile)) == [
            sink for sink in sinks if sink[0] in reach[profile]
        ]


@settings(max_examples=examples(40))
@given(games(agreements=0))
def test_best_responses_are_better_responses(game: Game) -> None:
    better = response_graph(game.space, game.payoffs, 0, game.pinned, EPSILON)
    best = response_graph(game.space, game.payoffs, 0, game.pinned, EPSILON, best_only=True)
    assert best.equilibria == better.equilibria
    world = game.world(0)
    for graph in (better, best):
        rows = [tuple(row) for row in graph.profiles.tolist()]
        pairs = zip(graph.starts.tolist(), graph.ends.tolist(), strict=True)
        found = sorted((rows[start], rows[end]) for start, end in pairs)
        assert found == sorted(
            (profile, end)
            for profile in words.profiles(world)
            for actor, end in words.better_moves(world, profile)
            if graph is better or near_best(world, actor, end)
        )


def near_best(world: World, actor: str, profile: Profile) -> bool:
    """Whether an actor can gain no more than epsilon on where it now is."""
    choices = choice_oracle.joint_choices(world, actor)
    ends = [choice_oracle.replaced(profile, choice) for choice in choices]
    return not any(choice_oracle.gains(world, actor, end, profile) for end in ends)


def test_a_potential_game_is_acyclic() -> None:
    rng = np.random.default_rng(5)
    space = ProfileSpace(("a.x", "b.y", "c.z"), (("p", "q", "r"),) * 3, ("a", "b", "c"), (0, 0, 0))
    for _ in range(20):
        common = rng.random((3, 3, 3, 1))
        graph = response_graph(space, {"a": common, "b": common, "c": common}, epsilon=0.0)
        assert graph.acyclic
        assert graph.weakly_acyclic
