"""Conditions that pin decisions, as they stand in lists."""

from __future__ import annotations

from kautilya.case.expression import Is, Name
from kautilya.case.parse import ExpressionError, parse


def conditions_of(texts: tuple[str, ...]) -> dict[str, str]:
    """Decisions and options of a list of conditions; what can't be read is left out.

    Examples
    --------
    >>> conditions_of(("canton.plough is run",))
    {'canton.plough': 'run'}
    """
    found: dict[str, str] = {}
    for text in texts:
        try:
            tree = parse(text)
        except ExpressionError:
            continue
        if isinstance(tree, Is) and isinstance(tree.subject, Name) and len(tree.options) == 1:
            found[tree.subject.name] = tree.options[0].name
    return found
