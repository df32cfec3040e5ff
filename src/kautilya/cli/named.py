"""Verbs that take names before the case: which of the words is the case."""

from __future__ import annotations

from pathlib import Path

from kautilya.cli.exits import Refused


def split_case(words: list[str], most: int | None = None) -> tuple[list[str], Path | None]:
    """Names, and the case where the last word is one.

    A word is the case where it is a folder or a file, or looks like a path.

    Parameters
    ----------
    words
        What was given.
    most
        Names that may be given; any number where None.

    Raises
    ------
    Refused
        For more names.

    Examples
    --------
    >>> split_case(["board.dredging", "cases/ferry"])
    (['board.dredging'], PosixPath('cases/ferry'))
    >>> split_case(["board.dredging"])
    (['board.dredging'], None)
    """
    names, case = list(words), None
    if names and _is_path(names[-1]):
        case = Path(names.pop())
    if most is not None and len(names) > most:
        raise Refused(f"'{names[most]}' is one word too many, and no case folder or file")
    return names, case


def _is_path(word: str) -> bool:
    return "/" in word or word.endswith((".yaml", ".yml")) or Path(word).exists()
