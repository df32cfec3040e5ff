"""Diagnostics as text for a terminal and as plain data for JSON."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from kautilya.diagnostics.diagnostic import Diagnostic, Severity
from kautilya.diagnostics.span import Span

_TAB = 8  # a tab is shown as blanks up to the next multiple
_WIDEST = 160  # cells of a source line that are shown; a longer line is cut around the place
_LEAD = 60  # cells kept before the place when a line is cut
_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_TINTS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.ADVICE: "\x1b[1;36m",
}


def format_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Write diagnostics as the terminal shows them, a blank line between two.

    Each names its code and message, its place, the author's line with the piece underlined, the
    rule behind it, how to mend it, and where to read more. Tabs and wide letters are counted as a
    terminal draws them, so the carets stand under the piece.

    Parameters
    ----------
    diagnostics : iterable of Diagnostic
        Written in the order given.
    colour : bool
        Whether to add the colour codes of ANSI terminals.

    Examples
    --------
    >>> line = "  rain: {to: watre}"
    >>> span = Span("case.yaml", 24, 14, 5, line)
    >>> print(format_text([Diagnostic("KC103", "'watre' is not declared", span,
    ...                               why="a mechanism ends at a declared name",
    ...                               help="did you mean 'water'?")]))
    error[KC103]: 'watre' is not declared
      --> case.yaml:24:14
    24 |   rain: {to: watre}
       |              ^^^^^
      = why: a mechanism ends at a declared name
      = help: did you mean 'water'?
      = more: kautilya rule KC103
    """
    return "\n\n".join("\n".join(_lines(diagnostic, colour)) for diagnostic in diagnostics)


def to_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Give diagnostics as plain data, ready for `json.dumps`.

    Returns
    -------
    list of dict
        With ``code``, ``severity``, ``message``, ``why``, ``help`` and ``span``; the span has
        ``file``, ``line``, ``column``, ``length`` and ``text``, or is None.

    Examples
    --------
    >>> to_json([Diagnostic("KC001", "there is no file 'x.yaml'")])[0]["code"]
    'KC001'
    """
    return [_plain(diagnostic) for diagnostic in diagnostics]


def _plain(diagnostic: Diagnostic) -> dict[str, Any]:
    """Give one diagnostic as plain data."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "span": None
        if span is None
        else {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "length": span.length,
            "text": span.text,
        },
        "why": diagnostic.why,
        "help": diagnostic.help,
    }


def _lines(diagnostic: Diagnostic, colour: bool) -> Iterator[str]:
    """Write one diagnostic, line by line."""
    tint = _TINTS[diagnostic.severity] if colour else ""
    bold, blue, reset = (_BOLD, _BLUE, _RESET) if colour else ("", "", "")
    head = f"{diagnostic.severity.value}[{diagnostic.code}]"
    yield f"{tint}{head}{reset}{bold}: {_legible(diagnostic.message)}{reset}"
    if diagnostic.span is not None:
        yield f"  {blue}-->{reset} {_legible(str(diagnostic.span))}"
        yield from _quotation(diagnostic.span, tint, blue, reset)
    for label, said in (("why", diagnostic.why), ("help", diagnostic.help)):
        if said:
            first, *others = said.splitlines()
            yield f"  {blue}={reset} {bold}{label}:{reset} {_legible(first)}"
            yield from (f"    {_legible(other)}" for other in others)
    yield f"  {blue}={reset} {bold}more:{reset} kautilya rule {diagnostic.code}"


def _quotation(span: Span, tint: str, blue: str, reset: str) -> Iterator[str]:
    """Quote the author's line with carets under the piece; nothing for a file as a whole."""
    if not span.text and not span.length:
        return
    shown, start, width = _drawn(span)
    number = str(span.line)
    gutter = " " * len(number)
    yield f"{blue}{number} |{reset} {shown}".rstrip()
    yield f"{blue}{gutter} |{reset} {' ' * start}{tint}{'^' * width}{reset}"


def _drawn(span: Span) -> tuple[str, int, int]:
    """Draw the line as a terminal does: its text, the cell where the piece begins, its cells."""
    cells: list[str] = []  # one text for each character of the line
    edges = [0]  # the cell at which each character begins
    for character in span.text:
        drawn = _cell(character, edges[-1])
        cells.append(drawn)
        edges.append(edges[-1] + _width(drawn))
    first = min(max(span.column - 1, 0), len(cells))
    last = min(first + max(span.length, 1), len(cells))
    start, end = edges[first], max(edges[last], edges[first] + 1)
    if edges[-1] <= _WIDEST:
        return "".join(cells), start, end - start
    return _cut(cells, edges, start, end)


def _cut(cells: list[str], edges: list[int], start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line to the part around the piece, with an ellipsis where it was cut."""
    begin = 0 if start <= _LEAD else start - _LEAD
    kept = [i for i in range(len(cells)) if begin <= edges[i] and edges[i + 1] <= begin + _WIDEST]
    first, last = kept[0], kept[-1]
    before = "…" if first > 0 else ""
    after = "…" if last < len(cells) - 1 else ""
    offset = edges[first] - len(before)
    end = min(end, edges[last + 1])
    return before + "".join(cells[first : last + 1]) + after, start - offset, max(end - start, 1)


def _cell(character: str, at: int) -> str:
    """Draw one character that begins at a given cell."""
    if character == "\t":
        return " " * (_TAB - at % _TAB)
    return _legible(character)


def _legible(text: str) -> str:
    """Replace what would disturb a terminal: control characters and lone surrogates."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def _width(drawn: str) -> int:
    """Count the cells of a terminal that a text takes."""
    return sum(_character_width(character) for character in drawn)


def _character_width(character: str) -> int:
    """Count the cells of one character: none, one or two."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
