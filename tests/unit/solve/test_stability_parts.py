"""Stability: traps of the definitions, faults of a witness by name, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability import gmr, nash, sim
from kautilya.solve.stability.certificate import check_witness
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves, listed, merged
from kautilya.solve.stability.moves import RULES
from kautilya.solve.stability.picture import Stabilities, stabilities
from kautilya.solve.stability.records import Answer, Concept, Escape, Step, Witness
from kautilya.solve.stability.witness import witness
from support.conflicts import Options

Pairs = list[tuple[int, int]]


def graph(states: int, **moves: Pairs) -> ListedMoves:
    """Moves given pair by pair."""
    ends = {name: np.array(pairs, dtype=np.int64).reshape(-1, 2) for name, pairs in moves.items()}
    return ListedMoves(states, {name: (each[:, 0], each[:, 1]) for name, each in ends.items()})


def conflict(moves: ListedMoves | Options, **values: list[float]) -> Conflict:
    """A conflict in one world."""
    return Conflict(moves, {name: np.array(each, dtype=float) for name, each in values.items()})


DILEMMA = conflict(Options((2, 2), ("ann", "bob")), ann=[3, 1, 4, 2], bob=[3, 4, 1, 2])


# ------------------------------------------------------------------------ traps of the definitions


def test_nobody_moves_twice_in_succession() -> None:
    """Bob could get from 1 to 3 by two moves, but not without another's move between."""
    moves = graph(4, ann=[(0, 1)], bob=[(1, 2), (2, 3)])
    values = {"ann": [1, 2, 3, 0], "bob": [0, 0, 0, 0]}
    assert not stabilities(conflict(moves, **values)).stable("gmr", "ann")[0, 0]
    between = graph(5, ann=[(0, 1)], bob=[(1, 2), (4, 3)], cyd=[(2, 4)])
    longer = {name: [*each, 9] for name, each in values.items()} | {"cyd": [0] * 5}
    assert stabilities(conflict(between, **longer)).stable("gmr", "ann")[0, 0]


def test_one_moves_again_after_another() -> None:
    """Bob, cyd, bob: within the definition, but not if each moves once only."""
    moves = graph(4, ann=[(0, 1)], bob=[(1, 2), (3, 0)], cyd=[(2, 3)])
    three = conflict(moves, ann=[1, 2, 3, 3], bob=[0] * 4, cyd=[0] * 4)
    answer = Answer(1, (Step("bob", 2), Step("cyd", 3), Step("bob", 0)), sanction=0)
    assert witness(three, "gmr", "ann", 0).answers == (answer,)
    assert [bool(stabilities(three, rule=rule).stable("gmr", "ann")[0, 0]) for rule in RULES] == [
        True,
        False,
        False,
    ]


def test_a_group_may_come_back_to_where_it_started() -> None:
    moves = graph(3, bob=[(0, 1)], cyd=[(1, 0), (0, 2)])
    floor = np.array([0.0, 1.0, 2.0])
    assert moves.answer_min(("bob", "cyd"), floor).tolist() == [0, 0, np.inf]
    assert moves.answer_min(("bob", "cyd"), floor, rule="single").tolist() == [1, 0, np.inf]
    assert moves.answer_min(("bob",), floor).tolist() == [1, np.inf, np.inf]
    assert moves.answer_min((), floor).tolist() == [np.inf] * 3


def test_a_state_is_reached_a_second_time_by_another_mover() -> None:
    """Bob gets to 2 first and cannot go on; by way of cyd he can."""
    moves = graph(5, ann=[(0, 1)], bob=[(1, 2), (2, 4), (1, 3)], cyd=[(3, 2)])
    three = conflict(moves, ann=[1, 2, 2, 2, 0], bob=[0] * 5, cyd=[0] * 5)
    (answer,) = witness(three, "gmr", "ann", 0).answers
    assert [(step.mover, step.state) for step in answer.steps] == [
        ("bob", 3),
        ("cyd", 2),
        ("bob", 4),
    ]


def test_an_opponent_improves_at_each_step_not_at_the_end() -> None:
    moves = graph(4, ann=[(0, 1)], bob=[(1, 2), (3, 0)], cyd=[(2, 3)])
    three = conflict(moves, ann=[1, 2, 3, 3], bob=[9, 5, 4, 0], cyd=[0, 0, 0, 1])
    assert not stabilities(three).stable("seq", "ann")[0, 0]  # bob must lose first, to win later
    assert stabilities(
        replace(three, values={**three.values, "bob": np.array([9, 5, 6, 0])})
    ).stable("seq", "ann")[0, 0]


def test_moves_at_once_need_only_end_in_a_feasible_state() -> None:
    """Bob and cyd together spoil it; either alone would end where nobody can be."""
    feasible = np.ones((2, 2, 2), dtype=np.bool_)
    feasible[1, 1, 0] = feasible[1, 0, 1] = False
    form = Options((2, 2, 2), ("ann", "bob", "cyd"), feasible=feasible)
    ann, others = np.zeros(6), np.zeros(6)
    start, target, spoilt = (form.state_of(each) for each in [(0, 0, 0), (1, 0, 0), (1, 1, 1)])
    ann[[start, target, spoilt]] = [1, 2, 0]
    others[start] = -1
    found = Conflict(form, {"ann": ann, "bob": others, "cyd": others})
    assert stabilities(found, ["sim"]).stable("sim", "ann")[start, 0]
    (answer,) = witness(found, "sim", "ann", start).answers
    assert (len(answer.steps), answer.sanction) == (2, spoilt)
    assert not stabilities(found).stable("seq", "ann")[start, 0]


def test_without_a_move_a_state_is_stable_whatever_it_is_worth() -> None:
    moves = graph(3, ann=[(0, 1)], bob=[(1, 2)])
    found = stabilities(conflict(moves, ann=[0, 1, -9], bob=[0, 0, 0]))
    assert found.no_move["ann"].tolist() == [False, True, True]
    assert found.stable("nash", "ann")[:, 0].tolist() == [False, True, True]


def test_a_gain_of_just_epsilon_is_a_tie() -> None:
    moves = graph(2, ann=[(0, 1)])
    one = conflict(moves, ann=[0, 1])
    assert not stabilities(one).stable("nash", "ann")[0, 0]
    assert stabilities(replace(one, epsilon=1.0)).stable("nash", "ann")[0, 0]
    assert not stabilities(replace(one, epsilon=0.999)).stable("nash", "ann")[0, 0]


def test_many_combinations_are_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    form = Options((3, 2, 2, 2), ("ann", "bob", "cyd", "bob"))
    found = Conflict(form, {name: rng.random(form.states) for name in form.actors})
    whole = sim.margin(found, "ann")
    for rows in (1, 3, 10):
        monkeypatch.setattr(sim, "_ROWS", rows)
        assert np.array_equal(sim.margin(found, "ann"), whole)


@pytest.mark.parametrize(("limit", "count"), [("_MOST_MOVES", 8), ("_MOST_COMBINATIONS", 6)])
def test_too_many_moves_at_once_are_refused(
    limit: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the dilemma each has four moves, and two of the other's states leave it to improve."""
    monkeypatch.setattr(sim, limit, count)
    sim.margin(DILEMMA, "ann")
    monkeypatch.setattr(sim, limit, count - 1)
    with pytest.raises(TooLarge, match="ask for Nash, GMR, SMR or SEQ"):
        sim.margin(DILEMMA, "ann")


@pytest.mark.parametrize(("concept", "outcomes"), [("gmr", 2), ("sim", 3)])
def test_a_witness_gives_up_where_too_much_can_come_about(
    concept: Concept, outcomes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bob has two ways of making it better still for ann; moving at once, he may stay, too."""
    module = import_module("kautilya.solve.stability.witness")  # there is a function of that name
    form = Options((2, 3), ("ann", "bob"))
    found = conflict(form, ann=[0, 0, 0, 1, 2, 3], bob=[0, 1, 2, 0, 1, 2])
    monkeypatch.setattr(module, "_MOST_OUTCOMES", outcomes)
    assert witness(found, concept, "ann", 0).unanswered == 3
    monkeypatch.setattr(module, "_MOST_OUTCOMES", outcomes - 1)
    with pytest.raises(TooLarge, match="`stabilities` gives the verdict alone"):
        witness(found, concept, "ann", 0)


def test_listing_changes_nothing() -> None:
    form = Options((2, 3), ("ann", "bob"), ladders={1: (0, 1, 1)})
    again = listed(form)
    assert again.actors == form.actors
    for actor in form.actors:
        for state in range(form.states):
            assert again.reach(actor, state).tolist() == form.reach(actor, state).tolist()


def test_a_move_given_twice_counts_once_and_order_does_not_count() -> None:
    assert graph(3, ann=[(0, 2), (0, 1), (0, 2)]).reach("ann", 0).tolist() == [1, 2]


def test_what_is_reached_can_be_changed_by_who_asked() -> None:
    moves = graph(3, ann=[(0, 2), (0, 1)])
    moves.reach("ann", 0)[:] = 7
    assert moves.reach("ann", 0).tolist() == [1, 2]


# -------------------------------------------------------------------------- faults of a witness

STABLE = witness(DILEMMA, "smr", "ann", 0)  # bob answers 2 by 3; ann's only way from there is 1
UNSTABLE = witness(DILEMMA, "smr", "ann", 1)  # she talks, too: 3; bob could only go back, to 2


def answered(**changes: object) -> Witness:
    """The stable one with another answer."""
    (answer,) = STABLE.answers
    return replace(STABLE, answers=(replace(answer, **changes),))  # type: ignore[arg-type]


def laid_over(*steps: Step, sanction: int = 3) -> Witness:
    """The stable one under SIM with another answer."""
    return replace(STABLE, concept="sim", answers=(Answer(2, steps, sanction),))


BOB, THERE, BACK = Step("bob", 3), Step("bob", 2), Step("ann", 1)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (replace(STABLE, concept="best"), "no concept best"),
        (replace(STABLE, rule="twice"), "no rule twice"),
        (replace(STABLE, actor="cyd"), "no actor cyd"),
        (replace(STABLE, state=4), "no state 4"),
        (replace(STABLE, state=-1), "no state -1"),
        (replace(STABLE, world=1), "no world 1"),
        (replace(STABLE, improvements=()), "improvements are given as [], but are [2]"),
        (replace(STABLE, answers=()), "answers are to [], but the improvements are [2]"),
        (replace(STABLE, reached=(3,)), "it says stable, but names what goes unanswered"),
        (replace(STABLE, concept="nash"), "nobody answers under Nash"),
        (replace(STABLE, concept="gmr"), "only SMR knows counter-moves"),
        (answered(sanction=9), "no state 9"),
        (answered(sanction=2), "the moves end in 3, not in the sanction 2"),
        (answered(sanction=2, steps=()), "no move answers"),
        (answered(sanction=2, steps=()), "2 is no sanction: ann prefers it"),
        (answered(counter_moves=()), "counter-moves are given as [], but are [1]"),
        (answered(steps=(BOB, BACK), sanction=1), "ann is no opponent"),
        (answered(steps=(Step("cyd", 3),)), "cyd is no opponent"),
        (answered(steps=(Step("bob", 1),), sanction=1), "bob cannot move from 2 to 1"),
        (answered(steps=(Step("bob", 8), Step("bob", 3))), "bob cannot move from 8 to 3"),
        (answered(steps=(BOB, THERE, BOB)), "somebody moves twice in succession"),
        (replace(answered(steps=(BOB, THERE, BOB)), rule="once"), "somebody moves twice"),
        (replace(answered(steps=(BOB, THERE, BOB)), rule="single"), "more than one move"),
        (
            replace(answered(steps=(BOB, THERE, BOB), counter_moves=()), concept="seq"),
            "bob does not improve from 3 to 2",
        ),
        (laid_over(Step("bob", 0)), "bob cannot move from 0 to 0"),
        (laid_over(Step("bob", 1), Step("bob", 1)), "somebody moves twice at once"),
        (laid_over(sanction=3), "the moves laid over 2 are not 3"),
        (laid_over(Step("bob", 1), sanction=1), "the moves laid over 2 are not 1"),
        (replace(UNSTABLE, answers=STABLE.answers), "it says not stable, but has answers"),
        (replace(UNSTABLE, unanswered=2), "2 is no improvement"),
        (replace(UNSTABLE, unanswered=None), "None is no improvement"),
        (replace(UNSTABLE, reached=()), "reached states are given as [], but are [2]"),
        (
            replace(UNSTABLE, reached=(), concept="sim"),
            "reached states are given as [], but are [3]",
        ),
        (replace(UNSTABLE, escapes=(Escape(2, 0),)), "the states to escape from are []"),
        (replace(UNSTABLE, escapes=(Escape(2, 1),)), "ann cannot escape from 2 to 1"),
        (replace(UNSTABLE, escapes=(Escape(0, 2), Escape(3, 1))), "1 is no escape"),
        (replace(UNSTABLE, escapes=(Escape(2, 0),), concept="gmr"), "only SMR knows escapes"),
        (
            replace(STABLE, concept="gmr", stable=False, unanswered=2, reached=(3,), answers=()),
            "3 is a sanction",
        ),
    ],
)
def test_the_checker_names_the_fault(bad: Witness, fault: str) -> None:
    assert any(fault in told for told in check_witness(DILEMMA, bad)), check_witness(DILEMMA, bad)


def test_the_checker_sees_that_an_actor_escapes() -> None:
    moves = graph(4, ann=[(0, 1), (2, 3)], bob=[(1, 2)])
    two = conflict(moves, ann=[1, 2, 0, 5], bob=[0] * 4)
    answer = Answer(1, (Step("bob", 2),), 2, counter_moves=(3,))
    bad = Witness("smr", "ann", 0, 0, "any", True, (1,), (answer,))
    assert check_witness(two, bad) == ["answer to 1: ann escapes from the sanction to 3"]
    found = witness(two, "smr", "ann", 0)
    assert found.escapes == (Escape(2, 3),)
    assert check_witness(two, found) == []


def test_the_checker_needs_options_for_moves_at_once() -> None:
    two = replace(DILEMMA, moves=listed(DILEMMA.moves))
    bad = replace(STABLE, concept="sim")
    assert check_witness(two, bad) == ["SIM needs a conflict in option form"]


# ------------------------------------------------------------------------------ what is refused

MOVES = graph(3, ann=[(0, 1)], bob=[(1, 2)])
FINE = conflict(MOVES, ann=[0, 1, 2], bob=[0, 1, 2])


def values(**changes: object) -> dict[str, object]:
    """Values of the two actors, with changes."""
    return {"ann": np.zeros(3), "bob": np.zeros(3), **changes}


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: graph(2, ann=[(0, 2)]), "ann has a move to 2; states are numbered 0 to 1"),
        (lambda: graph(2, ann=[(-1, 0)]), "ann has a move from -1"),
        (lambda: graph(2, ann=[(1, 1)]), "a move from state 1 to itself"),
        (lambda: ListedMoves(2, {"ann": (np.array([0]), np.array([1, 1]))}), "the same length"),
        (lambda: MOVES.reach("cyd", 0), "no actor 'cyd'; the actors are ann, bob"),
        (lambda: MOVES.reach("ann", 3), "no state 3; states are numbered 0 to 2"),
        (lambda: MOVES.answer_min(("cyd",), np.zeros(3)), "no actor 'cyd'"),
        (lambda: MOVES.answer_min(("ann",), np.zeros(3), rule="most"), "no rule 'most'"),
        (lambda: merged(MOVES, [[0, 1]]), "in no group: 2"),
        (lambda: merged(MOVES, [[0, 1], [1, 2]]), "state 1 stands in groups 0 and 1"),
        (lambda: merged(MOVES, [[0, 1], [2], []]), "group 2 has no members"),
        (lambda: merged(MOVES, [[0, 1, 2, 3]]), "group 0 has the member 3, which is no state"),
        (lambda: Conflict(graph(0, ann=[]), {"ann": np.zeros(0)}), "at least one state"),
        (lambda: Conflict(MOVES, {"ann": np.zeros(3)}), "no values for bob"),
        (lambda: Conflict(MOVES, values(cyd=np.zeros(3))), "no actor 'cyd'"),
        (lambda: Conflict(MOVES, values(bob=np.zeros(2))), "bob have shape (2,)"),
        (lambda: Conflict(MOVES, values(bob=np.zeros((3, 0)))), "bob have shape (3, 0)"),
        (lambda: Conflict(MOVES, values(bob=np.array([0, 1, np.nan]))), "not all finite"),
        (
            lambda: Conflict(MOVES, values(ann=np.zeros((3, 2)), bob=np.zeros((3, 4)))),
            "2 for ann, 4 for bob",
        ),
        (lambda: replace(FINE, epsilon=-1.0), "epsilon is -1.0"),
        (lambda: replace(FINE, epsilon=np.inf), "epsilon is inf"),
        (lambda: replace(FINE, today=3), "no state 3"),
        (lambda: replace(FINE, labels=("a", "b")), "2 labels for 3 states"),
        (lambda: replace(FINE, labels=("a", "b", "a")), "two states have the same label: a"),
        (lambda: FINE.values_in("cyd"), "no actor 'cyd'"),
        (lambda: FINE.values_in("ann", 1), "no world 1"),
        (lambda: FINE.block(0, 2), "no worlds 0 to 1; there are 1"),
        (lambda: FINE.label(5), "no state 5"),
        (lambda: FINE.opponents("cyd"), "no actor 'cyd'"),
        (lambda: stabilities(FINE, ["best"]), "no concept 'best'"),
        (lambda: stabilities(FINE, rule="most"), "no rule 'most'"),
        (lambda: nash.margin(FINE, "ann", rule="most"), "no rule 'most'"),
        (lambda: gmr.margin(FINE, "cyd"), "no actor 'cyd'"),
        (lambda: stabilities(FINE, ["sim"]), "SIM is defined in option form alone"),
        (lambda: sim.margin(FINE, "ann"), "SIM is defined in option form alone"),
        (lambda: witness(FINE, "sim", "ann", 0), "SIM is defined in option form alone"),
        (lambda: stabilities(FINE, ["nash"]).stable("gmr", "ann"), "gmr was not asked for"),
        (lambda: stabilities(FINE).stable("gmr", "cyd"), "no actor 'cyd'"),
        (lambda: witness(FINE, "best", "ann", 0), "no concept 'best'"),
        (lambda: witness(FINE, "gmr", "cyd", 0), "no actor 'cyd'"),
        (lambda: witness(FINE, "gmr", "ann", 3), "no state 3"),
        (lambda: witness(FINE, "gmr", "ann", 0, rule="most"), "no rule 'most'"),
        (
            lambda: graph(2, **{f"a{n}": [(0, 1)] for n in range(13)}).answer_min(
                tuple(f"a{n}" for n in range(13)), np.zeros(2), rule="once"
            ),
            "serves up to 12 movers, not 13",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        attempt()


def test_values_may_be_the_same_in_all_worlds() -> None:
    mixed = Conflict(MOVES, {"ann": np.array([0.0, 1, 2]), "bob": np.arange(9.0).reshape(3, 3)})
    assert mixed.worlds == 3
    assert mixed.values_in("ann", 2).tolist() == [0, 1, 2]
    assert mixed.values_in("bob", 2).tolist() == [2, 5, 8]
    assert mixed.block(1, 3).values_in("bob", 0).tolist() == [1, 4, 7]
    assert stabilities(mixed).margins["nash"]["ann"].shape == (3, 3)


def test_states_have_labels_or_numbers() -> None:
    assert FINE.label(2) == "2"
    assert replace(FINE, labels=("a", "b", "c")).label(2) == "c"


def test_an_actor_alone_is_answered_by_nobody() -> None:
    one = conflict(graph(2, ann=[(0, 1)]), ann=[0, 1])
    found: Stabilities = stabilities(one)
    assert all(not found.stable(concept, "ann")[0, 0] for concept in found.margins)
    assert found.margins["smr"]["ann"][:, 0].tolist() == [-1, np.inf]
