"""How far an entry in braces or brackets reaches, read with an author's eye.

The YAML parser takes every comma and bracket within braces for punctuation. An author who writes
``{if: d in [a, b], says: x}`` or ``{is: min(a, b)}`` counts brackets instead. These functions do
so, to find the piece of text that was meant as one.
"""

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_ENDS_OF_LINE = "\r\n"


def value_around(text: str, opened: int, at: int) -> tuple[int, int] | None:
    """Find the value, in the collection opened at an offset, that holds another offset.

    Parameters
    ----------
    text : str
        The text of the file.
    opened : int
        Where the brace or bracket stands.
    at : int
        An offset within the collection, where the parser stumbled.

    Returns
    -------
    (int, int) or None
        Where the value (or the key) begins and ends, without blanks. None if the brackets do not
        match.

    Examples
    --------
    >>> text = "x: {if: d in [a, b], says: x}"
    >>> start, end = value_around(text, 3, text.index("["))
    >>> text[start:end]
    'd in [a, b]'
    """
    start = cursor = opened + 1
    in_value = text[opened] == "["
    while cursor < len(text):
        character = text[cursor]
        fresh = not text[start:cursor].strip()
        if fresh and character in "\"'":
            cursor = after_quote(text, cursor)
        elif character in "([{":
            closed = after_bracket(text, cursor)
            if closed is None:
                return None
            cursor = closed
        elif character == "#" and text[cursor - 1].isspace():
            cursor = _line_end(text, cursor)
        elif character in ",]}":
            if cursor > at:
                return _trimmed(text, start, cursor)
            if character != ",":
                return None
            cursor += 1
            start, in_value = cursor, text[opened] == "["
        elif character == ":" and not in_value and text[cursor + 1 : cursor + 2].isspace():
            if cursor > at:
                return _trimmed(text, start, cursor)  # the offset lies within a key
            cursor += 1
            start, in_value = cursor, True
        else:
            cursor += 1
    return None


def after_bracket(text: str, opened: int) -> int | None:
    """Return the offset just after the bracket that closes the one at an offset.

    Quoted pieces are passed over, round brackets count too. None if it is never closed, or another
    kind closes first.

    Examples
    --------
    >>> after_bracket("{a: [b, 'c]']} d", 0)
    14
    """
    waiting = [_CLOSES[text[opened]]]
    cursor = opened + 1
    while cursor < len(text):
        character = text[cursor]
        if character in "\"'" and text[cursor - 1] in " ,[{(":
            cursor = after_quote(text, cursor)
            continue
        if character in _CLOSES:
            waiting.append(_CLOSES[character])
        elif character in ")]}":
            if character != waiting.pop():
                return None
            if not waiting:
                return cursor + 1
        elif character == "#" and text[cursor - 1].isspace():
            cursor = _line_end(text, cursor)
            continue
        cursor += 1
    return None


def after_quote(text: str, opened: int) -> int:
    """Return the offset just after a quoted piece, or the end of the text."""
    quote, cursor = text[opened], opened + 1
    while cursor < len(text):
        if text[cursor] == "\\" and quote == '"':
            cursor += 2
        elif text[cursor] != quote:
            cursor += 1
        elif quote == "'" and text[cursor + 1 : cursor + 2] == "'":
            cursor += 2
        else:
            return cursor + 1
    return len(text)


def _line_end(text: str, at: int) -> int:
    """Return where the line of an offset ends."""
    while at < len(text) and text[at] not in _ENDS_OF_LINE:
        at += 1
    return at


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the blanks at both ends out."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
