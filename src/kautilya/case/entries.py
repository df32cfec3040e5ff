"""Every entry of a case with its place, and the places of what stands inside of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kautilya.case.conflict_records import Published, State
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Actor, Belief, Case, Entry, Option, System
from kautilya.source import Path

SINGULAR = {
    "premises": "premise",
    "stocks": "stock",
    "auxiliaries": "auxiliary",
    "transfers": "transfer",
    "events": "event",
    "mechanisms": "mechanism",
    "decisions": "decision",
    "actors": "actor",
    "groups": "group",
    "agreements": "agreement",
    "states": "state",
    "published": "published answer",
    "scenarios": "scenario",
    "propositions": "proposition",
    "hypotheses": "hypothesis",
    "evidence": "evidence",
    "systems": "system",
    "sources": "source",
}
"""Sections with names, and what one entry of each is called."""


@dataclass(frozen=True, slots=True)
class Located:
    """An entry, where it stands, and what to call it in a message."""

    path: Path
    label: str
    entry: Entry | Actor | System | State | Published


def entries(case: Case) -> Iterator[Located]:
    """Every entry that can cite a source, those inside of others too, in the schema's order.

    Yields
    ------
    Located
        Actors and systems first; an option behind its decision; beliefs that an option gives
        behind the option.

    Examples
    --------
    >>> from kautilya.case.schema import Case
    >>> case = Case.model_validate({"language": 1, "case": "x", "horizon": 1,
    ...     "actors": {"town": {}}, "premises": {"cold": {"value": 1}}})
    >>> [(found.path, found.label) for found in entries(case)]
    [(('actors', 'town'), "the actor 'town'"), (('premises', 'cold'), "the premise 'cold'")]
    """
    plain = ("actors", "systems", "premises", "stocks", "auxiliaries", "transfers", "mechanisms")
    choices = ("events", "decisions", "agreements", "states", "published")
    tests = ("scenarios", "propositions", "hypotheses", "evidence")
    for section in (*plain, *choices, *tests):
        for name, entry in getattr(case, section).items():
            yield Located((section, name), f"the {SINGULAR[section]} '{name}'", entry)
            if section == "decisions":
                for option, inner in entry.options.items():
                    yield from _option(name, option, inner)
    for actor, preference in case.preferences.items():
        yield Located(("preferences", actor), f"the preferences of '{actor}'", preference)
    for actor, rows in case.interests.items():
        for number, interest in enumerate(rows):
            label = f"the interest '{actor}.{interest.id}'"
            yield Located(("interests", actor, number), label, interest)
    for held in beliefs(case):
        if held.path[0] == "beliefs":
            yield Located(held.path, held.label, held.belief)
    for number, observation in enumerate(case.observed):
        yield Located(("observed", number), f"observation {number + 1}", observation)


@dataclass(frozen=True, slots=True)
class Held:
    """A belief: whose, about what, where it stands, and what to call it in a message."""

    path: Path
    label: str
    name: str
    belief: Belief


def beliefs(case: Case) -> Iterator[Held]:
    """Every belief of a case: those that actors hold, then those that options give."""
    for actor, held in case.beliefs.items():
        for name, belief in held.items():
            path: Path = ("beliefs", actor, name)
            yield Held(path, f"the belief of '{actor}' about '{name}'", name, belief)
    for decision, entry in case.decisions.items():
        for option, inner in entry.options.items():
            yield from given(decision, option, inner)


def given(decision: str, option: str, entry: Option) -> Iterator[Held]:
    """Beliefs that one option gives."""
    for actor, held in entry.persuades.items():
        for name, belief in held.items():
            path: Path = ("decisions", decision, "options", option, "persuades", actor, name)
            label = f"the belief about '{name}' that '{decision}.{option}' gives to '{actor}'"
            yield Held(path, label, name, belief)


def options(case: Case) -> Iterator[tuple[str, str, Option]]:
    """Every option with its decision."""
    for decision, entry in case.decisions.items():
        for option, inner in entry.options.items():
            yield decision, option, inner


def _option(decision: str, option: str, entry: Option) -> Iterator[Located]:
    """One option, and the beliefs that it gives."""
    yield Located(
        ("decisions", decision, "options", option), f"the option '{decision}.{option}'", entry
    )
    for held in given(decision, option, entry):
        yield Located(held.path, held.label, held.belief)


def written(places: Places, path: Path) -> Any:
    """What the author wrote at a path of the case; None where nothing stands."""
    here: Any = places.tree.data
    for step in places.source_path(path):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here


def items(places: Places, path: Path, values: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Members of a list with their paths; one word may stand for a list of one."""
    alone = not isinstance(written(places, path), list)
    for number, value in enumerate(values):
        yield (path if alone else (*path, number)), value


def belief_part(places: Places, path: Path, key: str) -> Path:
    """Path of a part of a belief, which may stand in it, in its `is`, or be all of it."""
    for candidate in ((*path, key), (*path, "is", key), (*path, "is")):
        if written(places, candidate) is not None:
            return candidate
    return path


def kind_of(names: Names, name: str) -> str:
    """What a name is declared as, with its article; empty for one that is not declared.

    Examples
    --------
    >>> from kautilya.case.schema import Case
    >>> case = Case.model_validate({"language": 1, "case": "x", "horizon": 1,
    ...     "actors": {"town": {}}})
    >>> kind_of(Names(case), "town")
    'an actor'
    """
    for section, word in SINGULAR.items():
        if name in names.of(section):
            return f"an {word}" if word[0] in "aeiou" else f"a {word}"
    return ""
