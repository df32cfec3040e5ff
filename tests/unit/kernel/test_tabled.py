"""Worlds by a table: the runs of a design, and what they leave as it is."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.credence import Band
from kautilya.kernel.tabled import Design, Uncertain, on_design, uncertain_of, values_of
from kautilya.kernel.worlds import Form
from kautilya.payoffs import Block, Setting
from kautilya.terms import FACTS
from support.cases import Compiled, answers, compiled, payoffs_of, same_answers
from support.reports import ferry_text

CASE = """\
language: 1
case: quay
horizon: 3
actors: {town: {}, port: {}}
premises:
  trade: {range: [1, 3], status: judged}
  ice: {chance: likely, status: judged}
  toll: {value: 2, status: judged}
auxiliaries: {take: {is: trade * toll * (1 - 0.5 * ice)}}
mechanisms:
  smuggling: {to: take, adds: -0.4, chance: roughly even, status: stated}
decisions:
  town.gate:
    now: open
    options:
      open: {}
      shut: {persuades: {port: {trade: [0, 1]}}}
interests:
  town:
    - {id: money, value: take, anchors: [0, 6]}
    - {id: calm, value: (town.gate is shut), anchors: [0, 1]}
  port: [{id: money, value: take, anchors: [0, 6]}]
beliefs: {port: {ice: {chance: unlikely}, smuggling: off}}
scenarios: {thaw: {set: {ice: 0}, off: [smuggling]}}
propositions:
  pays: {claim: payoff(town) > 0.4, stated: likely}
"""


@pytest.fixture
def quay() -> Compiled:
    return compiled(CASE)


def test_what_is_uncertain_is_found_with_its_name_in_reach(quay: Compiled) -> None:
    found = {each.key: each for each in uncertain_of(quay.evaluator, Setting())}
    assert {key: each.element for key, each in found.items()} == {
        ("fact", "trade"): "trade",
        ("fact", "ice"): "ice",
        ("in_force", "smuggling"): "smuggling",
        ("belief:port", "ice"): "port.believes.ice",
        ("belief:port:town.gate.shut", "trade"): "port.believes.trade",
    }
    assert found["belief:port:town.gate.shut", "trade"].persuading == "town.gate.shut"
    assert {key for key, each in found.items() if each.is_chance} == {
        ("fact", "ice"),
        ("in_force", "smuggling"),
        ("belief:port", "ice"),
    }


def test_what_a_scenario_sets_is_not_uncertain(quay: Compiled) -> None:
    found = {each.key for each in uncertain_of(quay.evaluator, Setting("thaw"))}
    assert ("fact", "ice") not in found
    assert ("in_force", "smuggling") not in found
    assert ("fact", "trade") in found


@pytest.mark.parametrize("text", [CASE, ferry_text()], ids=["quay", "ferry"])
def test_a_design_of_the_case_s_own_draws_gives_its_own_results(text: str) -> None:
    case = compiled(text)
    block, setting = Block(0, 200), Setting()
    views = {v: case.evaluator.worlds.view(v, setting, block) for v in (FACTS, *case.case.actors)}
    draws = {}
    for each in uncertain_of(case.evaluator, setting):
        viewer = FACTS if each.role in ("fact", "in_force") else each.role.split(":")[1]
        view = views[viewer]
        if each.persuading:
            (draw,) = (p.value for p in view.persuasions if p.name == each.name)
        else:
            draw = view.premises.get(each.name, view.switches.get(each.name, 0.0))
        draws[each.key] = np.asarray(draw)
    weights = {
        actor: case.evaluator.weights(actor, setting, block) for actor in case.evaluator.interests
    }
    before = payoffs_of(case, 200)
    other = on_design(case.evaluator, Design(draws, weights))
    twin = Compiled(case.case, case.names, case.graph, case.claims, other)
    assert all(np.array_equal(payoffs_of(twin, 200)[actor], before[actor]) for actor in before)
    assert same_answers(answers(twin, 200, block_size=60), answers(case, 200))
    assert all(np.array_equal(payoffs_of(case, 200)[actor], before[actor]) for actor in before)


def test_each_run_has_its_own_values(quay: Compiled) -> None:
    trade = np.array([1.0, 2.0, 3.0])
    given = {
        ("fact", "trade"): trade,
        ("fact", "ice"): np.array([0.0, 1.0, 0.0]),
        ("in_force", "smuggling"): np.zeros(3),
    }
    weights = {"town": np.array([[1.0, 0.5, 1.0], [0.0, 0.5, 0.0]])}
    other = on_design(quay.evaluator, Design(given, weights))
    twin = Compiled(quay.case, quay.names, quay.graph, quay.claims, other)
    payoffs = payoffs_of(twin, 3)["town"]
    take = trade * 2.0 * np.array([1.0, 0.5, 1.0]) / 6.0
    assert payoffs[0] == pytest.approx(take * weights["town"][0])
    assert payoffs[1] == pytest.approx(take * weights["town"][0] + weights["town"][1])


@pytest.mark.parametrize(
    ("form", "places", "values"),
    [
        (Form(range=(2.0, 4.0)), [0.0, 0.25, 1.0], [2.0, 2.5, 4.0]),
        (Form(0.5, (0.0, 1.0)), [0.0, 0.5, 1.0], [0.0, 0.5, 1.0]),
        (
            Form(band=Band(0.55, 0.8, closed_high=False)),
            [0.0, 0.3, 0.33, 1.0],
            [0.0, 0.0, 1.0, 1.0],
        ),
        (Form(band=Band(0.2, 0.2, closed_high=True)), [0.79, 0.81], [0.0, 1.0]),
    ],
    ids=["range", "likeliest value", "word", "chance"],
)
def test_places_become_values(form: Form, places: list[float], values: list[float]) -> None:
    uncertain = Uncertain("fact", "x", form)
    assert values_of(uncertain, np.array(places)) == pytest.approx(values, abs=1e-9)


def test_even_places_give_a_chance_as_often_as_its_band_says() -> None:
    uncertain = Uncertain("in_force", "x", Form(band=Band(0.55, 0.8, closed_high=False)))
    places = (np.arange(1000) + 0.5) / 1000
    assert values_of(uncertain, places).mean() == pytest.approx(0.675, abs=0.002)
