"""Equilibria of games of more actors: found to the last digit, and never claimed to be all."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.solve.certificate import check_answer, exact_regret
from kautilya.solve.indifference import solutions
from kautilya.solve.limits import TooLarge
from kautilya.solve.mixed_many import NothingFound, mixed_many
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.tracing import regret_of, trace
from support.normal_forms import draw_table, of_record, of_tables

STAG_HUNT = [[3, 0], [2, 2]]


def test_the_only_equilibrium_in_irrational_chances() -> None:
    game = of_record("nau_sec4")
    answer = mixed_many(game)
    (one,) = answer.equilibria
    assert not one.exact and not one.is_pure
    assert one.regret == float(exact_regret(game, one.strategies)) < 1e-12
    assert answer.complete == "unknown" and answer.is_finite is None
    assert answer.statement == "1 equilibrium found; there may be more"
    assert check_answer(game, answer) == []
    # It is reached along a path as well.
    (traced,) = mixed_many(game, most_supports=0).equilibria
    assert traced.strategies[0] == pytest.approx(one.strategies[0], abs=1e-9)
    # The chances solve 23 x x + 24 = 53 x, 12 y y + 13 y = 9 and 2 z z + 23 z = 9.
    root = 601**0.5
    exact = [(53 - root) / 46, (root - 13) / 24, (root - 23) / 4]
    assert [own[0] for own in one.strategies] == pytest.approx(exact, abs=1e-14)


def test_pure_equilibria_are_exact_and_all_there() -> None:
    # Three who gain only if all do the same.
    same = np.zeros((2, 2, 2), dtype=int)
    same[0, 0, 0], same[1, 1, 1] = 2, 1
    answer = mixed_many(of_tables(same, same, same))
    pure = [one for one in answer.equilibria if one.is_pure]
    assert [one.support for one in pure] == [((0,), (0,), (0,)), ((1,), (1,), (1,))]
    assert all(one.exact and one.regret == 0 for one in pure)
    (mixed,) = (one for one in answer.equilibria if not one.is_pure)
    # 2 x x = 1 (1 - x) (1 - x): the chance of the first strategy is the square root of 2, less 1.
    assert [own[0] for own in mixed.strategies] == pytest.approx([2**0.5 - 1] * 3, abs=1e-14)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer_and_more_tries_no_fewer() -> None:
    game = of_tables(*draw_table((3, 3, 3, 3), 5))
    answer = mixed_many(game)
    assert mixed_many(game) == answer
    assert len(mixed_many(game, tries=24, seed=1).equilibria) >= len(answer.equilibria)
    assert len(answer.equilibria) % 2 == 1


def test_starts_lead_to_what_they_expect() -> None:
    game = of_tables(STAG_HUNT, np.array(STAG_HUNT).T)
    hunt, hare = (0.9, 0.1), (0.1, 0.9)
    for start, number in ((hunt, 0), (hare, 1)):
        tables = [array.astype(np.float64) / 3 for array in game.payoffs]
        end = trace(tables, [np.array(start)] * 2, 1e-12)
        assert end is not None
        assert [own.argmax() for own in end] == [number, number]
        assert regret_of(tables, end) == 0.0
    answer = mixed_many(game, [[hunt, hunt], [hare, hare]])
    assert len(answer.equilibria) == 3
    assert answer.method.endswith("paths of logit replies from 2 starts")


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(3, 3), (4, 4), (3, 3, 3), (2, 2, 2, 2)])
def test_paths_lead_to_equilibria(shape: tuple[int, ...]) -> None:
    for seed in range(6):
        drawn = np.random.default_rng(seed)
        tables = [drawn.random(shape) for _ in shape]
        end = trace(tables, [drawn.dirichlet(np.ones(size)) for size in shape], 1e-12)
        assert end is not None
        assert regret_of(tables, end) <= 1e-12
        assert all(own.min() >= 0 and abs(own.sum() - 1) < 1e-14 for own in end)


def test_a_game_with_too_many_supports_is_searched_along_paths() -> None:
    game = of_tables(*draw_table((2, 7, 7), 8))
    answer = mixed_many(game)
    assert answer.method == "every pure profile; paths of logit replies from 5 starts"
    assert check_answer(game, answer) == []
    every = {one.support for one in mixed_nash(game).equilibria}
    assert {one.support for one in answer.equilibria} <= every


def test_dominated_strategies_get_no_chance_and_solve_a_game() -> None:
    # Each is better off with the second strategy, whatever the others do.
    base = draw_table((2, 2, 2), 3)
    tables = [base + 5000 * np.indices((2, 2, 2))[actor] for actor in range(3)]
    answer = mixed_many(of_tables(*tables))
    assert answer.complete == "all"
    assert [one.support for one in answer.equilibria] == [((1,), (1,), (1,))]


def test_payoffs_of_any_size_are_scaled() -> None:
    record = of_record("nau_sec4")
    game = of_tables(*(array * 10**9 + 10**12 for array in record.payoffs))
    (one,) = mixed_many(game).equilibria
    (same,) = mixed_many(record).equilibria
    assert one.strategies[0] == pytest.approx(same.strategies[0], abs=1e-12)
    assert one.regret < 3e-3  # of payoffs between 10^12 and 10^12 + 3 x 10^9
    assert check_answer(game, mixed_many(game)) == []


def test_an_actor_who_minds_nothing_is_no_trouble() -> None:
    zero = np.zeros((2, 2, 2), dtype=int)
    pennies = np.stack([[[1, -1], [-1, 1]]] * 2, axis=2)
    game = of_tables(pennies, -pennies, zero)
    answer = mixed_many(game)
    assert check_answer(game, answer) == []
    assert all(one.strategies[0] == pytest.approx((0.5, 0.5)) for one in answer.equilibria)


def test_what_cannot_be_asked_is_refused() -> None:
    game = of_record("nau_sec4")
    with pytest.raises(ValueError, match="give one at least"):
        mixed_many(game, tries=0)
    for start in ([(1, 0), (1, 0)], [(1, 0), (1, 0), (0, 0)], [(1, 0), (1, 0), (-1, 2)],
                  [(1, 0), (1, 0), (float("nan"), 1)], [(1, 0), (1, 0), (1, 0, 0)]):  # fmt: skip
        with pytest.raises(ValueError, match="a start gives chances"):
            mixed_many(game, [start])


def test_nothing_found_is_no_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kautilya.solve.mixed_many.trace", lambda *_: None)
    with pytest.raises(NothingFound, match="no equilibrium was found") as failed:
        mixed_many(of_record("nau_sec4"), most_supports=0)
    assert isinstance(failed.value, TooLarge)


def test_equations_without_a_solution_or_with_many() -> None:
    row = np.array([[1.0, 1.0], [0.0, 0.0]])  # the first strategy is better throughout
    starts = [np.array([[0.5, 0.5]])] * 2
    assert solutions([row, row.T], ((0, 1), (0, 1)), starts) == []
    flat = np.zeros((2, 2))
    (found,) = solutions([flat, flat], ((0, 1), (0, 1)), [np.array([[0.9, 0.3]])] * 2)
    assert [float(own.sum()) for own in found] == pytest.approx([1.0, 1.0])


def test_a_support_of_one_strategy_each_is_itself() -> None:
    table = np.arange(6.0).reshape(2, 3)
    (found,) = solutions([table, table], ((1,), (2,)), [np.ones((1, 1))] * 2)
    assert [own.tolist() for own in found] == [[0.0, 1.0], [0.0, 0.0, 1.0]]
