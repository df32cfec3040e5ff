"""What the service tells of a case, and of one that breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kautilya.web.app import create_app
from kautilya.web.service import Service


def test_a_case_has_each_entry_with_its_line(client: TestClient, folder: Path) -> None:
    told = client.get("/api/case").json()
    lines = client.get("/api/text").json()["lines"]
    assert (told["name"], told["broken"], told["focal"]) == ("first-steps", False, "board.dredging")
    for section in ("premises", "mechanisms", "propositions", "scenarios", "stocks", "decisions"):
        assert told[section]
        for entry in told[section]:
            assert lines[entry["line"] - 1].strip().startswith(f"{entry['id']}:")
    for interest in told["interests"]:
        assert f"id: {interest['id']}," in lines[interest["line"] - 1]
    assert lines == (folder / "case.yaml").read_text("utf-8").split("\n")


def test_a_proposition_says_which_shares_bear_it_out(client: TestClient) -> None:
    told = {entry["id"]: entry for entry in client.get("/api/case").json()["propositions"]}
    assert told["silts_up"]["band"] == [0.55, 0.8]
    assert told["stays"]["band"] == [0.8, 0.95]


def test_what_no_verdict_depends_on_is_marked_once_that_is_known(client: TestClient) -> None:
    client.post("/api/verdicts", json={"worlds": 1})
    told = client.get("/api/case").json()
    assert all(entry["reached"] for entry in told["premises"])


def test_a_case_that_breaks_is_told_at_its_line_and_comes_back(
    client: TestClient, folder: Path
) -> None:
    file = folder / "case.yaml"
    good = file.read_text("utf-8")
    whole = client.get("/api/case").json()
    file.write_text(good.replace("{to: visitors,", "{to: visitrs,", 1), "utf-8")
    told = client.get("/api/case").json()
    assert told["broken"] is True
    assert told["revision"] != whole["revision"]
    (fault,) = [each for each in told["diagnostics"] if each["severity"] == "error"]
    assert (fault["code"], fault["help"]) == ("KC103", "did you mean 'visitors'?")
    place = fault["column"] - 1
    assert told["text"][fault["line"] - 1][place : place + fault["length"]] == "visitrs"
    refused = client.post("/api/verdicts", json={})
    assert refused.status_code == 409
    assert refused.json()["error"]["diagnostics"][0]["code"] == "KC103"
    assert client.post("/api/runs", json={"kind": "test"}).status_code == 409
    file.write_text(good, "utf-8")
    assert client.get("/api/case").json() == whole


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"case: [", b"- 1\n"])
def test_a_file_that_is_no_case_is_told(
    client: TestClient, folder: Path, content: bytes | None
) -> None:
    file = folder / "case.yaml"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    told = client.get("/api/case").json()
    assert told["broken"] is True
    assert any(each["severity"] == "error" for each in told["diagnostics"])


TEXT = "1\tThe river leaves silt.\n2\tA dredger takes it out.\n"


def cite(folder: Path, path: str) -> None:
    """Name a copy of the cited text in the case."""
    file = folder / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("sg: {title", f'sg: {{text: "{path}", title', 1), "utf-8")


def test_the_readers_own_copy_of_a_text_is_given_by_paragraph(
    client: TestClient, folder: Path
) -> None:
    (folder / "gazette.tsv").write_text(TEXT, "utf-8")
    cite(folder, "gazette.tsv")
    assert client.get("/api/case").json()["sources"][0]["has_text"] is True
    assert client.get("/api/source/sg").json()["paragraphs"] == [
        {"number": 1, "text": "The river leaves silt."},
        {"number": 2, "text": "A dredger takes it out."},
    ]


def test_nothing_outside_of_the_folder_is_given(
    client: TestClient, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", "utf-8")
    (folder / "link.txt").symlink_to(secret)
    original = (folder / "case.yaml").read_text("utf-8")
    for path in ("../secret.txt", str(secret), "link.txt", "../../../../etc/passwd"):
        (folder / "case.yaml").write_text(original, "utf-8")
        cite(folder, path)
        answer = client.get("/api/source/sg")
        assert answer.status_code == 403
        assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "piece"),
    [("none.txt", 404, "not where"), (".", 404, "not where"), ("raw.txt", 422, "UTF-8")],
)
def test_a_copy_that_cannot_be_read_is_told(
    client: TestClient, folder: Path, path: str, status: int, piece: str
) -> None:
    (folder / "raw.txt").write_bytes(b"\xff\xfe\xfd")
    cite(folder, path)
    answer = client.get("/api/source/sg")
    assert answer.status_code == status
    assert piece in answer.text


def test_sources_without_a_copy_and_unknown_ones_are_told(client: TestClient) -> None:
    assert "sources.sg.text" in client.get("/api/source/sg").json()["error"]["help"]
    for name in ("none", "..", "%2e%2e%2fcase.yaml", "<script>", "a" * 300):
        answer = client.get(f"/api/source/{name}")
        assert answer.status_code in (404, 422)
        assert answer.headers["content-type"] == "application/json"


def test_markup_in_a_case_stays_data(client: TestClient, folder: Path) -> None:
    file = folder / "case.yaml"
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    text = file.read_text("utf-8").replace("Will the ferry stay at Saltby?", hostile)
    file.write_text(text, "utf-8")
    answer = client.get("/api/case")
    assert answer.json()["title"] == hostile
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_game_outside_of_the_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret", "utf-8")
    (folder / "game.nfg").symlink_to(tmp_path / "secret.txt")
    (folder / "case.yaml").write_text(
        "language: 1\ncase: game\nactors: {a: {}, b: {}}\npayoffs: game.nfg\n"
        "decisions: {a.x: {now: l, options: [l, r]}, b.y: {now: l, options: [l, r]}}\n",
        "utf-8",
    )
    with TestClient(create_app(Service(folder)), base_url="http://localhost") as client:
        answer = client.get("/api/case")
    assert answer.json()["broken"] is True
    assert "there is no file 'game.nfg' beside the case" in answer.text
    assert "a secret" not in answer.text


def test_a_conflict_is_shown_and_has_no_verdicts(folder: Path) -> None:
    (folder / "case.yaml").write_text(
        "language: 1\ncase: game\nactors: {a: {}, b: {}}\n"
        "decisions: {a.x: {now: l, options: [l, r]}, b.y: {now: l, options: [l, r]}}\n"
        "payoffs: {a: [[1, 0], [0, 1]], b: [[1, 0], [0, 1]]}\n",
        "utf-8",
    )
    with TestClient(create_app(Service(folder)), base_url="http://localhost") as client:
        told = client.get("/api/case").json()
        assert (told["broken"], told["is_conflict"], told["propositions"]) == (False, True, [])
        assert client.post("/api/verdicts", json={}).json()["verdicts"] == []
