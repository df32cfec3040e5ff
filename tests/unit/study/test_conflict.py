"""The conflict that is solved has the states, the moves and the values that its case says."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.case import Case
from kautilya.case.conflict import ConflictForm, conflict_form
from kautilya.solve.stability.moves import Moves
from kautilya.study import load
from kautilya.study.conflict import conflict_of, dynamic_conflict, moves_of
from support.documents import ROOT
from support.effort import examples

SHAPE = (2, 3, 2)
OWNERS = ("a", "b", "a")
PROFILES = list(product(*map(range, SHAPE)))
LEVELS = (0, 0, 1)  # of the options of b.y


def form(**parts: Any) -> ConflictForm:
    """A conflict over profiles of three decisions of two actors."""
    decisions = {
        "a.x": {"options": ["p", "q"]},
        "b.y": {"options": ["r", "s", "t"]},
        "a.z": {"options": ["u", "v"]},
    }
    wants = {"a": {"statements": ["1--"]}, "b": {"statements": ["--1", "0--"]}}
    head = {"language": 1, "case": "x", "actors": {"a": {}, "b": {}, "c": {}}}
    return conflict_form(
        Case.model_validate({**head, "decisions": decisions, "preferences": wants, **parts})
    )


def edges(moves: Moves) -> set[tuple[str, int, int]]:
    """Every move: who, from which state, to which."""
    return {
        (actor, state, int(end))
        for actor in moves.actors
        for state in range(moves.states)
        for end in moves.reach(actor, state)
    }


def text(profile: tuple[int, ...]) -> str:
    return "".join(map(str, profile))


@settings(max_examples=examples(60))
@given(
    st.sets(st.sampled_from(PROFILES), max_size=6),
    st.booleans(),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_moves_follow_from_the_options(
    ruled_out: set[Any], ordered: bool, merging: bool, random: Any
) -> None:
    left = [p for p in PROFILES if p not in ruled_out]
    together = random.sample(left, 3) if merging else []
    hidden = random.sample(together or left, len(together) or 2)
    found = form(
        infeasible=[text(p) for p in sorted(ruled_out)],
        irreversible={"b.y": [["r", "s"], "t"]} if ordered else {},
        states={"end": [text(p) for p in together]} if merging else {},
        misperceived={"b": ["end"] if merging else [text(p) for p in hidden]},
        preferences={a: {"statements": ["---"]} for a in "ab"},
    )
    state_of = {p: found.grid.state_of(p) for p in left}
    wanted = set()
    for (start, end), actor in product(product(left, repeat=2), "ab"):
        own = all(start[i] == end[i] or OWNERS[i] == actor for i in range(3))
        climbs = not ordered or LEVELS[start[1]] <= LEVELS[end[1]]
        seen = actor != "b" or (start not in hidden and end not in hidden)
        if own and climbs and seen and state_of[start] != state_of[end]:
            wanted.add((actor, state_of[start], state_of[end]))
    assert edges(moves_of(found)) == wanted


def test_listed_moves_replace_those_of_the_options_and_are_seen_or_not() -> None:
    listed = {"a": [["000", "001"], ["001", "111"]], "c": [["0--", "121"]]}
    wants = {a: {"statements": ["1--"]} for a in "abc"}
    found = moves_of(form(moves=listed, misperceived={"a": ["111"]}, preferences=wants))
    assert edges(found) == {("a", 0, 1), *(("c", state, 11) for state in range(6))}
    assert found.actors == ("a", "c")


def test_values_are_ranks_with_the_best_highest() -> None:
    wants = {"a": ["1--", "0--"], "b": ["---"], "c": ["0--", "1--"]}
    conflict = conflict_of(form(preferences=wants))
    assert conflict.actors == ("a", "b")  # c watches
    assert conflict.values["a"].tolist() == [-2.0] * 6 + [-1.0] * 6
    assert (conflict.epsilon, conflict.today, conflict.worlds) == (0.0, None, 1)
    assert conflict.labels is not None and conflict.labels[11] == "121"


def exact_case(numbers: list[Any]) -> ConflictForm:
    """One actor with one decision and these payoffs."""
    options = [f"o{n}" for n in range(len(numbers))]
    return conflict_form(
        Case.model_validate(
            {
                "language": 1,
                "case": "x",
                "actors": {"a": {}},
                "decisions": {"a.x": {"options": options}},
                "payoffs": {"a": numbers},
            }
        )
    )


@given(st.lists(st.fractions(), min_size=1, max_size=6))
def test_payoffs_keep_their_order_and_their_ties(numbers: list[Fraction]) -> None:
    values = conflict_of(exact_case([str(n) for n in numbers])).values["a"]
    for one, other in product(range(len(numbers)), repeat=2):
        assert (values[one] > values[other]) == (numbers[one] > numbers[other])


@pytest.mark.parametrize("numbers", [["1", "1.00000000000000000001"], ["1e300", "1e999"]])
def test_payoffs_that_floats_cannot_tell_apart_are_no_tie(numbers: list[str]) -> None:
    assert conflict_of(exact_case(numbers)).values["a"].tolist() == [0.0, 1.0]
    # and where they can, they are themselves
    assert conflict_of(exact_case(["1/4", 3])).values["a"].tolist() == [0.25, 3.0]


def test_payoffs_over_worlds_are_gathered_at_the_profiles_that_can_be() -> None:
    found = form(infeasible=["0-0"])
    table = np.arange(24.0).reshape(*SHAPE, 2)
    conflict = dynamic_conflict(found, {"a": table, "b": -table}, 1e-4, today=1)
    assert conflict.worlds == 2 and conflict.today == 1 and conflict.epsilon == 1e-4
    for state in range(found.count):
        place = found.grid.profile(state)
        assert conflict.values["a"][state].tolist() == table[place].tolist()
    with pytest.raises(ValueError, match="payoffs of a have shape"):
        dynamic_conflict(found, {"a": table[:1], "b": table}, 0.0)
    with pytest.raises(ValueError, match="each a state of its own"):
        dynamic_conflict(form(states={"end": "1-0"}), {"a": table, "b": table}, 0.0)


def test_a_case_over_time_has_no_values_of_its_own() -> None:
    case = load(ROOT / "cases" / "first-steps").case
    found = conflict_form(case)
    assert found.ranks == {} and found.payoffs == {}
    assert found.today == found.grid.state_of(found.space.now if found.space else ())
    with pytest.raises(ValueError, match="neither preferences nor payoffs"):
        conflict_of(found)


def test_a_conflict_has_nothing_to_test() -> None:
    study = load(ROOT / "tests" / "cases" / "good" / "conflict" / "graph.yaml")
    with pytest.raises(ValueError, match="no propositions to test"):
        study.test()
