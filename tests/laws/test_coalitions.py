"""Coalitions, ways from today and rankings: the fast way agrees with the words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from math import factorial

import numpy as np
import pytest

from kautilya.solve.stability.coalition import (
    COALITION_CONCEPTS,
    coalition_improvements,
    coalition_stabilities,
)
from kautilya.solve.stability.coalition_graph import CoalitionGraph
from kautilya.solve.stability.coalition_witness import (
    CoalitionStep,
    coalition_improvements_answered,
    coalition_improvements_unanswered,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.inverse import Inverse, inverse
from kautilya.solve.stability.listed_moves import listed
from kautilya.solve.stability.picture import stabilities
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Step
from kautilya.solve.stability.sequences import legal_sequences, reachability
from kautilya.solve.stability.state_sets import members, renumbered, sets_of_rows, transposed
from kautilya.solve.stability.status_quo import Joint, evolution
from support.conflicts import random_conflict, random_graph, random_options
from support.effort import QUICK

from .coalition_oracle import Group, Together, arrivals, favourable, groups_of

BATCHES = range(1 if QUICK else 6)


def conflicts(batch: int, count: int, most: int = 20, worlds: int | None = None) -> list[Conflict]:
    """Small random conflicts in either form."""
    rng = np.random.default_rng([7, batch])
    found: list[Conflict] = []
    while len(found) < count:
        moves = random_options(rng) if rng.random() < 0.5 else random_graph(rng)
        if 2 <= moves.states <= most:
            found.append(random_conflict(rng, moves, worlds))
    return found


# ------------------------------------------------------------------------------------------ sets


@pytest.mark.parametrize("batch", BATCHES)
def test_what_is_reached_is_what_steps_lead_to(batch: int) -> None:
    rng = np.random.default_rng([8, batch])
    for _ in range(20):
        count = int(rng.integers(1, 30))
        steps = rng.random((count, count)) < rng.choice([0.02, 0.05, 0.1, 0.3])
        reached = steps.copy()
        for _ in range(count):
            reached |= (reached.astype(int) @ steps.astype(int)) > 0
        relation = sets_of_rows(steps)
        each = [1 << node for node in range(count)]
        assert reachability(relation).gather(each) == sets_of_rows(reached)
        assert transposed(relation, count) == sets_of_rows(steps.T)
        order = rng.permutation(count).tolist()
        assert renumbered(relation, order) == sets_of_rows(steps[order][:, order])


@pytest.mark.parametrize("batch", BATCHES)
def test_ends_of_groups_are_as_in_the_words(batch: int) -> None:
    for conflict in conflicts(batch, 20):
        graph, words = CoalitionGraph.of(conflict.moves), Together(conflict)
        for group, state in product(groups_of(conflict.actors), range(conflict.states)):
            found = set(members(graph.ends(group)[state]))
            expected = words.ends(group, state)
            if graph.transitive:  # then a state may count among its own ends
                found, expected = found - {state}, expected - {state}
            assert found == expected


@pytest.mark.parametrize("batch", BATCHES)
def test_the_last_mover_need_not_be_remembered_where_moves_are_transitive(batch: int) -> None:
    rng = np.random.default_rng([9, batch])
    for _ in range(10):
        moves = random_options(rng)
        graph = CoalitionGraph.of(moves)
        assert graph.transitive
        each = [1 << state for state in range(moves.states)]
        short = legal_sequences(moves.states, graph.relations, transitive=True).gather(each)
        whole = legal_sequences(moves.states, graph.relations, transitive=False).gather(each)
        assert [a & ~own for a, own in zip(short, each, strict=True)] == [
            b & ~own for b, own in zip(whole, each, strict=True)
        ]


# ------------------------------------------------------------------------------------ coalitions


@pytest.mark.parametrize("batch", BATCHES)
def test_coalition_stability_is_as_in_the_words(batch: int) -> None:
    for conflict in conflicts(batch, 12, worlds=2):
        found = coalition_stabilities(conflict)
        groups = groups_of(conflict.actors)
        assert list(found.coalitions) == groups
        for world, concept in product(range(2), COALITION_CONCEPTS):
            words = Together(conflict, world)
            for group in groups:
                said = [words.stable(concept, group, state) for state in range(conflict.states)]
                assert found.stable(concept, group)[:, world].tolist() == said, (concept, group)


@pytest.mark.parametrize("batch", BATCHES)
def test_witnesses_of_coalitions_hold_by_the_words(batch: int) -> None:
    for conflict in conflicts(batch, 12, most=8):
        words, verdicts = Together(conflict), coalition_stabilities(conflict)
        for state, concept in product(range(conflict.states), COALITION_CONCEPTS):
            upset = set()
            for each in coalition_improvements_unanswered(conflict, state, concept):
                upset.add(each.coalition)
                assert each.end in words.improvements(each.coalition, state)
                assert all(gain > conflict.epsilon for gain in each.gains.values())
                assert_legal(words, state, each.end, steps_of(each.path), each.coalition)
            for group in groups_of(conflict.actors):
                assert (group in upset) != verdicts.stable(concept, group)[state, 0]
                assert_answered(words, conflict, group, state, concept)


def assert_answered(
    words: Together, conflict: Conflict, group: Group, state: int, concept: str
) -> None:
    """What answers a coalition's improvements is a legal way to something that deters it."""
    outsiders = tuple(actor for actor in conflict.actors if actor not in group)
    found = coalition_improvements_answered(conflict, group, state, concept)
    ends = [each.improvement.end for each in found]
    assert ends == coalition_improvements(conflict, group, state).tolist()
    for each in found:
        if each.path is None:
            continue
        sanction = each.path[-1].state
        assert words.deters(concept, group, sanction, state)
        assert each.deterred == tuple(
            actor for actor in group if not words.prefers(actor, sanction, state)
        )
        here, last = each.improvement.end, ()
        for step in each.path:
            assert step.movers != last
            assert set(step.movers) <= set(outsiders)
            if concept == "seq":
                assert step.state in words.improvements(step.movers, here)
            else:
                assert step.state in words.moves(step.movers[0], here)
            here, last = step.state, step.movers


def steps_of(path: tuple[CoalitionStep, ...]) -> list[Step]:
    """Steps of one actor each."""
    assert all(len(step.movers) == 1 for step in path)
    return [Step(step.movers[0], step.state) for step in path]


def assert_legal(
    words: Together, start: int, end: int, path: list[Step], movers: tuple[str, ...]
) -> None:
    """A way is one of legal moves."""
    here, last = start, ""
    for step in path:
        assert step.mover in movers
        assert step.mover != last
        assert step.state in words.moves(step.mover, here)
        here, last = step.state, step.mover
    assert here == end


@pytest.mark.parametrize("batch", BATCHES)
def test_coalitions_of_one_are_single_actors_but_for_seq(batch: int) -> None:
    for conflict in conflicts(batch, 20, worlds=2):
        together, alone = coalition_stabilities(conflict), stabilities(conflict)
        for actor in conflict.actors:
            for concept in ("nash", "gmr", "smr"):
                assert (together.stable(concept, [actor]) == alone.stable(concept, actor)).all()
            # More can answer in coalitions than one by one.
            assert (together.stable("seq", [actor]) >= alone.stable("seq", actor)).all()


@pytest.mark.parametrize("batch", BATCHES)
def test_concepts_for_coalitions_imply_one_another(batch: int) -> None:
    for conflict in conflicts(batch, 20):
        found = coalition_stabilities(conflict)
        for group in found.coalitions:
            nash, gmr, smr, seq = (found.stable(each, group) for each in COALITION_CONCEPTS)
            assert (nash <= smr).all()
            assert (nash <= seq).all()
            assert (smr <= gmr).all()
            if CoalitionGraph.of(conflict.moves).transitive:
                # Then a coalition's improvements in succession are a legal sequence of moves.
                assert (seq <= gmr).all()
            if len(group) == len(conflict.actors):
                assert (gmr == nash).all()


# ------------------------------------------------------------------------------------ from today


@pytest.mark.parametrize("batch", BATCHES)
def test_evolution_is_as_in_the_words(batch: int) -> None:
    rng = np.random.default_rng([10, batch])
    for conflict in conflicts(batch, 20, worlds=2):
        start = int(rng.integers(conflict.states))
        joints = random_joints(rng, conflict)
        for improving, agreed in product((False, True), ((), joints)):
            found = evolution(conflict, start, improving=improving, joints=agreed)
            for world in range(found.worlds):
                said = arrivals(conflict, start, world, improving, agreed)
                table = {
                    (mover, state): int(found.arrival[number, state, world])
                    for number, mover in enumerate(found.movers)
                    for state in range(conflict.states)
                    if found.arrival[number, state, world] > 0
                }
                assert table == said
                for state in range(conflict.states):
                    assert_shortest(conflict, found, start, state, world, improving, agreed)


def random_joints(rng: np.random.Generator, conflict: Conflict) -> tuple[Joint, ...]:
    """Agreements of two, with any moves."""
    joints = []
    for number in range(2):
        leads = rng.random((conflict.states, conflict.states)) < 0.1
        np.fill_diagonal(leads, False)
        parties = tuple(rng.choice(conflict.actors, 2, replace=False).tolist())
        joints.append(Joint(f"pact{number}", parties, np.nonzero(leads)))
    return tuple(joints)


def assert_shortest(
    conflict: Conflict,
    found: object,
    start: int,
    state: int,
    world: int,
    improving: bool,
    joints: tuple[Joint, ...],
) -> None:
    """The way to a state is legal, allowed, and no longer than need be."""
    words = Together(conflict, world)
    path = found.path(state, world)  # type: ignore[attr-defined]
    steps = int(found.steps[state, world])  # type: ignore[attr-defined]
    if path is None:
        assert steps == -1
        return
    assert len(path) == steps
    pacts = {joint.name: joint for joint in joints}
    here, last = start, ""
    for step in path:
        assert step.mover != last
        if step.mover in pacts:
            joint = pacts[step.mover]
            assert (here, step.state) in set(zip(*map(np.ndarray.tolist, joint.edges), strict=True))
            assert words.all_prefer(joint.parties, step.state, here)
        else:
            assert step.state in words.moves(step.mover, here)
            assert not improving or words.prefers(step.mover, step.state, here)
        here, last = step.state, step.mover
    assert here == state
    if path:
        assert path[-1].mover in found.last_movers(state, world)  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------------- rankings


def asked(conflict: Conflict, rng: np.random.Generator) -> tuple[Conflict, str, int]:
    """A conflict in which one actor ties nothing, that actor, and a wanted state."""
    actor = str(rng.choice(conflict.actors))
    strict = 10.0 * rng.permutation(conflict.states)
    changed = replace(conflict, values={**conflict.values, actor: strict})
    return changed, actor, int(rng.integers(conflict.states))


@pytest.mark.parametrize("batch", BATCHES)
def test_inverse_counts_are_those_of_all_rankings(batch: int) -> None:
    rng = np.random.default_rng([11, batch])
    for drawn in conflicts(batch, 8, most=5):
        conflict, actor, state = asked(drawn, rng)
        everything = range(conflict.states)
        for concept, goal in product(GRAPH_CONCEPTS, ("equilibrium", "stable")):
            found = inverse(conflict, actor, state, concept, goal=goal)
            expected = favourable(conflict, actor, state, concept, goal, everything)
            assert (found.favourable, found.rankings) == (expected, factorial(conflict.states))
            assert found.share == Fraction(expected, factorial(conflict.states))
            ratio = Fraction(found.favourable_relevant, found.rankings_relevant)
            assert ratio == found.share
            assert_clauses_count(found, everything)


@pytest.mark.parametrize("batch", BATCHES)
def test_inverse_counts_with_some_states_in_place(batch: int) -> None:
    rng = np.random.default_rng([12, batch])
    for drawn in conflicts(batch, 30, most=6):
        conflict, actor, state = asked(drawn, rng)
        size = int(rng.integers(1, min(4, conflict.states) + 1))
        free = sorted(rng.choice(conflict.states, size, replace=False).tolist())
        # The rest may be tied with one another, and with one of these.
        values = 10.0 * rng.integers(0, 5, conflict.states)
        values[free] = 10.0 * rng.permutation(5)[:size]
        conflict = replace(conflict, values={**conflict.values, actor: values})
        for concept, goal in product(GRAPH_CONCEPTS, ("equilibrium", "stable")):
            found = inverse(conflict, actor, state, concept, goal=goal, open_states=free)
            expected = favourable(conflict, actor, state, concept, goal, free)
            assert (found.favourable, found.rankings) == (expected, factorial(size))


def assert_clauses_count(found: Inverse, states: range) -> None:
    """The condition that is told is the one that was counted."""
    assert found.clauses is not None
    good = 0
    for ranking in permutations(states):
        place = {state: number for number, state in enumerate(ranking)}
        good += all(
            any(place[above.high] < place[above.low] for above in clause)
            for clause in found.clauses
        )
    assert good == found.favourable


def test_listing_moves_changes_no_verdict_for_coalitions() -> None:
    for conflict in conflicts(99, 10):
        other = replace(conflict, moves=listed(conflict.moves))
        one, two = coalition_stabilities(conflict), coalition_stabilities(other)
        for concept in COALITION_CONCEPTS:
            assert (one.by_concept[concept] == two.by_concept[concept]).all()
