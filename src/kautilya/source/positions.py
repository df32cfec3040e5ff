"""Where in the file each character of a scalar's resolved text was written.

YAML folds lines, halves quotes and replaces escapes, so the n-th character of a value is not the
n-th character of its piece of the file. Here the piece is walked once more by the same rules,
keeping for every resolved character the offsets where it begins and ends. A walk that does not
arrive at the resolved text is given up (None): a place is exact or not claimed.
"""

import re
from collections.abc import Callable

from kautilya.source.nodes import Scalar

Places = list[tuple[str, int, int]]  # resolved character, where it begins, where it ends

_FOLD = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*((?:(?:\r\n|\r|\n)[ \t]*)*)")
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPES = {
    **dict(zip('0abtnvfre "/\\', '\0\a\b\t\n\v\f\r\x1b "/\\', strict=True)),
    "\t": "\t",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_DIGITS = {"x": 2, "u": 4, "U": 8}
_HEADER = re.compile(r"[|>](?P<signs>[-+0-9]*)[^\r\n]*(?:\r\n|\r|\n|$)")


def places_of(text: str, node: Scalar) -> list[tuple[int, int]] | None:
    """Give the offsets at which each character of a scalar's resolved text begins and ends.

    Parameters
    ----------
    text : str
        The whole text of the file.
    node : Scalar
        A scalar of that file.

    Returns
    -------
    list of (int, int), or None
        One pair for each character of ``node.text``; a folded line break has the place of the
        blanks and the break that it stands for. None if the scalar's text cannot be retraced.

    Examples
    --------
    >>> node = Scalar(3, 10, "it's", "'", "it's")
    >>> places_of("a: 'it''s'", node)
    [(4, 5), (5, 6), (6, 8), (8, 9)]
    """
    if node.style in ("|", ">"):
        return _block(text, node)
    walk: dict[str | None, Callable[[str, int, int], Places]] = {
        None: _plain,
        "'": _single,
        '"': _double,
    }
    return _checked(walk[node.style](text, node.start, node.end), node)


def _checked(places: Places, node: Scalar) -> list[tuple[int, int]] | None:
    """Keep the places if they spell the resolved text."""
    if "".join(character for character, _, _ in places) != node.text:
        return None
    return [(start, end) for _, start, end in places]


def _plain(text: str, start: int, end: int) -> Places:
    """Walk a plain scalar: only line folding."""
    places: Places = []
    at = start
    while at < end:
        at = _folded(text, at, end, places) or _copied(text, at, places)
    return places


def _single(text: str, start: int, end: int) -> Places:
    """Walk a single-quoted scalar: line folding, and '' for '."""
    places: Places = []
    at = start + 1
    while at < end - 1:
        if text.startswith("''", at):
            places.append(("'", at, at + 2))
            at += 2
        else:
            at = _folded(text, at, end, places) or _copied(text, at, places)
    return places


def _double(text: str, start: int, end: int) -> Places:
    """Walk a double-quoted scalar: line folding and escapes."""
    places: Places = []
    at = start + 1
    while at < end - 1:
        if text[at] == "\\":
            at = _escape(text, at, places)
        else:
            at = _folded(text, at, end, places) or _copied(text, at, places)
    return places


def _copied(text: str, at: int, places: Places) -> int:
    """Take one character as it stands."""
    places.append((text[at], at, at + 1))
    return at + 1


def _folded(text: str, at: int, end: int, places: Places) -> int:
    """Fold the line break at a place, if there is one; return where it ends, or 0."""
    if text[at] not in " \t\r\n":
        return 0
    found = _FOLD.match(text, at, end)
    if found is None:
        return 0
    breaks = list(_BREAK.finditer(text, found.start(1), found.end(1)))
    if breaks:
        places.extend(("\n", one.start(), one.end()) for one in breaks)
    else:
        places.append((" ", at, found.end()))
    return found.end()


def _escape(text: str, at: int, places: Places) -> int:
    """Resolve the escape at a place; an escaped line break vanishes, with the blanks after it."""
    letter = text[at + 1 : at + 2]
    if letter in _DIGITS:
        end = at + 2 + _DIGITS[letter]
        places.append((chr(int(text[at + 2 : end], 16)), at, end))
        return end
    if letter and letter in "\r\n":
        found = _FOLD.match(text, at + 1)
        assert found is not None
        places.extend(
            ("\n", one.start(), one.end())
            for one in _BREAK.finditer(text, found.start(1), found.end(1))
        )
        return found.end()
    places.append((_ESCAPES.get(letter, ""), at, at + 2))
    return at + 2


def _block(text: str, node: Scalar) -> list[tuple[int, int]] | None:
    """Walk a block scalar: find the indentation that gives back the resolved text."""
    header = _HEADER.match(text, node.start)
    if header is None:
        return None
    lines = _lines(text, header.end(), node.end)
    first = next((text[a:b] for a, b, _ in lines if text[a:b].strip(" ")), "")
    deepest = len(first) - len(first.lstrip(" "))
    declared = any(sign.isdigit() for sign in header["signs"])
    for indent in range(deepest, -1, -1) if declared else (deepest,):
        places = _block_at(text, lines, indent, node.style == ">", header["signs"])
        checked = _checked(places, node)
        if checked is not None:
            return checked
    return None


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Split a piece into lines: where each begins, where it ends, where its break ends."""
    lines = []
    at = start
    while at < end:
        found = _BREAK.search(text, at, end)
        stop, after = (end, end) if found is None else (found.start(), found.end())
        lines.append((at, stop, after))
        at = after
    return lines


def _block_at(
    text: str, lines: list[tuple[int, int, int]], indent: int, folded: bool, signs: str
) -> Places:
    """Walk the lines of a block scalar, taking a given indentation away."""
    places: Places = []
    pending: Places = []  # the breaks since the last line with content
    was_text = False  # whether that line began with a letter, so that its break may fold
    begun = False
    for start, stop, after in lines:
        content = start + indent
        broken: Places = [("\n", stop, after)] if after > stop else []
        if not text[start:stop].strip(" ") and stop <= content:
            pending.extend(broken)
            continue
        is_text = text[content : content + 1] not in (" ", "\t")
        if begun and folded and was_text and is_text:
            first, *others = pending
            pending = others or [(" ", first[1], first[2])]
        places.extend(pending)
        places.extend((text[i], i, i + 1) for i in range(content, stop))
        pending, was_text, begun = broken, is_text, True
    if "+" in signs:
        places.extend(pending)
    elif "-" not in signs and begun:
        places.extend(pending[:1])
    return places
