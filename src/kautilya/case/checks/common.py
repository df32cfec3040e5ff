"""What several checks share: references to names, and conditions that pin decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kautilya.case.entries import items, kind_of
from kautilya.case.expression import Is, Name
from kautilya.case.names import Names
from kautilya.case.parse import ExpressionError, parse
from kautilya.case.places import Places
from kautilya.diagnostics import Diagnostic, Span, did_you_mean
from kautilya.source import Path


def undeclared(
    names: Names, name: str, what: str, kind: str, known: Iterable[str], span: Span, why: str = ""
) -> Diagnostic:
    """Fault KC107: a name that is not declared as what its place needs.

    Parameters
    ----------
    names
        Every declared name.
    name
        The name as written.
    what
        Who names it, as ``the transfer 'grain' comes from``.
    kind
        What it should be, with its article, as ``an actor``.
    known
        Names of that kind.
    span
        Where the name stands.
    why
        The rule behind it.
    """
    other = kind_of(names, name)
    message = (
        f"{what} '{name}', which is {other} and not {kind}"
        if other and other != kind
        else f"{what} {kind} that is not declared: '{name}'"
    )
    listed = did_you_mean(name, known)
    return Diagnostic("KC107", message, span, why, listed or f"the case declares no {bare(kind)}")


def bare(kind: str) -> str:
    """A kind without its article: ``actor`` for ``an actor``."""
    return kind.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Pin:
    """A condition that pins one decision to one option, and its place."""

    decision: str
    option: str
    span: Span


@dataclass(frozen=True, slots=True)
class Conditions:
    """The pins of a list of conditions, and what is wrong with the list."""

    pins: tuple[Pin, ...]
    faults: tuple[Diagnostic, ...]


def read_conditions(
    names: Names, places: Places, path: Path, texts: Sequence[str], what: str
) -> Conditions:
    """Read conditions such as ``china.stance is demand``.

    Parameters
    ----------
    names, places
        Declared names, and the way back to the file.
    path
        Where the list stands.
    texts
        The conditions.
    what
        What the list does, as ``the scenario 'feud' holds``.
    """
    pins: list[Pin] = []
    faults: list[Diagnostic] = []
    for where, text in items(places, path, texts):
        try:
            tree = parse(text)
        except ExpressionError as error:
            faults += [
                Diagnostic(
                    f.code, f.message, places.inside(where, text, f.at, f.length), f.why, f.help
                )
                for f in error.faults
            ]
            continue
        if (
            not isinstance(tree, Is)
            or not isinstance(tree.subject, Name)
            or len(tree.options) != 1
            or tree.negated
        ):
            faults.append(
                Diagnostic(
                    "KC603",
                    f"{what} no decision: '{text}'",
                    places.value(where),
                    "a condition pins one decision to one option",
                    f"write: {_instance(names)}",
                )
            )
            continue
        faults += _unknown(names, places, where, text, tree.subject, tree.options[0])
        span = places.inside(where, text, tree.at, tree.length)
        pins.append(Pin(tree.subject.name, tree.options[0].name, span))
    return Conditions(tuple(pins), (*faults, *_twice(pins, what)))


def _unknown(
    names: Names, places: Places, path: Path, text: str, decision: Name, option: Name
) -> Iterator[Diagnostic]:
    """Faults of a condition that names what there is not."""
    if decision.name not in names.of("decisions"):
        yield Diagnostic(
            "KC209",
            f"'{decision.name}' is no declared decision",
            places.inside(path, text, decision.at, decision.length),
            "a condition pins one decision to one option",
            did_you_mean(decision.name, names.of("decisions")),
        )
    elif option.name not in names.options.get(decision.name, (option.name,)):
        yield Diagnostic(
            "KC210",
            f"{decision.name} has no option '{option.name}'",
            places.inside(path, text, option.at, option.length),
            "a condition pins one decision to one of its options",
            did_you_mean(option.name, names.options[decision.name]),
        )


def _twice(pins: Sequence[Pin], what: str) -> Iterator[Diagnostic]:
    """Faults of one list that gives two options to one decision."""
    first: dict[str, str] = {}
    for pin in pins:
        if first.setdefault(pin.decision, pin.option) != pin.option:
            yield Diagnostic(
                "KC603",
                f"{what} '{pin.decision}' at '{first[pin.decision]}' and at '{pin.option}'",
                pin.span,
                "a profile gives one option to every decision",
                "take one of the two out",
            )


def _instance(names: Names) -> str:
    """A condition that could stand in this case."""
    for decision, known in names.options.items():
        return f"{decision} is {known[0]}"
    return "ACTOR.DECISION is OPTION"
