"""A reader's changes written into the case: once, whole, and never over somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import kautilya


def save(client: TestClient, name: str = "mild", **given: Any) -> Any:
    """Save a scenario; the answer."""
    body = {
        "name": name,
        "says": "a mild winter: less silt",
        "changes": {"premises": {"river_load": 0.65}, "off": ["storms_scour"]},
        "revision": client.get("/api/text").json()["revision"],
        **given,
    }
    return client.post("/api/scenarios", json=body)


def test_one_line_is_added_and_every_other_byte_stays(client: TestClient, folder: Path) -> None:
    file = folder / "case.yaml"
    before = file.read_text("utf-8").split("\n")
    answer = save(client)
    assert answer.status_code == 201
    after = file.read_text("utf-8").split("\n")
    added = [line for line in after if line not in before]
    assert added == [
        '  mild: {says: "a mild winter: less silt", set: {river_load: 0.65}, off: [storms_scour]}'
    ]
    after.remove(added[0])
    assert after == before
    told = client.get("/api/case").json()
    assert told["revision"] == answer.json()["revision"]
    assert [entry["id"] for entry in told["scenarios"]] == ["wet_years", "mild"]


def test_the_scenario_says_what_the_changes_did(client: TestClient, folder: Path) -> None:
    changes = {"premises": {"river_load": 0.65}, "off": ["storms_scour"]}
    moved = client.post("/api/verdicts", json={"changes": changes, "worlds": 60}).json()
    assert save(client).status_code == 201
    found = kautilya.load(folder).test(worlds=60, removals=False, scenario="mild")
    shares = {entry["id"]: entry["share"] for entry in moved["verdicts"]}
    of_its_own = [
        entry["id"] for entry in client.get("/api/case").json()["propositions"] if entry["in"]
    ]
    assert {f.id: f.share for f in found.findings if f.id not in of_its_own} == {
        name: share for name, share in shares.items() if name not in of_its_own
    }


def test_a_scenario_that_changes_build_on_is_taken_in(client: TestClient, folder: Path) -> None:
    answer = save(client, changes={"scenario": "wet_years", "premises": {"delay": 0.5}})
    assert answer.status_code == 201
    assert "mild: {says" in (folder / "case.yaml").read_text("utf-8")
    scenario = kautilya.load(folder).case.scenarios["mild"]
    assert scenario.set == {"river_load": 0.9, "delay": 0.5}


def test_of_two_editors_the_later_is_refused_and_nothing_is_lost(
    client: TestClient, folder: Path
) -> None:
    file = folder / "case.yaml"
    revision = client.get("/api/text").json()["revision"]
    edited = file.read_text("utf-8").replace("range: [0.6, 0.9]", "range: [0.6, 0.8]")
    file.write_text(edited, "utf-8")
    answer = save(client, revision=revision)
    assert answer.status_code == 409
    assert "changed since" in answer.json()["error"]["message"]
    assert file.read_text("utf-8") == edited
    assert save(client).status_code == 201
    assert "range: [0.6, 0.8]" in file.read_text("utf-8")


def test_two_pages_that_save_at_once_do_not_overwrite_each_other(
    client: TestClient, folder: Path
) -> None:
    revision = client.get("/api/text").json()["revision"]
    answers = [save(client, name, revision=revision).status_code for name in ("one", "two")]
    assert answers == [201, 409]
    assert list(kautilya.load(folder).case.scenarios) == ["wet_years", "one"]


def test_a_name_that_is_taken_is_refused(client: TestClient, folder: Path) -> None:
    before = (folder / "case.yaml").read_bytes()
    answer = save(client, "wet_years")
    assert answer.status_code == 409
    assert "there is a scenario 'wet_years' already" in answer.json()["error"]["message"]
    assert (folder / "case.yaml").read_bytes() == before


def test_hostile_names_are_refused_and_nothing_is_written(client: TestClient, folder: Path) -> None:
    before = (folder / "case.yaml").read_bytes()
    for name in (
        "",
        "a b",
        "../x",
        "x: {",
        "<b>",
        "a\nb",
        "é",
        "0x",
        "x" * 65,
        "x\0",
        "null: #",
        "'",
    ):
        answer = save(client, name)
        assert answer.status_code == 422, name
        assert answer.json()["error"]["message"]
    assert (folder / "case.yaml").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        "case.yaml",
        "claims.tsv",
    ]


@pytest.mark.parametrize("name", ["null", "true", "no", "off", "y"])
def test_names_that_yaml_reads_as_something_else_are_safe(
    client: TestClient, folder: Path, name: str
) -> None:
    answer = save(client, name)
    if answer.status_code == 201:
        assert list(kautilya.load(folder).case.scenarios) == ["wet_years", name]
    else:
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "says", ["} , evil: {", "# no comment", 'it\'s "so"', "- a", "<script>", "a: b", "& *x !y |"]
)
def test_whatever_is_said_is_said_and_does_nothing(
    client: TestClient, folder: Path, says: str
) -> None:
    assert save(client, says=says).status_code == 201
    scenarios = kautilya.load(folder).case.scenarios
    assert list(scenarios) == ["wet_years", "mild"]
    assert scenarios["mild"].says == says


@pytest.mark.parametrize(
    ("given", "piece"),
    [
        ({"says": "two\nlines"}, "one line"),
        ({"says": "x" * 501}, "500 characters"),
        ({"says": "\ufffe"}, "U+FFFE"),
        ({"changes": {}}, "nothing is changed"),
        ({"changes": {"beliefs": {"line.believes.delay": 0.5}}}, "no number|beliefs"),
        ({"changes": {"weighting": {"board": "flat"}}}, "weights"),
        ({"changes": {"off": ["board.purse"]}}, "not board.purse"),
    ],
)
def test_what_no_scenario_can_say_is_refused(
    client: TestClient, folder: Path, given: dict[str, Any], piece: str
) -> None:
    before = (folder / "case.yaml").read_bytes()
    answer = save(client, **given)
    assert answer.status_code == 422
    assert any(each in answer.json()["error"]["message"] for each in piece.split("|"))
    assert (folder / "case.yaml").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kautilya.study.desk.saving.write_whole", full)
    before = (folder / "case.yaml").read_bytes()
    answer = save(client)
    assert answer.status_code == 507
    assert answer.json()["error"]["message"] == "No space left on device"
    assert (folder / "case.yaml").read_bytes() == before


def test_a_file_that_is_not_to_be_written_is_not_replaced(client: TestClient, folder: Path) -> None:
    file = folder / "case.yaml"
    before = file.read_bytes()
    file.chmod(0o444)
    answer = save(client)
    assert answer.status_code == 507
    assert "not to be written" in answer.json()["error"]["message"]
    assert file.read_bytes() == before
