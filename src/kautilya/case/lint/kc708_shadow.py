"""KC708: a name that shadows another.

A premise called ``max``, a stock called ``final`` or an auxiliary called like an actor can be told
apart by the program, which looks at where a name stands; readers cannot. An actor called
``facts``, ``author`` or ``nothing`` could not be named where these words have a meaning of their
own (``seen_by=facts``, ``voice: author``). An interest whose full name is that of a decision of
the same actor makes a ``because`` unclear.

Bad::

    actors: {town: {name: Town}}
    premises: {max: {says: most barges in a month, value: 40}}
    stocks: {town: {says: people in the town, start: 1}}

Mended::

    premises: {most_barges: {says: most barges in a month, value: 40}}
    stocks: {townspeople: {says: people in the town, start: 1}}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import SINGULAR
from kautilya.case.expression import QUERIES
from kautilya.case.names import VARIABLES, Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, Severity, Span

CODE = "KC708"
TITLE = "a name that shadows another"

FUNCTIONS = ("min", "max", "clip", "step", "exp", "log", "sqrt", "tanh", "logistic")
"""Functions of formulas; a test holds the list against the table that compiles them."""

_RESERVED = ("facts", "author", "nothing")


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Variables, mechanisms, actors and interests that are called like something else."""
    for section in (*VARIABLES, "mechanisms"):
        for name in getattr(case, section):
            other = _other(name, case)
            if other:
                yield _advice(
                    f"the {SINGULAR[section]} '{name}'", other, places.key((section, name))
                )
    for actor in case.actors:
        if actor in _RESERVED:
            yield _advice(
                f"the actor '{actor}'",
                "a word of queries and voices",
                places.key(("actors", actor)),
            )
    for actor, rows in case.interests.items():
        for number, row in enumerate(rows):
            if f"{actor}.{row.id}" in case.decisions:
                yield _advice(
                    f"the interest '{actor}.{row.id}'",
                    "a decision",
                    places.value(("interests", actor, number, "id")),
                )


def _other(name: str, case: Case) -> str:
    """What else a name could be taken for."""
    if name in FUNCTIONS:
        return "a function"
    if name in QUERIES:
        return "a query"
    return "an actor" if name in case.actors else ""


def _advice(what: str, other: str, span: Span) -> Diagnostic:
    return Diagnostic(
        CODE,
        f"{what} is called like {other}",
        span,
        "a reader cannot see which of the two is meant",
        "give it a name of its own",
        Severity.ADVICE,
    )
