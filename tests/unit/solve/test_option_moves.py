"""Moves in option form: states, moves, what is refused, and what a large conflict may take."""

from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from kautilya.solve.stability import option_engine
from kautilya.solve.stability.cells import cells_of
from kautilya.solve.stability.moves import RULES
from kautilya.solve.stability.native_lists import ListMoves
from kautilya.solve.stability.native_masks import MaskedMoves
from kautilya.solve.stability.option_moves import OptionMoves
from support.option_conflicts import WAYS, forced

INF = float("inf")

each_way = pytest.mark.usefixtures("way")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each way of answering that this machine has."""
    with forced(request.param):
        yield request.param


# ------------------------------------------------------------------------------ states and moves


@each_way
def test_states_are_feasible_profiles_the_last_decision_fastest() -> None:
    feasible = np.array([[True, False, True], [False, True, True]])
    moves = OptionMoves((2, 3), ("ann", "bob"), feasible=feasible)
    profiles = [moves.profile_of(state) for state in range(moves.states)]
    assert profiles == [(0, 0), (0, 2), (1, 1), (1, 2)]
    assert [moves.state_of(profile) for profile in profiles] == [0, 1, 2, 3]
    assert moves.state_of((0, 1)) is None


@each_way
def test_a_move_sets_all_own_decisions_and_may_jump_over_infeasible_profiles() -> None:
    feasible = np.array([[True, False], [False, True]])
    moves = OptionMoves((2, 2), ("ann", "ann"), feasible=feasible)
    assert moves.reach("ann", 0).tolist() == [1]
    assert moves.reach_max("ann", np.array([3.0, 5.0])).tolist() == [5.0, 3.0]


@each_way
def test_a_ladder_is_climbed_by_any_number_of_rungs_and_never_descended() -> None:
    moves = OptionMoves((4,), ("ann",), ladders={0: (0, 1, 1, 7)})
    reached = [moves.reach("ann", state).tolist() for state in range(4)]
    assert reached == [[1, 2, 3], [2, 3], [1, 3], []]
    assert moves.has_move("ann").tolist() == [True, True, True, False]
    assert moves.reach_max("ann", np.array([9.0, 1.0, 2.0, 0.0])).tolist() == [2.0, 2.0, 1.0, -INF]


@each_way
def test_an_actor_moves_neither_from_nor_to_what_it_does_not_perceive() -> None:
    hidden = np.array([False, True, False])
    moves = OptionMoves((3,), ("ann",), unperceived={"ann": hidden})
    assert [moves.reach("ann", state).tolist() for state in range(3)] == [[2], [], [0]]
    assert moves.has_move("ann").tolist() == [True, False, True]


@each_way
def test_nobody_moves_what_is_held() -> None:
    moves = OptionMoves((2, 2), ("ann", "bob"), held=frozenset({0}))
    assert moves.actors == ("ann", "bob")
    assert not moves.has_move("ann").any()
    assert moves.answer_min(("ann", "bob"), np.array([0.0, 1.0, 2.0, 3.0])).tolist() == [1, 0, 3, 2]


# ------------------------------------------------------------------------------------- answers


@each_way
def test_nobody_moves_twice_in_succession() -> None:
    # Ann alone cannot come back to where she is; with bob she can, by four moves.
    alone = OptionMoves((2,), ("ann",))
    assert alone.answer_min(("ann",), np.array([0.0, 1.0])).tolist() == [1.0, 0.0]
    both = OptionMoves((2, 2), ("ann", "bob"))
    floor = np.array([0.0, 1.0, 1.0, 1.0])
    assert both.answer_min(("ann", "bob"), floor).tolist() == [0.0, 0.0, 0.0, 0.0]
    assert both.answer_min(("ann", "bob"), floor, rule="once").tolist() == [1.0, 0.0, 0.0, 0.0]
    assert both.answer_min(("ann", "bob"), floor, rule="single").tolist() == [1.0, 0.0, 0.0, 1.0]


@each_way
def test_without_a_way_around_there_is_no_way_back() -> None:
    # In a tree of moves every walk back takes a step back: the same mover twice in succession.
    feasible = np.array([[True, True], [True, False]])
    moves = OptionMoves((2, 2), ("ann", "bob"), feasible=feasible)
    assert moves.answer_min(("ann", "bob"), np.array([0.0, 1.0, 2.0])).tolist() == [1.0, 0.0, 0.0]


@each_way
def test_improvements_gain_more_than_epsilon_at_each_step() -> None:
    moves = OptionMoves((2, 2), ("ann", "bob"))
    better = {"ann": np.array([0.0, 0.0, 1.0, 1.0]), "bob": np.array([0.0, 0.0, 0.0, 2.0])}
    floor = np.array([5.0, 6.0, 7.0, 1.0])
    both = ("ann", "bob")
    assert moves.answer_min(both, floor, improving=better).tolist() == [1.0, 1.0, 1.0, INF]
    some = moves.answer_min(both, floor, improving=better, epsilon=1.0)
    assert some.tolist() == [INF, INF, 1.0, INF]


@each_way
@pytest.mark.parametrize("rule", RULES)
def test_who_cannot_move_answers_nothing(rule: str) -> None:
    moves = OptionMoves((2, 1), ("ann", "bob"))
    floor = np.array([1.0, 2.0])
    assert moves.answer_min(("bob",), floor, rule=rule).tolist() == [INF, INF]
    assert moves.answer_min((), floor, rule=rule).tolist() == [INF, INF]
    margins = moves.margins({"ann": floor, "bob": floor}, rule=rule)
    assert margins["smr"]["ann"][:, 0].tolist() == [-1.0, 1.0]
    assert margins["seq"]["bob"][:, 0].tolist() == [INF, INF]


@each_way
def test_a_conflict_without_decisions_has_one_state() -> None:
    moves = OptionMoves((), ())
    assert (moves.states, moves.actors, moves.profile_of(0)) == (1, (), ())
    assert moves.answer_min((), np.array([1.0])).tolist() == [INF]
    assert moves.margins({}) == {"nash": {}, "gmr": {}, "smr": {}, "seq": {}}


# ------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"owners": ("ann",)}, "1 owners of 2 decisions"),
        ({"shape": (2, 0)}, "every decision needs an option"),
        ({"shape": (2**20, 2**20)}, "too many to number"),
        ({"ladders": {2: (0, 1)}}, "no decision 2"),
        ({"held": frozenset({-1})}, "no decision -1"),
        ({"ladders": {1: (0, 1, 2)}}, "3 levels for 2 options"),
        ({"feasible": np.ones((2, 3), dtype=bool)}, "feasible has shape"),
        ({"feasible": np.zeros((2, 2), dtype=bool)}, "no profile is feasible"),
        ({"unperceived": {"ann": np.zeros(3, dtype=bool)}}, "what ann does not perceive has shape"),
    ],
)
def test_what_does_not_fit_together_is_refused(told: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        OptionMoves(**{"shape": (2, 2), "owners": ("ann", "bob"), **told})  # type: ignore[arg-type]


def test_questions_that_make_no_sense_are_refused() -> None:
    moves = OptionMoves((2, 2), ("ann", "bob"))
    good, short = np.zeros(4), np.zeros(3)
    with pytest.raises(ValueError, match="no actor 'cyd'"):
        moves.reach("cyd", 0)
    with pytest.raises(ValueError, match="no actor 'cyd'"):
        moves.answer_min(("cyd",), good)
    with pytest.raises(ValueError, match="no state 4"):
        moves.profile_of(4)
    with pytest.raises(ValueError, match="is no profile"):
        moves.state_of((0, 2))
    with pytest.raises(ValueError, match="4 states"):
        moves.reach_max("ann", short)
    with pytest.raises(ValueError, match="no rule 'twice'"):
        moves.answer_min(("ann",), good, rule="twice")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no values for bob"):
        moves.answer_min(("ann", "bob"), good, improving={"ann": good})
    with pytest.raises(ValueError, match="no values for bob"):
        moves.margins({"ann": good})
    with pytest.raises(ValueError, match="values of bob have shape"):
        moves.margins({"ann": np.zeros((4, 3)), "bob": np.zeros((4, 2))})
    with pytest.raises(ValueError, match="no margins of 'sim'"):
        moves.margins({"ann": good, "bob": good}, ["sim"])


# ----------------------------------------------------------------------------- how it is answered


@each_way
def test_a_copy_starts_afresh() -> None:
    moves = OptionMoves((2, 3), ("ann", "bob"), ladders={0: (0, 1)})
    floor = np.arange(6.0)
    before = moves.answer_min(("ann", "bob"), floor)
    copy = pickle.loads(pickle.dumps(moves))
    assert not {"_native", "_swept"} & vars(copy).keys()
    assert copy.answer_min(("ann", "bob"), floor).tolist() == before.tolist()


@pytest.mark.skipif("masks" not in WAYS, reason="no machine code here")
def test_large_conflicts_are_left_to_machine_code() -> None:
    small = OptionMoves((2,) * 4, ("a", "b", "a", "b"))
    few, many = OptionMoves((2,) * 12, tuple("ab") * 6), OptionMoves((80, 80), ("a", "b"))
    assert small._engine() is small._swept
    assert isinstance(small._engine(worlds=1000), MaskedMoves)
    assert isinstance(few._engine(), MaskedMoves)
    assert isinstance(many._engine(), ListMoves)


def test_without_machine_code_numpy_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(option_engine, "host", lambda: "no such machine")
    moves = OptionMoves((2,) * 12, tuple("ab") * 6)
    assert moves._engine() is moves._swept


def test_what_lies_below_on_many_ladders_is_listed_in_two_halves() -> None:
    ladders = {axis: (0, 1) for axis in range(16)}
    cells = cells_of((2,) * 17, range(16), ladders, None, None)
    assert (cells.groups, cells.width) == (2, 2**16)
    assert cells.listed_below == 2 * 3**8 == sum(each.levels.size for each in cells.below())


def test_ladders_with_too_many_levels_are_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(option_engine, "MOST_LISTED", 10)
    moves = OptionMoves((80, 80), ("ann", "bob"), ladders={0: tuple(range(80))})
    assert moves._engine() is moves._swept


@pytest.mark.skipif("masks" not in WAYS, reason="no machine code here")
@pytest.mark.parametrize("way", ["masks", "lists"], indirect=True)
@each_way
def test_memory_grows_with_states_and_not_with_moves() -> None:
    peaks = {}
    for options in (5, 7):  # 4 times the states and 8 (actors: 4, 8) times the moves
        rng = np.random.default_rng(options)
        shape, owners = (2,) * (2 * options), ("ann",) * options + ("bob",) * options
        feasible = rng.random(shape) < 0.9
        moves = OptionMoves(shape, owners, {0: (0, 1), options: (0, 1)}, feasible)
        values = {actor: rng.random(moves.states) for actor in moves.actors}
        moves.margins(values)  # the code, made once
        tracemalloc.start()
        OptionMoves(shape, owners, {0: (0, 1), options: (0, 1)}, feasible).margins(values)
        peaks[options] = tracemalloc.get_traced_memory()[1] / moves.states
        tracemalloc.stop()
    # Bytes a state: values, orders, answers and margins of two actors, and their moves. Listed,
    # the moves alone would be 250 numbers a state in the larger one.
    assert peaks[7] < 500
    assert peaks[7] < 1.5 * peaks[5]
