"""``kautilya stress`` and ``kautilya diff``, as a reader meets them."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kautilya.cli.app import run
from kautilya.cli.exits import ALL_PASS, INTERRUPTED, INVALID, NOTHING_TESTED
from support.program import ended, started, until
from support.reports import FERRY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
FIRST = str(ROOT / "cases" / "first-steps")
BEIJING = str(ROOT / "cases" / "beijing-acceptance")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_names_what_carries_the_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stress", FIRST, "-k", "stays", "--worlds", "100"]) == ALL_PASS
    out = capsys.readouterr().out
    assert "in this encoding of" in out
    assert "without ferry_brings_visitors" in out
    assert "[sg#3 line 28]" in out
    assert "\x1b" not in out


def test_its_data_are_whole_and_the_same_again(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["stress", FIRST, "--worlds", "60", "--json", "-"]
    assert run(command) == ALL_PASS
    first = capsys.readouterr().out
    assert run([*command, "--threads", "1"]) == ALL_PASS
    assert capsys.readouterr().out == first
    assert run([*command, "--fresh"]) == ALL_PASS
    assert capsys.readouterr().out == first
    data = json.loads(first)
    assert data["schema"] == 1
    assert {t["name"] for t in data["tested"]} >= {"stays", "dredges"}
    for tested in data["tested"]:
        for effect in tested["flips"]:
            assert abs(effect["difference"]) > 2 * effect["error"]


def test_what_is_kept_is_not_taken_for_another_yardstick(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["stress", FIRST, "--worlds", "60", "--json", "-", "--yardstick", "IPCC AR5"]
    assert run([*command, "--fresh"]) == ALL_PASS
    alone = capsys.readouterr().out
    assert run(command[:-2]) == ALL_PASS
    capsys.readouterr()
    assert run(command) == ALL_PASS
    assert capsys.readouterr().out == alone


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["-k", "nothing_like_it"], NOTHING_TESTED, "no tested proposition matches"),
        (["--scenario", "wet_yaers"], INVALID, "did you mean 'wet_years'?"),
        (["--yardstick", "ICD 2003"], INVALID, "ICD 203"),
        (["--worlds", "501"], INVALID, "500 worlds at most"),
    ],
)
def test_what_cannot_be_asked_is_said_plainly(
    arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stress", FIRST, *arguments]) == code
    err = capsys.readouterr().err
    assert says in err
    assert "Traceback" not in err


def test_a_broken_store_is_no_hindrance(tmp_path: Path) -> None:
    home = tmp_path / ".kautilya"
    home.mkdir()
    (home / "stress.sqlite").write_bytes(b"not a database at all, " * 50)
    assert run(["stress", str(FERRY), "--worlds", "30", "--json", "out.json"]) == ALL_PASS
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["whole"]


def kept(store: Path) -> int:
    """Effects of variants that are kept."""
    if not store.is_file():
        return 0
    with suppress(sqlite3.Error), closing(sqlite3.connect(store)) as base:
        (number,) = base.execute("SELECT COUNT(*) FROM effects").fetchone()
        return int(number)
    return 0


def test_what_was_stopped_prints_what_it_found_and_goes_on(tmp_path: Path) -> None:
    process = started("stress", BEIJING, "-k", "accepts", "--worlds", "100", cwd=tmp_path)
    store = tmp_path / ".kautilya" / "stress.sqlite"
    until(process, lambda: kept(store) > 0)
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert code == INTERRUPTED, err
    assert "stopped before its end" in out


def test_a_diff_prints_verdicts_and_edits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", FIRST, f"{FIRST}:wet_years", "--worlds", "200", "--json", "d.json"]) == 0
    out = capsys.readouterr().out
    assert "the scenario sets river_load added: 0.9" in out
    data = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert [c["name"] for c in data["changes"]] == ["silts_up"]


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (f"{FIRST}:wet_yaers", "did you mean 'wet_years'?"),
        (f"{FIRST}@nowhere", "in revision nowhere"),
        (BEIJING, "a diff is of two versions of one case"),
        (str(ROOT / "cases" / "textbook" / "chicken.yaml"), "a diff is of two versions"),
    ],
)
def test_what_cannot_be_compared_is_said_plainly(
    after: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", FIRST, after]) == INVALID
    err = capsys.readouterr().err
    assert says in " ".join(err.split())
    assert "Traceback" not in err
