"""What is kept of runs and of frozen verdicts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kautilya.report.data import dossier_to_data
from kautilya.study import registry
from kautilya.study.freeze import (
    FrozenUnreadable,
    freeze,
    frozen_path,
    read_frozen,
    since,
    write_frozen,
)
from kautilya.study.registry import keep_run, last_failures, last_run, write_whole
from support.reports import ferry, ferry_dossier


def test_the_last_run_is_found_by_content_and_by_file(tmp_path: Path) -> None:
    folder = tmp_path / ".kautilya" / "runs"
    assert last_run(folder=folder) is None
    data = dossier_to_data(ferry_dossier())
    other = {**data, "heading": {**data["heading"], "case_hash": "0" * 64, "file": "x/case.yaml"}}
    assert keep_run(data, folder).path is not None
    assert keep_run(other, folder).path is not None
    assert last_run(folder=folder) == json.loads(json.dumps(other))
    found = last_run(data["heading"]["case_hash"], folder=folder)
    assert found is not None
    assert found["heading"]["file"] == data["heading"]["file"]
    assert last_run(file="x/case.yaml", folder=folder) is not None
    assert last_run(file="y/case.yaml", folder=folder) is None
    assert (tmp_path / ".kautilya" / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"schema": 1}', '{"schema": 9, "heading": {}}'])
def test_a_spoilt_file_is_passed_over(tmp_path: Path, spoilt: str) -> None:
    data = dossier_to_data(ferry_dossier())
    keep_run(data, tmp_path)
    (tmp_path / "99999999-broken.json").write_text(spoilt, "utf-8")
    found = last_run(folder=tmp_path)
    assert found is not None
    assert found["result_hash"] == data["result_hash"]
    assert last_failures(data["heading"]["file"], tmp_path)


def test_old_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST_RUNS", 3)
    data = dossier_to_data(ferry_dossier())
    kept = [keep_run(data, tmp_path).path for _ in range(5)]
    assert sorted(tmp_path.glob("*.json")) == kept[2:]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    write_whole(file, "old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text("utf-8") == "old"
    kept = keep_run(dossier_to_data(ferry_dossier()), tmp_path / "runs")
    assert kept.path is None
    assert "No space left on device" in kept.warning
    assert "\n" not in kept.warning


def test_frozen_verdicts_go_there_and_back(tmp_path: Path) -> None:
    study = ferry()
    frozen = freeze(study.case, ferry_dossier(), date(2021, 12, 1))
    path = tmp_path / "frozen.json"
    assert read_frozen(path) is None
    write_frozen(frozen, path)
    assert read_frozen(path) == frozen
    assert frozen.on == "2021-12-01"
    assert set(frozen.verdicts) == set(study.case.propositions)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kautilya_frozen": 2}'])
def test_what_is_no_frozen_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "frozen.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FrozenUnreadable, match=r"frozen\.json"):
        read_frozen(path)


def test_where_frozen_verdicts_lie(tmp_path: Path) -> None:
    assert frozen_path(tmp_path) == tmp_path / "frozen.json"
    assert frozen_path(tmp_path / "case.yaml") == tmp_path / "frozen.json"
    assert frozen_path(tmp_path / "two.yaml") == tmp_path / "two.frozen.json"


def test_an_entry_edited_is_told_from_a_premise_edited() -> None:
    before = ferry_dossier()
    frozen = freeze(ferry().case, before, date(2021, 12, 1))
    assert since(frozen, ferry().case, before).moved == ()
    case = ferry(**{"final(harm) < 0.35": "final(harm) < 0.4"}).case
    (only,) = since(frozen, case, before).moved
    assert (only.id, only.edited, only.after_result) == ("storm", True, False)
    changed = replace(before, heading=replace(before.heading, case_hash="0" * 64))
    finding = changed.findings[0]
    tallies = {s: replace(t, holds=0) for s, t in finding.tallies.items()}
    moved = replace(changed, findings=(replace(finding, tallies=tallies), *changed.findings[1:]))
    (other,) = since(frozen, ferry().case, moved).moved
    assert (other.id, other.edited, other.after_result) == ("keeps", False, True)
    assert since(frozen, ferry().case, moved).edited_case


def test_runs_that_were_asked_otherwise_are_not_compared() -> None:
    before = ferry_dossier()
    frozen = freeze(ferry().case, before, date(2021, 12, 1))
    other = replace(before, heading=replace(before.heading, yardstick="PHIA"))
    assert "yardstick" in since(frozen, ferry().case, other).not_compared
    other = replace(before, heading=replace(before.heading, scenario="deal"))
    assert "scenario" in since(frozen, ferry().case, other).not_compared


def test_propositions_added_and_taken_out() -> None:
    before = ferry_dossier()
    frozen = freeze(ferry().case, before, date(2021, 12, 1))
    verdicts = dict(frozen.verdicts)
    verdicts["gone"] = verdicts.pop("keeps")
    found = {m.id: m for m in since(replace(frozen, verdicts=verdicts), ferry().case, before).moved}
    assert found["keeps"].fit_then is None
    assert found["gone"].fit_now is None
