"""A small case of rival hypotheses, whose worlds and evidence can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

from kautilya.study import Study, loads

RIVALS = Path(__file__).with_name("rivals.yaml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> Study:
    """The case with pieces of its text replaced; each must be there."""
    text = RIVALS
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return loads(text)


def without(start: str) -> str:
    """The text of the case up to a line that begins so."""
    before, there, _ = RIVALS.partition(f"\n{start}")
    assert there
    return before + "\n"
