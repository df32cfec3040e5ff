"""Which box is reported, what speaks for it, and when there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kautilya.explore.boxes import Box, Column, Restriction, box_of
from kautilya.explore.regions import Choosing, quasi_p, region_of, without_chance
from kautilya.explore.tree import Growing, tree_of


def noise(number: int, cases: int = 800, seed: int = 5) -> list[Column]:
    rng = np.random.default_rng(seed)
    return [Column(f"x{n}", rng.random(cases)) for n in range(number)]


@pytest.mark.slow
def test_a_planted_box_is_found_among_thirty_columns() -> None:
    columns = noise(30, 1600)
    columns[7] = Column("port", np.floor(columns[7].values * 4), ("n", "s", "e", "w"))
    rng = np.random.default_rng(1)
    inside = (columns[3].values > 0.6) & (columns[4].values < 0.5) & (columns[7].values >= 2)
    hits = np.where(inside, rng.random(1600) < 0.9, rng.random(1600) < 0.03)
    found = region_of(columns, hits)
    by_name = {each.restriction.name: each.restriction for each in found.tested}
    assert set(by_name) == {"x3", "x4", "port"}
    assert by_name["x3"].low == pytest.approx(0.6, abs=0.03)
    assert by_name["x4"].high == pytest.approx(0.5, abs=0.03)
    assert by_name["port"].kept == ("e", "w")
    assert found.box.density > 0.8
    assert all((each.again or 0.0) >= 0.9 and each.quasi_p < 1e-6 for each in found.tested)


@pytest.mark.slow
def test_where_nothing_but_chance_is_at_work_no_region_stands_out() -> None:
    standing = 0
    for seed in range(3):
        columns = noise(30, 400, seed)
        hits = np.random.default_rng(100 + seed).random(400) < 0.3
        standing += region_of(columns, hits, seed=seed).stands_out
    assert standing == 0


@pytest.mark.slow
def test_what_was_not_searched_tells_an_overfitted_rule() -> None:
    # No single column tells anything, so what a search finds does not hold where it did not look.
    columns = noise(40, 400)
    hits = np.random.default_rng(9).random(400) < 0.3
    lax = Choosing(chance=1.0, most=40, found=0.0)
    found = region_of(columns, hits, choosing=lax)
    assert found.held_out is not None
    assert found.box.density > 0.5
    assert found.held_out[1] < 0.4


def test_a_category_does_not_keep_a_better_rule_from_being_found() -> None:
    # One category holds few of the hits and hardly anything else: the search that counts gain for
    # each case given up goes there first, and leaves most of the hits behind.
    rng = np.random.default_rng(4)
    x = rng.random(2000)
    hits = x > 0.65
    rare = np.where(hits & (rng.random(2000) < 0.2), 1.0, 0.0)
    columns = [Column("x", x), Column("kind", rare, ("usual", "rare"))]
    found = region_of(columns, hits)
    assert [each.restriction.name for each in found.tested] == ["x"]
    assert found.box.coverage > 0.95


def test_of_boxes_as_good_the_one_with_fewest_restrictions_is_taken() -> None:
    columns = noise(2)
    hits = columns[0].values > 0.5
    # The second column cuts almost nothing off.
    hits &= columns[1].values > 0.004
    (tested,) = region_of(columns, hits).tested
    assert tested.restriction.name == "x0"


@pytest.mark.parametrize("sides", [{"low": 0.3}, {"low": 0.3, "high": 0.8}])
def test_quasi_p_is_the_one_sided_binomial_test(sides: dict[str, float]) -> None:
    columns = noise(2)
    hits = columns[0].values + 0.2 * columns[1].values > 0.7
    other = Restriction("x1", low=0.2)
    box = box_of(columns, hits, [Restriction("x0", **sides), other])
    freed = box_of(columns, hits, [Restriction("x0", high=sides.get("high")), other])
    expected = stats.binomtest(box.hits, box.cases, freed.density, alternative="greater").pvalue
    assert quasi_p(columns, hits, box, Restriction("x0", low=0.3)) == pytest.approx(expected)


def test_of_many_restrictions_the_most_telling_stay() -> None:
    columns = noise(6, 3000)
    hits = np.logical_and.reduce([c.values > 0.1 * n for n, c in enumerate(columns)])
    box = box_of(columns, hits, [Restriction(f"x{n}", low=0.1 * n) for n in range(1, 6)])
    assert box.density == 1.0
    kept = without_chance(columns, hits, box, Choosing(most=3))
    assert [each.name for each in kept.restrictions] == ["x3", "x4", "x5"]


@pytest.mark.parametrize(
    ("counts", "phi"),
    [((40, 40, 100, 40), 1.0), ((100, 40, 100, 40), 0.0), ((50, 20, 100, 40), 0.0)],
)
def test_phi_is_the_correlation_of_inside_and_of_interest(
    counts: tuple[int, int, int, int], phi: float
) -> None:
    assert Box((), *counts).phi == pytest.approx(phi)


def test_phi_against_numpy() -> None:
    columns = noise(1)
    hits = columns[0].values + np.random.default_rng(2).random(800) > 1.2
    box = box_of(columns, hits, [Restriction("x0", low=0.5)])
    expected = np.corrcoef(columns[0].values >= 0.5, hits)[0, 1]
    assert box.phi == pytest.approx(expected)


# -- trees ----------------------------------------------------------------------------------------


def test_a_tree_asks_no_more_questions_than_it_may() -> None:
    columns = noise(4)
    hits = np.logical_xor(columns[0].values > 0.5, columns[1].values > 0.5)
    for depth, most in ((0, 1), (1, 2), (3, 8)):
        leaves = list(tree_of(columns, hits, Growing(depth=depth, gain=0.0)).leaves())
        assert len(leaves) <= most
        assert all(leaf.cases >= 40 for leaf in leaves)


def test_a_tree_stays_whole_where_no_question_tells_anything() -> None:
    hits = np.random.default_rng(3).random(800) < 0.3
    assert tree_of(noise(3), hits, Growing(gain=0.05)).asked is None


def test_categories_are_parted_into_the_best_two_groups() -> None:
    codes = np.repeat([0.0, 1.0, 2.0, 3.0], 50)
    hits = np.zeros(200, dtype=bool)
    hits[:45] = hits[100:140] = True
    tree = tree_of([Column("port", codes, ("a", "b", "c", "d"))], hits)
    assert tree.asked == Restriction("port", kept=("a", "c"))
