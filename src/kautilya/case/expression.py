"""What an author may write as a formula or a claim, as a tree of frozen records.

Positions (`at`, `length`) count characters of the text that was parsed, so that an error can point
at the very word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

QUERIES = (
    "payoff",
    "gain",
    "likes",
    "best",
    "settled",
    "foresees",
    "acts",
    "cycles",
    "final",
    "average",
    "peak",
)
"""Questions that a claim may ask of the payoffs and levels."""

CHOICE_QUERIES = ("best", "settled", "foresees")
"""Queries whose answer is an option."""

LEVEL_QUERIES = ("final", "average", "peak")
"""Queries whose answer is a level of a variable."""

NOT_YET_QUERIES = ("share_of", "empty", "self_enforcing", "flips")
"""Queries of the language that this version refuses."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name, dotted or not."""

    name: str
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Is:
    """``decision is option`` or ``decision in [options]``, or the answer of a query held so.

    `subject` is the decision, or the query whose answer is compared.
    """

    subject: Name | Query
    options: tuple[Name, ...]
    negated: bool
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function with its arguments.

    Operators are named ``neg add sub mul div pow lt le gt ge eq ne and or not if``; any other name
    is a function as the author called it.
    """

    op: str
    args: tuple[Expression, ...]
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Query:
    """A question asked of payoffs and levels, with its conditions."""

    kind: str
    subject: Name
    conditions: tuple[Is, ...]
    to: tuple[Is, ...]
    instead_of: tuple[Is, ...]
    within: int | None
    seen_by: Name | None
    knowing: str | None
    at: int
    length: int


Expression = Number | Name | Is | Apply | Query


def parts(expression: Expression) -> Iterator[Expression]:
    """Every expression inside one, itself first.

    Examples
    --------
    >>> from kautilya.case.parse import parse
    >>> [type(part).__name__ for part in parts(parse("2 * ease"))]
    ['Apply', 'Number', 'Name']
    """
    yield expression
    if isinstance(expression, Apply):
        for argument in expression.args:
            yield from parts(argument)
    elif isinstance(expression, Is):
        if isinstance(expression.subject, Query):
            yield from parts(expression.subject)
    elif isinstance(expression, Query):
        for condition in (*expression.conditions, *expression.to, *expression.instead_of):
            yield from parts(condition)


def queries(expression: Expression) -> tuple[Query, ...]:
    """The queries of a claim, in the order of the text."""
    return tuple(part for part in parts(expression) if isinstance(part, Query))


def names(expression: Expression) -> Iterator[Name]:
    """Every name that stands for a value or a decision, and the subject of each query."""
    for part in parts(expression):
        if isinstance(part, Name):
            yield part
        elif isinstance(part, Query):
            yield part.subject
        elif isinstance(part, Is):
            subject = part.subject
            if not isinstance(subject, Query):
                yield subject
