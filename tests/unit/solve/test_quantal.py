"""`quantal`, `principal_branch` and `principal_limit`: games whose answers are known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace, normal_form
from kautilya.solve.certificate import check_quantal
from kautilya.solve.logit.form import form_of
from kautilya.solve.logit.lanes import by_arrays
from kautilya.solve.quantal import (
    DEFAULT_PRECISION,
    Quantal,
    Status,
    principal_branch,
    principal_limit,
    quantal,
)
from kautilya.terms import FloatArray

Payoffs = dict[str, FloatArray]
ACTORS = "abcd"


def one_each(*sizes: int) -> ProfileSpace:
    """Every actor has one decision."""
    actors = tuple(ACTORS[: len(sizes)])
    options = tuple(tuple(f"o{number}" for number in range(size)) for size in sizes)
    return ProfileSpace(tuple(f"{a}.d" for a in actors), options, actors, (0,) * len(sizes))


def two(ann: object, bob: object) -> tuple[ProfileSpace, Payoffs]:
    """A game of two actors in one world."""
    first, second = np.array(ann, dtype=float), np.array(bob, dtype=float)
    return one_each(*first.shape), {"a": first[..., None], "b": second[..., None]}


def by_count(table: list[list[float]], players: int) -> tuple[ProfileSpace, Payoffs]:
    """A symmetric game: payoff by own option and by how many others choose option 1."""
    payoffs = {actor: np.zeros((2,) * players + (1,)) for actor in ACTORS[:players]}
    for profile in product((0, 1), repeat=players):
        for number, payoff in enumerate(payoffs.values()):
            payoff[profile] = table[profile[number]][sum(profile) - profile[number]]
    return one_each(*(2,) * players), payoffs


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def zero_of(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes sign once is 0, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) * function(low) > 0 else (low, middle)
    return (low + high) / 2


# ------------------------------------------------------------------------- two by two


def test_at_precision_zero_all_mix_evenly() -> None:
    space = one_each(3, 2, 4)
    draws = np.random.default_rng(1)
    payoffs = {actor: draws.random((3, 2, 4, 5)) for actor in "abc"}
    found = quantal(space, payoffs, precision=0.0)
    for share, size in zip(found.shares, space.shape, strict=True):
        np.testing.assert_allclose(share, 1 / size, rtol=1e-15)
    assert found.reached.all()
    assert found.followed == 0
    assert principal_branch(space, payoffs, 0.0).strategies["b"].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("precision", [0.5, 10.0, 80.0])
def test_matching_pennies_is_mixed_evenly_at_every_precision(precision: float) -> None:
    found = quantal(*two(np.eye(2), 1 - np.eye(2)), precision)
    np.testing.assert_allclose(found.strategies["a"], 0.5, atol=1e-12)
    np.testing.assert_allclose(found.strategies["b"], 0.5, atol=1e-12)
    assert found.followed == 0


@pytest.mark.parametrize("precision", [0.3, 2.0, 10.0, 60.0])
@pytest.mark.parametrize("prize", [0.1, 0.25, 0.9])
def test_asymmetric_matching_pennies(prize: float, precision: float) -> None:
    """Two equations in two unknowns, one decreasing in the other: one solution, by halving."""

    def answer(p: float) -> float:
        return logistic(precision * (1 - 2 * p))

    def short(p: float) -> float:
        q = answer(p)
        return p - logistic(precision * (q - prize * (1 - q)))

    expected = zero_of(short, 0.0, 1.0)
    found = quantal(*two([[1, 0], [0, prize]], 1 - np.eye(2)), precision)
    assert found.strategies["a"][0, 0] == pytest.approx(expected, abs=1e-10)
    assert found.strategies["b"][0, 0] == pytest.approx(answer(expected), abs=1e-10)


def test_a_dominant_choice_has_its_odds_in_closed_form() -> None:
    """In the prisoners' dilemma with a constant gain the other's mixture does not matter."""
    game = two([[0.6, 0.0], [0.8, 0.2]], [[0.6, 0.8], [0.0, 0.2]])
    found = quantal(*game, 7.0)
    assert found.strategies["a"][1, 0] == pytest.approx(logistic(1.4), abs=1e-12)


def test_a_limit_of_a_stag_hunt_is_the_risk_dominant_equilibrium() -> None:
    space, payoffs = two([[1.0, 0.0], [0.7, 0.7]], [[1.0, 0.7], [0.0, 0.7]])
    limit = principal_limit(space, payoffs)
    assert limit.status is Status.REACHED
    assert limit.regret < 1e-6
    np.testing.assert_allclose(limit.strategies["a"], [0, 1], atol=1e-6)
    np.testing.assert_allclose(limit.strategies["b"], [0, 1], atol=1e-6)


def test_a_limit_need_not_be_the_risk_dominant_equilibrium() -> None:
    """As Zhang and Hofbauer (2016) show; here the products of losses are 0.0731 and 0.0627.

    The branch is followed once more in the plainest way: all solutions at each of many precisions,
    by a fine grid, and always the one next to the one before.
    """
    ann, bob = np.array([0.17, 0.57]), np.array([0.43, 0.11])

    def reply(own: FloatArray, other: FloatArray | float, precision: float) -> FloatArray:
        return np.asarray(1 / (1 + np.exp(-precision * (own[0] * other - own[1] * (1 - other)))))

    grid, p, longest = np.linspace(0.0, 1.0, 4001), 0.5, 0.0
    for precision in np.linspace(0.0, 30.0, 1501)[1:]:
        over = grid - reply(ann, reply(bob, grid, precision), precision)
        roots = grid[:-1][over[:-1] * over[1:] <= 0]
        nearest = float(roots[np.abs(roots - p).argmin()])
        longest, p = max(longest, abs(nearest - p)), nearest
    assert longest < 0.01
    space, payoffs = two(np.diag(ann), np.diag(bob))
    there = principal_branch(space, payoffs, 30.0)
    assert there.strategies["a"][0] == pytest.approx(p, abs=1e-3)
    assert there.strategies["b"][0] == pytest.approx(float(reply(bob, p, 30.0)), abs=1e-2)
    limit = principal_limit(space, payoffs)
    assert limit.strategies["a"][1] > 1 - 1e-5
    assert limit.strategies["b"][1] > 1 - 1e-4


def test_a_limit_where_equilibria_are_not_isolated() -> None:
    """Two rows differ only where the other plays what dies out, so they come to the same share."""
    ann = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.6, 1.0]])
    limit = principal_limit(*two(ann, ann.T), tolerance=1e-9)
    assert limit.status is Status.REACHED
    assert limit.regret < 1e-9
    np.testing.assert_allclose(limit.strategies["a"], [0.5, 0.0, 0.5], atol=1e-6)
    np.testing.assert_allclose(limit.strategies["b"], [0.5, 0.0, 0.5], atol=1e-6)


# ------------------------------------------------------------------------- where branches cross


@pytest.mark.parametrize("stake", [1.0, 0.4])
@pytest.mark.parametrize("options", [2, 3, 4])
def test_pure_coordination_divides_where_precision_times_stake_is_the_number_of_options(
    options: int, stake: float
) -> None:
    """At even mixing logits answer logits by precision x stake / options: at 1 that is neutral.

    With three options two directions give way at once, so the determinant keeps its sign.
    """
    space, payoffs = two(stake * np.eye(options), stake * np.eye(options))
    critical = options / stake
    for precision in (0.5 * critical, 0.99 * critical):
        found = quantal(space, payoffs, precision)
        assert found.status.tolist() == [Status.REACHED]
        np.testing.assert_allclose(found.strategies["a"], 1 / options, atol=1e-8)
    for precision in (1.01 * critical, 2 * critical, 10 * critical):
        found = quantal(space, payoffs, precision)
        assert found.status.tolist() == [Status.BIFURCATION]
        assert found.followed == 1
        assert np.isnan(found.strategies["a"]).all()
        assert np.isnan(found.shares[1]).all()
        assert np.isnan(found.residual).all()
        assert np.isnan(found.regret).all()
        branch = found.branches[0]
        assert branch.precision == pytest.approx(critical, rel=1e-6)
        assert branch.crossings == 0
        assert "another branch crosses" in branch.why
    assert principal_limit(space, payoffs).status is Status.BIFURCATION


def test_three_who_want_to_differ_part_in_two_directions_at_once() -> None:
    """The derivative is 1 on its diagonal and precision/4 beside it: singular, twice, at 4."""
    space, payoffs = by_count([[0, 0.5, 1], [1, 0.5, 0]], 3)
    assert quantal(space, payoffs, 3.9).status.tolist() == [Status.REACHED]
    assert quantal(space, payoffs, 4.1).status.tolist() == [Status.BIFURCATION]
    branch = principal_branch(space, payoffs, 10.0)
    assert branch.status is Status.BIFURCATION
    assert branch.precision == pytest.approx(4.0, rel=1e-6)


def test_the_battle_of_the_sexes_divides_although_neither_option_is_alike() -> None:
    space, payoffs = two([[1, 0], [0, 0.5]], [[0.5, 0], [0, 1]])
    branch = principal_branch(space, payoffs, 20.0)
    assert branch.status is Status.BIFURCATION
    # Until there, what ann does is what bob does with the options exchanged.
    np.testing.assert_allclose(branch.strategies["a"], branch.strategies["b"][::-1], atol=1e-6)
    # There the derivative, with 1.5 x precision x p(1 - p) beside its diagonal, is singular.
    p = branch.strategies["a"][0]
    assert 1.5 * branch.precision * p * (1 - p) == pytest.approx(1.0, rel=1e-6)


def test_a_slight_advantage_leads_round_a_crossing_that_is_none() -> None:
    space, payoffs = two(np.diag([1.0, 0.99]), np.diag([1.0, 0.99]))
    branch = principal_branch(space, payoffs, 10.0)
    assert branch.status is Status.REACHED
    assert branch.strategies["a"][0] > 0.99
    np.testing.assert_allclose(
        quantal(space, payoffs, 10.0).strategies["a"][:, 0], branch.strategies["a"], atol=1e-9
    )


# ------------------------------------------------------------------------- crossings that pass


def fading(
    options: int, helpers: int, prices: FloatArray
) -> tuple[ProfileSpace, Payoffs, FloatArray]:
    """Two coordinate, as far as helpers pay a price; told, too, is where the branch is crossed.

    Even mixing stays an answer for the two at every precision. Their logits answer each other by
    precision x (twice the helpers' chance) to the power of how many there are / options, and each
    helper's chance is logistic(-precision x price). That rises and falls; where it is 1, another
    branch crosses. It rises above 1 below a highest price, and briefly if hardly below.
    """

    def answer(x: float) -> float:
        return x * (2 / (1 + np.exp(x))) ** helpers / options

    ladder = np.linspace(0.0, 3.0, 30_001)
    peak = float(ladder[np.argmax([answer(x) for x in ladder])])
    price = prices * answer(peak)
    crossed = [zero_of(lambda x, d=d: answer(x) / d - 1, 1e-9, peak) / d for d in price.tolist()]
    actors = tuple(f"a{number}" for number in range(2 + helpers))
    names = tuple(f"o{number}" for number in range(options))
    space = ProfileSpace(
        tuple(f"{actor}.d" for actor in actors),
        (names, names, *(("help", "rest") for _ in range(helpers))),
        actors,
        (0,) * len(actors),
    )
    shape = (options, options, *(2,) * helpers)
    same = np.zeros((*shape, 1))
    same[(slice(None), slice(None)) + (0,) * helpers] = 2.0**helpers * np.eye(options)[..., None]
    payoffs = {"a0": same, "a1": same}
    for axis, actor in enumerate(actors[2:], start=2):
        own = np.stack([-price, np.zeros(len(price))])
        payoffs[actor] = own.reshape(*(2 if a == axis else 1 for a in range(len(shape))), -1)
    return space, payoffs, np.array(crossed)


@pytest.mark.slow
@pytest.mark.parametrize(("options", "helpers"), [(2, 1), (3, 1), (4, 1), (2, 3), (2, 6)])
def test_no_step_goes_over_a_crossing_that_comes_and_goes(options: int, helpers: int) -> None:
    prices = 1 - np.geomspace(1e-5, 0.5, 25)
    space, payoffs, crossed = fading(options, helpers, prices)
    form = form_of(space, payoffs)
    tried = 0
    for factor in (0.5, 0.9, 1.3, 2.0, 3.0, 5.0):
        precision = float(factor * crossed[0])
        solved = by_arrays(form, precision).solved
        beyond = precision > crossed
        assert not (solved & beyond).any()
        tried += int(beyond.sum())
        before = precision < 0.8 * crossed
        assert quantal(space, payoffs, precision).reached[before].all()
    assert tried > 60
    for world in (0, 8, 16, 24):
        branch = principal_branch(space, payoffs, float(5 * crossed[0]), world=world)
        assert branch.status is Status.BIFURCATION
        assert branch.precision == pytest.approx(crossed[world], rel=1e-3)


def test_with_the_highest_price_no_branch_crosses() -> None:
    space, payoffs, _ = fading(2, 1, np.array([1.2, 1.05]))
    found = quantal(space, payoffs, 30.0)
    assert found.reached.all()
    np.testing.assert_allclose(found.strategies["a0"], 0.5, atol=1e-9)


# ------------------------------------------------------------------------- turning points

TURNING = [[0.4, 0.0, 0.7], [0.1, 0.4, 0.1]]
"""Three who are alike: the payoff of each option, by how many others choose option 1."""


def precision_at(p: float) -> float:
    """At which precision all choose option 1 with a chance of p: there is but one equation."""
    weights = np.array([(1 - p) ** 2, 2 * p * (1 - p), p**2])
    gain = float(weights @ np.subtract(TURNING[1], TURNING[0]))
    return float(np.log(p / (1 - p))) / gain


CHANCES = 1 / (1 + np.exp(np.linspace(0.0, 25.0, 5001)[1:]))
"""The branch starts at a chance of 1/2 and goes down all the way."""
PRECISIONS = np.array([precision_at(p) for p in CHANCES])


def chances_at(precision: float) -> list[float]:
    """The chances, in the order of the branch, that have a precision."""
    places = np.flatnonzero((PRECISIONS[:-1] < precision) != (PRECISIONS[1:] < precision))
    return [
        zero_of(lambda p: precision_at(p) - precision, CHANCES[place], CHANCES[place + 1])
        for place in places.tolist()
    ]


def test_a_branch_is_followed_round_its_bends() -> None:
    peak = int(np.flatnonzero(np.diff(PRECISIONS) < 0)[0])
    trough = peak + int(PRECISIONS[peak:].argmin())
    branch = principal_branch(*by_count(TURNING, 3), precision=60.0)
    assert branch.status is Status.REACHED
    assert branch.turns == pytest.approx([PRECISIONS[peak], PRECISIONS[trough]], rel=1e-5)
    assert branch.strategies["c"][1] == pytest.approx(chances_at(60.0)[0], abs=1e-9)


@pytest.mark.parametrize("precision", [5.0, 12.0, 13.0, 20.0, 36.0, 36.3, 37.0, 50.0])
def test_of_several_points_with_the_wanted_precision_the_first_is_told(precision: float) -> None:
    game = by_count(TURNING, 3)
    there = chances_at(precision)
    assert len(there) == (3 if 12.5 < precision < 36.34 else 1)
    branch = principal_branch(*game, precision, beyond=60.0)
    assert branch.status is Status.REACHED
    assert branch.precision == pytest.approx(precision, rel=1e-14)
    assert branch.crossings == len(there)
    assert branch.highest >= 60.0
    found = quantal(*game, precision)
    for actor in "abc":
        assert branch.strategies[actor][1] == pytest.approx(there[0], abs=1e-9)
        assert found.strategies[actor][1, 0] == pytest.approx(there[0], abs=1e-9)


def test_what_lies_beyond_a_turn_is_followed_carefully() -> None:
    game = by_count(TURNING, 3)
    assert quantal(*game, 30.0).followed == 0
    found = quantal(*game, 40.0)
    assert found.followed == 1
    assert len(found.branches[0].turns) == 2


# ------------------------------------------------------------------------- decisions and pins


def test_several_decisions_of_an_actor_are_mixed_over_together() -> None:
    """Ann's payoff asks for both or neither: her decisions are far from independent."""
    space = ProfileSpace(
        ("a.x", "b.z", "a.y"), (("n", "y"), ("l", "r"), ("n", "y")), ("a", "b", "a"), (0, 0, 0)
    )
    together = np.array([[1.0, 0.0], [0.0, 1.0]]).reshape(2, 1, 2, 1)
    left = np.array([0.3, 0.0]).reshape(1, 2, 1, 1)
    found = quantal(space, {"a": together, "b": left}, 4.0)
    weights = np.exp(4.0 * np.array([1.0, 0.0, 0.0, 1.0]))
    np.testing.assert_allclose(found.strategies["a"][:, 0], weights / weights.sum(), rtol=1e-12)
    np.testing.assert_allclose(found.shares[0][:, 0], 0.5, rtol=1e-12)
    np.testing.assert_allclose(found.shares[2][:, 0], 0.5, rtol=1e-12)
    assert found.shares[1][0, 0] == pytest.approx(logistic(1.2), rel=1e-12)


def test_a_pinned_decision_is_certain_and_the_rest_answers_it() -> None:
    space, payoffs = two([[0.6, 0.1], [0.2, 0.9]], [[0.6, 0.1], [0.2, 0.9]])
    found = quantal(space, payoffs, 5.0, pinned={1: 1})
    assert found.strategies["b"].tolist() == [[1.0]]
    assert found.shares[1].tolist() == [[0.0], [1.0]]
    assert found.shares[0][1, 0] == pytest.approx(logistic(4.0), rel=1e-12)
    cut = {actor: payoff[:, 1:] for actor, payoff in payoffs.items()}
    again = quantal(space, cut, 5.0, pinned={1: 1})
    assert again.shares[0].tolist() == found.shares[0].tolist()


def test_where_everything_is_pinned_nothing_is_left_to_choose() -> None:
    space, payoffs = two(np.eye(2), np.eye(2))
    pins = {0: 1, 1: 0}
    found = quantal(space, payoffs, pinned=pins)
    assert found.strategies["a"].tolist() == [[1.0]]
    assert [share[:, 0].tolist() for share in found.shares] == [[0.0, 1.0], [1.0, 0.0]]
    assert found.residual.tolist() == found.regret.tolist() == [0.0]
    assert principal_limit(space, payoffs, pins).status is Status.REACHED
    assert principal_branch(space, payoffs, pinned=pins).strategies["b"].tolist() == [1.0]


def test_an_actor_without_decisions_has_nothing_to_choose() -> None:
    space, payoffs = two(np.eye(2), 1 - np.eye(2))
    found = quantal(space, {**payoffs, "onlooker": np.zeros((1, 1, 1))})
    assert found.strategies["onlooker"].tolist() == [[1.0]]
    np.testing.assert_allclose(found.strategies["a"], 0.5)


def test_a_decision_with_one_option_is_certain() -> None:
    space = ProfileSpace(("a.x", "b.y"), (("n", "y"), ("only",)), ("a", "b"), (0, 0))
    found = quantal(space, {"a": np.array([0.0, 0.1]).reshape(2, 1, 1)})
    assert found.shares[1].tolist() == [[1.0]]
    assert found.shares[0][1, 0] == pytest.approx(logistic(1.0), rel=1e-12)


def test_who_is_indifferent_mixes_evenly() -> None:
    found = quantal(*two(np.zeros((2, 3)), np.full((2, 3), 0.7)))
    np.testing.assert_allclose(found.shares[1], 1 / 3)
    assert found.reached.all()


# ------------------------------------------------------------------------- certificates and faults


def test_answers_pass_the_separate_check() -> None:
    space = one_each(3, 2, 2)
    draws = np.random.default_rng(5)
    payoffs = {actor: draws.random((3, 2, 2, 6)) for actor in "abc"}
    found = quantal(space, payoffs)
    assert found.reached.all()
    assert found.residual.max() < 1e-10
    for world in range(6):
        game = normal_form(space, payoffs, world)
        chances = [found.strategies[actor][:, world].tolist() for actor in "abc"]
        assert check_quantal(game, chances, DEFAULT_PRECISION) == []


def test_regret_is_what_the_best_reply_would_gain() -> None:
    space, payoffs = two([[0.6, 0.0], [0.8, 0.2]], np.zeros((2, 2)))
    found = quantal(space, payoffs, 7.0)
    assert found.regret[0] == pytest.approx(0.2 * (1 - logistic(1.4)), rel=1e-10)


def test_a_world_with_bad_numbers_says_so_and_harms_no_other() -> None:
    space = one_each(2, 2)
    draws = np.random.default_rng(2)
    payoffs = {actor: draws.random((2, 2, 20)) for actor in "ab"}
    good = quantal(space, payoffs)
    for bad in (np.nan, np.inf):
        payoffs["a"][0, 1, 7] = bad
        found = quantal(space, payoffs)
        assert found.status[7] == Status.NUMBERS
        assert "finite" in found.branches[7].why
        assert np.isnan(found.strategies["b"][:, 7]).all()
        others = np.arange(20) != 7
        assert found.reached[others].all()
        assert (found.strategies["a"][:, others] == good.strategies["a"][:, others]).all()
        assert principal_limit(space, payoffs, world=7).status is Status.NUMBERS


@pytest.mark.parametrize("precision", [-1.0, np.nan, np.inf])
def test_what_is_no_precision_is_refused(precision: float) -> None:
    space, payoffs = two(np.eye(2), np.eye(2))
    with pytest.raises(ValueError, match="a precision is a number from 0 upwards"):
        quantal(space, payoffs, precision)
    with pytest.raises(ValueError, match="a precision is a number from 0 upwards"):
        principal_branch(space, payoffs, 1.0, beyond=precision)


def test_infinite_precision_points_to_the_limit() -> None:
    with pytest.raises(ValueError, match="principal_limit"):
        quantal(*two(np.eye(2), np.eye(2)), np.inf)


def test_a_free_decision_of_someone_without_payoffs_is_refused() -> None:
    space, payoffs = two(np.eye(2), np.eye(2))
    with pytest.raises(ValueError, match=r"actor 'b' has no payoffs.* pin the decision"):
        quantal(space, {"a": payoffs["a"]})
    assert quantal(space, {"a": payoffs["a"]}, pinned={1: 0}).reached.all()


def test_a_world_that_is_not_there_is_refused() -> None:
    space, payoffs = two(np.eye(2), np.eye(2))
    with pytest.raises(ValueError, match="there is no world 1; there are 1"):
        principal_branch(space, payoffs, world=1)
    with pytest.raises(ValueError, match="can never be met"):
        principal_limit(space, payoffs, tolerance=0.0)


def test_payoffs_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="payoffs of 'a' have shape"):
        quantal(one_each(2, 3), {"a": np.zeros((2, 2, 1)), "b": np.zeros((2, 3, 1))})


# ------------------------------------------------------------------------- against another program


@pytest.mark.parametrize("sizes", [(2, 2), (3, 3), (2, 2, 2), (4, 3, 2)])
def test_gambit_finds_the_same(sizes: tuple[int, ...]) -> None:
    gambit = pytest.importorskip("pygambit")
    strategic = getattr(gambit, "StrategicGame", None) or gambit.Game  # its name before 17
    draws = np.random.default_rng(17)
    space, worlds = one_each(*sizes), 8
    actors = ACTORS[: len(sizes)]
    payoffs = {actor: draws.random((*sizes, worlds)) for actor in actors}
    found: Quantal = quantal(space, payoffs)
    for world in range(worlds):
        game = strategic.from_arrays(*(payoffs[actor][..., world] for actor in actors))
        # Small steps: with its usual ones it may miss a crossing close to a turning point.
        points = gambit.qre.logit_solve_lambda(
            game, DEFAULT_PRECISION, use_strategic=True, first_step=0.003, max_accel=1.02
        )
        for actor, player in zip(actors, game.players, strict=True):
            theirs = [float(chance) for _, chance in points[0].profile[player]]
            np.testing.assert_allclose(found.strategies[actor][:, world], theirs, atol=1e-6)
