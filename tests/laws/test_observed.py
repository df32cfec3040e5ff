"""What was observed keeps some worlds apart, and decides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.findings import Board, Plan
from kautilya.findings.board import Outcome
from kautilya.findings.examine import Laboratory
from kautilya.findings.schedule import SHAPES
from kautilya.kernel import yardstick_of
from kautilya.payoffs import Setting
from support.cases import Compiled, compiled
from support.effort import examples
from support.models import models
from support.questions import claims, propositions

from .case_oracle import Oracle

WORLDS = 12


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case with random propositions, in which something was observed."""
    data = draw(models(game=draw(st.sampled_from(["any", "quarrel"]))))
    data["propositions"] = draw(propositions(data, most=3))
    seen = draw(st.lists(claims(data, depth=1), min_size=1, max_size=2))
    data["observed"] = [{"expect": text, "says": "it was seen"} for text in seen]
    return data


def outcome(found: Compiled, data: dict[str, Any], size: int = 5) -> Outcome:
    """What a board finds, without removals."""
    from kautilya.case import from_source
    from kautilya.source import dump, parse_source

    places = from_source(parse_source(dump(data), "case.yaml")).places
    plan = Plan(WORLDS, 1, size, removals=False)
    by = yardstick_of(found.case)
    board = Board(found.case, found.names, places, found.claims, found.evaluator, by, plan)
    return board.outcome()


@given(cases())
@settings(max_examples=examples(8))
def test_the_worlds_that_agree_are_those_in_which_it_happens(data: dict[str, Any]) -> None:
    found = compiled(data)
    told = outcome(found, data)
    assert told.observed is not None
    trees = [claim.tree for claim in found.claims.observed]
    for shape in SHAPES:
        worlds = told.observed.worlds[shape]
        plain = [Oracle(found, Setting(shape=shape), number) for number in range(worlds)]
        agree = [all(oracle.claim(tree) for tree in trees) for oracle in plain]
        event(f"{shape}: {sum(agree)} of {worlds}")
        assert told.observed.kept[shape] == sum(agree)
        for finding in told.findings:
            if finding.differences:
                continue
            claim, antecedent = found.claims.claims[finding.id], found.claims.givens.get(finding.id)
            voice = None if finding.voice == "author" else finding.voice
            holds = counted = 0
            for number in [n for n, kept in enumerate(agree) if kept]:
                setting = Setting(finding.scenario, shape=shape)
                oracle = Oracle(found, setting, number, finding.hold, voice)
                answer = oracle.claim(claim.tree)
                if (antecedent is None or oracle.claim(antecedent.tree)) and answer is not None:
                    counted += 1
                    holds += bool(answer)
            tally = finding.agreeing[shape]
            assert (tally.holds, tally.counted) == (holds, counted)
            assert tally.worlds == worlds


@given(cases(), st.sampled_from([1, 4, 12]))
@settings(max_examples=examples(6))
def test_it_decides_no_verdict_and_depends_on_no_block(data: dict[str, Any], size: int) -> None:
    told = outcome(compiled(data), data)
    assert outcome(compiled(data), data, size) == told
    without = {key: value for key, value in data.items() if key != "observed"}
    plain = outcome(compiled(without), without)
    assert plain.observed is None
    stripped = [replace(f, agreeing={}, agreeing_differences={}, line=0) for f in told.findings]
    assert stripped == [replace(f, line=0) for f in plain.findings]


@given(models())
@settings(max_examples=examples(5))
def test_what_must_happen_keeps_every_world_and_every_share(data: dict[str, Any]) -> None:
    name = next(iter(data["premises"]))
    data["observed"] = [{"expect": f"{name} < 100"}]
    data["propositions"] = {
        "p": {"claim": f"{name} > 0.5", "stated": "likely"},
        "q": {"claim": f"average({name}) > 0.4", "stated": "likely", "in": "other"},
    }
    told = outcome(compiled(data), data)
    assert told.observed is not None and told.observed.kept == told.observed.worlds
    for finding in told.findings:
        assert finding.agreeing == finding.tallies


def test_a_laboratory_without_observations_keeps_no_worlds_apart() -> None:
    data = {
        "language": 1,
        "case": "none",
        "horizon": 1,
        "actors": {"a": {"name": "A"}},
        "premises": {"p": {"range": [0, 1]}},
    }
    laboratory = Laboratory(compiled(data).evaluator, 5)
    (block,) = laboratory.blocks(5)
    assert laboratory.kept("authored", block, 5) is None


TOWN = """
language: 1
case: town
horizon: 3
focal: town.toll
sources: {diary: {title: The diary}}
actors: {town: {name: Town}, guild: {name: Guild}}
premises:
  ice: {says: ice, range: [0, 1], status: judged}
  price: {says: price, range: [0, 1], status: judged}
decisions:
  town.toll: {now: low, options: [low, high]}
  guild.route: {now: river, options: [river, road]}
interests:
  town: [{id: purse, value: price * (town.toll is high), anchors: [0, 1]}]
  guild:
    - {id: speed, anchors: [0, 1],
       value: (1 - ice) * (guild.route is river) + 0.5 * (guild.route is road)}
observed: [{expect: OBSERVED, says: they took the river, source: diary}]
propositions:
  mild: {says: the winter was mild, claim: ice < 0.4, stated: likely}
  dear: {says: ice does not matter, claim: best(town.toll) is high, stated: {irrelevant: ice}}
"""
"""A guild that takes the river where there is little ice."""


@pytest.mark.parametrize(
    ("expect", "kept"),
    [
        ("best(guild.route) is river", (800, 1200)),
        ("ice < 0.05", (50, 150)),
        ("ice > 2", (0, 0)),
    ],
)
def test_the_share_given_what_was_observed_stands_beside_the_fit(
    expect: str, kept: tuple[int, int]
) -> None:
    from kautilya.study import loads

    dossier = loads(TOWN.replace("OBSERVED", expect)).test(worlds=2000, removals=False)
    observed, (mild, dear) = dossier.observed, dossier.findings
    assert observed is not None
    assert kept[0] <= observed.kept["authored"] <= kept[1]
    assert observed.warns == (kept[1] < 200)
    assert mild.share is not None and abs(mild.share - 0.4) < 0.05
    if not kept[1]:
        assert mild.agreeing_share is None and mild.agreeing_interval is None
        assert dear.agreeing_interval is None
        return
    assert mild.agreeing_share is not None
    wanted = 0.8 if "river" in expect else 1.0
    assert abs(mild.agreeing_share - wanted) < 0.05
    assert dear.agreeing_differences["authored"] == 0.0
