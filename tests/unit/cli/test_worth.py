"""The verbs `weights`, `worth` and `share` of the command line, in this process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kautilya.cli.app import run
from kautilya.cli.named import split_case
from support.documents import ROOT
from support.reports import FERRY
from support.wagers import WAGER

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "60", "--seed", "7"]
SOWN = "final(crop, farm.field is sow)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two cases below it, and none in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    (tmp_path / "wager").mkdir()
    (tmp_path / "wager" / "case.yaml").write_text(WAGER, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["weights", "ferry-line"], "what the island must value to choose each option"),
        (["weights", "mill.price", "wager"], "what the mill must value"),
        (["worth", "ferry-line"], "what the island would gain by knowing more"),
        (["worth", "mill.price", "wager"], "what the mill would gain by knowing more"),
        (["worth", "wager", "-k", "rain*"], "(1 proposition asked)"),
        (["worth", "wager", "--together", "rain", "--together", "moon"], "rain and moon"),
        (["share", SOWN, "rain_grows", "weeds", "wager"], "what its causes account for"),
        (["share", "grows", "rain", "wager"], "grows: final(crop, farm.field is sow) > 0.5"),
    ],
)
def test_it_answers(arguments: list[str], words: str, capsys: Output) -> None:
    assert run([*arguments, *QUICK]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("in this encoding of")
    assert words in " ".join(captured.out.split())
    assert captured.err == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["weights", "mill.prize", "wager"], 2, "no decision 'mill.prize'; did you mean"),
        (["weights", "wager"], 2, "farm has one interest, harvest"),
        (["weights", "crow.flight", "wager"], 2, "crow has no interests"),
        (["weights", "mill.price", "wager", "--scenario", "draught"], 2, "did you mean 'drought'"),
        (["weights", "mill.price", "farm.field"], 2, "'farm.field' is one word too many"),
        (["weights", "farm.field", "wager", "--scenario", "sown"], 2, "nothing is chosen in it"),
        (["weights", "nowhere/case.yaml"], 2, "nowhere"),
        (["worth", "crow.flight", "wager"], 2, "crow has no interests"),
        (["worth", "wager", "--together", "rainn"], 2, "no premise 'rainn'; did you mean 'rain'"),
        (["worth", "wager", "--together", "blight"], 2, "nothing that farm.field is judged by"),
        (["worth", "wager", "-k", "nothing_like_it"], 5, "no proposition matches"),
        (["worth", "wager", "-k", "grow?"], 0, ""),
        (["worth", "wager", "--yardstick", "ICD 204"], 2, "did you mean 'ICD 203'"),
        (["share", SOWN, "wheeds", "wager"], 2, "no cause 'wheeds'; did you mean 'weeds'"),
        (["share", SOWN, "wager"], 2, "name the causes behind the query"),
        (["share", SOWN, "blight", "wager"], 2, "write `off: VALUE` into it"),
        (["share", f"{SOWN} > 9", "weeds", "wager"], 2, "false in every world"),
        (["share", f"{SOWN} * 0", "weeds", "wager"], 2, "0 in every world"),
        (["share", "final(corp)", "weeds", "wager"], 2, "did you mean 'crop'"),
        (["share", "best(mill.price) is high", "weeds", "wager"], 2, "weeds does not bear on"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_sentence(
    arguments: list[str], code: int, words: str, capsys: Output
) -> None:
    assert run([*arguments, *QUICK]) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert "fault of this program" not in told


def test_more_than_six_causes(folder: Path, capsys: Output) -> None:
    many = "".join(
        f"  more{n}: {{says: more, to: crop, adds: 0.1, status: rival}}\n" for n in range(6)
    )
    case = folder / "wager" / "case.yaml"
    case.write_text(WAGER.replace("decisions:\n", f"{many}decisions:\n"), "utf-8")
    causes = ["weeds", *(f"more{n}" for n in range(6))]
    assert run(["share", SOWN, *causes, "wager", *QUICK]) == 2
    assert "7 causes have 128: name 6 at most" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["weights", "ferry-line"], {"schema", "subject", "decision", "orders", "decided"}),
        (["worth", "ferry-line"], {"schema", "subject", "actor", "reader"}),
        (["share", SOWN, "weeds", "wager"], {"schema", "query", "causes", "together", "counted"}),
    ],
)
def test_json_on_the_standard_output_is_alone(
    arguments: list[str], keys: set[str], capsys: Output
) -> None:
    assert run([*arguments, "--json", "-", *QUICK]) == 0
    data = json.loads(capsys.readouterr().out)
    assert keys <= set(data)
    assert data["subject"]["seed"] == 7
    assert data["subject"]["worlds"] == 60


def test_json_beside_the_text(capsys: Output) -> None:
    assert run(["worth", "wager", "--json", "worth.json", *QUICK]) == 0
    assert "what the farm would gain" in capsys.readouterr().out
    data = json.loads(Path("worth.json").read_text("utf-8"))
    assert data["actor"]["everything"]["error"] > 0.0
    assert data["reader"]["asked"][0]["turning"][0]["moves"]["chance"] > 0.0


def test_the_same_seed_gives_the_same_text(capsys: Output) -> None:
    for verb in (["weights", "ferry-line"], ["worth", "ferry-line"]):
        run([*verb, *QUICK])
        first = capsys.readouterr().out
        run([*verb, *QUICK])
        assert capsys.readouterr().out == first


def test_all_shows_what_is_otherwise_counted(capsys: Output) -> None:
    run(["worth", str(ROOT / "cases" / "first-steps"), "--worlds", "1000"])
    short = capsys.readouterr().out
    run(["worth", str(ROOT / "cases" / "first-steps"), "--worlds", "1000", "--all"])
    assert "more (--all)" in short
    assert "more (--all)" not in capsys.readouterr().out


def test_a_case_with_nothing_to_ask(folder: Path, capsys: Output) -> None:
    case = folder / "wager" / "case.yaml"
    text = WAGER.replace("focal: farm.field\n", "")
    case.write_text(text[: text.index("propositions:")], "utf-8")
    assert run(["worth", "wager", *QUICK]) == 5
    assert "no focal decision and no claim: name a decision" in capsys.readouterr().err


def test_a_conflict_has_no_worlds_to_weigh(capsys: Output) -> None:
    path = ROOT / "cases" / "textbook" / "chicken.yaml"
    for verb in (["weights", str(path)], ["worth", str(path)], ["share", "x", "y", str(path)]):
        assert run(verb) == 5
        assert "is a conflict" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "names", "case"),
    [
        ([], [], None),
        (["wager"], [], "wager"),
        (["mill.price"], ["mill.price"], None),
        (["mill.price", "wager"], ["mill.price"], "wager"),
        (["some/where"], [], "some/where"),
        (["case.yaml"], [], "case.yaml"),
    ],
)
def test_the_last_word_may_be_the_case(words: list[str], names: list[str], case: str) -> None:
    assert split_case(words) == (names, None if case is None else Path(case))
