"""How many examples a law is tried on: all of them by `make test`, a few while coding."""

from __future__ import annotations

import os

QUICK = bool(os.environ.get("KAUTILYA_QUICK"))
"""Set by `make quick`."""

FEWEST = 4
"""Examples that are tried at least."""


def examples(most: int) -> int:
    """So many examples, or an eighth of them while coding.

    Examples
    --------
    >>> examples(40) in (40, 5)
    True
    """
    return max(FEWEST, most // 8) if QUICK else most
