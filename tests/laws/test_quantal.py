"""Quantal response: every way of finding it agrees, and what must move nothing moves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.codegen import WIDTHS, Machine, host
from kautilya.payoffs import ProfileSpace
from kautilya.solve.logit.follow import MOST_STEPS, reach
from kautilya.solve.logit.form import Form, form_of
from kautilya.solve.logit.game import game_of
from kautilya.solve.logit.lanes import Answer, by_arrays
from kautilya.solve.logit.native import by_machine_code
from kautilya.solve.quantal import Status, principal_branch, principal_limit, quantal
from kautilya.terms import FloatArray
from support.effort import examples

MACHINE = host()
has_code = pytest.mark.skipif(isinstance(MACHINE, str), reason=f"no code: {MACHINE}")

seeds = st.integers(0, 2**32 - 1)
precisions = st.sampled_from([0.0, 0.3, 3.0, 10.0, 25.0])


@dataclass(frozen=True)
class Game:
    """A game in several worlds."""

    space: ProfileSpace
    payoffs: dict[str, FloatArray]
    pinned: dict[int, int]

    @property
    def form(self) -> Form:
        """As the solvers take it."""
        return form_of(self.space, self.payoffs, self.pinned)


def game(sizes: tuple[int, ...], owners: str, worlds: int, seed: int, *, kind: str = "") -> Game:
    """Random payoffs; some do not depend on everything, or are the same in all worlds."""
    draws = np.random.default_rng(seed)
    space = ProfileSpace(
        tuple(f"{owner}.d{axis}" for axis, owner in enumerate(owners)),
        tuple(tuple(f"o{option}" for option in range(size)) for size in sizes),
        tuple(owners),
        (0,) * len(sizes),
    )
    common = draws.random((*sizes, worlds))
    payoffs = {}
    for actor in sorted(set(owners)):
        shape = tuple(size if draws.random() < 0.85 else 1 for size in (*sizes, worlds))
        payoffs[actor] = common if kind == "common" else draws.random(shape)
        if kind == "few":  # many ties
            payoffs[actor] = np.round(2 * payoffs[actor]) / 2
    pinned = {0: 1} if kind == "pinned" else {}
    return Game(space, payoffs, pinned)


@st.composite
def games(draw: st.DrawFn, *, worlds: int = 4) -> Game:
    """Two to four actors, with a second decision now and then."""
    owners = "abcd"[: draw(st.integers(2, 4))]
    owners += draw(st.sampled_from(["", "a", "b"]))
    sizes = tuple(draw(st.integers(2, 3)) for _ in owners)
    kind = draw(st.sampled_from(["", "", "common", "few", "pinned"]))
    return game(sizes, owners, worlds, draw(seeds), kind=kind)


def same(left: FloatArray, right: FloatArray, close: float = 1e-8) -> None:
    np.testing.assert_allclose(left, right, rtol=0, atol=close)


# ------------------------------------------------------------------------- ways that must agree


def agree_with_the_careful_way(form: Form, precision: float, answer: Answer) -> None:
    for world in np.flatnonzero(answer.solved).tolist():
        game = game_of(form, world)
        met = reach(game, precision, None, MOST_STEPS)
        assert met.status is Status.REACHED
        assert met.turns == ()
        same(answer.mixed[:, world], met.mixed)
        assert answer.residual[world] < 1e-9
        assert answer.regret[world] == pytest.approx(game.regret(met.mixed), abs=1e-9)


@given(games(), precisions)
def test_lanes_give_what_the_careful_way_gives(found: Game, precision: float) -> None:
    form = found.form
    if form.players:
        agree_with_the_careful_way(form, precision, by_arrays(form, precision))


SHAPES = [
    # sizes, owners, worlds, kind: short and long rows, one block and several, too few worlds
    ((2, 2), "ab", 11, ""),
    ((3, 2, 2), "aba", 8, ""),
    ((2, 3, 2), "abc", 3, "few"),
    ((3, 3, 2), "abc", 17, "common"),
    ((2, 2, 3), "abc", 9, "pinned"),
    ((14, 3), "ab", 9, ""),
    ((2, 2, 2, 2), "abcd", 10, ""),
    ((2,) * 6, "abcdef", 9, "common"),
    ((4, 5, 5), "abc", 9, ""),
]


@has_code
@pytest.mark.parametrize(("sizes", "owners", "worlds", "kind"), SHAPES)
def test_machine_code_gives_what_arrays_give(
    sizes: tuple[int, ...], owners: str, worlds: int, kind: str
) -> None:
    assert isinstance(MACHINE, Machine)
    for seed, precision in enumerate((0.0, 2.0, 10.0, 25.0)):
        form = game(sizes, owners, worlds, seed, kind=kind).form
        slow, fast = by_arrays(form, precision), by_machine_code(form, precision, MACHINE)
        assert fast.solved.tolist() == slow.solved.tolist()
        done = fast.solved
        same(fast.mixed[:, done], slow.mixed[:, done], 1e-10)
        same(fast.regret[done], slow.regret[done], 1e-10)
        same(fast.residual[done], slow.residual[done], 1e-10)
        agree_with_the_careful_way(form, precision, fast)


@has_code
def test_machine_code_is_the_same_to_the_last_bit_for_every_width_and_company() -> None:
    assert isinstance(MACHINE, Machine)
    whole = game((3, 2, 2), "abc", 21, 5)
    wide = by_machine_code(whole.form, 10.0, MACHINE)
    for width in WIDTHS:
        if width <= MACHINE.width:
            again = by_machine_code(whole.form, 10.0, MACHINE, width)
            assert (again.mixed == wide.mixed).all()
            assert (again.solved == wide.solved).all()
    for worlds in ([4], [20, 3, 11], list(range(9))):
        some = {
            actor: payoff[..., worlds] if payoff.shape[-1] > 1 else payoff
            for actor, payoff in whole.payoffs.items()
        }
        form = form_of(whole.space, some)
        if form.worlds == len(worlds):
            assert (by_machine_code(form, 10.0, MACHINE).mixed == wide.mixed[:, worlds]).all()


@has_code
def test_loops_give_what_straight_code_gives_above_a_thousand_profiles() -> None:
    assert isinstance(MACHINE, Machine)
    form = game((2,) * 11, "abcdefghijk", 8, 3).form
    slow, fast = by_arrays(form, 3.0), by_machine_code(form, 3.0, MACHINE)
    assert fast.solved.all()
    assert slow.solved.all()
    same(fast.mixed, slow.mixed, 1e-10)
    agree_with_the_careful_way(form, 3.0, fast)


# ------------------------------------------------------------------------- the definition


@settings(max_examples=examples(25))
@given(games(worlds=2), precisions)
def test_every_answer_is_a_logit_equilibrium_by_the_words(found: Game, precision: float) -> None:
    space = found.space
    answer = quantal(space, found.payoffs, precision, found.pinned)
    free = {
        actor: [
            x for x, owner in enumerate(space.owners) if owner == actor and x not in found.pinned
        ]
        for actor in found.payoffs
    }
    choices = {
        actor: list(product(*(range(space.shape[x]) for x in axes))) for actor, axes in free.items()
    }
    worlds = answer.status.size
    for world in np.flatnonzero(answer.reached).tolist():
        for actor, payoff in found.payoffs.items():
            full = np.broadcast_to(payoff, (*space.shape, worlds))[..., world]
            paid = np.zeros(len(choices[actor]))
            for joint in product(*(enumerate(rows) for rows in choices.values())):
                profile = dict(found.pinned)
                chance, own = 1.0, 0
                for other, (number, options) in zip(choices, joint, strict=True):
                    profile.update(zip(free[other], options, strict=True))
                    if other == actor:
                        own = number
                    else:
                        chance *= answer.strategies[other][number, world]
                paid[own] += chance * full[tuple(profile[x] for x in range(len(space.shape)))]
            weights = np.exp(precision * (paid - paid.max()))
            mixed = answer.strategies[actor][:, world]
            same(mixed, weights / weights.sum())
            regret = paid.max() - paid @ mixed
            assert regret <= answer.regret[world] + 1e-9
            if precision > 0:
                assert regret <= np.log(len(mixed)) / precision + 1e-9
        for share in answer.shares:
            assert share[:, world].sum() == pytest.approx(1.0)


@settings(max_examples=examples(25))
@given(seeds, st.sampled_from([2, 3]))
def test_below_a_contraction_there_is_one_answer_and_it_is_found(seed: int, size: int) -> None:
    """There the logit answer draws any two mixtures together, so repeating it leads to the one."""
    found = game((size, size, 2), "abc", 3, seed)
    # An actor's mixture moves by at most precision/2 times how its gains move; each of the two
    # others moves them by at most 2 x spread / 2 a unit of its own change.
    precision = 0.9
    answer = quantal(found.space, found.payoffs, precision)
    assert answer.reached.all()
    draws = np.random.default_rng(seed)
    for world in range(answer.status.size):
        logit = game_of(found.form, world)
        mixed = logit.mixture(draws.normal(0, 3, logit.length))
        for _ in range(150):
            mixed = logit.mixture(precision * logit.scale * logit.expected(mixed))
        same(np.concatenate([answer.strategies[actor][:, world] for actor in "abc"]), mixed)


@given(seeds, st.sampled_from([(2, 2), (3, 2), (3, 4)]), st.sampled_from([5.0, 20.0, 60.0]))
def test_two_with_opposed_interests_have_one_answer_and_it_is_reached(
    seed: int, sizes: tuple[int, int], precision: float
) -> None:
    """Each gains by leaning to the better and by mixing, so there is but one saddle."""
    space = game(sizes, "ab", 1, seed).space
    ann = np.random.default_rng(seed).random((*sizes, 3))
    answer = quantal(space, {"a": ann, "b": -ann}, precision)
    assert answer.reached.all()
    assert answer.residual.max() < 1e-9


# ------------------------------------------------------------------------- what moves nothing


@settings(max_examples=examples(25))
@given(games(), precisions, seeds)
def test_names_and_order_of_options_and_actors_move_nothing(
    found: Game, precision: float, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    before = quantal(found.space, found.payoffs, precision, found.pinned)
    orders = [
        np.arange(size) if axis in found.pinned else draws.permutation(size)
        for axis, size in enumerate(found.space.shape)
    ]
    shuffled = {}
    for actor in draws.permutation(list(found.payoffs)).tolist():
        payoff = found.payoffs[actor]
        for axis, order in enumerate(orders):
            if payoff.shape[axis] > 1:
                payoff = payoff.take(order, axis=axis)
        shuffled[actor] = payoff
    after = quantal(found.space, shuffled, precision, found.pinned)
    both = before.reached & after.reached
    assert before.status.tolist() == after.status.tolist()
    for axis, order in enumerate(orders):
        same(before.shares[axis][order][:, both], after.shares[axis][:, both])


@settings(max_examples=examples(25))
@given(games(), precisions, seeds)
def test_what_others_do_to_an_actor_whatever_it_chooses_moves_nothing(
    found: Game, precision: float, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    before = quantal(found.space, found.payoffs, precision, found.pinned)
    lifted = {}
    for actor, payoff in found.payoffs.items():
        shape = [
            1 if owner == actor else size
            for owner, size in zip(found.space.owners, found.space.shape, strict=True)
        ]
        lifted[actor] = payoff + draws.normal(0, 2, (*shape, 1))
    after = quantal(found.space, lifted, precision, found.pinned)
    both = before.reached & after.reached
    assert before.status.tolist() == after.status.tolist()
    for axis in range(len(found.space.shape)):
        same(before.shares[axis][:, both], after.shares[axis][:, both], 1e-7)


@settings(max_examples=examples(25))
@given(games(), st.sampled_from([0.01, 7.0, 1e4]))
def test_the_unit_of_payoffs_counts_only_with_precision(found: Game, unit: float) -> None:
    before = quantal(found.space, found.payoffs, 6.0, found.pinned)
    scaled = {actor: unit * payoff for actor, payoff in found.payoffs.items()}
    after = quantal(found.space, scaled, 6.0 / unit, found.pinned)
    assert before.status.tolist() == after.status.tolist()
    for axis in range(len(found.space.shape)):
        same(before.shares[axis][:, before.reached], after.shares[axis][:, before.reached], 1e-7)


# ------------------------------------------------------------------------- limits


@given(seeds)
def test_where_both_lose_more_by_leaving_one_equilibrium_the_limit_is_that_one(seed: int) -> None:
    """It is the risk-dominant one; by symmetry so in every symmetric game of coordination.

    From even mixing both lean to it. While each has it at 1/2 or more, so has the answer to that.
    """
    draws = np.random.default_rng(seed)
    safe = int(draws.integers(2))
    losses = np.sort(draws.uniform(0.1, 1.0, (2, 2)), axis=1) + np.array([0.0, 0.02])
    losses = losses[:, ::-1] if safe == 0 else losses
    space = game((2, 2), "ab", 1, 0).space
    payoffs = {
        actor: (np.diag(own) + draws.normal(0, 1, (1, 2) if actor == "a" else (2, 1)))[..., None]
        for actor, own in zip("ab", losses, strict=True)
    }
    limit = principal_limit(space, payoffs)
    assert limit.status is Status.REACHED
    assert limit.turns == ()
    for actor in "ab":
        assert limit.strategies[actor][safe] > 1 - 1e-4


@settings(max_examples=examples(25))
@given(games(worlds=1))
def test_a_limit_is_an_equilibrium(found: Game) -> None:
    limit = principal_limit(found.space, found.payoffs, found.pinned)
    if limit.status is Status.REACHED:
        assert limit.regret < 1e-6
        assert limit.residual < 1e-4
    else:
        assert limit.why


@settings(max_examples=examples(25))
@given(games(worlds=1), st.sampled_from([5.0, 15.0]))
def test_what_stops_stops_at_an_equilibrium_of_a_lower_precision(
    found: Game, precision: float
) -> None:
    branch = principal_branch(found.space, found.payoffs, precision, found.pinned)
    assert branch.residual < 1e-8
    if branch.status is Status.REACHED:
        assert branch.precision == pytest.approx(precision, rel=1e-12)
        assert branch.crossings == 1
    else:
        assert branch.precision < max(branch.highest, precision) + 1e-9
        assert branch.crossings == 0
