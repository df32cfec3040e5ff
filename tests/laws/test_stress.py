"""The stress test against the plain way: every change run on all worlds, one after another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.explore.assumptions import smallest_cut
from kautilya.findings.examine import Laboratory, joined
from kautilya.findings.job import Sample
from kautilya.findings.standing import paired
from kautilya.findings.trial import trials_of, with_order
from kautilya.source import dump
from kautilya.study import check_text
from kautilya.study.stress import stress
from kautilya.study.stress.laboratory import StressLaboratory, _over
from kautilya.study.stress.make import StressTest
from kautilya.study.stress.variants import variants_of
from kautilya.study.study import loads
from support.effort import examples
from support.models import models
from support.questions import propositions

SEED = 20241203


def sample_of(laboratory: Laboratory, trial: Any, setting: Any, worlds: int) -> Sample:
    """A proposition under a setting, over all worlds."""
    parts = [
        laboratory.answer_block([trial], setting, block, worlds)[trial.name]
        for block in laboratory.blocks(worlds)
    ]
    whole = joined(parts)
    return Sample(whole.value, whole.counts)


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_a_variant_does_what_it_does_alone(data: dict[str, Any], draws: st.DataObject) -> None:
    data["propositions"] = draws.draw(propositions(data))
    # Random formulas mix what has a unit a month with what has none; they are run all the same.
    checked = check_text(dump(data))
    assert all(fault.code.startswith("KC4") for fault in checked.errors)
    test = StressTest(checked, None, 60, SEED, None, None, 1, None)
    lab = test.laboratory
    lab.begin(1)
    variants = variants_of(test.case, test.names, test.orders)
    variant = draws.draw(st.sampled_from(variants))
    evaluator = test.laboratory.evaluator
    plain = Laboratory(evaluator, 500)
    effects = {e.proposition: e for task in lab.tasks([variant]) for e in lab.effects(task)}
    for trial in trials_of(test.case, checked.claims, evaluator.space):
        verdict = lab.verdicts[trial.name]
        if verdict.premise is not None:
            continue
        changed = trial if variant.order is None else with_order(trial, variant.order)
        changed = changed if variant.horizon is None else _over(changed, variant.horizon)
        setting = replace(variant.setting, scenario=trial.scenario)
        base = sample_of(plain, trial, replace(setting, **_nothing()), 60)
        after = sample_of(plain, changed, setting, 60)
        wanted = paired(variant.name, base, after, verdict.passes)
        effect = effects.get(trial.name)
        if effect is None:
            assert wanted.difference == 0.0, f"{variant.name} was said not to bear on {trial.name}"
            continue
        assert effect.difference == pytest.approx(wanted.difference, abs=1e-12)
        assert effect.after == pytest.approx(wanted.share, abs=1e-12)
        assert effect.flips == wanted.flips


def _nothing() -> dict[str, Any]:
    return {
        "removed": frozenset(),
        "pinned": (),
        "believed": (),
        "weighting": (),
        "anchors": (),
        "discount": None,
    }


@given(st.sets(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3), min_size=1))
def test_a_cut_overturns_and_none_of_its_members_can_be_left_out(
    minimal: set[frozenset[str]],
) -> None:
    def overturns(gone: frozenset[str]) -> bool:
        return any(cut <= gone for cut in minimal)

    found = smallest_cut(overturns, "abcdef")
    members = frozenset(found.members)
    assert overturns(members)
    assert not any(overturns(members - {one}) for one in members)
    least = min(map(len, minimal))
    if least <= found.exhaustive:
        assert len(members) == least
        earlier = [frozenset(c) for c in combinations("abcdef", least)]
        assert members == next(c for c in earlier if overturns(c))


def test_what_never_falls_has_no_cut() -> None:
    assert smallest_cut(lambda gone: False, "abc").members == ()


def test_a_repeat_costs_nothing_and_an_edit_costs_what_it_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    effects = StressLaboratory.effects

    def counting(self: StressLaboratory, task: Any) -> Any:
        asked.extend(trial.name for trial in task.trials)
        return effects(self, task)

    monkeypatch.setattr(StressLaboratory, "effects", counting)
    text = Path("cases/first-steps/case.yaml").read_text(encoding="utf-8")
    first = stress(loads(text), worlds=50, home=tmp_path)
    assert asked
    asked.clear()
    assert stress(loads(text), worlds=50, home=tmp_path) == first
    assert not asked
    prose = text.replace("left alone the harbour silts up further", "it silts up")
    again = stress(loads(prose), worlds=50, home=tmp_path)
    assert not asked
    assert [t.flips for t in again.tested] == [t.flips for t in first.tested]
    edited = text.replace("range: [0, 0.4], status: rival", "range: [0, 0.3], status: rival")
    assert edited != text
    stress(loads(edited), worlds=50, home=tmp_path)
    assert "silts_up" not in asked
    assert "town_needs_ferry" in asked


def test_threads_make_no_difference() -> None:
    study = loads(Path("cases/first-steps/case.yaml").read_text(encoding="utf-8"))
    assert stress(study, worlds=60, threads=1) == stress(study, worlds=60, threads=3)
