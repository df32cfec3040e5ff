"""Response paths and the graph that they run in."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve.limits import TooLarge
from kautilya.solve.response_graph import response_graph
from kautilya.solve.response_paths import response_path

DUEL = ProfileSpace(("a.x", "b.y"), (("p", "q"), ("s", "t")), ("a", "b"), (0, 0))
SAME = np.array([[1.0, 0.0], [0.0, 1.0]])[..., None]
PENNIES = {"a": SAME, "b": 1 - SAME}
TRIPLE = ProfileSpace(("a.x", "b.y"), (("p", "q", "r"),) * 2, ("a", "b"), (0, 0))


def shapley() -> dict[str, np.ndarray]:
    """L. S. Shapley's game of 1964: best responses go round six of nine profiles."""
    ann = np.array([[2.0, 0, 1], [1, 2, 0], [0, 1, 2]])
    bob = np.array([[1.0, 0, 2], [2, 1, 0], [0, 2, 1]])
    return {"a": ann[..., None], "b": bob[..., None]}


def test_shapleys_game_goes_round_six_profiles() -> None:
    path = response_path(TRIPLE, shapley(), (0, 0))
    assert path.end is None
    assert [(each.actor, each.profile) for each in path.cycle] == [
        ("b", (0, 2)),
        ("a", (2, 2)),
        ("b", (2, 1)),
        ("a", (1, 1)),
        ("b", (1, 0)),
        ("a", (0, 0)),
    ]
    graph = response_graph(TRIPLE, shapley())
    assert graph.equilibria == ()
    assert not graph.weakly_acyclic
    (sink,) = graph.sinks_from((0, 1))
    assert set(sink) == {(0, 0), (0, 2), (2, 2), (2, 1), (1, 1), (1, 0)}
    assert graph.cycles == (sink,)


def test_a_path_may_lead_into_a_cycle_that_it_does_not_begin_in() -> None:
    path = response_path(TRIPLE, shapley(), (0, 1))
    assert path.responses[0].profile not in {each.profile for each in path.cycle[1:-1]}
    assert path.responses[-len(path.cycle) :] == path.cycle
    assert path.start == (0, 1)


def test_who_is_first_decides_where_a_coordination_game_ends() -> None:
    same = {"a": SAME, "b": SAME}
    assert response_path(DUEL, same, (0, 1)).end == (1, 1)
    assert response_path(DUEL, same, (0, 1), order=["b", "a"]).end == (0, 0)
    graph = response_graph(DUEL, same)
    assert graph.sinks_from((0, 1)) == (((0, 0),), ((1, 1),))
    assert graph.sinks_from((1, 1)) == (((1, 1),),)


def test_better_is_the_first_that_gains_and_best_the_most() -> None:
    space = ProfileSpace(("a.x",), (("p", "q", "r"),), ("a",), (0,))
    payoffs = {"a": np.array([[0.0], [0.5], [1.0]])}
    best = response_path(space, payoffs, (0,))
    assert [(each.profile, each.gain) for each in best.responses] == [((2,), 1.0)]
    better = response_path(space, payoffs, (0,), kind="better")
    assert [(each.profile, each.gain) for each in better.responses] == [((1,), 0.5), ((2,), 0.5)]


def test_gains_within_epsilon_move_nobody() -> None:
    payoffs = {"a": SAME * 0.1, "b": SAME}
    assert response_path(DUEL, payoffs, (0, 1), epsilon=0.1).end == (0, 0)
    assert len(response_graph(DUEL, payoffs, epsilon=1.0).equilibria) == 4


def test_pins_and_worlds_are_minded() -> None:
    payoffs = {"a": np.concatenate([SAME, 1 - SAME], axis=-1)}
    assert response_path(DUEL, payoffs, (0, 1), 0).end == (1, 1)
    assert response_path(DUEL, payoffs, (0, 1), 1).end == (0, 1)
    assert response_path(DUEL, payoffs, (0, 1), 0, {0: 0}).end == (0, 1)
    assert response_graph(DUEL, payoffs, 1, {1: 1}).equilibria == ((0, 1),)


def test_a_profile_that_nobody_leaves_is_a_path_of_no_moves() -> None:
    path = response_path(DUEL, {"a": SAME, "b": SAME}, (0, 0))
    assert (path.responses, path.end, path.cycle) == ((), (0, 0), ())
    assert response_path(DUEL, {}, (0, 1)).end == (0, 1)


def test_a_graph_may_be_weakly_acyclic_with_cycles() -> None:
    """Pennies, with a way out for one of them at one place."""
    space = ProfileSpace(("a.x", "b.y"), (("p", "q", "out"), ("s", "t", "out")), ("a", "b"), (0, 0))
    ann = np.array([[1.0, 0, 0], [0, 1, 0], [2, 0, 3]])[..., None]
    bob = np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 3]])[..., None]
    graph = response_graph(space, {"a": ann, "b": bob})
    assert graph.equilibria == ((2, 2),)
    assert not graph.acyclic
    assert graph.weakly_acyclic
    assert response_graph(DUEL, {"a": SAME, "b": SAME}).acyclic


def test_without_payoffs_every_profile_is_a_sink() -> None:
    graph = response_graph(DUEL, {})
    assert len(graph.sinks) == 4
    assert graph.acyclic
    assert graph.weakly_acyclic


def test_a_large_game_is_refused() -> None:
    names = tuple(f"a{number}" for number in range(16))
    options = (("no", "yes"),) * 16
    space = ProfileSpace(tuple(f"{name}.x" for name in names), options, names, (0,) * 16)
    with pytest.raises(TooLarge, match="65536 profiles; the graph of better responses is drawn"):
        response_graph(space, {})
    assert response_graph(space, {}, pinned={0: 0}).component.size == 32768
    wide = ProfileSpace(("a.x",), (tuple(str(number) for number in range(3000)),), ("a",), (0,))
    with pytest.raises(TooLarge, match="9000000 moves"):
        response_graph(wide, {"a": np.zeros((3000, 1))})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: response_path(DUEL, PENNIES, (0, 0), 1), "no world 1"),
        (lambda: response_graph(DUEL, PENNIES, 1), "no world 1"),
        (lambda: response_path(DUEL, PENNIES, (0, 0), kind="worst"), "no kind of response 'worst'"),
        (lambda: response_path(DUEL, PENNIES, (0, 0), order=["a"]), "must name each of a, b once"),
        (lambda: response_path(DUEL, PENNIES, (0, 5)), "an option that its decision does not have"),
        (lambda: response_graph(DUEL, PENNIES).sinks_from((0, 5)), "no profile of this graph"),
    ],
)
def test_what_cannot_be_asked_is_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]
