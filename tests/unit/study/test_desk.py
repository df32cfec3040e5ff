"""A case on the desk: verdicts of two askers, work that is given up, scenarios in any layout."""

from __future__ import annotations

import difflib
import hashlib
import threading
import time
from pathlib import Path

import pytest

from kautilya.diagnostics import CaseInvalid
from kautilya.study import check_text, load
from kautilya.study.desk import (
    Changes,
    Desk,
    Followed,
    NotSayable,
    Stopped,
    Turns,
    changes_of,
    save_scenario,
)
from support.documents import ROOT

FIRST = ROOT / "cases" / "first-steps" / "case.yaml"
MOVED = Changes(premises=(("delay", 0.5),))

HEAD = """\
language: 1
case: pond
horizon: 2
actors: {town: {}}
premises:
  rain: {value: 2, range: [1, 3], status: judged}   # millimetres
"""
TAIL = """\
propositions:
  wet: {claim: rain > 1, stated: likely}
"""


@pytest.fixture
def desk() -> Desk:
    """The first steps on a desk."""
    return Desk(load(FIRST).checked)


def test_verdicts_do_not_depend_on_who_asks_first_or_how(desk: Desk) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(desk.verdicts(MOVED, 150))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other = Desk(load(FIRST).checked, turns=Turns(1))
    other.verdicts(MOVED, 150, within=0.0)
    assert found == [other.verdicts(MOVED, 150)] * 4


def test_some_propositions_can_be_asked_for_alone(desk: Desk) -> None:
    (alone,) = desk.verdicts(MOVED, 50, ["stays"]).verdicts
    assert alone == next(v for v in desk.verdicts(MOVED, 50).verdicts if v.id == "stays")


def test_a_question_that_is_stopped_is_stopped_and_can_be_asked_again(desk: Desk) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        desk.verdicts(MOVED, 2000, stop=stop)
    assert not desk.verdicts(MOVED, 40).pending


def test_another_question_takes_the_place_of_one_that_nobody_waits_for(desk: Desk) -> None:
    first = desk.verdicts(MOVED, 500, within=0.0)
    assert first.pending
    other = desk.verdicts(Changes(premises=(("delay", 0.3),)), 40)
    assert not other.pending
    assert not desk.verdicts(MOVED, 500).pending


def test_who_waits_when_the_work_ends_is_told() -> None:
    turns = Turns(1)
    held = threading.Event()
    turns.submit(held.wait, urgent=True)
    desk = Desk(load(FIRST).checked, turns=turns)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            desk.verdicts(MOVED, 40)
        except Stopped as error:
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not desk._asking:
        time.sleep(0.01)
    turns.close()
    held.set()
    thread.join(30)
    assert raised


def test_a_test_of_irrelevance_is_that_of_a_whole_test(tmp_path: Path) -> None:
    text = FIRST.read_text("utf-8").replace(
        "propositions:",
        "propositions:\n  either_way: {claim: settled(line.berth) is stay, "
        "stated: {irrelevant: delay}}",
        1,
    )
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    study = load(file)
    whole = study.test(["either_way"], worlds=600, removals=False).findings[0]
    (found,) = Desk(study.checked).verdicts(Changes(), 600, ["either_way"]).verdicts
    assert (found.fit, found.passes) == (whole.fit, whole.passes)
    assert found.share == pytest.approx(abs(whole.differences["authored"]))


@pytest.mark.parametrize(
    ("section", "added"),
    [
        ("", ["scenarios:", "  dry: {says: a dry year, set: {rain: 1}}"]),
        ("scenarios: {}\n", ["  dry: {says: a dry year, set: {rain: 1}}"]),
        (
            "scenarios:\n  wet:\n    set: {rain: 3}\n    says: |\n      many words\n\n\n# next\n",
            ["  dry:", "    says: a dry year", "    set:", "      rain: 1"],
        ),
        (
            "scenarios:\n  wet: {set: {rain: 3}}   # as in 1998\n  # to be thought of\n",
            ["  dry: {says: a dry year, set: {rain: 1}}"],
        ),
        (
            "scenarios:\n    wet:\n        set:\n            rain: 3   # as in 1998\n",
            ["    dry:", "        says: a dry year", "        set:", "            rain: 1"],
        ),
        (
            "scenarios:\n  wet:\n    set: {rain: 3}\n",
            ["  dry:", "    says: a dry year", "    set:", "      rain: 1"],
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_scenario_is_added_in_the_style_of_its_neighbours(
    tmp_path: Path, section: str, added: list[str], end: str, mark: str
) -> None:
    text = mark + (HEAD + section + TAIL).replace("\n", end)
    after = saved(tmp_path, text)
    assert lines_added(text, after, end) == added
    assert after.startswith(mark)
    assert "\n" not in after.replace(end, "")


def test_a_section_in_braces_stays_in_braces(tmp_path: Path) -> None:
    text = HEAD + "scenarios: {wet: {set: {rain: 3}}}  # all\n" + TAIL
    line = "scenarios: {wet: {set: {rain: 3}}, dry: {says: a dry year, set: {rain: 1}}}  # all"
    assert line in saved(tmp_path, text).splitlines()


def test_a_file_without_a_line_break_at_its_end_is_taken(tmp_path: Path) -> None:
    text = HEAD + TAIL + "scenarios:\n  wet: {set: {rain: 3}}"
    after = saved(tmp_path, text)
    assert after == text + "\n  dry: {says: a dry year, set: {rain: 1}}\n"


def test_the_mode_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(HEAD + TAIL, "utf-8")
    file.chmod(0o640)
    save(file)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


def test_a_scenario_that_would_break_the_case_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(HEAD + TAIL, "utf-8")
    before = file.read_bytes()
    checked = check_text(before.decode())
    assert checked.case is not None and checked.names is not None
    with pytest.raises((CaseInvalid, NotSayable)):
        save(file, Changes(premises=(("snow", 1.0),)))
    assert file.read_bytes() == before


def test_a_file_is_read_again_only_when_its_bytes_change(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(HEAD + TAIL, "utf-8")
    followed = Followed(tmp_path)
    first = followed.look()
    assert followed.look() is first
    file.touch()
    assert followed.look() is first
    file.write_text(HEAD + TAIL.replace("> 1", "> 2"), "utf-8")
    second = followed.look()
    assert second.revision != first.revision
    file.unlink()
    assert followed.look().checked is None


def saved(folder: Path, text: str) -> str:
    """The text of a case once a dry year stands in it."""
    file = folder / "case.yaml"
    file.write_bytes(text.encode())
    save(file)
    return file.read_bytes().decode()


def save(file: Path, changes: Changes | None = None) -> None:
    """Save a dry year."""
    data = file.read_bytes()
    if changes is None:
        checked = check_text(data.decode())
        assert checked.case is not None and checked.names is not None
        changes = changes_of(checked.case, checked.names, premises={"rain": 1.0})
    revision = hashlib.sha256(data).hexdigest()[:16]
    save_scenario(file, revision, "dry", "a dry year", changes, frozenset())


def lines_added(before: str, after: str, end: str) -> list[str]:
    """Lines that are new; that an empty section lost its braces is nothing."""
    diff = list(difflib.ndiff(before.split(end), after.split(end)))
    assert all(line[2:] == "scenarios: {}" for line in diff if line.startswith("- "))
    found = [line[2:] for line in diff if line.startswith("+ ")]
    return [line for line in found if line != "scenarios:" or "scenarios" not in before]


@pytest.mark.parametrize(
    ("section", "written"),
    [
        ("scenarios: # mine\n  {}\n", "scenarios: # mine\n  {dry: {set: {rain: 1}}}\n"),
        ("scenarios: {\n  # none\n}\n", "scenarios: {dry: {set: {rain: 1}}\n  # none\n}\n"),
        ("# === claims ===\n", "scenarios:\n  dry: {set: {rain: 1}}\n# === claims ===\n"),
    ],
)
def test_remarks_stay_and_stay_with_what_they_are_about(
    tmp_path: Path, section: str, written: str
) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(HEAD + section + TAIL, "utf-8")
    names = load(file).checked.names
    assert names is not None
    changes = Changes(premises=(("rain", 1.0),))
    revision = Followed(file).look().revision
    save_scenario(file, revision, "dry", "", changes, frozenset(names.switches))
    assert file.read_text("utf-8") == HEAD + written + TAIL
