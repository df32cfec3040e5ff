"""A question that an exact method cannot answer in sensible time or memory."""

from __future__ import annotations

__all__ = ["TooLarge"]


class TooLarge(ValueError):
    """A question too large for an exact method.

    The message says what was counted, what the limit is and what serves instead.

    Examples
    --------
    >>> raise TooLarge("12 states matter; up to 9 can be ranked")
    Traceback (most recent call last):
        ...
    kautilya.solve.limits.TooLarge: 12 states matter; up to 9 can be ranked
    """
