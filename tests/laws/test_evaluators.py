"""The evaluator over arrays gives what the interpreter gives, world by world."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.findings import Bench
from kautilya.kernel import NotFinite, interpret
from kautilya.payoffs import Block, Level, Setting
from support.cases import Compiled, compiled, one_world, oracle_level, oracle_payoff
from support.effort import examples
from support.models import models

WORLDS = 3


def close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


def oracle_breaks(found: Compiled, viewer: str, setting: Setting) -> bool:
    """Whether the interpreter finds a value that is not finite in any profile and world."""
    for profile in found.evaluator.space.profiles():
        for world in range(WORLDS):
            try:
                interpret(found.graph, profile, one_world(found, viewer, setting, world, profile))
            except NotFinite:
                return True
    return False


@given(models(), st.sampled_from(["authored", "edges", "centre", "log"]))
@settings(max_examples=examples(40))
def test_payoffs_and_levels_equal_the_interpreters(data: dict[str, Any], shape: str) -> None:
    found = compiled(data)
    setting = Setting(shape=shape)
    bench = Bench(found.evaluator, setting, Block(0, WORLDS))
    horizon = found.case.horizon
    payoffs = bench.grid_payoffs(None, horizon, {})
    space = found.evaluator.space
    for profile in space.profiles():
        for actor, array in payoffs.items():
            full = np.broadcast_to(array, (*space.shape, WORLDS))[profile]
            points = bench.payoffs_at(actor, None, horizon, [profile])[0]
            for world in range(WORLDS):
                wanted = oracle_payoff(found, actor, profile, setting, world, horizon)
                assert close(full[world], wanted)
                assert close(points[world], wanted)
        for kind in ("final", "average", "peak"):
            for name in ("stock0", "auxiliary0"):
                got = bench.level_at(Level(kind, name), None, horizon, profile)
                for world in range(WORLDS):
                    wanted = oracle_level(found, kind, name, profile, setting, world, horizon)
                    assert close(got[world], wanted)


@given(models(tame=False))
@settings(max_examples=examples(40))
def test_what_breaks_in_one_breaks_in_the_other(data: dict[str, Any]) -> None:
    found = compiled(data)
    setting = Setting()
    for actor in found.evaluator.interests:
        view = found.evaluator.viewer(actor, setting)
        bench = Bench(found.evaluator, setting, Block(0, WORLDS))
        try:
            bench.grid_payoffs(view, found.case.horizon, {})
        except NotFinite as fault:
            assert fault.path
            assert oracle_breaks(found, view, setting)
        else:
            for profile in found.evaluator.space.profiles():
                for world in range(WORLDS):
                    try:
                        oracle_payoff(found, actor, profile, setting, world, found.case.horizon)
                    except NotFinite as fault:
                        # Only what no payoff reads may break for the interpreter alone.
                        assert fault.path[0] not in ("interests",)


def test_a_branch_not_taken_cannot_break() -> None:
    found = compiled(
        {
            "language": 1,
            "case": "guarded",
            "horizon": 2,
            "yardstick": "ICD 203",
            "actors": {"a": {"name": "A"}},
            "premises": {"p": {"range": [-1, 1], "status": "judged"}},
            "auxiliaries": {
                "guarded": {"is": "sqrt(p) if p >= 0 else 0 - p"},
                "joined": {"is": "(p > 0 and log(p) < 0)"},
            },
            "decisions": {"a.d": {"now": "x", "options": {"x": {}, "y": {}}}},
            "interests": {"a": [{"id": "i", "value": "guarded + joined", "anchors": [0, 3]}]},
        }
    )
    bench = Bench(found.evaluator, Setting(), Block(0, 50))
    got = bench.payoffs_at("a", None, 2, [(0,)])[0]
    for world in range(50):
        assert close(got[world], oracle_payoff(found, "a", (0,), Setting(), world, 2))


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("1 / (p - p)", "division by zero"),
        ("log(0 - p)", "logarithm"),
        ("sqrt(0 - p)", "root"),
        ("exp(1000 * p)", "exp"),
        ("(p - p) ** -1", "power"),
        ("min(3, 1 / (p - p))", "division by zero"),
        ("tanh(1 / (p - p))", "division by zero"),
    ],
)
def test_what_is_not_finite_is_named_with_its_place(formula: str, why: str) -> None:
    found = compiled(
        {
            "language": 1,
            "case": "broken",
            "horizon": 2,
            "yardstick": "ICD 203",
            "actors": {"a": {"name": "A"}},
            "premises": {"p": {"range": [1, 2], "status": "judged"}},
            "auxiliaries": {"bad": {"is": formula}},
            "decisions": {"a.d": {"now": "x", "options": {"x": {}, "y": {}}}},
            "interests": {"a": [{"id": "i", "value": "bad", "anchors": [0, 3]}]},
        }
    )
    with pytest.raises(NotFinite) as caught:
        Bench(found.evaluator, Setting(), Block(0, 4)).payoffs_at("a", None, 2, [(1,)])
    assert caught.value.path == ("auxiliaries", "bad", "is")
    assert why in caught.value.why
    assert caught.value.month == 0
    with pytest.raises(NotFinite) as again:
        interpret(found.graph, (1,), one_world(found, "a", Setting(), 0, (1,)))
    assert again.value.path == caught.value.path
