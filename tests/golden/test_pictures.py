"""What `solve` prints for three small cases, to the letter."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pytest

from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.strategic import strategic_lines
from kautilya.study import Strategic, load
from support.documents import ROOT
from support.reports import plain

HERE = Path(__file__).parent / "pictures"
CASES = {
    "first-steps": (ROOT / "cases" / "first-steps", {"worlds": 200, "states": ("today",)}),
    "cuban-missile-crisis": (
        ROOT / "cases" / "textbook" / "cuban_missile_crisis.yaml",
        {"states": ("withdrawal",), "inverse": "blockade", "vary": "ussr"},
    ),
    "elmira": (ROOT / "cases" / "textbook" / "elmira.yaml", {}),
}


@lru_cache(maxsize=len(CASES))
def picture(name: str) -> Strategic:
    """The picture of a case."""
    file, asked = CASES[name]
    return load(file).solve(**asked)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", CASES)
def test_picture(name: str, width: int) -> None:
    text = plain(strategic_lines(picture(name), Paper(width, UNICODE)))
    assert max(map(len, text.splitlines())) <= width
    compare(f"{name}-{width}.txt", text)


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("name", CASES)
def test_no_line_is_wider_than_the_paper(name: str, width: int) -> None:
    text = plain(strategic_lines(picture(name), Paper(width, UNICODE)))
    assert max(map(len, text.splitlines())) <= width


def test_picture_in_ascii() -> None:
    text = plain(strategic_lines(picture("first-steps"), Paper(80, ASCII)))
    assert text.isascii()


def compare(name: str, text: str) -> None:
    file = HERE / name
    if os.environ.get("KAUTILYA_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
