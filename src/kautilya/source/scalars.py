"""What a plain scalar means: the core schema of YAML 1.2, and nothing of YAML 1.1.

``NO``, ``on``, ``off``, ``yes``, ``1_000``, ``12:30:00`` and ``2024-12-03`` are words.
"""

import math
import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMERIC_START = frozenset("0123456789+-.")
_LONGEST_NUMBER = 400  # characters; far above every number that a double can hold
_WORDS: dict[str, bool | float | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    **{f"{sign}.{word}": math.inf for sign in ("", "+") for word in ("inf", "Inf", "INF")},
    **{f"-.{word}": -math.inf for word in ("inf", "Inf", "INF")},
    **{f".{word}": math.nan for word in ("nan", "NaN", "NAN")},
}

Plain = str | int | float | bool | None


class NumberTooLarge(ValueError):
    """A scalar is written as a number that no double can hold."""


def resolve_plain(text: str) -> Plain:
    """Read a plain (unquoted) scalar by the core schema of YAML 1.2.

    Parameters
    ----------
    text : str
        The scalar, its line folds already resolved.

    Returns
    -------
    str, int, float, bool or None

    Raises
    ------
    NumberTooLarge
        If it is written as a finite number and is larger than any double.

    Examples
    --------
    >>> [resolve_plain(text) for text in ("NO", "on", "true", "~", "0x1F", "1e-3", ".5")]
    ['NO', 'on', True, None, 31, 0.001, 0.5]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if _FLOAT.fullmatch(text):  # every decimal integer also has the form of a float
        if len(text) > _LONGEST_NUMBER or math.isinf(float(text)):
            raise NumberTooLarge(text)
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    if _HEXADECIMAL.fullmatch(text) or _OCTAL.fullmatch(text):
        if len(text) > _LONGEST_NUMBER or int(text, 0) >= 1 << 1023:
            raise NumberTooLarge(text)
        return int(text, 0)
    return text


def is_word(text: str) -> bool:
    """Whether a plain scalar of this text would be read as a string.

    Examples
    --------
    >>> is_word("off"), is_word("1e5")
    (True, False)
    """
    try:
        return isinstance(resolve_plain(text), str)
    except NumberTooLarge:
        return False
