"""A place in a file: what a diagnostic points at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one line of a file.

    Parameters
    ----------
    file : str
        The file as the user named it.
    line, column : int
        Where the piece begins, both counted from 1; a column counts characters, not bytes and not
        the cells of a terminal.
    length : int
        How many characters it covers. A piece never reaches past the end of its line.
    text : str
        The whole line without its line break.

    Notes
    -----
    A fault of a file as a whole (it is missing, it is too large) is `Span(file, 1, 1, 0, "")`.

    Examples
    --------
    >>> span = Span("case.yaml", 3, 8, 5, "  to:  watre")
    >>> span.piece
    'watre'
    >>> str(span)
    'case.yaml:3:8'
    """

    file: str
    line: int
    column: int
    length: int
    text: str

    @property
    def piece(self) -> str:
        """The characters that the span covers."""
        return self.text[self.column - 1 : self.column - 1 + self.length]

    def __str__(self) -> str:
        """Return the place as ``file:line:column``."""
        return f"{self.file}:{self.line}:{self.column}"
