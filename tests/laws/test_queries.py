"""What claims ask is answered as the words say, by payoffs of the interpreter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.case.parse import parse
from kautilya.findings import Bench
from kautilya.findings.examine import Laboratory
from kautilya.findings.trial import trials_of
from kautilya.payoffs import Block, Setting
from kautilya.solve import equilibrium_profiles, pure_nash
from support.cases import ask, compiled, plain, situation
from support.effort import examples
from support.models import models
from support.questions import propositions, queries

from . import choice_oracle as words
from .case_oracle import Oracle

WORLDS = 3

ASKED = {
    "levels": ("final", "average", "peak"),
    "payoffs": ("payoff", "gain", "likes"),
    "best": ("best",),
    "settled": ("settled", "cycles"),
    "foresees": ("foresees", "acts"),
}


def agrees(got: object, wanted: object) -> bool:
    """Whether an answer is the oracle's, `cycles` included."""
    if isinstance(wanted, float):
        return abs(float(str(got)) - wanted) <= 1e-9
    return got == ("cycles" if wanted is None else wanted)


def held_in(data: dict[str, Any], scenario: str | None) -> list[str]:
    """Decisions that a scenario holds."""
    hold = data["scenarios"][scenario]["hold"] if scenario else []
    return [condition.split(" is ")[0] for condition in hold]


@pytest.mark.parametrize(
    ("about", "game"),
    [
        *((about, "any") for about in ASKED),
        *((about, game) for about in ("settled", "foresees") for game in ("quarrel", "hunt")),
    ],
)
@given(st.data())
@settings(max_examples=examples(20))
def test_a_query_is_answered_as_in_the_words(about: str, game: str, data: st.DataObject) -> None:
    case = data.draw(models(game=game))
    scenario = data.draw(st.sampled_from([None, "other"]))
    _, text = data.draw(queries(case, ASKED[about], held_in(case, scenario)))
    found = compiled(case)
    got = plain(found, ask(found, text, scenario))
    wanted = Oracle(found, Setting(scenario), 0).query(parse(text, queries=True))
    event(f"{text.partition('(')[0]}: {wanted if isinstance(wanted, bool | None) else 'other'}")
    assert agrees(got, wanted)


@pytest.mark.parametrize("game", ["any", "quarrel", "hunt"])
@given(st.data())
@settings(max_examples=examples(20))
def test_propositions_are_answered_as_in_the_words(game: str, data: st.DataObject) -> None:
    case = data.draw(models(game=game))
    case["propositions"] = data.draw(propositions(case))
    found = compiled(case)
    laboratory = Laboratory(found.evaluator, 2)
    for trial in trials_of(found.case, found.claims, found.evaluator.space):
        setting = Setting(trial.scenario)
        entry = found.case.propositions[trial.name]
        voice = None if entry.voice == "author" else entry.voice
        for block in laboratory.blocks(WORLDS):
            counted = laboratory.answer_block([trial], setting, block, WORLDS)[trial.name]
            for place in range(block.count):
                oracle = Oracle(found, setting, block.first + place, entry.hold, voice)
                wanted = oracle.claim(trial.claim.tree)
                event(f"cycles: {wanted is None}")
                assert counted.answer.missing[place] == (wanted is None)
                assert counted.answer.holds[place] == bool(wanted)
                antecedent = trial.given is None or oracle.claim(trial.given.tree)
                assert counted.given[place] == bool(antecedent)


@given(st.data())
@settings(max_examples=examples(20))
def test_the_equilibria_are_the_profiles_that_nobody_would_leave(data: st.DataObject) -> None:
    case = data.draw(models())
    scenario = data.draw(st.sampled_from([None, "other"]))
    horizon = data.draw(st.integers(1, case["horizon"]))
    found, setting = compiled(case), Setting(scenario)
    held, space = situation(found, scenario).held, found.evaluator.space
    payoffs = Bench(found.evaluator, setting, Block(0, WORLDS)).grid_payoffs(None, horizon, held)
    equilibria = pure_nash(space, payoffs, held, found.case.epsilon)
    for number in range(WORLDS):
        oracle = Oracle(found, setting, number)
        world = oracle.world({}, lambda who, there, o=oracle: o.payoff(who, there, horizon, None))
        reported = equilibrium_profiles(equilibria, min(number, equilibria.shape[-1] - 1), held)
        event(f"equilibria: {len(reported)}")
        for profile in space.profiles():
            if world.hold(profile) != profile:
                assert profile not in reported
                continue
            regret = max(
                world.payoff(actor, words.replaced(profile, choice)) - world.payoff(actor, profile)
                for actor in world.actors
                for choice in words.joint_choices(world, actor)
            )
            # Reported within epsilon, and left out only beyond it.
            assert (profile in reported) == (regret <= found.case.epsilon + 1e-9)
