"""What an actor would have to want: published counts, conditions in words, and limits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.inverse import Inverse, inverse
from kautilya.solve.stability.inverse_condition import in_words
from kautilya.solve.stability.inverse_terms import Above
from kautilya.solve.stability.listed_moves import ListedMoves
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.option_moves import OptionMoves
from support.conflicts import load, recorded


def syria_iraq(concept: str, **more: object) -> Inverse:
    """What Syria would have to want for state 2, states named as in the record."""
    each = recorded(load("syria_iraq_1975"), OptionMoves)
    labels = tuple(str(each.states.index(ours) + 1) for ours in range(len(each.states)))
    conflict = replace(each.conflict, labels=labels)
    return inverse(conflict, "Syria", each.states[1], concept, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------- published


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ"])
@pytest.mark.parametrize("goal", ["equilibrium", "stable"])
def test_syria_and_iraq_are_counted_as_recorded(concept: str, goal: str) -> None:
    """The printed 420 for SEQ does not fit the condition printed with it; the Nash count does."""
    expected = load("syria_iraq_1975")["expected"]["inverse_state_2_vary_syria"]
    found = syria_iraq(concept.lower(), goal=goal)
    assert (found.favourable, found.rankings) == (expected[concept], expected["of"])


def test_syria_and_iraq_in_words() -> None:
    assert syria_iraq("nash").condition == "2 above 1 and 2 above 3"
    found = syria_iraq("seq")
    assert set(found.condition.split(" and ")) == {
        "(2 above 1 or 2 above 4)",
        "(2 above 3 or 2 above 6)",
    }
    assert found.share == Fraction(8, 15)
    assert found.lost == ()
    assert len(found.relevant) == 5
    assert (found.favourable_relevant, found.rankings_relevant) == (64, 120)


# --------------------------------------------------------------------------------------- by hand


def fan(ends: int, more: int = 0) -> Conflict:
    """Ann can go from 0 to each of some states; bob answers nothing."""
    starts = np.zeros(ends, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    moves = ListedMoves(
        1 + ends + more, {"ann": (starts, np.arange(1, ends + 1)), "bob": (nothing, nothing)}
    )
    heights = -np.arange(float(moves.states))
    return Conflict(moves, {"ann": heights, "bob": heights})


def test_a_state_without_moves_always_holds() -> None:
    found = inverse(fan(2), "ann", 1, "nash")
    assert (found.favourable, found.rankings) == (6, 6)
    assert (found.condition, found.clauses, found.relevant) == ("always", (), ())


def test_others_may_be_lost_whatever_an_actor_wants() -> None:
    found = inverse(fan(2), "bob", 1, "nash")
    assert found.condition == "always"
    changed = replace(fan(2), values={"ann": np.array([0.0, 1.0, 0.0]), "bob": np.zeros(3)})
    found = inverse(changed, "bob", 0, "nash")
    assert (found.favourable, found.condition, found.lost) == (0, "never", ("ann",))
    assert inverse(changed, "bob", 0, "nash", goal="stable").condition == "always"


def test_states_that_do_not_matter_only_scale_the_count() -> None:
    found = inverse(fan(3, more=20), "ann", 0, "nash")
    assert found.rankings == factorial(24)
    assert found.share == Fraction(1, 4)
    assert (found.favourable_relevant, found.rankings_relevant) == (6, 24)


def test_many_states_are_counted_if_conditions_are_few() -> None:
    assert inverse(fan(150), "ann", 0, "nash").share == Fraction(1, 151)
    # Two moves, each answered by one of a hundred: in a third of all rankings the first stands
    # above the wanted state with all that would answer it, and so on.
    ann, bob = (
        [(0, 1), (0, 2)],
        [(1 + move, 3 + 2 * k + move) for move in (0, 1) for k in range(100)],
    )
    found = inverse(between(203, ann, bob), "ann", 0, "gmr")
    assert found.share == 1 - 2 * Fraction(1, 102) + Fraction(1, 203)
    # If both moves have the same answers, and one of them alone is enough.
    bob = [(1 + move, 3 + k) for move in (0, 1) for k in range(100)]
    found = inverse(between(103, ann, bob), "ann", 0, "gmr")
    assert found.share == 1 - 2 * Fraction(1, 102) + Fraction(1, 103)


def test_no_more_states_than_can_be_told_are_served() -> None:
    assert inverse(fan(999), "ann", 0, "nash").share == Fraction(1, 1000)
    with pytest.raises(TooLarge, match="1001 states matter; up to 1000 are served"):
        inverse(fan(1000), "ann", 0, "nash")


def test_sure_and_open_conditions_are_counted_together() -> None:
    """0 above 1, and above 2 or 3: of 24 rankings 6 have it above all, 2 each above just one."""
    conflict = between(4, [(0, 1), (0, 2)], [(2, 3)])
    found = inverse(conflict, "ann", 0, "gmr")
    assert (found.favourable, found.condition) == (10, "0 above 1 and (0 above 2 or 0 above 3)")


def between(states: int, ann: list[tuple[int, int]], bob: list[tuple[int, int]]) -> Conflict:
    """Moves of two, neither of whom minds anything so far."""
    moves = ListedMoves(states, {"ann": tuple(np.array(ann).T), "bob": tuple(np.array(bob).T)})
    return Conflict(moves, {"ann": np.zeros(states), "bob": np.zeros(states)})


def test_many_states_under_many_conditions_are_refused() -> None:
    """Seven moves, each answered by one of two sanctions with one way out: four clauses each."""
    ann = [(0, 1 + move) for move in range(7)]
    ann += [(8 + 4 * move + k, 10 + 4 * move + k) for move in range(7) for k in range(2)]
    bob = [(1 + move, 8 + 4 * move + k) for move in range(7) for k in range(2)]
    conflict = between(36, ann, bob)
    message = "35 states are compared with the wanted one, under more than 20 conditions; up to 20"
    with pytest.raises(TooLarge, match=message):
        inverse(conflict, "ann", 0, "smr")
    assert inverse(conflict, "ann", 0, "gmr").share > 0


def answering(others: int) -> Conflict:
    """Bob can leave 0 for 1, which serves him; ann answers from there to each of some states."""
    starts = np.full(others, 1)
    ends = np.arange(2, others + 2)
    moves = ListedMoves(others + 2, {"ann": (starts, ends), "bob": (np.array([0]), np.array([1]))})
    bob = np.array([1.0, 2.0, *[0.0] * others])
    return Conflict(moves, {"ann": np.arange(float(others + 2)), "bob": bob})


def test_in_seq_one_must_want_to_answer_the_others() -> None:
    found = inverse(answering(2), "ann", 0, "seq")
    assert found.condition == "2 above 1 or 3 above 1"
    assert found.share == Fraction(2, 3)
    assert inverse(answering(2), "ann", 0, "gmr").condition == "always"
    assert inverse(answering(2), "ann", 0, "nash").lost == ("bob",)


def test_nine_states_are_ranked_and_no_more() -> None:
    assert inverse(answering(8), "ann", 0, "seq").share == Fraction(8, 9)
    with pytest.raises(TooLarge, match="10 states matter, and their rankings are counted one by"):
        inverse(answering(9), "ann", 0, "seq")
    assert inverse(answering(9), "ann", 0, "seq", goal="stable").condition == "always"


def test_open_states_change_places_with_one_another_alone() -> None:
    """Ann likes 0 best, then 1, 2 and 3. If 0 and 2 change places, or 0 and 3, she leaves."""
    found = inverse(fan(3), "ann", 0, "nash", open_states=[0, 2, 3])
    assert (found.favourable, found.rankings) == (2, 6)
    # Whichever of them comes first stands above 1 as well.
    assert found.condition == "0 above 1 and 0 above 2 and 0 above 3"
    fixed = inverse(fan(3), "ann", 0, "nash", open_states=[2, 3])
    assert (fixed.favourable, fixed.rankings, fixed.condition) == (2, 2, "0 above 2 and 0 above 3")


def test_many_open_states_of_which_few_matter() -> None:
    found = inverse(fan(2, more=30), "ann", 0, "nash", open_states=range(31))
    assert found.share == Fraction(1, 3)
    assert found.rankings == factorial(31)


def test_too_many_places_are_refused() -> None:
    with pytest.raises(TooLarge, match="ways to place 6 states that matter among 30 open ones"):
        inverse(fan(5, more=30), "ann", 0, "nash", open_states=range(30))


def test_open_states_that_are_tied_have_no_places_to_change() -> None:
    tied = replace(fan(2), values={"ann": np.array([1.0, 1.0, 0.0]), "bob": np.zeros(3)})
    with pytest.raises(ValueError, match="some open states are tied with one another"):
        inverse(tied, "ann", 0, "nash", open_states=[0, 1])
    assert inverse(tied, "ann", 0, "nash").share == Fraction(1, 3)


def test_a_tie_with_a_state_in_place_is_enough_to_stay() -> None:
    """Ann ties 0 with 1; only if 0 and 2 changed places would she leave for 1."""
    tied = replace(fan(2), values={"ann": np.array([1.0, 1.0, 0.0]), "bob": np.zeros(3)})
    found = inverse(tied, "ann", 0, "nash", open_states=[0, 2])
    assert (found.favourable, found.rankings) == (1, 2)


def test_a_long_condition_is_told_by_moves() -> None:
    """One move, answered by one of four sanctions, each with three ways out: 4^4 clauses."""
    ann = [
        (0, 1),
        *((2 + sanction, 6 + 3 * sanction + way) for sanction in range(4) for way in range(3)),
    ]
    bob = [(1, 2 + sanction) for sanction in range(4)]
    found = inverse(between(18, ann, bob), "ann", 0, "smr")
    assert found.clauses is None
    assert found.condition == "0 above 1 or " + " or ".join(
        f"(0 above {2 + each} and 0 above {6 + 3 * each} and 0 above {7 + 3 * each} "
        f"and 0 above {8 + 3 * each})"
        for each in range(4)
    )
    # Where the wanted state stands above a share x of all: (1 - x) (1 - x^4)^4 is the chance that
    # the move stands above it, and so does something in each of the four groups of four states.
    lost = sum(
        (-1) ** k * comb(4, k) * (Fraction(1, 4 * k + 1) - Fraction(1, 4 * k + 2)) for k in range(5)
    )
    assert found.share == 1 - lost


def test_brackets_stand_where_they_are_needed() -> None:
    both = frozenset({Above(0, 1), Above(0, 2)})
    parts = [(both, frozenset({Above(0, 3)})), (frozenset({Above(0, 4)}),)]
    assert in_words(None, parts, str) == "((0 above 1 and 0 above 2) or 0 above 3) and 0 above 4"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"actor": "eve"}, "no actor 'eve'"),
        ({"state": 9}, "no state 9"),
        ({"concept": "sim"}, "no inverse analysis for the concept 'sim'; there is one for nash"),
        ({"goal": "peace"}, "no goal 'peace'; there are equilibrium, stable"),
        ({"rule": "twice"}, "no rule 'twice'"),
        ({"open_states": [7]}, "no state 7"),
        ({"world": 3}, "no world 3"),
    ],
)
def test_what_cannot_be_asked_is_refused(change: dict[str, object], message: str) -> None:
    asked: dict[str, object] = {"actor": "ann", "state": 0, "concept": "gmr"}
    with pytest.raises(ValueError, match=message):
        inverse(fan(2), **{**asked, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        ("any", "0 above 1 or 0 above 2 or 0 above 3"),
        ("single", "0 above 1 or 0 above 2"),
    ],
)
def test_the_rule_for_answers_is_minded(rule: Rule, condition: str) -> None:
    """Bob alone answers with 2; with cyd also with 3."""
    moves = ListedMoves(
        4,
        {
            "ann": (np.array([0]), np.array([1])),
            "bob": (np.array([1]), np.array([2])),
            "cyd": (np.array([2]), np.array([3])),
        },
    )
    conflict = Conflict(moves, {actor: np.zeros(4) for actor in ("ann", "bob", "cyd")})
    assert inverse(conflict, "ann", 0, "gmr", rule=rule).condition == condition
