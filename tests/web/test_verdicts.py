"""Verdicts under changes: those of the program's own test, and refusals that say why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import kautilya
from kautilya.study.memory import DoesNotFit


def asked(client: TestClient, worlds: int = 60, **changes: Any) -> dict[str, dict[str, Any]]:
    """Verdicts by proposition."""
    body = {"changes": changes, "worlds": worlds}
    answer = client.post("/api/verdicts", json=body)
    assert answer.status_code == 200, answer.text
    return {entry["id"]: entry for entry in answer.json()["verdicts"]}


def test_they_are_those_of_a_test(client: TestClient, folder: Path) -> None:
    found = kautilya.load(folder).test(worlds=600, removals=False)
    told = asked(client, 600)
    assert list(told) == [finding.id for finding in found.findings]
    for finding in found.findings:
        entry = told[finding.id]
        assert entry["fit"] == str(finding.fit)
        assert entry["share"] == finding.share
        assert set(entry["shares"]) == set(finding.tallies)


def test_few_worlds_are_those_that_a_test_draws_first(client: TestClient, folder: Path) -> None:
    found = kautilya.load(folder).test(worlds=60, removals=False)
    told = asked(client)
    for finding in found.findings:
        assert told[finding.id]["share"] == finding.share


def test_a_premise_that_is_moved_is_what_the_file_would_say(
    client: TestClient, folder: Path
) -> None:
    moved = asked(client, premises={"delay": 0.55}, scenario="wet_years")  # all are asked in it
    file = folder / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("set: {river_load: 0.9}", "set: {river_load: 0.9, delay: 0.55}"), "utf-8"
    )
    found = kautilya.load(folder).test(worlds=60, removals=False, scenario="wet_years")
    assert {name: entry["share"] for name, entry in moved.items()} == {
        finding.id: finding.share for finding in found.findings
    }


def test_what_a_change_does_not_reach_is_as_before(shared: TestClient) -> None:
    plain = asked(shared)
    moved = asked(shared, premises={"other_port": 0.55})
    for name, entry in moved.items():
        if not entry["reached"]:
            assert entry == plain[name]
    assert not moved["silts_up"]["reached"]
    assert moved["stays"]["reached"]


@pytest.mark.parametrize(
    "changes",
    [
        {"off": ["silt_delays_boats"]},
        {"off": ["board.dredging.dredge"]},
        {"off": ["line.believes.delay"]},
        {"off": ["board.purse"]},
        {"weighting": {"board": "top:purse"}},
    ],
)
def test_each_kind_of_change_is_taken(shared: TestClient, changes: dict[str, Any]) -> None:
    assert len(asked(shared, 20, **changes)) == 6


def test_what_is_known_is_given_early_and_the_rest_on_asking_again(shared: TestClient) -> None:
    body = {"changes": {"premises": {"delay": 0.31}}, "worlds": 400}
    whole = shared.post("/api/verdicts", json=body).json()
    body["changes"] = {"premises": {"delay": 0.31}, "scenario": "wet_years"}
    first = shared.post("/api/verdicts", json={**body, "within": 1}).json()
    rest = shared.post("/api/verdicts", json=body).json()
    assert rest["pending"] == whole["pending"] == []
    told = {entry["id"] for entry in first["verdicts"]}
    assert told.isdisjoint(first["pending"])
    assert told | set(first["pending"]) == {entry["id"] for entry in rest["verdicts"]}
    by_name = {entry["id"]: entry for entry in rest["verdicts"]}
    assert all(by_name[entry["id"]] == entry for entry in first["verdicts"])


@pytest.mark.parametrize(
    ("changes", "piece"),
    [
        ({"premises": {"dely": 0.3}}, "did you mean 'delay'?"),
        ({"premises": {"delay": 1e300}}, "usual size"),
        ({"off": ["everything"]}, "there is no"),
        ({"off": ["line.fares"]}, "would want nothing"),
        ({"scenario": "wet_year"}, "did you mean 'wet_years'?"),
        ({"weighting": {"board": "top:nothing"}}, "there is no"),
        ({"beliefs": {"line.believes.silt": 0.3}}, "there is no"),
        ({"premises": {"delay": "0.3"}}, "valid number"),
        ({"premises": [1]}, "valid dictionary"),
        ({"surprise": 1}, "not permitted"),
        ({"off": ["x"] * 501}, "at most 500"),
        ({"premises": {"x" * 300: 1}}, "200 characters"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_words(
    shared: TestClient, changes: dict[str, Any], piece: str
) -> None:
    answer = shared.post("/api/verdicts", json={"changes": changes})
    assert answer.status_code == 422
    assert piece in answer.json()["error"]["message"]


@pytest.mark.parametrize("worlds", [0, -1, 2001, 10**12, "200", None, 1.5])
def test_worlds_are_bounded(shared: TestClient, worlds: Any) -> None:
    assert shared.post("/api/verdicts", json={"worlds": worlds}).status_code == 422


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(shared: TestClient, number: str) -> None:
    answer = shared.post(
        "/api/verdicts",
        content=f'{{"changes": {{"premises": {{"delay": {number}}}}}}}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


def test_what_is_not_finite_in_a_run_is_told_at_its_place(client: TestClient, folder: Path) -> None:
    file = folder / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("adds: -delay * silt", "adds: -delay * silt / (silt - silt)"), "utf-8"
    )
    answer = client.post("/api/verdicts", json={"worlds": 5})
    assert answer.status_code == 422
    (fault,) = answer.json()["error"]["diagnostics"]
    assert fault["code"] == "KC801"
    assert fault["line"]


def test_a_case_that_does_not_fit_into_the_memory_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kautilya.study.pipeline.fitting_size", _too_small)
    answer = client.post("/api/verdicts", json={"worlds": 5})
    assert answer.status_code == 507
    error = answer.json()["error"]
    assert "of memory at least" in error["message"]
    assert error["help"] == "take less"


def _too_small(*_: object) -> int:
    raise DoesNotFit(10**12, 10**9, "take less")
