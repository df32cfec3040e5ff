"""The words of a .nfg file, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kautilya.diagnostics import Diagnostic, Span

__all__ = ["Faults", "Kind", "NfgText", "Token", "is_seen", "tokens"]

Kind = Literal["text", "{", "}", ",", "word", "end"]

_WORDS = re.compile(
    r"""
    (?P<blank>\s+)
    | "(?P<text>(?:[^"\\]|\\"|\\(?!"))*)(?P<quote>"|\Z)
    | (?P<mark>[{},])
    | (?P<word>[^\s{},"]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|\r|\n")
MOST_FAULTS = 20
"""Faults that are told; a file with more is told of the first ones."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a file.

    Parameters
    ----------
    kind : str
        ``text`` for quoted text, a brace or a comma for itself, ``word`` for everything else, and
        ``end`` behind the last.
    value : str
        What it says; of quoted text what stands between the quotes, escapes resolved.
    start, end : int
        Where it begins and ends, as offsets.
    """

    kind: Kind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class NfgText:
    """A file's text and the name that messages give it."""

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def span(self, token: Token) -> Span:
        """The place of a word; of one that covers several lines, its part on the first."""
        line = bisect_right(self._starts, token.start)
        begin = self._starts[line - 1]
        found = _BREAK.search(self.text, begin)
        end = found.start() if found else len(self.text)
        length = max(min(token.end, end) - token.start, 1)
        return Span(self.file, line, token.start - begin + 1, length, self.text[begin:end])


class Faults:
    """What is wrong with a file, collected while it is read.

    Parameters
    ----------
    text : NfgText
        The file.
    """

    def __init__(self, text: NfgText) -> None:
        self.found: list[Diagnostic] = []
        self._text = text
        self._runaway = False  # a text that is not closed swallowed the rest of the file

    def add(self, token: Token, message: str, why: str, mend: str) -> None:
        """Note a fault at a word, unless enough are known or it follows from one of them."""
        if not self._runaway and len(self.found) < MOST_FAULTS:
            self.found.append(Diagnostic("KC655", message, self._text.span(token), why, mend))

    def not_closed(self, token: Token) -> None:
        """Note a text without an end; what comes after it cannot be told."""
        self.add(
            token,
            "a quotation mark is not closed",
            "a text begins and ends with a quotation mark",
            'close the text with "; within a text write \\" for a quotation mark',
        )
        self._runaway = True

    def unseen(self) -> None:
        """Note every character that cannot be seen."""
        for found in _UNSEEN.finditer(self._text.text):
            self.add(
                Token("word", "", found.start(), found.end()),
                f"the file holds a control character (U+{ord(found[0]):04X})",
                "a game is text to be read; such characters cannot be seen",
                "delete the character",
            )


def tokens(text: NfgText, faults: Faults) -> Iterator[Token]:
    r"""The words of a file, the last of them of the kind ``end``.

    A backslash before a quotation mark makes it part of the text; any other stands for itself.

    Examples
    --------
    >>> text = NfgText("g.nfg", 'NFG 1 R "a \\"game\\"" {')
    >>> [word.value for word in tokens(text, Faults(text))]
    ['NFG', '1', 'R', 'a "game"', '{', '']
    """
    for found in _WORDS.finditer(text.text):
        start, end = found.span()
        if found["blank"]:
            continue
        if found["mark"]:
            yield Token(_MARKS[found["mark"]], found["mark"], start, end)
        elif found["word"]:
            yield Token("word", found["word"], start, end)
        else:
            token = Token("text", found["text"].replace('\\"', '"'), start, end)
            if not found["quote"]:
                faults.not_closed(token)
            yield token
    yield Token("end", "", len(text.text), len(text.text))


def is_seen(text: str) -> bool:
    """Whether a text has no character that a file may not hold."""
    return _UNSEEN.search(text) is None


_MARKS: dict[str, Kind] = {"{": "{", "}": "}", ",": ","}
