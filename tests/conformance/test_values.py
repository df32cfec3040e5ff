"""Every conformance case gives its expected values, by the interpreter and by the evaluator."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kautilya.case.expression import LEVEL_QUERIES, Name, Query
from kautilya.case.parse import parse
from kautilya.findings import Bench
from kautilya.findings.examine import Laboratory
from kautilya.findings.trial import trials_of
from kautilya.payoffs import Block, Setting
from kautilya.solve import pure_nash
from support.cases import Compiled, ask, compiled, oracle_level, oracle_payoff, plain, situation

HERE = Path(__file__).parent
CASES = sorted(path.stem for path in HERE.glob("*.yaml"))
TOLERANCE = 1e-12


@cache
def load(name: str) -> tuple[Compiled, dict]:
    found = compiled((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    expected = json.loads((HERE / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found, expected


def agrees(got: object, wanted: object) -> bool:
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        return abs(float(got) - wanted) <= TOLERANCE  # type: ignore[arg-type]
    return got == wanted


def test_there_are_eighteen_cases() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize("name", CASES)
def test_payoffs_by_the_evaluator(name: str) -> None:
    found, expected = load(name)
    space = found.evaluator.space
    payoffs = Bench(found.evaluator, Setting(), Block(0, 1)).grid_payoffs(
        None, found.case.horizon, {}
    )
    for actor, table in expected["payoffs"].items():
        full = np.broadcast_to(payoffs[actor], (*space.shape, 1))
        assert len(table) == space.size
        for profile in space.profiles():
            assert agrees(full[(*profile, 0)], table[space.label(profile)]), (actor, profile)


@pytest.mark.parametrize("name", CASES)
def test_payoffs_by_the_interpreter(name: str) -> None:
    found, expected = load(name)
    space = found.evaluator.space
    for actor, table in expected["payoffs"].items():
        for profile in space.profiles():
            got = oracle_payoff(found, actor, profile, Setting(), 0, found.case.horizon)
            assert agrees(got, table[space.label(profile)]), (actor, profile)


def rows(part: str) -> list[tuple[str, str | None, str, object]]:
    found = []
    for name in CASES:
        expected = json.loads((HERE / f"{name}.expected.json").read_text(encoding="utf-8"))
        sections = {None: expected, **expected.get("scenarios", {})}
        for scenario, section in sections.items():
            if part == "nash":
                found.append((name, scenario, "nash", section["nash"]))
            else:
                found += [(name, scenario, q, v) for q, v in section["queries"].items()]
    return found


@pytest.mark.parametrize(("name", "scenario", "query", "wanted"), rows("queries"))
def test_queries(name: str, scenario: str | None, query: str, wanted: object) -> None:
    found, _ = load(name)
    assert agrees(plain(found, ask(found, query, scenario)), wanted)


@pytest.mark.parametrize(("name", "scenario", "query", "wanted"), rows("queries"))
def test_levels_by_the_interpreter(
    name: str, scenario: str | None, query: str, wanted: object
) -> None:
    if query.partition("(")[0] not in LEVEL_QUERIES:
        return
    found, _ = load(name)
    tree = parse(query, queries=True)
    assert isinstance(tree, Query)
    space = found.evaluator.space
    profile = list(situation(found, scenario).start)
    for condition in tree.conditions:
        assert isinstance(condition.subject, Name)
        axis = space.axis[condition.subject.name]
        profile[axis] = space.option(condition.subject.name, condition.options[0].name)
    got = oracle_level(
        found,
        tree.kind,
        tree.subject.name,
        tuple(profile),
        Setting(scenario),
        0,
        tree.within or found.case.horizon,
        tree.seen_by.name if tree.seen_by else "facts",
    )
    assert agrees(got, wanted)


@pytest.mark.parametrize(("name", "scenario", "_", "wanted"), rows("nash"))
def test_pure_equilibria(name: str, scenario: str | None, _: str, wanted: list[str]) -> None:
    found, _ = load(name)
    space = found.evaluator.space
    held = situation(found, scenario).held
    payoffs = Bench(found.evaluator, Setting(scenario), Block(0, 1)).grid_payoffs(
        None, found.case.horizon, held
    )
    equilibria = pure_nash(space, payoffs, held, found.case.epsilon)
    shape = tuple(1 if axis in held else n for axis, n in enumerate(space.shape))
    full = np.broadcast_to(equilibria, (*shape, 1))[..., 0]
    got = [
        space.label([held.get(axis, int(i)) for axis, i in enumerate(place)])
        for place in np.argwhere(full)
    ]
    assert sorted(got) == sorted(wanted)


@pytest.mark.parametrize("name", CASES)
def test_propositions(name: str) -> None:
    found, expected = load(name)
    tests = {t.name: t for t in trials_of(found.case, found.claims, found.evaluator.space)}
    laboratory = Laboratory(found.evaluator, 1)
    for proposition, wanted in expected.get("propositions", {}).items():
        test = tests[proposition]
        answers = laboratory.answer_block([test], Setting(test.scenario), Block(0, 1), 1)
        answer = answers[proposition].answer
        got = "cycles" if answer.missing[0] else bool(answer.holds[0])
        assert got == wanted, proposition
