"""What `tip` and `watch` print for a small case, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.tipping import tipping_lines
from kautilya.report.tipping_map import tipping_map_lines
from kautilya.report.watch import watch_lines
from kautilya.study import load
from kautilya.study.tipping import tip, tip_map
from kautilya.study.watch import WatchList, watch
from support.reports import SEED, plain
from support.wagers import changed

HERE = Path(__file__).parent / "ferry-line"


def compare(name: str, text: str) -> None:
    file = HERE / name
    if os.environ.get("KAUTILYA_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _beside_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 100])
def test_tip(width: int) -> None:
    found = tip(load("case.yaml"), "visitors", worlds=200, seed=SEED)
    compare(f"tip-{width}.txt", plain(tipping_lines(found, Paper(width, UNICODE))))


@pytest.mark.parametrize("premise", ["winter_cost", "town.believes.commuters"])
def test_tip_where_little_turns(premise: str) -> None:
    found = tip(load("case.yaml"), premise, worlds=200, seed=SEED)
    name = premise.rpartition(".")[2]
    compare(f"tip-{name}.txt", plain(tipping_lines(found, Paper(100, UNICODE))))


def test_tip_of_a_fact_in_ascii() -> None:
    text = "no_blight: {says: no blight, claim: blight < 0.5, stated: likely}\n  idle:"
    found = tip(changed(("idle:", text)), "blight", worlds=200, seed=SEED)
    told = plain(tipping_lines(found, Paper(100, ASCII)))
    assert told.isascii()
    compare("tip-fact.txt", told)


def test_tip_beyond_the_range() -> None:
    found = tip(load("case.yaml"), "subsidy", ["keeps"], beyond=(0.0, 1.0), worlds=200, seed=SEED)
    compare("tip-beyond.txt", plain(tipping_lines(found, Paper(100, UNICODE))))


@pytest.mark.parametrize(
    ("name", "paper"), [("map", Paper(100, UNICODE)), ("map-ascii", Paper(60, ASCII))]
)
def test_a_map_over_two(name: str, paper: Paper) -> None:
    found = tip_map(
        load("case.yaml"), "visitors", "subsidy", ["keeps", "bridge"], worlds=60, seed=SEED
    )
    compare(f"tip-{name}.txt", plain(tipping_map_lines(found, paper)))


def test_a_map_of_a_choice() -> None:
    study = changed(("0.5 + 0.01 * (moon - 0.5)", "0.25 + 0.5 * moon"))
    found = tip_map(study, "rain", "moon", by=["best"], worlds=20, seed=SEED)
    compare("tip-map-choice.txt", plain(tipping_map_lines(found, Paper(100, UNICODE))))


@pytest.fixture(scope="module")
def watched() -> WatchList:
    return watch(load(HERE / "case.yaml"), worlds=300, seed=SEED)


@pytest.mark.parametrize("width", [60, 100])
def test_watch(watched: WatchList, width: int) -> None:
    compare(f"watch-{width}.txt", plain(watch_lines(watched, Paper(width, UNICODE))))


@pytest.mark.parametrize("by", ["system", "actor"])
def test_watch_in_groups(watched: WatchList, by: str) -> None:
    text = plain(watch_lines(watched, Paper(100, ASCII), by=by, everything=True))
    assert text.isascii()
    compare(f"watch-{by}.txt", text)


def test_watch_where_nothing_turns() -> None:
    study = changed(
        ("{says: it rains, claim: rain > 0.25", "{says: it rains, claim: rain > -1"),
        ("rain if farm.field is sow else", "0 if farm.field is sow else"),
        ("final(crop, farm.field is sow) > 0.5", "final(crop, farm.field is sow) > -1"),
        ("stated: roughly even}", "stated: unlikely}"),
    )
    found = watch(study, worlds=60, seed=SEED)
    compare("watch-nothing.txt", plain(watch_lines(found, Paper(100, UNICODE))))
