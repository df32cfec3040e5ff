"""The verbs `tip` and `watch` of the command line, in this process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kautilya.cli.app import run
from support.documents import ROOT
from support.reports import FERRY
from support.wagers import WAGER

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "60", "--seed", "7"]
FIELD = ["--decision", "farm.field"]


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
        (["tip", "rain", "wager", "-k", "rains"], "rains fails up to 0.25, passes above"),
        (["tip", "rain", "wager", "--decision", "farm.field"], "fallow up to"),
        (["tip", "moon", "wager", "-k", "sows"], "moon turns nothing between 0 and 1"),
        (["tip", "blight", "wager", "-k", "grows"], "so or not; today 50%"),
        (["tip", "rain", "wager", "--beyond", "0.6", "0.9", "--by", "best"], "a part of its range"),
        (["tip", "rain", "moon", "wager", "--by", "best"], "today"),
        (["tip", "rain", "--with", "moon", "wager", "--by", "best"], "[ ] today"),
        (["tip", "wager", "rain", "-k", "rains"], "rains fails up to 0.25"),
        (["watch", "wager"], "by whose choice or view would change"),
        (["watch", "ferry-line", "--by", "system"], "The crossing"),
        (["watch", "ferry-line", "--by", "actor"], "what the island chooses or sees"),
        (["watch", "wager", "--scenario", "drought"], "in drought"),
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
        (["tip", "rainn", "wager"], 2, "no premise or belief 'rainn'; did you mean 'rain'?"),
        (["tip", "weeds", "wager"], 2, "'weeds' is a mechanism: what is swept is a premise"),
        (["tip", "rain", "moon", "blight", "wager"], 2, "'blight' is one word too many"),
        (["tip", "rain", "rain", "wager"], 2, "two premises are needed, and rain is named twice"),
        (["tip", "wager"], 2, "name the premise to sweep before the case"),
        (["tip", "rain", "moon", "wager", "--with", "blight"], 2, "named twice: moon and blight"),
        (["tip", "rain", "wager", "--with-beyond", "0", "1"], 2, "is about a second premise"),
        (["tip", "rain", "wager", "--beyond", "1", "0"], 2, "1 is not below 0"),
        (["tip", "blight", "wager", "--beyond", "0", "2"], 2, "there is nothing beyond"),
        (["tip", "moon", "wager", "-k", "rains"], 5, "no answer depends on moon"),
        (["tip", "rain", "wager", "-k", "unseen"], 5, "'unseen' is untested"),
        (["tip", "rain", "wager", "-k", "nothing_like_it"], 5, "no proposition matches"),
        (["tip", "rain", "wager", "--decision", "farm.feild"], 2, "did you mean 'farm.field'"),
        (["tip", "rain", "wager", "--decision", "crow.flight"], 2, "crow has no interests"),
        (["tip", "rain", "wager", *FIELD, "--scenario", "sown"], 2, "sown holds farm.field"),
        (["tip", "rain", "wager", "--scenario", "draught"], 2, "did you mean 'drought'"),
        (["tip", "rain", "wager", "--yardstick", "ICD 204"], 2, "did you mean 'ICD 203'"),
        (["watch", "wager", "--scenario", "draught"], 2, "did you mean 'drought'"),
        (["watch", "wager", "--yardstick", "ICD 204"], 2, "did you mean 'ICD 203'"),
        (["watch", "wager", "--worlds", "501"], 2, "the first 500 worlds at most"),
        (["watch", "nowhere/case.yaml"], 2, "nowhere"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_sentence(
    arguments: list[str], code: int, words: str, capsys: Output
) -> None:
    quick = [] if "--worlds" in arguments else QUICK
    assert run([*arguments, *quick]) == code
    told = " ".join(capsys.readouterr().err.split())
    assert words in told
    assert "Traceback" not in told
    assert "fault of this program" not in told


def test_a_premise_that_nothing_depends_on(folder: Path, capsys: Output) -> None:
    case = folder / "wager" / "case.yaml"
    idle = "premises:\n  stars: {says: stars, range: [0, 1], status: judged}\n"
    case.write_text(WAGER.replace("premises:\n", idle), "utf-8")
    assert run(["tip", "stars", "wager", *QUICK]) == 5
    told = capsys.readouterr().err
    assert "nothing depends on stars: it reaches no proposition and not the focal choice" in told


def test_a_case_in_which_nothing_could_change(folder: Path, capsys: Output) -> None:
    case = folder / "wager" / "case.yaml"
    text = WAGER.replace("focal: farm.field\n", "")
    case.write_text(text[: text.index("propositions:")], "utf-8")
    assert run(["watch", "wager", *QUICK]) == 5
    assert "no proposition with a claim and no focal choice" in capsys.readouterr().err


def test_a_conflict_has_nothing_to_sweep(capsys: Output) -> None:
    path = str(ROOT / "cases" / "textbook" / "chicken.yaml")
    for verb in (["tip", "x", path], ["watch", path]):
        assert run(verb) == 5
        assert "is a conflict" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["tip", "rain", "wager"], {"schema", "subject", "swept", "grid", "courses", "unmoved"}),
        (["tip", "rain", "moon", "wager"], {"schema", "subject", "first", "second", "plans"}),
        (["watch", "wager"], {"schema", "subject", "choices", "indicators", "at_edge", "whole"}),
    ],
)
def test_json_on_the_standard_output_is_alone(
    arguments: list[str], keys: set[str], capsys: Output
) -> None:
    assert run([*arguments, "--json", "-", *QUICK]) == 0
    data = json.loads(capsys.readouterr().out)
    assert keys <= set(data)
    assert data["schema"] == 1
    assert data["subject"]["seed"] == 7
    assert data["subject"]["worlds"] == 60


def test_json_beside_the_text(capsys: Output) -> None:
    assert run(["tip", "rain", "wager", "-k", "rains", "--json", "tip.json", *QUICK]) == 0
    assert "rains  fails up to" in capsys.readouterr().out
    (course,) = json.loads(Path("tip.json").read_text("utf-8"))["courses"]
    (flip,) = course["flips"]
    assert flip["at"] == pytest.approx(0.25, abs=1 / 256)
    assert flip["distance"] == pytest.approx(-0.25, abs=1 / 256)


def test_every_sign_is_traced(capsys: Output) -> None:
    assert run(["watch", "wager", "--json", "-", *QUICK]) == 0
    for indicator in json.loads(capsys.readouterr().out)["indicators"]:
        assert indicator["line"] > 0
        assert indicator["consequences"]
        assert "actors" in indicator


def test_a_watch_list_is_kept_and_the_same_again(folder: Path, capsys: Output) -> None:
    texts = []
    for more in ([], [], ["--fresh"], ["--threads", "1"]):
        assert run(["watch", "wager", *QUICK, *more]) == 0
        texts.append(capsys.readouterr().out)
    assert len(set(texts)) == 1
    assert (folder / ".kautilya" / "stress.sqlite").is_file()
