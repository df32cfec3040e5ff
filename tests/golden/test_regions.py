"""What `region` and `sensitivity` print for a small case, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.region import region_lines
from kautilya.report.sensitivity import sensitivity_lines
from kautilya.study import load
from kautilya.study.region import region
from kautilya.study.sensitivity import sensitivity
from support.reports import SEED, plain

HERE = Path(__file__).parent / "ferry-line"


def compare(name: str, text: str) -> None:
    file = HERE / name
    if os.environ.get("KAUTILYA_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _beside_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


@pytest.mark.parametrize("name", ["keeps", "bridge", "storm"])
def test_region(name: str) -> None:
    found = region(load("case.yaml"), name, worlds=600, seed=SEED, tree=True)
    compare(f"region-{name}.txt", plain(region_lines(found, Paper(100, UNICODE))))


def test_region_on_narrow_paper_in_ascii() -> None:
    found = region(load("case.yaml"), "keeps", worlds=600, seed=SEED, choices=True)
    text = plain(region_lines(found, Paper(70, ASCII)))
    assert text.isascii()
    compare("region-narrow.txt", text)


@pytest.mark.parametrize(
    ("what", "method", "size"),
    [("payoff(island)", "sobol", 128), ("keeps", "morris", 40), ("storm", "pawn", 500)],
)
def test_sensitivity(what: str, method: str, size: int) -> None:
    found = sensitivity(load("case.yaml"), what, method=method, size=size, seed=SEED)
    compare(f"sensitivity-{method}.txt", plain(sensitivity_lines(found, Paper(100, UNICODE))))
