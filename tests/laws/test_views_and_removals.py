"""A scenario, a belief or a removal is what the file would be with other words in it."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.findings import Bench
from kautilya.findings.examine import Laboratory
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import trials_of
from kautilya.payoffs import Block, Setting
from support.cases import answers, compiled, payoffs_of, same_answers
from support.effort import examples
from support.models import models
from support.questions import claims, propositions, removables

WORLDS = 5


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case with random propositions."""
    data = draw(models(game=draw(st.sampled_from(["any", "quarrel", "hunt"]))))
    data["propositions"] = draw(propositions(data))
    return data


def claim_set(texts: list[str], scenario: str | None = None) -> dict[str, Any]:
    """Propositions for some claims."""
    where = {"in": scenario} if scenario else {}
    return {f"claim{n}": {"claim": text, **where} for n, text in enumerate(texts)}


# --------------------------------------------------------------------------------- scenarios


def numbers_only(data: dict[str, Any], premise: str) -> None:
    """Leave beliefs about a premise that can also be held of a number."""
    for held in every_belief(data):
        if held.get(premise) in ("on", "off") or (
            isinstance(held.get(premise), dict) and "chance" in held[premise]
        ):
            held[premise] = 0.75


def every_belief(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What each actor holds, by itself or persuaded."""
    return [
        *data["beliefs"].values(),
        *(
            held
            for entry in data["decisions"].values()
            for option in entry["options"].values()
            for held in option.get("persuades", {}).values()
        ),
    ]


@given(models(), st.floats(-1, 1).map(lambda x: round(x, 3)), st.data())
@settings(max_examples=examples(15))
def test_to_set_a_premise_is_to_write_its_value(
    data: dict[str, Any], value: float, draws: st.DataObject
) -> None:
    premise = draws.draw(st.sampled_from([*data["premises"]]))
    numbers_only(data, premise)
    asked = draws.draw(st.lists(claims(data), min_size=1, max_size=3))
    data["scenarios"] = {"other": {"set": {premise: value}}}
    edited = copy.deepcopy(data)
    edited["premises"][premise] = {"value": value}
    data["propositions"] = claim_set(asked, "other")
    edited["propositions"] = claim_set(asked)
    left, right = compiled(data), compiled(edited)
    changed, written = payoffs_of(left, WORLDS, Setting("other")), payoffs_of(right, WORLDS)
    for actor in changed:
        assert np.array_equal(changed[actor], written[actor])
    assert same_answers(answers(left, WORLDS), answers(right, WORLDS))


@given(models(), st.data())
@settings(max_examples=examples(15))
def test_to_switch_off_is_to_delete_as_far_as_the_facts_go(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    switches = [name for name in removables(data) if kind_of(data, name) in ("mechanism", "does")]
    gone = draws.draw(st.lists(st.sampled_from(switches), min_size=1, max_size=2, unique=True))
    asked = draws.draw(st.lists(claims(data, views=["facts"]), min_size=1, max_size=3))
    data["scenarios"] = {"other": {"off": gone}}
    data["propositions"] = claim_set(asked, "other")
    edited = copy.deepcopy(data)
    for name in gone:
        delete(edited, name)
    edited["scenarios"] = {}
    edited["propositions"] = claim_set(asked)
    assert same_answers(answers(compiled(data), WORLDS), answers(compiled(edited), WORLDS))


@given(models(), st.data())
@settings(max_examples=examples(15))
def test_where_the_facts_are_seen_beliefs_move_nothing(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    data["scenarios"] = {}
    data["propositions"] = claim_set(
        draws.draw(st.lists(claims(data, views=["facts"]), min_size=1, max_size=3))
    )
    plain = copy.deepcopy(data)
    plain["beliefs"] = {}
    for entry in plain["decisions"].values():
        for option in entry["options"].values():
            option.pop("persuades", None)
    assert same_answers(answers(compiled(data), WORLDS), answers(compiled(plain), WORLDS))


# ----------------------------------------------------------------------------------- beliefs


@given(cases(), st.floats(0, 1).map(lambda x: round(x, 3)), st.data())
@settings(max_examples=examples(15))
def test_to_believe_what_is_so_changes_nothing(
    data: dict[str, Any], value: float, draws: st.DataObject
) -> None:
    # What an actor believes stays where a scenario moves the facts: no scenario here.
    data["scenarios"] = {}
    for entry in data["propositions"].values():
        entry.pop("in", None)
    data["premises"]["premise0"] = {"value": value}
    data["mechanisms"]["mechanism0"].pop("chance", None)
    for held in every_belief(data):
        held.pop("premise0", None)
        held.pop("mechanism0", None)
    for entry in data["propositions"].values():
        entry["because"] = []
        if isinstance(entry["stated"], dict):
            entry["stated"] = "likely"
    knowing = copy.deepcopy(data)
    actor = draws.draw(st.sampled_from([*data["actors"]]))
    knowing["beliefs"].setdefault(actor, {})["premise0"] = value
    if draws.draw(st.booleans()):
        knowing["beliefs"][actor]["mechanism0"] = "on"
    before, after = compiled(data), compiled(knowing)
    new = payoffs_of(after, WORLDS)
    for name, payoff in payoffs_of(before, WORLDS).items():
        assert np.array_equal(new[name], payoff)
    assert same_answers(answers(before, WORLDS), answers(after, WORLDS))


@given(models(), st.data())
@settings(max_examples=examples(15))
def test_to_be_persuaded_is_to_believe_while_the_option_is_chosen(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    # Numbers and links alone: a range is drawn at the option's name, and not at the belief's.
    data["premises"]["premise0"] = {"value": 0.35}
    for held in every_belief(data):
        held.clear()
    given = draws.draw(
        st.fixed_dictionaries(
            {"premise0": st.sampled_from([-0.8, 1.7])},
            optional={"mechanism0": st.sampled_from(["on", "off"])},
        )
    )
    actor = draws.draw(st.sampled_from([*data["actors"]]))
    decision = draws.draw(st.sampled_from([*data["decisions"]]))
    option = draws.draw(st.sampled_from([*data["decisions"][decision]["options"]]))
    plain, believing, persuaded = (copy.deepcopy(data) for _ in range(3))
    believing["beliefs"] = {actor: given}
    persuaded["decisions"][decision]["options"][option]["persuades"] = {actor: given}
    found = compiled(persuaded)
    space = found.evaluator.space
    unmoved, moved = payoffs_of(compiled(plain), WORLDS), payoffs_of(compiled(believing), WORLDS)
    event(f"belief matters: {not np.allclose(unmoved[actor], moved[actor])}")
    for name, payoff in payoffs_of(found, WORLDS).items():
        axis = space.axis[decision]
        for number, other in enumerate(space.options[axis]):
            wanted = moved if other == option else unmoved
            assert np.array_equal(
                payoff.take(number, axis=axis), wanted[name].take(number, axis=axis)
            )


# ---------------------------------------------------------------------------------- removals


def kind_of(data: dict[str, Any], name: str) -> str:
    """What kind of thing can be taken away under a name."""
    if ".believes." in name:
        return "belief"
    if name in data["mechanisms"]:
        return "mechanism"
    return "does" if name.rpartition(".")[0] in data["decisions"] else "interest"


def delete(data: dict[str, Any], name: str) -> None:
    """Take an entry out of a file, with whatever speaks of it."""
    kind = kind_of(data, name)
    if kind == "mechanism":
        del data["mechanisms"][name]
        for held in every_belief(data):
            held.pop(name, None)
    elif kind == "does":
        decision, _, option = name.rpartition(".")
        del data["decisions"][decision]["options"][option]["does"]
    elif kind == "belief":
        actor, _, about = name.partition(".believes.")
        del data["beliefs"][actor][about]
    else:
        actor, _, interest = name.partition(".")
        rows = [row for row in data["interests"][actor] if row["id"] != interest]
        total = sum(row["weight"] for row in rows)
        for row in rows:
            row["weight"] /= total
        data["interests"][actor] = rows
    for entry in data["events"].values():
        if kind != "does":
            entry["ends"] = [ended for ended in entry["ends"] if ended != name]
    for entry in data["scenarios"].values():
        entry["off"] = [off for off in entry["off"] if off != name]
    for entry in data.get("propositions", {}).values():
        entry["because"] = []  # reasons move no answer


def weighed(data: dict[str, Any]) -> None:
    """Give every actor with several interests fixed weights, so that one can be deleted."""
    for rows in data["interests"].values():
        weights = [[1.0], [0.4, 0.6], [0.2, 0.5, 0.3]][len(rows) - 1]
        for row, weight in zip(rows, weights, strict=True):
            row["weight"] = weight
            row.pop("tier", None)
            row["absolute"] = False


def whole(data: dict[str, Any], name: str) -> bool:
    """Whether a removal leaves a case that can be written and asked the same."""
    if kind_of(data, name) != "interest":
        return True
    actor, _, interest = name.partition(".")
    asked = " ".join(
        entry["claim"] + entry.get("given", "") for entry in data["propositions"].values()
    )
    return len(data["interests"][actor]) > 1 and f"{actor}.{interest}" not in asked


@given(cases(), st.data())
@settings(max_examples=examples(25))
def test_to_remove_is_to_delete(data: dict[str, Any], draws: st.DataObject) -> None:
    weighed(data)
    kinds: dict[str, list[str]] = {}
    for name in removables(data):
        if whole(data, name):
            kinds.setdefault(kind_of(data, name), []).append(name)
    kind = draws.draw(st.sampled_from([*kinds]))
    name = draws.draw(st.sampled_from(kinds[kind]))
    event(kind)
    edited = copy.deepcopy(data)
    delete(edited, name)
    found, deleted = compiled(data), compiled(edited)
    gone = frozenset({name})
    left, right = payoffs_of(found, WORLDS, Setting(removed=gone)), payoffs_of(deleted, WORLDS)
    for actor in left:
        np.testing.assert_allclose(left[actor], right[actor], rtol=0, atol=1e-12)
    # After the plain case, on the same bench: what a removal does not reach is shared.
    laboratory = Laboratory(found.evaluator, 4)
    answers(found, WORLDS, laboratory=laboratory)
    without = answers(found, WORLDS, removed=gone, laboratory=laboratory)
    assert same_answers(without, answers(deleted, WORLDS))


@given(cases(), st.data())
@settings(max_examples=examples(15))
def test_several_removals_at_once_are_several_deletions(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    weighed(data)
    names = [name for name in removables(data) if kind_of(data, name) != "interest"]
    gone = draws.draw(st.sets(st.sampled_from(names), min_size=1, max_size=4))
    edited = copy.deepcopy(data)
    for name in sorted(gone, key=lambda name: ".believes." not in name):
        delete(edited, name)
    found, deleted = compiled(data), compiled(edited)
    laboratory = Laboratory(found.evaluator, 4)
    answers(found, WORLDS, laboratory=laboratory)
    without = answers(found, WORLDS, removed=frozenset(gone), laboratory=laboratory)
    assert same_answers(without, answers(deleted, WORLDS))


@given(models())
@settings(max_examples=examples(15))
def test_without_an_interest_the_other_weights_keep_their_proportions(
    data: dict[str, Any],
) -> None:
    evaluator = compiled(data).evaluator
    block = Block(0, WORLDS)
    for actor, names in evaluator.interests.items():
        plain = evaluator.weights(actor, Setting(), block)
        for place, name in enumerate(names):
            left = evaluator.weights(actor, Setting(removed=frozenset({name})), block)
            others = [n for n in range(len(names)) if n != place]
            assert (left[place] == 0).all()
            if others:
                np.testing.assert_allclose(left.sum(axis=0), 1.0, atol=1e-12)
                np.testing.assert_allclose(
                    left[others] * plain[others].sum(axis=0), plain[others], atol=1e-12
                )


@given(models())
@settings(max_examples=examples(15))
def test_what_does_not_reach_an_interest_moves_no_payoff_of_it(data: dict[str, Any]) -> None:
    found = compiled(data)
    evaluator, horizon = found.evaluator, found.case.horizon
    profiles = [*evaluator.space.profiles()]
    plain = Bench(evaluator, Setting(), Block(0, WORLDS))
    for name in removables(data):
        setting = Setting(removed=frozenset({name}))
        without = Bench(evaluator, setting, Block(0, WORLDS))
        for actor, rows in evaluator.interests.items():
            for row in rows:
                before = plain.payoffs_at(row, None, horizon, profiles)
                after = without.payoffs_at(row, None, horizon, profiles)
                if not np.array_equal(before, after):
                    reach = evaluator.reach(row, evaluator.viewer(actor, Setting()))
                    event(f"moved by a {kind_of(data, name)}")
                    assert name in reach


@given(cases())
@settings(max_examples=examples(15))
def test_what_does_not_bear_on_a_claim_moves_no_answer(data: dict[str, Any]) -> None:
    found = compiled(data)
    plain = answers(found, WORLDS)
    bears = {
        trial.name: bearing(found.case, found.evaluator, trial)
        for trial in trials_of(found.case, found.claims, found.evaluator.space)
    }
    for name in removables(data):
        actor = name.partition(".")[0]
        if kind_of(data, name) == "interest" and len(data["interests"][actor]) == 1:
            continue  # an actor's only interest is not tried: nothing would be left to weigh
        without = answers(found, WORLDS, removed=frozenset({name}))
        for proposition, reach in bears.items():
            if name not in reach:
                alike = same_answers({"": without[proposition]}, {"": plain[proposition]})
                assert alike, (name, proposition)
