"""Answers that are kept come back as they were; what is spoilt is found anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kautilya.study import load
from kautilya.study.answers import answer_mark, filled, keep, known, plain
from kautilya.study.stress import Stress, stress
from kautilya.study.watch import WatchList, watch
from kautilya.study.weights import Weights, weights
from support.reports import FERRY


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
