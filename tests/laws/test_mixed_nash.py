"""Laws of mixed equilibria: what the words say, whatever the game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kautilya.payoffs import NormalForm
from kautilya.solve.certificate import check_answer, check_equilibrium, exact_regret
from kautilya.solve.components import connected, maximal_cliques
from kautilya.solve.mixed_many import mixed_many
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.mixed_records import MixedAnswer
from kautilya.solve.polyhedra import vertices
from support.effort import examples
from support.normal_forms import draw_table, of_tables, two_actors

from .nash_oracle import by_supports, cliques, extreme_equilibria, is_degenerate
from .nash_oracle import vertices as determined

FEW, MANY = 1, 10_000
"""Payoffs that often tie, and that hardly ever do."""

any_game = st.one_of(two_actors(FEW), two_actors(MANY))


def found(answer: MixedAnswer) -> set[tuple[tuple[Fraction | float, ...], ...]]:
    return {equilibrium.strategies for equilibrium in answer.equilibria}


@given(any_game)
def test_all_extreme_equilibria_are_found_and_no_others(game: NormalForm) -> None:
    answer = mixed_nash(game)
    assert found(answer) == extreme_equilibria(game)
    assert check_answer(game, answer) == []
    assert [equilibrium.regret for equilibrium in answer.equilibria] == [0] * len(found(answer))


@given(two_actors(MANY))
def test_a_game_in_general_position_has_an_odd_number_each_alone(game: NormalForm) -> None:
    assume(not is_degenerate(game))
    answer = mixed_nash(game)
    assert found(answer) == by_supports(game)
    assert len(answer.equilibria) % 2 == 1
    assert answer.is_finite
    assert answer.statement.startswith("all ")


@given(any_game, st.data())
def test_mixtures_within_a_subset_are_equilibria(game: NormalForm, data: st.DataObject) -> None:
    for component in mixed_nash(game).components:
        for subset in component.subsets:
            mixture = [
                mixed(corners, data.draw(st.lists(st.integers(1, 9), min_size=len(corners))))
                for corners in subset.corners
            ]
            assert exact_regret(game, mixture) == 0


def mixed(corners: Sequence[Sequence[Fraction | float]], weights: Sequence[int]) -> list[Fraction]:
    used = weights[: len(corners)]
    return [
        sum((Fraction(x) * w for x, w in zip(column, used, strict=True)), Fraction(0)) / sum(used)
        for column in zip(*corners, strict=True)
    ]


@given(any_game)
def test_components_are_apart_and_subsets_cannot_grow(game: NormalForm) -> None:
    answer = mixed_nash(game)
    pairs = found(answer)
    for component in answer.components:
        own = {answer.equilibria[number].strategies for number in component.equilibria}
        for x, y in own:
            assert all((x, v) in own for u, v in pairs if u == x)
            assert all((u, y) in own for u, v in pairs if v == y)
        for subset in component.subsets:
            xs, ys = map(set, subset.corners)
            assert all(x in xs for x, _ in pairs if all((x, y) in pairs for y in ys))
            assert all(y in ys for _, y in pairs if all((x, y) in pairs for x in xs))


@st.composite
def matrices(draw: st.DrawFn) -> list[list[int]]:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    return (draw_table((rows, columns), draw(st.integers(0, 2**32 - 1)), 1) + 2).tolist()


@example([[1, 2, 3], [1, 1, 1], [2, 1, 1], [2, 1, 2]])
@example([[2, 2, 2, 1], [2, 1, 2, 2], [2, 3, 1, 3]])
@given(matrices())
def test_ties_among_constraints_hide_no_vertex(matrix: list[list[int]]) -> None:
    """In the examples a tie that is broken carelessly does."""
    points = [point for point in vertices(matrix, "").values() if any(point)]
    chances = {tuple(Fraction(x, sum(point)) for x in point) for point in points}
    assert chances == set(determined([[Fraction(entry) for entry in row] for row in matrix]))
    assert len(chances) == len(points)


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=16))
def test_cliques_are_those_that_trying_all_finds(edges: set[tuple[int, int]]) -> None:
    listed = maximal_cliques(sorted(edges))
    assert {(frozenset(a), frozenset(b)) for a, b in listed} == cliques(edges)
    assert len(listed) == len(cliques(edges))
    parts = connected(sorted(edges))
    assert sorted(edge for part in parts for edge in part) == sorted(edges)


@given(any_game, st.fractions(Fraction(1, 9), 9), st.fractions(-9, 9), st.data())
def test_units_of_payoff_do_not_matter(
    game: NormalForm, scale: Fraction, shift: Fraction, data: st.DataObject
) -> None:
    """Nor does what the other's strategy pays whatever one does."""
    moves = st.tuples(*[st.integers(-9, 9)] * game.shape[1])
    by_column = np.array(data.draw(moves), dtype=np.object_)
    other = of_tables(game.payoffs[0] * scale + shift + by_column, game.payoffs[1] * scale)
    assert found(mixed_nash(other)) == found(mixed_nash(game))


@given(any_game, st.data())
def test_the_order_of_strategies_and_of_actors_does_not_matter(
    game: NormalForm, data: st.DataObject
) -> None:
    rows, columns = (data.draw(st.permutations(range(size))) for size in game.shape)
    first, second = (array[np.ix_(rows, columns)] for array in game.payoffs)
    expected = {
        (tuple(y[j] for j in columns), tuple(x[i] for i in rows))
        for x, y in found(mixed_nash(game))
    }
    assert found(mixed_nash(of_tables(second.T, first.T))) == expected


@given(any_game)
def test_a_strategy_that_is_always_worse_changes_nothing(game: NormalForm) -> None:
    first, second = game.payoffs
    worse = np.concatenate([first[:1] - 1, first])
    other = of_tables(worse, np.concatenate([second[-1:] * 2, second]))
    expected = {((0, *x), y) for x, y in found(mixed_nash(game))}
    assert found(mixed_nash(other)) == expected


@given(any_game, st.data())
def test_an_actor_without_a_choice_changes_nothing(game: NormalForm, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 2))
    tables = [np.expand_dims(array, place) for array in game.payoffs]
    tables.insert(place, tables[0] * 0)
    other = of_tables(*tables)
    answer = mixed_nash(other)
    alone = {
        tuple(own for actor, own in enumerate(strategies) if actor != place)
        for strategies in found(answer)
    }
    assert alone == found(mixed_nash(game))
    assert check_answer(other, answer) == []
    assert mixed_many(other) == answer


@given(two_actors(MANY, largest=3), st.data())
def test_tampered_answers_are_refused(game: NormalForm, data: st.DataObject) -> None:
    answer = mixed_nash(game)
    assume(answer.is_finite)
    number = data.draw(st.integers(0, len(answer.equilibria) - 1))
    one = answer.equilibria[number]
    actor = data.draw(st.integers(0, 1))
    chances = list(one.strategies[actor])
    off = data.draw(st.fractions(Fraction(-1, 4), Fraction(1, 4)).filter(bool))
    chances[0] += off
    kinds = [replace(one, strategies=put(one.strategies, actor, tuple(chances)))]
    if len(chances) > 1:
        chances[-1] -= off
        kinds.append(replace(one, strategies=put(one.strategies, actor, tuple(chances))))
    kinds.append(replace(one, payoffs=put(one.payoffs, actor, one.payoffs[actor] + off)))
    kinds.append(replace(one, regret=off))
    kinds.append(replace(one, strategies=one.strategies[::-1], payoffs=one.payoffs[::-1]))
    for wrong in kinds[:-1]:
        assert check_equilibrium(game, wrong), wrong
    if kinds[-1].strategies not in found(answer):
        assert check_equilibrium(game, kinds[-1])


def put(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    return (*items[:place], item, *items[place + 1 :])


@settings(max_examples=examples(25))
@given(st.integers(0, 10**6), st.sampled_from([(2, 2, 2), (2, 3, 2), (2, 2, 2, 2)]))
def test_what_is_found_for_more_actors_has_no_regret(seed: int, shape: tuple[int, ...]) -> None:
    game = of_tables(*(draw_table(shape, seed + actor) for actor in range(len(shape))))
    answer = mixed_many(game)
    assert check_answer(game, answer) == []
    assert all(exact_regret(game, one.strategies) <= 2000e-12 for one in answer.equilibria)
    assert answer.complete == "all" or not answer.components
    assert mixed_many(game) == answer
    pure = [one for one in answer.equilibria if one.is_pure]
    assert len(pure) == sum(
        exact_regret(game, [[k == own for k in range(n)] for own, n in zip(p, shape, strict=True)])
        == 0
        for p in product(*map(range, shape))
    )
