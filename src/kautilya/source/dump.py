"""Plain data written as YAML 1.2 that reads back to the same data."""

import math
import re
from collections.abc import Iterator
from typing import Any

from kautilya.source.faults import MOST_LEVELS
from kautilya.source.scalars import is_word
from kautilya.source.text import CONTROL

_SAFE = re.compile(r"[A-Za-z_$][A-Za-z0-9_.$/]*(?: [A-Za-z0-9_.$/()*+=%-]+)*")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    | {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF"}
)
# Words that readers of YAML 1.1 take for truth values: quoted for their sake.
_OLD_TRUTHS = frozenset({"y", "n", "yes", "no", "on", "off"})
_LONGEST_KEY = 1000  # characters; YAML looks no further for the colon of a simple key
_WIDEST_LIST = 80


def dump(data: Any) -> str:
    """Write plain data as YAML 1.2 that `parse_source` reads back to equal data.

    Parameters
    ----------
    data : Any
        Mappings with text keys, lists (tuples are written as lists), str, int, float, bool and
        None.

    Returns
    -------
    str
        Block style; short lists of single values in brackets. Text that would be read as
        something else stands in double quotes.

    Raises
    ------
    TypeError
        For a key that is not text, or a value of another type.
    ValueError
        For text with control characters, or data nested over 50 levels: no reader would take it.

    Examples
    --------
    >>> print(dump({"now": "accept", "code": "0x1F", "anchors": [0, 1.5]}), end="")
    now: accept
    code: "0x1F"
    anchors: [0, 1.5]
    """
    if isinstance(data, dict | list | tuple) and data:
        return "".join(f"{line}\n" for line in _block(data, 1))
    return f"{_leaf(data)}\n"


def _block(data: dict[Any, Any] | list[Any] | tuple[Any, ...], level: int) -> Iterator[str]:
    """Write the lines of a collection that is not empty, without indentation."""
    if level > MOST_LEVELS:
        raise ValueError(f"data nested more than {MOST_LEVELS} levels deep cannot be written")
    if isinstance(data, dict):
        for key, value in data.items():
            written = _key(key)
            if len(written) > _LONGEST_KEY:
                yield f"? {written}"
                written = ""
            yield from _entry(f"{written}:", value, level)
        return
    for item in data:
        if isinstance(item, dict | list | tuple) and item and _in_brackets(item) is None:
            first, *others = _block(item, level + 1)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
        else:
            yield from _entry("-", item, level)


def _entry(head: str, value: Any, level: int) -> Iterator[str]:
    """Write a head with its value: beside it when short, else below."""
    if not isinstance(value, dict | list | tuple) or not value:
        yield f"{head} {_leaf(value)}"
        return
    beside = None if level >= MOST_LEVELS else _in_brackets(value)
    if beside is not None:
        yield f"{head} {beside}"
        return
    yield head
    yield from (f"  {line}" for line in _block(value, level + 1))


def _in_brackets(value: Any) -> str | None:
    """Write a short list of single values on one line; None for anything else."""
    if isinstance(value, dict) or any(isinstance(item, dict | list | tuple) for item in value):
        return None
    written = f"[{', '.join(_leaf(item) for item in value)}]"
    return written if len(written) <= _WIDEST_LIST else None


def _leaf(value: Any) -> str:
    """Write a single value or an empty collection."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case str():
            return _text(value)
        case dict():
            return "{}"
        case list() | tuple():
            return "[]"
    raise TypeError(f"{type(value).__name__} is not plain data")


def _float(value: float) -> str:
    """Write a float so that it reads back as the same float."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(float(value))


def _key(key: Any) -> str:
    """Write a key."""
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    # A key is always read as text, so one that looks like a number needs no quotes.
    return key if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", key) else _text(key)


def _text(text: str) -> str:
    """Write a text: as it is where that is safe, else in double quotes."""
    if _SAFE.fullmatch(text) and is_word(text) and text.casefold() not in _OLD_TRUTHS:
        return text
    unfit = CONTROL.search(text)
    if unfit is not None:
        raise ValueError(f"the character U+{ord(unfit[0]):04X} cannot be written in a case")
    return '"' + text.translate(_ESCAPES) + '"'
