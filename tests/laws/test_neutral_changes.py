"""Changes to a file that say nothing new move nothing."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.payoffs import Block, Setting
from kautilya.solve import foresees, pure_nash, settle
from kautilya.solve.records import Settlement
from kautilya.terms import FACTS
from support.cases import Compiled, answers, compiled, payoffs_of, same_answers, situation
from support.effort import examples
from support.models import models
from support.questions import propositions

WORLDS = 5


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case with random propositions."""
    data = draw(models(game=draw(st.sampled_from(["any", "quarrel", "hunt"]))))
    data["propositions"] = draw(propositions(data))
    return data


def first(section: dict[str, Any], name: str, entry: Any) -> dict[str, Any]:
    """A section with one more entry, before all others."""
    return {name: entry, **section}


def same_draws(before: Compiled, after: Compiled) -> bool:
    """Whether everything that the first case draws is drawn alike in the second."""
    block, setting = Block(0, WORLDS), Setting()
    for viewer in (FACTS, *before.case.actors):
        old = before.evaluator.worlds.view(viewer, setting, block)
        new = after.evaluator.worlds.view(viewer, setting, block)
        for name, value in old.premises.items():
            if not np.array_equal(value, new.premises[name]):
                return False
        for name, value in old.switches.items():
            if not np.array_equal(value, new.switches[name]):
                return False
    return all(
        np.array_equal(
            before.evaluator.weights(actor, setting, block),
            after.evaluator.weights(actor, setting, block),
        )
        for actor in before.evaluator.interests
    )


# --------------------------------------------------------------------------- what is not used


@given(
    cases(),
    st.sampled_from([{"range": [0, 1]}, {"chance": "likely"}, {"value": 0.3}]),
    st.sets(st.sampled_from(["belief", "mechanism", "actor", "stock", "scenario"])),
    st.data(),
)
@settings(max_examples=examples(20))
def test_what_nothing_reads_moves_no_draw_payoff_or_answer(
    data: dict[str, Any], form: dict[str, Any], more: set[str], draws: st.DataObject
) -> None:
    other = copy.deepcopy(data)
    other["premises"] = first(data["premises"], "idle", form)
    if "belief" in more:
        believer = draws.draw(st.sampled_from([*data["actors"]]))
        held = {"range": [0.2, 0.4]} if "chance" not in form else {"chance": "unlikely"}
        other["beliefs"] = {**data["beliefs"]}
        other["beliefs"][believer] = first(data["beliefs"].get(believer, {}), "idle", held)
    if "mechanism" in more:
        other["auxiliaries"] = first(data["auxiliaries"], "unread", {"is": "idle"})
        entry = {"to": "unread", "adds": "idle + premise0", "chance": "roughly even"}
        other["mechanisms"] = first(data["mechanisms"], "idly", entry)
        chosen = draws.draw(st.sampled_from([*data["decisions"]]))
        option = next(iter(other["decisions"][chosen]["options"].values()))
        option["does"] = {**option.get("does", {}), "unread": "1"}
    if "actor" in more:
        other["actors"] = first(data["actors"], "onlooker", {"name": "no decision"})
        row = {"id": "calm", "value": "auxiliary0", "anchors": [0, 1]}
        other["interests"] = first(data["interests"], "onlooker", [row])
    if "stock" in more:
        other["stocks"] = first(data["stocks"], "well", {"start": "idle"})
        other["events"] = first(data["events"], "fire", {"rate": "0.1", "then": {}})
    if "scenario" in more:
        other["scenarios"] = first(data["scenarios"], "spare", {"set": {"idle": 9}})
    before, after = compiled(data), compiled(other)
    assert same_draws(before, after)
    new = payoffs_of(after, WORLDS)
    for actor, payoff in payoffs_of(before, WORLDS).items():
        # An ordinary sum of floating numbers in the same order: equal to the last digit.
        assert np.array_equal(new[actor], payoff)
    assert same_answers(answers(before, WORLDS), answers(after, WORLDS))


# ------------------------------------------------------------------------------------- names


def renamed(data: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The case with names replaced wherever they stand, in keys and in formulas."""
    text = json.dumps(data)
    for old, new in names.items():
        text = re.sub(rf"(?<![A-Za-z0-9_]){old}(?![A-Za-z0-9_])", new, text)
    changed: dict[str, Any] = json.loads(text)
    return changed


@given(cases())
@settings(max_examples=examples(20))
def test_new_names_of_options_decisions_and_what_is_computed_move_nothing(
    data: dict[str, Any],
) -> None:
    # Names of premises, contested mechanisms, actors and interests address draws: not these.
    for entry in data["decisions"].values():
        for option in entry["options"].values():
            for held in option.get("persuades", {}).values():
                held.clear()  # a belief that an option gives is drawn at the option's name
    names = {"option0": "zeal", "option1": "alms", "option2": "yield_to", "stock0": "barn"}
    names |= {"decision0": "peace", "decision1": "war", "event0": "flood", "auxiliary0": "mill"}
    names |= {"transfer0": "gift", "pact0": "union", "other": "else_", "folk": "people"}
    before, after = compiled(data), compiled(renamed(data, names))
    new = payoffs_of(after, WORLDS)
    for actor, payoff in payoffs_of(before, WORLDS).items():
        assert np.array_equal(new[actor], payoff)
    assert same_answers(answers(before, WORLDS), answers(after, WORLDS))


# ------------------------------------------------------------------------------------- order


def shuffled(draws: st.DataObject, section: dict[str, Any]) -> dict[str, Any]:
    """A section in another order."""
    return dict(draws.draw(st.permutations([*section.items()])))


@given(cases(), st.data())
@settings(max_examples=examples(20))
def test_entries_in_another_order_move_no_draw_payoff_or_answer(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    other = copy.deepcopy(data)
    for section in ("premises", "stocks", "mechanisms", "beliefs", "scenarios", "auxiliaries"):
        other[section] = shuffled(draws, data[section])
    for actor, rows in data["interests"].items():
        # Without tiers or weights the order of interests is their rank.
        if any("tier" in row or "weight" in row for row in rows):
            other["interests"][actor] = draws.draw(st.permutations(rows))
    before, after = compiled(data), compiled(other)
    new = payoffs_of(after, WORLDS)
    for actor, payoff in payoffs_of(before, WORLDS).items():
        np.testing.assert_allclose(new[actor], payoff, rtol=0, atol=1e-9)
    assert same_answers(answers(before, WORLDS), answers(after, WORLDS))


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_decisions_and_options_in_another_order_permute_payoffs_and_equilibria(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    other = copy.deepcopy(data)
    other["decisions"] = shuffled(draws, data["decisions"])
    for entry in other["decisions"].values():
        entry["options"] = shuffled(draws, entry["options"])
    before, after = compiled(data), compiled(other)
    old, new = payoffs_of(before, WORLDS), payoffs_of(after, WORLDS)
    for actor, payoff in old.items():
        np.testing.assert_allclose(moved(before, after, payoff), new[actor], rtol=0, atol=1e-9)
    epsilon = before.case.epsilon
    plain = pure_nash(before.evaluator.space, old, {}, epsilon)
    found = pure_nash(after.evaluator.space, new, {}, epsilon)
    assert np.array_equal(moved(before, after, plain), found)


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_choices_without_ties_do_not_depend_on_the_order_of_the_file(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    # Who moves first matters, and so does which agreement is tried first: both stay as they are.
    part_ties(data)
    other = copy.deepcopy(data)
    other["decisions"] = shuffled(draws, data["decisions"])
    for entry in other["decisions"].values():
        entry["options"] = shuffled(draws, entry["options"])
    other["actors"] = shuffled(draws, data["actors"])
    before, after = compiled(data), compiled(other)
    old, new = payoffs_of(before, WORLDS), payoffs_of(after, WORLDS)
    clear = np.logical_and.reduce([without_ties(before, actor, old[actor]) for actor in old])
    event(f"worlds without ties: {np.count_nonzero(clear)}")
    order = situation(before).order
    mine = _settled(before, old, order)
    theirs = _settled(after, new, order)
    assert np.array_equal(mine.cycles[clear], theirs.cycles[clear])
    rests = clear & ~mine.cycles
    for world in np.flatnonzero(rests):
        space, turned = before.evaluator.space, after.evaluator.space
        here = dict(pair.split("=") for pair in space.label(mine.profile[:, world]).split(","))
        there = dict(pair.split("=") for pair in turned.label(theirs.profile[:, world]).split(","))
        assert here == there
    for decision in before.evaluator.space.decisions:
        left = _foreseen(before, old, decision, order)
        right = _foreseen(after, new, decision, order)
        for world in np.flatnonzero(clear):
            assert left[world] == right[world]


def part_ties(data: dict[str, Any]) -> None:
    """Give every actor a taste for every option, each of another size."""
    data["epsilon"] = 1e-9
    options = [(d, o) for d, entry in data["decisions"].items() for o in entry["options"]]
    for number, rows in enumerate(data["interests"].values()):
        terms = [
            f"{((number + 2) * (place + 3)) ** 0.5 % 1:.9f} * ({decision} is {option})"
            for place, (decision, option) in enumerate(options)
        ]
        for row in rows:
            row.pop("tier", None)
            row.pop("weight", None)
        rows.append({"id": "taste", "value": " + ".join(terms), "anchors": [0, 9]})


def moved(before: Compiled, after: Compiled, array: np.ndarray[Any, Any]) -> Any:
    """An array over the profiles of one case, laid out as those of the other."""
    space, turned = before.evaluator.space, after.evaluator.space
    result = array.transpose(*(space.axis[decision] for decision in turned.decisions), -1)
    for axis, (decision, options) in enumerate(zip(turned.decisions, turned.options, strict=True)):
        if result.shape[axis] > 1:
            result = result.take([space.option(decision, option) for option in options], axis=axis)
    return result


def without_ties(found: Compiled, actor: str, payoff: np.ndarray[Any, Any]) -> Any:
    """Worlds where an actor's choices, whatever the others do, differ by far more than epsilon.

    A foreseen payoff may also be compared where others stand elsewhere, so all are.
    """
    flat = np.sort(payoff.reshape(-1, payoff.shape[-1]), axis=0)
    gaps = np.diff(flat, axis=0)
    return (gaps > 2 * found.case.epsilon).all(axis=0) if len(gaps) else np.ones(WORLDS, dtype=bool)


def _settled(found: Compiled, payoffs: dict[str, Any], order: tuple[str, ...] | None) -> Settlement:
    here = situation(found)
    return settle(
        found.evaluator.space,
        payoffs,
        here.start,
        {},
        here.agreements,
        here.epsilon,
        order,
    )


def _foreseen(
    found: Compiled, payoffs: dict[str, Any], decision: str, order: tuple[str, ...] | None
) -> list[str]:
    here, space = situation(found), found.evaluator.space
    axis = space.axis[decision]
    choice = foresees(
        space, payoffs, axis, here.start, {}, here.agreements, here.epsilon, order
    ).choice
    names = [*space.options[axis], "cycles"]
    return [names[option] for option in choice.option]


# ------------------------------------------------------------------------------------- scale


@given(
    cases(),
    st.floats(0.01, 100) | st.floats(-100, -0.01),
    st.floats(-50, 50),
    st.data(),
)
@settings(max_examples=examples(20))
def test_values_in_another_unit_with_their_anchors_move_no_payoff_and_no_choice(
    data: dict[str, Any], factor: float, shift: float, draws: st.DataObject
) -> None:
    other = copy.deepcopy(data)
    for actor in draws.draw(st.sets(st.sampled_from([*data["actors"]]), min_size=1)):
        for row in other["interests"][actor]:
            row["value"] = f"{factor!r} * ({row['value']}) + {shift!r}"
            row["anchors"] = [factor * anchor + shift for anchor in row["anchors"]]
    before, after = compiled(data), compiled(other)
    new = payoffs_of(after, WORLDS)
    for actor, payoff in payoffs_of(before, WORLDS).items():
        np.testing.assert_allclose(new[actor], payoff, rtol=0, atol=1e-9)
    assert same_answers(answers(before, WORLDS), answers(after, WORLDS))


@given(models(), st.integers(-20, 20))
@settings(max_examples=examples(20))
def test_values_times_a_power_of_two_move_no_digit(data: dict[str, Any], power: int) -> None:
    other = copy.deepcopy(data)
    for rows in other["interests"].values():
        for row in rows:
            row["value"] = f"{2.0**power!r} * ({row['value']})"
            row["anchors"] = [2.0**power * anchor for anchor in row["anchors"]]
    before, after = payoffs_of(compiled(data), WORLDS), payoffs_of(compiled(other), WORLDS)
    for actor, payoff in before.items():
        assert np.array_equal(after[actor], payoff)
