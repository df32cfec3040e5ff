"""All equilibria of games of two: published numbers, degenerate families, limits, and a peer."""

from __future__ import annotations

import io
from fractions import Fraction

import numpy as np
import pytest

from kautilya.payoffs import NormalForm, write_nfg
from kautilya.solve.certificate import check_answer
from kautilya.solve.components import maximal_cliques
from kautilya.solve.limits import TooLarge
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.polyhedra import TooManyVertices, Vertex, vertices
from kautilya.solve.undominated import undominated
from support.normal_forms import draw_table, of_record, of_tables

HALF, ZERO, ONE = Fraction(1, 2), Fraction(0), Fraction(1)


# -- games from print ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("nau_sec3", 3),
        ("coordination_4x4", 15),
        ("shapley_fig2", 3),
        ("shapley_fig3", 3),
        ("vonstengel_6x6_75", 75),
    ],
)
def test_published_games_have_as_many_equilibria_as_print_says(name: str, number: int) -> None:
    game = of_record(name)
    answer = mixed_nash(game)
    assert answer.statement == f"all {number} equilibria"
    assert len(answer.components) == number
    assert answer.complete == "all" and answer.is_finite
    assert all(one.exact and one.regret == 0 for one in answer.equilibria)
    assert check_answer(game, answer) == []


def test_battle_of_the_sexes() -> None:
    first, mixed, last = mixed_nash(of_record("nau_sec3")).equilibria
    assert first.strategies == ((1, 0), (1, 0)) and first.payoffs == (3, 2) and first.is_pure
    assert mixed.strategies == ((Fraction(3, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(3, 5)))
    assert mixed.payoffs == (Fraction(6, 5), Fraction(6, 5)) and not mixed.is_pure
    assert mixed.support == ((0, 1), (0, 1))
    assert last.strategies == ((0, 1), (0, 1)) and last.payoffs == (2, 3)


# -- families ----------------------------------------------------------


@pytest.mark.parametrize("size", range(1, 8))
def test_coordination_games_have_an_equilibrium_for_every_support(size: int) -> None:
    answer = mixed_nash(of_tables(np.eye(size, dtype=int), np.eye(size, dtype=int)))
    assert len(answer.equilibria) == 2**size - 1
    assert answer.is_finite


@pytest.mark.parametrize("size", [3, 5, 7])
def test_rock_paper_scissors_has_one(size: int) -> None:
    beats = [
        [(i != j) * (1 if (i - j) % size <= size // 2 else -1) for j in range(size)]
        for i in range(size)
    ]
    (one,) = mixed_nash(of_tables(beats, -np.array(beats))).equilibria
    assert one.strategies == ((Fraction(1, size),) * size,) * 2


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 4), (3, 1), (2, 2), (3, 4), (7, 7)])
def test_where_nothing_matters_all_is_an_equilibrium(rows: int, columns: int) -> None:
    game = of_tables(np.full((rows, columns), 7), np.zeros((rows, columns), dtype=int))
    answer = mixed_nash(game)
    assert len(answer.equilibria) == rows * columns
    (component,) = answer.components
    (subset,) = component.subsets
    assert list(map(len, subset.corners)) == [rows, columns]
    assert all(one.is_pure for one in answer.equilibria)
    assert answer.is_finite is (rows * columns == 1)
    assert check_answer(game, answer) == []


def test_one_strategy_against_many_leaves_the_best_replies() -> None:
    answer = mixed_nash(of_tables([[5, 1, 2, 3]], [[4, 9, 9, 9]]))
    assert [one.support for one in answer.equilibria] == [((0,), (1,)), ((0,), (2,)), ((0,), (3,))]
    assert answer.statement == (
        "all 3 extreme equilibria; 1 component, so infinitely many equilibria"
    )
    mirrored = mixed_nash(of_tables([[4], [9], [9], [9]], [[5], [1], [2], [3]]))
    assert [one.support[::-1] for one in mirrored.equilibria] == [
        one.support for one in answer.equilibria
    ]


def test_a_strategy_given_twice_makes_a_segment_of_each_mixed_equilibrium() -> None:
    answer = mixed_nash(of_tables([[1, -1], [-1, 1], [-1, 1]], [[-1, 1], [1, -1], [1, -1]]))
    (component,) = answer.components
    (subset,) = component.subsets
    assert subset.corners == (((HALF, HALF, ZERO), (HALF, ZERO, HALF)), ((HALF, HALF),))


def test_segments_that_meet_make_one_component_of_two_subsets() -> None:
    game = of_tables([[0, 1], [2, 1]], [[0, 2], [1, 1]])
    answer = mixed_nash(game)
    assert [one.support for one in answer.equilibria] == [
        ((0,), (1,)),
        ((1,), (0,)),
        ((1,), (1,)),
    ]
    (component,) = answer.components
    assert [tuple(map(len, subset.corners)) for subset in component.subsets] == [(2, 1), (1, 2)]
    assert component.equilibria == (0, 1, 2)
    assert not component.is_single
    assert check_answer(game, answer) == []


def test_single_equilibria_and_segments_in_one_game() -> None:
    # The second actor does not mind its last two strategies once the first plays its last.
    game = of_tables([[3, 0, 0], [0, 1, 1]], [[3, 0, 0], [0, 1, 1]])
    answer = mixed_nash(game)
    assert sorted(len(component.equilibria) for component in answer.components) == [1, 2, 2]
    assert answer.statement.startswith("all 5 extreme equilibria; 3 components")


def test_payoffs_far_apart_and_fractions_are_exact() -> None:
    tiny = Fraction(1, 10**40)
    answer = mixed_nash(of_tables([[tiny, 0], [0, 10**40]], [["1/3", 0], [0, "1/7"]]))
    mixed = answer.equilibria[1]
    assert mixed.strategies[0] == (Fraction(3, 10), Fraction(7, 10))
    assert mixed.strategies[1] == (Fraction(10**80, 10**80 + 1), Fraction(1, 10**80 + 1))


def test_a_game_of_one() -> None:
    answer = mixed_nash(of_tables([3, 7, 7, 1]))
    assert [one.support for one in answer.equilibria] == [((1,),), ((2,),)]
    assert [one.payoffs for one in answer.equilibria] == [(7,), (7,)]


# -- more actors, of whom two have a choice ----------------------------------------------------


def test_actors_whose_choice_is_plain_do_not_count() -> None:
    # The third's second strategy is dominated; then the others play the battle of the sexes.
    first = np.stack([[[3, 0], [0, 2]], [[9, 9], [9, 9]]], axis=2)
    second = np.stack([[[2, 0], [0, 3]], [[9, 9], [9, 9]]], axis=2)
    third = np.stack([np.full((2, 2), 5), np.full((2, 2), 4)], axis=2)
    game = of_tables(first, second, third)
    assert undominated(game) == ((0, 1), (0, 1), (0,))
    answer = mixed_nash(game)
    assert answer.statement == "all 3 equilibria"
    assert answer.equilibria[1].payoffs == (Fraction(6, 5), Fraction(6, 5), 5)
    assert check_answer(game, answer) == []


def test_three_actors_with_a_choice_are_refused() -> None:
    with pytest.raises(ValueError, match=r"3 actors have a choice \(a, b, c\).*mixed_many"):
        mixed_nash(of_record("nau_sec4"))


# -- limits ----------------------------------------------------------


def test_a_game_with_too_many_vertices_is_refused_with_what_serves() -> None:
    game = of_tables(*draw_table((2, 10, 10), 4))
    assert mixed_nash(game).complete == "all"
    with pytest.raises(TooManyVertices, match="too large to list every equilibrium") as refused:
        mixed_nash(game, most_work=50_000)
    assert "mixed_many" in refused.value.instead and refused.value.instead in str(refused.value)
    assert refused.value.size == "over 413 vertices of dimension 10"
    assert isinstance(refused.value, TooLarge)


def test_a_game_that_is_far_too_large_is_refused_by_estimate() -> None:
    table = draw_table((60, 60), 1).tolist()
    positive = [[entry + 1001 for entry in row] for row in table]
    with pytest.raises(TooManyVertices, match=r"about \d x 10\^\d+ vertices of dimension 60"):
        vertices(positive, "", most_work=1_500_000)


def test_too_many_equilibria_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kautilya.solve.mixed_nash.MOST_EQUILIBRIA", 8)
    assert len(mixed_nash(of_tables(np.zeros((2, 4)), np.zeros((2, 4)))).equilibria) == 8
    with pytest.raises(TooManyVertices, match="over 8 extreme equilibria"):
        mixed_nash(of_tables(np.zeros((3, 3)), np.zeros((3, 3))))


def test_too_many_overlapping_subsets_are_refused() -> None:
    edges = [(a, b) for a in range(10) for b in range(10) if a != b]
    assert len(maximal_cliques(edges)) == 2**10 - 2
    with pytest.raises(TooManyVertices, match="over 500 sets of equilibria overlap"):
        maximal_cliques(edges, most=500)


# -- the polytope ----------------------------------------------------------


def test_a_step_taken_again_leads_back() -> None:
    origin = Vertex.origin([[3, 1, 2], [1, 4, 1], [2, 2, 5]])
    row, column = origin.children()[0]
    there = origin.after(row, column)
    assert there.basic != origin.basic
    assert there.after(row, column) == origin


def test_the_polytope_with_the_most_vertices_that_there_can_be() -> None:
    """Dual to the cyclic polytope of dimension 6 with 12 facets, which has 112 of them."""
    game = of_record("vonstengel_6x6_75")
    least = int(min(game.payoffs[0].flat))
    rows = [[int(entry) - least + 1 for entry in row] for row in game.payoffs[0].tolist()]
    found = vertices(rows, "")
    assert len(found) == 112
    assert all(mask.bit_count() == 6 for mask in found)


def test_constraints_given_twice_or_without_effect_change_no_vertex() -> None:
    square = vertices([[2, 1], [1, 2]], "")
    again = vertices([[2, 1], [2, 1], [1, 2], [1, 1]], "")
    assert {tuple(Fraction(x, max(sum(p), 1)) for x in p) for p in square.values()} == {
        tuple(Fraction(x, max(sum(p), 1)) for x in p) for p in again.values()
    }


# -- a peer ----------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 9, 1000])
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 5), (4, 3), (5, 5)])
def test_gambit_finds_the_same_extreme_equilibria(shape: tuple[int, int], most: int) -> None:
    gambit = pytest.importorskip("pygambit")
    for seed in range(5):
        game = of_tables(*draw_table((2, *shape), seed, most))
        theirs = gambit.nash.enummixed_solve(
            gambit.read_nfg(io.StringIO(write_nfg(game))), rational=True
        )
        assert {one.strategies for one in mixed_nash(game).equilibria} == {
            _fractions(game, profile) for profile in theirs.equilibria
        }


def _fractions(game: NormalForm, profile: object) -> tuple[tuple[Fraction, ...], ...]:
    chances = (profile[player] for player in profile.game.players)  # type: ignore[attr-defined]
    return tuple(tuple(Fraction(str(chance)) for _, chance in own) for own in chances)
