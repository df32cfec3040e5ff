"""Queries about agreements, threats, promises, flips and causes are answered as the words say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.case.parse import parse
from kautilya.findings import Bench
from kautilya.findings.bench import Plain
from kautilya.findings.examine import Laboratory
from kautilya.findings.trial import grouped, trials_of
from kautilya.payoffs import Block, Change, Setting
from support.cases import Compiled, ask, compiled, one_world, plain
from support.effort import examples
from support.pledges import PLEDGES, pledge_queries, pledged
from support.questions import removables

from .case_oracle import Oracle

WORLDS = 3


def held_in(data: dict[str, Any], scenario: str | None) -> list[str]:
    """Decisions that a scenario holds."""
    hold = data["scenarios"][scenario]["hold"] if scenario else []
    return [condition.split(" is ")[0] for condition in hold]


def agrees(got: object, wanted: object) -> bool:
    """Whether an answer is the oracle's; no answer is None there."""
    if isinstance(wanted, float):
        return abs(float(str(got)) - wanted) <= 1e-6 * max(1.0, abs(wanted))
    return got == ("cycles" if wanted is None else wanted)


def answered(found: Compiled, text: str, scenario: str | None) -> object:
    """What is answered in the first world; `cycles` where there is no answer."""
    result = ask(found, text, scenario)
    return "cycles" if result.missing[0] else plain(found, result)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "game"),
    [*((kind, "any") for kind in PLEDGES), ("self_enforcing", "hunt"), ("share_of", "quarrel")],
)
@given(st.data())
@settings(max_examples=examples(30))
def test_a_query_is_answered_as_in_the_words(kind: str, game: str, data: st.DataObject) -> None:
    case = data.draw(pledged(game))
    scenario = data.draw(st.sampled_from([None, "other"]))
    text = data.draw(pledge_queries(case, kind, held_in(case, scenario)))
    if text is None:
        return
    found = compiled(case)
    wanted = Oracle(found, Setting(scenario), 0, data=case).query(parse(text, queries=True))
    got = answered(found, text, scenario)
    event(f"{kind}: {wanted if isinstance(wanted, bool | None) else 'a number'}")
    assert agrees(got, wanted), text


@given(pledged(), st.data())
@settings(max_examples=examples(20))
def test_in_exposed_worlds_a_belief_stays_at_the_fact(
    case: dict[str, Any], data: st.DataObject
) -> None:
    """One world as somebody sees it, put together from what is drawn for each name alone."""
    found = compiled(case)
    number = data.draw(st.integers(0, 50))
    for actor in case["actors"]:
        for decision, entry in case["decisions"].items():
            for option, inner in entry["options"].items():
                profile = [0] * len(case["decisions"])
                axis = found.evaluator.space.axis[decision]
                profile[axis] = found.evaluator.space.option(decision, option)
                given_beliefs = inner.get("persuades", {}).get(actor, {})
                if not given_beliefs:
                    continue
                chance = {"unlikely": None, "roughly even": None}.get(
                    inner.get("exposed"), inner.get("exposed", 0.0)
                )
                seen = one_world(found, actor, Setting(), number, tuple(profile))
                facts = one_world(found, "facts", Setting(), number, tuple(profile))
                unexposed = {**case, "decisions": without_exposure(case["decisions"])}
                trusting = one_world(compiled(unexposed), actor, Setting(), number, tuple(profile))
                for name in given_beliefs:
                    table = "premises" if name in case["premises"] else "switches"
                    held = getattr(seen, table)[name]
                    fact, told = getattr(facts, table)[name], getattr(trusting, table)[name]
                    event(f"exposed: {held == fact and held != told}")
                    assert held == (fact if chance == 1.0 else told if chance == 0.0 else held)
                    assert held in (fact, told)


def without_exposure(decisions: dict[str, Any]) -> dict[str, Any]:
    """The same decisions with promises that nobody sees through."""
    return {
        name: {
            **entry,
            "options": {
                option: {k: v for k, v in inner.items() if k != "exposed"}
                for option, inner in entry["options"].items()
            },
        }
        for name, entry in decisions.items()
    }


@given(pledged())
@settings(max_examples=examples(20))
def test_exposure_moves_no_other_draw(case: dict[str, Any]) -> None:
    found = compiled(case)
    plainly = compiled({**case, "decisions": without_exposure(case["decisions"])})
    for viewer in ("facts", *case["actors"]):
        one = found.evaluator.worlds.view(viewer, Setting(), Block(0, 20))
        other = plainly.evaluator.worlds.view(viewer, Setting(), Block(0, 20))
        for left, right in ((one.premises, other.premises), (one.switches, other.switches)):
            assert all(np.array_equal(left[name], right[name]) for name in right)


@given(pledged(), st.data())
@settings(max_examples=examples(20))
def test_what_is_shared_is_what_would_be_found_alone(
    case: dict[str, Any], data: st.DataObject
) -> None:
    """Under a pinned premise, a removal or a forced rule, shared payoffs are the right ones."""
    found, block = compiled(case), Block(0, WORLDS)
    forced = [
        f"{d}.{o}"
        for d, entry in case["decisions"].items()
        for o, inner in entry["options"].items()
        if "if" in inner
    ]
    premise = data.draw(st.sampled_from([*case["premises"]]))
    pinned = ((premise, 0.5),)
    change = data.draw(
        st.sampled_from(
            [
                Change(pinned=pinned),
                Change(removed=frozenset({premise}), pinned=pinned),
                Change(forced=frozenset({forced[0]})),
                Change(removed=frozenset({data.draw(st.sampled_from(removables(case)))})),
            ]
        )
    )
    shared = Plain()
    first = Bench(found.evaluator, Setting(), block, shared)
    first.grid_payoffs(None, found.case.horizon, {})
    sharing = first.under(change).grid_payoffs(None, found.case.horizon, {})
    alone = Bench(found.evaluator, Setting().under(change), block)
    for actor, payoff in alone.grid_payoffs(None, found.case.horizon, {}).items():
        assert np.array_equal(*np.broadcast_arrays(sharing[actor], payoff))


@given(st.data())
@settings(max_examples=examples(20))
def test_claims_that_run_together_are_answered_as_one_by_one(data: st.DataObject) -> None:
    case = data.draw(pledged())
    texts = [data.draw(pledge_queries(case, kind)) for kind in PLEDGES]
    claims = [f"{t} > 0.1" if t.startswith("share_of") else t for t in texts if t is not None]
    case["propositions"] = {
        f"p{n}": {"claim": claim, "stated": "likely"} for n, claim in enumerate(claims)
    }
    found = compiled(case)
    trials = trials_of(found.case, found.claims, found.evaluator.space)
    removed = frozenset(data.draw(st.lists(st.sampled_from(removables(case)), max_size=1)))
    lone = {row for rows in case["interests"].values() if len(rows) == 1 for row in rows[0]["id"]}
    if any(name.rpartition(".")[2] in lone for name in removed):
        return
    together, both = Laboratory(found.evaluator, WORLDS, trials), {}
    for group in grouped(trials).values():
        for setting in (Setting(), Setting(removed=removed)):
            both |= together.answer_block(group, setting, Block(0, WORLDS), WORLDS)
    for trial in trials:
        alone = Laboratory(found.evaluator, WORLDS).answer_block(
            [trial], Setting(removed=removed), Block(0, WORLDS), WORLDS
        )[trial.name]
        assert np.array_equal(alone.answer.holds, both[trial.name].answer.holds)
        assert np.array_equal(alone.answer.missing, both[trial.name].answer.missing)
