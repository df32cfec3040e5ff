"""Answers that are kept come back as they were; what is spoilt is found anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kautilya.findings.trial import trials_of
from kautilya.study import check_text, load
from kautilya.study.answers import answer_mark, filled, keep, known, plain
from kautilya.study.pipeline import evaluator_of
from kautilya.study.stress import Stress, stress
from kautilya.study.stress.cache import Cache
from kautilya.study.stress.record import Variant
from kautilya.study.watch import WatchList, watch
from kautilya.study.weights import Weights, weights
from support.documents import ROOT
from support.reports import FERRY

FIRST = ROOT / "cases" / "first-steps" / "case.yaml"


def test_whole_records_come_back(tmp_path: Path) -> None:
    study = load(FERRY)
    for kind, record in (
        (Stress, stress(study, ["keeps"], worlds=40)),
        (WatchList, watch(study, worlds=40)),
        (Weights, weights(study, worlds=40)),
    ):
        keep(tmp_path, "x", "y", record)
        assert plain(known(tmp_path, "x", "y", kind)) == plain(record)
        assert known(tmp_path, "x", "z", kind) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"worlds": true}', "null", '{"__class__": "os"}'])
def test_what_is_spoilt_is_not_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "x-y.json").write_text(text)
    assert known(tmp_path, "x", "y", Stress) is None


def test_a_mark_changes_with_the_file_and_with_what_was_asked(tmp_path: Path) -> None:
    checked = load(FERRY).checked
    (tmp_path / "case.yaml").write_text("# moved\n" + FERRY.read_text())
    marks = {
        answer_mark(checked, 40, 1, None, None),
        answer_mark(checked, 41, 1, None, None),
        answer_mark(checked, 40, 2, None, None),
        answer_mark(checked, 40, 1, "x", None),
        answer_mark(checked, 40, 1, None, "PHIA"),
        answer_mark(load(tmp_path / "case.yaml").checked, 40, 1, None, None),
    }
    assert len(marks) == 6
    assert answer_mark(checked, 40, 1, None, "ICD 203") == answer_mark(checked, 40, 1, None, None)


def test_a_value_of_another_kind_is_refused() -> None:
    assert filled(float | None, json.loads("1")) == 1.0
    with pytest.raises(TypeError):
        filled(int, "1")
    with pytest.raises(ValueError, match="zip"):
        filled(tuple[int, int], [1, 2, 3])


@pytest.mark.parametrize("name", ["status", "scale", "title"])
def test_a_belief_about_anything_counts_whatever_it_is_called(name: str) -> None:
    text = FIRST.read_text().replace("delay:", f"{name}:").replace("-delay *", f"-{name} *")
    other = text.replace(f"{name}: {{is: [0.4, 0.6]", f"{name}: {{is: [0.1, 0.2]")
    reworded = text.replace("captains fear the silt", "captains dread the silt")
    assert text not in (other, reworded)
    keys = []
    for each in (text, other, reworded):
        checked = check_text(each, "case.yaml")
        assert checked.case is not None and checked.claims is not None and not checked.errors
        evaluator = evaluator_of(checked, checked.case, 1)
        trials = {t.name: t for t in trials_of(checked.case, checked.claims, evaluator.space)}
        plain = Variant("as authored", "plain", ())
        cache = Cache(None, checked.case, 1, 40)
        keys.append(cache.key(trials["stays"], plain, frozenset({f"line.believes.{name}"})))
    assert keys[0] == keys[2] != keys[1]
