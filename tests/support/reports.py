"""A case with every verdict that there is, run small, for tests of what is reported."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rich.text import Text

from kautilya.study import Dossier, Study, load, loads

FERRY = Path(__file__).parents[1] / "golden" / "ferry-line" / "case.yaml"
SEED = 20211127


def ferry_text() -> str:
    """The case as text."""
    return FERRY.read_text(encoding="utf-8")


def ferry(**changes: str) -> Study:
    """The case, with pieces of its text replaced."""
    text = ferry_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return loads(text)


@lru_cache(maxsize=1)
def ferry_dossier() -> Dossier:
    """The case, run small."""
    return load(FERRY).test(worlds=200, seed=SEED, threads=1)


def hostile(words: str) -> Study:
    """The case with words of somebody's own in every place that is printed as written."""
    text = ferry_text()
    quoted = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for plain in (
        "The island keeps the ferry",
        "Why the island keeps its ferry",
        "fondness is no quantity of this case",
        "Harbour Institute",
        "The crossing",
        "lively trade",
        "the town",
    ):
        text = text.replace(f"says: {plain}\n", f"says: {quoted}\n")
        text = text.replace(f": {plain},", f": {quoted},").replace(f": {plain}}}", f": {quoted}}}")
        text = text.replace(f"title: {plain}\n", f"title: {quoted}\n")
        text = text.replace(f"untested: {plain}\n", f"untested: {quoted}\n")
    return loads(text)


def plain(lines: list[Text]) -> str:
    """Lines as text."""
    return "\n".join(line.plain.rstrip() for line in lines) + "\n"
