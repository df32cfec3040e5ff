"""Coalitions: published answers, small conflicts by hand, and what is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.coalition import (
    coalition_improvements,
    coalition_stabilities,
    coalitions,
)
from kautilya.solve.stability.coalition_witness import (
    coalition_improvements_answered,
    coalition_improvements_unanswered,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.sequences import (
    is_transitive,
    legal_sequences,
    shortest_sequence,
)
from support.conflicts import Recorded, load, recorded, records


def known(name: str) -> Recorded:
    return recorded(load(name), OptionMoves)


def graph(states: int, **moves: list[tuple[int, int]]) -> ListedMoves:
    """Moves listed as pairs."""
    edges = {}
    for actor, pairs in moves.items():
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        edges[actor] = (both[:, 0], both[:, 1])
    return ListedMoves(states, edges)


# ------------------------------------------------------------------------------------- published


@pytest.mark.parametrize("name", records(None))
def test_coalition_nash_is_as_recorded(name: str) -> None:
    each = known(name)
    found = coalition_stabilities(each.conflict, ["nash"])
    assert each.numbers(found.equilibria("nash")[:, 0]) == each.record["expected"]["coalition_nash"]


@pytest.mark.parametrize("name", records(None))
def test_coalitions_that_upset_an_equilibrium_are_as_recorded(name: str) -> None:
    each = known(name)
    recorded_moves = each.record["expected"].get("coalition_moves_from", {})
    alone = coalition_stabilities(each.conflict, ["nash"]).equilibria("nash", sizes=[1])[:, 0]
    for number in each.numbers(alone):
        upset: dict[str, list[int]] = {}
        for found in coalition_improvements_unanswered(each.conflict, each.states[number - 1]):
            upset.setdefault("+".join(found.coalition), []).append(each.states.index(found.end) + 1)
        assert upset == recorded_moves.get(str(number), {})


@pytest.mark.parametrize(
    ("name", "group"),
    [
        (name, group)
        for name in records(None)
        for group in load(name)["expected"].get("coalition_stability", {})
    ],
)
def test_each_coalition_is_as_recorded(name: str, group: str) -> None:
    each = known(name)
    expected = each.record["expected"]["coalition_stability"][group]
    found = coalition_stabilities(each.conflict)
    assert {
        concept: each.numbers(found.stable(concept.lower(), group.split("+"))[:, 0])  # type: ignore[arg-type]
        for concept in expected
    } == expected


def test_elmira_leaves_state_5_by_m_and_u_together() -> None:
    conflict = known("elmira_9_states").conflict
    (found,) = coalition_improvements_unanswered(conflict, 4)
    assert (found.coalition, found.end) == (("M", "U"), 7)
    assert [(step.movers, step.state) for step in found.path] == [(("M",), 5), (("U",), 7)]
    # M alone would get to a worse state for both, and U from there to a better one.
    assert found.gains == {"M": 1.0, "U": 1.0}
    assert coalition_improvements(conflict, ["U", "M"], 4).tolist() == [7]
    for state in (7, 8):
        assert coalition_improvements_unanswered(conflict, state) == ()


# --------------------------------------------------------------------------------------- by hand


def test_a_coalition_may_pass_through_what_is_worse_for_it() -> None:
    moves = graph(3, ann=[(0, 1)], bob=[(1, 2)])
    values = {"ann": np.array([1.0, 0.0, 2.0]), "bob": np.array([1.0, 0.0, 2.0])}
    found = coalition_stabilities(Conflict(moves, values))
    assert found.equilibria("nash")[:, 0].tolist() == [False, False, True]
    assert found.equilibria("nash", sizes=[1])[:, 0].tolist() == [True, False, True]


def test_nobody_moves_twice_in_succession() -> None:
    moves = graph(3, ann=[(0, 1), (1, 2)], bob=[])
    values = {"ann": np.array([0.0, 0.0, 1.0]), "bob": np.array([0.0, 0.0, 1.0])}
    conflict = Conflict(moves, values)
    assert coalition_improvements(conflict, ["ann", "bob"], 0).tolist() == []
    assert coalition_improvements(conflict, ["ann", "bob"], 1).tolist() == [2]


def test_in_seq_outsiders_answer_in_coalitions() -> None:
    """From 1, bob and cyd get to 3 through 2, which bob would not enter alone."""
    moves = graph(4, ann=[(0, 1)], bob=[(1, 2)], cyd=[(2, 3)])
    values = {
        "ann": np.array([1.0, 2.0, 3.0, 0.0]),
        "bob": np.array([0.0, 1.0, 0.0, 2.0]),
        "cyd": np.array([0.0, 1.0, 0.0, 2.0]),
    }
    conflict = Conflict(moves, values)
    (answer,) = coalition_improvements_answered(conflict, ["ann"], 0, "seq")
    assert answer.path is not None
    assert [(step.movers, step.state) for step in answer.path] == [(("bob", "cyd"), 3)]
    assert answer.deterred == ("ann",)
    assert coalition_stabilities(conflict).stable("seq", ["ann"])[0, 0]


def test_one_member_that_does_not_gain_deters_all() -> None:
    """Ann and bob gain at 1; cyd's move to 2 costs bob alone."""
    moves = graph(3, ann=[(0, 1)], bob=[], cyd=[(1, 2)])
    values = {
        "ann": np.array([0.0, 1.0, 2.0]),
        "bob": np.array([0.0, 1.0, 0.0]),
        "cyd": np.array([0.0, 0.0, 1.0]),
    }
    (answer,) = coalition_improvements_answered(Conflict(moves, values), ["ann", "bob"], 0, "seq")
    assert answer.deterred == ("bob",)


def test_under_smr_a_coalition_that_has_a_way_out_is_not_deterred() -> None:
    moves = graph(4, ann=[(0, 1), (2, 3)], bob=[], cyd=[(1, 2)])
    values = {
        "ann": np.array([0.0, 1.0, 0.0, 1.0]),
        "bob": np.array([0.0, 1.0, 0.0, 1.0]),
        "cyd": np.array([0.0, 0.0, 0.0, 0.0]),
    }
    found = coalition_stabilities(Conflict(moves, values))
    assert found.stable("gmr", ["ann", "bob"])[0, 0]
    assert not found.stable("smr", ["ann", "bob"])[0, 0]


def test_gains_up_to_epsilon_do_not_count() -> None:
    moves = graph(2, ann=[(0, 1)], bob=[])
    values = {"ann": np.array([0.0, 1.0]), "bob": np.array([0.0, 0.5])}
    assert coalition_improvements(Conflict(moves, values), ["ann", "bob"], 0).tolist() == [1]
    tied = Conflict(moves, values, epsilon=0.5)
    assert coalition_improvements(tied, ["ann", "bob"], 0).tolist() == []
    assert coalition_improvements(tied, ["ann"], 0).tolist() == [1]


def test_worlds_are_told_apart() -> None:
    moves = graph(2, ann=[(0, 1)], bob=[])
    values = {"ann": np.array([[0.0, 1.0], [1.0, 0.0]]), "bob": np.array([0.0, 1.0])}
    found = coalition_stabilities(Conflict(moves, values), ["nash"], [["ann", "bob"]])
    assert found.equilibria("nash").tolist() == [[False, True], [True, True]]


@pytest.mark.slow
def test_a_thousand_states_and_five_actors_are_served() -> None:
    rng = np.random.default_rng(1)
    moves = OptionMoves((2,) * 9, tuple("abcdeabcd"), ladders={0: (0, 1)})
    conflict = Conflict(moves, {actor: rng.random(512) for actor in moves.actors})
    found = coalition_stabilities(conflict, ["nash", "seq"])
    assert len(found.coalitions) == 31
    best = int(np.argmax(sum(conflict.values[actor] for actor in "abcde")))
    assert found.stable("nash", "abcde")[best, 0]
    upset = np.flatnonzero(~found.equilibria("nash")[:, 0])
    assert coalition_improvements_unanswered(conflict, int(upset[0]))


# --------------------------------------------------------------------------------------- refused


def test_coalitions_come_small_ones_first() -> None:
    assert coalitions("abc") == (
        ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")
    )  # fmt: skip
    assert coalitions("abc", sizes=[3, 2, 0]) == coalitions("abc")[3:]


def test_too_many_actors_are_refused_unless_sizes_are_given() -> None:
    actors = tuple(f"a{number}" for number in range(11))
    with pytest.raises(TooLarge, match="11 actors make 2047 coalitions; up to 10"):
        coalitions(actors)
    assert len(coalitions(actors, sizes=[2])) == 55


def test_too_many_pairs_of_state_and_mover_are_refused() -> None:
    relations = {actor: [0] * 15_000 for actor in "ab"}
    with pytest.raises(TooLarge, match="45000 pairs of state and last mover; up to 40000"):
        legal_sequences(15_000, relations, transitive=False)


@pytest.mark.parametrize(
    ("coalition", "message"),
    [
        ([], "a coalition needs at least one member"),
        (["eve"], "no actor 'eve'; the actors are ann, bob"),
        (["ann", "ann"], "a coalition names somebody twice: ann, ann"),
    ],
)
def test_what_is_no_coalition_is_refused(coalition: list[str], message: str) -> None:
    conflict = Conflict(graph(2, ann=[(0, 1)], bob=[]), {"ann": np.zeros(2), "bob": np.zeros(2)})
    with pytest.raises(ValueError, match=re.escape(message)):
        coalition_improvements(conflict, coalition, 0)
    with pytest.raises(ValueError, match=re.escape(message)):
        coalition_stabilities(conflict, among=[coalition])


def test_what_was_not_asked_for_is_refused() -> None:
    conflict = Conflict(graph(2, ann=[(0, 1)], bob=[]), {"ann": np.zeros(2), "bob": np.zeros(2)})
    with pytest.raises(ValueError, match="no concept 'sim' for coalitions"):
        coalition_stabilities(conflict, ["sim"])  # type: ignore[list-item]
    found = coalition_stabilities(conflict, ["nash"], [["ann"]])
    with pytest.raises(ValueError, match="seq was not asked for; there is nash"):
        found.equilibria("seq")
    with pytest.raises(ValueError, match="the coalition of bob was not asked for"):
        found.stable("nash", ["bob"])
    with pytest.raises(ValueError, match="no coalition of these sizes"):
        found.equilibria("nash", sizes=[2])
    with pytest.raises(ValueError, match="no state 2"):
        coalition_improvements_unanswered(conflict, 2)


def test_sequences_of_one_mover_have_one_move() -> None:
    there_and_on = {"ann": [0b010, 0b100, 0]}
    assert not is_transitive(there_and_on["ann"])
    assert shortest_sequence(there_and_on, 0, 0b100) is None
    assert shortest_sequence(there_and_on, 0, 0b010) == (("ann", 1),)
