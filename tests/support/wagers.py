"""A small case whose choices, shares and values of knowledge can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

from kautilya.study import Study, loads

WAGER = Path(__file__).with_name("wager.yaml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> Study:
    """The case with pieces of its text replaced; each must be there."""
    text = WAGER
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return loads(text)
