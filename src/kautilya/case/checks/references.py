"""References of entries to actors, systems, sources and decisions (KC107)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import undeclared
from kautilya.case.entries import Located, belief_part, entries, items
from kautilya.case.names import VARIABLES, Names, owner
from kautilya.case.places import Places
from kautilya.case.schema import Belief, Case, Entry
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path


def check_citations(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Citations of a source that is not declared, and systems that are not."""
    for found in entries(case):
        yield from _sources(found, names, places)
        system = found.entry.system if isinstance(found.entry, Entry) else None
        if system is not None and system not in names.of("systems"):
            yield undeclared(
                names,
                system,
                f"{found.label} belongs to",
                "a system",
                names.of("systems"),
                places.value(_part(found, places, "system")),
                "an entry belongs to one of the case's `systems`",
            )


def _sources(found: Located, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Faults of the citations of one entry."""
    for path, text in items(places, _part(found, places, "source"), found.entry.source):
        source, mark, paragraph = text.partition("#")
        if source.strip() not in names.of("sources"):
            yield undeclared(
                names,
                source.strip(),
                f"{found.label} cites",
                "a source",
                names.of("sources"),
                places.inside(path, text, 0, max(1, len(source))),
                "what stands before the # is declared under `sources`",
            )
        if mark and not paragraph.strip():
            yield Diagnostic(
                "KC107",
                f"{found.label} cites no paragraph behind the #: '{text}'",
                places.inside(path, text, 0, len(text)),
                "a citation is a source, or a source, # and a paragraph",
                f"for instance {source.strip()}#17",
            )


def _part(found: Located, places: Places, key: str) -> Path:
    """Path of a key of an entry; a belief may have it one level down."""
    if isinstance(found.entry, Belief):
        return belief_part(places, found.path, key)
    return (*found.path, key)


def check_actors(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Actors that are named and not declared."""
    for path, name, what in _actors(case, places):
        if name not in names.of("actors"):
            span = places.key(path) if path[0] in _KEYED else places.value(path)
            yield undeclared(names, name, what, "an actor", names.of("actors"), span, _WHY[path[0]])


_KEYED = ("interests", "beliefs", "decisions", "preferences", "payoffs", "misperceived")
"""Sections in which the name of an actor is a key."""

_WHY: dict[str | int, str] = {
    "transfers": "a transfer is what one actor gives another",
    "agreements": "the parties of an agreement are actors who must gain by it",
    "groups": "a group is a list of actors",
    "interests": "interests belong to actors",
    "beliefs": "beliefs are held by actors",
    "preferences": "preferences belong to actors",
    "payoffs": "payoffs belong to actors",
    "misperceived": "it is an actor who does not see a state",
    "published": "an answer is about one actor's stability, or about equilibria",
    "decisions": "only an actor can choose or be persuaded",
}


def _actors(case: Case, places: Places) -> Iterator[tuple[Path, str, str]]:
    """Every place at which an actor's name stands: path, name, who names it."""
    for name, transfer in case.transfers.items():
        yield ("transfers", name, "from"), transfer.from_, f"the transfer '{name}' comes from"
        yield ("transfers", name, "to"), transfer.to, f"the transfer '{name}' goes to"
    for name, agreement in case.agreements.items():
        for path, party in items(places, ("agreements", name, "parties"), agreement.parties):
            yield path, party, f"the agreement '{name}' has as its party"
    for name, members in case.groups.items():
        for path, member in items(places, ("groups", name), members):
            yield path, member, f"the group '{name}' has as its member"
    for actor in case.interests:
        yield ("interests", actor), actor, "interests are given to"
    for actor in case.beliefs:
        yield ("beliefs", actor), actor, "beliefs are given to"
    for actor in case.preferences:
        yield ("preferences", actor), actor, "preferences are given to"
    for actor in case.payoffs if isinstance(case.payoffs, dict) else ():
        yield ("payoffs", actor), actor, "payoffs are given to"
    for actor in case.misperceived:
        yield ("misperceived", actor), actor, "misperception is given to"
    for name, answer in case.published.items():
        if answer.actor is not None:
            yield ("published", name, "actor"), answer.actor, f"the published '{name}' is about"
    for decision, entry in case.decisions.items():
        if decision.count(".") == 1:
            yield ("decisions", decision), owner(decision), f"the decision '{decision}' belongs to"
        for option, inner in entry.options.items():
            for actor in inner.persuades:
                path = ("decisions", decision, "options", option, "persuades", actor)
                yield path, actor, f"the option '{decision}.{option}' persuades"


def check_decisions(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """The focal decision, and the option that is in force today."""
    if case.focal is not None and case.focal not in names.of("decisions"):
        yield undeclared(
            names,
            case.focal,
            "the case is about",
            "a decision",
            names.of("decisions"),
            places.value(("focal",)),
            "`focal` is the decision that the case is about",
        )
    for decision, entry in case.decisions.items():
        if "now" in entry.model_fields_set and entry.now not in entry.options:
            yield Diagnostic(
                "KC107",
                f"{decision} has no option '{entry.now}' to be in force now",
                places.value(("decisions", decision, "now")),
                "`now` is one of the decision's options",
                did_you_mean(entry.now, entry.options),
            )


def check_origins(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """What mechanisms act from, for the map."""
    known = [name for section in (*VARIABLES, "decisions", "actors") for name in names.of(section)]
    allowed = {*known, *(f"{d}.{o}" for d, entry in case.decisions.items() for o in entry.options)}
    for name, mechanism in case.mechanisms.items():
        for path, origin in items(places, ("mechanisms", name, "from"), mechanism.from_):
            if origin not in allowed and _decision(origin) not in names.unknowable:
                yield Diagnostic(
                    "KC107",
                    f"the mechanism '{name}' acts from something that is not declared: '{origin}'",
                    places.value(path),
                    "`from` names what the map draws the arrow from: a premise, stock, auxiliary, "
                    "transfer, event, decision or actor",
                    did_you_mean(origin, known),
                )


def _decision(name: str) -> str:
    """The decision that ``decision.option`` belongs to."""
    return name.rpartition(".")[0]
