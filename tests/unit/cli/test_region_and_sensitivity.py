"""``kautilya region`` and ``kautilya sensitivity``: what they print, write and refuse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kautilya.cli.app import run
from support.reports import FERRY

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with the case in a folder of its own below it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    return tmp_path


def test_a_region_is_printed(capsys: Output) -> None:
    assert run(["region", "-k", "keeps", "ferry-line", "--worlds", "300", "--tree"]) == 0
    captured = capsys.readouterr()
    for words in ("in this encoding of", "where it fails", "coverage", "density", "as a tree"):
        assert words in captured.out
    assert captured.err == ""


def test_a_part_of_a_name_is_enough_where_one_name_has_it(capsys: Output) -> None:
    assert run(["region", "-k", "keep", "ferry-line", "--worlds", "300"]) == 0
    assert "keeps  The island keeps the ferry" in capsys.readouterr().out


def test_a_region_as_json(capsys: Output, folder: Path) -> None:
    arguments = ["region", "-k", "keeps", "ferry-line", "--worlds", "300", "--json"]
    assert run([*arguments, "-"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run([*arguments, "region.json"]) == 0
    assert json.loads((folder / "region.json").read_text(encoding="utf-8")) == printed
    assert printed["proposition"] == "keeps"
    assert "where it fails" in capsys.readouterr().out


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_a_sensitivity_is_printed(method: str, capsys: Output) -> None:
    size = "64" if method != "pawn" else "200"
    arguments = ["sensitivity", "payoff(island)", "ferry-line", "--method", method]
    assert run([*arguments, "--size", size]) == 0
    captured = capsys.readouterr()
    assert "what moves it" in captured.out
    assert "the weights of island" in captured.out
    assert captured.err == ""


def test_a_sensitivity_as_json(capsys: Output) -> None:
    assert run(["sensitivity", "keeps", "ferry-line", "--size", "64", "--json", "-"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["proposition"], data["is_share"]) == ("keeps", True)
    assert {"total", "total_error", "first", "first_error", "line"} <= data["effects"][0].keys()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["region", "ferry-line"], 2, "which proposition? name one by -k: keeps, gains, bridge"),
        (["region", "-k", "keps", "ferry-line"], 2, "no proposition 'keps'; did you mean 'keeps'?"),
        (["region", "-k", "b", "ferry-line"], 2, "-k b: 3 propositions have it in their names"),
        (["region", "-k", "beloved", "ferry-line"], 5, "'beloved' is untested"),
        (["region", "-k", "tides", "ferry-line"], 2, "tide is irrelevant"),
        (["region", "-k", "town_blind", "ferry-line"], 2, "'town_blind' holds in all"),
        (["region", "-k", "keeps", "ferry-line", "--worlds", "40"], 2, "too few to tell where"),
        (["region", "-k", "keeps", "ferry-line", "--scenario", "x"], 2, "no scenario 'x'"),
        (["sensitivity", "kept", "ferry-line"], 2, "no proposition 'kept'"),
        (["sensitivity", "beloved", "ferry-line"], 5, "'beloved' is untested"),
        (["sensitivity", "payoff(iland)", "ferry-line"], 2, "did you mean 'island'?"),
        (["sensitivity", "keeps", "ferry-line", "--size", "100"], 2, "a power of 2"),
        (["sensitivity", "best(island.ferry)", "ferry-line"], 2, "answers with an option"),
        (["sensitivity", "1 + 1", "ferry-line"], 2, "nothing that '1 + 1' depends on"),
        (["sensitivity", "keeps", "ferry-line", "--scenario", "x"], 2, "no scenario 'x'"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    arguments: list[str], code: int, sentence: str, capsys: Output
) -> None:
    assert run(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("kautilya: ")
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_a_method_that_there_is_not(capsys: Output) -> None:
    assert run(["sensitivity", "keeps", "ferry-line", "--method", "fourier"]) == 2
    assert "fourier" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["SALib", "scipy.stats"])
def test_the_help_does_without_what_only_an_answer_needs(name: str) -> None:
    source = Path(__file__).parents[3] / "src"
    code = (
        f"import sys; sys.path.insert(0, {str(source)!r})\n"
        "from kautilya.cli.app import run\n"
        "run(['sensitivity', '--help'])\n"
        f"sys.exit({name!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
