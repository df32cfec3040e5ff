"""Stability: the fast way agrees with the words, and what must change nothing changes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.solve.stability import gmr, nash, seq, smr
from kautilya.solve.stability.certificate import check_witness
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves, listed, merged
from kautilya.solve.stability.moves import RULES, Moves, Rule
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.picture import stabilities
from kautilya.solve.stability.records import (
    CONCEPTS,
    GRAPH_CONCEPTS,
    Concept,
    Escape,
    Step,
    Witness,
)
from kautilya.solve.stability.witness import witness
from support.conflicts import Options, random_conflict, random_graph, random_options
from support.effort import examples

from .stability_oracle import Words

SEEDS = st.integers(0, 2**32 - 1)
BATCHES = range(8)
IN_A_BATCH = 100


def conflict_of(rng: np.random.Generator, worlds: int | None = None) -> Conflict:
    """A random conflict in either form."""
    moves = random_options(rng) if rng.random() < 0.5 else random_graph(rng)
    return random_conflict(rng, moves, worlds)


def concepts_of(moves: Moves) -> tuple[Concept, ...]:
    """Concepts that are defined for moves."""
    return CONCEPTS if isinstance(moves, Options) else GRAPH_CONCEPTS


def assert_as_in_the_words(conflict: Conflict, rule: Rule) -> None:
    concepts = concepts_of(conflict.moves)
    found, words = stabilities(conflict, concepts, rule), Words(conflict, rule=rule)
    for concept, actor in product(concepts, conflict.actors):
        said = [words.stable(concept, actor, state) for state in range(conflict.states)]
        assert found.stable(concept, actor)[:, 0].tolist() == said, (concept, actor)


# ------------------------------------------------------------------------- against the words


@pytest.mark.parametrize("batch", BATCHES)
def test_options_are_as_in_the_words(batch: int) -> None:
    rng = np.random.default_rng([1, batch])
    for number in range(IN_A_BATCH):
        assert_as_in_the_words(random_conflict(rng, random_options(rng)), RULES[number % 3])


@pytest.mark.parametrize("batch", BATCHES)
def test_graphs_are_as_in_the_words(batch: int) -> None:
    rng = np.random.default_rng([2, batch])
    for number in range(IN_A_BATCH):
        assert_as_in_the_words(random_conflict(rng, random_graph(rng)), RULES[number % 3])


@given(SEEDS, st.sampled_from(RULES))
def test_fast_options_are_as_slow_ones(seed: int, rule: Rule) -> None:
    """Concept by concept as well as all together, and what is asked of the moves themselves."""
    rng = np.random.default_rng(seed)
    slow = random_options(rng)
    fast = OptionMoves(
        slow.shape, slow.owners, slow.ladders, slow.feasible, slow.unperceived, slow.held
    )
    conflict = random_conflict(rng, slow, worlds=2)
    there = replace(conflict, moves=fast)
    expected, found = (stabilities(each, CONCEPTS, rule) for each in (conflict, there))
    ways = {"nash": nash, "gmr": gmr, "smr": smr, "seq": seq}
    for actor in conflict.actors:
        for concept in CONCEPTS:
            assert np.array_equal(found.margins[concept][actor], expected.margins[concept][actor])
        for concept, way in ways.items():
            assert np.array_equal(
                found.margins[concept][actor][:, 1], way.margin(there, actor, 1, rule)
            )
        assert np.array_equal(found.no_move[actor], expected.no_move[actor])
        for state in range(slow.states):
            assert np.array_equal(fast.reach(actor, state), slow.reach(actor, state))


@given(SEEDS)
def test_the_least_answer_is_as_in_the_words(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conflict = random_conflict(rng, random_graph(rng))
    floor = rng.integers(0, 5, conflict.states).astype(np.float64)
    group = conflict.actors[: rng.integers(0, len(conflict.actors) + 1)]
    values = {name: conflict.values_in(name) for name in group}
    for rule, improving in product(RULES, (None, values)):
        words = Words(conflict, rule=rule)
        found = conflict.moves.answer_min(
            group, floor, improving=improving, epsilon=conflict.epsilon, rule=rule
        )
        for state in range(conflict.states):
            ends = words.ends(group, state, improving is not None)
            assert found[state] == min((floor[end] for end in ends), default=np.inf)


@given(SEEDS)
def test_a_margin_is_just_what_may_be_lost(seed: int) -> None:
    """An actor that asks for more than the margin's worth of gain finds a state stable."""
    rng = np.random.default_rng(seed)
    conflict = conflict_of(rng)
    found = stabilities(conflict, concepts_of(conflict.moves))
    tolerances = rng.integers(-6, 7, 2).tolist()  # whole numbers, as the values are
    for concept, actor, tolerance in product(found.margins, conflict.actors, tolerances):
        words = Words(conflict, tolerance=tolerance)
        said = [words.stable(concept, actor, state) for state in range(conflict.states)]
        assert (found.margins[concept][actor][:, 0] >= -tolerance).tolist() == said


# --------------------------------------------------------------- what follows from what


@given(SEEDS, st.sampled_from(RULES))
def test_concepts_imply_one_another(seed: int, rule: Rule) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    found = stabilities(conflict, concepts_of(conflict.moves), rule)
    for actor in conflict.actors:
        nash, gmr, smr, seq = (found.margins[concept][actor] for concept in GRAPH_CONCEPTS)
        assert (nash <= smr).all()
        assert (smr <= gmr).all()
        assert (nash <= seq).all()
        assert (seq <= gmr).all()
        if "sim" in found.margins:
            assert (nash <= found.margins["sim"][actor]).all()


@given(SEEDS)
def test_more_sequences_only_add_stability(seed: int) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    single, once, free = (
        stabilities(conflict, GRAPH_CONCEPTS, rule) for rule in ("single", "once", "any")
    )
    for concept, actor in product(GRAPH_CONCEPTS, conflict.actors):
        assert (single.margins[concept][actor] <= once.margins[concept][actor]).all()
        assert (once.margins[concept][actor] <= free.margins[concept][actor]).all()


@given(SEEDS)
def test_two_actors_and_transitive_moves_need_no_rule(seed: int) -> None:
    """One opponent whose moves follow from options answers by one move."""
    rng = np.random.default_rng(seed)
    form = random_options(rng)
    two = replace(form, owners=tuple("ann" if name == "ann" else "bob" for name in form.owners))
    two = replace(two, unperceived={})
    conflict = random_conflict(rng, two)
    free, single = stabilities(conflict), stabilities(conflict, rule="single")
    for concept, actor in product(GRAPH_CONCEPTS, conflict.actors):
        assert np.array_equal(free.margins[concept][actor], single.margins[concept][actor])


@given(SEEDS)
def test_nothing_moves_an_actor_without_moves(seed: int) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    found = stabilities(conflict, concepts_of(conflict.moves))
    for concept, actor in product(found.margins, conflict.actors):
        still = [conflict.moves.reach(actor, state).size == 0 for state in range(conflict.states)]
        assert found.no_move[actor].tolist() == still
        assert np.isinf(found.margins[concept][actor][:, 0]).tolist() == still
        assert found.stable(concept, actor)[still].all()


# ------------------------------------------------------------------ what must change nothing


@given(SEEDS)
def test_only_the_order_of_values_counts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conflict = replace(conflict_of(rng), epsilon=0.0)
    stretched = {
        name: np.exp(rng.uniform(0.1, 0.5) * values) + rng.normal()
        for name, values in conflict.values.items()
    }
    concepts = concepts_of(conflict.moves)
    found = stabilities(conflict, concepts)
    again = stabilities(replace(conflict, values=stretched), concepts)
    for concept, actor in product(concepts, conflict.actors):
        assert np.array_equal(found.stable(concept, actor), again.stable(concept, actor))


@given(SEEDS)
def test_names_and_numbers_do_not_count(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conflict = conflict_of(rng)
    to = rng.permutation(conflict.states)
    names = dict(zip(conflict.actors, rng.permutation(conflict.actors).tolist(), strict=True))
    edges = listed(conflict.moves).edges
    moves = ListedMoves(
        conflict.states,
        {
            names[actor]: (to[edges[actor][0]], to[edges[actor][1]])
            for actor in conflict.actors[::-1]
        },
    )
    values = {names[actor]: conflict.values[actor][np.argsort(to)] for actor in conflict.actors}
    found, again = stabilities(conflict), stabilities(replace(conflict, moves=moves, values=values))
    for concept, actor in product(GRAPH_CONCEPTS, conflict.actors):
        there = again.margins[concept][names[actor]]
        assert np.array_equal(found.margins[concept][actor], there[to])


@given(SEEDS, st.sampled_from(RULES))
@settings(max_examples=examples(30))
def test_worlds_do_not_meet(seed: int, rule: Rule) -> None:
    rng = np.random.default_rng(seed)
    conflict = conflict_of(rng, worlds=4)
    concepts = concepts_of(conflict.moves)
    whole, block = (stabilities(part, concepts, rule) for part in (conflict, conflict.block(1, 3)))
    alone = replace(conflict, values={name: each[:, 2] for name, each in conflict.values.items()})
    for concept, actor in product(concepts, conflict.actors):
        margins = whole.margins[concept][actor]
        assert np.array_equal(margins[:, 1:3], block.margins[concept][actor])
        assert np.array_equal(
            margins[:, 2:3], stabilities(alone, concepts, rule).margins[concept][actor]
        )


@given(SEEDS)
def test_equilibria_are_stable_for_all(seed: int) -> None:
    conflict = conflict_of(np.random.default_rng(seed), worlds=2)
    found = stabilities(conflict)
    for concept in GRAPH_CONCEPTS:
        each = [found.stable(concept, actor) for actor in conflict.actors]
        assert np.array_equal(found.equilibria(concept), np.all(each, axis=0))


@given(SEEDS)
def test_merged_states_keep_the_moves_between_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    moves = random_graph(rng)
    into = rng.integers(0, 3, moves.states)
    used = np.unique(into)
    groups = [np.flatnonzero(into == group).tolist() for group in used]
    together = merged(moves, groups)
    for actor, group in product(moves.actors, range(len(groups))):
        ends = {end for state in groups[group] for end in moves.reach(actor, state).tolist()}
        said = {other for other in range(len(groups)) if other != group and ends & {*groups[other]}}
        assert together.reach(actor, group).tolist() == sorted(said)


# ------------------------------------------------------------------------------- witnesses


def witnesses(conflict: Conflict, rule: Rule) -> list[Witness]:
    """A witness of every verdict."""
    return [
        witness(conflict, concept, actor, state, rule=rule)
        for concept in concepts_of(conflict.moves)
        for actor in conflict.actors
        for state in range(conflict.states)
    ]


@given(SEEDS, st.sampled_from(RULES))
@settings(max_examples=examples(30))
def test_each_verdict_has_a_witness_that_passes_the_checker(seed: int, rule: Rule) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    found = stabilities(conflict, concepts_of(conflict.moves), rule)
    for each in witnesses(conflict, rule):
        assert check_witness(conflict, each) == []
        assert each.stable == found.stable(each.concept, each.actor)[each.state, 0]


@given(SEEDS, st.sampled_from([0.1, 0.3, 0.7]))
@settings(max_examples=examples(30))
def test_rounding_parts_no_verdict_from_its_witness(seed: int, unit: float) -> None:
    """Where values lie just epsilon apart, but for rounding."""
    rng = np.random.default_rng(seed)
    conflict = conflict_of(rng)
    values = {name: each * unit for name, each in conflict.values.items()}
    conflict = replace(conflict, values=values, epsilon=unit)
    found = stabilities(conflict, concepts_of(conflict.moves))
    for each in witnesses(conflict, "any"):
        assert check_witness(conflict, each) == []
        assert each.stable == found.stable(each.concept, each.actor)[each.state, 0]


@given(SEEDS)
@settings(max_examples=examples(30))
def test_what_goes_unanswered_gains_what_the_margin_says(seed: int) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    found = stabilities(conflict, concepts_of(conflict.moves))
    for each in witnesses(conflict, "any"):
        if not each.stable:
            values = conflict.values_in(each.actor)
            ends = [each.unanswered, *each.reached]
            left = values[ends]
            if each.concept == "smr":
                left[1:] = np.maximum(values, conflict.moves.reach_max(each.actor, values))[
                    ends[1:]
                ]
            margin = found.margins[each.concept][each.actor][each.state, 0]
            assert left.min() - values[each.state] == -margin


@given(SEEDS)
@settings(max_examples=examples(30))
def test_answers_are_as_short_as_can_be(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conflict = random_conflict(rng, random_graph(rng))
    for each in witnesses(conflict, "any"):
        words = Words(conflict)
        for answer in each.answers:
            shorter = {(answer.improvement, "")}
            for _ in answer.steps[1:]:  # every sequence of fewer moves, move by move
                shorter = {
                    (end, mover)
                    for state, last in shorter
                    for mover in conflict.actors
                    if mover not in (last, each.actor)
                    for end in (words.improving if each.concept == "seq" else words.reach)(
                        mover, state
                    )
                }
                assert not any(
                    words.sanctions(each.concept, each.actor, state, each.state)
                    for state, _ in shorter
                )


def tampered(found: Witness, states: int, actors: tuple[str, ...]) -> list[Witness]:
    """Witnesses that claim something else."""
    bad = [
        replace(found, actor="nobody"),
        replace(found, state=states),
        replace(found, world=7),
        replace(found, concept="unknown"),
        replace(found, rule="unknown"),
        replace(found, improvements=(*found.improvements, found.state)),
        replace(found, stable=not found.stable, unanswered=found.state),
    ]
    if not found.stable:
        return [
            *bad,
            replace(found, unanswered=found.state),
            replace(found, unanswered=None),
            replace(found, reached=(*found.reached, states)),
            *[replace(found, reached=found.reached[1:]) for _ in found.reached[:1]],
            replace(found, escapes=(*found.escapes, Escape(found.state, found.state))),
            *[replace(found, escapes=found.escapes[1:]) for _ in found.escapes[:1]],
            replace(found, stable=True, unanswered=None, reached=(), escapes=()),
        ]
    bad += [
        replace(found, unanswered=found.state),
        replace(found, reached=(found.state,)),
        replace(found, escapes=(Escape(found.state, found.state),)),
    ]
    for number, answer in enumerate(found.answers):
        others = [
            replace(answer, improvement=found.state),
            replace(answer, sanction=states),
            replace(answer, sanction=answer.improvement),
            replace(answer, counter_moves=(*answer.counter_moves, answer.sanction)),
            replace(answer, steps=answer.steps[:-1]),
            replace(answer, steps=(*answer.steps, answer.steps[-1])),
            replace(answer, steps=(*answer.steps[:-1], Step(found.actor, answer.sanction))),
            replace(answer, steps=(*answer.steps[:-1], Step("nobody", answer.sanction))),
            replace(answer, steps=(*answer.steps[:-1], replace(answer.steps[-1], state=states))),
            *[replace(answer, counter_moves=answer.counter_moves[1:])] * bool(answer.counter_moves),
        ]
        bad.append(replace(found, answers=found.answers[:number] + found.answers[number + 1 :]))
        bad += [
            replace(found, answers=(*found.answers[:number], other, *found.answers[number + 1 :]))
            for other in others
        ]
    return bad


@given(SEEDS)
@settings(max_examples=examples(25))
def test_no_tampered_witness_passes_the_checker(seed: int) -> None:
    conflict = conflict_of(np.random.default_rng(seed))
    for each in witnesses(conflict, "any"):
        for other in tampered(each, conflict.states, conflict.actors):
            assert check_witness(conflict, other), (each, other)


@given(SEEDS)
@settings(max_examples=examples(30))
def test_a_witness_of_more_moves_fails_a_stricter_rule(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conflict = random_conflict(rng, random_graph(rng))
    for each in witnesses(conflict, "any"):
        movers = [[step.mover for step in answer.steps] for answer in each.answers]
        if any(len(set(names)) < len(names) for names in movers):
            assert check_witness(conflict, replace(each, rule="once"))
        if any(len(names) > 1 for names in movers):
            assert check_witness(conflict, replace(each, rule="single"))


@given(SEEDS)
@settings(max_examples=examples(30))
def test_a_witness_of_one_concept_is_told_from_another(seed: int) -> None:
    """An answer that serves GMR passes as one for SEQ only if each step is an improvement."""
    conflict = conflict_of(np.random.default_rng(seed))
    words = Words(conflict)
    for each in witnesses(conflict, "any"):
        if each.concept != "gmr" or not each.stable:
            continue
        credible = all(
            after.state in words.improving(after.mover, before)
            for answer in each.answers
            for before, after in zip(
                [answer.improvement, *(step.state for step in answer.steps)],
                answer.steps,
                strict=False,
            )
        )
        assert (check_witness(conflict, replace(each, concept="seq")) == []) == credible
