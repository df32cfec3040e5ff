"""What is printed of rival hypotheses and evidence, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kautilya.report.evidence import evidence_lines
from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.show import show_lines
from kautilya.study.evidence import weigh
from support.reports import plain
from support.rivals import changed

HERE = Path(__file__).parent / "rivals"

NEVER = (
    "expect: anger > 0.4, likelihood: {custom: [0.4, 0.6]}",
    "expect: anger > 3, likelihood: {custom: 0}",
)
NOBODY = ("wealth > 0.5 and", "wealth > 2 and")
SHARED = (
    "wealth > 0.5 and settled(guild.route, town.toll is high) is river",
    "wealth > 0.5 and anger > 0.3",
)
RARE = ("wealth > 0.5 and", "wealth > 0.9 and")
TWICE = ("expect: flood == 1", "expect: anger > 0.42")
BANDS = (
    ("prior: likely", "prior: [0.9, 0.95]"),
    ("road, source: rolls#2, when", "road, source: rolls#2, prior: [0.02, 0.1], when"),
    ("nobody thinks of it", "nobody thinks of it, prior: [0.02, 0.1]"),
)
RULED_OUT = (
    "flood == 1, likelihood: {custom: 0.5}",
    "anger > 0.5 and flood == 1, likelihood: {custom: 0}",
)
IDLE = (
    "{weakness: [0.3, 0.5], thrift: likely, custom: very likely}",
    "{weakness: 0.5, thrift: 0.5, custom: 0.5}",
)
ALIKE = ("anger > 0.4, likelihood: {custom: [0.4, 0.6]}", "anger > -1, likelihood: {custom: 1}")
SURE = ("flood == 1, likelihood: {custom: 0.5}", "flood >= 0, likelihood: {custom: 1}")


@pytest.mark.parametrize(
    ("name", "width", "ascii_only", "pairs"),
    [
        ("plain-100", 100, False, ()),
        ("plain-60", 60, False, ()),
        ("no-hypothesis-allows-it", 100, True, (NEVER,)),
        ("no-world", 100, False, (NOBODY, *BANDS)),
        ("shared-worlds", 100, False, (SHARED,)),
        ("few-worlds", 100, False, (RARE, TWICE)),
        ("ruled-out", 100, False, (RULED_OUT,)),
        ("nothing-told", 100, False, (IDLE, ALIKE, SURE)),
    ],
)
def test_evidence(
    name: str, width: int, ascii_only: bool, pairs: tuple[tuple[str, str], ...]
) -> None:
    found = weigh(changed(*pairs), worlds=400, seed=7, threads=1)
    text = plain(evidence_lines(found, Paper(width, ASCII if ascii_only else UNICODE)))
    assert text.isascii() or not ascii_only
    compare(name, text)


def test_show() -> None:
    compare("show", plain(show_lines(changed(), Paper())))


def compare(name: str, text: str) -> None:
    file = HERE / f"{name}.txt"
    if os.environ.get("KAUTILYA_GOLDEN") == "write":
        HERE.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
