"""A file's text with the table that turns an offset into a line and a column."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from kautilya.diagnostics import Span

CONTROL = re.compile("[^\t\n\r -\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no text of YAML may hold."""

# YAML 1.2 knows these three line breaks only; `str.splitlines` knows many more.
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class SourceText:
    r"""The text of a file and the name it is shown by.

    Parameters
    ----------
    file : str
        As the user named it.
    text : str
        The whole text, without a byte order mark.

    Examples
    --------
    >>> source = SourceText("case.yaml", "language: 1\ncase: ferry\n")
    >>> str(source.span(18, 23)), source.span(18, 23).piece
    ('case.yaml:2:7', 'ferry')
    """

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def line_of(self, offset: int) -> int:
        """Return the number of the line that holds an offset, counted from 1."""
        return bisect_right(self._starts, offset)

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of an offset begins."""
        return self._starts[self.line_of(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return the offset at which the line of an offset ends, before its line break."""
        line = self.line_of(offset)
        if line == len(self._starts):
            return len(self.text)
        end = self._starts[line] - 1
        return end - 1 if self.text[end - 1 : end + 1] == "\r\n" else end

    def line_text(self, offset: int) -> str:
        """Return the line of an offset without its line break."""
        return self.text[self.line_start(offset) : self.line_end(offset)]

    def indentation(self, offset: int) -> int:
        """Count the blanks that begin the line of an offset."""
        line = self.line_text(offset)
        return len(line) - len(line.lstrip(" "))

    def span(self, start: int, end: int) -> Span:
        """Return the span of a piece, cut at the end of its first line, one character at least."""
        start = min(max(start, 0), len(self.text))
        first, last = self.line_start(start), self.line_end(start)
        return Span(
            file=self.file,
            line=self.line_of(start),
            column=start - first + 1,
            length=max(min(end, last) - start, 1),
            text=self.text[first:last],
        )

    def whole(self) -> Span:
        """Return the span that stands for the file as a whole."""
        return Span(self.file, 1, 1, 0, "")
