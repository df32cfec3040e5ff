"""How far an answer would be expected to move a share."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.explore.cells import cells_of
from kautilya.explore.resolution import expected_moves


def over_half(share: float) -> bool:
    return share > 0.5


def test_a_threshold_on_an_even_quantity_has_a_closed_form() -> None:
    """It holds where x > 0.3, and 8 cells: shares 0, 0, 0.6, 1, ..; mean distance from 0.7."""
    x = (np.arange(8000) + 0.5) / 8000
    cells = {"x": cells_of(x[None, :], 8)}
    found = expected_moves(x > 0.3, cells, over_half, np.random.default_rng(1))["x"]
    assert found.expected == pytest.approx((2 * 0.7 + 0.1 + 5 * 0.3) / 8, abs=1e-3)
    assert (found.low, found.high) == (0.0, 1.0)
    assert found.turns == pytest.approx(0.25)
    assert found.beyond


@pytest.mark.slow
def test_idle_quantities_hardly_ever_count() -> None:
    """Forty of them in each of twenty runs; 5% of runs may have one that counts."""
    counting = 0
    for run in range(20):
        generator = np.random.default_rng(run)
        holds = generator.uniform(size=600) < 0.4
        cells = {str(n): cells_of(generator.uniform(size=(1, 600)), 6) for n in range(40)}
        found = expected_moves(holds, cells, over_half, generator)
        counting += any(moves.beyond for moves in found.values())
    assert counting <= 4


def test_chance_moves_are_told_beside() -> None:
    generator = np.random.default_rng(3)
    holds = generator.uniform(size=800) < 0.5
    cells = {"idle": cells_of(generator.uniform(size=(1, 800)), 8)}
    found = expected_moves(holds, cells, over_half, generator)["idle"]
    # Eight cells of 100 worlds: each strays by about 0.8 · sqrt(0.25 / 100).
    assert found.chance == pytest.approx(0.8 * 0.05, abs=0.01)
    assert not found.beyond


def test_a_cell_whose_error_reaches_over_the_edge_turns_nothing() -> None:
    """A share of 0.55 in 40 worlds may well be 0.45: the verdict is not said to turn."""
    part = np.repeat([0, 1], 40)
    holds = np.concatenate([np.arange(40) < 22, np.arange(40) < 10])
    found = expected_moves(holds, {"part": part}, over_half, np.random.default_rng(1))["part"]
    assert found.high == 0.55
    assert found.turns == 0.0


def test_a_share_that_is_settled_moves_nowhere() -> None:
    cells = {"x": np.arange(100) % 4}
    found = expected_moves(np.ones(100, dtype=bool), cells, over_half, np.random.default_rng(1))
    assert found["x"].expected == 0.0
    assert not found["x"].beyond


def test_nothing_to_learn_and_no_worlds() -> None:
    generator = np.random.default_rng(1)
    assert expected_moves(np.ones(4, dtype=bool), {}, over_half, generator) == {}
    empty = {"x": np.zeros(0, dtype=np.int64)}
    assert expected_moves(np.zeros(0, dtype=bool), empty, over_half, generator) == {}


def test_the_same_seed_gives_the_same_answer() -> None:
    generator = np.random.default_rng(5)
    holds = generator.uniform(size=300) < 0.5
    cells = {"x": cells_of(generator.uniform(size=(1, 300)), 3)}
    one, other = (
        expected_moves(holds, cells, over_half, np.random.default_rng(9)) for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize(("most", "sizes"), [(4, [25, 25, 25, 25]), (2, [50, 50]), (1, [50, 50])])
def test_cells_are_of_a_size(most: int, sizes: list[int]) -> None:
    row = np.random.default_rng(1).permutation(100).astype(float)
    assert np.bincount(cells_of(row[None, :], most)).tolist() == sizes


def test_a_chance_has_a_cell_for_each_value() -> None:
    row = np.array([0.0, 1.0, 1.0, 1.0, 0.0])
    assert cells_of(row[None, :], 8).tolist() == [0, 1, 1, 1, 0]


def test_two_quantities_make_a_cell_for_each_combination() -> None:
    rows = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    assert sorted(cells_of(rows, 4).tolist()) == [0, 1, 2, 3]
