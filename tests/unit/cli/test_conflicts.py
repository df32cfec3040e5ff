"""Verbs that test propositions send a conflict to the verb that answers it."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from kautilya.cli.app import run
from kautilya.source import read_source
from kautilya.study.schema import case_schema
from support.documents import ROOT

CONFLICTS = sorted((ROOT / "tests" / "cases" / "good" / "conflict").glob("*.yaml"))
GRAPH = str(ROOT / "tests" / "cases" / "good" / "conflict" / "graph.yaml")


@pytest.mark.parametrize("verb", [["test"], ["freeze"], ["why", "limit"]], ids=lambda verb: verb[0])
def test_a_conflict_is_sent_to_solve(
    verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*verb, GRAPH]) == 5
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "kautilya: graph is a conflict: its actors value states, and it has no propositions to test"
        f"\n`kautilya solve {GRAPH}` answers it\n"
    )


def test_a_conflict_is_linted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", GRAPH]) == 0
    assert capsys.readouterr().out.endswith("no errors, no warnings, no advice\n")
    assert run(["show", GRAPH]) == 0
    assert "a conflict: kautilya solve answers it" in capsys.readouterr().out


@pytest.mark.parametrize("file", CONFLICTS, ids=lambda file: file.stem)
def test_the_schema_takes_conflicts_as_they_are_written(file: Path) -> None:
    jsonschema.validate(read_source(file).data, case_schema())


@pytest.mark.parametrize(
    "change",
    [
        {"preferences": {"mill": "calm"}},
        {"moves": {"mill": ["calm"]}},
        {"published": {"print": {"concept": ["nash"], "status": "sure"}}},
        {"states": [{"calm": {}}]},
        {"payoffs": 3},
        {"preferences": None},
    ],
)
def test_the_schema_refuses_what_the_program_does(change: dict[str, object]) -> None:
    data = {**read_source(GRAPH).data, **change}
    if change == {"preferences": None}:
        del data["preferences"]  # then a horizon is needed
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, case_schema())
