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
    "self_enforcing",
    "empty",
    "flips",
    "share_of",
    "final",
    "average",
    "peak",
)
"""Questions that a claim may ask of the payoffs and levels."""

CHOICE_QUERIES = ("best", "settled", "foresees")
"""Queries whose answer is an option."""

LEVEL_QUERIES = ("final", "average", "peak")
"""Queries whose answer is a level of a variable."""

TRUTH_QUERIES = ("likes", "acts", "cycles", "self_enforcing", "empty", "flips")
"""Queries whose answer is true or false."""


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
    """A question asked of payoffs and levels, with its conditions.

    `subject` is what stands first: an actor, an interest, a decision, a variable, an agreement for
    `self_enforcing`, an option as ``DECISION.OPTION`` for `empty`, a premise for `flips`; for
    `share_of` it is the cause. `decision` is the second name of `flips`, and `of` the query of
    `share_of`. `knowing` holds the premises that a choice may know: none of them for ``nothing``,
    and None where everything is known.
    """

    kind: str
    subject: Name
    conditions: tuple[Is, ...]
    to: tuple[Is, ...]
    instead_of: tuple[Is, ...]
    within: int | None
    seen_by: Name | None
    knowing: tuple[Name, ...] | None
    at: int
    length: int
    decision: Name | None = None
    of: Query | None = None


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
        if expression.of is not None:
            yield from parts(expression.of)


def queries(expression: Expression) -> tuple[Query, ...]:
    """The queries of a claim, in the order of the text."""
    return tuple(part for part in parts(expression) if isinstance(part, Query))


def names(expression: Expression) -> Iterator[Name]:
    """Every name that stands for a value or a decision, and those that queries are about."""
    for part in parts(expression):
        if isinstance(part, Name):
            yield part
        elif isinstance(part, Query):
            yield part.subject
            yield from part.knowing or ()
            if part.decision is not None:
                yield part.decision
        elif isinstance(part, Is):
            subject = part.subject
            if not isinstance(subject, Query):
                yield subject
