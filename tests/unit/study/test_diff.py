"""A diff says which verdicts moved, by which edit, and whether the result had been seen."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from kautilya.source import dump
from kautilya.study.diff import NoVersion, diff, version_of
from kautilya.study.diff.edits import Place, needed_with, places_apart, with_edits
from kautilya.study.faults import UnknownName

CASE: dict[str, Any] = {
    "language": 1,
    "case": "shop",
    "horizon": 2,
    "actors": {"owner": {}},
    "premises": {
        "footfall": {"range": [0, 1]},
        "rent": {"range": [0, 1]},
        "thrift": {"value": 0},
    },
    "auxiliaries": {"takings": {"is": "footfall"}, "costs": {"is": "rent"}},
    "mechanisms": {"street_fair": {"to": "takings", "adds": "0"}},
    "scenarios": {"slump": {"set": {"footfall": 0.1}}, "boom": {"set": {"footfall": 0.9}}},
    "propositions": {
        "busy": {"claim": "final(takings) > 0.5", "stated": "roughly even"},
        "dear": {"claim": "final(costs) > 0.5", "stated": "roughly even"},
    },
}


def written(folder: Path, name: str, **changes: dict[str, Any]) -> str:
    """The case with some entries written otherwise."""
    data = {key: dict(v) if isinstance(v, dict) else v for key, v in CASE.items()}
    for section, entries in changes.items():
        data[section] = {**data[section], **entries}
        data[section] = {k: v for k, v in data[section].items() if v is not None}
    path = folder / f"{name}.yaml"
    path.write_text(dump(data), encoding="utf-8")
    return str(path)


def compared(one: str, other: str, home: Path) -> Any:
    """The diff of two, on few worlds."""
    return diff(version_of(one), version_of(other), worlds=300, home=home)


def test_a_move_is_put_down_to_the_edit_that_made_it(tmp_path: Path) -> None:
    before = written(tmp_path, "before")
    after = written(
        tmp_path,
        "after",
        premises={"footfall": {"range": [0.6, 1]}, "rent": {"range": [0, 1], "says": "a lease"}},
        mechanisms={"street_fair": {"to": "takings", "adds": "0.01"}},
    )
    found = compared(before, after, tmp_path / "home")
    assert [edit.name for edit in found.edits] == ["premise footfall", "mechanism street_fair"]
    (change,) = found.changes
    assert (change.name, change.turned) == ("busy", True)
    assert [e.edit for e in change.edits] == ["premise footfall"]
    assert change.edits[0].alone == pytest.approx(1.0)
    assert found.same == 1
    assert not change.after_seeing


def test_edits_that_work_only_together_are_left_out_one_at_a_time(tmp_path: Path) -> None:
    claim = {"claim": "final(takings) > 0.9 and final(costs) > 0.9", "stated": "unlikely"}
    before = written(tmp_path, "before", propositions={"both": claim})
    after = written(
        tmp_path,
        "after",
        propositions={"both": claim},
        premises={"footfall": {"value": 0.95}, "rent": {"value": 0.95}},
    )
    found = compared(before, after, tmp_path / "home")
    both = next(change for change in found.changes if change.name == "both")
    assert {e.edit for e in both.edits} == {"premise footfall", "premise rent"}
    assert all(e.without is not None and e.without < 0.2 for e in both.edits)


def test_an_edit_brings_along_what_it_needs(tmp_path: Path) -> None:
    before = written(tmp_path, "before")
    after = written(
        tmp_path,
        "after",
        premises={"fair": {"value": 0.6}, "thrift": None},
        mechanisms={"street_fair": {"to": "takings", "adds": "fair"}},
    )
    found = compared(before, after, tmp_path / "home")
    fair = next(edit for edit in found.edits if edit.name == "mechanism street_fair")
    assert fair.with_ == ("premise fair",)
    assert next(e for e in found.edits if e.name == "premise thrift").kind == "removed"
    busy = next(change for change in found.changes if change.name == "busy")
    assert busy.edits[0].edit == "mechanism street_fair"
    assert busy.edits[0].turns


def test_two_scenarios_differ_by_their_parts(tmp_path: Path) -> None:
    path = written(tmp_path, "shop")
    found = compared(f"{path}:slump", f"{path}:boom", tmp_path / "home")
    (change,) = found.changes
    assert (change.share_before, change.share_after) == (0.0, 1.0)
    assert [edit.name for edit in found.edits] == ["the scenario sets footfall"]


def test_a_rewritten_claim_is_told_from_an_edited_model(tmp_path: Path) -> None:
    claim = {"busy": {"claim": "final(takings) > 0.05", "stated": "roughly even"}}
    found = compared(
        written(tmp_path, "before"), written(tmp_path, "after", propositions=claim), tmp_path / "h"
    )
    (change,) = found.changes
    assert change.rewritten
    assert not found.edits


def test_what_was_added_and_taken_out_is_named(tmp_path: Path) -> None:
    other = {"busy": None, "cheap": {"claim": "final(costs) < 2"}}
    found = compared(
        written(tmp_path, "before"), written(tmp_path, "after", propositions=other), tmp_path / "h"
    )
    assert (found.added, found.removed) == (("cheap",), ("busy",))


def test_an_edit_after_the_verdicts_were_frozen_is_marked(tmp_path: Path) -> None:
    before = written(tmp_path, "before")
    after = written(tmp_path, "after", premises={"footfall": {"range": [0.6, 1]}})
    (tmp_path / "frozen.json").write_text('{"on": "2021-05-01"}', encoding="utf-8")
    found = compared(before, after, tmp_path / "home")
    assert found.changes[0].after_seeing
    assert "2021-05-01" in found.seen


def test_two_scenarios_of_one_text_are_no_edit(tmp_path: Path) -> None:
    path = written(tmp_path, "shop")
    (tmp_path / "frozen.json").write_text('{"on": "2021-05-01"}', encoding="utf-8")
    found = compared(f"{path}:slump", f"{path}:boom", tmp_path / "home")
    assert not found.changes[0].after_seeing
    assert not found.seen


def test_a_revision_of_the_history_is_a_version(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    path = written(tmp_path, "shop")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    written(tmp_path, "shop", premises={"footfall": {"range": [0.6, 1]}})
    found = compared(f"{path}@HEAD", path, tmp_path / "home")
    assert [change.name for change in found.changes] == ["busy"]
    with pytest.raises(NoVersion, match="in revision nowhere"):
        version_of(f"{path}@nowhere")


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "shop")
    other = tmp_path / "other.yaml"
    other.write_text(Path(path).read_text().replace("case: shop", "case: mill"), encoding="utf-8")
    with pytest.raises(NoVersion, match=r"is the case shop and .* is mill"):
        compared(path, str(other), tmp_path)
    with pytest.raises(UnknownName, match="did you mean 'slump'"):
        version_of(f"{path}:slmup")


def test_edits_made_together_give_the_second_version() -> None:
    one = {"premises": {"a": {"value": 1}, "b": {"value": 2}}, "horizon": 3}
    other = {"premises": {"b": {"value": 3}, "c": {"value": 4}}, "horizon": 5}
    places = places_apart(one, other)
    assert with_edits(one, other, places) == other
    assert with_edits(one, other, []) == one
    assert needed_with(places, one, other)[Place("horizon")] == frozenset()
