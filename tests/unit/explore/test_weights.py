"""Acceptability against closed forms and a published run."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from kautilya.explore.weight_support import largest_margins, weight_space
from kautilya.explore.weights import acceptability, holistic, meta_weights, rank_credits
from kautilya.terms import FloatArray

PUBLISHED = Path(__file__).with_name("smaa_thromboprophylaxis.json")
EVEN = (np.arange(20_000) + 0.5) / 20_000


def certain(*rows: tuple[float, ...]) -> FloatArray:
    """Values of some options by some criteria, alike in every draw."""
    return np.array(rows)[:, :, None]


def two(weight: FloatArray) -> FloatArray:
    """Weights of two criteria by the weight of the first."""
    return np.array([weight, 1.0 - weight])


# -- closed forms ---------------------------------------------------------------------------------


def test_two_options_by_two_criteria_part_the_weights_at_one_point() -> None:
    """The first is better from w = (d - b)/((a - b) - (c - d)) on: here 0.3/0.8."""
    found = acceptability(certain((1.0, 0.2), (0.5, 0.5)), two(EVEN))
    point = 0.3 / 0.8
    assert found.first == pytest.approx([1.0 - point, point], abs=1e-4)
    assert found.central[:, 0] == pytest.approx([(1.0 + point) / 2, point / 2], abs=1e-4)
    assert found.central.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert found.confidence.tolist() == [1.0, 1.0]


def test_three_options_by_two_criteria_are_best_on_intervals() -> None:
    """Values (1, 0), (0.7, 0.7) and (0, 1): the compromise holds the middle, 0.3 to 0.7."""
    found = acceptability(certain((1.0, 0.0), (0.7, 0.7), (0.0, 1.0)), two(EVEN))
    assert found.first == pytest.approx([0.3, 0.4, 0.3], abs=1e-4)
    assert found.central[:, 0] == pytest.approx([0.85, 0.5, 0.15], abs=1e-4)
    # Second: the compromise outside of the middle; an extreme inside, where it is the better one.
    assert found.ranks[:, 1] == pytest.approx([0.2, 0.6, 0.2], abs=1e-4)
    assert found.ranks[:, 2] == pytest.approx([0.5, 0.0, 0.5], abs=1e-4)
    assert holistic(found.ranks, "linear") == pytest.approx([0.4, 0.7, 0.4], abs=1e-4)


def test_a_compromise_that_is_never_first_is_seen_in_the_ranks_alone() -> None:
    found = acceptability(certain((1.0, 0.0), (0.45, 0.45), (0.0, 1.0)), two(EVEN))
    assert found.first[1] == 0.0
    assert np.isnan(found.central[1]).all()
    assert math.isnan(found.confidence[1])
    assert found.ranks[1, 1] == pytest.approx(0.9, abs=1e-4)
    assert holistic(found.ranks, "linear")[1] > 0.44


def test_weights_in_an_order_have_the_centroid_of_that_order() -> None:
    """An option that is always best has the mean of all weights: rank-order centroid weights."""
    drawn = -np.sort(-np.random.default_rng(2).dirichlet(np.ones(3), 200_000).T, axis=0)
    found = acceptability(certain((1.0, 1.0, 1.0), (0.0, 0.0, 0.0)), drawn)
    centroid = [(1 + 1 / 2 + 1 / 3) / 3, (1 / 2 + 1 / 3) / 3, 1 / 9]
    assert found.central[0] == pytest.approx(centroid, abs=4 * float(found.central_error[0].max()))


def test_uncertain_values_lower_the_confidence_and_leave_the_weights() -> None:
    """One criterion, two options, even odds: no weights to choose, half of the draws each."""
    sign = np.where(np.arange(1000) % 2 == 0, 1.0, -1.0)
    values = np.stack([0.5 + 0.1 * sign, 0.5 - 0.1 * sign])[:, None, :]
    found = acceptability(values, np.ones((1, 1000)))
    assert found.first.tolist() == [0.5, 0.5]
    assert found.confidence.tolist() == [0.5, 0.5]


# -- a published run ------------------------------------------------------------------------------


def test_a_published_run_is_met_within_its_error() -> None:
    """The published figures come from 10,000 other draws: each within 3.5 standard errors."""
    told = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    draws, generator = 200_000, np.random.default_rng(11)
    worst, best = np.array(told["worst"]), np.array(told["best"])
    values = np.stack(
        [
            [
                (worst[c] - generator.beta(*shape, draws)) / (worst[c] - best[c])
                for c, shape in enumerate(option["beta"])
            ]
            for option in told["options"].values()
        ]
    )
    found = acceptability(values, generator.dirichlet(np.ones(3), draws).T)
    given = acceptability(values, np.array(told["given_weights"])[:, None])
    few = told["draws"]
    for row, option in enumerate(told["options"].values()):
        first, firm, at_given = found.first[row], found.confidence[row], given.first[row]
        assert option["first"] == pytest.approx(first, abs=3.5 * error(first, few))
        assert option["confidence"] == pytest.approx(firm, abs=3.5 * error(firm, few))
        assert option["first_at_given_weights"] == pytest.approx(
            at_given, abs=3.5 * error(at_given, few)
        )
        spread = found.central_error[row] * math.sqrt(draws / few)
        assert np.all(np.abs(np.array(option["central"]) - found.central[row]) <= 3.5 * spread)


def error(share: float, draws: int) -> float:
    """Standard error of a share."""
    return math.sqrt(share * (1.0 - share) / draws)


# -- ties and other edges -------------------------------------------------------------------------


def test_options_within_epsilon_of_the_best_share_their_ranks() -> None:
    found = rank_credits(np.array([[0.50000], [0.49995], [0.4999], [0.3]]), 1e-4)[:, :, 0]
    assert found[:3, :3] == pytest.approx(np.full((3, 3), 1 / 3))
    assert found[3].tolist() == [0.0, 0.0, 0.0, 1.0]


def test_a_group_is_measured_from_its_best_and_does_not_chain() -> None:
    found = rank_credits(np.array([[0.50000], [0.49994], [0.49988]]), 1e-4)[:, :, 0]
    assert found[2].tolist() == [0.0, 0.0, 1.0]


def test_alike_options_are_tied_everywhere() -> None:
    found = acceptability(certain((0.4, 0.6), (0.4, 0.6)), two(EVEN))
    assert found.first.tolist() == [0.5, 0.5]
    assert found.tied == 1.0
    assert found.central[0] == pytest.approx([0.5, 0.5], abs=1e-4)


def test_a_single_option_is_always_first() -> None:
    found = acceptability(certain((0.4, 0.6)), two(EVEN))
    assert found.ranks.tolist() == [[1.0]]
    assert holistic(found.ranks).tolist() == [1.0]


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="criterion, draw"):
        acceptability(np.zeros((2, 3, 1)), np.zeros((2, 5)))


@pytest.mark.parametrize("kind", ["centroid", "linear", "inverse"])
def test_meta_weights_fall_from_one(kind: str) -> None:
    found = meta_weights(kind, 5)  # type: ignore[arg-type]
    assert found[0] == 1.0
    assert (np.diff(found) < 0.0).all()


def test_meta_weights_that_there_are_not_are_refused() -> None:
    with pytest.raises(ValueError, match="no meta-weights 'steep'"):
        meta_weights("steep", 3)  # type: ignore[arg-type]


# -- whether any weights support an option --------------------------------------------------------


def test_a_convex_dominated_option_has_no_weights() -> None:
    values = certain((1.0, 0.0), (0.45, 0.45), (0.0, 1.0))
    everything = weight_space([1, 1])
    assert largest_margins(values, 1, everything) == pytest.approx([-0.05])
    assert largest_margins(values, 0, everything) == pytest.approx([0.55])


def test_an_order_takes_weights_away() -> None:
    """What needs most weight on the second criterion is beyond an order that puts it last."""
    values = certain((1.0, 0.0), (0.0, 1.0))
    assert largest_margins(values, 1, weight_space([1, 1]))[0] == pytest.approx(1.0)
    assert largest_margins(values, 1, weight_space([1, 2]))[0] == pytest.approx(0.0, abs=1e-9)


def test_a_heavy_block_takes_weights_away() -> None:
    values = certain((1.0, 0.0, 0.0), (0.0, 1.0, 0.6))
    heavy = np.array([True, False, False])
    assert largest_margins(values, 1, weight_space([1, 1, 1], heavy))[0] == pytest.approx(0.0)
    assert largest_margins(values, 1, weight_space([1, 1, 1], heavy, 0.25))[0] > 0.4


def test_weights_that_nothing_admits_are_refused() -> None:
    space = weight_space([1, 2, 2], np.array([False, True, True]), share=0.9)
    with pytest.raises(ValueError, match="no weights are admissible"):
        largest_margins(certain((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)), 0, space)


def test_a_single_option_needs_no_weights() -> None:
    assert largest_margins(certain((0.3, 0.1)), 0, weight_space([1, 1])).tolist() == [math.inf]
