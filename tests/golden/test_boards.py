"""What is printed for a small case, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.show import show_lines
from kautilya.report.terminal import board_lines
from kautilya.report.why import why_lines
from kautilya.study import load
from kautilya.study.why import why
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


@pytest.mark.parametrize("width", [60, 80, 100, 150])
def test_board(width: int) -> None:
    dossier = load("case.yaml").test(worlds=200, seed=SEED)
    compare(f"board-{width}.txt", plain(board_lines(dossier, Paper(width, UNICODE))))


def test_board_in_ascii() -> None:
    dossier = load("case.yaml").test(worlds=200, seed=SEED)
    text = plain(board_lines(dossier, Paper(100, ASCII)))
    assert text.isascii()
    compare("board-ascii.txt", text)


@pytest.mark.parametrize("name", ["keeps", "limit", "town_blind", "tides", "beloved"])
def test_why(name: str) -> None:
    answer = why(load("case.yaml"), name, worlds=200, seed=SEED)
    compare(f"why-{name}.txt", plain(why_lines(answer, Paper(), {"town": "the town"})))


def test_show() -> None:
    compare("show.txt", plain(show_lines(load("case.yaml"), Paper())))
