"""The folder of a case: all that is read and written for it."""

from __future__ import annotations

import re
from pathlib import Path

from kautilya.web.refusal import Refusal

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a text that is read beside the case."""

_NUMBERED = re.compile(r"\[?(\d{1,6})[\].:)]?\s+(?=\S)")


def inside(folder: Path, named: str) -> Path | None:
    """A file of the folder; None where there is none.

    Raises
    ------
    Refusal
        For a name that leads out of the folder, by itself or through a link.
    """
    if "\0" in named or len(named) > 1000:
        return None
    base = folder.resolve()
    try:
        path = (base / named).resolve()
    except (OSError, RuntimeError):
        return None
    if not path.is_relative_to(base):
        raise Refusal(
            403,
            "that lies outside of the case's folder",
            "only what lies in the case's folder is read; copy it there",
        )
    return path if path.is_file() else None


def paragraphs(text: str) -> list[tuple[int, str]]:
    r"""A text in paragraphs, each by the number that citations use.

    A paragraph ends at an empty line, or at the end of each line where all lines begin with a
    number and a tab. One that begins with its number, as ``12`` and a tab, ``[12]`` or ``12.``,
    has that number, if all of them do; else they are counted.

    Examples
    --------
    >>> paragraphs("It rains.\n\nThe harbour\nsilts up.")
    [(1, 'It rains.'), (2, 'The harbour silts up.')]
    >>> paragraphs("3\tIt rains.\n5\tThe harbour silts up.")
    [(3, 'It rains.'), (5, 'The harbour silts up.')]
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and all(re.match(r"\d{1,6}\t", line) for line in lines):
        pieces = lines
    else:
        pieces = [piece for piece in re.split(r"\n[ \t]*\n+", text) if piece.strip()]
    found = [" ".join(piece.split()) for piece in pieces]
    marks = [_NUMBERED.match(piece) for piece in found]
    if found and all(marks):
        return [
            (int(mark.group(1)), piece[mark.end() :])
            for mark, piece in zip(marks, found, strict=True)
            if mark is not None
        ]
    return list(enumerate(found, start=1))
