"""What is kept of frozen verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kautilya.study.freeze import (
    FrozenUnreadable,
    freeze,
    frozen_path,
    read_frozen,
    since,
    write_frozen,
)
from support.reports import ferry, ferry_dossier


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
