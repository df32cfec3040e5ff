"""`settle`: turns, cycles, agreements, pins and what ends it."""

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import Agreement, pure_nash, self_enforcing, settle
from kautilya.terms import FloatArray

DUEL = ProfileSpace(("a.x", "b.y"), (("p", "q"), ("s", "t")), ("a", "b"), (0, 0))


def payoffs(*tables: object) -> dict[str, FloatArray]:
    """One world's payoffs of actors a, b, .. in turn."""
    return {
        actor: np.array(table, dtype=np.float64)[..., None]
        for actor, table in zip("abc", tables, strict=False)
    }


PENNIES = payoffs([[1, 0], [0, 1]], [[0, 1], [1, 0]])
COORDINATE = payoffs([[0.9, 0], [0, 0.5]], [[0.5, 0], [0, 0.9]])
DILEMMA = payoffs([[0.6, 0], [0.9, 0.3]], [[0.6, 0.9], [0, 0.3]])


def test_a_fixed_point_takes_one_quiet_round() -> None:
    outcome = settle(DUEL, COORDINATE, (1, 1))
    assert outcome.profile[:, 0].tolist() == [1, 1]
    assert outcome.rounds.tolist() == [1]


def test_who_moves_first_matters() -> None:
    assert settle(DUEL, COORDINATE, (0, 1)).profile[:, 0].tolist() == [1, 1]
    reverse = settle(DUEL, COORDINATE, (0, 1), order=["b", "a"])
    assert reverse.profile[:, 0].tolist() == [0, 0]


def test_a_chase_cycles_and_has_no_profile() -> None:
    outcome = settle(DUEL, PENNIES, (0, 0))
    assert outcome.cycles.tolist() == [True]
    assert outcome.profile[:, 0].tolist() == [-1, -1]


def test_a_pin_ends_a_chase() -> None:
    outcome = settle(DUEL, PENNIES, (0, 0), pinned={0: 1})
    assert outcome.profile[:, 0].tolist() == [1, 0]


def test_worlds_settle_apart() -> None:
    both = {
        actor: np.concatenate([PENNIES[actor], COORDINATE[actor], DILEMMA[actor]], axis=-1)
        for actor in "ab"
    }
    outcome = settle(DUEL, both, np.array([[0, 0, 0], [0, 1, 0]]))
    assert outcome.cycles.tolist() == [True, False, False]
    assert outcome.profile.T.tolist() == [[-1, -1], [1, 1], [1, 1]]
    assert outcome.rounds.tolist() == [3, 2, 2]


def test_who_has_no_payoffs_never_moves() -> None:
    outcome = settle(DUEL, {"a": PENNIES["a"]}, (0, 1))
    assert outcome.profile[:, 0].tolist() == [1, 1]


def test_the_inputs_stay_as_they_were() -> None:
    start = np.array([[0], [0]])
    settle(DUEL, DILEMMA, start)
    assert start.tolist() == [[0], [0]]


def test_a_target_within_epsilon_holds_the_actor_below_an_equilibrium() -> None:
    # From q (0.5) the highest, r, gains 1.6 epsilon; the target is `now`, p, which gains 0.8.
    space = ProfileSpace(("a.x",), (("p", "q", "r"),), ("a",), (0,))
    payoff = {"a": np.array([[0.50008], [0.5], [0.50016]])}
    assert settle(space, payoff, (1,)).profile[0, 0] == 1
    assert pure_nash(space, payoff)[:, 0].tolist() == [True, False, True]


def test_an_agreement_that_does_not_hold_is_formed_once() -> None:
    pact = Agreement("pact", ("a", "b"), {0: 0, 1: 0})
    outcome = settle(DUEL, DILEMMA, (1, 1), agreements=[pact])
    assert outcome.profile[:, 0].tolist() == [1, 1]
    assert outcome.formed.tolist() == [[True]]
    assert outcome.forming[0, :, 0].tolist() == [0, 0]
    truth = self_enforcing(DUEL, DILEMMA, outcome, [pact], 0)
    assert (truth.holds[0], truth.cycles[0]) == (False, False)


def test_an_agreement_that_one_party_would_lose_by_is_not_formed() -> None:
    yielding = Agreement("yielding", ("a", "b"), {0: 0})
    outcome = settle(DUEL, DILEMMA, (1, 1), agreements=[yielding])
    assert outcome.formed.tolist() == [[False]]
    assert (outcome.forming == -1).all()
    assert not self_enforcing(DUEL, DILEMMA, outcome, [yielding], 0).holds[0]


def test_an_agreement_against_a_pin_is_impossible() -> None:
    hunt = payoffs([[0.9, 0], [0.5, 0.5]], [[0.9, 0.5], [0, 0.5]])
    pact = Agreement("pact", ("a", "b"), {0: 0, 1: 0})
    free = settle(DUEL, hunt, (1, 1), agreements=[pact])
    assert free.profile[:, 0].tolist() == [0, 0]
    assert self_enforcing(DUEL, hunt, free, [pact], 0).holds[0]
    held = settle(DUEL, hunt, (1, 1), {0: 1}, [pact])
    assert held.profile[:, 0].tolist() == [1, 1]
    # With the pin where the agreement wants it there is nothing against it.
    assert settle(DUEL, hunt, (1, 1), {0: 0}, [pact]).profile[:, 0].tolist() == [0, 0]


def test_a_party_without_payoffs_never_agrees() -> None:
    pact = Agreement("pact", ("a", "b"), {1: 0})
    outcome = settle(DUEL, {"a": DILEMMA["a"]}, (1, 1), agreements=[pact])
    assert outcome.formed.tolist() == [[False]]
    truth = self_enforcing(DUEL, {"a": DILEMMA["a"]}, outcome, [pact], 0)
    assert truth.holds.tolist() == [False]


def test_an_agreement_is_tried_again_after_another() -> None:
    # `second` pays b only once `first` is in force; it stands before `first` in the file.
    table_a = [[0.1, 0.1], [0.3, 0.9]]
    table_b = [[0.1, 0.0], [0.3, 0.9]]
    second = Agreement("second", ("b",), {1: 1})
    first = Agreement("first", ("a", "b"), {0: 1})
    space = ProfileSpace(DUEL.decisions, DUEL.options, ("c", "c"), DUEL.now)
    outcome = settle(space, payoffs(table_a, table_b), (0, 0), agreements=[second, first])
    assert outcome.profile[:, 0].tolist() == [1, 1]
    assert outcome.forming[:, :, 0].tolist() == [[1, 1], [1, 0]]
    assert outcome.rounds.tolist() == [3]


def test_the_first_in_file_order_is_formed_first() -> None:
    table = [[0.1, 0.5], [0.5, 0.2]]
    space = ProfileSpace(DUEL.decisions, DUEL.options, ("c", "c"), DUEL.now)
    pacts = [Agreement("right", ("a", "b"), {1: 1}), Agreement("down", ("a", "b"), {0: 1})]
    assert settle(space, payoffs(table, table), (0, 0), agreements=pacts).formed[:, 0].tolist() == [
        True,
        False,
    ]
    pacts.reverse()
    outcome = settle(space, payoffs(table, table), (0, 0), agreements=pacts)
    assert outcome.profile[:, 0].tolist() == [1, 0]


def test_what_was_seen_is_forgotten_when_an_agreement_is_formed() -> None:
    # The pact returns to the very profile where the settling began; that is no cycle.
    pact = Agreement("pact", ("a", "b"), {0: 0, 1: 0})
    outcome = settle(DUEL, DILEMMA, (0, 0), agreements=[pact])
    assert outcome.cycles.tolist() == [False]
    assert outcome.profile[:, 0].tolist() == [1, 1]
    assert outcome.rounds.tolist() == [4]


def test_a_chase_after_an_agreement_cycles() -> None:
    # c sits still at an idle table; the pact opens the table and the pennies game begins.
    space = ProfileSpace(
        ("a.x", "b.y", "c.z"),
        (("p", "q"), ("s", "t"), ("shut", "open")),
        ("a", "b", "c"),
        (0, 0, 0),
    )
    tables = {
        actor: np.stack([np.zeros((2, 2)), 0.5 + PENNIES[actor][..., 0]], axis=-1)[..., None]
        for actor in "ab"
    }
    tables["c"] = np.array([0.1, 0.4]).reshape(1, 1, 2, 1)
    pact = Agreement("pact", ("a", "b", "c"), {2: 1})
    held = settle(space, {"a": tables["a"], "b": tables["b"]}, (0, 0, 0))
    assert held.cycles.tolist() == [False]
    assert settle(space, tables, (0, 0, 0)).cycles.tolist() == [True]
    opened = settle(
        space,
        {**tables, "c": np.zeros((1, 1, 2, 1))},
        (0, 0, 0),
        agreements=[Agreement("pact", ("a", "b"), pact.when)],
    )
    assert opened.formed.tolist() == [[True]]
    assert opened.cycles.tolist() == [True]
    assert opened.forming[0, :, 0].tolist() == [0, 0, 1]


def test_the_order_of_moves_names_each_actor_once() -> None:
    with pytest.raises(ValueError, match="must name each of a, b once"):
        settle(DUEL, DILEMMA, (0, 0), order=["a"])


@pytest.mark.parametrize(
    ("parties", "when", "message"),
    [((), {0: 0}, "has no parties"), (("a",), {}, "sets no decision")],
)
def test_an_empty_agreement_is_refused(
    parties: tuple[str, ...], when: dict[int, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Agreement("pact", parties, when)


@pytest.mark.parametrize("when", [{2: 0}, {0: 2}])
def test_an_agreement_about_what_is_not_there_is_refused(when: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="agreement 'pact'"):
        settle(DUEL, DILEMMA, (1, 1), agreements=[Agreement("pact", ("a",), when)])


def test_broadcast_payoffs_give_the_same_and_are_not_copied_out() -> None:
    # A full copy of these payoffs would take 2**41 bytes.
    decisions = 38
    space = ProfileSpace(
        tuple(f"a{n}.x" for n in range(decisions)),
        (("p", "q"),) * decisions,
        tuple(f"a{n}" for n in range(decisions)),
        (0,) * decisions,
    )
    own = np.array([0.2, 0.7])
    tables = {}
    for number in range(decisions):
        shape = [1] * (decisions + 1)
        shape[number] = 2
        tables[f"a{number}"] = np.broadcast_to(own.reshape(shape), (2,) * decisions + (1,))
    assert settle(space, tables, space.now).profile[:, 0].tolist() == [1] * decisions


def test_too_many_profiles_to_number_are_refused() -> None:
    decisions = 64
    space = ProfileSpace(
        tuple(f"a.x{n}" for n in range(decisions)),
        (("p", "q"),) * decisions,
        ("b",) * 64,
        (0,) * 64,
    )
    with pytest.raises(ValueError, match="too many"):
        settle(space, {}, space.now)
