"""Curves of answers along a value: where they turn, where worlds flip, how certain that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from kautilya.explore.chart import Chart, charted, nearest_other
from kautilya.explore.one_answer import Plurality, Threshold
from kautilya.explore.tipping import (
    Curve,
    crowded,
    resampled,
    spaced,
    spread_of,
    sweep,
    turns,
)
from kautilya.terms import FloatArray

HALF = Threshold(lambda share: share >= 0.5, (0.5,))
BAND = Threshold(lambda share: 0.25 <= share <= 0.75, (0.25, 0.75))


def stepped(thresholds: Sequence[float], points: Sequence[float]) -> Curve:
    """Worlds that say yes from a threshold of their own on."""
    values = np.array(points)
    return Curve(values, (values[:, None] >= np.array(thresholds)).astype(np.float64))


@pytest.mark.parametrize(
    ("through", "values"),
    [(None, (0.0, 1.0, 2.0)), (0.5, (0.0, 0.5, 1.0, 2.0)), (1.0, (0.0, 1.0, 2.0))],
)
def test_a_grid_goes_through_today(through: float | None, values: tuple[float, ...]) -> None:
    assert spaced(0.0, 2.0, 3, through=through) == values


@pytest.mark.parametrize("through", [0.0, 2.0, -1.0, 3.0])
def test_today_at_an_end_or_outside_adds_nothing(through: float) -> None:
    assert spaced(0.0, 2.0, 3, through=through) == (0.0, 1.0, 2.0)


def test_a_band_is_entered_and_left() -> None:
    points = np.linspace(0.0, 1.0, 11)
    found = turns(points, points[:, None], BAND)
    assert [(round(t.at, 6), t.before, t.after) for t in found] == [(0.25, 0, 1), (0.75, 1, 0)]


def test_a_share_that_jumps_turns_in_proportion() -> None:
    found = turns(np.array([0.0, 1.0]), np.array([[0.0], [1.0]]), HALF)
    assert [turn.at for turn in found] == [0.5]


def test_the_most_frequent_of_three_options() -> None:
    shares = np.array([[0.6, 0.3, 0.1], [0.3, 0.4, 0.3], [0.0, 0.2, 0.8]])
    found = turns(np.array([0.0, 1.0, 2.0]), shares, Plurality(3))
    assert [(t.before, t.after) for t in found] == [(0, 1), (1, 2)]
    # The lead falls from 0.3 to -0.1, then from 0.1 to -0.6.
    assert [t.at for t in found] == pytest.approx([0.75, 1.0 + 0.1 / 0.7])


def test_worlds_without_an_answer_are_left_out() -> None:
    curve = Curve(np.zeros(1), np.array([[1.0, 0.0, np.nan, np.nan]]))
    assert curve.shares(HALF).tolist() == [[0.5]]
    none = Curve(np.zeros(1), np.full((1, 3), np.nan))
    assert np.isnan(none.shares(Plurality(2))).all()
    assert Plurality(2).states(none.shares(Plurality(2))).tolist() == [-1]
    assert HALF.states(none.shares(HALF)).tolist() == [0]


def test_a_chance_divides_the_worlds() -> None:
    # Yes in all worlds where it is not so, in none where it is so.
    curve = Curve.of_chance(np.array([[1.0] * 4, [0.0] * 4]))
    (turn,) = turns(curve.points, curve.shares(HALF), HALF)
    assert turn.at == pytest.approx(0.5, abs=1 / 200)
    found = spread_of(curve, HALF, turn)
    assert np.isnan(found.low)
    assert found.share == 1.0


def test_bisection_asks_only_where_something_turns() -> None:
    asked: dict[str, list[float]] = {"moves": [], "rests": []}

    def ask(wanted: Mapping[float, Sequence[str]]) -> Mapping[float, Mapping[str, FloatArray]]:
        for value, names in wanted.items():
            for name in names:
                asked[name].append(value)
        shares = {"moves": lambda x: x, "rests": lambda x: 0.0}
        return {x: {n: np.array([shares[n](x)]) for n in names} for x, names in wanted.items()}

    grid = spaced(0.0, 1.0, 4)
    found = sweep(ask, grid, {"moves": HALF, "rests": HALF}, tolerance=1 / 100)
    assert asked["rests"] == list(grid)
    assert len(asked["moves"]) == len(grid) + 6  # A third halved till it is below a hundredth.
    assert found["rests"][0].tolist() == list(grid)
    values, shares = found["moves"]
    (turn,) = turns(values, shares, HALF)
    assert turn.high - turn.low <= 1 / 100
    assert turn.at == pytest.approx(0.5)


def test_single_worlds_flip_around_the_turn_of_all() -> None:
    thresholds = np.linspace(0.2, 0.8, 101)
    curve = stepped(thresholds.tolist(), np.linspace(0.0, 1.0, 401).tolist())
    (turn,) = turns(curve.points, curve.shares(HALF), HALF)
    assert turn.at == pytest.approx(0.5, abs=0.01)
    found = spread_of(curve, HALF, turn)
    assert found.share == 1.0
    assert (found.low, found.high) == pytest.approx((0.23, 0.77), abs=0.005)


def test_worlds_that_flip_the_other_way_do_not_count() -> None:
    rising = [[0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0]]
    curve = Curve(np.array([0.0, 1.0]), np.array(rising))
    (turn,) = turns(curve.points, curve.shares(HALF), HALF)
    assert spread_of(curve, HALF, turn).share == 0.75


def test_of_several_flips_of_a_world_the_nearest_counts() -> None:
    steady = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0])
    wavers = np.array([0.0, 1.0, 0.0, 0.0, 1.0, 1.0])
    curve = Curve(np.arange(6.0), np.stack([steady, wavers, steady], axis=1))
    found = spread_of(curve, HALF, turns(curve.points, curve.shares(HALF), HALF)[0])
    assert (found.low, found.high, found.share) == (3.5, 3.5, 1.0)


def test_the_error_of_a_turn_shrinks_with_the_root_of_worlds() -> None:
    # Thresholds even over 0 to 1: the median of n has a standard error of 1 / (2 sqrt(n)).
    points = np.linspace(0.0, 1.0, 201).tolist()
    rng = np.random.default_rng(1)
    for worlds in (100, 400):
        curve = stepped(rng.uniform(size=worlds).tolist(), points)
        (turn,) = turns(curve.points, curve.shares(HALF), HALF)
        low, high = resampled(curve, HALF, turn, np.random.default_rng(2))
        assert low < turn.at < high
        assert high - low == pytest.approx(2 * 1.96 / (2 * np.sqrt(worlds)), rel=0.35)


def test_worlds_that_all_flip_at_one_place_leave_no_error() -> None:
    curve = stepped([0.25] * 50, [0.0, 0.2, 0.3, 1.0])
    (turn,) = turns(curve.points, curve.shares(HALF), HALF)
    assert resampled(curve, HALF, turn, np.random.default_rng(1)) == pytest.approx((0.25, 0.25))


@pytest.mark.parametrize(("thresholds", "end"), [([0.9] * 9 + [2.0] * 8, 1), ([0.1] * 9, 0)])
def test_an_error_may_go_on_beyond_what_was_swept(thresholds: list[float], end: int) -> None:
    # Just over half say yes at the highest value; with other worlds it may be under half.
    curve = stepped([*thresholds, *([-1.0] * 8 if end == 0 else [])], [0.0, 0.5, 1.0])
    found = turns(curve.points, curve.shares(HALF), HALF)
    bounds = resampled(curve, HALF, found[0], np.random.default_rng(3))
    assert np.isinf(bounds[end])
    assert np.isfinite(bounds[1 - end])


def test_worlds_are_looked_at_closer_where_they_flip() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0])
    answers = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 1], [1, 1, np.nan]], dtype=np.float64)
    assert crowded(values, answers, 1) == (1.5,)
    assert crowded(values, answers, 5) == (0.5, 1.5)


def test_a_map_and_the_nearest_place_with_another_answer() -> None:
    def ask(
        pairs: Sequence[tuple[float, float]],
    ) -> Mapping[tuple[float, float], dict[str, FloatArray]]:
        return {(x, y): {"sum": np.array([(x + y) / 4])} for x, y in pairs}

    chart = charted(ask, (0.0, 1.0, 2.0), (0.0, 1.0, 2.0), {"sum": HALF})["sum"]
    assert chart.states.tolist() == [[0, 0, 1], [0, 1, 1], [1, 1, 1]]
    assert nearest_other(chart, (0.0, 0.0), (2.0, 2.0)) == (1, (1.0, 1.0), (0.5, 0.5))
    # Where the first value counts for little, it is the way along it that is near.
    assert nearest_other(chart, (0.0, 0.0), (20.0, 2.0)) == (1, (2.0, 0.0), (0.1, 0.0))


def test_a_map_that_answers_alike_has_no_other_place() -> None:
    chart = Chart((0.0, 1.0), (0.0,), np.zeros((1, 2), dtype=np.int64), np.zeros((1, 2, 1)))
    assert nearest_other(chart, (0.0, 0.0), (1.0, 1.0)) is None
