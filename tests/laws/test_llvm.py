"""Machine code gives what the evaluator over arrays gives, and what the interpreter gives."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.codegen import WIDTHS, Machine, host
from kautilya.kernel import ArrayEvaluator, NotFinite
from kautilya.kernel.fast import MOST_KERNELS, CompiledEvaluator, evaluator_for
from kautilya.payoffs import Arrangement, Block, Level, Outcome, Request, Setting, grid, listing
from kautilya.study import check_file
from kautilya.terms import FACTS
from support.cases import Compiled, compiled, oracle_level, oracle_payoff
from support.effort import examples
from support.models import models

machine = host()
pytestmark = pytest.mark.skipif(isinstance(machine, str), reason=f"no code: {machine}")

ROOT = Path(__file__).parents[2]
CONFORMANCE = sorted((ROOT / "tests" / "conformance").glob("*.yaml"))
WORLDS = 11
TOLERANCE = 1e-12
KINDS = ("final", "average", "peak")


def fast(found: Compiled, width: int | None = None, block: int | None = None) -> CompiledEvaluator:
    assert isinstance(machine, Machine)
    return CompiledEvaluator(found.case, found.graph, 1, machine, width, block)


def everything(
    found: Compiled,
    view: str,
    arrangement: Arrangement | None = None,
    worlds: int = WORLDS,
    setting: Setting | None = None,
) -> Request:
    """A request for every interest and some of each kind of level."""
    names = [*found.case.stocks, *found.case.auxiliaries, *found.case.events][:4]
    return Request(
        setting or Setting(),
        Block(3, worlds),
        view,
        arrangement or grid(found.evaluator.space),
        found.case.horizon,
        tuple(i for rows in found.evaluator.interests.values() for i in rows),
        tuple(Level(kind, name) for kind in KINDS for name in names),
    )


def arrays(outcome: Outcome, request: Request) -> dict[object, np.ndarray]:
    """All results over the whole arrangement."""
    shape = (*request.arrangement.shape, request.block.count)
    found = {**outcome.interests, **outcome.levels}
    return {name: np.broadcast_to(array, shape) for name, array in found.items()}


def agree(left: Outcome, right: Outcome, request: Request, tolerance: float = TOLERANCE) -> None:
    ours, theirs = arrays(left, request), arrays(right, request)
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        np.testing.assert_allclose(
            array, theirs[name], rtol=tolerance, atol=tolerance, err_msg=str(name)
        )


def same_bits(left: Outcome, right: Outcome, request: Request) -> None:
    ours, theirs = arrays(left, request), arrays(right, request)
    for name, array in ours.items():
        np.testing.assert_array_equal(array, theirs[name], err_msg=str(name))


def views(found: Compiled) -> list[str]:
    viewer = found.evaluator.viewer
    return list(dict.fromkeys([FACTS, *(viewer(a, Setting()) for a in found.case.actors)]))


def some_profiles(found: Compiled) -> Arrangement:
    return listing(list(found.evaluator.space.profiles())[::2])


def outcome_of(evaluator: ArrayEvaluator, request: Request) -> Outcome | tuple[object, ...]:
    """The outcome, or where it broke."""
    try:
        return evaluator.evaluate(request)
    except NotFinite as fault:
        return (fault.path, fault.why, fault.month, fault.profile, fault.world)


# -- the same numbers ------------------------------------------------------------------------------


@given(models(), st.sampled_from(["authored", "edges", "centre", "log"]), st.data())
@settings(max_examples=examples(25))
def test_random_models(data: dict[str, Any], shape: str, draw: st.DataObject) -> None:
    found = compiled(data)
    mechanisms = sorted(found.case.mechanisms)
    removed = frozenset(draw.draw(st.lists(st.sampled_from(mechanisms), max_size=2)))
    setting = Setting(shape=shape, removed=removed)
    compiled_one = fast(found)
    for view in views(found):
        for arrangement in (None, some_profiles(found)):
            request = everything(found, view, arrangement, setting=setting)
            agree(compiled_one.evaluate(request), found.evaluator.evaluate(request), request)


@given(models(tame=False))
@settings(max_examples=examples(40))
def test_what_breaks_breaks_alike(data: dict[str, Any]) -> None:
    found = compiled(data)
    for arrangement in (None, some_profiles(found)):
        request = everything(found, FACTS, arrangement)
        ours = outcome_of(fast(found), request)
        theirs = outcome_of(found.evaluator, request)
        if isinstance(ours, Outcome) and isinstance(theirs, Outcome):
            # A quotient may be taken near zero, where the last digit of its parts decides much.
            agree(ours, theirs, request, 1e-6)
        else:
            assert ours == theirs


@pytest.mark.parametrize("path", CONFORMANCE, ids=lambda path: path.stem)
def test_conformance_cases(path: Path) -> None:
    found = compiled(path.read_text(encoding="utf-8"))
    evaluator = fast(found)
    for view in views(found):
        for arrangement in (None, some_profiles(found)):
            request = everything(found, view, arrangement)
            agree(evaluator.evaluate(request), found.evaluator.evaluate(request), request)


@pytest.mark.parametrize("path", CONFORMANCE[:6], ids=lambda path: path.stem)
def test_conformance_cases_by_the_interpreter(path: Path) -> None:
    found = compiled(path.read_text(encoding="utf-8"))
    setting, horizon = Setting(), found.case.horizon
    request = replace(everything(found, FACTS), block=Block(0, 1))
    results = arrays(fast(found).evaluate(request), request)
    space = found.evaluator.space
    for profile in list(space.profiles())[::3]:
        for level in request.levels:
            wanted = oracle_level(found, level.kind, level.name, profile, setting, 0, horizon)
            assert results[level][(*profile, 0)] == pytest.approx(wanted, rel=1e-11, abs=1e-12)
    for actor, names in found.evaluator.interests.items():
        own = replace(request, view=found.evaluator.viewer(actor, setting))
        results = arrays(fast(found).evaluate(own), own)
        weights = found.evaluator.weights(actor, setting, Block(0, 1))[:, 0]
        for profile in list(space.profiles())[::3]:
            got = sum(w * results[n][(*profile, 0)] for w, n in zip(weights, names, strict=True))
            wanted = oracle_payoff(found, actor, profile, setting, 0, horizon)
            assert got == pytest.approx(wanted, rel=1e-11, abs=1e-12)


def test_the_first_case() -> None:
    checked = check_file(ROOT / "cases" / "beijing-acceptance" / "case.yaml")
    assert checked.case and checked.graph and isinstance(machine, Machine)
    slow = ArrayEvaluator(checked.case, checked.graph, 1)
    quick = CompiledEvaluator(checked.case, checked.graph, 1, machine)
    names = tuple(i for rows in slow.interests.values() for i in rows)
    for view in (FACTS, slow.viewer(next(iter(slow.interests)), Setting())):
        request = Request(Setting(), Block(0, 5), view, grid(slow.space), slow.horizon, names)
        agree(quick.evaluate(request), slow.evaluate(request), request)


# -- the same bits ---------------------------------------------------------------------------------


@given(models())
@settings(max_examples=examples(8))
def test_every_width_and_block_gives_the_same_bits(data: dict[str, Any]) -> None:
    found = compiled(data)
    request = everything(found, FACTS, worlds=37)
    first = fast(found).evaluate(request)
    for width in WIDTHS:
        for block in (width, 4 * width):
            same_bits(first, fast(found, width, block).evaluate(request), request)


@given(models())
@settings(max_examples=examples(10))
def test_a_list_equals_the_grid(data: dict[str, Any]) -> None:
    found = compiled(data)
    space, evaluator = found.evaluator.space, fast(found)
    whole = everything(found, FACTS)
    grids = arrays(evaluator.evaluate(whole), whole)
    profiles = list(space.profiles())
    listed = everything(found, FACTS, listing(profiles))
    rows = arrays(evaluator.evaluate(listed), listed)
    pinned = everything(found, FACTS, grid(space, {0: 0}))
    part = arrays(evaluator.evaluate(pinned), pinned)
    for name, array in grids.items():
        np.testing.assert_array_equal(rows[name].reshape(array.shape), array)
        np.testing.assert_array_equal(part[name][0], array[0])


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("size", [8, 13, 40])
def test_cutting_up_the_worlds_changes_no_bit(threads: int, size: int) -> None:
    found = compiled(CONFORMANCE[0].read_text(encoding="utf-8"))
    evaluator = fast(found)
    whole = everything(found, FACTS, worlds=80)
    wanted = arrays(evaluator.evaluate(whole), whole)
    parts = [
        replace(whole, block=Block(3 + first, min(size, 80 - first)))
        for first in range(0, 80, size)
    ]
    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(pool.map(evaluator.evaluate, parts))
    for name, array in wanted.items():
        pieces = [arrays(o, p)[name] for o, p in zip(outcomes, parts, strict=True)]
        np.testing.assert_array_equal(np.concatenate(pieces, axis=-1), array)


# -- what is not finite ----------------------------------------------------------------------------


def small(auxiliaries: dict[str, str], low: float, high: float, **more: Any) -> Compiled:
    return compiled(
        {
            "language": 1,
            "case": "small",
            "horizon": 3,
            "yardstick": "ICD 203",
            "actors": {"a": {"name": "A"}},
            "premises": {"p": {"range": [low, high], "status": "judged"}},
            "auxiliaries": {name: {"is": text} for name, text in auxiliaries.items()},
            "decisions": {"a.d": {"now": "x", "options": {"x": {}, "y": {}}}},
            "interests": {"a": [{"id": "i", "value": "y", "anchors": [-3, 3]}]},
            **more,
        }
    )


BROKEN = [
    "1 / (p - p)",
    "log(0 - p)",
    "log(p - p)",
    "sqrt(0 - p)",
    "exp(1000 * p)",
    "(p - p) ** -1",
    "(p - p) ** -0.3",
    "(0 - p) ** 0.3",
    "min(3, 1 / (p - p))",
    "max(3, 0 - 1 / (p - p))",
    "clip(exp(800 * p), 0, 1)",
    "tanh(1 / (p - p))",
    "logistic(exp(1000 * p))",
    "exp(0 - exp(1000 * p))",
    "1 / exp(1000 * p)",
    "(exp(1000 * p)) ** -1",
    "(1 / (p - p) > 2)",
    "(2 if log(p - p) < 1 else 3)",
    "(p > 0 and 1 / (p - p) > 3)",
    "max((exp(700 * p) - exp(700 * p) * 2) * exp(700 * p), 0)",
    "exp(500 * p) * exp(500 * p)",
    "(1 if (d is y) else 1 / (p - p))",
    "log(1.5 - p)",
]


@pytest.mark.parametrize("formula", BROKEN)
def test_what_is_not_finite_is_told_alike(formula: str) -> None:
    found = small({"y": formula.replace("d is y", "a.d is y")}, 1, 2)
    request = everything(found, FACTS)
    theirs = outcome_of(found.evaluator, request)
    assert isinstance(theirs, tuple)
    assert outcome_of(fast(found), request) == theirs


GUARDED = [
    "(sqrt(p) if p >= 0 else 0 - p)",
    "(p > 0 and log(p) < 0)",
    "(p <= 0 or log(p) < 0)",
    "(1 / p ** 3 if p > 0.1 else (exp(2000 * p) if p < 0 else 0))",
    "min(2, (log(p) if p > 0 else 1))",
    "exp(0 - 2000 * p * p)",
    "(log(p) if p > 0 else 1) * (sqrt(0 - p) if p < 0 else 2)",
]


@pytest.mark.parametrize("formula", GUARDED)
def test_a_branch_that_is_not_taken_cannot_break(formula: str) -> None:
    found = small({"y": formula}, -1, 1)
    request = everything(found, FACTS, worlds=50)
    agree(fast(found).evaluate(request), found.evaluator.evaluate(request), request)


def test_a_guard_that_if_tells_apart_needs_no_second_run() -> None:
    found = small({"y": "(sqrt(p) if p >= 0 else 0 - p)"}, -1, 1)
    evaluator = fast(found)
    runs: list[int] = []
    evaluator._again = lambda *given: runs.append(1)  # type: ignore[method-assign]
    evaluator.evaluate(everything(found, FACTS, worlds=50))
    assert not runs


def test_a_level_that_breaks_only_at_the_end_is_found() -> None:
    stocks = {"s": {"start": 3}}
    found = small(
        {"y": "min(1, p)", "z": "min(1, 1 / s)"},
        1,
        2,
        stocks=stocks,
        mechanisms={"m": {"to": "s", "adds": "-1", "status": "judged"}},
    )
    request = replace(everything(found, FACTS), levels=(Level("peak", "z"), Level("final", "z")))
    theirs = outcome_of(found.evaluator, request)
    assert isinstance(theirs, tuple) and theirs[2] == 3
    assert outcome_of(fast(found), request) == theirs
    assert isinstance(outcome_of(fast(found), replace(request, levels=())), Outcome)


def test_a_pinned_premise_that_is_not_finite_is_left_to_the_arrays() -> None:
    found = small({"y": "p"}, 0, 1)
    setting = Setting(pinned=(("p", float("inf")),))
    request = everything(found, FACTS, setting=setting)
    assert str(outcome_of(fast(found), request)) == str(outcome_of(found.evaluator, request))


# -- what serves -----------------------------------------------------------------------------------


def test_machine_code_serves_where_it_can() -> None:
    found = small({"y": "p"}, 0, 1)
    evaluator = evaluator_for(found.case, found.graph, 1)
    assert isinstance(evaluator, CompiledEvaluator)
    assert "machine code" in evaluator.served_by


def test_arrays_serve_where_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    found = small({"y": "p"}, 0, 1)
    monkeypatch.setattr("kautilya.kernel.fast.host", lambda: "llvmlite is not installed")
    evaluator = evaluator_for(found.case, found.graph, 1)
    assert type(evaluator) is ArrayEvaluator
    assert evaluator.served_by == "NumPy (llvmlite is not installed)"


def test_one_kernel_serves_every_removal_and_every_pin() -> None:
    found = compiled((CONFORMANCE[0].parent / "silting-harbour.yaml").read_text(encoding="utf-8"))
    evaluator = fast(found)
    assert found.case.mechanisms
    for name in found.case.mechanisms:
        setting = Setting(removed=frozenset({name}))
        evaluator.evaluate(everything(found, FACTS, setting=setting))
        pinned = grid(found.evaluator.space, {0: 0})
        evaluator.evaluate(everything(found, FACTS, pinned, setting=setting))
    assert len(evaluator._kernels) == 1


def resident() -> int:
    """Pages of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1])


PAGE = 4096


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc")
def test_many_kernels_do_not_pile_up() -> None:
    found = small({"y": "p"}, 0, 1)

    evaluator = fast(found)
    plain = everything(found, FACTS, worlds=1)
    kinds = [Level(kind, name) for kind in KINDS for name in ("p", "y")]
    requests = [replace(plain, levels=kept) for kept in itertools.product(kinds, repeat=5)]
    for request in requests[: 2 * MOST_KERNELS]:
        evaluator.evaluate(request)
    before = resident()
    for request in requests[2 * MOST_KERNELS :][:600]:
        evaluator.evaluate(request)
    assert len(evaluator._kernels) == MOST_KERNELS
    assert (resident() - before) * PAGE < 10e6
