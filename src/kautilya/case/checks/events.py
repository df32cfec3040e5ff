"""What an event changes and ends (KC107, KC305, KC306, KC307, KC309)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.entries import items, kind_of
from kautilya.case.expression import names as names_in
from kautilya.case.names import Names
from kautilya.case.parse import ExpressionError, parse
from kautilya.case.places import Places
from kautilya.case.schema import Case, Event
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path

_CHANGED = ("stocks", "auxiliaries", "transfers")
"""Sections at whose entries `then` may point."""


def check_events(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Everything that events change with `then` and end with `ends`."""
    for name, event in case.events.items():
        yield from _then(case, names, places, name, event)
        yield from _ends(case, names, places, name, event)


def _then(
    case: Case, names: Names, places: Places, name: str, event: Event
) -> Iterator[Diagnostic]:
    known = [n for section in _CHANGED for n in names.of(section)]
    for target, text in event.then.items():
        path: Path = ("events", name, "then", target)
        if target not in known:
            kind = kind_of(names, target)
            yield Diagnostic(
                "KC309",
                f"the event '{name}' changes '{target}', which is {kind}"
                if kind
                else f"the event '{name}' changes something that is not declared: '{target}'",
                places.key(path),
                "`then` says what is read of a stock, auxiliary or transfer once it has happened",
                did_you_mean(target, known),
            )
            continue
        stock = case.stocks.get(target)
        # A stock with `over` alone is told so already.
        if stock is not None and stock.toward is None and stock.over is None:
            yield Diagnostic(
                "KC305",
                f"the event '{name}' changes the stock '{target}', which has no `toward`",
                places.key(path),
                "`then` changes the level that a stock moves to, and this one moves to none",
                f"give '{target}' `toward` and `over`, or let a mechanism read the event: "
                f"`adds: -RATE * {name}`",
            )
        yield from _itself(places, path, name, target, text)


def _itself(places: Places, path: Path, name: str, target: str, text: str) -> Iterator[Diagnostic]:
    """A change that is computed from what it changes."""
    try:
        tree = parse(text)
    except ExpressionError:
        return
    for found in names_in(tree):
        if found.name == target:
            yield Diagnostic(
                "KC306",
                f"the event '{name}' changes '{target}' to something that names '{target}'",
                places.inside(path, text, found.at, found.length),
                "what is read once the event has happened cannot be computed from itself",
                "name what it is computed from, or write the change as a mechanism that reads "
                f"the event: `scales: 1 - SHARE * {name}`",
            )
            return


def _ends(
    case: Case, names: Names, places: Places, name: str, event: Event
) -> Iterator[Diagnostic]:
    sections = ("mechanisms", "transfers", "decisions")
    known = [n for section in sections for n in names.of(section)]
    dotted = [f"{d}.{o}" for d, entry in case.decisions.items() for o in entry.options]
    for path, target in items(places, ("events", name, "ends"), event.ends):
        if target in event.then and target in names.of("transfers"):
            yield Diagnostic(
                "KC307",
                f"the event '{name}' both changes and ends the transfer '{target}'",
                places.value(path),
                "one event leaves a transfer at what `then` says, or ends it",
                f"take '{target}' out of `ends` or out of `then`",
            )
        if target in known or target in dotted:
            continue
        if target.rpartition(".")[0] in names.unknowable:
            continue
        kind = kind_of(names, target)
        yield Diagnostic(
            "KC107",
            f"the event '{name}' ends '{target}', which is {kind}"
            if kind
            else f"the event '{name}' ends something that is not declared: '{target}'",
            places.value(path),
            "`ends` names mechanisms, transfers, decisions, and options as DECISION.OPTION",
            did_you_mean(target, [*known, *dotted]),
        )
