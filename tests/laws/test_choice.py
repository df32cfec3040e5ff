"""Choice: the fast way agrees with the words, and what must move nothing moves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
from hypothesis import assume, event, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kautilya.payoffs import ProfileSpace
from kautilya.solve import (
    acts,
    best,
    count,
    equilibrium_profiles,
    foresees,
    joint_target,
    pure_nash,
    regret,
    self_enforcing,
    settle,
)
from kautilya.solve.records import Foresight, Settlement
from kautilya.terms import FloatArray

from . import choice_oracle as words
from .choice_games import COARSE, EPSILON, Game, games

Kind = TypeVar("Kind", bound=np.generic)


def settled(game: Game) -> Settlement:
    return settle(
        game.space, game.payoffs, game.start, game.pinned, game.agreements, EPSILON, game.order
    )


def foreseen(game: Game, axis: int) -> Foresight:
    return foresees(
        game.space,
        game.payoffs,
        axis,
        game.start,
        game.pinned,
        game.agreements,
        EPSILON,
        game.order,
    )


# ------------------------------------------------------------------------- against the words


@given(games())
def test_best_is_as_in_the_words(game: Game) -> None:
    for axis in game.askable():
        choice = best(game.space, game.payoffs, axis, game.start, game.pinned, EPSILON)
        answers = zip(choice.option.tolist(), choice.tied.tolist(), strict=True)
        for number, answer in enumerate(answers):
            assert answer == words.best(game.world(number), axis, game.starting(number))


@given(games())
def test_joint_target_is_as_in_the_words(game: Game) -> None:
    for actor in game.payoffs:
        found = joint_target(game.space, game.payoffs, actor, game.start, game.pinned, EPSILON)
        for number in range(found.moves.size):
            world = game.world(number)
            here = world.hold(game.starting(number))
            there = words.target(world, actor, here)
            assert tuple(found.profile[:, number].tolist()) == there
            assert found.moves[number] == words.gains(world, actor, there, here)


@given(games())
def test_settle_is_as_in_the_words(game: Game) -> None:
    outcome = settled(game)
    for number in range(game.worlds):
        expected = words.settle(game.world(number), game.starting(number))
        profile = tuple(outcome.profile[:, number].tolist())
        cycles = expected.profile is None
        event(f"cycles: {cycles}, formed: {len(expected.formed)}")
        assert outcome.cycles[number] == cycles
        assert profile == ((-1,) * len(profile) if cycles else expected.profile)
        assert outcome.rounds[number] == expected.rounds
        for index, agreement in enumerate(game.agreements):
            made = expected.formed.get(agreement.name)
            assert outcome.formed[index, number] == (made is not None)
            forming = tuple(outcome.forming[index, :, number].tolist())
            assert forming == (made or (-1,) * len(profile))


@given(games())
def test_self_enforcing_is_as_in_the_words(game: Game) -> None:
    outcome = settled(game)
    for index in range(len(game.agreements)):
        truth = self_enforcing(
            game.space, game.payoffs, outcome, game.agreements, index, game.pinned, EPSILON
        )
        for number in range(game.worlds):
            expected = words.self_enforcing(game.world(number), game.starting(number), index)
            assert truth.cycles[number] == (expected is None)
            assert truth.holds[number] == bool(expected)


@given(games())
def test_foresees_and_acts_are_as_in_the_words(game: Game) -> None:
    for axis in game.askable():
        ahead = foreseen(game, axis)
        truth = acts(game.space, axis, ahead, EPSILON)
        for number in range(game.worlds):
            world, start = game.world(number), game.starting(number)
            expected = words.foresees(world, axis, start)
            assert ahead.choice.option[number] == (-1 if expected is None else expected)
            for option, profile in words.settled_under(world, axis, start).items():
                found = tuple(ahead.profiles[option, :, number].tolist())
                assert found == (profile or (-1,) * len(start))
                assert ahead.settled_cycles[option, number] == (profile is None)
                value = ahead.payoffs[option, number]
                if profile is None:
                    assert np.isnan(value)
                else:
                    assert value == world.payoff(game.space.owners[axis], profile)
            moved = words.acts(world, axis, start)
            assert truth.cycles[number] == (moved is None)
            assert truth.holds[number] == bool(moved)


@given(games())
def test_pure_equilibria_are_as_in_the_words(game: Game) -> None:
    found = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    for number in range(found.shape[-1]):
        expected = words.equilibria(game.world(number))
        assert equilibrium_profiles(found, number, game.pinned) == expected
        assert count(found)[number] == len(expected)


# ------------------------------------------------------------------------------------- laws


@given(games())
def test_a_profile_is_an_equilibrium_exactly_where_its_regret_is_within_epsilon(
    game: Game,
) -> None:
    found = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    sizes = [1 if axis in game.pinned else size for axis, size in enumerate(game.space.shape)]
    for place in np.ndindex(*sizes):
        loss = regret(game.space, game.payoffs, place, game.pinned)
        assert (loss >= 0).all()
        assert (found[place] == (loss <= EPSILON)).all()


@given(games(agreements=0, step=COARSE))
def test_a_fixed_point_without_agreements_is_a_pure_equilibrium(game: Game) -> None:
    outcome = settled(game)
    rests = np.flatnonzero(~outcome.cycles)
    event(f"comes to rest: {rests.size > 0}")
    profile = np.maximum(outcome.profile, 0)  # where it cycles, any profile will do
    loss = np.broadcast_to(
        regret(game.space, game.payoffs, profile, game.pinned), outcome.cycles.shape
    )
    assert (loss[rests] <= EPSILON).all()


@given(games(agreements=0, step=COARSE))
def test_a_settling_from_an_equilibrium_stays_there(game: Game) -> None:
    world = game.worlds - 1
    found = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    where = min(world, found.shape[-1] - 1)
    for profile in equilibrium_profiles(found, where, game.pinned):
        outcome = settled(replace(game, start=np.tile(np.array(profile)[:, None], game.worlds)))
        assert tuple(outcome.profile[:, world].tolist()) == profile
        assert outcome.rounds[world] == 1


def test_random_games_both_cycle_and_come_to_rest() -> None:
    rng = np.random.default_rng(3)
    space = ProfileSpace(("a.x", "b.y"), (("p", "q", "r"),) * 2, ("a", "b"), (0, 0))
    levels = {actor: rng.integers(0, 6, (3, 3, 200)) for actor in "ab"}
    payoffs = {actor: level.astype(np.float64) for actor, level in levels.items()}
    outcome = settle(space, payoffs, space.now)
    assert 0 < outcome.cycles.sum() < 200
    assert len(np.unique(count(pure_nash(space, payoffs)))) > 2


@given(games(), st.lists(st.tuples(st.floats(0.01, 9), st.floats(-5, 5)), min_size=4, max_size=4))
def test_a_positive_affine_change_of_payoffs_moves_nothing(
    game: Game, changes: list[tuple[float, float]]
) -> None:
    # One factor for all, for there is one epsilon; a constant of its own for each actor.
    factor = changes[0][0]
    scaled: dict[str, FloatArray] = {
        actor: (payoff * factor + shift * EPSILON * factor).astype(np.float64)
        for (actor, payoff), (_, shift) in zip(game.payoffs.items(), changes, strict=False)
    }
    epsilon = EPSILON * factor
    before, plain = settled(game), pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    after = settle(
        game.space, scaled, game.start, game.pinned, game.agreements, epsilon, game.order
    )
    assert (after.profile == before.profile).all()
    assert (after.forming == before.forming).all()
    assert (pure_nash(game.space, scaled, game.pinned, epsilon) == plain).all()
    for axis in game.askable():
        ahead = foresees(
            game.space,
            scaled,
            axis,
            game.start,
            game.pinned,
            game.agreements,
            epsilon,
            game.order,
        )
        assert (ahead.choice.option == foreseen(game, axis).choice.option).all()


@given(games(step=COARSE), st.integers(0, 2**32 - 1))
def test_new_units_for_each_actor_move_nothing_when_nothing_is_near_epsilon(
    game: Game, seed: int
) -> None:
    factors = np.random.default_rng(seed).uniform(0.5, 2, 4)
    scaled: dict[str, FloatArray] = {
        actor: payoff * factor
        for (actor, payoff), factor in zip(game.payoffs.items(), factors, strict=False)
    }
    before, after = settled(game), settled(replace(game, payoffs=scaled))
    assert (after.profile == before.profile).all()
    assert (after.formed == before.formed).all()


@given(games(agreements=0), st.data())
def test_options_in_another_order_permute_the_equilibria(game: Game, data: st.DataObject) -> None:
    orders = [data.draw(st.permutations(range(size))) for size in game.space.shape]
    moved = {actor: reordered(payoff, orders) for actor, payoff in game.payoffs.items()}
    pinned = {axis: orders[axis].index(option) for axis, option in game.pinned.items()}
    plain = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    found = pure_nash(game.space, moved, pinned, EPSILON)
    assert (found == reordered(plain, orders)).all()


@given(games(step=COARSE), st.data())
def test_options_in_another_order_permute_choices_without_ties(
    game: Game, data: st.DataObject
) -> None:
    game = without_ties(game, data.draw(st.integers(0, 2**32 - 1)))
    orders = [data.draw(st.permutations(range(size))) for size in game.space.shape]

    def renumber(pins: dict[int, int]) -> dict[int, int]:
        return {axis: orders[axis].index(option) for axis, option in pins.items()}

    other = replace(
        game,
        payoffs={actor: reordered(payoff, orders) for actor, payoff in game.payoffs.items()},
        space=replace(game.space, now=tuple(renumber(dict(enumerate(game.space.now))).values())),
        start=np.stack(
            [np.argsort(order)[row] for order, row in zip(orders, game.start, strict=True)]
        ),
        pinned=renumber(game.pinned),
        agreements=tuple(
            replace(agreement, when=renumber(dict(agreement.when))) for agreement in game.agreements
        ),
    )
    before, after = settled(game), settled(other)
    assert (after.cycles == before.cycles).all()
    for axis, order in enumerate(orders):
        rests = ~before.cycles
        assert (np.array(order)[after.profile[axis, rests]] == before.profile[axis, rests]).all()
    for axis in game.askable():
        ahead, moved = foreseen(game, axis), foreseen(other, axis)
        assert np.array_equal(ahead.payoffs[orders[axis]], moved.payoffs, equal_nan=True)


@given(games(), st.data())
def test_decisions_in_another_order_move_the_axes(game: Game, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(game.space.decisions))))
    space = ProfileSpace(
        decisions=tuple(game.space.decisions[axis] for axis in order),
        options=tuple(game.space.options[axis] for axis in order),
        owners=tuple(game.space.owners[axis] for axis in order),
        now=tuple(game.space.now[axis] for axis in order),
    )
    payoffs = {actor: payoff.transpose(*order, -1) for actor, payoff in game.payoffs.items()}
    pinned = {order.index(axis): option for axis, option in game.pinned.items()}
    plain = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    assert (pure_nash(space, payoffs, pinned, EPSILON) == plain.transpose(*order, -1)).all()
    for axis in game.askable():
        one = best(game.space, game.payoffs, axis, game.start, game.pinned, EPSILON)
        other = best(space, payoffs, order.index(axis), game.start[order], pinned, EPSILON)
        assert (one.option == other.option).all()


@given(games(), st.data())
def test_worlds_do_not_touch_one_another(game: Game, data: st.DataObject) -> None:
    assume(game.worlds > 1)
    some = data.draw(st.lists(st.integers(0, game.worlds - 1), min_size=1, max_size=6))
    fewer = {
        actor: payoff[..., some] if payoff.shape[-1] > 1 else payoff
        for actor, payoff in game.payoffs.items()
    }
    whole, part = settled(game), settled(replace(game, payoffs=fewer, start=game.start[:, some]))
    assert (part.profile == whole.profile[:, some]).all()
    assert (part.rounds == whole.rounds[some]).all()


@given(games())
def test_arrays_at_full_size_give_the_same(game: Game) -> None:
    full = {
        actor: np.array(np.broadcast_to(payoff, (*game.space.shape, game.worlds)))
        for actor, payoff in game.payoffs.items()
    }
    assert (settled(replace(game, payoffs=full)).profile == settled(game).profile).all()
    small = pure_nash(game.space, game.payoffs, game.pinned, EPSILON)
    assert (pure_nash(game.space, full, game.pinned, EPSILON) == small).all()


def reordered(array: NDArray[Kind], orders: list[list[int]]) -> NDArray[Kind]:
    """The array with its options in another order; axes of size 1 have nothing to reorder."""
    for axis, order in enumerate(orders):
        if array.shape[axis] > 1:
            array = array.take(order, axis=axis)
    return array


def without_ties(game: Game, seed: int) -> Game:
    """The same game with payoffs that all differ by far more than epsilon."""
    rng = np.random.default_rng(seed)
    full = (*game.space.shape, game.worlds)
    payoffs: dict[str, FloatArray] = {
        actor: rng.permutation(np.prod(full)).reshape(full).astype(np.float64) * COARSE * EPSILON
        for actor in game.payoffs
    }
    return replace(game, payoffs=payoffs)
