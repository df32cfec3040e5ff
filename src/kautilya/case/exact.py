"""Exact numbers as authors write them: 3, -0.25, 1e3, "1/3"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

LONGEST = 400
"""Characters of one number."""

_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?\Z")
_FRACTION = re.compile(r"[-+]?\d+/\d+\Z")


def exact(value: object) -> Fraction | None:
    """The number that a text or a plain number stands for; None where it is none.

    A floating-point number stands for the shortest decimal that reads back to it, which is what
    its author wrote.

    Examples
    --------
    >>> exact("1/3"), exact(0.1), exact("-2.50"), exact("1/0"), exact("many")
    (Fraction(1, 3), Fraction(1, 10), Fraction(-5, 2), None, None)
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        return None
    text = repr(value) if isinstance(value, int | float) else value
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    text = "".join(text.split())
    if _DECIMAL.match(text):
        return Fraction(text)
    if _FRACTION.match(text) and int(text.partition("/")[2]):
        return Fraction(text)
    return None


def exact_rows(value: object) -> object:
    """Nested lists with every number read; what is no number stays as it was written.

    Examples
    --------
    >>> exact_rows([[3, "1/2"], ["much", 0]])
    ((Fraction(3, 1), Fraction(1, 2)), ('much', Fraction(0, 1)))
    """
    if isinstance(value, list | tuple):
        return tuple(exact_rows(inner) for inner in value)
    found = exact(value)
    if found is not None:
        return found
    return value if isinstance(value, str) else str(value).lower()


def written_rows(value: Any) -> Any:
    """Nested lists of exact numbers as an author writes them: the inverse of `exact_rows`.

    Examples
    --------
    >>> from fractions import Fraction
    >>> written_rows(((Fraction(3), Fraction(1, 3)), (Fraction(1, 4), "much")))
    [[3, '1/3'], [0.25, 'much']]
    """
    if isinstance(value, tuple):
        return [written_rows(inner) for inner in value]
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return value.numerator
    try:
        short = float(value)
    except OverflowError:
        return str(value)
    return short if exact(short) == value else str(value)
