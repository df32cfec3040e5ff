"""The verb of kept runs, and runs that cannot be kept, in this process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kautilya.cli.app import run
from support.reports import FERRY

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "40", "--seed", "7"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["kautilya", "test", "ferry-line"])
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    return tmp_path


def listed(capsys: Output) -> list[str]:
    capsys.readouterr()
    assert run(["runs"]) == 0
    return capsys.readouterr().out.splitlines()


def results(folder: Path) -> list[Path]:
    return list((folder / ".kautilya" / "runs").glob("*.nc"))


def test_runs_are_listed_the_newest_first_in_one_line_each(capsys: Output) -> None:
    assert run(["runs"]) == 0
    assert capsys.readouterr().out == "no run was kept here: `kautilya test` keeps one\n"
    assert not Path(".kautilya").exists()
    run(["test", "ferry-line", *QUICK])
    run(["test", "ferry-line", "-k", "town_blind", "--worlds", "30"])
    new, old = listed(capsys)
    assert "finished" in new
    assert "ferry-line@" in new
    assert "30 worlds" in new
    assert "1 of 1 pass" in new
    assert "seed 7" in old
    assert run(["runs", "-n", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["and 1 older: kautilya runs -n 2"]


def test_a_run_is_shown_with_its_board_as_it_was(capsys: Output) -> None:
    run(["test", "ferry-line", *QUICK])
    board = capsys.readouterr().out.splitlines()[:-1]
    (line,) = listed(capsys)
    for name in ("last", line[:5], line[:8]):
        assert run(["runs", "show", name]) == 0
        shown = capsys.readouterr().out
        assert shown.splitlines()[-len(board) :] == board
        assert "command    kautilya test ferry-line" in shown
        assert "evaluator" in shown
    assert run(["runs", "show", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["manifest"]["id"] == line[:8]
    assert data["run"]["result_hash"] == data["manifest"]["result_hash"]


def test_what_differs_between_runs(capsys: Output, folder: Path) -> None:
    run(["test", "ferry-line", *QUICK])
    run(["test", "ferry-line", *QUICK])
    capsys.readouterr()
    assert run(["runs", "diff"]) == 0
    out = capsys.readouterr().out
    assert "asked alike" in out
    assert "no verdict and no share differs" in out
    assert "is the same" in out
    case = folder / "ferry-line" / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("[0.3, 0.9]", "[0.1, 0.2]"), "utf-8")
    run(["test", "ferry-line", "-k", "keeps", "-k", "bridge", "--worlds", "50", "--seed", "8"])
    capsys.readouterr()
    assert run(["runs", "diff", "last~1", "last"]) == 0
    out = capsys.readouterr().out
    for words in ("content of the case: ", "seed: 7 → 8", "worlds: 40 → 50", "all → keeps, bridge"):
        assert words in out
    assert "bridge: " in out
    assert "% of worlds" in out
    assert "limit: only in the first run, contradicted" in out
    assert "yardstick:" not in out
    assert "differs" in out.splitlines()[-1]


def test_names_of_no_run(capsys: Output) -> None:
    assert run(["runs", "show"]) == 2
    assert "no run was kept" in capsys.readouterr().err
    run(["test", "ferry-line", *QUICK])
    assert run(["runs", "show", "zzz"]) == 2
    assert "there is no run 'zzz'; `kautilya runs` lists them" in capsys.readouterr().err
    assert run(["runs", "diff", "last~5", "last"]) == 2


def test_results_cut_short_or_gone_are_refused(capsys: Output, folder: Path) -> None:
    run(["test", "ferry-line", *QUICK])
    (path,) = results(folder)
    path.write_bytes(path.read_bytes()[:-100])
    capsys.readouterr()
    assert run(["runs", "show"]) == 4
    captured = capsys.readouterr()
    assert path.name in captured.err
    assert "nothing of it was read" in captured.err
    assert captured.out == ""
    assert run(["runs", "diff", "last", "last"]) == 4
    assert run(["why", "limit", "ferry-line", *QUICK]) == 0
    path.unlink()
    capsys.readouterr()
    assert run(["runs", "show"]) == 4
    assert "gone" in capsys.readouterr().err


def test_a_corrupt_registry_is_named_and_nothing_is_deleted(capsys: Output, folder: Path) -> None:
    run(["test", "ferry-line", *QUICK])
    registry = folder / ".kautilya" / "runs.db"
    spoilt = b"not a database " * 100
    registry.write_bytes(spoilt)
    capsys.readouterr()
    for arguments in (["runs"], ["runs", "show"], ["test", "ferry-line", "--last-failed"]):
        assert run(arguments) == 4
        error = capsys.readouterr().err
        assert "runs.db" in error
        assert "mv " in error
        assert error.count("\n") == 1
    assert run(["test"]) == 4
    capsys.readouterr()
    assert run(["test", "ferry-line", *QUICK]) == 1
    captured = capsys.readouterr()
    assert "✘ limit" in captured.out
    assert captured.err.startswith("warning[KC804]: the run was not kept: the registry of runs")
    assert run(["why", "limit", "ferry-line", *QUICK]) == 0
    assert "warning: the registry of runs" in capsys.readouterr().err
    assert registry.read_bytes() == spoilt
    assert len(results(folder)) == 1


def test_what_was_asked_for_is_written_although_the_run_cannot_be_kept(
    capsys: Output, folder: Path
) -> None:
    (folder / ".kautilya").write_text("in the way", "utf-8")
    assert run(["test", "ferry-line", *QUICK, "--json", "out.json"]) == 1
    assert json.loads(Path("out.json").read_text("utf-8"))["heading"]["worlds"] == 40
    assert "warning[KC804]" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told_after_the_board(capsys: Output) -> None:
    assert run(["test", "ferry-line", *QUICK, "--json", "no/such/folder.json"]) == 4
    captured = capsys.readouterr()
    assert "run saved" in captured.out
    assert captured.err == "kautilya: no/such/folder.json: No such file or directory\n"


def test_a_run_that_cannot_fit_says_what_would(capsys: Output) -> None:
    assert run(["test", "ferry-line", *QUICK, "--memory", "100M"]) == 4
    error = capsys.readouterr().err
    assert error.startswith("error[KC803]: this run takes about ")
    assert "it fits in --memory " in error
    assert run(["test", "ferry-line", *QUICK, "--memory", "lots"]) == 2
    assert "write 2G or 500M" in capsys.readouterr().err
    assert run(["test", "ferry-line", *QUICK, "--memory", "1G"]) == 1
    assert not results(Path("/nonexistent"))


def test_resuming_where_there_is_nothing_begins_anew(capsys: Output) -> None:
    assert run(["test", "ferry-line", *QUICK, "--resume"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("nothing to resume: ")
    assert "run saved" in captured.out


def test_every_part_of_the_verb_explains_itself(capsys: Output) -> None:
    for arguments in (["runs"], ["runs", "show"], ["runs", "diff"]):
        assert run([*arguments, "--help"]) == 0
        assert capsys.readouterr().out.startswith("Usage: kautilya runs")
