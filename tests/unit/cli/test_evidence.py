"""The verb `evidence` of the command line, in this process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kautilya.cli.app import run
from support.documents import ROOT
from support.rivals import RIVALS, without

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "60", "--seed", "7"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the case, parts of it, and a faulty one."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "case": RIVALS,
        "none": without("hypotheses:"),
        "idle": without("evidence:"),
        "bad": RIVALS.replace("custom: very likely", "customs: very likely"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    shutil.copy(ROOT / "cases/textbook/chicken.yaml", tmp_path / "chicken.yaml")
    return tmp_path


def test_it_answers_for_the_case_of_this_folder(capsys: Output) -> None:
    assert run(["evidence", *QUICK]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith('in this encoding of "Why the toll stands"')
    assert captured.out.index("ratios") < captured.out.index("priors, apart")
    assert captured.err == ""


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("none", 5, "toll has no hypotheses"),
        ("idle", 5, "no evidence to tell them apart"),
        ("bad", 2, "error[KC615]: the evidence 'silence' speaks of a hypothesis"),
        ("nowhere", 2, "nowhere.yaml"),
        ("chicken", 5, "kautilya solve"),
    ],
)
def test_it_refuses_in_plain_words(name: str, code: int, words: str, capsys: Output) -> None:
    assert run(["evidence", f"{name}.yaml", *QUICK]) == code
    captured = capsys.readouterr()
    assert words in " ".join(captured.err.split())
    assert "Traceback" not in captured.err + captured.out


def test_json_says_what_is_printed_and_more(folder: Path, capsys: Output) -> None:
    assert run(["evidence", *QUICK, "--json", "-"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run(["evidence", *QUICK, "--json", "found.json"]) == 0
    capsys.readouterr()
    assert json.loads((folder / "found.json").read_text("utf-8")) == printed
    assert printed["schema"] == 1
    assert [h["name"] for h in printed["hypotheses"]] == ["weakness", "thrift", "custom"]
    silence, mended, _ = printed["items"]
    assert silence["by_hand"] == ["weakness", "thrift", "custom"]
    assert mended["expect"] == "anger > 0.4"
    assert mended["likelihoods"]["weakness"]["of"] == printed["hypotheses"][0]["worlds"]
    assert {(r["one"], r["other"]) for r in mended["ratios"]} == {
        ("weakness", "thrift"),
        ("weakness", "custom"),
        ("thrift", "custom"),
    }
    assert set(printed["independent"]["banded"]) == {"weakness", "thrift", "custom"}
    assert len(printed["left_out"]) == 3
    assert printed["subject"]["worlds"] == 60
