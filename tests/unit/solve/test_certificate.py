"""The checker of answers about games: what holds passes, and what was tampered with does not."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import kautilya.solve.certificate
from kautilya.payoffs import NormalForm
from kautilya.solve.certificate import (
    Removal,
    check_answer,
    check_dominance,
    check_equilibrium,
    check_path,
    check_pure,
    check_quantal,
    exact_regret,
    replies,
)
from kautilya.solve.mixed_many import mixed_many
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.mixed_records import Component, MixedAnswer, MixedEquilibrium, NashSubset
from support.normal_forms import draw_table, of_record, of_tables

HALF = Fraction(1, 2)
DILEMMA = of_tables([[2, 0], [3, 1]], [[2, 3], [0, 1]])
PENNIES = of_tables([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
SEGMENTS = of_tables([[0, 1], [2, 1]], [[0, 2], [1, 1]])


def test_no_solver_is_imported() -> None:
    home = Path(kautilya.solve.certificate.__file__).parent
    seen, todo = set[str](), ["certificate"]
    while todo:
        name = todo.pop()
        seen.add(name)
        for node in ast.walk(ast.parse((home / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and "solve" in str(node.module).split("."):
                todo.append(str(node.module).rpartition(".")[2])
    assert seen == {"certificate", "certificate_moves", "exact_replies", "mixed_records"}


# -- equilibria ----------------------------------------------------------


def test_pure_profiles() -> None:
    assert check_pure(DILEMMA, (1, 1)) == []
    assert check_pure(DILEMMA, (0, 0)) == [
        "'a' gains 1 by '2' in place of '1'",
        "'b' gains 1 by '2' in place of '1'",
    ]
    assert check_pure(DILEMMA, (0, 0), epsilon=1.0) == []
    for profile in ((0,), (0, 2), (-1, 0)):
        assert check_pure(DILEMMA, profile) == [f"{profile} is no profile of this game"]


def exact(*strategies: tuple[Fraction | int, ...]) -> MixedEquilibrium:
    """Chances that claim to be an equilibrium of matching pennies."""
    whole = tuple(tuple(map(Fraction, own)) for own in strategies)
    return MixedEquilibrium(whole, (Fraction(0),) * 2, Fraction(0), True)


@pytest.mark.parametrize(
    ("claim", "complaint"),
    [
        (exact((HALF, HALF), (1, 0)), "'a' gains 1 by '1'"),
        (exact((HALF, HALF), (HALF, 1)), "the chances of 'b' do not sum to one"),
        (exact((Fraction(3, 2), -HALF), (HALF, HALF)), "a chance of 'a' is negative"),
        (exact((HALF, HALF)), "chances for (2,) strategies; there are (2, 2)"),
        (exact((HALF, HALF), (HALF, HALF, 0)), "chances for (2, 3) strategies"),
        (replace(exact((HALF, HALF), (HALF, HALF)), payoffs=(Fraction(1), Fraction(0))),
         "'a' is paid 0, not 1"),
        (replace(exact((HALF, HALF), (HALF, HALF)), payoffs=(Fraction(0),)),
         "1 payoffs for 2 actors"),
        (replace(exact((HALF, HALF), (HALF, HALF)), regret=Fraction(1, 10**30)),
         f"the regret is 0, not 1/{10**30}"),
        (replace(exact((HALF, HALF), (HALF, HALF)), strategies=((0.5, 0.5), (HALF, HALF))),
         "a chance of 'a' is called exact and is no fraction"),
        (MixedEquilibrium(((0.5, 0.5), (0.5, 0.500001)), (0.0, 0.0), 0.0, False),
         "the chances of 'b' do not sum to one"),
        (MixedEquilibrium(((0.5, 0.5), (0.50001, 0.49999)), (0.0, 0.0), 0.0, False),
         "'a' gains 2e-05 by '1'"),
        (MixedEquilibrium(((0.5, 0.5), (0.5, 0.5)), (0.0, 0.0), 1e-6, False),
         "the regret is 0, not 1e-06"),
        (MixedEquilibrium(((0.5, 0.5), (0.5, 0.5)), (0.0, float("nan")), 0.0, False),
         "'b' is paid 0, not nan"),
        (MixedEquilibrium(((0.5, 0.5), (float("nan"), 0.5)), (0.0, 0.0), 0.0, False),
         "a chance of 'b' is negative or no number"),
        (MixedEquilibrium(((0.5, 0.5), (float("inf"), 0.5)), (0.0, 0.0), 0.0, False),
         "a chance of 'b' is negative or no number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_chances_is_said(claim: MixedEquilibrium, complaint: str) -> None:
    found = check_equilibrium(PENNIES, claim)
    assert found and found[0].startswith(complaint)


def test_the_tolerance_is_for_rounded_chances_alone() -> None:
    off = Fraction(1, 10**12)
    near = ((HALF, HALF), (HALF + off, HALF - off))
    payoffs = (Fraction(0), Fraction(0))
    assert check_equilibrium(PENNIES, MixedEquilibrium(near, payoffs, 2 * off, True))
    rounded = MixedEquilibrium(near, payoffs, 2e-12, False)
    assert check_equilibrium(PENNIES, rounded) == []
    assert check_equilibrium(PENNIES, rounded, tolerance=1e-13)


def test_regret_is_worked_out_without_rounding() -> None:
    # In floats the two replies pay the same, up to the last digit.
    game = of_tables([[1, 0], [0, 1 + Fraction(1, 10**20)]], [[0, 0], [0, 0]])
    assert exact_regret(game, [(1.0, 0.0), (0.5, 0.5)]) == Fraction(1, 2 * 10**20)
    assert replies(game, [(1, 0), (0.25, 0.75)], 0) == [
        Fraction(1, 4),
        Fraction(3, 4) + Fraction(3, 4 * 10**20),
    ]
    assert replies(game, [(1, 0), (0.2, 0.2)], 0)[0] == HALF, "in proportion"


def test_replies_of_three_actors_are_those_of_the_table() -> None:
    game = of_tables(*draw_table((3, 2, 3, 2), 1))
    chances = [(0.25, 0.75), (0.5, 0.25, 0.25), (0.125, 0.875)]
    for actor in range(3):
        table = np.moveaxis(game.payoffs[actor].astype(float), actor, 0)
        one, other = (np.array(own) for place, own in enumerate(chances) if place != actor)
        assert list(map(float, replies(game, chances, actor))) == pytest.approx(
            np.einsum("ijk,j,k->i", table, one, other).tolist()
        )


# -- answers ----------------------------------------------------------


@pytest.mark.parametrize("game", [PENNIES, SEGMENTS, of_tables([[0, 0]], [[0, 0]])], ids=str)
def test_whole_answers_hold(game: NormalForm) -> None:
    assert check_answer(game, mixed_nash(game)) == []


def complaints(answer: MixedAnswer) -> str:
    return "; ".join(check_answer(SEGMENTS, answer))


def test_what_is_wrong_with_components_is_said() -> None:
    answer = mixed_nash(SEGMENTS)
    (component,) = answer.components
    one, other = component.subsets
    assert complaints(answer) == ""
    assert "no equilibrium is given" in complaints(replace(answer, equilibria=()))
    assert "given twice" in complaints(replace(answer, equilibria=answer.equilibria * 2))
    assert "belongs to no component" in complaints(replace(answer, components=()))
    short = Component((one,), component.equilibria)
    assert "names other equilibria" in complaints(replace(answer, components=(short,)))
    twice = replace(answer, components=(component, component))
    assert "shares an equilibrium" in complaints(twice)
    grown = NashSubset((one.corners[0], (*one.corners[1], *other.corners[1])))
    wide = Component((grown, other), component.equilibria)
    assert "a corner that is no equilibrium" in complaints(replace(answer, components=(wide,)))
    corners = [
        NashSubset(tuple((own,) for own in answer.equilibria[number].strategies))
        for number in (0, 1, 2)
    ]
    loose = Component(tuple(corners), component.equilibria)
    assert "falls apart" in complaints(replace(answer, components=(loose,)))
    rounded = replace(answer.equilibria[0], exact=False)
    mixed = replace(answer, equilibria=(rounded, *answer.equilibria[1:]))
    assert "called complete" in complaints(mixed)


def test_rounded_answers_may_not_claim_to_be_complete() -> None:
    game = of_record("nau_sec4")
    answer = mixed_many(game)
    assert check_answer(game, answer) == []
    assert check_answer(game, replace(answer, complete="all")) == [
        "the answer is called complete, but not every equilibrium is exact",
        "an equilibrium belongs to no component",
    ]


# -- dominance ----------------------------------------------------------

BEAUTY = of_tables([[5, 1, 6], [6, 2, 5]], [[6, 5, 1], [3, 4, 1]])
STEPS = [Removal(1, "b", 2, 0), Removal(2, "a", 0, 1), Removal(3, "b", 0, 1)]


def test_rounds_of_dominance() -> None:
    assert check_dominance(BEAUTY, STEPS, left={"a": [1], "b": [1]}) == []
    assert check_dominance(BEAUTY, STEPS[:1], left={"a": [1], "b": [1]}) == [
        "other strategies are left than is said"
    ]
    # Without the first round the second does not hold.
    assert check_dominance(BEAUTY, STEPS[1:])[0] == (
        "round 2: '1' of 'a' is not strictly dominated by what is named"
    )
    assert check_dominance(BEAUTY, [*STEPS, STEPS[0]]) == [
        "round 1: a strategy is taken out that is not there"
    ]
    assert (
        check_dominance(BEAUTY, [Removal(1, "c", 0, 1), Removal(1, "b", 7, 1)])
        == ["round 1: a strategy is taken out that is not there"] * 2
    )
    together = [replace(step, round=1) for step in STEPS]
    assert len(check_dominance(BEAUTY, together)) == 2
    assert check_dominance(BEAUTY, STEPS, epsilon=1.0)
    by_itself, by_none = Removal(1, "b", 2, 2), Removal(1, "b", 2, 9)
    assert check_dominance(BEAUTY, [by_itself]) and check_dominance(BEAUTY, [by_none])
    assert check_dominance(BEAUTY, [STEPS[0], Removal(2, "b", 0, 2)]), "by one that is gone"


def test_weak_dominance() -> None:
    game = of_tables([[1, 1], [1, 0]], [[0, 0], [0, 0]])
    step = Removal(1, "a", 1, 0)
    assert check_dominance(game, [step], weak=True) == []
    assert check_dominance(game, [step]) == [
        "round 1: '2' of 'a' is not strictly dominated by what is named"
    ]
    assert check_dominance(game, [Removal(1, "b", 1, 0)], weak=True), "never worse"
    assert check_dominance(game, [step], weak=True, epsilon=1.0), "not by more than epsilon"


@pytest.mark.parametrize(
    ("mixture", "holds"),
    [
        ({0: HALF, 2: HALF}, True),
        ({0: Fraction(1, 3), 2: Fraction(2, 3)}, False),  # only as good against one reply
        ({0: HALF, 2: HALF, 1: Fraction(0)}, True),
        ({0: HALF, 1: HALF}, False),  # with itself
        ({0: HALF}, False),
        ({0: Fraction(3, 2), 2: -HALF}, False),
        ({}, False),
    ],
)
def test_dominance_by_a_mixture(mixture: dict[int, Fraction], holds: bool) -> None:
    game = of_tables([[3, 0], [1, 1], [0, 3]], [[0, 0]] * 3)
    assert (check_dominance(game, [Removal(1, "a", 1, mixture)]) == []) is holds


# -- logit replies ----------------------------------------------------------


def logit(game: NormalForm, precision: float) -> list[list[float]]:
    """A quantal response equilibrium, by going to and fro until nothing moves."""
    chances = [np.full(size, 1 / size) for size in game.shape]
    for _ in range(5000):
        for actor in range(len(chances)):
            paid = np.array(list(map(float, replies(game, chances, actor))))
            reply = np.exp(precision * (paid - paid.max()))
            chances[actor] = 0.5 * chances[actor] + 0.5 * reply / reply.sum()
    return [own.tolist() for own in chances]


@pytest.mark.slow
@pytest.mark.parametrize("precision", [0.0, 0.3, 1.0, 40.0])
def test_logit_replies(precision: float) -> None:
    chances = logit(DILEMMA, precision)
    assert check_quantal(DILEMMA, chances, precision) == []
    assert check_quantal(DILEMMA, chances, precision + 0.1)
    tampered = [chances[0], [chances[1][0] + 1e-5, chances[1][1] - 1e-5]]
    assert check_quantal(DILEMMA, tampered, precision)


def test_small_chances_are_checked_by_their_ratios() -> None:
    chances = logit(DILEMMA, 40.0)
    assert chances[0][0] < 1e-17
    tampered = [[chances[0][0] * 2, chances[0][1]], chances[1]]
    assert check_quantal(DILEMMA, tampered, 40.0) == [
        "the chances of 'a' have other ratios than its payoffs ask for"
    ]
    assert check_quantal(DILEMMA, [[0.0, 1.0], [0.0, 1.0]], 2000.0) == []


def test_what_is_no_precision_or_no_chance_is_refused() -> None:
    even = [[0.5, 0.5], [0.5, 0.5]]
    for precision in (-1.0, float("nan"), float("inf")):
        assert check_quantal(DILEMMA, even, precision) == [f"{precision} is no precision"]
    assert check_quantal(DILEMMA, even[:1], 0.0) == [
        "chances for (2,) strategies; there are (2, 2)"
    ]


# -- paths ----------------------------------------------------------


def test_paths() -> None:
    down = [(0, 0), (1, 0), (1, 1)]
    assert check_path(DILEMMA, down, ends="equilibrium") == []
    assert check_path(DILEMMA, down[:2], ends="equilibrium") == [
        "at the end 'b' gains 1 by '2' in place of '1'"
    ]
    assert check_path(DILEMMA, down, ends="cycle") == ["the last profile has not been there before"]
    assert check_path(DILEMMA, [(0, 0), (1, 1)]) == ["step 1: 2 actors move, not one"]
    assert check_path(DILEMMA, [(0, 0), (0, 0)]) == ["step 1: 0 actors move, not one"]
    assert check_path(DILEMMA, [(1, 1), (0, 1)]) == ["step 1: 'a' does not gain"]
    assert check_path(DILEMMA, down, epsilon=1.0) == [
        "step 1: 'a' does not gain",
        "step 2: 'b' does not gain",
    ]
    assert check_path(DILEMMA, []) == ["the path is empty"]
    assert check_path(DILEMMA, [(0, 0), (2, 0)]) == ["(2, 0) is no profile of this game"]


def test_a_better_reply_is_not_the_best() -> None:
    game = of_tables([[0], [1], [2]], [[0], [0], [0]])
    assert check_path(game, [(0, 0), (1, 0), (2, 0)], to_best=False, ends="equilibrium") == []
    assert check_path(game, [(0, 0), (1, 0)]) == ["step 1: 'a' does not go to a best reply"]
    assert check_path(game, [(0, 0), (1, 0)], epsilon=1.0) == ["step 1: 'a' does not gain"]
    assert check_path(game, [(1, 0), (2, 0)], ends="equilibrium") == []
