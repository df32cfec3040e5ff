"""A run depends on the case and the seed, and on nothing of how it is run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kautilya.findings import Board, Plan
from kautilya.kernel import ArrayEvaluator, yardstick_of
from kautilya.payoffs import Block, Setting
from kautilya.source import dump
from kautilya.study import check_text, pipeline
from kautilya.terms import FACTS
from support.cases import answers, compiled, payoffs_of
from support.effort import examples
from support.models import models
from support.questions import propositions

SHAPES = ["authored", "edges", "centre", "log"]


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case with random propositions."""
    data = draw(models(game=draw(st.sampled_from(["any", "quarrel", "hunt"]))))
    data["propositions"] = draw(propositions(data))
    return data


def lanes(data: dict[str, Any], worlds: int) -> int:
    """A limit of profiles times worlds that makes blocks of about so many worlds."""
    profiles = 1
    for entry in data["decisions"].values():
        profiles *= len(entry["options"])
    return profiles * worlds


@given(cases(), st.integers(0, 2**32), st.sampled_from([16, 24, 40]))
@settings(max_examples=examples(5))
def test_the_same_seed_gives_the_same_results_on_any_threads_in_any_blocks(
    data: dict[str, Any], seed: int, block: int
) -> None:
    data["focal"] = next(iter(data["decisions"]))
    checked = check_text(dump(data))

    def order(threads: int) -> pipeline.Order:
        return pipeline.Order(worlds=40, seed=seed, threads=threads)

    plain = pipeline.run(checked, order(1))
    again = pipeline.run(check_text(dump(data)), order(2))
    assert again.result_hash == plain.result_hash
    assert again == plain
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "LANES", lanes(data, block))
        cut = pipeline.run(checked, order(2))
    event(f"verdicts: {[str(f.standing) for f in plain.findings]}")
    assert cut.result_hash == plain.result_hash
    assert cut.findings == plain.findings


@given(cases(), st.sampled_from([1, 3, 7]))
@settings(max_examples=examples(5))
def test_findings_do_not_depend_on_the_size_of_blocks(data: dict[str, Any], size: int) -> None:
    checked = check_text(dump(data))
    case, graph, claims = checked.case, checked.graph, checked.claims
    assert case and graph and claims and checked.names and checked.places
    found = []
    for block_size, threads in ((12, 1), (size, 2)):
        plan = Plan(12, threads, block_size)
        evaluator = ArrayEvaluator(case, graph, 5)
        board = Board(
            case, checked.names, checked.places, claims, evaluator, yardstick_of(case), plan
        )
        found.append(board.findings())
    assert found[0] == found[1]


@given(cases(), st.sampled_from(SHAPES), st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=examples(12))
def test_more_worlds_keep_the_earlier_ones(
    data: dict[str, Any], shape: str, few: int, more: int
) -> None:
    found, again = compiled(data), compiled(data)
    setting = Setting(shape=shape)
    whole = payoffs_of(found, few + more, setting)
    for actor, part in payoffs_of(again, few, setting).items():
        assert np.array_equal(part, whole[actor][..., :few])
    for actor, part in payoffs_of(again, more, setting, first=few).items():
        assert np.array_equal(part, whole[actor][..., few:])
    long, short = Block(0, few + more), Block(0, few)
    for viewer in (FACTS, *data["actors"]):
        full = found.evaluator.worlds.view(viewer, setting, long)
        less = again.evaluator.worlds.view(viewer, setting, short)
        for name, value in [*full.premises.items(), *full.switches.items()]:
            held = less.premises.get(name, less.switches.get(name))
            drawn = np.broadcast_to(value, (few + more,))
            assert np.array_equal(np.broadcast_to(held, (few,)), drawn[:few])
    answered = answers(found, few + more, shape=shape)
    for name, part in answers(again, few, shape=shape).items():
        assert np.array_equal(part.answer.holds, answered[name].answer.holds[:few])
        assert np.array_equal(part.answer.missing, answered[name].answer.missing[:few])
        assert np.array_equal(part.given, answered[name].given[:few])


@given(cases(), st.sampled_from([1, 2, 5]))
@settings(max_examples=examples(6))
def test_answers_do_not_depend_on_the_size_of_blocks_nor_on_what_was_asked_before(
    data: dict[str, Any], size: int
) -> None:
    found = compiled(data)
    whole = answers(found, 7)
    for name, part in answers(found, 7, block_size=size).items():
        assert np.array_equal(part.answer.holds, whole[name].answer.holds)
        assert np.array_equal(part.answer.missing, whole[name].answer.missing)
    for name in data["propositions"]:
        alone = compiled({**data, "propositions": {name: data["propositions"][name]}})
        part = answers(alone, 7)[name]
        assert np.array_equal(part.answer.holds, whole[name].answer.holds)
        assert np.array_equal(part.answer.missing, whole[name].answer.missing)
