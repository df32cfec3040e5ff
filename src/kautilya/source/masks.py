"""Characters set aside, so that a faulty piece of text can be read as its author meant it.

When a piece of unquoted text holds a character that YAML takes for punctuation, the parser either
stops or cuts the text in two. To go on and find the other faults of the file, the character is
replaced, one for one, by a stand-in from a private area of Unicode; every offset stays true. The
stand-ins are taken back when the values are built.
"""

_PUNCTUATION = ",[]{}:#"
_FIRST = 0xF0000
_MASK = {ord(c): chr(_FIRST + ord(c)) for c in _PUNCTUATION}
_UNMASK = {_FIRST + ord(c): c for c in _PUNCTUATION}
_STAND_INS = frozenset(_MASK.values())


def can_mask(text: str) -> bool:
    """Whether a text is free of the stand-ins themselves."""
    return text.isascii() or _STAND_INS.isdisjoint(text)


def mask(text: str, start: int, end: int) -> str:
    """Replace the punctuation of a piece by its stand-ins.

    Examples
    --------
    >>> unmask(mask("{is: min(a, b)}", 5, 14))
    '{is: min(a, b)}'
    """
    return text[:start] + text[start:end].translate(_MASK) + text[end:]


def unmask(text: str) -> str:
    """Take the stand-ins back."""
    return text if text.isascii() else text.translate(_UNMASK)


def is_masked(text: str) -> bool:
    """Whether a text holds a stand-in."""
    return not can_mask(text)


def blank(text: str, start: int, end: int) -> str:
    """Replace a value by a null of the same length, its line breaks kept.

    Examples
    --------
    >>> blank("a: {b: [c}", 3, 10)
    'a: ~      '
    """
    piece = "".join(c if c in "\r\n" else " " for c in text[start + 1 : end])
    return text[:start] + "~" + piece + text[end:]
