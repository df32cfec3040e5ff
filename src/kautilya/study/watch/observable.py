"""What can be seen before it has to be judged; and what nobody can see."""

from __future__ import annotations

from kautilya.case import Case
from kautilya.case.formulas import formulas, named

__all__ = ["anchors_only", "is_observable"]

SEEN = frozenset({"data", "stated"})
"""Statuses of what is on record, or stated by the text."""

NOT_PHYSICAL = frozenset({"", "share", "1/month"})
"""Units of what is judged: shares, and chances in a month."""


def is_observable(kind: str, status: str, unit: str, *, is_chance: bool) -> bool:
    """Whether something can be seen before it has to be judged.

    Stocks can, facts that are so or not, quantities with a physical unit, and whatever is on record
    or stated by the text. What somebody believes cannot.

    Examples
    --------
    >>> is_observable("premise", "judged", "kt/month", is_chance=False)
    True
    >>> is_observable("premise", "judged", "share", is_chance=False)
    False
    """
    if kind == "belief":
        return False
    if kind == "stock" or status in SEEN:
        return True
    return kind == "premise" and (is_chance or unit not in NOT_PHYSICAL)


def anchors_only(case: Case) -> frozenset[str]:
    """Premises that say only what counts as worst or best for somebody: nothing to be seen."""
    inside: set[str] = set()
    outside: set[str] = set()
    for path, text in formulas(case):
        (inside if "anchors" in path else outside).update(named(text))
    return frozenset(name for name in inside - outside if name in case.premises)
