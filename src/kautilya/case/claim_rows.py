"""The list of claims that a text makes, kept beside its case as ``claims.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from kautilya.diagnostics import Span

FILE = "claims.tsv"
"""Name of the list; its columns are id, paragraph, type, paraphrase, hedge and voice."""

TESTED = ("CONCLUSION", "FORECAST", "ATTRIBUTION")
"""Types of claims that a proposition should test."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a text.

    Parameters
    ----------
    id
        Its name, as entries give it in ``row``.
    paragraph, type, paraphrase, hedge, voice
        Where the text makes it, what kind of claim it is, what it says, with which hedge, and
        who speaks.
    span
        Its place in the list.
    """

    id: str
    paragraph: str
    type: str
    paraphrase: str
    hedge: str
    voice: str
    span: Span


def claims_beside(file: str) -> tuple[ClaimRow, ...]:
    """Read the list of claims beside a case.

    Parameters
    ----------
    file
        The case's file.

    Returns
    -------
    tuple of ClaimRow
        In the order of the list; empty where there is no list, or none that can be read. A line
        without at least an id, a paragraph and a type is passed over.
    """
    path = FilePath(file).with_name(FILE)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, ValueError):
        return ()
    return tuple(
        row for number, line in enumerate(lines, start=1) if (row := _row(str(path), number, line))
    )


def _row(file: str, number: int, line: str) -> ClaimRow | None:
    """One line of the list; None for its header and for a line that holds no claim."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 3 or not cells[0] or (number == 1 and cells[0].casefold() == "id"):
        return None
    name, paragraph, kind, paraphrase, hedge, voice = (*cells, "", "", "")[:6]
    span = Span(file, number, line.index(name) + 1, len(name), line)
    return ClaimRow(name, paragraph, kind.upper(), paraphrase, hedge, voice, span)
