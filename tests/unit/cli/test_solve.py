"""``kautilya solve``: what is asked, what is printed, what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from kautilya.cli.app import run
from kautilya.payoffs import read_nfg
from kautilya.report.strategic.data import strategic_schema
from kautilya.solve.limits import TooLarge
from kautilya.study import load
from support.documents import ROOT
from support.reports import FERRY

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]
QUICK = ["--worlds", "60", "--seed", "7"]

STANDOFF = """\
language: 1
case: standoff
title: A standoff over a pass
actors: {north: {name: The North}, south: {}}
decisions:
  north.army: {now: hold, options: [hold, march]}
  south.army: {now: hold, options: [hold, march]}
states: {peace: "00", war: "11"}
preferences:
  north: ["10", peace, "01", war]
  south: ["01", peace, "10", war]
published:
  brink: {concept: nash, equilibria: ["01", "10"], status: textbook}
  wrong: {concept: gmr, equilibria: [war], says: that war is stable}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dynamic case, a ranked one and a game."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "cases" / "first-steps", tmp_path / "first-steps")
    (tmp_path / "ferry-line").mkdir()
    shutil.copy(FERRY, tmp_path / "ferry-line" / "case.yaml")
    (tmp_path / "standoff.yaml").write_text(STANDOFF, "utf-8")
    (tmp_path / "pennies.nfg").write_text(
        'NFG 1 R "Matching pennies" { "odd" "even" } { { "h" "t" } { "h" "t" } }\n'
        "-1 1  1 -1  1 -1  -1 1\n",
        "utf-8",
    )
    return tmp_path


def told(capsys: Output) -> str:
    """What was printed, on one line."""
    return " ".join(capsys.readouterr().out.split())


# -- what is printed ------------------------------------------------------------------------------


def test_a_dynamic_case_over_worlds(capsys: Output) -> None:
    assert run(["solve", "first-steps", *QUICK]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    out = captured.out
    assert out.startswith('in this encoding of "Will the ferry stay at Saltby?"')
    for head in ("matrix", "states", "who would leave", "from today", "as a game", "choices"):
        assert f"\n{head} " in out, head
    assert "seed 7   60 worlds as authored   4 states" in out
    assert "all hold" in out.splitlines()[-1]


def test_a_ranked_case_has_one_world_and_its_published_answers(capsys: Output) -> None:
    assert run(["solve", "standoff.yaml"]) == 0
    out = capsys.readouterr().out
    assert "worlds" not in out
    assert "✔ brink  Nash: reproduced; published 01, 10  [textbook]" in out
    flat = " ".join(out.split())
    assert "✘ wrong GMR: differs; published war; found" in flat
    assert "not found: war; besides: peace (today), (hold, march) and (march, hold)" in flat


def test_a_game_file_is_solved_directly(capsys: Output) -> None:
    assert run(["solve", "pennies.nfg"]) == 0
    out = told(capsys)
    assert '"Matching pennies"' in out
    assert "pure Nash none (all of them)" in out
    assert "odd: h 1/2, t 1/2 · even: h 1/2, t 1/2 pays 0, 0" in out


def test_one_concept(capsys: Output) -> None:
    assert run(["solve", "standoff.yaml", "--concept", "seq"]) == 0
    out = capsys.readouterr().out
    assert "SEQ" in out
    assert "GMR:" not in out.split("published")[0]


def test_why_an_actor_stays_in_words(capsys: Output) -> None:
    assert run(["solve", "standoff.yaml", "--state", "peace"]) == 0
    north = told(capsys).rpartition("The North Nash")[2].partition("south Nash")[0]
    assert north.split(" SIM")[0].strip() == (
        "leaves: it gains by moving to march (army) "
        "SMR stays: if it moves to march (army), then south moves to march (army), which is war, "
        "and The North is no better off than here; the best that it could do from there is to "
        "move to hold (army): no better either "
        "SEQ leaves: it gains by moving to march (army), and no answer of the others spoils that "
        "GMR stays: if it moves to march (army), then south moves to march (army), which is war, "
        "and The North is no better off than here"
    )


@pytest.mark.parametrize("text", ["today", "00", "0 0", "north.army is hold, south.army is hold"])
def test_a_state_is_named_in_several_ways(text: str, capsys: Output) -> None:
    assert run(["solve", "standoff.yaml", "--state", text, "--json", "-"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {witness["state"] for witness in data["witnesses"]} == {0}


def test_a_pattern_may_mean_several_states(capsys: Output) -> None:
    assert run(["solve", "standoff.yaml", "--state", "1-", "--json", "-"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {witness["state"] for witness in data["witnesses"]} == {2, 3}


def test_what_an_actor_would_have_to_want(capsys: Output) -> None:
    words = ["solve", "standoff.yaml", "--inverse", "war", "--vary", "south", "--concept", "nash"]
    assert run([*words, "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)["inverse"]
    assert found["lost"] == ["north"]
    assert (found["favourable"], found["rankings"]) == (0, 24)
    assert run(words) == 0
    assert "whatever south wants, it does not hold for The North" in told(capsys)


def test_all_prints_every_state(capsys: Output) -> None:
    words = ["solve", str(ROOT / "cases" / "textbook" / "von_stengel_75.yaml")]
    assert run(words) == 0
    out = capsys.readouterr().out
    assert "of 36: today, equilibria" in out
    assert "--all prints them" in out
    assert run([*words, "--all"]) == 0
    whole = capsys.readouterr().out
    assert "all of them; options" in whole
    assert "\n    72  " in whole  # the last of the equilibria that mix


def test_changes_can_be_left_out(capsys: Output) -> None:
    assert run(["solve", "first-steps", *QUICK, "--no-turns"]) == 0
    assert "turns on" not in capsys.readouterr().out


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["first-steps", *QUICK],
        ["ferry-line", *QUICK, "--concept", "seq", "--concept", "sim", "--state", "today"],
        ["standoff.yaml", "--state", "peace", "--inverse", "war", "--vary", "south"],
        ["pennies.nfg"],
        [str(ROOT / "cases" / "textbook" / "elmira.yaml"), "--state", "s?"],
        [str(ROOT / "cases" / "textbook" / "nau_three_players.yaml")],
    ],
    ids=lambda words: Path(words[0]).stem,
)
def test_json_follows_its_schema_and_is_the_same_again(words: list[str], capsys: Output) -> None:
    assert run(["solve", *words, "--json", "-"]) == 0
    text = capsys.readouterr().out
    jsonschema.validate(json.loads(text), strategic_schema())
    assert run(["solve", *words, "--json", "again.json", "--threads", "1"]) == 0
    assert Path("again.json").read_text("utf-8") == text


def test_every_state_that_is_named_is_described(capsys: Output) -> None:
    assert run(["solve", "ferry-line", *QUICK, "--state", "1-", "--json", "-"]) == 0
    data = json.loads(capsys.readouterr().out)
    described = {state["number"] for state in data["states"]}

    def named(value: object) -> set[int]:
        if isinstance(value, dict):
            own = {
                value[k] for k in ("state", "to", "end", "back") if isinstance(value.get(k), int)
            }
            return own.union(*(named(inner) for inner in value.values()))
        if isinstance(value, list):
            return set().union(*(named(inner) for inner in value))
        return set()

    assert named(data) <= described


def test_the_game_that_is_written_is_the_one_that_was_read(capsys: Output) -> None:
    assert run(["solve", "pennies.nfg", "--nfg", "again.nfg"]) == 0
    assert read_nfg("again.nfg") == read_nfg("pennies.nfg")


def test_the_game_of_a_dynamic_case_is_that_of_its_mean_or_of_a_world(capsys: Output) -> None:
    assert run(["solve", "first-steps", *QUICK, "--no-turns", "--nfg", "mean.nfg"]) == 0
    picture = load("first-steps").solve(worlds=60, seed=7, turns=False)
    game = read_nfg("mean.nfg")
    assert game.strategies == (("wait", "dredge"), ("stay", "leave"))
    worth = {row.state: row.worth for row in picture.rows}
    assert f"{float(game.payoffs[0][1, 0]):.3f}" == worth[2]["board"]
    assert (
        run(["solve", "first-steps", *QUICK, "--no-turns", "--world", "3", "--nfg", "w.nfg"]) == 0
    )
    assert read_nfg("w.nfg") != game


def test_a_ranking_is_written_as_numbers_in_its_order() -> None:
    assert run(["solve", "standoff.yaml", "--nfg", "standoff.nfg"]) == 0
    north = read_nfg("standoff.nfg").payoffs[0]
    assert [int(north[cell]) for cell in ((1, 0), (0, 0), (0, 1), (1, 1))] == [3, 2, 1, 0]


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["standoff.yaml", "--state", "wra"], "did you mean 'war'?"),
        (["standoff.yaml", "--state", "012"], "'012'"),
        (["standoff.yaml", "--state", "north.army is sleep"], "sleep"),
        (["standoff.yaml", "--inverse", "war"], "give both"),
        (["standoff.yaml", "--vary", "north"], "give both"),
        (["standoff.yaml", "--inverse", "1-", "--vary", "south"], "name one"),
        (["standoff.yaml", "--inverse", "war", "--vary", "soth"], "did you mean 'south'?"),
        (["standoff.yaml", "--scenario", "dry"], "there is no scenario 'dry'"),
        (["standoff.yaml", "--world", "0"], "one world"),
        (["standoff.yaml", "--concept", "nsh"], "nsh"),
        (["standoff.yaml", "--rule", "twice"], "twice"),
        (["first-steps", "--scenario", "wet_yeras"], "did you mean 'wet_years'?"),
        (["first-steps", "--worlds", "5", "--world", "5"], "0 to 4"),
        (["first-steps", "--json", "-", "--nfg", "-"], "give one a file"),
        (["first-steps", "--memory", "much"], "--memory"),
        (["no-such-case"], "KC001"),
        (["no-such.nfg"], "KC001"),
        (["broken.nfg"], "KC655"),
        (["graph.yaml", "--concept", "sim"], "SIM needs"),
        (["graph.yaml", "--nfg", "-"], "no game in strategic form"),
        (["standoff.yaml", "--json", "no/such/folder/x.json"], "no/such/folder"),
    ],
)
def test_what_is_refused(words: list[str], why: str, folder: Path, capsys: Output) -> None:
    (folder / "broken.nfg").write_text('NFG 1 R "x" { "a" "b" } { 2 2 } 1 2 3', "utf-8")
    (folder / "graph.yaml").write_text(
        "language: 1\ncase: graph\nactors: {a: {}, b: {}}\nstates: [one, two]\ntoday: one\n"
        "moves: {a: [[one, two]], b: [[two, one]]}\n"
        "preferences: {a: [two, one], b: [two, one]}\n",
        "utf-8",
    )
    code = run(["solve", *words])
    error = capsys.readouterr().err
    assert code == (4 if "folder" in why else 2), error
    assert why in error
    assert "Traceback" not in error


def test_too_large_for_an_exact_method_names_what_serves(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hopeless(*_: object) -> None:
        raise TooLarge("more vertices than can be listed; mixed_many finds some equilibria")

    monkeypatch.setattr("kautilya.study.strategic.mixed.mixed_nash", hopeless)
    assert run(["solve", "pennies.nfg"]) == 0
    out = told(capsys)
    assert "left out: all mixed equilibria (KC805): more vertices" in out
    assert "complete: unknown, there may be more" in out


def test_a_search_that_fails_is_not_told_as_no_equilibrium(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hopeless(*_: object) -> None:
        raise TooLarge("none of 8 starts led to one")

    monkeypatch.setattr("kautilya.study.strategic.mixed.mixed_nash", hopeless)
    monkeypatch.setattr("kautilya.study.strategic.mixed.mixed_many", hopeless)
    assert run(["solve", "pennies.nfg"]) == 0
    out = told(capsys)
    assert "mixed Nash not found" in out
    assert "left out: mixed equilibria (KC805): none of 8 starts led to one" in out


def test_a_conflict_that_is_too_large_is_refused(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hopeless(*_: object, **__: object) -> None:
        raise TooLarge("13 movers; up to 12 serve; ask for --rule any")

    monkeypatch.setattr("kautilya.study.strategic.single.stabilities", hopeless)
    assert run(["solve", "standoff.yaml"]) == 2
    error = capsys.readouterr().err
    assert "error[KC805]: 13 movers" in error


def test_a_failed_certificate_is_a_fault_of_the_program(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "kautilya.study.strategic.single.check_witness", lambda *_: ["a move that is none"]
    )
    assert run(["solve", "standoff.yaml"]) == 3
    out = told(capsys)
    assert "FAILED: a fault of this program" in out
    assert "a move that is none" in out
