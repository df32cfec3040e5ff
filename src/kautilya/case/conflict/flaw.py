"""What is wrong in a conflict, before its place in the file is known."""

from __future__ import annotations

from dataclasses import dataclass

from kautilya.source import Path


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong.

    Parameters
    ----------
    code, message, why, help
        As in a diagnostic.
    path
        Where it stands in the case, every list written out.
    at, length
        The piece of the text that stands there; all of it where `length` is 0.
    key
        Whether the name of the entry is at fault, and not its value.
    """

    code: str
    message: str
    path: Path
    why: str = ""
    help: str = ""
    at: int = 0
    length: int = 0
    key: bool = False


def counted(number: int, word: str, plural: str = "") -> str:
    """A number of things in words.

    Examples
    --------
    >>> counted(1, "decision"), counted(3, "decision"), counted(2, "entry", "entries")
    ('1 decision', '3 decisions', '2 entries')
    """
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


class Flaws:
    """What was found wrong so far.

    Parameters
    ----------
    unknowable
        Names of entries that could not be read.
    sure
        Whether all that tells the states could be read. Otherwise nothing is concluded from what
        is missing.
    """

    def __init__(self, unknowable: frozenset[str] = frozenset(), *, sure: bool = True) -> None:
        self.unknowable = set(unknowable)
        self.found: list[Flaw] = []
        self.sure = sure

    def add(self, flaw: Flaw) -> None:
        """Write down one more."""
        self.found.append(flaw)

    def unsure(self) -> None:
        """Conclude nothing any more from what is missing: a part could not be read."""
        self.sure = False
