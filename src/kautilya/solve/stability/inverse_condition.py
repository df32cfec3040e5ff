"""The condition that a wanted state puts on one actor's ranking, in a form fit to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from kautilya.solve.stability.inverse_terms import Above, Alternatives, Term, least_terms

__all__ = ["Clauses", "clauses_of", "in_words"]

Clauses = tuple[tuple[Above, ...], ...]
"""In each of them one comparison at least must hold."""

_MOST_CLAUSES = 200
_MOST_TOLD = 12


def clauses_of(parts: Sequence[Alternatives]) -> Clauses | None:
    """Return a condition as clauses, in each of which one comparison at least must hold.

    Parameters
    ----------
    parts : sequence of Alternatives
        What must hold.

    Returns
    -------
    tuple of tuple of Above, or None
        Without clauses that follow from shorter ones or hold in any case; None if more than 200
        leave a choice.

    Examples
    --------
    >>> both = frozenset({Above(0, 2), Above(0, 3)})
    >>> in_words(clauses_of([(frozenset({Above(0, 1)}), both)]), [], str)
    '(0 above 1 or 0 above 2) and (0 above 1 or 0 above 3)'
    """
    clauses: set[Term] = set()
    for alternatives in parts:
        grown: set[Term] = {frozenset()}
        if all(len(term) == 1 for term in alternatives):
            alternatives, clause = (), frozenset[Above]().union(*alternatives)
            grown = set() if _certain(clause) else {clause}
        for term in alternatives:
            longer = [clause | {above} for clause, above in product(grown, term)]
            grown = set(least_terms([clause for clause in longer if not _certain(clause)]))
            if len(grown) > _MOST_CLAUSES:
                return None
        clauses |= grown
    kept = least_terms(list(clauses))
    if sum(len(clause) > 1 for clause in kept) > _MOST_CLAUSES:
        return None
    return tuple(sorted(tuple(sorted(clause)) for clause in kept))


def _certain(clause: Term) -> bool:
    """Whether one of two opposite comparisons in a clause holds in any case."""
    return any(
        Above(above.low, above.high, strict) in clause
        for above in clause
        for strict in (False, True)
        if not (above.strict and strict)
    )


def in_words(
    clauses: Clauses | None, parts: Sequence[Alternatives], label: Callable[[int], str]
) -> str:
    """Return a condition in words.

    Parameters
    ----------
    clauses : tuple of tuple of Above, or None
        As `clauses_of` returns them.
    parts : sequence of Alternatives
        What must hold: told instead where there are no clauses, or more than twelve.
    label : callable
        The name of a state.

    Returns
    -------
    str
    """
    if clauses == ():
        return "always"
    if clauses is not None and () in clauses:
        return "never"

    def told(above: Above) -> str:
        return f"{label(above.high)} above {label(above.low)}"

    if clauses is not None and len(clauses) <= _MOST_TOLD:
        return " and ".join(
            _bracketed([told(above) for above in clause], " or ", len(clauses) > 1)
            for clause in clauses
        )
    spoken = []
    for part in parts:
        terms = [
            _bracketed([told(above) for above in sorted(term)], " and ", len(part) > 1)
            for term in part
        ]
        spoken.append(_bracketed(terms, " or ", len(parts) > 1))
    return " and ".join(spoken)


def _bracketed(words: Sequence[str], link: str, among_others: bool) -> str:
    """Words joined, in brackets where they need them."""
    joined = link.join(words)
    return f"({joined})" if among_others and len(words) > 1 else joined
