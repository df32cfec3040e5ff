"""Texts that authors wrote, made fit to be shown."""

from __future__ import annotations

import unicodedata

_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """A text on one line, without what would disturb a terminal or turn its direction.

    Examples
    --------
    >>> printable("a  ferry" + chr(10) + chr(27) + "[31m")
    'a ferry \ufffd[31m'
    """
    flat = " ".join(text.split())
    return "".join(
        "\ufffd" if c in _BIDI or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in flat
    )
