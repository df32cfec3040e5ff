"""Moves in option form: every way of answering says what the words say, and they all agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.solve.stability.moves import RULES
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.records import GRAPH_CONCEPTS
from kautilya.terms import FloatArray
from support.effort import QUICK
from support.option_conflicts import WAYS, Plan, Truth, drawn, forced

SEEDS = st.integers(0, 2**32 - 1)
Margins = Mapping[str, Mapping[str, FloatArray]]


def assert_as_the_words_say(plan: Plan, rng: np.random.Generator) -> None:
    """Moves, answers and margins of one conflict, in every way."""
    worlds = max(values.shape[1] for values in plan.values.values())
    truths = [Truth(plan, world) for world in range(worlds)]
    truth = truths[0]
    values = {actor: plan.values[actor][:, 0] for actor in truth.actors}
    floor = rng.integers(0, 9, len(truth.profiles)).astype(np.float64)
    group = tuple(rng.permutation(truth.actors)[: rng.integers(1, len(truth.actors) + 1)].tolist())
    answers = {
        (rule, improving): truth.answer_min(group, floor.tolist(), rule, improving)
        for rule in RULES
        for improving in (False, True)
    }
    margins = {rule: [each.margins(rule) for each in truths] for rule in RULES}
    for way in WAYS:
        moves = plan.moves()
        with forced(way):
            for actor in moves.actors:
                steps = truth.steps[actor]
                assert moves.has_move(actor).tolist() == [bool(step) for step in steps]
                highest = [max((floor[t] for t in step), default=-np.inf) for step in steps]
                assert moves.reach_max(actor, floor).tolist() == highest
            for (rule, improving), answer in answers.items():
                better = values if improving else None
                found = moves.answer_min(
                    group, floor, improving=better, epsilon=plan.epsilon, rule=rule
                )
                assert found.tolist() == answer, (way, rule, improving)
            for rule in RULES:
                found_margins = moves.margins(plan.values, epsilon=plan.epsilon, rule=rule)
                for concept, of_actors in found_margins.items():
                    for actor, margin in of_actors.items():
                        told = [each[concept][actor] for each in margins[rule]]
                        assert margin.T.tolist() == told, (way, rule, concept, actor)


@pytest.mark.parametrize("batch", range(1 if QUICK else 10))
def test_small_conflicts_are_as_the_words_say(batch: int) -> None:
    rng = np.random.default_rng([1, batch])
    for _ in range(40):
        assert_as_the_words_say(drawn(rng, most_profiles=48), rng)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(10))
def test_many_small_conflicts_are_as_the_words_say(batch: int) -> None:
    rng = np.random.default_rng([2, batch])
    for number in range(80):
        plan = drawn(rng, most_profiles=32, plain=number % 8 == 0)
        assert_as_the_words_say(plan, rng)


@given(SEEDS)
def test_a_margin_tells_stability_as_it_is_defined(seed: int) -> None:
    rng = np.random.default_rng(seed)
    plan = drawn(rng, most_profiles=32, most_worlds=1, plain=bool(rng.random() < 0.3))
    truth, moves = Truth(plan), plan.moves()
    rule = RULES[rng.integers(3)]
    for concept, of_actors in moves.margins(plan.values, epsilon=plan.epsilon, rule=rule).items():
        for actor, margin in of_actors.items():
            states = range(moves.states)
            stable = [truth.stable(concept, actor, state, rule) for state in states]
            assert (margin[:, 0] >= -plan.epsilon).tolist() == stable, (concept, actor)


@given(SEEDS)
def test_what_two_moves_in_succession_reach_one_move_reaches(seed: int) -> None:
    plan = drawn(np.random.default_rng(seed), most_profiles=48)
    moves = plan.moves()
    for actor in moves.actors:
        for state in range(moves.states):
            once = {*moves.reach(actor, state).tolist()}
            twice = {end for there in once for end in moves.reach(actor, there).tolist()}
            assert twice <= once | {state}


# ----------------------------------------------------------------------- all ways, larger conflicts


def larger(rng: np.random.Generator, shape: tuple[int, ...], owners: tuple[str, ...]) -> Plan:
    """Everything at once: ladders, infeasible profiles, unperceived states, ties and an epsilon."""
    every = list(np.ndindex(shape))
    infeasible = frozenset(p for p in every[1:] if rng.random() < rng.choice([0.1, 0.1, 0.7]))
    states = len(every) - len(infeasible)
    values = {a: rng.integers(0, 50, (states, 2)) / 8 for a in dict.fromkeys(owners)}
    plan = Plan(
        shape,
        owners,
        {
            axis: tuple(rng.integers(0, 2, size).tolist())
            for axis, size in enumerate(shape)
            if rng.random() < 0.5
        },
        infeasible,
        {},
        frozenset({0} if rng.random() < 0.2 else ()),
        values,
        float(rng.choice([0.0, 0.25])),
    )
    hidden = frozenset(p for p in plan.profiles if rng.random() < 0.1)
    return replace(plan, unperceived={owners[-1]: hidden})


LARGER = {
    "four actors with a few options each": ((2,) * 9, tuple("abcdabcda")),
    "64 joint choices, the most that have a bit each": ((2,) * 9, tuple("aaaaaabbc")),
    "33 joint choices, which need the wider masks": ((33, 2, 3), tuple("abc")),
    "65 joint choices, too many for bits": ((13, 5, 2, 2), tuple("aabc")),
    "256 joint choices": ((2,) * 10, tuple("aaaaaaaabc")),
    "nine actors, too many for a byte": ((2,) * 9, tuple("abcdefghi")),
    "decisions without a choice": ((2, 1, 4, 1, 3, 4), tuple("abcdab")),
}


@pytest.mark.parametrize("name", LARGER)
@pytest.mark.parametrize("seed", range(2))
def test_all_ways_say_exactly_the_same(name: str, seed: int) -> None:
    plan = larger(np.random.default_rng([seed, len(name)]), *LARGER[name])
    told = dict(values=plan.values, epsilon=plan.epsilon)
    found: dict[str, list[FloatArray]] = {}
    for way in WAYS:
        moves = plan.moves()
        with forced(way):
            margins = [moves.margins(**told, rule=rule) for rule in ("any", "single")]
            column = {actor: values[:, 1] for actor, values in plan.values.items()}
            answers = [
                moves.answer_min(moves.actors, column[moves.actors[0]], improving=better)
                for better in (None, column)
            ]
        flat = [array for each in margins for of in each.values() for array in of.values()]
        found[way] = [*flat, *answers]
    for (way, one), (other, two) in pairwise(found.items()):
        for mine, yours in zip(one, two, strict=True):
            np.testing.assert_array_equal(mine, yours, err_msg=f"{way}, {other}")


@given(SEEDS)
def test_worlds_together_are_as_each_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    plan = drawn(rng, most_profiles=24, most_worlds=5)
    worlds = max(values.shape[1] for values in plan.values.values())
    for way in WAYS:
        with forced(way):
            together = plan.moves().margins(plan.values, epsilon=plan.epsilon)
            for world in range(worlds):
                alone = {a: v[:, world % v.shape[1]] for a, v in plan.values.items()}
                margins = plan.moves().margins(alone, epsilon=plan.epsilon)
                assert_same(margins, together, world)


@given(SEEDS)
def test_the_closed_forms_say_what_the_search_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    plan = drawn(rng, most_profiles=96, most_worlds=3, plain=True)
    # A profile more that nobody can reach makes the conflict other than free, and changes nothing.
    shape = (*plan.shape, 2)
    feasible = np.zeros(shape, dtype=np.bool_)
    feasible[..., 0] = True
    searched = OptionMoves(shape, (*plan.owners, plan.owners[0]), feasible=feasible)
    for way in WAYS:
        with forced(way):
            closed = plan.moves().margins(plan.values, ["gmr", "smr"])
            found = searched.margins(plan.values, ["gmr", "smr"])
        worlds = next(iter(closed["gmr"].values())).shape[1]
        for world in range(worlds):
            one = {c: {a: m[:, [world]] for a, m in of.items()} for c, of in found.items()}
            assert_same(one, closed, world)


def assert_same(one_world: Margins, together: Margins, world: int) -> None:
    for concept in one_world:
        assert concept in GRAPH_CONCEPTS
        for actor, margin in one_world[concept].items():
            assert margin[:, 0].tolist() == together[concept][actor][:, world].tolist()
