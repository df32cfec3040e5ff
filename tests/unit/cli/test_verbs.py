"""The verbs of the command line, in this process."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from kautilya.cli.app import VERBS, program, run
from kautilya.report.data import dossier_schema
from kautilya.source import read_source
from kautilya.study import Study, diagnose
from kautilya.study.schema import case_schema
from support.reports import FERRY

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "40", "--seed", "7"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with the case in a folder of its own below it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    return tmp_path


# -- test -----------------------------------------------------------------------------------------


def test_a_board_and_its_exit_code(capsys: Output) -> None:
    assert run(["test", "ferry-line", *QUICK]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("in this encoding of")
    assert "next: kautilya why limit | kautilya show | kautilya freeze" in captured.out
    assert captured.err == ""


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("town_blind", 0),
        ("limit", 1),
        ("beloved", 5),
        ("nothing_like_it", 5),
        ("*_blind", 0),
        ("lim*", 1),
        ("im", 1),
    ],
)
def test_exit_codes_by_pattern(pattern: str, code: int) -> None:
    assert run(["test", "ferry-line", "-k", pattern, *QUICK]) == code


def test_a_pattern_that_matches_nothing_names_the_near_one(capsys: Output) -> None:
    assert run(["test", "ferry-line", "-k", "kepes", *QUICK]) == 5
    assert "did you mean 'keeps'?" in capsys.readouterr().err


def test_the_default_case_is_here_else_that_of_the_last_run(
    folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["test"]) == 2
    assert "which case?" in capsys.readouterr().err
    assert run(["test", "ferry-line", "-k", "town_blind", *QUICK]) == 0
    assert run(["test", "-k", "town_blind", *QUICK]) == 0
    monkeypatch.chdir(folder / "ferry-line")
    assert run(["test", "-k", "town_blind", *QUICK]) == 0


def test_last_failed(capsys: Output) -> None:
    assert run(["test", "ferry-line", "--last-failed", *QUICK]) == 2
    assert "no run of this case was kept" in capsys.readouterr().err
    assert run(["test", "ferry-line", *QUICK, "--json", "all.json"]) == 1
    failed = [p["id"] for p in read("all.json")["propositions"] if p["fit"] and not p["passes"]]
    assert "limit" in failed
    assert run(["test", "--last-failed", *QUICK, "--json", "again.json"]) == 1
    assert [p["id"] for p in read("again.json")["propositions"]] == failed


@pytest.mark.slow
def test_a_run_of_a_few_does_not_hide_the_failures_of_the_others() -> None:
    run(["test", "ferry-line", *QUICK])
    run(["test", "ferry-line", "-k", "town_blind", *QUICK])
    run(["test", "--last-failed", *QUICK, "--json", "again.json"])
    assert "limit" in [p["id"] for p in read("again.json")["propositions"]]


def test_nothing_failed_last_time(capsys: Output, folder: Path) -> None:
    case = folder / "ferry-line" / "case.yaml"
    text = case.read_text("utf-8")
    case.write_text(
        text[: text.index("  keeps:")] + text[text.index("  town_blind:") : text.index("  storm:")],
        "utf-8",
    )
    assert run(["test", "ferry-line", *QUICK]) == 0
    assert run(["test", "--last-failed", *QUICK]) == 5
    assert "nothing failed" in capsys.readouterr().err


def test_json_on_the_standard_output_is_alone_and_follows_the_schema(capsys: Output) -> None:
    assert run(["test", "ferry-line", "--json", "-", *QUICK]) == 1
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, dossier_schema())
    assert data["heading"]["seed"] == 7
    assert data["heading"]["worlds"] == 40


def test_junit_file(capsys: Output) -> None:
    assert run(["test", "ferry-line", "--junit", "out.xml", *QUICK]) == 1
    assert Path("out.xml").read_text("utf-8").startswith("<?xml")
    assert run(["test", "ferry-line", "--json", "-", "--junit", "-", *QUICK]) == 2
    assert "give one a file" in capsys.readouterr().err


def test_quiet_prints_the_summary_alone(capsys: Output) -> None:
    run(["test", "ferry-line", "--quiet", *QUICK])
    assert capsys.readouterr().out.count("\n") <= 2


@pytest.mark.slow
def test_threads_and_removals_do_not_change_the_shares(capsys: Output) -> None:
    run(["test", "ferry-line", "--json", "one.json", "--threads", "1", *QUICK])
    run(["test", "ferry-line", "--json", "two.json", "--threads", "2", *QUICK])
    run(["test", "ferry-line", "--json", "bare.json", "--no-removals", *QUICK])
    assert read("one.json")["result_hash"] == read("two.json")["result_hash"]
    shares = [[p["share"] for p in read(f)["propositions"]] for f in ("one.json", "bare.json")]
    assert shares[0] == shares[1]
    assert {p["standing"] for p in read("bare.json")["propositions"]} == {
        "not examined",
        "untested",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["--yardstick", "ICD 204"],
        ["--scenario", "deal"],
        ["--worlds", "0"],
        ["--nonsense"],
        ["--yardstick", "PHIA"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: Output) -> None:
    assert run(["test", "ferry-line", *arguments]) == 2
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert error.strip()


def test_another_yardstick_reads_the_conclusions_only(capsys: Output) -> None:
    assert run(["test", "ferry-line", "-k", "town_blind", "--yardstick", "icd 203", *QUICK]) == 0
    assert "yardstick ICD 203" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_a_warning(folder: Path, capsys: Output) -> None:
    (folder / ".kautilya").write_text("in the way", "utf-8")
    assert run(["test", "ferry-line", "-k", "town_blind", *QUICK]) == 0
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "warning[KC804]: the run was not kept" in captured.err
    assert "run saved" not in captured.out
    assert "next: kautilya why town_blind ferry-line" in captured.out


# -- what goes wrong ------------------------------------------------------------------------------


def test_an_invalid_case_tells_all_its_faults(folder: Path, capsys: Output) -> None:
    case = folder / "ferry-line" / "case.yaml"
    text = case.read_text("utf-8").replace("to: trade", "to: trdae").replace("is drop", "is dorp")
    case.write_text(text, "utf-8")
    assert run(["test", "ferry-line"]) == 2
    error = capsys.readouterr().err
    assert error.count("error[KC") >= 4
    assert "did you mean 'trade'?" in error
    assert re.search(r"^\d+ errors", error, re.MULTILINE)


def test_a_missing_case(capsys: Output) -> None:
    for verb in ("test", "lint", "show"):
        assert run([verb, "no-such-folder"]) == 2
    captured = capsys.readouterr()
    assert "KC001" in captured.out + captured.err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (MemoryError(), 4, "fewer --worlds"),
        (OSError(28, "No space left on device"), 4, "No space left"),
        (RuntimeError("boom"), 3, "please report it"),
    ],
)
def test_what_stops_a_run(
    error: BaseException, code: int, words: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Study, "test", stopped)
    assert run(["test", "ferry-line"]) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_our_faults_leave_a_traceback_in_a_file_or_show_it(
    capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(Study, "test", stopped)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run(["test", "ferry-line"])
    (file,) = re.findall(r"with (\S+\.txt)", capsys.readouterr().err)
    assert "RuntimeError: boom" in Path(file).read_text("utf-8")
    run(["--debug", "test", "ferry-line"])
    assert "Traceback" in capsys.readouterr().err


# -- the other verbs ------------------------------------------------------------------------------


def test_help_names_every_verb_and_the_exit_codes(capsys: Output) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for verb in VERBS:
        assert f"  {verb.__name__} " in out
    assert "130 interrupted" in " ".join(out.split())


@pytest.mark.parametrize("verb", [verb.__name__ for verb in VERBS])
def test_every_verb_explains_itself(verb: str) -> None:
    result = CliRunner().invoke(program(), [verb, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: kautilya ")


def test_lint(capsys: Output, folder: Path) -> None:
    assert run(["lint", "ferry-line"]) == 0
    assert "no errors" in capsys.readouterr().out
    case = folder / "ferry-line" / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("to: trade", "to: trdae"), "utf-8")
    assert run(["lint", "ferry-line"]) == 2
    assert "did you mean 'trade'?" in capsys.readouterr().out
    assert run(["lint", "ferry-line", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert [d["code"] for d in found] == [d.code for d in diagnose("ferry-line")]


def test_why(capsys: Output) -> None:
    assert run(["why", "limit", "ferry-line", *QUICK]) == 0
    fresh = capsys.readouterr().out
    assert "where it fails" in fresh
    run(["test", "ferry-line", *QUICK])
    capsys.readouterr()
    assert run(["why", "limit", *QUICK]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == fresh.splitlines()[2:]
    assert run(["why", "limmit"]) == 2
    assert "did you mean 'limit'?" in capsys.readouterr().err


def test_show(capsys: Output) -> None:
    assert run(["show", "ferry-line"]) == 0
    everything = capsys.readouterr().out
    for piece in ("The crossing", "Whole case", "town believes commuters", "island.ferry is keep"):
        assert piece in everything
    assert run(["show", "ferry-line", "--system", "winter"]) == 0
    part = capsys.readouterr().out
    assert "winter_cost" in part
    assert "visitors" not in part
    assert run(["show", "ferry-line", "--system", "wintre"]) == 2
    assert "did you mean 'winter'?" in capsys.readouterr().err


@pytest.mark.slow
def test_freeze_and_what_moved_since(folder: Path, capsys: Output) -> None:
    assert run(["freeze", "ferry-line", *QUICK]) == 0
    assert run(["freeze", "ferry-line", *QUICK]) == 2
    assert "--again" in capsys.readouterr().err
    run(["test", "ferry-line", *QUICK])
    out = capsys.readouterr().out
    assert "nothing has moved since it was frozen" in out
    assert "kautilya freeze" not in out
    case = folder / "ferry-line" / "case.yaml"
    text = case.read_text("utf-8").replace("range: [0.3, 0.9]", "range: [0.1, 0.2]")
    case.write_text(text.replace("final(harm) < 0.35", "final(harm) < 0.5"), "utf-8")
    run(["test", "ferry-line", *QUICK])
    out = " ".join(capsys.readouterr().out.split())
    assert re.search(r"storm: \S.* edited since frozen", out)
    assert re.search(r"keeps: .* → .* moved by an edit made after its result was seen", out)
    assert run(["freeze", "ferry-line", "--again", *QUICK]) == 0


def test_a_frozen_file_that_is_none_is_a_warning(folder: Path, capsys: Output) -> None:
    (folder / "ferry-line" / "frozen.json").write_text("{}", "utf-8")
    assert run(["test", "ferry-line", "-k", "town_blind", *QUICK]) == 0
    assert "is no frozen board" in capsys.readouterr().err
    assert run(["freeze", "ferry-line", *QUICK]) == 2


def test_init_starts_a_case_that_lints_and_passes(folder: Path, capsys: Output) -> None:
    assert run(["init", "my-case"]) == 0
    assert diagnose("my-case") == ()
    assert run(["test", "my-case", "--worlds", "200"]) == 0
    before = (folder / "my-case" / "case.yaml").read_text("utf-8")
    assert run(["init", "my-case"]) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert (folder / "my-case" / "case.yaml").read_text("utf-8") == before
    assert run(["init", "my case"]) == 2
    (folder / "file").write_text("", "utf-8")
    assert run(["init", "file"]) == 2


@pytest.mark.slow
def test_schema_takes_what_authors_write(capsys: Output) -> None:
    assert run(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read_source(FERRY).data, schema)
    run(["init", "my-case"])
    capsys.readouterr()
    jsonschema.validate(read_source("my-case").data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**read_source(FERRY).data, "horizn": 1}, schema)
    assert run(["schema", "dossier"]) == 0
    assert json.loads(capsys.readouterr().out) == dossier_schema()


@pytest.mark.parametrize("path", sorted((FERRY.parents[2] / "conformance").glob("*.yaml")))
def test_schema_takes_every_conformance_case(path: Path) -> None:
    authors().validate(read_source(path).data)


@cache
def authors() -> jsonschema.Draft202012Validator:
    """What holds a case against its schema."""
    return jsonschema.Draft202012Validator(case_schema())


def test_rule(capsys: Output) -> None:
    assert run(["rule", "kc004"]) == 0
    assert capsys.readouterr().out.startswith("KC004: ")
    assert run(["rule"]) == 0
    assert "KC004  a key given twice" in capsys.readouterr().out
    assert run(["rule", "KC04"]) == 2
    assert "did you mean 'KC004'?" in capsys.readouterr().err


def test_version(capsys: Output) -> None:
    assert run(["version"]) == 0
    assert capsys.readouterr().out.startswith("kautilya ")


def read(name: str) -> dict:
    return json.loads(Path(name).read_text("utf-8"))
