"""What is printed of weights, of what is worth finding out, and of shares, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kautilya.report.attribution import attribution_lines
from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.weights import weights_lines
from kautilya.report.worth import worth_lines
from kautilya.study import load
from kautilya.study.attribution import share_of
from kautilya.study.weights import weights
from kautilya.study.worth import worth
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


@pytest.mark.parametrize("width", [50, 100])
def test_weights(width: int) -> None:
    found = weights(load("case.yaml"), worlds=400, seed=SEED)
    compare(f"weights-{width}.txt", plain(weights_lines(found, Paper(width, UNICODE))))


@pytest.mark.parametrize("width", [60, 100])
def test_worth(width: int) -> None:
    found = worth(load("case.yaml"), worlds=400, seed=SEED, together=["visitors", "subsidy"])
    compare(f"worth-{width}.txt", plain(worth_lines(found, Paper(width, UNICODE))))


def test_worth_in_ascii() -> None:
    found = worth(load("case.yaml"), only=["keeps", "limit"], worlds=400, seed=SEED)
    text = plain(worth_lines(found, Paper(100, ASCII), everything=True))
    assert text.isascii()
    compare("worth-ascii.txt", text)


@pytest.mark.parametrize("width", [60, 100])
def test_share(width: int) -> None:
    found = share_of(
        load("case.yaml"),
        "final(trade, town.bridge is build)",
        ["visitors_trade", "commuters", "inertia", "town.bridge"],
        worlds=200,
        seed=SEED,
    )
    compare(f"share-{width}.txt", plain(attribution_lines(found, Paper(width, UNICODE))))


def test_share_of_a_claim() -> None:
    found = share_of(load("case.yaml"), "keeps", ["visitors_trade"], worlds=200, seed=SEED)
    compare("share-keeps.txt", plain(attribution_lines(found, Paper())))


def test_share_of_a_premise_and_of_little() -> None:
    study = changed(("chance: roughly even", "value: 0"))
    query = "final(crop, farm.field is sow) - 0.75"
    found = share_of(study, query, ["rain", "rain_grows"], worlds=200, seed=SEED)
    compare("share-wavers.txt", plain(attribution_lines(found, Paper())))


def test_nothing_is_worth_finding_out() -> None:
    found = worth(changed(), scenario="drought", worlds=200, seed=SEED)
    compare("worth-nothing.txt", plain(worth_lines(found, Paper())))


@pytest.mark.slow
def test_an_option_without_weights() -> None:
    study = changed(
        ("options: {low: {}, high: {}}", "options: {low: {}, high: {}, burn: {}}"),
        (
            "0.6 if mill.price is high else 0.4",
            "0.4011 if mill.price is high else 0.4 * (mill.price is low)",
        ),
        (
            "0.2 if mill.price is high else 0.8",
            "0 if mill.price is high else 1 - (mill.price is burn)",
        ),
    )
    found = weights(study, "mill.price", worlds=100, seed=SEED)
    compare("weights-none.txt", plain(weights_lines(found, Paper())))
